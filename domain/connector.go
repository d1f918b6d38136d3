package domain

import (
	"slices"
	"time"
)

// ConnectorKind is a sort of connector, with what each may be asked to do.
type ConnectorKind struct {
	DistrictID DistrictID
	ID         KindID `bun:",pk,autoincrement"`
	Code       string
	Name       string // "Community connector"
	Signposts  bool   // tells people what there is
	GoesAlong  bool   // goes with somebody the first time
	OneToOne   bool   // meets one person at a time: they must have been met and checked first
	Offered    bool   // somebody new may be of it; those who are stay so
	Position   int
}

// DefaultConnectorKinds are those that a new district begins with.
func DefaultConnectorKinds() []ConnectorKind {
	rows := []ConnectorKind{
		{Code: "community", Name: "Community connector"},
		{Code: "digital", Name: "Digital connector", OneToOne: true},
		{Code: "warm_homes", Name: "Warm homes connector", OneToOne: true},
		{Code: "healthy", Name: "Healthy lifestyles connector", GoesAlong: true},
		{Code: "young", Name: "Young connector, from 16"},
		{Code: "hub", Name: "At a library, pharmacy or café"},
		{Code: "walk_leader", Name: "Walk leader", GoesAlong: true},
		{Code: "host", Name: "Bench or café host", GoesAlong: true},
	}
	for i := range rows {
		rows[i].Signposts, rows[i].Offered, rows[i].Position = true, true, i+1
	}
	return rows
}

// Connector is somebody who points others to what there is, as a fact about a person.
type Connector struct {
	DistrictID    DistrictID
	PersonID      PersonID
	KindID        KindID
	Setting       string // where they meet people: "Curl Up, Fore Street"
	TownID        TownID
	SectionID     SectionID  `bun:",nullzero"` // their patch is no larger than this; 0: the town
	JoinedBy      string     // "link" or "training"
	TrainedOn     *time.Time // nil: not yet
	RefreshOn     *time.Time // when they should come again
	RemindedFor   *time.Time // the RefreshOn that they have been told of
	NoticeVersion string
	AgreedAt      time.Time
	Badge         int       // which of their badges holds
	BadgeUntil    time.Time // a date
	BadgeEndedAt  *time.Time
	GreetedAt     *time.Time
	EndedAt       *time.Time
	// Read along:
	FirstName     string     `bun:",scanonly"`
	LastName      string     `bun:",scanonly"`
	KindName      string     `bun:",scanonly"`
	Languages     []string   `bun:",scanonly,array"` // besides English
	TownName      string     `bun:",scanonly"`
	SectionName   string     `bun:",scanonly"`
	Streets       []string   `bun:",scanonly,array"` // their patch by its streets, by name; none: it is not that small
	Conversations int        `bun:",scanonly"`       // of the last twelve months
	LastDay       *time.Time `bun:",scanonly"`       // of their latest one; nil: none yet
}

// MostPatchStreets is how many streets may be somebody's patch. Whoever goes about in more has a neighbourhood.
const MostPatchStreets = 20

// MostlyIn is the neighbourhood in which most of some streets lie, of several the first; 0 for no streets. It is what the log of whoever goes
// about in them offers first.
func MostlyIn(streets []Street) (mostly SectionID) {
	count := map[SectionID]int{}
	for _, s := range streets {
		count[s.SectionID]++
	}
	for _, s := range streets {
		if count[s.SectionID] > count[mostly] {
			mostly = s.SectionID
		}
	}
	return mostly
}

// Name is the first and the last name.
func (c Connector) Name() string { return Person{FirstName: c.FirstName, LastName: c.LastName}.Name() }

// How long a badge and what was learnt hold, how long before its end people are told, and after how long without a word we ask how it goes.
const (
	BadgeYears     = 2
	RefreshYears   = 1
	RefreshNotice  = 30 // days
	QuietAfter     = 60 // days
	GreetEvery     = 30 // days
	LongestWaiting = 92 // days that a conversation may have waited on a phone
)

// Wears reports whether a badge holds: nil, or the kind words for whoever shows one that does not.
func (c Connector) Wears(badge int, today time.Time) *Error {
	switch {
	case c.EndedAt != nil, c.BadgeEndedAt != nil, badge != c.Badge:
		return Errorf(Conflict, "", "This badge has been taken back, so it counts nothing more. Please ask whoever gave it to you, or ring us. Thank you for all that you did.")
	case today.After(c.BadgeUntil):
		return Errorf(Conflict, "", "This badge has come to its end. Please ask whoever gave it to you for a new one, or ring us.")
	}
	return nil
}

// Quiet reports whether nothing has been heard of a connector for a while, counted from when they began.
func (c Connector) Quiet(today time.Time) bool {
	last := c.AgreedAt
	if c.LastDay != nil && c.LastDay.After(last) {
		last = *c.LastDay
	}
	return c.EndedAt == nil && today.Sub(last) > QuietAfter*24*time.Hour
}

