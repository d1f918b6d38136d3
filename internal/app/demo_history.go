package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/postgres"
)

// DemoDistrict is the name of the made-up district. No other may be in a demo's database.
const DemoDistrict = "North Wendle"

// DemoTown is a made-up district with everybody in it and what they have asked for, as a whole. People and asks are named by
// their places in the lists.
type DemoTown struct {
	Seed     int64
	Now      time.Time // what "now" was when it was made up: what PrepareDemo returned
	District string
	Phones   map[string]string // how each town, and the district, is rung
	Streets  []StreetRow
	GoesOut  map[string]domain.GoesOut // by the need's code; the others stay as they are
	People   []DemoPerson
	Shifts   []DemoShift
	Series   []DemoSeries
	Asks     []DemoAsk
	Services []DemoService
	Missed   []DemoMissed
	Reports  map[string]string // what is said to be wrong, by the service's name
	Devices  []DemoDevice
	Learnt   []DemoLearnt
}

// DemoPerson is one person of a demo with all that they do. Ids and places of the rows within are filled in when it is written.
type DemoPerson struct {
	domain.Person
	Town      string
	Street    string
	Volunteer *domain.Volunteer // nil: does not volunteer
	MetBy     int               // who met them and saw their checks
	Checks    []domain.Check
	Absences  []domain.Absence
	Roles     []DemoRole
}

// DemoRole is a role on the district, a town, a section of a town or a street of a town.
type DemoRole struct {
	Kind     domain.RoleKind
	Town     string
	Section  string
	Street   string
	BeginsOn time.Time
}

// DemoShift is a turn on a town's desk.
type DemoShift struct {
	Town         string
	Person       int
	Starts, Ends time.Time
}

// DemoSeries is an ask that repeats each week.
type DemoSeries struct {
	Person  int
	Helper  int
	Need    string
	Weekday int
	Starts  time.Duration
	Begins  time.Time
	Next    time.Time // the next day without a request
	Notes   string
}

// PrepareDemo makes room for a demo and returns the instant that its history must lead up to. It is refused where people may
// be real: only an empty database, or a demo that is to begin again, is cleared. Where the town is closed now, or
// soon, the demo's clock goes to the next morning, so that something happens as soon as it is looked at.
func (a *App) PrepareDemo(ctx context.Context, actor domain.Actor, again bool) (now time.Time, err error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return time.Time{}, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.roomForDemo(ctx, again); err != nil {
			return err
		}
		if err := w.ClearDemo(ctx); err != nil {
			return err
		}
		now, err = w.openDemo(ctx)
		return err
	})
	return now, err
}

// roomForDemo refuses a demo where people are real, or where one is that nobody said should go.
func (w *work) roomForDemo(ctx context.Context, again bool) error {
	demo, _, err := w.Installation(ctx)
	if err != nil {
		return err
	}
	empty, err := w.Empty(ctx)
	switch {
	case err != nil || empty:
		return err
	case !demo:
		return domain.Errorf(domain.Forbidden, "", "There are real people or places in this database, so no made-up town can be put into it. Choose an empty database.")
	case !again:
		return domain.Errorf(domain.Conflict, "", "The made-up town is there already. To throw it away and make it anew, say --reset.")
	}
	all, err := w.Districts(ctx)
	for _, d := range all {
		if d.Name != DemoDistrict {
			return domain.Errorf(domain.Forbidden, "", "%s is in this database too, and it is not made up, so nothing is thrown away. Choose an empty database.", d.Name)
		}
	}
	return err
}

// A demo begins in the middle of a day: this long before closing at the latest, else at this time of the next open day.
const (
	demoDayLeft = 2 * time.Hour
	demoMorning = 9*time.Hour + 30*time.Minute
)

// openDemo moves the clock to an hour at which the town is open and stays so for a while, and returns what it shows.
func (w *work) openDemo(ctx context.Context) (time.Time, error) {
	now, err := w.Now(ctx)
	if err != nil {
		return now, err
	}
	hours := escalation.DefaultHours(w.app.zone)
	if hours.IsOpen(now) && hours.IsOpen(now.Add(demoDayLeft)) {
		return now, nil
	}
	return hours.NextAt(now, demoMorning), w.AdvanceClock(ctx, hours.NextAt(now, demoMorning).Sub(now))
}

