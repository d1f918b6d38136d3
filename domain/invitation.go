package domain

import "time"

// InvitationState is where one "Can you help?" stands.
type InvitationState string

// The states. Queued, Delivered and Held are live.
const (
	Queued              InvitationState = "queued"
	Delivered           InvitationState = "delivered"
	Held                InvitationState = "held" // first tap: ten minutes to decide
	Accepted            InvitationState = "accepted"
	Declined            InvitationState = "declined"
	Expired             InvitationState = "expired"
	InvitationWithdrawn InvitationState = "withdrawn"
	Undelivered         InvitationState = "undelivered"
)

// Live reports whether the invitation still waits for an answer.
func (s InvitationState) Live() bool { return s == Queued || s == Delivered || s == Held }

// InvitationKind says who chose the volunteer.
type InvitationKind string

// The kinds.
const (
	ByMatching    InvitationKind = "matched"  // the scheduler's choice
	ByCoordinator InvitationKind = "asked"    // a person chose whom to ask
	ByAssignment  InvitationKind = "assigned" // they have said yes to a person already
	ByRegular     InvitationKind = "series"   // the regular helper
)

// Invitation is one request put to one volunteer.
type Invitation struct {
	DistrictID  DistrictID
	ID          InvitationID `bun:",pk,autoincrement"`
	RequestID   RequestID
	PersonID    PersonID
	Kind        InvitationKind
	AskedBy     PersonID `bun:",nullzero"`
	Overrides   []string `bun:",array"`
	Channel     string
	State       InvitationState
	Place       int
	Level       Level
	Scope       Level
	Metres      int
	Cost        int64
	Reasons     Reasons `bun:"type:jsonb"`
	VisitAt     time.Time
	VisitEndsAt time.Time
	Week        time.Time
	AskedOn     time.Time
	QueuedAt    time.Time
	DeliveredAt *time.Time
	ExpiresAt   *time.Time
	HeldUntil   *time.Time
	AnsweredAt  *time.Time
	EndedWhy    string
	// For reading:
	FirstName string `bun:",scanonly"`
	LastName  string `bun:",scanonly"`
}

// Reasons says why somebody was matched, in figures that pages turn into words.
type Reasons struct {
	Scope     Level    `json:"scope"`            // same street, section, town, district
	Metres    int      `json:"metres"`           // along the streets, about
	Skills    []string `json:"skills,omitempty"` // that the ask wanted
	Slot      int      `json:"slot"`             // the earliest that suits both: day x part of the day from today
	LoadPrice int64    `json:"loadPrice"`        // metres that their other visits this week count for
	Others    int      `json:"others"`           // how many more could have gone
}

// Event is one step of a request's story. Names are joined when it is read; the words are made from Kind.
type Event struct {
	DistrictID   DistrictID
	ID           EventID `bun:",pk,autoincrement"`
	RequestID    RequestID
	At           time.Time
	Kind         string
	Actor        string       // "person", "helper", "asker", "public", "clock"
	ActorID      PersonID     `bun:",nullzero"`
	PersonID     PersonID     `bun:",nullzero"`
	InvitationID InvitationID `bun:",nullzero"`
	Data         EventData    `bun:"type:jsonb"`
	// For reading:
	ActorName  string `bun:",scanonly"`
	PersonName string `bun:",scanonly"`
	Words      string `bun:"-"` // the sentence for people
}

// EventData carries what an event needs besides ids: levels, times and codes; never names or people's words.
type EventData struct {
	Level  Level      `json:"level,omitempty"`
	At     *time.Time `json:"at,omitempty"`
	Code   string     `json:"code,omitempty"`
	Way    Way        `json:"way,omitempty"`
	Count  int        `json:"count,omitempty"`
	Urgent bool       `json:"urgent,omitempty"`
}
