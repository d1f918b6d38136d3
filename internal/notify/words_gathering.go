package notify

// FollowAsk asks somebody who has left an address on the page of a session whether it was them.
type FollowAsk struct {
	What    string // "Talking Bench"
	Where   string // "The bench by the boat slip"
	Already bool   // they follow it, and have asked once more
	YesURL  string
}

// Kind is "follow".
func (FollowAsk) Kind() string { return "follow" }

func (n FollowAsk) words(l Letterhead) saying {
	what := fact{"What", l.In.Say(n.What)}
	if n.Already {
		return saying{
			title:   l.In.Say("You follow it already"),
			say:     []string{"Somebody has asked for this once more. There is nothing that you have to do: we write when it is off or moved."},
			facts:   []fact{what, {"Where", n.Where}},
			buttons: []button{link("See it, or stop it", n.YesURL)},
		}
	}
	return saying{
		title:   l.In.Say("Shall we tell you when it is off or moved?"),
		say:     []string{"Somebody left your address on our page. Was it you? Then press the button."},
		facts:   []fact{what, {"Where", n.Where}},
		buttons: []button{link("Yes, tell me", n.YesURL)},
		after:   []string{"If it was not you, do nothing. We write no more, and in two days your address is gone."},
	}
}

// GatheringNews tells somebody who follows a session that it is off, moved, as always after all, changed or ended.
type GatheringNews struct {
	What    string
	Where   string
	Code    string // "off", "moved", "on", "changed", "ends" or "ended"
	Was     string // of what was moved: when it would have been
	When    string // of one date: when it is; of all: "Every Tuesday, from 10:30 am to 11 am."; of what ends: the last day
	Last    string // of what is changed: the last day
	Words   string // of whoever runs it
	PageURL string // "" where there is none any more
}

// Kind is "gathering_news".
func (GatheringNews) Kind() string { return "gathering_news" }

func (n GatheringNews) words(l Letterhead) saying {
	out := saying{facts: []fact{{"What", l.In.Say(n.What)}, {"Where", n.Where}}}
	if n.PageURL != "" {
		out.buttons = []button{link("See what is on there", n.PageURL)}
	}
	switch n.Code {
	case "off":
		out.title, out.say = l.In.Say("%s: it is off", upper(n.When)), []string{"Please do not come then.", n.Words}
	case "moved":
		out.title, out.say = l.In.Say("It is moved to %s", n.When), []string{n.Words}
		out.facts = append(out.facts, fact{"Not", n.Was}, fact{"But", n.When})
	case "on":
		out.title, out.say = l.In.Say("%s: it is on after all", upper(n.When)), []string{"It is as always. Please come."}
	case "ends":
		out.title, out.say = l.In.Say("The last time is %s", n.When), []string{"After that there are no more dates. Until then it is as always."}
		out.after = []string{"A week after the last time your address is gone."}
	case "ended":
		out.title, out.say = l.In.Say("It has come to an end"), []string{"There are no more dates. Thank you for coming."}
		out.after = []string{"We write no more about it, and in a week your address is gone."}
	default:
		out.title, out.say = l.In.Say("From %s on it is different", n.Was), []string{"This is when and where it is from then on."}
		out.facts = append(out.facts, fact{"When", n.When}, fact{"Until", n.Last})
	}
	return out
}
