package app

import (
	"context"
	"fmt"

	"waymark/domain"
)

// How long things are kept after the end: what a helper must know for 30 days, the ask itself for two years, so that a year's
// figures can be made and a repeated worry be seen.
const (
	keepSecretDays   = 30
	keepRequestYears = 2
)

// EndRequest ends an ask, with who and why.
type EndRequest struct {
	RequestID domain.RequestID
	Ending    domain.Ending
	Note      string // for domain.PassedOn the name of the organisation that said yes
}

// EndRequest ends an ask. Whoever was asked or was going is told kindly, and so is the person, but for those who died.
func (a *App) EndRequest(ctx context.Context, actor domain.Actor, cmd EndRequest) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(cmd.RequestID))
	if err != nil {
		return err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.LockRequest(ctx, cmd.RequestID)
		if err != nil {
			return err
		}
		return w.end(ctx, &r, cmd.Ending, cmd.Note)
	})
	if err == nil {
		killPoint("end.committed")
	}
	return err
}

// end closes a request. Ending it again with the same ending changes nothing.
func (w *work) end(ctx context.Context, r *domain.Request, ending domain.Ending, words string) error {
	if r.State == domain.Closed {
		if r.Ending == ending {
			return nil
		}
		return domain.Errorf(domain.Conflict, "", "This was ended already: %s.", domain.Text(r.Ending.Plain()))
	}
	var wrong domain.Errors
	if ending.Plain() == "" {
		wrong.Add("ending", "Please choose how it ended.")
	}
	if ending == domain.PassedOn && words == "" {
		wrong.Add("note", "Please write who said yes to it.")
	}
	tooLong(&wrong, "note", words, longestNotes)
	if err := wrong.Err(); err != nil {
		return err
	}
	helped := r.State == domain.Assigned && ending == domain.Helped
	// What was to go out before is of no use any more; what tells people that it has ended is written after it.
	if err := w.VoidMessages(ctx, r.ID, 0, ""); err != nil {
		return err
	}
	if err := w.VoidRings(ctx, r.ID); err != nil {
		return err
	}
	if err := w.endInvitations(ctx, *r, helped); err != nil {
		return err
	}
	keep := dateOf(w.now, w.app.zone).AddDate(keepRequestYears, 0, 0)
	r.State, r.Ending, r.EndingNote, r.ClosedAt, r.KeepUntil = domain.Closed, ending, words, &w.now, &keep
	if w.by.Kind == domain.PersonActor || w.by.Kind == domain.BearerActor {
		r.ClosedBy = w.by.PersonID
	}
	if err := w.KeepUntil(ctx, *r, dateOf(w.now, w.app.zone).AddDate(0, 0, keepSecretDays), keep); err != nil {
		return err
	}
	if err := w.note(ctx, *r, domain.Event{Kind: evEnded, Data: domain.EventData{Code: string(ending)}}); err != nil {
		return err
	}
	if over := ending == domain.Moved || ending == domain.Died; over && r.SeriesID != 0 {
		if err := w.endSeries(ctx, *r, string(ending)); err != nil {
			return err
		}
	}
	if err := w.tellOfEnd(ctx, *r); err != nil {
		return err
	}
	killPoint("end")
	return w.settle(ctx, r)
}

// endInvitations takes back what is live, and the visit too, unless it took place.
func (w *work) endInvitations(ctx context.Context, r domain.Request, helped bool) error {
	all, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, i := range all {
		switch {
		case i.State.Live():
			err = w.withdraw(ctx, &i, r, "request_ended")
		case i.State == domain.Accepted && !helped:
			i.State, i.EndedWhy = domain.InvitationWithdrawn, "request_ended"
			if err = w.SaveInvitation(ctx, &i); err == nil {
				err = w.tellHelperIsOff(ctx, i, r, "request_ended")
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *work) tellOfEnd(ctx context.Context, r domain.Request) error {
	if r.Ending == domain.Died || r.Ending == domain.Mistake {
		return nil
	}
	for _, id := range toldOf(r, "that_help_came") {
		m := domain.Message{Key: fmt.Sprintf("ended:%d:%d:%d", r.ID, id, r.Version), Kind: sayEnded, PersonID: id, RequestID: r.ID,
			Data: domain.MessageData{Code: string(r.Ending)}}
		if err := w.say(ctx, m); err != nil {
			return err
		}
	}
	return nil
}
