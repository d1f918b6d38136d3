package escalation

import (
	"math/rand/v2"
	"testing"
	"time"

	"waymark/domain"
)

func wantNext(t *testing.T, r Rules, f Facts, at string, what Action) {
	t.Helper()
	got, action := r.Next(f)
	if action != what {
		t.Errorf("next is %q at %s, want %q", action, got.In(london(t)).Format("2006-01-02 15:04"), what)
	}
	if at != "" {
		wantTime(t, string(what), got, wall(t, at))
	}
}

func TestRules_Next_search(t *testing.T) {
	r := DefaultRules(london(t))
	entered := wall(t, "2026-06-16 10:03") // a Tuesday
	base := Facts{State: domain.Open, Ladder: Ladder{Urgency: domain.InADay, Entered: entered}}
	planned := wall(t, "2026-06-16 10:10")
	for _, c := range []struct {
		name   string
		change func(*Facts)
		at     string
		want   Action
	}{
		{"new: the next beat", func(*Facts) {}, "2026-06-16 10:10", Plan},
		{"H: at once", func(f *Facts) { f.Urgency = domain.InHours }, "2026-06-16 10:03", Plan},
		{"H, nobody found: a minute later", func(f *Facts) { f.Urgency, f.Planned = domain.InHours, entered }, "2026-06-16 10:04", Plan},
		{"one is asked: a second after half the time", func(f *Facts) {
			f.Planned, f.Live = planned, []time.Time{wall(t, "2026-06-16 11:00")}
		}, "2026-06-16 10:40", Plan},
		{"two are asked: the first to run out", func(f *Facts) {
			f.Planned, f.Live = planned, []time.Time{{}, wall(t, "2026-06-16 10:50")}
		}, "2026-06-16 10:50", ExpireInvitation},
		{"two on their way: the level ends", func(f *Facts) { f.Planned, f.Live = planned, make([]time.Time, 2) }, "2026-06-16 11:03", Widen},
		{"invitation and level end together: the invitation first", func(f *Facts) {
			f.Planned, f.Live = planned, []time.Time{wall(t, "2026-06-16 11:03"), {}}
		}, "2026-06-16 11:03", ExpireInvitation},
		{"a no is replaced at once", func(f *Facts) { f.Planned, f.Freed = planned, wall(t, "2026-06-16 10:12") }, "2026-06-16 10:12", Plan},
		{"W: a no waits for the beat", func(f *Facts) {
			f.Urgency, f.Planned, f.Freed = domain.ThisWeek, planned, wall(t, "2026-06-16 10:12")
		}, "2026-06-16 11:00", Plan},
		{"nobody left: wider at the next beat", func(f *Facts) { f.Planned, f.Nobody = planned, true }, "2026-06-16 10:20", Widen},
		{"nobody left in the district: it keeps its time", func(f *Facts) {
			f.Planned, f.Nobody, f.Level, f.Live = planned, true, domain.AtDistrict, make([]time.Time, 2)
		}, "2026-06-16 13:03", SupportFailure},
		{"F: the digest", func(f *Facts) { f.Urgency = domain.WhenSuits }, "2026-06-18 10:00", Plan},
		{"after the failure: still matched", func(f *Facts) {
			f.Level, f.Failed, f.Planned = domain.AtDistrict, planned, planned
		}, "2026-06-16 10:20", Plan},
		{"after the failure, two asked: the review at nine", func(f *Facts) {
			f.Level, f.Failed, f.Planned, f.Live = domain.AtDistrict, planned, planned, make([]time.Time, 2)
		}, "2026-06-17 09:00", Review},
		{"and every day", func(f *Facts) {
			f.Level, f.Failed, f.Planned, f.Live = domain.AtDistrict, planned, planned, make([]time.Time, 2)
			f.Reviewed = wall(t, "2026-06-20 09:00")
		}, "2026-06-22 09:00", Review},
		{"asleep", func(f *Facts) { f.Asleep, f.WantedFrom = true, wall(t, "2026-07-01 10:00") }, "2026-06-24 10:00", Wake},
		{"waits for a word", func(f *Facts) { f.AskFirstAt = wall(t, "2026-06-17 10:00") }, "2026-06-17 10:00", AskFirst},
		{"by hand", func(f *Facts) { f.ByHand = true }, "2026-06-16 11:03", Review},
		{"by hand, this week", func(f *Facts) { f.ByHand, f.Urgency = true, domain.ThisWeek }, "2026-06-17 09:00", Review},
		{"held", func(f *Facts) { f.HoldUntil = wall(t, "2026-06-19 09:00") }, "2026-06-19 09:00", EndHold},
		{"held past its use", func(f *Facts) {
			f.HoldUntil, f.LastUseful = wall(t, "2026-06-19 09:00"), wall(t, "2026-06-18 09:00")
		}, "2026-06-18 09:00", NewTime},
		{"nobody came in time", func(f *Facts) { f.LastUseful, f.Missed = entered, wall(t, "2026-06-16 12:00") }, "2026-06-17 09:00", Review},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := base
			c.change(&f)
			wantNext(t, r, f, c.at, c.want)
		})
	}
}

