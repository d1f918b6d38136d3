package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// fails lets an ask fail: the district's time was up for it a moment ago.
func (w *world) fails(first, street, need string) domain.Request {
	w.Helper()
	r := w.ask(first, street, need)
	w.exec(`UPDATE requests SET failed_at = $1 WHERE id = $2`, w.now(), r.ID)
	return r
}

// look has the clock look at what is missing, and returns the gaps that Bo sees.
func (w *world) look() []domain.Gap {
	w.Helper()
	must(w.app.FollowGaps(w.Context(), domain.Clock()))
	if n := must(w.db.Store().GapDifferences(w.Context(), w.district)); n != 0 {
		w.Errorf("a recount makes %d gaps another size", n)
	}
	rows, _, err := w.app.Gaps(w.Context(), w.as("Bo"), GapFilter{}, Page{})
	w.must(err)
	return rows
}

// gapOf is the open gap of a kind.
func (w *world) gapOf(kind domain.GapKind) domain.Gap {
	w.Helper()
	for _, g := range w.look() {
		if g.Kind == kind {
			return g
		}
	}
	w.Fatalf("there is no gap of the kind %s", kind)
	return domain.Gap{}
}

// hasNo looks again, and fails where a gap of a kind is open.
func (w *world) hasNo(kind domain.GapKind) {
	w.Helper()
	if got := w.look(); slices.ContainsFunc(got, func(g domain.Gap) bool { return g.Kind == kind }) {
		w.Errorf("a gap of the kind %s is open: %+v", kind, got)
	}
}

// sends has a connector send somebody to a service.
func (w *world) sends(by domain.Actor, n int, to domain.Service) {
	w.Helper()
	cmd := w.talk(n)
	cmd.ThemeID, cmd.LedTo, cmd.ServiceID = w.theme("company"), domain.LedToService, to.ID
	_, err := w.app.LogConversation(w.Context(), by, cmd)
	w.must(err)
}

// nowIs changes whether a service takes people.
func (w *world) nowIs(s domain.Service, status domain.ServiceStatus) {
	w.Helper()
	must(w.app.ChangeService(w.Context(), w.as("Priya"), ChangeService{ServiceID: s.ID, Status: &status}))
}

// runs takes a gap to where it runs with more people who help.
func (w *world) runs(id domain.GapID) GapView {
	w.Helper()
	for _, cmd := range []MoveGap{{To: domain.GapLooking}, {To: domain.GapRunning, Helpers: true}} {
		cmd.GapID = id
		must(w.app.MoveGap(w.Context(), w.as("Bo"), cmd))
	}
	return must(w.app.Gap(w.Context(), w.as("Bo"), id))
}

// TestApp_Gaps_Sizes: what is new and few people stands apart, until there are three, somebody sees to it, or somebody has waited for six weeks; all are on one of the two lists.
func TestApp_Gaps_Sizes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sizes := func(large, small int) {
		t.Helper()
		w.look()
		counted := 0
		for _, n := range must(w.app.GapCounts(t.Context(), w.as("Bo"))) {
			counted += n.Small
		}
		for size, want := range map[domain.GapSize]int{domain.GapLarge: large, domain.GapSmall: small, domain.GapAnySize: large + small} {
			rows, _, err := w.app.Gaps(t.Context(), w.as("Bo"), GapFilter{Kind: domain.GapHelp, Size: size}, Page{})
			w.must(err)
			if len(rows) != want {
				t.Errorf("%d gaps are of the size %q, want %d", len(rows), size, want)
			}
		}
		if counted != small {
			t.Errorf("%d small gaps are counted, want %d", counted, small)
		}
	}
	w.fails("Joan", "Castle Row", "dog")
	w.fails("Pat", "Castle Row", "dog")
	w.fails("Kit", "Castle Row", "lift_club")
	sizes(0, 2)
	w.fails("Lee", "Castle Row", "dog")
	sizes(1, 1)
	pgtest.Freeze(t, w.db, w.now().AddDate(0, 0, 7*domain.SmallGapWeeks+1))
	sizes(2, 0)
	w.fails("Ann", "Castle Row", "meal")
	sizes(2, 1)
	rows, _, err := w.app.Gaps(t.Context(), w.as("Bo"), GapFilter{Size: domain.GapSmall}, Page{})
	w.must(err)
	must(w.app.MoveGap(t.Context(), w.as("Bo"), MoveGap{GapID: rows[0].ID, To: domain.GapLooking}))
	sizes(3, 0)
}

