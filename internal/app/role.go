package app

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"waymark/domain"
)

// GrantRole gives somebody a role on a place: a street, a section, a town, or with none of them the district.
type GrantRole struct {
	PersonID  domain.PersonID
	Kind      domain.RoleKind
	TownID    domain.TownID
	SectionID domain.SectionID
	StreetID  domain.StreetID
	BeginsOn  *time.Time // a date; nil: today
	EndsOn    *time.Time // the first day without it; nil: open

	IdempotencyKey string // the same key and input again give the same role again; "": none
}

// GrantRole gives somebody a role from a day on. Whoever is made a town's safeguarding lead takes the place of the one before.
func (a *App) GrantRole(ctx context.Context, actor domain.Actor, cmd GrantRole) (domain.RoleID, error) {
	g, err := a.authorise(ctx, actor, domain.EditRoles, a.onPlace(actor, cmd))
	if err != nil {
		return 0, err
	}
	if err := mayGive(actor, cmd.Kind, cmd.PersonID); err != nil {
		return 0, err
	}
	var out domain.RoleID
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		w.touchesPerson(cmd.PersonID)
		id, err := w.once(ctx, "GrantRole", cmd.IdempotencyKey, cmd, func() (int64, error) {
			id, err := w.grant(ctx, cmd)
			return int64(id), err
		})
		out = domain.RoleID(id)
		return err
	})
	return out, err
}

// onPlace finds where a role is to be held.
func (a *App) onPlace(actor domain.Actor, cmd GrantRole) target {
	switch {
	case cmd.StreetID != 0:
		return a.onStreet(cmd.StreetID)
	case cmd.SectionID != 0:
		return a.onSection(cmd.SectionID)
	case cmd.TownID != 0:
		return a.onTown(cmd.TownID)
	}
	return at(domain.Spot{DistrictID: actor.DistrictID})
}

// mayGive keeps those who give the roles of a town from making themselves more than they are: nobody opens to themselves what
// people are worried about.
func mayGive(actor domain.Actor, kind domain.RoleKind, to domain.PersonID) error {
	if slices.Contains(domain.WorryReaders, kind) && themself(actor, to) {
		return domain.Errorf(domain.Forbidden, "personId", "This role may read what people are worried about, so nobody gives it to themselves. "+
			"Please ask somebody else who gives roles.")
	}
	top := kind == domain.DistrictCoordinator || kind == domain.Administrator
	if top && actor.Kind != domain.ClockActor && !actor.Has(domain.DistrictCoordinator, domain.Administrator) {
		return domain.Errorf(domain.Forbidden, "kind", "A district coordinator or an administrator gives that role.")
	}
	return nil
}

// themself reports whether somebody is the person who acts.
func themself(actor domain.Actor, id domain.PersonID) bool {
	return actor.Kind == domain.PersonActor && actor.PersonID == id
}

func (w *work) grant(ctx context.Context, cmd GrantRole) (domain.RoleID, error) {
	p, err := w.LockPerson(ctx, cmd.PersonID)
	if err != nil {
		return 0, err
	}
	place, err := w.app.onPlace(domain.Actor{DistrictID: p.DistrictID}, cmd)(ctx)
	if err != nil {
		return 0, err
	}
	if place.Spot.DistrictID != p.DistrictID || (w.by.Kind == domain.PersonActor && w.by.DistrictID != p.DistrictID) {
		return 0, notFound()
	}
	r := domain.Role{
		DistrictID: p.DistrictID, PersonID: p.ID, Kind: cmd.Kind, TownID: cmd.TownID, SectionID: cmd.SectionID, StreetID: cmd.StreetID,
		BeginsOn: w.today(),
	}
	if err := w.roleDates(&r, p, cmd); err != nil {
		return 0, err
	}
	if r.Kind == domain.SafeguardingLead {
		return w.grantLead(ctx, r)
	}
	same, err := w.SameRole(ctx, r, r.BeginsOn)
	if err != nil {
		return 0, err
	}
	if same != 0 {
		return 0, domain.Errorf(domain.Conflict, "kind", "They have this role already.")
	}
	if err := w.mayShare(ctx, r); err != nil {
		return 0, err
	}
	err = w.AddRole(ctx, &r)
	return r.ID, err
}

// mayShare refuses a second coordinator of one place, who would be given nothing: an ask is the first one's. The district is locked, so
// that two cannot come at once.
func (w *work) mayShare(ctx context.Context, r domain.Role) error {
	if r.Kind != domain.Coordinator {
		return nil
	}
	if err := w.LockDistrict(ctx, r.DistrictID); err != nil {
		return err
	}
	name, err := w.HeldAlready(ctx, r)
	if err == nil && name != "" {
		err = domain.Errorf(domain.Conflict, "kind", "%s is the coordinator there. End their role first, or make this one the stand-in.", name)
	}
	return err
}

