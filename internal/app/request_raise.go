package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
)

// RaiseRequest asks for help: for oneself on the public page, or for somebody who rang, handed in a leaflet, or asked through
// an agency or a neighbour.
type RaiseRequest struct {
	PersonID  domain.PersonID // somebody known, chosen by a call-taker; 0: the fields below make a new person
	FirstName string
	LastName  string
	Phone     string
	Email     string
	Address   string
	Preferred domain.Way
	// What is safe, a way at a time.
	SafeToRing         bool
	SafeToText         bool
	SafeToWrite        bool
	SafeToLeaveMessage bool
	SafeUnasked        bool // whoever writes it down has not said what is safe, nor that nothing is: it is refused

	DistrictID domain.DistrictID // 0: the town's
	TownID     domain.TownID     // 0: not known, or the street's
	StreetID   domain.StreetID   // 0: not known: see PlaceWords
	PlaceWords string            // where it is when it is no street: "the caravans behind the mill"

	Asker *Asker // somebody else asks for them; nil: they ask themselves

	NeedID      domain.NeedID
	Urgency     domain.Urgency      // "": the need's own
	WantedFrom  *time.Time          // nil: from now
	UsefulUntil *time.Time          // nil: by urgency
	Slots       domain.Availability // parts of the week that suit; 0: any
	Notes       string              // for the helper before yes
	MustKnow    string              // for the helper after yes; erased 30 days after the end
	Wishes      []string            // hard wishes: "woman", "man", "step_free", "other_street", or a language code
	CameBy      domain.CameBy
	LeafletOn   *time.Time
	Repeat      *Repeat

	AgreedShare  bool // what is needed may be shared with a helper
	AgreedBeyond bool // we may look beyond the town
	EmailIsRight bool // the address is meant as typed, although it looks mistyped

	IP             string `json:"-"` // where the public comes from, for the limit on what is public; "": not limited
	IdempotencyKey string // the same key and input again give the same request again; "": none
}

// Asker is somebody who asks for another person.
type Asker struct {
	FirstName    string
	LastName     string
	Phone        string
	Email        string
	Relationship string
	ToldBack     string // "nothing", "that_help_came", "everything"
	Knows        domain.Knows
}

// Raised is what whoever asked is given.
type Raised struct {
	RequestID   domain.RequestID
	Reference   domain.Reference
	StatusToken string // opens the status page; it never names the need
}

// How long an ask may wait when nobody said, and how much may be typed.
const (
	usefulInHours = 6 * time.Hour
	longestNotes  = 1000
	longestName   = 80
	statusLasts   = 180 * 24 * time.Hour
)

// RaiseRequest takes an ask down. Nothing of it is lost: what cannot be placed is owned by the desk or the district. When another ask is
// in under the same key, it returns that with the Conflict.
func (a *App) RaiseRequest(ctx context.Context, actor domain.Actor, cmd RaiseRequest) (Raised, error) {
	g, err := a.authorise(ctx, actor, raiseAction(cmd), a.onRaise(actor, cmd))
	if err != nil {
		return Raised{}, err
	}
	var out Raised
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		id, done, err := w.repeated(ctx, "RaiseRequest", cmd.IdempotencyKey, cmd)
		if err == nil && !done {
			id, err = w.raiseOnce(ctx, cmd)
		}
		if id == 0 {
			return err
		}
		r, wrong := w.Request(ctx, domain.RequestID(id))
		if wrong != nil {
			return wrong
		}
		out = Raised{RequestID: r.ID, Reference: domain.Reference(r.Reference), StatusToken: a.statusToken(r)}
		return err
	})
	return out, err
}

// raiseOnce takes down an ask that is new, and remembers it under its key.
func (w *work) raiseOnce(ctx context.Context, cmd RaiseRequest) (int64, error) {
	if err := w.app.limitAsking(ctx, w, cmd); err != nil {
		return 0, err
	}
	id, err := w.raise(ctx, cmd)
	if err != nil {
		return 0, err
	}
	return id, w.remember(ctx, "RaiseRequest", cmd.IdempotencyKey, cmd, id)
}

