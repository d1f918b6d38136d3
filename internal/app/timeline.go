package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
)

// story returns a request's steps in words, newest first.
func (w *work) story(ctx context.Context, id domain.RequestID) ([]domain.Event, error) {
	events, err := w.Events(ctx, id)
	for n := range events {
		events[n].Words = w.inWords(events[n])
	}
	return events, err
}

// inWords says one step of a story in a sentence.
func (w *work) inWords(e domain.Event) string {
	say := func(t *time.Time) string { return domain.SayTime(value(t), w.now, w.app.zone) }
	who, by := e.PersonName, e.ActorName
	if who == "" {
		who = "Somebody"
	}
	switch e.Kind {
	case evRaised:
		return raisedWords(e.Data.Code, by)
	case evOwner:
		return fmt.Sprintf("%s looks after this now.", who)
	case evApproved:
		if by != "" {
			return fmt.Sprintf("%s said that it may go out.", by)
		}
		return "It went out: nobody had stopped it."
	case evAsked:
		return fmt.Sprintf("%s is to be asked, %s.", who, wayWords(e.Data.Way))
	case evDelivered:
		return fmt.Sprintf("%s has the question, and may answer until %s.", who, say(e.Data.At))
	case evAccepted:
		return fmt.Sprintf("%s said yes, for %s.", who, say(e.Data.At))
	case evDeclined:
		if e.Data.Code == SaysNotThisWeek {
			return fmt.Sprintf("%s cannot this week.", who)
		}
		return fmt.Sprintf("%s cannot go this time.", who)
	case evUndelivered:
		return undeliveredWords(e.Data.Code, who)
	case evWithdrawn:
		return withdrawnWords(e.Data.Code, who)
	case evWidened:
		return widenedWords(e.Data)
	case evNobody:
		return fmt.Sprintf("Nobody is left to ask in the %s.", e.Data.Level.Plain())
	case evPaused:
		return fmt.Sprintf("%s put it on hold until %s.", orSomebody(by), say(e.Data.At))
	case evTimeChanged:
		return fmt.Sprintf("There is a new time: help is of use until %s.", say(e.Data.At))
	case evHelperSaid, evPersonSaid:
		return fmt.Sprintf("%s said: %s.", who, saidWords(e.Data.Code))
	case evTakenBack:
		if e.Data.Code == "silence" {
			return "Nobody told us how it went, so we look for help again."
		}
		return fmt.Sprintf("%s is not going after all. We look for somebody else.", who)
	case evNotDelivered:
		return fmt.Sprintf("The mail to %s came back. The next goes another way.", who)
	case evEnded:
		return fmt.Sprintf("It ended: %s.", domain.Ending(e.Data.Code).Plain())
	}
	if words, ok := plainSteps[e.Kind]; ok {
		return fmt.Sprintf(words, who)
	}
	return e.Kind
}

// plainSteps are the steps whose sentence is always the same but for a name, which %.0s leaves out.
var plainSteps = map[string]string{
	evDuplicate:   "%.0sThis may be the same as another open ask.",
	evReminded:    "%s was reminded that it waits for a word.",
	evPlaced:      "%.0sNow we know where it is.",
	evNotDone:     "%.0sIt was not done after all. The visit stands.",
	evPastWish:    "%s was chosen although they had wished for something else. They are said to have agreed.",
	evStricter:    "%.0sFrom now on whoever helps here needs a stricter check.",
	evAgreed:      "%.0sThe person knows of it now, and agrees.",
	evHeld:        "%s is thinking about it, for ten minutes.",
	evExpired:     "%s did not answer in time.",
	evFailure:     "%.0sNobody was found in the district’s time. It is on the list for the next meeting, and we go on looking.",
	evWoken:       "%.0sThe day has come near. We begin to ask.",
	evReleased:    "%.0sThe hold is over. We go on.",
	evNewTime:     "%.0sNobody came in time. A new time is needed.",
	evReview:      "%s was asked to look at it again.",
	evNudged:      "%s was reminded of the visit.",
	evHomeAsked:   "%s was asked whether they are home safe.",
	evHomeSafe:    "%s is home safe.",
	evAfterAsked:  "%.0sBoth were asked how it went.",
	evRing:        "%.0sWe have heard nothing. It is time to ring.",
	evRung:        "%s was rung.",
	evReopened:    "%.0sWe look for help again.",
	evHandedBack:  "%s handed it back. We look for somebody else.",
	evNoted:       "%.0sA note was added.",
	evShown:       "%s was shown the address.",
	evRegular:     "%s comes each time from now on.",
	evSeriesEnded: "%.0sThis is the last time of the regular ask.",
}

func orSomebody(name string) string {
	if name == "" {
		return "Somebody"
	}
	return name
}

func raisedWords(code, by string) string {
	switch domain.CameBy(code) {
	case domain.ByPhone:
		return fmt.Sprintf("They rang. %s wrote it down.", orSomebody(by))
	case domain.ByLeaflet:
		return fmt.Sprintf("It came on a leaflet. %s typed it in.", orSomebody(by))
	case domain.ByAgency:
		return "An agency asked for them."
	case domain.ByNeighbour:
		return "A neighbour asked for them."
	case domain.BySeries:
		return "The next visit of a regular ask."
	}
	return "They asked on the page."
}

func wayWords(way domain.Way) string {
	switch way {
	case domain.ByCall:
		return "by a call"
	case domain.ByLetter:
		return "by a letter"
	}
	return "by e-mail"
}

func undeliveredWords(code, who string) string {
	switch code {
	case "mail_down":
		return fmt.Sprintf("%s was not reached: mail was not going out.", who)
	case "not_rung":
		return fmt.Sprintf("%s was not rung in time.", who)
	}
	return fmt.Sprintf("%s was not reached: the address does not exist.", who)
}

func withdrawnWords(code, who string) string {
	if code == "another_accepted" {
		return fmt.Sprintf("%s need not answer: someone is going.", who)
	}
	return fmt.Sprintf("%s need not answer any more.", who)
}

func widenedWords(d domain.EventData) string {
	why := map[string]string{
		"time":        "the time was up",
		"nobody_left": "nobody was left to ask",
		"by_hand":     "somebody chose to",
	}[d.Code]
	return fmt.Sprintf("We ask the whole %s now: %s.", d.Level.Plain(), why)
}

func saidWords(code string) string {
	switch code {
	case "done":
		return "it is done"
	case "could_not":
		return "they could not"
	case "not_done":
		return "nobody came"
	}
	return "a hand is needed"
}
