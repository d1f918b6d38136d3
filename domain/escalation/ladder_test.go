package escalation

import (
	"math/rand/v2"
	"testing"
	"time"

	"waymark/domain"
)

// climb enters each level as the one before ends, and returns the four deadlines.
func climb(r Rules, l Ladder) [4]time.Time {
	var ends [4]time.Time
	l.Started = l.Entered
	for _, level := range domain.Levels() {
		l.Level = level
		ends[level] = r.LevelDeadline(l)
		l.Entered = ends[level]
	}
	return ends
}

func TestRules_LevelDeadline(t *testing.T) {
	r := DefaultRules(london(t))
	for _, c := range []struct {
		name    string
		urgency domain.Urgency
		started string
		useful  string
		want    [4]string
	}{
		{"a few hours", domain.InHours, "2026-06-16 10:00", "",
			[4]string{"2026-06-16 10:15", "2026-06-16 10:30", "2026-06-16 11:00", "2026-06-16 12:00"}},
		{"today or tomorrow", domain.InADay, "2026-06-16 10:00", "",
			[4]string{"2026-06-16 11:00", "2026-06-16 12:00", "2026-06-16 14:00", "2026-06-16 17:00"}},
		{"late in the day: all by noon, nine open hours", domain.InADay, "2026-06-16 14:30", "",
			[4]string{"2026-06-16 15:30", "2026-06-16 16:30", "2026-06-16 18:30", "2026-06-17 09:15"}},
		{"late on Saturday: by noon on Monday", domain.InADay, "2026-06-20 19:00", "",
			[4]string{"2026-06-20 20:00", "2026-06-22 09:30", "2026-06-22 10:37", "2026-06-22 11:45"}},
		{"late, but of no use after nine", domain.InADay, "2026-06-16 18:30", "2026-06-17 09:00",
			[4]string{"2026-06-16 19:00", "2026-06-16 19:30", "2026-06-16 20:00", "2026-06-17 09:00"}},
		{"this week", domain.ThisWeek, "2026-06-16 15:00", "",
			[4]string{"2026-06-17 15:00", "2026-06-18 15:00", "2026-06-19 15:00", "2026-06-20 15:00"}},
		{"this week over the autumn clock change", domain.ThisWeek, "2026-10-23 15:00", "",
			[4]string{"2026-10-24 15:00", "2026-10-26 15:00", "2026-10-27 15:00", "2026-10-28 15:00"}},
		{"this week, of use until tomorrow at ten: quarters of 6 h 30", domain.ThisWeek, "2026-06-16 15:00", "2026-06-17 10:00",
			[4]string{"2026-06-16 16:37", "2026-06-16 18:15", "2026-06-16 19:52", "2026-06-17 10:00"}},
		{"when it suits, over a bank holiday", domain.WhenSuits, "2026-05-21 10:00", "",
			[4]string{"2026-05-26 10:00", "2026-05-29 10:00", "2026-06-03 10:00", "2026-06-11 10:00"}},
		{"no open hour left: it climbs at once", domain.InADay, "2026-06-16 21:00", "2026-06-17 08:00",
			[4]string{"2026-06-16 21:00", "2026-06-16 21:00", "2026-06-16 21:00", "2026-06-16 21:00"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := Ladder{Urgency: c.urgency, Entered: wall(t, c.started)}
			if c.useful != "" {
				l.LastUseful = wall(t, c.useful)
			}
			for level, at := range climb(r, l) {
				wantTime(t, domain.Level(level).String(), at.Truncate(time.Minute), wall(t, c.want[level]))
			}
		})
	}
}