// limitAsking bounds how often the public may ask from one address: many people may share one.
func (a *App) limitAsking(ctx context.Context, w *work, cmd RaiseRequest) error {
	if w.by.Kind != domain.PublicActor {
		return nil
	}
	return a.limit(ctx, w, "ask", wayIn(cmd.IP), asksAnHour, time.Hour)
}

// asksAnHour is how many asks the public may send from one address in an hour.
const asksAnHour = 20

// raiseAction: whoever asks for themselves on the public page may; for what came by phone, on paper, from an agency, or for a
// person whom we know already, it takes a role.
func raiseAction(cmd RaiseRequest) domain.Action {
	public := cmd.CameBy == "" || cmd.CameBy == domain.ByWeb || cmd.CameBy == domain.ByNeighbour
	if public && cmd.PersonID == 0 && (cmd.Repeat == nil || cmd.Repeat.HelperID == 0) {
		return domain.RaiseAsk
	}
	return domain.TakeAsk
}

func (a *App) onRaise(actor domain.Actor, cmd RaiseRequest) target {
	if cmd.PersonID != 0 {
		return a.onPerson(cmd.PersonID)
	}
	if actor.Kind == domain.PersonActor {
		return somewhere(actor)
	}
	return at(domain.Spot{})
}

// statusToken opens the status page for the person who asked, or for whoever asked for them.
func (a *App) statusToken(r domain.Request) string {
	holder := r.PersonID
	if r.AskerID != 0 {
		holder = r.AskerID
	}
	return domain.Seal(a.secret, a.statusClaim(r, holder))
}

func (a *App) statusClaim(r domain.Request, holder domain.PersonID) domain.Claim {
	return domain.Claim{Purpose: domain.ForStatus, DistrictID: r.DistrictID, PersonID: holder, ID: int64(r.ID),
		Expires: r.RaisedAt.Add(statusLasts)}
}

// raise does the work of RaiseRequest and returns the new request's id.
func (w *work) raise(ctx context.Context, cmd RaiseRequest) (int64, error) {
	draft, err := w.draft(ctx, cmd)
	if err != nil {
		return 0, err
	}
	if err := w.addPeople(ctx, cmd, draft.request.Spot(), &draft); err != nil {
		return 0, err
	}
	if cmd.Repeat != nil {
		if err := w.addSeries(ctx, &draft.request, *cmd.Repeat); err != nil {
			return 0, err
		}
	}
	if err := w.addRequest(ctx, &draft.request, draft.mustKnow); err != nil {
		return 0, err
	}
	if err := w.confirm(ctx, draft.request); err != nil || cmd.Repeat == nil || cmd.Repeat.HelperID == 0 {
		return int64(draft.request.ID), err
	}
	return int64(draft.request.ID), w.asUsual(ctx, &draft.request, cmd.Repeat.HelperID)
}

// draft is a request on its way in: checked, but with nobody and nothing of it stored.
type draft struct {
	request  domain.Request
	person   domain.Person
	asker    domain.Person
	mustKnow string
}

