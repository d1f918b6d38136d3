package escalation

import (
	"time"

	"waymark/domain"
)

// Span is a length of open time as a town writes it: hours and minutes as they are, or half days. A day is the open hours of
// an ordinary day, so "one day" from Monday at three ends on Tuesday at three, however long the town is open.
type Span struct {
	Time     time.Duration
	HalfDays int
}

// Minutes is a number of minutes of open time.
func Minutes(n int) Span { return Span{Time: time.Duration(n) * time.Minute} }

// Days is a number of open days.
func Days(n int) Span { return Span{HalfDays: 2 * n} }

// In returns the span as a length of open time under some hours.
func (s Span) In(h Hours) time.Duration {
	return s.Time + time.Duration(s.HalfDays)*h.Day()/2
}

// Rule is what a town has settled for one urgency.
type Rule struct {
	Levels [4]Span // the time at street, section, town and district

	// Life is how long an invitation lives from its delivery; zero: to the end of the level, but LifeAtLeast.
	Life, LifeAtLeast Span

	// AtOnce is how many invitations may be out when a level begins; Later how many after LaterAfter, a zero span meaning
	// half of the level's time.
	AtOnce, Later int
	LaterAfter    Span

	// Every is the beat on which requests are matched; zero: at once. When Digest names days, these at DigestAt (since
	// midnight, on the wall) are the beat instead.
	Every    time.Duration
	Digest   []time.Weekday
	DigestAt time.Duration

	ReplaceAtOnce bool // a refusal is replaced at once, not on the next beat
}

// Policy is what a town has settled for all urgencies. A day's worth of hours in it is an open day: where the table of
// defaults says that an invitation lives 24 or 72 hours, or a second one goes out after 12, these are one, three and
// half an open day. Only so do they fit the levels of one and three days that they belong to.
type Policy struct {
	H, T, W, F Rule

	// Help that is wanted today or tomorrow, and starts after LateFrom on the wall, is wanted by LateUntil on the next open
	// day. A zero LateFrom switches this off.
	LateFrom, LateUntil time.Duration

	SleepDays int // a request further ahead than this sleeps
}

// DefaultPolicy is the table that a new town begins with.
func DefaultPolicy() Policy {
	return Policy{
		H: Rule{
			Levels:      [4]Span{Minutes(15), Minutes(15), Minutes(30), Minutes(60)},
			LifeAtLeast: Minutes(15), AtOnce: 3, Later: 3, ReplaceAtOnce: true,
		},
		T: Rule{
			Levels: [4]Span{Minutes(60), Minutes(60), Minutes(120), Minutes(180)},
			Life:   Minutes(90), AtOnce: 1, Later: 2, Every: 10 * time.Minute, ReplaceAtOnce: true,
		},
		W: Rule{
			Levels: [4]Span{Days(1), Days(1), Days(1), Days(1)},
			Life:   Days(1), AtOnce: 1, Later: 2, LaterAfter: Span{HalfDays: 1}, Every: time.Hour,
		},
		F: Rule{
			Levels: [4]Span{Days(3), Days(3), Days(4), Days(7)},
			Life:   Days(3), AtOnce: 1, Later: 1, Digest: []time.Weekday{time.Tuesday, time.Thursday}, DigestAt: 10 * time.Hour,
		},
		LateFrom: 14 * time.Hour, LateUntil: 12 * time.Hour, SleepDays: 7,
	}
}

// For returns the rule of an urgency; an unknown one is in no hurry.
func (p Policy) For(u domain.Urgency) Rule {
	return [4]Rule{p.H, p.T, p.W, p.F}[u.Class()]
}

// Rules are the clock's rules of one town: its policy and the hours in which it may be asked.
type Rules struct {
	Policy Policy
	Hours  Hours
}

// DefaultRules are the default policy and hours on the wall of a zone.
func DefaultRules(zone *time.Location) Rules {
	return Rules{Policy: DefaultPolicy(), Hours: DefaultHours(zone)}
}

// ReplacesAtOnce reports whether a refusal is replaced at once; else the next beat does it.
func (r Rules) ReplacesAtOnce(u domain.Urgency) bool { return r.Policy.For(u).ReplaceAtOnce }

// NextBeat returns when requests of an urgency are matched next, strictly after an instant, in open hours only; the opening is
// a beat too. For those matched at once it is the instant itself, or the next opening.
func (r Rules) NextBeat(u domain.Urgency, after time.Time) time.Time {
	rule := r.Policy.For(u)
	if len(rule.Digest) > 0 {
		return r.Hours.NextAt(after, rule.DigestAt, rule.Digest...)
	}
	if rule.Every <= 0 {
		return r.Hours.NextOpen(after)
	}
	return r.Hours.NextOpen(after.Truncate(rule.Every).Add(rule.Every))
}
