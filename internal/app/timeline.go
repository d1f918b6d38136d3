package app

import (
	"context"
	"time"

	"waymark/domain"
	"waymark/internal/words"
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
	say := func(t *time.Time) string { return w.lang.Time(value(t), w.now, w.app.zone) }
	who, by := e.PersonName, e.ActorName
	if who == "" {
		who = w.lang.Say("Somebody")
	}
	switch e.Kind {
	case evRaised:
		return w.raisedWords(e.Data.Code, by)
	case evOwner:
		if e.Data.Code == "by_hand" && by != "" && by != who {
			return w.lang.Say("%s gave this to %s.", by, who)
		}
		return w.lang.Say("%s looks after this now.", who)
	case evApproved:
		if by != "" {
			return w.lang.Say("%s said that it may go out.", by)
		}
		return w.lang.Say("It went out: nobody had stopped it.")
	case evAsked:
		return w.lang.Say("%s is to be asked, %s.", who, w.wayWords(e.Data.Way))
	case evDelivered:
		return w.lang.Say("%s has the question, and may answer until %s.", who, say(e.Data.At))
	case evAccepted:
		return w.lang.Say("%s said yes, for %s.", who, say(e.Data.At))
	case evDeclined:
		if e.Data.Code == SaysNotThisWeek {
			return w.lang.Say("%s cannot this week.", who)
		}
		return w.lang.Say("%s cannot go this time.", who)
	case evUndelivered:
		return w.undeliveredWords(e.Data.Code, who)
	case evWithdrawn:
		return w.withdrawnWords(e.Data.Code, who)
	case evWidened:
		return w.widenedWords(e.Data)
	case evNobody:
		return w.lang.Say("Nobody is left to ask in the %s.", w.lang.Say(e.Data.Level.Plain()))
	case evPaused:
		return w.lang.Say("%s put it on hold until %s.", w.orSomebody(by), say(e.Data.At))
	case evTimeChanged:
		return w.lang.Say("There is a new time: help is of use until %s.", say(e.Data.At))
	case evHelperSaid, evPersonSaid:
		return w.lang.Say("%s said: %s.", who, w.saidWords(e.Data.Code))
	case evTakenBack:
		if e.Data.Code == "silence" {
			return w.lang.Say("Nobody told us how it went, so we look for help again.")
		}
		return w.lang.Say("%s is not going after all. We look for somebody else.", who)
	case evNotDelivered:
		return w.lang.Say("The mail to %s came back. The next goes another way.", who)
	case evEnded:
		return w.lang.Say("It ended: %s.", w.lang.Say(domain.Ending(e.Data.Code).Plain()))
	}
	if text, ok := plainSteps[e.Kind]; ok {
		return w.lang.Say(text, who)
	}
	return e.Kind
}

// plainSteps are the steps whose sentence is always the same but for a name, which %.0s leaves out.
var plainSteps = map[string]string{
	evDuplicate:   words.Later("%.0sThis may be the same as another open ask."),
	evReminded:    words.Later("%s was reminded that it waits for a word."),
	evPlaced:      words.Later("%.0sNow we know where it is."),
	evNotDone:     words.Later("%.0sIt was not done after all. The visit stands."),
	evTakenUp:     words.Later("%.0sIt had ended by mistake. It is taken up again."),
	evHeldBack:    words.Later("%.0sIt does not go out after all. It waits for a word."),
	evPastWish:    words.Later("%s was chosen although they had wished for something else. They are said to have agreed."),
	evStricter:    words.Later("%.0sFrom now on whoever helps here needs a stricter check."),
	evAgreed:      words.Later("%.0sThe person knows of it now, and agrees."),
	evHeld:        words.Later("%s is thinking about it, for ten minutes."),
	evExpired:     words.Later("%s did not answer in time."),
	evFailure:     words.Later("%.0sNobody was found in the district’s time. It is on the list for the next meeting, and we go on looking."),
	evWoken:       words.Later("%.0sThe day has come near. We begin to ask."),
	evReleased:    words.Later("%.0sThe hold is over. We go on."),
	evNewTime:     words.Later("%.0sNobody came in time. A new time is needed."),
	evReview:      words.Later("%s was asked to look at it again."),
	evNudged:      words.Later("%s was reminded of the visit."),
	evHomeAsked:   words.Later("%s was asked whether they are home safe."),
	evThere:       words.Later("%s is there."),
	evNotThere:    words.Later("%s is not there yet: that was a slip."),
	evThanked:     words.Later("%s was thanked."),
	evHomeSafe:    words.Later("%s is home safe."),
	evAfterAsked:  words.Later("%.0sBoth were asked how it went."),
	evRing:        words.Later("%.0sWe have heard nothing. It is time to ring."),
	evRung:        words.Later("Somebody has spoken with %s."),
	evReopened:    words.Later("%.0sWe look for help again."),
	evHandedBack:  words.Later("%s handed it back. We look for somebody else."),
	evNoted:       words.Later("%.0sA note was added."),
	evShown:       words.Later("%s was shown the address."),
	evRegular:     words.Later("%s comes each time from now on."),
	evSeriesEnded: words.Later("%.0sThis is the last time of the regular ask."),
}

// orSomebody is a name, or "Somebody" for none.
func (w *work) orSomebody(name string) string {
	if name == "" {
		return w.lang.Say("Somebody")
	}
	return name
}

func (w *work) raisedWords(code, by string) string {
	switch domain.CameBy(code) {
	case domain.ByPhone:
		return w.lang.Say("They rang. %s wrote it down.", w.orSomebody(by))
	case domain.ByLeaflet:
		return w.lang.Say("It came on a leaflet. %s typed it in.", w.orSomebody(by))
	case domain.ByAgency:
		return w.lang.Say("An agency asked for them.")
	case domain.ByNeighbour:
		return w.lang.Say("A neighbour asked for them.")
	case domain.BySeries:
		return w.lang.Say("The next visit of a regular ask.")
	}
	return w.lang.Say("They asked on the page.")
}

func (w *work) wayWords(way domain.Way) string {
	switch way {
	case domain.ByCall:
		return w.lang.Say("by a call")
	case domain.ByLetter:
		return w.lang.Say("by a letter")
	}
	return w.lang.Say("by e-mail")
}

func (w *work) undeliveredWords(code, who string) string {
	switch code {
	case "mail_down":
		return w.lang.Say("%s was not reached: mail was not going out.", who)
	case "not_rung":
		return w.lang.Say("%s was not rung in time.", who)
	}
	return w.lang.Say("%s was not reached: the address does not exist.", who)
}

func (w *work) withdrawnWords(code, who string) string {
	if code == "another_accepted" {
		return w.lang.Say("%s need not answer: someone is going.", who)
	}
	return w.lang.Say("%s need not answer any more.", who)
}

func (w *work) widenedWords(d domain.EventData) string {
	why := map[string]string{
		"time":        words.Later("the time was up"),
		"nobody_left": words.Later("nobody was left to ask"),
		"by_hand":     words.Later("somebody chose to"),
	}[d.Code]
	return w.lang.Say("We ask %s now: %s.", w.lang.Say(levelWords[d.Level]), w.lang.Say(why))
}

func (w *work) saidWords(code string) string {
	switch code {
	case "done":
		return w.lang.Say("it is done")
	case "could_not":
		return w.lang.Say("they could not")
	case "not_done":
		return w.lang.Say("nobody came")
	case "no_answer":
		return w.lang.Say("nobody answered the door")
	}
	return w.lang.Say("a hand is needed")
}
