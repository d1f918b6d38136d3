package domain

import (
	"slices"
	"strings"
	"testing"
)

func TestWithSlip(t *testing.T) {
	for typed, name := range map[string]string{
		"dylis": "dilys", "joice": "joyce", "hebdon": "hebden", "clvie": "clive", "vicrage": "vicarage", "lapwng": "lapwing", "shiela": "sheila",
		"brrian": "brian", "hasel": "hazel", "rian": "brian", "müşeref": "müşerref", "clive": "clive", "ołgga": "ołga", "łukasz": "lukasz",
	} {
		if got := WithSlip(typed, []string{"zebedee", name}); !slices.Equal(got, []string{name}) {
			t.Errorf("%s is not known for %s: %q", typed, name, got)
		}
	}
	for typed, other := range map[string]string{
		"clive": "olivia", "jean": "joanna", "hebdon": "henderson", "dylis": "phyllis", "hazel": "hazelnuts", "nora": "aron",
	} {
		if got := WithSlip(typed, []string{other}); len(got) > 0 {
			t.Errorf("%s is taken for %q", typed, got)
		}
	}
	// The word itself comes first, then the one with fewer slips; none comes twice.
	if got := WithSlip("jaice", []string{"joyce", "jayce", "joyce", "jaice"}); strings.Join(got, " ") != "jaice jayce joyce" {
		t.Errorf("in the order %q", got)
	}
}

func TestMayHaveSlip(t *testing.T) {
	for _, word := range []string{"nora", "Müşerref", strings.Repeat("x", 24)} {
		if !MayHaveSlip(word) {
			t.Errorf("no slip is looked for in %q", word)
		}
	}
	for _, none := range []string{"", "jon", "0163296", "a.*b", "o'neill", "st marys", "%%%%", strings.Repeat("x", 25), "\xff\xff\xff\xff"} {
		if MayHaveSlip(none) {
			t.Errorf("a slip is looked for in %q", none)
		}
	}
}

func TestSpellings(t *testing.T) {
	for _, tt := range []struct {
		typed string
		meant [][]string
		want  string
	}{
		{"nora kirkbi", [][]string{{"nora", "norah"}, {"kirkby"}}, "nora kirkby|norah kirkby"},
		{"nora kirk", [][]string{{"nora"}, nil}, ""},
		{"cestle r", [][]string{{"castle"}, nil}, "castle r"},
		{"", nil, ""},
	} {
		if got := strings.Join(Spellings(strings.Fields(tt.typed), tt.meant), "|"); got != tt.want {
			t.Errorf("%q is spelled %q, want %q", tt.typed, got, tt.want)
		}
	}
}
