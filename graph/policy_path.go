package graph

import (
	"errors"

	"waymark/domain"
)

// inPolicy names the fields of what is wrong with a table as the input has them: "policy.h.street".
func inPolicy(err error) error {
	var several domain.Errors
	if !errors.As(err, &several) {
		return err
	}
	out := make(domain.Errors, len(several))
	for n, e := range several {
		at := *e
		at.Field = "policy." + domain.PolicyPath(e.Field)
		out[n] = &at
	}
	return out
}