// draft checks all that was typed, and says everything that is wrong at once.
func (w *work) draft(ctx context.Context, cmd RaiseRequest) (draft, error) {
	var wrong domain.Errors
	spot, need, err := w.whereAndWhat(ctx, &wrong, cmd)
	if err != nil {
		return draft{}, err
	}
	rules, err := w.rules(ctx, spot.DistrictID)
	if err != nil {
		return draft{}, err
	}
	if rules.Doors.Shut() && (w.by.Kind == domain.PublicActor || w.by.Kind == domain.BearerActor) {
		return draft{}, w.notOpen(ctx, spot)
	}
	d := draft{mustKnow: plain(cmd.MustKnow)}
	if cmd.PersonID == 0 {
		d.person = newPerson(&wrong, "", details{cmd.FirstName, cmd.LastName, cmd.Phone, cmd.Email, cmd.Address, cmd.EmailIsRight})
		if d.person.Phone == "" && d.person.Email == "" && cmd.Asker == nil && cmd.CameBy != domain.ByLeaflet && !wrong.At("phone") && !wrong.At("email") {
			wrong.Add("phone", "Please give a phone number or an e-mail address, so that we can tell you who is coming.")
		}
	}
	if cmd.Asker != nil {
		d.asker = newPerson(&wrong, "asker.", details{cmd.Asker.FirstName, cmd.Asker.LastName, cmd.Asker.Phone, cmd.Asker.Email, "", cmd.EmailIsRight})
		if d.asker.Phone == "" && d.asker.Email == "" {
			wrong.Add("asker.phone", "Please give your own phone number or e-mail address, so that we can ask you about it.")
		}
	}
	askedSafe(&wrong, cmd.SafeUnasked)
	tooLong(&wrong, "notes", cmd.Notes, longestNotes)
	tooLong(&wrong, "mustKnow", cmd.MustKnow, longestNotes)
	tooLong(&wrong, "placeWords", cmd.PlaceWords, longestNotes)
	if spot.StreetID == 0 && plain(cmd.PlaceWords) == "" && !wrong.At("streetId") {
		wrong.Add("streetId", "Please choose the street, or tell us in your own words where it is.")
	}
	if w.by.Kind == domain.PublicActor { // who can mend it at once: a desk writes down what it knows, and asks for the rest
		Findable(&wrong, cmd, need)
	}
	d.request = w.shape(&wrong, cmd, spot, need, rules)
	if need.ID != 0 {
		w.checkRepeat(&wrong, d.request, cmd.Repeat, need)
	}
	d.request.Notes, err = ParseNotes("notes", cmd.Notes)
	gather(&wrong, err)
	if err := w.noDoor(ctx, &wrong, cmd, d.request); err != nil {
		return d, err
	}
	return d, wrong.Err()
}

// Findable notes it as wrong when a helper could neither find the door of somebody new nor ring them.
func Findable(wrong *domain.Errors, cmd RaiseRequest, need domain.Need) {
	if cmd.PersonID != 0 || cmd.Phone != "" || wrong.At("phone") {
		return
	}
	switch byPhone := need.Distance == domain.Anywhere; {
	case byPhone && cmd.Asker != nil:
		wrong.Add("phone", "Please give their phone number: a helper rings them.")
	case byPhone:
		wrong.Add("phone", "Please give your phone number: a helper rings you.")
	case line(cmd.Address) != "" || plain(cmd.PlaceWords) != "" || wrong.At("address"):
	case cmd.Asker != nil:
		wrong.Add("address", "Please write their house number or name, or their phone number, so that a helper finds them.")
	default:
		wrong.Add("address", "Please write your house number or name, or your phone number, so that a helper finds you.")
	}
}

// noDoor notes it as wrong when what a helper is shown before yes leads to the door of whoever is to be helped.
func (w *work) noDoor(ctx context.Context, wrong *domain.Errors, cmd RaiseRequest, r domain.Request) error {
	if r.Notes == "" {
		return nil
	}
	house, street := line(cmd.Address), ""
	if cmd.PersonID != 0 {
		p, err := w.Person(ctx, cmd.PersonID)
		if domain.KindOf(err) == domain.NotFound {
			return nil // which is said later
		}
		if err != nil {
			return err
		}
		house = p.Address
	}
	if r.Placed() {
		s, err := w.Street(ctx, r.StreetID)
		if err != nil {
			return err
		}
		street = s.Name
	}
	gather(wrong, checkDoor("notes", r.Notes, street, house))
	return nil
}

