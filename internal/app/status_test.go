package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/domain"
)

// status is what a page says to whoever asked.
func (w *world) status(id domain.RequestID, reader domain.PersonID) string {
	w.Helper()
	v, err := w.app.Status(w.Context(), domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: reader, Purpose: domain.ForStatus, RequestID: id})
	w.must(err)
	return v.Headline + ". " + strings.Join(v.Words, " ")
}

// The page never says that somebody is being asked while nobody may be.
func TestStatus_WhileNobodyIsAsked(t *testing.T) {
	w := newWorld(t)
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Edna", Address: "1", StreetID: w.street["Castle Row"], NeedID: w.need["dog"],
		CameBy: domain.ByNeighbour, Asker: &Asker{FirstName: "Sue", Phone: "01632 960172", Knows: domain.NotYet, ToldBack: "everything"}, AgreedShare: true})
	w.must(err)
	r := w.request(raised.RequestID)
	for reader, want := range map[domain.PersonID]string{r.AskerID: "Dee talks with them first.", r.PersonID: "Dee talks with you first."} {
		if got := w.status(r.ID, reader); !strings.Contains(got, want) || strings.Contains(got, "We are asking") {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	w.must(w.app.ConfirmKnows(t.Context(), w.as("Maggie"), r.ID))
	w.must(w.app.ApproveRequest(t.Context(), w.as("Maggie"), r.ID))
	if got := w.status(r.ID, r.PersonID); !strings.Contains(got, "We are asking your neighbours") {
		t.Errorf("let out, it says %q", got)
	}
	w.must(w.app.HoldRequest(t.Context(), w.as("Maggie"), HoldRequest{RequestID: r.ID, Reason: "in hospital until Friday", Until: w.now().Add(24 * time.Hour)}))
	got := w.status(r.ID, r.PersonID)
	if want := "It waits for a while. We go on with it tomorrow, 10\u00a0am. Maggie looks after it."; got != want {
		t.Errorf("held, it says %q, want %q", got, want)
	}
}

// A time that is more than a year ahead is most likely mistyped: in a new ask and in a new time alike.
func TestRaiseRequest_TooFarAhead(t *testing.T) {
	w := newWorld(t)
	year := w.now().AddDate(1, 0, 0)
	for _, c := range []struct {
		from, until *time.Time
		field       string
	}{
		{nil, &year, ""}, {new(year.Add(time.Second)), nil, "wantedFrom"}, {nil, new(year.Add(time.Second)), "usefulUntil"},
		{new(year.AddDate(40, 0, 0)), new(year.AddDate(40, 0, 1)), "wantedFrom"},
	} {
		_, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Phone: "01632 960155", StreetID: w.street["Castle Row"],
			NeedID: w.need["dog"], AgreedShare: true, WantedFrom: c.from, UsefulUntil: c.until})
		if c.field == "" {
			w.must(err)
			continue
		}
		if w.refusedField(err, c.field); !strings.Contains(err.Error(), "more than a year ahead") {
			t.Errorf("%v to %v: %v", c.from, c.until, err)
		}
	}
	r := w.ask("Joan", "Castle Row", "garden")
	err := w.app.ChangeTime(t.Context(), w.as("Maggie"), ChangeTime{RequestID: r.ID, UsefulUntil: year.AddDate(0, 0, 1)})
	w.refusedField(err, "usefulUntil")
	w.must(w.app.ChangeTime(t.Context(), w.as("Maggie"), ChangeTime{RequestID: r.ID, UsefulUntil: year}))
}

