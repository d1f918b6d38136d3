package app

import (
	"context"
	"fmt"
	"math/bits"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/words"
)

// An answer to "Can you help?".
const (
	SaysYes         = "yes"
	SaysNotThisTime = "not_this_time"
	SaysNotThisWeek = "not_this_week"
)

// holdFor is how long a first tap keeps the place.
const holdFor = 10 * time.Minute

// mostAtOnce is how many places a request has at most.
const mostAtOnce = 3

// InvitationView is what a volunteer sees of an ask before yes: no surname, address or phone, and for a private kind of
// help neither name nor street.
type InvitationView struct {
	InvitationID   domain.InvitationID
	State          domain.InvitationState
	Open           bool   // an answer still counts
	Late           string // kind words when it does not
	SaidNo         bool   // the reader said no, or yes and then gave it back
	FirstName      string
	HelperName     string // the reader's own first name
	StreetName     string
	NeedName       string
	Question       string // "collect a prescription for Joan"
	VisitAt        time.Time
	When           string
	HowFar         string // "six minutes’ walk from you"; "" when it is private
	Way            string // the same beside a drawing of the two ends: "six minutes’ walk"
	HowLong        string
	Notes          string
	AnswerBy       time.Time
	Private        bool
	VisitToken     string // once they have said yes
	OwnerFirstName string
	Phone          string
	TownName       string
}

