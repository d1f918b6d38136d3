package notify

// OwnerNew tells somebody that an ask is theirs now.
type OwnerNew struct {
	To         string
	Reference  string
	Where      string // street, section or town
	Why        string // why it is theirs now, a whole sentence
	By         string // when they should look at it, in words
	RequestURL string
}

// Kind is "owner_new".
func (OwnerNew) Kind() string { return "owner_new" }

func (n OwnerNew) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		subject: l.In.Say("Can you look at %s by %s?", n.Reference, n.By),
		title:   "An ask is yours now",
		say:     []string{n.Why},
		facts: []fact{
			{"Ask", n.Reference},
			{"Where", street(n.Where)},
			{"Look by", n.By},
		},
		buttons: []button{
			link("Open the ask", n.RequestURL),
		},
		after: []string{"It stays with you until it ends, or until you pass it on."},
		call:  []string{"Ask if they can take it. If not, pass it on while you talk."},
		write: []string{"Will look, or passed on to whom."},
	}
}

// Handover tells somebody in one notice which asks have come to them and which have gone.
type Handover struct {
	To      string
	Why     string   // a whole sentence: "Maggie is away until Monday."
	Gained  []string // references that are theirs now
	Given   []string // references that were theirs
	DeskURL string
}

// Kind is "handover".
func (Handover) Kind() string { return "handover" }

func (n Handover) words(l Letterhead) saying {
	w := saying{
		to:      given(n.To),
		title:   "Some asks have changed hands",
		say:     []string{n.Why},
		facts:   []fact{{"Yours now", l.In.List(n.Gained)}, {"No longer yours", l.In.List(n.Given)}},
		buttons: []button{link("Open your list", n.DeskURL)},
		after:   []string{"Nothing was lost. Each ask has somebody."},
	}
	if len(n.Gained) > 0 {
		w.subject = "Can you look at what is yours now?"
		w.write = []string{"Will look, or passed on to whom."}
	}
	return w
}

// Widened tells the owner that we are asking wider.
type Widened struct {
	To         string
	Reference  string
	Level      string // in words: "the whole town"
	Next       string // what happens next and when, a whole sentence
	RequestURL string
}

// Kind is "widened".
func (Widened) Kind() string { return "widened" }

func (n Widened) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		subject: l.In.Say("Do you know somebody for %s?", n.Reference),
		title:   "Do you know somebody who could help?",
		say:     []string{l.In.Say("Nobody has said yes yet. We are asking wider now: %s.", n.Level), n.Next},
		facts:   []fact{{"Ask", n.Reference}},
		buttons: []button{
			link("Open the ask", n.RequestURL),
		},
		after: []string{"You can ask somebody yourself. Open the ask and choose them."},
		write: []string{"Whom they thought of."},
	}
}

// SupportFailureOwner tells the owner that the time is up and that a person waits for their ring.
type SupportFailureOwner struct {
	To         string
	Reference  string
	By         string // by when the person was told that they will be rung
	RequestURL string
}

// Kind is "support_failure_owner".
func (SupportFailureOwner) Kind() string { return "support_failure_owner" }

func (n SupportFailureOwner) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		subject: l.In.Say("Can you ring about %s by %s?", n.Reference, n.By),
		title:   l.In.Say("Can you ring them by %s?", n.By),
		say:     []string{"We have not found anyone, and the time is up. They have been told that you will ring."},
		facts:   []fact{{"Ask", n.Reference}, {"Ring by", n.By}},
		buttons: []button{
			link("Open the ask", n.RequestURL),
		},
		after: []string{"It is on the list for the next meeting. We go on looking."},
		write: []string{"Will ring, or who rings in their place."},
	}
}

// DeskAlert tells the desk at once of an ask for the next few hours.
type DeskAlert struct {
	To         string
	Reference  string
	Where      string
	Until      string // until when help is of use, in words
	RequestURL string
}

// Kind is "desk_alert".
func (DeskAlert) Kind() string { return "desk_alert" }

func (n DeskAlert) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		subject: l.In.Say("Can you look at %s now?", n.Reference),
		title:   "Can you look at this now?",
		say:     []string{"Somebody needs help in the next few hours. We are asking people now."},
		facts: []fact{
			{"Ask", n.Reference},
			{"Where", street(n.Where)},
			{"Needed by", n.Until},
		},
		buttons: []button{
			link("Open the ask", n.RequestURL),
		},
		after: []string{"Please keep an eye on it until somebody has said yes."},
		write: []string{"Who is looking at it."},
	}
}

// Worry tells the safeguarding lead that somebody is worried. What they wrote stays behind the link.
type Worry struct {
	To       string
	WorryURL string
}

// Kind is "worry".
func (Worry) Kind() string { return "worry" }

