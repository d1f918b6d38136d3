package web

import (
	"net/http"
	"slices"
	"strings"

	"waymark/domain"
	"waymark/internal/words"
)

// askView is the page of one step.
type askView struct {
	Head   Head
	First  bool // the first step: the drawing, the numbers, and whom to ring
	Hidden []Choice
	Blocks []block
	Before *sentBefore
	Told   []told // what was said, on the last step
	Next   string
	Back   bool
}

// told is a part of what was said, with a button to change it.
type told struct {
	Title string
	Step  string
	Facts Facts
}

// showAsk answers with the page of the step that the form is at.
func (s *Server) showAsk(w http.ResponseWriter, r *http.Request, a asked) error {
	f := a.form
	v := askView{Head: a.head(), First: f.at() == 0, Hidden: f.carried(), Before: a.before, Next: a.nextWords(), Back: f.at() > 0}
	switch askSteps[f.at()] {
	case stepWhat:
		v.Blocks = a.whatBlocks()
	case stepWhen:
		v.Blocks = a.whenBlocks()
	case stepReach:
		v.Blocks = a.reachBlocks()
	case stepCheck:
		v.Told, v.Blocks = a.told(), a.checkBlocks()
	}
	p := s.simplePage(w, r, v.Head.Title)
	if a.town != "" {
		p.Place.Town, p.Place.Phone = a.desk.Town, a.desk.Phone
	}
	p.Errors, p.Content, p.Islands = a.wrong, v, []string{"street"}
	p.Keep = true // each step answers a form: without it the Back button would ask to send that again
	s.rd.Render(w, r, "ask", p)
	return nil
}

func (a *asked) head() Head {
	f := a.form
	h := Head{Step: f.at() + 1, Steps: len(askSteps)}
	switch askSteps[f.at()] {
	case stepWhat:
		h.Title, h.Lead = "What would help?", "A neighbour does it, for nothing. Pick the nearest."
		if a.town != "" {
			h.Lead = a.Say("A neighbour in %s does it, for nothing. Pick the nearest.", a.town)
		}
	case stepWhen:
		h.Title = "When would it help?"
	case stepReach:
		h.Title = "Where are you, and how do we reach you?"
		if f.Whom == "other" {
			h.Title = "Where are they, and how do we reach you?"
		}
	case stepCheck:
		h.Title = "Is this right?"
	}
	return h
}

func (a *asked) nextWords() string {
	f := a.form
	if f.Step == stepCheck {
		return words.Later("Send it")
	}
	next := askSteps[f.at()+1]
	if f.Change != "" {
		next = stepCheck
	}
	return map[string]string{stepWhen: words.Later("Next: when"), stepReach: words.Later("Next: where"), stepCheck: words.Later("Next: check it")}[next]
}

// needIcons are the drawings of the kinds of help that every district starts with.
var needIcons = map[string]string{"shopping": "bag", "prescription": "pills", "phone_call": "phone", "visit": "cup", "lift_surgery": "car",
	"lift_club": "car", "come_with_me": "walk", "dog": "dog", "small_jobs": "tool", "garden": "home", "online": "screen", "letter": "form",
	"meal": "cup", "warm_home": "flame", "home_from_hospital": "heart", "all_right": "eye", "something_else": "other"}

func (a *asked) whatBlocks() []block {
	picks := Picks{Name: "needId", Legend: "What would help?", Silent: true, Close: true}
	for _, n := range a.needs {
		drawing := needIcons[n.Code]
		if drawing == "" {
			drawing = "hand"
		}
		picks.Choices = append(picks.Choices, Choice{Value: idOf(n.ID), Text: n.Name, Small: n.Hint, Icon: drawing})
	}
	return []block{
		choosing(picks, a.wrong, a.form.Need),
		asking(Field{Name: "notes", Label: "Say a little more", Optional: true, Type: "textarea", Rows: 2, Value: a.form.Notes,
			Hint: "Whoever we ask reads this. Please leave out your name, your address and anything private."}, a.wrong),
	}
}

