package app

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"waymark/domain"
	"waymark/internal/postgres"
)

// Districts lists the districts. Their names are public.
func (a *App) Districts(ctx context.Context, actor domain.Actor) ([]domain.District, error) {
	if err := a.authorise(ctx, actor, domain.FindStreet, somewhere(actor)); err != nil {
		return nil, err
	}
	return a.db.Store().Districts(ctx)
}

// Towns lists the towns of a district (0: of all). Their names are public.
func (a *App) Towns(ctx context.Context, actor domain.Actor, id domain.DistrictID) ([]domain.Town, error) {
	if err := a.authorise(ctx, actor, domain.FindStreet, somewhere(actor)); err != nil {
		return nil, err
	}
	return a.db.Store().Towns(ctx, id)
}

// Sections lists the sections of a town. Their names are public.
func (a *App) Sections(ctx context.Context, actor domain.Actor, id domain.TownID) ([]domain.Section, error) {
	if err := a.authorise(ctx, actor, domain.FindStreet, somewhere(actor)); err != nil {
		return nil, err
	}
	return a.db.Store().Sections(ctx, id)
}

// StreetFilter says which streets a list shows. Zeroes show all.
type StreetFilter struct {
	TownID    domain.TownID
	SectionID domain.SectionID
	Query     string // the beginning of a word of the name
	Vacant    bool   // only those that nobody looks after
}

// StreetLine is a street as a list shows it.
type StreetLine = domain.StreetLine

// Streets lists the streets where the actor has a role, by name, with who looks after them.
func (a *App) Streets(ctx context.Context, actor domain.Actor, f StreetFilter, page Page) ([]StreetLine, PageInfo, error) {
	if err := a.authorise(ctx, actor, domain.SeePlaces, somewhere(actor)); err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, actor)
	if err != nil {
		return nil, PageInfo{}, err
	}
	q := postgres.StreetQuery{
		Scope: domain.ScopeOf(actor, domain.SeePlaces), TownID: f.TownID, SectionID: f.SectionID, Key: domain.SearchKey(f.Query),
		Vacant: f.Vacant, Today: w.today(), Limit: page.rows() + 1,
	}
	if err := page.key(&q.AfterKey, &q.AfterID); err != nil {
		return nil, PageInfo{}, err
	}
	lines, err := w.StreetLines(ctx, q)
	if err != nil {
		return nil, PageInfo{}, err
	}
	out, info := window(lines, page, StreetCursor)
	return out, info, nil
}

// StreetCursor is the place of a line in the list of streets.
func StreetCursor(l StreetLine) string { return cursor(domain.SearchKey(l.Name), l.ID) }

// FindStreets is a street as somebody types it.
type FindStreets struct {
	Query      string
	TownID     domain.TownID     // 0: any
	DistrictID domain.DistrictID // 0: any
	Limit      int               // at most 20; 0: 8
}

// How many streets are offered to choose from, and how long a name may be.
const (
	usualStreets  = 8
	mostStreets   = 20
	longestStreet = 100
)

// FindStreets finds streets while somebody types: those in which a word begins so first, then those that look like it. "St"
// finds "Street". Anybody may ask.
func (a *App) FindStreets(ctx context.Context, actor domain.Actor, cmd FindStreets) ([]domain.Street, error) {
	if err := a.authorise(ctx, actor, domain.FindStreet, somewhere(actor)); err != nil {
		return nil, err
	}
	f := postgres.Find{
		Key: domain.SearchKey(cmd.Query), Raw: domain.NameKey(cmd.Query), District: cmd.DistrictID, Town: cmd.TownID, Limit: cmd.Limit,
	}
	if f.Limit <= 0 {
		f.Limit = usualStreets
	}
	f.Limit = min(f.Limit, mostStreets)
	if f.Key == "" || utf8.RuneCountInString(cmd.Query) > longestStreet {
		return nil, nil
	}
	return a.db.Store().FindStreets(ctx, f)
}

// StreetView is one street as those who look after it see it.
type StreetView struct {
	domain.Street
	CoordinatorID   domain.PersonID // 0: nobody
	CoordinatorName string
	ReserveID       domain.PersonID // 0: nobody
	ReserveName     string
	Neighbours      []domain.Neighbour   // who help; empty for those who may not see people
	Asks            []domain.RequestLine // newest first; empty for those who may not see asks
}

// asksShown is how many asks stand on the page of a street or a person.
const asksShown = 20

