package notify

// Visit follows a yes: the link to the page that says where to go. It holds no address and no phone number.
type Visit struct {
	To       string
	Name     string // first name of the person who asked
	When     string
	VisitURL string
}

// Kind is "visit".
func (Visit) Kind() string { return "visit" }

func (n Visit) words(l Letterhead) saying {
	who := or(n.Name, l.In.Say("your neighbour"))
	return saying{
		to:    given(n.To),
		title: "Thank you for saying yes",
		say:   []string{upper(l.In.Say("%s will be told that you are coming.", who))},
		facts: []fact{{"When", n.When}},
		buttons: []button{
			link("See where to go", n.VisitURL),
		},
		after: []string{
			"The page has the address, the phone number and the two door words. Please keep them to yourself.",
			"Say the two words at the door, so that they know it is you.",
			"Can’t go after all? Tell us on the same page, or ring us. We will ask somebody else.",
		},
		call: []string{"Open their visit page. Read out the address, the phone number and the two door words. Looking is written down."},
	}
}

// VisitReminder nudges the helper before a visit.
type VisitReminder struct {
	To       string
	Name     string
	When     string
	VisitURL string
}

// Kind is "visit_reminder".
func (VisitReminder) Kind() string { return "visit_reminder" }

func (n VisitReminder) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		subject: l.In.Say("Are you still all right to go%s?", comma(n.When)),
		title:   l.In.Say("Are you still all right to go to %s?", or(n.Name, l.In.Say("your neighbour"))),
		facts:   []fact{{"When", n.When}},
		buttons: []button{
			link("See where to go", n.VisitURL),
		},
		after: []string{
			"If you can go, there is nothing to do.",
			"If you can’t, please tell us soon on that page, or ring us. That is fine. We will ask somebody else.",
		},
		write: []string{"Still going, or can’t go."},
	}
}

// HomeSafe asks a helper who went into a home whether they are back.
type HomeSafe struct {
	To               string
	SafeURL, HelpURL string
	By               string // when we start to ring, in words
}

// Kind is "home_safe".
func (HomeSafe) Kind() string { return "home_safe" }

func (n HomeSafe) words(l Letterhead) saying {
	return saying{
		to:    given(n.To),
		title: "Are you home safe?",
		say:   []string{"Your visit should be over by now."},
		buttons: []button{
			answer("Yes, I’m home safe", n.SafeURL),
			answer("I need a hand", n.HelpURL),
		},
		after: []string{
			l.In.Say("If we do not hear from you by %s, we will ring you.", n.By),
			"If you are in danger, ring 999 first.",
		},
		call: []string{"No answer: ring again in ten minutes, then tell the desk."},
	}
}

// AfterVisitHelper asks the helper how it went.
type AfterVisitHelper struct {
	To                            string
	Name                          string
	DoneURL, CouldNotURL, HelpURL string
}

// Kind is "after_visit_helper".
func (AfterVisitHelper) Kind() string { return "after_visit_helper" }

func (n AfterVisitHelper) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		subject: "How did it go?",
		title:   l.In.Say("How did it go with %s?", or(n.Name, l.In.Say("your neighbour"))),
		buttons: []button{
			answer("It is done", n.DoneURL),
			answer("I could not do it", n.CouldNotURL),
			answer("I need a hand", n.HelpURL),
		},
		after: []string{"If it did not work out, that is no trouble. Tell us and we will ask somebody else."},
		write: []string{"Anything that the next helper should know."},
	}
}

// VisitOff tells the helper that there is no need to go.
type VisitOff struct {
	To   string
	Name string
	When string // when the visit was to be
}

// Kind is "visit_off".
func (VisitOff) Kind() string { return "visit_off" }

func (n VisitOff) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		subject: l.In.Say("There is no need to go%s", comma(n.When)),
		title:   l.In.Say("There is no need to go to %s", or(n.Name, l.In.Say("your neighbour"))),
		facts:   []fact{{"It was for", n.When}},
		say:     []string{"The visit is off. It is not because of you."},
		after:   []string{"Thank you for saying yes. It was good to know that you would go."},
	}
}

// HelperComing tells the person who asked who is coming.
type HelperComing struct {
	To        string
	Helper    string // first name
	Street    string // the helper's street, when the helper agreed to that; else empty
	When      string
	DoorWords string // the two words that the helper will say
	StatusURL string
}

// Kind is "helper_coming".
func (HelperComing) Kind() string { return "helper_coming" }

func (n HelperComing) words(l Letterhead) saying {
	helper := or(n.Helper, l.In.Say("A neighbour"))
	title := l.In.Say("%s is coming", helper)
	if s := street(n.Street); s != "" {
		title = l.In.Say("%s from %s is coming", helper, s)
	}
	return saying{
		to:      given(n.To),
		subject: l.In.Say("Good news: %s is coming", or(n.Helper, l.In.Say("a neighbour"))),
		title:   title,
		facts: []fact{
			{"When", n.When},
			{"Door words", quoted(n.DoorWords)},
		},
		buttons: []button{
			link("See how it is going", n.StatusURL),
		},
		after: []string{
			"At the door they will say the two words. If they do not, keep the door shut and ring us.",
			"They will never ask for your bank card or PIN.",
		},
		call: []string{"Ask them to write the two words down and say them back to you."},
	}
}

// quoted sets words apart that must be said just so.
func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}

// HelperChanged tells the person that the helper can't come after all.
type HelperChanged struct {
	To        string
	Helper    string
	StatusURL string
}

// Kind is "helper_changed".
func (HelperChanged) Kind() string { return "helper_changed" }

func (n HelperChanged) words(l Letterhead) saying {
	helper := or(n.Helper, l.In.Say("Your helper"))
	return saying{
		to:    given(n.To),
		title: l.In.Say("%s can’t come after all", helper),
		say:   []string{"We are asking somebody else now.", "You do not need to do a thing. We will tell you who is coming."},
		buttons: []button{
			link("See how it is going", n.StatusURL),
		},
		after: []string{"The old door words do not count any more. You will get two new ones."},
	}
}

// AfterVisitPerson asks the person whether help came.
type AfterVisitPerson struct {
	To                      string
	Helper                  string
	YesURL, NoURL, WrongURL string
}

// Kind is "after_visit_person".
func (AfterVisitPerson) Kind() string { return "after_visit_person" }

func (n AfterVisitPerson) words(l Letterhead) saying {
	return saying{
		to:    given(n.To),
		title: l.In.Say("Did %s come and help?", or(n.Helper, l.In.Say("a neighbour"))),
		buttons: []button{
			answer("Yes, thank you", n.YesURL),
			answer("No, nobody came", n.NoURL),
			answer("Something was not right", n.WrongURL),
		},
		after: []string{"If nobody came, we will go on until somebody does."},
		write: []string{"Anything that was not right, in their own words."},
	}
}
