package domain

import (
	"slices"
	"time"
)

// StreetLine is a street as a list shows it: who looks after it, and what goes on there.
type StreetLine struct {
	Street
	CoordinatorName string // "" when the street has none of its own and its section has none either
	ReserveName     string
	Volunteers      int // who live there, met or not
	OpenRequests    int
}

// Neighbour is somebody who helps, as those who look after a street see them.
type Neighbour struct {
	PersonID  PersonID
	FirstName string
	LastName  string
	Standing  Standing
	Skills    []string `bun:",array"`
	Resting   bool
	// How things stand with them now:
	StreetID     StreetID
	StreetName   string
	Availability Availability
	Young        bool       // 16 or 17
	Asked        bool       // a question waits for their answer
	VisitAt      *time.Time // their next visit; nil: none
	Away         bool       // on holiday or taking a rest today
	AwayTo       *time.Time // the first day back of that; nil: until they say so
}

// FreeOn reports whether a neighbour could be asked to go on a day of the week from a part of it on: met, not away or resting, and free.
func (n Neighbour) FreeOn(day time.Weekday, from int) bool {
	if n.Standing != Met || n.Resting || n.Away || n.Asked {
		return false
	}
	first := 3 * ((int(day) + 6) % 7)
	for part := from; part < 3; part++ {
		if n.Availability>>(first+part)&1 == 1 {
			return true
		}
	}
	return false
}

// PersonLine is a person as a list shows them: no phone, no e-mail address, no house.
type PersonLine struct {
	ID          PersonID
	FirstName   string
	LastName    string
	StreetID    StreetID
	StreetName  string
	SectionName string
	TownName    string
	Volunteer   bool
	Standing    Standing // "" when they are no volunteer
	Resting     bool
	Away        bool       // on holiday or taking a rest today
	Roles       []RoleKind `bun:",array"`
	Skills      []string   `bun:",array"` // by code; none when they are no volunteer
	LeftAt      *time.Time
	Place       int // how well the line fits what was looked for: the best is 0
}

// Check is one check that somebody saw: its level and dates, never the certificate.
type Check struct {
	DistrictID DistrictID
	ID         int64 `bun:",pk,autoincrement"`
	PersonID   PersonID
	Level      string // "references", "enhanced" or "enhanced_barred"
	SeenOn     time.Time
	SeenBy     PersonID
	ReviewOn   *time.Time // it holds until the day before; nil: no end
	SeenByName string     `bun:",scanonly"`
}

// DeskShift is one turn on the duty desk of a town.
type DeskShift struct {
	DistrictID DistrictID
	ID         int64 `bun:",pk,autoincrement"`
	TownID     TownID
	PersonID   PersonID
	StartsAt   time.Time
	EndsAt     time.Time
	PersonName string `bun:",scanonly"`
}

// Scope is the part of a district, or of all, whose rows somebody may see: the places where they hold a role that opens them.
type Scope struct {
	All       bool // everything: the clock
	Districts []DistrictID
	Towns     []TownID
	Sections  []SectionID
	Streets   []StreetID
}

// ScopeOf returns the places at which the actor may do an action by their roles. The scope of whoever has no such role is
// empty, and nothing lies in it.
func ScopeOf(a Actor, action Action) Scope {
	if a.Kind == ClockActor {
		return Scope{All: true}
	}
	var s Scope
	for _, r := range RolesFor(a, action) {
		switch {
		case r.StreetID != 0:
			s.Streets = append(s.Streets, r.StreetID)
		case r.SectionID != 0:
			s.Sections = append(s.Sections, r.SectionID)
		case r.TownID != 0:
			s.Towns = append(s.Towns, r.TownID)
		default:
			s.Districts = append(s.Districts, r.DistrictID)
		}
	}
	return s
}

// RolesFor returns the roles by which the actor may do an action: of a person those that open it, of a key whose scope has it its
// place. Whoever has none may not do it anywhere, but for what is their own.
func RolesFor(a Actor, action Action) (out []Role) {
	switch a.Kind {
	case PersonActor:
		for _, r := range a.Roles {
			if slices.Contains(Rules[action].Roles, r.Kind) {
				out = append(out, r)
			}
		}
	case KeyActor:
		if slices.Contains(a.Scope, action) && slices.Contains(KeyActions, action) && (action != SeeJobs || a.everywhere()) {
			return a.Roles
		}
	}
	return out
}
