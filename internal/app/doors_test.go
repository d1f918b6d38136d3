package app

import (
	"slices"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// shut puts a world's district back to before its first day.
func (w *world) shut() {
	w.Helper()
	w.exec(`UPDATE districts SET doors = 'not_yet', phone = ''`)
}

// settled does what is left of the first steps.
func (w *world) settled() {
	w.Helper()
	phone := "01632 960142"
	w.must(w.app.ChangeSettings(w.Context(), w.as("Ada"), ChangeSettings{DistrictID: w.district, Phone: &phone}))
	for _, step := range []domain.BeginStep{domain.StepNeeds, domain.StepLadder, domain.StepLeaflets} {
		w.must(w.app.TickStep(w.Context(), w.as("Ada"), TickStep{DistrictID: w.district, Step: step}))
	}
}

// beats lets the clock do all that it does, once.
func (w *world) beats() {
	w.Helper()
	for _, job := range []func() (int, error){
		func() (int, error) { return w.app.AdvanceRequests(w.Context(), domain.Clock()) },
		func() (int, error) { return w.app.MatchDue(w.Context(), domain.Clock()) },
		func() (int, error) { return w.app.MatchAtOnce(w.Context(), domain.Clock()) },
		func() (int, error) { return w.app.DeliverOutbox(w.Context(), domain.Clock()) },
	} {
		_, err := job()
		w.must(err)
	}
}

// called takes an ask down that came by phone.
func (w *world) called(need string) domain.RequestID {
	w.Helper()
	raised, err := w.app.RaiseRequest(w.Context(), w.as("Cal"), RaiseRequest{FirstName: "Joan", Phone: "01632 960155", Email: "joan@example.org",
		StreetID: w.street["Castle Row"], NeedID: w.need[need], SafeToRing: true, SafeToWrite: true, AgreedShare: true, CameBy: domain.ByPhone})
	w.must(err)
	return raised.RequestID
}

// Nothing leaves a district that has not opened but links to sign in, whatever the clock does for two days; and everything does after.
func TestApp_OpenDoors_NothingLeavesBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sink := w.bySMTP()
	w.volunteer("Vera", "Castle Row")
	w.shut()
	_, err := w.app.RaiseRequest(t.Context(), domain.Public(), w.publicAsk())
	w.refused(err, domain.Conflict)
	id := w.called("dog")
	w.must(w.app.ApproveRequest(t.Context(), w.as("Priya"), id)) // a word of the owner lets nothing out either
	w.must(w.app.RequestSignIn(t.Context(), domain.Public(), RequestSignIn{Email: "Maggie@example.org"}))
	for range 48 {
		w.beats()
		pgtest.Advance(t, w.db, time.Hour)
	}
	for _, m := range sink.Messages() {
		if !slices.Contains(m.To, "Maggie@example.org") {
			t.Errorf("a message went to %v: %s", m.To, m.Subject())
		}
	}
	if n := len(sink.Messages()); n != 1 {
		t.Errorf("%d messages went out, want the link to sign in", n)
	}
	if r := w.request(id); r.Level != r.StartLevel || r.FailedAt != nil || r.NextAction != "doors" || r.ReviewedAt != nil {
		t.Errorf("behind shut doors it came to level %d, failed %v, next %s", r.Level, r.FailedAt, r.NextAction)
	}
	if n := w.number(`SELECT count(*) FROM invitations`) + w.number(`SELECT count(*) FROM tasks`); n != 0 {
		t.Errorf("%d were asked or rung", n)
	}
	w.unchanging()

	_, err = w.app.OpenDoors(t.Context(), w.as("Ada"), w.district)
	w.refused(err, domain.Unacceptable)
	w.settled()
	towns, err := w.app.OpenDoors(t.Context(), w.as("Ada"), w.district)
	w.must(err)
	if len(towns) != 0 { // Saltcombe was open, Brackle has no lead
		t.Errorf("%v opened", towns)
	}
	for range 4 {
		w.beats()
		pgtest.Advance(t, w.db, time.Hour)
	}
	to := map[string]bool{}
	for _, m := range sink.Messages() {
		to[m.To[0]] = true
	}
	if !to["joan@example.org"] || !to["Vera@example.org"] {
		t.Errorf("after the doors opened messages went to %v, want Joan and Vera among them", to)
	}
	if r := w.request(id); r.Level != r.StartLevel {
		t.Errorf("the time behind shut doors counted: it is at level %d", r.Level)
	}
	if n := w.number(`SELECT count(*) FROM audits WHERE use_case = 'OpenDoors' AND actor_id = $1`, w.who["Ada"]); n != 1 {
		t.Errorf("%d rows of the audit tell who opened", n)
	}
}

