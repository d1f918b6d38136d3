package domain

import (
	"slices"
	"time"
)

// RequestState is where an ask stands.
type RequestState string

// The states. Assigned: one helper has said yes. Closed: it has an ending.
const (
	Open     RequestState = "open"
	Assigned RequestState = "assigned"
	Closed   RequestState = "closed"
)

// Ending is how an ask ended; each has who and why.
type Ending string

// The endings.
const (
	Helped    Ending = "helped"    // yes from either side or the desk
	Sorted    Ending = "sorted"    // by family, a neighbour or themselves
	PassedOn  Ending = "passed_on" // to a named organisation that said yes
	Withdrawn Ending = "withdrawn"
	Moved     Ending = "moved"
	Hospital  Ending = "hospital"
	Died      Ending = "died"
	Mistake   Ending = "mistake"
)

// Plain returns the ending as people say it; "" for one that is none of the eight.
func (e Ending) Plain() string {
	switch e {
	case Helped:
		return "helped"
	case Sorted:
		return "sorted by family, a neighbour or themselves"
	case PassedOn:
		return "passed to somebody who said yes"
	case Withdrawn:
		return "not wanted any more"
	case Moved:
		return "moved away"
	case Hospital:
		return "in hospital"
	case Died:
		return "died"
	case Mistake:
		return "a mistake"
	}
	return ""
}

// CameBy is how an ask came in.
type CameBy string

// The ways in.
const (
	ByWeb       CameBy = "web"
	ByPhone     CameBy = "phone"
	ByLeaflet   CameBy = "leaflet"
	ByAgency    CameBy = "agency"
	ByNeighbour CameBy = "neighbour"
	BySeries    CameBy = "series"
)

// Knows says what a person knows of an ask that another raised for them. Anything but Agreed goes to the desk, and
// nobody is invited.
type Knows string

// What a person may know.
const (
	Agreed       Knows = "agreed"
	NotYet       Knows = "not_yet"
	CannotDecide Knows = "cannot_decide"
)

// Request is one ask for help.
type Request struct {
	DistrictID DistrictID
	ID         RequestID `bun:",pk,autoincrement"`
	Reference  string
	Version    int
	PersonID   PersonID
	AskerID    PersonID `bun:",nullzero"` // somebody else who asked for them; 0: nobody
	// What the asker is to the person, and may be told.
	Relationship string
	ToldBack     string // "nothing", "that_help_came", "everything"
	Knows        Knows
	// The need as it was when asked.
	NeedID        NeedID
	Skills        []string `bun:",array"`
	CheckRequired CheckLevel
	Distance      Distance
	Minutes       int
	Private       bool
	GoesInside    bool
	GoesOut       GoesOut
	Wishes        []string  `bun:",array"` // hard wishes: "woman", "man", "step_free", "other_street", a language code
	TownID        TownID    `bun:",nullzero"`
	SectionID     SectionID `bun:",nullzero"`
	StreetID      StreetID  `bun:",nullzero"` // 0: not placed yet
	PlaceWords    string
	Urgency       Urgency
	WantedFrom    time.Time
	UsefulUntil   time.Time
	Slots         Availability
	CameBy        CameBy
	LeafletOn     *time.Time
	SeriesID      SeriesID `bun:",nullzero"`
	Notes         string
	DoorWords     string
	DuplicateOf   RequestID `bun:",nullzero"`
	RaisedBy      PersonID  `bun:",nullzero"`
	RaisedAt      time.Time
	// Where it stands.
	State        RequestState
	ApprovedAt   *time.Time // may go out
	ApprovedBy   PersonID   `bun:",nullzero"`
	StartLevel   Level
	Level        Level
	StartedAt    time.Time // helpers are looked for since then
	LevelSince   time.Time // this level began, or began to run again after a hold
	LevelUsed    int       // seconds of open time spent on this level before that
	FanOut       int
	Asleep       bool
	AskFirstAt   *time.Time
	PlannedAt    *time.Time
	FreedAt      *time.Time
	Nobody       bool
	MissedAt     *time.Time
	ReviewedAt   *time.Time
	OwnerID      PersonID  `bun:",nullzero"`
	OwnerSince   time.Time `bun:",nullzero"`
	NextAction   string    `bun:",nullzero"`
	NextActionAt time.Time `bun:",nullzero"`
	Tries        int
	HoldReason   string
	HoldUntil    *time.Time
	FailedAt     *time.Time // support failure
	VisitAt      *time.Time
	VisitEndsAt  *time.Time
	NudgedAt     *time.Time
	HomeAskedAt  *time.Time
	ArrivedAt    *time.Time
	HomeSafeAt   *time.Time
	HelperSaid   string // "", "done", "could_not", "need_a_hand", "no_answer"
	PersonSaid   string // "", "done", "not_done", "need_a_hand"
	AfterAskedAt *time.Time
	RungAt       *time.Time
	ThankedAt    *time.Time
	ClosedAt     *time.Time
	ClosedBy     PersonID `bun:",nullzero"`
	Ending       Ending   `bun:",nullzero"`
	EndingNote   string
	KeepUntil    *time.Time
}

