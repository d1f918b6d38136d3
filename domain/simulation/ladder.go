package simulation

import (
	"slices"
	"time"

	"waymark/domain"
)

// The rules of the clock on a clock of open minutes. They are those of the package escalation, which keeps the true ones for the true
// calendar; a test holds the two against each other.

// never is a minute that does not come.
const never = int32(1<<31 - 1)

// rung is where a request stands on its ladder, in minutes.
type rung struct {
	raised, entered int32
	useful          int32 // help is of no use from then on; never: no limit
	level           int8
	failed          int32 // the time of the district was up; -1: not yet
}

// minutes is a span in open minutes.
func (w *town) minutes(s domain.Span) int32 {
	return int32(s.In(time.Duration(w.Calendar.Day)*time.Minute) / time.Minute)
}

// usefulUntil is when the ladder must be at its end: for what is wanted today or tomorrow and begins late in the day, the next noon.
func (w *town) usefulUntil(class int8, g rung) int32 {
	if class != 1 || w.Policy.LateFrom <= 0 {
		return g.useful
	}
	late := int32((w.Policy.LateFrom - w.Hours.Opens) / time.Minute)
	if g.raised%w.Calendar.Day < late {
		return g.useful
	}
	noon := int32((w.Policy.LateUntil - w.Hours.Opens) / time.Minute)
	return min(g.useful, (g.raised/w.Calendar.Day+1)*w.Calendar.Day+noon)
}

// levelTime is how long the level lasts from when it was entered: escalation.Rules.levelTime.
func (w *town) levelTime(class int8, g rung) int32 {
	length := w.minutes(w.paces[class].Levels[g.level])
	last := w.usefulUntil(class, g)
	if last == never {
		return length
	}
	length = min(length, max(0, last-g.raised)/4)
	share := max(0, last-g.entered) / (levels - int32(g.level))
	return max(0, min(length, share))
}

// levelEnds is when the level's time is up.
func (w *town) levelEnds(class int8, g rung) int32 { return g.entered + w.levelTime(class, g) }

// lives is until when an invitation lives that is sent now: escalation.Rules.InvitationDeadline.
func (w *town) lives(class int8, g rung) int32 {
	pace := &w.paces[class]
	life := w.minutes(pace.Life)
	ends := w.now + life
	switch {
	case g.failed >= 0 && life == 0:
		ends = w.now + w.minutes(pace.Levels[levels-1])
	case g.failed >= 0:
	case life == 0:
		ends = max(w.levelEnds(class, g), w.now+w.minutes(pace.LifeAtLeast))
	default:
		ends = min(w.levelEnds(class, g), ends)
	}
	return max(min(ends, g.useful), w.now)
}

// fanOut is how many invitations may be out now: escalation.Rules.FanOut.
func (w *town) fanOut(class int8, g rung) int {
	pace := &w.paces[class]
	after := w.minutes(pace.LaterAfter)
	if after == 0 {
		after = w.levelTime(class, g) / 2
	}
	if g.failed < 0 && w.now < g.entered+after {
		return pace.AtOnce
	}
	return max(pace.AtOnce, pace.Later)
}

// nextBeat is the first beat after a minute; for a class that is matched at once that minute itself.
func (w *town) nextBeat(class int8, after int32) int32 {
	pace := &w.paces[class]
	if len(pace.Digest) > 0 {
		i, found := slices.BinarySearch(w.Calendar.Digests[class], after)
		if found {
			i++
		}
		if i == len(w.Calendar.Digests[class]) {
			return never
		}
		return w.Calendar.Digests[class][i]
	}
	every := int32(pace.Every / time.Minute)
	if every <= 0 {
		return after
	}
	return (after/every + 1) * every
}
