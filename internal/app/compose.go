package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/notify"
	"waymark/internal/words"
)

// outgoing is a message with its words. wanted is false when it has become of no use since it was written down.
type outgoing struct {
	wanted bool
	data   domain.MessageData // with what its words took from rows that may change: the same on every try
	pinned bool               // this was the first try, and data is to be kept
	note   notify.Note
	letter notify.Letterhead
	mail   notify.Message
}

// telling is all that the words of one message are made from.
type telling struct {
	m          domain.Message
	to         domain.Person
	request    domain.Request           // when the message is about one
	turn       domain.Turn              // when it is about a date of a session; off where that is no more
	invitation domain.Invitation        // when it is about one
	follower   domain.GatheringFollower // when it is to one, about what they follow
	gathering  domain.Gathering
	date       domain.GatheringDate // when it is about one date of that
	faces      faces
	at         time.Time // what the words call now: the same on every try that may have got through
	linkURL    string    // of a sign-in
	code       string
	lang       *words.Words // of whoever reads it
}

// compose makes the words of a message. Everything in them comes from the rows of its cause and from the instant of the first
// try, so that a second try after a crash gives the same bytes.
func (w *work) compose(ctx context.Context, m domain.Message) (outgoing, error) {
	t, err := w.gather(ctx, m)
	if m.FollowerID != 0 && domain.KindOf(err) == domain.NotFound {
		return outgoing{data: m.Data}, nil // they follow no more, or the date is gone
	}
	if err != nil {
		return outgoing{}, err
	}
	wanted := w.stillWanted(t)
	if topic := notify.SortOf(m.Kind).Topic; wanted && topic != "" && m.FollowerID == 0 { // they may have stopped it since it was written down
		stopped, err := w.HasStopped(ctx, t.to, topic)
		if err != nil {
			return outgoing{}, err
		}
		wanted = !stopped
	}
	if wanted && (m.Kind == sayIdea || m.Kind == sayIdeaNew) {
		if wanted, err = w.ideaWanted(ctx, t); err != nil {
			return outgoing{}, err
		}
	}
	if !wanted {
		return outgoing{data: m.Data}, nil
	}
	pinned, err := w.pin(ctx, &t)
	if err != nil {
		return outgoing{}, err
	}
	t.lang = w.readBy(t)
	out := outgoing{wanted: true, data: t.m.Data, pinned: pinned, letter: w.letterhead(t)}
	if out.note, err = w.words(ctx, t); err != nil || m.Channel != domain.ByEmail {
		return out, err
	}
	out.mail = notify.Message{
		From:      notify.Address{Name: t.faces.door.Name, Address: w.app.mailFrom},
		To:        notify.Address{Name: t.to.Name(), Address: t.to.Email},
		MessageID: fmt.Sprintf("%d.%d@%s", m.DistrictID, m.ID, w.app.host()),
		Date:      t.at,
		Purpose:   notify.Purpose(m.Purpose),
	}
	if news := w.newsLink(t); news != "" {
		out.mail.Headers = notify.Unsubscribe(news)
	}
	if m.Kind == sayVisit {
		out.mail.Attachments = []notify.Attachment{w.calendarOf(t).File()}
	}
	out.mail.Subject, out.mail.Text, out.mail.HTML, err = notify.Compose(out.note, out.letter)
	return out, err
}

// readBy is the language of a message: its reader's, and for a call that of whoever opens the script.
func (w *work) readBy(t telling) *words.Words {
	switch {
	case t.m.Channel == domain.ByCall:
		return w.lang
	case t.m.Kind == saySignIn: // has a code of its own at each try
		return words.In(t.to.Language)
	}
	return words.In(t.m.Data.Language)
}

