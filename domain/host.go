package domain

import "time"

// Turn is one date of a gathering as those see it who host it, or look for somebody who does. Whoever is away then, or has left, does not
// host it: it has nobody.
type Turn struct {
	DistrictID  DistrictID
	GatheringID GatheringID
	TownID      TownID
	Day         time.Time // of the rhythm: by this a date is known
	HeldOn      time.Time
	StartsAt    time.Time
	EndsAt      time.Time
	Off         bool
	HostID      PersonID   // 0: nobody
	OfferedAt   *time.Time // since when the host would like another to take it; nil: they would not
	ChangedAt   *time.Time // when somebody last said who hosts it; nil: nobody has, so that it is the usual host
	Heads       *int       // how many came, as the host counts; nil: not counted
	Scans       int        // how often the card on the table was used
	// For reading:
	Kind      GatheringKind `bun:"embed:kind_"`
	PlaceName string
	TownName  string
	HostFirst string // "" for nobody
}

// Vacant reports whether a date that is on has nobody who hosts it.
func (t Turn) Vacant() bool { return !t.Off && t.HostID == 0 }

// Offered reports whether its host would like another to take it.
func (t Turn) Offered() bool { return t.HostID != 0 && t.OfferedAt != nil }

// Came is how many came, as far as it is known. Who uses the card on the table is one of those whom the host counts, so that the two are
// never added up.
func (t Turn) Came() int {
	if t.Heads == nil {
		return t.Scans
	}
	return max(*t.Heads, t.Scans)
}

// Counted reports whether anything is known of how many came.
func (t Turn) Counted() bool { return t.Heads != nil || t.Scans > 0 }

// How long before a date its card counts, and how long after it a scan still does; and how many days later the host may still count.
const (
	tableOpens  = 30 * time.Minute
	tableCloses = time.Hour
	countedLate = 1
)

// TableOpen reports whether the card on the table counts at an instant.
func (t Turn) TableOpen(now time.Time) bool {
	return !t.Off && !now.Before(t.StartsAt.Add(-tableOpens)) && now.Before(t.EndsAt.Add(tableCloses))
}

// WhyNotCounted says why nobody is counted at a date today; nil where they are: on its day, and on the day after.
func (t Turn) WhyNotCounted(today time.Time) error {
	switch {
	case t.Off:
		return Errorf(Conflict, "", "That date was called off, so there is nobody to count.")
	case t.HeldOn.After(today):
		return Errorf(Conflict, "", "That is still to come. You can count from that day on.")
	case today.After(t.HeldOn.AddDate(0, 0, countedLate)):
		return Errorf(Conflict, "", "That is a while ago. You can count on the day, and on the day after.")
	}
	return nil
}

// MostHeads is how many people may be counted at one date.
const MostHeads = 500

// CheckHeads says what is wrong with a head-count.
func CheckHeads(n int) error {
	switch {
	case n < 0:
		return Errorf(Invalid, "heads", "Fewer than nobody cannot have come. Please write a number from 0 to %d.", MostHeads)
	case n > MostHeads:
		return Errorf(Invalid, "heads", "That is more than fit. Please write a number from 0 to %d.", MostHeads)
	}
	return nil
}

// GatheringHost is somebody who hosts a gathering.
type GatheringHost struct {
	PersonID  PersonID
	FirstName string
	LastName  string
	Hosts     bool       // hosts here; else they were asked for the date alone
	Usual     bool       // hosts each date that nobody else has
	Shown     bool       // wishes to be named on the page, by first name
	Away      bool       // on holiday on the day that was asked about
	AskedAt   *time.Time // when they were asked to host that date; nil: they were not
	NoAt      *time.Time // and when they said that they cannot
}

// HostAsk is the question whether somebody would host one date.
type HostAsk struct {
	DistrictID  DistrictID
	GatheringID GatheringID
	Day         time.Time
	PersonID    PersonID
	AskedBy     PersonID
	AskedAt     time.Time
	KeepUntil   time.Time
}

// IssueState says how far something that people brought up is.
type IssueState string

// The states of an issue, in their order.
const (
	IssueNoted  IssueState = "noted"
	IssuePassed IssueState = "passed" // on to somebody who can do something about it
	IssueDone   IssueState = "done"
	IssueIdea   IssueState = "idea" // it has become one
)

// IssueStates are all, in their order.
var IssueStates = []IssueState{IssueNoted, IssuePassed, IssueDone, IssueIdea}

// Issue is what people brought up at a gathering. There is nobody in it.
type Issue struct {
	DistrictID  DistrictID
	ID          IssueID
	GatheringID GatheringID
	Day         time.Time
	Words       string
	State       IssueState
	Outcome     string // to whom it was passed on, then what came of it
	IdeaID      IdeaID // what it became; 0: none, or that is no longer kept
	ChangedAt   time.Time
	KeepUntil   time.Time
	// For reading:
	TownID    TownID
	PlaceName string
	TownName  string
}
