package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
)

// Bounds of one beat, so that a long queue does not hold the clock for ever, and how long a request that failed waits.
const (
	advanceMost = 500
	retryFirst  = 30 * time.Second
	retryMost   = 10 * time.Minute
)

// AdvanceRequests does the next action of every request whose time has come: each in a transaction of its own, so that one
// broken request never stops the others. It returns how many it moved.
func (a *App) AdvanceRequests(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	var seen []domain.RequestID
	did, failures := 0, 0
	for len(seen) < advanceMost {
		var due domain.Request
		var action string
		err := a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
			due, err = w.ClaimDueRequest(ctx, w.now, seen)
			if err != nil {
				return err
			}
			action = due.NextAction
			return w.act(ctx, &due)
		})
		switch {
		case due.ID == 0 && domain.KindOf(err) == domain.NotFound:
			return did, failed(failures)
		case due.ID == 0:
			return did, err // the database itself could not be asked
		case err != nil:
			failures++
			a.log.ErrorContext(ctx, "request could not be moved", "request_id", due.ID, "action", due.NextAction, "error", err)
			if err := a.postpone(ctx, g, due); err != nil {
				return did, err
			}
		default:
			did++
			killPoint(action + ".committed") // "widen.committed"
		}
		seen = append(seen, due.ID)
	}
	return did, failed(failures)
}

// failed reports how many went wrong, or nil for none.
func failed(n int) error {
	if n == 0 {
		return nil
	}
	return fmt.Errorf("%d could not be moved; each is tried again", n)
}

// postpone puts a request's action off after it failed, a little longer each time.
func (a *App) postpone(ctx context.Context, g grant, r domain.Request) error {
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		wait := min(retryFirst<<min(r.Tries, 6), retryMost)
		return w.PostponeRequest(ctx, r.ID, r.Version, w.now.Add(wait))
	})
}

// act does a request's next action. What comes next is worked out again first: the facts may have moved on since it was
// written down.
func (w *work) act(ctx context.Context, r *domain.Request) error {
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return err
	}
	all, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return err
	}
	when, action := rules.Next(facts(*r, waiting(all)))
	if when.After(w.now) || action == escalation.Plan {
		return w.settle(ctx, r)
	}
	switch action {
	case escalation.ExpireInvitation:
		return w.expire(ctx, r, all)
	case escalation.Widen:
		return w.widen(ctx, r, whyWidened(rules, *r, w.now))
	case escalation.SupportFailure:
		return w.fail(ctx, r)
	case escalation.AskFirst:
		return w.askFirst(ctx, r, rules)
	case escalation.Wake:
		return w.wake(ctx, r)
	case escalation.EndHold:
		return w.release(ctx, r)
	case escalation.NewTime:
		return w.missed(ctx, r)
	case escalation.Review:
		return w.review(ctx, r)
	case escalation.Reopen:
		return w.lookAgain(ctx, r, "silence")
	case escalation.Hand:
		return w.handStillWanted(ctx, r, rules, all)
	}
	return w.actOnVisit(ctx, r, action)
}

// expire ends invitations whose time is up without an answer, and frees their places.
func (w *work) expire(ctx context.Context, r *domain.Request, all []domain.Invitation) error {
	for _, i := range all {
		ends := deadline(i)
		if !i.State.Live() || ends.IsZero() || ends.After(w.now) {
			continue
		}
		if _, err := w.LockVolunteer(ctx, i.PersonID); err != nil {
			return err
		}
		rung := i.State != domain.Queued
		i.State, i.EndedWhy = domain.Expired, "silence"
		if !rung { // a call that nobody got round to make is no silence of theirs
			i.State, i.EndedWhy = domain.Undelivered, "not_rung"
		}
		if err := w.SaveInvitation(ctx, &i); err != nil {
			return err
		}
		if err := w.VoidMessages(ctx, r.ID, i.ID, ""); err != nil {
			return err
		}
		kind := evExpired
		if !rung {
			kind = evUndelivered
		}
		if err := w.note(ctx, *r, domain.Event{Kind: kind, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Code: i.EndedWhy}}); err != nil {
			return err
		}
		if !rung {
			continue
		}
		if err := w.silence(ctx, i); err != nil {
			return err
		}
	}
	r.FreedAt = &w.now
	return w.settle(ctx, r)
}