// shape fills in the request itself: what, when, and how it may go out.
func (w *work) shape(wrong *domain.Errors, cmd RaiseRequest, spot domain.Spot, need domain.Need, rules escalation.Rules) domain.Request {
	r := domain.Request{
		DistrictID: spot.DistrictID, TownID: spot.TownID, SectionID: spot.SectionID, StreetID: spot.StreetID,
		PlaceWords: plain(cmd.PlaceWords), Version: 1, Knows: domain.Agreed, ToldBack: "nothing",
		NeedID: need.ID, Skills: need.Skills, CheckRequired: need.CheckRequired, Distance: need.Distance, Minutes: need.Minutes,
		Private: need.Private, GoesInside: need.GoesInside, GoesOut: need.GoesOut, Wishes: wishes(wrong, cmd.Wishes),
		Urgency: cmd.Urgency, Slots: cmd.Slots, CameBy: cmd.CameBy, LeafletOn: cmd.LeafletOn,
		DoorWords: domain.DoorWords(rand.Uint64()),
		RaisedAt:  w.now, StartedAt: w.now, LevelSince: w.now, FanOut: 1, State: domain.Open,
	}
	if w.by.Kind == domain.PersonActor {
		r.RaisedBy = w.by.PersonID
	}
	if r.Skills == nil {
		r.Skills = []string{}
	}
	if r.CameBy == "" {
		r.CameBy = domain.ByWeb
	}
	if r.Urgency == "" {
		r.Urgency = need.Urgency
	}
	if !r.Urgency.Valid() {
		wrong.Add("urgency", "Please choose how soon: in the next few hours, today or tomorrow, this week, or when it suits.")
		r.Urgency = need.Urgency
	}
	if r.Slots == 0 {
		r.Slots = domain.AnyTime
	}
	if need.Private {
		r.StartLevel, r.Level = domain.AtTown, domain.AtTown
	}
	if r.CameBy == domain.ByLeaflet && cmd.LeafletOn == nil {
		wrong.Add("leafletOn", "Please write the date that is on the leaflet.")
	}
	w.window(wrong, &r, cmd, rules)
	return r
}

// window settles from when help is wanted and until when it is of use.
func (w *work) window(wrong *domain.Errors, r *domain.Request, cmd RaiseRequest, rules escalation.Rules) {
	r.WantedFrom = w.now
	if cmd.WantedFrom != nil && cmd.WantedFrom.After(w.now) {
		r.WantedFrom = *cmd.WantedFrom
	}
	if r.Urgency == domain.InHours && !rules.Hours.IsOpen(w.now) && w.by.Kind != domain.ClockActor {
		wrong.Add("urgency", "Nobody is at the desk now. It opens %s. If it cannot wait, ring 999 in danger, or 111 for medical advice.",
			w.lang.Time(rules.Hours.NextOpen(w.now), w.now, w.app.zone))
	}
	if tooFar(w.now, r.WantedFrom) {
		wrong.Add("wantedFrom", farAhead)
	}
	r.UsefulUntil = usefulUntil(r.Urgency, r.WantedFrom, rules, w.app.zone)
	if cmd.UsefulUntil != nil {
		r.UsefulUntil = *cmd.UsefulUntil
		if !r.UsefulUntil.After(w.now) || r.UsefulUntil.Before(r.WantedFrom) {
			wrong.Add("usefulUntil", "That time has passed. Please choose a later one.")
			r.UsefulUntil = r.WantedFrom
		} else if !tooFar(w.now, r.WantedFrom) && tooFar(w.now, r.UsefulUntil) {
			wrong.Add("usefulUntil", farAhead)
		}
	}
	r.Asleep = rules.Sleeps(w.now, r.WantedFrom)
}

// farAhead is said of a time that is most likely mistyped.
const farAhead = "That is more than a year ahead. Please choose a day within a year."

// tooFar reports whether a time is further ahead than anybody can ask for.
func tooFar(now, t time.Time) bool { return t.After(now.AddDate(1, 0, 0)) }

// usefulUntil is how long help is of use when nobody said.
func usefulUntil(u domain.Urgency, from time.Time, rules escalation.Rules, zone *time.Location) time.Time {
	local := from.In(zone)
	endOf := func(days int) time.Time {
		midnight := time.Date(local.Year(), local.Month(), local.Day()+days, 0, 0, 0, 0, zone)
		return rules.Hours.NextOpen(midnight).Add(rules.Hours.Day())
	}
	switch u {
	case domain.InHours:
		return from.Add(usefulInHours)
	case domain.InADay:
		return endOf(1)
	case domain.ThisWeek:
		return endOf(7)
	}
	return endOf(28)
}

