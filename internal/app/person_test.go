package app

import (
	"strings"
	"testing"

	"waymark/domain"
)

func TestApp_People(t *testing.T) {
	w := newWorld(t)
	w.volunteer("Hal", "Castle Row")
	w.addRole(w.person("Bea", "Mill Lane"), domain.Builder, domain.Spot{TownID: w.town["Brackle"]})
	w.exec(`UPDATE persons SET phone = '+441632960177', last_name = 'Pemberton' WHERE first_name = 'Hal'`)
	other := domain.DistrictID(w.insert(`INSERT INTO districts (name) VALUES ('South Wendle') RETURNING id`))
	w.exec(`INSERT INTO persons (district_id, first_name, created_at) VALUES ($1, 'Halina', now())`, other)
	names := func(who string, f PeopleFilter) (out []string) {
		lines, _, err := w.app.People(t.Context(), w.as(who), f, Page{})
		w.must(err)
		for _, l := range lines {
			out = append(out, l.FirstName)
		}
		return out
	}
	w.same("a coordinator sees their street", names("Maggie", PeopleFilter{}), []string{"Hal", "Maggie", "Ravi"})
	w.same("a builder sees their town alone", names("Bea", PeopleFilter{}), []string{"Bea"})
	w.same("and looks in vain beyond", names("Bea", PeopleFilter{Query: "Hal"}), nil)
	w.same("the beginning of a name", names("Priya", PeopleFilter{Query: "hal"}), []string{"Hal"})
	w.same("the last name", names("Priya", PeopleFilter{Query: "pember"}), []string{"Hal"})
	w.same("a slip", names("Priya", PeopleFilter{Query: "Magie"}), []string{"Maggie"})
	w.same("a pattern is no pattern", names("Priya", PeopleFilter{Query: "%"}), nil)
	w.same("a phone", names("Priya", PeopleFilter{Query: "01632 960177"}), []string{"Hal"})
	w.same("a street", names("Priya", PeopleFilter{Query: "mill ln"}), []string{"Bea"})
	w.same("of a street", names("Priya", PeopleFilter{StreetID: w.street["Castle Row"], Volunteers: true}), []string{"Hal"})
	w.same("by role", names("Priya", PeopleFilter{Role: domain.Builder}), []string{"Bea", "Bo"})
	w.same("not met", names("Priya", PeopleFilter{NotMet: true}), nil)
	w.exec(`UPDATE persons SET left_at = now() WHERE first_name = 'Hal'`)
	w.same("who left is not listed", names("Maggie", PeopleFilter{}), []string{"Maggie", "Ravi"})
	w.same("but found", names("Maggie", PeopleFilter{Query: "hal"}), []string{"Hal"})
	for _, who := range []string{"Sam", "Ada"} {
		_, _, err := w.app.People(t.Context(), w.as(who), PeopleFilter{}, Page{})
		w.refused(err, domain.Forbidden)
	}
}

func TestApp_People_pages(t *testing.T) {
	w := newWorld(t)
	seen := map[domain.PersonID]bool{}
	page := Page{First: 3}
	for rounds := 1; ; rounds++ {
		lines, info, err := w.app.People(t.Context(), w.as("Priya"), PeopleFilter{}, page)
		w.must(err)
		for _, l := range lines {
			if seen[l.ID] {
				t.Errorf("%s is on two pages", l.FirstName)
			}
			seen[l.ID] = true
		}
		if page.After = info.End; !info.HasNext || rounds > 9 {
			break
		}
	}
	if len(seen) != len(w.who) {
		t.Errorf("the pages show %d of %d people", len(seen), len(w.who))
	}
}

