package app

import (
	"context"
	"fmt"
	"slices"

	"waymark/domain"
	"waymark/internal/postgres"
)

// OfferStreet asks somebody who helps whether they would look after a street, or stand in there.
type OfferStreet struct {
	StreetID domain.StreetID
	PersonID domain.PersonID
	Kind     domain.RoleKind // Coordinator or Reserve
}

// keepOffers is how long it is kept who was asked to look after a street.
const keepOffers = 1 // years

// OfferStreet asks somebody whether they would look after a street or stand in there. They must be met, and grown up. Once they say yes
// they have the role.
func (a *App) OfferStreet(ctx context.Context, actor domain.Actor, cmd OfferStreet) (domain.OfferID, error) {
	g, err := a.authorise(ctx, actor, domain.EditRoles, a.onStreet(cmd.StreetID))
	if err != nil {
		return 0, err
	}
	var out domain.OfferID
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		o, err := w.offer(ctx, cmd)
		if err != nil {
			return err
		}
		out = o.ID
		return w.say(ctx, domain.Message{Key: fmt.Sprintf("offer:%d", o.ID), Kind: sayStreetOffer, PersonID: o.PersonID,
			Data: domain.MessageData{Code: string(o.Kind), PersonID: o.AskedBy, Streets: []domain.StreetID{o.StreetID}}})
	})
	return out, err
}

func (w *work) offer(ctx context.Context, cmd OfferStreet) (domain.StreetOffer, error) {
	if cmd.Kind != domain.Coordinator && cmd.Kind != domain.Reserve {
		return domain.StreetOffer{}, domain.Errorf(domain.Invalid, "kind", "Please choose whether they look after the street, or stand in.")
	}
	p, err := w.LockPerson(ctx, cmd.PersonID)
	if err != nil {
		return domain.StreetOffer{}, err
	}
	spot, err := w.StreetSpot(ctx, cmd.StreetID)
	if err != nil {
		return domain.StreetOffer{}, err
	}
	if spot.DistrictID != p.DistrictID {
		return domain.StreetOffer{}, notFound()
	}
	if err := w.mayHold(ctx, "personId", p); err != nil {
		return domain.StreetOffer{}, err
	}
	r := domain.Role{DistrictID: p.DistrictID, PersonID: p.ID, Kind: cmd.Kind, StreetID: cmd.StreetID, BeginsOn: w.today()}
	if err := w.stillFree(ctx, r); err != nil {
		return domain.StreetOffer{}, err
	}
	o := domain.StreetOffer{DistrictID: p.DistrictID, StreetID: cmd.StreetID, PersonID: p.ID, Kind: cmd.Kind, AskedBy: w.by.PersonID,
		AskedAt: w.now, KeepUntil: w.today().AddDate(keepOffers, 0, 0)}
	if err = w.AddOffer(ctx, &o); postgres.IsUnique(err, "street_offers_open") {
		err = domain.Errorf(domain.Conflict, "personId", "%s has been asked already, and has not answered yet.", p.FirstName)
	}
	return o, err
}

// mayHold refuses whoever may not look after streets: those who have left or are young, and volunteers whom nobody has met.
func (w *work) mayHold(ctx context.Context, field string, p domain.Person) error {
	switch {
	case p.LeftAt != nil:
		return domain.Errorf(domain.Invalid, field, "They have left. Please choose somebody who is here.")
	case p.Young:
		return domain.Errorf(domain.Invalid, field, "Somebody of 16 or 17 cannot hold a role that opens what people told us.")
	}
	roles, err := w.RolesHeld(ctx, p.ID, w.today())
	if err != nil || len(roles) > 0 {
		return err
	}
	h, err := w.Volunteer(ctx, p.ID, w.today())
	if domain.KindOf(err) == domain.NotFound || err == nil && (h.Standing != domain.Met || h.EndedAt != nil) {
		return domain.Errorf(domain.Invalid, field, "Nobody has met %s yet. Please choose somebody who has been met.", p.FirstName)
	}
	return err
}

// stillFree refuses a role that somebody holds already: the one who is asked, or on a coordinator's place another.
func (w *work) stillFree(ctx context.Context, r domain.Role) error {
	same, err := w.SameRole(ctx, r, r.BeginsOn)
	if err == nil && same != 0 {
		err = domain.Errorf(domain.Conflict, "kind", "They have this role already.")
	}
	if err != nil {
		return err
	}
	return w.mayShare(ctx, r)
}

// MyOffers returns what the actor has been asked to look after: what waits for their answer first.
func (a *App) MyOffers(ctx context.Context, actor domain.Actor) ([]domain.StreetOffer, error) {
	if _, err := a.authorise(ctx, actor, domain.AnswerOffer, themselves(actor)); err != nil {
		return nil, err
	}
	return a.db.Store().OffersTo(ctx, actor.PersonID)
}

