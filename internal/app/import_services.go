package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"waymark/domain"
)

// ImportServices brings the services of a list into the directory.
type ImportServices struct {
	District string // "" where there is only one, or the actor's own
	Services []ServiceRow
	Check    bool // only look: what would come of it is said, and nothing is kept

	// Progress is told now and then how many services of how many are written; nil for nobody.
	Progress func(done, total int64) `json:"-"`
}

// ServiceRow is one service of a list, as it is written there: nothing in it has been looked at yet. "" is what is usual.
type ServiceRow struct {
	Line         int `json:"-"`
	Name         string
	Organization string
	Town         string   // "": for the whole district
	Section      string   // the neighbourhood of its place
	Themes       []string // by name or code; none: something else
	Description  string
	Place        string
	Address      string
	Postcode     string
	Times        []string // what is no time is kept as words
	WhenWords    string
	HowToJoin    string
	Costs        []string // what is no price is kept as words
	Eligibility  string
	Phone        string
	Email        string
	Website      string
	Status       string
	StaffOnly    bool
	StaffWords   string
}

// ServicesImported says what an import of services did.
type ServicesImported struct {
	New      int
	Changed  int          // brought in by an earlier list, and written in another way in this one
	Already  int          // on file as the list has them, or typed here by somebody: left as they are
	Problems []RowProblem // lines left out, and lines to look at, in the file's order
}

// ImportServices adds the services that are not on file yet. One that a list has brought in before is changed where its row has become
// another, and left where it has not: what builders have changed since stays. One that somebody has typed here is never changed. The same
// list again changes nothing.
func (a *App) ImportServices(ctx context.Context, actor domain.Actor, in ImportServices) (out ServicesImported, err error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, somewhere(actor))
	if err != nil {
		return ServicesImported{}, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		out = ServicesImported{}
		district, err := w.districtOfList(ctx, in.District)
		if err != nil {
			return err
		}
		l, err := w.newServiceList(ctx, district)
		if err != nil {
			return err
		}
		for n, row := range in.Services {
			if err := l.take(ctx, row, &out); err != nil {
				return err
			}
			if in.Progress != nil {
				in.Progress(int64(n+1), int64(len(in.Services)))
			}
		}
		if in.Check {
			return errOnlyLooked
		}
		return w.Analyze(ctx)
	})
	return out, onlyLooked(err)
}

// serviceList is what an import of services looks rows up in, and adds to.
type serviceList struct {
	*work
	district domain.DistrictID
	towns    []domain.Town
	sections map[domain.TownID][]domain.Section
	themes   []domain.Theme
	known    map[serviceKey]domain.Service
	lines    map[serviceKey]int // of this list
	from     map[domain.ServiceID][]byte
}

// serviceKey is by which two rows are one service.
type serviceKey struct {
	organization, name string
	town               domain.TownID
}

func (w *work) newServiceList(ctx context.Context, district domain.DistrictID) (*serviceList, error) {
	l := &serviceList{work: w, district: district, sections: map[domain.TownID][]domain.Section{}, known: map[serviceKey]domain.Service{}, lines: map[serviceKey]int{}}
	var err error
	if l.towns, err = w.Towns(ctx, district); err != nil {
		return nil, err
	}
	if l.themes, err = w.Themes(ctx, district, true); err != nil {
		return nil, err
	}
	all, err := w.ServicesOnFile(ctx, district)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		l.known[serviceKey{domain.NameKey(s.OrganizationName), s.NameKey, s.TownID}] = s
	}
	l.from, err = w.ImportedAs(ctx, district)
	return l, err
}

// take adds one row, changes what an earlier list brought in, or says why not.
func (l *serviceList) take(ctx context.Context, row ServiceRow, out *ServicesImported) error {
	draft, problems, err := l.draft(ctx, row)
	if err != nil {
		return err
	}
	out.Problems = append(out.Problems, problems...)
	if slices.ContainsFunc(problems, func(p RowProblem) bool { return !p.Kept }) {
		return nil
	}
	key := serviceKey{domain.NameKey(draft.Organization), domain.NameKey(draft.Name), draft.TownID}
	if first := l.lines[key]; first != 0 {
		out.Problems = append(out.Problems, RowProblem{Line: row.Line, Column: "name", Reason: fmt.Sprintf("This is the same service as on line %d.", first)})
		return nil
	}
	raw, err := json.Marshal(row)
	if err != nil {
		return err
	}
	hash := sha256.Sum256(raw)
	before, known := l.known[key]
	if known && (l.from[before.ID] == nil || bytes.Equal(l.from[before.ID], hash[:])) {
		l.lines[key] = row.Line
		out.Already++
		return nil
	}
	wrong, err := l.write(ctx, before, draft, hash[:])
	switch {
	case err != nil:
		return err
	case wrong != nil:
		out.Problems = append(out.Problems, serviceProblems(row.Line, wrong)...)
		return nil
	case known:
		out.Changed++
	default:
		out.New++
	}
	l.lines[key] = row.Line
	return nil
}