// Greeted reports whether somebody has said hello of late, so that nobody else does just now.
func (c Connector) Greeted(now time.Time) bool {
	return c.GreetedAt != nil && now.Sub(*c.GreetedAt) < GreetEvery*24*time.Hour
}

// ConnectorInvite asks somebody whether they would be a connector.
type ConnectorInvite struct {
	DistrictID DistrictID
	ID         InviteID `bun:",pk,autoincrement"`
	PersonID   PersonID
	KindID     KindID
	TownID     TownID
	AskedBy    PersonID
	AskedAt    time.Time
	Answer     string // "", "yes" or "no"
	AnsweredAt *time.Time
	KeepUntil  time.Time
	KindName   string `bun:",scanonly"`
	TownName   string `bun:",scanonly"`
	FirstName  string `bun:",scanonly"`
	AskedName  string `bun:",scanonly"` // first name of who asks
}

// LedTo says where a conversation led.
type LedTo string

// Where a conversation may lead.
const (
	LedToService LedTo = "service"   // something in the directory
	JustListened LedTo = "listened"  // sometimes that is all that is wanted
	RangWithThem LedTo = "rang"      // rang somebody together
	LedElsewhere LedTo = "elsewhere" // to what is not in the directory
)

// Ways are all of them, in the order in which figures have them.
func Ways() []LedTo { return []LedTo{LedToService, JustListened, RangWithThem, LedElsewhere} }

// Valid reports whether it is one of the four.
func (l LedTo) Valid() bool { return slices.Contains(Ways(), l) }

// TalkChannel says how people talked.
type TalkChannel string

// The channels.
const (
	FaceToFace TalkChannel = "face"
	OnThePhone TalkChannel = "phone"
	OnlineTalk TalkChannel = "online"
	AtABench   TalkChannel = "bench"
	AtACafe    TalkChannel = "cafe"
)

// TalkChannels are all of them, in the order in which the log offers them.
func TalkChannels() []TalkChannel {
	return []TalkChannel{FaceToFace, OnThePhone, OnlineTalk, AtABench, AtACafe}
}

// Valid reports whether it is one of the five.
func (c TalkChannel) Valid() bool { return slices.Contains(TalkChannels(), c) }

// Plain returns the channel as people say it.
func (c TalkChannel) Plain() string {
	switch c {
	case FaceToFace:
		return "Face to face"
	case OnThePhone:
		return "Phone"
	case OnlineTalk:
		return "Online"
	case AtABench:
		return "Talking Bench"
	case AtACafe:
		return "Talking Café"
	}
	return string(c)
}

// Conversation is one conversation that a connector counts. There is nobody in it, and no time but the day.
type Conversation struct {
	DistrictID  DistrictID
	ClientKey   string // a UUID that the phone made
	ConnectorID PersonID
	TownID      TownID
	SectionID   SectionID `bun:",nullzero"` // 0: the town, or not to be kept
	Day         time.Time
	ThemeID     ThemeID
	LedTo       LedTo
	ServiceID   ServiceID `bun:",nullzero"`
	Channel     TalkChannel
	People      int
	Note        string
	KeepUntil   *time.Time // of the note
}

// DayOf is the day of a conversation by our own calendar. phone is the day that the phone gives it, and sent what the phone took for
// today when it sent it; a phone that is a day or two off is put right by that. What lies ahead becomes today, and what is older than
// a phone may keep becomes the oldest day that counts.
func DayOf(phone, sent, today time.Time) time.Time {
	if off := today.Sub(sent); off.Abs() <= 48*time.Hour {
		phone = phone.Add(off)
	}
	oldest := today.AddDate(0, 0, -LongestWaiting)
	switch {
	case phone.After(today):
		return today
	case phone.Before(oldest):
		return oldest
	}
	return phone
}

// WishKind says what somebody whom a connector met would like.
type WishKind string

// What they may like.
const (
	CallWish WishKind = "link_worker" // a call from a link worker
	IdeaWish WishKind = "idea"        // to tell us an idea
	JoinWish WishKind = "connector"   // to be a connector
)

// Valid reports whether it is one of the three.
func (k WishKind) Valid() bool { return slices.Contains([]WishKind{CallWish, IdeaWish, JoinWish}, k) }

// ConnectorWish is what somebody whom a connector met would like. It knows of no conversation.
type ConnectorWish struct {
	DistrictID    DistrictID
	ID            WishID `bun:",pk,autoincrement"`
	TownID        TownID
	What          WishKind
	FirstName     string
	Phone         string
	Email         string
	Words         string
	NoticeVersion string
	At            time.Time
	DoneAt        *time.Time
	DoneBy        PersonID `bun:",nullzero"`
	KeepUntil     time.Time
	TownName      string `bun:",scanonly"`
}
