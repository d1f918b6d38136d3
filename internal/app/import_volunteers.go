package app

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"waymark/domain"
)

// RowProblem is one thing in a file that a person has to look at.
type RowProblem struct {
	Line   int    // counted from 1 as a text editor does; in GeoJSON the number of the feature
	Column string // the column's or property's name; "" when the whole line is meant
	Reason string // a sentence that says what to do
	Kept   bool   // the line came in all the same; otherwise it was left out
}

// ImportVolunteers brings the volunteers of a list in, as people whom nobody has met yet.
type ImportVolunteers struct {
	District   string // "" where there is only one, or the actor's own
	Volunteers []VolunteerRow
	Check      bool // only look: what would come of it is said, and nothing is kept

	// Progress is told now and then how many rows of how many are done; nil for nobody.
	Progress func(done, total int64) `json:"-"`
}

// VolunteerRow is one line of a list of volunteers.
type VolunteerRow struct {
	Line         int
	FirstName    string
	LastName     string
	Email        domain.Email // "" for none; then there is a phone
	Phone        domain.Phone // "" for none; then there is an e-mail address
	Address      string       // house and what follows
	Street       string       // as written
	Town         string       // as written; "" when the file does not say
	Preferred    domain.Way
	Reach        domain.Level
	Skills       []string
	Languages    []string // ISO 639-1, besides English
	Availability domain.Availability
	ShortNotice  bool
	Capacity     int // visits a week
	BudgetWeek   int // asks a week
	Gender       string
	Young        bool
}

// VolunteersImported says what an import of volunteers did.
type VolunteersImported struct {
	New        int
	Already    int          // on file before, by name and e-mail or phone: left as they are
	Duplicates int          // of New: those who may be somebody who is on file
	Problems   []RowProblem // lines left out, and lines to look at, in the file's order
}

// ImportVolunteers adds the volunteers who are not on file yet, as not met, and writes to nobody. Whoever is on file stays
// as they are: they may have changed their times since the list was made. Somebody who shares an e-mail address, a phone, or
// a name and street with another is added and reported; people decide whether they are one. In a demo it is refused.
func (a *App) ImportVolunteers(ctx context.Context, actor domain.Actor, in ImportVolunteers) (out VolunteersImported, err error) {
	g, err := a.authorise(ctx, actor, domain.ImportPeople, somewhere(actor))
	if err != nil {
		return VolunteersImported{}, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		out = VolunteersImported{}
		if err := w.neverInDemo(ctx); err != nil {
			return err
		}
		district, err := w.districtOfList(ctx, in.District)
		if err != nil {
			return err
		}
		l, err := w.newVolunteerList(ctx, district)
		if err != nil {
			return err
		}
		for n, row := range in.Volunteers {
			if err := l.take(ctx, row, &out); err != nil {
				return err
			}
			if in.Progress != nil {
				in.Progress(int64(n+1), int64(len(in.Volunteers)))
			}
		}
		if in.Check {
			return errOnlyLooked
		}
		return w.Analyze(ctx)
	})
	return out, onlyLooked(err)
}

// districtOfList returns the district that a list is of, and keeps every other import away from it until the transaction ends.
func (w *work) districtOfList(ctx context.Context, name string) (domain.DistrictID, error) {
	id, err := w.districtMeant(ctx, name)
	if err != nil {
		return 0, err
	}
	return id, w.LockDistrict(ctx, id)
}

// districtMeant finds the district of a name, "" where there is only one.
func (w *work) districtMeant(ctx context.Context, name string) (domain.DistrictID, error) {
	all, err := w.Districts(ctx)
	if err != nil {
		return 0, err
	}
	var names []string
	var found []domain.DistrictID
	for _, d := range all {
		own := w.by.Kind != domain.PersonActor || d.ID == w.by.DistrictID
		if own && (name == "" || domain.NameKey(d.Name) == domain.NameKey(name)) {
			found = append(found, d.ID)
		}
		if own {
			names = append(names, d.Name)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(names) == 0:
		return 0, domain.Errorf(domain.Invalid, "district", "There is no district yet: bring its streets in first.")
	case len(found) == 0:
		return 0, domain.Errorf(domain.Invalid, "district", "There is no district called %s. There is %s.", name, domain.OrList(names))
	}
	return 0, domain.Errorf(domain.Invalid, "district", "There is more than one district: say which, %s.", domain.OrList(names))
}

// volunteerList is what an import of volunteers looks rows up in, and adds to.
type volunteerList struct {
	*work
	district domain.DistrictID
	streets  []domain.Street // on the map
	people   []knownPerson
}

// knownPerson is somebody on file, or on an earlier line.
type knownPerson struct {
	domain.Person
	volunteers bool
	line       int // 0: on file before
}

func (w *work) newVolunteerList(ctx context.Context, district domain.DistrictID) (*volunteerList, error) {
	l := &volunteerList{work: w, district: district}
	streets, err := w.StreetsOnFile(ctx, district)
	if err != nil {
		return nil, err
	}
	for _, s := range streets {
		if s.GoneAt == nil {
			l.streets = append(l.streets, s)
		}
	}
	people, volunteers, err := w.PeopleOnFile(ctx, district)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		l.people = append(l.people, knownPerson{Person: p, volunteers: volunteers[p.ID]})
	}
	return l, nil
}

