package app

import (
	"context"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// PeopleFilter says which people a list shows. Zeroes show all.
type PeopleFilter struct {
	Query      string // a name, also with slips; a phone number; a street
	TownID     domain.TownID
	StreetID   domain.StreetID
	Role       domain.RoleKind // who holds it today
	Volunteers bool            // only those who help
	NotMet     bool            // only volunteers whom nobody has met yet
	Plain      bool            // Away and Roles are not wanted
	Placeless  bool            // SectionName and TownName are not wanted
	Brief      bool            // only name, street and skills are wanted, and what the two above leave

	meant func() ([]string, error) // what may have been meant by Query, where that is asked for elsewhere too; nil: not
}

// PersonLine is a person as a list shows them.
type PersonLine = domain.PersonLine

// longestQuery is as much as is looked for.
const longestQuery = 100

// People lists those who live where the actor has a role, best fit first, then by name. It shows no phone, e-mail or address.
func (a *App) People(ctx context.Context, actor domain.Actor, f PeopleFilter, page Page) ([]PersonLine, PageInfo, error) {
	if _, err := a.authorise(ctx, actor, domain.SeePeople, somewhere(actor)); err != nil {
		return nil, PageInfo{}, err
	}
	s := a.db.Store()
	q := postgres.PeopleQuery{
		Scope: domain.ScopeOf(actor, domain.SeePeople), TownID: f.TownID, StreetID: f.StreetID, Role: f.Role,
		Volunteers: f.Volunteers, NotMet: f.NotMet, Plain: f.Plain, Placeless: f.Placeless, Brief: f.Brief, Limit: page.rows() + 1,
	}
	if !f.Plain || f.Role != "" { // away today, a role today: else the day does not matter
		now, err := s.Now(ctx)
		if err != nil {
			return nil, PageInfo{}, err
		}
		q.Today = dateOf(now, a.zone)
	}
	lookFor(&q, f.Query)
	if err := page.key(&q.After.Place, &q.After.Last, &q.After.First, &q.After.ID); err != nil {
		return nil, PageInfo{}, err
	}
	if f.meant == nil {
		f.meant = a.meant(ctx, actor, q.Name)
	}
	lines, err := a.listPeople(ctx, q, f.meant)
	if err != nil {
		return nil, PageInfo{}, err
	}
	out, info := window(lines, page, PersonCursor)
	return out, info, nil
}

// lookFor reads what was typed as a phone number when it is one, else as a name and as a street.
func lookFor(q *postgres.PeopleQuery, typed string) {
	typed = strings.Join(strings.Fields(typed), " ")
	if r := []rune(typed); len(r) > longestQuery {
		typed = string(r[:longestQuery])
	}
	if q.Phone = phoneTyped(typed); q.Phone != "" {
		return
	}
	q.Name, q.StreetKey = strings.ToLower(typed), domain.SearchKey(typed)
}

// PersonCursor is the place of a line in the list of people.
func PersonCursor(l PersonLine) string {
	return cursor(l.Place, strings.ToLower(l.LastName), strings.ToLower(l.FirstName), l.ID)
}

// PersonView is one person as staff see them: all that they do here, and no contact details.
type PersonView struct {
	ID           domain.PersonID
	FirstName    string
	LastName     string
	TownID       domain.TownID
	StreetID     domain.StreetID
	StreetName   string
	SectionName  string
	TownName     string
	Languages    []string
	Preferred    domain.Way
	Reached      domain.Way // how messages go to them
	HasPhone     bool
	HasEmail     bool
	EmailBounced bool
	Young        bool
	LargePrint   bool // they read large print
	AgreedShare  bool
	AgreedBeyond bool
	HowTold      string
	LeftAt       *time.Time
	Volunteer    *domain.Volunteer // nil: they do not help
	Roles        []domain.Role     // past ones too, the newest first
	Absences     []domain.Absence  // that are not over
	Checks       []domain.Check
	Asks         []domain.RequestLine // the last that the actor may see, newest first
}

// Person shows one person to staff of the place where they live. It shows no contact details: see RevealContact.
func (a *App) Person(ctx context.Context, actor domain.Actor, id domain.PersonID) (PersonView, error) {
	g, err := a.authorise(ctx, actor, domain.SeePeople, a.onPerson(id))
	if err != nil {
		return PersonView{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return PersonView{}, err
	}
	p, err := w.Person(ctx, id)
	if err != nil {
		return PersonView{}, err
	}
	v := PersonView{
		ID: p.ID, FirstName: p.FirstName, LastName: p.LastName, TownID: p.TownID, StreetID: p.StreetID, StreetName: p.StreetName,
		SectionName: p.SectionName, TownName: p.TownName, Languages: p.Languages, Preferred: p.Preferred, Reached: p.Reached(),
		HasPhone: p.Phone != "", HasEmail: p.Email != "", EmailBounced: p.EmailBouncedAt != nil, Young: p.Young, LargePrint: p.LargePrint,
		AgreedShare: p.AgreedShare, AgreedBeyond: p.AgreedBeyond, HowTold: p.HowTold, LeftAt: p.LeftAt,
	}
	asks := a.scoped(actor, RequestFilter{PersonID: id})
	asks.DistrictID, asks.Limit = p.DistrictID, asksShown
	return v, w.facts(ctx, &v, asks)
}

// facts fills in what a person does here.
func (w *work) facts(ctx context.Context, v *PersonView, asks postgres.RequestFilter) error {
	helps, err := w.Volunteer(ctx, v.ID, w.today())
	switch {
	case err == nil:
		v.Volunteer = &helps
	case domain.KindOf(err) != domain.NotFound:
		return err
	}
	if v.Roles, err = w.AllRoles(ctx, v.ID); err != nil {
		return err
	}
	if v.Absences, err = w.Absences(ctx, v.ID, w.today()); err != nil {
		return err
	}
	if v.Checks, err = w.Checks(ctx, v.ID); err != nil {
		return err
	}
	v.Asks, err = requestLines(ctx, w.Store, asks)
	return err
}

// Contact is how somebody is reached, and what of it is safe.
type Contact struct {
	Name               string
	Phone              string // as people write it
	Email              string
	Address            string // house and what follows
	Postal             string // all of it as on an envelope, without the name
	StreetName         string
	TownName           string
	Preferred          domain.Way
	SafeToRing         bool
	SafeToText         bool
	SafeToWrite        bool
	SafeToLeaveMessage bool
}

// RevealContact shows how somebody is reached, and writes down who looked. With a request it is shown to whoever runs that too, for
// those who have to do with it: the person, who asked for them, the helper.
func (a *App) RevealContact(ctx context.Context, actor domain.Actor, id domain.PersonID, request domain.RequestID) (Contact, error) {
	g, err := a.authorise(ctx, actor, contactAction(request), a.onContact(id, request))
	if err != nil {
		return Contact{}, err
	}
	viewer := actor.PersonID
	switch actor.Kind {
	case domain.PersonActor:
	case domain.KeyActor:
		viewer = actor.KeyBy
	default:
		return Contact{}, domain.Errorf(domain.SignedOut, "", "Please sign in first.")
	}
	var out Contact
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		p, err := w.Person(ctx, id)
		if err != nil {
			return err
		}
		if request != 0 {
			in, err := w.InRequest(ctx, request, id)
			if err != nil {
				return err
			}
			if !in {
				return notFound()
			}
		}
		out = contactOf(p)
		return w.AddReveal(ctx, domain.Reveal{
			DistrictID: p.DistrictID, ViewerID: viewer, PersonID: id, RequestID: request, KeyID: actor.KeyID, What: "contact", At: w.now,
		})
	})
	return out, err
}

