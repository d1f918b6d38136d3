package app

import (
	"context"
	"fmt"

	"waymark/domain"
	"waymark/domain/escalation"
)

// actOnVisit does what the clock has to do around a visit: nudge, "home safe?", ask both how it went, ring.
func (w *work) actOnVisit(ctx context.Context, r *domain.Request, action escalation.Action) error {
	helper, err := w.helperOf(ctx, *r)
	if err != nil {
		return err
	}
	switch action {
	case escalation.NudgeHelper:
		r.NudgedAt = &w.now
		if w.now.After(value(r.VisitAt)) {
			return w.settle(ctx, r) // too late to be of use
		}
		err = w.tellHelper(ctx, *r, helper, sayVisitReminder, evNudged)
	case escalation.HomeSafe:
		r.HomeAskedAt = &w.now
		err = w.tellHelper(ctx, *r, helper, sayHomeSafe, evHomeAsked)
	case escalation.AskAfter:
		r.AfterAskedAt = &w.now
		err = w.askAfter(ctx, *r, helper)
	case escalation.Ring:
		r.RungAt = &w.now
		err = w.ring(ctx, *r, helper)
	default:
		return fmt.Errorf("request %d: no way to do %q", r.ID, action)
	}
	if err != nil {
		return err
	}
	return w.settle(ctx, r)
}

// handStillWanted keeps a request before a person until one has looked. What the clock does around any visit goes on beneath, but
// nobody's visit is taken away while somebody wants a hand with it.
func (w *work) handStillWanted(ctx context.Context, r *domain.Request, rules escalation.Rules, all []domain.Invitation) error {
	r.ReviewedAt = &w.now
	when, step := rules.StepOfVisit(facts(*r, waiting(all)))
	if when.After(w.now) || step == escalation.Review || step == escalation.Reopen {
		return w.settle(ctx, r)
	}
	return w.actOnVisit(ctx, r, step)
}

// wantHand makes a visit that went wrong a person's turn, now, and tells the owner whom to ring. What is wrong is "need_a_hand",
// "no_answer" or "nobody_came"; who says so is whom to ring.
func (w *work) wantHand(ctx context.Context, r *domain.Request, wrong string, who domain.PersonID) error {
	r.ReviewedAt = nil
	m := domain.Message{Key: fmt.Sprintf("hand:%d:%d", r.ID, r.Version), Kind: sayHandWanted, PersonID: r.OwnerID, RequestID: r.ID,
		Data: domain.MessageData{Code: wrong, PersonID: who}}
	if err := w.say(ctx, m); err != nil {
		return err
	}
	return w.settle(ctx, r)
}

// handSeen notes that a person has looked at a visit that went wrong: the clock goes on with it as before.
func (w *work) handSeen(ctx context.Context, r *domain.Request) error {
	if !r.WantsHand() {
		return nil
	}
	r.HelperSaid, r.PersonSaid, r.ReviewedAt = "", "", &w.now
	return w.settle(ctx, r)
}

// helperOf returns the invitation of the helper who said yes.
func (w *work) helperOf(ctx context.Context, r domain.Request) (domain.Invitation, error) {
	all, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return domain.Invitation{}, err
	}
	for _, i := range all {
		if i.State == domain.Accepted {
			return i, nil
		}
	}
	return domain.Invitation{}, fmt.Errorf("request %d is assigned to nobody", r.ID)
}

func (w *work) tellHelper(ctx context.Context, r domain.Request, i domain.Invitation, kind, ev string) error {
	m := domain.Message{Key: fmt.Sprintf("%s:%d", kind, i.ID), Kind: kind, PersonID: i.PersonID, RequestID: r.ID, InvitationID: i.ID}
	if err := w.say(ctx, m); err != nil {
		return err
	}
	return w.note(ctx, r, domain.Event{Kind: ev, PersonID: i.PersonID, InvitationID: i.ID})
}

// askAfter asks both how it went.
func (w *work) askAfter(ctx context.Context, r domain.Request, i domain.Invitation) error {
	if err := w.tellHelper(ctx, r, i, sayAfterHelper, evAfterAsked); err != nil {
		return err
	}
	for _, id := range toldOf(r, "everything") {
		m := domain.Message{Key: fmt.Sprintf("after:%d:%d", i.ID, id), Kind: sayAfterPerson, PersonID: id, RequestID: r.ID, InvitationID: i.ID,
			Data: domain.MessageData{PersonID: i.PersonID}}
		if err := w.say(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// ring makes calls for the owner: to the helper, of whom we have not heard, and after a visit to the person too.
func (w *work) ring(ctx context.Context, r domain.Request, i domain.Invitation) error {
	whom := []domain.PersonID{i.PersonID}
	if r.AfterAskedAt != nil {
		whom = append(whom, toldOf(r, "everything")...)
	}
	for _, id := range whom {
		t := domain.Task{DistrictID: r.DistrictID, RequestID: r.ID, PersonID: id, OwnerID: r.OwnerID, TownID: r.TownID, DueAt: w.now, CreatedAt: w.now}
		if err := w.AddRing(ctx, &t); err != nil {
			return err
		}
	}
	if err := w.tellToRing(ctx, r, domain.ByCall); err != nil {
		return err
	}
	return w.note(ctx, r, domain.Event{Kind: evRing, PersonID: i.PersonID, InvitationID: i.ID})
}