func TestRules_LevelDeadline_pausedByHold(t *testing.T) {
	r := DefaultRules(london(t))
	l := Ladder{Urgency: domain.InADay, Level: domain.AtTown, Started: wall(t, "2026-06-16 09:00"), Entered: wall(t, "2026-06-16 11:00")}
	wantTime(t, "without a hold", r.LevelDeadline(l), wall(t, "2026-06-16 13:00"))
	l.Used = r.Hours.Between(l.Entered, wall(t, "2026-06-16 11:30"))
	l.Entered = wall(t, "2026-06-17 09:00")
	wantTime(t, "held from 11:30 until the morning", r.LevelDeadline(l), wall(t, "2026-06-17 10:30"))
	l.Used = 5 * time.Hour
	wantTime(t, "all used up", r.LevelDeadline(l), l.Entered)
}

// The clock may stand still for a night or a week; the ladder never passes the time of use, and each level has a share.
func TestRules_LevelDeadline_properties(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	urgencies := []domain.Urgency{domain.InHours, domain.InADay, domain.ThisWeek, domain.WhenSuits}
	for range 3000 {
		r := Rules{Policy: DefaultPolicy(), Hours: someHours(rnd, london(t))}
		l := Ladder{Urgency: urgencies[rnd.IntN(4)], Started: someInstant(rnd, london(t))}
		if rnd.IntN(4) > 0 {
			l.LastUseful = l.Started.Add(time.Duration(rnd.Int64N(int64(200 * time.Hour))))
		}
		l.Entered = l.Started
		for _, l.Level = range domain.Levels() {
			ends := r.LevelDeadline(l)
			last := r.UsefulUntil(l)
			if ends.Before(l.Entered) {
				t.Fatalf("%+v ends before it begins, at %s", l, ends)
			}
			if !last.IsZero() && ends.After(last) && ends.After(l.Entered) {
				t.Fatalf("%+v ends at %s, after help is of use", l, ends)
			}
			left := r.Hours.Between(l.Entered, last)
			if (last.IsZero() || left > time.Hour) && !ends.After(l.Entered) {
				t.Fatalf("%+v has no time, though %s are left", l, left)
			}
			given := r.Hours.Between(l.Entered, ends)
			if whole := r.Policy.For(l.Urgency).Levels[l.Level].In(r.Hours.Day()); given > whole {
				t.Fatalf("%+v gives the level %s of %s", l, given, whole)
			}
			l.Entered = ends.Add(time.Duration(rnd.Int64N(int64(3 * time.Hour)))) // the clock is late
		}
	}
}

func TestRules_InvitationDeadline(t *testing.T) {
	r := DefaultRules(london(t))
	at := func(u domain.Urgency, level domain.Level, entered string) Ladder {
		return Ladder{Urgency: u, Level: level, Entered: wall(t, entered)}
	}
	useful := at(domain.InHours, domain.AtStreet, "2026-06-16 10:00")
	useful.LastUseful = wall(t, "2026-06-16 11:00")
	failed := at(domain.InADay, domain.AtDistrict, "2026-06-16 10:00")
	failed.Failed = wall(t, "2026-06-16 13:00")
	night := at(domain.InADay, domain.AtDistrict, "2026-06-16 19:00")
	night.Started = wall(t, "2026-06-16 13:00")
	failedH := failed
	failedH.Urgency = domain.InHours
	for _, c := range []struct {
		name            string
		ladder          Ladder
		delivered, want string
	}{
		{"H: to the end of the level", at(domain.InHours, domain.AtDistrict, "2026-06-16 10:00"), "2026-06-16 10:05", "2026-06-16 11:00"},
		{"H: at least a quarter of an hour", at(domain.InHours, domain.AtStreet, "2026-06-16 10:00"), "2026-06-16 10:10", "2026-06-16 10:25"},
		{"H: never past the time of use", useful, "2026-06-16 10:55", "2026-06-16 11:00"},
		{"T: ninety minutes", at(domain.InADay, domain.AtDistrict, "2026-06-16 10:00"), "2026-06-16 10:05", "2026-06-16 11:35"},
		{"T: never past the level", at(domain.InADay, domain.AtStreet, "2026-06-16 10:00"), "2026-06-16 10:05", "2026-06-16 11:00"},
		{"T: over the night", night, "2026-06-16 19:30", "2026-06-17 09:30"},
		{"W: an open day", at(domain.ThisWeek, domain.AtStreet, "2026-06-16 10:00"), "2026-06-16 10:00", "2026-06-17 10:00"},
		{"F: three open days", at(domain.WhenSuits, domain.AtDistrict, "2026-06-16 10:00"), "2026-06-18 21:00", "2026-06-22 20:00"},
		{"delivered too late", at(domain.InADay, domain.AtStreet, "2026-06-16 10:00"), "2026-06-16 12:00", "2026-06-16 12:00"},
		{"after a support failure the life alone", failed, "2026-06-16 19:30", "2026-06-17 09:30"},
		{"H after a support failure: an hour", failedH, "2026-06-16 14:00", "2026-06-16 15:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantTime(t, "deadline", r.InvitationDeadline(c.ladder, wall(t, c.delivered)), wall(t, c.want))
		})
	}
}