func (a *asked) whenBlocks() []block {
	f := a.form
	urgency, hint := f.Urgency, ""
	if urgency == "" {
		urgency = string(a.need().Urgency)
	}
	soon := []Choice{{Value: "T", Text: "Today or tomorrow"}, {Value: "W", Text: "This week"}, {Value: "F", Text: "When it suits"}}
	if a.desk.OpenNow {
		soon = append([]Choice{{Value: "H", Text: "In the next few hours"}}, soon...)
	} else {
		hint = a.Say("Help in the next few hours can be asked for while somebody is at the desk. It opens %s.", a.desk.Words)
	}
	blocks := []block{
		choosing(Picks{Name: "urgency", Legend: "How soon?", Hint: hint, Row: true, Choices: soon}, a.wrong, urgency),
		folded("A certain day, or part of the day", f.Day != "" || len(f.Parts) > 0,
			asking(Field{Name: "day", Label: "On one day only?", Optional: true, Type: "date", Short: true, Value: f.Day,
				Hint: "Leave it empty if any day will do."}, a.wrong),
			choosing(Picks{Name: "parts", Legend: "What part of the day suits?", Hint: "As many as you like. None means any.", Many: true, Row: true,
				Choices: partNames}, a.wrong, f.Parts...)),
	}
	if a.need().Repeats || f.regular() || problemWith(a.wrong, "often") != nil {
		blocks = append(blocks, a.againBlocks()...)
	}
	return append(blocks, a.whomBlocks()...)
}

// knowsChoices are what somebody may know of what is asked for them.
var knowsChoices = []Choice{{Value: string(domain.Agreed), Text: "Yes, and they want it"},
	{Value: string(domain.NotYet), Text: "Not yet", Small: "We speak with you first. Nobody is asked."},
	{Value: string(domain.CannotDecide), Text: "They cannot decide it", Small: "We speak with you first. Nobody is asked."}}

// whomBlocks ask whom it is for, and whoever asks for another person whether they know.
func (a *asked) whomBlocks() []block {
	f := a.form
	return []block{
		choosing(Picks{Name: "whom", Legend: "Whom is it for?", Row: true,
			Choices: []Choice{{Value: "me", Text: "Me"}, {Value: "other", Text: "Somebody else"}}}, a.wrong, f.Whom),
		{More: []block{choosing(Picks{Name: "asker.knows", Legend: "Do they know that you ask?", Close: true, Choices: knowsChoices}, a.wrong, f.Knows)}},
	}
}

// askerBlocks ask about whoever asks for another person.
func (a *asked) askerBlocks() []block {
	f := a.form
	return []block{
		titled("And who are you?"),
		asking(Field{Name: "asker.firstName", Label: "Your first name", Value: f.AskerFirst, Autocomplete: "given-name",
			Hint: "We come back to you if something is not clear."}, a.wrong),
		asking(Field{Name: "asker.phone", Label: "Your phone", Type: "tel", Mode: "tel", Short: true, Value: f.AskerPhone, Autocomplete: "tel"}, a.wrong),
		asking(mayBeMistyped(Field{Name: "asker.email", Label: "Your e-mail", Hint: "One of the two will do.", Type: "email",
			Value: f.AskerEmail, Autocomplete: "email"}, a.wrong), a.wrong),
		folded("Your last name, and what you are to them", f.AskerLast+f.Relationship != "",
			asking(Field{Name: "asker.lastName", Label: "Your last name", Optional: true, Value: f.AskerLast, Autocomplete: "family-name"}, a.wrong),
			asking(Field{Name: "asker.relationship", Label: "What are you to them?", Optional: true, Value: f.Relationship,
				Hint: "Such as daughter, neighbour or friend."}, a.wrong)),
	}
}

var wayChoices = []Choice{{Value: "ring", Text: "Ring"}, {Value: "message", Text: "Leave a message"}, {Value: "text", Text: "Text"},
	{Value: "write", Text: "Write"}}

