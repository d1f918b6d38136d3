package domain

import "time"

// RoleKind is what somebody does for a place.
type RoleKind string

// The roles. Each is held on a place and begins and ends on a date.
const (
	Coordinator         RoleKind = "coordinator"          // of a street or section
	Reserve             RoleKind = "reserve"              // stands in for the coordinator
	DeskHelper          RoleKind = "desk"                 // takes turns on a town's duty desk
	CallTaker           RoleKind = "call_taker"           // types while the caller speaks
	Builder             RoleKind = "builder"              // community builder of a town or the district
	DistrictCoordinator RoleKind = "district_coordinator" // holds what no town could place
	PartnershipViewer   RoleKind = "partnership_viewer"   // sees section figures only: no street, no name
	SafeguardingLead    RoleKind = "safeguarding_lead"    // is told when a neighbour is worried
	Administrator       RoleKind = "administrator"        // roles, settings, jobs
)

// Plain returns the role's name on pages.
func (k RoleKind) Plain() string {
	switch k {
	case Coordinator:
		return "street coordinator"
	case Reserve:
		return "stand-in"
	case DeskHelper:
		return "duty desk"
	case CallTaker:
		return "call-taker"
	case Builder:
		return "community builder"
	case DistrictCoordinator:
		return "district coordinator"
	case PartnershipViewer:
		return "town partnership"
	case SafeguardingLead:
		return "safeguarding lead"
	case Administrator:
		return "administrator"
	}
	return string(k)
}

// Role is one role of one person on one place. TownID, SectionID and StreetID are all 0 for the whole district.
type Role struct {
	DistrictID DistrictID
	ID         RoleID `bun:",pk,autoincrement"`
	PersonID   PersonID
	Kind       RoleKind
	TownID     TownID     `bun:",nullzero"`
	SectionID  SectionID  `bun:",nullzero"`
	StreetID   StreetID   `bun:",nullzero"`
	BeginsOn   time.Time  // a date
	EndsOn     *time.Time // the first day without it; nil: open
	EndedWhy   string
	// For reading:
	PersonName string `bun:",scanonly"`
	PlaceName  string `bun:",scanonly"` // "Castle Row", "Old Town", "Saltcombe", "North Wendle"
}

// Spot is where something stands in the tree of places. Zeroes mean "not known" or "the whole of the one above".
type Spot struct {
	DistrictID DistrictID
	TownID     TownID
	SectionID  SectionID
	StreetID   StreetID
}

// HeldOn reports whether a role is held on a day, given as midnight in UTC.
func (r Role) HeldOn(day time.Time) bool {
	return !r.BeginsOn.After(day) && (r.EndsOn == nil || r.EndsOn.After(day))
}

// Covers reports whether the role's place contains the spot.
func (r Role) Covers(s Spot) bool {
	switch {
	case r.DistrictID != s.DistrictID:
		return false
	case r.StreetID != 0:
		return r.StreetID == s.StreetID
	case r.SectionID != 0:
		return r.SectionID == s.SectionID
	case r.TownID != 0:
		return r.TownID == s.TownID
	}
	return true
}

// Seat is somebody who holds a role around a place, and whether they are away today.
type Seat struct {
	Kind     RoleKind
	PersonID PersonID
	StreetID StreetID // where they live; 0 when that is not known
	Away     bool
}
