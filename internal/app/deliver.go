package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/notify"
)

// Bounds of delivery: how many messages are taken at a time, and how long a message waits before it is tried again.
const (
	deliverBatch = 20
	deliverMost  = 500
	againFirst   = time.Minute
	againMost    = 30 * time.Minute
	mailNews     = 10 * time.Minute // mail that was down for longer is worth telling the desk about
)

// DeliverOutbox sends what is due: mail by mail, calls and letters as tasks for the desk. Each message is claimed, sent and
// noted by itself; one that was sent when the process died is sent again with the same bytes. It returns how many went out.
func (a *App) DeliverOutbox(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	if err := a.mendMail(ctx, g); err != nil {
		return 0, err
	}
	did := 0
	var down error // why the mail server took nothing, once it has in this run: each of the others would wait for it as long
	for did < deliverMost {
		var batch []domain.Message
		err := a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
			batch, err = w.ClaimMessages(ctx, w.now, deliverBatch)
			return err
		})
		if err != nil || len(batch) == 0 {
			return did, err
		}
		killPoint("deliver.claimed")
		for _, m := range batch {
			if err := a.deliver(ctx, g, m, &down); err != nil {
				a.log.ErrorContext(ctx, "message could not be handled", "message_id", m.ID, "kind", m.Kind, "error", err)
			} else {
				did++
			}
		}
	}
	return did, nil
}

// mendMail asks a mail server that was down whether it is there again, so that people are invited again at once.
func (a *App) mendMail(ctx context.Context, g grant) error {
	w, err := a.read(ctx, g)
	if err != nil {
		return err
	}
	h, err := w.MailHealth(ctx)
	if err != nil || h.DownSince == nil {
		return err
	}
	if err := a.sender.Ready(ctx); err != nil {
		return nil // still down: the desk sees since when, and why
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error { return w.mailIsBack(ctx) })
}

// mailIsBack notes that mail goes out again and, after more than a few minutes, tells those who look after the district.
func (w *work) mailIsBack(ctx context.Context) error {
	since, err := w.MailWorked(ctx, w.now)
	if err != nil || since == nil {
		return err
	}
	if err := w.HurryMessages(ctx, w.now); err != nil || w.now.Sub(*since) < mailNews {
		return err
	}
	lost, err := w.MailLosses(ctx, *since, w.now)
	if err != nil {
		return err
	}
	for _, l := range lost {
		m := domain.Message{Key: fmt.Sprintf("mail_down:%d:%d", l.PersonID, since.Unix()), Kind: sayMailDown, PersonID: l.PersonID,
			Data: domain.MessageData{At: since, By: &w.now, Count: l.Void}}
		if err := w.say(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// deliver handles one claimed message. down is why mail does not go out, once that is known.
func (a *App) deliver(ctx context.Context, g grant, m domain.Message, down *error) error {
	var out outgoing
	err := a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		out = outgoing{}
		if !w.now.Before(value(m.ClaimedUntil)) {
			return nil // it took so long to get here that somebody else may have it
		}
		if err = w.setsOut(ctx, m); err != nil {
			return err
		}
		if out, err = w.compose(ctx, m); err != nil {
			return err
		}
		m.Data = out.data
		switch {
		case !out.wanted:
			m.State = "void"
			return w.SaveMessage(ctx, &m)
		case m.Channel != domain.ByEmail:
			return w.deliverByHand(ctx, &m)
		case out.pinned:
			return w.SaveMessage(ctx, &m)
		}
		return nil
	})
	if err != nil || !out.wanted || m.Channel != domain.ByEmail {
		return err
	}
	sent := *down
	if sent == nil {
		sent = a.sender.Send(ctx, out.mail)
	}
	if notify.Down(sent) {
		*down = sent
	}
	killPoint("deliver")
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error { return w.delivered(ctx, m, sent) })
	if err == nil {
		killPoint("deliver.committed")
	}
	return err
}

