package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"waymark/domain"
	"waymark/internal/postgres"
)

// Districts lists the districts. Their names are public.
func (a *App) Districts(ctx context.Context, actor domain.Actor) ([]domain.District, error) {
	if _, err := a.authorise(ctx, actor, domain.FindStreet, somewhere(actor)); err != nil {
		return nil, err
	}
	return a.db.Store().Districts(ctx)
}

// Towns lists the towns of a district (0: of all). Their names are public.
func (a *App) Towns(ctx context.Context, actor domain.Actor, id domain.DistrictID) ([]domain.Town, error) {
	if _, err := a.authorise(ctx, actor, domain.FindStreet, somewhere(actor)); err != nil {
		return nil, err
	}
	return a.db.Store().Towns(ctx, id)
}

// Sections lists the sections of a town. Their names are public.
func (a *App) Sections(ctx context.Context, actor domain.Actor, id domain.TownID) ([]domain.Section, error) {
	if _, err := a.authorise(ctx, actor, domain.FindStreet, somewhere(actor)); err != nil {
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

	nearly bool // Query has slips in it
}

// StreetLine is a street as a list shows it.
type StreetLine = domain.StreetLine

// Streets lists the streets where the actor has a role, by name, with who looks after them.
func (a *App) Streets(ctx context.Context, actor domain.Actor, f StreetFilter, page Page) ([]StreetLine, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.SeePlaces, somewhere(actor))
	if err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	q := postgres.StreetQuery{
		Scope: domain.ScopeOf(actor, domain.SeePlaces), TownID: f.TownID, SectionID: f.SectionID, Key: domain.SearchKey(f.Query),
		Vacant: f.Vacant, Nearly: f.nearly, Today: w.today(), Limit: page.rows() + 1,
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
	Limit      *int              // 1 to 20; nil: 8
}

// How many streets are offered to choose from, and how long a name may be.
const (
	usualStreets  = 8
	mostStreets   = 20
	longestStreet = 100
)

// FindStreets finds streets while somebody types: those in which a word begins so first, then those that look like it. "St"
// finds "Street", and what stands behind a comma is the section or the town. Anybody may ask.
func (a *App) FindStreets(ctx context.Context, actor domain.Actor, cmd FindStreets) ([]domain.Street, error) {
	if _, err := a.authorise(ctx, actor, domain.FindStreet, somewhere(actor)); err != nil {
		return nil, err
	}
	f := postgres.Find{
		Key: domain.SearchKey(cmd.Query), Raw: domain.NameKey(cmd.Query), District: cmd.DistrictID, Town: cmd.TownID, Limit: usualStreets,
	}
	if set(&f.Limit, cmd.Limit); f.Limit < 1 || f.Limit > mostStreets {
		return nil, domain.Errorf(domain.Invalid, "limit", "Please ask for 1 to %d streets.", mostStreets)
	}
	if f.Key == "" || utf8.RuneCountInString(cmd.Query) > longestStreet {
		return nil, nil
	}
	if strings.Contains(cmd.Query, ",") {
		found, err := a.findWithin(ctx, f, strings.Split(cmd.Query, ","))
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	return a.db.Store().FindStreets(ctx, f)
}

// findWithin finds streets by their name and the places behind it, as Street.Label writes them: what is labelled just so first.
func (a *App) findWithin(ctx context.Context, f postgres.Find, parts []string) ([]domain.Street, error) {
	label := f.Key
	var places []string
	for _, part := range parts[1:] {
		if key := domain.SearchKey(part); key != "" {
			places = append(places, key)
		}
	}
	f.Key, f.Raw = domain.SearchKey(parts[0]), domain.NameKey(parts[0])
	if f.Key == "" || len(places) == 0 {
		return nil, nil
	}
	var err error
	if f.Sections, err = a.db.Store().SectionsLike(ctx, f, places); err != nil || len(f.Sections) == 0 {
		return nil, err
	}
	most := f.Limit
	f.Limit = mostStreets
	found, err := a.db.Store().FindStreets(ctx, f)
	slices.SortStableFunc(found, func(x, y domain.Street) int {
		return cmp.Compare(unlike(x, parts, label), unlike(y, parts, label))
	})
	return found[:min(most, len(found))], err
}

// unlike is 0 for a street that is labelled as was typed, 1 for one whose label reads the same, else 2.
func unlike(s domain.Street, parts []string, key string) int {
	switch label := s.Label(); {
	case label == strings.Join(parts, ","):
		return 0
	case domain.SearchKey(label) == key:
		return 1
	}
	return 2
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
	g, err := a.authorise(ctx, actor, domain.SeePlaces, a.onStreet(id))
	if err != nil {
		return StreetView{}, err
	}
	w, err := a.read(ctx, g)
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
		v.Asks, err = requestLines(ctx, w.Store, asks)
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
