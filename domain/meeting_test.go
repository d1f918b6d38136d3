package domain

import (
	"testing"
	"time"
)

func TestMeetingAction_Late(t *testing.T) {
	t.Parallel()
	day := func(d int) time.Time { return time.Date(2026, time.March, d, 0, 0, 0, 0, time.UTC) }
	done := day(28)
	for name, c := range map[string]struct {
		action MeetingAction
		today  time.Time
		late   bool
	}{
		"on its day":              {MeetingAction{DueOn: day(28)}, day(28), false},
		"the morning after":       {MeetingAction{DueOn: day(28)}, day(29), true},
		"before its day":          {MeetingAction{DueOn: day(30)}, day(29), false},
		"done, however long past": {MeetingAction{DueOn: day(1), DoneAt: &done}, day(29), false},
	} {
		if got := c.action.Late(c.today); got != c.late {
			t.Errorf("%s: late is %v", name, got)
		}
	}
}
