package domain

import (
	"slices"
	"time"
)

// GatheringPhase is how a gathering is, or was, between two changes of its place, time or rhythm.
type GatheringPhase struct {
	DistrictID  DistrictID
	GatheringID GatheringID
	Phase       int
	PlaceID     GatheringPlaceID
	Rhythm      `bun:"embed:"`
}

// Now is the phase that a gathering is in, or comes to.
func (g Gathering) Now() GatheringPhase {
	return GatheringPhase{DistrictID: g.DistrictID, GatheringID: g.ID, Phase: g.Phase, PlaceID: g.Place.ID, Rhythm: g.Rhythm}
}

// Same reports whether another rhythm has the same dates.
func (r Rhythm) Same(as Rhythm) bool { return r.Prolongs(as) && r.LastOn.Equal(as.LastOn) }

// Prolongs reports whether another rhythm is this one but for its end.
func (r Rhythm) Prolongs(was Rhythm) bool { return r.sameWay(was) && r.FirstOn.Equal(was.FirstOn) }

func (r Rhythm) sameWay(as Rhythm) bool {
	return r.Every == as.Every && r.Starts == as.Starts && r.Ends == as.Ends && r.Holidays == as.Holidays
}

// goesOn reports whether another rhythm is this one, longer or shorter.
func (r Rhythm) goesOn(with Rhythm) bool {
	until := r
	until.LastOn = with.FirstOn
	days, _ := until.Days(func(time.Time) bool { return false })
	return r.sameWay(with) && slices.ContainsFunc(days, with.FirstOn.Equal)
}

// Become gives a gathering a place and a rhythm from that rhythm's first day on. What was until then is returned as a phase of its own;
// nil where nothing is left of it, and where only the end is another.
func (g *Gathering) Become(place GatheringPlace, next Rhythm) (before *GatheringPhase) {
	was := g.Now()
	if place.ID == was.PlaceID && was.Rhythm.goesOn(next) {
		next.FirstOn = was.FirstOn
	} else if was.FirstOn.Before(next.FirstOn) {
		if until := next.FirstOn.AddDate(0, 0, -1); until.Before(was.LastOn) {
			was.LastOn = until
		}
		before, g.Phase = &was, g.Phase+1
	}
	g.Place, g.Rhythm = place, next
	return before
}
