package web

import (
	"net/http"
	"strconv"

	"waymark/domain"
)

// callBlocks are the questions in the order of the talk. What most calls do not need is folded away.
func (s *Server) callBlocks(r *http.Request, f callForm, known *neighbour, wrong domain.Errors) ([]block, error) {
	a, err := s.asked(r, f.asksForm)
	if err != nil {
		return nil, err
	}
	street, err := s.streetField(r, streetForm{f.Street, f.StreetID}, "Street", wrong)
	if err != nil {
		return nil, err
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return nil, err
	}
	where := []block{{Field: &street}}
	if known == nil {
		where = append(where, asking(Field{Name: "address", Label: "House number or name", Optional: true, Value: f.Address}, wrong))
	}
	unnamed := []block{asking(Field{Name: "placeWords", Label: "Or in their own words", Optional: true, Hint: "A new estate, a caravan, no fixed address.", Value: f.PlaceWords}, wrong)}
	if len(towns) > 1 {
		pick := townSelection(towns, numberIn[domain.TownID](f.Town))
		pick.Name, pick.Label, pick.Choices[0].Text = "townId", "Town, where the street is not known", "The street’s"
		unnamed = append(unnamed, block{Select: &pick})
	}
	place := block{Part: &part{Title: "Where", Say: "Where do you live? I need the street.", Blocks: []block{{Side: where},
		folded("The street has no name, or is not known", f.PlaceWords != "" || f.Town != "", unnamed...)}}}
	if known != nil {
		return []block{f.whatPart(a, wrong), place, f.seldomPart(wrong)}, nil
	}
	return []block{f.whoPart(wrong), f.whatPart(a, wrong), place, f.safePart(wrong), f.agreedPart(wrong), f.seldomPart(wrong)}, nil
}

// whoPart asks who somebody is whom we do not know. The number comes first: the line may break, and it may be known.
func (f callForm) whoPart(wrong domain.Errors) block {
	return block{Part: &part{Title: "Who", Say: "Who am I speaking to? And your number, in case we are cut off?", Blocks: []block{
		{Side: []block{asking(Field{Name: "phone", Label: "Phone", Type: "tel", Mode: "tel", Value: f.Phone, First: len(wrong) == 0, People: "/call/find", Autocomplete: "off"}, wrong)}},
		{Side: []block{asking(Field{Name: "firstName", Label: "First name", Value: f.First}, wrong),
			asking(Field{Name: "lastName", Label: "Last name", Optional: true, Value: f.Last}, wrong)}}}}}
}

// whatPart asks what would help, and when.
func (f callForm) whatPart(a asked, wrong domain.Errors) block {
	needs := selection{Name: "needId", Label: "What would help?", Choices: []Choice{{Text: "Type the first letters"}}, Error: problemWith(wrong, "needId")}
	for _, n := range a.needs {
		id := strconv.FormatInt(int64(n.ID), 10)
		needs.Choices = append(needs.Choices, Choice{Value: id, Text: joinWords(". ", a.Say(n.Name), a.Say(n.Hint)), Checked: id == f.Need})
	}
	soon := Picks{Name: "urgency", Legend: "How soon?", Row: true}
	for _, u := range domain.Urgencies() {
		if u != domain.InHours || a.desk.OpenNow {
			soon.Choices = append(soon.Choices, Choice{Value: string(u), Text: upperFirst(u.Plain())})
		}
	}
	parts := partsOfDay("parts")
	parts.Row = true
	often := f.oftenBlock("", wrong)
	often.Picks.Row = true
	weekday := Picks{Name: "weekday", Legend: "On which day?", Row: true, Choices: append([]Choice{{Text: "None"}}, weekdays...)}
	return block{Part: &part{Title: "What and when", Say: "What would help you? And when would it be of use?", Blocks: []block{
		{Select: &needs},
		asking(Field{Name: "notes", Label: "What should the helper know before they say yes?", Optional: true, Hint: "Nothing about health, money or the house.", Type: "textarea", Rows: 2, Value: f.Notes}, wrong),
		choosing(soon, wrong, f.Urgency),
		folded("A certain day, or part of the day", f.Day != "" || len(f.Parts) > 0,
			asking(Field{Name: "day", Label: "On one day only?", Optional: true, Hint: "If it comes again: not before this day.", Type: "date", Short: true, Value: f.Day}, wrong),
			choosing(parts, wrong, f.Parts...)),
		folded("It comes again and again", f.Often != "" && f.Often != "once" || f.Weekday+f.Starts+f.Until+f.Helper != "", often,
			choosing(weekday, wrong, f.Weekday),
			asking(Field{Name: "starts", Label: "At what time?", Hint: "Such as 10:00.", Short: true, Value: f.Starts}, wrong),
			f.untilBlock("The last day. Empty: until they tell us.", wrong),
			asking(Field{Name: "helper", Label: "Who comes each time?", Optional: true, Hint: "The name of a volunteer who has said yes to it. Empty: we look for somebody.", Value: f.Helper,
				Choices: f.helpers, ChoiceName: "helperId"}, wrong))}}}
}

