package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"waymark/domain"
	"waymark/internal/words"
)

// VisitView is the visit page: after yes, to the helper alone. Each look is written down.
type VisitView struct {
	InvitationID domain.InvitationID
	RequestID    domain.RequestID
	HelperName   string
	FirstName    string
	LastName     string
	Address      string
	StreetName   string
	TownName     string
	PlaceWords   string // how whoever asked described the place; "" for not at all
	Phone        string // "" when it is not safe to ring
	MayText      bool
	NeedName     string
	Notes        string
	MustKnow     string
	DoorWords    string
	When         string
	Phase        VisitPhase
	WhomToRing   string // first name of the owner
	RingPhone    string
	GoesInside   bool
	HomeSafe     bool
	Said         string // what the helper has said: "", "done", "could_not", "need_a_hand", "no_answer"
	Knocks       bool   // they go to see whether somebody is all right
	Early        string // until when, in words, the visit has not begun: "today, at 10:45 am"; "" once it has
	Over         bool   // nothing is left to do here
	OverWords    string
	MayUndo      bool                  // it is over because it is done, and "not_done" takes it up again
	Learning     []domain.LearningGoal // what the helper may say was learnt; none before the visit, and of other kinds of help
}

// DoorUnknown reports whether nobody has said which house it is, and there is no number to ask at.
func (v VisitView) DoorUnknown() bool { return v.Address+v.PlaceWords+v.Phone == "" }

// VisitPhase says where a visit stands, as the helper sees it.
type VisitPhase string

// The phases. Whoever has said that they are there stays there until an hour after the visit should have ended.
const (
	VisitAhead VisitPhase = "ahead" // on a day to come
	VisitToday VisitPhase = "today"
	VisitThere VisitPhase = "there" // the helper has said "I am there"
	VisitPast  VisitPhase = "past"  // it should be over, and we have not heard
	VisitOver  VisitPhase = "over"  // nothing is left to do
)

// stillThere is for how long after the end of a visit a helper who said "I am there" is taken to be there.
const stillThere = time.Hour

// phase is where the visit of an invitation stands.
func (w *work) phase(i domain.Invitation, r domain.Request) VisitPhase {
	switch {
	case visitOver(i, r) != "":
		return VisitOver
	case r.ArrivedAt != nil && w.now.Before(i.VisitEndsAt.Add(stillThere)):
		return VisitThere
	case !w.now.Before(i.VisitEndsAt):
		return VisitPast
	case w.visitDay(i):
		return VisitToday
	}
	return VisitAhead
}

// visitDay reports whether the day of a visit has come.
func (w *work) visitDay(i domain.Invitation) bool {
	return !dateOf(i.VisitAt, w.app.zone).After(w.today())
}

// Visit shows the helper where to go, and writes down that it was shown.
func (a *App) Visit(ctx context.Context, actor domain.Actor) (VisitView, error) {
	g, err := a.authorise(ctx, actor, domain.SeeVisit, a.onInvitation(actor.InvitationID))
	if err != nil {
		return VisitView{}, err
	}
	var v VisitView
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		i, r, err := w.lockInvitation(ctx, actor.InvitationID)
		if err != nil {
			return err
		}
		if over := visitOver(i, r); over != "" {
			v = VisitView{InvitationID: i.ID, HelperName: i.FirstName, Phase: VisitOver, Over: true, OverWords: w.lang.Say(over), MayUndo: i.State == domain.Accepted && w.mayUndo(r)}
			if w.learns(i, r) { // how well they can do it by now is shown no more
				v.Learning, err = w.LearningGoals(ctx, r.DistrictID, r.NeedID, 0)
			}
			return err
		}
		if v, err = w.visitView(ctx, i, r); err != nil {
			return err
		}
		return w.reveal(ctx, i, r)
	})
	return v, err
}

// visitOver says in kind words why a visit page shows nothing any more, or "" while it does.
func visitOver(i domain.Invitation, r domain.Request) string {
	switch {
	case i.State != domain.Accepted:
		return words.Later("This visit is not yours any more. Thank you for being ready to help.")
	case r.State == domain.Closed:
		return words.Later("This one is finished. Thank you.")
	}
	return ""
}

