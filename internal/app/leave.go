package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
)

// parting says what of somebody's changes hands, and for what reason.
type parting struct {
	who   domain.PersonID
	owned func(ctx context.Context, r domain.Request) (bool, error) // a request that they own has another owner now
	freed func(i domain.Invitation) bool                            // an invitation or visit is no longer theirs
	h     *handover
}

// part gives on what changes hands of each request, which have been locked before anything else.
func (w *work) part(ctx context.Context, requests []domain.Request, p parting) error {
	for _, r := range requests {
		if r.OwnerID == p.who && p.owned != nil {
			moves, err := p.owned(ctx, r)
			if err != nil {
				return err
			}
			if moves {
				if _, err := w.rehome(ctx, &r, p.h); err != nil {
					return err
				}
			}
		}
		if err := w.letGo(ctx, &r, p, p.why()); err != nil {
			return err
		}
	}
	return nil
}

// why is the reason for which what somebody was asked or promised is taken back.
func (p parting) why() string {
	if p.h.silent == p.who {
		return helperDied
	}
	return "helper_left"
}

// helperDied is why a visit or a question is taken back without a word to anybody.
const helperDied = "helper_died"

// letGo takes back what a helper was asked or promised for a request, and settles it. They hear of each, as of any visit that is off:
// which one, and when.
func (w *work) letGo(ctx context.Context, r *domain.Request, p parting, why string) error {
	all, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.PersonID != p.who || p.freed == nil || !p.freed(i) {
			continue
		}
		if i.State == domain.Accepted {
			if p.h != nil {
				p.h.Visits++
			}
			return w.lookAgain(ctx, r, why)
		}
		if err := w.withdraw(ctx, &i, *r, why); err != nil {
			return err
		}
		r.FreedAt, r.Nobody = &w.now, false
	}
	return w.settle(ctx, r)
}

// ahead reports whether an invitation still waits for an answer, or its visit has not begun: what has begun is theirs to end.
func (w *work) ahead(i domain.Invitation) bool {
	return i.State.Live() || (i.State == domain.Accepted && i.VisitAt.After(w.now))
}

// always moves whatever somebody owns.
func always(context.Context, domain.Request) (bool, error) { return true, nil }

// Leave is somebody's going: they do not help or hold a role any more.
type Leave struct {
	PersonID domain.PersonID
	Why      string // "stopped", "moved_away", "ill", "died" or "other"; nobody writes to those who died
}

var whysOfLeaving = []string{"stopped", "moved_away", "ill", "died", "other"}

// Leave ends all that somebody does here, today: roles, turns on the desk, helping. What they owned goes to whoever should have it
// now, of which each owner hears in one message; the visits that they promised look for another helper, and they hear that each is off.
func (a *App) Leave(ctx context.Context, actor domain.Actor, cmd Leave) (Moved, error) {
	g, err := a.authorise(ctx, actor, aboutPerson(actor, cmd.PersonID), a.onPerson(cmd.PersonID))
	if err != nil {
		return Moved{}, err
	}
	if cmd.Why == "" {
		cmd.Why = "other"
	}
	if !slices.Contains(whysOfLeaving, cmd.Why) {
		return Moved{}, domain.Errorf(domain.Invalid, "why", "Please choose why they leave.")
	}
	var out Moved
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		out, err = w.leave(ctx, cmd)
		return err
	})
	return out, err
}