// gather reads what the words are made from.
func (w *work) gather(ctx context.Context, m domain.Message) (t telling, err error) {
	t.m, t.at = m, w.now
	if m.FirstClaimedAt != nil {
		t.at = *m.FirstClaimedAt
	}
	if m.FollowerID != 0 {
		return t, w.gatherFollowed(ctx, &t)
	}
	if t.to, err = w.Person(ctx, m.PersonID); err != nil {
		return t, err
	}
	if m.RequestID == 0 {
		town := t.to.TownID
		switch m.Kind {
		case sayWorry, sayLead, sayVacancies, sayNoStandIn, sayOffer, sayLoansDue, sayIdea, sayIdeaNew, sayGapTold, sayGapOwner, sayHostPage, sayHostAsk, sayHostTaken, sayHostReminder, sayHostDate, sayVacantDate: // not the reader's own
			town = m.Data.TownID
		case saySignIn:
			if town, err = w.workplace(ctx, t.to); err != nil {
				return t, err
			}
		}
		t.faces.door, err = w.TownDoor(ctx, m.DistrictID, town)
	} else {
		if t.request, err = w.Request(ctx, m.RequestID); err != nil {
			return t, err
		}
		t.faces, err = w.faces(ctx, t.request)
	}
	if err == nil && m.InvitationID != 0 {
		t.invitation, err = w.Invitation(ctx, m.InvitationID)
	}
	if err == nil {
		err = w.aboutTurn(ctx, &t)
	}
	if err == nil && m.Kind == saySignIn {
		t.linkURL, t.code, err = w.mintSignIn(ctx, m.Data.LinkID)
	}
	return t, err
}

// workplace is the town for which somebody signs in: 0, the whole district, for those who have a role there, else where they live.
func (w *work) workplace(ctx context.Context, p domain.Person) (domain.TownID, error) {
	roles, err := w.RolesHeld(ctx, p.ID, w.today())
	if slices.ContainsFunc(roles, func(r domain.Role) bool { return r.TownID == 0 && r.SectionID == 0 && r.StreetID == 0 }) {
		return 0, err
	}
	return p.TownID, err
}

// stillWanted reports whether a message is still of use.
func (w *work) stillWanted(t telling) bool {
	if t.m.Deadline != nil && !w.now.Before(*t.m.Deadline) {
		return false
	}
	switch t.m.Kind {
	case sayInvitation, saySeriesCover:
		return t.invitation.State == domain.Queued || t.m.Attempts > 1 && t.invitation.State.Live()
	case sayVisit, sayVisitReminder, sayHomeSafe, sayAfterHelper:
		return t.invitation.State == domain.Accepted && t.request.State == domain.Assigned
	case sayHelperComing, sayAfterPerson, sayNotOver:
		return t.request.State == domain.Assigned && (t.m.InvitationID == 0 || t.invitation.State == domain.Accepted)
	case sayHelperChanged:
		return t.request.State == domain.Open // else they have heard who comes instead, or that it has ended
	case sayOwnerNew, sayHandWanted, sayWidened, sayDeskAlert, sayNewTime, sayFailurePerson, sayFailureOwner:
		return t.request.State != domain.Closed
	case sayHostReminder:
		return !t.turn.Off && t.turn.HostID == t.to.ID
	case sayHostDate:
		return t.m.Data.At == nil || t.turn.GatheringID != 0 && t.turn.Off == (t.m.Data.Code == "off")
	case sayHostTaken:
		return !t.turn.Off
	case sayHostAsk:
		return t.turn.Vacant() || !t.turn.Off && t.turn.Offered()
	case sayVacantDate:
		return t.turn.Vacant()
	}
	return true
}

// pin writes into a message what its words take from rows that move on by themselves, so that a second try says the same. It reports
// whether anything was new.
func (w *work) pin(ctx context.Context, t *telling) (bool, error) {
	d := &t.m.Data
	switch t.m.Kind {
	case sayOwnerNew:
		if d.By == nil {
			d.By = &t.request.NextActionAt
			return true, nil
		}
	case sayInvitation, saySeriesCover:
		if d.By == nil {
			rules, err := w.rules(ctx, t.m.DistrictID)
			by := answerBy(rules, t.request, t.invitation, t.at)
			d.By, d.Language = &by, t.to.Language // these messages are written down without it
			return true, err
		}
	case sayRequestReceived:
		if d.Code == "" {
			d.Code, d.PersonID = receivedNext(t.request), t.request.OwnerID
			return true, nil
		}
	}
	return false, nil
}

// unpin undoes pin for a message that nobody has.
func unpin(m *domain.Message) {
	switch m.Kind {
	case sayOwnerNew, sayInvitation, saySeriesCover:
		m.Data.By = nil
	case sayRequestReceived:
		m.Data.Code, m.Data.PersonID = "", 0
	}
}