// write adds a service, or changes the one that was there. wrong is what cannot be used, and then nothing was written.
func (l *serviceList) write(ctx context.Context, before domain.Service, draft AddService, hash []byte) (wrong domain.Errors, err error) {
	after := before
	if before.ID == 0 {
		after = domain.Service{DistrictID: l.district, CreatedAt: l.now, Version: 1}
	}
	if err := l.fillIn(ctx, &after, draft); err != nil {
		if errors.As(err, &wrong) {
			return wrong, nil
		}
		return nil, err
	}
	if before.ID != 0 {
		err = l.keepChange(ctx, before, &after, "imported")
	} else if err = l.AddService(ctx, &after); err == nil {
		err = l.noteChange(ctx, after, "imported", nil)
	}
	if err != nil {
		return nil, err
	}
	return nil, l.SetImportedAs(ctx, after, hash)
}

// draft reads a row as it would be typed into the form. What is no time, no price and no postcode keeps nothing else out.
func (l *serviceList) draft(ctx context.Context, row ServiceRow) (d AddService, problems []RowProblem, err error) {
	note := func(kept bool, column, format string, args ...any) {
		problems = append(problems, RowProblem{Line: row.Line, Column: column, Reason: fmt.Sprintf(format, args...), Kept: kept})
	}
	d = AddService{
		Organization: row.Organization, Name: row.Name, Description: row.Description, WhenWords: row.WhenWords, HowToJoin: row.HowToJoin,
		Eligibility: row.Eligibility, Phone: row.Phone, Email: row.Email, Website: row.Website, StaffOnly: row.StaffOnly, StaffWords: row.StaffWords,
	}
	if strings.TrimSpace(row.Organization) == "" {
		d.Organization = row.Name // a group that nobody runs but itself
	}
	if d.TownID, err = l.town(row, note); err != nil {
		return d, problems, err
	}
	if len(problems) == 0 {
		spot := domain.Spot{DistrictID: l.district, TownID: d.TownID}
		if !domain.May(l.by, domain.EditDirectory, domain.Target{Spot: spot}) {
			note(false, "town", "This town is not one of yours. What is for the whole district is brought in by whoever looks after all of it.")
		}
	}
	d.Themes = l.shelves(row, note)
	d.Status = l.status(row, note)
	keepTimes(row, &d, note)
	keepCosts(row, &d, note)
	if err := l.place(ctx, row, &d, note); err != nil {
		return d, problems, err
	}
	return d, problems, nil
}

// noting notes a problem of a row.
type noting func(kept bool, column, format string, args ...any)

func (l *serviceList) town(row ServiceRow, note noting) (domain.TownID, error) {
	if domain.NameKey(row.Town) == "" {
		return 0, nil
	}
	var names []string
	for _, t := range l.towns {
		if domain.SearchKey(t.Name) == domain.SearchKey(row.Town) {
			return t.ID, nil
		}
		names = append(names, t.Name)
	}
	note(false, "town", "There is no town called %s.%s", line(row.Town), didYouMean(row.Town, names))
	return 0, nil
}

// shelves are the codes of a row's themes, by code or name; one that is not known is left out.
func (l *serviceList) shelves(row ServiceRow, note noting) (out []string) {
	for _, said := range row.Themes {
		key := domain.NameKey(said)
		if key == "" {
			continue
		}
		at := slices.IndexFunc(l.themes, func(t domain.Theme) bool {
			return t.Kind != domain.SafetyTheme && (domain.NameKey(t.Code) == key || domain.NameKey(t.Name) == key)
		})
		if at < 0 {
			note(true, "what_for", "We do not know the theme “%s”, so it was left out.", cut(line(said), longestName))
			continue
		}
		out = append(out, l.themes[at].Code)
	}
	if len(out) == 0 {
		if at := slices.IndexFunc(l.themes, func(t domain.Theme) bool { return t.Kind == domain.OtherTheme }); at >= 0 {
			out = append(out, l.themes[at].Code)
		}
	}
	return out
}

