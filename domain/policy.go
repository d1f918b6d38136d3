package domain

import "time"

// Pace is what a district has settled for one urgency.
type Pace struct {
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

// Policy is the district's table: how fast requests are asked for, how often volunteers are, and what the plan weighs. A day's worth
// of hours in it is an open day: where the table of defaults says that an invitation lives 24 or 72 hours, or a second one
// goes out after 12, these are one, three and half an open day. Only so do they fit the levels of one and three days that
// they belong to.
type Policy struct {
	H, T, W, F Pace

	// Help that is wanted today or tomorrow, and starts after LateFrom on the wall, is wanted by LateUntil on the next open
	// day. A zero LateFrom switches this off.
	LateFrom, LateUntil time.Duration

	SleepDays int // a request further ahead than this sleeps

	Budget  Budget
	Weights Weights
}

// Budget is how often a volunteer is asked who has not chosen for themselves, and what their silence means.
type Budget struct {
	Week, Day     int // asks
	QuestionAfter int // asks in a row without an answer: then we ask whether it is still all right
	RestAfter     int // asks in a row without an answer: then they rest until they say so
}

// Weights are what the plan weighs against a metre of walking, all in metres.
type Weights struct {
	Widening  [4]int // extra for a helper from the same street, section, town, district
	Stability int    // extra when somebody else is being asked already
	Load      int    // the price of a full week: see Price
	Willing   int    // the most that somebody is put back who nearly always says yes: see Held
}

// DefaultPolicy is the table that a new district begins with.
func DefaultPolicy() Policy {
	return Policy{
		H: Pace{
			Levels:      [4]Span{Minutes(15), Minutes(15), Minutes(30), Minutes(60)},
			LifeAtLeast: Minutes(15), AtOnce: 3, Later: 3, ReplaceAtOnce: true,
		},
		T: Pace{
			Levels: [4]Span{Minutes(60), Minutes(60), Minutes(120), Minutes(180)},
			Life:   Minutes(90), AtOnce: 1, Later: 2, Every: 10 * time.Minute, ReplaceAtOnce: true,
		},
		W: Pace{
			Levels: [4]Span{Days(1), Days(1), Days(1), Days(1)},
			Life:   Days(1), AtOnce: 1, Later: 2, LaterAfter: Span{HalfDays: 1}, Every: time.Hour,
		},
		F: Pace{
			Levels: [4]Span{Days(3), Days(3), Days(4), Days(7)},
			Life:   Days(3), AtOnce: 1, Later: 1, Digest: []time.Weekday{time.Tuesday, time.Thursday}, DigestAt: 10 * time.Hour,
		},
		LateFrom: 14 * time.Hour, LateUntil: 12 * time.Hour, SleepDays: 7,
		Budget:  Budget{Week: 2, Day: 1, QuestionAfter: 2, RestAfter: 4},
		Weights: Weights{Widening: [4]int{0, 200, 1000, 4000}, Stability: 150, Load: 60, Willing: 100},
	}
}

// For returns the pace of an urgency; an unknown one is in no hurry.
func (p Policy) For(u Urgency) Pace {
	return [4]Pace{p.H, p.T, p.W, p.F}[u.Class()]
}

// of is For, to be written to.
func (p *Policy) of(u Urgency) *Pace {
	return [4]*Pace{&p.H, &p.T, &p.W, &p.F}[u.Class()]
}

// Price is what the j-th case of a week (j from 1) counts for somebody with room for so many: floor(Load·(2j-1)/capacity) metres. With
// the usual 60 and room for two, the first counts as 30 m and the second as 90 m. The capacity must not be 0.
func (w Weights) Price(j, capacity int) int { return w.Load * (2*j - 1) / capacity }

// What is thought of somebody who was never asked: usualYes of usualAsked asks are a yes. With few answers of their own this is most
// of what is known of anybody.
const (
	usualYes   = 2
	usualAsked = 8
)

// Held is by how many metres somebody is put back who said yes to so many asks out of asked, so that the same few are not asked each
// time: nothing up to the usual share of one in four, and rising evenly to nearly Willing for whoever always says yes. The share is smoothed (a
// prior of two in eight), so that one yes makes no difference to speak of. It is for the plan alone and is never shown.
func (w Weights) Held(yes, asked int) int {
	yes, asked = min(max(0, yes), max(0, asked)), max(0, asked)
	// ((yes+2)/(asked+8) - 2/8) / (6/8), in whole numbers
	over := usualAsked*(yes+usualYes) - usualYes*(asked+usualAsked)
	return w.Willing * max(0, over) / ((usualAsked - usualYes) * (asked + usualAsked))
}