// WriteDemo writes a made-up district down in one go: its places, its people, and the story of every ask, which is worked out
// by the clock's own rules. It is refused unless the database is empty, as PrepareDemo leaves it.
func (a *App) WriteDemo(ctx context.Context, actor domain.Actor, d DemoTown) error {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.roomForDemo(ctx, false); err != nil {
			return err
		}
		if err := w.MarkDemo(ctx, d.Seed); err != nil {
			return err
		}
		b, err := w.demoPlaces(ctx, d)
		if err != nil {
			return err
		}
		if err := b.addPeople(ctx); err != nil {
			return err
		}
		if err := b.addAsks(ctx); err != nil {
			return err
		}
		if err := b.addDirectory(ctx); err != nil {
			return err
		}
		if err := b.addConnectors(ctx); err != nil {
			return err
		}
		if err := b.addDevices(ctx); err != nil {
			return err
		}
		return w.Analyze(ctx)
	})
}

// DemoStaff is somebody of a demo who holds a role, as they are when they are signed in.
type DemoStaff struct {
	Role  domain.RoleKind
	Name  string
	Email string
	Actor domain.Actor
}

// DemoStaff returns, for each kind of role and each town, one who holds it. Where people are real it is refused.
func (a *App) DemoStaff(ctx context.Context, actor domain.Actor) ([]DemoStaff, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	if err := w.onlyInDemo(ctx); err != nil {
		return nil, err
	}
	district, err := w.FirstDistrict(ctx)
	if err != nil {
		return nil, err
	}
	holders, err := w.RoleHolders(ctx, district, w.today())
	if err != nil {
		return nil, err
	}
	var out []DemoStaff
	for _, h := range holders {
		roles, err := w.RolesHeld(ctx, h.PersonID, w.today())
		if err != nil {
			return nil, err
		}
		as := domain.Actor{Kind: domain.PersonActor, DistrictID: district, PersonID: h.PersonID, Roles: roles}
		out = append(out, DemoStaff{Role: h.Kind, Name: h.Name, Email: h.Email, Actor: as})
	}
	return out, nil
}

// demoBoard is a demo while it is written: what its names stand for, and the rows so far.
type demoBoard struct {
	*work
	town     DemoTown
	rules    escalation.Rules
	district domain.District
	towns    map[string]domain.TownID
	sections map[[2]string]domain.SectionID // town and section
	streets  map[[2]string]domain.Street    // town and street
	spots    map[domain.StreetID]domain.Street
	needs    map[string]domain.Need
	helpers  []demoHelper
	owners   map[ownerKey]demoOwner
	series   []domain.Series
	rows     postgres.DemoAsks
	invites  []*domain.Invitation
	messages []*domain.Message
	tasks    []*domain.Task
	asked    map[tally]int // asks by volunteer and day or week
	booked   map[tally]int // visits by volunteer and week
}

type tally struct {
	helper int
	span   string
	from   time.Time
}

// personOf returns the id of the n-th person, 0 for nobody.
func personOf(n int) domain.PersonID { return domain.PersonID(n + 1) }

// demoPlaces writes the places and needs of a demo.
func (w *work) demoPlaces(ctx context.Context, d DemoTown) (*demoBoard, error) {
	b := &demoBoard{
		work: w, town: d, towns: map[string]domain.TownID{}, sections: map[[2]string]domain.SectionID{}, streets: map[[2]string]domain.Street{},
		spots: map[domain.StreetID]domain.Street{}, needs: map[string]domain.Need{}, owners: map[ownerKey]demoOwner{},
		asked: map[tally]int{}, booked: map[tally]int{},
	}
	place, err := w.districtToFill(ctx, d.District)
	if err != nil {
		return nil, err
	}
	if _, err := w.fillStreets(ctx, place, ImportStreets{District: d.District, Streets: d.Streets}); err != nil {
		return nil, err
	}
	if b.district, err = w.DistrictNamed(ctx, d.District); err != nil {
		return nil, err
	}
	if err := w.SetDoors(ctx, b.district.ID, domain.DoorsOpen, 0, w.now); err != nil {
		return nil, err
	}
	if b.rules, err = w.rules(ctx, b.district.ID); err != nil {
		return nil, err
	}
	if err := b.readPlaces(ctx); err != nil {
		return nil, err
	}
	if err := w.SetDistrictPhone(ctx, b.district.ID, d.Phones[d.District]); err != nil {
		return nil, err
	}
	return b, b.setNeeds(ctx)
}