// Rule 3: what is shown before yes leads to nobody's door or telephone.
func TestReveal_NotesLeadToNobody(t *testing.T) {
	for text, found := range map[string]string{
		"Ring me on 01632 960155.": "phone number", "(01632) 960-155": "phone number", "mobile:07700900123,ta": "phone number", "+44 7700 900123": "phone number",
		"0044 1632 960155": "phone number", "call 01632 960155 2 dogs": "phone number", "0163\u200b2 960155": "phone number", "447700900123": "phone number",
		"write to jo@example.org": "e-mail address", "(Jo.Bloggs@Example.org).": "e-mail address", "mailto:jo@example.org": "e-mail address",
		"I am at EX34 9AA": "postcode", "ex349aa": "postcode", "near w1a 0ax, left": "postcode",
		"": "", "The dog is called Biscuit.": "", "On 12/06/2026 at 10.30 or 11.30": "", "order 12345678 at 9 am": "", "2 bags, 10 kg each, from 9.30-10.30": "",
		"Bus 21 at 3pm @ the mill": "", "01/06/2026 9.30": "",
	} {
		_, err := ParseNotes("notes", text)
		want := ""
		if found != "" {
			want = "Please take the " + found + " out of here. Your helper gets it once they say yes."
		}
		if got := fmt.Sprint(err); err == nil && want != "" || err != nil && got != want {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	w := newWorld(t)
	ask := RaiseRequest{FirstName: "Jo\u202ean\x1b\u2063\U000e0041", LastName: "Pas\ncoe", Phone: "01632 960155", Address: "4\u2066", StreetID: w.street["Castle Row"], NeedID: w.need["dog"],
		AgreedShare: true, Notes: "He is called\u202e Biscuit\x00.\r\nHe pulls.", MustKnow: "Hard\u200f of hearing"}
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), ask)
	w.must(err)
	r := w.request(raised.RequestID)
	p, err := w.db.Store().Person(t.Context(), r.PersonID)
	w.must(err)
	if r.Notes != "He is called Biscuit.\nHe pulls." || p.FirstName != "Joan" || p.LastName != "Pas coe" || p.Address != "4" {
		t.Errorf("kept %q of %q %q at %q", r.Notes, p.FirstName, p.LastName, p.Address)
	}
	if n := w.number(`SELECT count(*) FROM request_secrets WHERE must_know = 'Hard of hearing'`); n != 1 {
		t.Error("what the helper must know is kept with hidden signs")
	}
	ask.Notes = "Ring 01632 960155"
	_, err = w.app.RaiseRequest(t.Context(), domain.Public(), ask)
	w.refusedField(err, "notes")
}

// Nor by the house: its number or name, alone or before the street.
func TestReveal_NotesHoldNoHouse(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		text, house string
		found       bool
	}{
		{"number 14, the blue door", "14", true}, {"I am at no. 14", "14", true}, {"No 14", "14", true}, {"at 14, knock twice", "14", true}, {"flat 3", "Flat 3, 14", true},
		{"House number: 14a", "14a", true}, {"14 Saint Mary's Close", "", true}, {"14, St Marys Cl. please", "7", true}, {"14a st mary's close", "", true},
		{"the door of Rose Cottage", "Rose Cottage", true}, {"ROSE  COTTAGE!", "Rose Cottage", true},
		{"Bus number 14 stops near", "7", false}, {"at 14:30", "14", false}, {"at 9 am", "9", false}, {"Bus number 14", "14", false}, {"bring it to number 9. Thanks", "9", true}, {"14 bags from Castle Row", "14", false}, {"No 5 pound notes", "14", false},
		{"The 14 bus to Saint Mary's Close", "7", false}, {"The dog is called Rose", "Rose Cottage", false}, {"I live in Saint Mary's Close", "14", false},
	} {
		_, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Phone: "01632 960155", Address: c.house, StreetID: w.street["Saint Mary's Close"],
			NeedID: w.need["dog"], AgreedShare: true, Notes: c.text})
		if !c.found {
			if err != nil {
				t.Errorf("%q of %q: %v", c.text, c.house, err)
			}
			continue
		}
		if w.refusedField(err, "notes"); err != nil && !strings.Contains(err.Error(), "Please take the house out of here") {
			t.Errorf("%q of %q: %v", c.text, c.house, err)
		}
	}
	known := w.person("Nora", "Castle Row") // lives at 1 Nora House
	_, err := w.app.RaiseRequest(t.Context(), w.as("Maggie"), RaiseRequest{PersonID: known, StreetID: w.street["Castle Row"], NeedID: w.need["dog"], CameBy: domain.ByPhone,
		AgreedShare: true, Notes: "She is in 1 Nora House."})
	w.refusedField(err, "notes")
}
