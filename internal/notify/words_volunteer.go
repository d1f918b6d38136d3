package notify

import "strings"

// Invitation is "Could you …?": one ask put to one volunteer, before they say yes.
type Invitation struct {
	To      string // the volunteer's first name
	Name    string // first name of the person who asks; not said when Private
	Street  string // the street's name; not said when Private
	Private bool   // a private kind of help: neither name nor street before Yes
	Ask     string // what to do, with {name} for the person: "fetch a prescription for {name}"
	Detail  string // one sentence of the kind of help, not of the person; left out when it seems to tell how to reach somebody
	When    string // in words: "today, before 1 pm"
	HowFar  string // in words: "six minutes’ walk from you"; not said when Private
	HowLong string // in words: "about half an hour"
	By      string // answer by when, in words: "11:30 am"

	YesURL, NotThisTimeURL, NotThisWeekURL string
}

// Kind is "invitation".
func (Invitation) Kind() string { return "invitation" }

func (n Invitation) words(l Letterhead) saying {
	w := n.facts(l)
	ask := strings.ReplaceAll(n.discreet(n.Ask), "{name}", n.who(l))
	if ask == "" {
		ask = l.In.Say("help %s", n.who(l))
	}
	w.title = l.In.Say("Could you %s?", ask)
	w.subject = l.In.Say("Could you %s%s?", ask, comma(n.When))
	return w
}

func (n Invitation) facts(l Letterhead) saying {
	where, see := l.In.Say("In %s", l.Town), "You hear who it is, and where, once you say yes."
	if s := street(n.Street); s != "" && !n.Private {
		where, see = s+comma(n.HowFar), "You get the address once you say yes."
	}
	return saying{
		to: given(n.To),
		facts: []fact{
			{"What", n.discreet(n.Detail)},
			{"Where", where},
			{"When", n.When},
			{"How long", n.HowLong},
		},
		buttons: []button{
			answer("Yes, I’ll go", n.YesURL),
			answer("Not this time", n.NotThisTimeURL),
			answer("Not this week", n.NotThisWeekURL),
		},
		after: []string{
			l.In.Say("Please tell us by %s. After that we ask somebody else.", n.By),
			"Saying no is fine and nobody keeps count.",
			see,
		},
		call:  []string{"If they say yes, write the yes down first. Then open their visit page and read out where to go."},
		write: []string{"What time they answered."},
	}
}

// who is the person's first name, or "a neighbour" where it may not be said.
func (n Invitation) who(l Letterhead) string {
	if n.Private {
		return l.In.Say("a neighbour")
	}
	return or(n.Name, l.In.Say("a neighbour"))
}

// discreet returns a text, or nothing when it seems to tell how to reach somebody, or when a private ask's text names them.
func (n Invitation) discreet(text string) string {
	if n.Private {
		for _, hidden := range []string{given(n.Name), street(n.Street)} {
			if hidden != "" && strings.Contains(strings.ToLower(text), strings.ToLower(hidden)) {
				return ""
			}
		}
	}
	return unaddressed(text)
}

// comma puts words after a comma, or nothing when there are none.
func comma(s string) string {
	if s == "" {
		return ""
	}
	return ", " + s
}

// SeriesCover is an invitation to stand in once for somebody's regular helper.
type SeriesCover struct {
	Invitation
	Usual string // the regular helper's first name
}

// Kind is "series_cover".
func (SeriesCover) Kind() string { return "series_cover" }

func (n SeriesCover) words(l Letterhead) saying {
	w := n.Invitation.words(l)
	// The regular helper's name could tell who a private ask is from.
	usual := or(n.Usual, l.In.Say("Their usual helper"))
	if n.Private {
		usual = l.In.Say("Their usual helper")
	}
	w.say = []string{l.In.Say("%s does this most weeks, but can’t this time.", usual), "It is just the once."}
	return w
}

// InvitationClosed tells a volunteer who was asked, or tapped late, that they are not needed for this one.
type InvitationClosed struct {
	To    string
	Taken bool // because somebody else is going; else the ask has ended or changed
}

// Kind is "invitation_closed".
func (InvitationClosed) Kind() string { return "invitation_closed" }

func (n InvitationClosed) words(l Letterhead) saying {
	w := saying{
		to:    given(n.To),
		title: "Thank you, things have changed",
		say:   []string{"We asked you to help a neighbour. You are not needed for this one any more, so you can leave it."},
		after: []string{"There is nothing to do. We will ask you again another day."},
	}
	if n.Taken {
		w.title = "Thank you, someone is going"
		w.say = []string{"We asked you to help a neighbour. Someone has said yes now, so you can leave this one."}
	}
	return w
}

// StillAllRight asks a volunteer who has been silent twice.
type StillAllRight struct {
	To                       string
	YesURL, LessURL, RestURL string
}

// Kind is "still_all_right".
func (StillAllRight) Kind() string { return "still_all_right" }

func (n StillAllRight) words(l Letterhead) saying {
	return saying{
		to:    given(n.To),
		title: "Is it still all right to ask you?",
		say:   []string{"We asked you twice and did not hear back. That is fine. We just want to get it right for you."},
		buttons: []button{
			answer("Yes, keep asking", n.YesURL),
			answer("Ask me less", n.LessURL),
			answer("Let me rest", n.RestURL),
		},
		after: []string{"Each of the three is a good answer. You can change it at any time."},
	}
}

// Resting tells a volunteer who has been silent four times that we have stopped asking.
type Resting struct {
	To      string
	BackURL string
}

// Kind is "resting".
func (Resting) Kind() string { return "resting" }

func (n Resting) words(l Letterhead) saying {
	return saying{
		to:    given(n.To),
		title: "Shall we let you rest for now?",
		say:   []string{"We asked you four times and did not hear back. So we have stopped asking for now.", "You do not need to do a thing."},
		buttons: []button{
			answer("Please ask me again", n.BackURL),
		},
		after: []string{"Thank you for all that you have done. The door stays open."},
	}
}