// Invitation shows one "Can you help?" to the volunteer who was asked.
func (a *App) Invitation(ctx context.Context, actor domain.Actor) (InvitationView, error) {
	g, err := a.authorise(ctx, actor, domain.AnswerAsked, a.onInvitation(actor.InvitationID))
	if err != nil {
		return InvitationView{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return InvitationView{}, err
	}
	i, err := w.Invitation(ctx, actor.InvitationID)
	if err == nil {
		i, err = w.newestOf(ctx, i)
	}
	if err != nil {
		return InvitationView{}, err
	}
	r, err := w.Request(ctx, i.RequestID)
	if err != nil {
		return InvitationView{}, err
	}
	return w.invitationView(ctx, i, r)
}

// onInvitation finds whose an invitation is.
func (a *App) onInvitation(id domain.InvitationID) target {
	return func(ctx context.Context) (domain.Target, error) {
		t, err := a.db.Store().InvitationTarget(ctx, id)
		if domain.KindOf(err) == domain.NotFound {
			return domain.Target{InvitationID: id}, nil
		}
		t.RequestID = 0 // the link is for the invitation, and says nothing of the request
		return t, err
	}
}

func (w *work) invitationView(ctx context.Context, i domain.Invitation, r domain.Request) (InvitationView, error) {
	f, err := w.faces(ctx, r)
	if err != nil {
		return InvitationView{}, err
	}
	v := InvitationView{
		InvitationID: i.ID, State: i.State, HelperName: i.FirstName, NeedName: w.lang.Say(f.need.Name), VisitAt: i.VisitAt,
		When: w.lang.Period(i.VisitAt, i.VisitEndsAt, w.now, w.app.zone), HowLong: SayMinutes(w.lang, r.Minutes),
		AnswerBy: deadline(i), Private: r.Private, OwnerFirstName: f.owner.FirstName, Phone: f.door.Phone, TownName: f.door.Name,
	}
	v.Open, v.Late = w.stillOpen(i, r)
	v.SaidNo = i.State == domain.Declined || gaveBack(i)
	name := w.lang.Say("a neighbour")
	if !r.Private {
		v.FirstName, v.StreetName, v.Notes = f.person.FirstName, f.street.Name, r.Notes
		v.HowFar, v.Way = sayDistance(w.lang, i.Metres), sayWay(w.lang, i.Metres)
		name = v.FirstName
	}
	v.Question = askedAs(w.lang, f.need, name)
	if i.State == domain.Accepted {
		v.VisitToken = domain.Seal(w.app.secret, visitClaim(i))
	}
	return v, nil
}

// stillOpen reports whether an answer to an invitation counts, or else the kind words that are shown. Somebody who did not
// answer in time may still say yes while nobody else has.
func (w *work) stillOpen(i domain.Invitation, r domain.Request) (bool, string) {
	switch {
	case i.State == domain.Accepted:
		return false, w.lang.Say("Thank you. You said yes to this.")
	case r.State == domain.Closed:
		return false, w.lang.Say("Thank you. This has been settled.")
	case gaveBack(i) && r.State == domain.Open:
		return false, w.lang.Say("You gave this back. We look for somebody else.")
	case gaveBack(i):
		return false, w.lang.Say("You gave this back, and someone else is going.")
	case r.State != domain.Open, i.State == domain.InvitationWithdrawn && i.EndedWhy == "another_accepted":
		return false, w.lang.Say("Thank you, someone is going.")
	case i.State == domain.Declined:
		return false, w.lang.Say("Thank you for telling us that you can’t this time.")
	case i.State == domain.InvitationWithdrawn:
		return false, w.lang.Say(withdrawnWords(i.EndedWhy))
	case !w.now.Before(r.UsefulUntil):
		return false, w.lang.Say("Thank you. The time for this has passed.")
	}
	return true, ""
}

// gaveBack reports whether somebody said yes, and then that they cannot go.
func gaveBack(i domain.Invitation) bool {
	return i.State == domain.InvitationWithdrawn && i.EndedWhy == "handed_back"
}

// withdrawnWords say why a question was taken back of a request that still looks for help, as far as whoever was asked may know it.
func withdrawnWords(why string) string {
	switch why {
	case "time_changed":
		return words.Later("Thank you. The time for this has changed, so this is off.")
	case "silence":
		return words.Later("We had not heard from you, so we look for somebody else.")
	}
	return words.Later("Thank you. You need not do this one after all.")
}

// HoldInvitation keeps the place for ten minutes from the first tap, so that it is not given away while somebody decides.
func (a *App) HoldInvitation(ctx context.Context, actor domain.Actor) error {
	g, err := a.authorise(ctx, actor, domain.AnswerAsked, a.onInvitation(actor.InvitationID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		i, r, err := w.lockAsked(ctx, actor.InvitationID)
		if err != nil || r.State != domain.Open || (i.State != domain.Delivered && i.State != domain.Queued) {
			return err
		}
		if i.State == domain.Queued { // the answer overtook the note that the message went out
			if err := w.markDelivered(ctx, &i, r); err != nil {
				return err
			}
		}
		until := w.now.Add(holdFor)
		i.State, i.HeldUntil = domain.Held, &until
		if err := w.SaveInvitation(ctx, &i); err != nil {
			return err
		}
		if err := w.note(ctx, r, domain.Event{Kind: evHeld, PersonID: i.PersonID, InvitationID: i.ID}); err != nil {
			return err
		}
		return w.settle(ctx, &r)
	})
}

// Answered is what an answer came to.
type Answered struct {
	Yes        bool   // they are going
	VisitToken string // opens the visit page
	Words      string
}

// AnswerInvitation takes a volunteer's answer. The first yes wins; whoever comes second is thanked, and nothing else changes.
func (a *App) AnswerInvitation(ctx context.Context, actor domain.Actor, answer string) (Answered, error) {
	g, err := a.authorise(ctx, actor, domain.AnswerAsked, a.onInvitation(actor.InvitationID))
	if err != nil {
		return Answered{}, err
	}
	var out Answered
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		out, err = w.answer(ctx, actor.InvitationID, answer)
		return err
	})
	if err == nil {
		killPoint("answer.committed")
	}
	return out, err
}

// answer takes an answer, whoever wrote it down: the volunteer by a link, or a call-taker who asked them.
func (w *work) answer(ctx context.Context, id domain.InvitationID, answer string) (Answered, error) {
	i, r, err := w.lockAsked(ctx, id)
	if err != nil {
		return Answered{}, err
	}
	if open, late := w.stillOpen(i, r); !open {
		out := Answered{Words: late, Yes: i.State == domain.Accepted}
		if out.Yes {
			out.VisitToken = domain.Seal(w.app.secret, visitClaim(i))
		}
		return out, nil
	}
	switch answer {
	case SaysYes:
		if i, err = w.inTime(ctx, i, &r); err != nil {
			return Answered{}, err
		}
		err = w.accept(ctx, &i, &r)
		return Answered{Yes: true, VisitToken: domain.Seal(w.app.secret, visitClaim(i)), Words: w.lang.Say("Thank you. You are going.")}, err
	case SaysNotThisTime, SaysNotThisWeek:
		return Answered{Words: w.lang.Say("Thank you for telling us. Saying no is fine.")}, w.decline(ctx, &i, &r, answer)
	}
	return Answered{}, domain.Errorf(domain.Invalid, "answer", "Please say yes, not this time, or not this week.")
}