func (w *work) visitView(ctx context.Context, i domain.Invitation, r domain.Request) (VisitView, error) {
	f, err := w.faces(ctx, r)
	if err != nil {
		return VisitView{}, err
	}
	secret, err := w.Secret(ctx, r.ID)
	if err != nil {
		return VisitView{}, err
	}
	v := VisitView{
		InvitationID: i.ID, RequestID: r.ID, HelperName: i.FirstName,
		FirstName: f.person.FirstName, LastName: f.person.LastName, Address: f.person.Address,
		StreetName: f.street.Name, TownName: f.door.Name, PlaceWords: r.PlaceWords, MayText: f.person.SafeToText,
		NeedName: w.lang.Say(f.need.Name), Notes: r.Notes, MustKnow: secret, DoorWords: r.DoorWords,
		When:       w.lang.Period(i.VisitAt, i.VisitEndsAt, w.now, w.app.zone),
		Phase:      w.phase(i, r),
		WhomToRing: f.owner.FirstName, RingPhone: f.door.Phone, GoesInside: r.GoesInside,
		HomeSafe: r.HomeSafeAt != nil, Said: r.HelperSaid, Knocks: r.Knocks(),
	}
	if w.now.Before(i.VisitAt) {
		v.Early = w.lang.Time(i.VisitAt, w.now, w.app.zone)
	}
	if f.person.SafeToRing {
		v.Phone = domain.Phone(f.person.Phone).Local()
	}
	if w.learns(i, r) {
		v.Learning, err = w.LearningGoals(ctx, r.DistrictID, r.NeedID, r.PersonID)
	}
	return v, err
}

// sameLook is for how long a visit page that is opened again is still the same look.
const sameLook = time.Hour

// reveal writes down that the visit was shown; the first time the story says so too.
func (w *work) reveal(ctx context.Context, i domain.Invitation, r domain.Request) error {
	seen, err := w.Revealed(ctx, r.ID, i.PersonID)
	if err != nil || w.now.Sub(seen) < sameLook {
		return err
	}
	err = w.AddReveal(ctx, domain.Reveal{DistrictID: r.DistrictID, ViewerID: i.PersonID, PersonID: r.PersonID, RequestID: r.ID, What: "visit", At: w.now})
	if err != nil || !seen.IsZero() {
		return err
	}
	return w.note(ctx, r, domain.Event{Kind: evShown, PersonID: i.PersonID, InvitationID: i.ID})
}

// VisitCalendar returns the visit as a calendar file, without the address.
func (a *App) VisitCalendar(ctx context.Context, actor domain.Actor) ([]byte, error) {
	g, err := a.authorise(ctx, actor, domain.SeeVisit, a.onInvitation(actor.InvitationID))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	i, err := w.Invitation(ctx, actor.InvitationID)
	if err != nil {
		return nil, err
	}
	r, err := w.Request(ctx, i.RequestID)
	if err != nil {
		return nil, err
	}
	if i.State != domain.Accepted {
		return nil, notFound()
	}
	f, err := w.faces(ctx, r)
	if err != nil {
		return nil, err
	}
	return w.calendarOf(telling{invitation: i, request: r, faces: f}).File().Content, nil
}

// ReportVisit is what a helper says of their visit.
type ReportVisit struct {
	Said  string // "there" and, where that was a slip, "not_there"; "home_safe", "done", "could_not", "need_a_hand", "no_answer" or "hand_back"; "not_done": not done after all
	Words string // for the owner, if they like
}

