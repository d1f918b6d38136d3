package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/postgres"
)

// clock does in a story what AdvanceRequests and MatchDue do with a request.
func (s *story) clock(ctx context.Context, action escalation.Action) error {
	switch action {
	case escalation.Plan:
		s.plan()
	case escalation.ExpireInvitation:
		s.expire()
	case escalation.Widen:
		return s.widen(ctx)
	case escalation.AskFirst:
		s.askFirst()
	case escalation.Wake:
		s.r.Asleep, s.r.StartedAt, s.r.LevelSince, s.r.LevelUsed = false, s.now, s.now, 0
		s.note(domain.Event{Kind: evWoken})
	case escalation.EndHold:
		s.r.HoldUntil, s.r.HoldReason, s.r.LevelSince = nil, "", s.now
		s.note(domain.Event{Kind: evReleased})
	case escalation.NewTime:
		s.missed()
	case escalation.Review:
		s.r.ReviewedAt = ptr(s.now)
		s.note(domain.Event{Kind: evReview, PersonID: s.r.OwnerID})
	case escalation.SupportFailure:
		s.fail()
	case escalation.Reopen:
		s.lookAgain("silence")
	default:
		return s.visitStep(action)
	}
	return nil
}

// visitStep does what the clock does around a visit.
func (s *story) visitStep(action escalation.Action) error {
	i := s.helper()
	if i == nil {
		return fmt.Errorf("%s, but nobody goes", action)
	}
	tell := func(kind, ev string) {
		s.say(domain.Message{Key: fmt.Sprintf("%s:%d", kind, i.ID), Kind: kind, PersonID: i.PersonID, InvitationID: i.ID})
		s.note(domain.Event{Kind: ev, PersonID: i.PersonID, InvitationID: i.ID})
	}
	switch action {
	case escalation.NudgeHelper:
		s.r.NudgedAt = ptr(s.now)
		tell(sayVisitReminder, evNudged)
	case escalation.HomeSafe:
		s.r.HomeAskedAt = ptr(s.now)
		tell(sayHomeSafe, evHomeAsked)
	case escalation.AskAfter:
		s.r.AfterAskedAt = ptr(s.now)
		tell(sayAfterHelper, evAfterAsked)
		for _, id := range toldOf(s.r, "everything") {
			s.say(domain.Message{Key: fmt.Sprintf("after:%d:%d", i.ID, id), Kind: sayAfterPerson, PersonID: id, Data: domain.MessageData{PersonID: i.PersonID}})
		}
	case escalation.Ring:
		s.r.RungAt = ptr(s.now)
		s.tasks = append(s.tasks, &domain.Task{DistrictID: s.r.DistrictID, Kind: "call", RequestID: s.r.ID, PersonID: i.PersonID,
			OwnerID: s.r.OwnerID, TownID: s.r.TownID, DueAt: s.now, CreatedAt: s.now, State: "open"})
		s.note(domain.Event{Kind: evRing, PersonID: i.PersonID, InvitationID: i.ID})
	default:
		return fmt.Errorf("no way to do %q", action)
	}
	return nil
}

// helper returns the invitation of whoever said yes, or nil.
func (s *story) helper() *domain.Invitation {
	n := slices.IndexFunc(s.all, func(i *domain.Invitation) bool { return i.State == domain.Accepted })
	if n < 0 {
		return nil
	}
	return s.all[n]
}

// plan asks as many as the policy allows at this time.
func (s *story) plan() {
	s.r.PlannedAt = ptr(s.now)
	may := s.b.rules.FanOut(ladder(s.r), s.now)
	s.r.FanOut = max(s.r.FanOut, may)
	for live := len(s.waiting()); live < may; live++ {
		p := s.pick()
		if p.helper < 0 {
			if p.nobody && !s.r.Nobody && live == 0 {
				s.note(domain.Event{Kind: evNobody, Data: domain.EventData{Level: s.r.Level}})
			}
			s.r.Nobody = p.nobody
			return
		}
		s.r.Nobody = false
		s.invite(p)
	}
}

