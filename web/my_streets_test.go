package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// mags is an ask in Castle Row, which Maggie looks after.
func (v *village) mags(first string) app.Raised {
	v.Helper()
	cmd := v.joan("dog")
	cmd.FirstName, cmd.StreetID = first, v.street["Castle Row"]
	raised, err := v.app.RaiseRequest(v.Context(), domain.Public(), cmd)
	v.must(err)
	return raised
}

func TestMyStreets(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Maggie").opens("/my-streets").reads(200, "Castle Row").
		tells([]string{"Nobody helps here yet. Nobody has asked this week.", "Nothing needs you", "Knock at three doors", "Nobody stands in for Castle Row.", "Nobody looks after Withy Row."})
	hana := v.volunteer("Hana", "Castle Row")
	v.mags("Luca")
	v.joans("dog") // in another street
	b.opens("/my-streets").tells([]string{"One neighbour helps here. One person has asked this week. One ask waits for you.", "Dog walking, pets for Luca",
		"Hana on Castle Row can do this and is free.", "Hana Tester", "Free today"}, "Joan")
	if n := len(find(t, b.doc, "main .arm:not(.arm-plain)")); n != 1 {
		t.Errorf("%d things want to be done first, want one", n)
	}
	b.presses("Ask Hana", nil).tells([]string{"They have been asked."})
	if n := v.count(`SELECT count(*) FROM invitations WHERE person_id = $1 AND kind = 'asked'`, hana); n != 1 {
		t.Errorf("Hana has %d questions", n)
	}
	b.opens("/my-streets").tells([]string{"Asked"}, "Free today")
	// Where she begins, and whoever looks after no street.
	if b.opens("/signed-in"); b.path != "/my-streets" {
		t.Errorf("she begins at %s", b.path)
	}
	if p := v.signedIn("Priya").opens("/my-streets"); p.status != http.StatusNotFound || !strings.Contains(p.said("main"), "You look after no street yet.") {
		t.Errorf("Priya gets %d: %s", p.status, p.said("main"))
	}
}

// Two taps, and everything is with the stand-in; it says who is told, and one tap brings it back.
func TestMyStreets_GoingAway(t *testing.T) {
	v := newVillage(t)
	raised := v.mags("Luca")
	owner := func() string {
		return v.text(`SELECT p.first_name FROM requests r JOIN persons p ON p.id = r.owner_id WHERE r.id = $1`, raised.RequestID)
	}
	b := v.signedIn("Maggie").opens("/my-streets").follows("I’m going away").reads(200, "Going away").tells([]string{"Nobody stands in for Castle Row."})
	ravi := v.person("Ravi", "Castle Row", nil)
	v.role(ravi, app.GrantRole{Kind: domain.Reserve, StreetID: v.street["Castle Row"]})
	b.opens("/my-streets/away").tells([]string{"Ravi Tester takes over Castle Row, and is told at once."})
	b.presses("Pass it on, and go", nil).tells([]string{"One ask went to Ravi Tester.", "Ravi Tester stands in, and has been told.", "You are away.", "I’m back"})
	if b.path != "/my-streets" || owner() != "Ravi" {
		t.Errorf("she is at %s, and the ask is with %s", b.path, owner())
	}
	// The stand-in reads for whom, though they look after a street of their own by now.
	v.role(ravi, app.GrantRole{Kind: domain.Coordinator, StreetID: v.street["Withy Row"]})
	v.signedIn("Ravi").opens("/my-streets").tells([]string{"Who stands in for you", "Nobody stands in for Withy Row.", "You stand in", "Maggie Tester", "Back "}, "Besides you, nobody looks after")
	b.presses("I’m back", nil).tells([]string{"Welcome back. One ask is yours again."}, "You are away.")
	if owner() != "Maggie" {
		t.Errorf("the ask is with %s", owner())
	}
	// What cannot be read comes back with all that was typed.
	b.sends("/my-streets/away", url.Values{"back": {"day"}, "to": {""}, "from": {"2026-07-01"}})
	if b.status != http.StatusUnprocessableEntity || len(b.errors()) != 1 || attr(find(t, b.doc, "#from")[0], "value") != "2026-07-01" {
		t.Errorf("%d: %v", b.status, b.errors())
	}
	b.sends("/my-streets/away", url.Values{"back": {"<b>"}, "from": {strings.Repeat("9", 10_000)}})
	if b.status != http.StatusUnprocessableEntity {
		t.Errorf("nonsense answers %d", b.status)
	}
}

