package importer

import (
	"errors"
	"fmt"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// volunteerColumns are the columns of a list of volunteers, in the template's order.
var volunteerColumns = []string{
	"first_name", "last_name", "email", "phone", "address", "street", "town", "preferred", "reach", "skills", "languages",
	"availability", "short_notice", "capacity", "budget", "gender", "aged_16_17",
}

// Template returns a list of volunteers to fill in: the columns, and lines that say what goes where. Lines that begin with
// # are passed over when the list comes in.
func Template() string {
	return strings.Join(volunteerColumns, ",") + `
# first_name, street and town, and an email or a phone: these must be filled in. Everything else may stay empty. Take these lines out or leave them: lines that begin with # do not come in.
# preferred: email, call or letter. reach, how far they would go: street, section, town or district; empty means section. gender: woman, man or empty.
# skills: ` + strings.Join(knownSkills(), ", ") + `. languages besides English: Polish, Urdu …
# availability: such as weekday mornings, Saturday afternoons; empty means any time. short_notice and aged_16_17: yes or no.
# capacity: visits a week, empty means 1. budget: how often we may ask in a week, empty means 2.
# Made-up example: Robin,Example,robin@example.org,01632 960142,12,Station Road,Market Orrin,email,section,"shopping, dogs",Polish,"weekday mornings, Saturday afternoons",no,1,2,,no
`
}

// VolunteersFile is what a list of volunteers holds.
type VolunteersFile struct {
	Import   app.ImportVolunteers
	Problems []Problem
}

// Volunteers reads a list of volunteers: a CSV file with the columns of Template in any order. A line with something that
// cannot be used is left out and is a problem; a line with something to look at, such as a mistyped e-mail domain, comes
// in and is a problem too. An error is about the file as a whole.
func Volunteers(path string) (VolunteersFile, error) {
	t, err := readTable(path, volunteerColumns...)
	if err != nil {
		return VolunteersFile{}, err
	}
	return tableVolunteers(t), nil
}

// VolunteerList reads a list of volunteers that was pasted or sent by a browser, as Volunteers reads a file.
func VolunteerList(raw []byte) (VolunteersFile, error) {
	t, err := tableOf("The list", raw, volunteerColumns)
	if err != nil {
		return VolunteersFile{}, err
	}
	return tableVolunteers(t), nil
}

func tableVolunteers(t *table) VolunteersFile {
	file := VolunteersFile{Problems: t.problems}
	for _, r := range t.rows {
		c := cells{row: r}
		v := c.volunteer()
		if !c.bad {
			file.Import.Volunteers = append(file.Import.Volunteers, v)
		}
		for _, p := range c.problems {
			p.Kept = !c.bad
			file.Problems = append(file.Problems, p)
		}
	}
	return file
}

// cells reads the cells of one line and gathers what is wrong with them.
type cells struct {
	row
	problems []Problem
	bad      bool // something cannot be used: the line is left out
}

func (c *cells) volunteer() app.VolunteerRow {
	v := app.VolunteerRow{
		Line:         c.line,
		FirstName:    c.must("first_name", "The first name is missing."),
		LastName:     tidy(c.cells["last_name"]),
		Email:        c.email(),
		Phone:        c.phone(),
		Address:      tidy(c.cells["address"]),
		Street:       c.must("street", "The street where they live is missing: we look for helpers street by street."),
		Town:         tidy(c.cells["town"]),
		Reach:        c.reach(),
		Skills:       c.skills(),
		Languages:    c.languages(),
		Availability: c.availability(),
		ShortNotice:  c.yes("short_notice"),
		Capacity:     c.number("capacity", 1, 20),
		BudgetWeek:   c.number("budget", 2, 50),
		Gender:       c.word("gender", map[string]string{"": "", "woman": "woman", "female": "woman", "f": "woman", "man": "man", "male": "man", "m": "man"}, "woman, man or nothing"),
		Young:        c.yes("aged_16_17"),
	}
	v.Preferred = c.preferred(v)
	if v.Email == "" && v.Phone == "" && c.cells["email"] == "" && c.cells["phone"] == "" {
		c.refuse("email", "There is neither an e-mail address nor a phone number: nobody could ask them.")
	}
	return v
}

// refuse notes what cannot be used, and that the line is left out.
func (c *cells) refuse(column, format string, args ...any) {
	c.bad = true
	c.look(column, format, args...)
}

// look notes what a person should look at.
func (c *cells) look(column, format string, args ...any) {
	c.problems = append(c.problems, Problem{Line: c.line, Column: column, Reason: fmt.Sprintf(format, args...)})
}

// fail refuses with the sentence of the domain.
func (c *cells) fail(column string, err error) {
	var e *domain.Error
	if errors.As(err, &e) {
		c.refuse(column, "%s It reads “%s”.", e.Message, clip(c.cells[column]))
	}
}

func (c *cells) must(column, missing string) string {
	text := tidy(c.cells[column])
	if domain.NameKey(text) == "" {
		c.refuse(column, "%s", missing)
	}
	return text
}

func (c *cells) email() domain.Email {
	text := c.cells["email"]
	if text == "" {
		return ""
	}
	address, err := domain.ParseEmail("email", text)
	if err != nil {
		c.fail("email", err)
		return ""
	}
	if meant, ok := domain.SuggestEmail(string(address)); ok {
		c.look("email", "It reads “%s”. Did they mean %s? Please check it with them.", address, meant)
	}
	return address
}

func (c *cells) phone() domain.Phone {
	text := c.cells["phone"]
	if text == "" {
		return ""
	}
	number, err := domain.ParsePhone("phone", text)
	if err != nil {
		c.fail("phone", err)
	}
	return number
}

// preferred is the way they name; else e-mail if they have it.
func (c *cells) preferred(v app.VolunteerRow) domain.Way {
	way := domain.ByCall
	if v.Email != "" {
		way = domain.ByEmail
	}
	return domain.Way(c.word("preferred", map[string]string{
		"": string(way), "email": "email", "e-mail": "email", "mail": "email", "call": "call", "phone": "call",
		"telephone": "call", "landline": "call", "letter": "letter", "post": "letter",
	}, "email, call or letter"))
}

func (c *cells) reach() domain.Level {
	level := c.word("reach", map[string]string{
		"": "section", "street": "street", "my street": "street", "section": "section", "neighbourhood": "section",
		"my neighbourhood": "section", "nearby": "section", "town": "town", "my town": "town", "village": "town",
		"district": "district", "anywhere": "district", "county": "district",
	}, "street, section, town or district")
	// A word that is not known has been refused, and comes as "".
	reach, _ := domain.ParseLevel(level)
	return reach
}

func (c *cells) availability() domain.Availability {
	text := c.cells["availability"]
	if text == "" {
		return domain.AnyTime
	}
	times, err := domain.ParseAvailability("availability", text)
	if err != nil {
		c.fail("availability", err)
	}
	return times
}