func (a *asked) reachBlocks() []block {
	f := a.form
	say := func(me, other string) string {
		if f.Whom == "other" {
			return other
		}
		return me
	}
	fill := func(token string) string { return say(token, "off") }
	finder := "/streets/find"
	if a.town != "" {
		finder += "/" + f.Town
	}
	street := Field{Name: "street", Label: say("Your street", "Their street"), Hint: "Start to type, and pick it from the list.", Value: f.Street,
		Finder: &Finder{Address: finder, IDName: "streetId", ID: f.StreetID}}
	if problemWith(a.wrong, "street") != nil && len(a.streets) > 0 {
		street.Choices, street.ChoiceName = a.streets, "streetId"
	}
	blocks := []block{
		asking(Field{Name: "firstName", Label: say("Your first name", "Their first name"), Value: f.First, Autocomplete: fill("given-name"),
			Hint: "A helper sees only this, and the street, until they say yes."}, a.wrong),
		asking(Field{Name: "lastName", Label: say("Your last name", "Their last name"), Optional: true, Value: f.Last, Autocomplete: fill("family-name")}, a.wrong),
		asking(street, a.wrong),
		folded("No street name, or you don’t know it?", f.PlaceWords != "" || problemWith(a.wrong, "street") != nil,
			asking(Field{Name: "placeWords", Label: "Where is it, in your own words?", Optional: true, Value: f.PlaceWords,
				Hint: "Such as “the caravans behind the mill”."}, a.wrong)),
		asking(Field{Name: "address", Label: "House number or name", Value: f.Address, Autocomplete: fill("address-line1"), Short: true,
			Hint: say("This or your phone, so that a helper finds you. Only who says yes sees it.", "This or their phone, so that a helper finds them. Only who says yes sees it.")}, a.wrong),
	}
	reached := []block{
		asking(Field{Name: "phone", Label: say("Your phone", "Their phone"), Type: "tel", Mode: "tel", Short: true, Value: f.Phone, Optional: f.Whom == "other",
			Autocomplete: fill("tel"), Hint: "So that whoever helps can ring. Nobody else gets it."}, a.wrong),
		asking(mayBeMistyped(Field{Name: "email", Label: say("Your e-mail", "Their e-mail"), Optional: true, Type: "email",
			Value: f.Email, Autocomplete: fill("email")}, a.wrong), a.wrong),
		choosing(Picks{Name: "ways", Legend: say("What is safe for you?", "What is safe for them?"), Many: true, Row: true,
			Hint: "We do only what you tick. To write is by e-mail or letter.", Choices: wayChoices}, a.wrong, f.Ways...),
	}
	if f.Whom != "other" {
		return append(blocks, reached...)
	}
	blocks = append(blocks, folded("How to reach them, and what is safe", f.Phone+f.Email != "", reached...))
	return append(blocks, a.askerBlocks()...)
}

// checkBlocks ask what only the helper hears, and what we may do.
func (a *asked) checkBlocks() []block {
	f := a.form
	beyond := a.Say("Look beyond the town")
	if a.town != "" {
		beyond = a.Say("Look beyond %s", a.town)
	}
	helper := append([]block{
		asking(Field{Name: "mustKnow", Label: "Something your helper must know", Optional: true, Type: "textarea", Rows: 2, Value: f.MustKnow,
			Hint: "Such as “I am hard of hearing” or “the dog barks”. Only the helper reads it, after they say yes. It is erased a month later."}, a.wrong)},
		f.wishBlocks("Who should come?", "A wish can make it take longer.", a.wrong)...)
	blocks := []block{folded("Something your helper must know, or who should come", f.MustKnow+f.Gender != "" || len(f.Wishes) > 0, helper...)}
	if f.Whom != "other" {
		blocks = append(blocks, f.streetBlock("Is it all right if someone from your own street helps?", a.wrong))
	} else {
		blocks = append(blocks, f.streetBlock("Is it all right if someone from their own street helps?", a.wrong), choosing(Picks{Name: "asker.toldBack", Legend: "What would they want us to tell you?", Close: true, Choices: []Choice{
			{Value: "everything", Text: "Who comes, and how it went"},
			{Value: "that_help_came", Text: "Only that help came"},
			{Value: "nothing", Text: "Nothing"}}}, a.wrong, f.ToldBack))
	}
	return append(blocks, choosing(Picks{Name: "agreed", Legend: "May we?", Many: true, Close: true, Choices: []Choice{
		{Value: "share", Text: "Tell a neighbour what is needed", Small: "Without this we cannot ask anybody."},
		{Value: "beyond", Text: beyond, Small: "If nobody nearer is free."}}}, a.wrong, f.Agreed...))
}

