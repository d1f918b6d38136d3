package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/postgres"
	"waymark/internal/words"
)

// RequestFilter narrows a list of requests. Zero values do not.
type RequestFilter struct {
	TownID    domain.TownID
	SectionID domain.SectionID
	StreetID  domain.StreetID
	PersonID  domain.PersonID
	OwnerID   domain.PersonID
	NeedID    domain.NeedID
	State     domain.RequestState
	Urgency   domain.Urgency
	Part      domain.DeskPart // only those that stand in this part of the desk
	Query     string          // a name, a street, a phone number or a reference
	DueFirst  bool            // only those that have not ended, by when the clock acts next; else the newest first

	Without []domain.RequestName // names that are not wanted: they are left empty
	Brief   bool                 // only who, what, where, how wide, how soon and since when is wanted
}

// RequestView is one request with its people, its story and what comes next.
type RequestView struct {
	domain.Request
	PersonName         string
	FirstName          string
	NeedName           string
	Question           string
	StreetName         string
	SectionName        string
	TownName           string
	OwnerName          string
	HelperID           domain.PersonID
	HelperName         string
	AskerName          string
	DuplicateReference string
	When               string
	Regular            bool // the helper is the regular one of the series
	SeriesOver         bool // no visit of the series comes after this
	Invitations        []domain.Invitation
	Events             []domain.Event // newest first, with words
	Notes              []domain.Note  // newest first
	Next               NextStep
	Undo               *Undo // nil: nothing can be put back
	undo               bool
	reader             domain.Actor
}

// NextStep is what happens next to a request, and what happens if nobody acts.
type NextStep struct {
	At        time.Time
	Action    string
	Words     string
	IfNothing string
}

