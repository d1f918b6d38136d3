package demo

import (
	"testing"
	"time"

	"waymark/domain"
)

func TestFigures_OfTheDemosYear(t *testing.T) {
	p := newPlace(t, time.Date(2026, time.June, 10, 9, 0, 0, 0, time.UTC))
	p.create(Recipe{})
	if _, err := p.app.FollowAsks(t.Context(), domain.Clock()); err != nil {
		t.Fatal(err)
	}
	report, err := p.app.Recount(t.Context(), domain.Clock())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range report.Checks {
		if !c.OK {
			t.Errorf("%+v", c)
		}
	}
	asked, asks := p.number(`SELECT sum(asked) FROM ask_counts WHERE level = 3 AND tenth = 0`), p.number(`SELECT count(*) FROM requests WHERE ending IS DISTINCT FROM 'mistake'`)
	if asked != asks || asked < 100 {
		t.Errorf("%d asks are counted, and there are %d", asked, asks)
	}
	for _, level := range []string{"0", "1", "2"} {
		if n := p.number(`SELECT sum(asked) FROM ask_counts WHERE tenth = 0 AND level = ` + level); n > asked {
			t.Errorf("level %s has %d asks, and the district %d", level, n, asked)
		}
	}
	const lifts = `SELECT coalesce(max(g.people), 0) FROM gaps g JOIN towns t ON t.id = g.town_id JOIN gap_signs s ON s.gap_id = g.id
		JOIN needs k ON k.id = s.subject WHERE g.kind = 'help' AND g.stage = 'running' AND t.name = 'Saltcombe' AND k.code = 'lift_surgery'`
	if n := p.number(lifts); n != waitedForLifts {
		t.Errorf("%d people wait to be told of the lifts on Thursdays, want %d", n, waitedForLifts)
	}
	if p.number(`SELECT count(DISTINCT month) FROM ask_counts`) < 3 {
		t.Error("there are fewer than three months")
	}
}
