package graph

import (
	"cmp"
	"errors"

	"waymark/domain"
)

// talkFields are the fields of a conversation that are called something else on the page of a badge. Where it led is wrong only by the
// service: anything else is no word of the enum.
var talkFields = map[string]string{"key": "clientKey", "about": "themeId", "to": "serviceId"}

// inConversation names the fields of what is wrong with a conversation as the input has them.
func inConversation(err error) error {
	var several domain.Errors
	if !errors.As(err, &several) {
		return err
	}
	out := make(domain.Errors, len(several))
	for n, e := range several {
		at := *e
		at.Field = cmp.Or(talkFields[e.Field], e.Field)
		out[n] = &at
	}
	return out
}