// invite puts the ask to a volunteer, and lets them answer as the demo says.
func (s *story) invite(p picked) {
	h := s.b.helpers[p.helper]
	way := h.person.Reached()
	i := s.invitation(p, h)
	i.Kind, i.Channel, i.State = domain.ByMatching, string(way), domain.Queued
	s.b.asked[tally{p.helper, "day", i.AskedOn}]++
	s.b.asked[tally{p.helper, "week", mondayOf(s.now, s.zone())}]++
	s.note(domain.Event{Kind: evAsked, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Way: way}})
	kind := sayInvitation
	if s.r.SeriesID != 0 {
		kind = saySeriesCover
	}
	s.say(domain.Message{Key: fmt.Sprintf("invitation:%d", i.ID), Kind: kind, PersonID: i.PersonID, InvitationID: i.ID, Deadline: ptr(s.r.UsefulUntil)})
	ends := answerBy(s.b.rules, s.r, *i, s.now)
	i.ExpiresAt = &ends
	if way == domain.ByEmail {
		i.State, i.DeliveredAt = domain.Delivered, ptr(s.now)
		s.note(domain.Event{Kind: evDelivered, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Way: way, At: &ends}})
	}
	if s.replies >= len(s.ask.Replies) {
		return
	}
	reply := s.ask.Replies[s.replies]
	s.replies++
	s.plans(timeOf(reply, s.now), "helper", i.PersonID, func(context.Context) error { s.answer(i, reply); return nil })
}

func timeOf(reply DemoReply, from time.Time) time.Time {
	if reply.At.IsZero() {
		return from.Add(reply.After)
	}
	return reply.At
}

// invitation makes the row of an invitation.
func (s *story) invitation(p picked, h demoHelper) *domain.Invitation {
	place := 1
	for slices.ContainsFunc(s.waiting(), func(i domain.Invitation) bool { return i.Place == place }) {
		place++
	}
	i := &domain.Invitation{
		DistrictID: s.r.DistrictID, ID: domain.InvitationID(len(s.b.invites) + 1), RequestID: s.r.ID, PersonID: personOf(h.n), Overrides: []string{},
		Place: place, Level: s.r.Level, Scope: p.scope, Metres: p.metres, Cost: int64(p.metres),
		Reasons: domain.Reasons{Scope: p.scope, Metres: p.metres, Skills: s.r.Skills, Slot: p.slot}, VisitAt: p.start, VisitEndsAt: p.end,
		Week: mondayOf(p.start, s.zone()), AskedOn: dateOf(s.now, s.zone()), QueuedAt: s.now,
	}
	s.b.booked[tally{p.helper, "visits", i.Week}]++
	s.b.invites, s.all = append(s.b.invites, i), append(s.all, i)
	return i
}

// answer is what a volunteer says to "Can you help?".
func (s *story) answer(i *domain.Invitation, reply DemoReply) {
	if !i.State.Live() || s.r.State != domain.Open {
		return
	}
	s.rung(i)
	switch reply.Answer {
	case SaysYes:
		s.accept(i)
	case SaysNotThisTime, SaysNotThisWeek:
		i.State, i.AnsweredAt, i.EndedWhy = domain.Declined, ptr(s.now), reply.Answer
		s.note(domain.Event{Kind: evDeclined, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Code: reply.Answer}})
		s.r.FreedAt, s.r.Nobody = ptr(s.now), false
	case "hold":
		until := s.now.Add(holdFor)
		i.State, i.HeldUntil, i.DeliveredAt = domain.Held, &until, ptr(i.QueuedAt)
		s.note(domain.Event{Kind: evHeld, PersonID: i.PersonID, InvitationID: i.ID})
	}
}

// rung notes that the call that carried an invitation was made.
func (s *story) rung(i *domain.Invitation) {
	for _, t := range s.tasks {
		if i.Channel != "email" && t.PersonID == i.PersonID && t.State == "open" {
			s.done(t, s.now)
		}
	}
}

