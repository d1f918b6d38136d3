package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/postgres"
)

// Moved says what has changed hands.
type Moved struct {
	Requests int      // have another owner now
	Visits   int      // look for another helper now
	To       []string // who owns the requests now, by name

	StandsIn    []string // names of those who are there for the streets of somebody who is away
	NoStandIn   []string // names of the streets where nobody is; the community builder has been told
	Stays       int      // requests that stay with somebody who is away, because nobody else is there for them
	BuilderName string   // first name of the community builder who has been told; "" for nobody
}

// handover gathers which asks change hands in one use case, so that each owner hears of it in one message.
type handover struct {
	key    string          // begins the key of its messages: "handover:role:17"
	first  string          // the first request that it moves, and which version: so that a second move has messages of its own
	code   string          // why: "holiday", "leave", "role_ended", "moved_house", "rota"
	silent domain.PersonID // is not told; 0: everybody is
	who    domain.PersonID // whose going or coming it is, where the message says so
	back   *time.Time      // the first day back of somebody who is away
	notes  map[domain.PersonID]*domain.MessageData
	Moved
	to []domain.PersonID
}

func newHandover(code, format string, args ...any) *handover {
	return &handover{key: "handover:" + fmt.Sprintf(format, args...), code: code, notes: map[domain.PersonID]*domain.MessageData{}}
}

func (h *handover) noteFor(r domain.Request, id domain.PersonID) *domain.MessageData {
	if h.first == "" {
		h.first = fmt.Sprintf("%d.%d", r.ID, r.Version)
	}
	if h.notes[id] == nil {
		h.notes[id] = &domain.MessageData{Code: h.code, PersonID: h.who, By: h.back}
	}
	return h.notes[id]
}

// owner notes that a request has another owner.
func (h *handover) owner(r domain.Request, from, to domain.PersonID) {
	h.Requests++
	given, gained := h.noteFor(r, from), h.noteFor(r, to)
	given.Given = append(given.Given, r.ID)
	gained.Gained = append(gained.Gained, r.ID)
	if !slices.Contains(h.to, to) {
		h.to = append(h.to, to)
	}
}

// tell writes the one message that each person gets, and returns what moved.
func (w *work) tell(ctx context.Context, h *handover) (Moved, error) {
	people := make([]domain.PersonID, 0, len(h.notes))
	for id := range h.notes {
		people = append(people, id)
	}
	slices.Sort(people) // so that two who write to the same people do not wait for each other
	for _, id := range people {
		if id == h.silent {
			continue
		}
		m := domain.Message{Key: fmt.Sprintf("%s:%s:%d", h.key, h.first, id), Kind: sayHandover, PersonID: id, Data: *h.notes[id]}
		if err := w.say(ctx, m); err != nil {
			return Moved{}, err
		}
	}
	for _, id := range h.to {
		p, err := w.Person(ctx, id)
		if err != nil {
			return Moved{}, err
		}
		h.To = append(h.To, p.Name())
	}
	return h.Moved, nil
}

// rehome gives a request to whoever should own it by the rules, and reports whether that is somebody else. The message is left to
// the handover.
func (w *work) rehome(ctx context.Context, r *domain.Request, h *handover) (bool, error) {
	to, why, err := w.ownerOf(ctx, *r)
	if err != nil || to == r.OwnerID {
		return false, err
	}
	from := r.OwnerID
	if err := w.give(ctx, r, to, string(why), false); err != nil {
		return false, err
	}
	h.owner(*r, from, to)
	return true, w.MoveTasks(ctx, *r, from)
}

// waitsForPerson reports whether an ask goes no further until a person has done something: said that it may go out, placed it, talked to
// whom it is for, or chosen whom to ask.
func waitsForPerson(r domain.Request) bool {
	return !r.Placed() || r.Knows != domain.Agreed || r.GoesOut == domain.NeverOut || r.ApprovedAt == nil
}

// tellOwner tells the owner of an ask, once, that it is theirs: when it comes in, if it waits for them, else when there is first
// something for them to do. Of an ask that goes its way by itself they need not hear.
func (w *work) tellOwner(ctx context.Context, r domain.Request, data domain.MessageData) error {
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("owner:%d:0", r.ID), Kind: sayOwnerNew, PersonID: r.OwnerID, RequestID: r.ID, Data: data})
}

// callWithin is how soon an owner who did not know of an ask should look at the call that they have to make about it.
const callWithin = time.Hour