// setsOut notes on an invitation that its mail is about to be handed to the mail server: from now on somebody may have it, whether we
// live to hear so or not. When the ask is taken or ends, they are told as whoever has it for certain.
func (w *work) setsOut(ctx context.Context, m domain.Message) error {
	if !isInvitation(m) || m.Channel != domain.ByEmail {
		return nil
	}
	i, _, err := w.lockInvitation(ctx, m.InvitationID)
	if err != nil || i.State != domain.Queued || (m.Deadline != nil && !w.now.Before(*m.Deadline)) {
		return err // it will not go out
	}
	i.DeliveredAt = &w.now
	return w.SaveInvitation(ctx, &i)
}

// cameBack takes back what setsOut has noted, when the mail server has said at the first try that it does not take the mail.
func (w *work) cameBack(ctx context.Context, m domain.Message) error {
	if !isInvitation(m) || m.Attempts > 1 {
		return nil
	}
	i, _, err := w.lockInvitation(ctx, m.InvitationID)
	if err != nil || i.State != domain.Queued {
		return err
	}
	i.DeliveredAt = nil
	return w.SaveInvitation(ctx, &i)
}

// delivered notes how a mail went.
func (w *work) delivered(ctx context.Context, m domain.Message, sent error) error {
	switch {
	case sent == nil:
		m.State, m.SentAt, m.Error = "sent", &w.now, ""
		if err := w.mailIsBack(ctx); err != nil {
			return err
		}
		if err := w.SaveMessage(ctx, &m); err != nil {
			return err
		}
		return w.invitationWentOut(ctx, m)
	case notify.Bounced(sent):
		return w.bounced(ctx, m, sent)
	case notify.Down(sent):
		if err := w.MailFailed(ctx, w.now, sent.Error()); err != nil {
			return err
		}
		if isInvitation(m) {
			return w.void(ctx, m, "mail_down")
		}
	case notify.Refused(sent):
		if err := w.cameBack(ctx, m); err != nil {
			return err
		}
	}
	return w.later(ctx, m, sent)
}

// later puts a message back. Where the server was not reached nobody has it, and its words are made anew; else it may have
// arrived all the same, and the next try gives the same bytes.
func (w *work) later(ctx context.Context, m domain.Message, why error) error {
	due := w.now.Add(min(againFirst<<min(m.Attempts-1, 10), againMost))
	if m.Deadline != nil && due.After(*m.Deadline) {
		return w.void(ctx, m, "mail_down")
	}
	m.State, m.DueAt, m.Error = "queued", due, why.Error()
	if notify.Down(why) {
		m.FirstClaimedAt = nil
		unpin(&m)
	}
	return w.SaveMessage(ctx, &m)
}

func isInvitation(m domain.Message) bool { return m.Kind == sayInvitation || m.Kind == saySeriesCover }

// bounced gives up an address that does not exist: the person is reached another way from now on, and this message too. An
// invitation is not: somebody else is asked sooner than a call is made.
func (w *work) bounced(ctx context.Context, m domain.Message, why error) error {
	if m.FollowerID != 0 {
		return w.EraseFollower(ctx, m.FollowerID)
	}
	if err := w.MailBounced(ctx, m.PersonID, w.now); err != nil {
		return err
	}
	m.Error = why.Error()
	if isInvitation(m) {
		m.State = "bounced"
		return w.void(ctx, m, "bounced")
	}
	p, err := w.Person(ctx, m.PersonID)
	if err != nil {
		return err
	}
	m.Channel, m.State, m.DueAt, m.FirstClaimedAt = p.Reached(), "queued", w.now, nil
	if m.Kind == saySignIn {
		m.State = "bounced"
	}
	if err := w.SaveMessage(ctx, &m); err != nil || m.RequestID == 0 {
		return err
	}
	r, err := w.LockRequest(ctx, m.RequestID)
	if err != nil {
		return err
	}
	return w.note(ctx, r, domain.Event{Kind: evNotDelivered, PersonID: m.PersonID, Data: domain.EventData{Way: m.Channel}})
}

