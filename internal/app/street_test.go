package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
)

// holiday sends somebody away from today until the given days from now.
func (w *world) holiday(first string, days int) Moved {
	w.Helper()
	moved, err := w.app.AddAbsence(w.Context(), w.as(first), AddAbsence{PersonID: w.who[first], Kind: "holiday", To: day(days)})
	w.must(err)
	return moved
}

func TestApp_MyStreets(t *testing.T) {
	w := newWorld(t)
	joan, elsewhere := w.ask("Joan", "Castle Row", "dog"), w.ask("Ted", "Hill Road", "dog")
	w.volunteer("Hana", "Castle Row")
	w.volunteer("Far", "Hill Road")
	busy := w.volunteer("Tom", "Castle Row")
	w.promise(joan, busy)

	v, err := w.app.MyStreets(w.Context(), w.as("Maggie"))
	w.must(err)
	if len(v.Streets) != 1 || v.Streets[0].Name != "Castle Row" || v.StandsIn {
		t.Errorf("her streets are %+v", v.Streets)
	}
	if len(v.Asked) != 1 || v.Asked[0].ID != joan.ID || v.Asked[0].ID == elsewhere.ID {
		t.Errorf("who asked: %+v, want Joan alone", v.Asked)
	}
	names := map[string]domain.Neighbour{}
	for _, h := range v.Helpers {
		names[h.FirstName] = h
	}
	if len(names) != 2 || names["Tom"].VisitAt == nil || names["Hana"].VisitAt != nil || names["Hana"].Asked {
		t.Errorf("who helps: %+v", v.Helpers)
	}
	if len(v.Cover) != 1 || v.Cover[0].Name != "Ravi Tester" || v.Builder != "Bo" {
		t.Errorf("who stands in: %+v, the builder is %q", v.Cover, v.Builder)
	}
	if strings.Join(v.NextDoor, ", ") != "Main Street, Quay Lane" {
		t.Errorf("next door without anybody: %v", v.NextDoor)
	}
	_, err = w.app.MyStreets(w.Context(), w.as("Bo"))
	w.refused(err, domain.NotFound)
	_, err = w.app.MyStreets(w.Context(), domain.Public())
	w.refused(err, domain.SignedOut)
}

// What waits for the coordinator is not put to whoever stands in while she is there.
func TestApp_MyStreets_standInSeesNothingOfHersToDo(t *testing.T) {
	w := newWorld(t)
	_, err := w.app.RaiseRequest(w.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Phone: "01632 960155", StreetID: w.street["Castle Row"],
		NeedID: w.need["dog"], SafeToRing: true, AgreedShare: true})
	w.must(err)
	needs := func(who string) (int, int) {
		v, err := w.app.MyStreets(w.Context(), w.as(who))
		w.must(err)
		return len(v.NeedsYou), v.Needs
	}
	if n, all := needs("Maggie"); n != 1 || all != 1 {
		t.Errorf("the coordinator has %d of %d to do", n, all)
	}
	if n, all := needs("Ravi"); n != 0 || all != 0 {
		t.Errorf("the stand-in has %d of %d to do", n, all)
	}
	w.holiday("Maggie", 7)
	if n, _ := needs("Ravi"); n != 1 {
		t.Errorf("with her away the stand-in has %d to do", n)
	}
}

func TestApp_AddAbsence_comesBackByItself(t *testing.T) {
	w := newWorld(t)
	r, kept := w.ask("Joan", "Castle Row", "dog"), w.ask("Una", "Castle Row", "dog")
	moved := w.holiday("Maggie", 7)
	if moved.Requests != 2 || strings.Join(moved.StandsIn, "") != "Ravi Tester" || len(moved.NoStandIn) != 0 || moved.Stays != 0 {
		t.Errorf("moved %+v", moved)
	}
	if n := w.messages(w.who["Ravi"], sayStandingIn); n != 1 {
		t.Errorf("the stand-in has %d messages", n)
	}
	w.owner(r.ID, "Ravi")
	during := w.ask("Ted", "Castle Row", "dog")
	w.owner(during.ID, "Ravi")
	w.must(w.app.HandOver(w.Context(), w.as("Ravi"), HandOver{RequestID: kept.ID, To: w.who["Bo"]}))
	w.moves(0)
	w.must(w.db.Store().AdvanceClock(w.Context(), 6*24*time.Hour))
	w.moves(0)
	w.must(w.db.Store().AdvanceClock(w.Context(), 24*time.Hour))
	w.moves(2)
	w.owner(r.ID, "Maggie")
	w.owner(during.ID, "Maggie")
	w.owner(kept.ID, "Bo") // given by hand
	w.moves(0)
	if n := w.number(`SELECT count(*) FROM events WHERE request_id = $1 AND kind = 'owner'`, r.ID); n != 3 {
		t.Errorf("the story of the ask has %d changes of hand, want from the first to her, to him and back", n)
	}
}

