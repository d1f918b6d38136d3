package domain

import (
	"strings"
	"testing"
)

func TestParseTimes(t *testing.T) {
	for typed, want := range map[string]string{
		"Tuesday 10:00 to 12:00":                "Tuesday 10:00 to 12:00",
		"tues 10-12":                            "Tuesday 10:00 to 12:00",
		"Tuesday and Thursday 10am – 11.30":     "Tuesday 10:00 to 11:30, Thursday 10:00 to 11:30",
		"Mon-Fri 9:00-17:00":                    "Monday 09:00 to 17:00, Tuesday 09:00 to 17:00, Wednesday 09:00 to 17:00, Thursday 09:00 to 17:00, Friday 09:00 to 17:00",
		"Saturdays 2pm":                         "Saturday 14:00",
		"Weds 2 to 4":                           "Wednesday 14:00 to 16:00",
		"Monday 10 to 2":                        "Monday 10:00 to 14:00",
		"Monday 2 to 4pm":                       "Monday 14:00 to 16:00",
		"Monday 7 pm to 9 pm":                   "Monday 19:00 to 21:00",
		"Monday 19:30":                          "Monday 19:30",
		"Monday 10:00 to 12:00, 14:00 to 16:00": "Monday 10:00 to 12:00, Monday 14:00 to 16:00",
		"Monday 14:00; Friday 15:00":            "Monday 14:00, Friday 15:00",
		"every Sunday from noon till midnight":  "Sunday 12:00 to 24:00",
		"Saturday to Monday 9:00":               "Monday 09:00, Saturday 09:00, Sunday 09:00",
		"weekends 1000-1200":                    "Saturday 10:00 to 12:00, Sunday 10:00 to 12:00",
	} {
		got, err := ParseTimes("times", typed)
		var out []string
		for _, s := range got {
			out = append(out, s.String())
		}
		if err != nil || strings.Join(out, ", ") != want {
			t.Errorf("%q is read as %q, %v; want %q", typed, strings.Join(out, ", "), err, want)
		}
		for _, s := range got {
			if again, err := ParseTimes("times", s.String()); err != nil || len(again) != 1 || again[0].String() != s.String() {
				t.Errorf("%q is not read as it is written: %v, %v", s, again, err)
			}
		}
	}
	for _, typed := range []string{"", "Tuseday 10:00", "10:00 to 12:00", "Tuesday", "Tuesday 25:00", "Tuesday 10:75", "Tuesday 13pm", "the first Tuesday 10:00", "Monday pm"} {
		if got, err := ParseTimes("times", typed); KindOf(err) != Invalid {
			t.Errorf("%q is read as %v", typed, got)
		}
	}
	if _, err := ParseTimes("times", "Tuesday 12:00 to 10:00"); !IsEndFirst(err) {
		t.Errorf("an end before the beginning is %v", err)
	}
	if _, err := ParseWeek("times", []string{"Tuesday 10:00 to 12:00", "", "Tue 10-11"}); KindOf(err) != Invalid {
		t.Error("two times begin at once")
	}
}

func TestParseCost(t *testing.T) {
	for typed, want := range map[string]struct {
		read  string
		words bool
	}{
		"free": {"Free", false}, "£3 a session": {"£3 a session", false}, "50p": {"50p", false}, "Members: £2.50": {"Members: £2.50", false}, "2.50": {"£2.50", false}, "3": {"£3", false},
		"pay what you can": {"pay what you can", true}, "two pounds": {"two pounds", true}, "2 for one": {"2 for one", true}, "£3.5": {"£3.5", true}, "-£3": {"-£3", true}, "£0": {"Free", false},
		"Free, tea £1": {"Free tea £1", false},
	} {
		c, words, err := ParseCost("costs", typed)
		if err != nil || c.String() != want.read || words != want.words {
			t.Errorf("%q is read as %q, words %v, %v", typed, c.String(), words, err)
		}
		if again, _, err := ParseCost("costs", c.String()); err != nil || again.String() != c.String() {
			t.Errorf("%q is not read as it is written: %q", c.String(), again.String())
		}
	}
	for _, typed := range []string{"", "  ", "£999999999", strings.Repeat("a lot ", 40)} {
		if c, _, err := ParseCost("costs", typed); KindOf(err) != Invalid {
			t.Errorf("%.20q is read as %v", typed, c)
		}
	}
}

func TestSearchQuery(t *testing.T) {
	words := SearchWords("Chair, YOGA & dâncing | (:*)")
	meant := map[string][]string{"yoga": {"yoghurt"}}
	same := map[string][]string{"chair yoga": {"stretching class"}}
	if got, want := SearchQuery(words, meant, same, SearchOwn), "((chair:AC) & (yoga:AC | yoghurt:AC) | (stretching:AC & class:AC)) & ((dancing:AC*))"; got != want {
		t.Errorf("it is %s, want %s", got, want)
	}
	if got := SearchQuery(nil, nil, nil, SearchAny); got != "" {
		t.Errorf("nothing is %s", got)
	}
	if got := len(SearchWords(strings.Repeat("word ", 50))); got != mostSearchWords {
		t.Errorf("%d words are looked at", got)
	}
}

func TestMayNamePerson(t *testing.T) {
	for _, typed := range []string{"Doreen Higgs", "doreen", "doreen's", "Mrs Higgs", "dr patel", "07700 900123", "jo@example.org", "NHS 943 476 5919", "who is Mohammed", "daisy miller", "4 fore street", "born 3 may 1941"} {
		if !MayNamePerson(typed) {
			t.Errorf("%q may be kept", typed)
		}
	}
	for _, typed := range []string{"karate", "stroke club", "over 60s", "men", "doctor", "Hearing Aid", "111", "carers", "help with bills", "côr", "walking"} {
		if MayNamePerson(typed) {
			t.Errorf("%q may not be kept", typed)
		}
	}
}
