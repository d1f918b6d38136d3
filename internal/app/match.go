package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/domain/matching"
	"waymark/internal/postgres"
)

// MatchDue makes a plan for every district where a request waits for one, and invites by it. It returns how many were invited.
func (a *App) MatchDue(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return 0, err
	}
	districts, err := w.DistrictsToMatch(ctx, w.now)
	if err != nil {
		return 0, err
	}
	did := 0
	var wrong []error
	for _, d := range districts {
		n, err := a.matchDistrict(ctx, g, d)
		did += n
		if err != nil { // the other districts go on
			wrong = append(wrong, fmt.Errorf("district %d: %w", d, err))
		}
	}
	return did, errors.Join(wrong...)
}

// matchDistrict plans and invites until no request may have one more at this beat: at most one invitation a request is made in
// a round, and the policy allows three at most.
func (a *App) matchDistrict(ctx context.Context, g grant, id domain.DistrictID) (int, error) {
	did := 0
	for range 3 {
		w, err := a.read(ctx, g)
		if err != nil {
			return did, err
		}
		requests, err := w.RequestsToMatch(ctx, id, w.now)
		if err != nil || len(requests) == 0 {
			return did, err
		}
		n, left, err := a.matchRound(ctx, g, id, requests, false)
		if len(left) > 0 {
			more, _, alsoWrong := a.matchRound(ctx, g, id, left, true)
			n, err = n+more, errors.Join(err, alsoWrong)
		}
		did += n
		if n == 0 || err != nil {
			return did, err
		}
	}
	return did, nil
}

// matchRound makes one plan and follows it. It returns the requests for which nobody is left but those who did not answer before:
// these are planned once more, with them (again). When no plan can be made of all, each is planned by itself, so that one that
// is broken stops no other.
func (a *App) matchRound(ctx context.Context, g grant, id domain.DistrictID, requests []domain.OpenRequest, again bool) (did int, left []domain.OpenRequest, err error) {
	board, plan, err := a.plan(ctx, g, id, requests, again)
	if err != nil && len(requests) > 1 {
		var wrong []error
		for i := range requests {
			n, l, err := a.matchRound(ctx, g, id, requests[i:i+1], again)
			did, left, wrong = did+n, append(left, l...), append(wrong, err)
		}
		return did, left, errors.Join(wrong...)
	}
	if err != nil {
		return 0, nil, errors.Join(err, a.matchLater(ctx, g, requests[0].Request))
	}
	failures := 0
	for i, r := range requests {
		if !again && len(r.Silent) > 0 && plan.Volunteer[i] == matching.None {
			left = append(left, r)
			continue
		}
		invited, err := a.follow(ctx, g, board, plan, i)
		if err != nil {
			if !refused(err) {
				failures++
			}
			a.log.WarnContext(ctx, "request could not be matched", "request_id", r.ID, "error", err)
			if err := a.matchLater(ctx, g, r.Request); err != nil {
				return did, nil, err
			}
		}
		if invited {
			did++
		}
	}
	return did, left, failed(failures)
}

// plan lays requests out with those who may be asked now, and solves it.
func (a *App) plan(ctx context.Context, g grant, id domain.DistrictID, requests []domain.OpenRequest, again bool) (*board, *matching.Plan, error) {
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, nil, err
	}
	b, err := w.board(ctx, id, requests, again)
	if err != nil {
		return nil, nil, err
	}
	plan, err := matching.Solve(ctx, &b.instance, matching.Options{})
	return b, plan, err
}

// refused reports whether the database would not have a pair of a plan: somebody else was faster, or has taken up what the
// volunteer had left. That is no failure; the next plan sees it.
func refused(err error) bool {
	kind := domain.KindOf(err)
	return kind == domain.Unacceptable || kind == domain.Conflict
}

// matchTries is after how many failures in a row a request is passed over at this beat: its ladder must go on.
const matchTries = 5

// matchLater puts a request that could not be matched off a little; after a few times to its next beat, as if the plan had found
// nobody, so that its level ends when its time is up.
func (a *App) matchLater(ctx context.Context, g grant, seen domain.Request) error {
	if seen.Tries < matchTries {
		return a.postpone(ctx, g, seen)
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.LockRequest(ctx, seen.ID)
		if err != nil || r.Version != seen.Version || r.State != domain.Open {
			return err
		}
		r.PlannedAt = &w.now
		return w.settle(ctx, &r)
	})
}

