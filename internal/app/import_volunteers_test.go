package app

import (
	"fmt"
	"strings"
	"testing"

	"waymark/domain"
)

// volunteerRow is a good line about somebody of Saltcombe.
func volunteerRow(line int, first string) VolunteerRow {
	return VolunteerRow{
		Line: line, FirstName: first, LastName: "Newcomer", Email: domain.Email(strings.ToLower(first) + "@new.example.org"),
		Street: "Castle Row", Town: "Saltcombe", Preferred: domain.ByEmail, Reach: domain.AtSection, Skills: []string{"dogs"},
		Languages: []string{}, Availability: domain.AnyTime, Capacity: 1, BudgetWeek: 2,
	}
}

func (w *world) importVolunteers(rows ...VolunteerRow) VolunteersImported {
	w.Helper()
	out, err := w.app.ImportVolunteers(w.Context(), domain.Clock(), ImportVolunteers{Volunteers: rows})
	w.must(err)
	return out
}

func TestApp_ImportVolunteers(t *testing.T) {
	w := newWorld(t)
	ada := volunteerRow(2, "Edda")
	ada.Phone, ada.Address, ada.Languages, ada.Gender, ada.Young = "+441632960199", "7", []string{"pl"}, "woman", true
	ada.Availability, ada.BudgetWeek = domain.At(1, domain.Morning), 0
	out := w.importVolunteers(ada, volunteerRow(3, "Finn"))
	if out.New != 2 || out.Already != 0 || out.Duplicates != 0 || len(out.Problems) != 0 {
		t.Fatalf("got %+v", out)
	}
	if n := w.number(`
		SELECT count(*)
		FROM persons p
		JOIN volunteers v ON v.person_id = p.id
		WHERE p.first_name = 'Edda' AND p.phone = '+441632960199' AND p.street_id = $1 AND p.town_id = $2 AND p.languages = '{pl}'
			AND p.email_key = 'edda@new.example.org' AND p.young AND v.standing = 'not_met' AND v.reach = 1 AND v.skills = '{dogs}'
			AND v.availability = 1 AND v.budget_week = 0 AND v.gender = 'woman' AND v.ended_at IS NULL`,
		w.street["Castle Row"], w.town["Saltcombe"]); n != 1 {
		t.Error("Edda is not on file as the list has them")
	}
	if n := w.number(`SELECT count(*) FROM outbox`); n != 0 {
		t.Errorf("%d messages went out", n)
	}
	people, volunteers := w.number(`SELECT count(*) FROM persons`), w.number(`SELECT count(*) FROM volunteers`)
	w.exec(`UPDATE volunteers SET capacity = 5`)
	out = w.importVolunteers(ada, volunteerRow(3, "Finn"))
	if out.New != 0 || out.Already != 2 || len(out.Problems) != 0 {
		t.Errorf("the same list again: %+v", out)
	}
	if w.number(`SELECT count(*) FROM persons`) != people || w.number(`SELECT count(*) FROM volunteers WHERE capacity = 5`) != volunteers {
		t.Error("the same list again changed somebody")
	}
}