// whereAndWhat finds the place and the kind of help. What is not there is noted as wrong, and something else is taken for it, so that
// the rest can be checked too: the district for its town or street, and for a kind of help the zero one.
func (w *work) whereAndWhat(ctx context.Context, wrong *domain.Errors, cmd RaiseRequest) (spot domain.Spot, need domain.Need, err error) {
	spot = domain.Spot{DistrictID: cmd.DistrictID, TownID: cmd.TownID}
	if cmd.StreetID != 0 {
		s, err := w.StreetSpot(ctx, cmd.StreetID)
		switch {
		case domain.KindOf(err) == domain.NotFound:
			wrong.Add("streetId", "We do not know that street. Please type its name again, or say in your own words where it is.")
		case err != nil:
			return spot, need, err
		default:
			spot = s
		}
	}
	door, err := w.TownDoor(ctx, spot.DistrictID, spot.TownID)
	if domain.KindOf(err) == domain.NotFound {
		wrong.Add("townId", "Please choose the town.")
		door, err = w.TownDoor(ctx, 0, 0)
	}
	if domain.KindOf(err) == domain.NotFound { // not even a district
		return spot, need, wrong.Err()
	}
	if err != nil {
		return spot, need, err
	}
	placed := len(*wrong) == 0
	spot.DistrictID, spot.TownID = door.DistrictID, door.TownID
	if need, err = w.Need(ctx, cmd.NeedID); err == nil && placed {
		need, err = w.needHere(ctx, door, need.ID)
	}
	switch {
	case err != nil && domain.KindOf(err) != domain.NotFound:
		return spot, need, err
	case err == nil && need.TownID != 0 && !need.Active:
		wrong.Add("needId", "“%s” is not to be had in %s. Please choose what else would help.", domain.Text(need.Name), door.Name)
	case err != nil || !need.Active:
		wrong.Add("needId", "Please choose what would help.")
	default:
		return spot, need, nil
	}
	return spot, domain.Need{Urgency: domain.WhenSuits}, nil
}

// addPeople stores the person and the asker of a request.
func (w *work) addPeople(ctx context.Context, cmd RaiseRequest, spot domain.Spot, d *draft) error {
	if cmd.PersonID != 0 {
		p, err := w.Person(ctx, cmd.PersonID)
		if err != nil {
			return err
		}
		if p.DistrictID != spot.DistrictID {
			return notFound()
		}
		d.person = p
	} else {
		w.asked(&d.person, cmd, spot)
		if cmd.Asker == nil {
			d.person.Language = w.spoken()
		}
		if err := w.AddPerson(ctx, &d.person); err != nil {
			return err
		}
	}
	d.request.PersonID = d.person.ID
	if cmd.Asker == nil {
		return nil
	}
	d.asker.DistrictID, d.asker.CreatedAt, d.asker.HowTold = spot.DistrictID, w.now, howTold(cmd.CameBy)
	d.asker.SafeToRing, d.asker.SafeToWrite, d.asker.NoticeVersion, d.asker.Language = true, true, noticeVersion, w.spoken()
	if err := w.AddPerson(ctx, &d.asker); err != nil {
		return err
	}
	d.request.AskerID, d.request.Relationship = d.asker.ID, line(cmd.Asker.Relationship)
	if cmd.Asker.ToldBack != "" {
		d.request.ToldBack = cmd.Asker.ToldBack
	}
	d.request.Knows = domain.NotYet
	if cmd.Asker.Knows != "" {
		d.request.Knows = cmd.Asker.Knows
	}
	return nil
}

// spoken is the language in which somebody asks on the page, to write to them in; "" for English, and where another writes it down.
func (w *work) spoken() string {
	if w.by.Kind != domain.PublicActor || w.lang == nil {
		return ""
	}
	return w.lang.Code()
}

// noticeVersion is the privacy notice that people are shown now.
const noticeVersion = "2026-1"

// asked fills in a person who asks: what is safe, why we hold it, and what they agreed to.
func (w *work) asked(p *domain.Person, cmd RaiseRequest, spot domain.Spot) {
	p.DistrictID, p.TownID, p.StreetID, p.CreatedAt = spot.DistrictID, spot.TownID, spot.StreetID, w.now
	p.Preferred = cmd.Preferred
	if p.Preferred == "" {
		p.Preferred = domain.ByEmail
	}
	p.SafeToRing, p.SafeToText, p.SafeToWrite = cmd.SafeToRing, cmd.SafeToText, cmd.SafeToWrite
	p.SafeToLeaveMessage = cmd.SafeToLeaveMessage
	p.LawfulBasis, p.NoticeVersion, p.HowTold = "legitimate_interests", noticeVersion, howTold(cmd.CameBy)
	p.AgreedShare, p.AgreedBeyond = cmd.AgreedShare, cmd.AgreedBeyond
}

