package domain

import "time"

// Doors says whether a district has opened. While they are shut nobody is asked by themselves: requests are kept with their owner, who
// looks at each day by day.
type Doors string

// How a district's doors stand.
const (
	DoorsNotYet Doors = "not_yet" // it is being set up: nothing about a request goes out at all
	DoorsOpen   Doors = "open"    //
	DoorsPaused Doors = "paused"  // nobody new is asked; what has been promised goes on
)

// Shut reports whether nobody is asked now.
func (d Doors) Shut() bool { return d == DoorsNotYet || d == DoorsPaused }

// BeginStep is one thing to settle before a district opens.
type BeginStep string

// The steps, in the order in which they are best done.
const (
	StepStreets  BeginStep = "streets"  // the map: there is at least one street
	StepLead     BeginStep = "lead"     // a town has somebody who is told of a worry
	StepBuilder  BeginStep = "builder"  // somebody builds the community
	StepHours    BeginStep = "hours"    // the number to ring, and when people may be asked
	StepNeeds    BeginStep = "needs"    // the kinds of help were looked through
	StepLadder   BeginStep = "ladder"   // how we ask was looked through
	StepLeaflets BeginStep = "leaflets" // paper lies where people are
)

// BeginSteps lists them all.
func BeginSteps() []BeginStep {
	return []BeginStep{StepStreets, StepLead, StepBuilder, StepHours, StepNeeds, StepLadder, StepLeaflets}
}

// ByHand reports whether a person says that a step is done. The others can be seen from what is there.
func (s BeginStep) ByHand() bool {
	return s == StepNeeds || s == StepLadder || s == StepLeaflets
}

// Plain returns what people call a step, as the end of "Still to do: …".
func (s BeginStep) Plain() string {
	switch s {
	case StepStreets:
		return "bring in the streets"
	case StepLead:
		return "name a safeguarding lead"
	case StepBuilder:
		return "invite a community builder"
	case StepHours:
		return "give the number to ring"
	case StepNeeds:
		return "look through the kinds of help"
	case StepLadder:
		return "look at how we ask"
	case StepLeaflets:
		return "put leaflets where people are"
	}
	return ""
}

// Ticked is a step that somebody has said is done.
type Ticked struct {
	Step     BeginStep
	At       time.Time
	PersonID PersonID
	Name     string // first name
}

// Beginnings is what a district has so far: what its first steps are seen from.
type Beginnings struct {
	DistrictID DistrictID
	Name       string
	Phone      string
	Doors      Doors
	DoorsAt    *time.Time // when they were last opened or shut; nil: never
	DoorsName  string     // by whom: a first name, or ""
	Towns      int
	Streets    int
	Led        int    // towns with a safeguarding lead
	LeadName   string // one of them: first and last name
	Builder    string // somebody who builds the community: first and last name
}

// Undone are the steps that are still to do.
func (b Beginnings) Undone(ticked []Ticked) (out []BeginStep) {
	done := map[BeginStep]bool{StepStreets: b.Streets > 0, StepLead: b.Led > 0, StepBuilder: b.Builder != "", StepHours: b.Phone != ""}
	for _, t := range ticked {
		done[t.Step] = done[t.Step] || t.Step.ByHand()
	}
	for _, s := range BeginSteps() {
		if !done[s] {
			out = append(out, s)
		}
	}
	return out
}
