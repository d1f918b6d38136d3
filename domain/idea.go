package domain

import (
	"slices"
	"strings"
	"time"
)

// IdeaStage is how far an idea is on its way.
type IdeaStage string

// The stages.
const (
	IdeaHeard   IdeaStage = "heard"   // somebody had it, and nobody has looked at it yet
	IdeaLooking IdeaStage = "looking" // it is on the public list, and looks for people
	IdeaMeeting IdeaStage = "meeting" // those who join in have a day and a place
	IdeaGroup   IdeaStage = "group"   // it stands in the directory
	IdeaLetGo   IdeaStage = "let_go"  // with thanks, and a reason
)

// IdeaStages are all, in the order of the way.
var IdeaStages = []IdeaStage{IdeaHeard, IdeaLooking, IdeaMeeting, IdeaGroup, IdeaLetGo}

// ideaSteps are the stages to which each may go. Back is a step too: a meeting to which nobody came, a group that has closed, an idea
// that comes up again.
var ideaSteps = map[IdeaStage][]IdeaStage{
	IdeaHeard:   {IdeaLooking, IdeaLetGo},
	IdeaLooking: {IdeaMeeting, IdeaLetGo},
	IdeaMeeting: {IdeaGroup, IdeaMeeting, IdeaLooking, IdeaLetGo},
	IdeaGroup:   {IdeaLooking},
	IdeaLetGo:   {IdeaHeard},
}

// IdeaSource says where an idea was heard.
type IdeaSource string

// The sources.
const (
	FromPage  IdeaSource = "page"  // somebody wrote it on the public page
	FromLog   IdeaSource = "log"   // a connector passed it on
	FromCafe  IdeaSource = "cafe"  // it came up where people meet
	FromStaff IdeaSource = "staff" // whoever builds the town wrote it down
)

// IdeaSources are all.
var IdeaSources = []IdeaSource{FromPage, FromLog, FromCafe, FromStaff}

// Idea is something that somebody would like to be there, and is not. There is nobody in it.
type Idea struct {
	DistrictID  DistrictID
	ID          IdeaID `bun:",pk,autoincrement"`
	TownID      TownID
	CameFrom    IdeaSource
	Name        string
	NameKey     string
	Words       string
	Somebody    bool    // it looks as if it said who somebody is: held back from the public
	ThemeID     ThemeID `bun:",nullzero"` // 0: nobody has said what it is for
	LookedFor   string  // what people looked for in the directory, and this answers
	Stage       IdeaStage
	GatheringID GatheringID `bun:",nullzero"` // the first meeting
	ServiceID   ServiceID   `bun:",nullzero"` // what it became
	Why         string      // why it was let go
	Version     int
	CreatedAt   time.Time
	KeepUntil   time.Time
	// For reading:
	TownName  string   `bun:",scanonly"`
	ThemeName string   `bun:",scanonly"`
	Had       []string `bun:",scanonly,array"` // first names of those who had it and wish to be named
	Joining   int      `bun:",scanonly"`       // how many join in
}

// Public reports whether everybody may see the idea.
func (i Idea) Public() bool {
	return !i.Somebody && (i.Stage == IdeaLooking || i.Stage == IdeaMeeting)
}

// Over reports whether the idea waits for nobody any more.
func (i Idea) Over() bool { return i.Stage == IdeaGroup || i.Stage == IdeaLetGo }

// MayGo says why an idea cannot go to a stage from where it is; nil: it can.
func (i Idea) MayGo(to IdeaStage) error {
	switch {
	case slices.Contains(ideaSteps[i.Stage], to):
		return nil
	case i.Stage == to:
		return Errorf(Conflict, "", "Somebody else has done that just now. Please look at the idea again.")
	case to == IdeaGroup:
		return Errorf(Unacceptable, "", "Those who join in have not met yet. Plan a first meeting before it becomes a group.")
	case to == IdeaMeeting:
		return Errorf(Unacceptable, "", "Let it look for people first, so that somebody comes to the meeting.")
	case i.Stage == IdeaGroup:
		return Errorf(Unacceptable, "", "It is a group already. What becomes of that stands in the directory.")
	case i.Stage == IdeaLetGo:
		return Errorf(Unacceptable, "", "It was let go. Take it up again first.")
	}
	return Errorf(Unacceptable, "", "An idea does not go that way. Please look at it again.")
}

// IdeaPerson is somebody who had an idea or would join in, and agreed to hear of it.
type IdeaPerson struct {
	DistrictID    DistrictID
	IdeaID        IdeaID
	PersonID      PersonID
	Had           bool // they had it; else they join in
	Named         bool // their first name may stand beside it
	NoticeVersion string
	AgreedAt      time.Time
	FirstName     string `bun:",scanonly"`
	LastName      string `bun:",scanonly"`
}

// IdeaStep is one step of an idea's story.
type IdeaStep struct {
	DistrictID DistrictID
	IdeaID     IdeaID
	N          int
	Stage      IdeaStage
	At         time.Time
	ActorID    PersonID `bun:",nullzero"`
	ActorName  string   `bun:",scanonly"`
}

// FirstWords is the beginning of a text, up to the end of its first sentence or line, at most so many letters: where that is in the middle
// of a word, up to the word before.
func FirstWords(text string, most int) string {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "\n")
	if end := strings.IndexAny(text, ".!?"); end > 0 {
		text = text[:end]
	}
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	text = string(letters[:most])
	if space := strings.LastIndex(text, " "); space > 0 && letters[most] != ' ' {
		text = text[:space]
	}
	return text
}
