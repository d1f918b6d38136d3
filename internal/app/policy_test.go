package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// table is the district's table as it stands, with some changes.
func (w *world) table(change func(*domain.PolicyText)) domain.PolicyText {
	w.Helper()
	v, err := w.app.Policy(w.Context(), w.as("Priya"), w.district)
	w.must(err)
	change(&v.Policy)
	return v.Policy
}

func TestPolicy_ANewDistrictHasTheUsualOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, err := w.app.Policy(t.Context(), w.as("Ada"), w.district)
	w.must(err)
	if !v.Usual || v.DistrictName != "North Wendle" || len(v.Changes) != 0 || v.Policy != domain.DefaultPolicy().Text(domain.DefaultOpenHours()) {
		t.Errorf("it is %+v", v)
	}
	var all []string
	for _, topic := range v.Explained {
		all = append(append(all, topic.Title), topic.Words...)
	}
	words := strings.Join(all, "\n")
	for _, part := range []string{
		"We ask from 08:30 to 20:00, not on Sundays and bank holidays.",
		"With room for two a week, their first counts as 30 m, their second as 90 m.",
		"We ask the street for 1 hour, then the neighbourhood for 1 hour, the town for 2 hours and the whole district for 3 hours.",
		"We look for somebody every 10 minutes.", "We look for somebody on Tuesday and Thursday at 10:00.",
		"We ask one person at a time, and up to 2 after half a day.",
		"A new volunteer is asked twice a week and once a day at most.",
		"What is asked after 14:00 is meant for 12:00 on the next day.",
	} {
		if !strings.Contains(words, part) {
			t.Errorf("it does not say %q:\n%s", part, words)
		}
	}
	for _, first := range []string{"Bo", "Dee", "Maggie"} {
		_, err := w.app.Policy(t.Context(), w.as(first), w.district)
		w.refused(err, domain.Forbidden)
	}
}

func TestChangePolicy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.audited()
	change := func(by string, change func(*domain.PolicyText)) error {
		return w.app.ChangePolicy(t.Context(), w.as(by), ChangePolicy{DistrictID: w.district, Policy: w.table(change)})
	}
	w.must(change("Priya", func(p *domain.PolicyText) {
		p.T.Street, p.Load, p.Closes, p.AsksWeek, p.QuestionAfter, p.RestAfter = "2 hours", 90, "21:00", 3, 1, 2
	}))
	w.must(change("Ada", func(p *domain.PolicyText) { p.Sundays = true }))
	w.must(change("Ada", func(*domain.PolicyText) {})) // nothing is new

	v, err := w.app.Policy(t.Context(), w.as("Priya"), w.district)
	w.must(err)
	if v.Usual || len(v.Changes) != 2 {
		t.Fatalf("there are %d changes", len(v.Changes))
	}
	want := []string{"today or tomorrow, time on the street: 2 hours, was 1 hour", "asking ends: 21:00, was 20:00", "asks a week: 3, was 2",
		"silences before we ask: 1, was 2", "silences before they rest: 2, was 4", "metres of a full week: 90, was 60"}
	if c := v.Changes[1]; c.MadeBy != "Priya" || !c.At.Equal(w.now()) || !slices.Equal(c.What, want) {
		t.Errorf("the first change is %+v", c)
	}
	if c := v.Changes[0]; c.MadeBy != "Ada" || !slices.Equal(c.What, []string{"Sundays: yes, was no"}) {
		t.Errorf("the second change is %+v", c)
	}
	if got := strings.Join(w.audited(), "\n"); strings.Count(got, "ChangePolicy person") != 3 {
		t.Errorf("the audit says %s", got)
	}
	rules, err := must(w.app.read(t.Context(), w.allowed(domain.Clock()))).rules(t.Context(), w.district)
	w.must(err)
	if rules.Policy.T.Levels[0] != domain.Minutes(120) || rules.Hours.Close != 21*time.Hour || !rules.Hours.Sundays || rules.Policy.Weights.Load != 90 {
		t.Errorf("the clock goes by %+v", rules)
	}
	ways := w.person("Nan", "Hill Road")
	w.must(w.app.ChangeVolunteer(t.Context(), w.as("Priya"), ChangeVolunteer{PersonID: ways}))
	if n := w.number(`SELECT budget_week FROM volunteers WHERE person_id = $1`, ways); n != 3 {
		t.Errorf("a new volunteer may be asked %d times a week", n)
	}
}

