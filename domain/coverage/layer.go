package coverage

import "waymark/domain"

// Layer is what a map shows.
type Layer string

// The layers, in the order in which they are offered.
const (
	Coordinators Layer = "coordinators" // who looks after streets
	Points       Layer = "points"       // the index
	Helpers      Layer = "helpers"      // who would come, all or those with one skill
	Waiting      Layer = "waiting"      // how far asks that are open have gone
	Yeses        Layer = "yeses"        // how long half of the asks took to a yes
	Connectors   Layer = "connectors"
	Talks        Layer = "talks" // of the neighbourhood: they are not kept nearer
	Sessions     Layer = "sessions"
	Gaps         Layer = "gaps" // how near something is missing
)

// Layers are all of them, as they are offered.
var Layers = []Layer{Coordinators, Points, Helpers, Waiting, Yeses, Connectors, Talks, Sessions, Gaps}

// LayerSteps is how many steps a layer has, from the least to the most; step 0 is where there is nothing to tell it by.
const LayerSteps = 5

// Open is what waits for help in a place now.
type Open struct {
	Asks    int
	Reached domain.Level // how far the one that went furthest is asked
	Failed  bool         // the district's time was up for one
}

// Missing is what is missing in a place, or in one that it lies in.
type Missing struct {
	Gaps int          // that are open
	Near domain.Level // of the nearest, where there is one
}

// MissingNear sums up what is missing in a place and in those that it lies in, the nearest first. What is missing on a street is also missing
// in its section, and counts once.
func MissingNear(gaps Counted, places ...Key) (m Missing) {
	found := false
	for _, at := range places {
		n := gaps[at]
		if !found && n > 0 {
			m.Near, found = at.Level, true
		}
		if at.Level != domain.AtStreet {
			m.Gaps += n
		}
	}
	return m
}

// Shown is a place as a map shows it.
type Shown struct {
	Place
	Open    Open
	Missing Missing
	Weights Weights
	Skill   string // "" counts everybody who would come
}

// enough are the counts at which the steps after the first begin.
var enough = map[Layer][LayerSteps - 1]int{
	Points: {20, 40, 60, 80}, Helpers: {1, 3, 5, 10}, Connectors: {1, 2, 3, 5}, Talks: {1, 10, 50, 200}, Sessions: {1, 2, 3, 5},
}

// soon are the minutes within which half of the asks had their yes, from the last step down.
var soon = [LayerSteps - 1]int{2 * 60, 24 * 60, 3 * 24 * 60, 7 * 24 * 60}

// Step says where a place stands on a layer, from 1 to LayerSteps; 0 where there is nothing to tell it by.
func (s Shown) Step(l Layer) int {
	switch l {
	case Coordinators:
		return s.lookedAfter()
	case Waiting:
		return s.waiting()
	case Yeses:
		return s.sooner()
	case Gaps:
		return s.missing()
	}
	n, step := s.Count(l), 1
	for _, from := range enough[l] {
		step += one(n >= from)
	}
	return step
}

// Count is the number that a layer goes by.
func (s Shown) Count(l Layer) int {
	switch l {
	case Points:
		return s.Index(s.Weights).Points
	case Helpers:
		if s.Skill != "" {
			return s.Skills[s.Skill]
		}
		return s.Place.Helpers
	case Connectors:
		return s.Talkers
	case Talks:
		return s.Place.Talks
	case Sessions:
		return s.Meetings
	case Waiting:
		return s.Open.Asks
	case Gaps:
		return s.Missing.Gaps
	case Yeses:
		minutes, _ := s.Asks.Waits.Within(0.5)
		return minutes
	}
	return s.Main
}

// lookedAfter: a street has nobody, a stand-in, somebody, or both; a wider place stands where its streets stand on the whole.
func (s Shown) lookedAfter() int {
	if s.Level == domain.AtStreet {
		return [2][2]int{{1, 2}, {4, 5}}[s.Main][s.Reserve]
	}
	return 1 + min(LayerSteps-1, int(share(float64(s.Main+s.Reserve), 2*s.Streets)*LayerSteps))
}

// waiting: nobody waits, or the one whose ask went furthest is asked for nearby, in the town, in the district, or was not found in time.
func (s Shown) waiting() int {
	switch {
	case s.Open.Asks == 0:
		return 5
	case s.Open.Failed:
		return 1
	case s.Open.Reached == domain.AtDistrict:
		return 2
	case s.Open.Reached == domain.AtTown:
		return 3
	}
	return 4
}

// missing: nothing is, or something is in the district, the town, the section, or here.
func (s Shown) missing() int {
	if s.Missing.Gaps == 0 {
		return LayerSteps
	}
	return 1 + int(s.Missing.Near)
}

func (s Shown) sooner() int {
	minutes, ok := s.Asks.Waits.Within(0.5)
	if !ok {
		return 0
	}
	step := LayerSteps
	for _, most := range soon {
		step -= one(minutes > most)
	}
	return step
}
