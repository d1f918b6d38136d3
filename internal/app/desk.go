package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/postgres"
)

// DeskFilter narrows the desk. Zero values do not.
type DeskFilter struct {
	TownID    domain.TownID
	SectionID domain.SectionID
	NeedID    domain.NeedID
	Urgency   domain.Urgency
	Mine      bool // only what the reader owns
}

// requests are the asks to which it narrows.
func (f DeskFilter) requests(actor domain.Actor) RequestFilter {
	out := RequestFilter{TownID: f.TownID, SectionID: f.SectionID, NeedID: f.NeedID, Urgency: f.Urgency}
	if f.Mine {
		out.OwnerID = actor.PersonID
	}
	return out
}

// Desk is what needs a person now, and what is on its way without one: the first of each, and how many there are.
type Desk struct {
	NeedsYou      []domain.RequestLine // who wants a hand now, and then what is due first
	New           []domain.RequestLine // the newest first
	Waiting       []domain.RequestLine // what is due first comes first
	Tasks         []domain.TaskLine    // calls to make, letters to post
	Counts        domain.DeskCounts    // with what is not listed here
	Forgotten     int                  // open asks without owner or next step, or overdue by five minutes: 0
	Checked       time.Time
	MailDownSince *time.Time
	MailWhy       string
}

// Open is how many asks are open in all.
func (d Desk) Open() int { return d.Counts.Open() }

// handFirst is 1 for an ask with a visit at which somebody wants a hand now, else 0.
func handFirst(l domain.RequestLine) int {
	if l.NextAction == string(escalation.Hand) {
		return 1
	}
	return 0
}

// deskMost bounds how many of each the desk lists; Requests and Tasks have the rest.
const deskMost = 50

// newFor is for how long an ask that is on its way counts as new.
const newFor = 24 * time.Hour

// Desk shows the asks in the places where the actor runs them, sorted by who has to do something.
func (a *App) Desk(ctx context.Context, actor domain.Actor, f DeskFilter) (d Desk, err error) {
	g, err := a.authorise(ctx, actor, domain.SeeDesk, somewhere(actor))
	if err != nil {
		return Desk{}, err
	}
	if actor.Kind == domain.KeyActor && !domain.May(actor, domain.SeeAsk, domain.Target{Somewhere: true}) {
		return Desk{}, domain.Errorf(domain.Forbidden, "", "The desk shows asks, and this key does not. Please use a key with SEE_ASK too.")
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return Desk{}, err
	}
	filter := a.scoped(actor, f.requests(actor))
	filter.NewSince, filter.Limit = w.now.Add(-newFor), deskMost
	d.Checked = w.now
	if d.Counts, err = w.DeskCounts(ctx, filter); err != nil {
		return Desk{}, err
	}
	for _, part := range []struct {
		name  domain.DeskPart
		lines *[]domain.RequestLine
		count int
	}{{domain.NeedsYou, &d.NeedsYou, d.Counts.NeedsYou}, {domain.NewHere, &d.New, d.Counts.New}, {domain.Waiting, &d.Waiting, d.Counts.Waiting}} {
		if part.count == 0 { // to find none takes as long as to look at all
			continue
		}
		filter.Part, filter.Order = part.name, postgres.DueFirst
		if part.name == domain.NewHere {
			filter.Order = postgres.NewestFirst
		}
		if *part.lines, err = requestLines(ctx, w.Store, filter); err != nil {
			return Desk{}, err
		}
	}
	slices.SortStableFunc(d.NeedsYou, func(a, b domain.RequestLine) int { return handFirst(b) - handFirst(a) })
	tasks := taskFilter(actor, f, 0, deskMost)
	if d.Tasks, err = w.TaskLines(ctx, tasks); err != nil {
		return Desk{}, err
	}
	if d.Counts.Tasks, err = w.CountTasks(ctx, tasks); err != nil {
		return Desk{}, err
	}
	if d.Forgotten, err = w.Forgotten(ctx, actor.DistrictID, w.now); err != nil {
		return Desk{}, err
	}
	health, err := w.MailHealth(ctx)
	d.MailDownSince, d.MailWhy = health.DownSince, health.LastError
	return d, err
}

// taskFilter finds, of what a desk shows, the tasks of the actor, and those of the towns whose desk they may do.
func taskFilter(actor domain.Actor, of DeskFilter, after domain.TaskID, limit int) postgres.TaskFilter {
	f := postgres.TaskFilter{DistrictID: actor.DistrictID, OwnerID: actor.PersonID, After: after, Limit: limit, Everything: actor.Kind == domain.ClockActor,
		TownID: of.TownID, Mine: of.Mine, SectionID: of.SectionID, NeedID: of.NeedID, Urgency: of.Urgency}
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
