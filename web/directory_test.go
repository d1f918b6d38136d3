package web

import (
	"encoding/json"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// service puts a chair yoga into a village, with something that somebody says is wrong with it.
func (v *village) service() domain.Service {
	v.Helper()
	s, err := v.app.AddService(v.Context(), v.priya, app.AddService{TownID: v.town, Organization: "Orchard Trust", Name: "Chair yoga", Description: "Gentle stretching.\nWear anything.",
		Themes: []string{"active"}, Places: []app.ServicePlace{{Name: "Orchard Hall", Address: "Mill Lane", Postcode: "EX34 9AA"}}, Times: []string{"Monday to Wednesday 11 to 12", "Friday 14:30"},
		WhenWords: "Not in August", Costs: []string{"free", "Tea: 50p"}, HowToJoin: "Just come", Eligibility: "Anybody", Phone: "01632 960111", Email: "hello@example.org", Website: "www.example.org",
		StaffWords: "Ring Jo first"})
	v.must(err)
	v.must(v.app.ReportService(v.Context(), domain.Public(), app.ReportService{ServiceID: s.ID, Words: "It starts at noon now."}))
	return s
}

func TestDirectory_IsFoundAndRead(t *testing.T) {
	v := newVillage(t)
	s := v.service()
	b := v.visitor().opens("/")
	b.tells([]string{"See what there is"})
	b = v.visitor().opens("/directory?q=yogga")
	b.tells([]string{"One thing to choose from", "Chair yoga", "Orchard Trust", "Monday to Wednesday, 11 am to noon", "Friday, 2:30 pm", "Free"})
	b = v.visitor().opens(addressOf("/directory/", s.ID))
	b.tells([]string{"Gentle stretching.", "Not in August", "Tea: 50p", "01632 960111", "www.example.org", "EX34 9AA", "Nobody has checked this with them yet", "Is something wrong here?"})
	if said := b.said("main"); strings.Contains(said, "Ring Jo first") || strings.Contains(said, "Look after this") {
		t.Error("the public is told what is for staff")
	}
	v.visitor().signsInAgain("Priya").opens(addressOf("/directory/", s.ID)).tells([]string{"Ring Jo first", "Look after this"})
	v.visitor().opens("/directory?q=zither").tells([]string{"We know of nothing like that yet", "Ask for help"})
	v.visitor().opens("/directory?q=zither+yoga").tells([]string{"Nothing has all of your words", "Chair yoga"})
	v.visitor().opens("/directory?day=7").tells([]string{"We know of nothing like that yet", "Sunday"})
	v.visitor().opens("/directory?for=active&free=yes&day=9&town=77&section=88").tells([]string{"Chair yoga"})
}

func TestDirectory_StructuredData(t *testing.T) {
	closes := 12 * 60
	pence := 250
	data := schemaOf(domain.Service{Name: "Choir </script>", OrganizationName: "Singers", Audience: domain.ForPublic, TownName: "Saltcombe", Phone: "+441632960111",
		Schedules: []domain.Schedule{{Weekday: 2, Opens: 600, Closes: &closes}}, Costs: []domain.CostOption{{Pence: &pence}, {Words: "pay what you can"}},
		Locations: []domain.Location{{Name: "Hall", TownName: "Saltcombe", Postcode: "EX34 9AA"}}})
	text, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"@context":"https://schema.org","@type":"Service","areaServed":{"@type":"Place","name":"Saltcombe"},"availableChannel":{"@type":"ServiceChannel",` +
		`"serviceLocation":[{"@type":"Place","address":{"@type":"PostalAddress","addressCountry":"GB","addressLocality":"Saltcombe","postalCode":"EX34 9AA"},"name":"Hall"}],` +
		`"servicePhone":{"@type":"ContactPoint","telephone":"+441632960111"}},"hoursAvailable":[{"@type":"OpeningHoursSpecification","closes":"12:00","dayOfWeek":"https://schema.org/Tuesday","opens":"10:00"}],` +
		`"name":"Choir \u003c/script\u003e","offers":[{"@type":"Offer","price":2.5,"priceCurrency":"GBP"}],"provider":{"@type":"Organization","name":"Singers"}}`
	if string(text) != want {
		t.Errorf("it reads\n%s, want\n%s", text, want)
	}
	if schemaOf(domain.Service{Audience: domain.ForStaff}) != nil {
		t.Error("what is for staff alone is told to machines")
	}
	v := newVillage(t)
	s := v.service()
	b := v.visitor().opens(addressOf("/directory/", s.ID))
	_, body, found := strings.Cut(b.body, `<script type="application/ld+json">`)
	body, _, _ = strings.Cut(body, "</script>")
	var read map[string]any
	if err := json.Unmarshal([]byte(body), &read); !found || err != nil || read["name"] != "Chair yoga" {
		t.Errorf("the page has %q, %v", body, err)
	}
}
