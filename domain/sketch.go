package domain

import (
	"cmp"
	"slices"
)

// SketchStreet is one street of a list that somebody tries out: who is there, and who is not. It is never stored.
type SketchStreet struct {
	Name     string
	Part     string // of the town; "" when the list does not say
	Line     int    // where the list first names it
	After    []string
	StandIns []string
	Helpers  []SketchHelper
	Homes    int  // 0 when the list does not say
	MayName  bool // whoever looks after it agrees to be named on a poster
}

// SketchHelper is somebody on a list who helps.
type SketchHelper struct {
	Name string
	With string // "shopping, dogs"; "" when the list does not say
}

// Nobody reports whether no one looks after the street.
func (s SketchStreet) Nobody() bool { return len(s.After) == 0 }

// LacksStandIn reports whether somebody looks after the street, and nobody stands in for them.
func (s SketchStreet) LacksStandIn() bool { return !s.Nobody() && len(s.StandIns) == 0 }

// people is how many the list names on the street.
func (s SketchStreet) people() int { return len(s.After) + len(s.StandIns) + len(s.Helpers) }

// DoorWhy says why a door comes first.
type DoorWhy string

// The reasons, the strongest first.
const (
	DoorPeople  DoorWhy = "people"   // nobody looks after the street, and people there are on the list
	DoorHomes   DoorWhy = "homes"    // nobody looks after it, and it has the most homes of those
	DoorBetween DoorWhy = "between"  // nobody looks after it, and the streets before and behind it on the list are looked after
	DoorNobody  DoorWhy = "nobody"   // nobody looks after it
	DoorStandIn DoorWhy = "stand_in" // it is looked after, and nobody stands in
)

// SketchDoor is a door to knock at.
type SketchDoor struct {
	Street SketchStreet
	Why    DoorWhy
	Who    string // whose door, or who can say whose: "" when the list names nobody near
	Beside string // the street of Who where that is another; "" when they are of this one
	People int    // whom the list names on the street
}

// mostDoors is how many doors are named: more is a plan, and no longer a first step.
const mostDoors = 3

// FirstDoors names the three doors to knock at first, of streets in the order of a list.
//
// First come the streets that nobody looks after. Of these the one with the most people on the list leads, because there somebody
// answers who is known already; of equals the one with the most homes; of equals the one that stands between two streets that are looked
// after, because a neighbour can come along; of equals the first on the list. Then come streets with nobody to stand in, the one with the
// most people first.
//
// At a street the door is that of its first helper; without one it is the door of whoever looks after the street before or behind it on
// the list, in the same part of town, who may know somebody there; for a stand-in it is the door of whoever looks after the street.
func FirstDoors(streets []SketchStreet) []SketchDoor {
	var doors []SketchDoor
	for n, s := range streets {
		if s.Nobody() || s.LacksStandIn() {
			doors = append(doors, doorOf(streets, n))
		}
	}
	slices.SortStableFunc(doors, func(a, b SketchDoor) int {
		between := func(d SketchDoor) int {
			if d.Why == DoorBetween {
				return 0
			}
			return 1
		}
		standIn := func(d SketchDoor) int {
			if d.Why == DoorStandIn {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(standIn(a), standIn(b)), cmp.Compare(b.People, a.People),
			cmp.Compare(b.Street.Homes, a.Street.Homes), cmp.Compare(between(a), between(b)))
	})
	return doors[:min(len(doors), mostDoors)]
}

// doorOf says whose door it is at the n-th street, and why one would knock there.
func doorOf(streets []SketchStreet, n int) SketchDoor {
	s := streets[n]
	d := SketchDoor{Street: s, Why: DoorNobody, People: s.people()}
	before, behind := neighbour(streets, n, -1), neighbour(streets, n, 1)
	switch {
	case !s.Nobody():
		d.Why, d.Who = DoorStandIn, s.After[0]
		return d
	case d.People > 0:
		d.Why = DoorPeople
	case before != nil && behind != nil:
		d.Why = DoorBetween
	case s.Homes > 0:
		d.Why = DoorHomes
	}
	switch {
	case len(s.Helpers) > 0:
		d.Who = s.Helpers[0].Name
	case len(s.StandIns) > 0:
		d.Who = s.StandIns[0]
	case before != nil:
		d.Who, d.Beside = before.After[0], before.Name
	case behind != nil:
		d.Who, d.Beside = behind.After[0], behind.Name
	}
	return d
}

// neighbour is the street before or behind the n-th of a list, where that is looked after and in the same part of town; else nil.
func neighbour(streets []SketchStreet, n, step int) *SketchStreet {
	if n+step < 0 || n+step >= len(streets) {
		return nil
	}
	s := &streets[n+step]
	if s.Nobody() || NameKey(s.Part) != NameKey(streets[n].Part) {
		return nil
	}
	return s
}

// SketchCount sums a list up.
type SketchCount struct {
	Streets   int
	After     int // with somebody who looks after them
	StandIns  int // and somebody to stand in
	NoStandIn int
	Nobody    int
	Helpers   int
}

// CountSketch sums a list of streets up.
func CountSketch(streets []SketchStreet) (c SketchCount) {
	for _, s := range streets {
		c.Streets++
		c.Helpers += len(s.Helpers)
		switch {
		case s.Nobody():
			c.Nobody++
		case s.LacksStandIn():
			c.After, c.NoStandIn = c.After+1, c.NoStandIn+1
		default:
			c.After, c.StandIns = c.After+1, c.StandIns+1
		}
	}
	return c
}