// Street shows one street: who looks after it, who helps, and what was asked.
func (a *App) Street(ctx context.Context, actor domain.Actor, id domain.StreetID) (StreetView, error) {
	if err := a.authorise(ctx, actor, domain.SeePlaces, a.onStreet(id)); err != nil {
		return StreetView{}, err
	}
	w, err := a.read(ctx, actor)
	if err != nil {
		return StreetView{}, err
	}
	street, err := w.Street(ctx, id)
	if err != nil {
		return StreetView{}, err
	}
	v := StreetView{Street: street}
	spot := domain.Spot{DistrictID: street.DistrictID, TownID: street.TownID, SectionID: street.SectionID, StreetID: id}
	if err := w.holders(ctx, &v, spot); err != nil {
		return v, err
	}
	if domain.May(actor, domain.SeePeople, domain.Target{Spot: spot}) {
		if v.Neighbours, err = w.Neighbours(ctx, id); err != nil {
			return v, err
		}
	}
	if domain.May(actor, domain.SeeAsk, domain.Target{Spot: spot}) {
		asks := a.scoped(actor, RequestFilter{StreetID: id})
		asks.DistrictID, asks.Limit = street.DistrictID, asksShown
		v.Asks, err = w.RequestLines(ctx, asks)
	}
	return v, err
}

// holders fills in who looks after a street, the street's own before the section's.
func (w *work) holders(ctx context.Context, v *StreetView, spot domain.Spot) error {
	roles, err := w.StreetRoles(ctx, spot, w.today())
	if err != nil {
		return err
	}
	for _, r := range roles {
		switch {
		case r.Kind == domain.Coordinator && v.CoordinatorID == 0:
			v.CoordinatorID, v.CoordinatorName = r.PersonID, r.PersonName
		case r.Kind == domain.Reserve && v.ReserveID == 0:
			v.ReserveID, v.ReserveName = r.PersonID, r.PersonName
		}
	}
	return nil
}

// onStreet finds where a street stands. Streets are public, so whoever asks for one that is not there may know.
func (a *App) onStreet(id domain.StreetID) target {
	return func(ctx context.Context) (domain.Target, error) {
		spot, err := a.db.Store().StreetSpot(ctx, id)
		return domain.Target{Spot: spot}, err
	}
}

// onTown finds where a town stands.
func (a *App) onTown(id domain.TownID) target {
	return func(ctx context.Context) (domain.Target, error) {
		if id == 0 {
			return domain.Target{}, notFound()
		}
		door, err := a.db.Store().TownDoor(ctx, 0, id)
		return domain.Target{Spot: domain.Spot{DistrictID: door.DistrictID, TownID: id}}, err
	}
}

// onSection finds where a section stands.
func (a *App) onSection(id domain.SectionID) target {
	return func(ctx context.Context) (domain.Target, error) {
		n, err := a.db.Store().Section(ctx, id)
		return domain.Target{Spot: domain.Spot{DistrictID: n.DistrictID, TownID: n.TownID, SectionID: id}}, err
	}
}

// ChangeTown changes what a town shows, and opens it. Nil leaves as it is.
type ChangeTown struct {
	TownID             domain.TownID
	Phone              *string // "": the district's
	SafeguardingLeadID *domain.PersonID
	Open               *bool // asks go out by themselves from then on, where their kind does
}

// ChangeTown changes what a town shows. It opens only when somebody is named who is told when a neighbour is worried; whoever is
// named holds that role from then on, and nobody else.
func (a *App) ChangeTown(ctx context.Context, actor domain.Actor, cmd ChangeTown) error {
	if err := a.authorise(ctx, actor, domain.EditPlaces, a.onTown(cmd.TownID)); err != nil {
		return err
	}
	return a.transact(ctx, actor, func(ctx context.Context, w *work) error {
		town, err := w.LockTown(ctx, cmd.TownID)
		if err != nil {
			return err
		}
		if cmd.Phone != nil {
			if town.Phone, err = phoneAsSaid(*cmd.Phone); err != nil {
				return err
			}
		}
		if cmd.SafeguardingLeadID != nil {
			if err := w.nameLead(ctx, &town, *cmd.SafeguardingLeadID); err != nil {
				return err
			}
		}
		if err := w.open(&town, cmd.Open); err != nil {
			return err
		}
		return w.SaveTown(ctx, town)
	})
}

// phoneAsSaid reads a number that is shown to people, and writes it as they do. "" is none.
func phoneAsSaid(text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	phone, err := domain.ParsePhone("phone", text)
	return phone.Local(), err
}

func (w *work) open(town *domain.TownDoor, open *bool) error {
	switch {
	case open == nil:
		return nil
	case !*open:
		town.OpenedAt = nil
	case town.SafeguardingLeadID == 0:
		return domain.Errorf(domain.Unacceptable, "safeguardingLeadId",
			"Please name a safeguarding lead first: no town opens without somebody to tell when a neighbour is worried.")
	case town.OpenedAt == nil:
		town.OpenedAt = &w.now
	}
	return nil
}

// nameLead makes somebody the one who is told when a neighbour is worried.
func (w *work) nameLead(ctx context.Context, town *domain.TownDoor, id domain.PersonID) error {
	if id == 0 {
		return domain.Errorf(domain.Invalid, "safeguardingLeadId", "Please choose who is told when somebody is worried.")
	}
	p, err := w.Person(ctx, id)
	if err != nil || p.DistrictID != town.DistrictID || p.LeftAt != nil {
		return domain.Errorf(domain.Invalid, "safeguardingLeadId", "Please choose somebody of this district.")
	}
	if p.Young {
		return domain.Errorf(domain.Unacceptable, "safeguardingLeadId", "Somebody of 16 or 17 cannot be the safeguarding lead.")
	}
	town.SafeguardingLeadID = id
	return w.ReplaceLead(ctx, *town, w.today())
}

