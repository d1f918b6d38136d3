package domain

import (
	"regexp"
	"strings"
	"testing"
)

func TestAvailability_AnyOf(t *testing.T) {
	for when, want := range map[string]string{
		"any time":                            "",
		"weekdays":                            "any weekday",
		"weekday mornings":                    "any weekday morning",
		"every morning":                       "any morning",
		"every morning and evening":           "any morning or evening",
		"weekends":                            "a Saturday or Sunday",
		"weekend afternoons":                  "any weekend afternoon",
		"Thursday":                            "a Thursday",
		"Thursday afternoons":                 "a Thursday afternoon",
		"Thursday and Sunday mornings":        "a Thursday or Sunday morning",
		"weekday mornings; Sunday afternoons": "any weekday morning or a Sunday afternoon",
		"Monday, Tuesday, Thursday and Friday all day":                      "any weekday except Wednesday",
		"Monday, Tuesday, Wednesday, Thursday, Friday and Saturday all day": "any day except Sunday",
		// What the page said at length before:
		"Monday, Tuesday, Thursday, Saturday and Sunday all day; Wednesday and Friday afternoons and evenings": "any day except Wednesday and Friday",
		"Monday, Tuesday, Thursday, Friday and Saturday all day; Wednesday evenings":                           "any day except Wednesday and Sunday",
		"Monday, Tuesday and Wednesday mornings; Thursday evenings; Saturday afternoons; Sunday mornings":      "a Monday, Tuesday or Wednesday morning",
	} {
		a, err := ParseAvailability("when", when)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.AnyOf(); got != want {
			t.Errorf("%s: “%s”, want “%s”", when, got, want)
		}
	}
}

// TestAvailability_AnyOf_IsTrueAndShort reads the words of every week back: no time is named that was not there, and some is.
func TestAvailability_AnyOf_IsTrueAndShort(t *testing.T) {
	article, longest := regexp.MustCompile(`\b(a|any)\b`), ""
	for a := Availability(1); a < AnyTime; a += 499 { // some thousand weeks
		said := a.AnyOf()
		if len(said) > len(longest) {
			longest = said
		}
		named := Availability(0)
		for _, phrase := range strings.Split(strings.ReplaceAll(strings.ReplaceAll(said, " or any ", ";any "), " or a ", ";a "), ";") {
			days, except, _ := strings.Cut(phrase, " except ")
			days = strings.ReplaceAll(strings.TrimPrefix(article.ReplaceAllString(days, ""), " "), " or ", " and ")
			if days == "day" {
				days = "every day"
			}
			times, err := ParseAvailability("when", days)
			if err != nil {
				t.Fatalf("%q of %q: %v", days, said, err)
			}
			if except != "" {
				but, err := ParseAvailability("when", except)
				if err != nil {
					t.Fatalf("%q: %v", said, err)
				}
				times &^= but
			}
			named |= times
		}
		if named == 0 || named&^a != 0 {
			t.Fatalf("of “%s” it says “%s”", a.Words(), said)
		}
	}
	if len(longest) > 70 {
		t.Errorf("that is long: “%s”", longest)
	}
	t.Log(longest)
}
