package domain

import (
	"slices"
	"time"
)

// HowWell says how well somebody can do a thing.
type HowWell string

// The degrees. There are no words beside them: nothing of passwords, banks or health is ever kept.
const (
	CanAlone    HowWell = "alone"
	CanWithHelp HowWell = "with_help"
	CannotYet   HowWell = "not_yet"
)

// HowsWell are all, the furthest first.
var HowsWell = []HowWell{CanAlone, CanWithHelp, CannotYet}

// Valid reports whether it is one of the three.
func (h HowWell) Valid() bool { return slices.Contains(HowsWell, h) }

// LearningGoal is one thing that somebody may learn who asks for a kind of help, such as to send an e-mail.
type LearningGoal struct {
	Code string
	Need string  // the code of the kind of help
	Name string  // of one that a place added; see Plain
	How  HowWell `bun:",scanonly"` // of one person, as it was last said; "": nobody has said
}

// IsToGetOnline reports whether it is to be online at all, with which everything else begins.
func (g LearningGoal) IsToGetOnline() bool { return g.Code == "online" }

// Plain is what people read.
func (g LearningGoal) Plain() string {
	switch g.Code {
	case "online":
		return "Get online"
	case "email":
		return "Send an e-mail"
	case "video":
		return "Make a video call"
	case "book":
		return "Book something"
	case "prescription":
		return "Order a prescription"
	case "group":
		return "Join a group online"
	}
	return g.Name
}

// Learnt is how well somebody can do one thing, as they or their helper last said.
type Learnt struct {
	DistrictID DistrictID
	PersonID   PersonID
	Goal       string
	How        HowWell
	SaidBy     string // "person" or "helper"
	SaidOn     time.Time
	KeepUntil  time.Time
}

// LearntCount is how many people can do one thing, and how well. A number that is too small to be shown is nil; their sum is never shown.
type LearntCount struct {
	Goal     string
	Name     string
	Alone    *int
	WithHelp *int
	NotYet   *int
}

// FewestShown is the smallest number of people that figures show.
const FewestShown = 5

// CountLearnt is the count of a goal as figures may show it: nothing between nobody and FewestShown.
func CountLearnt(goal LearningGoal, alone, withHelp, notYet int) LearntCount {
	show := func(n int) *int {
		if n > 0 && n < FewestShown {
			return nil
		}
		return &n
	}
	return LearntCount{Goal: goal.Code, Name: goal.Plain(), Alone: show(alone), WithHelp: show(withHelp), NotYet: show(notYet)}
}