// The open hours are changed apart from the table as well: that is a change of it, and what comes next compares with it.
func TestChangeSettings_ChangesTheTable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nine, open, phone := "09:00", true, "01632 960001"
	w.must(w.app.ChangeSettings(t.Context(), w.as("Ada"), ChangeSettings{DistrictID: w.district, Phone: &phone}))
	v, err := w.app.Policy(t.Context(), w.as("Priya"), w.district)
	w.must(err)
	if !v.Usual || v.Version != 0 {
		t.Errorf("a number to ring changed the table: %+v", v.Changes)
	}
	w.must(w.app.ChangeSettings(t.Context(), w.as("Ada"), ChangeSettings{DistrictID: w.district, Opens: &nine, Sundays: &open}))
	w.must(w.app.ChangePolicy(t.Context(), w.as("Priya"), ChangePolicy{DistrictID: w.district, Policy: w.table(func(p *domain.PolicyText) { p.Load = 90 })}))
	v, err = w.app.Policy(t.Context(), w.as("Priya"), w.district)
	w.must(err)
	if v.Usual || v.Version != 2 || len(v.Changes) != 2 || v.Policy.Opens != nine {
		t.Fatalf("it is %+v", v)
	}
	if c := v.Changes[1]; c.MadeBy != "Ada" || !slices.Equal(c.What, []string{"asking begins: 09:00, was 08:30", "Sundays: yes, was no"}) {
		t.Errorf("the hours: %+v", c)
	}
	if c := v.Changes[0]; c.MadeBy != "Priya" || !slices.Equal(c.What, []string{"metres of a full week: 90, was 60"}) {
		t.Errorf("what came next: %+v", c)
	}
}

// Of two who change what both have read, the second is told.
func TestChangePolicy_SaysThatItChangedMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	read := 0
	save := func(load int, version *int) error {
		table := w.table(func(p *domain.PolicyText) { p.Load = load })
		return w.app.ChangePolicy(t.Context(), w.as("Priya"), ChangePolicy{DistrictID: w.district, Policy: table, Version: version})
	}
	w.must(save(90, &read))
	w.refused(save(80, &read), domain.Conflict)
	w.must(save(90, &read)) // nothing is new: sent twice
	w.must(save(70, nil))
	if read = 2; save(80, &read) != nil || w.table(func(*domain.PolicyText) {}).Load != 80 {
		t.Error("what has read the newest does not save")
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestChangePolicy_Refuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, first := range []string{"Bo", "Dee", "Maggie", "Sam"} {
		w.refused(w.app.ChangePolicy(t.Context(), w.as(first), ChangePolicy{DistrictID: w.district, Policy: w.table(func(*domain.PolicyText) {})}), domain.Forbidden)
	}
	bad := w.table(func(p *domain.PolicyText) { p.W.Life, p.Opens, p.Closes = "3 days", "20:00", "08:00" })
	w.refusedField(w.app.ChangePolicy(t.Context(), w.as("Priya"), ChangePolicy{DistrictID: w.district, Policy: bad}), "closes")
	_, err := w.app.TryPolicy(t.Context(), w.as("Priya"), TryPolicy{DistrictID: w.district, Policy: bad})
	w.refusedField(err, "closes")
	_, err = w.app.TryPolicy(t.Context(), w.as("Bo"), TryPolicy{DistrictID: w.district})
	w.refused(err, domain.Forbidden)
	if n := w.number(`SELECT count(*) FROM policies`); n != 0 {
		t.Errorf("%d tables were stored", n)
	}
}

// What is on its way goes on by the new table, not only what comes after it.
func TestChangePolicy_ReachesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog") // this week: a day on each level
	pgtest.Advance(t, w.db, time.Hour)
	w.beat()
	if w.live(r.ID).PersonID != tom {
		t.Fatal("nobody was asked")
	}
	w.exec(`UPDATE invitations SET expires_at = $1 WHERE request_id = $2`, w.now().Add(100*time.Hour), r.ID)
	w.must(w.app.ChangePolicy(t.Context(), w.as("Priya"), ChangePolicy{DistrictID: w.district, Policy: w.table(func(p *domain.PolicyText) {
		p.W.Street, p.W.Section, p.W.Town, p.W.District, p.W.Beat, p.W.Life, p.W.LaterAfter = "3 hours", "3 hours", "3 hours", "3 hours", "every 30 minutes", "2 hours", "1 hour"
		p.H.District = "15 minutes"
	})}))
	w.beat()
	pgtest.Advance(t, w.db, 3*time.Hour)
	if v, err := w.app.Request(t.Context(), w.as("Priya"), r.ID); err != nil || v.Next.IfNothing != "We look at it again in a moment." {
		t.Errorf("what is due reads %q, %v", v.Next.IfNothing, err)
	}
	w.beat() // looks for one more first
	w.beat()
	if now := w.request(r.ID); now.Level != domain.AtSection {
		t.Errorf("after the three hours of its street it is at the %s", now.Level)
	}
}

