package notify

// RequestReceived confirms that we have an ask. It never says what kind of help it is.
type RequestReceived struct {
	To        string
	ForOther  bool   // the reader asked for somebody else
	Reference string // as it is read out over the phone
	Next      string // what happens next, a whole sentence
	StatusURL string
}

// Kind is "request_received".
func (RequestReceived) Kind() string { return "request_received" }

func (n RequestReceived) words(l Letterhead) saying {
	say := "Thank you for asking. We have it, and it will not be forgotten."
	if n.ForOther {
		say = "Thank you for asking for somebody. We have it, and it will not be forgotten."
	}
	return saying{
		to:      given(n.To),
		subject: l.In.Say("We have what you asked: %s", n.Reference),
		title:   "We have what you asked",
		say:     []string{say, n.Next},
		facts:   []fact{{"Your number", n.Reference}},
		buttons: []button{
			link("See how it is going", n.StatusURL),
		},
		linked: []string{"Keep the link to yourself. It is yours alone."},
		after:  []string{"If it can’t wait, ring us. If somebody is in danger, ring 999."},
		call:   []string{"Read the number out slowly, and ask them to write it down."},
	}
}

// SupportFailurePerson tells the person that nobody was found yet, and who rings them by when.
type SupportFailurePerson struct {
	To        string
	Owner     string // first name of who will ring
	By        string // in words: "4 pm"
	StatusURL string
}

// Kind is "support_failure_person".
func (SupportFailurePerson) Kind() string { return "support_failure_person" }

func (n SupportFailurePerson) words(l Letterhead) saying {
	owner := or(n.Owner, l.In.Say("One of us"))
	return saying{
		to:      given(n.To),
		subject: l.In.Say("We have not found anyone yet. %s will ring by %s", owner, n.By),
		title:   "We have not found anyone yet",
		say:     []string{l.In.Say("%s will ring you by %s.", owner, n.By), "We are sorry that it takes so long. We have not stopped looking."},
		buttons: []button{
			link("See how it is going", n.StatusURL),
		},
		after: []string{"If it can’t wait until then, please ring us."},
		write: []string{"What would help until then."},
	}
}

// NewTime asks the person for a new time, because the one they gave has passed.
type NewTime struct {
	To      string
	Was     string // the time that passed, in words
	TimeURL string
	OffURL  string // they do not need it any more
}

// Kind is "new_time".
func (NewTime) Kind() string { return "new_time" }

func (n NewTime) words(l Letterhead) saying {
	return saying{
		to:    given(n.To),
		title: "Is there a new time that suits you?",
		say:   []string{"We did not find anyone in time. We are sorry about that."},
		facts: []fact{{"You asked for", n.Was}},
		buttons: []button{
			answer("Pick a new time", n.TimeURL),
			answer("I don’t need it now", n.OffURL),
		},
		after: []string{"Once we know the time we go on looking."},
		write: []string{"The new day and time."},
	}
}

// Ending is how a request ended, for its kind words.
type Ending string

// The endings that have words of their own.
const (
	EndHelped    Ending = "helped"    // somebody came and helped
	EndSorted    Ending = "sorted"    // family, a neighbour or they themselves did it
	EndPassed    Ending = "passed"    // a named organisation said yes
	EndWithdrawn Ending = "withdrawn" // they do not want it any more
	EndAway      Ending = "away"      // the person moved, is in hospital or died: few words, no question
	EndMistake   Ending = "mistake"   // there was nothing to do
)

// Ended says kind words at the end.
type Ended struct {
	To       string
	How      Ending
	PassedTo string // the organisation's name, for EndPassed
	HelpURL  string // "Is there something you like doing for others?"
	AskURL   string // to ask again
}

// Kind is "ended".
func (Ended) Kind() string { return "ended" }