func TestRules_FanOut(t *testing.T) {
	r := DefaultRules(london(t))
	for _, c := range []struct {
		name     string
		ladder   Ladder
		now      string
		want     int
		change   string // "" for none
		usedDays int
	}{
		{"H: three at once", Ladder{Urgency: domain.InHours, Entered: wall(t, "2026-06-16 10:00")}, "2026-06-16 10:00", 3, "", 0},
		{"T: one", Ladder{Urgency: domain.InADay, Level: domain.AtTown, Entered: wall(t, "2026-06-16 10:00")}, "2026-06-16 10:59", 1, "2026-06-16 11:00", 0},
		{"T: two after half", Ladder{Urgency: domain.InADay, Level: domain.AtTown, Entered: wall(t, "2026-06-16 10:00")}, "2026-06-16 11:00", 2, "", 0},
		{"W: one", Ladder{Urgency: domain.ThisWeek, Entered: wall(t, "2026-06-16 15:00")}, "2026-06-16 20:00", 1, "2026-06-17 09:15", 0},
		{"W: a second after half a day", Ladder{Urgency: domain.ThisWeek, Entered: wall(t, "2026-06-16 15:00")}, "2026-06-17 09:15", 2, "", 0},
		{"F: one for ever", Ladder{Urgency: domain.WhenSuits, Entered: wall(t, "2026-06-16 15:00")}, "2026-06-18 20:00", 1, "", 0},
		{"W after a support failure", Ladder{Urgency: domain.ThisWeek, Level: domain.AtDistrict, Entered: wall(t, "2026-06-16 15:00"), Failed: wall(t, "2026-06-17 15:00")}, "2026-06-17 16:00", 2, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := r.FanOut(c.ladder, wall(t, c.now)); got != c.want {
				t.Errorf("%d at once, want %d", got, c.want)
			}
			at, ok := r.NextFanOutChange(c.ladder, wall(t, c.now))
			if ok != (c.change != "") {
				t.Fatalf("change: %s, %v", at, ok)
			}
			if ok {
				wantTime(t, "change", at, wall(t, c.change))
			}
		})
	}
}

func TestRules_sleep(t *testing.T) {
	r := DefaultRules(london(t))
	wanted := wall(t, "2026-11-01 10:00") // a Sunday after the clock change; the Sunday before is closed
	wantTime(t, "wakes", r.WakesAt(wanted), wall(t, "2026-10-26 08:30"))
	wantTime(t, "wakes over a clock change", r.WakesAt(wall(t, "2026-10-31 10:00")), wall(t, "2026-10-24 10:00"))
	for now, want := range map[string]bool{"2026-10-25 09:59": true, "2026-10-25 10:00": false, "2026-11-02 10:00": false} {
		if got := r.Sleeps(wall(t, now), wanted); got != want {
			t.Errorf("at %s it sleeps: %v", now, got)
		}
	}
	if r.Sleeps(wanted, time.Time{}) {
		t.Error("a request without a time sleeps")
	}
}

