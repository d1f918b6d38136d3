package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/words"
)

// Undo is the newest thing that a person did to a request, where that can still be put back.
type Undo struct {
	EventID domain.EventID
	By      domain.PersonID
	At      time.Time
	Words   string // what it was
	kind    string
}

// undoWords say what can be put back.
var undoWords = map[string]string{
	evPaused:   words.Later("It is on hold."),
	evOwner:    words.Later("It was handed over."),
	evAsked:    words.Later("Somebody was asked."),
	evApproved: words.Later("It may go out."),
	evEnded:    words.Later("It has ended."),
}

// undoes finds what can be put back: of the newest step that a person took, and that step alone. What has reached somebody is put back
// only where they can be told.
func (w *work) undoes(ctx context.Context, v RequestView) (*Undo, error) {
	n := slices.IndexFunc(v.Events, func(e domain.Event) bool { return e.Actor == "person" && undoWords[e.Kind] != "" })
	if n < 0 || slices.ContainsFunc(v.Events[:n], func(e domain.Event) bool { return e.Actor == "person" }) {
		return nil, nil
	}
	e := v.Events[n]
	can := false
	switch e.Kind {
	case evPaused:
		can = v.State == domain.Open && v.HoldUntil != nil
	case evOwner:
		can = e.Data.Code == "by_hand" && v.State != domain.Closed && v.OwnerID == e.PersonID && ownerBefore(v.Events[n+1:]) != 0
	case evAsked:
		can = v.State == domain.Open && slices.ContainsFunc(v.Invitations, func(i domain.Invitation) bool {
			return i.ID == e.InvitationID && (i.State == domain.Queued || i.State == domain.Delivered)
		})
	case evApproved:
		can = v.State == domain.Open && len(v.Invitations) == 0 && v.Level == v.StartLevel
	case evEnded:
		told, err := w.endIsFinal(ctx, v.Request)
		if err != nil {
			return nil, err
		}
		can = !told
	}
	if !can {
		return nil, nil
	}
	return &Undo{EventID: e.ID, By: e.ActorID, At: e.At, Words: undoWords[e.Kind], kind: e.Kind}, nil
}

// ownerBefore is who had a request before it changed hands, by the steps before that; 0 when nobody is known.
func ownerBefore(events []domain.Event) domain.PersonID {
	for _, e := range events {
		if e.Kind == evOwner {
			return e.PersonID
		}
	}
	return 0
}

// endIsFinal reports whether an end cannot be put back as if it had not been: there was a visit (see NotDoneAfterAll), the person has gone, a
// series went with it, it is some days ago, or somebody has read that it is over.
func (w *work) endIsFinal(ctx context.Context, r domain.Request) (bool, error) {
	lasting := []domain.Ending{domain.Helped, domain.Moved, domain.Died}
	if r.State != domain.Closed || slices.Contains(lasting, r.Ending) || !w.now.Before(value(r.ClosedAt).Add(undoWithin)) {
		return true, nil
	}
	told, err := w.ToldOfEnd(ctx, r)
	return len(told) > 0, err
}

// PutBack undoes the newest thing that a person did to a request.
type PutBack struct {
	RequestID domain.RequestID
	EventID   domain.EventID // which it was, so that nothing else is undone
}

// PutBack undoes the newest thing that a person did to a request: a hold, a handing over, a question, a word that it may go out, an end.
// It is a Conflict when something has happened since, or when it cannot be undone any more.
func (a *App) PutBack(ctx context.Context, actor domain.Actor, cmd PutBack) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(cmd.RequestID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.LockRequest(ctx, cmd.RequestID)
		if err != nil {
			return err
		}
		v, err := w.requestView(ctx, r)
		if err != nil {
			return err
		}
		if v.Undo == nil || v.Undo.EventID != cmd.EventID {
			return domain.Errorf(domain.Conflict, "", "Something has happened since, so this cannot be put back. Please look at how it stands now.")
		}
		return w.putBack(ctx, &r, v)
	})
}

func (w *work) putBack(ctx context.Context, r *domain.Request, v RequestView) error {
	n := slices.IndexFunc(v.Events, func(e domain.Event) bool { return e.ID == v.Undo.EventID })
	switch v.Undo.kind {
	case evPaused:
		return w.release(ctx, r)
	case evOwner:
		return w.handTo(ctx, r, ownerBefore(v.Events[n+1:]))
	case evAsked:
		i := slices.IndexFunc(v.Invitations, func(i domain.Invitation) bool { return i.ID == v.Events[n].InvitationID })
		if err := w.withdraw(ctx, &v.Invitations[i], *r, "reassigned"); err != nil {
			return err
		}
	case evApproved:
		r.ApprovedAt, r.ApprovedBy = nil, 0
		if err := w.note(ctx, *r, domain.Event{Kind: evHeldBack}); err != nil {
			return err
		}
	case evEnded:
		if err := w.takeUpOpen(ctx, r); err != nil {
			return err
		}
	}
	return w.settle(ctx, r)
}

// takeUpOpen opens an ask again that ended by mistake before anybody went. That it has ended is not told to anybody any more.
func (w *work) takeUpOpen(ctx context.Context, r *domain.Request) error {
	if err := w.VoidMessages(ctx, r.ID, 0, sayEnded); err != nil {
		return err
	}
	r.State, r.Ending, r.EndingNote, r.ClosedAt, r.ClosedBy, r.KeepUntil = domain.Open, "", "", nil, 0, nil
	approved := r.ApprovedAt
	w.reopen(r)
	r.ApprovedAt = approved
	if err := w.KeepOn(ctx, *r); err != nil {
		return err
	}
	if err := w.note(ctx, *r, domain.Event{Kind: evTakenUp}); err != nil {
		return err
	}
	if r.OwnerID != 0 {
		return nil
	}
	owner, why, err := w.ownerOf(ctx, *r)
	if err != nil {
		return err
	}
	return w.give(ctx, r, owner, string(why), false)
}
