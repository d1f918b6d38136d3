package domain

import (
	"slices"
	"time"
)

// GapKind is by what a gap shows.
type GapKind string

// The kinds.
const (
	GapHelp   GapKind = "help"   // people asked, and nobody was found in their town, or at all
	GapSearch GapKind = "search" // it was looked for in the directory several times, and is not there
	GapFull   GapKind = "full"   // people are sent to a service that takes nobody
	GapStreet GapKind = "street" // people ask from a street that nobody looks after
	GapHost   GapKind = "host"   // a session has dates ahead that nobody hosts
	GapTheme  GapKind = "theme"  // people talk of it, and there is nowhere to send them
)

// GapKinds are all.
var GapKinds = []GapKind{GapHelp, GapSearch, GapFull, GapStreet, GapHost, GapTheme}

// GapStage is how far a gap is on its way.
type GapStage string

// The stages.
const (
	GapNoticed  GapStage = "noticed"  // it showed, and nobody has looked at it
	GapLooking  GapStage = "looking"  // somebody finds out what would help
	GapProposal GapStage = "proposal" // there is a plan
	GapFunded   GapStage = "funded"   // there is money for it
	GapRunning  GapStage = "running"  // what was missing is there
	GapTold     GapStage = "told"     // and those who waited know
	GapClosed   GapStage = "closed"
)

// GapStages are all, in the order of the way.
var GapStages = []GapStage{GapNoticed, GapLooking, GapProposal, GapFunded, GapRunning, GapTold, GapClosed}

// gapSteps are the stages to which a person may take each. Told is no step: it comes of telling. Back is one too: whoever
// asks and finds nobody after that is told when it is looked at again.
var gapSteps = map[GapStage][]GapStage{
	GapNoticed:  {GapLooking, GapClosed},
	GapLooking:  {GapProposal, GapRunning, GapNoticed, GapClosed},
	GapProposal: {GapFunded, GapRunning, GapLooking, GapClosed},
	GapFunded:   {GapRunning, GapProposal, GapClosed},
	GapRunning:  {GapLooking, GapClosed},
	GapTold:     {GapLooking, GapClosed},
	GapClosed:   {GapLooking},
}

// GapSize parts the gaps that are open.
type GapSize string

// The sizes. A gap is small while it is new, nobody sees to it and it has shown fewer than SmallGap times or people, but not one of people who have waited
// SmallGapWeeks, and not a session without a host: that comes soon.
const (
	GapAnySize GapSize = ""
	GapLarge   GapSize = "large" // to look at first
	GapSmall   GapSize = "small"
)

// How often a gap has shown, or for how many people, that is not small, and in how many weeks one of people who wait is not small any more.
const (
	SmallGap      = 3
	SmallGapWeeks = 6
)

// Gap is something that people need, and is not there.
type Gap struct {
	DistrictID  DistrictID
	ID          GapID `bun:",pk,autoincrement"`
	Kind        GapKind
	TownID      TownID    `bun:",nullzero"` // 0: the whole district
	SectionID   SectionID `bun:",nullzero"`
	StreetID    StreetID  `bun:",nullzero"`
	Stage       GapStage
	OwnerID     PersonID `bun:",nullzero"` // who sees to it
	NextStep    string
	NextOn      *time.Time // a date
	FundPence   int64
	FundFrom    string
	FundUntil   *time.Time  // a date
	ServiceID   ServiceID   `bun:",nullzero"` // what is there now: a service,
	GatheringID GatheringID `bun:",nullzero"` // or a gathering,
	Helpers     bool        // or more people who help
	Why         string      // why it was closed
	Name        string      // what is missing, once it is closed or joined with another: its signs alone say it no more
	Gone        bool        // it closed by itself
	MergedInto  GapID       `bun:",nullzero"`
	People      int         // who waited, each once
	Times       int         // how often it showed
	FirstSeen   time.Time
	LastSeen    time.Time
	Version     int
	ClosedAt    *time.Time
	KeepUntil   *time.Time
	// For reading:
	Subject   string `bun:",scanonly"` // what is missing: the kind of help, the words, the service, street, place or theme
	SubjectID int64  `bun:",scanonly"` // its id; 0 of words
	Code      string `bun:",scanonly"` // of a kind of help or a theme; "" of all else
	TownName  string `bun:",scanonly"` // "": the whole district
	Owner     string `bun:",scanonly"` // their name; "" for nobody
	Answer    string `bun:",scanonly"` // the name of the service or gathering that is there now
	AnswerOff bool   `bun:",scanonly"` // and it takes nobody any more
	Days      int    `bun:",scanonly"` // in a report: between that on which it showed first and that on which it closed; 0 while it is open
}

// MayGo says why a gap cannot go to a stage from where it is; nil: it can.
func (g Gap) MayGo(to GapStage) error {
	switch {
	case slices.Contains(gapSteps[g.Stage], to):
		return nil
	case g.Stage == to:
		return Errorf(Conflict, "", "Somebody else has done that just now. Please look at the page again.")
	case g.Stage == GapClosed:
		return Errorf(Unacceptable, "", "This is closed. Take it up again first.")
	case to == GapTold:
		return Errorf(Unacceptable, "", "Please tell those who waited. It goes on by itself then.")
	}
	return Errorf(Unacceptable, "", "That does not come next. Please look at the page again.")
}