// TestApp_Gaps_SmallAtTheMeeting: a gap that is small is not on the list of the daily meeting and in no report, until it has grown; what went away before anybody saw to it does not come up.
func TestApp_Gaps_SmallAtTheMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shown := func(want int) {
		t.Helper()
		w.look()
		at, err := w.app.Meeting(t.Context(), w.as("Priya"))
		w.must(err)
		help := func(gaps []domain.Gap) (n int) {
			for _, g := range gaps {
				if g.Kind == domain.GapHelp && g.ClosedAt == nil {
					n++
				}
			}
			return n
		}
		report := must(w.app.Report(t.Context(), w.as("Priya"), ReportAsked{Period: "2026-06"}))
		if help(at.Gaps) != want || help(report.Gaps) != want {
			t.Errorf("the meeting has %d gaps, and the report %d: want %d", help(at.Gaps), help(report.Gaps), want)
		}
	}
	w.fails("Joan", "Castle Row", "dog")
	w.fails("Pat", "Castle Row", "dog")
	lift := w.fails("Kit", "Castle Row", "lift_club")
	shown(0)
	w.fails("Lee", "Castle Row", "dog")
	shown(1)
	w.must(w.app.EndRequest(t.Context(), w.as("Bo"), EndRequest{RequestID: lift.ID, Ending: domain.Helped}))
	w.look()
	shown(1)
	if n := w.number(`SELECT count(*) FROM gaps WHERE gone AND kind = 'help'`); n != 1 {
		t.Errorf("%d gaps went away", n)
	}
}