// follow does what the plan says for one request, in a transaction of its own: invites, or notes that it found nobody.
func (a *App) follow(ctx context.Context, g grant, b *board, plan *matching.Plan, n int) (invited bool, err error) {
	seen := b.requests[n]
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		invited = false
		r, err := w.LockRequest(ctx, seen.ID)
		if err != nil {
			return err
		}
		if r.Version != seen.Version || r.State != domain.Open {
			return nil // it moved on meanwhile: the next plan sees it as it is
		}
		rules, err := w.rules(ctx, r.DistrictID)
		if err != nil {
			return err
		}
		r.FanOut = max(r.FanOut, rules.FanOut(ladder(r), w.now))
		if v := plan.Volunteer[n]; v != matching.None {
			invited, err = w.claim(ctx, &r, b, n, v)
			if err != nil || !invited {
				return err
			}
			if len(seen.Live)+1 < rules.FanOut(ladder(r), w.now) {
				return w.SaveRequest(ctx, &r) // one more may go out: the next round looks
			}
			r.PlannedAt = &w.now
			return w.settle(ctx, &r)
		}
		r.PlannedAt = &w.now
		// While mail is down those who are reached by it are not seen by the plan: they are not gone.
		nobody := !b.mailDown && nobodyLeft(matching.Unserved(&b.instance, plan, int32(n)).Main)
		if nobody != r.Nobody {
			r.Nobody = nobody
			if nobody && len(seen.Live) == 0 {
				if err := w.note(ctx, r, domain.Event{Kind: evNobody, Data: domain.EventData{Level: r.Level}}); err != nil {
					return err
				}
			}
		}
		return w.settle(ctx, &r)
	})
	if invited && err == nil {
		killPoint("claim.committed")
	}
	return invited, err
}

// nobodyLeft reports whether waiting at this level is of no use: nobody could be asked even if everybody had room.
func nobodyLeft(o matching.Obstacle) bool {
	switch o {
	case matching.NobodyNear, matching.NobodySkilled, matching.NobodyInTime, matching.AllApart:
		return true
	}
	return false
}

// claim invites the volunteer whom the plan chose, if both are still free: the database refuses otherwise, and then the next
// plan looks again.
func (w *work) claim(ctx context.Context, r *domain.Request, b *board, n int, v int32) (bool, error) {
	h := b.helpers[v]
	i := b.invitation(*r, n, v, w.now, w.app.zone)
	place, err := w.nextPlace(ctx, *r, r.FanOut)
	if err != nil || place == 0 {
		return false, err
	}
	i.Place = place
	if place > b.requests[n].FanOut { // the rule on places reads from the row how many may be asked at once
		if err := w.SaveRequest(ctx, r); err != nil {
			return false, err
		}
	}
	if _, err := w.LockVolunteer(ctx, h.PersonID); err != nil {
		return false, err
	}
	err = w.invite(ctx, *r, &i)
	killPoint("claim")
	return err == nil, err
}

// nextPlace returns the first of a request's places that nobody holds, or 0 when all up to most are held.
func (w *work) nextPlace(ctx context.Context, r domain.Request, most int) (int, error) {
	all, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return 0, err
	}
	held := map[int]bool{}
	for _, i := range waiting(all) {
		held[i.Place] = true
	}
	for p := 1; p <= most; p++ {
		if !held[p] {
			return p, nil
		}
	}
	return 0, nil
}

// invite stores an invitation with its message: one transaction, so that neither is without the other.
func (w *work) invite(ctx context.Context, r domain.Request, i *domain.Invitation) error {
	if err := w.AddInvitation(ctx, i); err != nil {
		return ruleInWords(err)
	}
	if err := w.note(ctx, r, domain.Event{Kind: evAsked, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Way: domain.Way(i.Channel)}}); err != nil {
		return err
	}
	kind := sayInvitation
	if r.SeriesID != 0 {
		kind = saySeriesCover
	}
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return err
	}
	due := rules.Hours.NextOpen(w.now)
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("invitation:%d", i.ID), Kind: kind, PersonID: i.PersonID, RequestID: r.ID,
		InvitationID: i.ID, DueAt: due, Deadline: &r.UsefulUntil})
}

// ruleInWords turns the refusal of a rule that never bends into a sentence. Anything else stays as it is.
func ruleInWords(err error) error {
	say := func(words string) error { return domain.Errorf(domain.Unacceptable, "", "%s", words) }
	if postgres.IsCheck(err, "volunteer_weeks_capacity") {
		return say("Their week is full. They have promised as many visits as they can.")
	}
	if postgres.IsCheck(err, "volunteer_asks_budget") {
		return say("They have been asked as often as they like to be.")
	}
	if postgres.IsUnique(err, "") {
		return domain.Errorf(domain.Conflict, "", "Somebody was a little faster. Please look again.")
	}
	code, ok := postgres.RuleBroken(err)
	if !ok {
		return err
	}
	words := map[string]string{
		"WM004": "This has been answered already.",
		"WM010": "Nobody can be asked to help themselves.",
		"WM011": "This request is not open any more.",
		"WM012": "They have not been met yet. Please meet them first, with two references.",
		"WM013": "They do not have a skill that this needs.",
		"WM014": "They do not have the check that this needs.",
		"WM015": "These two cannot be put together.",
		"WM016": "They live in the same house.",
		"WM017": "They said no to this. If they have changed their mind, say so when you ask them.",
		"WM018": "As many people as we ask at once are being asked already.",
		"WM019": "They are under 18, and this is inside a home. Please choose somebody else.",
	}[code]
	if words == "" {
		return err
	}
	return say(words)
}

// room is how much of a week's capacity a volunteer has in the week of a slot.
func room(h domain.Helper, slotDay time.Time, thisWeek time.Time) int {
	if slotDay.Before(thisWeek.AddDate(0, 0, 7)) {
		return h.Capacity - h.BookedNow
	}
	return h.Capacity - h.BookedNext
}
