package notify

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// readingAge is the Automated Readability Index of R. J. Senter and E. A. Smith (AMRL-TR-66-220, 1967), which needs letters,
// words and sentences only, plus five: a child in the n-th American grade is n + 5 years old.
func readingAge(text string) float64 {
	words, letters := 0, 0
	for _, w := range strings.Fields(text) {
		n := 0
		for _, r := range w {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				n++
			}
		}
		if n > 0 {
			words, letters = words+1, letters+n
		}
	}
	sentences := len(regexp.MustCompile(`[.?:](\s|$)`).FindAllString(text, -1))
	if words == 0 || sentences == 0 {
		return 0
	}
	grade := 4.71*float64(letters)/float64(words) + 0.5*float64(words)/float64(sentences) - 21.43
	return grade + 5
}

func TestReadingAge_KnowsHardFromEasy(t *testing.T) {
	easy := "The cat sat on the mat. It was a big cat. It had a red hat."
	hard := "Notwithstanding organisational responsibilities, participating stakeholders collaboratively operationalise multidisciplinary interventions."
	if e, h := readingAge(easy), readingAge(hard); e > 6 || h < 25 {
		t.Errorf("easy %.1f, hard %.1f", e, h)
	}
}

// The words of all kinds together are for readers of nine, and no kind alone is for readers of more than eleven.
func TestWords_AreForReadersOfNine(t *testing.T) {
	var sum, worst float64
	all := samples()
	for name, note := range all {
		w := note.words(saltcombe).cleaned(nil)
		var lines []string
		for _, s := range append(append([]string{w.title}, w.say...), w.after...) {
			lines = append(lines, sentence(s))
		}
		age := readingAge(strings.Join(lines, "\n"))
		t.Logf("%-24s %.1f", name, age)
		sum, worst = sum+age, max(worst, age)
		if age > 11 {
			t.Errorf("%s is for readers of %.1f", name, age)
		}
	}
	if mean := sum / float64(len(all)); mean > 9 {
		t.Errorf("on average for readers of %.1f, the hardest of %.1f", mean, worst)
	}
}
