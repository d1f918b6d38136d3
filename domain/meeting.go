package domain

import "time"

// Meeting is the daily operations meeting of a district, one a day. Its figures are those of the moment at which it began; which asks were on its lists is
// kept by their ids, so that it can be read later by whoever may see them then.
type Meeting struct {
	DistrictID  DistrictID
	HeldOn      time.Time // a date
	BeganAt     time.Time
	BeganBy     PersonID
	Since       time.Time   // what it counts from: the beginning of the meeting before it
	NotFoundIDs []RequestID `bun:"not_found_ids,array"`
	WaitingIDs  []RequestID `bun:"waiting_ids,array"`
	MeetingFigures
	BeganByName string `bun:",scanonly"`
}

// MeetingFigures are what a meeting begins with.
type MeetingFigures struct {
	Asked    int // asks raised since the meeting before
	Helped   int // asks that have ended with help since then
	Waiting  int // open asks that wait longer than we said
	NotFound int // open asks for which the whole district was asked and nobody was found
	Vacant   int // streets that nobody looks after
}

// MeetingAction is what somebody said at a meeting that they would do. It stays on the list until it is done.
type MeetingAction struct {
	DistrictID DistrictID
	ID         MeetingActionID `bun:",pk,autoincrement"`
	SaidOn     time.Time       // the date of the meeting
	SaidAt     time.Time
	SaidBy     PersonID
	Words      string
	OwnerID    PersonID
	DueOn      time.Time // a date: the last day on which it is in time
	RequestID  RequestID `bun:",nullzero"` // the ask that it is about; 0: none
	DoneAt     *time.Time
	DoneBy     PersonID `bun:",nullzero"`
	Outcome    string   // how it went, in their words; "" for nothing to add
	KeepUntil  *time.Time
	// For reading:
	OwnerName string `bun:",scanonly"`
	OwnerGone bool   `bun:",scanonly"` // they have left
	Reference string `bun:",scanonly"` // of the ask
	Carries   []Carry
}

// Late reports whether it was to be done before a day, given as midnight in UTC, and is not.
func (a MeetingAction) Late(today time.Time) bool { return a.DoneAt == nil && a.DueOn.Before(today) }

// Carry is that an action was carried over: to another day, and perhaps to another owner, for a reason.
type Carry struct {
	DistrictID DistrictID
	ActionID   MeetingActionID
	At         time.Time
	ByID       PersonID
	FromDue    time.Time // a date
	ToDue      time.Time // a date
	FromOwner  PersonID
	ToOwner    PersonID
	Why        string
	ByName     string `bun:",scanonly"`
}

// Case is an ask as the meeting and the district's list show it: since when, and what was tried.
type Case struct {
	RequestLine
	Private    bool       // its first name and street are left out where many look on
	CameUpAt   *time.Time // the whole district has been asked since then
	WaitsSince time.Time  // a person's turn, or none that came, since then
	Asked      int        // people who were asked
	CouldNot   int        // of these, who could not this time
	Silent     int        // of these, who did not answer
}

// Name is one person to choose from.
type Name struct {
	ID   PersonID
	Name string
}

// TownNews is what came in and was settled in a town since a meeting.
type TownNews struct {
	TownID   TownID
	TownName string
	Asked    int
	Helped   int
	Needs    string // the four that were asked for most: "Shopping 3, Dog walking 1"
}

// TownStreets counts the streets of a town that somebody is wanted for.
type TownStreets struct {
	TownID   TownID
	TownName string
	Streets  int
	Vacant   int // nobody looks after them
	Alone    int // somebody does, and nobody stands in
}

// VacantStreet is a street that nobody looks after.
type VacantStreet struct {
	ID       StreetID
	Name     string
	TownName string
	Since    *time.Time // the date on which the last one stopped; nil: there never was one
	People   int        // who live there and are known to us
	Open     int        // asks from there
}
