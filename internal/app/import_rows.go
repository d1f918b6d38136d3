package app

import (
	"context"
	"slices"
	"strings"

	"waymark/domain"
)

// mostImportRows is how many rows come in at once where they do not come in a file.
const mostImportRows = 500

// ImportVolunteerRows brings volunteers in who were typed or come from another program: nothing in a row has been looked at yet.
type ImportVolunteerRows struct {
	District       string // "" where there is only one, or the actor's own
	Rows           []VolunteerText
	Check          bool   // only look: all is done, said, and taken back
	IdempotencyKey string // a key comes again with the same rows only; "": none. What only looks uses none up
}

// VolunteerText is one volunteer as typed. Nil is what is usual.
type VolunteerText struct {
	FirstName    string
	LastName     string
	Email        string
	Phone        string
	Address      string
	Street       string
	Town         string // "": where only one has a street of that name
	Preferred    domain.Way
	Reach        *domain.Level
	Skills       []string
	Languages    []string
	Availability string // in plain words; "": any time
	ShortNotice  bool
	CapacityWeek *int
	BudgetWeek   *int
	Gender       string
	Young        bool
}

// ImportVolunteerRows brings the good rows in, as ImportVolunteers does, and says of the others what to do.
func (a *App) ImportVolunteerRows(ctx context.Context, actor domain.Actor, cmd ImportVolunteerRows) (VolunteersImported, error) {
	g, err := a.authorise(ctx, actor, domain.ImportPeople, somewhere(actor))
	if err != nil {
		return VolunteersImported{}, err
	}
	if err := a.sameRows(ctx, g, "ImportVolunteers", keyUnlessLooked(cmd.IdempotencyKey, cmd.Check), cmd, len(cmd.Rows)); err != nil {
		return VolunteersImported{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return VolunteersImported{}, err
	}
	in := ImportVolunteers{District: cmd.District, Check: cmd.Check}
	var problems []RowProblem
	for n, text := range cmd.Rows {
		var wrong domain.Errors
		row, err := w.volunteerRow(ctx, &wrong, text)
		if err != nil {
			return VolunteersImported{}, err
		}
		if row.Line = n + 1; len(wrong) == 0 {
			in.Volunteers = append(in.Volunteers, row)
		}
		problems = append(problems, problemsOf(n+1, wrong)...)
	}
	out, err := a.ImportVolunteers(ctx, actor, in)
	out.Problems = inOrder(problems, out.Problems)
	return out, err
}

// sameRows refuses more rows than come in at once, and other rows under a key that has been used. The same rows may come again:
// what is on file stays as it is.
func (a *App) sameRows(ctx context.Context, g grant, mutation, key string, input any, rows int) error {
	if rows > mostImportRows {
		return domain.Errorf(domain.Invalid, "rows", "These are %d rows, and %d come in at once. Please send them in parts.", rows, mostImportRows)
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		_, err := w.once(ctx, mutation, key, input, func() (int64, error) { return int64(rows), nil })
		return err
	})
}

// keyUnlessLooked is the key of rows that are brought in: they may be looked at first, under the same one.
func keyUnlessLooked(key string, looked bool) string {
	if looked {
		return ""
	}
	return key
}

// volunteerRow reads a row, and notes what cannot be used.
func (w *work) volunteerRow(ctx context.Context, wrong *domain.Errors, t VolunteerText) (VolunteerRow, error) {
	p := newPerson(wrong, "", details{t.FirstName, t.LastName, t.Phone, t.Email, t.Address, true})
	if p.Email == "" && p.Phone == "" && len(*wrong) == 0 {
		wrong.Add("email", "There is neither an e-mail address nor a phone number: nobody could ask them.")
	}
	if p.Preferred = t.Preferred; p.Preferred == "" {
		p.Preferred = domain.ByEmail
		if p.Email == "" {
			p.Preferred = domain.ByCall
		}
	}
	checkWays(wrong, p)
	v, err := w.newVolunteer(ctx, p)
	if err != nil {
		return VolunteerRow{}, err
	}
	v.Availability = domain.AnyTime
	if strings.TrimSpace(t.Availability) != "" {
		v.Availability, err = domain.ParseAvailability("availability", t.Availability)
		gather(wrong, err)
	}
	d := VolunteerDetails{
		Reach: t.Reach, Skills: &t.Skills, ShortNotice: &t.ShortNotice, CapacityWeek: t.CapacityWeek, BudgetWeek: t.BudgetWeek, Gender: &t.Gender,
	}
	if err := w.applyVolunteer(ctx, wrong, &v, d); err != nil {
		return VolunteerRow{}, err
	}
	row := VolunteerRow{
		FirstName: p.FirstName, LastName: p.LastName, Email: domain.Email(p.Email), Phone: domain.Phone(p.Phone), Address: p.Address,
		Street: line(t.Street), Town: line(t.Town), Preferred: p.Preferred, Reach: v.Reach, Skills: v.Skills,
		Languages: languages(wrong, t.Languages), Availability: v.Availability, ShortNotice: v.ShortNotice, Capacity: v.Capacity,
		BudgetWeek: v.BudgetWeek, Gender: v.Gender, Young: t.Young,
	}
	if row.Street == "" {
		wrong.Add("street", "The street where they live is missing: we look for helpers street by street.")
	}
	return row, nil
}