func (w *work) letterhead(t telling) notify.Letterhead {
	l := notify.Letterhead{
		Town: t.faces.door.Name, District: t.faces.door.DistrictName, BaseURL: w.app.baseURL, Phone: t.faces.door.Phone,
		WorriedURL: w.app.baseURL + "/worried", Demo: w.app.demo, In: t.lang,
	}
	l.NewsURL = w.newsLink(t)
	switch t.m.Kind {
	case sayInvitation, saySeriesCover, sayStillAllRight, sayResting, sayInvitationClosed,
		sayVisit, sayVisitReminder, sayHomeSafe, sayAfterHelper, sayVisitOff, sayThanks:
		l.PreferencesURL = w.app.link("/helping/", w.volunteerClaim(t))
	}
	return l
}

// volunteerClaim opens a volunteer's own page, where they say when and whether we may ask.
func (w *work) volunteerClaim(t telling) domain.Claim {
	return domain.Claim{Purpose: domain.ForVolunteer, DistrictID: t.to.DistrictID, PersonID: t.to.ID, Expires: t.m.CreatedAt.AddDate(1, 0, 0)}
}

// words picks the kind of message and fills it in.
func (w *work) words(ctx context.Context, t telling) (notify.Note, error) {
	switch t.m.Kind {
	case sayInvitation, saySeriesCover, sayInvitationClosed, sayStillAllRight, sayResting:
		return w.wordsForVolunteer(ctx, t)
	case sayVisit, sayVisitReminder, sayHomeSafe, sayAfterHelper, sayVisitOff, sayThanks:
		return w.wordsForHelper(t), nil
	case sayStandingIn, sayNoStandIn, sayVacancies, sayStreetOffer, sayStreetAnswer, sayStreetsHanded:
		return w.wordsForStreets(ctx, t)
	case sayHostPage, sayHostAsk, sayHostTaken, sayHostReminder, sayHostDate, sayVacantDate:
		return w.wordsForHost(ctx, t)
	case sayFollow, sayGatheringNews:
		return w.wordsForFollower(t), nil
	case sayConnect, sayBadge, sayRefresh, sayHello, sayConnectorWish:
		return w.wordsForConnector(ctx, t)
	case sayIdea, sayIdeaNew:
		return w.wordsForIdea(ctx, t)
	case sayGapTold, sayGapOwner:
		return w.wordsForGap(ctx, t)
	case sayRequestReceived, sayHelperComing, sayHelperChanged, sayAfterPerson, sayNewTime, sayFailurePerson, sayEnded, sayNotOver, saySignIn:
		return w.wordsForPerson(ctx, t)
	}
	return w.wordsForOwner(ctx, t)
}

func (w *work) wordsForVolunteer(ctx context.Context, t telling) (notify.Note, error) {
	mine := w.app.link("/helping/", w.volunteerClaim(t))
	switch t.m.Kind {
	case sayInvitationClosed:
		return notify.InvitationClosed{To: t.to.FirstName, Taken: t.m.Data.Code == "another_accepted"}, nil
	case sayStillAllRight:
		return notify.StillAllRight{To: t.to.FirstName, YesURL: mine + "?still=yes", LessURL: mine + "?still=less", RestURL: mine + "?still=rest"}, nil
	case sayResting:
		return notify.Resting{To: t.to.FirstName, BackURL: mine + "?still=yes"}, nil
	}
	link := w.app.link("/can-you-help/", invitationClaim(t.invitation))
	ask := notify.Invitation{
		To: t.to.FirstName, Name: t.faces.person.FirstName, Street: t.faces.street.Name, Private: t.request.Private,
		Ask: t.lang.Say(t.faces.need.Question), Detail: t.lang.Say(t.faces.need.Hint),
		When:    t.lang.SentPeriod(t.invitation.VisitAt, t.invitation.VisitEndsAt, t.at, w.app.zone),
		HowFar:  sayDistance(t.lang, t.invitation.Metres),
		HowLong: SayMinutes(t.lang, t.request.Minutes),
		By:      t.lang.SentTime(value(t.m.Data.By), t.at, w.app.zone),
		YesURL:  link + "?answer=" + SaysYes, NotThisTimeURL: link + "?answer=" + SaysNotThisTime, NotThisWeekURL: link + "?answer=" + SaysNotThisWeek,
	}
	if t.m.Kind == saySeriesCover {
		return notify.SeriesCover{Invitation: ask, Usual: t.lang.Say("The usual helper")}, nil
	}
	return ask, nil
}

