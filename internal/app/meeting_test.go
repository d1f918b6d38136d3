package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// said records an action as Priya, the district coordinator, and returns it.
func (w *world) said(words, owner string, due time.Time) MeetingAction {
	w.Helper()
	a, err := w.app.RecordAction(w.Context(), w.as("Priya"), RecordAction{Words: words, OwnerID: w.who[owner], DueOn: &due})
	w.must(err)
	return a
}

// agendaWords are the actions of today's agenda that were said before, in their order.
func (w *world) agendaWords() (out []string) {
	w.Helper()
	agenda, err := w.app.Meeting(w.Context(), w.as("Priya"))
	w.must(err)
	for _, a := range agenda.Actions {
		out = append(out, a.Words)
	}
	return out
}

func on(month time.Month, d int) time.Time { return time.Date(2026, month, d, 0, 0, 0, 0, time.UTC) }

// to moves the clock to an instant.
func (w *world) to(t time.Time) {
	w.Helper()
	pgtest.Advance(w.T, w.db, t.Sub(w.now()))
}

func (w *world) reads(got []string, want ...string) {
	w.Helper()
	if len(got) != len(want) {
		w.Fatalf("got %q, want %q", got, want)
	}
	for n := range want {
		if got[n] != want[n] {
			w.Fatalf("got %q, want %q", got, want)
		}
	}
}

func TestApp_Meeting_NothingFallsOffTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.said("Ask the rugby club for drivers", "Dee", on(time.June, 12))
	rail := w.said("Ring about the rail", "Bo", on(time.June, 10))
	w.said("Find a stand-in", "Bo", on(time.June, 11))

	pgtest.Advance(t, w.db, 24*time.Hour)
	w.reads(w.agendaWords(), "Ring about the rail", "Find a stand-in", "Ask the rugby club for drivers")

	pgtest.Advance(t, w.db, 400*24*time.Hour) // nobody meets for a year
	w.must(w.app.BeginMeeting(t.Context(), w.as("Priya")))
	w.reads(w.agendaWords(), "Ring about the rail", "Find a stand-in", "Ask the rugby club for drivers")

	pgtest.Advance(t, w.db, time.Hour)
	_, err := w.app.FinishAction(t.Context(), w.as("Bo"), FinishAction{ActionID: rail.ID, Outcome: "It is fitted"})
	w.must(err)
	w.reads(w.agendaWords(), "Find a stand-in", "Ask the rugby club for drivers", "Ring about the rail") // the last is done
	_, err = w.app.ReopenAction(t.Context(), w.as("Bo"), rail.ID)
	w.must(err)
	w.reads(w.agendaWords(), "Ring about the rail", "Find a stand-in", "Ask the rugby club for drivers")
}

func TestApp_Meeting_ShowsWhatWasDoneSinceTheLast(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rail := w.said("Ring about the rail", "Bo", on(time.June, 10))
	pgtest.Advance(t, w.db, 3*time.Hour)
	_, err := w.app.FinishAction(t.Context(), w.as("Bo"), FinishAction{ActionID: rail.ID})
	w.must(err)
	pgtest.Advance(t, w.db, 21*time.Hour)
	agenda, err := w.app.Meeting(t.Context(), w.as("Priya"))
	w.must(err)
	if len(agenda.Actions) != 1 || agenda.Actions[0].DoneAt == nil || !agenda.Since.Equal(wednesday) {
		t.Fatalf("it shows %+v since %s", agenda.Actions, agenda.Since)
	}
	w.must(w.app.BeginMeeting(t.Context(), w.as("Priya")))
	pgtest.Advance(t, w.db, 24*time.Hour)
	w.reads(w.agendaWords())
}

// On 25 October 2026 the clocks go back at two in the morning: that day has 25 hours. What was for Saturday is late from the first minute of
// Sunday, what is for Sunday is not late in any of its 25 hours.
func TestApp_Meeting_LateAcrossTheClockChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.to(time.Date(2026, time.October, 24, 9, 0, 0, 0, time.UTC))
	w.said("For Saturday", "Bo", on(time.October, 24))
	w.said("For Sunday", "Bo", on(time.October, 25))
	for _, at := range []struct {
		when time.Time
		late []bool
	}{
		{time.Date(2026, time.October, 24, 22, 59, 0, 0, time.UTC), []bool{false, false}}, // 23:59 in summer time
		{time.Date(2026, time.October, 24, 23, 1, 0, 0, time.UTC), []bool{true, false}},
		{time.Date(2026, time.October, 25, 23, 59, 0, 0, time.UTC), []bool{true, false}}, // 23:59 in winter time, the 25th hour
		{time.Date(2026, time.October, 26, 0, 1, 0, 0, time.UTC), []bool{true, true}},
	} {
		w.to(at.when)
		mine, err := w.app.OwnActions(t.Context(), w.as("Bo"), false)
		w.must(err)
		for n, a := range mine {
			if got := a.Late(dateOf(at.when, w.app.zone)); got != at.late[n] {
				t.Errorf("at %s %q is late: %v", at.when, a.Words, got)
			}
		}
	}
}

