package domain

import "time"

// Helper is a volunteer as the plan sees them: where they live, what they can do, and how much they can still take on.
type Helper struct {
	PersonID     PersonID
	FirstName    string
	LastName     string
	StreetID     StreetID
	StreetName   string
	SectionID    SectionID
	TownID       TownID
	X, Y         int // metres from the district's centre
	Address      string
	Reach        Level
	Capacity     int
	Skills       []string `bun:",array"`
	Availability Availability
	ShortNotice  bool
	Gender       string
	Languages    []string `bun:",array"`
	Young        bool
	CheckRank    int // the best check that holds today
	Way          Way // how they are reached
	BookedNow    int // visits promised this ISO week, and the next
	BookedNext   int
	AsksLeft     int // how many more times they may be asked today and this week
	AwayFrom     *time.Time
	AwayTo       *time.Time // the next absence within the week: its first day, and the first day back
}

// Spot returns where the helper lives.
func (h Helper) Spot() Spot {
	return Spot{TownID: h.TownID, SectionID: h.SectionID, StreetID: h.StreetID}
}

// OpenRequest is a request that a plan may find a helper for.
type OpenRequest struct {
	Request
	X, Y    int
	Address string     // of the person, to see who lives in the same house
	Live    []PersonID `bun:",array"` // who holds a live invitation
	Apart   []PersonID `bun:",array"` // who must not be asked: better apart, said no, handed it back, or was asked at this level
	Silent  []PersonID `bun:",array"` // who did not answer at a narrower level: asked again only when nobody else is left
}
