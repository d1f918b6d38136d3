package web

import (
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/words"
)

// typedPolicy is a table as it was typed, by the names of its fields: what cannot be read is shown again as it was.
type typedPolicy map[string]string

// policyField is one field of a table or of a pace: exactly one of the three reads it.
type policyField[T any] struct {
	name, label, hint string
	text              func(*T) *string
	number            func(*T) *int
	yes               func(*T) *bool
}

type pace = domain.PaceText

// paceFields are the fields of one urgency. Their names in a form begin with its letter.
var paceFields = []policyField[pace]{
	{name: "Street", label: "Time on the street", text: func(p *pace) *string { return &p.Street }},
	{name: "Section", label: "Time in the neighbourhood", text: func(p *pace) *string { return &p.Section }},
	{name: "Town", label: "Time in the town", text: func(p *pace) *string { return &p.Town }},
	{name: "District", label: "Time in the district", text: func(p *pace) *string { return &p.District }},
	{name: "Life", label: "Time to answer", hint: "Left empty: to the end of the step.", text: func(p *pace) *string { return &p.Life }},
	{name: "LifeAtLeast", label: "Time to answer, at least", hint: "Only where it is to the end of the step.", text: func(p *pace) *string { return &p.LifeAtLeast }},
	{name: "AtOnce", label: "How many are asked at once?", hint: "1, 2 or 3.", number: func(p *pace) *int { return &p.AtOnce }},
	{name: "Later", label: "And how many later?", hint: "1, 2 or 3.", number: func(p *pace) *int { return &p.Later }},
	{name: "LaterAfter", label: "When does “later” begin?", hint: "Left empty: after half of the step.", text: func(p *pace) *string { return &p.LaterAfter }},
	{name: "Beat", label: "When do we look for somebody?", hint: "“At once”, “every 10 minutes”, or “Tuesday and Thursday at 10:00”.", text: func(p *pace) *string { return &p.Beat }},
	{name: "ReplaceAtOnce", label: "When somebody says no, ask somebody else at once", yes: func(p *pace) *bool { return &p.ReplaceAtOnce }},
}

type table = domain.PolicyText

// policyPart is a part of the form, with what is set in it in a few words.
type policyPart struct {
	title  string
	now    func(*words.Words, typedPolicy) string
	fields []policyField[table]
}

// tableFields are the other fields, in parts with a title.
var tableFields = []policyPart{
	{"When people may be asked", func(in *words.Words, t typedPolicy) string {
		return in.Say("From %s until %s", t["opens"], t["closes"])
	}, []policyField[table]{
		{name: "opens", label: "From", hint: "Such as 08:30.", text: func(p *table) *string { return &p.Opens }},
		{name: "closes", label: "Until", hint: "Such as 20:00. It is quiet from then until the morning.", text: func(p *table) *string { return &p.Closes }},
		{name: "sundays", label: "On Sundays too", yes: func(p *table) *bool { return &p.Sundays }},
		{name: "bankHolidays", label: "On bank holidays too", yes: func(p *table) *bool { return &p.BankHolidays }},
		{name: "lateFrom", label: "From when is it late in the day?", hint: "For help today or tomorrow. Left empty: never.", text: func(p *table) *string { return &p.LateFrom }},
		{name: "lateUntil", label: "Until when on the next day is late help meant for?", text: func(p *table) *string { return &p.LateUntil }},
		{name: "sleepDays", label: "How many days ahead do we begin to ask?", number: func(p *table) *int { return &p.SleepDays }},
	}},
	{"How often one person is asked", func(in *words.Words, t typedPolicy) string {
		return in.Say("Asks a week: %s. Asks a day: %s.", t["asksWeek"], t["asksDay"])
	}, []policyField[table]{
		{name: "asksWeek", label: "Asks a week", hint: "For new volunteers. They may choose otherwise.", number: func(p *table) *int { return &p.AsksWeek }},
		{name: "asksDay", label: "Asks a day", number: func(p *table) *int { return &p.AsksDay }},
		{name: "questionAfter", label: "After how many asks without an answer do we ask whether it is still all right?", number: func(p *table) *int { return &p.QuestionAfter }},
		{name: "restAfter", label: "And after how many do we let them rest?", number: func(p *table) *int { return &p.RestAfter }},
	}},
	{"Who is asked first, in metres", func(in *words.Words, t typedPolicy) string {
		return in.Say("Farther by %s in the neighbourhood, %s in the town, %s in the district", t["widenSection"], t["widenTown"], t["widenDistrict"])
	}, []policyField[table]{
		{name: "widenSection", label: "Somebody of the same neighbourhood counts as farther by", number: func(p *table) *int { return &p.WidenSection }},
		{name: "widenTown", label: "Somebody of the same town, by", number: func(p *table) *int { return &p.WidenTown }},
		{name: "widenDistrict", label: "Somebody of the district, by", number: func(p *table) *int { return &p.WidenDistrict }},
		{name: "load", label: "What a full week counts for", hint: "So that turns are fair.", number: func(p *table) *int { return &p.Load }},
		{name: "stability", label: "While somebody is being asked, everybody else counts as farther by", number: func(p *table) *int { return &p.Stability }},
		{name: "willing", label: "Whoever says yes more often than most counts as farther, by up to", hint: "0 switches this off.", number: func(p *table) *int { return &p.Willing }},
	}},
}