func TestRules_Next_visit(t *testing.T) {
	r := DefaultRules(london(t))
	base := Facts{
		State: domain.Assigned, GoesInside: true, Accepted: wall(t, "2026-06-19 15:00"),
		VisitAt: wall(t, "2026-06-22 09:00"), VisitEnds: wall(t, "2026-06-22 19:30"), // a Monday
	}
	steps := [...]struct {
		at   string
		want Action
		did  func(*Facts, time.Time)
	}{
		{"2026-06-20 18:00", NudgeHelper, func(f *Facts, at time.Time) { f.Nudged = at }}, // seven is too early, Sunday closed
		{"2026-06-22 19:30", HomeSafe, func(f *Facts, at time.Time) { f.HomeAsked = at }},
		{"2026-06-22 20:00", Ring, func(f *Facts, at time.Time) { f.Rung = at }}, // safety does not keep hours
		{"2026-06-22 20:30", Ring, func(f *Facts, at time.Time) { f.HomeSafe = at }},
		{"2026-06-23 08:30", AskAfter, func(f *Facts, at time.Time) { f.AfterAsked = at }},
		{"2026-06-23 20:00", Ring, func(f *Facts, at time.Time) { f.Rung = at }},
		{"2026-06-24 20:00", Reopen, func(f *Facts, at time.Time) { f.State = domain.Closed }},
	}
	f := base
	for _, s := range steps {
		wantNext(t, r, f, s.at, s.want)
		at, _ := r.Next(f)
		s.did(&f, at)
	}
	if at, what := r.Next(f); what != NoAction || !at.IsZero() {
		t.Errorf("a closed request has %q at %s", what, at)
	}
	f = base
	f.Accepted = wall(t, "2026-06-20 18:30")
	wantNext(t, r, f, "2026-06-22 19:30", HomeSafe) // yes came after the nudge's time
	f.GoesInside = false
	wantNext(t, r, f, "2026-06-23 08:30", AskAfter)
	f.VisitAt, f.VisitEnds = wall(t, "2026-06-22 14:00"), wall(t, "2026-06-22 15:00")
	wantNext(t, r, f, "2026-06-22 12:00", NudgeHelper)
	f.WantsHand = true
	wantNext(t, r, f, "2026-06-20 18:30", Hand) // nobody has been called to it since the yes: at once
	f.Reviewed = wall(t, "2026-06-22 13:00")
	wantNext(t, r, f, "2026-06-22 13:03", Hand)
	if at, what := r.StepOfVisit(f); what != NudgeHelper {
		t.Errorf("beneath it the clock does %q at %s", what, at)
	}
	f.VisitAt, f.WantsHand, f.Reviewed = time.Time{}, false, time.Time{}
	wantNext(t, r, f, "2026-06-22 09:00", Review) // no time was agreed
}

// A request climbs all four levels to its support failure, over a night and the autumn clock change, by its next actions
// alone; with a restart after each step, when only what is stored is left, it comes to the same end.
func TestRules_Next_wholeLadder(t *testing.T) {
	r := DefaultRules(london(t))
	for _, restarts := range []bool{false, true} {
		f := Facts{State: domain.Open, Ladder: Ladder{Urgency: domain.InADay, Entered: wall(t, "2026-10-24 13:30")}} // Saturday
		f.Started = f.Entered
		widened, plans := 0, 0
		var at time.Time
		var what Action
		for range 200 {
			at, what = r.Next(f)
			if !r.Hours.IsOpen(at) {
				t.Fatalf("%s at %s, out of hours", what, at)
			}
			if what == SupportFailure {
				break
			}
			switch what {
			case Plan:
				f.Planned = at
				plans++
			case Widen:
				f.Level, f.Entered = f.Level+1, at
				widened++
			default:
				t.Fatalf("%s at %s", what, at)
			}
			if restarts {
				f = Facts{State: f.State, Ladder: f.Ladder, Planned: f.Planned}
			}
		}
		// 1 + 1 + 2 + 3 open hours from Saturday 13:30: six and a half until eight, half an hour on Monday.
		if wantTime(t, "support failure", at, wall(t, "2026-10-26 09:00")); widened != 3 || plans == 0 {
			t.Errorf("widened %d times, %d plans", widened, plans)
		}
	}
}