func TestApp_EndAbsence_backEarly(t *testing.T) {
	w := newWorld(t)
	r := w.ask("Joan", "Castle Row", "dog")
	w.holiday("Maggie", 7)
	w.owner(r.ID, "Ravi")
	id := int64(w.number(`SELECT id FROM absences WHERE person_id = $1`, w.who["Maggie"]))
	moved, err := w.app.EndAbsence(w.Context(), w.as("Maggie"), id)
	w.must(err)
	if moved.Requests != 1 {
		t.Errorf("came back: %+v", moved)
	}
	w.owner(r.ID, "Maggie")
	w.moves(0)
}

func TestApp_AddAbsence_nobodyStandsIn(t *testing.T) {
	w := newWorld(t)
	w.exec(`DELETE FROM roles WHERE kind = 'reserve'`)
	w.ask("Joan", "Castle Row", "dog")
	moved := w.holiday("Maggie", 7)
	if strings.Join(moved.NoStandIn, "") != "Castle Row" || moved.BuilderName != "Bo" || len(moved.StandsIn) != 0 {
		t.Errorf("moved %+v", moved)
	}
	if n := w.messages(w.who["Bo"], sayNoStandIn); n != 1 {
		t.Errorf("the builder has %d messages", n)
	}
	// Whoever looks after nothing alerts nobody, and a rest is no holiday.
	w.volunteer("Hana", "Castle Row")
	if moved := w.holiday("Hana", 7); len(moved.NoStandIn)+len(moved.StandsIn) != 0 {
		t.Errorf("a helper's holiday: %+v", moved)
	}
	if n := w.messages(w.who["Bo"], sayNoStandIn); n != 1 {
		t.Errorf("the builder has %d messages", n)
	}
}

// When the stand-in is away at the same time, nobody stands in.
func TestApp_AddAbsence_standInIsAwayToo(t *testing.T) {
	w := newWorld(t)
	_, err := w.app.AddAbsence(w.Context(), w.as("Ravi"), AddAbsence{PersonID: w.who["Ravi"], Kind: "holiday", From: day(3), To: day(5)})
	w.must(err)
	if moved := w.holiday("Maggie", 7); len(moved.NoStandIn) != 1 {
		t.Errorf("moved %+v, want nobody for the street", moved)
	}
}

func (w *world) vacancies(who string, f VacancyFilter) (out []string) {
	w.Helper()
	for page := (Page{First: 2}); ; {
		rows, info, err := w.app.Vacancies(w.Context(), w.as(who), f, page)
		w.must(err)
		for _, v := range rows {
			out = append(out, v.Name+" "+string(v.Kind))
		}
		if !info.HasNext {
			return out
		}
		page.After = info.End
	}
}

func TestApp_Vacancies(t *testing.T) {
	w := newWorld(t)
	w.ask("Joan", "Saint Mary's Close", "dog")
	w.ask("Joan", "Quay Lane", "dog")
	w.ask("Ted", "Quay Lane", "dog")
	w.exec(`DELETE FROM roles WHERE kind = 'reserve'`)
	want := "Quay Lane coordinator, Saint Mary's Close coordinator, Hill Road coordinator, Main Street coordinator, Castle Row reserve"
	if got := strings.Join(w.vacancies("Bo", VacancyFilter{}), ", "); got != want {
		t.Errorf("the builder sees %s, want %s", got, want)
	}
	if got := strings.Join(w.vacancies("Bo", VacancyFilter{SectionID: w.section["Hillside"]}), ", "); got != "Saint Mary's Close coordinator, Hill Road coordinator" {
		t.Errorf("of a part: %s", got)
	}
	if got := strings.Join(w.vacancies("Bo", VacancyFilter{Kind: domain.Reserve}), ", "); got != "Castle Row reserve" {
		t.Errorf("without a stand-in: %s", got)
	}
	if got := strings.Join(w.vacancies("Maggie", VacancyFilter{}), ", "); got != "Castle Row reserve" {
		t.Errorf("the coordinator sees %s, want her own street", got)
	}
	rows, _, err := w.app.Vacancies(w.Context(), w.as("Bo"), VacancyFilter{}, Page{First: 1})
	w.must(err)
	if rows[0].Waiting != 2 || rows[0].Since != nil {
		t.Errorf("the first is %+v", rows[0])
	}
	n, err := w.app.CountVacancies(w.Context(), w.as("Bo"), VacancyFilter{})
	w.must(err)
	if n != (domain.Vacancies{Nobody: 4, NoStandIn: 1}) {
		t.Errorf("counted %+v", n)
	}
	// Who looked after the whole section leaves all its streets.
	w.addRole(w.person("Sue", "Hill Road"), domain.Coordinator, domain.Spot{SectionID: w.section["Hillside"]})
	if n, _ := w.app.CountVacancies(w.Context(), w.as("Bo"), VacancyFilter{}); n.Nobody != 2 || n.NoStandIn != 3 {
		t.Errorf("with somebody for the section: %+v", n)
	}
}