// readPlaces reads back what has been written, with its ids.
func (b *demoBoard) readPlaces(ctx context.Context) error {
	towns, sections, err := b.TownsAndSections(ctx, b.district.ID)
	if err != nil {
		return err
	}
	names := map[domain.TownID]string{}
	for _, t := range towns {
		b.towns[t.Name], names[t.ID] = t.ID, t.Name
	}
	for _, s := range sections {
		b.sections[[2]string{names[s.TownID], s.Name}] = s.ID
	}
	streets, err := b.StreetsOnFile(ctx, b.district.ID)
	for _, s := range streets {
		b.streets[[2]string{s.TownName, s.Name}], b.spots[s.ID] = s, s
	}
	return err
}

// setNeeds settles how each kind of help goes out.
func (b *demoBoard) setNeeds(ctx context.Context) error {
	needs, err := b.Needs(ctx, b.district.ID, 0, true)
	if err != nil {
		return err
	}
	for _, n := range needs {
		if how, ok := b.town.GoesOut[n.Code]; ok {
			n.GoesOut = how
			if err := b.SaveNeed(ctx, &n); err != nil {
				return err
			}
		}
		b.needs[n.Code] = n
	}
	return nil
}

// place returns where a street of a town is; "" is somewhere in the town, and both "" somewhere in the district.
func (b *demoBoard) place(town, street string) (domain.Spot, error) {
	spot := domain.Spot{DistrictID: b.district.ID, TownID: b.towns[town]}
	if street == "" {
		return spot, nil
	}
	s, ok := b.streets[[2]string{town, street}]
	if !ok {
		return spot, fmt.Errorf("the demo has no street %q in %q", street, town)
	}
	spot.TownID, spot.SectionID, spot.StreetID = s.TownID, s.SectionID, s.ID
	return spot, nil
}

// addPeople writes everybody down, and opens the towns once their safeguarding leads are there.
func (b *demoBoard) addPeople(ctx context.Context) error {
	var rows postgres.DemoPeople
	leads := map[string]domain.PersonID{}
	for n, p := range b.town.People {
		if err := b.personRows(n, p, &rows, leads); err != nil {
			return err
		}
	}
	for _, s := range b.town.Shifts {
		rows.Shifts = append(rows.Shifts, domain.DeskShift{DistrictID: b.district.ID, TownID: b.towns[s.Town], PersonID: personOf(s.Person), StartsAt: s.Starts, EndsAt: s.Ends})
	}
	if err := b.AddDemoPeople(ctx, rows); err != nil {
		return err
	}
	opened := b.town.Now.AddDate(-1, -1, 0)
	for name, id := range b.towns {
		door := domain.TownDoor{DistrictID: b.district.ID, TownID: id, Phone: b.town.Phones[name], OpenedAt: &opened, SafeguardingLeadID: leads[name]}
		if err := b.OpenDemoTown(ctx, door); err != nil {
			return err
		}
	}
	return nil
}

// personRows adds the rows of one person.
func (b *demoBoard) personRows(n int, p DemoPerson, rows *postgres.DemoPeople, leads map[string]domain.PersonID) error {
	spot, err := b.place(p.Town, p.Street)
	if err != nil {
		return err
	}
	person := p.Person
	person.DistrictID, person.ID, person.TownID, person.StreetID = b.district.ID, personOf(n), spot.TownID, spot.StreetID
	rows.Persons = append(rows.Persons, person)
	for _, r := range p.Roles {
		role := domain.Role{DistrictID: b.district.ID, PersonID: person.ID, Kind: r.Kind, BeginsOn: r.BeginsOn}
		switch {
		case r.Street != "":
			role.StreetID = b.streets[[2]string{r.Town, r.Street}].ID
		case r.Section != "":
			role.SectionID = b.sections[[2]string{r.Town, r.Section}]
		default:
			role.TownID = b.towns[r.Town]
		}
		if r.Kind == domain.SafeguardingLead {
			leads[r.Town] = person.ID
		}
		rows.Roles = append(rows.Roles, role)
	}
	for _, a := range p.Absences {
		a.DistrictID, a.ID, a.PersonID = b.district.ID, int64(len(rows.Absences)+1), person.ID
		rows.Absences = append(rows.Absences, a)
	}
	if p.Volunteer == nil {
		return nil
	}
	v := *p.Volunteer
	v.DistrictID, v.PersonID = b.district.ID, person.ID
	if v.Standing == domain.Met {
		v.MetBy = personOf(p.MetBy)
	}
	rows.Volunteers = append(rows.Volunteers, v)
	for _, c := range p.Checks {
		c.DistrictID, c.PersonID, c.SeenBy = b.district.ID, person.ID, personOf(p.MetBy)
		rows.Checks = append(rows.Checks, c)
	}
	b.helpers = append(b.helpers, newDemoHelper(n, p, v, b.spots[spot.StreetID], b.district.Centre))
	return nil
}