var endings = map[Ending]string{
	EndHelped:    "We are glad that somebody could help.",
	EndSorted:    "We are glad that it is sorted.",
	EndWithdrawn: "We have stopped looking, as you asked.",
	EndAway:      "We have stopped looking. Our thoughts are with you.",
	EndMistake:   "We have put it away. There is nothing that you need to do.",
}

func (n Ended) words(l Letterhead) saying {
	first, known := endings[n.How]
	if n.How == EndPassed {
		first, known = l.In.Say("%s has said yes and will help from here.", n.PassedTo), true
	}
	if !known {
		first = "This ask has come to its end."
	}
	w := saying{
		to:    given(n.To),
		title: l.In.Say("Thank you for asking %s", l.Town),
		say:   []string{first},
		after: []string{"You can always ask again."},
		write: []string{"What they like doing, in their own words."},
	}
	if n.How == EndAway || n.How == EndMistake {
		w.after, w.write = []string{"If we can do anything, we are here."}, nil
		return w
	}
	w.subject = "Is there something you like doing for others?"
	w.say = append(w.say, "May we ask you one thing? Is there something you like doing for others?", "A chat, a walk, a hand with a form: it all counts.")
	w.buttons = []button{link("Yes, there is", n.HelpURL), link("Ask for help again", n.AskURL)}
	return w
}

// NotOver puts it right that somebody read too early that their ask is over.
type NotOver struct {
	To        string
	Helper    string // first name of who still comes; "" when the reader may not know, or the time of the visit has passed
	When      string // "" likewise
	StatusURL string
}

// Kind is "not_over".
func (NotOver) Kind() string { return "not_over" }

func (n NotOver) words(l Letterhead) saying {
	w := saying{
		to:      given(n.To),
		subject: "That was a mistake: it is not over",
		title:   "That was a mistake: it is not over",
		say:     []string{"We told you that your ask is over. We are sorry: that was too early.", "We look after it still, and you do not need to do a thing."},
		buttons: []button{link("See how it is going", n.StatusURL)},
		after:   []string{"If something is not right, please ring us."},
	}
	if n.Helper != "" {
		w.title = l.In.Say("That was a mistake: %s still comes", n.Helper)
		w.subject = w.title
		w.say = w.say[:1]
		w.facts = []fact{{"When", n.When}}
		w.after = []string{"The two door words stay the same."}
	}
	return w
}

// SignIn carries a sign-in link and its code. It goes by mail alone.
type SignIn struct {
	To      string
	LinkURL string
	Code    string // six digits
	Lasts   string // in words: "15 minutes"
	By      string // who asks them in; "" when they asked for the link themselves
	Lead    bool   // they are asked in as safeguarding lead, else as community builder
}

// Kind is "sign_in".
func (SignIn) Kind() string { return "sign_in" }

func (n SignIn) words(l Letterhead) saying {
	w := saying{
		to:      given(n.To),
		subject: l.In.Say("Did you ask to sign in to %s?", l.Town),
		title:   "Did you ask to sign in?",
		facts:   []fact{{"Your code", n.Code}},
		buttons: []button{
			link("Sign me in", n.LinkURL),
		},
		after: []string{
			"Reading this on another device? Type the code there.",
			l.In.Say("The link and the code work once, for %s.", n.Lasts),
			"If you did not ask, do nothing. Nobody gets in. We never ring you for the code.",
		},
		mute: true,
	}
	if n.By != "" {
		w.subject = l.In.Say("%s would like you to help look after %s", n.By, l.Town)
		w.title = l.In.Say("%s asks you in", n.By)
		w.say = []string{l.In.Say("%s has put you down as community builder in %s. You meet new helpers, and see what people here ask for.", n.By, l.Town),
			"Sign in, and see what is there for you. If it is not for you, please tell them."}
		if n.Lead {
			w.say[0] = l.In.Say("%s has put you down as safeguarding lead in %s. When somebody is worried about a neighbour, you are told, and nobody else reads it.", n.By, l.Town)
		}
		w.after[2] = "Is it too late? The link takes you to a page where you ask for a new one."
	}
	return w
}