func howTold(by domain.CameBy) string {
	switch by {
	case domain.ByPhone:
		return "phone"
	case domain.ByLeaflet:
		return "paper"
	case domain.ByAgency, domain.ByNeighbour:
		return "through_another"
	}
	return "page"
}

// addRequest gives a request its reference, its owner and its first step, and stores it.
func (w *work) addRequest(ctx context.Context, r *domain.Request, mustKnow string) error {
	n, err := w.NextRequestNumber(ctx)
	if err != nil {
		return err
	}
	r.Reference = string(domain.NewReference(n))
	p, err := w.Person(ctx, r.PersonID)
	if err != nil {
		return err
	}
	if r.CameBy != domain.BySeries { // the visit of last week may not have ended yet, and is none
		if r.DuplicateOf, err = w.OtherOpenRequest(ctx, p, r.NeedID); err != nil {
			return err
		}
	}
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return err
	}
	w.goingOut(r, rules)
	owner, why, err := w.ownerOf(ctx, *r)
	if err != nil {
		return err
	}
	r.OwnerID, r.OwnerSince = owner, w.now
	at, action := rules.Next(facts(*r, nil))
	r.NextActionAt, r.NextAction = at, string(action)
	if err := w.AddRequest(ctx, r); err != nil {
		return err
	}
	w.touches(*r)
	if mustKnow != "" {
		if err := w.AddSecret(ctx, *r, mustKnow); err != nil {
			return err
		}
	}
	if err := w.note(ctx, *r, domain.Event{Kind: evRaised, Data: domain.EventData{Code: string(r.CameBy)}}); err != nil {
		return err
	}
	if r.DuplicateOf != 0 {
		if err := w.note(ctx, *r, domain.Event{Kind: evDuplicate}); err != nil {
			return err
		}
	}
	return w.note(ctx, *r, domain.Event{Kind: evOwner, PersonID: owner, Data: domain.EventData{Code: string(why)}})
}

// goingOut settles whether a request may go out now, or waits for a word of its owner. A likely duplicate waits too.
func (w *work) goingOut(r *domain.Request, rules escalation.Rules) {
	how := r.GoesOut
	if r.DuplicateOf != 0 && how == domain.ByItself {
		how = domain.AskMeFirst
	}
	if when, waits := rules.GoesOutAt(r.Urgency, how, w.now); waits {
		r.AskFirstAt = &when
		return
	}
	r.ApprovedAt = &w.now
}

// confirm tells whoever asked that we have it, and the owner that it is theirs, if there is something for them to do.
func (w *work) confirm(ctx context.Context, r domain.Request) error {
	for _, id := range []domain.PersonID{r.PersonID, r.AskerID} {
		if id == 0 || (id == r.PersonID && r.Knows != domain.Agreed) {
			continue
		}
		key := fmt.Sprintf("received:%d:%d", r.ID, id)
		if err := w.say(ctx, domain.Message{Key: key, Kind: sayRequestReceived, PersonID: id, RequestID: r.ID}); err != nil {
			return err
		}
	}
	if err := w.alertDesk(ctx, r); err != nil {
		return err
	}
	if !waitsForPerson(r) && r.SeriesID == 0 { // a new regular ask has yet to find the helper whom it keeps
		return nil
	}
	return w.tellOwner(ctx, r, domain.MessageData{})
}

// alertDesk tells the desk at once of what is wanted in the next few hours, whoever owns it.
func (w *work) alertDesk(ctx context.Context, r domain.Request) error {
	if r.Urgency != domain.InHours {
		return nil
	}
	r.Level = domain.AtTown
	desk, _, err := w.ownerOf(ctx, r)
	if err != nil {
		return err
	}
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("desk:%d", r.ID), Kind: sayDeskAlert, PersonID: desk, RequestID: r.ID})
}
