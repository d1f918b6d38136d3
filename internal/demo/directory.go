package demo

import (
	_ "embed"
	"strconv"
	"strings"

	"waymark/internal/app"
)

// serviceLines are the services of the made-up district: a line each, the names of the columns first.
//
//go:embed services.txt
var serviceLines string

// addServices writes down what there is in the towns, and what people looked for and did not find.
func (m *maker) addServices() {
	lines := strings.Split(strings.TrimSpace(serviceLines), "\n")
	columns := strings.Split(lines[0], "|")
	for _, line := range lines[1:] {
		is := map[string]string{}
		for n, cell := range strings.Split(line, "|") {
			is[columns[n]] = strings.TrimSpace(cell)
		}
		s := app.DemoService{NeverChecked: is["checked"] == "", Row: app.ServiceRow{
			Name: is["name"], Organization: is["organization"], Town: is["town"], Section: is["neighbourhood"], Themes: strings.Split(is["what_for"], ";"),
			Description: is["description"], Place: is["place"], Address: is["address"], Times: strings.Split(is["when"], ";"), WhenWords: is["when_words"],
			HowToJoin: is["how_to_join"], Costs: strings.Split(is["cost"], ";"), Eligibility: is["who_for"], Phone: is["phone"], Email: is["email"],
			Website: is["website"], Status: is["status"], StaffOnly: is["staff"] == "yes", StaffWords: is["staff_words"]}}
		s.CheckedDays, _ = strconv.Atoi(is["checked"]) // "" is never
		m.town.Services = append(m.town.Services, s)
	}
	m.town.Missed = []app.DemoMissed{
		{Town: "Saltcombe", Words: "stroke group", Times: 9, Days: 3}, {Town: "Saltcombe", Words: "tinnitus", Times: 4, Days: 8}, {Town: "Saltcombe", Words: "pottery", Times: 3, Days: 2},
		{Town: "Saltcombe", Words: "lgbt group", Times: 6, Days: 12}, {Town: "Saltcombe", Words: "karate", Times: 2, Days: 20}, {Town: "Market Orrin", Words: "choir for women", Times: 5, Days: 5},
		{Town: "Market Orrin", Words: "repair café", Times: 7, Days: 1}, {Town: "Market Orrin", Words: "autism", Times: 8, Days: 6}, {Town: "Brackle", Words: "chiropody", Times: 6, Days: 4},
		{Town: "Brackle", Words: "broadband", Times: 5, Days: 9}, {Words: "help with a hoarder", Times: 2, Days: 15}, {Words: "polish club", Times: 4, Days: 7},
	}
	m.town.Reports = map[string]string{"Sea swimmers": "They start at ten now, not at nine.", "Knit and natter": "The library is shut on Fridays in December."}
}
