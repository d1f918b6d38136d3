package escalation

import (
	"time"

	"waymark/domain"
)

// Ladder is where a request stands on its way from its street to the district. It holds instants and lengths only, all of
// them stored; deadlines are worked out from it each time.
type Ladder struct {
	Urgency domain.Urgency
	Level   domain.Level

	// Started is when helpers were first looked for: raised, woken, allowed out, or reopened. Zero: as Entered.
	Started time.Time

	// Entered is when this level began, or began to run again after a hold; Used is the open time spent on it before.
	Entered time.Time
	Used    time.Duration

	LastUseful time.Time // from then on help is no use; zero: no limit
	Failed     time.Time // the support failure: the district's time is up, and no level ends any more; zero: none
}

// settled puts Started where it belongs when it was left out.
func (l Ladder) settled() Ladder {
	if l.Started.IsZero() {
		l.Started = l.Entered
	}
	l.Level = min(max(l.Level, domain.AtStreet), domain.AtDistrict)
	return l
}

// UsefulUntil returns the instant that the ladder must not pass; zero when there is none. It is LastUseful, and for help
// wanted today or tomorrow that starts after two in the afternoon noon of the next open day, if that is sooner.
func (r Rules) UsefulUntil(l Ladder) time.Time {
	l = l.settled()
	h := r.Hours.sane()
	late := h.at(l.Started, 0, r.Policy.LateFrom)
	if l.Urgency != domain.InADay || r.Policy.LateFrom <= 0 || l.Started.Before(late) {
		return l.LastUseful
	}
	noon := h.NextAt(h.at(l.Started, 1, 0), r.Policy.LateUntil)
	if l.LastUseful.IsZero() {
		return noon
	}
	return earlier(noon, l.LastUseful)
}

// levelTime returns how much open time is left to this level as it is entered or resumed.
//
// A level gets its time in the policy, but no more than a quarter of the open time from Started until help is last useful:
// four quarters that are counted from one point cannot pass it. When a level is entered late, after the clock stood still,
// the levels that remain share evenly what is left, so that all still have their turn.
func (r Rules) levelTime(l Ladder) time.Duration {
	whole := r.Policy.For(l.Urgency).Levels[l.Level].In(r.Hours.Day())
	last := r.UsefulUntil(l)
	if last.IsZero() {
		return max(0, whole-l.Used)
	}
	left := r.Hours.Between(l.Entered, last)
	all := left
	if !l.Started.Equal(l.Entered) {
		all = r.Hours.Between(l.Started, last)
	}
	return max(0, min(min(whole, all/4)-l.Used, left/time.Duration(domain.AtDistrict-l.Level+1)))
}

// LevelDeadline returns when this level's time is up: then the clock widens or, at the district, records a support failure.
// It is never before Entered, and never after help is last useful unless the level was entered later than that.
func (r Rules) LevelDeadline(l Ladder) time.Time {
	l = l.settled()
	return r.Hours.Add(l.Entered, r.levelTime(l))
}

// InvitationDeadline returns until when an invitation lives that was delivered at an instant. Its life counts open time from
// delivery and never passes the level's deadline, except that those who are asked for the next few hours always have a
// quarter of an hour. It never passes the time when help is last useful. After a support failure no level ends, so
// the life alone counts.
func (r Rules) InvitationDeadline(l Ladder, delivered time.Time) time.Time {
	l = l.settled()
	rule := r.Policy.For(l.Urgency)
	life := rule.Life.In(r.Hours.Day())
	var ends time.Time
	switch toLevelEnd := life == 0; {
	case !l.Failed.IsZero() && toLevelEnd:
		ends = r.Hours.Add(delivered, rule.Levels[domain.AtDistrict].In(r.Hours.Day()))
	case !l.Failed.IsZero():
		ends = r.Hours.Add(delivered, life)
	case toLevelEnd:
		ends = later(r.LevelDeadline(l), r.Hours.Add(delivered, rule.LifeAtLeast.In(r.Hours.Day())))
	default:
		ends = earlier(r.LevelDeadline(l), r.Hours.Add(delivered, life))
	}
	if !l.LastUseful.IsZero() {
		ends = earlier(ends, l.LastUseful)
	}
	return later(ends, delivered)
}

// EarliestVisit returns when a visit may begin that somebody is asked for at an instant: not before their answer is due, but at
// the latest half-way to when help is last useful, so that what is short is still asked.
func (r Rules) EarliestVisit(l Ladder, asked time.Time) time.Time {
	due := r.InvitationDeadline(l, asked)
	if !l.LastUseful.IsZero() {
		due = earlier(due, asked.Add(l.LastUseful.Sub(asked)/2))
	}
	return later(due, asked)
}

// FanOut returns how many invitations of a request may be live at an instant.
func (r Rules) FanOut(l Ladder, now time.Time) int {
	rule := r.Policy.For(l.Urgency)
	if now.Before(r.moreFrom(l)) {
		return rule.AtOnce
	}
	return max(rule.AtOnce, rule.Later)
}

// NextFanOutChange returns when more invitations may be out than at an instant; false when this level allows no more.
func (r Rules) NextFanOutChange(l Ladder, now time.Time) (time.Time, bool) {
	at := r.moreFrom(l)
	rule := r.Policy.For(l.Urgency)
	ok := rule.Later > rule.AtOnce && now.Before(at) && at.Before(r.LevelDeadline(l))
	if !ok {
		return time.Time{}, false
	}
	return at, true
}

// moreFrom returns when the second figure of the fan-out begins.
func (r Rules) moreFrom(l Ladder) time.Time {
	l = l.settled()
	if !l.Failed.IsZero() {
		return l.Failed
	}
	after := r.Policy.For(l.Urgency).LaterAfter.In(r.Hours.Day())
	if after == 0 {
		after = (l.Used + r.levelTime(l)) / 2
	}
	return r.Hours.Add(l.Entered, after-l.Used)
}

// WakesAt returns when a request that is wanted from an instant wakes from its sleep: the first open hour from seven days
// before, counted on the calendar.
func (r Rules) WakesAt(wantedFrom time.Time) time.Time {
	return r.Hours.NextOpen(r.sleepsUntil(wantedFrom))
}

func (r Rules) sleepsUntil(wantedFrom time.Time) time.Time {
	return wantedFrom.In(r.Hours.sane().Zone).AddDate(0, 0, -r.Policy.SleepDays)
}

// Sleeps reports whether a request is so far ahead that nobody is asked yet. Its owner has it all the same.
func (r Rules) Sleeps(now, wantedFrom time.Time) bool {
	return !wantedFrom.IsZero() && now.Before(r.sleepsUntil(wantedFrom))
}

// GoesOutAt returns when the clock acts on a request that waits for a word of its owner before anybody is asked: at ten
// o'clock it goes out unless stopped; where the owner wants to be asked, they are reminded when the street's time would be
// up. Help in the next few hours never waits until ten. False when it goes out by itself.
func (r Rules) GoesOutAt(u domain.Urgency, how domain.GoesOut, raised time.Time) (time.Time, bool) {
	if how == domain.ByItself {
		return time.Time{}, false
	}
	if how == domain.AtTen && u != domain.InHours {
		return r.Hours.NextAt(raised, 10*time.Hour), true
	}
	return r.Hours.Add(raised, r.Policy.For(u).Levels[domain.AtStreet].In(r.Hours.Day())), true
}
