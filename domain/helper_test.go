package domain

import (
	"testing"
	"time"
)

func TestRequest_MayAskAgain(t *testing.T) {
	answered := time.Now()
	r := Request{Level: AtSection}
	for name, c := range map[string]struct {
		i    Invitation
		want AskAgain
	}{
		"waits for their answer":      {Invitation{State: Delivered}, AskNever},
		"said no":                     {Invitation{State: Declined}, AskNever},
		"was silent at this level":    {Invitation{State: Expired, Level: AtSection}, AskNever},
		"was silent in the street":    {Invitation{State: Expired, Level: AtStreet}, AskLast},
		"gave it back":                {Invitation{State: InvitationWithdrawn, AnsweredAt: &answered, EndedWhy: "handed_back"}, AskNever},
		"was not needed after all":    {Invitation{State: InvitationWithdrawn, EndedWhy: "another_accepted"}, AskFreely},
		"the time of their yes moved": {Invitation{State: InvitationWithdrawn, AnsweredAt: &answered, EndedWhy: "time_changed"}, AskFreely},
		"has another address now":     {Invitation{State: Undelivered, EndedWhy: "bounced"}, AskLast},
		"mail was down":               {Invitation{State: Undelivered, EndedWhy: "mail_down"}, AskFreely},
		"helped before":               {Invitation{State: Accepted}, AskFreely},
	} {
		t.Run(name, func(t *testing.T) {
			if got := r.MayAskAgain(c.i); got != c.want {
				t.Errorf("it is %d, want %d", got, c.want)
			}
		})
	}
}