// ImportStreetRows adds or changes streets of a district that were typed or come from another program.
type ImportStreetRows struct {
	District       string
	Rows           []StreetText
	Check          bool   // only look, as ImportVolunteerRows does
	IdempotencyKey string // a key comes again with the same rows only; "": none
}

// StreetText is one street as typed. Lat and Lon go together; nil: nobody knows.
type StreetText struct {
	Name     string
	Town     string
	Section  string // "": the street is put into the nearest
	Lat, Lon *float64
}

// StreetRowsImported says what an import of rows did, and which rows were left out.
type StreetRowsImported struct {
	StreetsImported
	Problems []RowProblem
}

// ImportStreetRows brings the good rows in, as ImportStreets does for a part of a district, and says of the others what to do.
func (a *App) ImportStreetRows(ctx context.Context, actor domain.Actor, cmd ImportStreetRows) (StreetRowsImported, error) {
	g, err := a.authorise(ctx, actor, domain.ImportPlaces, somewhere(actor))
	if err != nil {
		return StreetRowsImported{}, err
	}
	if err := a.sameRows(ctx, g, "ImportStreets", keyUnlessLooked(cmd.IdempotencyKey, cmd.Check), cmd, len(cmd.Rows)); err != nil {
		return StreetRowsImported{}, err
	}
	in, out := ImportStreets{District: cmd.District, Part: true, Check: cmd.Check}, StreetRowsImported{}
	for n, text := range cmd.Rows {
		var wrong domain.Errors
		if row := text.read(&wrong); len(wrong) == 0 {
			in.Streets = append(in.Streets, row)
		}
		out.Problems = append(out.Problems, problemsOf(n+1, wrong)...)
	}
	if len(in.Streets) == 0 {
		return out, nil
	}
	out.StreetsImported, err = a.ImportStreets(ctx, actor, in)
	return out, err
}

// read reads a row, and notes what cannot be used.
func (t StreetText) read(wrong *domain.Errors) StreetRow {
	row := StreetRow{Name: line(t.Name), Town: line(t.Town), Section: line(t.Section)}
	for field, text := range map[string]string{"name": row.Name, "town": row.Town} {
		if domain.NameKey(text) == "" {
			wrong.Add(field, "The name of the street and of its town must be there.")
		}
		tooLong(wrong, field, text, longestName)
	}
	tooLong(wrong, "section", row.Section, longestName)
	switch {
	case t.Lat == nil && t.Lon == nil:
	case t.Lat == nil || t.Lon == nil:
		wrong.Add("lat", "Please give both the latitude and the longitude, or neither.")
	case !(*t.Lat >= -90 && *t.Lat <= 90 && *t.Lon >= -180 && *t.Lon <= 180):
		wrong.Add("lat", "This is no place on the earth: the latitude goes from -90 to 90, the longitude from -180 to 180.")
	case domain.Point{Lat: *t.Lat, Lon: *t.Lon}.Exchanged():
		wrong.Add("lat", "The latitude and the longitude have changed places.")
	default:
		row.Mid = domain.Point{Lat: *t.Lat, Lon: *t.Lon}
	}
	return row
}

// problemsOf is what is wrong with a row that was left out.
func problemsOf(n int, wrong domain.Errors) (out []RowProblem) {
	for _, e := range wrong {
		out = append(out, RowProblem{Line: n, Column: e.Field, Reason: e.Message})
	}
	return out
}

// columns are the names that a list in a file gives to fields of a row.
var columns = map[string]string{"last_name": "lastName"}

// inOrder puts what was found in rows before what the import found, in the order of the rows.
func inOrder(before, after []RowProblem) []RowProblem {
	for i, p := range after {
		if field, ok := columns[p.Column]; ok {
			after[i].Column = field
		}
	}
	all := append(before, after...)
	slices.SortStableFunc(all, func(a, b RowProblem) int { return a.Line - b.Line })
	return all
}
