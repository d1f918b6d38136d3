package notify

// Thanks tells a helper that whoever they went to says thank you. It is in our words: what somebody writes themselves goes to nobody
// unread.
type Thanks struct {
	To   string
	Name string // first name of the person; empty for private needs
}

// Kind is "thanks".
func (Thanks) Kind() string { return "thanks" }

func (n Thanks) words(l Letterhead) saying {
	return saying{
		to:    given(n.To),
		title: l.In.Say("%s says thank you", upper(or(n.Name, l.In.Say("your neighbour")))),
		say:   []string{"They asked us to tell you.", "It was good that you went."},
		after: []string{"You need not do anything."},
	}
}

// Offer tells a builder that somebody would like to do something for others. Who, and what, is on the page.
type Offer struct {
	To        string
	Town      string
	OffersURL string
}

// Kind is "offer".
func (Offer) Kind() string { return "offer" }

func (n Offer) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		title:   l.In.Say("Somebody in %s would like to help", n.Town),
		say:     []string{"They have written what they like doing. Please get in touch with them soon."},
		buttons: []button{link("See what they wrote", n.OffersURL)},
		call:    []string{"Ask if they can look today."},
	}
}