// unchanging checks that nothing contradicts the rules that never bend, and that the doctor finds nothing late.
func (w *world) unchanging() {
	w.Helper()
	wrong, err := w.db.Store().Invariants(w.Context(), w.now())
	w.must(err)
	for _, c := range wrong {
		if c.Count != 0 {
			w.Errorf("%s: %d", c.Name, c.Count)
		}
	}
	stuck, err := w.db.Store().StuckMessages(w.Context(), w.now())
	w.must(err)
	if stuck != 0 {
		w.Errorf("%d messages count as stuck although they wait for the doors", stuck)
	}
}

func (w *world) publicAsk() RaiseRequest {
	return RaiseRequest{FirstName: "Joan", Phone: "01632 960155", StreetID: w.street["Castle Row"], NeedID: w.need["dog"], SafeToRing: true, AgreedShare: true}
}

// In a pause nobody new is asked and the time of a level stands still, but a visit that was promised goes on with its messages.
func TestApp_PauseDoors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vera := w.volunteer("Vera", "Castle Row")
	waits, promised := w.ask("Joan", "Castle Row", "dog"), w.ask("Ivy", "Castle Row", "shopping")
	w.promise(promised, vera)
	pgtest.Advance(t, w.db, 2*time.Hour)
	w.must(w.app.PauseDoors(t.Context(), w.as("Priya"), w.district))
	w.must(w.app.PauseDoors(t.Context(), w.as("Priya"), w.district)) // a second press does nothing
	used := w.request(waits.ID).LevelUsed
	before := w.number(`SELECT count(*) FROM invitations`)
	_, err := w.app.RaiseRequest(t.Context(), domain.Public(), w.publicAsk())
	w.refused(err, domain.Conflict)
	w.refused(w.app.AskHelper(t.Context(), w.as("Priya"), AskHelper{RequestID: waits.ID, PersonID: vera}), domain.Unacceptable)
	for range 30 {
		w.beats()
		pgtest.Advance(t, w.db, time.Hour)
	}
	if n := w.number(`SELECT count(*) FROM invitations`); n != before {
		t.Errorf("%d were asked in the pause", n-before)
	}
	if r := w.request(waits.ID); r.Level != waits.Level || r.LevelUsed != used || r.LevelUsed < 7000 {
		t.Errorf("it came to level %d with %d s used, want level %d and %d", r.Level, r.LevelUsed, waits.Level, used)
	}
	if n := w.messages(vera, sayVisitReminder) + w.messages(vera, sayAfterHelper) + w.messages(vera, sayHomeSafe); n == 0 {
		t.Error("the visit that was promised went on without a message")
	}
	if _, late, err := w.db.Store().Overdue(t.Context(), w.now(), 1); err != nil || late != 0 {
		t.Errorf("%d are late in the pause, %v", late, err)
	}
	_, err = w.app.OpenDoors(t.Context(), w.as("Ada"), w.district)
	w.must(err)
	for range 3 {
		w.beats()
		pgtest.Advance(t, w.db, time.Hour)
	}
	if n := w.number(`SELECT count(*) FROM invitations`); n == before {
		t.Error("nobody was asked after the pause")
	}
}

// An invitation that is about to go out when the doors are shut does not.
func TestApp_PauseDoors_TakesBackWhatHasNotGoneOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sink := w.bySMTP()
	vera := w.volunteer("Vera", "Castle Row")
	asked := w.ask("Joan", "Castle Row", "dog")
	w.must(w.app.AskHelper(t.Context(), w.as("Priya"), AskHelper{RequestID: asked.ID, PersonID: vera}))
	w.must(w.app.PauseDoors(t.Context(), w.as("Priya"), w.district))
	w.beats()
	for _, m := range sink.Messages() {
		if slices.Contains(m.To, "Vera@example.org") {
			t.Errorf("Vera was written to: %s", m.Subject())
		}
	}
}

func TestApp_Doors_WhoMay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"Bo", "Dee", "Maggie", "Sam"} {
		w.refused(w.app.PauseDoors(t.Context(), w.as(name), w.district), domain.Forbidden)
		_, err := w.app.Beginning(t.Context(), w.as(name), w.district)
		w.refused(err, domain.Forbidden)
	}
	w.refused(w.app.PauseDoors(t.Context(), domain.Public(), w.district), domain.SignedOut)
	if n := w.number(`SELECT count(*) FROM districts WHERE doors <> 'open'`); n != 0 {
		t.Error("somebody shut the doors all the same")
	}
}

