package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// DemoAsk is one ask of a demo: what was asked, and what people did about it. What the clock did follows from its rules.
type DemoAsk struct {
	Raised       time.Time
	Person       int // in the list of people
	Asker        int // somebody else who asked for them; -1: nobody
	Relationship string
	ToldBack     string
	Knows        domain.Knows // "": agreed
	Need         string
	Urgency      domain.Urgency // "": the need's
	Town         string
	Street       string // "": not placed
	PlaceWords   string
	Notes        string
	MustKnow     string
	Wishes       []string
	CameBy       domain.CameBy
	WantedFrom   time.Time // zero: at once
	Duplicate    bool      // of the ask before it in the list
	Series       int       // which series it is of, from 1; 0: none
	DoorSeed     uint64

	Approved   time.Time   // when its owner let it out, if it waited for that; zero: not yet
	Replies    []DemoReply // of those who were asked, in turn; whoever comes after them does not answer
	Says       string      // what the helper says after the visit: "done", "could_not"; "": nothing yet
	SaysAfter  time.Duration
	HeldAt     time.Time // its owner holds it; zero: never
	HeldUntil  time.Time
	HoldReason string
	Ends       time.Time     // it is ended by hand, if it is still open then; zero: not
	Ending     domain.Ending // how
	EndingNote string
	Until      time.Time     // the story stops here, and the clock takes it up; zero: now
	WidensIn   time.Duration // the level's time is up so soon from now; 0: when it is
}

// DemoReply is what somebody who was asked did.
type DemoReply struct {
	Answer string        // "yes", "not_this_time", "not_this_week", "silence", "hold"; after a yes: "hand_back"
	After  time.Duration // after the message came, or after the yes
	At     time.Time     // instead of After, when it is not zero
}

// act is something that a person does at a time.
type act struct {
	at time.Time
	do func(context.Context) error
}

// story is one ask while what happened to it is worked out: people act as the demo says, the clock by its rules.
type story struct {
	b       *demoBoard
	ask     DemoAsk
	need    domain.Need
	r       domain.Request
	all     []*domain.Invitation
	pending []act
	replies int
	now     time.Time
	by      domain.PersonID // who acts by hand; 0: the clock
	byKind  string
	tasks   []*domain.Task
}

// longestStory is how many steps one ask may take: more means that something goes round in circles.
const longestStory = 2000

func (s *story) zone() *time.Location { return s.b.app.zone }

// addAsks works out the story of every ask, and writes them all down.
func (b *demoBoard) addAsks(ctx context.Context) error {
	for _, x := range b.town.Series {
		s := domain.Series{DistrictID: b.district.ID, PersonID: personOf(x.Person), NeedID: b.needs[x.Need].ID, HelperID: personOf(x.Helper),
			Weekday: x.Weekday, Starts: x.Starts, EveryWeeks: 1, BeginsOn: x.Begins, NextOn: x.Next, Notes: x.Notes}
		if err := b.AddSeries(ctx, &s); err != nil {
			return err
		}
		b.series = append(b.series, s)
	}
	for n, ask := range b.town.Asks {
		s := &story{b: b, ask: ask, need: b.needs[ask.Need], now: ask.Raised}
		if err := s.tell(ctx, domain.RequestID(n+1)); err != nil {
			return fmt.Errorf("ask %d: %w", n+1, err)
		}
		b.rows.Requests = append(b.rows.Requests, s.r)
		b.keepTasks(s)
	}
	for _, i := range b.invites {
		b.rows.Invitations = append(b.rows.Invitations, *i)
	}
	for _, m := range b.messages {
		b.rows.Messages = append(b.rows.Messages, *m)
	}
	for _, t := range b.tasks {
		b.rows.Tasks = append(b.rows.Tasks, *t)
	}
	return b.AddDemoAsks(ctx, b.rows)
}

// freshTask is how old a call of a demo may be without having been made.
const freshTask = 4 * time.Hour

// keepTasks keeps the calls of a story; what is not fresh has been done.
func (b *demoBoard) keepTasks(s *story) {
	for _, t := range s.tasks {
		if t.State == "open" && (s.r.State == domain.Closed || b.town.Now.Sub(t.CreatedAt) > freshTask) {
			s.done(t, t.CreatedAt.Add(time.Hour))
		}
		b.tasks = append(b.tasks, t)
	}
}

func (s *story) done(t *domain.Task, at time.Time) {
	t.State, t.Outcome, t.DoneBy = "done", "reached", t.OwnerID
	if t.Kind == "letter" {
		t.Outcome = "posted"
	}
	if at.After(s.b.town.Now) {
		at = s.b.town.Now
	}
	t.DoneAt = &at
}