// void ends a message that will not go out, and the invitation that it carried: it counts as never asked.
func (w *work) void(ctx context.Context, m domain.Message, why string) error {
	if m.State != "bounced" {
		m.State = "void"
	}
	if !isInvitation(m) {
		return w.SaveMessage(ctx, &m)
	}
	i, r, err := w.lockInvitation(ctx, m.InvitationID)
	if err != nil {
		return err
	}
	if err := w.SaveMessage(ctx, &m); err != nil || i.State != domain.Queued {
		return err
	}
	i.State, i.EndedWhy, i.DeliveredAt = domain.Undelivered, why, nil
	if err := w.SaveInvitation(ctx, &i); err != nil {
		return err
	}
	if err := w.note(ctx, r, domain.Event{Kind: evUndelivered, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Code: why}}); err != nil {
		return err
	}
	r.FreedAt = &w.now
	return w.settle(ctx, &r)
}

// invitationWentOut begins the life of the invitation that a mail carried.
func (w *work) invitationWentOut(ctx context.Context, m domain.Message) error {
	if !isInvitation(m) {
		return nil
	}
	i, r, err := w.lockInvitation(ctx, m.InvitationID)
	if err != nil || i.State != domain.Queued {
		return err
	}
	if err := w.markDelivered(ctx, &i, r); err != nil {
		return err
	}
	if err := w.SaveInvitation(ctx, &i); err != nil {
		return err
	}
	if err := w.note(ctx, r, domain.Event{Kind: evDelivered, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Way: m.Channel, At: i.ExpiresAt}}); err != nil {
		return err
	}
	return w.settle(ctx, &r)
}

// deliverByHand turns a message into something for a person to do: a call or a letter, with an owner and a time.
func (w *work) deliverByHand(ctx context.Context, m *domain.Message) error {
	p, err := w.Person(ctx, m.PersonID)
	if err != nil {
		return err
	}
	rules, err := w.rules(ctx, m.DistrictID)
	if err != nil {
		return err
	}
	t := domain.Task{DistrictID: m.DistrictID, Kind: string(m.Channel), MessageID: m.ID, RequestID: m.RequestID, PersonID: m.PersonID,
		TownID: p.TownID, DueAt: rules.Hours.NextOpen(w.now), CreatedAt: w.now, State: "open"}
	if t.OwnerID, err = w.taskOwner(ctx, *m, p); err != nil {
		return err
	}
	if err := w.tellOfTask(ctx, t, m.Channel); err != nil {
		return err
	}
	if isInvitation(*m) {
		if err := w.callBegins(ctx, *m); err != nil {
			return err
		}
	}
	m.State, m.SentAt = "sent", &w.now
	if err := w.SaveMessage(ctx, m); err != nil {
		return err
	}
	return w.AddTask(ctx, &t)
}

// tellOfTask tells the owner of an ask of what there is to do by hand, if they did not know that the ask is theirs.
func (w *work) tellOfTask(ctx context.Context, t domain.Task, way domain.Way) error {
	if t.RequestID == 0 || t.OwnerID == t.PersonID {
		return nil
	}
	r, err := w.Request(ctx, t.RequestID)
	if err != nil || r.OwnerID != t.OwnerID {
		return err
	}
	return w.tellToRing(ctx, r, way)
}

// callBegins sets until when somebody must have rung: after that the place is free for another.
func (w *work) callBegins(ctx context.Context, m domain.Message) error {
	i, r, err := w.lockInvitation(ctx, m.InvitationID)
	if err != nil || i.State != domain.Queued {
		return err
	}
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return err
	}
	ends := answerBy(rules, r, i, w.now)
	i.ExpiresAt = &ends
	if err := w.SaveInvitation(ctx, &i); err != nil {
		return err
	}
	return w.settle(ctx, &r)
}

// taskOwner is who makes a call or posts a letter: the owner of the request that it is about, else the desk where they live.
func (w *work) taskOwner(ctx context.Context, m domain.Message, p domain.Person) (domain.PersonID, error) {
	spot := domain.Spot{DistrictID: p.DistrictID, TownID: p.TownID, StreetID: p.StreetID}
	r := domain.Request{DistrictID: p.DistrictID, TownID: spot.TownID, Level: domain.AtTown}
	if m.RequestID != 0 {
		asked, err := w.Request(ctx, m.RequestID)
		if err != nil {
			return 0, err
		}
		if asked.OwnerID != 0 && asked.OwnerID != m.PersonID {
			return asked.OwnerID, nil
		}
		r.TownID = asked.TownID
	}
	owner, _, err := w.ownerOf(ctx, r)
	return owner, err
}
