package escalation

import (
	"time"

	"waymark/domain"
)

// Action is what the clock does next with a request.
type Action string

// The actions.
const (
	NoAction         Action = ""                  // closed: the clock is done with it
	AskFirst         Action = "ask_first"         // it waits for its owner's word: let it out, or remind them
	Plan             Action = "plan"              // match it, and invite
	ExpireInvitation Action = "expire_invitation" // somebody did not answer in time
	Widen            Action = "widen"             // this level's time is up
	SupportFailure   Action = "support_failure"   // the district's time is up: record it, once
	Wake             Action = "wake"              // the day has come near: begin at the street
	EndHold          Action = "end_hold"          // the owner's hold is over: go on
	NudgeHelper      Action = "nudge_helper"      // remind the helper of the visit
	HomeSafe         Action = "home_safe"         // the visit inside a home should be over: ask the helper
	AskAfter         Action = "ask_after"         // ask both how it went
	Ring             Action = "ring"              // no answer: somebody rings
	Reopen           Action = "reopen"            // still no answer: look for help again
	NewTime          Action = "new_time"          // nobody came in time: the owner asks for another time
	Review           Action = "review"            // the owner looks at it
	Hand             Action = "hand"              // somebody at a visit wants a hand: a person's turn, now and until one has looked
	AwaitDoors       Action = "doors"             // the district has not opened yet: its clocks begin when somebody opens it
)

// Never is when something is due that no clock brings about. It can be stored and compared like any other instant.
var Never = time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC)

// Times around a visit. Those of a visit inside a home count night and Sunday, for they are about somebody's safety.
const (
	nudgeBefore   = 2 * time.Hour
	homeSafeAgain = 30 * time.Minute
	askAfterVisit = time.Hour
	reviewClock   = 9 * time.Hour
	handAgain     = 3 * time.Minute // how often the clock sees that a person's turn is still that, so that it stays among the first
	retryAtOnce   = time.Minute     // those matched "at once", when nobody was found
)

// Facts are what is known of a request, as far as the clock is concerned. Zero instants mean "not yet" or "none".
type Facts struct {
	Ladder
	State domain.RequestState

	WantedFrom time.Time
	Asleep     bool      // begun too early; wakes seven days before WantedFrom
	AskFirstAt time.Time // it waits for its owner's word until then (GoesOutAt)
	ByHand     bool      // never matched: street unknown, need or agreement that only a person can deal with
	HoldUntil  time.Time // its owner holds it

	Planned time.Time   // it was last put into a plan
	Freed   time.Time   // somebody last said no, or fell away
	Live    []time.Time // one deadline for each live invitation; zero while it is not delivered
	Nobody  bool        // the last plan found nobody left to ask at this level

	Missed   time.Time // the owner was told that nobody came in time
	Reviewed time.Time // the owner was last asked to look at it

	Accepted   time.Time // the helper's yes
	VisitAt    time.Time
	VisitEnds  time.Time
	GoesInside bool
	Nudged     time.Time
	HomeAsked  time.Time
	HomeSafe   time.Time // the helper is safely home
	AfterAsked time.Time
	Rung       time.Time // somebody was last asked to ring
	WantsHand  bool      // helper or person says that it went wrong, and nobody has looked at it yet
}

// next is an instant with its action; the zero value is "nothing yet".
type next struct {
	at   time.Time
	what Action
}

// or returns the earlier of two; of two at the same instant, the first.
func (n next) or(at time.Time, what Action) next {
	if n.what == NoAction || at.Before(n.at) {
		return next{at, what}
	}
	return n
}

// Next returns the one next action of a request and when it is due, which may be past: then the clock is late, and acts now.
// Every request that is not closed has one. Acting on it must change the facts, or it comes again at once.
func (r Rules) Next(f Facts) (time.Time, Action) {
	f.Ladder = f.Ladder.settled()
	var n next
	switch {
	case f.State == domain.Closed:
		return time.Time{}, NoAction
	case f.State == domain.Assigned:
		n = r.nextOfVisit(f)
	case r.Doors == domain.DoorsNotYet:
		n = next{Never, AwaitDoors}
	default:
		n = r.nextOfSearch(f)
	}
	return n.at, n.what
}

// nextOfSearch is for a request that nobody has said yes to.
func (r Rules) nextOfSearch(f Facts) next {
	var n next
	for _, ends := range f.Live {
		if !ends.IsZero() {
			n = n.or(ends, ExpireInvitation)
		}
	}
	missed := !f.Missed.IsZero()
	switch {
	case !f.HoldUntil.IsZero():
		n = n.or(f.HoldUntil, EndHold)
	case r.Doors.Shut() || f.ByHand || missed:
		n = n.or(r.reviewOf(f), Review)
	case !f.AskFirstAt.IsZero():
		n = n.or(f.AskFirstAt, AskFirst)
	case f.Asleep:
		n = n.or(r.WakesAt(f.WantedFrom), Wake)
	case !f.Failed.IsZero():
		n = n.or(r.reviewOf(f), Review)
		n = r.orPlan(n, f)
	default:
		n = r.orPlan(r.orWiden(n, f), f)
	}
	if !f.LastUseful.IsZero() && !missed {
		n = n.or(f.LastUseful, NewTime)
	}
	return n
}