func TestApp_CarryOverAction(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.said("Ring about the rail", "Bo", on(time.June, 10))
	past, friday := on(time.June, 9), on(time.June, 12)
	_, err := w.app.CarryOverAction(t.Context(), w.as("Bo"), CarryOverAction{ActionID: a.ID, DueOn: &friday})
	w.refusedField(err, "why")
	_, err = w.app.CarryOverAction(t.Context(), w.as("Bo"), CarryOverAction{ActionID: a.ID, DueOn: &past, Why: "They were shut"})
	w.refusedField(err, "dueOn")
	_, err = w.app.CarryOverAction(t.Context(), w.as("Bo"), CarryOverAction{ActionID: a.ID, OwnerID: w.who["Maggie"], Why: "They were shut"})
	w.refusedField(err, "ownerId")
	b, err := w.app.CarryOverAction(t.Context(), w.as("Bo"), CarryOverAction{ActionID: a.ID, DueOn: &friday, OwnerID: w.who["Dee"], Why: "They were shut"})
	w.must(err)
	if !b.DueOn.Equal(friday) || b.OwnerID != w.who["Dee"] || len(b.Carries) != 1 || b.Carries[0].Why != "They were shut" || !b.Carries[0].FromDue.Equal(on(time.June, 10)) {
		t.Errorf("it is now %+v", b)
	}
	_, err = w.app.FinishAction(t.Context(), w.as("Bo"), FinishAction{ActionID: a.ID}) // it is Dee's now
	w.refused(err, domain.NotFound)
	_, err = w.app.FinishAction(t.Context(), w.as("Dee"), FinishAction{ActionID: a.ID})
	w.must(err)
	_, err = w.app.CarryOverAction(t.Context(), w.as("Dee"), CarryOverAction{ActionID: a.ID, Why: "Not quite"})
	w.refused(err, domain.Conflict)
}

func TestApp_RecordAction_SaysAllThatIsWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	past := on(time.June, 9)
	_, err := w.app.RecordAction(t.Context(), w.as("Priya"), RecordAction{Words: " \u202e ", OwnerID: w.who["Maggie"], DueOn: &past, RequestID: 999})
	for _, field := range []string{"words", "ownerId", "dueOn", "requestId"} {
		w.refusedField(err, field)
	}
	if n := w.number(`SELECT count(*) FROM meetings`); n != 0 {
		t.Errorf("a meeting began with nothing said: %d", n)
	}
	cmd := RecordAction{Words: "Ring", OwnerID: w.who["Dee"], IdempotencyKey: "one press"}
	first, err := w.app.RecordAction(t.Context(), w.as("Priya"), cmd)
	w.must(err)
	again, err := w.app.RecordAction(t.Context(), w.as("Priya"), cmd)
	w.must(err)
	if first.ID != again.ID || w.number(`SELECT count(*) FROM meeting_actions`) != 1 {
		t.Errorf("a form that was sent twice is there twice: %d, %d", first.ID, again.ID)
	}
}

