package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
)

// undoWithin is for how long after its end, or after its visit if that comes later, an ask that ended as helped can be taken up again
// by whoever finds that it was not.
const undoWithin = 48 * time.Hour

// MayUndo reports whether the end of a request can still be undone: see NotDoneAfterAll.
func (v RequestView) MayUndo() bool { return v.undo }

// mayUndo reports whether an ask ended as helped, by a visit, and not long ago.
func (w *work) mayUndo(r domain.Request) bool {
	if r.State != domain.Closed || r.Ending != domain.Helped || r.VisitEndsAt == nil {
		return false
	}
	last := value(r.ClosedAt)
	if r.VisitEndsAt.After(last) {
		last = *r.VisitEndsAt
	}
	return w.now.Before(last.Add(undoWithin))
}

// NotDoneAfterAll takes an ask up again that ended as helped by mistake: the visit is its helper's again. Nobody need ask anew.
func (a *App) NotDoneAfterAll(ctx context.Context, actor domain.Actor, id domain.RequestID) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(id))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.LockRequest(ctx, id)
		if err != nil || r.State == domain.Assigned { // a second press
			return err
		}
		if err := w.takeUp(ctx, &r); err != nil {
			return err
		}
		return w.settle(ctx, &r)
	})
}

// takeUp makes a visit ahead, or one of which we have to hear, of an ask that had ended as helped. What tells of the end and has not
// gone out is not sent; who has it is told that it was a mistake. It is left to settle.
func (w *work) takeUp(ctx context.Context, r *domain.Request) error {
	if !w.mayUndo(*r) {
		return domain.Errorf(domain.Conflict, "", "This ended some time ago, or in another way. If help is needed, please ask again.")
	}
	helper, err := w.helperOf(ctx, *r)
	if err != nil {
		return domain.Errorf(domain.Conflict, "", "The helper does not help any more. Please ask again.")
	}
	if err := w.VoidMessages(ctx, r.ID, 0, sayEnded); err != nil {
		return err
	}
	told, err := w.ToldOfEnd(ctx, *r)
	if err != nil {
		return err
	}
	r.State, r.Ending, r.EndingNote, r.ClosedAt, r.ClosedBy, r.KeepUntil = domain.Assigned, "", "", nil, 0, nil
	r.HelperSaid, r.PersonSaid = "", ""
	if w.now.Before(*r.VisitAt) {
		r.HomeSafeAt = nil
	}
	if err := w.KeepOn(ctx, *r); err != nil {
		return err
	}
	if r.OwnerID == 0 {
		owner, why, err := w.ownerOf(ctx, *r)
		if err != nil {
			return err
		}
		if err := w.give(ctx, r, owner, string(why), true); err != nil {
			return err
		}
	}
	if err := w.note(ctx, *r, domain.Event{Kind: evNotDone}); err != nil {
		return err
	}
	return w.tellNotOver(ctx, *r, helper, told)
}

// tellNotOver puts it right with those who have read that it is over, but for whoever says now that it is not. Those who may know all,
// and the visit ahead, read who still comes, and when.
func (w *work) tellNotOver(ctx context.Context, r domain.Request, helper domain.Invitation, told []domain.PersonID) error {
	all := toldOf(r, "everything")
	for _, id := range told {
		if id == w.by.PersonID {
			continue
		}
		m := domain.Message{Key: fmt.Sprintf("not_over:%d:%d:%d", r.ID, id, r.Version), Kind: sayNotOver, PersonID: id, RequestID: r.ID, InvitationID: helper.ID}
		if slices.Contains(all, id) && w.now.Before(helper.VisitAt) {
			m.Data.PersonID = helper.PersonID
		}
		if err := w.say(ctx, m); err != nil {
			return err
		}
	}
	return nil
}
