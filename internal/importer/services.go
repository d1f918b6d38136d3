package importer

import (
	"strings"

	"waymark/internal/app"
)

// serviceColumns are the columns of a list of services, in the template's order.
var serviceColumns = []string{
	"name", "organization", "town", "neighbourhood", "what_for", "description", "place", "address", "postcode", "when", "when_words", "how_to_join",
	"cost", "who_for", "phone", "email", "website", "status", "staff_only", "staff_words",
}

// ServicesTemplate returns a list of services to fill in, as Template does one of volunteers.
func ServicesTemplate() string {
	return strings.Join(serviceColumns, ",") + `
# name must be filled in. Everything else may stay empty. Take these lines out or leave them: lines that begin with # do not come in.
# organization: who runs it; empty means that it runs itself. town: empty means that it is for the whole district.
# what_for: themes by name or code, with semicolons between them, such as company; health. when: a day and a time, such as Tuesday 10:00 to 12:00; Friday 14:00. when_words: what days and times cannot say.
# cost: free, 50p, £3 a session, or words; several with semicolons between them. who_for: for whom it is, in plain words.
# status: open, full, on hold or closed; empty means open. staff_only: yes hides it from the public. staff_words: how they like to be approached; the public never sees it.
# Made-up example: Tea and talk,Saltcombe Together,Saltcombe,Old Town,company,"Tea, cake and company",Orchard Hall,Mill Lane,,Tuesday 10:00 to 12:00,,Just come,free,Anybody,01632 960142,,www.example.org,open,no,
`
}

// ServicesFile is what a list of services holds.
type ServicesFile struct {
	Import   app.ImportServices
	Problems []Problem
}

// Services reads a list of services: a CSV file with the columns of ServicesTemplate in any order. What is in the cells is looked at when
// the list comes in. An error is about the file as a whole.
func Services(path string) (ServicesFile, error) {
	t, err := readTable(path, serviceColumns...)
	if err != nil {
		return ServicesFile{}, err
	}
	return tableServices(t), nil
}

// ServiceList reads a list of services that was pasted or sent by a browser, as Services reads a file.
func ServiceList(raw []byte) (ServicesFile, error) {
	t, err := tableOf("The list", raw, serviceColumns)
	if err != nil {
		return ServicesFile{}, err
	}
	return tableServices(t), nil
}

func tableServices(t *table) ServicesFile {
	file := ServicesFile{Problems: t.problems}
	for _, r := range t.rows {
		c := cells{row: r}
		row := app.ServiceRow{
			Line: r.line, Name: tidy(r.cells["name"]), Organization: tidy(r.cells["organization"]), Town: tidy(r.cells["town"]), Section: tidy(r.cells["neighbourhood"]),
			Themes: parts(r.cells["what_for"]), Description: r.cells["description"], Place: tidy(r.cells["place"]), Address: tidy(r.cells["address"]),
			Postcode: r.cells["postcode"], Times: parts(r.cells["when"]), WhenWords: r.cells["when_words"], HowToJoin: r.cells["how_to_join"],
			Costs: parts(r.cells["cost"]), Eligibility: r.cells["who_for"], Phone: r.cells["phone"], Email: r.cells["email"], Website: r.cells["website"],
			Status: r.cells["status"], StaffOnly: c.yes("staff_only"), StaffWords: r.cells["staff_words"],
		}
		file.Problems = append(file.Problems, c.problems...)
		if !c.bad {
			file.Import.Services = append(file.Import.Services, row)
		}
	}
	return file
}

// parts parts a cell at semicolons and line ends.
func parts(text string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		if part = tidy(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
