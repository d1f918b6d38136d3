package simulation

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/domain/matching"
)

// week is so many ticks as the usual open hours of a week hold.
const week = 828

// usual is a simulation of an instance under the table that a new district begins with.
func usual(in *matching.Instance, acceptance float64) Setup {
	p, h := domain.DefaultPolicy(), domain.DefaultOpenHours()
	return Setup{Instance: in, Policy: p, Hours: h, Calendar: PlainCalendar(p, h, week*TickMinutes), Seed: 1, Acceptance: acceptance, Ticks: week}
}

func outcomeOf(t *testing.T, s Setup) Outcome {
	t.Helper()
	o, err := Run(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// oneStreet is a street with so many volunteers and requests of a class, who all fit.
func oneStreet(volunteers, requests int, class int8) *matching.Instance {
	in := &matching.Instance{Streets: []matching.Street{{}}}
	for range volunteers {
		in.Volunteers = append(in.Volunteers, matching.Volunteer{Reach: 3, Capacity: 2, Available: 1})
	}
	for range requests {
		in.Requests = append(in.Requests, matching.Request{Class: class, Window: 1, Offer: matching.None})
	}
	return in
}

func TestRun_EverybodySaysYes(t *testing.T) {
	o := outcomeOf(t, usual(oneStreet(9, 8, 1), 1))
	if got := o[1]; got.Of != 8 || got.Served != 8 || got.Metres != 8*40 || got.Invitations < 8 {
		t.Errorf("it came to %+v", got)
	}
}

func TestRun_NobodySaysYes(t *testing.T) {
	o := outcomeOf(t, usual(oneStreet(30, 2, 1), 0))
	if got := o[1]; got.Served != 0 || got.Failed != 2 || got.Invitations == 0 {
		t.Errorf("it came to %+v", got)
	}
}

func TestRun_TheUrgentComeFirst(t *testing.T) {
	in := oneStreet(3, 3, 1)
	for range 20 {
		in.Requests = append(in.Requests, matching.Request{Class: 2, Window: 1, Offer: matching.None})
	}
	if o := outcomeOf(t, usual(in, 1)); o[1].Served != 3 {
		t.Errorf("of three for today %d are helped, with twenty for this week beside them", o[1].Served)
	}
}

func TestRun_TheSameEachTime(t *testing.T) {
	for _, shape := range shapes {
		s := usual(shape.draw(3), .4)
		if first, again := outcomeOf(t, s), outcomeOf(t, s); first != again {
			t.Errorf("%s: %+v, and then %+v", shape.name, first, again)
		}
		s.Seed = 2
		if other := outcomeOf(t, s); shape.name == "mixed" && reflect.DeepEqual(other, outcomeOf(t, usual(shape.draw(3), .4))) {
			t.Error("another seed comes to the same")
		}
	}
}

func TestRun_ArrivalsAndLimits(t *testing.T) {
	s := usual(oneStreet(3, 3, 0), 1)
	s.Raised, s.Useful = []int32{0, 100, week*TickMinutes + 5}, []int32{1, 0, 0}
	o := outcomeOf(t, s)
	if o[0].Of != 3 || o[0].Served != 1 || o[0].Median < 1 {
		t.Errorf("one is too late, one comes after the end, one is helped: %+v", o[0])
	}
	s.Short = make([]bool, 3)
	if o := outcomeOf(t, s); o[0].Invitations != 0 {
		t.Errorf("nobody takes short notice, and yet %d are asked", o[0].Invitations)
	}
}

func TestRun_ABudgetIsKept(t *testing.T) {
	s := usual(oneStreet(1, 40, 1), 0)
	s.Instance.Volunteers[0].Capacity = 20
	if o := outcomeOf(t, s); o.All().Invitations != 2 {
		t.Errorf("the one who may be asked twice a week is asked %d times", o.All().Invitations)
	}
	s.Budgets = []domain.Budget{{Week: 5, Day: 5}}
	if o := outcomeOf(t, s); o.All().Invitations != 5 {
		t.Errorf("the one who may be asked five times is asked %d times", o.All().Invitations)
	}
}

// TestTown_KeepsItsRules looks at each tick: nobody above what they can do, never more asked at once than the table says, nobody asked who
// cannot, and nobody twice who said no.
func TestTown_KeepsItsRules(t *testing.T) {
	for _, shape := range shapes {
		for _, nearest := range []bool{false, true} {
			s := usual(shape.draw(5), .3)
			s.NearestFirst = nearest
			w := newTown(s)
			for tick := range s.Ticks {
				w.now = int32(tick * TickMinutes)
				w.turn()
				w.answers()
				w.clock()
				if err := w.beat(t.Context()); err != nil {
					t.Fatal(err)
				}
				w.mustHold(t, shape.name)
			}
		}
	}
}

func (w *town) mustHold(t *testing.T, name string) {
	t.Helper()
	live := make([]int, len(w.hands))
	for r := range w.asks {
		a, q := &w.asks[r], &w.Instance.Requests[r]
		if n := len(a.live); n > max(w.paces[q.Class].AtOnce, w.paces[q.Class].Later) || (a.over && n > 0) {
			t.Fatalf("%s: request %d has %d invitations out", name, r, n)
		}
		for _, i := range a.live {
			live[i.volunteer]++
			if why := matching.Pair(w.Instance, int32(r), i.volunteer).Why &^ (matching.NotYet | matching.Full); why != 0 {
				t.Fatalf("%s: request %d is put to %d, who cannot: %b", name, r, i.volunteer, why)
			}
			if a.said[i.volunteer] != waits {
				t.Fatalf("%s: request %d is put to %d, who said %d", name, r, i.volunteer, a.said[i.volunteer])
			}
		}
	}
	for v, h := range w.hands {
		if h.live != live[v] || h.live < 0 || h.askDay < 0 || h.askWeek < 0 || h.askDay > h.leftDay || h.askWeek > h.leftWeek {
			t.Fatalf("%s: volunteer %d has %+v, and %d wait", name, v, h, live[v])
		}
		if most := int(max(w.Instance.Volunteers[v].Capacity, w.Instance.Volunteers[v].Load)); h.booked+h.live > most {
			t.Fatalf("%s: volunteer %d has %d visits and %d asks, and room for %d", name, v, h.booked, h.live, most)
		}
	}
}

// TestTown_ClockIsEscalations holds the rules of the clock here against the true ones, on weeks without a closed day between.
func TestTown_ClockIsEscalations(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 3))
	monday := time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)
	policy, hours := domain.DefaultPolicy(), domain.OpenHours{Opens: 8 * time.Hour, Closes: 20 * time.Hour, Sundays: true}
	true_ := escalation.Rules{Policy: policy, Hours: escalation.HoursOf(hours, time.UTC)}
	true_.Hours.BankHolidays = true
	in := oneStreet(1, 1, 0)
	s := Setup{Instance: in, Policy: policy, Hours: hours, Calendar: PlainCalendar(policy, hours, 60*12*60)}
	w := newTown(s)
	day := int32(12 * 60)
	at := func(m int32) time.Time { return true_.Hours.Add(monday.Add(hours.Opens), time.Duration(m)*time.Minute) }
	minute := func(x time.Time) int32 {
		return int32(true_.Hours.Between(monday.Add(hours.Opens), x) / time.Minute)
	}
	for n := range 4000 {
		class := int8(rng.IntN(4))
		g := rung{raised: rng.Int32N(5 * day), useful: never, level: int8(rng.IntN(4)), failed: -1}
		if g.raised%day == 0 {
			g.raised++ // as the day opens is also as the one before closed
		}
		g.entered = g.raised + rng.Int32N(day)
		l := escalation.Ladder{Urgency: domain.Urgencies()[class], Level: domain.Level(g.level), Started: at(g.raised), Entered: at(g.entered)}
		if rng.IntN(2) == 0 {
			g.useful = g.entered + 1 + rng.Int32N(6*day)
			l.LastUseful = at(g.useful)
		}
		w.now = g.entered + rng.Int32N(600)
		if rng.IntN(5) == 0 {
			g.failed = g.entered
			l.Failed = at(g.entered)
		}
		near := func(what string, got int32, want time.Time) {
			t.Helper()
			if d := got - minute(want); d < -1 || d > 1 { // whole minutes
				t.Fatalf("draw %d, class %d, %+v, now %d: %s is %d, and by the true clock %d", n, class, g, w.now, what, got, minute(want))
			}
		}
		near("the end of the level", w.levelEnds(class, g), true_.LevelDeadline(l))
		near("the life of an invitation", w.lives(class, g), true_.InvitationDeadline(l, at(w.now)))
		near("the next beat", w.nextBeat(class, w.now), true_.NextBeat(l.Urgency, at(w.now)))
		if got, want := w.fanOut(class, g), true_.FanOut(l, at(w.now)); got != want && true_.FanOut(l, at(w.now+1)) != got && true_.FanOut(l, at(w.now-1)) != got {
			t.Fatalf("draw %d: %d may be out, and by the true clock %d", n, got, want)
		}
	}
}

