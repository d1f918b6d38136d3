package notify

// GapTold tells somebody who asked for what was not there that it is there now.
type GapTold struct {
	To    string
	Asked string // the kind of help that they asked for
	Name  string // what is there now; "": more people who help
	Words string // what whoever tells them has to say
	GoURL string // where it stands; "" for nowhere
}

// Kind is "gap_told".
func (GapTold) Kind() string { return "gap_told" }

func (n GapTold) words(l Letterhead) saying {
	out := saying{to: given(n.To), title: l.In.Say("You asked us for help, and there is something new"),
		say:   []string{l.In.Say("You asked us for this: %s. We had nobody then, and we have not forgotten it.", l.In.Say(n.Asked))},
		after: []string{"Would it help you still? Please ask us again, or ring us. If you have found a way, there is nothing to do."},
		call:  []string{"Ask if they would still like it. If so, write the ask down."}}
	if n.Name == "" {
		out.say = append(out.say, l.In.Say("More people help with that now."))
	} else {
		out.say = append(out.say, l.In.Say("This is there now: %s.", n.Name))
	}
	if n.Words != "" {
		out.say = append(out.say, n.Words)
	}
	if n.GoURL != "" {
		out.buttons = []button{link("See what it is", n.GoURL)}
	}
	out.buttons = append(out.buttons, link("Ask for help", l.BaseURL+"/ask"))
	return out
}

// GapOwner tells somebody that a gap is theirs to see to.
type GapOwner struct {
	To     string
	Name   string // what is missing
	Town   string
	GapURL string
}

// Kind is "gap_owner".
func (GapOwner) Kind() string { return "gap_owner" }

func (n GapOwner) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		title:   l.In.Say("Please see to what is missing in %s: %s", n.Town, l.In.Say(n.Name)),
		say:     []string{"It is yours now. The page says who waits, who might help, and what comes next."},
		buttons: []button{link("See what is missing", n.GapURL)},
		call:    []string{"Ask if they can look this week."},
	}
}