// asUsual gives a visit of a series to its regular helper when their week has room.
func (s *story) asUsual() error {
	x := s.b.town.Series[s.ask.Series-1]
	n := slices.IndexFunc(s.b.helpers, func(h demoHelper) bool { return h.n == x.Helper })
	if n < 0 {
		return fmt.Errorf("the regular helper is no volunteer")
	}
	h := s.b.helpers[n]
	here := s.b.spots[s.r.StreetID]
	p := picked{helper: n, scope: scopeOf(here, h.street), start: s.r.WantedFrom, end: s.r.WantedFrom.Add(time.Duration(s.r.Minutes) * time.Minute)}
	if s.b.booked[tally{n, "visits", mondayOf(p.start, s.zone())}] >= h.give.Capacity {
		return nil
	}
	i := s.invitation(p, h)
	i.Kind, i.Channel, i.State, i.DeliveredAt = domain.ByRegular, string(h.person.Reached()), domain.Delivered, ptr(s.now)
	i.Overrides = []string{"reach", "distance", "time", "budget"}
	s.accept(i)
	return nil
}

// accept makes a volunteer the helper, as AnswerInvitation does, and lets them do what the demo says.
func (s *story) accept(i *domain.Invitation) {
	for _, other := range s.all {
		if other != i && other.State.Live() {
			s.withdraw(other, "another_accepted")
		}
	}
	i.State, i.AnsweredAt = domain.Accepted, ptr(s.now)
	if i.DeliveredAt == nil {
		i.DeliveredAt = ptr(s.now)
	}
	beginVisit(&s.r, *i)
	s.note(domain.Event{Kind: evAccepted, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{At: &i.VisitAt}})
	s.say(domain.Message{Key: fmt.Sprintf("visit:%d", i.ID), Kind: sayVisit, PersonID: i.PersonID, InvitationID: i.ID})
	for _, id := range toldOf(s.r, "that_help_came") {
		s.say(domain.Message{Key: fmt.Sprintf("coming:%d:%d", i.ID, id), Kind: sayHelperComing, PersonID: id,
			Data: domain.MessageData{PersonID: i.PersonID, At: &i.VisitAt}})
	}
	if i.Kind != domain.ByRegular {
		s.note(domain.Event{Kind: evShown, PersonID: i.PersonID, InvitationID: i.ID})
		s.b.rows.Reveals = append(s.b.rows.Reveals, domain.Reveal{DistrictID: s.r.DistrictID, ViewerID: i.PersonID, PersonID: s.r.PersonID,
			RequestID: s.r.ID, What: "visit", At: s.now})
	}
	s.afterYes(i)
}

// afterYes puts on the list what the helper will do: hand it back, or go, come home, and say how it went.
func (s *story) afterYes(i *domain.Invitation) {
	still := func(do func()) func(context.Context) error {
		return func(context.Context) error {
			if i.State == domain.Accepted && s.r.State == domain.Assigned {
				do()
			}
			return nil
		}
	}
	if s.replies < len(s.ask.Replies) && s.ask.Replies[s.replies].Answer == "hand_back" {
		reply := s.ask.Replies[s.replies]
		s.replies++
		s.plans(timeOf(reply, s.now), "helper", i.PersonID, still(func() { s.lookAgain("handed_back") }))
		return
	}
	if s.r.GoesInside {
		s.plans(i.VisitEndsAt.Add(12*time.Minute), "helper", i.PersonID, still(func() {
			s.r.HomeSafeAt = ptr(s.now)
			s.note(domain.Event{Kind: evHomeSafe, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Code: "home_safe"}})
		}))
	}
	if s.ask.Says != "" {
		s.plans(i.VisitEndsAt.Add(max(s.ask.SaysAfter, 15*time.Minute)), "helper", i.PersonID, still(func() { s.says(i) }))
	}
}

// says is what the helper tells after the visit.
func (s *story) says(i *domain.Invitation) {
	s.r.HelperSaid = s.ask.Says
	s.note(domain.Event{Kind: evHelperSaid, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Code: s.ask.Says}})
	if s.ask.Says == "could_not" {
		s.lookAgain("handed_back")
		return
	}
	s.end(domain.Helped, "")
}