func TestRun_Refuses(t *testing.T) {
	good := usual(oneStreet(1, 1, 0), .5)
	for words, change := range map[string]func(*Setup){
		"from 0 to 1":     func(s *Setup) { s.Acceptance = 1.5 },
		"number of ticks": func(s *Setup) { s.Ticks = 0 },
		"do not agree":    func(s *Setup) { s.Raised = []int32{1, 2} },
		"too short":       func(s *Setup) { s.Calendar.Day = 10 },
		"street 0":        func(s *Setup) { s.Instance = &matching.Instance{Streets: []matching.Street{{X: 20_000_000}}} },
	} {
		s := good
		change(&s)
		if _, err := Run(t.Context(), s); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", words, err)
		}
	}
}

func TestRun_EndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("enough")
	s := usual(oneStreet(9, 8, 1), .5)
	last := 0
	s.Progress = func(done, all int) {
		if last = done; done >= 100 {
			cancel(stop)
		}
		if all != week {
			t.Errorf("of %d ticks", all)
		}
	}
	if _, err := Run(ctx, s); !errors.Is(err, stop) {
		t.Errorf("it ends with %v", err)
	}
	if last != 100 {
		t.Errorf("it went on until tick %d", last)
	}
}

// TestWillingness looks at the people that are drawn: about as willing on the whole as was said, and unlike each other.
func TestWillingness(t *testing.T) {
	for _, mean := range []float64{0, .1, .25, .5, .8, 1} {
		s := Setup{Instance: oneStreet(1, 1, 1), Seed: 9, Acceptance: mean}
		const people = 4000
		sum, yeses, least, most := 0.0, 0, 1.0, 0.0
		for v := range int32(people) {
			share := float64(s.willingness(v)) / whole
			sum, least, most = sum+share, min(least, share), max(most, share)
			if says, _ := s.answer(0, v, 0); says == yes {
				yeses++
			}
		}
		if got := sum / people; got < mean-.02 || got > mean+.02 {
			t.Errorf("of %g on the whole %g would say yes", mean, got)
		}
		if got := float64(yeses) / people; got < mean-.03 || got > mean+.03 {
			t.Errorf("of %g on the whole %g say yes", mean, got)
		}
		if alike := most - least; (mean > 0 && mean < 1) != (alike > .1) {
			t.Errorf("at %g they lie %g apart", mean, alike)
		}
	}
}