// streetBlock asks whether somebody from the same street may come.
func (f asksForm) streetBlock(legend string, wrong domain.Errors) block {
	return choosing(Picks{Name: "ownStreet", Legend: legend, Row: true, Choices: []Choice{
		{Value: "yes", Text: "Yes"}, {Value: "no", Text: "No, from further away"}}}, wrong, orThe(f.OwnStreet, "yes"))
}

// told is all that was said, to be read over once more.
func (a *asked) told() []told {
	f := a.form
	facts := func(step, title string, list ...Fact) told {
		list = slices.DeleteFunc(list, func(f Fact) bool { return f.Text == "" })
		return told{Title: title, Step: step, Facts: Facts{Columns: 2, Facts: list}}
	}
	whose, knows := "You", ""
	if f.Whom == "other" {
		whose, knows = "Who and where", a.chosen(knowsChoices, []string{f.Knows})
	}
	when := append(a.whenFacts(), Fact{Name: "Do they know that you ask?", Text: knows})
	who := []Fact{{Name: "Name", Text: strings.TrimSpace(f.First + " " + f.Last)}, {Name: "Where", Text: joinWords(", ", f.Address, f.Street, f.PlaceWords)},
		{Name: "Phone", Text: f.Phone}, {Name: "E-mail", Text: f.Email}, {Name: "What is safe", Text: a.chosen(wayChoices, f.Ways)}}
	if f.Whom == "other" {
		who = append(who, Fact{Name: "Your name", Text: strings.TrimSpace(f.AskerFirst + " " + f.AskerLast)}, Fact{Name: "Your phone", Text: f.AskerPhone},
			Fact{Name: "Your e-mail", Text: f.AskerEmail}, Fact{Name: "What you are to them", Text: f.Relationship})
	}
	return []told{
		facts(stepWhat, "What", Fact{Name: "What would help", Text: a.Say(a.need().Name)}, Fact{Name: "More", Text: f.Notes}),
		facts(stepWhen, "When", when...),
		facts(stepReach, whose, who...),
	}
}

// whenFacts are when help comes: of what comes again, the day and the time of each time.
func (a *asked) whenFacts() []Fact {
	f := a.form
	if f.regular() {
		return append([]Fact{{Name: "How often", Text: a.chosen(oftenChoices, []string{f.Often})}}, a.againFacts()...)
	}
	when := upperFirst(a.Say(domain.Urgency(f.Urgency).Plain()))
	if from, _ := a.wantedDay(new(domain.Errors), "day", f.Day); from != nil {
		when = upperFirst(a.day(*from))
	}
	return []Fact{{Name: "When", Text: when}, {Name: "What part of the day", Text: a.chosen(partNames, f.Parts)}}
}

// chosen are the texts of the chosen answers.
func (c clock) chosen(all []Choice, values []string) string {
	var out []string
	for _, choice := range all {
		if slices.Contains(values, choice.Value) {
			out = append(out, c.Say(choice.Text))
		}
	}
	return strings.Join(out, ", ")
}

// joinWords joins what is not empty.
func joinWords(between string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), between)
}
