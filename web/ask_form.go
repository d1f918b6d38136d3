package web

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// asksForm is what the pages of an ask carry from one to the next: all of it as it was typed, so that nothing is kept here
// before it is sent. The names are those of the use case's fields, so that what it finds wrong stands at the right place.
type asksForm struct {
	Town   string `form:"townId" max:"20"`
	Step   string `form:"step" max:"20"`
	Go     string `form:"go" max:"20"`
	Change string `form:"change" max:"20"` // came back from the last page to change one thing

	Need    string   `form:"needId" max:"20"`
	Notes   string   `form:"notes" max:"1000" label:"What you wrote"`
	Urgency string   `form:"urgency" max:"1"`
	Day     string   `form:"day" max:"40"`
	Parts   []string `form:"parts" max:"20"`
	Often   string   `form:"often" max:"20"`
	Whom    string   `form:"whom" max:"20"`

	Weekday string `form:"weekday" max:"20"`
	DayTime string `form:"dayTime" max:"20"`
	Until   string `form:"until" max:"40" label:"The last day"`

	AskerFirst   string `form:"asker.firstName" max:"80" label:"Your first name"`
	AskerLast    string `form:"asker.lastName" max:"80" label:"Your last name"`
	AskerPhone   string `form:"asker.phone" max:"60" label:"Your phone number"`
	AskerEmail   string `form:"asker.email" max:"254" label:"Your e-mail address"`
	AskerEmailIs string `form:"asker.emailIs" max:"260"`
	Relationship string `form:"asker.relationship" max:"80" label:"What you are to them"`
	Knows        string `form:"asker.knows" max:"20"`
	ToldBack     string `form:"asker.toldBack" max:"20"`

	First      string   `form:"firstName" max:"80" label:"The first name"`
	Last       string   `form:"lastName" max:"80" label:"The last name"`
	Street     string   `form:"street" max:"120" label:"The street"`
	StreetID   string   `form:"streetId" max:"20"`
	StreetWas  string   `form:"streetWas" max:"200"`
	PlaceWords string   `form:"placeWords" max:"400" label:"Where it is"`
	Address    string   `form:"address" max:"160" label:"The house"`
	Phone      string   `form:"phone" max:"60" label:"The phone number"`
	Email      string   `form:"email" max:"254" label:"The e-mail address"`
	EmailIs    string   `form:"emailIs" max:"260"`
	Ways       []string `form:"ways" max:"20"`

	MustKnow  string   `form:"mustKnow" max:"1000" label:"What you wrote"`
	Gender    string   `form:"gender" max:"20"`
	Wishes    []string `form:"wishes" max:"20"`
	OwnStreet string   `form:"ownStreet" max:"20"` // "no": nobody from their own street
	Agreed    []string `form:"agreed" max:"20"`
}

// The steps of an ask are the same four for everybody. Help that comes again, and somebody who asks for another person, only
// make a step longer.
const (
	stepWhat  = "what"
	stepWhen  = "when"
	stepReach = "reach"
	stepCheck = "check"
)

// askSteps are the steps in their order.
var askSteps = []string{stepWhat, stepWhen, stepReach, stepCheck}

// askFields is what each step asks.
var askFields = map[string][]string{
	stepWhat: {"needId", "notes"},
	stepWhen: {"urgency", "day", "parts", "often", "weekday", "dayTime", "until", "whom", "asker.knows"},
	stepReach: {"firstName", "lastName", "street", "streetId", "placeWords", "address", "phone", "email", "ways",
		"asker.firstName", "asker.lastName", "asker.phone", "asker.email", "asker.relationship"},
	stepCheck: {"mustKnow", "gender", "wishes", "ownStreet", "asker.toldBack", "agreed"},
}

// at is the place of the form's step among the steps; an unknown one is the first.
func (f asksForm) at() int { return max(0, slices.Index(askSteps, f.Step)) }

// carried are the form's values that the page of its step does not ask for. Choices: Text is the name.
func (f asksForm) carried() []Choice {
	var out []Choice
	v := reflect.ValueOf(f)
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("form")
		if name == "go" || slices.Contains(askFields[f.Step], name) {
			continue
		}
		switch value := v.Field(i).Interface().(type) {
		case string:
			if value != "" {
				out = append(out, Choice{Text: name, Value: value})
			}
		case []string:
			for _, one := range value {
				out = append(out, Choice{Text: name, Value: one})
			}
		}
	}
	return out
}

// stepOf is the step that asks for a field; the last for what none asks.
func stepOf(field string) string {
	for step, fields := range askFields {
		if slices.Contains(fields, field) {
			return step
		}
	}
	return stepCheck
}

// settleEmail takes the answer to "Did you mean …?": the likely address, or "=" and the address as it was typed. An answer to
// an address that has been changed since is forgotten.
func settleEmail(email, answer *string) {
	likely, mistyped := domain.SuggestEmail(*email)
	switch {
	case mistyped && *answer == likely:
		*email, *answer = likely, ""
	case *answer != "="+*email:
		*answer = ""
	}
}

// mayBeMistyped offers the address that was likely meant, beside the one that was typed; settleEmail takes the answer.
func mayBeMistyped(f Field, wrong domain.Errors) Field {
	if likely, mistyped := domain.SuggestEmail(f.Value); mistyped && problemWith(wrong, f.Name) != nil {
		f.ChoiceName = f.Name + "Is"
		f.Choices = []Choice{{Value: likely, Text: likely}, {Value: "=" + f.Value, Text: "It is right as I typed it"}}
	}
	return f
}

