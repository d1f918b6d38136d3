package app

import (
	"context"
	"fmt"

	"waymark/domain"
)

// SayThanks is a person's thanks to whoever came.
type SayThanks struct {
	Words string // for whoever looks after the ask, who reads them before anybody passes them on; "": none
}

// SayThanks passes a person's thanks on to their helper: that they say it, in our words and by first name. What they write themselves
// goes to nobody unread: it stands in the story of the ask, for whoever looks after it. Said twice, it counts once.
func (a *App) SayThanks(ctx context.Context, actor domain.Actor, cmd SayThanks) error {
	g, err := a.authorise(ctx, actor, domain.SayThanks, a.onOwn(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.LockRequest(ctx, actor.RequestID)
		if err != nil {
			return err
		}
		if err := maySpeak(r, actor); err != nil || r.ThankedAt != nil {
			return err
		}
		if !w.mayThank(r) {
			return domain.Errorf(domain.Conflict, "", "Nobody has come yet, so there is nobody to thank.")
		}
		return w.thank(ctx, &r, plain(cmd.Words))
	})
}

// mayThank reports whether somebody came, as far as we know, and has not been thanked.
func (w *work) mayThank(r domain.Request) bool {
	came := r.State == domain.Closed && r.Ending == domain.Helped && r.VisitAt != nil
	return r.ThankedAt == nil && came
}

func (w *work) thank(ctx context.Context, r *domain.Request, words string) error {
	helper, err := w.helperOf(ctx, *r)
	if err != nil {
		return domain.Errorf(domain.Conflict, "", "They do not help here any more, so we cannot pass it on.")
	}
	if err := w.keepWords(ctx, *r, w.by.PersonID, words); err != nil {
		return err
	}
	if err := w.KeepNotes(ctx, *r); err != nil {
		return err
	}
	if err := w.note(ctx, *r, domain.Event{Kind: evThanked, PersonID: helper.PersonID, InvitationID: helper.ID}); err != nil {
		return err
	}
	r.ThankedAt = &w.now
	if err := w.SaveRequest(ctx, r); err != nil {
		return err
	}
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("thanks:%d", helper.ID), Kind: sayThanks, PersonID: helper.PersonID, RequestID: r.ID,
		InvitationID: helper.ID})
}