// Request shows one request to those who may see it.
func (a *App) Request(ctx context.Context, actor domain.Actor, id domain.RequestID) (RequestView, error) {
	g, err := a.authorise(ctx, actor, domain.SeeAsk, a.onRequest(id))
	if err != nil {
		return RequestView{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return RequestView{}, err
	}
	r, err := w.Request(ctx, id)
	if err != nil {
		return RequestView{}, err
	}
	return w.requestView(ctx, r)
}

func (w *work) requestView(ctx context.Context, r domain.Request) (v RequestView, err error) {
	f, err := w.faces(ctx, r)
	if err != nil {
		return v, err
	}
	v = RequestView{
		Request: r, PersonName: f.person.Name(), FirstName: f.person.FirstName, NeedName: f.need.Name,
		Question: askedAs(w.lang, f.need, f.person.FirstName), StreetName: f.street.Name, SectionName: f.street.SectionName,
		TownName: f.door.Name, OwnerName: f.owner.FirstName,
		When: w.lang.Period(r.WantedFrom, r.UsefulUntil, w.now, w.app.zone), undo: w.mayUndo(r), reader: w.by,
	}
	if v.Invitations, err = w.Invitations(ctx, r.ID); err != nil {
		return v, err
	}
	for _, i := range v.Invitations {
		if i.State == domain.Accepted {
			v.HelperID, v.HelperName = i.PersonID, i.FirstName
		}
	}
	if r.SeriesID != 0 {
		series, err := w.Series(ctx, r.SeriesID)
		if err != nil {
			return v, err
		}
		v.Regular = series.HelperID != 0 && series.HelperID == v.HelperID
		v.SeriesOver = series.EndsOn != nil && series.EndsOn.Before(series.NextOn)
	}
	if v.Events, err = w.story(ctx, r.ID); err != nil {
		return v, err
	}
	if v.Notes, err = w.Notes(ctx, r.ID); err != nil {
		return v, err
	}
	if r.AskerID != 0 {
		asker, err := w.Person(ctx, r.AskerID)
		if err != nil {
			return v, err
		}
		v.AskerName = asker.Name()
	}
	if r.DuplicateOf != 0 {
		other, err := w.Store.Request(ctx, r.DuplicateOf)
		if err != nil {
			return v, err
		}
		v.DuplicateReference = domain.Reference(other.Reference).String()
	}
	v.Next = w.nextStep(r, v.Invitations)
	v.Undo, err = w.undoes(ctx, v)
	return v, err
}

// nextStep says what the clock does next, in words.
func (w *work) nextStep(r domain.Request, invitations []domain.Invitation) NextStep {
	when := w.lang.Time(r.NextActionAt, w.now, w.app.zone)
	n := NextStep{At: r.NextActionAt, Action: r.NextAction}
	say := w.lang.Say
	words := map[escalation.Action][2]string{
		escalation.Plan:             {say("We look for a neighbour."), say("The next look is %s.", when)},
		escalation.ExpireInvitation: {say("Somebody has been asked."), say("If they do not answer, we ask somebody else %s.", when)},
		escalation.Widen:            {say("We are asking in %s.", theLevel(r.Level)), say("If nobody says yes, we ask in %s %s.", theLevel(min(r.Level+1, domain.AtDistrict)), when)},
		escalation.SupportFailure:   {say("The whole district is being asked."), say("If nobody says yes, it goes on the meeting’s list %s.", when)},
		escalation.AskFirst:         {say("It waits for your word."), w.askFirstWords(r, when)},
		escalation.Wake:             {say("It is more than a week ahead."), say("We begin to ask %s.", when)},
		escalation.EndHold:          {say("It is held: %s", r.HoldReason), say("It goes on %s.", when)},
		escalation.NudgeHelper:      {say("Somebody is going."), say("We remind them %s.", when)},
		escalation.HomeSafe:         {say("Somebody is going."), say("We ask whether they are home safe %s.", when)},
		escalation.AskAfter:         {say("Somebody is going."), say("We ask both how it went %s.", when)},
		escalation.Ring:             {say("We have asked how it went."), say("If we hear nothing, it is time to ring %s.", when)},
		escalation.Reopen:           {say("Nobody has told us how it went."), say("If we hear nothing, we look for help again %s.", when)},
		escalation.NewTime:          {say("Help is of use until then."), say("If nobody has come, we ask for a new time %s.", when)},
		escalation.Hand:             {w.lang.Text(handWords(r)), say("Ring them now. When you have, write a note here: then we go on.")},
		escalation.AwaitDoors:       {say("The doors are not open yet."), say("We begin to look when they open.")},
		escalation.Review:           {say("It needs you."), say("It comes before you again %s.", when)},
	}[escalation.Action(r.NextAction)]
	n.Words, n.IfNothing = words[0], words[1]
	if !r.NextActionAt.After(w.now) && r.NextAction != string(escalation.Hand) { // what it is then is worked out anew, as after a change of the table
		n.IfNothing = say("We look at it again in a moment.")
	}
	if r.State == domain.Open && r.UsefulUntil.Before(w.now) && r.NextAction != string(escalation.AwaitDoors) {
		n.Words = say("Nobody came in time. Ask when it would suit now.")
	}
	if held := w.heldWords(r, invitations); held != "" {
		n.Words = held
	}
	if escalation.Action(r.NextAction) == escalation.ExpireInvitation && r.NextActionAt.After(w.now) && !anyReached(invitations) {
		n.IfNothing = say("If nobody has reached them by then, we ask somebody else.")
	}
	return n
}

// anyReached reports whether somebody who has not answered has the question.
func anyReached(invitations []domain.Invitation) bool {
	return slices.ContainsFunc(invitations, func(i domain.Invitation) bool { return i.State.Live() && i.State != domain.Queued })
}

// handWords say who wants a hand.
func handWords(r domain.Request) string {
	switch {
	case r.HelperSaid == "no_answer":
		return words.Later("The helper knocked, and nobody answered the door.")
	case r.HelperSaid == "need_a_hand":
		return words.Later("The helper needs a hand now.")
	case r.PersonSaid == "not_done":
		return words.Later("They say that nobody came.")
	}
	return words.Later("Whoever asked needs a hand now.")
}

// heldWords say who holds the question now, and until when; "" when nobody does.
func (w *work) heldWords(r domain.Request, invitations []domain.Invitation) string {
	if r.State != domain.Open || r.HoldUntil != nil {
		return ""
	}
	var held []string
	for _, i := range invitations {
		until := deadline(i)
		by := w.lang.Time(until, w.now, w.app.zone)
		switch {
		case !i.State.Live():
		case until.IsZero():
			held = append(held, w.lang.Say("%s is being asked: the question is on its way.", i.FirstName))
		case i.State == domain.Queued && i.Channel == string(domain.ByCall):
			held = append(held, w.lang.Say("%s is to be rung. There is time until %s.", i.FirstName, by))
		case i.State == domain.Queued && i.Channel == string(domain.ByLetter):
			held = append(held, w.lang.Say("A letter to %s is to be posted. There is time until %s.", i.FirstName, by))
		default:
			held = append(held, w.lang.Say("%s has been asked, and may answer until %s.", i.FirstName, by))
		}
	}
	return strings.Join(held, " ")
}

func (w *work) askFirstWords(r domain.Request, when string) string {
	if r.GoesOut == domain.AtTen && r.DuplicateOf == 0 {
		return w.lang.Say("It goes out by itself %s, unless you hold it.", when)
	}
	return w.lang.Say("We remind you %s.", when)
}

// theLevel is a level as a sentence says it, "the neighbourhood".
func theLevel(l domain.Level) domain.Text {
	return [...]domain.Text{domain.Text("the street"), domain.Text("the neighbourhood"), domain.Text("the town"), domain.Text("the district")}[l]
}

// Requests lists requests in the places where the actor runs or owns them, newest first. Where nothing is called as was typed, it lists what
// may have been meant.
func (a *App) Requests(ctx context.Context, actor domain.Actor, f RequestFilter, page Page) ([]domain.RequestLine, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.SeeAsk, somewhere(actor))
	if err != nil {
		return nil, PageInfo{}, err
	}
	filter := a.scoped(actor, f)
	if f.Part != "" {
		w, err := a.read(ctx, g)
		if err != nil {
			return nil, PageInfo{}, err
		}
		filter.NewSince = w.now.Add(-newFor)
	}
	if err := f.goOn(page, &filter); err != nil {
		return nil, PageInfo{}, err
	}
	filter.Limit = page.rows() + 1
	lines, filter, err := a.listRequests(ctx, filter)
	if err != nil {
		return nil, PageInfo{}, err
	}
	lines, info := window(lines, page, f.Cursor)
	if !page.Uncounted {
		info.Total, err = a.db.Store().CountRequests(ctx, filter)
	}
	return lines, info, err
}