// silence counts an ask without an answer: after a few (two) we ask whether it is still all right, after more (four) they rest until
// they tap.
func (w *work) silence(ctx context.Context, i domain.Invitation) error {
	rules, err := w.rules(ctx, i.DistrictID)
	if err != nil {
		return err
	}
	budget := rules.Policy.Budget
	n, err := w.CountSilence(ctx, i.PersonID, budget.RestAfter)
	if err != nil {
		return err
	}
	kind := map[int]string{budget.QuestionAfter: sayStillAllRight, budget.RestAfter: sayResting}[n]
	if kind == "" {
		return nil
	}
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("%s:%d", kind, i.ID), Kind: kind, PersonID: i.PersonID})
}

func whyWidened(rules escalation.Rules, r domain.Request, now time.Time) string {
	if r.Nobody && rules.LevelDeadline(ladder(r)).After(now) {
		return "nobody_left"
	}
	return "time"
}

// widen takes a request to the next level, once: what has not gone out at the old level is taken back, the owner of the new
// level has it, and is told.
func (w *work) widen(ctx context.Context, r *domain.Request, why string) error {
	if r.Level >= domain.AtDistrict {
		return domain.Errorf(domain.Conflict, "", "The whole district is being asked already.")
	}
	level := r.Level + 1
	by := domain.PersonID(0)
	if w.by.Kind == domain.PersonActor {
		by = w.by.PersonID
	}
	first, err := w.AddEscalation(ctx, *r, level, w.now, why, by)
	if err != nil {
		return err
	}
	if !first {
		return fmt.Errorf("request %d has reached level %d before", r.ID, level)
	}
	if err := w.takeBackQueued(ctx, *r, "asked_wider"); err != nil {
		return err
	}
	r.Level, r.LevelSince, r.LevelUsed, r.Nobody, r.PlannedAt = level, w.now, 0, false, nil
	if err := w.note(ctx, *r, domain.Event{Kind: evWidened, Data: domain.EventData{Level: level, Code: why}}); err != nil {
		return err
	}
	owner, _, err := w.ownerOf(ctx, *r)
	if err != nil {
		return err
	}
	m := domain.Message{Key: fmt.Sprintf("escalate:%d:%d", r.ID, level), Kind: sayWidened, PersonID: owner, RequestID: r.ID,
		Data: domain.MessageData{Level: level}}
	if err := w.say(ctx, m); err != nil {
		return err
	}
	if err := w.passUp(ctx, r, owner, level); err != nil {
		return err
	}
	killPoint("widen")
	return w.settle(ctx, r)
}

// passUp makes the owner of a wider level the owner. The new one has read so in the message that it was widened; the old one is
// told that it is no longer theirs.
func (w *work) passUp(ctx context.Context, r *domain.Request, owner domain.PersonID, level domain.Level) error {
	before := r.OwnerID
	if before == owner {
		return nil
	}
	if err := w.give(ctx, r, owner, "asked_wider", false); err != nil {
		return err
	}
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("escalate:%d:%d:was", r.ID, level), Kind: sayHandover, PersonID: before,
		RequestID: r.ID, Data: domain.MessageData{Code: "asked_wider", PersonID: owner, Given: []domain.RequestID{r.ID}}})
}

// onTheWay is for how long a mail that was handed to the mail server counts as under way when nobody has noted how it went: whoever
// sent it notes it at once, or has died, and then it goes out again within two minutes.
const onTheWay = 3 * time.Minute

// takeBackQueued withdraws invitations that nobody has been told of yet. One whose mail is under way stays, like those that have arrived.
func (w *work) takeBackQueued(ctx context.Context, r domain.Request, why string) error {
	all, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.State == domain.Queued && w.now.Sub(value(i.DeliveredAt)) >= onTheWay {
			if err := w.withdraw(ctx, &i, r, why); err != nil {
				return err
			}
		}
	}
	return nil
}