func TestMyStreets_HandOver(t *testing.T) {
	v := newVillage(t)
	v.mags("Luca")
	hana := v.volunteer("Hana", "Castle Row")
	b := v.signedIn("Maggie").opens("/my-streets").follows("Hand over for good").reads(200, "Hand over for good").tells([]string{"Hana Tester", "Dog walking, pets for Luca, Castle Row"})
	note := attr(find(t, b.doc, `textarea[name^="note-"]`)[0], "name")
	b.presses("Hand them over", url.Values{"words": {"Two doors share a bell."}, note: {"Knock <twice>."}})
	if b.status != http.StatusUnprocessableEntity || !strings.Contains(b.said("main"), "Two doors share a bell.") || !strings.Contains(b.said("main"), "Knock <twice>.") {
		t.Fatalf("without a choice: %d, %s", b.status, b.said("main"))
	}
	b.presses("Hand them over", url.Values{"to": {fmt.Sprint(hana)}}).tells([]string{"Your streets are in good hands.", "One ask went to Hana Tester."})
	h := v.signedIn("Hana").opens("/my-streets").tells([]string{"Maggie has handed their streets over to you", "Two doors share a bell.", "Knock <twice>."})
	h.presses("I have read it", nil).tells([]string{"It is put away."}, "Two doors share a bell.")
	h.follows("Dog walking, pets for Luca").tells([]string{"Knock <twice>."}) // stays with the ask
}

func TestVacancies(t *testing.T) {
	v := newVillage(t, "Brackle")
	v.joans("dog")
	hana := v.volunteer("Hana", "Withy Row")
	b := v.signedIn("Priya").opens("/vacancies").reads(200, "Streets and dates that need somebody").
		tells([]string{"Four streets have nobody who looks after them. In one more nobody stands in.", "Withy Row", "One person has an open ask.", "Main Street"})
	b.opens(addressOf("/vacancies?who=reserve&town=", v.town)).tells([]string{"Castle Row"}, "Withy Row", "Main Street")
	b.opens("/desk").tells([]string{"Four streets have nobody"})
	b.opens(addressOf("/streets/", v.street["Withy Row"])).follows("Who could?").reads(200, "Who could look after Withy Row?")
	b.presses("Ask Hana", nil).tells([]string{"They have been asked.", "and has not answered yet."})
	b.tells(nil, "Ask Hana")
	b.sends(b.path, url.Values{"person": {fmt.Sprint(hana)}, "kind": {"coordinator"}}).tells([]string{"Hana has been asked already"})

	answer := v.linkTo(hana, "/look-after/")
	h := v.visitor().opens(answer).reads(200, "Would you look after a street?").tells([]string{"Look after Withy Row", "Priya thought of you."})
	offer := url.Values{"offer": {fmt.Sprint(v.count(`SELECT id FROM street_offers WHERE person_id = $1`, hana))}}
	sends := func(yes string) *visitor {
		return h.sends(answer, url.Values{"offer": offer["offer"], "answer": {yes}})
	}
	h.presses("Yes, I’ll look after it", nil).tells([]string{"That is good news for the street.", "You said yes."})
	sends("no").tells([]string{"You said yes to this before.", "You said yes."}, "Thank you for telling us") // on an old page
	v.count(`UPDATE street_offers SET answer = 'no' WHERE person_id = $1 RETURNING 1`, hana)
	sends("yes").tells([]string{"You said no to this before.", "You said no, and that is fine."}, "good news")
	if n := v.count(`SELECT count(*) FROM roles WHERE person_id = $1 AND kind = 'coordinator' AND ends_on IS NULL`, hana); n != 1 {
		t.Errorf("she has the part %d times", n)
	}
	b.opens("/vacancies?who=coordinator").tells(nil, "Withy Row")
	if m := v.signedIn("Maggie").opens("/vacancies"); m.status != 200 || strings.Contains(m.said("main"), "Main Street") {
		t.Errorf("the coordinator of Castle Row: %d %s", m.status, m.said("main"))
	}
}

// text reads one text from the database.
func (v *village) text(query string, args ...any) (s string) {
	v.Helper()
	v.must(v.db.SQL.QueryRowContext(v.Context(), query, args...).Scan(&s))
	return s
}
