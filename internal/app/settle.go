package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/notify"
)

// rules are the clock's rules of a district: its table and the hours in which people may be asked. They are read once a
// use case.
func (w *work) rules(ctx context.Context, id domain.DistrictID) (escalation.Rules, error) {
	if known, ok := w.known[id]; ok {
		return known, nil
	}
	d, err := w.Settings(ctx, id)
	if err != nil {
		return escalation.Rules{}, err
	}
	policy, err := w.app.policyOf(d)
	if err != nil {
		return escalation.Rules{}, err
	}
	rules := escalation.Rules{Policy: policy, Hours: escalation.HoursOf(d.Hours(), w.app.zone), Doors: d.Doors}
	if w.known == nil {
		w.known = map[domain.DistrictID]escalation.Rules{}
	}
	w.known[id] = rules
	return rules, nil
}

// today is the local date of now, as the database keeps dates.
func (w *work) today() time.Time { return dateOf(w.now, w.app.zone) }

// dateOf is an instant's local date, as midnight in UTC: how dates come out of the database.
func dateOf(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// ladder is where a request stands on its way from its street to the district.
func ladder(r domain.Request) escalation.Ladder {
	return escalation.Ladder{
		Urgency:    r.Urgency,
		Level:      r.Level,
		Started:    r.StartedAt,
		Entered:    r.LevelSince,
		Used:       time.Duration(r.LevelUsed) * time.Second,
		LastUseful: r.UsefulUntil,
		Failed:     value(r.FailedAt),
	}
}

// facts are what the clock's rules know of a request. live are its invitations that wait for an answer.
func facts(r domain.Request, live []domain.Invitation) escalation.Facts {
	f := escalation.Facts{
		Ladder:     ladder(r),
		State:      r.State,
		WantedFrom: r.WantedFrom,
		Asleep:     r.Asleep,
		ByHand:     !r.Placed() || r.Knows != domain.Agreed || r.GoesOut == domain.NeverOut,
		HoldUntil:  value(r.HoldUntil),
		Planned:    value(r.PlannedAt),
		Freed:      value(r.FreedAt),
		Nobody:     r.Nobody,
		Missed:     value(r.MissedAt),
		Reviewed:   value(r.ReviewedAt),
		VisitAt:    value(r.VisitAt),
		VisitEnds:  value(r.VisitEndsAt),
		GoesInside: r.GoesInside,
		Nudged:     value(r.NudgedAt),
		HomeAsked:  value(r.HomeAskedAt),
		HomeSafe:   value(r.HomeSafeAt),
		AfterAsked: value(r.AfterAskedAt),
		Rung:       value(r.RungAt),
		WantsHand:  r.WantsHand(),
	}
	if r.ApprovedAt == nil {
		f.AskFirstAt = value(r.AskFirstAt)
	}
	for _, i := range live {
		f.Live = append(f.Live, deadline(i))
		if i.State == domain.Accepted {
			f.Accepted = value(i.AnsweredAt)
		}
	}
	return f
}

// deadline is until when an invitation waits: its life, but never less than the ten minutes of a first tap. It is zero until
// the message has reached them.
func deadline(i domain.Invitation) time.Time {
	ends := value(i.ExpiresAt)
	if held := value(i.HeldUntil); i.State == domain.Held && held.After(ends) {
		return held
	}
	return ends
}

// value is the instant that a pointer points to, or the zero instant.
func value(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// settle writes a request after something has happened to it, with the one thing that the clock does next. Every use case
// that changes a request ends with it: that is how none is forgotten.
func (w *work) settle(ctx context.Context, r *domain.Request) error {
	w.touches(*r)
	if r.State == domain.Closed {
		r.NextAction, r.NextActionAt = "", time.Time{}
		return w.SaveRequest(ctx, r)
	}
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return err
	}
	invitations, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return err
	}
	at, action := w.nextOf(rules, *r, waiting(invitations))
	if string(action) != r.NextAction || !at.Equal(r.NextActionAt) {
		r.Tries = 0
	}
	r.NextAction, r.NextActionAt = string(action), at
	return w.SaveRequest(ctx, r)
}

// nextOf is what the clock does next with a request whose places are held by some invitations. What came due while something else came
// first, a hold perhaps, is late only from now on.
func (w *work) nextOf(rules escalation.Rules, r domain.Request, holding []domain.Invitation) (time.Time, escalation.Action) {
	at, action := rules.Next(facts(r, holding))
	if at.Before(w.now) {
		at = w.now
	}
	return at, action
}

// waiting picks the invitations that hold a place: those without an answer, and the one that was accepted.
func waiting(all []domain.Invitation) []domain.Invitation {
	var out []domain.Invitation
	for _, i := range all {
		if i.State.Live() || i.State == domain.Accepted {
			out = append(out, i)
		}
	}
	return out
}

