package notify

// HostPage tells somebody that they are one of those who host a session, with the link to their own page.
type HostPage struct {
	To         string
	By         string // first name of who added them
	Place      string
	HostingURL string
}

// Kind is "host_page".
func (HostPage) Kind() string { return "host_page" }

func (n HostPage) words(l Letterhead) saying {
	return saying{
		to:    given(n.To),
		title: l.In.Say("You are one of the hosts: %s", n.Place),
		say: []string{l.In.Say("%s has put you on the list. Thank you.", or(n.By, l.Town)),
			"Your page shows your dates. There you take one, give one back, swap, and count who comes. The link is for you alone."},
		buttons: []button{link("See your dates", n.HostingURL)},
		after:   []string{"Not for you after all? Please ring us."},
		call:    []string{"Tell them their next date. They may ring you to swap or to give one back."},
	}
}

// HostAsk asks somebody whether they would host one date.
type HostAsk struct {
	To        string
	By        string // first name of who asks
	Place     string
	When      string
	AnswerURL string
}

// Kind is "host_ask".
func (HostAsk) Kind() string { return "host_ask" }

func (n HostAsk) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		title:   l.In.Say("Could you host: %s?", n.Place),
		say:     []string{l.In.Say("It is %s.", n.When), l.In.Say("%s thought of you. You would sit there, say hello, and count who comes.", or(n.By, l.Town))},
		buttons: []button{link("Answer in one tap", n.AnswerURL)},
		after:   []string{"The first who says yes has it. Saying no is fine and nobody keeps count."},
		call:    []string{"If they say yes, put them down for the date at once."},
		write:   []string{"Yes or no."},
	}
}

// HostTaken tells who hosts a date now: whoever took it, whoever had it before, and whoever asked.
type HostTaken struct {
	To         string
	Name       string // first name of the host
	Yours      bool   // it is the reader
	Place      string
	When       string
	HostingURL string
}

// Kind is "host_taken".
func (HostTaken) Kind() string { return "host_taken" }

func (n HostTaken) words(l Letterhead) saying {
	if n.Yours {
		return saying{
			to:      given(n.To),
			title:   l.In.Say("You host: %s", n.Place),
			say:     []string{l.In.Say("It is %s.", n.When), "Thank you. If you cannot come after all, please say so on your page as soon as you know."},
			buttons: []button{link("See your dates", n.HostingURL)},
			call:    []string{"If they cannot come, ask who else could."},
		}
	}
	return saying{
		to:    given(n.To),
		title: l.In.Say("%s hosts: %s", n.Name, n.Place),
		say:   []string{l.In.Say("It is %s.", n.When), "There is nothing for you to do."},
	}
}

// HostReminder reminds a host on the day before.
type HostReminder struct {
	To         string
	Place      string
	When       string
	HostingURL string
}

// Kind is "host_reminder".
func (HostReminder) Kind() string { return "host_reminder" }

func (n HostReminder) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		title:   l.In.Say("You host soon: %s", n.Place),
		say:     []string{l.In.Say("It is %s.", n.When), "Your page counts who comes, and takes a note of what people bring up."},
		buttons: []button{link("Open the page for that day", n.HostingURL)},
		after:   []string{"You cannot come? Please say so there, so that we can ask somebody else."},
		call:    []string{"If they cannot come, ask who else could."},
	}
}

// HostDate tells the host of a date that it is off, moved, or on after all; or the hosts of a session that all of it is different, or ends.
type HostDate struct {
	To         string
	Place      string
	Code       string // "off", "moved" or "on"; of all: "changed", "ends" or "ended"
	Was        string // when it would have been; of all: from which day on it is different
	When       string // when it is; of all: its rhythm, or its last day
	Last       string // of all that is different: the last day
	Words      string // what people read on its page
	Yours      bool   // they host it still; else they are away on the day to which it was moved
	HostingURL string
}

// Kind is "host_date".
func (HostDate) Kind() string { return "host_date" }

func (n HostDate) words(l Letterhead) saying {
	out := saying{to: given(n.To), facts: []fact{{"Where", n.Place}}}
	switch n.Code {
	case "off":
		out.title, out.say = l.In.Say("%s: it is off", upper(n.Was)), []string{"You were to host it. Please do not come then.", n.Words}
		return out
	case "ended":
		out.title, out.say = l.In.Say("It has come to an end"), []string{"There are no more dates. Thank you for being there."}
		return out
	case "ends", "changed":
		out.title, out.say = l.In.Say("The last time is %s", n.When), []string{"After that there are no more dates. Until then it is as always."}
		if n.Code == "changed" {
			out.title, out.say = l.In.Say("From %s on it is different", n.Was), []string{"This is when and where it is from then on."}
			out.facts = append(out.facts, fact{"When", n.When}, fact{"Until", n.Last})
		}
		out.buttons = []button{link("See your dates", n.HostingURL)}
		out.after = []string{"Please look at your dates. Can you not come to one? Say so there, so that we can ask somebody else."}
		out.call = []string{"Tell them their next date. They may ring you to swap or to give one back."}
		return out
	case "on":
		out.title, out.say = l.In.Say("%s: it is on after all", upper(n.When)), []string{"It is as always. Please come."}
	default:
		out.title, out.say = l.In.Say("It is moved to %s", n.When), []string{n.Words}
		out.facts = append(out.facts, fact{"Not", n.Was}, fact{"But", n.When})
	}
	if !n.Yours {
		out.after = []string{"You are away then, so we look for somebody else."}
		return out
	}
	out.buttons = []button{link("Open the page for that day", n.HostingURL)}
	out.after = []string{"You cannot come? Please say so there, so that we can ask somebody else."}
	out.call = []string{"If they cannot come, ask who else could."}
	return out
}

// VacantDate tells a community builder of a date that has nobody to host it.
type VacantDate struct {
	To       string
	Place    string
	When     string
	CouldURL string
}

// Kind is "vacant_date".
func (VacantDate) Kind() string { return "vacant_date" }

func (n VacantDate) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		title:   l.In.Say("Nobody hosts: %s", n.Place),
		say:     []string{l.In.Say("It is %s.", n.When), "Ask somebody, host it yourself, or call it off in time, so that nobody comes for nothing."},
		buttons: []button{link("See who could", n.CouldURL)},
		call:    []string{"Ask whom they would like us to ask."},
	}
}
