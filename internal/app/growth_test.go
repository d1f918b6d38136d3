package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// growth is the builder's home as somebody sees it.
func (w *world) growth(who string) Growth {
	w.Helper()
	g, err := w.app.Growth(w.Context(), w.as(who))
	w.must(err)
	return g
}

func (w *world) quietNames(who string) (out []string) {
	w.Helper()
	for _, q := range w.growth(who).Quiet {
		out = append(out, q.FirstName)
	}
	return out
}

func TestApp_Growth_QuietAcrossTheClockChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.to(time.Date(2026, time.September, 14, 22, 30, 0, 0, time.UTC)) // half past eleven at night in summer time
	i := w.invite(w.ask("Joan", "Castle Row", "dog"), tom)
	w.exec(`UPDATE invitations SET state = 'declined', answered_at = $2 WHERE id = $1`, i.ID, w.now())
	w.exec(`UPDATE roles SET ends_on = begins_on WHERE kind IN ('coordinator', 'reserve')`)
	w.to(time.Date(2026, time.November, 9, 23, 59, 0, 0, time.UTC)) // the day on which it is eight weeks
	w.reads(w.quietNames("Bo"))
	w.to(time.Date(2026, time.November, 10, 0, 1, 0, 0, time.UTC))
	w.reads(w.quietNames("Bo"), "Tom")
}

func TestApp_Growth_WhoIsQuiet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom, ann, may := w.volunteer("Tom", "Castle Row"), w.volunteer("Ann", "Quay Lane"), w.volunteer("May", "Mill Lane")
	pgtest.Advance(t, w.db, 100*24*time.Hour)
	fresh := w.volunteer("Una", "Quay Lane")
	w.exec(`UPDATE volunteers SET began_at = $2, met_on = $2::timestamptz::date WHERE person_id = $1`, fresh, w.now())
	w.reads(w.quietNames("Bo"), "Maggie", "Ravi", "Tom", "Ann") // May helps in Brackle, Una has just come
	if g := w.growth("Bo"); g.QuietCounts.All != 4 || g.QuietCounts.OurTurn != 2 {
		t.Errorf("it counts %+v", g.QuietCounts)
	}
	if g := w.growth("Priya"); g.QuietCounts.All != 5 {
		t.Errorf("the district counts %+v", g.QuietCounts)
	}
	_, err := w.app.AddAbsence(t.Context(), domain.Clock(), AddAbsence{PersonID: tom, Kind: "pause"}) // we know why
	w.must(err)
	w.exec(`INSERT INTO sessions (district_id, person_id, token_hash, created_at, seen_at, expires_at) VALUES ($1, $2, 'x', $3, $3, $3)`,
		w.district, w.who["Maggie"], w.now())
	i := w.invite(w.ask("Joan", "Castle Row", "dog"), ann)
	w.reads(w.quietNames("Bo"), "Ravi", "Ann")
	w.exec(`UPDATE invitations SET state = 'declined', answered_at = $2 WHERE id = $1`, i.ID, w.now()) // a no is an answer
	w.reads(w.quietNames("Bo"), "Ravi")
	_ = may
}

func TestApp_Growth_StreetsAndNotMet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ask("Joan", "Quay Lane", "dog")
	id := w.volunteer("Tom", "Mill Lane")
	w.exec(`UPDATE volunteers SET standing = 'not_met', met_by = NULL, met_on = NULL WHERE person_id = $1`, id)
	g := w.growth("Bo")
	if g.VacantAll != 4 || g.AloneAll != 0 || g.Vacant[0].Name != "Quay Lane" || g.NotMetAll != 0 {
		t.Errorf("Saltcombe: %+v", g)
	}
	w.exec(`UPDATE roles SET ends_on = $1 WHERE kind = 'coordinator'`, dateOf(w.now(), w.app.zone))
	g = w.growth("Priya")
	if g.VacantAll != 7 || g.Vacant[0].Name != "Castle Row" || g.Vacant[0].Since == nil || g.NotMetAll != 1 || g.NotMet[0].FirstName != "Tom" {
		t.Errorf("the district, when Castle Row has lost somebody: %+v", g)
	}
	w.addRole(w.person("Sue", "Quay Lane"), domain.Coordinator, domain.Spot{SectionID: w.section["Old Town"]})
	if g = w.growth("Bo"); g.VacantAll != 2 || g.AloneAll != 2 { // Ravi stands in for Castle Row
		t.Errorf("with somebody for the whole part of the town: %d without anybody, %d without a stand-in", g.VacantAll, g.AloneAll)
	}
	for _, name := range []string{"Maggie", "Dee", "Cal", "Ada", "Sam"} {
		_, err := w.app.Growth(t.Context(), w.as(name))
		w.refused(err, domain.Forbidden)
	}
}