func TestApp_Person(t *testing.T) {
	w := newWorld(t)
	hal := w.volunteer("Hal", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	v, err := w.app.Person(t.Context(), w.as("Cal"), hal)
	w.must(err)
	if v.Volunteer == nil || len(v.Checks) != 1 || !v.HasPhone || !v.HasEmail || v.StreetName != "Castle Row" {
		t.Errorf("Hal is shown as %+v", v)
	}
	v, err = w.app.Person(t.Context(), w.as("Maggie"), r.PersonID)
	w.must(err)
	if len(v.Asks) != 1 || v.Volunteer != nil {
		t.Errorf("Joan is shown as %+v", v)
	}
	v, err = w.app.Person(t.Context(), w.as("Cal"), r.PersonID)
	w.must(err)
	if len(v.Asks) != 0 {
		t.Error("a call-taker sees what was asked")
	}
	w.addRole(w.person("Mo", "Mill Lane"), domain.Coordinator, domain.Spot{StreetID: w.street["Mill Lane"]})
	for _, id := range []domain.PersonID{hal, 999} {
		_, err = w.app.Person(t.Context(), w.as("Mo"), id)
		w.refused(err, domain.NotFound)
	}
}

func TestApp_RevealContact(t *testing.T) {
	w := newWorld(t)
	r := w.ask("Joan", "Castle Row", "dog")
	w.addRole(w.person("Mo", "Mill Lane"), domain.Coordinator, domain.Spot{StreetID: w.street["Mill Lane"]})
	for _, who := range []string{"Cal", "Mo", "Sam", "Ada"} {
		_, err := w.app.RevealContact(t.Context(), w.as(who), r.PersonID, 0)
		w.refused(err, domain.NotFound)
		_, err = w.app.RevealContact(t.Context(), w.as(who), r.PersonID, r.ID)
		w.refused(err, domain.NotFound)
	}
	if n := w.number(`SELECT count(*) FROM reveals`); n != 0 {
		t.Errorf("%d looks are written down that nobody had", n)
	}
	c, err := w.app.RevealContact(t.Context(), w.as("Maggie"), r.PersonID, 0)
	w.must(err)
	if c.Phone != "01632 960155" || !c.SafeToRing || c.SafeToText || c.StreetName != "Castle Row" {
		t.Errorf("the contact is %+v", c)
	}
	if n := w.number(`SELECT count(*) FROM reveals WHERE viewer_id = $1 AND person_id = $2 AND what = 'contact'`, w.who["Maggie"], r.PersonID); n != 1 {
		t.Errorf("%d looks are written down, want one", n)
	}
	// The helper lives elsewhere: whoever runs the request reaches them through it, and nobody who has nothing to do with it.
	helper := w.volunteer("Hal", "Mill Lane")
	_, err = w.app.RevealContact(t.Context(), w.as("Maggie"), helper, r.ID)
	w.refused(err, domain.NotFound)
	w.promise(r, helper)
	_, err = w.app.RevealContact(t.Context(), w.as("Maggie"), helper, r.ID)
	w.must(err)
	_, err = w.app.RevealContact(t.Context(), w.as("Maggie"), helper, 0)
	w.refused(err, domain.NotFound)
}

func TestApp_AddPerson(t *testing.T) {
	w := newWorld(t)
	level, cap, skills := domain.AtTown, 3, []string{"dogs", "dogs", "errands"}
	cmd := AddPerson{
		FirstName: " Nia ", LastName: "Owen", Phone: "+44 (0)1632 960188", Email: "nia@example.org", StreetID: w.street["Quay Lane"],
		Languages: []string{"CY", "en", "cy"}, SafeToRing: true, HowTold: "phone",
		Volunteer: &VolunteerDetails{Reach: &level, CapacityWeek: &cap, Skills: &skills, Agreed: true},
	}
	for who, at := range map[string]struct {
		street string
		kind   domain.Kind
	}{"Maggie": {"Castle Row", domain.Forbidden}, "Cal": {"Castle Row", domain.Forbidden}, "Bo": {"Mill Lane", domain.NotFound}} {
		wrong := cmd
		wrong.StreetID = w.street[at.street]
		_, err := w.app.AddPerson(t.Context(), w.as(who), wrong)
		w.refused(err, at.kind)
	}
	id, err := w.app.AddPerson(t.Context(), w.as("Bo"), cmd)
	w.must(err)
	p, err := w.db.Store().Person(t.Context(), id)
	w.must(err)
	if p.FirstName != "Nia" || p.Phone != "+441632960188" || p.TownName != "Saltcombe" || strings.Join(p.Languages, "") != "cy" || p.NoticeVersion == "" {
		t.Errorf("stored is %+v", p)
	}
	v, err := w.db.Store().Volunteer(t.Context(), id, *day(0))
	w.must(err)
	if v.Standing != domain.NotMet || v.Reach != domain.AtTown || v.Capacity != 3 || v.BudgetWeek != 2 || len(v.Skills) != 2 || v.AgreedAt == nil {
		t.Errorf("they give %+v", v)
	}
	many, odd, gender := 21, domain.Level(7), "other"
	for field, change := range map[string]func(*AddPerson){
		"firstName":    func(c *AddPerson) { c.FirstName = " " },
		"phone":        func(c *AddPerson) { c.Phone = "12" },
		"email":        func(c *AddPerson) { c.Email = "nia@gmial.com" },
		"languages":    func(c *AddPerson) { c.Languages = []string{"Welsh"} },
		"preferred":    func(c *AddPerson) { c.Preferred = "pigeon" },
		"howTold":      func(c *AddPerson) { c.HowTold = "never" },
		"address":      func(c *AddPerson) { c.Address = strings.Repeat("x", 200) },
		"skills":       func(c *AddPerson) { c.Volunteer.Skills = &[]string{"magic"} },
		"capacityWeek": func(c *AddPerson) { c.Volunteer.CapacityWeek = &many },
		"reach":        func(c *AddPerson) { c.Volunteer.Reach = &odd },
		"gender":       func(c *AddPerson) { c.Volunteer.Gender = &gender },
	} {
		wrong, details := cmd, *cmd.Volunteer
		wrong.Volunteer = &details
		change(&wrong)
		_, err := w.app.AddPerson(t.Context(), w.as("Bo"), wrong)
		w.refusedField(err, field)
	}
	unreachable := cmd
	unreachable.Phone, unreachable.Email = "", ""
	_, err = w.app.AddPerson(t.Context(), w.as("Bo"), unreachable)
	w.refusedField(err, "phone")
	meant := cmd
	meant.Email, meant.EmailIsRight = "nia@gmial.com", true
	_, err = w.app.AddPerson(t.Context(), w.as("Bo"), meant)
	w.must(err)
}

func TestApp_ChangePerson(t *testing.T) {
	w := newWorld(t)
	ravi := w.who["Ravi"]
	w.exec(`UPDATE persons SET email_bounced_at = now(), email = 'ravi@gmial.com' WHERE id = $1`, ravi)
	name, bad, email := "Ravindra", "x", "ravi@example.com"
	w.refused(w.app.ChangePerson(t.Context(), w.as("Maggie"), ChangePerson{PersonID: ravi, FirstName: &name}), domain.NotFound)
	w.refusedField(w.app.ChangePerson(t.Context(), w.as("Bo"), ChangePerson{PersonID: ravi, Email: &bad}), "email")
	w.refusedField(w.app.ChangePerson(t.Context(), w.as("Bo"), ChangePerson{PersonID: ravi, Clear: []string{"firstName"}}), "clear")
	w.must(w.app.ChangePerson(t.Context(), w.as("Bo"), ChangePerson{PersonID: ravi, FirstName: &name, Clear: []string{"phone"}}))
	p, err := w.db.Store().Person(t.Context(), ravi)
	w.must(err)
	if p.FirstName != name || p.Phone != "" || p.Email != "ravi@gmial.com" || p.EmailBouncedAt == nil || p.LastName != "Tester" {
		t.Errorf("stored is %+v", p)
	}
	w.must(w.app.ChangePerson(t.Context(), w.as("Bo"), ChangePerson{PersonID: ravi, Email: &email}))
	p, err = w.db.Store().Person(t.Context(), ravi)
	w.must(err)
	if p.Email != email || p.EmailBouncedAt != nil {
		t.Errorf("a new address is taken for one that bounced: %+v", p)
	}
}

func TestApp_KeepApart(t *testing.T) {
	w := newWorld(t)
	hal := w.volunteer("Hal", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	w.promise(r, hal)
	apart := KeepApart{A: r.PersonID, B: hal}
	for _, who := range []string{"Maggie", "Cal", "Ada"} {
		w.refused(w.app.KeepApart(t.Context(), w.as(who), apart), domain.NotFound)
	}
	w.refusedField(w.app.KeepApart(t.Context(), w.as("Bo"), KeepApart{A: hal, B: hal}), "b")
	w.refused(w.app.KeepApart(t.Context(), w.as("Bo"), KeepApart{A: hal, B: 999}), domain.NotFound)
	w.must(w.app.KeepApart(t.Context(), w.as("Bo"), apart))
	w.must(w.app.KeepApart(t.Context(), w.as("Bo"), KeepApart{A: hal, B: r.PersonID}))
	if n := w.number(`SELECT count(*) FROM better_apart WHERE person_a = $1 AND person_b = $2`, min(hal, r.PersonID), max(hal, r.PersonID)); n != 1 {
		t.Errorf("%d pairs, want one with the lower id first", n)
	}
	if w.request(r.ID).State != domain.Open || w.messages(hal, sayVisitOff) != 1 {
		t.Error("the helper still goes, or was not told")
	}
	if n := w.number(`SELECT count(*) FROM events WHERE request_id = $1 AND data::text LIKE '%apart%'`, r.ID); n != 0 {
		t.Error("the story gives the reason away")
	}
}