func TestApp_FollowGaps(t *testing.T) {
	t.Run("what was asked for and not found is one gap, with everybody once", func(t *testing.T) {
		w := newWorld(t)
		w.fails("Joan", "Castle Row", "dog")
		again := w.fails("Joan", "Castle Row", "dog")
		w.exec(`UPDATE requests SET person_id = (SELECT min(person_id) FROM requests) WHERE id = $1`, again.ID)
		w.fails("Pat", "Hill Road", "dog")
		w.fails("Kit", "Mill Lane", "dog") // in Brackle, which Bo does not build
		g := w.gapOf(domain.GapHelp)
		if g.People != 2 || g.Times != 3 || g.Subject != "Dog walking, pets" || g.TownName != "Saltcombe" || g.Stage != domain.GapNoticed {
			t.Errorf("the gap is %+v", g)
		}
		if n := must(w.app.FollowGaps(t.Context(), domain.Clock())); n != 0 {
			t.Errorf("a second look changed %d", n)
		}
	})
	t.Run("an ask that was widened beyond its town counts, and no more once it was helped", func(t *testing.T) {
		w := newWorld(t)
		r := w.ask("Joan", "Castle Row", "dog")
		for n := range 3 {
			pgtest.Freeze(t, w.db, wednesday.Add(time.Duration(n)*time.Hour))
			w.must(w.app.AskWider(t.Context(), w.as("Dee"), r.ID))
		}
		g := w.gapOf(domain.GapHelp)
		w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Helped}))
		w.look()
		w.look()
		v := must(w.app.Gap(t.Context(), w.as("Bo"), g.ID))
		if v.Stage != domain.GapClosed || !v.Gone || v.Subject != "Dog walking, pets" {
			t.Errorf("after it was helped the gap is %+v", v.Gap)
		}
	})
	t.Run("searches in vain, by their words, from the third on", func(t *testing.T) {
		w := newWorld(t)
		search := func(times int) {
			w.exec(`INSERT INTO missed_searches (district_id, town_id, day, words, times, keep_until) VALUES ($1, $2, '2026-06-09', 'chess', $3, '2027-01-01')
				ON CONFLICT (district_id, coalesce(town_id, 0), day, words) DO UPDATE SET times = excluded.times`, w.district, w.town["Saltcombe"], times)
		}
		search(2)
		if got := w.look(); slices.ContainsFunc(got, func(g domain.Gap) bool { return g.Kind == domain.GapSearch }) {
			t.Errorf("two searches are a gap: %+v", got)
		}
		search(3)
		g := w.gapOf(domain.GapSearch)
		search(5)
		if again := w.gapOf(domain.GapSearch); again.ID != g.ID || again.Times != 5 || again.Subject != "chess" {
			t.Errorf("the gap grew from %+v to %+v", g, again)
		}
	})
	t.Run("a street without a coordinator, until it has one", func(t *testing.T) {
		w := newWorld(t)
		w.ask("Joan", "Hill Road", "dog")
		g := w.gapOf(domain.GapStreet)
		if g.Subject != "Hill Road" || g.StreetID != w.street["Hill Road"] {
			t.Errorf("the gap is %+v", g)
		}
		w.addRole(w.person("Tess", "Hill Road"), domain.Coordinator, domain.Spot{StreetID: w.street["Hill Road"]})
		w.look()
		v := must(w.app.Gap(t.Context(), w.as("Tess"), g.ID))
		if !v.Gone || v.MayRun || len(v.Waits) > 0 {
			t.Errorf("Tess sees %+v", v)
		}
		_, err := w.app.Gap(t.Context(), w.as("Maggie"), g.ID)
		w.refused(err, domain.NotFound) // it is not her street
	})
	t.Run("people are sent to a group that is full, until it takes people again", func(t *testing.T) {
		w := newWorld(t)
		_, kelly := w.kelly()
		choir := w.addService("Harbour choir", nil)
		w.nowIs(choir, domain.ServiceFull)
		w.sends(kelly, 1, choir)
		w.sends(kelly, 2, choir)
		if g := w.gapOf(domain.GapFull); g.Subject != "Harbour choir" || g.SubjectID != int64(choir.ID) || g.Times != 2 || g.TownName != "Saltcombe" {
			t.Errorf("the gap is %+v", g)
		}
		w.nowIs(choir, domain.ServiceOpen)
		w.hasNo(domain.GapFull)
	})
	t.Run("a theme that nothing is there for, until something is", func(t *testing.T) {
		w := newWorld(t)
		_, kelly := w.kelly()
		_, err := w.app.LogConversation(t.Context(), kelly, w.talk(1))
		w.must(err)
		if g := w.gapOf(domain.GapTheme); g.Code != "money" || g.SubjectID != int64(w.theme("money")) || g.Times != 1 {
			t.Errorf("the gap is %+v", g)
		}
		w.addService("Debt advice", func(cmd *AddService) { cmd.Themes = []string{"money"} })
		w.hasNo(domain.GapTheme)
	})
	t.Run("a session whose dates nobody hosts, until somebody does", func(t *testing.T) {
		w := newWorld(t)
		cmd := w.slipBench()
		cmd.HostIsMe, cmd.NameMe = false, false
		id := w.gather(cmd)
		if g := w.gapOf(domain.GapHost); g.Subject != "Talking Bench, The bench by the boat slip" || g.SubjectID != int64(id) || g.Times != 2 {
			t.Errorf("the gap is %+v", g)
		}
		w.volunteer("Tom", "Castle Row")
		w.must(w.app.AddHost(t.Context(), w.as("Bo"), AddHost{GatheringID: id, PersonID: w.who["Tom"], Usual: true}))
		w.hasNo(domain.GapHost)
	})
	t.Run("what a person has closed comes again with the next ask alone", func(t *testing.T) {
		w := newWorld(t)
		w.fails("Joan", "Castle Row", "dog")
		g := w.gapOf(domain.GapHelp)
		must(w.app.MoveGap(t.Context(), w.as("Bo"), MoveGap{GapID: g.ID, To: domain.GapClosed, Why: "A kennel takes them."}))
		if got := w.look(); slices.ContainsFunc(got, func(g domain.Gap) bool { return g.Kind == domain.GapHelp }) {
			t.Errorf("it is open again: %+v", got)
		}
		pgtest.Freeze(t, w.db, wednesday.Add(time.Hour))
		w.fails("Pat", "Hill Road", "dog")
		if again := w.gapOf(domain.GapHelp); again.ID == g.ID || again.People != 1 {
			t.Errorf("after another ask: %+v", again)
		}
		_, err := w.app.MoveGap(t.Context(), w.as("Bo"), MoveGap{GapID: g.ID, To: domain.GapLooking})
		w.refused(err, domain.Unacceptable) // the new one stands in its place
	})
}

