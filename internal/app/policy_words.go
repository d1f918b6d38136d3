package app

import (
	"fmt"
	"reflect"
	"strings"

	"waymark/domain"
	"waymark/internal/words"
)

// explainPolicy says what a table means, in plain words.
func explainPolicy(in *words.Words, p domain.Policy, h domain.OpenHours) []PolicyTopic {
	out := []PolicyTopic{{Title: in.Say("When people may be asked"), Words: explainHours(in, h)}}
	for _, u := range domain.Urgencies() {
		out = append(out, PolicyTopic{Title: in.Say("Help %s", domain.Text(u.Plain())), Words: explainPace(in, p, u)})
	}
	return append(out,
		PolicyTopic{Title: in.Say("How often one person is asked"), Words: explainBudget(in, p.Budget)},
		PolicyTopic{Title: in.Say("Who is asked first"), Words: explainWeights(in, p.Weights)})
}

func explainHours(in *words.Words, h domain.OpenHours) []string {
	not := domain.Text("not on Sundays and bank holidays")
	switch {
	case h.Sundays && h.BankHolidays:
		not = domain.Text("on Sundays and bank holidays too")
	case h.Sundays:
		not = domain.Text("on Sundays too, but not on bank holidays")
	case h.BankHolidays:
		not = domain.Text("on bank holidays too, but not on Sundays")
	}
	return []string{
		in.Say("We ask from %s to %s, %s.", domain.SayClock(h.Opens), domain.SayClock(h.Closes), not),
		in.Say("Outside these hours it is quiet: no clock runs. A day means the hours of one such day."),
	}
}

// explainPace says how one urgency goes.
func explainPace(in *words.Words, p domain.Policy, u domain.Urgency) []string {
	pace := p.For(u)
	l := pace.Levels
	out := []string{
		in.Say("We ask the street for %s, then the neighbourhood for %s, the town for %s and the whole district for %s.", l[0], l[1], l[2], l[3]),
		in.Say("No step takes more than a quarter of the time until help is of no more use."),
		explainBeat(in, pace),
		explainAtOnce(in, pace),
	}
	if pace.Life.IsZero() {
		out = append(out, in.Say("Somebody who is asked has until the end of the step, and %s at least.", pace.LifeAtLeast))
	} else {
		out = append(out, in.Say("Somebody who is asked has %s to answer, but not beyond the end of the step.", pace.Life))
	}
	if pace.ReplaceAtOnce {
		out = append(out, in.Say("When somebody says no, we ask somebody else at once."))
	} else {
		out = append(out, in.Say("When somebody says no, we ask somebody else when we next look."))
	}
	if u == domain.InADay && p.LateFrom > 0 {
		out = append(out, in.Say("What is asked after %s is meant for %s on the next day.", domain.SayClock(p.LateFrom), domain.SayClock(p.LateUntil)))
	}
	return out
}

func explainBeat(in *words.Words, pace domain.Pace) string {
	beat := pace.Beat()
	switch {
	case len(pace.Digest) > 0:
		return in.Say("We look for somebody on %s.", beat)
	case pace.Every > 0:
		return in.Say("We look for somebody %s.", beat)
	}
	return in.Say("We look for somebody at once, and go on looking.")
}

func explainAtOnce(in *words.Words, pace domain.Pace) string {
	first := countPeople(in, pace.AtOnce)
	if pace.Later <= pace.AtOnce {
		return in.Say("We ask %s at a time.", first)
	}
	after := in.Say("half of the step")
	if !pace.LaterAfter.IsZero() {
		after = pace.LaterAfter.String()
	}
	return in.Say("We ask %s at a time, and up to %d after %s.", first, pace.Later, after)
}

func countPeople(in *words.Words, n int) string {
	return in.Count(n, "one person", "%d people")
}

func explainBudget(in *words.Words, b domain.Budget) []string {
	return []string{
		in.Say("A new volunteer is asked %s and %s at most. They may choose otherwise.", timesAWeek(in, b.Week), timesADay(in, b.Day)),
		in.Say("After %d asks in a row without an answer we ask whether it is still all right. After %d we let them rest until they say so.", b.QuestionAfter, b.RestAfter),
		in.Say("To say “not this time” costs them nothing."),
	}
}

// timesAWeek says how often: "once a week", "twice a week".
func timesAWeek(in *words.Words, n int) string {
	if n == 2 {
		return in.Say("twice a week")
	}
	return in.Count(n, "once a week", "%d times a week")
}

// timesADay says how often: "once a day", "twice a day".
func timesADay(in *words.Words, n int) string {
	if n == 2 {
		return in.Say("twice a day")
	}
	return in.Count(n, "once a day", "%d times a day")
}