func TestApp_ImportVolunteers_Rows(t *testing.T) {
	w := newWorld(t)
	for n, c := range []struct {
		name   string
		change func(*VolunteerRow)
		column string
		says   string
		kept   bool
	}{
		{"a street by its short form", func(r *VolunteerRow) { r.Street, r.Town = "st marys cl", "SALTCOMBE" }, "", "", true},
		{"a street that is in one town only", func(r *VolunteerRow) { r.Street, r.Town = "Mill Lane", "" }, "", "", true},
		{"a street of two towns, without the town", func(r *VolunteerRow) { r.Street, r.Town = "Main Street", "" }, "street", "more than one street", false},
		{"a street of two towns, with the town", func(r *VolunteerRow) { r.Street, r.Town = "Main St", "Brackle" }, "", "", true},
		{"a street with a slip", func(r *VolunteerRow) { r.Street = "Castel Row" }, "street", `Did you mean “Castle Row”?`, false},
		{"a street like no other", func(r *VolunteerRow) { r.Street = "Zzyzx Road" }, "street", "Please check its name", false},
		{"a street of the other town", func(r *VolunteerRow) { r.Street = "Mill Lane" }, "street", "no street called Mill Lane", false},
		{"a town with a slip", func(r *VolunteerRow) { r.Town = "Saltcome" }, "town", `Did you mean “Saltcombe”?`, false},
		{"a town like no other", func(r *VolunteerRow) { r.Town = "London" }, "town", "no town called London", false},
		{"a phone that somebody else has", func(r *VolunteerRow) { r.Phone = "+441632960142" }, "phone", "has the same phone number", true},
		{"an e-mail address that somebody else has", func(r *VolunteerRow) { r.Email = "MAGGIE@example.org" }, "email", "Maggie Tester on file has the same e-mail", true},
		{"a name that somebody of the street has", func(r *VolunteerRow) { r.FirstName, r.LastName = "Maggie", "tester" }, "last_name", "lives in the same street", true},
		{"somebody on file who does not help", func(r *VolunteerRow) { r.FirstName, r.LastName, r.Email = "Ravi", "Tester", "ravi@example.org" }, "", "does not help yet", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := volunteerRow(n+2, fmt.Sprintf("Person%c", 'a'+n))
			c.change(&row)
			before := w.number(`SELECT count(*) FROM volunteers`)
			out := w.importVolunteers(row)
			if added := w.number(`SELECT count(*) FROM volunteers`) - before; (added == 1) != c.kept || added != out.New {
				t.Errorf("%d came in, %+v", added, out)
			}
			if c.says == "" {
				if len(out.Problems) != 0 {
					t.Errorf("problems %+v", out.Problems)
				}
				return
			}
			if len(out.Problems) != 1 {
				t.Fatalf("problems %+v", out.Problems)
			}
			if p := out.Problems[0]; p.Line != row.Line || p.Column != c.column || p.Kept != c.kept || !strings.Contains(p.Reason, c.says) {
				t.Errorf("problem %+v", p)
			}
			if c.kept && out.Duplicates != 1 {
				t.Errorf("%d likely duplicates", out.Duplicates)
			}
		})
	}
}

func TestApp_ImportVolunteers_WithinTheList(t *testing.T) {
	w := newWorld(t)
	gus, again, spouse := volunteerRow(2, "Gus"), volunteerRow(3, "Gus"), volunteerRow(4, "Hope")
	gus.Phone, spouse.Phone = "+441632960177", "+441632960177"
	again.FirstName = "GUS"
	out := w.importVolunteers(gus, again, spouse)
	if out.New != 2 || out.Duplicates != 1 || len(out.Problems) != 2 {
		t.Fatalf("got %+v", out)
	}
	if p := out.Problems[0]; p.Line != 3 || p.Kept || !strings.Contains(p.Reason, "as on line 2") {
		t.Errorf("the second line: %+v", p)
	}
	if p := out.Problems[1]; p.Line != 4 || !p.Kept || !strings.Contains(p.Reason, "Gus Newcomer on line 2 has the same phone") {
		t.Errorf("the third line: %+v", p)
	}
}

func TestApp_ImportVolunteers_MayBeDoneBy(t *testing.T) {
	w := newWorld(t)
	do := func(actor domain.Actor, district string, row VolunteerRow) (VolunteersImported, error) {
		return w.app.ImportVolunteers(w.Context(), actor, ImportVolunteers{District: district, Volunteers: []VolunteerRow{row}})
	}
	brackle := volunteerRow(2, "Ida")
	brackle.Town, brackle.Street = "Brackle", "Mill Lane"
	out, err := do(w.as("Bo"), "", brackle)
	if err != nil || out.New != 0 || len(out.Problems) != 1 || !strings.Contains(out.Problems[0].Reason, "Brackle is not one of your towns") {
		t.Errorf("a builder, in another town: %+v, %v", out, err)
	}
	if out, err = do(w.as("Bo"), "North Wendle", volunteerRow(3, "Jay")); err != nil || out.New != 1 {
		t.Errorf("a builder, in their own town: %+v, %v", out, err)
	}
	if out, err = do(w.as("Priya"), "", brackle); err != nil || out.New != 1 {
		t.Errorf("the district coordinator: %+v, %v", out, err)
	}
	_, err = do(w.as("Cal"), "", brackle)
	w.refused(err, domain.Forbidden)
	_, err = do(domain.Public(), "", brackle)
	w.refused(err, domain.SignedOut)

	_, err = do(domain.Clock(), "Southshire", brackle)
	w.refusedField(err, "district")
	w.exec(`INSERT INTO districts (name) VALUES ('Southshire')`)
	_, err = do(domain.Clock(), "", brackle)
	w.refusedField(err, "district")
	if out, err = do(domain.Clock(), "north wendle", brackle); err != nil || out.Already != 1 {
		t.Errorf("by the district's name: %+v, %v", out, err)
	}
	w.exec(`UPDATE districts SET name = 'Elsewhere' WHERE name = 'Southshire'`)
	_, err = do(w.as("Priya"), "Elsewhere", brackle)
	w.refusedField(err, "district")
}