// lockInvitation locks a request and the volunteer of one of its invitations, and reads that: in the order in which everything is locked,
// before the week of the volunteer.
func (w *work) lockInvitation(ctx context.Context, id domain.InvitationID) (domain.Invitation, domain.Request, error) {
	t, err := w.InvitationTarget(ctx, id)
	if err != nil {
		return domain.Invitation{}, domain.Request{}, err
	}
	r, err := w.LockRequest(ctx, t.RequestID)
	if err != nil {
		return domain.Invitation{}, domain.Request{}, err
	}
	if _, err := w.LockVolunteer(ctx, t.PersonID); err != nil {
		return domain.Invitation{}, domain.Request{}, err
	}
	i, err := w.Invitation(ctx, id)
	return i, r, err
}

// lockAsked is lockInvitation for whoever answers: by the link of an old message too they answer what they were asked last.
func (w *work) lockAsked(ctx context.Context, id domain.InvitationID) (domain.Invitation, domain.Request, error) {
	i, r, err := w.lockInvitation(ctx, id)
	if err == nil {
		i, err = w.newestOf(ctx, i)
	}
	return i, r, err
}

// newestOf is an invitation, or where that is over the newest to the same volunteer for the same request: how things stand for them.
func (w *work) newestOf(ctx context.Context, i domain.Invitation) (domain.Invitation, error) {
	if i.State.Live() {
		return i, nil
	}
	all, err := w.Invitations(ctx, i.RequestID)
	for _, other := range all {
		if other.PersonID == i.PersonID && other.ID > i.ID {
			i = other
		}
	}
	return i, err
}

// inTime readies an invitation for a yes. One that ended in silence is made anew; and when the time that it named has begun, the
// visit is at the next time that suits both.
func (w *work) inTime(ctx context.Context, i domain.Invitation, r *domain.Request) (domain.Invitation, error) {
	live, week := i.State.Live(), i.Week
	if !i.VisitAt.After(w.now) {
		if err := w.nextVisit(ctx, &i, *r); err != nil {
			return i, err
		}
	}
	if live && i.Week.Equal(week) {
		return i, nil
	}
	if live { // the place in the old week is given back; the yes takes one in the new
		old := i
		if err := w.withdrawQuietly(ctx, &old, *r, "time_changed"); err != nil {
			return i, err
		}
	}
	return w.askAgain(ctx, i, r)
}

// nextVisit puts a visit at the next time that suits both, or, where no such time is left, as soon as somebody can be there.
func (w *work) nextVisit(ctx context.Context, i *domain.Invitation, r domain.Request) error {
	v, err := w.Volunteer(ctx, i.PersonID, w.today())
	if err != nil {
		return err
	}
	today := w.now.In(w.app.zone).Weekday()
	slots := domain.SlotsBetween(w.now, r.UsefulUntil, w.now, w.app.zone) & v.Availability.Rotate(today) & r.Slots.Rotate(today)
	if slots == 0 {
		slots = 1 // today, as soon as may be
	}
	i.VisitAt, i.VisitEndsAt = visitTimes(r, domain.Slot(bits.TrailingZeros32(slots)), w.now, w.now.In(w.app.zone))
	i.Week = dateOf(domain.ISOWeek(i.VisitAt, w.app.zone), w.app.zone)
	return nil
}

// withdrawQuietly is withdraw for one that makes way for another to the same volunteer, who hears of that instead: the two count as
// one ask, so this one as never delivered.
func (w *work) withdrawQuietly(ctx context.Context, i *domain.Invitation, r domain.Request, why string) error {
	i.DeliveredAt = nil
	return w.withdraw(ctx, i, r, why)
}