func (w *work) wordsForHelper(t telling) notify.Note {
	link := w.app.link("/visit/", visitClaim(t.invitation))
	when := t.lang.SentPeriod(t.invitation.VisitAt, t.invitation.VisitEndsAt, t.at, w.app.zone)
	name := t.faces.person.FirstName
	if t.request.Private {
		name = "" // the visit page says it
	}
	switch t.m.Kind {
	case sayVisit:
		return notify.Visit{To: t.to.FirstName, Name: name, When: when, VisitURL: link}
	case sayVisitReminder:
		return notify.VisitReminder{To: t.to.FirstName, Name: name, When: when, VisitURL: link}
	case sayHomeSafe:
		by := t.lang.SentTime(t.at.Add(30*time.Minute), t.at, w.app.zone)
		return notify.HomeSafe{To: t.to.FirstName, SafeURL: link + "?said=home_safe", HelpURL: link + "?said=need_a_hand", By: by}
	case sayAfterHelper:
		return notify.AfterVisitHelper{To: t.to.FirstName, Name: name, DoneURL: link + "?said=done", CouldNotURL: link + "?said=could_not", HelpURL: link + "?said=need_a_hand"}
	case sayThanks:
		return notify.Thanks{To: t.to.FirstName, Name: name}
	}
	return notify.VisitOff{To: t.to.FirstName, Name: name, When: when}
}

func (w *work) wordsForSignIn(ctx context.Context, t telling) (notify.Note, error) {
	n := notify.SignIn{To: t.to.FirstName, LinkURL: t.linkURL, Code: t.code, Lasts: t.lang.Say("%d minutes", int(signInLasts.Minutes()))}
	if t.m.Data.PersonID == 0 {
		return n, nil
	}
	by, err := w.Person(ctx, t.m.Data.PersonID)
	n.By, n.Lead = by.FirstName, t.m.Data.Code == string(domain.SafeguardingLead)
	return n, err
}

func (w *work) wordsForPerson(ctx context.Context, t telling) (notify.Note, error) {
	if t.m.Kind == saySignIn {
		return w.wordsForSignIn(ctx, t)
	}
	status := w.app.link("/status/", w.app.statusClaim(t.request, t.to.ID))
	var other domain.Person
	if t.m.Data.PersonID != 0 {
		var err error
		if other, err = w.Person(ctx, t.m.Data.PersonID); err != nil {
			return nil, err
		}
	}
	switch t.m.Kind {
	case sayRequestReceived:
		return notify.RequestReceived{To: t.to.FirstName, ForOther: t.request.AskerID == t.to.ID && t.request.AskerID != 0,
			Reference: domain.Reference(t.request.Reference).String(), Next: t.nextWords(other.FirstName), StatusURL: status}, nil
	case sayHelperComing:
		return notify.HelperComing{To: t.to.FirstName, Helper: other.FirstName, When: t.lang.SentPeriod(t.invitation.VisitAt, t.invitation.VisitEndsAt, t.at, w.app.zone),
			DoorWords: doorWordsFor(t.request, t.to.ID), StatusURL: status}, nil
	case sayNotOver:
		still := notify.NotOver{To: t.to.FirstName, StatusURL: status}
		if t.m.Data.PersonID != 0 {
			still.Helper, still.When = other.FirstName, t.lang.SentPeriod(t.invitation.VisitAt, t.invitation.VisitEndsAt, t.at, w.app.zone)
		}
		return still, nil
	case sayHelperChanged:
		return notify.HelperChanged{To: t.to.FirstName, Helper: other.FirstName, StatusURL: status}, nil
	case sayAfterPerson:
		return notify.AfterVisitPerson{To: t.to.FirstName, Helper: other.FirstName, YesURL: status + "?said=done", NoURL: status + "?said=not_done", WrongURL: status + "?said=need_a_hand"}, nil
	case sayNewTime:
		return notify.NewTime{To: t.to.FirstName, Was: t.lang.SentTime(value(t.m.Data.At), t.at, w.app.zone), TimeURL: status + "?said=new_time", OffURL: status + "?said=withdraw"}, nil
	case sayFailurePerson:
		return notify.SupportFailurePerson{To: t.to.FirstName, Owner: other.FirstName, By: t.lang.SentTime(value(t.m.Data.By), t.at, w.app.zone), StatusURL: status}, nil
	}
	return notify.Ended{To: t.to.FirstName, How: endingWords(t.request.Ending), PassedTo: t.request.EndingNote,
		HelpURL: w.app.baseURL + "/lend-a-hand", AskURL: w.app.baseURL + "/ask"}, nil
}