// Spot is where a gap is.
func (g Gap) Spot() Spot {
	return Spot{DistrictID: g.DistrictID, TownID: g.TownID, SectionID: g.SectionID, StreetID: g.StreetID}
}

// GapKey is what makes two signs the same.
type GapKey struct {
	Kind    GapKind
	Subject int64  // the need, service, street, gathering or theme; 0 for words
	Words   string // that were looked for
	TownID  TownID // 0: the whole district
}

// GapCount is how many gaps are of one kind and stand at one stage, and how many of these are small.
type GapCount struct {
	Kind  GapKind
	Stage GapStage
	Count int
	Small int
}

// GapSign is something by which a gap shows now.
type GapSign struct {
	GapKey
	SectionID SectionID // of a street
	Times     int
	FirstSeen time.Time
	LastSeen  time.Time
}

// StreetID is the street of a sign that is one; else 0.
func (s GapSign) StreetID() StreetID {
	if s.Kind == GapStreet {
		return StreetID(s.Subject)
	}
	return 0
}

// KnownSign is a sign that has shown before, with how its gap stands.
type KnownSign struct {
	GapSign
	GapID    GapID
	Here     bool // it showed at the last look
	Stage    GapStage
	Gone     bool
	ClosedAt *time.Time
	Waiting  int // who waits in its gap and has not been told
}

// GapMoves is what a look at the signs changes.
type GapMoves struct {
	Open []GapSign   // each is a new gap
	Join []KnownSign // these have changed, and stay in their gaps
	Hide []KnownSign // these do not show any more
	End  []GapID     // nothing shows any more, and nobody waits: these close by themselves
}

// FollowSigns compares the signs that show now with those that are known. A sign joins its gap while that is open. Once a person has closed
// the gap, it begins a new one when it shows after that.
func FollowSigns(now []GapSign, known []KnownSign) (m GapMoves) {
	before, here, ends := map[GapKey]KnownSign{}, map[GapKey]bool{}, map[GapID]bool{}
	for _, k := range known {
		before[k.GapKey] = k
	}
	for _, s := range now {
		here[s.GapKey] = true
		k, is := before[s.GapKey]
		switch {
		case !is, k.Stage == GapClosed && (k.Gone || s.LastSeen.After(*k.ClosedAt)):
			m.Open = append(m.Open, s)
		case k.Stage != GapClosed && (!k.Here || k.Times != s.Times || !k.LastSeen.Equal(s.LastSeen)):
			k.Times, k.LastSeen = s.Times, s.LastSeen
			m.Join = append(m.Join, k)
		}
	}
	for _, k := range known {
		if k.Stage == GapClosed {
			continue
		}
		if k.Here && !here[k.GapKey] {
			m.Hide = append(m.Hide, k)
		}
		still, seen := ends[k.GapID]
		worked := k.Stage == GapFunded || k.Stage == GapRunning || k.Stage == GapTold // somebody finishes these
		ends[k.GapID] = !here[k.GapKey] && k.Waiting == 0 && !worked && (still || !seen)
	}
	for _, k := range known {
		if ends[k.GapID] {
			m.End = append(m.End, k.GapID)
			delete(ends, k.GapID)
		}
	}
	return m
}

// GapWait is somebody who waits in a gap.
type GapWait struct {
	Person
	Since  time.Time
	Agreed bool // they know that they were asked for, and live on here
	ToldAt *time.Time
}

// PersonID is who it is.
func (w GapWait) PersonID() PersonID { return w.ID }

// MayTell reports whether they can be told: they know that they were asked for, have not been told, and there is a way that works and is safe.
func (w GapWait) MayTell() bool { return w.ToldAt == nil && w.Agreed && w.reachable() }

func (w GapWait) reachable() bool {
	switch w.Reached() {
	case ByEmail:
		return true
	case ByCall:
		return w.Phone != "" && w.SafeToRing
	}
	return w.Address != ""
}

// Shut closes a gap: for a reason in words, or because it has gone away by itself.
func (g *Gap) Shut(why string, gone bool, now, keepUntil time.Time) {
	g.Stage, g.Why, g.Gone, g.Name, g.ClosedAt, g.KeepUntil = GapClosed, why, gone, g.Subject, &now, &keepUntil
}

// GapStep is one step of a gap's story: a stage, or what else was done.
type GapStep struct {
	DistrictID DistrictID
	GapID      GapID
	N          int
	What       string
	Words      string
	At         time.Time
	ActorID    PersonID `bun:",nullzero"`
	ActorName  string   `bun:",scanonly"`
}

// What is done to a gap besides its stages.
const (
	GapOwned    = "owner"   // somebody sees to it; Words are their name
	GapPlanned  = "next"    // the next step
	GapPaid     = "funding" // the money
	GapNote     = "note"
	GapMerged   = "merged"   // another was the same, and is part of it now
	GapReopened = "reopened" // taken up again
)
