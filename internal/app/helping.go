package app

import (
	"context"

	"waymark/domain"
)

// MyHelping is what a volunteer has promised, what they are asked, and how often they helped. No address is in it: that is on the
// page of the visit, where each look is written down.
type MyHelping struct {
	Visits []MyVisit // the next first
	Asks   []MyAsk
	Helped int // asks that ended well by a visit of theirs
}

// MyVisit is one visit that was promised.
type MyVisit struct {
	Question string // "walk a dog for Joan"
	When     string
	Phase    VisitPhase
	Token    string // opens the page of the visit
}

// MyAsk is one question that waits for an answer, as the message put it.
type MyAsk struct {
	InvitationView
	Token string // opens "Can you help?"
}

// MyHelping shows a volunteer what is theirs to do. It takes their own link, or a sign-in: a link to one visit or one question may
// have been passed on.
func (a *App) MyHelping(ctx context.Context, actor domain.Actor) (MyHelping, error) {
	g, err := a.authorise(ctx, actor, domain.SeeMyHelping, themselves(actor))
	if err != nil {
		return MyHelping{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return MyHelping{}, err
	}
	all, err := w.InvitationsOf(ctx, actor.DistrictID, actor.PersonID)
	if err != nil {
		return MyHelping{}, err
	}
	var out MyHelping
	for _, i := range all {
		if err := w.addToHelping(ctx, &out, i); err != nil {
			return MyHelping{}, err
		}
	}
	out.Helped, err = w.CountHelped(ctx, actor.DistrictID, actor.PersonID)
	return out, err
}

// addToHelping puts an invitation among what was promised, or what is asked.
func (w *work) addToHelping(ctx context.Context, out *MyHelping, i domain.Invitation) error {
	r, err := w.Request(ctx, i.RequestID)
	if err != nil {
		return err
	}
	v, err := w.invitationView(ctx, i, r)
	switch {
	case err != nil:
		return err
	case i.State == domain.Accepted:
		out.Visits = append(out.Visits, MyVisit{Question: v.Question, When: v.When, Phase: w.phase(i, r), Token: v.VisitToken})
	case v.Open:
		if !i.VisitAt.After(w.now) { // a yes finds the next time: see inTime
			v.When = w.lang.Say("the next time that suits you both")
		}
		out.Asks = append(out.Asks, MyAsk{InvitationView: v, Token: domain.Seal(w.app.secret, invitationClaim(i))})
	}
	return nil
}