// doorWordsFor returns the door words for the person, and for whoever asked for them if they may be told everything: whoever knows
// the words is let in.
func doorWordsFor(r domain.Request, reader domain.PersonID) string {
	if reader == r.AskerID && reader != r.PersonID && r.ToldBack != "everything" {
		return ""
	}
	return r.DoorWords
}

// receivedNext is what happens next with a new ask.
func receivedNext(r domain.Request) string {
	switch {
	case waitsForPerson(r):
		return "looked_at"
	case r.Asleep:
		return "asleep"
	}
	return "asking"
}

// nextWords says what happens next with a new ask.
func (t telling) nextWords(owner string) string {
	switch t.m.Data.Code {
	case "looked_at":
		return t.lang.Say("%s looks at it first, and then we ask your neighbours.", owner)
	case "asleep":
		return t.lang.Say("We ask your neighbours a week before the day.")
	}
	return t.lang.Say("We are asking your neighbours now. We tell you as soon as somebody says yes.")
}

func endingWords(e domain.Ending) notify.Ending {
	switch e {
	case domain.Helped:
		return notify.EndHelped
	case domain.Sorted:
		return notify.EndSorted
	case domain.PassedOn:
		return notify.EndPassed
	case domain.Moved, domain.Hospital, domain.Died:
		return notify.EndAway
	case domain.Mistake:
		return notify.EndMistake
	}
	return notify.EndWithdrawn
}

// wordsForOwner makes the messages to those who look after an ask. Their mail names a street at most, never a person.
func (w *work) wordsForOwner(ctx context.Context, t telling) (notify.Note, error) {
	link := fmt.Sprintf("%s/requests/%d", w.app.baseURL, t.request.ID)
	reference := domain.Reference(t.request.Reference).String()
	where := t.faces.street.Name
	if where == "" || t.request.Private {
		where = t.faces.door.Name
	}
	say := func(at time.Time) string { return t.lang.SentTime(at, t.at, w.app.zone) }
	switch t.m.Kind {
	case sayDeskAlert:
		return notify.DeskAlert{To: t.to.FirstName, Reference: reference, Where: where, Until: say(t.request.UsefulUntil), RequestURL: link}, nil
	case sayWidened:
		return notify.Widened{To: t.to.FirstName, Reference: reference, Level: t.lang.Say(levelWords[t.m.Data.Level]), Next: t.lang.Say("We go on asking there."), RequestURL: link}, nil
	case sayFailureOwner:
		return notify.SupportFailureOwner{To: t.to.FirstName, Reference: reference, By: say(value(t.m.Data.By)), RequestURL: link}, nil
	case sayWorry:
		return notify.Worry{To: t.to.FirstName, WorryURL: w.app.baseURL + "/worries"}, nil
	case sayLead:
		lead, err := w.Person(ctx, t.m.Data.PersonID)
		if err != nil {
			return nil, err
		}
		var towns []string
		if t.m.Data.Count > 1 {
			towns, err = w.NamesLedBy(ctx, lead.DistrictID, lead.ID)
		}
		return notify.SafeguardingLead{To: t.to.FirstName, Town: t.faces.door.Name, Towns: towns, Lead: lead.Name(), Reader: notify.LeadReader(t.m.Data.Code),
			WorryURL: w.app.baseURL + "/worries", TownURL: fmt.Sprintf("%s/towns/%d", w.app.baseURL, t.m.Data.TownID)}, err
	case sayOffer:
		return notify.Offer{To: t.to.FirstName, Town: t.faces.door.Name, OffersURL: w.app.baseURL + "/offers"}, nil
	case sayLoansDue:
		return notify.LoansDue{To: t.to.FirstName, Count: t.m.Data.Count, Town: t.faces.door.Name, DevicesURL: w.app.baseURL + "/devices?state=overdue"}, nil
	case sayMailDown:
		return notify.MailDown{To: t.to.FirstName, Since: say(value(t.m.Data.At)), Back: say(value(t.m.Data.By)), Void: t.m.Data.Count, DeskURL: w.app.baseURL + "/desk"}, nil
	case sayHandover:
		gained, err := w.References(ctx, t.m.Data.Gained)
		if err != nil {
			return nil, err
		}
		given, err := w.References(ctx, t.m.Data.Given)
		if err != nil {
			return nil, err
		}
		why, err := w.whyMovedWords(ctx, t)
		return notify.Handover{To: t.to.FirstName, Why: why, Gained: gained, Given: given, DeskURL: w.app.baseURL + "/desk"}, err
	case sayHandWanted:
		ring, err := w.Person(ctx, t.m.Data.PersonID)
		name := ring.FirstName
		if t.request.Private && ring.ID == t.request.PersonID {
			name = "" // the ask says it
		}
		return notify.HandWanted{To: t.to.FirstName, Reference: reference, Where: where, Ring: name, Why: t.lang.Say(whyHand(t.m.Data.Code)), RequestURL: link}, err
	case sayOwnerNew:
		return notify.OwnerNew{To: t.to.FirstName, Reference: reference, Where: where, Why: t.lang.Say(whyYours(t.m.Data.Code)), By: say(value(t.m.Data.By)), RequestURL: link}, nil
	}
	return nil, fmt.Errorf("there are no words for a message of the kind %q", t.m.Kind)
}

