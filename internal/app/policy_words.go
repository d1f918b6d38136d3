package app

import (
	"fmt"
	"reflect"
	"strings"

	"waymark/domain"
)

// explainPolicy says what a table means, in plain words.
func explainPolicy(p domain.Policy, h domain.OpenHours) []PolicyTopic {
	out := []PolicyTopic{{Title: "When people may be asked", Words: explainHours(h)}}
	for _, u := range domain.Urgencies() {
		out = append(out, PolicyTopic{Title: "Help " + u.Plain(), Words: explainPace(p, u)})
	}
	return append(out,
		PolicyTopic{Title: "How often one person is asked", Words: explainBudget(p.Budget)},
		PolicyTopic{Title: "Who is asked first", Words: explainWeights(p.Weights)})
}

func explainHours(h domain.OpenHours) []string {
	not := "not on Sundays and bank holidays"
	switch {
	case h.Sundays && h.BankHolidays:
		not = "on Sundays and bank holidays too"
	case h.Sundays:
		not = "on Sundays too, but not on bank holidays"
	case h.BankHolidays:
		not = "on bank holidays too, but not on Sundays"
	}
	return []string{
		fmt.Sprintf("We ask from %s to %s, %s.", domain.SayClock(h.Opens), domain.SayClock(h.Closes), not),
		"Outside these hours it is quiet: no clock runs. A day means the hours of one such day.",
	}
}

// explainPace says how one urgency goes.
func explainPace(p domain.Policy, u domain.Urgency) []string {
	pace := p.For(u)
	l := pace.Levels
	out := []string{
		fmt.Sprintf("We ask the street for %s, then the neighbourhood for %s, the town for %s and the whole district for %s.", l[0], l[1], l[2], l[3]),
		"No step takes more than a quarter of the time until help is of no more use.",
		explainBeat(pace),
		explainAtOnce(pace),
	}
	if pace.Life.IsZero() {
		out = append(out, fmt.Sprintf("Somebody who is asked has until the end of the step, and %s at least.", pace.LifeAtLeast))
	} else {
		out = append(out, fmt.Sprintf("Somebody who is asked has %s to answer, but not beyond the end of the step.", pace.Life))
	}
	if pace.ReplaceAtOnce {
		out = append(out, "When somebody says no, we ask somebody else at once.")
	} else {
		out = append(out, "When somebody says no, we ask somebody else when we next look.")
	}
	if u == domain.InADay && p.LateFrom > 0 {
		out = append(out, fmt.Sprintf("What is asked after %s is meant for %s on the next day.", domain.SayClock(p.LateFrom), domain.SayClock(p.LateUntil)))
	}
	return out
}

func explainBeat(pace domain.Pace) string {
	beat := pace.Beat()
	switch {
	case len(pace.Digest) > 0:
		return "We look for somebody on " + beat + "."
	case pace.Every > 0:
		return "We look for somebody " + beat + "."
	}
	return "We look for somebody at once, and go on looking."
}

func explainAtOnce(pace domain.Pace) string {
	first := countPeople(pace.AtOnce)
	if pace.Later <= pace.AtOnce {
		return fmt.Sprintf("We ask %s at a time.", first)
	}
	after := "half of the step"
	if !pace.LaterAfter.IsZero() {
		after = pace.LaterAfter.String()
	}
	return fmt.Sprintf("We ask %s at a time, and up to %d after %s.", first, pace.Later, after)
}

func countPeople(n int) string {
	if n == 1 {
		return "one person"
	}
	return fmt.Sprintf("%d people", n)
}

func explainBudget(b domain.Budget) []string {
	return []string{
		fmt.Sprintf("A new volunteer is asked %s and %s at most. They may choose otherwise.", times(b.Week, "week"), times(b.Day, "day")),
		fmt.Sprintf("After %d asks in a row without an answer we ask whether it is still all right. After %d we let them rest until they say so.", b.QuestionAfter, b.RestAfter),
		"To say “not this time” costs them nothing.",
	}
}

func times(n int, span string) string {
	switch n {
	case 1:
		return "once a " + span
	case 2:
		return "twice a " + span
	}
	return fmt.Sprintf("%d times a %s", n, span)
}