// orWiden adds the end of the level, which comes with the next beat when nobody is left to ask on it.
func (r Rules) orWiden(n next, f Facts) next {
	ends := r.LevelDeadline(f.Ladder)
	if f.Level == domain.AtDistrict {
		return n.or(ends, SupportFailure)
	}
	if f.Nobody && len(f.Live) == 0 {
		ends = earlier(ends, r.nextPlan(f))
	}
	return n.or(ends, Widen)
}

// orPlan adds the beat on which one more may be invited.
func (r Rules) orPlan(n next, f Facts) next {
	at := r.nextPlan(f)
	if r.FanOut(f.Ladder, at) > len(f.Live) {
		return n.or(at, Plan)
	}
	more, ok := r.NextFanOutChange(f.Ladder, at)
	if !ok || r.Policy.For(f.Urgency).Later <= len(f.Live) {
		return n
	}
	return n.or(r.NextBeat(f.Urgency, more.Add(-1)), Plan)
}

// nextPlan returns the request's next beat, or at once for a refusal that is replaced at once.
func (r Rules) nextPlan(f Facts) time.Time {
	if f.Freed.After(f.Planned) && f.Freed.After(f.Entered) && r.ReplacesAtOnce(f.Urgency) {
		return r.Hours.NextOpen(f.Freed)
	}
	since := later(f.Planned, f.Entered)
	at := r.NextBeat(f.Urgency, since)
	if !f.Planned.IsZero() && !at.After(f.Planned) {
		at = r.Hours.NextOpen(f.Planned.Add(retryAtOnce))
	}
	return at
}

// reviewOf returns when the owner looks at a request again: every open day at nine, and one that is only in people's hands no
// later than its street would have had.
func (r Rules) reviewOf(f Facts) time.Time {
	since := later(later(f.Started, f.Failed), later(f.Missed, f.Reviewed))
	daily := r.Hours.NextAt(since, reviewClock)
	if !f.ByHand {
		return daily
	}
	return earlier(daily, r.Hours.Add(since, r.Policy.For(f.Urgency).Levels[domain.AtStreet].In(r.Hours.Day())))
}

// nextOfVisit is for a request with a helper. While somebody wants a hand a person has to look, before all else: see
// StepOfVisit for what the clock does meanwhile.
func (r Rules) nextOfVisit(f Facts) next {
	if !f.WantsHand {
		return r.stepOfVisit(f)
	}
	if f.Reviewed.Before(f.Accepted) {
		return next{f.Accepted, Hand}
	}
	return next{f.Reviewed.Add(handAgain), Hand}
}

// StepOfVisit returns what the clock does around a visit whether or not a person has been called to it, and when. A helper in a home is
// asked whether they are safe even while somebody wants a hand.
func (r Rules) StepOfVisit(f Facts) (time.Time, Action) {
	n := r.stepOfVisit(f)
	return n.at, n.what
}

// stepOfVisit is the nudge, "home safe?", how it went, ringing, and looking again. A yes that
// comes too late for the nudge goes without; a clock so late that the visit has begun only notes it. A visit without a
// time is for the owner to look at.
func (r Rules) stepOfVisit(f Facts) next {
	if f.VisitAt.IsZero() || f.VisitEnds.IsZero() {
		return next{r.Hours.NextAt(later(f.Accepted, f.Reviewed), reviewClock), Review}
	}
	answerTime := r.Hours.Day() // how long people have to answer
	nudge := r.nudgeAt(f.VisitAt)
	switch {
	case f.Nudged.IsZero() && nudge.After(f.Accepted) && f.HomeAsked.IsZero() && f.AfterAsked.IsZero():
		return next{nudge, NudgeHelper}
	case f.GoesInside && f.HomeAsked.IsZero() && f.HomeSafe.IsZero():
		return next{f.VisitEnds, HomeSafe}
	case f.GoesInside && f.HomeSafe.IsZero():
		return next{later(f.HomeAsked, f.Rung).Add(homeSafeAgain), Ring}
	case f.AfterAsked.IsZero():
		return next{r.Hours.NextOpen(f.VisitEnds.Add(askAfterVisit)), AskAfter}
	case !f.Rung.After(f.AfterAsked):
		return next{r.Hours.Add(f.AfterAsked, answerTime), Ring}
	}
	return next{r.Hours.Add(f.Rung, answerTime), Reopen}
}

// nudgeAt returns two hours before the visit or, where that is out of hours, two hours before closing on the last open day
// before.
func (r Rules) nudgeAt(visit time.Time) time.Time {
	before := visit.Add(-nudgeBefore)
	if r.Hours.IsOpen(before) {
		return before
	}
	h := r.Hours.sane()
	for days := 0; ; days-- {
		open, closes, ok := h.opening(before, days)
		if ok && closes.Before(before) {
			return later(open, closes.Add(-nudgeBefore))
		}
	}
}