func (n Worry) words(l Letterhead) saying {
	return saying{
		to:    given(n.To),
		title: "Can you read something now?",
		say:   []string{"Somebody has told us that they are worried."},
		buttons: []button{
			link("Read what they wrote", n.WorryURL),
		},
		after: []string{"What they wrote is on that page only. Please do not forward this mail."},
		call:  []string{"Say no more than this. You can’t see what was written, and should not."},
		write: []string{"What time you told them."},
	}
}

// LeadReader says what a new safeguarding lead means for whoever reads of it.
type LeadReader string

// Those who read of a new safeguarding lead.
const (
	LeadWas   LeadReader = "was"   // they were it until now
	LeadIs    LeadReader = "is"    // they are it now
	LeadKnows LeadReader = "knows" // they build the community there
)

// SafeguardingLead tells of a town's new safeguarding lead: whoever was it, whoever is it, and whoever builds the community there.
type SafeguardingLead struct {
	To       string
	Town     string
	Towns    []string // all, where they have become the lead of several at once
	Lead     string   // the new one's first and last name
	Reader   LeadReader
	WorryURL string // for the new one
	TownURL  string // for those who build the community there
}

// Kind is "safeguarding_lead".
func (SafeguardingLead) Kind() string { return "safeguarding_lead" }

func (n SafeguardingLead) words(l Letterhead) saying {
	where := n.Town
	if len(n.Towns) > 1 {
		where = l.In.Count(len(n.Towns), "%s town", "%s towns")
	}
	w := saying{
		to:    given(n.To),
		title: l.In.Say("There is a new safeguarding lead for %s", where),
		say:   []string{l.In.Say("From now on %s is told when somebody there is worried.", plain(n.Lead))},
		after: []string{"Is this not right? Please tell us today."},
		write: []string{"If they say that it is not right, and why."},
	}
	switch n.Reader {
	case LeadIs:
		w.title = l.In.Say("You are the safeguarding lead for %s", where)
		w.say = []string{"From now on you are told when somebody there is worried. What they wrote before is on your page too."}
		w.buttons = []button{link("Read what people wrote", n.WorryURL)}
	case LeadWas:
		w.say = append(w.say, "You are not told any more, and your page is closed.")
	case LeadKnows:
		w.buttons = []button{link("Open the town", n.TownURL)}
	}
	if len(n.Towns) > 1 {
		w.say = append(w.say, l.In.Say("These are the towns: %s.", l.In.List(n.Towns)))
	}
	return w
}

// MailDown tells the desk, when mail is back, what happened in between.
type MailDown struct {
	To          string
	Since, Back string // in words
	Void        int    // invitations that never went out and do not count
	Late        int    // other messages that went out late
	DeskURL     string
}

// Kind is "mail_down".
func (MailDown) Kind() string { return "mail_down" }

func (n MailDown) words(l Letterhead) saying {
	never, late := "", ""
	if n.Void > 0 {
		never = l.In.Count(n.Void, "%s invitation. Those people were not asked.", "%s invitations. Those people were not asked.")
	}
	if n.Late > 0 {
		late = l.In.Count(n.Late, "%s other message", "%s other messages")
	}
	return saying{
		to:    given(n.To),
		title: "Mail is back. Can you look at what waited?",
		say:   []string{"For a while no mail could go out. We asked nobody in that time, but each ask still moved on."},
		facts: []fact{
			{"Down from", n.Since},
			{"Back at", n.Back},
			{"Never sent", never},
			{"Sent late", late},
		},
		buttons: []button{
			link("Open the desk", n.DeskURL),
		},
		after: []string{"People who ring may not have heard from us yet."},
	}
}

// HandWanted tells the owner that a visit went wrong, and that it is their turn now.
type HandWanted struct {
	To         string
	Reference  string
	Where      string // street, section or town
	Why        string // what went wrong, a whole sentence
	Ring       string // first name of whom to ring; "" when the mail may not say it
	RequestURL string
}

// Kind is "hand_wanted".
func (HandWanted) Kind() string { return "hand_wanted" }

func (n HandWanted) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		subject: l.In.Say("Can you look at %s now?", n.Reference),
		title:   "Can you look at this now?",
		say:     []string{n.Why, "Please look at it now, and ring them."},
		facts: []fact{
			{"Ring", n.Ring},
			{"Ask", n.Reference},
			{"Where", street(n.Where)},
		},
		buttons: []button{
			link("Open the ask", n.RequestURL),
		},
		after: []string{"They have been told that a person gets in touch. When you have rung, write a note on the ask: then we go on."},
		call:  []string{"Ask if they can ring now. If not, pass it on while you talk."},
		write: []string{"Who rings, or passed on to whom."},
	}
}
