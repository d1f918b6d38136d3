package web

import (
	"testing"

	"waymark/domain"
	"waymark/internal/words"
)

// A number in the middle of a sentence is written small, and of nothing nothing is counted.
func TestCounted_InTheMiddleOfASentence(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya")
	b.opens("/connectors").reads(200, "Connectors").tells([]string{"No connectors yet"}, "who logged")
	b.opens("/requests").reads(200, "Asks for help").tells([]string{"Nobody has asked yet"}, "in this list", "newest first")
	v.kelly()
	b.opens("/connectors").tells([]string{"One connector, who logged no talks in the last twelve months."})
	v.joans("dog")
	b.opens("/requests").tells([]string{"One ask is in this list"})
	b.opens("/requests?q=zzzz").tells([]string{"No ask is like that"}, "in this list", "newest first")
	const want = "Three talks so far this year, and one place that you pointed people to."
	if got := rippleLine(words.From(t.Context()), domain.Ripple{Conversations: 3, Services: 1}); got != want {
		t.Errorf("a year reads %q, want %q", got, want)
	}
}
