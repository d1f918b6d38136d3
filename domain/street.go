package domain

import "time"

// Vacancy is a street without a coordinator, or with one and without a stand-in.
type Vacancy struct {
	Street
	Kind    RoleKind   // who is missing: Coordinator, or Reserve where somebody looks after it
	Since   *time.Time // the first day without one; nil: there never was one
	Last    string     // the first name of who was it last; "" when there never was one
	StandIn string     // who stands in where nobody looks after it; "" for nobody
	Helpers int        // who help and live there
	Waiting int        // how many people who live there have an open ask
}

// Vacancies says how many streets there are without somebody.
type Vacancies struct {
	Nobody    int // streets that nobody looks after
	NoStandIn int // streets that somebody looks after alone
}

// Cover is who is there for a street while one of those who look after it is away.
type Cover struct {
	StreetID   StreetID
	StreetName string
	TownID     TownID
	PersonID   PersonID   // 0: nobody
	Name       string     // in full: two of the same first name may stand in
	StandsIn   bool       // they for whom this was asked do not look after it themselves
	AwayID     PersonID   // who looks after it, where they stand in, and is on holiday; 0: nobody is
	AwayName   string     // in full
	BackOn     *time.Time // the first day that they are back; nil: until they say so
}

// Handing is the word of somebody who handed streets over, to whoever has them now.
type Handing struct {
	DistrictID DistrictID
	ID         HandingID `bun:",pk,autoincrement"`
	FromID     PersonID
	ToID       PersonID
	At         time.Time
	Words      string
	ReadAt     *time.Time
	KeepUntil  time.Time
	FromName   string        `bun:",scanonly"` // first name
	Asks       []HandingNote `bun:"-"`
}

// HandingNote is what was written about one open ask when its street was handed over.
type HandingNote struct {
	HandingID HandingID
	RequestID RequestID
	Reference string
	FirstName string
	NeedName  string
	Words     string
}

// StreetOffer asks somebody whether they would look after a street, or stand in there.
type StreetOffer struct {
	DistrictID DistrictID
	ID         OfferID `bun:",pk,autoincrement"`
	StreetID   StreetID
	PersonID   PersonID
	Kind       RoleKind // Coordinator or Reserve
	AskedBy    PersonID
	AskedAt    time.Time
	AnsweredAt *time.Time
	Answer     string // "", "yes", "no", or "taken": somebody else was quicker
	KeepUntil  time.Time
	StreetName string `bun:",scanonly"`
	TownID     TownID `bun:",scanonly"`
	TownName   string `bun:",scanonly"`
	PersonName string `bun:",scanonly"` // first and last
	AskedName  string `bun:",scanonly"` // first name of who asks
}
