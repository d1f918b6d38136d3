package app

import (
	"cmp"
	"context"
	"runtime"
	"strings"
	"time"

	"waymark/domain"
)

// useCase is the name of the method that asked: "AssignHelper".
func (g grant) useCase() string {
	frame, _ := runtime.CallersFrames(g.asked[:]).Next()
	return frame.Function[strings.LastIndexByte(frame.Function, '.')+1:]
}

// audit is the row that stays of a use case: who did what to which, when, in ids alone.
func (g grant) audit(about domain.Target, now time.Time) domain.Audit {
	by := int64(g.actor.PersonID)
	if g.actor.Kind == domain.KeyActor {
		by = int64(g.actor.KeyID)
	}
	return domain.Audit{
		At: now, Actor: g.actor.Kind, ActorID: by, Purpose: g.actor.Purpose, Action: g.action, UseCase: g.useCase(),
		DistrictID: cmp.Or(about.Spot.DistrictID, g.actor.DistrictID), TownID: about.Spot.TownID, SectionID: about.Spot.SectionID,
		StreetID: about.Spot.StreetID, PersonID: about.PersonID, RequestID: about.RequestID, InvitationID: about.InvitationID,
	}
}

// touches notes for the audit which request a use case has come to: one that it has made, or that the clock took up.
func (w *work) touches(r domain.Request) {
	if w.about.RequestID == 0 {
		w.about.RequestID, w.about.Spot = r.ID, r.Spot()
	}
}

// touchesPerson does for a person what touches does for a request.
func (w *work) touchesPerson(id domain.PersonID) {
	if w.about.PersonID == 0 {
		w.about.PersonID = id
	}
}

// AddPerson is the store's, noted for the audit.
func (w *work) AddPerson(ctx context.Context, p *domain.Person) error {
	err := w.Store.AddPerson(ctx, p)
	w.touchesPerson(p.ID)
	return err
}

// SealAudits takes the audit rows whose transactions have ended into the chain of seals, and returns how many. Two servers that
// seal at once seal once. It leaves no row of its own: a seal is one.
func (a *App) SealAudits(ctx context.Context, actor domain.Actor) (int, error) {
	if _, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{})); err != nil {
		return 0, err
	}
	did := 0
	for {
		n, err := a.db.Store().SealAudits(ctx)
		did += n
		if err != nil || n == 0 {
			return did, err
		}
	}
}
