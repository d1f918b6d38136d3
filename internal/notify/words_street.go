package notify

// StandingIn tells somebody that they are there for the streets of somebody who goes away.
type StandingIn struct {
	To         string
	For        string   // first name of who is away
	Streets    []string // by name
	From, Back string   // in words; Back is the first day back, "" until they say so
	StreetsURL string
}

// Kind is "standing_in".
func (StandingIn) Kind() string { return "standing_in" }

func (n StandingIn) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		title:   l.In.Say("Can you look after %s’s streets for a while?", or(n.For, l.In.Say("a neighbour"))),
		say:     []string{"They are going away, and you stand in. What comes up there comes to you, and goes back by itself."},
		facts:   []fact{{"Streets", l.In.List(n.Streets)}, {"From", n.From}, {"Back", n.Back}},
		buttons: []button{link("Open your streets", n.StreetsURL)},
		after:   []string{"Can you not do it then? Please tell us today, so that we find somebody else."},
		write:   []string{"If they cannot, and who else might."},
	}
}

// NoStandIn tells whoever builds the community that somebody goes away for whom nobody stands in.
type NoStandIn struct {
	To           string
	For          string // first name of who is away
	Streets      []string
	From, Back   string
	VacanciesURL string
}

// Kind is "no_stand_in".
func (NoStandIn) Kind() string { return "no_stand_in" }

func (n NoStandIn) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		title:   l.In.Say("Who could stand in for %s?", or(n.For, l.In.Say("a neighbour"))),
		say:     []string{"They are going away, and nobody stands in for these streets. What comes up there goes to the desk."},
		facts:   []fact{{"Streets", l.In.List(n.Streets)}, {"From", n.From}, {"Back", n.Back}},
		buttons: []button{link("Find somebody", n.VacanciesURL)},
		write:   []string{"Who might stand in."},
	}
}

// Vacancies tells whoever builds the community of a town which streets have lost who looked after them, or stood in there.
type Vacancies struct {
	To           string
	Town         string
	Streets      []string // all of them, by name
	Nobody       int      // how many of them nobody looks after
	VacanciesURL string
}

// Kind is "vacancies".
func (Vacancies) Kind() string { return "vacancies" }

// mostStreets is how many streets a message names: the page has the others.
const mostStreets = 8

func (n Vacancies) words(l Letterhead) saying {
	names, more := n.Streets, ""
	if len(names) > mostStreets {
		names, more = names[:mostStreets], l.In.Count(len(names)-mostStreets, "%s street more", "%s streets more")
	}
	w := saying{
		to:      given(n.To),
		title:   l.In.Count(len(n.Streets), "%s street in %s needs somebody", "%s streets in %s need somebody", n.Town),
		facts:   []fact{{"Streets", l.In.List(names)}, {"And", more}},
		buttons: []button{link("See who could", n.VacanciesURL)},
		after:   []string{"Somebody who helps there already may like to be asked."},
		write:   []string{"Whom they thought of."},
	}
	w.title = upper(w.title)
	if n.Nobody > 0 {
		w.say = append(w.say, upper(l.In.Count(n.Nobody, "%s street has nobody who looks after it now.", "%s streets have nobody who looks after them now.")))
	}
	if alone := len(n.Streets) - n.Nobody; alone > 0 {
		w.say = append(w.say, upper(l.In.Count(alone, "%s street has nobody who stands in now.", "%s streets have nobody who stands in now.")))
	}
	return w
}

// StreetOffer asks somebody who helps whether they would look after a street, or stand in there.
type StreetOffer struct {
	To        string
	By        string // first name of who asks
	Street    string
	StandIn   bool
	AnswerURL string
}

// Kind is "street_offer".
func (StreetOffer) Kind() string { return "street_offer" }

func (n StreetOffer) words(l Letterhead) saying {
	w := saying{
		to:    given(n.To),
		title: l.In.Say("Would you look after %s?", street(n.Street)),
		say: []string{l.In.Say("%s thought of you.", or(n.By, l.Town)),
			"You would see who asks for help there and who helps, and ask a neighbour when nobody has said yes. It is a few minutes now and then."},
		after: []string{"Saying no is fine and nobody keeps count."},
		call:  []string{"If they say yes, tell the community builder at once: they give them the part."},
		write: []string{"Yes or no."},
	}
	if n.StandIn {
		w.title = l.In.Say("Would you stand in for %s?", street(n.Street))
		w.say[1] = "Somebody looks after the street. You would be there when they are away."
	}
	w.buttons = []button{link("Read more, and answer", n.AnswerURL)}
	return w
}

// StreetAnswer tells whoever asked somebody to look after a street what they say.
type StreetAnswer struct {
	To           string
	Name         string // first name of who was asked
	Street       string
	Yes          bool
	VacanciesURL string
}

// Kind is "street_answer".
func (StreetAnswer) Kind() string { return "street_answer" }

func (n StreetAnswer) words(l Letterhead) saying {
	w := saying{
		to:    given(n.To),
		title: l.In.Say("%s says yes to %s", n.Name, street(n.Street)),
		say:   []string{"They have the part from today. A word from you would be a good start."},
	}
	if !n.Yes {
		w.title = l.In.Say("%s cannot look after %s", n.Name, street(n.Street))
		w.say = []string{"They said no for now. Perhaps you know somebody else."}
		w.buttons = []button{link("See who could", n.VacanciesURL)}
	}
	return w
}

// StreetsHanded tells whoever has streets now, or builds the community there, that somebody handed them over for good.
type StreetsHanded struct {
	To         string
	From       string   // first name of who had them
	Next       string   // first name of who has them
	Streets    []string // by name; none for a whole part of a town
	Yours      bool     // the reader has them now
	StreetsURL string
}

// Kind is "streets_handed".
func (StreetsHanded) Kind() string { return "streets_handed" }

func (n StreetsHanded) words(l Letterhead) saying {
	w := saying{
		to:    given(n.To),
		title: l.In.Say("%s looks after %s’s streets now", n.Next, n.From),
		say:   []string{"They settled it between them. Nothing is left open."},
		facts: []fact{{"Streets", l.In.List(n.Streets)}},
		after: []string{"Is this not right? Please tell us today."},
		write: []string{"If they say that it is not right, and why."},
	}
	if n.Yours {
		w.title = l.In.Say("You look after %s’s streets now", n.From)
		w.say = []string{"What is open there has come to you. What you should know stands on top of your streets."}
		w.buttons = []button{link("Open your streets", n.StreetsURL)}
	}
	return w
}
