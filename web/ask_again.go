package web

import (
	"slices"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
)

// oftenChoices are how often help may come. The values of what comes again are the weeks from one time to the next.
var oftenChoices = []Choice{{Value: "once", Text: "Once"}, {Value: "1", Text: "Every week"}, {Value: "2", Text: "Every two weeks"},
	{Value: "4", Text: "Every four weeks"}}

// weekdays are the days of the week with their numbers: Monday is 1.
var weekdays = []Choice{{Value: "1", Text: "Monday"}, {Value: "2", Text: "Tuesday"}, {Value: "3", Text: "Wednesday"}, {Value: "4", Text: "Thursday"},
	{Value: "5", Text: "Friday"}, {Value: "6", Text: "Saturday"}, {Value: "7", Text: "Sunday"}}

// dayTimes are the times of the day at which help comes again, in the order of domain.Part.
var dayTimes = []Choice{{Value: "morning", Text: "In the morning", Small: "Between 9 am and 1 pm"},
	{Value: "afternoon", Text: "In the afternoon", Small: "Between 1 pm and 5 pm"}, {Value: "evening", Text: "In the evening", Small: "Between 5 pm and 9 pm"}}

// placeOf is the place of a value among the answers; -1 when it is none of them.
func placeOf(all []Choice, value string) int {
	return slices.IndexFunc(all, func(c Choice) bool { return c.Value == value })
}

// regular reports whether help is to come again.
func (f asksForm) regular() bool { return placeOf(oftenChoices, f.Often) > 0 }

// repeat is how help comes again; nil when it comes once.
func (f asksForm) repeat(c clock) *app.Repeat {
	if !f.regular() {
		return nil
	}
	var none domain.Errors // the steps have told already
	rep := app.Repeat{Weekday: placeOf(weekdays, f.Weekday) + 1}
	rep.EveryWeeks, _ = strconv.Atoi(f.Often)
	rep.Until, _ = c.wantedDay(&none, "until", f.Until)
	if part := placeOf(dayTimes, f.DayTime); part >= 0 {
		rep.Starts = app.StartsIn(domain.Part(part))
	}
	return &rep
}

// oftenBlock asks how often.
func (f asksForm) oftenBlock(hint string, wrong domain.Errors) block {
	return choosing(Picks{Name: "often", Legend: "How often?", Hint: hint, Choices: oftenChoices}, wrong, orThe(f.Often, "once"))
}

// untilBlock asks for the last day.
func (f asksForm) untilBlock(hint string, wrong domain.Errors) block {
	return asking(Field{Name: "until", Label: "Until when?", Optional: true, Type: "date", Short: true, Value: f.Until, Hint: hint}, wrong)
}

// againBlocks ask how often help comes, and of what comes again on which day and until when.
func (a *asked) againBlocks() []block {
	f := a.form
	often := f.oftenBlock("", a.wrong)
	often.Picks.Row = true
	when := f.DayTime
	if when == "" && len(f.Parts) == 1 {
		when = f.Parts[0]
	}
	return []block{often, {More: []block{
		choosing(Picks{Name: "weekday", Legend: "On which day?", Hint: "Help comes on the same day each time.", Row: true, Choices: weekdays}, a.wrong, f.Weekday),
		choosing(Picks{Name: "dayTime", Legend: "At what time of the day?", Close: true, Choices: dayTimes}, a.wrong, when),
		f.untilBlock("The last day. Leave it empty, and it goes on until you tell us.", a.wrong),
	}}}
}

// checkOften notes what is to be mended of how often.
func (a *asked) checkOften() {
	f := &a.form
	if f.Often != "" && placeOf(oftenChoices, f.Often) < 0 {
		a.wrong.Add("often", "Please choose how often.")
	}
	if !f.regular() {
		return
	}
	a.checkAgain()
	if a.comesOnce() {
		app.ComesOnce(&a.wrong, "often", a.need())
	}
	if f.Urgency == string(domain.InHours) {
		a.wrong.Add("urgency", "Help that comes again cannot begin in the next few hours. Please choose another answer.")
	}
	if f.Day != "" {
		a.wrong.Add("day", "This is for one day only, and you want it to come again. Please leave the day empty, or choose “Once”.")
	}
}

// comesOnce reports whether the kind of help that was chosen cannot come again.
func (a *asked) comesOnce() bool { return a.need().ID != 0 && !a.need().Repeats }

// checkAgain notes what is to be mended of the day on which help comes again.
func (a *asked) checkAgain() {
	f := &a.form
	if placeOf(weekdays, f.Weekday) < 0 {
		a.wrong.Add("weekday", "Please choose the day of the week.")
	}
	if placeOf(dayTimes, f.DayTime) < 0 {
		a.wrong.Add("dayTime", "Please choose the time of the day.")
	}
	last, _ := a.wantedDay(&a.wrong, "until", f.Until)
	if rep := f.repeat(a.clock); rep != nil && last != nil {
		if first := rep.First(a.now, a.zone); first.After(last.AddDate(0, 0, 1)) {
			app.EndsTooSoon(&a.wrong, "until", a.Day(first, a.now, a.zone))
		}
	}
}

// againFacts are how help comes again, to be read over.
func (a *asked) againFacts() []Fact {
	rep := a.form.repeat(a.clock)
	if rep == nil || placeOf(weekdays, a.form.Weekday) < 0 {
		return nil // the check of this step tells it
	}
	last := a.Say("It goes on until you tell us")
	if rep.Until != nil {
		last = upperFirst(a.day(*rep.Until))
	}
	return []Fact{{Name: "Which day", Text: upperFirst(rep.Words(a.Words))}, {Name: "The first time", Text: upperFirst(a.day(rep.First(a.now, a.zone)))},
		{Name: "Until when", Text: last}}
}