// fail records, once, that nobody was found in the district's time. The request goes on: open, owned and matched.
func (w *work) fail(ctx context.Context, r *domain.Request) error {
	r.FailedAt = &w.now
	if err := w.note(ctx, *r, domain.Event{Kind: evFailure}); err != nil {
		return err
	}
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return err
	}
	by := rules.Hours.Add(w.now, 4*time.Hour)
	data := domain.MessageData{By: &by, PersonID: r.OwnerID}
	m := domain.Message{Key: fmt.Sprintf("failure:%d:owner", r.ID), Kind: sayFailureOwner, PersonID: r.OwnerID, RequestID: r.ID, Data: data}
	if err := w.say(ctx, m); err != nil {
		return err
	}
	for _, id := range toldOf(*r, "everything") {
		m := domain.Message{Key: fmt.Sprintf("failure:%d:%d", r.ID, id), Kind: sayFailurePerson, PersonID: id, RequestID: r.ID, Data: data}
		if err := w.say(ctx, m); err != nil {
			return err
		}
	}
	return w.settle(ctx, r)
}

// askFirst acts on a request that waits for a word of its owner: one that goes at ten goes now; of the others the owner is
// reminded, every open day.
func (w *work) askFirst(ctx context.Context, r *domain.Request, rules escalation.Rules) error {
	if r.GoesOut == domain.AtTen && r.DuplicateOf == 0 {
		return w.letOut(ctx, r)
	}
	next := rules.Hours.NextAt(w.now, 9*time.Hour)
	r.AskFirstAt = &next
	if err := w.note(ctx, *r, domain.Event{Kind: evReminded, PersonID: r.OwnerID}); err != nil {
		return err
	}
	m := domain.Message{Key: fmt.Sprintf("remind:%d:%d", r.ID, r.Version), Kind: sayOwnerNew, PersonID: r.OwnerID, RequestID: r.ID,
		Data: domain.MessageData{Code: "waits_for_you"}}
	if err := w.say(ctx, m); err != nil {
		return err
	}
	return w.settle(ctx, r)
}

// letOut lets a request go out: its ladder begins now.
func (w *work) letOut(ctx context.Context, r *domain.Request) error {
	r.ApprovedAt, r.StartedAt, r.LevelSince, r.LevelUsed = &w.now, w.now, w.now, 0
	if w.by.Kind == domain.PersonActor {
		r.ApprovedBy = w.by.PersonID
	}
	if err := w.note(ctx, *r, domain.Event{Kind: evApproved}); err != nil {
		return err
	}
	return w.settle(ctx, r)
}

// wake begins to look for help for a request whose day has come near.
func (w *work) wake(ctx context.Context, r *domain.Request) error {
	r.Asleep, r.StartedAt, r.LevelSince, r.LevelUsed = false, w.now, w.now, 0
	if err := w.note(ctx, *r, domain.Event{Kind: evWoken}); err != nil {
		return err
	}
	return w.settle(ctx, r)
}

// release ends a hold: the ladder goes on with the time that it had left.
func (w *work) release(ctx context.Context, r *domain.Request) error {
	r.HoldUntil, r.HoldReason, r.LevelSince = nil, "", w.now
	if err := w.note(ctx, *r, domain.Event{Kind: evReleased}); err != nil {
		return err
	}
	return w.settle(ctx, r)
}

// missed is when nobody came while help was of use: the person is asked for a new time, and the owner sees it.
func (w *work) missed(ctx context.Context, r *domain.Request) error {
	r.MissedAt = &w.now
	if err := w.withdrawLive(ctx, *r, "time_changed"); err != nil {
		return err
	}
	if err := w.note(ctx, *r, domain.Event{Kind: evNewTime, PersonID: r.OwnerID}); err != nil {
		return err
	}
	messages := []domain.Message{{Key: fmt.Sprintf("missed:%d:%d:owner", r.ID, r.Version), Kind: sayOwnerNew, PersonID: r.OwnerID,
		RequestID: r.ID, Data: domain.MessageData{Code: "time_passed"}}}
	for _, id := range toldOf(*r, "everything") {
		messages = append(messages, domain.Message{Key: fmt.Sprintf("missed:%d:%d:%d", r.ID, r.Version, id), Kind: sayNewTime,
			PersonID: id, RequestID: r.ID, Data: domain.MessageData{At: &r.UsefulUntil}})
	}
	for _, m := range messages {
		if err := w.say(ctx, m); err != nil {
			return err
		}
	}
	return w.settle(ctx, r)
}

// review puts a request before its owner again. It is on their desk in any case; the step shows that it was not forgotten.
func (w *work) review(ctx context.Context, r *domain.Request) error {
	r.ReviewedAt = &w.now
	if err := w.note(ctx, *r, domain.Event{Kind: evReview, PersonID: r.OwnerID}); err != nil {
		return err
	}
	return w.settle(ctx, r)
}
