package escalation

import (
	"testing"

	"waymark/domain"
)

func TestOwner(t *testing.T) {
	here := func(id domain.PersonID) []Candidate { return []Candidate{{Person: id}} }
	away := func(id domain.PersonID) []Candidate { return []Candidate{{Person: id, Away: true}} }
	full := Candidates{Coordinator: here(1), StandIn: here(2), Desk: here(3), Builder: here(4), District: here(5), Admin: here(6)}
	with := func(change func(*Candidates)) Candidates {
		c := full
		change(&c)
		return c
	}
	for _, c := range []struct {
		name  string
		level domain.Level
		given Candidates
		want  domain.PersonID
		why   Why
	}{
		{"street", domain.AtStreet, full, 1, AsCoordinator},
		{"section", domain.AtSection, full, 1, AsCoordinator},
		{"town", domain.AtTown, full, 3, AsDesk},
		{"district", domain.AtDistrict, full, 5, AsDistrict},
		{"coordinator away", domain.AtStreet, with(func(c *Candidates) { c.Coordinator = away(1) }), 2, AsStandIn},
		{"second coordinator", domain.AtStreet, with(func(c *Candidates) { c.Coordinator = append(away(1), Candidate{Person: 7}) }), 7, AsCoordinator},
		{"no coordinator, stand-in away", domain.AtSection, with(func(c *Candidates) { c.Coordinator, c.StandIn = nil, away(2) }), 3, AsDesk},
		{"an empty desk", domain.AtTown, with(func(c *Candidates) { c.Desk = nil }), 4, AsBuilder},
		{"no desk, no builder", domain.AtTown, with(func(c *Candidates) { c.Desk, c.Builder = nil, away(4) }), 5, AsDistrict},
		{"district coordinator away", domain.AtDistrict, with(func(c *Candidates) { c.District = away(5) }), 3, AsDesk},
		{"only an administrator", domain.AtDistrict, Candidates{Admin: here(6)}, 6, AsAdmin},
		{"all away", domain.AtStreet, Candidates{Coordinator: away(1), Desk: away(3), Admin: away(6)}, 6, LastResort},
		{"one alone, and away", domain.AtTown, Candidates{Coordinator: away(1)}, 1, LastResort},
		{"an empty seat", domain.AtStreet, Candidates{Coordinator: here(0), Admin: here(6)}, 6, AsAdmin},
		{"nobody at all", domain.AtStreet, Candidates{}, 0, NoOwner},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, why := Owner(c.level, c.given)
			if got != c.want || why != c.why {
				t.Errorf("got %d as %q, want %d as %q", got, why, c.want, c.why)
			}
			if (why.Plain() == "") != (why == NoOwner) {
				t.Errorf("%q in words: %q", why, why.Plain())
			}
		})
	}
}