// WantsHand reports whether the helper or the person has said that the visit went wrong, and no person has looked at it since.
func (r Request) WantsHand() bool {
	return r.State == Assigned && (r.HelperSaid == "need_a_hand" || r.HelperSaid == "no_answer" ||
		r.PersonSaid == "need_a_hand" || r.PersonSaid == "not_done")
}

// Knocks reports whether it is asked for so that somebody sees whether the person is all right: then nobody at the door is news.
func (r Request) Knocks() bool { return slices.Contains(r.Skills, "knock") }

// Spot returns where the ask stands in the tree of places.
func (r Request) Spot() Spot {
	return Spot{DistrictID: r.DistrictID, TownID: r.TownID, SectionID: r.SectionID, StreetID: r.StreetID}
}

// Follow puts the ask under a row of its kind of help, as when it is raised. What keeps people safe is never less than it was: the
// check, that neither name nor street is told before a yes, and that the young do not go inside alone.
func (r *Request) Follow(n Need) {
	r.NeedID, r.Skills, r.Distance, r.Minutes, r.GoesOut = n.ID, n.Skills, n.Distance, n.Minutes, n.GoesOut
	r.CheckRequired = r.CheckRequired.Stricter(n.CheckRequired)
	r.Private, r.GoesInside = r.Private || n.Private, r.GoesInside || n.GoesInside
	if r.Skills == nil {
		r.Skills = []string{}
	}
	if r.Private && r.Level == r.StartLevel {
		r.StartLevel = max(r.StartLevel, AtTown)
		r.Level = r.StartLevel
	}
}

// Placed reports whether the street is known, so that helpers can be looked for.
func (r Request) Placed() bool { return r.StreetID != 0 }

// RequestLine is an ask as a list shows it: no surname, no address, no phone.
type RequestLine struct {
	ID           RequestID
	Reference    string
	FirstName    string
	NeedName     string
	StreetName   string
	SectionName  string
	TownName     string
	State        RequestState
	Urgency      Urgency
	Level        Level
	OwnerID      PersonID
	OwnerName    string
	HelperName   string // who said yes, or who is asked now
	HelperBy     Way    // how they are to be reached who is asked and was not reached yet; "": they were
	RaisedAt     time.Time
	UsefulUntil  time.Time
	NextAction   string
	NextActionAt time.Time
	FailedAt     *time.Time
	HoldReason   string
	VisitAt      *time.Time
	HelperSaid   string // see Request
	PersonSaid   string
	DuplicateOf  RequestID
	Placed       bool
	Approved     bool
	Ending       Ending
	ClosedAt     *time.Time
	LastEvent    *LastEvent // nil: not read, or there is none
}

// DeskPart is the part of the desk in which an open ask stands: each stands in one.
type DeskPart string

// The parts of the desk.
const (
	NeedsYou DeskPart = "needs_you" // it goes on only when a person does something
	NewHere  DeskPart = "new"       // raised within a day, and on its way
	Waiting  DeskPart = "waiting"   // all others
)

// Known reports whether p is a part of the desk.
func (p DeskPart) Known() bool { return p == NeedsYou || p == NewHere || p == Waiting }

// DeskCounts are how many open asks stand in each part of the desk.
type DeskCounts struct {
	NeedsYou, New, Waiting int
	Tasks                  int // calls to make, letters to post
}

// Open counts all open asks.
func (c DeskCounts) Open() int { return c.NeedsYou + c.New + c.Waiting }

// RequestName is one of the names that a line has from another table. Each costs a look into that table, so a list that does not show
// it may leave it out.
type RequestName int

// The names of a line.
const (
	NeedName RequestName = iota
	StreetName
	SectionName
	TownName
	OwnerName
	HelperName
	HelperBy
)

// LastEvent is the newest step of the story of a request, as a list shows it.
type LastEvent struct {
	At   time.Time
	Kind string
}

// Series is an ask that repeats, with the same helper each time: only cover is matched.
type Series struct {
	DistrictID DistrictID
	ID         SeriesID
	PersonID   PersonID
	NeedID     NeedID
	HelperID   PersonID // 0: nobody yet
	Weekday    int      // ISO: Monday is 1
	Starts     time.Duration
	EveryWeeks int
	BeginsOn   time.Time
	EndsOn     *time.Time
	NextOn     time.Time
	Notes      string
}
