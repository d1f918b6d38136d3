package notify

import (
	"slices"
	"strings"
	"testing"

	"waymark/internal/words"
	"waymark/internal/words/readable"
)

// spoken is what a note says in sentences, a line each.
func spoken(n Note, l Letterhead) string {
	w := n.words(l).cleaned(l.In)
	var lines []string
	for _, s := range slices.Concat([]string{w.title}, w.say, w.linked, w.after) {
		lines = append(lines, sentence(s))
	}
	return strings.Join(lines, "\n")
}

// Each kind of message is for readers of nine, and no sentence is longer than 25 words.
func TestWords_AreForReadersOfNine(t *testing.T) {
	for name, note := range samples() {
		text := spoken(note, saltcombe)
		age := readable.Age(text)
		t.Logf("%-24s %.1f", name, age)
		if age > 9 {
			t.Errorf("%s is for readers of %.1f", name, age)
		}
		if s, n := readable.Longest(text); n > 25 {
			t.Errorf("%s has a sentence of %d words: %s", name, n, s)
		}
	}
}

// In Welsh no sentence of a message is English, on any channel. What the samples themselves put in is.
func TestWords_InWelsh(t *testing.T) {
	cy := saltcombe
	cy.In = words.In("cy")
	for name, note := range samples() {
		english := map[string]bool{}
		for _, s := range readable.Sentences(spoken(note, saltcombe)) {
			english[s] = true
		}
		same := 0
		for _, s := range readable.Sentences(spoken(note, cy)) {
			if english[s] {
				same++
			}
		}
		if same > 2 { // so many may be a sample's own: how wide, what happens next, why an ask changed hands
			t.Errorf("%s says %d sentences in English", name, same)
		}
		p := compose(t, note, cy)
		for _, left := range []string{"Hello", "Worried about", "neighbours helping", "Their answer", "Please ring", "Dear"} {
			if strings.Contains(p.all(), left) {
				t.Errorf("%s says %q", name, left)
			}
		}
		if !strings.Contains(p.html, `<html lang="cy">`) {
			t.Errorf("%s does not say that it is in Welsh", name)
		}
	}
}

// What is said of a link is said only where there is one: not on the phone, nor on paper.
func TestCall_SaysNothingOfLinks(t *testing.T) {
	l := saltcombe
	n := RequestReceived{To: "Joan", Reference: "S 4817", Next: "We look for a neighbour.", StatusURL: "https://x.example/s"}
	if !strings.Contains(spoken(n, l), "Keep the link to yourself.") {
		t.Error("the mail does not say whose link it is")
	}
	for name, words := range map[string]string{"call": Call(n, l).String(), "letter": Letter(n, l)} {
		if strings.Contains(words, "the link") {
			t.Errorf("the %s speaks of a link:\n%s", name, words)
		}
	}
}