// paces are the four urgencies of a table.
func paces(t *table) []*pace { return []*pace{&t.H, &t.T, &t.W, &t.F} }

// paceName is the name of a field of one urgency: "hStreet".
func paceName(u domain.Urgency, name string) string { return strings.ToLower(string(u)) + name }

// policyNames are the names of all fields.
func policyNames() (out []string) {
	for _, part := range tableFields {
		for _, f := range part.fields {
			out = append(out, f.name)
		}
	}
	for _, u := range domain.Urgencies() {
		for _, f := range paceFields {
			out = append(out, paceName(u, f.name))
		}
	}
	return out
}

// typedOf is a table as somebody would type it.
func typedOf(t table) typedPolicy {
	out := typedPolicy{}
	for _, part := range tableFields {
		for _, f := range part.fields {
			out[f.name] = f.say(&t)
		}
	}
	for n, p := range paces(&t) {
		for _, f := range paceFields {
			out[paceName(domain.Urgencies()[n], f.name)] = f.say(p)
		}
	}
	return out
}

func (f policyField[T]) say(of *T) string {
	switch {
	case f.text != nil:
		return *f.text(of)
	case f.number != nil:
		return strconv.Itoa(*f.number(of))
	}
	return ticked(*f.yes(of))
}

// read puts what was typed where it belongs.
func (f policyField[T]) read(wrong *domain.Errors, into *T, name, typed string) {
	switch {
	case f.text != nil:
		*f.text(into) = typed
	case f.yes != nil:
		*f.yes(into) = typed == "yes"
	default:
		if n := wholeNumber(wrong, name, typed); n != nil {
			*f.number(into) = *n
		} else if typed == "" {
			wrong.Add(name, "Please write a number.")
		}
	}
}

// table reads what was typed. The error is domain.Errors.
func (t typedPolicy) table(base table) (table, error) {
	var wrong domain.Errors
	for _, part := range tableFields {
		for _, f := range part.fields {
			f.read(&wrong, &base, f.name, t[f.name])
		}
	}
	for n, p := range paces(&base) {
		for _, f := range paceFields {
			name := paceName(domain.Urgencies()[n], f.name)
			f.read(&wrong, p, name, t[name])
		}
	}
	return base, wrong.Err()
}

// block asks for one field.
func (f policyField[T]) block(name, typed string, wrong domain.Errors) block {
	switch {
	case f.yes != nil:
		return choosing(yesNo(name, f.label, f.hint), wrong, typed)
	case f.number != nil:
		return asking(Field{Name: name, Label: f.label, Hint: f.hint, Mode: "numeric", Short: true, Value: typed}, wrong)
	}
	return asking(Field{Name: name, Label: f.label, Hint: f.hint, Value: typed}, wrong)
}

// paceTitles stand above what is asked of each urgency.
var paceTitles = map[domain.Urgency]string{domain.InHours: "Help in the next few hours", domain.InADay: "Help today or tomorrow", domain.ThisWeek: "Help this week",
	domain.WhenSuits: "Help when it suits"}

// blocks ask for all of a table, a part at a time: what is set stands on the line that opens it.
func (t typedPolicy) blocks(in *words.Words, wrong domain.Errors) (out []block) {
	for n, part := range tableFields {
		out = append(out, folded(part.title, false, fieldBlocks(t, part.fields, wrong, func(name string) string { return name })...).now(part.now(in, t)))
		if n > 0 {
			continue
		}
		for _, u := range domain.Urgencies() {
			named := func(name string) string { return paceName(u, name) }
			out = append(out, folded(paceTitles[u], false, fieldBlocks(t, paceFields, wrong, named)...).now(t.paceNow(in, u)))
		}
	}
	return out
}

// fieldBlocks ask for the fields of one part.
func fieldBlocks[T any](t typedPolicy, fields []policyField[T], wrong domain.Errors, named func(string) string) (out []block) {
	for _, f := range fields {
		name := named(f.name)
		out = append(out, f.block(name, t[name], wrong))
	}
	return out
}

// paceNow says how long somebody who asks so soon is looked for at each step.
func (t typedPolicy) paceNow(in *words.Words, u domain.Urgency) string {
	at := func(name string) string { return t[paceName(u, name)] }
	return in.Say("Street %s, neighbourhood %s, town %s, district %s", at("Street"), at("Section"), at("Town"), at("District"))
}
