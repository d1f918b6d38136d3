package readable

import (
	"slices"
	"testing"
)

func TestAge_KnowsHardFromEasy(t *testing.T) {
	easy := "The cat sat on the mat. It was a big cat. It had a red hat."
	hard := "Notwithstanding organisational responsibilities, participating stakeholders collaboratively operationalise multidisciplinary interventions."
	if e, h := Age(easy), Age(hard); e > 6 || h < 25 {
		t.Errorf("easy %.1f, hard %.1f", e, h)
	}
	if Age("") != 0 || Age(" \n ") != 0 {
		t.Error("no text has an age")
	}
	if easy, long := Age("Ask a volunteer, please."), Age("Ask a verbosity, please."); easy >= long {
		t.Errorf("a familiar word counts %.1f, a strange one %.1f", easy, long)
	}
}

func TestSentences(t *testing.T) {
	got := Sentences("Ring 01632 960 142. Is it “yours?” Say: yes\nA line without an end\n\nAt 9.30 am.")
	want := []string{"Ring 01632 960 142.", "Is it “yours?”", "Say:", "yes", "A line without an end", "At 9.30 am."}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if s, n := Longest("One two. One two three. One."); s != "One two three." || n != 3 {
		t.Errorf("the longest is %q with %d", s, n)
	}
}