// tell works a story out up to its end, or to now.
func (s *story) tell(ctx context.Context, id domain.RequestID) error {
	until := s.b.town.Now
	if !s.ask.Until.IsZero() {
		until = s.ask.Until
	}
	if err := s.raise(ctx, id); err != nil {
		return err
	}
	for range longestStory {
		when, action := s.b.rules.Next(facts(s.r, s.waiting()))
		next, any := s.nextAct()
		switch {
		case s.r.State == domain.Closed:
			return nil
		case any && !next.at.After(until) && !when.Before(next.at):
			s.now = later(s.now, next.at)
			if err := next.do(ctx); err != nil {
				return err
			}
		case when.Before(until):
			s.now, s.by, s.byKind = later(s.now, when), 0, "clock"
			if err := s.clock(ctx, action); err != nil {
				return err
			}
		default:
			s.widenSoon()
			when, action = s.b.rules.Next(facts(s.r, s.waiting()))
			s.r.NextAction, s.r.NextActionAt = string(action), when
			return nil
		}
	}
	return fmt.Errorf("does not come to an end: %s", s.r.NextAction)
}

// nextAct takes the earliest of what people will do.
func (s *story) nextAct() (act, bool) {
	best := -1
	for n, a := range s.pending {
		if best < 0 || a.at.Before(s.pending[best].at) {
			best = n
		}
	}
	if best < 0 {
		return act{}, false
	}
	a := s.pending[best]
	run := a.do
	a.do = func(ctx context.Context) error {
		s.pending = slices.Delete(s.pending, best, best+1)
		return run(ctx)
	}
	return a, true
}

// later puts something that a person does on the list. who is 0 for somebody whom we do not know.
func (s *story) plans(at time.Time, kind string, who domain.PersonID, do func(context.Context) error) {
	s.pending = append(s.pending, act{at, func(ctx context.Context) error {
		s.by, s.byKind = who, kind
		return do(ctx)
	}})
}

// widenSoon lets a level end at the time that the demo wants, as if some of its time had been used before.
func (s *story) widenSoon() {
	if s.ask.WidensIn == 0 || s.r.State != domain.Open {
		return
	}
	ends := s.b.rules.LevelDeadline(ladder(s.r))
	want := s.b.town.Now.Add(s.ask.WidensIn)
	if !ends.After(want) {
		return
	}
	s.r.LevelUsed += int(s.b.rules.Hours.Between(want, ends) / time.Second)
	for _, i := range s.all {
		if i.State.Live() && i.ExpiresAt != nil && i.ExpiresAt.After(want) {
			i.ExpiresAt = &want
		}
	}
}

// waiting are the invitations that hold a place.
func (s *story) waiting() []domain.Invitation {
	var out []domain.Invitation
	for _, i := range s.all {
		if i.State.Live() || i.State == domain.Accepted {
			out = append(out, *i)
		}
	}
	return out
}

// raise takes the ask down, as RaiseRequest does.
func (s *story) raise(ctx context.Context, id domain.RequestID) error {
	spot, err := s.b.place(s.ask.Town, s.ask.Street)
	if err != nil {
		return err
	}
	s.shape(id, spot)
	if s.ask.Duplicate {
		s.r.DuplicateOf = id - 1
	}
	how := s.r.GoesOut
	if s.r.DuplicateOf != 0 && how == domain.ByItself {
		how = domain.AskMeFirst
	}
	if when, waits := s.b.rules.GoesOutAt(s.r.Urgency, how, s.now); waits {
		s.r.AskFirstAt = &when
	} else {
		s.r.ApprovedAt = ptr(s.now)
	}
	o, err := s.b.owner(ctx, s.r)
	if err != nil {
		return err
	}
	s.r.OwnerID, s.r.OwnerSince = o.id, s.now
	s.byKind, s.by = "public", 0
	if s.ask.CameBy == domain.ByPhone || s.ask.CameBy == domain.ByLeaflet {
		s.byKind, s.by = "person", o.id
		s.r.RaisedBy = o.id
	}
	if s.ask.Series != 0 {
		s.byKind, s.by = "clock", 0
	}
	s.note(domain.Event{Kind: evRaised, Data: domain.EventData{Code: string(s.r.CameBy)}})
	if s.r.DuplicateOf != 0 {
		s.note(domain.Event{Kind: evDuplicate})
	}
	s.note(domain.Event{Kind: evOwner, PersonID: o.id, Data: domain.EventData{Code: string(o.why)}})
	s.confirm()
	if s.ask.MustKnow != "" {
		s.b.rows.Secrets = append(s.b.rows.Secrets, postgres.DemoSecret{DistrictID: s.r.DistrictID, RequestID: id, MustKnow: s.ask.MustKnow})
	}
	s.planned()
	if s.ask.Series != 0 {
		return s.asUsual()
	}
	return nil
}

// planned puts what the owner will do with the ask on the list.
func (s *story) planned() {
	owner := s.r.OwnerID
	if !s.ask.Approved.IsZero() && s.r.ApprovedAt == nil {
		s.plans(s.ask.Approved, "person", owner, func(context.Context) error { s.letOut(owner); return nil })
	}
	if !s.ask.HeldAt.IsZero() {
		s.plans(s.ask.HeldAt, "person", owner, func(context.Context) error { s.hold(); return nil })
	}
	if !s.ask.Ends.IsZero() {
		s.plans(s.ask.Ends, "person", owner, func(context.Context) error { s.end(s.ask.Ending, s.ask.EndingNote); return nil })
	}
}

