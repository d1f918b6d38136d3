package domain

import (
	"regexp"
	"strings"
	"testing"
)

func TestSlipPattern(t *testing.T) {
	for typed, names := range map[string]string{
		"Dylis": "dilys", "joice": "joyce", "hebdon": "hebden", "clvie": "clive", "vicrage": "vicarage", "lapwng": "lapwing", "shiela": "sheila",
		"brrian": "brian", "hasel": "hazel", "rian": "brian", "müşeref": "müşerref", "clive": "clive", "ołgga": "ołga",
	} {
		if !regexp.MustCompile(SlipPattern(typed)).MatchString(names) {
			t.Errorf("%s is not known for %s", typed, names)
		}
	}
	for typed, other := range map[string]string{"clive": "olivia", "jean": "joanna", "hebdon": "henderson", "dylis": "phyllis", "hazel": "hazelnuts"} {
		if regexp.MustCompile(SlipPattern(typed)).MatchString(other) {
			t.Errorf("%s is taken for %s", typed, other)
		}
	}
	for _, none := range []string{"", "jon", "0163296", "a.*b", "o'neill", "st marys", "%%%%", strings.Repeat("x", 25), "\xff\xff\xff\xff"} {
		if got := SlipPattern(none); got != "" {
			t.Errorf("%q becomes %s", none, got)
		}
	}
}
