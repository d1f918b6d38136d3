package app

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/matching"
	"waymark/internal/pgtest"
)

// The plan that stands is as good as a new one, whatever has come, gone and changed, and over midnight.
func TestApp_CheckPlans_AsGoodAsNew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	luck := rand.New(rand.NewPCG(11, 4))
	streets := []string{"Castle Row", "Main Street", "Quay Lane", "Hill Road", "Mill Lane"}
	var helps []domain.PersonID
	for n := range 12 {
		helps = append(helps, w.volunteer(fmt.Sprintf("Helper%d", n), streets[n%len(streets)]))
	}
	w.exec(`UPDATE volunteers SET capacity = 1 + person_id % 2`)
	check := func(what string) {
		t.Helper()
		if n, err := w.app.CheckPlans(t.Context(), domain.Clock()); n != 1 || err != nil {
			t.Errorf("%s: %d were looked at: %v", what, n, err)
		}
	}
	for n := range 14 {
		r := w.ask(fmt.Sprintf("Asker%d", n), streets[luck.IntN(4)], "dog")
		w.exec(`UPDATE requests SET urgency = 'H', next_action = 'plan', next_action_at = $2 WHERE id = $1`, r.ID, w.now())
		_, err := w.app.MatchAtOnce(t.Context(), domain.Clock())
		w.must(err)
		check("an ask")
		switch help := helps[luck.IntN(len(helps))]; n % 4 {
		case 0:
			w.exec(`UPDATE volunteers SET capacity = 3 - capacity WHERE person_id = $1`, help)
		case 1:
			w.exec(`UPDATE volunteers SET resting = NOT resting WHERE person_id = $1`, help)
		case 2:
			w.exec(`UPDATE persons SET street_id = $2 WHERE id = $1`, help, w.street["Main Street"])
		case 3:
			pgtest.Advance(t, w.db, 6*time.Hour)
		}
		check("a change")
	}
	w.beat()
	w.intact()
}

// A standing plan that has gone wrong is seen, told, counted by the doctor, and built anew.
func TestApp_CheckPlans_OneThatDiffers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.volunteer("Una", "Hill Road")
	r := w.ask("Joan", "Castle Row", "dog")
	s := w.app.standings.district(w.district)
	if _, err := w.app.CheckPlans(t.Context(), domain.Clock()); err != nil {
		t.Fatal(err)
	}
	if id, ok := s.live.Match(r.ID); !ok || id != tom {
		t.Fatalf("the plan that stands has %d for it", id)
	}
	w.must(s.live.PutVolunteer(tom, matching.Volunteer{Street: s.helpers[tom].volunteer.Street})) // behind its back: no room, no time
	_, err := w.app.CheckPlans(t.Context(), domain.Clock())
	if err == nil || !strings.Contains(err.Error(), "differs") {
		t.Fatalf("nobody sees it: %v", err)
	}
	ended := w.now()
	w.must(w.app.RecordJob(t.Context(), domain.Clock(), JobRun{Name: "check_plans", StartedAt: ended, FinishedAt: &ended, Failed: 1, Error: err.Error()}))
	report, err := w.app.Doctor(t.Context(), domain.Clock())
	w.must(err)
	for _, c := range report.Checks {
		if c.Name == "plans" && (c.OK || c.Count != 1) {
			t.Errorf("the doctor says %+v", c)
		}
	}
	if _, err := w.app.CheckPlans(t.Context(), domain.Clock()); err != nil {
		t.Errorf("it was not built anew: %v", err)
	}
}
