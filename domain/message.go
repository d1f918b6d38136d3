package domain

import "time"

// Message is one row of the outbox: what is to be said to whom, in kind and ids. Its words are made at delivery.
type Message struct {
	DistrictID     DistrictID
	ID             MessageID `bun:",pk,autoincrement"`
	Key            string    // one row a cause: "invitation:17"
	Kind           string
	Purpose        string // "case" or "news"
	Channel        Way
	PersonID       PersonID     `bun:",nullzero"` // to whom; 0: to a follower
	FollowerID     FollowerID   `bun:",nullzero"`
	RequestID      RequestID    `bun:",nullzero"`
	InvitationID   InvitationID `bun:",nullzero"`
	Data           MessageData  `bun:"type:jsonb"`
	CreatedAt      time.Time
	DueAt          time.Time
	Deadline       *time.Time // of no use after
	State          string     // "queued", "claimed", "sent", "bounced", "void"
	Attempts       int
	ClaimedUntil   *time.Time
	FirstClaimedAt *time.Time
	SentAt         *time.Time
	Error          string
}

// MessageData carries what the words need besides ids. Never names, addresses or tokens.
type MessageData struct {
	Level     Level       `json:"level,omitempty"`
	At        *time.Time  `json:"at,omitempty"`
	By        *time.Time  `json:"by,omitempty"`
	Code      string      `json:"code,omitempty"`
	PersonID  PersonID    `json:"personId,omitempty"` // another person whom it speaks of
	OtherID   PersonID    `json:"otherId,omitempty"`  // and a second one
	Gained    []RequestID `json:"gained,omitempty"`
	Given     []RequestID `json:"given,omitempty"`
	Count     int         `json:"count,omitempty"`
	LinkID    int64       `json:"linkId,omitempty"`    // the sign-in link to mint, or the question or idea that it is about
	Gathering GatheringID `json:"gathering,omitempty"` // the session that it is about; At is the day of its rhythm
	TownID    TownID      `json:"townId,omitempty"`    // the town that it is about, where that is no request's
	Streets   []StreetID  `json:"streets,omitempty"`   // the streets that it is about
	Language  string      `json:"language,omitempty"`  // that it is written in; "" is English
}

// Topic is one sort of news: of each, people say for themselves whether they want it. What is about an ask or a visit is no news.
type Topic string

// The topics.
const (
	Reminders  Topic = "reminders" // questions about helping that are about no visit
	Thanks     Topic = "thanks"    // somebody said thank you
	Digests    Topic = "digests"   // what was done in a while
	NewsOfTown Topic = "news"      // what is on
	Ideas      Topic = "ideas"     // what becomes of an idea that they had, or join in with
	Followed   Topic = "followed"  // a gathering that somebody follows is off or moved: who stops it follows it no more
)

// Topics are all that people choose among, in the order in which they are asked about them.
var Topics = []Topic{Reminders, Thanks, Digests, NewsOfTown, Ideas}

// MailHealth says whether mail gets out.
type MailHealth struct {
	DownSince *time.Time
	LastOkAt  *time.Time
	LastError string
}

// Reveal records that somebody was shown what is private of somebody else.
type Reveal struct {
	DistrictID DistrictID
	ViewerID   PersonID
	PersonID   PersonID
	RequestID  RequestID `bun:",nullzero"`
	KeyID      APIKeyID  `bun:",nullzero"` // a machine looked, with a key that the viewer made and answers for; 0: the viewer did
	What       string    // "visit" or "contact"
	At         time.Time
}