func TestApp_TellGap(t *testing.T) {
	t.Run("each who waited is told once, with what is there now", func(t *testing.T) {
		w := newWorld(t)
		w.fails("Joan", "Castle Row", "dog")
		w.fails("Pat", "Hill Road", "dog")
		g := w.gapOf(domain.GapHelp)
		_, err := w.app.TellGap(t.Context(), w.as("Bo"), TellGap{GapID: g.ID})
		w.refused(err, domain.Unacceptable) // nothing is there yet
		v := w.runs(g.ID)
		if v.Untold != 2 || !v.Helpers {
			t.Errorf("before telling: %+v", v)
		}
		_, err = w.app.TellGap(t.Context(), w.as("Bo"), TellGap{GapID: g.ID, Version: v.Version, Words: "Ring Mrs Bramble."})
		w.refusedField(err, "words")
		w.exec(`UPDATE towns SET phone = '+441632960900' WHERE id = $1`, w.town["Saltcombe"])
		_, err = w.app.TellGap(t.Context(), w.as("Bo"), TellGap{GapID: g.ID, Version: v.Version, Words: "Ring 01632 960900 or 01632 960123."})
		w.refusedField(err, "words")
		v = must(w.app.TellGap(t.Context(), w.as("Bo"), TellGap{GapID: g.ID, Version: v.Version, Words: "Ring 01632 960900. They go out at nine."}))
		if v.Stage != domain.GapTold || v.Untold != 0 {
			t.Errorf("after telling: %+v", v)
		}
		_, err = w.app.TellGap(t.Context(), w.as("Bo"), TellGap{GapID: g.ID})
		w.refused(err, domain.Conflict)
		w.must(w.deliver())
		mails := w.mail.List()
		told := 0
		for _, m := range mails {
			if strings.Contains(m.Message.Text, "They go out at nine.") && strings.Contains(m.Message.Text, "More people help with that now.") {
				told++
			}
		}
		if told != 2 {
			t.Errorf("%d of the mails tell it, want 2", told)
		}
		must(w.app.MoveGap(t.Context(), w.as("Bo"), MoveGap{GapID: g.ID, To: domain.GapClosed}))
	})
	t.Run("who asks after that and finds nobody is told when it has been looked at again, and nobody else is", func(t *testing.T) {
		w := newWorld(t)
		joan := w.fails("Joan", "Castle Row", "dog").PersonID
		w.fails("Pat", "Castle Row", "dog")
		g := w.gapOf(domain.GapHelp)
		w.runs(g.ID)
		must(w.app.TellGap(t.Context(), w.as("Bo"), TellGap{GapID: g.ID}))
		w.fails("Kit", "Quay Lane", "dog")
		again := w.fails("Joan", "Castle Row", "dog")
		w.exec(`UPDATE requests SET person_id = $1 WHERE id = $2`, joan, again.ID)
		w.look()
		if v := must(w.app.Gap(t.Context(), w.as("Bo"), g.ID)); v.Stage != domain.GapTold || v.Untold != 2 || v.People != 3 {
			t.Errorf("after two more asks: %+v", v)
		}
		_, err := w.app.MoveGap(t.Context(), w.as("Bo"), MoveGap{GapID: g.ID, To: domain.GapClosed})
		w.refusedField(err, "why")
		if v := w.runs(g.ID); v.Untold != 2 {
			t.Errorf("when it runs again: %+v", v)
		}
		must(w.app.TellGap(t.Context(), w.as("Bo"), TellGap{GapID: g.ID, Words: "They go out at ten as well."}))
		for first, want := range map[string]int{"Joan": 2, "Pat": 1, "Kit": 1} {
			if n := w.insert(`SELECT count(*) FROM outbox o JOIN persons p ON p.id = o.person_id WHERE o.kind = 'gap_told' AND p.first_name = $1`, first); n != int64(want) {
				t.Errorf("%s was told %d times, want %d", first, n, want)
			}
		}
		must(w.app.MoveGap(t.Context(), w.as("Bo"), MoveGap{GapID: g.ID, To: domain.GapClosed}))
	})
	t.Run("a session can be what is there now, while it has dates ahead", func(t *testing.T) {
		w := newWorld(t)
		w.fails("Joan", "Castle Row", "dog")
		g, cmd := w.gapOf(domain.GapHelp), w.slipBench()
		cmd.LastOn = june(23)
		id := w.gather(cmd)
		_, sessions, err := w.app.GapAnswers(t.Context(), w.as("Bo"), g.ID)
		w.must(err)
		if len(sessions) != 1 || sessions[0].ID != id || sessions[0].Kind.Name != "Talking Bench" {
			t.Fatalf("offered are %+v", sessions)
		}
		for _, cmd := range []MoveGap{{To: domain.GapLooking}, {To: domain.GapRunning, GatheringID: id}} {
			cmd.GapID = g.ID
			must(w.app.MoveGap(t.Context(), w.as("Bo"), cmd))
		}
		if v := must(w.app.Gap(t.Context(), w.as("Bo"), g.ID)); v.Answer != "Talking Bench, The bench by the boat slip" || v.AnswerOff || v.Kinds[v.Dates[0].GatheringID] != "Talking Bench" {
			t.Errorf("while it meets: %+v", v)
		}
		pgtest.Freeze(t, w.db, wednesday.AddDate(0, 0, 14))
		_, err = w.app.TellGap(t.Context(), w.as("Bo"), TellGap{GapID: g.ID})
		w.refused(err, domain.Unacceptable) // it met for the last time yesterday
	})
	t.Run("nobody is told who cannot be reached, does not know, or has left", func(t *testing.T) {
		w := newWorld(t)
		for _, first := range []string{"Joan", "Pat", "Kit"} {
			w.fails(first, "Castle Row", "dog")
		}
		g := w.gapOf(domain.GapHelp)
		w.exec(`UPDATE persons SET email = '', phone = '', address = '', preferred = 'letter' WHERE first_name = 'Joan'`)
		w.exec(`UPDATE requests SET knows = 'not_yet' WHERE person_id = (SELECT id FROM persons WHERE first_name = 'Pat')`)
		w.exec(`UPDATE persons SET left_at = $1 WHERE first_name = 'Kit'`, w.now())
		v := w.runs(g.ID)
		if v.People != 3 || len(v.Waits) != 2 || v.Unreached != 1 || v.Unsaid != 1 || !v.ToldNobody {
			t.Errorf("the gap is %+v", v)
		}
		_, err := w.app.TellGap(t.Context(), w.as("Bo"), TellGap{GapID: g.ID})
		w.refused(err, domain.Unacceptable)
	})
}

