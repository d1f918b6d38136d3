package domain

import "time"

// Level is how near a place is: the scheduler looks for a neighbour on the street first and widens one level at a time.
type Level int

// The levels, from the nearest to the widest. Their numbers are stored and never change.
const (
	AtStreet   Level = 0
	AtSection  Level = 1
	AtTown     Level = 2
	AtDistrict Level = 3
)

// Levels lists every level from the nearest to the widest.
func Levels() []Level { return []Level{AtStreet, AtSection, AtTown, AtDistrict} }

// Plain returns what people call a level: the street, the neighbourhood, the town, the district.
func (l Level) Plain() string {
	if l == AtSection {
		return "neighbourhood"
	}
	return l.String()
}

// String returns the level's code: street, section, town or district; "" for anything else.
func (l Level) String() string {
	switch l {
	case AtStreet:
		return "street"
	case AtSection:
		return "section"
	case AtTown:
		return "town"
	case AtDistrict:
		return "district"
	}
	return ""
}

// ParseLevel turns a level's plain word back into the level.
func ParseLevel(word string) (Level, error) {
	for _, l := range Levels() {
		if l.String() == word {
			return l, nil
		}
	}
	return 0, Errorf(Invalid, "level", "Choose street, section, town or district.")
}

// District is the whole of what one Waymark serves: the widest place.
type District struct {
	ID     DistrictID `bun:",pk,autoincrement"`
	Name   string
	Centre Point `bun:"embed:centre_"` // where x and y of every street are counted from
}

// Town is a town, village or parish of a district.
type Town struct {
	DistrictID   DistrictID
	ID           TownID `bun:",pk,autoincrement"`
	Name         string
	DistrictName string `bun:",scanonly"`
	Phone        string `bun:",scanonly"` // of its desk, else of the district; "" when neither has one
}

// Section is a neighbourhood of a town: 8 to 20 streets that lie together.
type Section struct {
	DistrictID DistrictID
	ID         SectionID `bun:",pk,autoincrement"`
	TownID     TownID
	Name       string
	Edited     bool   // a person has named it or moved its streets: nothing regroups it any more
	TownName   string `bun:",scanonly"`
}

// Street is one street of one town. A name alone does not say which: "Main Street" is in many towns, so the section and
// the town travel with it.
type Street struct {
	DistrictID  DistrictID
	ID          StreetID `bun:",pk,autoincrement"`
	TownID      TownID
	SectionID   SectionID
	Name        string
	Mid         Point      `bun:"embed:"`           // half way along; the zero point when nobody knows where the street lies
	Shape       Shape      `bun:"lines,type:jsonb"` // empty when nobody knows
	GoneAt      *time.Time // when a newer map had it no more, but somebody was on it
	SectionName string     `bun:",scanonly"`
	TownName    string     `bun:",scanonly"`
}

// Label returns the street as a person needs to see it to choose the right one: "Main Street, Market Place, Oakham".
// The section is left out when it carries the street's own name or is not known.
func (s Street) Label() string {
	if s.SectionName == "" || s.SectionName == s.Name {
		return s.Name + ", " + s.TownName
	}
	return s.Name + ", " + s.SectionName + ", " + s.TownName
}

// GoneStreet is a street that a newer map has no more, and what is still on it.
type GoneStreet struct {
	ID       StreetID
	Name     string
	TownName string
	People   int // who live there
	Requests int // open or ended
	Roles    int // held on the street
}