// ChangeSettings changes what a district has settled for itself. Nil leaves as it is.
type ChangeSettings struct {
	DistrictID   domain.DistrictID
	Phone        *string
	SectionLabel *string // what a section is called here: "neighbourhood"
	Opens        *string // from when people may be asked: "08:30"
	Closes       *string // until when: "20:00", at the latest "24:00"
	Sundays      *bool
	BankHolidays *bool
}

// ChangeSettings changes the hours in which people may be asked, and how to ring.
func (a *App) ChangeSettings(ctx context.Context, actor domain.Actor, cmd ChangeSettings) error {
	if err := a.authorise(ctx, actor, domain.EditPlaces, at(domain.Spot{DistrictID: cmd.DistrictID})); err != nil {
		return err
	}
	return a.transact(ctx, actor, func(ctx context.Context, w *work) error {
		if err := w.LockDistrict(ctx, cmd.DistrictID); err != nil {
			return err
		}
		d, err := w.Settings(ctx, cmd.DistrictID)
		if err != nil {
			return err
		}
		if err := cmd.apply(&d); err != nil {
			return err
		}
		return w.SaveSettings(ctx, d)
	})
}

func (cmd ChangeSettings) apply(d *domain.Settings) error {
	var wrong domain.Errors
	if cmd.Phone != nil {
		phone, err := phoneAsSaid(*cmd.Phone)
		gather(&wrong, err)
		d.Phone = phone
	}
	if cmd.SectionLabel != nil {
		d.SectionLabel = strings.TrimSpace(*cmd.SectionLabel)
		tooLong(&wrong, "sectionLabel", d.SectionLabel, longestName)
		if d.SectionLabel == "" {
			wrong.Add("sectionLabel", "Please write what you call a part of the town, such as “neighbourhood”.")
		}
	}
	if cmd.Opens != nil {
		d.Opens = hour(&wrong, "opens", *cmd.Opens)
	}
	if cmd.Closes != nil {
		d.Closes = hour(&wrong, "closes", *cmd.Closes)
	}
	if len(wrong) == 0 && d.Closes-d.Opens < time.Hour {
		wrong.Add("closes", "Please leave at least an hour between opening and closing.")
	}
	set(&d.Sundays, cmd.Sundays)
	set(&d.BankHolidays, cmd.BankHolidays)
	return wrong.Err()
}

// hour reads a time of the day, "08:30" to "24:00".
func hour(wrong *domain.Errors, field, text string) time.Duration {
	text = strings.TrimSpace(text)
	if text == "24:00" {
		return 24 * time.Hour
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		wrong.Add(field, "Please write a time like 08:30.")
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}

// set puts a value where something is given; nil leaves what is there.
func set[T any](into, given *T) {
	if given != nil {
		*into = *given
	}
}

// RenameSection gives a section another name.
type RenameSection struct {
	SectionID domain.SectionID
	Name      string
}

// RenameSection gives a section the name that people use. From then on no import regroups it.
func (a *App) RenameSection(ctx context.Context, actor domain.Actor, cmd RenameSection) error {
	if err := a.authorise(ctx, actor, domain.EditPlaces, a.onSection(cmd.SectionID)); err != nil {
		return err
	}
	var wrong domain.Errors
	name := strings.Join(strings.Fields(cmd.Name), " ")
	tooLong(&wrong, "name", name, longestName)
	if name == "" {
		wrong.Add("name", "Please write a name.")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	err := a.transact(ctx, actor, func(ctx context.Context, w *work) error {
		return w.RenameSection(ctx, cmd.SectionID, name)
	})
	if postgres.IsUnique(err, "sections_name") {
		return domain.Errorf(domain.Conflict, "name", "This town has a part of that name already. Please choose another name.")
	}
	return err
}

// MoveStreet puts a street into another section of its town.
type MoveStreet struct {
	StreetID  domain.StreetID
	SectionID domain.SectionID
}

// MoveStreet puts a street, and what is asked there, into another section of its town. From then on no import regroups the two
// sections.
func (a *App) MoveStreet(ctx context.Context, actor domain.Actor, cmd MoveStreet) error {
	if err := a.authorise(ctx, actor, domain.EditPlaces, a.onStreet(cmd.StreetID)); err != nil {
		return err
	}
	return a.transact(ctx, actor, func(ctx context.Context, w *work) error {
		spot, err := w.StreetSpot(ctx, cmd.StreetID)
		if err != nil {
			return err
		}
		to, err := w.Section(ctx, cmd.SectionID)
		if err != nil || to.TownID != spot.TownID {
			return domain.Errorf(domain.Invalid, "sectionId", "Please choose a part of the same town.")
		}
		if to.ID == spot.SectionID {
			return nil
		}
		return w.MoveStreet(ctx, spot, to.ID)
	})
}