func (l *serviceList) status(row ServiceRow, note noting) domain.ServiceStatus {
	said := strings.ReplaceAll(domain.NameKey(row.Status), " ", "_")
	if said == "" {
		return domain.ServiceOpen
	}
	if status := domain.ServiceStatus(said); status.Valid() {
		return status
	}
	note(false, "status", "Please write open, full, on hold or closed. It reads “%s”.", cut(line(row.Status), longestName))
	return ""
}

// keepTimes reads the times of a row. What is no time is kept as words; one whose end is before its beginning is left out with its row,
// because nobody can know which of the two is wrong.
func keepTimes(row ServiceRow, d *AddService, note noting) {
	for _, said := range row.Times {
		if strings.TrimSpace(said) == "" {
			continue
		}
		times, err := domain.ParseTimes("times", said)
		switch {
		case err == nil:
			for _, t := range times {
				if !slices.Contains(d.Times, t.String()) {
					d.Times = append(d.Times, t.String())
				}
			}
		case domain.IsEndFirst(err):
			note(false, "when", "%s", err.Error())
		default:
			d.WhenWords = strings.TrimSpace(strings.TrimSpace(said) + "\n" + d.WhenWords)
			note(true, "when", "%s It was kept as words, and is not found by its day.", err.Error())
		}
	}
}

// keepCosts reads the prices of a row. What is no price is kept as words.
func keepCosts(row ServiceRow, d *AddService, note noting) {
	for _, said := range row.Costs {
		if strings.TrimSpace(said) == "" {
			continue
		}
		_, words, err := domain.ParseCost("cost", said)
		switch {
		case err != nil:
			note(false, "cost", "%s", err.Error())
		case words:
			note(true, "cost", "“%s” is no price, and was kept as words.", cut(line(said), longestName))
			fallthrough
		default:
			d.Costs = append(d.Costs, said)
		}
	}
}

// place reads where a row's service is. A postcode that is none is left out, and so is a neighbourhood that is not there.
func (l *serviceList) place(ctx context.Context, row ServiceRow, d *AddService, note noting) error {
	p := ServicePlace{Name: row.Place, Address: row.Address, Postcode: row.Postcode}
	if strings.TrimSpace(row.Postcode) != "" {
		if _, err := domain.ParsePostcode("postcode", row.Postcode); err != nil {
			note(true, "postcode", "“%s” is no postcode, and was left out.", cut(line(row.Postcode), longestName))
			p.Postcode = ""
		}
	}
	if domain.NameKey(p.Name+p.Address) == "" {
		return nil
	}
	if d.TownID == 0 {
		note(true, "place", "It is for the whole district, so we do not know which town the place is in. It was left out.")
		return nil
	}
	if domain.NameKey(row.Section) != "" {
		sections, err := l.sectionsOf(ctx, d.TownID)
		if err != nil {
			return err
		}
		var names []string
		for _, n := range sections {
			names = append(names, n.Name)
			if domain.SearchKey(n.Name) == domain.SearchKey(row.Section) {
				p.SectionID = n.ID
			}
		}
		if p.SectionID == 0 {
			note(true, "neighbourhood", "There is no neighbourhood called %s, so it was left out.%s", line(row.Section), didYouMean(row.Section, names))
		}
	}
	d.Places = []ServicePlace{p}
	return nil
}

func (l *serviceList) sectionsOf(ctx context.Context, town domain.TownID) ([]domain.Section, error) {
	if known, ok := l.sections[town]; ok {
		return known, nil
	}
	sections, err := l.Sections(ctx, town)
	l.sections[town] = sections
	return sections, err
}

// serviceColumnOf are the columns of a list by the fields of the form, where they are called otherwise.
var serviceColumnOf = map[string]string{"themes": "what_for", "places": "place", "times": "when", "whenWords": "when_words", "howToJoin": "how_to_join",
	"costs": "cost", "eligibility": "who_for", "staffWords": "staff_words"}

