package app

import (
	"context"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/postgres"
)

// DeskFilter narrows the desk. Zero values do not.
type DeskFilter struct {
	TownID domain.TownID
	Mine   bool // only what the reader owns
}

// Desk is what needs a person now, and what is on its way without one.
type Desk struct {
	NeedsYou      []domain.RequestLine // the most pressing first
	New           []domain.RequestLine // raised within a day, on their way
	Waiting       []domain.RequestLine // all others, by what is due
	Tasks         []domain.TaskLine    // calls to make, letters to post
	Open          int                  // how many asks are open in all
	Forgotten     int                  // open asks without owner or next step, or overdue by five minutes: 0
	Checked       time.Time
	MailDownSince *time.Time
	MailWhy       string
}

// deskMost bounds what one desk shows; the rest is a list with pages.
const deskMost = 200

// Desk shows the asks in the places where the actor runs them, sorted by who has to do something.
func (a *App) Desk(ctx context.Context, actor domain.Actor, f DeskFilter) (Desk, error) {
	g, err := a.authorise(ctx, actor, domain.SeeDesk, somewhere(actor))
	if err != nil {
		return Desk{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return Desk{}, err
	}
	filter := a.scoped(actor, RequestFilter{TownID: f.TownID})
	filter.NotClosed, filter.Order, filter.Limit = true, postgres.DueFirst, deskMost
	if f.Mine {
		filter.OwnerID = actor.PersonID
	}
	lines, err := requestLines(ctx, w.Store, filter)
	if err != nil {
		return Desk{}, err
	}
	d := Desk{Checked: w.now}
	for _, l := range lines {
		switch {
		case needsPerson(l):
			d.NeedsYou = append(d.NeedsYou, l)
		case w.now.Sub(l.RaisedAt) < 24*time.Hour && l.State == domain.Open:
			d.New = append(d.New, l)
		default:
			d.Waiting = append(d.Waiting, l)
		}
	}
	if d.Open, err = w.CountRequests(ctx, filter); err != nil {
		return Desk{}, err
	}
	if d.Forgotten, err = w.Forgotten(ctx, actor.DistrictID, w.now); err != nil {
		return Desk{}, err
	}
	health, err := w.MailHealth(ctx)
	if err != nil {
		return Desk{}, err
	}
	d.MailDownSince, d.MailWhy = health.DownSince, health.LastError
	tasks := taskFilter(actor, 0, deskMost)
	tasks.TownID, tasks.Mine = f.TownID, f.Mine
	d.Tasks, err = w.TaskLines(ctx, tasks)
	return d, err
}

// needsPerson reports whether an ask goes on only when a person does something.
func needsPerson(l domain.RequestLine) bool {
	switch escalation.Action(l.NextAction) {
	case escalation.AskFirst, escalation.Review, escalation.NewTime, escalation.Ring, escalation.Reopen:
		return true
	}
	return l.State == domain.Open && (!l.Placed || l.FailedAt != nil || l.DuplicateOf != 0 && !l.Approved)
}

// taskFilter finds the tasks of the actor, and those of the towns whose desk they may do.
func taskFilter(actor domain.Actor, after domain.TaskID, limit int) postgres.TaskFilter {
	f := postgres.TaskFilter{DistrictID: actor.DistrictID, OwnerID: actor.PersonID, After: after, Limit: limit, Everything: actor.Kind == domain.ClockActor}
	for _, r := range actor.Roles {
		switch r.Kind {
		case domain.DeskHelper, domain.CallTaker, domain.Builder, domain.DistrictCoordinator:
			if r.TownID == 0 {
				f.Everything = true
			}
			f.Towns = append(f.Towns, r.TownID)
		}
	}
	return f
}