// tellToRing tells the owner of an ask that went its way by itself that there is a call to make, or a letter to post.
func (w *work) tellToRing(ctx context.Context, r domain.Request, way domain.Way) error {
	if r.CameBy == domain.BySeries {
		return nil // they know it from the first visit of the series
	}
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return err
	}
	by := rules.Hours.Add(w.now, callWithin)
	return w.tellOwner(ctx, r, domain.MessageData{Code: string(way), By: &by})
}

// ownedByRule reports whether the owner has a request by the rules; otherwise somebody gave it to them by hand.
func (w *work) ownedByRule(ctx context.Context, r domain.Request) (bool, error) {
	code, err := w.OwnedBecause(ctx, r)
	return code != "by_hand", err
}

// misplaced reports whether a request should have another owner: theirs has left, is away while somebody is there, has no role around it
// any more, or had it from the desk and is off duty while another is on. What was given by hand is taken only from those who
// are away or gone.
func (w *work) misplaced(ctx context.Context, r domain.Request) (bool, error) {
	seats, err := w.Seats(ctx, r.Spot(), w.now, w.today())
	if err != nil {
		return false, err
	}
	mine := slices.DeleteFunc(slices.Clone(seats), func(s domain.Seat) bool { return s.PersonID != r.OwnerID })
	if len(mine) == 0 {
		return true, nil
	}
	to, why, err := w.ownerOf(ctx, r)
	if err != nil || to == r.OwnerID {
		return false, err
	}
	if mine[0].Away {
		return why != escalation.LastResort, nil
	}
	deskOnly := !slices.ContainsFunc(mine, func(s domain.Seat) bool { return s.Kind != domain.DeskHelper })
	if !deskOnly || why != escalation.AsDesk {
		return false, nil
	}
	byRule, err := w.ownedByRule(ctx, r)
	if err != nil || !byRule {
		return false, err
	}
	on, err := w.OnDuty(ctx, r.DistrictID, r.TownID, r.OwnerID, w.now)
	if err != nil || on {
		return false, err
	}
	return w.OnDuty(ctx, r.DistrictID, r.TownID, to, w.now)
}

// MoveOwners gives the requests whose owner is not there for them any more to whoever is: absences and roles begin and end at
// midnight, and the desk changes hands. Coordinators and stand-ins who are back have their streets' requests again. It returns how many have another owner now. Each district's move is one transaction with one
// message a person; doing it again changes nothing.
func (a *App) MoveOwners(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, somewhere(actor))
	if err != nil {
		return 0, err
	}
	districts, err := a.db.Store().DistrictsAtWork(ctx)
	if err != nil {
		return 0, err
	}
	did := 0
	var failed []error
	for _, id := range districts {
		for _, move := range []func(context.Context, grant, domain.DistrictID) (int, error){a.moveOwnersOf, a.bringBackIn} {
			n, err := move(ctx, g, id)
			did += n
			if err != nil {
				failed = append(failed, fmt.Errorf("district %d: %w", id, err))
			}
		}
	}
	return did, errors.Join(failed...)
}

func (a *App) moveOwnersOf(ctx context.Context, g grant, id domain.DistrictID) (int, error) {
	var moved Moved
	var failed []error
	err := a.transact(ctx, g, func(ctx context.Context, w *work) error {
		failed = nil
		requests, err := w.LockMisplaced(ctx, id, w.now, w.today())
		if err != nil {
			return err
		}
		h := newHandover("rota", "clock:%d", id)
		for _, r := range requests {
			if err := w.moveOne(ctx, r, h); err != nil {
				failed = append(failed, fmt.Errorf("request %d: %w", r.ID, err))
			}
		}
		if err := w.MarkMoved(ctx, id, w.now, w.today()); err != nil {
			return err
		}
		moved, err = w.tell(ctx, h)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, e := range failed {
		a.log.ErrorContext(ctx, "a request keeps an owner who is not there", "district_id", id, "error", e)
	}
	return moved.Requests, errors.Join(failed...)
}

// moveOne moves one request if it must be, within the transaction of its district; what fails is undone by itself.
func (w *work) moveOne(ctx context.Context, r domain.Request, h *handover) error {
	from := r.OwnerID
	moved := newHandover(h.code, "")
	err := w.Try(ctx, func(ctx context.Context, s *postgres.Store) error {
		inner := *w
		inner.Store = s
		wrong, err := inner.misplaced(ctx, r)
		if err != nil || !wrong {
			return err
		}
		done, err := inner.rehome(ctx, &r, moved)
		if err != nil || !done {
			return err
		}
		return inner.settle(ctx, &r)
	})
	if err == nil && moved.Requests > 0 {
		h.owner(r, from, r.OwnerID)
	}
	return err
}