// take adds one row, or says why not.
func (l *volunteerList) take(ctx context.Context, row VolunteerRow, out *VolunteersImported) error {
	note := func(kept bool, column, format string, args ...any) {
		out.Problems = append(out.Problems, RowProblem{Line: row.Line, Column: column, Reason: fmt.Sprintf(format, args...), Kept: kept})
	}
	if same, ok := l.samePerson(row); ok {
		switch {
		case same.line != 0:
			note(false, "", "This is the same person as on line %d.", same.line)
		case same.volunteers:
			out.Already++
		default:
			note(false, "", "%s is on file already, but does not help yet. Ask them, and set it up on their page.", same.Name())
		}
		return nil
	}
	street, column, reason := l.findStreet(row)
	if reason != "" {
		note(false, column, "%s", reason)
		return nil
	}
	if !domain.May(l.by, domain.ImportPeople, domain.Target{Spot: domain.Spot{DistrictID: l.district, TownID: street.TownID, SectionID: street.SectionID, StreetID: street.ID}}) {
		note(false, "town", "%s is not one of your towns.", street.TownName)
		return nil
	}
	if column, reason := l.likeness(row, street); reason != "" {
		out.Duplicates++
		note(true, column, "%s", reason)
	}
	p, v := l.newVolunteer(row, street)
	if err := l.AddVolunteer(ctx, &p, v); err != nil {
		return err
	}
	out.New++
	l.people = append(l.people, knownPerson{Person: p, volunteers: true, line: row.Line})
	return nil
}

// samePerson finds who has the row's name and its e-mail address or phone.
func (l *volunteerList) samePerson(row VolunteerRow) (knownPerson, bool) {
	name := domain.NameKey(row.FirstName + " " + row.LastName)
	for _, p := range l.people {
		reached := row.Email != "" && p.EmailKey == row.Email.Key() || row.Phone != "" && p.Phone == string(row.Phone)
		if reached && domain.NameKey(p.Name()) == name {
			return p, true
		}
	}
	return knownPerson{}, false
}

// likeness says why the row may be about somebody who is known; "" when nothing speaks for it.
func (l *volunteerList) likeness(row VolunteerRow, street domain.Street) (column, reason string) {
	name := domain.NameKey(row.FirstName + " " + row.LastName)
	for _, p := range l.people {
		what := ""
		switch {
		case row.Email != "" && p.EmailKey == row.Email.Key():
			column, what = "email", "has the same e-mail address"
		case row.Phone != "" && p.Phone == string(row.Phone):
			column, what = "phone", "has the same phone number"
		case p.StreetID == street.ID && domain.NameKey(p.Name()) == name:
			column, what = "last_name", "lives in the same street"
		default:
			continue
		}
		where := "on file"
		if p.line != 0 {
			where = fmt.Sprintf("on line %d", p.line)
		}
		return column, fmt.Sprintf("%s %s %s. If they are one person, put one of the two away.", p.Name(), where, what)
	}
	return "", ""
}

// findStreet returns the one street that is meant, or the column at fault and what to do.
func (l *volunteerList) findStreet(row VolunteerRow) (found domain.Street, column, reason string) {
	var inTown []domain.Street
	towns := map[string]bool{}
	for _, s := range l.streets {
		towns[s.TownName] = true
		if row.Town == "" || domain.SearchKey(s.TownName) == domain.SearchKey(row.Town) {
			inTown = append(inTown, s)
		}
	}
	if len(inTown) == 0 {
		return found, "town", "There is no town called " + row.Town + "." + didYouMean(row.Town, slices.Sorted(maps.Keys(towns)))
	}
	matches := streetsCalled(inTown, row.Street)
	switch len(matches) {
	case 1:
		return matches[0], "", ""
	case 0:
		var names []string
		for _, s := range inTown {
			names = append(names, s.Name)
		}
		return found, "street", "There is no street called " + row.Street + " there." + didYouMean(row.Street, names)
	}
	var labels []string
	for _, s := range matches {
		labels = append(labels, s.Label())
	}
	return found, "street", "There is more than one street of this name: " + domain.OrList(labels[:min(len(labels), 5)]) + ". Please fill in the town."
}

// streetsCalled returns the streets of a name: as written if there are any, else but for case and punctuation, else but for
// accents and abbreviations.
func streetsCalled(streets []domain.Street, name string) []domain.Street {
	for _, key := range []func(string) string{domain.StreetKey, domain.NameKey, domain.SearchKey} {
		var found []domain.Street
		for _, s := range streets {
			if key(s.Name) == key(name) {
				found = append(found, s)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

func didYouMean(typed string, names []string) string {
	near := domain.OrList(domain.NearNames(typed, names))
	if near == "" {
		return " Please check its name."
	}
	return " Did you mean " + near + "?"
}

func (l *volunteerList) newVolunteer(row VolunteerRow, street domain.Street) (domain.Person, domain.Volunteer) {
	p := domain.Person{
		DistrictID: l.district, FirstName: row.FirstName, LastName: row.LastName, Email: string(row.Email), Phone: string(row.Phone),
		Address: row.Address, TownID: street.TownID, StreetID: street.ID, Languages: row.Languages, Preferred: row.Preferred,
		SafeToRing: true, SafeToText: true, SafeToWrite: true, Young: row.Young,
		LawfulBasis: "legitimate_interests", CreatedAt: l.now,
	}
	return p, domain.Volunteer{
		DistrictID: l.district, Reach: row.Reach, Skills: row.Skills, Availability: row.Availability, ShortNotice: row.ShortNotice,
		Capacity: row.Capacity, BudgetWeek: row.BudgetWeek, BudgetDay: min(1, row.BudgetWeek), Gender: row.Gender,
		Standing: domain.NotMet, BeganAt: l.now,
	}
}
