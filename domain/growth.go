package domain

import "time"

// QuietPerson is somebody who helps or looks after a street, and of whom we have heard nothing for a while.
type QuietPerson struct {
	PersonID   PersonID
	FirstName  string
	LastName   string
	StreetName string
	TownName   string
	Helps      bool
	LooksAfter bool // a street or section, as coordinator or stand-in
	BeganAt    time.Time
	HeardAt    *time.Time // when we last heard from them; nil: never
	AskedAt    *time.Time // when we last asked them for something; nil: never
	OurTurn    bool       // they help, and we have asked them for nothing all that time
}

// NotMetYet is a volunteer whom nobody has met yet.
type NotMetYet struct {
	PersonID   PersonID
	FirstName  string
	LastName   string
	StreetName string
	TownName   string
	BeganAt    time.Time
}

// QuietCounts are how many people have gone quiet, and of how many of these it is we who asked for nothing.
type QuietCounts struct{ All, OurTurn int }