// serviceProblems says of a row what the form would say.
func serviceProblems(line int, wrong domain.Errors) (out []RowProblem) {
	for _, e := range wrong {
		column := e.Field
		if other := serviceColumnOf[column]; other != "" {
			column = other
		}
		out = append(out, RowProblem{Line: line, Column: column, Reason: e.Message})
	}
	return out
}

// BringServices is a list of services as a page takes it.
type BringServices struct {
	Import ImportServices
	Lines  []int        // of the services, in the file
	Left   []RowProblem // lines that are no rows

	IdempotencyKey string
}

// numbered notes the lines of the services, which their rows do not carry along.
func (cmd BringServices) numbered() BringServices {
	cmd.Lines = nil
	for _, row := range cmd.Import.Services {
		cmd.Lines = append(cmd.Lines, row.Line)
	}
	return cmd
}

// ServicesBrought is what came of a list of services.
type ServicesBrought struct {
	New, Changed, Already int
	Rows                  int          // lines that could be read
	Left                  []RowProblem // the first of the lines that were left out or are to be looked at
	LeftOut               int          // lines that were left out
	More                  int          // how many problems there are besides Left
}

// doImportServices brings a list in for whoever began it, with what they may do by now.
func doImportServices(ctx context.Context, a *App, piece domain.LongWork, tell tellFunc) (any, error) {
	cmd, came, err := a.listOfServices(ctx, piece, tell)
	return BroughtServices(cmd, came), err
}

// listOfServices does what a piece of long work says with its list.
func (a *App) listOfServices(ctx context.Context, piece domain.LongWork, tell tellFunc) (cmd BringServices, came ServicesImported, err error) {
	if err := json.Unmarshal(piece.Input, &cmd); err != nil {
		return cmd, came, err
	}
	actor, err := a.begunBy(ctx, piece)
	if err != nil {
		return cmd, came, err
	}
	for n := range cmd.Import.Services {
		cmd.Import.Services[n].Line = cmd.Lines[n]
	}
	cmd.Import.Progress, cmd.Import.Check = tell, Checks(piece.Kind)
	came, err = a.ImportServices(ctx, actor, cmd.Import)
	return cmd, came, err
}

// BroughtServices sums up what came of a list.
func BroughtServices(cmd BringServices, came ServicesImported) ServicesBrought {
	problems := slices.Concat(cmd.Left, came.Problems)
	slices.SortStableFunc(problems, func(a, b RowProblem) int { return a.Line - b.Line })
	shown := min(len(problems), mostLeft)
	return ServicesBrought{New: came.New, Changed: came.Changed, Already: came.Already, Rows: len(cmd.Import.Services), Left: problems[:shown],
		LeftOut: leftOut(problems), More: len(problems) - shown}
}

// ServicesBroughtBy reads what came of a list of services that is in; the zero value while it is not.
func ServicesBroughtBy(piece domain.LongWork) (out ServicesBrought, err error) {
	if piece.State != domain.WorkDone {
		return out, nil
	}
	return out, json.Unmarshal(piece.Result, &out)
}

// ImportServiceRows brings services in that were typed or come from another program.
type ImportServiceRows struct {
	District       string // "" where there is only one, or the actor's own
	Rows           []ServiceRow
	IdempotencyKey string // a key comes again with the same rows only; "": none
}

// serviceFieldOf are the fields of a row by the columns of a list, where they are called otherwise.
var serviceFieldOf = map[string]string{"what_for": "themes", "neighbourhood": "section", "when": "times", "when_words": "whenWords", "how_to_join": "howToJoin",
	"cost": "costs", "who_for": "eligibility", "staff_words": "staffWords"}

// ImportServiceRows brings the good rows in, as ImportServices does, and says of the others what to do.
func (a *App) ImportServiceRows(ctx context.Context, actor domain.Actor, cmd ImportServiceRows) (ServicesImported, error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, somewhere(actor))
	if err != nil {
		return ServicesImported{}, err
	}
	if err := a.sameRows(ctx, g, "ImportServices", cmd.IdempotencyKey, cmd, len(cmd.Rows)); err != nil {
		return ServicesImported{}, err
	}
	for n := range cmd.Rows {
		cmd.Rows[n].Line = n + 1
	}
	out, err := a.ImportServices(ctx, actor, ImportServices{District: cmd.District, Services: cmd.Rows})
	for n, p := range out.Problems {
		if field := serviceFieldOf[p.Column]; field != "" {
			out.Problems[n].Column = field
		}
	}
	return out, err
}
