package domain

import (
	"strings"
	"time"
)

// Way is how somebody is reached: the rule for every message is the same, whichever it is.
type Way string

// The ways. A call is a task with a script for a person to make; a letter is printed.
const (
	ByEmail  Way = "email"
	ByCall   Way = "call"
	ByLetter Way = "letter"
)

// Person is anybody: what they do (volunteer, coordinate, ask) are facts about the same row.
type Person struct {
	DistrictID DistrictID
	ID         PersonID `bun:",pk,autoincrement"`
	FirstName  string
	LastName   string
	Email      string
	EmailKey   string   // how it is compared; set when stored
	Phone      string   // E.164
	Address    string   // house and what follows; the street is StreetID
	TownID     TownID   `bun:",nullzero"`
	StreetID   StreetID `bun:",nullzero"`
	Languages  []string `bun:",array"` // ISO 639-1, besides English
	Language   string   // that we write to them in, ISO 639-1; "" is English
	Preferred  Way
	// What is safe, a way at a time.
	SafeToRing         bool
	SafeToText         bool
	SafeToWrite        bool
	SafeToLeaveMessage bool
	LargePrint         bool // letters and pages for them are in large letters
	EmailBouncedAt     *time.Time
	Young              bool // 16 or 17: in twos or in public
	// Why we hold this, what they were shown, and what they agreed to.
	LawfulBasis   string
	NoticeVersion string
	HowTold       string
	AgreedShare   bool
	AgreedBeyond  bool
	LeftAt        *time.Time
	CreatedAt     time.Time
	KeepUntil     *time.Time
	// For reading:
	StreetName  string `bun:",scanonly"`
	SectionName string `bun:",scanonly"`
	TownName    string `bun:",scanonly"`
}

// Name returns first and last name.
func (p Person) Name() string {
	if p.LastName == "" {
		return p.FirstName
	}
	return p.FirstName + " " + p.LastName
}

// Reached returns how messages go to this person: as they prefer where that is possible and safe, else by the next way that
// is. Where none is safe it is a call without a number: a task for a person, who finds a way.
func (p Person) Reached() Way {
	mail := p.Email != "" && p.EmailBouncedAt == nil && p.SafeToWrite
	ring := p.Phone != "" && p.SafeToRing
	switch {
	case p.Preferred == ByLetter && p.SafeToWrite:
		return ByLetter
	case p.Preferred == ByCall && ring:
		return ByCall
	case mail:
		return ByEmail
	case ring, !p.SafeToWrite:
		return ByCall
	}
	return ByLetter
}

// Standing says whether somebody of the scheme has met a volunteer (with two references).
type Standing string

// The standings.
const (
	NotMet Standing = "not_met"
	Met    Standing = "met"
)

// Volunteer is what somebody gives: what, where, when, and how often they may be asked.
type Volunteer struct {
	DistrictID   DistrictID
	PersonID     PersonID `bun:",pk"`
	Reach        Level
	Skills       []string `bun:",array"`
	Availability Availability
	ShortNotice  bool // asks for the next few hours are fine
	Capacity     int  // visits a week
	BudgetWeek   int  // asks a week
	BudgetDay    int  // asks a day
	Gender       string
	Standing     Standing
	MetBy        PersonID `bun:",nullzero"`
	MetOn        *time.Time
	Silences     int  // asks in a row without an answer
	Resting      bool // four silences: not asked until they tap
	AgreedAt     *time.Time
	BeganAt      time.Time
	EndedAt      *time.Time
	// For reading:
	Checks []string `bun:",array,scanonly"` // levels that hold today
}

// Absence is a time away: a holiday, or a rest that a volunteer takes.
type Absence struct {
	DistrictID DistrictID
	ID         int64
	PersonID   PersonID
	Kind       string // "holiday" or "pause"
	FromOn     time.Time
	ToOn       *time.Time // the first day back; nil: until they say so
}

// houseNumber is a house without a name: "14", "14a", "Flat 2, 14".
func houseNumber(house string) bool {
	last := house[strings.LastIndexAny(house, " ,")+1:]
	return last != "" && last[0] >= '0' && last[0] <= '9'
}

// Postal returns the address as one writes it on an envelope, below the name, a line each: a house number stands before its street, a
// house with a name in a line of its own. What is not known is left out. The names of street and town must have been read.
func (p Person) Postal() (lines []string) {
	house, street := strings.TrimSpace(p.Address), p.StreetName
	switch {
	case house == "":
	case strings.HasSuffix(strings.ToLower(house), strings.ToLower(street)): // they wrote it themselves, or there is none
		lines, street = append(lines, house), ""
	case houseNumber(house):
		lines, street = append(lines, house+" "+street), ""
	default:
		lines = append(lines, house)
	}
	for _, line := range []string{street, p.TownName} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