// Who may: nobody but those who build or coordinate the whole district, and of an action its owner. Another district gets nothing.
func TestApp_Meeting_Rights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.said("Ring about the rail", "Dee", on(time.June, 10))
	other := domain.DistrictID(w.insert(`INSERT INTO districts (name) VALUES ('South Wendle') RETURNING id`))
	stranger := domain.Actor{Kind: domain.PersonActor, DistrictID: other, PersonID: 999, Roles: []domain.Role{{DistrictID: other, Kind: domain.DistrictCoordinator}}}
	for name, actor := range map[string]domain.Actor{"a town's builder": w.as("Bo"), "a coordinator": w.as("Maggie"), "a call-taker": w.as("Cal"), "an administrator": w.as("Ada")} {
		if _, err := w.app.Meeting(t.Context(), actor); domain.KindOf(err) != domain.Forbidden {
			t.Errorf("%s gets the meeting: %v", name, err)
		}
		if _, err := w.app.FinishAction(t.Context(), actor, FinishAction{ActionID: a.ID}); domain.KindOf(err) != domain.NotFound && name != "a town's builder" {
			t.Errorf("%s settles what is not theirs: %v", name, err)
		}
	}
	agenda, err := w.app.Meeting(t.Context(), stranger)
	w.must(err)
	if len(agenda.Actions)+len(agenda.Said)+len(agenda.Streets)+len(agenda.People) != 0 {
		t.Errorf("another district sees %+v", agenda)
	}
	_, err = w.app.CarryOverAction(t.Context(), stranger, CarryOverAction{ActionID: a.ID, Why: "x"})
	w.refused(err, domain.NotFound)
	mine, err := w.app.OwnActions(t.Context(), w.as("Dee"), false)
	w.must(err)
	if len(mine) != 1 {
		t.Errorf("their own desk shows %d", len(mine))
	}
}

func TestApp_Meeting_Lists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	failed, waits := w.ask("Joan", "Castle Row", "dog"), w.ask("Ken", "Main Street", "dog")
	w.exec(`UPDATE requests SET start_level = 3, level = 3 WHERE id = $1`, failed.ID)
	w.exec(`UPDATE requests SET failed_at = $2 WHERE id = $1`, failed.ID, w.now())
	w.exec(`UPDATE requests SET next_action = 'ask_first' WHERE id = $1`, waits.ID)
	lists := func() (int, int) {
		agenda, err := w.app.Meeting(t.Context(), w.as("Priya"))
		w.must(err)
		if len(agenda.NotFound) != agenda.Figures.NotFound || len(agenda.Waiting) != agenda.Figures.Waiting {
			t.Errorf("the figures %+v are not those of the lists: %d, %d", agenda.Figures, len(agenda.NotFound), len(agenda.Waiting))
		}
		return agenda.Figures.NotFound, agenda.Figures.Waiting
	}
	if f, n := lists(); f != 1 || n != 0 {
		t.Errorf("at first %d are not found and %d wait", f, n)
	}
	pgtest.Advance(t, w.db, 25*time.Hour)
	if f, n := lists(); f != 1 || n != 1 {
		t.Errorf("a day later %d are not found and %d wait", f, n)
	}
	w.must(w.app.BeginMeeting(t.Context(), w.as("Priya")))
	pgtest.Advance(t, w.db, 24*time.Hour)
	past, err := w.app.PastMeeting(t.Context(), w.as("Priya"), on(time.June, 11))
	w.must(err)
	if len(past.NotFound) != 1 || past.NotFound[0].ID != failed.ID || len(past.Waiting) != 1 || past.Meeting.NotFound != 0 && past.MeetingFigures.NotFound != 1 {
		t.Errorf("the meeting of yesterday reads %+v", past)
	}
	all, _, err := w.app.PastMeetings(t.Context(), w.as("Priya"), Page{})
	w.must(err)
	if len(all) != 1 || all[0].MeetingFigures.Vacant != 6 {
		t.Errorf("the meetings before are %+v", all)
	}
	cases, n, err := w.app.Cases(t.Context(), w.as("Priya"))
	w.must(err)
	if n != 1 || cases[0].ID != failed.ID || cases[0].CameUpAt == nil {
		t.Errorf("what came up is %+v", cases)
	}
	_, _, err = w.app.Cases(t.Context(), w.as("Bo"))
	w.refused(err, domain.Forbidden)
}

// What is done is forgotten in its time; what is not, never.
func TestApp_Meeting_ForgetsWhatIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rail := w.said("Ring about the rail", "Bo", on(time.June, 10))
	w.said("Find a stand-in", "Bo", on(time.June, 10))
	_, err := w.app.CarryOverAction(t.Context(), w.as("Bo"), CarryOverAction{ActionID: rail.ID, Why: "They were shut"})
	w.must(err)
	_, err = w.app.FinishAction(t.Context(), w.as("Bo"), FinishAction{ActionID: rail.ID})
	w.must(err)
	pgtest.Advance(t, w.db, 500*24*time.Hour)
	_, err = w.app.ForgetOld(t.Context(), domain.Clock())
	w.must(err)
	if n, words := w.number(`SELECT count(*) FROM meeting_actions`), w.number(`SELECT count(*) FROM meeting_actions WHERE words = 'Find a stand-in'`); n != 1 || words != 1 {
		t.Errorf("%d are left, of these %d that is not done", n, words)
	}
}
