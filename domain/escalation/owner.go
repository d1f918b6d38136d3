package escalation

import "waymark/domain"

// Candidate is somebody who could own a request.
type Candidate struct {
	Person domain.PersonID
	Away   bool // on holiday, paused or otherwise not there
}

// Candidates are those who hold the roles around a request, the first of each list preferred.
type Candidates struct {
	Coordinator []Candidate // of the street, else of the section
	StandIn     []Candidate // reserve coordinators
	Desk        []Candidate // on duty for the town now
	Builder     []Candidate // of the town
	District    []Candidate // district coordinators
	Admin       []Candidate // administrators
}

// Why says in which role somebody owns a request.
type Why string

// The reasons. LastResort: everybody is away, and somebody must still have it.
const (
	AsCoordinator Why = "coordinator"
	AsStandIn     Why = "stand_in"
	AsDesk        Why = "desk"
	AsBuilder     Why = "builder"
	AsDistrict    Why = "district_coordinator"
	AsAdmin       Why = "administrator"
	LastResort    Why = "last_resort"
	NoOwner       Why = ""
)

// Plain returns the reason in words, to stand after a name: "Priya, who is on the desk"; "" for NoOwner.
func (w Why) Plain() string {
	switch w {
	case AsCoordinator:
		return "who looks after this street"
	case AsStandIn:
		return "who stands in for this street"
	case AsDesk:
		return "who is on the desk"
	case AsBuilder:
		return "who is the town's community builder"
	case AsDistrict:
		return "who looks after the whole district"
	case AsAdmin:
		return "who runs Waymark here"
	case LastResort:
		return "because everybody else is away"
	}
	return ""
}

// Owner returns who owns a request at a level: on the street and in the section its coordinator, else the stand-in, else
// the desk; in the town the desk; in the district the district coordinator. Those who are away are passed over. Then comes
// whoever is there of desk, builder, district coordinator and administrator; and when all are away, still one of
// them, an administrator first. 0 and NoOwner only when nobody holds any of the roles.
func Owner(level domain.Level, c Candidates) (domain.PersonID, Why) {
	type seat struct {
		people []Candidate
		why    Why
	}
	ladder := []seat{{c.Desk, AsDesk}, {c.Builder, AsBuilder}, {c.District, AsDistrict}, {c.Admin, AsAdmin}}
	local := []seat{{c.Coordinator, AsCoordinator}, {c.StandIn, AsStandIn}}
	switch level {
	case domain.AtStreet, domain.AtSection:
		ladder = append(local, ladder...)
	case domain.AtDistrict:
		ladder = append([]seat{{c.District, AsDistrict}}, ladder...)
	}
	for _, s := range ladder {
		for _, p := range s.people {
			if p.Person != 0 && !p.Away {
				return p.Person, s.why
			}
		}
	}
	for _, people := range [][]Candidate{c.Admin, c.District, c.Builder, c.Desk, c.StandIn, c.Coordinator} {
		for _, p := range people {
			if p.Person != 0 {
				return p.Person, LastResort
			}
		}
	}
	return 0, NoOwner
}