// partNames are the parts of a day, in the order of domain.Part.
var partNames = []Choice{{Value: "morning", Text: "Mornings"}, {Value: "afternoon", Text: "Afternoons"}, {Value: "evening", Text: "Evenings"}}

// slotsOf are the parts of the day that suit, on every day; 0 when none or all were chosen.
func slotsOf(parts []string) domain.Availability {
	var out domain.Availability
	for i, c := range partNames {
		if slices.Contains(parts, c.Value) {
			for day := range time.Saturday + 1 {
				out |= domain.At(day, domain.Part(i))
			}
		}
	}
	if out == domain.AnyTime {
		return 0
	}
	return out
}

// dayLayouts are how people write a day where the browser has no calendar to choose from.
var dayLayouts = []string{time.DateOnly, "2/1/2006", "2.1.2006", "2 January 2006"}

// wantedDay reads a day that is still to come and returns its first instant here and that of the day after; "" is nil.
func (c clock) wantedDay(wrong *domain.Errors, field, text string) (from, until *time.Time) {
	if text == "" {
		return nil, nil
	}
	for _, layout := range dayLayouts {
		day, err := time.ParseInLocation(layout, text, c.zone)
		if err != nil {
			continue
		}
		next := day.AddDate(0, 0, 1)
		if !next.After(c.now) {
			wrong.Add(field, "That day has passed. Please choose a later one.")
			return nil, nil
		}
		if day.After(c.now.AddDate(1, 0, -1)) { // the end of the day counts
			wrong.Add(field, "That is more than a year ahead. Please choose a day within a year.")
			return nil, nil
		}
		return &day, &next
	}
	wrong.Add(field, "Please write the day like %s.", c.now.In(c.zone).AddDate(0, 0, 1).Format("2/1/2006"))
	return nil, nil
}

// wishBlocks ask for wishes about who comes. One wishes for a woman or a man, not for both.
func (f asksForm) wishBlocks(legend, hint string, wrong domain.Errors) []block {
	return []block{
		choosing(Picks{Name: "gender", Legend: legend, Hint: hint, Pairs: true, Choices: []Choice{{Value: "", Text: "Anybody"},
			{Value: domain.WishWoman, Text: "A woman"}, {Value: domain.WishMan, Text: "A man"}}}, wrong, f.Gender),
		choosing(Picks{Name: "wishes", Legend: "And the way", Silent: true, Many: true, Choices: []Choice{
			{Value: domain.WishStepFree, Text: "No steps on the way"}}}, wrong, f.Wishes...)}
}

// wished are all wishes that were chosen.
func (f asksForm) wished() []string {
	out := slices.Clone(f.Wishes)
	if f.OwnStreet == "no" {
		out = append(out, domain.WishElsewhere)
	}
	if f.Gender != "" {
		out = append(out, f.Gender)
	}
	return out
}

// command is the ask as the use case takes it.
func (f asksForm) command(c clock) app.RaiseRequest {
	var none domain.Errors // the steps have told already
	from, until := c.wantedDay(&none, "day", f.Day)
	cmd := app.RaiseRequest{
		FirstName: f.First, LastName: f.Last, Phone: f.Phone, Email: f.Email, Address: f.Address, Preferred: f.preferred(),
		SafeToRing: slices.Contains(f.Ways, "ring"), SafeToText: slices.Contains(f.Ways, "text"),
		SafeToWrite: slices.Contains(f.Ways, "write"), SafeToLeaveMessage: slices.Contains(f.Ways, "message"),
		TownID: numberIn[domain.TownID](f.Town), StreetID: numberIn[domain.StreetID](f.StreetID), PlaceWords: f.PlaceWords,
		NeedID: numberIn[domain.NeedID](f.Need), Urgency: domain.Urgency(f.Urgency), WantedFrom: from, UsefulUntil: until,
		Slots: slotsOf(f.Parts), Notes: f.Notes, MustKnow: f.MustKnow, Wishes: f.wished(), CameBy: domain.ByWeb,
		AgreedShare: slices.Contains(f.Agreed, "share"), AgreedBeyond: slices.Contains(f.Agreed, "beyond"),
		EmailIsRight: f.EmailIs != "" || f.AskerEmailIs != "", Repeat: f.repeat(c),
	}
	if cmd.StreetID == 0 {
		cmd.PlaceWords = strings.TrimPrefix(f.Street+"\n"+f.PlaceWords, "\n")
	}
	if f.Whom == "other" {
		cmd.CameBy = domain.ByNeighbour
		cmd.Asker = &app.Asker{FirstName: f.AskerFirst, LastName: f.AskerLast, Phone: f.AskerPhone, Email: f.AskerEmail,
			Relationship: f.Relationship, ToldBack: f.ToldBack, Knows: domain.Knows(f.Knows)}
	}
	return cmd
}

// preferred is how news is told: by e-mail where there is an address to write to, else by a call, else by letter.
func (f asksForm) preferred() domain.Way {
	switch {
	case f.Email != "" && slices.Contains(f.Ways, "write"):
		return domain.ByEmail
	case f.Phone != "" && slices.Contains(f.Ways, "ring"):
		return domain.ByCall
	case f.Email != "" && f.Phone == "":
		return domain.ByEmail
	}
	return domain.ByLetter
}