// ownerOf finds who owns a request at its level, by the roles held around it today.
func (w *work) ownerOf(ctx context.Context, r domain.Request) (domain.PersonID, escalation.Why, error) {
	seats, err := w.Seats(ctx, r.Spot(), w.now, w.today())
	if err != nil {
		return 0, escalation.NoOwner, err
	}
	level := r.Level
	switch {
	case r.TownID == 0:
		level = domain.AtDistrict
	case r.Knows != domain.Agreed, !r.Placed():
		level = max(level, domain.AtTown)
	}
	id, why := escalation.Owner(level, candidates(r, seats))
	if id == 0 {
		return 0, why, domain.Errorf(domain.Unacceptable, "",
			"Nobody here could look after this request: the district has no coordinator. Give somebody that role first.")
	}
	return id, why, nil
}

// candidates are who could own a request. Whoever lives on its street is passed over like somebody who is away, where the person wishes
// for nobody from there: an owner reads their name and what they need.
func candidates(r domain.Request, seats []domain.Seat) escalation.Candidates {
	elsewhere := slices.Contains(r.Wishes, domain.WishElsewhere)
	var c escalation.Candidates
	lists := map[domain.RoleKind]*[]escalation.Candidate{
		domain.Coordinator: &c.Coordinator, domain.Reserve: &c.StandIn, domain.DeskHelper: &c.Desk,
		domain.Builder: &c.Builder, domain.DistrictCoordinator: &c.District, domain.Administrator: &c.Admin,
	}
	for _, s := range seats {
		if list, ok := lists[s.Kind]; ok {
			near := elsewhere && s.StreetID != 0 && s.StreetID == r.StreetID
			*list = append(*list, escalation.Candidate{Person: s.PersonID, Away: s.Away || near})
		}
	}
	return c
}

// give makes somebody the owner, and tells both sides once. tell is false where another message says it already.
func (w *work) give(ctx context.Context, r *domain.Request, to domain.PersonID, why string, tell bool) error {
	from := r.OwnerID
	if from == to {
		return nil
	}
	r.OwnerID, r.OwnerSince = to, w.now
	if err := w.note(ctx, *r, domain.Event{Kind: evOwner, PersonID: to, Data: domain.EventData{Code: why}}); err != nil {
		return err
	}
	if err := w.MoveTasks(ctx, *r, from); err != nil {
		return err
	}
	if !tell {
		return nil
	}
	key := fmt.Sprintf("owner:%d:%d", r.ID, r.Version)
	gained := domain.MessageData{Code: why}
	if err := w.say(ctx, domain.Message{Key: key, Kind: sayOwnerNew, PersonID: to, RequestID: r.ID, Data: gained}); err != nil {
		return err
	}
	if from == 0 {
		return nil
	}
	given := domain.MessageData{Code: why, PersonID: to, Given: []domain.RequestID{r.ID}}
	return w.say(ctx, domain.Message{Key: key + ":was", Kind: sayHandover, PersonID: from, RequestID: r.ID, Data: given})
}

// note writes one step of the request's story; who acted is the work's actor.
func (w *work) note(ctx context.Context, r domain.Request, e domain.Event) error {
	e.DistrictID, e.RequestID, e.At = r.DistrictID, r.ID, w.now
	if e.Actor == "" {
		e.Actor, e.ActorID = w.actor()
	}
	return w.AddEvent(ctx, e)
}

// say leaves a message for somebody in the outbox, by the way in which they are reached.
func (w *work) say(ctx context.Context, m domain.Message) error {
	p, err := w.Person(ctx, m.PersonID)
	if err != nil {
		return err
	}
	m.DistrictID = p.DistrictID
	m.Channel, m.Data.Language = p.Reached(), p.Language
	sort := notify.SortOf(m.Kind)
	if m.Purpose = string(sort.Purpose()); sort.Topic != "" {
		if stopped, err := w.HasStopped(ctx, p, sort.Topic); err != nil || stopped {
			return err
		}
	}
	m.CreatedAt = w.now
	if m.DueAt.IsZero() {
		m.DueAt = w.now
		if canWait(m) {
			rules, err := w.rules(ctx, m.DistrictID)
			if err != nil {
				return err
			}
			m.DueAt = rules.Hours.NextOpen(w.now)
		}
	}
	m.State = "queued"
	return w.AddMessage(ctx, m)
}

// canWait reports whether a message to those who look after asks waits for the morning when it comes up at night. What somebody
// has just done by their own hand is answered at once, and so is whatever is about a visit.
func canWait(m domain.Message) bool {
	return m.Kind == sayHandover || m.Kind == sayOwnerNew || m.Kind == sayStandingIn || m.Kind == sayNoStandIn || m.Kind == sayVacancies ||
		m.Kind == sayStreetOffer
}