// shape fills in the request itself.
func (s *story) shape(id domain.RequestID, spot domain.Spot) {
	ask, n := s.ask, s.need
	r := domain.Request{
		DistrictID: spot.DistrictID, ID: id, Reference: string(domain.NewReference(uint64(id))), Version: 1, PersonID: personOf(ask.Person),
		Relationship: ask.Relationship, ToldBack: ask.ToldBack, Knows: ask.Knows, NeedID: n.ID, Skills: n.Skills, CheckRequired: n.CheckRequired,
		Distance: n.Distance, Minutes: n.Minutes, Private: n.Private, GoesInside: n.GoesInside, GoesOut: n.GoesOut, Wishes: ask.Wishes,
		TownID: spot.TownID, SectionID: spot.SectionID, StreetID: spot.StreetID, PlaceWords: ask.PlaceWords, Urgency: ask.Urgency,
		WantedFrom: later(ask.Raised, ask.WantedFrom), Slots: domain.AnyTime, CameBy: ask.CameBy, Notes: ask.Notes, DoorWords: domain.DoorWords(ask.DoorSeed),
		RaisedAt: s.now, StartedAt: s.now, LevelSince: s.now, FanOut: 1, State: domain.Open,
	}
	if ask.Asker >= 0 {
		r.AskerID = personOf(ask.Asker)
	}
	if r.Knows == "" {
		r.Knows = domain.Agreed
	}
	if r.ToldBack == "" {
		r.ToldBack = "nothing"
	}
	if r.Urgency == "" {
		r.Urgency = n.Urgency
	}
	if r.Wishes == nil {
		r.Wishes = []string{}
	}
	if r.CameBy == domain.ByLeaflet {
		day := dateOf(ask.Raised.AddDate(0, 0, -2), s.zone())
		r.LeafletOn = &day
	}
	if n.Private {
		r.StartLevel, r.Level = domain.AtTown, domain.AtTown
	}
	r.UsefulUntil = usefulUntil(r.Urgency, r.WantedFrom, s.b.rules, s.zone())
	if ask.Series != 0 {
		r.SeriesID, r.GoesOut, r.UsefulUntil = s.b.series[ask.Series-1].ID, domain.ByItself, r.WantedFrom.Add(usefulAfter)
	}
	r.Asleep = s.b.rules.Sleeps(s.now, r.WantedFrom)
	s.r = r
}

// confirm tells whoever asked that we have it, and the owner where there is something for them to do, as the use case does.
func (s *story) confirm() {
	for _, id := range []domain.PersonID{s.r.PersonID, s.r.AskerID} {
		if id == 0 || (id == s.r.PersonID && s.r.Knows != domain.Agreed) || s.r.SeriesID != 0 {
			continue
		}
		s.say(domain.Message{Key: fmt.Sprintf("received:%d:%d", s.r.ID, id), Kind: sayRequestReceived, PersonID: id})
	}
	switch {
	case s.r.SeriesID != 0:
	case s.r.Urgency == domain.InHours:
		s.say(domain.Message{Key: fmt.Sprintf("owner:%d:0", s.r.ID), Kind: sayDeskAlert, PersonID: s.r.OwnerID})
	case waitsForPerson(s.r):
		s.say(domain.Message{Key: fmt.Sprintf("owner:%d:0", s.r.ID), Kind: sayOwnerNew, PersonID: s.r.OwnerID})
	}
}

// note writes one step of the story.
func (s *story) note(e domain.Event) {
	e.DistrictID, e.RequestID, e.At, e.Actor, e.ActorID = s.r.DistrictID, s.r.ID, s.now, s.byKind, s.by
	if e.Actor == "" {
		e.Actor = "clock"
	}
	s.b.rows.Events = append(s.b.rows.Events, e)
}

// say writes a message that went out long ago; a call or a letter is something that somebody did.
func (s *story) say(m domain.Message) {
	p := s.b.town.People[m.PersonID-1]
	at := s.now
	m.DistrictID, m.ID, m.RequestID, m.Channel, m.Purpose = s.r.DistrictID, domain.MessageID(len(s.b.messages)+1), s.r.ID, p.Reached(), "case"
	m.CreatedAt, m.DueAt, m.State, m.Attempts, m.FirstClaimedAt, m.SentAt = at, at, "sent", 1, &at, &at
	s.b.messages = append(s.b.messages, &m)
	if m.Channel == domain.ByEmail {
		return
	}
	s.tasks = append(s.tasks, &domain.Task{DistrictID: s.r.DistrictID, Kind: string(m.Channel), MessageID: m.ID, RequestID: s.r.ID,
		PersonID: m.PersonID, OwnerID: s.r.OwnerID, TownID: s.r.TownID, DueAt: at, CreatedAt: at, State: "open"})
}

func ptr(t time.Time) *time.Time { return &t }
