package domain_test

import (
	"os"
	"strings"
	"testing"

	"waymark/domain"
)

// here are names of places that a town would hand over.
var here = []string{"Saltcombe", "Old Town", "Castle Row", "Fore Street", "Warm Hub"}

func notesIn(t *testing.T, name string) (out []string) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// Precision is how many of the texts that were stopped had somebody in them; recall is how many of those with somebody were stopped.
func TestPersonIn_PrecisionAndRecall(t *testing.T) {
	t.Parallel()
	with, without := notesIn(t, "person_in_true.txt"), notesIn(t, "person_in_false.txt")
	var stopped, wronged float64
	for _, note := range with {
		if len(domain.PersonIn(note, here...)) > 0 {
			stopped++
		} else {
			t.Logf("let through: %s", note)
		}
	}
	for _, note := range without {
		if clues := domain.PersonIn(note, here...); len(clues) > 0 {
			wronged++
			t.Logf("stopped although nobody is in it: %s %q", note, clues)
		}
	}
	precision, recall := stopped/(stopped+wronged), stopped/float64(len(with))
	t.Logf("precision %.3f, recall %.3f, of %d with and %d without", precision, recall, len(with), len(without))
	// A rare first name that begins a sentence is told from other words by nothing but its surname: so not all can be found.
	if precision < 0.95 || recall < 0.95 {
		t.Errorf("precision %.3f and recall %.3f: both should be 0.95 at least", precision, recall)
	}
}

func TestPersonIn_SaysWhat(t *testing.T) {
	t.Parallel()
	for note, want := range map[string]domain.Clue{
		"spoke to Mrs Trevithick about bills": {Words: "Mrs Trevithick", Looks: "a name"},
		"ring 07700 900123 please":            {Words: "07700 900123", Looks: "a phone number"},
		"mail joan@example.org":               {Words: "joan@example.org", Looks: "an e-mail address"},
		"her number is 943 476 5919":          {Words: "943 476 5919", Looks: "an NHS number"},
		"lives at 14 Castle Row":              {Words: "14 Castle Row", Looks: "an address"},
		"the parcel goes to EX34 9AA":         {Words: "EX34 9AA", Looks: "an address"},
		"since 12/03/1948":                    {Words: "12/03/1948", Looks: "a date of birth"},
		"her daughter Kelly Marsh":            {Words: "Kelly Marsh", Looks: "a name"},
	} {
		clues := domain.PersonIn(note, here...)
		if len(clues) == 0 || clues[0] != want {
			t.Errorf("%q: %+v, want %+v first", note, clues, want)
		}
	}
	// One figure changed, and it is no NHS number any more, but ten figures are somebody's all the same.
	if clues := domain.PersonIn("943 476 5918"); len(clues) != 1 || clues[0].Looks != "a phone number" {
		t.Errorf("%+v", clues)
	}
	for note, want := range map[string]string{
		"ask for Mavis":                                       "“Mavis” looks like a name. ",
		"ask for Mavis, yes, for Mavis":                       "“Mavis” looks like a name. ",
		"ask for Mavis on 07700 900123":                       "“Mavis” looks like a name, and “07700 900123” like a phone number. ",
		"ask for Mavis on 07700 900123 or m@example.org":      "“Mavis” looks like a name, “07700 900123” like a phone number, and “m@example.org” like an e-mail address. ",
		"ask for Mavis or Kelly, 07700 900123, m@example.org": "“Mavis” looks like a name, “Kelly” like a name, “07700 900123” like a phone number, and there is more. ",
	} {
		if err := domain.PersonInError("note", note); err == nil || err.Field != "note" || !strings.HasPrefix(err.Message, want) {
			t.Errorf("%q: %v, want %q", note, err, want)
		}
	}
	if err := domain.PersonInError("note", strings.Repeat("Kelly Marsh, 14 Castle Row. ", 80)); err == nil {
		t.Error("2,000 letters of names went through")
	}
}

func FuzzPersonIn(f *testing.F) {
	f.Add("Mrs Trevithick 943 476 5919 “’s")
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range domain.PersonIn(text) {
			if c.Words == "" || !strings.Contains(text, c.Words) {
				t.Errorf("%q is not in %q", c.Words, text)
			}
		}
	})
}
