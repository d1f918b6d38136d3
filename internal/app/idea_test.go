package app

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"waymark/domain"
)

// joan is somebody with an idea.
var joan = IdeaContact{FirstName: "Joan", Email: "joan@example.org", Agreed: true, Named: true}

// idea has somebody think of something in Saltcombe.
func (w *world) idea(name string, who IdeaContact) domain.IdeaID {
	w.Helper()
	id, err := w.app.RaiseIdea(w.Context(), domain.Public(), RaiseIdea{TownID: w.town["Saltcombe"], Name: name, Words: "With tea after.", IdeaContact: who})
	w.must(err)
	return id
}

// goesTo takes an idea to a stage, as the builder.
func (w *world) goesTo(id domain.IdeaID, stage domain.IdeaStage) IdeaView {
	w.Helper()
	v, err := w.app.MoveIdea(w.Context(), w.as("Bo"), MoveIdea{IdeaID: id, To: stage})
	w.must(err)
	return v
}

// meetsOn plans the first meeting of an idea in so many days.
func (w *world) meetsOn(id domain.IdeaID, days int) IdeaView {
	w.Helper()
	v, err := w.app.PlanIdeaMeeting(w.Context(), w.as("Bo"), PlanIdeaMeeting{IdeaID: id, On: dateOnly(wednesday.AddDate(0, 0, days)), Starts: 18 * 60, Ends: 19 * 60, PlaceKind: domain.Indoors, PlaceName: "Wesley Hall"})
	w.must(err)
	return v
}

// subjects are what somebody who has an idea was sent.
func (w *world) subjects(first string) (out []string) {
	w.Helper()
	w.must(w.deliver())
	for _, m := range w.mailsTo(first) {
		out = append(out, m.Subject)
	}
	slices.Reverse(out) // the box has the newest first
	return out
}

// openNames are the ideas that everybody sees, read one a window.
func (w *world) openNames() string {
	w.Helper()
	var out []string
	for page := (Page{First: 1}); ; {
		rows, info, err := w.app.OpenIdeas(w.Context(), domain.Public(), w.town["Saltcombe"], page)
		w.must(err)
		for _, i := range rows {
			out = append(out, i.Name)
		}
		if !info.HasNext {
			return strings.Join(out, ", ")
		}
		page.After = info.End
	}
}

// An idea goes the whole way: heard, it looks for people, they meet, a draft is checked, and it is a group. Whoever had it hears of each
// step, whoever joins in of what comes after.
func TestApp_IdeaWay(t *testing.T) {
	w := newWorld(t)
	id := w.idea("A choir", joan)
	w.must(w.deliver())
	if got := w.openNames(); got != "" {
		t.Errorf("nobody has read it, and everybody sees %q", got)
	}
	w.refused(w.app.JoinIdea(t.Context(), domain.Public(), JoinIdea{IdeaID: id, IdeaContact: IdeaContact{FirstName: "Pete", Phone: "01632 960155", Agreed: true}}), domain.NotFound)
	w.goesTo(id, domain.IdeaLooking)
	if got := w.openNames(); got != "A choir" {
		t.Errorf("everybody sees %q", got)
	}
	ama := IdeaContact{FirstName: "Ama", Email: "ama@example.org", Agreed: true}
	for range 2 { // twice is once
		w.must(w.app.JoinIdea(t.Context(), domain.Public(), JoinIdea{IdeaID: id, IdeaContact: ama}))
	}
	w.must(w.deliver())
	v := w.meetsOn(id, 7)
	w.must(w.deliver())
	if v.Joining != 1 || len(v.Had) != 1 || v.Had[0] != "Joan" || v.Meeting == nil || v.Meeting.Place.Name != "Wesley Hall" || len(v.People) != 2 {
		t.Fatalf("%+v", v)
	}
	_, err := w.app.MoveIdea(t.Context(), w.as("Bo"), MoveIdea{IdeaID: id, To: domain.IdeaGroup})
	w.refused(err, domain.Unacceptable)
	for range 2 { // twice is once
		v, err = w.app.DraftIdeaGroup(t.Context(), w.as("Bo"), id)
		w.must(err)
	}
	if v.Service == nil || v.Service.Public() || v.Service.CheckedOn != nil || v.Service.Name != "A choir" || len(v.Service.Locations) != 1 || w.number(`SELECT count(*) FROM services`) != 1 {
		t.Fatalf("the draft: %+v", v.Service)
	}
	_, err = w.app.MoveIdea(t.Context(), w.as("Bo"), MoveIdea{IdeaID: id, To: domain.IdeaGroup})
	w.refused(err, domain.Unacceptable)
	everybody := false
	_, err = w.app.ChangeService(t.Context(), w.as("Bo"), ChangeService{ServiceID: v.ServiceID, StaffOnly: &everybody, Checked: true})
	w.must(err)
	w.goesTo(id, domain.IdeaGroup)
	w.reads(w.subjects("joan"), "Thank you for your idea: “A choir”", "“A choir” looks for people now", "“A choir”: come and meet", "“A choir” is a group now")
	w.reads(w.subjects("ama"), "Thank you for joining in with “A choir”", "“A choir”: come and meet", "“A choir” is a group now")
	if n := w.number(`SELECT count(*) FROM outbox WHERE kind = 'idea_new' AND person_id = $1`, w.who["Bo"]); n != 1 {
		t.Errorf("the builder was told %d times", n)
	}

	// The group closes afterwards: the idea may look for people again, and a new draft is made then.
	closed := domain.ServiceClosed
	_, err = w.app.ChangeService(t.Context(), w.as("Bo"), ChangeService{ServiceID: v.ServiceID, Status: &closed})
	w.must(err)
	if v = w.goesTo(id, domain.IdeaLooking); v.Service != nil || v.Meeting != nil || len(v.Steps) != 5 {
		t.Errorf("again: %+v", v)
	}
}