func TestRules_GoesOutAt(t *testing.T) {
	r := DefaultRules(london(t))
	raised := wall(t, "2026-06-16 10:30")
	if at, waits := r.GoesOutAt(domain.ThisWeek, domain.ByItself, raised); waits {
		t.Errorf("it waits until %s", at)
	}
	for _, c := range []struct {
		urgency domain.Urgency
		how     domain.GoesOut
		want    string
	}{
		{domain.ThisWeek, domain.AtTen, "2026-06-17 10:00"},
		{domain.InHours, domain.AtTen, "2026-06-16 10:45"},
		{domain.InADay, domain.AskMeFirst, "2026-06-16 11:30"},
	} {
		at, waits := r.GoesOutAt(c.urgency, c.how, raised)
		if !waits {
			t.Errorf("%s %s does not wait", c.urgency, c.how)
		}
		wantTime(t, string(c.how), at, wall(t, c.want))
	}
}

func TestRules_NextBeat(t *testing.T) {
	r := DefaultRules(london(t))
	for _, c := range []struct {
		urgency     domain.Urgency
		after, want string
	}{
		{domain.InHours, "2026-06-16 10:03", "2026-06-16 10:03"},
		{domain.InHours, "2026-06-16 20:03", "2026-06-17 08:30"},
		{domain.InADay, "2026-06-16 10:03", "2026-06-16 10:10"},
		{domain.InADay, "2026-06-16 10:10", "2026-06-16 10:20"},
		{domain.InADay, "2026-06-16 19:55", "2026-06-17 08:30"},
		{domain.ThisWeek, "2026-06-16 10:00", "2026-06-16 11:00"},
		{domain.ThisWeek, "2026-06-20 19:30", "2026-06-22 08:30"},
		{domain.WhenSuits, "2026-06-16 09:59", "2026-06-16 10:00"},
		{domain.WhenSuits, "2026-06-16 10:00", "2026-06-18 10:00"},
		{domain.WhenSuits, "2026-03-26 10:00", "2026-03-31 10:00"}, // over the spring clock change
		{domain.WhenSuits, "2026-12-31 10:00", "2027-01-05 10:00"},
	} {
		wantTime(t, string(c.urgency)+" "+c.after, r.NextBeat(c.urgency, wall(t, c.after)), wall(t, c.want))
	}
	for u, want := range map[domain.Urgency]bool{domain.InHours: true, domain.InADay: true, domain.ThisWeek: false, domain.WhenSuits: false} {
		if r.ReplacesAtOnce(u) != want {
			t.Errorf("%s replaces at once: %v", u, !want)
		}
	}
}

func TestRules_EarliestVisit(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	r := DefaultRules(zone)
	ten := time.Date(2026, time.June, 10, 10, 0, 0, 0, zone) // a Wednesday
	for name, c := range map[string]struct {
		urgency domain.Urgency
		useful  time.Duration
		want    time.Duration
	}{
		"today: when the street's hour is up":            {domain.InADay, 24 * time.Hour, time.Hour},
		"the next few hours: after a quarter of an hour": {domain.InHours, 6 * time.Hour, 15 * time.Minute},
		"what is short is still asked":                   {domain.InADay, 20 * time.Minute, 5 * time.Minute},
		"help that is of no use any more: not before":    {domain.InADay, -time.Hour, 0},
	} {
		t.Run(name, func(t *testing.T) {
			l := Ladder{Urgency: c.urgency, Entered: ten, LastUseful: ten.Add(c.useful)}
			if got := r.EarliestVisit(l, ten).Sub(ten); got != c.want {
				t.Errorf("a visit may begin %s after asking, want %s", got, c.want)
			}
		})
	}
}