// askAgain makes a new invitation for somebody who says yes after all: the old one stays what it was, and the budget is not asked
// again.
func (w *work) askAgain(ctx context.Context, old domain.Invitation, r *domain.Request) (domain.Invitation, error) {
	place, err := w.freePlace(ctx, r)
	if err != nil {
		return old, err
	}
	i := old
	i.ID, i.State, i.Place, i.EndedWhy, i.AnsweredAt = 0, domain.Delivered, place, "", nil
	i.Overrides, i.QueuedAt, i.DeliveredAt = append([]string{}, "budget", "time"), w.now, &w.now
	i.AskedOn = w.today()
	return i, w.weekInWords(w.AddInvitation(ctx, &i), i)
}

// freePlace finds a place of a request that nobody holds. When all are held, one more is made while the policy's most, three,
// allows: a yes that is there is worth more than one that may come.
func (w *work) freePlace(ctx context.Context, r *domain.Request) (int, error) {
	all, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return 0, err
	}
	switch p := nextPlace(waiting(all), mostAtOnce); {
	case p == 0:
		return 0, domain.Errorf(domain.Conflict, "", "Three people are being asked already. Please wait for an answer before you ask another.")
	case p > r.FanOut:
		r.FanOut = p
		return p, w.SaveRequest(ctx, r)
	default:
		return p, nil
	}
}

// accept makes a volunteer the helper: the others are told kindly, the helper is told where to go, the person who comes.
func (w *work) accept(ctx context.Context, i *domain.Invitation, r *domain.Request) error {
	all, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.ID != i.ID && other.State.Live() {
			if err := w.withdraw(ctx, &other, *r, "another_accepted"); err != nil {
				return err
			}
		}
	}
	i.State, i.AnsweredAt = domain.Accepted, &w.now
	if i.DeliveredAt == nil {
		i.DeliveredAt = &w.now
	}
	if err := w.SaveInvitation(ctx, i); err != nil {
		return w.weekInWords(err, *i)
	}
	if err := w.VoidMessages(ctx, r.ID, i.ID, ""); err != nil {
		return err
	}
	if _, err := w.CountSilence(ctx, i.PersonID, 0); err != nil {
		return err
	}
	beginVisit(r, *i)
	if err := w.note(ctx, *r, domain.Event{Kind: evAccepted, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{At: &i.VisitAt}}); err != nil {
		return err
	}
	if err := w.tellOfVisit(ctx, *i, *r); err != nil {
		return err
	}
	killPoint("answer")
	return w.settle(ctx, r)
}

// beginVisit turns an open request into one with a visit ahead.
func beginVisit(r *domain.Request, i domain.Invitation) {
	r.State, r.VisitAt, r.VisitEndsAt = domain.Assigned, &i.VisitAt, &i.VisitEndsAt
	r.NudgedAt, r.HomeAskedAt, r.ArrivedAt, r.HomeSafeAt, r.AfterAskedAt, r.RungAt = nil, nil, nil, nil, nil, nil
	r.HelperSaid, r.PersonSaid, r.HoldUntil, r.HoldReason = "", "", nil, ""
	r.Asleep, r.MissedAt = false, nil
}