// expire ends what nobody answered in time.
func (s *story) expire() {
	for _, i := range s.all {
		ends := deadline(*i)
		if !i.State.Live() || ends.IsZero() || ends.After(s.now) {
			continue
		}
		kind := evExpired
		rung := i.State != domain.Queued
		i.State, i.EndedWhy = domain.Expired, "silence"
		if !rung {
			kind, i.State, i.EndedWhy = evUndelivered, domain.Undelivered, "not_rung"
			s.voidCall(i)
		}
		s.note(domain.Event{Kind: kind, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Code: i.EndedWhy}})
	}
	s.r.FreedAt = ptr(s.now)
}

// voidCall puts away a call that is of no use any more.
func (s *story) voidCall(i *domain.Invitation) {
	for _, t := range s.tasks {
		if t.PersonID == i.PersonID && t.State == "open" {
			t.State = "void"
		}
	}
}

// withdraw takes a live invitation back; whoever had it in their hands is thanked.
func (s *story) withdraw(i *domain.Invitation, why string) {
	had := i.DeliveredAt != nil
	i.State, i.EndedWhy = domain.InvitationWithdrawn, why
	s.voidCall(i)
	s.note(domain.Event{Kind: evWithdrawn, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Code: why}})
	if had {
		s.say(domain.Message{Key: fmt.Sprintf("closed:%d", i.ID), Kind: sayInvitationClosed, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.MessageData{Code: why}})
	}
}

// widen takes the ask to the next level.
func (s *story) widen(ctx context.Context) error {
	why := whyWidened(s.b.rules, s.r, s.now)
	for _, i := range s.all {
		if i.State == domain.Queued {
			s.withdraw(i, "asked_wider")
		}
	}
	s.r.Level, s.r.LevelSince, s.r.LevelUsed, s.r.Nobody, s.r.PlannedAt = s.r.Level+1, s.now, 0, false, nil
	s.b.rows.Escalations = append(s.b.rows.Escalations, postgres.DemoEscalation{DistrictID: s.r.DistrictID, RequestID: s.r.ID, Level: s.r.Level, At: s.now, Why: why})
	s.note(domain.Event{Kind: evWidened, Data: domain.EventData{Level: s.r.Level, Code: why}})
	o, err := s.b.owner(ctx, s.r)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("escalate:%d:%d", s.r.ID, s.r.Level)
	before := s.r.OwnerID
	s.say(domain.Message{Key: key, Kind: sayWidened, PersonID: o.id, Data: domain.MessageData{Level: s.r.Level}})
	if o.id == before {
		return nil
	}
	s.r.OwnerID, s.r.OwnerSince = o.id, s.now
	s.note(domain.Event{Kind: evOwner, PersonID: o.id, Data: domain.EventData{Code: "asked_wider"}})
	s.say(domain.Message{Key: key + ":was", Kind: sayHandover, PersonID: before,
		Data: domain.MessageData{Code: "asked_wider", PersonID: o.id, Given: []domain.RequestID{s.r.ID}}})
	return nil
}

// fail records that nobody was found in the district's time.
func (s *story) fail() {
	s.r.FailedAt = ptr(s.now)
	s.note(domain.Event{Kind: evFailure})
	by := s.b.rules.Hours.Add(s.now, 4*time.Hour)
	data := domain.MessageData{By: &by, PersonID: s.r.OwnerID}
	s.say(domain.Message{Key: fmt.Sprintf("failure:%d:owner", s.r.ID), Kind: sayFailureOwner, PersonID: s.r.OwnerID, Data: data})
	for _, id := range toldOf(s.r, "everything") {
		s.say(domain.Message{Key: fmt.Sprintf("failure:%d:%d", s.r.ID, id), Kind: sayFailurePerson, PersonID: id, Data: data})
	}
}

// askFirst lets an ask out at ten, or reminds its owner.
func (s *story) askFirst() {
	if s.r.GoesOut == domain.AtTen && s.r.DuplicateOf == 0 {
		s.letOut(0)
		return
	}
	s.r.AskFirstAt = ptr(s.b.rules.Hours.NextAt(s.now, 9*time.Hour))
	s.note(domain.Event{Kind: evReminded, PersonID: s.r.OwnerID})
}

func (s *story) letOut(by domain.PersonID) {
	s.r.ApprovedAt, s.r.ApprovedBy, s.r.StartedAt, s.r.LevelSince, s.r.LevelUsed = ptr(s.now), by, s.now, s.now, 0
	s.note(domain.Event{Kind: evApproved})
}