// Whatever the facts, what is not closed has a next action, and open requests wait for it no longer than their level lasts.
func TestRules_Next_always(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	zone := london(t)
	maybe := func() time.Time {
		if rnd.IntN(2) == 0 {
			return time.Time{}
		}
		return someInstant(rnd, zone)
	}
	for range 5000 {
		r := Rules{Policy: DefaultPolicy(), Hours: someHours(rnd, zone)}
		f := Facts{
			State: []domain.RequestState{domain.Open, domain.Assigned, domain.Closed}[rnd.IntN(3)],
			Ladder: Ladder{
				Urgency: []domain.Urgency{"H", "T", "W", "F", "?"}[rnd.IntN(5)], Level: domain.Level(rnd.IntN(4)),
				Started: maybe(), Entered: someInstant(rnd, zone), LastUseful: maybe(), Failed: maybe(),
			},
			WantedFrom: someInstant(rnd, zone), Asleep: rnd.IntN(4) == 0, AskFirstAt: maybe(), ByHand: rnd.IntN(4) == 0,
			HoldUntil: maybe(), Planned: maybe(), Freed: maybe(), Live: []time.Time{maybe()}[:rnd.IntN(2)], Nobody: rnd.IntN(2) == 0,
			Missed: maybe(), Reviewed: maybe(), Accepted: maybe(), VisitAt: maybe(), VisitEnds: maybe(), GoesInside: rnd.IntN(2) == 0,
			Nudged: maybe(), HomeAsked: maybe(), HomeSafe: maybe(), AfterAsked: maybe(), Rung: maybe(),
		}
		at, what := r.Next(f)
		if closed := f.State == domain.Closed; closed != (what == NoAction) || closed != at.IsZero() {
			t.Fatalf("%+v: %q at %s", f, what, at)
		}
		climbs := f.State == domain.Open && f.HoldUntil.IsZero() && !f.ByHand && f.Missed.IsZero() && f.AskFirstAt.IsZero() && !f.Asleep && f.Failed.IsZero()
		if climbs && at.After(r.LevelDeadline(f.Ladder)) {
			t.Fatalf("%+v: %q at %s, after the level's end", f, what, at)
		}
	}
}

// Before the doors first open nothing is ever due; in a pause the owner looks, and nobody is asked.
func TestRules_Next_doors(t *testing.T) {
	open := DefaultRules(london(t))
	raised := wall(t, "2026-06-16 10:03")
	base := Facts{State: domain.Open, Ladder: Ladder{Urgency: domain.InADay, Entered: raised, LastUseful: wall(t, "2026-06-17 18:00")}}
	for name, change := range map[string]func(*Facts){
		"as it came":           func(*Facts) {},
		"waits for a word":     func(f *Facts) { f.AskFirstAt = wall(t, "2026-06-17 10:00") },
		"by hand":              func(f *Facts) { f.ByHand = true },
		"held":                 func(f *Facts) { f.HoldUntil = wall(t, "2026-06-17 09:00") },
		"asleep":               func(f *Facts) { f.Asleep, f.WantedFrom = true, wall(t, "2026-07-01 10:00") },
		"its time has passed":  func(f *Facts) { f.LastUseful = raised },
		"nobody came in time":  func(f *Facts) { f.LastUseful, f.Missed = raised, raised },
		"nobody was found yet": func(f *Facts) { f.Level, f.Failed = domain.AtDistrict, raised },
	} {
		f := base
		change(&f)
		shut := open
		shut.Doors = domain.DoorsNotYet
		if at, what := shut.Next(f); what != AwaitDoors || !at.Equal(Never) {
			t.Errorf("%s: %q is due at %s before the doors open", name, what, at)
		}
		open.Doors = domain.DoorsOpen
		if at, what := open.Next(f); what == AwaitDoors || !at.Before(Never) {
			t.Errorf("%s: %q is due at %s behind open doors", name, what, at)
		}
	}
	paused := open
	paused.Doors = domain.DoorsPaused
	wantNext(t, paused, base, "2026-06-17 09:00", Review)
	base.State = domain.Closed
	paused.Doors = domain.DoorsNotYet
	if at, what := paused.Next(base); what != NoAction || !at.IsZero() {
		t.Errorf("what has ended has %q at %s", what, at)
	}
}