// A street has nobody, or it has somebody, wherever it is listed or counted; one that is no longer there wants nobody.
func TestApp_Vacancies_oneAnswerEverywhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addRole(w.person("Sue", "Hill Road"), domain.Coordinator, domain.Spot{StreetID: w.street["Hill Road"]})
	w.exec(`UPDATE persons SET left_at = $1 WHERE id = $2`, w.now(), w.who["Sue"])
	w.exec(`UPDATE streets SET gone_at = $1 WHERE id = $2`, w.now(), w.street["Quay Lane"])
	want := []string{"Hill Road", "Main Street", "Saint Mary's Close"}
	sorted := func(names []string) []string { slices.Sort(names); return names }
	var listed, grown []string
	lines, _, err := w.app.Streets(t.Context(), w.as("Bo"), StreetFilter{Vacant: true}, Page{})
	w.must(err)
	for _, l := range lines {
		listed = append(listed, l.Name)
	}
	w.same("the list of streets", sorted(listed), want)
	w.same("the streets that need somebody", sorted(w.vacancies("Bo", VacancyFilter{Kind: domain.Coordinator})),
		[]string{"Hill Road coordinator", "Main Street coordinator", "Saint Mary's Close coordinator"})
	g := w.growth("Bo")
	for _, v := range g.Vacant {
		grown = append(grown, v.Name)
	}
	w.same("the builder's home", sorted(grown), want)
	n, err := w.app.CountVacancies(t.Context(), w.as("Bo"), VacancyFilter{})
	w.must(err)
	if n.Nobody != len(want) || g.VacantAll != len(want) || n.NoStandIn != g.AloneAll {
		t.Errorf("counted %+v, and at home %d and %d", n, g.VacantAll, g.AloneAll)
	}
}

// tells runs the clock's job, and says how many were told.
func (w *world) tells(want int) {
	w.Helper()
	n, err := w.app.TellVacancies(w.Context(), domain.Clock())
	w.must(err)
	if n != want {
		w.Errorf("%d were told, want %d", n, want)
	}
}

func TestApp_TellVacancies_oneDigestADay(t *testing.T) {
	w := newWorld(t)
	w.tells(0) // streets that never had anybody are no news
	_, err := w.app.Leave(w.Context(), w.as("Bo"), Leave{PersonID: w.who["Maggie"], Why: "moved_away"})
	w.must(err)
	sue := w.addRole(w.person("Sue", "Hill Road"), domain.Coordinator, domain.Spot{SectionID: w.section["Hillside"]})
	_, err = w.app.EndRole(w.Context(), w.as("Bo"), EndRole{RoleID: sue})
	w.must(err)
	w.tells(1)
	w.tells(0)
	var streets, nobody int
	w.must(w.db.SQL.QueryRowContext(w.Context(), `SELECT jsonb_array_length(data -> 'streets'), (data ->> 'count')::int FROM outbox WHERE kind = 'vacancies'`).Scan(&streets, &nobody))
	if streets != 3 || nobody != 3 {
		t.Errorf("the message names %d streets, %d of them without anybody; want 3 of both in one message", streets, nobody)
	}
	// What happens later on the same day waits for the next morning, and is lost neither.
	ravi := domain.RoleID(w.number(`SELECT id FROM roles WHERE person_id = $1`, w.who["Ravi"]))
	_, err = w.app.EndRole(w.Context(), w.as("Bo"), EndRole{RoleID: ravi})
	w.must(err)
	w.tells(0)
	w.must(w.db.Store().AdvanceClock(w.Context(), 14*time.Hour)) // at night
	w.tells(0)
	w.must(w.db.Store().AdvanceClock(w.Context(), 10*time.Hour))
	w.tells(1)
	w.tells(0)
	if n := w.messages(w.who["Bo"], sayVacancies); n != 2 {
		t.Errorf("the builder has %d messages", n)
	}
}

// A street that somebody else has by then is no vacancy.
func TestApp_TellVacancies_filledMeanwhile(t *testing.T) {
	w := newWorld(t)
	_, err := w.app.Leave(w.Context(), w.as("Bo"), Leave{PersonID: w.who["Maggie"]})
	w.must(err)
	_, err = w.app.GrantRole(w.Context(), w.as("Bo"), GrantRole{PersonID: w.volunteer("Hana", "Castle Row"), Kind: domain.Coordinator, StreetID: w.street["Castle Row"]})
	w.must(err)
	w.tells(0)
	w.must(w.db.Store().AdvanceClock(w.Context(), 24*time.Hour))
	w.tells(0)
}
