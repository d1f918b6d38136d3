package web

import (
	"testing"

	"waymark/internal/app"
	"waymark/internal/pgtest"
)

// An ask whose time has passed waits for a new time, or for an end, wherever it is shown: nobody is offered to be asked for then.
func TestPassed_AsksForANewTime(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	v.volunteer("Tom", "Withy Row")
	v.role(v.person("Sue", "Withy Row", nil), app.GrantRole{Kind: "coordinator", StreetID: v.street["Withy Row"]})
	raised := v.joans("dog")
	_, err := pgtest.Owner(t, v.db).SQL.ExecContext(t.Context(),
		`UPDATE requests SET start_level = 3, level = 3, failed_at = $1, missed_at = useful_until, next_action = 'review', next_action_at = useful_until + interval '1 day'`, morning)
	v.must(err)
	priya := v.signedIn("Priya")
	for _, path := range []string{"/desk", "/cases", "/meeting"} {
		priya.opens(path).tells(nil, "Give it a new time")
	}
	v.later("480h")
	priya = v.signedIn("Priya")
	priya.opens("/desk").tells([]string{"The time has passed", "Nobody came in time. Ask when it would suit now.", "Give it a new time"}, "we go on looking")
	priya.opens("/cases").tells([]string{"Help was of use until", "Give it a new time"}, "Choose somebody")
	priya.opens("/meeting").tells([]string{"days ago", "then it needs a new time, or an end", "New time"})
	priya.opens("/requests").tells([]string{"its time has passed"})
	priya.opens(requestAt(raised)).tells([]string{"Nobody came in time. Ask when it would suit now."})
	if arm := find(t, priya.doc, "main .arm:not(.arm-plain)"); len(arm) != 1 || nodeText(arm[0]) != "Give it a new time" {
		t.Errorf("%d filled arms; the first thing to do is not a new time", len(arm))
	}
	v.signedIn("Sue").opens("/my-streets").tells([]string{"The time has passed", "Give it a new time"}, "Ask Tom", "Choose somebody")
}