// What was said to nobody yet is not said late: a step that the idea has left behind, to somebody who has stopped, and to nobody unknown.
func TestApp_IdeaToldOnce(t *testing.T) {
	w := newWorld(t)
	id := w.idea("A choir", joan)
	w.goesTo(id, domain.IdeaLooking)
	w.reads(w.subjects("joan"), "“A choir” looks for people now")
	person := domain.PersonID(w.number(`SELECT person_id FROM idea_people`))
	mine := domain.Actor{Kind: domain.BearerActor, Purpose: domain.ForIdea, DistrictID: w.district, PersonID: person, IdeaID: id}
	v, err := w.app.MyIdea(t.Context(), mine)
	w.must(err)
	if !v.In || !v.Mine || v.FirstName != "Joan" || v.Name != "A choir" {
		t.Errorf("%+v", v)
	}
	w.meetsOn(id, 3)
	for range 2 {
		w.must(w.app.LeaveIdea(t.Context(), mine))
	}
	w.meetsOn(id, 4)
	w.reads(w.subjects("joan"), "“A choir” looks for people now")
	if v, err = w.app.MyIdea(t.Context(), mine); err != nil || v.In {
		t.Errorf("after stopping: %+v %v", v, err)
	}
	w.idea("A bench", IdeaContact{})
	if n := w.number(`SELECT count(*) FROM idea_people`); n != 0 {
		t.Errorf("%d people are kept who would rather not be", n)
	}
}

// Let go, with thanks and a reason, and taken up again. The reason has nobody in it.
func TestApp_LetIdeaGo(t *testing.T) {
	w := newWorld(t)
	id := w.idea("A cinema", joan)
	for _, why := range []string{"", " ", strings.Repeat("a", 10000), "Thank you. Mrs Bramble has the room.", "Ring 01632 960123"} {
		_, err := w.app.MoveIdea(t.Context(), w.as("Bo"), MoveIdea{IdeaID: id, To: domain.IdeaLetGo, Why: why})
		w.refused(err, domain.Invalid)
	}
	v, err := w.app.MoveIdea(t.Context(), w.as("Bo"), MoveIdea{IdeaID: id, To: domain.IdeaLetGo, Why: "Thank you. There is no room of that size."})
	w.must(err)
	if v.Stage != domain.IdeaLetGo || v.Why == "" {
		t.Errorf("%+v", v.Idea)
	}
	w.reads(w.subjects("joan"), "Thank you for “A cinema”")
	if text := w.mailTo("joan"); !strings.Contains(text, "There is no room of that size.") {
		t.Errorf("the reason is missing: %s", text)
	}
	if v = w.goesTo(id, domain.IdeaHeard); v.Why != "" {
		t.Errorf("taken up again with %q", v.Why)
	}
	w.reads(w.subjects("joan"), "Thank you for “A cinema”")
}