func (w *work) leave(ctx context.Context, cmd Leave) (Moved, error) {
	p, _, err := w.lockAllOf(ctx, cmd.PersonID, false)
	if err != nil || p.LeftAt != nil {
		return Moved{}, err
	}
	if err := w.endAllRoles(ctx, p, cmd.Why); err != nil {
		return Moved{}, err
	}
	if err := w.EndShifts(ctx, p.DistrictID, p.ID, 0, w.now); err != nil {
		return Moved{}, err
	}
	if err := w.EndVolunteer(ctx, p, w.now); err != nil {
		return Moved{}, err
	}
	if err := w.EndConnector(ctx, p, w.now); err != nil {
		return Moved{}, err
	}
	if err := w.EndIdeasOf(ctx, p); err != nil {
		return Moved{}, err
	}
	// A plan may have asked them while we waited for their row; none can from here on.
	requests, err := w.LockRequestsOf(ctx, p, false)
	if err != nil {
		return Moved{}, err
	}
	if err := w.EndSessions(ctx, p.DistrictID, p.ID, w.now); err != nil {
		return Moved{}, err
	}
	keep := w.today().AddDate(keepRequestYears, 0, 0)
	p.LeftAt, p.KeepUntil = &w.now, &keep
	if err := w.SavePerson(ctx, &p); err != nil {
		return Moved{}, err
	}
	h := newHandover("leave", "left:%d", p.ID)
	if cmd.Why == "died" {
		h.silent = p.ID
	}
	if err := w.part(ctx, requests, parting{who: p.ID, owned: always, freed: w.ahead, h: h}); err != nil {
		return Moved{}, err
	}
	return w.tell(ctx, h)
}

// lockAllOf locks what somebody has to do with, requests first, and then them. home also takes what they asked for themselves.
func (w *work) lockAllOf(ctx context.Context, id domain.PersonID, home bool) (domain.Person, []domain.Request, error) {
	p, err := w.Person(ctx, id)
	if err != nil {
		return p, nil, err
	}
	requests, err := w.LockRequestsOf(ctx, p, home)
	if err != nil {
		return p, nil, err
	}
	p, err = w.LockPerson(ctx, id)
	return p, requests, err
}

// endAllRoles ends what somebody holds or is to hold. Whoever ends a role must be one who may, or it is their own.
func (w *work) endAllRoles(ctx context.Context, p domain.Person, why string) error {
	roles, err := w.AllRoles(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, r := range roles {
		if r.EndsOn != nil && !r.EndsOn.After(w.today()) {
			continue
		}
		spot, err := w.RoleSpot(ctx, r.ID)
		if err != nil {
			return err
		}
		if w.by.PersonID != p.ID && !domain.May(w.by, domain.EditRoles, domain.Target{Spot: spot}) {
			return domain.Errorf(domain.Forbidden, "", "They are %s for %s. Please ask somebody who gives that role to end it first.",
				r.Kind.Plain(), r.PlaceName)
		}
		if err := w.mayEnd(ctx, r, w.today()); err != nil {
			return err
		}
		if err := w.EndRole(ctx, r, w.today(), why); err != nil {
			return err
		}
	}
	return nil
}

// aboutPerson is the action of changing what somebody does here: their own affair, or one for staff.
func aboutPerson(actor domain.Actor, id domain.PersonID) domain.Action {
	if actor.Kind == domain.PersonActor && actor.PersonID == id {
		return domain.ChangeMyTime
	}
	return domain.EditPeople
}

// MoveHouse is a new home within the district.
type MoveHouse struct {
	PersonID domain.PersonID
	StreetID domain.StreetID
	Address  string // house and what follows
}

// MoveHouse gives somebody a new home. If they looked after the old street, or its section and have left that too, they do so no more and
// what they owned there goes on; what they asked for themselves moves with them. A visit that they promised stays
// theirs, however far it is now.
func (a *App) MoveHouse(ctx context.Context, actor domain.Actor, cmd MoveHouse) (Moved, error) {
	g, err := a.authorise(ctx, actor, domain.EditPeople, a.onPerson(cmd.PersonID))
	if err != nil {
		return Moved{}, err
	}
	var out Moved
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		out, err = w.moveHouse(ctx, cmd)
		return err
	})
	return out, err
}

