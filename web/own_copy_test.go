package web

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"waymark/domain"
)

// Somebody who helps, and whoever is signed in, see what is known about them and take it away. The link to an ask opens nothing of it:
// people pass that on.
func TestOwnCopy(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	v.visitor().opens("/status/"+raised.StatusToken+"/known").reads(404, "There is nothing here")
	v.visitor().opens("/helping/"+raised.StatusToken+"/known").reads(404, "We can’t open this page")
	v.visitor().opens("/me/known").reads(200, "Sign in")

	maggie := v.signedIn("Maggie")
	maggie.opens("/me").follows("See what we know about you").reads(200, "What we know about you").tells([]string{"What you look after", "Castle Row", "Take it away as a file"})
	answer, err := maggie.client.Get(v.site.URL + "/me/known/file")
	v.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	v.must(err)
	var known map[string]any
	v.must(json.Unmarshal(body, &known))
	if h := answer.Header; h.Get("Content-Type") != "application/json; charset=utf-8" || h.Get("Cache-Control") != "no-store" ||
		!strings.Contains(h.Get("Content-Disposition"), "filename=what-we-know-20") || known["you"] == nil || known["roles"] == nil {
		t.Errorf("the file comes as %v with %s", h, body)
	}
}

// Of many rows the newest stand on the page; each code is said in words, and each name has a label.
func TestOwnCopy_InWords(t *testing.T) {
	var c clock
	part := domain.OwnPart{Name: "looks"}
	for range mostOwn + 3 {
		part.Rows = append(part.Rows, domain.OwnRow{Cells: []domain.OwnCell{{Name: "look", Text: "visit"}}})
	}
	if out := c.ownPart(part); len(out.Table.Rows) != mostOwn || out.More != "Three older ones are in the file." || out.Table.Rows[0][0].Text != "Your visit page" {
		t.Errorf("many are shown as %+v", out)
	}
	for cell, want := range map[domain.OwnCell]string{
		{Name: "check", Text: "references"}: "Two references", {Name: "role", Text: "reserve"}: "Stand-in", {Name: "reach", Text: "section"}: "My neighbourhood",
		{Name: "urgency", Text: "W"}: "This week", {Name: "ending", Text: "helped"}: "Helped", {Name: "message", Text: "ended"}: "How it ended",
		{Name: "may_ring", Text: "no"}: "No", {Name: "words", Text: "yes"}: "yes", {Name: "first_name", Text: "Yes"}: "Yes", {Name: "phone", Text: "+441632960155"}: "01632 960155",
		{Name: "address", Text: "2026-01-01"}: "2026-01-01", {Name: "invitation", Text: "expired"}: "No answer",
	} {
		if got := c.ownText(cell); got != want {
			t.Errorf("%v is said as %q, want %q", cell, got, want)
		}
	}
}