// roleDates checks a role that is to be given, and says all that is wrong at once.
func (w *work) roleDates(r *domain.Role, p domain.Person, cmd GrantRole) error {
	var wrong domain.Errors
	if p.LeftAt != nil {
		wrong.Add("personId", "They have left. Please choose somebody who is here.")
	}
	if p.Young && r.Kind != domain.PartnershipViewer {
		wrong.Add("personId", "Somebody of 16 or 17 cannot hold a role that opens what people told us.")
	}
	if problem := placeProblem(*r); problem != "" {
		wrong.Add("kind", "%s", domain.Text(problem))
	}
	if cmd.BeginsOn != nil {
		r.BeginsOn = dateOnly(*cmd.BeginsOn)
	}
	if cmd.EndsOn != nil {
		ends := dateOnly(*cmd.EndsOn)
		if r.EndsOn = &ends; !ends.After(r.BeginsOn) || !ends.After(w.today()) {
			wrong.Add("endsOn", "Please choose the first day without the role: a day after it begins, and after today.")
		}
	}
	if r.Kind == domain.SafeguardingLead && (r.EndsOn != nil || !r.BeginsOn.Equal(w.today())) {
		wrong.Add("beginsOn", "A safeguarding lead begins today and goes on until another is named.")
	}
	return wrong.Err()
}

// placeProblem says in a sentence why a role is not held on such a place; "" when it is.
func placeProblem(r domain.Role) string {
	street, section, town := r.StreetID != 0, r.SectionID != 0, r.TownID != 0
	if (street && section) || (street && town) || (section && town) {
		return "Please choose one place: a street, a part of a town, or a town."
	}
	switch r.Kind {
	case domain.Coordinator, domain.Reserve:
		if !street && !section {
			return "Please choose the street, or the part of the town, that they look after."
		}
	case domain.DeskHelper, domain.SafeguardingLead:
		if !town {
			return "Please choose the town."
		}
	case domain.CallTaker, domain.Builder, domain.PartnershipViewer:
		if street || section {
			return "Please choose a town, or none for the whole district."
		}
	case domain.DistrictCoordinator, domain.Administrator:
		if street || section || town {
			return "This role is held for the whole district: please choose no town."
		}
	default:
		return "Please choose a role from the list."
	}
	return ""
}

// EndRole takes a role from somebody.
type EndRole struct {
	RoleID domain.RoleID
	On     *time.Time // the first day without it; nil: today
	Why    string     // for the record, if they like
}

// EndRole ends a role, today or on a day to come; what somebody owned by it goes to whoever should have it, on that day. Nobody's role ends
// while it is the last that keeps a promise: a district without a coordinator or an administrator, an open town without a safeguarding lead.
func (a *App) EndRole(ctx context.Context, actor domain.Actor, cmd EndRole) (Moved, error) {
	g, err := a.authorise(ctx, actor, domain.EditRoles, a.onRole(cmd.RoleID))
	if err != nil {
		return Moved{}, err
	}
	var out Moved
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		out, err = w.endRole(ctx, cmd)
		return err
	})
	return out, err
}

// onRole finds where a role is held, and by whom.
func (a *App) onRole(id domain.RoleID) target {
	return func(ctx context.Context) (domain.Target, error) {
		r, err := a.db.Store().Role(ctx, id)
		if err != nil {
			return absent(err)
		}
		spot, err := a.db.Store().RoleSpot(ctx, id)
		return domain.Target{Spot: spot, PersonID: r.PersonID}, err
	}
}

func (w *work) endRole(ctx context.Context, cmd EndRole) (Moved, error) {
	r, err := w.Role(ctx, cmd.RoleID)
	if err != nil {
		return Moved{}, err
	}
	if err := mayGive(w.by, r.Kind, 0); err != nil {
		return Moved{}, err
	}
	on := w.today()
	if cmd.On != nil && dateOnly(*cmd.On).After(on) {
		on = dateOnly(*cmd.On)
	}
	if n := utf8.RuneCountInString(cmd.Why); n > 2*longestName {
		return Moved{}, domain.Errorf(domain.Invalid, "why", "This is %d letters long, and %d fit. Please make it shorter.", n, 2*longestName)
	}
	_, requests, err := w.lockAllOf(ctx, r.PersonID, false)
	if err != nil || (r.EndsOn != nil && !r.EndsOn.After(on)) {
		return Moved{}, err
	}
	if err := w.mayEnd(ctx, r, on); err != nil {
		return Moved{}, err
	}
	if err := w.EndRole(ctx, r, on, cmd.Why); err != nil {
		return Moved{}, err
	}
	if on.After(w.today()) {
		return Moved{}, nil // the clock moves what they own on that day
	}
	if r.Kind == domain.DeskHelper {
		if err := w.EndShifts(ctx, r.DistrictID, r.PersonID, r.TownID, w.now); err != nil {
			return Moved{}, err
		}
	}
	h := newHandover("role_ended", "role:%d", r.ID)
	if err := w.part(ctx, requests, parting{who: r.PersonID, owned: w.ownedAs([]domain.Role{r}), h: h}); err != nil {
		return Moved{}, err
	}
	return w.tell(ctx, h)
}