// ReportVisit takes down what a helper says: there, safely home, done, could not, need a hand; or hands the ask back, and then it is
// open again at once. Said twice, as over a weak signal, it counts once.
func (a *App) ReportVisit(ctx context.Context, actor domain.Actor, cmd ReportVisit) error {
	g, err := a.authorise(ctx, actor, domain.ReportVisit, a.onInvitation(actor.InvitationID))
	if err != nil {
		return err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		i, r, err := w.lockInvitation(ctx, actor.InvitationID)
		if err != nil {
			return err
		}
		if cmd.Words == "" && saidAlready(i, r, cmd.Said) {
			return nil
		}
		if cmd.Said == "not_done" && i.State == domain.Accepted && r.State == domain.Closed {
			if err := w.takeUp(ctx, &r); err != nil {
				return err
			}
		} else if over := visitOver(i, r); over != "" {
			return domain.Errorf(domain.Conflict, "", "%s", domain.Text(over))
		}
		if err := w.keepWords(ctx, r, i.PersonID, cmd.Words); err != nil {
			return err
		}
		return w.helperSays(ctx, &i, &r, cmd.Said)
	})
	if err == nil && cmd.Said == "done" {
		killPoint("end.committed")
	}
	return err
}

// saidAlready reports whether what a helper says is what we know: the same message came twice.
func saidAlready(i domain.Invitation, r domain.Request, said string) bool {
	given := gaveBack(i)
	switch said {
	case "done":
		return i.State == domain.Accepted && r.State == domain.Closed && r.Ending == domain.Helped
	case "could_not", "hand_back":
		return given
	}
	if i.State != domain.Accepted || r.State != domain.Assigned {
		return false
	}
	switch said {
	case "there":
		return r.ArrivedAt != nil
	case "not_there":
		return r.ArrivedAt == nil
	case "home_safe":
		return r.HomeSafeAt != nil
	case "need_a_hand", "no_answer":
		return r.HelperSaid == said
	}
	return false
}

// arrive takes down that a helper is there, or that they pressed that by mistake. A visit begins on its day.
func (w *work) arrive(ctx context.Context, i domain.Invitation, r *domain.Request, there bool) error {
	if there && !w.visitDay(i) {
		return domain.Errorf(domain.Unacceptable, "", "The visit is %s. Please press this when you are there.", w.lang.Time(i.VisitAt, w.now, w.app.zone))
	}
	kind := evNotThere
	r.ArrivedAt = nil
	if there {
		kind, r.ArrivedAt = evThere, &w.now
	}
	if err := w.note(ctx, *r, domain.Event{Kind: kind, PersonID: i.PersonID, InvitationID: i.ID}); err != nil {
		return err
	}
	return w.settle(ctx, r)
}

func (w *work) helperSays(ctx context.Context, i *domain.Invitation, r *domain.Request, said string) error {
	switch said {
	case "hand_back":
		return w.handBack(ctx, i, r)
	case "there", "not_there":
		return w.arrive(ctx, *i, r, said == "there")
	}
	ev := domain.Event{Kind: evHelperSaid, PersonID: i.PersonID, InvitationID: i.ID, Data: domain.EventData{Code: said}}
	switch said {
	case "home_safe":
		r.HomeSafeAt = &w.now
		ev.Kind = evHomeSafe
		if err := w.VoidRings(ctx, r.ID); err != nil {
			return err
		}
	case "done":
		r.HelperSaid = said
		if r.HomeSafeAt == nil && r.GoesInside {
			r.HomeSafeAt = &w.now // whoever can say "done" is well
		}
	case "could_not", "need_a_hand", "no_answer":
		r.HelperSaid = said
	case "not_done":
		r.HelperSaid = ""
		return w.settle(ctx, r)
	default:
		return domain.Errorf(domain.Invalid, "said", "Please choose how it went.")
	}
	if err := w.note(ctx, *r, ev); err != nil {
		return err
	}
	return w.afterWords(ctx, r, said, i.PersonID)
}

// afterWords does what follows from what helper or person have just said: done ends the ask as helped, unless the other says that it
// went wrong; what went wrong is a person's turn now; anything else goes on.
func (w *work) afterWords(ctx context.Context, r *domain.Request, said string, who domain.PersonID) error {
	switch {
	case said == "could_not":
		return w.lookAgain(ctx, r, "handed_back")
	case said == "not_done":
		return w.wantHand(ctx, r, "nobody_came", who)
	case said == "need_a_hand", said == "no_answer":
		return w.wantHand(ctx, r, said, who)
	case r.WantsHand():
		return w.settle(ctx, r)
	case r.PersonSaid == "done", r.HelperSaid == "done":
		return w.end(ctx, r, domain.Helped, "")
	}
	return w.settle(ctx, r)
}