func TestApp_Beginning(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.shut()
	undone := func() (out []domain.BeginStep) {
		b, err := w.app.Beginning(t.Context(), w.as("Ada"), w.district)
		w.must(err)
		for _, s := range b.Steps {
			if !s.Done {
				out = append(out, s.Step)
			}
		}
		if b.CanOpen != (len(out) == 0) {
			t.Errorf("can open: %v with %v to do", b.CanOpen, out)
		}
		return out
	}
	if got := undone(); !slices.Equal(got, []domain.BeginStep{domain.StepHours, domain.StepNeeds, domain.StepLadder, domain.StepLeaflets}) {
		t.Errorf("to do: %v", got)
	}
	w.refused(w.app.TickStep(t.Context(), w.as("Ada"), TickStep{DistrictID: w.district, Step: domain.StepHours}), domain.Invalid)
	w.refused(w.app.TickStep(t.Context(), w.as("Ada"), TickStep{DistrictID: w.district, Step: "nonsense"}), domain.Invalid)
	w.settled()
	if got := undone(); len(got) != 0 {
		t.Errorf("to do: %v", got)
	}
	w.must(w.app.TickStep(t.Context(), w.as("Priya"), TickStep{DistrictID: w.district, Step: domain.StepNeeds, Undo: true}))
	if got := undone(); !slices.Equal(got, []domain.BeginStep{domain.StepNeeds}) {
		t.Errorf("to do: %v", got)
	}
	w.refused(w.app.PauseDoors(t.Context(), w.as("Ada"), w.district), domain.Conflict)
}

// What was taken down before the doors open is never late, whoever sleeps meanwhile, and nobody is reminded of it; its clocks begin when
// they open.
func TestApp_OpenDoors_ClocksBegin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Vera", "Castle Row")
	w.shut()
	id := w.called("dog")
	word := w.called("shopping")
	w.exec(`UPDATE requests SET goes_out = 'ask_first', approved_at = NULL, ask_first_at = $2 WHERE id = $1`, word, w.now().Add(time.Hour))
	w.must(w.app.HoldRequest(t.Context(), w.as("Priya"), HoldRequest{RequestID: id, Reason: "The doors", Until: w.now().Add(5 * time.Hour)}))
	told := w.number(`SELECT count(*) FROM outbox`)
	pgtest.Advance(t, w.db, 9*24*time.Hour) // nothing ran all the while
	if _, late, err := w.db.Store().Overdue(t.Context(), w.now(), 1); err != nil || late != 0 {
		t.Errorf("%d are late before the doors open, %v", late, err)
	}
	if n := must(w.db.Store().Forgotten(t.Context(), w.district, w.now())); n != 0 {
		t.Errorf("%d count as forgotten", n)
	}
	w.unchanging()
	w.beats()
	if n := w.number(`SELECT count(*) FROM outbox`) + w.number(`SELECT count(*) FROM events WHERE kind IN ('reminded', 'review', 'new_time')`); n != told {
		t.Errorf("%d messages and reminders, want the %d from before", n, told)
	}
	v := must(w.app.Request(t.Context(), w.as("Priya"), word))
	if v.Next.Words != "The doors are not open yet." || v.Next.IfNothing != "We begin to look when they open." {
		t.Errorf("next is: %s %s", v.Next.Words, v.Next.IfNothing)
	}

	w.settled()
	_ = must(w.app.OpenDoors(t.Context(), w.as("Ada"), w.district))
	opened := w.now()
	for _, r := range []domain.Request{w.request(id), w.request(word)} {
		if !r.StartedAt.Equal(opened) || !r.LevelSince.Equal(opened) || r.LevelUsed != 0 || r.NextAction == "doors" {
			t.Errorf("%s began at %s with %d s used and goes on with %s; the doors opened at %s", r.Reference, r.StartedAt, r.LevelUsed, r.NextAction, opened)
		}
	}
	if r := w.request(word); r.AskFirstAt == nil || !r.AskFirstAt.After(opened) {
		t.Errorf("its owner is reminded at %v, and the doors opened at %s", r.AskFirstAt, opened)
	}
	if _, late, err := w.db.Store().Overdue(t.Context(), w.now(), 1); err != nil || late != 0 {
		t.Errorf("%d are late as the doors open, %v", late, err)
	}
}
