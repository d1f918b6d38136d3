package web

import (
	"waymark/domain"
	"waymark/domain/escalation"
)

// taskOf is an ask that needs a person, with the one most likely thing to do.
func (c clock) taskOf(l domain.RequestLine, tasks []domain.TaskLine) Task {
	page := addressOf("/requests/", l.ID)
	t := Task{State: StateSoon, Title: askTitle(c.Words, l.NeedName, l.FirstName), Href: page, Where: c.where(l)}
	act := func(tag, strong, why, button, href string) Task {
		t.Tags, t.Strong, t.Why = append(t.Tags, Tag{State: t.State, Text: tag}), strong, why
		t.Buttons = []Button{{Text: button, Style: ArmPlain, Href: href}}
		return t
	}
	until := c.Say("Help is of use until %s.", c.time(l.UsefulUntil))
	passed := func() Task {
		t.State = StateLate
		return act("The time has passed", c.Say("Help was of use until %s.", c.time(l.UsefulUntil)), "Nobody came in time. Ask when it would suit now.", "Give it a new time", page+"/time")
	}
	switch {
	case c.passed(l):
		return passed()
	case !l.Placed:
		t.Own = until
		return act("Street not known", "", "Nobody can be looked for until we know where it is.", "Say which street", page+"/place")
	case l.FailedAt != nil && l.State == domain.Open:
		t.State = StateFailed
		return act("Nobody found", "", "The whole district was asked. It is on the list for the next meeting, and we go on looking.", "Choose somebody", page+"#who")
	}
	switch escalation.Action(l.NextAction) {
	case escalation.AskFirst:
		return c.waitsForWord(t, l, until)
	case escalation.NewTime:
		return passed()
	case escalation.Ring, escalation.Reopen:
		ring := page
		for _, task := range tasks {
			if task.RequestID == l.ID {
				ring = addressOf("/tasks/", task.ID)
			}
		}
		return act("Not heard how it went", "", "We asked both how the visit went, and have heard nothing.", "Ring and ask", ring)
	case escalation.Hand:
		t.State = StateLate
		strong, why := c.handOf(l)
		return act("Wants a hand now", strong, why, "Look at it now", page)
	case escalation.Review:
		t.Own = until
		return act(c.Say("Look again by %s", c.time(l.NextActionAt)), "", "The clock cannot take it further by itself.", "Look at it", page)
	}
	t.Own = until
	return act("Needs a look", "", "", "Look at it", page)
}

// passed reports whether nobody came while help was of use: whoever looks after it asks for a new time, and chooses nobody before.
func (c clock) passed(l domain.RequestLine) bool {
	return l.State == domain.Open && l.UsefulUntil.Before(c.now)
}

// handOf says who wants a hand with a visit, and what to do.
func (c clock) handOf(l domain.RequestLine) (strong, why string) {
	switch {
	case l.HelperSaid == "no_answer":
		strong = c.Say("Nobody answered %s at the door.", l.HelperName)
		why = c.Say("Ring %s, then %s. Worried: ring 101. In danger: 999.", l.FirstName, l.HelperName)
	case l.HelperSaid == "need_a_hand":
		strong, why = c.Say("%s needs a hand.", l.HelperName), c.Say("Please ring %s, who went there.", l.HelperName)
	case l.PersonSaid == "not_done":
		strong, why = c.Say("Nobody came, they say."), c.Say("Please ring %s, and %s, who was to go.", l.FirstName, l.HelperName)
	default:
		strong, why = c.Say("%s needs a hand.", l.FirstName), c.Say("Please ring %s.", l.FirstName)
	}
	return strong, why + " " + c.Say("What they wrote is with the ask. Write a note there when you have rung: then we go on.")
}

// waitsForWord is an ask that goes out when a person says so.
func (c clock) waitsForWord(t Task, l domain.RequestLine, until string) Task {
	page := t.Href
	t.Tags = []Tag{{State: StateSoon, Text: "Waits for your word"}}
	t.Own = c.Say("It came in %s.", c.time(l.RaisedAt)) + " " + until
	t.Buttons = []Button{{Text: "Let it go out", Style: ArmPlain, Post: page + "/approve"}}
	if l.DuplicateOf != 0 {
		t.Strong = "It may be the same as another open ask."
		t.Buttons = []Button{{Text: "Look at both", Style: ArmPlain, Href: page}}
	}
	return t
}

// callOf is a call to make or a letter to post.
func (c clock) callOf(l domain.TaskLine) Line {
	href := addressOf("/tasks/", l.ID)
	out := Line{State: StateWaiting, Title: c.Say("Ring %s", l.FirstName), Href: href, Say: c.Say(callAbout(l.MessageKind)), End: c.Say("By %s", c.time(l.DueAt)), Do: &Button{Text: "Open the script", Icon: "phone", Href: href}}
	if l.Kind == "letter" {
		out.Title, out.Do = c.Say("Post a letter to %s", l.FirstName), &Button{Text: "Open the letter", Icon: "print", Href: href}
	}
	if l.DueAt.Before(c.now) {
		out.State, out.End = StateLate, c.Say("Was to be done %s", c.time(l.DueAt))
	}
	if l.Tries > 0 {
		out.End += ". " + Count(c.Words, l.Tries, "%s try so far, without an answer.", "%s tries so far, without an answer.")
	}
	if l.Reference != "" {
		out.Say += dot + unbroken(l.Reference)
	}
	return out
}

// callAbout says what a call is about, by the kind of message that goes this way.
func callAbout(kind string) string {
	words := map[string]string{
		"invitation": "Ask whether they can help", "series_cover": "Ask whether they can help", "request_received": "Say that we have their ask",
		"helper_coming": "Say who is coming", "visit": "Tell the helper what they need to know", "visit_reminder": "Remind them of the visit",
		"home_safe": "Ask whether they are home safe", "after_visit_helper": "Ask how it went", "after_visit_person": "Ask how it went",
		"helper_changed": "Say that somebody else comes", "visit_off": "Say that the visit is off", "new_time": "Ask for a new time",
		"ended": "Say that it has ended", "not_over": "Say that it is not over after all", "support_failure_person": "Say that nobody has been found yet", "still_all_right": "Ask whether we may go on asking them",
	}[kind]
	if words == "" {
		return "Something to tell them"
	}
	return words
}