func TestApp_WorkGapThrough(t *testing.T) {
	w := newWorld(t)
	w.fails("Joan", "Castle Row", "dog")
	w.fails("Pat", "Castle Row", "lift_club")
	var dog, lift domain.Gap
	for _, g := range w.look() {
		switch g.Code {
		case "dog":
			dog = g
		case "lift_club":
			lift = g
		}
	}
	bo, ada := w.as("Bo"), w.as("Ada")
	plan := func(cmd PlanGap) (GapView, error) {
		cmd.GapID = dog.ID
		return w.app.PlanGap(t.Context(), bo, cmd)
	}
	priya, maggie := w.who["Priya"], w.who["Maggie"]
	_, err := plan(PlanGap{OwnerID: &maggie})
	w.refusedField(err, "ownerId")
	v := must(plan(PlanGap{OwnerID: &priya}))
	if v.Owner != "Priya" && !strings.HasPrefix(v.Owner, "Priya ") || w.messages(priya, sayGapOwner) != 1 {
		t.Errorf("it is %q who sees to it, with %d messages", v.Owner, w.messages(priya, sayGapOwner))
	}
	must(w.app.MoveGap(t.Context(), bo, MoveGap{GapID: dog.ID, To: domain.GapLooking}))
	must(w.app.MoveGap(t.Context(), bo, MoveGap{GapID: dog.ID, To: domain.GapProposal}))
	_, err = w.app.MoveGap(t.Context(), bo, MoveGap{GapID: dog.ID, To: domain.GapFunded})
	w.refusedField(err, "to")
	pence, from, none := int64(125_050), "The town council", ""
	_, err = plan(PlanGap{FundPence: &pence, FundFrom: &none})
	w.refusedField(err, "fundFrom")
	must(plan(PlanGap{FundPence: &pence, FundFrom: &from}))
	must(w.app.MoveGap(t.Context(), bo, MoveGap{GapID: dog.ID, To: domain.GapFunded}))
	_, err = w.app.MoveGap(t.Context(), bo, MoveGap{GapID: dog.ID, To: domain.GapRunning})
	w.refusedField(err, "answer")
	_, err = w.app.MoveGap(t.Context(), bo, MoveGap{GapID: dog.ID, To: domain.GapRunning, ServiceID: 987654})
	w.refusedField(err, "answer")
	_, err = w.app.NoteGap(t.Context(), bo, NoteGap{GapID: dog.ID, Words: "Ring 01632 960123."})
	w.refusedField(err, "words")
	must(w.app.NoteGap(t.Context(), bo, NoteGap{GapID: dog.ID, Words: "The kennel may help."}))
	_, err = w.app.PlanGap(t.Context(), bo, PlanGap{GapID: dog.ID, Version: 1, OwnerID: &priya})
	w.refused(err, domain.Conflict) // somebody else was there meanwhile

	v = must(w.app.MergeGaps(t.Context(), bo, MergeGaps{GapID: lift.ID, IntoID: dog.ID}))
	if v.People != 2 || v.Subject != "Dog walking, pets" {
		t.Errorf("the two together are %+v", v.Gap)
	}
	w.fails("Kit", "Quay Lane", "lift_club") // the next of the one joins the other
	if g := w.gapOf(domain.GapHelp); g.ID != dog.ID || g.People != 3 {
		t.Errorf("after one more the gap is %+v", g)
	}
	old := must(w.app.Gap(t.Context(), ada, lift.ID))
	if old.MergedInto != dog.ID || old.Subject != "A lift to a club or family" || old.MaySee {
		t.Errorf("what was merged is %+v", old.Gap)
	}
	_, err = w.app.MergeGaps(t.Context(), bo, MergeGaps{GapID: dog.ID, IntoID: dog.ID})
	w.refusedField(err, "into")
	var story []string
	for _, s := range must(w.app.Gap(t.Context(), bo, dog.ID)).Steps {
		story = append(story, s.What)
	}
	if got := strings.Join(story, " "); got != "merged note funded funding proposal looking owner noticed" {
		t.Errorf("its story is %s", got)
	}
}