// safePart asks which way is safe.
func (f callForm) safePart(wrong domain.Errors) block {
	blocks := []block{choosing(Picks{Name: "ways", Legend: "What is safe?", Many: true, Row: true, Choices: []Choice{{Value: "ring", Text: "To ring"}, {Value: "text", Text: "To text"}, {Value: "write", Text: "To write"}, {Value: "message", Text: "To leave a message"}, {Value: "none", Text: "None of these"}}}, wrong, f.Ways...),
		asking(Field{Name: "email", Label: "E-mail", Optional: true, Type: "email", Value: f.Email}, wrong)}
	if problemWith(wrong, "email") != nil {
		blocks = append(blocks, block{Picks: &Picks{Name: "emailIs", Legend: "The address", Silent: true, Many: true, Choices: []Choice{{Value: "=" + f.Email, Text: "The address is right as it is"}}}})
	}
	return block{Part: &part{Title: "Safe", Say: "Is it safe to ring you, or could somebody else hear it? May we leave a message, or write?", Blocks: blocks}}
}

// agreedPart asks what they agree to.
func (f callForm) agreedPart(wrong domain.Errors) block {
	street := f.streetBlock("May it be somebody from their own street?", wrong)
	return block{Part: &part{Title: "Agreed", Say: "May a helper be told what you need? May it be somebody from your own street? And may we look beyond the town if nobody near can come?",
		Blocks: []block{choosing(Picks{Name: "agreed", Legend: "They agree that", Many: true, Row: true, Choices: agreements}, wrong, f.Agreed...), street}}}
}

// seldomPart is what few calls need: somebody who asks for another, what only the helper hears, a leaflet.
func (f callForm) seldomPart(wrong domain.Errors) block {
	helper := append([]block{asking(Field{Name: "mustKnow", Label: "What must the helper know after they say yes?", Optional: true, Hint: "It is erased 30 days after the end.", Type: "textarea", Rows: 2, Value: f.MustKnow}, wrong)},
		f.wishBlocks("Who should come?", "A wish must be met, and can make it take longer.", wrong)...)
	return block{Part: &part{Title: "Only if it is so", Blocks: []block{
		folded("Somebody else is on the line", f.Whom == "other" || f.AskerFirst+f.AskerLast+f.AskerPhone+f.AskerEmail+f.Relationship+f.Knows+f.ToldBack != "", f.askerBlocks(wrong)...),
		folded("Something for the helper alone, or a wish", f.MustKnow+f.Gender != "" || len(f.Wishes) > 0, helper...),
		folded("It came on a leaflet, or from an agency", f.CameBy != string(domain.ByPhone) || f.LeafletOn != "",
			choosing(Picks{Name: "cameBy", Legend: "How did it come?", Row: true, Choices: []Choice{{Value: "phone", Text: "By phone"}, {Value: "leaflet", Text: "On a leaflet"}, {Value: "agency", Text: "From an agency"}}}, wrong, f.CameBy),
			asking(Field{Name: "leafletOn", Label: "The date on the leaflet", Hint: "For a leaflet only.", Type: "date", Short: true, Value: f.LeafletOn}, wrong))}}}
}

// askerBlocks ask who is on the line for another.
func (f callForm) askerBlocks(wrong domain.Errors) []block {
	return []block{{Say: "What is your own name and number? Do they know that you ask for them?"},
		choosing(Picks{Name: "whom", Legend: "Who is on the line?", Row: true, Choices: []Choice{{Value: "me", Text: "The person themselves"}, {Value: "other", Text: "Somebody who asks for them"}}}, wrong, f.Whom),
		{Side: []block{asking(Field{Name: "asker.firstName", Label: "The asker’s first name", Optional: true, Value: f.AskerFirst}, wrong),
			asking(Field{Name: "asker.lastName", Label: "The asker’s last name, or the agency", Optional: true, Value: f.AskerLast}, wrong)}},
		{Side: []block{asking(Field{Name: "asker.phone", Label: "The asker’s phone", Optional: true, Type: "tel", Mode: "tel", Value: f.AskerPhone}, wrong),
			asking(Field{Name: "asker.email", Label: "The asker’s e-mail", Optional: true, Type: "email", Value: f.AskerEmail}, wrong)}},
		asking(Field{Name: "asker.relationship", Label: "What they are to them", Optional: true, Value: f.Relationship}, wrong),
		choosing(Picks{Name: "asker.knows", Legend: "Does the person know of it?", Hint: "If they do not, the desk talks to them first.", Row: true, Choices: []Choice{{Value: string(domain.Agreed), Text: "They know, and agree"}, {Value: string(domain.NotYet), Text: "Not yet"}, {Value: string(domain.CannotDecide), Text: "They cannot decide it themselves"}}}, wrong, f.Knows),
		choosing(Picks{Name: "asker.toldBack", Legend: "What may the asker be told?", Row: true, Choices: []Choice{{Value: "nothing", Text: "Nothing"}, {Value: "that_help_came", Text: "That help came"}, {Value: "everything", Text: "How it went"}}}, wrong, f.ToldBack)}
}