// handBack is a helper's change of mind: they are thanked, the person is told, and somebody else is asked at once.
func (w *work) handBack(ctx context.Context, i *domain.Invitation, r *domain.Request) error {
	return w.lookAgain(ctx, r, "handed_back")
}

// lookAgain takes the visit away from its helper and opens the request again, at the level that it had reached.
func (w *work) lookAgain(ctx context.Context, r *domain.Request, why string) error {
	all, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return err
	}
	var helper domain.PersonID
	for _, i := range all {
		if i.State != domain.Accepted {
			continue
		}
		helper = i.PersonID
		i.State, i.EndedWhy = domain.InvitationWithdrawn, why
		if err := w.SaveInvitation(ctx, &i); err != nil {
			return err
		}
		if err := w.VoidMessages(ctx, r.ID, i.ID, ""); err != nil {
			return err
		}
		if err := w.tellHelperIsOff(ctx, i, *r, why); err != nil {
			return err
		}
	}
	if err := w.VoidRings(ctx, r.ID); err != nil {
		return err
	}
	w.reopen(r)
	if err := w.stricter(ctx, r); err != nil {
		return err
	}
	kind := evTakenBack
	if why == "handed_back" {
		kind = evHandedBack
	}
	if err := w.note(ctx, *r, domain.Event{Kind: kind, PersonID: helper, Data: domain.EventData{Code: why}}); err != nil {
		return err
	}
	for _, id := range toldOf(*r, "everything") {
		m := domain.Message{Key: fmt.Sprintf("changed:%d:%d:%d", r.ID, r.Version, id), Kind: sayHelperChanged, PersonID: id, RequestID: r.ID,
			Data: domain.MessageData{PersonID: helper}}
		if err := w.say(ctx, m); err != nil {
			return err
		}
	}
	return w.settle(ctx, r)
}

// tellHelperIsOff tells a helper that there is no need to go, unless it was they who handed it back, or they have died.
func (w *work) tellHelperIsOff(ctx context.Context, i domain.Invitation, r domain.Request, why string) error {
	if why == "handed_back" || why == helperDied {
		return nil
	}
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("off:%d", i.ID), Kind: sayVisitOff, PersonID: i.PersonID, RequestID: r.ID,
		InvitationID: i.ID, Data: domain.MessageData{At: &i.VisitAt}})
}

// reopen makes a request look for help again. Its level stands, but the level's time begins anew. Whoever was to come knows the
// door words: there are new ones.
func (w *work) reopen(r *domain.Request) {
	r.DoorWords = domain.DoorWords(rand.Uint64())
	r.State, r.VisitAt, r.VisitEndsAt, r.HelperSaid, r.PersonSaid = domain.Open, nil, nil, "", ""
	r.NudgedAt, r.HomeAskedAt, r.ArrivedAt, r.HomeSafeAt, r.AfterAskedAt, r.RungAt = nil, nil, nil, nil, nil, nil
	r.StartedAt, r.LevelSince, r.LevelUsed = w.now, w.now, 0
	r.FreedAt, r.Nobody = &w.now, false
	if r.ApprovedAt == nil {
		r.ApprovedAt = &w.now
	}
}

// keepWords keeps what a helper or the person wrote, for the owner to read.
func (w *work) keepWords(ctx context.Context, r domain.Request, author domain.PersonID, words string) error {
	if words == "" {
		return nil
	}
	var wrong domain.Errors
	if tooLong(&wrong, "words", words, longestNotes); len(wrong) > 0 {
		return wrong.Err()
	}
	if err := w.AddNote(ctx, domain.Note{DistrictID: r.DistrictID, RequestID: r.ID, AuthorID: author, At: w.now, Words: words}); err != nil {
		return err
	}
	return w.note(ctx, r, domain.Event{Kind: evNoted})
}
