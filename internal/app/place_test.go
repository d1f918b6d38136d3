package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
)

func labels(streets []domain.Street) (out []string) {
	for _, s := range streets {
		out = append(out, s.Label())
	}
	return out
}

func (w *world) same(what string, got, want []string) {
	w.Helper()
	ok := len(got) == len(want)
	for i := 0; ok && i < len(got); i++ {
		ok = got[i] == want[i]
	}
	if !ok {
		w.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestApp_FindStreets(t *testing.T) {
	w := newWorld(t)
	w.addSection("Brackle", "Churchside", "St Mary's Road", "Castle Street", "Newcastle Road", "Green Close", "Chapel Hill")
	main := []string{"Main Street, Market Place, Brackle", "Main Street, Old Town, Saltcombe"}
	for _, c := range []struct {
		name string
		cmd  FindStreets
		want []string
	}{
		{"two towns have one", FindStreets{Query: "Main Street"}, main},
		{"St is Street", FindStreets{Query: "main st"}, main},
		{"one town", FindStreets{Query: "MAIN ST.", TownID: w.town["Saltcombe"]}, main[1:]},
		{"prefix", FindStreets{Query: "castle s"}, []string{"Castle Street, Churchside, Brackle"}},
		{"a word that begins so", FindStreets{Query: "lane", DistrictID: w.district}, []string{"Mill Lane, Market Place, Brackle", "Quay Lane, Old Town, Saltcombe"}},
		{"St is Saint", FindStreets{Query: "st marys r"}, []string{"St Mary's Road, Churchside, Brackle"}},
		{"a slip", FindStreets{Query: "castel row", Limit: new(1)}, []string{"Castle Row, Old Town, Saltcombe"}},
		{"two letters changed places in a short name", FindStreets{Query: "Mian St"}, main},
		{"two letters changed places, and the word is not finished", FindStreets{Query: "Cahpel H", Limit: new(1)}, []string{"Chapel Hill, Churchside, Brackle"}},
		{"a slip in a short word", FindStreets{Query: "qauy"}, []string{"Quay Lane, Old Town, Saltcombe"}},
		{"another vowel", FindStreets{Query: "cestle r", TownID: w.town["Saltcombe"]}, []string{"Castle Row, Old Town, Saltcombe"}},
		{"an unfinished word that is also an abbreviation", FindStreets{Query: "gr", Limit: new(1)}, []string{"Green Close, Churchside, Brackle"}},
		{"nothing like it", FindStreets{Query: "xylophone"}, nil},
		{"nothing typed", FindStreets{Query: " %_ "}, nil},
		{"another district", FindStreets{Query: "main", DistrictID: 99}, nil},
	} {
		got, err := w.app.FindStreets(t.Context(), domain.Public(), c.cmd)
		w.must(err)
		if c.name == "prefix" || c.name == "St is Saint" {
			got = got[:min(1, len(got))] // what is like it follows
		}
		w.same(c.name, labels(got), c.want)
	}
	for range 12 {
		w.addSection("Brackle", "S"+string(rune('a'+len(w.section))), "Long Road "+string(rune('a'+len(w.section))))
	}
	for _, c := range []struct {
		limit *int
		want  int
	}{{nil, 8}, {new(3), 3}, {new(20), 12}} {
		got, err := w.app.FindStreets(t.Context(), domain.Public(), FindStreets{Query: "long", Limit: c.limit})
		w.must(err)
		if len(got) != c.want {
			t.Errorf("the limit %v gives %d streets, want %d", c.limit, len(got), c.want)
		}
	}
	for _, limit := range []int{0, -1, 21} {
		_, err := w.app.FindStreets(t.Context(), domain.Public(), FindStreets{Query: "long", Limit: &limit})
		w.refusedField(err, "limit")
	}
}

// TestApp_FindStreets_ByLabel: what every page writes of a street finds it first, whatever else is called so.
func TestApp_FindStreets_ByLabel(t *testing.T) {
	w := newWorld(t)
	w.addSection("Brackle", "Chapel Row", "Calder Lane", "Chapel Row", "Brackle Road", "St Mary's Road", "Carrer del Molì", "Carrer del Molí")
	w.addSection("Brackle", "Upper Green, Lower Green", "Calder Row", "Green, The", "Rose & Crown Close")
	w.addSection("Saltcombe", "St Mary's", "Calder Lane", "Saltcombe", "Brackle Road", "High St")
	streets, _, err := w.app.Streets(t.Context(), w.as("Priya"), StreetFilter{}, Page{First: 100})
	w.must(err)
	if len(streets) < 13 {
		t.Fatalf("only %d streets are looked for", len(streets))
	}
	for _, s := range streets {
		for _, typed := range []string{s.Label(), " " + strings.ToUpper(s.Label()) + ","} {
			if strings.HasPrefix(s.Name, "Carrer") && typed != s.Label() {
				continue // in capitals and without accents the two are one
			}
			got, err := w.app.FindStreets(t.Context(), domain.Public(), FindStreets{Query: typed, Limit: new(1)})
			w.must(err)
			if len(got) != 1 || got[0].ID != s.ID {
				t.Errorf("%q finds %q first", typed, labels(got))
			}
		}
	}
	for typed, want := range map[string]string{
		"calder la, chap":                   "Calder Lane, Chapel Row, Brackle",
		"Calder Lane, Saltcombe":            "Calder Lane, St Mary's, Saltcombe",
		"Caldre Lane, Saltcomb":             "Calder Lane, St Mary's, Saltcombe",
		"calder lane, chappel row, brackel": "Calder Lane, Chapel Row, Brackle",
		"Calder Lane, Brackle, Chapel Row":  "Calder Lane, Chapel Row, Brackle",
		"Chapel Row, Nowhere":               "Chapel Row, Brackle",
	} {
		got, err := w.app.FindStreets(t.Context(), domain.Public(), FindStreets{Query: typed, Limit: new(1)})
		w.must(err)
		w.same(typed, labels(got), []string{want})
	}
}

func TestApp_Streets(t *testing.T) {
	w := newWorld(t)
	w.volunteer("Hal", "Castle Row")
	w.ask("Joan", "Castle Row", "dog")
	w.addRole(w.person("Bea", "Mill Lane"), domain.Builder, domain.Spot{TownID: w.town["Brackle"]})
	names := func(who string, f StreetFilter) (out []string) {
		lines, _, err := w.app.Streets(t.Context(), w.as(who), f, Page{})
		w.must(err)
		for _, l := range lines {
			out = append(out, l.Name)
		}
		return out
	}
	saltcombe := []string{"Castle Row", "Hill Road", "Main Street", "Quay Lane", "Saint Mary's Close"}
	w.same("a coordinator sees her street", names("Maggie", StreetFilter{}), saltcombe[:1])
	w.same("a builder sees their town", names("Bo", StreetFilter{}), saltcombe)
	w.same("and no other town", names("Bea", StreetFilter{TownID: w.town["Saltcombe"]}), nil)
	w.same("vacant", names("Bo", StreetFilter{Vacant: true}), saltcombe[1:])
	w.same("found", names("Bo", StreetFilter{Query: "st marys"}), saltcombe[4:])
	w.same("a section", names("Bo", StreetFilter{SectionID: w.section["Hillside"]}), []string{"Hill Road", "Saint Mary's Close"})
	_, _, err := w.app.Streets(t.Context(), domain.Public(), StreetFilter{}, Page{})
	w.refused(err, domain.SignedOut)
	w.person("Nobody", "Castle Row")
	_, _, err = w.app.Streets(t.Context(), w.as("Nobody"), StreetFilter{}, Page{})
	w.refused(err, domain.Forbidden)

	lines, _, err := w.app.Streets(t.Context(), w.as("Priya"), StreetFilter{Query: "castle"}, Page{})
	w.must(err)
	if l := lines[0]; l.CoordinatorName != "Maggie Tester" || l.ReserveName != "Ravi Tester" || l.Volunteers != 1 || l.OpenRequests != 1 || l.TownName != "Saltcombe" {
		t.Errorf("the line is %+v", l)
	}
	w.addRole(w.who["Hal"], domain.Coordinator, domain.Spot{SectionID: w.section["Hillside"]})
	w.same("a section's coordinator looks after its streets", names("Bo", StreetFilter{Vacant: true}), []string{"Main Street", "Quay Lane"})
}

func TestApp_Streets_pages(t *testing.T) {
	w := newWorld(t)
	var got []string
	page := Page{First: 2}
	for range 10 {
		lines, info, err := w.app.Streets(t.Context(), w.as("Priya"), StreetFilter{}, page)
		w.must(err)
		for _, l := range lines {
			got = append(got, l.TownName+" "+l.Name)
		}
		if page.After = info.End; !info.HasNext {
			break
		}
	}
	w.same("all pages", got, []string{"Saltcombe Castle Row", "Saltcombe Hill Road", "Saltcombe Main Street", "Brackle Main Street",
		"Brackle Mill Lane", "Saltcombe Quay Lane", "Saltcombe Saint Mary's Close"})
	_, _, err := w.app.Streets(t.Context(), w.as("Priya"), StreetFilter{}, Page{After: "nonsense"})
	w.refusedField(err, "after")
}

func TestApp_Street(t *testing.T) {
	w := newWorld(t)
	w.volunteer("Hal", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	v, err := w.app.Street(t.Context(), w.as("Maggie"), w.street["Castle Row"])
	w.must(err)
	if v.CoordinatorID != w.who["Maggie"] || v.ReserveName != "Ravi Tester" || len(v.Neighbours) != 1 || v.Neighbours[0].FirstName != "Hal" {
		t.Errorf("the street is %+v", v)
	}
	if len(v.Asks) != 1 || v.Asks[0].ID != r.ID {
		t.Errorf("its asks are %+v", v.Asks)
	}
	_, err = w.app.Street(t.Context(), w.as("Maggie"), w.street["Main Street"])
	w.refused(err, domain.NotFound)
	_, err = w.app.Street(t.Context(), w.as("Priya"), 999)
	w.refused(err, domain.NotFound)
	// Whoever may see places, but not people or asks, sees neither.
	v, err = w.app.Street(t.Context(), w.as("Sam"), w.street["Castle Row"])
	w.must(err)
	if v.Neighbours != nil || v.Asks != nil {
		t.Errorf("the safeguarding lead sees %+v", v)
	}
	v, err = w.app.Street(t.Context(), w.as("Cal"), w.street["Castle Row"])
	w.must(err)
	if len(v.Neighbours) != 1 || v.Asks != nil {
		t.Errorf("a call-taker sees %+v", v)
	}
}

func TestApp_ChangeTown(t *testing.T) {
	w := newWorld(t)
	brackle := w.town["Brackle"]
	yes, no, phone, wrong := true, false, "+44 1632 960 199", "ring me"
	lead, young := w.person("Lea", "Mill Lane"), w.person("Yve", "Mill Lane")
	w.exec(`UPDATE persons SET young = true WHERE id = $1`, young)
	w.refused(w.app.ChangeTown(t.Context(), w.as("Bo"), ChangeTown{TownID: brackle, Open: &yes}), domain.NotFound)
	w.refused(w.app.ChangeTown(t.Context(), w.as("Priya"), ChangeTown{TownID: brackle, Open: &yes}), domain.Unacceptable)
	w.refused(w.app.ChangeTown(t.Context(), w.as("Priya"), ChangeTown{TownID: 999}), domain.NotFound)
	w.refusedField(w.app.ChangeTown(t.Context(), w.as("Priya"), ChangeTown{TownID: brackle, Phone: &wrong}), "phone")
	w.refused(w.app.ChangeTown(t.Context(), w.as("Priya"), ChangeTown{TownID: brackle, SafeguardingLeadID: &young}), domain.Unacceptable)
	w.must(w.app.ChangeTown(t.Context(), w.as("Priya"), ChangeTown{TownID: brackle, SafeguardingLeadID: &lead, Phone: &phone, Open: &yes}))
	door, err := w.db.Store().TownDoor(t.Context(), 0, brackle)
	w.must(err)
	if door.Phone != "01632 960199" || door.OpenedAt == nil || door.SafeguardingLeadID != lead {
		t.Errorf("the town shows %+v", door)
	}
	if roles := w.as("Lea").Roles; len(roles) != 1 || roles[0].Kind != domain.SafeguardingLead || roles[0].TownID != brackle {
		t.Errorf("the lead holds %+v", roles)
	}
	w.must(w.app.ChangeTown(t.Context(), w.as("Priya"), ChangeTown{TownID: brackle, Open: &no}))
	if w.number(`SELECT count(*) FROM towns WHERE opened_at IS NOT NULL`) != 1 {
		t.Error("the town is open still")
	}
}

func TestApp_ChangeSettings(t *testing.T) {
	w := newWorld(t)
	text := func(s string) *string { return &s }
	yes := true
	w.refused(w.app.ChangeSettings(t.Context(), w.as("Bo"), ChangeSettings{DistrictID: w.district}), domain.Forbidden)
	for field, cmd := range map[string]ChangeSettings{
		"opens":        {Opens: text("half nine")},
		"closes":       {Closes: text("08:00")},
		"phone":        {Phone: text("12")},
		"sectionLabel": {SectionLabel: text(" ")},
	} {
		cmd.DistrictID = w.district
		w.refusedField(w.app.ChangeSettings(t.Context(), w.as("Ada"), cmd), field)
	}
	w.must(w.app.ChangeSettings(t.Context(), w.as("Ada"), ChangeSettings{DistrictID: w.district, Opens: text("09:15"), Closes: text("24:00"), Sundays: &yes, Phone: text("")}))
	d, err := w.db.Store().Settings(t.Context(), w.district)
	w.must(err)
	if d.Opens != 9*time.Hour+15*time.Minute || d.Closes != 24*time.Hour || !d.Sundays || d.BankHolidays || d.Phone != "" || d.SectionLabel != "neighbourhood" {
		t.Errorf("settled is %+v", d)
	}
}

func TestApp_RenameSection_MoveStreet(t *testing.T) {
	w := newWorld(t)
	old, hill := w.section["Old Town"], w.section["Hillside"]
	r := w.ask("Joan", "Quay Lane", "dog")
	w.refused(w.app.RenameSection(t.Context(), w.as("Maggie"), RenameSection{SectionID: old, Name: "Harbour"}), domain.NotFound)
	w.refusedField(w.app.RenameSection(t.Context(), w.as("Bo"), RenameSection{SectionID: old, Name: " "}), "name")
	w.refused(w.app.RenameSection(t.Context(), w.as("Bo"), RenameSection{SectionID: old, Name: "HILLSIDE"}), domain.Conflict)
	w.refused(w.app.RenameSection(t.Context(), w.as("Bo"), RenameSection{SectionID: w.section["Market Place"], Name: "Mine"}), domain.NotFound)
	w.must(w.app.RenameSection(t.Context(), w.as("Bo"), RenameSection{SectionID: old, Name: "The  Harbour"}))
	w.refusedField(w.app.MoveStreet(t.Context(), w.as("Bo"), MoveStreet{StreetID: w.street["Quay Lane"], SectionID: w.section["Market Place"]}), "sectionId")
	w.must(w.app.MoveStreet(t.Context(), w.as("Bo"), MoveStreet{StreetID: w.street["Quay Lane"], SectionID: hill}))
	sections, err := w.app.Sections(t.Context(), domain.Public(), w.town["Saltcombe"])
	w.must(err)
	if len(sections) != 2 || sections[1].Name != "The Harbour" || !sections[0].Edited || !sections[1].Edited {
		t.Errorf("the sections are %+v", sections)
	}
	if w.request(r.ID).SectionID != hill {
		t.Error("an open ask of the street stayed in the old section")
	}
}

func TestApp_Districts_Towns(t *testing.T) {
	w := newWorld(t)
	districts, err := w.app.Districts(t.Context(), domain.Public())
	w.must(err)
	towns, err := w.app.Towns(t.Context(), domain.Public(), w.district)
	w.must(err)
	if len(districts) != 1 || len(towns) != 2 || towns[0].Name != "Brackle" || towns[1].DistrictName != "North Wendle" {
		t.Errorf("the places are %+v, %+v", districts, towns)
	}
	none, err := w.app.Towns(t.Context(), domain.Public(), w.district+1)
	w.must(err)
	if len(none) != 0 {
		t.Errorf("a district that is not there has %+v", none)
	}
}