// mayEnd refuses to end the last role that keeps a promise. The place is locked, so that two cannot go at once.
func (w *work) mayEnd(ctx context.Context, r domain.Role, on time.Time) error {
	switch r.Kind {
	case domain.DistrictCoordinator:
		return w.notTheLast(ctx, r, on, domain.Errorf(domain.Unacceptable, "", "Please make somebody else district coordinator first: "+
			"somebody must be there for every request that no town can place."))
	case domain.Administrator:
		return w.notTheLast(ctx, r, on, domain.Errorf(domain.Unacceptable, "",
			"Please make somebody else administrator first: somebody must be there who runs Waymark here."))
	case domain.SafeguardingLead:
		town, err := w.LockTown(ctx, r.TownID)
		if err != nil || town.SafeguardingLeadID != r.PersonID {
			return err
		}
		if town.OpenedAt != nil {
			return domain.Errorf(domain.Unacceptable, "", "Please name another safeguarding lead for %s first: "+
				"an open town has somebody to tell when a neighbour is worried.", town.Name)
		}
		town.SafeguardingLeadID = 0
		return w.SaveTown(ctx, town)
	}
	return nil
}

// notTheLast is an error when nobody else holds a role of a whole district.
func (w *work) notTheLast(ctx context.Context, r domain.Role, on time.Time, otherwise error) error {
	if err := w.LockDistrict(ctx, r.DistrictID); err != nil {
		return err
	}
	others, err := w.OtherHolders(ctx, r, on)
	if err == nil && others == 0 {
		return otherwise
	}
	return err
}

// Shifts lists the turns on a town's desk that are not over.
func (a *App) Shifts(ctx context.Context, actor domain.Actor, id domain.TownID) ([]domain.DeskShift, error) {
	g, err := a.authorise(ctx, actor, domain.SeeDesk, a.onTown(id))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	return w.Shifts(ctx, id, w.now)
}

// AddShift is a turn on the duty desk of a town.
type AddShift struct {
	TownID   domain.TownID
	PersonID domain.PersonID // who holds the role of the desk there
	StartsAt time.Time
	EndsAt   time.Time

	IdempotencyKey string // the same key and input again give the same turn again; "": none
}

// longestShift is the longest turn on the desk: nobody is on duty for days.
const longestShift = 24 * time.Hour

// AddShift puts somebody on the desk for a while. The clock gives them what the desk owns when their turn begins.
func (a *App) AddShift(ctx context.Context, actor domain.Actor, cmd AddShift) (int64, error) {
	g, err := a.authorise(ctx, actor, domain.EditRoles, a.onTown(cmd.TownID))
	if err != nil {
		return 0, err
	}
	var out int64
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		out, err = w.once(ctx, "AddShift", cmd.IdempotencyKey, cmd, func() (int64, error) { return w.addShift(ctx, cmd) })
		return err
	})
	return out, err
}

func (w *work) addShift(ctx context.Context, cmd AddShift) (int64, error) {
	d := domain.DeskShift{TownID: cmd.TownID, PersonID: cmd.PersonID, StartsAt: cmd.StartsAt, EndsAt: cmd.EndsAt}
	var wrong domain.Errors
	if !d.EndsAt.After(d.StartsAt) || !d.EndsAt.After(w.now) || d.EndsAt.Sub(d.StartsAt) > longestShift {
		wrong.Add("endsAt", "Please choose an end after the beginning, within a day of it, and not in the past.")
	}
	on, err := w.onDesk(ctx, cmd)
	if err != nil {
		return 0, err
	}
	if !on {
		wrong.Add("personId", "They are not on the desk of this town. Please give them that role first.")
	}
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	door, err := w.TownDoor(ctx, 0, cmd.TownID)
	if err != nil {
		return 0, err
	}
	d.DistrictID = door.DistrictID
	err = w.AddShift(ctx, &d)
	return d.ID, err
}

// onDesk reports whether somebody has the role of the desk on the day of a turn.
func (w *work) onDesk(ctx context.Context, cmd AddShift) (bool, error) {
	roles, err := w.RolesHeld(ctx, cmd.PersonID, dateOf(cmd.StartsAt, w.app.zone))
	for _, r := range roles {
		if r.Kind == domain.DeskHelper && r.TownID == cmd.TownID {
			return true, err
		}
	}
	return false, err
}

// EndShift takes a turn off the rota, or ends it now. The clock gives what the desk owns to whoever is on duty then.
func (a *App) EndShift(ctx context.Context, actor domain.Actor, id int64) error {
	g, err := a.authorise(ctx, actor, domain.EditRoles, a.onShift(id))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		return w.EndShift(ctx, id, w.now)
	})
}

// onShift finds the town of a turn, and whose it is.
func (a *App) onShift(id int64) target {
	return func(ctx context.Context) (domain.Target, error) {
		d, err := a.db.Store().Shift(ctx, id)
		if err != nil {
			return absent(err)
		}
		return domain.Target{Spot: domain.Spot{DistrictID: d.DistrictID, TownID: d.TownID}, PersonID: d.PersonID}, nil
	}
}
