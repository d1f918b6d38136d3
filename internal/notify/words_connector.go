package notify

// ConnectorInvite asks somebody whether they would be a connector.
type ConnectorInvite struct {
	To        string
	By        string // first name of who asks
	Town      string
	AnswerURL string
}

// Kind is "connector_invite".
func (ConnectorInvite) Kind() string { return "connector_invite" }

func (n ConnectorInvite) words(l Letterhead) saying {
	return saying{
		to:    given(n.To),
		title: l.In.Say("Would you be a connector?"),
		say: []string{l.In.Say("%s thought of you.", or(n.By, l.Town)),
			"A connector is somebody whom people talk to, and who knows what there is. You tell people about a group or a service now and then, and count it with one tap."},
		buttons: []button{link("Read more, and answer", n.AnswerURL)},
		after:   []string{"Saying no is fine and nobody keeps count."},
		write:   []string{"Yes or no."},
	}
}

// ConnectorBadge gives a connector the address that their badge opens.
type ConnectorBadge struct {
	To     string
	Town   string
	LogURL string
}

// Kind is "connector_badge".
func (ConnectorBadge) Kind() string { return "connector_badge" }

func (n ConnectorBadge) words(l Letterhead) saying {
	return saying{
		to:    given(n.To),
		title: l.In.Say("Your connector’s badge"),
		say: []string{"Thank you for being a connector. This is your own page: open it on your phone and keep it on the home screen.",
			"After a talk, tap what it was about and where you pointed them. It takes ten seconds, and works without a signal too. Never write down who it was."},
		buttons: []button{link("Open your page", n.LogURL)},
		after:   []string{"The page is for you alone. Did you lose your phone or your badge? Tell us, and we shut it."},
		write:   []string{"That they have it."},
	}
}

// ConnectorRefresh tells a connector that it is time to come to a training again.
type ConnectorRefresh struct {
	To   string
	Town string
	By   string // a day, in words
}

// Kind is "connector_refresh".
func (ConnectorRefresh) Kind() string { return "connector_refresh" }

func (n ConnectorRefresh) words(l Letterhead) saying {
	return saying{
		to:    given(n.To),
		title: l.In.Say("Come and see what is new"),
		say:   []string{"It is nearly a year since your training. Things open and close, so we go through it again together. It is an hour, with tea."},
		facts: []fact{{"Please come by", n.By}},
		after: []string{"Ring us and we tell you when the next one is. You can go on as you do until then."},
		write: []string{"When they could come."},
	}
}

// ConnectorHello asks a connector how it goes.
type ConnectorHello struct {
	To     string
	By     string // first name of who asks
	LogURL string
}

// Kind is "connector_hello".
func (ConnectorHello) Kind() string { return "connector_hello" }

func (n ConnectorHello) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		title:   l.In.Say("%s says hello", or(n.By, l.Town)),
		say:     []string{"We have not heard from you for a while, and we wondered how you are. There is nothing that you have to do.", "If people still talk to you, here is your page again."},
		buttons: []button{link("Open your page", n.LogURL)},
		after:   []string{"Would you rather stop, or is something in the way? Please tell us. All you did still counts."},
		write:   []string{"How they are, and whether they would like to go on."},
	}
}

// ConnectorWish tells whoever builds a community that somebody whom a connector met would like to hear from them.
type ConnectorWish struct {
	To        string
	Town      string
	WishesURL string
}

// Kind is "connector_wish".
func (ConnectorWish) Kind() string { return "connector_wish" }

func (n ConnectorWish) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		title:   l.In.Say("Somebody in %s would like to hear from you", n.Town),
		say:     []string{"They told a connector, and agreed that you get in touch. Who they are stands on the page, and nowhere else."},
		buttons: []button{link("See who it is", n.WishesURL)},
		write:   []string{"That they know."},
	}
}