// contactAction: whoever runs a request may reach those who have to do with it; otherwise it takes a role where they live.
func contactAction(request domain.RequestID) domain.Action {
	if request != 0 {
		return domain.RunAsk
	}
	return domain.SeeContact
}

func (a *App) onContact(id domain.PersonID, request domain.RequestID) target {
	if request != 0 {
		return a.onRequest(request)
	}
	return a.onPerson(id)
}

func contactOf(p domain.Person) Contact {
	return Contact{
		Name: p.Name(), Phone: domain.Phone(p.Phone).Local(), Email: p.Email, Address: p.Address, Postal: strings.Join(p.Postal(), "\n"), StreetName: p.StreetName,
		TownName: p.TownName, Preferred: p.Preferred, SafeToRing: p.SafeToRing, SafeToText: p.SafeToText,
		SafeToWrite: p.SafeToWrite, SafeToLeaveMessage: p.SafeToLeaveMessage,
	}
}

// KeepApart names two people who are better apart.
type KeepApart struct {
	A, B domain.PersonID
}

// KeepApart notes that two people are not put together. It is never shown as a reason. Where one of them is asked to help the other
// now, or was going to, somebody else is looked for.
func (a *App) KeepApart(ctx context.Context, actor domain.Actor, cmd KeepApart) error {
	g, err := a.authorise(ctx, actor, domain.EditPeople, a.onPerson(cmd.A))
	if err != nil {
		return err
	}
	if actor.Kind != domain.PersonActor {
		return domain.Errorf(domain.Forbidden, "", "A person has to say so, and sign in for it.")
	}
	if cmd.A == cmd.B {
		return domain.Errorf(domain.Invalid, "b", "Please choose two different people.")
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		b, err := w.PersonTarget(ctx, cmd.B)
		if err != nil || b.Spot.DistrictID != actor.DistrictID {
			return notFound()
		}
		requests, err := w.LockRequestsBetween(ctx, cmd.A, cmd.B)
		if err != nil {
			return err
		}
		if err := w.KeepApart(ctx, actor.DistrictID, cmd.A, cmd.B, actor.PersonID, w.now); err != nil {
			return err
		}
		for _, r := range requests {
			other := cmd.A
			if r.PersonID == cmd.A {
				other = cmd.B
			}
			if err := w.letGo(ctx, &r, parting{who: other, freed: w.ahead}, "reassigned"); err != nil {
				return err
			}
		}
		return nil
	})
}