// levelWords are the levels as messages call them.
var levelWords = map[domain.Level]string{
	domain.AtStreet: words.Later("the whole street"), domain.AtSection: words.Later("the whole neighbourhood"),
	domain.AtTown: words.Later("the whole town"), domain.AtDistrict: words.Later("the whole district"),
}

// whyYours says in a sentence why an ask is somebody's now, or what they should do with it.
func whyYours(code string) string {
	switch code {
	case "waits_for_you":
		return words.Later("It waits for your word: may we ask neighbours?")
	case "time_passed":
		return words.Later("Nobody came in time. Please ask for a new time.")
	case "by_hand":
		return words.Later("It was passed on to you.")
	case string(domain.ByCall):
		return words.Later("Somebody is to be rung about it.")
	case string(domain.ByLetter):
		return words.Later("There is a letter to post about it.")
	case "placed":
		return words.Later("We know now where it is, and that is with you.")
	}
	return words.Later("It has come in, and you look after it.")
}

// whyHand says in a sentence what went wrong with a visit.
func whyHand(code string) string {
	switch code {
	case "nobody_came":
		return words.Later("We are told that nobody came.")
	case "no_answer":
		return words.Later("A helper knocked, and nobody answered the door. If you are worried, ring 101. In danger, ring 999.")
	}
	return words.Later("Somebody needs a hand with a visit.")
}

// whyMoved says in a sentence why asks changed hands.
func whyMoved(code string) string {
	switch {
	case code == "asked_wider":
		return words.Later("Nobody near could go, so it is being asked wider.")
	case code == "holiday", code == "pause":
		return words.Later("Somebody is away for a while.")
	case code == "back":
		return words.Later("Somebody is back.")
	case code == "handed":
		return words.Later("Somebody has handed their streets over.")
	case code == "moved_house":
		return words.Later("Somebody has moved house.")
	case code == "rota":
		return words.Later("The desk has changed hands.")
	case code == "leave":
		return words.Later("Somebody has stopped.")
	case code == "role_ended":
		return words.Later("Somebody’s part has changed.")
	case code == "by_hand":
		return words.Later("It was passed on by hand.")
	}
	return words.Later("Whoever looks after them has changed.")
}

// calendarOf is the calendar entry of a visit, without the address.
func (w *work) calendarOf(t telling) notify.Calendar {
	return notify.Calendar{
		UID: fmt.Sprintf("visit-%d@%s", t.invitation.ID, w.app.host()), Stamp: value(t.invitation.AnsweredAt),
		Start: t.invitation.VisitAt, End: t.invitation.VisitEndsAt, Town: t.faces.door.Name,
		Name: t.faces.person.FirstName, Private: t.request.Private, In: t.lang,
	}
}