// TestApp_Gap_SessionThatEnds: a gap that a session answers goes by Waymark's own clock, not that of the machine: the session takes people until its last day.
func TestApp_Gap_SessionThatEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cafe := w.slipBench()
	cafe.Every, cafe.FirstOn = domain.Once, june(16)
	id := w.gather(cafe)
	w.fails("Joan", "Castle Row", "dog")
	g := w.gapOf(domain.GapHelp)
	w.exec(`UPDATE gaps SET stage = 'running', gathering_id = $2 WHERE id = $1`, g.ID, id)
	for day, off := range map[int]bool{10: false, 16: false, 17: true} {
		pgtest.Freeze(t, w.db, june(day).Add(9*time.Hour))
		if v := must(w.app.Gap(t.Context(), w.as("Bo"), g.ID)); v.AnswerOff != off {
			t.Errorf("on %d June it is over: %v", day, v.AnswerOff)
		}
		rows, _, err := w.app.Gaps(t.Context(), w.as("Bo"), GapFilter{}, Page{})
		w.must(err)
		if n := slices.IndexFunc(rows, func(x domain.Gap) bool { return x.ID == g.ID }); n < 0 || rows[n].AnswerOff != off {
			t.Errorf("on %d June the list has it over: %v", day, !off)
		}
	}
}