// due marks the cursors of a list by what is due, so that none of them goes on in the other order.
const due = "due"

// Cursor is the cursor of one row of Requests under this filter.
func (f RequestFilter) Cursor(l domain.RequestLine) string {
	if f.DueFirst {
		return cursor(due, l.NextActionAt, l.ID)
	}
	return RequestCursor(l)
}

// goOn reads where a page of Requests begins.
func (f RequestFilter) goOn(page Page, into *postgres.RequestFilter) error {
	if !f.DueFirst {
		return page.key(&into.Before.At, &into.Before.ID)
	}
	into.Order, into.NotClosed = postgres.DueFirst, true
	order := due
	return page.key(&order, &into.Before.At, &into.Before.ID)
}

// scoped turns a filter into one that shows no row which the actor may not see.
func (a *App) scoped(actor domain.Actor, f RequestFilter) postgres.RequestFilter {
	out := postgres.RequestFilter{
		DistrictID: actor.DistrictID, TownID: f.TownID, SectionID: f.SectionID, StreetID: f.StreetID, PersonID: f.PersonID, OwnerID: f.OwnerID,
		NeedID: f.NeedID, State: f.State, Urgency: f.Urgency, Part: f.Part, Query: f.Query, Phone: phoneTyped(f.Query), SeenBy: actor.PersonID, Everything: actor.Kind == domain.ClockActor,
		Without: f.Without, Brief: f.Brief,
	}
	out.Roles = domain.RolesFor(actor, domain.SeeAsk)
	return out
}

// phoneTyped is the phone number that somebody typed to look for, in any spelling; "" when it is none.
func phoneTyped(typed string) string {
	phone, err := domain.ParsePhone("query", typed)
	if err != nil {
		return ""
	}
	return string(phone)
}

// RequestByReference finds a request by what was read out over the phone.
func (a *App) RequestByReference(ctx context.Context, actor domain.Actor, ref string) (id domain.RequestID, err error) {
	if _, err := a.authorise(ctx, actor, domain.SeeAsk, a.onReference(ref, &id)); err != nil {
		return 0, err
	}
	return id, nil
}

// onReference finds the request of a reference, where it stands and whose it is.
func (a *App) onReference(ref string, id *domain.RequestID) target {
	return func(ctx context.Context) (domain.Target, error) {
		parsed, err := domain.ParseReference("reference", ref)
		if err != nil {
			return domain.Target{}, err
		}
		if *id, err = a.db.Store().RequestByReference(ctx, parsed); err != nil {
			return absent(err)
		}
		return a.onRequest(*id)(ctx)
	}
}

// RequestCursor is the cursor of one row of Requests.
func RequestCursor(l domain.RequestLine) string { return cursor(l.RaisedAt, l.ID) }
