package domain

import "time"

// Audit is what stays of a use case that changed something: who did what to which, when, in ids alone. It is never changed.
type Audit struct {
	At      time.Time
	Actor   ActorKind
	ActorID int64   // the person, or the key; 0: nobody known
	Purpose Purpose // of the link that they came by; "": none
	Action  Action
	UseCase string // the name of the method: "AssignHelper"
	// To which; 0 where it was not about one.
	DistrictID   DistrictID
	TownID       TownID
	SectionID    SectionID
	StreetID     StreetID
	PersonID     PersonID
	RequestID    RequestID
	InvitationID InvitationID
}

// RevealLine is one time that somebody was shown how to reach a person, or where to go to them.
type RevealLine struct {
	ID         int64
	At         time.Time
	What       string // "visit" or "contact"
	ViewerID   PersonID
	ViewerName string // of a helper the first name alone
	RequestID  RequestID
	Reference  string // of the request, where there was one
	KeyName    string // of the key by which a machine looked, for the viewer who made it; "": they looked themselves
}