// mostTurns is the largest capacity by which turns are explained.
const mostTurns = 4

// explainWeights says what the plan weighs, in metres, for each capacity that is usual.
func explainWeights(in *words.Words, w domain.Weights) []string {
	out := []string{
		in.Say("Help goes to as many people as can be, the most urgent first. Among the ways to do that we choose the one with the shortest walks."),
		in.Say("Somebody of the same neighbourhood counts as %d m farther than somebody of the same street, somebody of the same town as %d m, and somebody of the district as %d m.",
			w.Widening[domain.AtSection], w.Widening[domain.AtTown], w.Widening[domain.AtDistrict]),
		in.Say("So that turns are fair, each visit in a week counts as some more metres:"),
	}
	for n := 1; n <= mostTurns; n++ {
		out = append(out, turnWords(in, w, n))
	}
	if w.Stability > 0 {
		out = append(out, in.Say("While somebody is being asked, everybody else counts as %d m farther, so that we do not change our mind for little.", w.Stability))
	}
	if w.Willing > 0 {
		out = append(out, in.Say("Whoever says yes more often than most counts as a little farther, up to %d m, so that the same few are not asked each time. Nobody sees how often somebody says yes.", w.Willing))
	}
	return out
}

// turnWords is the price of each visit for one capacity: "With room for two a week, their first counts as 30 m, their second as 90 m."
func turnWords(in *words.Words, w domain.Weights, capacity int) string {
	each := []string{in.Say("their first counts as %d m", w.Price(1, capacity))}
	for j, further := range []string{words.Later("their second as %d m"), words.Later("their third as %d m"), words.Later("their fourth as %d m")}[:capacity-1] {
		each = append(each, in.Say(further, w.Price(j+2, capacity)))
	}
	return in.Say("With room for %s a week, %s.", in.Number(capacity), strings.Join(each, ", "))
}

// policyFields are the rows of a table with what people call them, by the names in its JSON.
var policyFields = map[string]string{
	"street": words.Later("time on the street"), "section": words.Later("time in the neighbourhood"), "town": words.Later("time in the town"), "district": words.Later("time in the district"),
	"life": words.Later("time to answer"), "lifeAtLeast": words.Later("time to answer, at least"), "atOnce": words.Later("asked at once"), "later": words.Later("asked at once, later"),
	"laterAfter": words.Later("later begins after"), "beat": words.Later("when we look"), "replaceAtOnce": words.Later("a no is replaced at once"),
	"opens": words.Later("asking begins"), "closes": words.Later("asking ends"), "sundays": words.Later("Sundays"), "bankHolidays": words.Later("bank holidays"), "lateFrom": words.Later("late from"),
	"lateUntil": words.Later("late is meant for"), "sleepDays": words.Later("days ahead that we begin"), "asksWeek": words.Later("asks a week"), "asksDay": words.Later("asks a day"),
	"questionAfter": words.Later("silences before we ask"), "restAfter": words.Later("silences before they rest"), "widenSection": words.Later("metres for the neighbourhood"),
	"widenTown": words.Later("metres for the town"), "widenDistrict": words.Later("metres for the district"), "stability": words.Later("metres while somebody is asked"),
	"load": words.Later("metres of a full week"), "willing": words.Later("metres for those who often say yes"),
}

// policyDifference says what is unlike in two tables, a line each: "today or tomorrow, time on the street: 1 hour, was 2 hours".
func policyDifference(in *words.Words, was, is domain.PolicyText) (out []string) {
	a, b := reflect.ValueOf(was), reflect.ValueOf(is)
	for i := range a.NumField() {
		name := a.Type().Field(i).Tag.Get("json")
		if a.Field(i).Kind() != reflect.Struct {
			out = append(out, differenceOf(in, in.Text(policyFields[name]), a.Field(i), b.Field(i))...)
			continue
		}
		u := domain.Urgency(strings.ToUpper(name))
		for j := range a.Field(i).NumField() {
			field := a.Field(i).Type().Field(j).Tag.Get("json")
			out = append(out, differenceOf(in, in.Text(u.Plain())+", "+in.Text(policyFields[field]), a.Field(i).Field(j), b.Field(i).Field(j))...)
		}
	}
	return out
}

func differenceOf(in *words.Words, name string, was, is reflect.Value) []string {
	if was.Equal(is) {
		return nil
	}
	say := func(v reflect.Value) string {
		switch text := fmt.Sprint(v.Interface()); text {
		case "true":
			return in.Say("yes")
		case "false":
			return in.Say("no")
		case "":
			return in.Say("not set")
		default:
			return text
		}
	}
	return []string{in.Say("%s: %s, was %s", name, say(is), say(was))}
}
