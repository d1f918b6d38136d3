package notify

import "waymark/domain"

// IdeaStep tells somebody who had an idea, or joins in with one, how it stands.
type IdeaStep struct {
	To      string
	Name    string // what the idea is called
	Stage   domain.IdeaStage
	Mine    bool   // they had it; else they join in
	When    string // of the first meeting
	Where   string
	Why     string // why it was let go
	IdeaURL string // their own page of the idea
	GoURL   string // the session, or the group in the directory; "" for none
}

// Kind is "idea".
func (IdeaStep) Kind() string { return "idea" }

func (n IdeaStep) words(l Letterhead) saying {
	out := saying{to: given(n.To), buttons: []button{link("See how it stands", n.IdeaURL)},
		linked: []string{"You can stop hearing of it on that page, with one tap."}, write: []string{"Whether they still want to hear of it."}}
	switch n.Stage {
	case domain.IdeaLooking:
		out.title, out.say = l.In.Say("“%s” looks for people now", n.Name), []string{"Your idea is on the list that everybody can see. Others can say that they would join in. You hear as soon as there is a day to meet."}
		if !n.Mine {
			out.title, out.say = l.In.Say("Thank you for joining in with “%s”", n.Name), []string{"You hear from us as soon as there is a day to meet. Until then there is nothing to do."}
		}
	case domain.IdeaMeeting:
		out.title, out.say = l.In.Say("“%s”: come and meet", n.Name), []string{"There is a day to meet the others. Come and see who they are: nothing has to be decided."}
		out.facts = []fact{{"When", n.When}, {"Where", n.Where}}
		out.buttons = []button{link("See where it is", n.GoURL), link("See how it stands", n.IdeaURL)}
	case domain.IdeaGroup:
		out.title, out.say = l.In.Say("“%s” is a group now", n.Name), []string{"It stands in the list of what there is, so that others find it. Thank you: without you it would not be there."}
		out.buttons = []button{link("See it in the list", n.GoURL)}
		out.linked = nil
	case domain.IdeaLetGo:
		out.title, out.say = l.In.Say("Thank you for “%s”", n.Name), []string{"It does not go on for now. This is why:", n.Why}
		out.after = []string{"It may come up again another year. Please tell us of the next idea too."}
		out.buttons, out.linked = nil, nil
	default:
		out.title, out.say = l.In.Say("Thank you for your idea: “%s”", n.Name), []string{"Whoever builds the community here reads it, and you hear what comes next."}
	}
	return out
}

// IdeaNew tells whoever builds a community that somebody had an idea. What it is stands on the page.
type IdeaNew struct {
	To      string
	Town    string
	IdeaURL string
}

// Kind is "idea_new".
func (IdeaNew) Kind() string { return "idea_new" }

func (n IdeaNew) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		title:   l.In.Say("Somebody in %s has an idea", n.Town),
		say:     []string{"They would like something that is not there yet. Have a look: it may only need a few others."},
		buttons: []button{link("See the idea", n.IdeaURL)},
		call:    []string{"Ask if they can look this week."},
	}
}
