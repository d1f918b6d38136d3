package app

import (
	"strings"
	"testing"

	"waymark/domain"
)

func TestApp_GrantRole(t *testing.T) {
	w := newWorld(t)
	nia := w.person("Nia", "Quay Lane")
	street, section, town := w.street["Quay Lane"], w.section["Old Town"], w.town["Saltcombe"]
	desk := GrantRole{PersonID: nia, Kind: domain.DeskHelper, TownID: town}
	for who, kind := range map[string]domain.Kind{"Dee": domain.Forbidden, "Cal": domain.Forbidden, "Sam": domain.Forbidden, "Maggie": domain.NotFound} {
		_, err := w.app.GrantRole(t.Context(), w.as(who), desk)
		w.refused(err, kind)
	}
	for _, c := range []struct {
		name, field string
		cmd         GrantRole
	}{
		{"no place", "kind", GrantRole{Kind: domain.Coordinator}},
		{"a coordinator of a town", "kind", GrantRole{Kind: domain.Coordinator, TownID: town}},
		{"a desk of a street", "kind", GrantRole{Kind: domain.DeskHelper, StreetID: street}},
		{"a builder of a street", "kind", GrantRole{Kind: domain.Builder, StreetID: street}},
		{"an administrator of a town", "kind", GrantRole{Kind: domain.Administrator, TownID: town}},
		{"two places", "kind", GrantRole{Kind: domain.Coordinator, StreetID: street, SectionID: section}},
		{"no such role", "kind", GrantRole{Kind: "king", TownID: town}},
		{"an end before the beginning", "endsOn", GrantRole{Kind: domain.DeskHelper, TownID: town, BeginsOn: day(5), EndsOn: day(5)}},
		{"a lead for a while", "beginsOn", GrantRole{Kind: domain.SafeguardingLead, TownID: town, EndsOn: day(5)}},
	} {
		c.cmd.PersonID = nia
		_, err := w.app.GrantRole(t.Context(), w.as("Priya"), c.cmd)
		t.Run(c.name, func(t *testing.T) { (&world{T: t}).refusedField(err, c.field) })
	}
	_, err := w.app.GrantRole(t.Context(), w.as("Bo"), GrantRole{PersonID: nia, Kind: domain.Coordinator, StreetID: w.street["Mill Lane"]})
	w.refused(err, domain.NotFound)
	_, err = w.app.GrantRole(t.Context(), w.as("Bo"), desk)
	w.must(err)
	_, err = w.app.GrantRole(t.Context(), w.as("Bo"), desk)
	w.refused(err, domain.Conflict)
	if roles := w.as("Nia").Roles; len(roles) != 1 || roles[0].Kind != domain.DeskHelper || roles[0].PlaceName != "Saltcombe" {
		t.Errorf("Nia holds %+v", roles)
	}
	w.exec(`UPDATE persons SET young = true WHERE id = $1`, nia)
	_, err = w.app.GrantRole(t.Context(), w.as("Bo"), GrantRole{PersonID: nia, Kind: domain.Coordinator, StreetID: street})
	w.refusedField(err, "personId")
}

// A place has one coordinator, whoever gives the role; a second would be given nothing.
func TestApp_GrantRole_oneCoordinator(t *testing.T) {
	w := newWorld(t)
	nia := w.person("Nia", "Quay Lane")
	row, section := w.street["Castle Row"], w.section["Old Town"]
	give := func(cmd GrantRole) error {
		cmd.PersonID = nia
		_, err := w.app.GrantRole(t.Context(), w.as("Bo"), cmd)
		return err
	}
	err := give(GrantRole{Kind: domain.Coordinator, StreetID: row})
	w.refused(err, domain.Conflict)
	w.refusedField(err, "kind")
	if !strings.Contains(err.Error(), "Maggie Tester is the coordinator there.") {
		t.Errorf("it says %q", err)
	}
	w.must(give(GrantRole{Kind: domain.Reserve, StreetID: row}))
	w.must(give(GrantRole{Kind: domain.Coordinator, SectionID: section}))
	w.must(give(GrantRole{Kind: domain.Coordinator, StreetID: w.street["Quay Lane"]}))
	maggies := domain.RoleID(w.number(`SELECT id FROM roles WHERE person_id = $1`, w.who["Maggie"]))
	_, err = w.app.EndRole(t.Context(), w.as("Bo"), EndRole{RoleID: maggies, On: day(4)})
	w.must(err)
	w.refused(give(GrantRole{Kind: domain.Coordinator, StreetID: row, BeginsOn: day(3)}), domain.Conflict)
	w.must(give(GrantRole{Kind: domain.Coordinator, StreetID: row, BeginsOn: day(4)}))
}