func (w *work) moveHouse(ctx context.Context, cmd MoveHouse) (Moved, error) {
	p, requests, err := w.lockAllOf(ctx, cmd.PersonID, true)
	if err != nil {
		return Moved{}, err
	}
	var wrong domain.Errors
	tooLong(&wrong, "address", cmd.Address, 2*longestName)
	to, err := w.StreetSpot(ctx, cmd.StreetID)
	if err != nil || to.DistrictID != p.DistrictID {
		wrong.Add("streetId", "Please choose a street of this district. Whoever moves away from it leaves.")
	}
	if err := wrong.Err(); err != nil {
		return Moved{}, err
	}
	from := domain.Spot{DistrictID: p.DistrictID, TownID: p.TownID}
	if p.StreetID != 0 {
		if from, err = w.StreetSpot(ctx, p.StreetID); err != nil {
			return Moved{}, err
		}
	}
	ended, err := w.endRolesAt(ctx, p, from, to)
	if err != nil {
		return Moved{}, err
	}
	p.StreetID, p.TownID, p.Address = to.StreetID, to.TownID, line(cmd.Address)
	if err := w.SavePerson(ctx, &p); err != nil {
		return Moved{}, err
	}
	h := newHandover("moved_house", "moved:%d", p.ID)
	for i := range requests {
		if err := w.bringAlong(ctx, &requests[i], p.ID, from, to, h); err != nil {
			return Moved{}, err
		}
	}
	if err := w.part(ctx, requests, parting{who: p.ID, owned: w.ownedAs(ended), h: h}); err != nil {
		return Moved{}, err
	}
	return w.tell(ctx, h)
}

// endRolesAt ends the coordinating of a street, or of a section, that somebody lived in and lives in no more.
func (w *work) endRolesAt(ctx context.Context, p domain.Person, from, to domain.Spot) ([]domain.Role, error) {
	roles, err := w.RolesHeld(ctx, p.ID, w.today())
	if err != nil {
		return nil, err
	}
	var ended []domain.Role
	for _, r := range roles {
		local := r.Kind == domain.Coordinator || r.Kind == domain.Reserve
		if !local || !r.Covers(from) || r.Covers(to) {
			continue
		}
		if err := w.EndRole(ctx, r, w.today(), "moved_house"); err != nil {
			return nil, err
		}
		ended = append(ended, r)
	}
	return ended, nil
}

// bringAlong moves what somebody asked for at their old home to the new one, with its owner if that is by the rules. The owner's
// part is settled by part.
func (w *work) bringAlong(ctx context.Context, r *domain.Request, who domain.PersonID, from, to domain.Spot, h *handover) error {
	if r.PersonID != who || r.StreetID == 0 || r.StreetID != from.StreetID || from.StreetID == to.StreetID {
		return nil
	}
	if err := w.place(ctx, r, to); err != nil {
		return err
	}
	if err := w.note(ctx, *r, domain.Event{Kind: evPlaced}); err != nil {
		return err
	}
	byRule, err := w.ownedByRule(ctx, *r)
	if err != nil || !byRule {
		return err
	}
	_, err = w.rehome(ctx, r, h)
	return err
}

// asOwner is how the owner of a request is called who holds it by a role.
var asOwner = map[domain.RoleKind]escalation.Why{
	domain.Coordinator: escalation.AsCoordinator, domain.Reserve: escalation.AsStandIn, domain.DeskHelper: escalation.AsDesk,
	domain.Builder: escalation.AsBuilder, domain.DistrictCoordinator: escalation.AsDistrict, domain.Administrator: escalation.AsAdmin,
}

// ownedAs picks the requests that somebody owned by a role that has ended, and those around which they hold none any more.
func (w *work) ownedAs(ended []domain.Role) func(ctx context.Context, r domain.Request) (bool, error) {
	return func(ctx context.Context, r domain.Request) (bool, error) {
		code, err := w.OwnedBecause(ctx, r)
		if err != nil {
			return false, err
		}
		for _, role := range ended {
			if role.Covers(r.Spot()) && (code == string(asOwner[role.Kind]) || code == string(escalation.LastResort)) {
				return true, nil
			}
		}
		return w.misplaced(ctx, r)
	}
}

// dateOnly is the date that somebody gave, as the database keeps dates.
func dateOnly(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