// hold stops the clock for a while.
func (s *story) hold() {
	if s.r.State != domain.Open {
		return
	}
	s.r.LevelUsed += int(s.b.rules.Hours.Between(s.r.LevelSince, s.now) / time.Second)
	s.r.HoldReason, s.r.HoldUntil = s.ask.HoldReason, ptr(s.ask.HeldUntil)
	for _, i := range s.all {
		if i.State == domain.Queued {
			s.withdraw(i, "held_by_owner")
		}
	}
	s.note(domain.Event{Kind: evPaused, Data: domain.EventData{At: s.r.HoldUntil}})
}

// missed is when nobody came while help was of use.
func (s *story) missed() {
	s.r.MissedAt = ptr(s.now)
	for _, i := range s.all {
		if i.State.Live() {
			s.withdraw(i, "time_changed")
		}
	}
	s.note(domain.Event{Kind: evNewTime, PersonID: s.r.OwnerID})
	for _, id := range toldOf(s.r, "everything") {
		s.say(domain.Message{Key: fmt.Sprintf("missed:%d:%d:%d", s.r.ID, s.r.Version, id), Kind: sayNewTime, PersonID: id, Data: domain.MessageData{At: ptr(s.r.UsefulUntil)}})
	}
}

// lookAgain takes the visit away from its helper, and looks for another.
func (s *story) lookAgain(why string) {
	i := s.helper()
	i.State, i.EndedWhy = domain.InvitationWithdrawn, why
	if why != "handed_back" {
		s.say(domain.Message{Key: fmt.Sprintf("off:%d", i.ID), Kind: sayVisitOff, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.MessageData{At: &i.VisitAt}})
	}
	(&work{now: s.now}).reopen(&s.r)
	s.r.Version++
	s.r.DoorWords = domain.DoorWords(s.ask.DoorSeed + uint64(s.r.Version)) // the same for the same seed
	s.note(domain.Event{Kind: evHandedBack, PersonID: i.PersonID, Data: domain.EventData{Code: why}})
	for _, id := range toldOf(s.r, "everything") {
		s.say(domain.Message{Key: fmt.Sprintf("changed:%d:%d:%d", s.r.ID, s.r.Version, id), Kind: sayHelperChanged, PersonID: id, Data: domain.MessageData{PersonID: i.PersonID}})
	}
}

// end closes the ask.
func (s *story) end(ending domain.Ending, words string) {
	if s.r.State == domain.Closed {
		return
	}
	helped := s.r.State == domain.Assigned && ending == domain.Helped
	for _, i := range s.all {
		switch {
		case i.State.Live():
			s.withdraw(i, "request_ended")
		case i.State == domain.Accepted && !helped:
			i.State, i.EndedWhy = domain.InvitationWithdrawn, "request_ended"
			s.say(domain.Message{Key: fmt.Sprintf("off:%d", i.ID), Kind: sayVisitOff, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.MessageData{At: &i.VisitAt}})
		}
	}
	keep := dateOf(s.now, s.zone()).AddDate(keepRequestYears, 0, 0)
	s.r.State, s.r.Ending, s.r.EndingNote, s.r.ClosedAt, s.r.ClosedBy, s.r.KeepUntil = domain.Closed, ending, words, ptr(s.now), s.by, &keep
	s.note(domain.Event{Kind: evEnded, Data: domain.EventData{Code: string(ending)}})
	if n := len(s.b.rows.Secrets); n > 0 && s.b.rows.Secrets[n-1].RequestID == s.r.ID {
		s.b.rows.Secrets[n-1].KeepUntil = ptr(dateOf(s.now, s.zone()).AddDate(0, 0, keepSecretDays))
	}
	if ending == domain.Died || ending == domain.Mistake {
		return
	}
	for _, id := range toldOf(s.r, "that_help_came") {
		s.say(domain.Message{Key: fmt.Sprintf("ended:%d:%d", s.r.ID, id), Kind: sayEnded, PersonID: id, Data: domain.MessageData{Code: string(ending)}})
	}
}