func TestApp_GrantRole_onItsDays(t *testing.T) {
	w := newWorld(t)
	nia := w.person("Nia", "Quay Lane")
	_, err := w.app.GrantRole(t.Context(), w.as("Bo"), GrantRole{PersonID: nia, Kind: domain.Coordinator, StreetID: w.street["Quay Lane"], BeginsOn: day(2), EndsOn: day(4)})
	w.must(err)
	for d, want := range map[int]int{0: 0, 1: 0, 2: 1, 3: 1, 4: 0} {
		roles, err := w.db.Store().RolesHeld(t.Context(), nia, *day(d))
		w.must(err)
		if len(roles) != want {
			t.Errorf("after %d days Nia holds %d roles, want %d", d, len(roles), want)
		}
	}
}

func TestApp_otherDistrict(t *testing.T) {
	w := newWorld(t)
	other := domain.DistrictID(w.insert(`INSERT INTO districts (name) VALUES ('South Wendle') RETURNING id`))
	olga := domain.PersonID(w.insert(`INSERT INTO persons (district_id, first_name, created_at) VALUES ($1, 'Olga', now()) RETURNING id`, other))
	w.exec(`INSERT INTO roles (district_id, person_id, kind, begins_on) VALUES ($1, $2, 'district_coordinator', $3)`, other, olga, *day(-1))
	w.who["Olga"] = olga
	actor := w.as("Olga")
	actor.DistrictID = other
	r := w.ask("Joan", "Castle Row", "dog")
	role := domain.RoleID(w.number(`SELECT id FROM roles WHERE person_id = $1`, w.who["Maggie"]))

	lines, _, err := w.app.Streets(t.Context(), actor, StreetFilter{}, Page{})
	w.must(err)
	people, _, err := w.app.People(t.Context(), actor, PeopleFilter{}, Page{})
	w.must(err)
	if len(lines) != 0 || len(people) != 1 {
		t.Errorf("another district sees %d streets and %d people", len(lines), len(people))
	}
	_, seen := w.app.Person(t.Context(), actor, r.PersonID)
	_, contact := w.app.RevealContact(t.Context(), actor, r.PersonID, 0)
	_, through := w.app.RevealContact(t.Context(), actor, r.PersonID, r.ID)
	_, left := w.app.Leave(t.Context(), actor, Leave{PersonID: r.PersonID})
	for _, err := range []error{seen, contact, through, left, w.app.KeepApart(t.Context(), actor, KeepApart{A: olga, B: r.PersonID})} {
		w.refused(err, domain.NotFound)
	}
	_, ended := w.app.EndRole(t.Context(), actor, EndRole{RoleID: role})
	_, street := w.app.Street(t.Context(), actor, r.StreetID)
	w.refused(ended, domain.NotFound)
	w.refused(street, domain.NotFound)
	// Somebody of here cannot be given a role there, nor somebody of there one here.
	_, err = w.app.GrantRole(t.Context(), actor, GrantRole{PersonID: w.who["Maggie"], Kind: domain.Administrator})
	w.refused(err, domain.NotFound)
	_, err = w.app.GrantRole(t.Context(), w.as("Priya"), GrantRole{PersonID: olga, Kind: domain.DeskHelper, TownID: w.town["Saltcombe"]})
	w.refused(err, domain.NotFound)
}