// smallNumbers are the capacities by which turns are explained.
var smallNumbers = [...]string{"", "one", "two", "three", "four"}

// explainWeights says what the plan weighs, in metres, for each capacity that is usual.
func explainWeights(w domain.Weights) []string {
	out := []string{
		"Help goes to as many people as can be, the most urgent first. Among the ways to do that we choose the one with the shortest walks.",
		fmt.Sprintf("Somebody of the same neighbourhood counts as %d m farther than somebody of the same street, somebody of the same town as %d m, and somebody of the district as %d m.",
			w.Widening[domain.AtSection], w.Widening[domain.AtTown], w.Widening[domain.AtDistrict]),
		"So that turns are fair, each visit in a week counts as some more metres:",
	}
	for n := 1; n < len(smallNumbers); n++ {
		out = append(out, turnWords(w, n))
	}
	if w.Stability > 0 {
		out = append(out, fmt.Sprintf("While somebody is being asked, everybody else counts as %d m farther, so that we do not change our mind for little.", w.Stability))
	}
	if w.Willing > 0 {
		out = append(out, fmt.Sprintf("Whoever says yes more often than most counts as a little farther, up to %d m, so that the same few are not asked each time. Nobody sees how often somebody says yes.", w.Willing))
	}
	return out
}

// turnWords is the price of each visit for one capacity: "With room for two a week, their first counts as 30 m, their second as 90 m."
func turnWords(w domain.Weights, capacity int) string {
	var each []string
	for j := 1; j <= capacity; j++ {
		each = append(each, fmt.Sprintf("their %s as %d m", [...]string{"", "first", "second", "third", "fourth"}[j], w.Price(j, capacity)))
	}
	each[0] = strings.Replace(each[0], "first", "first counts", 1)
	return fmt.Sprintf("With room for %s a week, %s.", smallNumbers[capacity], strings.Join(each, ", "))
}

// policyFields are the rows of a table with what people call them, by the names in its JSON.
var policyFields = map[string]string{
	"street": "time on the street", "section": "time in the neighbourhood", "town": "time in the town", "district": "time in the district",
	"life": "time to answer", "lifeAtLeast": "time to answer, at least", "atOnce": "asked at once", "later": "asked at once, later",
	"laterAfter": "later begins after", "beat": "when we look", "replaceAtOnce": "a no is replaced at once",
	"opens": "asking begins", "closes": "asking ends", "sundays": "Sundays", "bankHolidays": "bank holidays", "lateFrom": "late from",
	"lateUntil": "late is meant for", "sleepDays": "days ahead that we begin", "asksWeek": "asks a week", "asksDay": "asks a day",
	"questionAfter": "silences before we ask", "restAfter": "silences before they rest", "widenSection": "metres for the neighbourhood",
	"widenTown": "metres for the town", "widenDistrict": "metres for the district", "stability": "metres while somebody is asked",
	"load": "metres of a full week", "willing": "metres for those who often say yes",
}

// policyDifference says what is unlike in two tables, a line each: "today or tomorrow, time on the street: 1 hour, was 2 hours".
func policyDifference(was, is domain.PolicyText) (out []string) {
	a, b := reflect.ValueOf(was), reflect.ValueOf(is)
	for i := range a.NumField() {
		name := a.Type().Field(i).Tag.Get("json")
		if a.Field(i).Kind() != reflect.Struct {
			out = append(out, differenceOf(policyFields[name], a.Field(i), b.Field(i))...)
			continue
		}
		u := domain.Urgency(strings.ToUpper(name))
		for j := range a.Field(i).NumField() {
			field := a.Field(i).Type().Field(j).Tag.Get("json")
			out = append(out, differenceOf(u.Plain()+", "+policyFields[field], a.Field(i).Field(j), b.Field(i).Field(j))...)
		}
	}
	return out
}

func differenceOf(name string, was, is reflect.Value) []string {
	if was.Equal(is) {
		return nil
	}
	say := func(v reflect.Value) string {
		switch text := fmt.Sprint(v.Interface()); text {
		case "true":
			return "yes"
		case "false":
			return "no"
		case "":
			return "not set"
		default:
			return text
		}
	}
	return []string{fmt.Sprintf("%s: %s, was %s", name, say(is), say(was))}
}
