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
	BudgetWeek   int // how often they may be asked at all: asks a week, and a day
	BudgetDay    int
	Yeses        int // of Asked, the asks of the last three months that they have met: for the plan alone, never shown
	Asked        int
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
	Address string       // of the person, to see who lives in the same house
	Waiting []Invitation // that hold a place: what the clock's rules look at of them
	Apart   []PersonID   // who must not be asked: themselves, better apart, said no, handed it back, or was asked at this level
	Silent  []PersonID   // who did not answer at a narrower level: asked again only when nobody else is left
}

// AskAgain says whether somebody who was asked for a request once may be asked for it by a plan again.
type AskAgain int

// The answers.
const (
	AskFreely AskAgain = iota
	AskLast            // when nobody else is left
	AskNever
)

// MayAskAgain looks at an earlier invitation of the request. Whoever did not answer may be asked again at a wider level, and whoever
// was not reached at any, when nobody else is left; whoever said no or gave it back may not.
func (r Request) MayAskAgain(i Invitation) AskAgain {
	switch {
	case i.State.Live(), i.State == Declined:
		return AskNever
	case i.State == Expired && i.Level < r.Level:
		return AskLast
	case i.State == Expired:
		return AskNever
	case i.State == InvitationWithdrawn && i.AnsweredAt != nil:
		switch i.EndedWhy {
		case "handed_back", "reassigned", "silence":
			return AskNever
		}
	case i.State == Undelivered && (i.EndedWhy == "bounced" || i.EndedWhy == "not_rung"):
		return AskLast
	}
	return AskFreely
}

// PastRequest is a request that is looked at beside others: as it was raised, to try a district's table on, or as it competes for helpers.
type PastRequest struct {
	Request
	X, Y    int
	Address string     // of the person, to see who lives in the same house
	Helper  PersonID   // who said yes; 0: nobody
	Apart   []PersonID `bun:",array"` // who must not be asked: themselves and better apart; of a rival also all who were asked
}

// Open returns the request as a plan takes it.
func (r PastRequest) Open() OpenRequest {
	return OpenRequest{Request: r.Request, X: r.X, Y: r.Y, Address: r.Address, Apart: r.Apart}
}