// What cannot wait is for each district's own table to say: here a refusal of what is for this week is replaced at once, and one of what
// is for today is not.
func TestChangePolicy_WhatCannotWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"Tom", "Una", "Vic", "Wyn", "Xan", "Yve"} {
		w.volunteer(name, "Castle Row")
	}
	w.must(w.app.ChangePolicy(t.Context(), w.as("Priya"), ChangePolicy{DistrictID: w.district,
		Policy: w.table(func(p *domain.PolicyText) { p.W.ReplaceAtOnce, p.T.ReplaceAtOnce = true, false })}))
	pgtest.Advance(t, w.db, 45*time.Minute)
	week := w.ask("Joan", "Castle Row", "dog")
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Ken", Address: "1", Email: "ken@example.org", StreetID: w.street["Castle Row"],
		NeedID: w.need["dog"], Urgency: domain.InADay, SafeToWrite: true, AgreedShare: true})
	w.must(err)
	w.must(w.app.ApproveRequest(t.Context(), domain.Clock(), raised.RequestID))
	today := w.request(raised.RequestID)
	pgtest.Advance(t, w.db, 15*time.Minute)
	w.beat()
	pgtest.Advance(t, w.db, time.Minute)
	for _, r := range []domain.Request{week, today} {
		_, err := w.app.AnswerInvitation(t.Context(), w.holding(w.live(r.ID), domain.ForInvitation), SaysNotThisTime)
		w.must(err)
	}
	before := func(r domain.Request) int {
		return w.number(`SELECT count(*) FROM invitations WHERE request_id = $1`, r.ID)
	}
	weeks, todays := before(week), before(today)
	_, err = w.app.MatchAtOnce(t.Context(), domain.Clock())
	w.must(err)
	if before(week) != weeks+1 || before(today) != todays {
		t.Errorf("%d more were asked for this week, %d for today; want 1 and 0", before(week)-weeks, before(today)-todays)
	}
}

// A plan that stands weighs by the new table as soon as there is one.
func TestChangePolicy_WhatThePlanThatStandsWeighs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Mill Lane")
	w.exec(`UPDATE volunteers SET reach = $1`, domain.AtDistrict)
	r := w.ask("Joan", "Castle Row", "dog")
	w.exec(`UPDATE requests SET level = $1, start_level = $1 WHERE id = $2`, domain.AtDistrict, r.ID)
	s := w.app.standings.district(w.district)
	var was int64
	for _, metres := range []int{3000, 5000} {
		w.must(w.app.ChangePolicy(t.Context(), w.as("Priya"), ChangePolicy{DistrictID: w.district,
			Policy: w.table(func(p *domain.PolicyText) { p.WidenDistrict = metres })}))
		if _, err := w.app.CheckPlans(t.Context(), domain.Clock()); err != nil {
			t.Fatal(err)
		}
		cost := s.live.Snapshot().Plan.Cost
		if was != 0 && cost != was+2000 {
			t.Errorf("it costs %d m, and was %d m before a helper from another town counted for 2000 m more", cost, was)
		}
		was = cost
	}
}

// After as many silences as the table says somebody rests.
func TestChangePolicy_Silences(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.must(w.app.ChangePolicy(t.Context(), w.as("Priya"), ChangePolicy{DistrictID: w.district,
		Policy: w.table(func(p *domain.PolicyText) { p.QuestionAfter, p.RestAfter = 1, 2 })}))
	for n, want := range []int{0, 1} {
		r := w.ask("Joan", "Castle Row", "dog")
		pgtest.Advance(t, w.db, time.Hour)
		w.beat()
		w.exec(`UPDATE invitations SET expires_at = $1 WHERE request_id = $2`, w.now(), r.ID)
		w.exec(`UPDATE requests SET next_action = 'expire_invitation', next_action_at = $1 WHERE id = $2`, w.now(), r.ID)
		w.beat()
		w.must(w.app.EndRequest(t.Context(), w.as("Priya"), EndRequest{RequestID: r.ID, Ending: domain.Sorted}))
		resting := w.number(`SELECT resting::int FROM volunteers WHERE person_id = $1`, tom)
		if resting != want {
			t.Errorf("after %d silences resting is %d", n+1, resting)
		}
		pgtest.Advance(t, w.db, 30*time.Minute)
	}
	if w.messages(tom, sayStillAllRight) != 1 || w.messages(tom, sayResting) != 1 {
		t.Error("they were not asked whether it is still all right, or not told that they rest")
	}
}

// Whoever has said yes more often than others is put back a little, and nobody can see it.
func TestPlan_TheWillingAreNotOverused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom, una := w.volunteer("Tom", "Castle Row"), w.volunteer("Una", "Castle Row")
	w.exec(`UPDATE volunteers SET capacity = 20`)
	for range 3 {
		r := w.ask("Joan", "Castle Row", "dog")
		w.must(w.app.AssignHelper(t.Context(), w.as("Maggie"), AssignHelper{RequestID: r.ID, PersonID: tom}))
		w.must(w.app.EndRequest(t.Context(), w.as("Priya"), EndRequest{RequestID: r.ID, Ending: domain.Helped}))
	}
	w.exec(`UPDATE volunteer_weeks SET booked = 0`)
	r := w.ask("Kim", "Castle Row", "dog")
	list, err := w.app.Shortlist(t.Context(), w.as("Maggie"), r.ID)
	w.must(err)
	if len(list) != 2 || list[0].PersonID != tom {
		t.Errorf("the shortlist, which knows nothing of it, begins with %+v", list)
	}
	pgtest.Advance(t, w.db, time.Hour)
	w.beat()
	if got := w.live(r.ID).PersonID; got != una {
		t.Errorf("%s is asked, who said yes three times of late", w.whoIs(got))
	}
}