// The same idea is one idea of two people; once it is over it may be had again.
func TestApp_SameIdea(t *testing.T) {
	w := newWorld(t)
	pete := IdeaContact{FirstName: "Pete", Phone: "01632 960155", Agreed: true}
	first, again := w.idea("A Choir!", joan), w.idea(" a  choir ", pete)
	if first != again {
		t.Errorf("ideas %d and %d", first, again)
	}
	v, err := w.app.Idea(t.Context(), w.as("Bo"), first)
	w.must(err)
	if len(v.People) != 2 || !v.People[0].Had || !v.People[1].Had || len(v.Had) != 1 {
		t.Errorf("%+v", v.People)
	}
	other := w.idea("A bench", joan)
	name := "A choir"
	_, err = w.app.ChangeIdea(t.Context(), w.as("Bo"), ChangeIdea{IdeaID: other, Name: &name})
	w.refused(err, domain.Invalid)
	_, err = w.app.MoveIdea(t.Context(), w.as("Bo"), MoveIdea{IdeaID: first, To: domain.IdeaLetGo, Why: "Thank you."})
	w.must(err)
	if third := w.idea("A choir", IdeaContact{}); third == first {
		t.Error("what was let go is there again")
	}
	cmd := RaiseIdea{TownID: w.town["Saltcombe"], Name: "A game", IdempotencyKey: "k"}
	var wait sync.WaitGroup
	for range 4 { // one press, four times at once
		wait.Go(func() {
			if _, err := w.app.RaiseIdea(t.Context(), domain.Public(), cmd); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := w.number(`SELECT count(*) FROM ideas WHERE name = 'A game'`); n != 1 {
		t.Errorf("it is there %d times", n)
	}
}

// What says who somebody is stands on no public page until its words are changed; what is wrong is said all at once.
func TestApp_IdeaWithSomebodyInIt(t *testing.T) {
	w := newWorld(t)
	id := w.idea("Ring Mrs Bramble on 01632 960123", IdeaContact{})
	w.goesTo(id, domain.IdeaLooking)
	if got := w.openNames(); got != "" {
		t.Errorf("everybody sees %q", got)
	}
	_, err := w.app.OpenIdea(t.Context(), domain.Public(), id)
	w.refused(err, domain.NotFound)
	v, err := w.app.Idea(t.Context(), w.as("Bo"), id)
	w.must(err)
	if len(v.Clues) == 0 {
		t.Error("nobody says which words are meant")
	}
	name := "A telephone tree"
	if v, err = w.app.ChangeIdea(t.Context(), w.as("Bo"), ChangeIdea{IdeaID: id, Name: &name}); err != nil || v.Somebody || w.openNames() != name {
		t.Errorf("changed: %+v %v", v.Idea, err)
	}
	for problem, cmd := range map[string]RaiseIdea{
		"long":      {TownID: w.town["Saltcombe"], Name: strings.Repeat("a", 10000), Words: strings.Repeat("b", 10000)},
		"empty":     {TownID: w.town["Saltcombe"], Name: " … "},
		"no town":   {Name: "A choir"},
		"unagreed":  {TownID: w.town["Saltcombe"], Name: "A choir", IdeaContact: IdeaContact{FirstName: "Joan", Phone: "01632 960155"}},
		"unreached": {TownID: w.town["Saltcombe"], Name: "A choir", IdeaContact: IdeaContact{FirstName: "Joan", Agreed: true}},
		"unnamed":   {TownID: w.town["Saltcombe"], Name: "A choir", IdeaContact: IdeaContact{Email: "joan@example.org", Agreed: true}},
	} {
		if _, err := w.app.RaiseIdea(t.Context(), domain.Public(), cmd); domain.KindOf(err) != domain.Invalid {
			t.Errorf("%s: %v", problem, err)
		}
	}
	_, err = w.app.RaiseIdea(t.Context(), domain.Public(), RaiseIdea{TownID: w.town["Saltcombe"], Name: "A choir", CameFrom: domain.FromCafe})
	w.refused(err, domain.SignedOut)
}

// A second meeting takes the place of the first, which is on no more; one that never comes about leads back.
func TestApp_IdeaMeetings(t *testing.T) {
	w := newWorld(t)
	id := w.idea("A walk", joan)
	_, err := w.app.PlanIdeaMeeting(t.Context(), w.as("Bo"), PlanIdeaMeeting{IdeaID: id, On: wednesday, Starts: 600, Ends: 660, PlaceKind: domain.Indoors, PlaceName: "Wesley Hall"})
	w.refused(err, domain.Unacceptable)
	w.goesTo(id, domain.IdeaLooking)
	_, err = w.app.PlanIdeaMeeting(t.Context(), w.as("Bo"), PlanIdeaMeeting{IdeaID: id, On: wednesday.AddDate(0, 0, -1), Starts: 600, Ends: 540})
	w.refused(err, domain.Invalid)
	first, second := w.meetsOn(id, 2), w.meetsOn(id, 5)
	if first.GatheringID == second.GatheringID {
		t.Error("the second meeting is the first")
	}
	on, err := w.app.Gatherings(t.Context(), domain.Public(), GatheringsShown{TownID: w.town["Saltcombe"], Days: 14})
	w.must(err)
	if len(on) != 1 || on[0].ID != second.GatheringID {
		t.Errorf("on are %+v", on)
	}
	if v := w.goesTo(id, domain.IdeaLooking); v.Meeting != nil {
		t.Error("it still meets")
	}
	for to, kind := range map[domain.IdeaStage]domain.Kind{domain.IdeaGroup: domain.Unacceptable, domain.IdeaLooking: domain.Conflict, domain.IdeaMeeting: domain.Unacceptable, "nonsense": domain.Unacceptable} {
		_, err := w.app.MoveIdea(t.Context(), w.as("Bo"), MoveIdea{IdeaID: id, To: to})
		w.refused(err, kind)
	}
}

// What a connector passed on becomes an idea, once; whoever had it hears so.
func TestApp_TakeUpWish(t *testing.T) {
	w := newWorld(t)
	_, badge := w.kelly()
	wish := WishOfSomebody{What: "idea", FirstName: "Joan", Email: "joan@example.org", Words: "A choir. For people who were told to stand at the back.", Agreed: true}
	w.must(w.app.WishOfSomebody(t.Context(), badge, wish))
	wish.What, wish.Words = "link_worker", "A call"
	w.must(w.app.WishOfSomebody(t.Context(), badge, wish))
	wish.What, wish.Words = "idea", ""
	w.must(w.app.WishOfSomebody(t.Context(), badge, wish))
	id := func(what, words string) domain.WishID {
		return domain.WishID(w.number(`SELECT id FROM connector_wishes WHERE what = $1 AND words LIKE $2`, what, words))
	}
	made, err := w.app.TakeUpWish(t.Context(), w.as("Bo"), id("idea", "A choir%"))
	w.must(err)
	v, err := w.app.Idea(t.Context(), w.as("Bo"), made)
	w.must(err)
	if v.Name != "A choir" || v.CameFrom != domain.FromLog || len(v.People) != 1 || v.People[0].FirstName != "Joan" {
		t.Errorf("%+v", v)
	}
	_, err = w.app.TakeUpWish(t.Context(), w.as("Bo"), id("idea", "A choir%"))
	w.refused(err, domain.Conflict)
	_, err = w.app.TakeUpWish(t.Context(), w.as("Bo"), id("link_worker", "%"))
	w.refused(err, domain.Conflict)
	_, err = w.app.TakeUpWish(t.Context(), w.as("Bo"), id("idea", ""))
	w.refused(err, domain.Unacceptable)
}

// An idea is linked to what people looked for and did not find.
func TestApp_IdeaAnswersASearch(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		_, _, err := w.app.FindServices(t.Context(), domain.Public(), ServiceFilter{Query: "ukulele", TownID: w.town["Saltcombe"]}, Page{First: 5})
		w.must(err)
	}
	id := w.idea("Ukuleles for all", IdeaContact{})
	looked, theme := "ukulele", "company"
	v, err := w.app.ChangeIdea(t.Context(), w.as("Bo"), ChangeIdea{IdeaID: id, LookedFor: &looked, Theme: &theme})
	w.must(err)
	if v.Missed != 3 || v.ThemeName == "" {
		t.Errorf("%d searches, for %q", v.Missed, v.ThemeName)
	}
	// The gap that these searches are knows of the idea, and the idea of the gap.
	g := w.gapOf(domain.GapSearch)
	if v, err = w.app.Idea(t.Context(), w.as("Bo"), id); err != nil || len(v.Gaps) != 1 || v.Gaps[0].ID != g.ID {
		t.Errorf("the idea answers %+v, %v", v.Gaps, err)
	}
	of, err := w.app.Gap(t.Context(), w.as("Bo"), g.ID)
	if err != nil || len(of.Ideas) != 1 || of.Ideas[0].ID != id {
		t.Errorf("the gap is answered by %+v, %v", of.Ideas, err)
	}
	theme = "nonsense"
	_, err = w.app.ChangeIdea(t.Context(), w.as("Bo"), ChangeIdea{IdeaID: id, Theme: &theme})
	w.refused(err, domain.Invalid)
}

// Whoever leaves goes from all ideas, with those that were theirs alone; what has been kept for long enough goes with all who had it.
func TestApp_IdeasAreForgotten(t *testing.T) {
	w := newWorld(t)
	heard, open := w.idea("A choir", joan), w.idea("A bench", joan)
	w.goesTo(open, domain.IdeaLooking)
	person := domain.PersonID(w.number(`SELECT DISTINCT person_id FROM idea_people`))
	_, err := w.app.Leave(t.Context(), w.as("Bo"), Leave{PersonID: person, Why: "died"})
	w.must(err)
	if w.number(`SELECT count(*) FROM idea_people`) != 0 || w.number(`SELECT count(*) FROM ideas WHERE id = $1`, heard) != 0 || w.number(`SELECT count(*) FROM ideas`) != 1 {
		t.Error("something of them is left")
	}
	w.idea("A game", IdeaContact{FirstName: "Pete", Email: "pete@example.org", Agreed: true})
	w.must(w.deliver())
	w.to(wednesday.AddDate(0, keepIdeaMonths, 1))
	_, err = w.app.ForgetOld(t.Context(), domain.Clock())
	w.must(err)
	if w.number(`SELECT count(*) FROM ideas`) != 0 || w.number(`SELECT count(*) FROM idea_steps`) != 0 || w.number(`SELECT count(*) FROM persons WHERE email = 'pete@example.org'`) != 0 {
		t.Error("ideas are kept for too long")
	}
}

// PostgreSQL refuses what no stage allows.
func TestApp_IdeasAreHeldByTheDatabase(t *testing.T) {
	w := newWorld(t)
	id := w.idea("A choir", joan)
	for name, sql := range map[string]string{
		"meets nowhere":        `UPDATE ideas SET stage = 'meeting' WHERE id = $1`,
		"is no group":          `UPDATE ideas SET stage = 'group' WHERE id = $1`,
		"goes without a word":  `UPDATE ideas SET stage = 'let_go' WHERE id = $1`,
		"a reason for nothing": `UPDATE ideas SET why = 'so' WHERE id = $1`,
		"is there twice":       `INSERT INTO ideas (district_id, town_id, came_from, name, name_key, somebody, stage, created_at, keep_until) SELECT district_id, town_id, came_from, name, name_key, somebody, stage, created_at, keep_until FROM ideas WHERE id = $1`,
	} {
		if _, err := w.db.SQL.ExecContext(t.Context(), sql, id); err == nil {
			t.Errorf("an idea that %s is let through", name)
		}
	}
}