// AnswerOffer is somebody's word on whether they would look after a street.
type AnswerOffer struct {
	OfferID domain.OfferID
	Yes     bool
}

// AnswerOffer takes somebody's word. With a yes they have the role from today on, unless somebody was quicker: the offer says so. Whoever
// asked them is told. A second answer changes nothing.
func (a *App) AnswerOffer(ctx context.Context, actor domain.Actor, cmd AnswerOffer) (domain.StreetOffer, error) {
	g, err := a.authorise(ctx, actor, domain.AnswerOffer, themselves(actor))
	if err != nil {
		return domain.StreetOffer{}, err
	}
	var out domain.StreetOffer
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		o, err := w.LockOffer(ctx, cmd.OfferID)
		if err != nil {
			return err
		}
		if o.PersonID != actor.PersonID {
			return notFound()
		}
		if out = o; o.AnsweredAt != nil {
			return nil
		}
		out, err = w.answerOffer(ctx, o, cmd.Yes)
		return err
	})
	return out, err
}

func (w *work) answerOffer(ctx context.Context, o domain.StreetOffer, yes bool) (domain.StreetOffer, error) {
	o.AnsweredAt, o.Answer = &w.now, "no"
	if yes {
		p, err := w.LockPerson(ctx, o.PersonID)
		if err != nil {
			return o, err
		}
		if err := w.mayHold(ctx, "", p); err != nil {
			return o, err
		}
		r := domain.Role{DistrictID: o.DistrictID, PersonID: o.PersonID, Kind: o.Kind, StreetID: o.StreetID, BeginsOn: w.today()}
		o.Answer = "yes"
		switch err := w.stillFree(ctx, r); {
		case domain.KindOf(err) == domain.Conflict:
			o.Answer = "taken"
		case err != nil:
			return o, err
		default:
			if err := w.AddRole(ctx, &r); err != nil {
				return o, err
			}
		}
	}
	if err := w.Store.AnswerOffer(ctx, o); err != nil || o.Answer == "taken" {
		return o, err
	}
	return o, w.say(ctx, domain.Message{Key: fmt.Sprintf("offer:%d:answer", o.ID), Kind: sayStreetAnswer, PersonID: o.AskedBy,
		Data: domain.MessageData{Code: o.Answer, PersonID: o.PersonID, Streets: []domain.StreetID{o.StreetID}}})
}

// WhoCould is a street with those who could be asked to look after it, or to stand in there.
type WhoCould struct {
	domain.Street
	Kind   domain.RoleKind      // who is missing: Coordinator, or Reserve; "": nobody
	Near   []domain.Neighbour   // who help and have been met, those of the street first; none for those who may not see people
	Offers []domain.StreetOffer // who has been asked, the newest first
}

// WhoCould lists who helps in a street, or near it, and could be asked to look after it.
func (a *App) WhoCould(ctx context.Context, actor domain.Actor, id domain.StreetID) (v WhoCould, err error) {
	g, err := a.authorise(ctx, actor, domain.EditRoles, a.onStreet(id))
	if err != nil {
		return v, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return v, err
	}
	if v.Street, err = w.Street(ctx, id); err != nil {
		return v, err
	}
	spot := domain.Spot{DistrictID: v.DistrictID, TownID: v.TownID, SectionID: v.SectionID, StreetID: id}
	held, err := w.StreetRoles(ctx, spot, w.today())
	if err != nil {
		return v, err
	}
	is := func(kind domain.RoleKind) bool {
		return slices.ContainsFunc(held, func(r domain.Role) bool { return r.Kind == kind })
	}
	switch {
	case !is(domain.Coordinator):
		v.Kind = domain.Coordinator
	case !is(domain.Reserve):
		v.Kind = domain.Reserve
	}
	if v.Offers, err = w.OffersFor(ctx, id); err != nil || !domain.May(actor, domain.SeePeople, domain.Target{Spot: spot}) {
		return v, err
	}
	near, err := w.Neighbours(ctx, postgres.NeighbourQuery{District: v.DistrictID, Sections: []domain.SectionID{v.SectionID}, Now: w.now, Today: w.today()})
	for _, n := range near {
		holds := slices.ContainsFunc(held, func(r domain.Role) bool { return r.PersonID == n.PersonID })
		if n.Standing == domain.Met && !n.Young && !holds {
			v.Near = append(v.Near, n)
		}
	}
	slices.SortStableFunc(v.Near, func(x, y domain.Neighbour) int { return apart(x, id) - apart(y, id) })
	return v, err
}

// apart is 0 for a neighbour of a street, else 1.
func apart(n domain.Neighbour, street domain.StreetID) int {
	if n.StreetID == street {
		return 0
	}
	return 1
}