// tellOfVisit tells the helper where their visit page is, and the person, and whoever asked for them as far as they may be
// told, who is coming.
func (w *work) tellOfVisit(ctx context.Context, i domain.Invitation, r domain.Request) error {
	m := domain.Message{Key: fmt.Sprintf("visit:%d", i.ID), Kind: sayVisit, PersonID: i.PersonID, RequestID: r.ID, InvitationID: i.ID}
	if err := w.say(ctx, m); err != nil {
		return err
	}
	for _, id := range toldOf(r, "that_help_came") {
		m := domain.Message{Key: fmt.Sprintf("coming:%d:%d", i.ID, id), Kind: sayHelperComing, PersonID: id, RequestID: r.ID, InvitationID: i.ID,
			Data: domain.MessageData{PersonID: i.PersonID, At: &i.VisitAt}}
		if err := w.say(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// toldOf lists who hears of a step: the person, once they know of the ask, and whoever asked for them, if they may be told.
func toldOf(r domain.Request, least string) []domain.PersonID {
	var out []domain.PersonID
	if r.Knows == domain.Agreed {
		out = append(out, r.PersonID)
	}
	if r.AskerID != 0 && (r.ToldBack == "everything" || r.ToldBack == least) {
		out = append(out, r.AskerID)
	}
	return out
}

// decline ends an invitation with a no, which costs nothing, and frees its place.
func (w *work) decline(ctx context.Context, i *domain.Invitation, r *domain.Request, answer string) error {
	if err := w.saveNo(ctx, i, answer); err != nil {
		return err
	}
	if err := w.VoidMessages(ctx, r.ID, i.ID, ""); err != nil {
		return err
	}
	if _, err := w.CountSilence(ctx, i.PersonID, 0); err != nil {
		return err
	}
	if answer == SaysNotThisWeek {
		if err := w.restThisWeek(ctx, *i); err != nil {
			return err
		}
	}
	if err := w.note(ctx, *r, domain.Event{Kind: evDeclined, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Code: answer}}); err != nil {
		return err
	}
	killPoint("answer")
	r.FreedAt, r.Nobody = &w.now, false
	return w.settle(ctx, r)
}

// saveNo stores a no. When the silence before it has been noted already, that stands, and the no stands beside it: nobody is asked
// again who has said no.
func (w *work) saveNo(ctx context.Context, i *domain.Invitation, answer string) error {
	late := !i.State.Live()
	i.State, i.AnsweredAt, i.EndedWhy = domain.Declined, &w.now, answer
	if !late {
		return w.SaveInvitation(ctx, i)
	}
	i.ID, i.Overrides, i.QueuedAt, i.DeliveredAt = 0, []string{"budget", "time"}, w.now, &w.now
	return w.AddInvitation(ctx, i)
}

// restThisWeek keeps a volunteer from being asked until next Monday.
func (w *work) restThisWeek(ctx context.Context, i domain.Invitation) error {
	monday := domain.ISOWeek(w.now, w.app.zone).AddDate(0, 0, 7)
	back := dateOf(monday, w.app.zone)
	return w.AddAbsence(ctx, &domain.Absence{DistrictID: i.DistrictID, PersonID: i.PersonID, Kind: "pause", FromOn: w.today(), ToOn: &back})
}

// withdraw ends a live invitation that is not needed any more. Whoever had it in their hands, or may have (see setsOut), is thanked.
func (w *work) withdraw(ctx context.Context, i *domain.Invitation, r domain.Request, why string) error {
	had := i.DeliveredAt != nil
	i.State, i.EndedWhy = domain.InvitationWithdrawn, why
	if err := w.SaveInvitation(ctx, i); err != nil {
		return err
	}
	if err := w.VoidMessages(ctx, r.ID, i.ID, ""); err != nil {
		return err
	}
	if err := w.note(ctx, r, domain.Event{Kind: evWithdrawn, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Code: why}}); err != nil {
		return err
	}
	if !had || why == helperDied {
		return nil
	}
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("closed:%d", i.ID), Kind: sayInvitationClosed, PersonID: i.PersonID,
		RequestID: r.ID, InvitationID: i.ID, Data: domain.MessageData{Code: why}})
}

// answerBy is until when somebody may answer whom a question reached at an instant: as long as it lives, but not when the visit has
// begun.
func answerBy(rules escalation.Rules, r domain.Request, i domain.Invitation, from time.Time) time.Time {
	ends := rules.InvitationDeadline(ladder(r), from)
	if i.VisitAt.After(from) && i.VisitAt.Before(ends) {
		return i.VisitAt
	}
	return ends
}

// markDelivered begins an invitation's life: it is counted in open time from the moment the message went out.
func (w *work) markDelivered(ctx context.Context, i *domain.Invitation, r domain.Request) error {
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return err
	}
	ends := answerBy(rules, r, *i, w.now)
	i.State, i.DeliveredAt, i.ExpiresAt = domain.Delivered, &w.now, &ends
	return nil
}

// visitClaim opens the visit page, until a month after the visit.
func visitClaim(i domain.Invitation) domain.Claim {
	return domain.Claim{Purpose: domain.ForVisit, DistrictID: i.DistrictID, PersonID: i.PersonID, ID: int64(i.ID),
		Expires: i.VisitEndsAt.Add(30 * 24 * time.Hour)}
}

// invitationClaim opens "Can you help?", until a month after it was asked: long enough for kind words to a late tap.
func invitationClaim(i domain.Invitation) domain.Claim {
	return domain.Claim{Purpose: domain.ForInvitation, DistrictID: i.DistrictID, PersonID: i.PersonID, ID: int64(i.ID),
		Expires: i.QueuedAt.Add(30 * 24 * time.Hour)}
}
