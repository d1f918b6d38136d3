package app

import (
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

// Whoever was wished for is said by name, in what the plan finds, in the shortlist, and in what a person may look past.
func TestApp_Wishes(t *testing.T) {
	w := newWorld(t)
	man := w.volunteer("Martin", "Castle Row")
	w.exec(`UPDATE volunteers SET gender = 'man'`)
	r := w.ask("Joan", "Castle Row", "dog")
	w.exec(`UPDATE requests SET wishes = '{woman}' WHERE id = $1`, r.ID)

	m := w.matching("Priya", r.ID)
	if want := []string{"Nobody in this street who is a woman could go."}; !slices.Equal(m.WhyNobody, want) {
		t.Errorf("why nobody: %q, want %q", m.WhyNobody, want)
	}
	if want := []string{"Without that wish, 1 could."}; !slices.Equal(m.WouldHelp, want) {
		t.Errorf("what would help: %q, want %q", m.WouldHelp, want)
	}
	if list, err := w.app.Shortlist(t.Context(), w.as("Priya"), r.ID); err != nil || len(list) != 0 {
		t.Errorf("the shortlist is %+v: %v", list, err)
	}
	err := w.app.AskHelper(t.Context(), w.as("Priya"), AskHelper{RequestID: r.ID, PersonID: man})
	w.refused(err, domain.Unacceptable)
	if !strings.Contains(err.Error(), "a woman") || !strings.Contains(err.Error(), "Martin") {
		t.Errorf("it says %v", err)
	}
	w.refused(w.app.AssignHelper(t.Context(), w.as("Priya"), AssignHelper{RequestID: r.ID, PersonID: man}), domain.Unacceptable)
	w.must(w.app.AskHelper(t.Context(), w.as("Priya"), AskHelper{RequestID: r.ID, PersonID: man, Overrides: []string{"wish"}}))
	if n := w.number(`SELECT count(*) FROM invitations WHERE request_id = $1 AND 'wish' = ANY (overrides)`, r.ID); n != 1 {
		t.Error("what was looked past is not written down")
	}
	if n := w.number(`SELECT count(*) FROM events WHERE request_id = $1 AND kind = 'past_wish'`, r.ID); n != 1 {
		t.Error("the story does not tell of it")
	}
}

// A wish that is met is said, and asks for no word of anybody.
func TestApp_Wishes_met(t *testing.T) {
	w := newWorld(t)
	una, far := w.volunteer("Una", "Castle Row"), w.volunteer("Wyn", "Castle Row")
	w.exec(`UPDATE volunteers SET gender = 'woman'`)
	w.exec(`UPDATE volunteers SET availability = 1 WHERE person_id = $1`, far)
	r := w.ask("Joan", "Castle Row", "dog")
	w.exec(`UPDATE requests SET wishes = '{woman}', slots = 2 WHERE id = $1`, r.ID)
	list, err := w.app.Shortlist(t.Context(), w.as("Priya"), r.ID)
	w.must(err)
	if len(list) != 2 || !slices.Contains(list[0].Why, "Is a woman, as they wished") {
		t.Errorf("the shortlist is %+v", list)
	}
	w.must(w.app.AskHelper(t.Context(), w.as("Priya"), AskHelper{RequestID: r.ID, PersonID: una}))
	if n := w.number(`SELECT count(*) FROM invitations WHERE 'wish' = ANY (overrides)`); n != 0 {
		t.Error("a wish that is met is noted as looked past")
	}
	w.exec(`UPDATE volunteers SET availability = 1`)
	other := w.ask("Jim", "Castle Row", "dog")
	w.exec(`UPDATE requests SET wishes = '{woman}', slots = 2 WHERE id = $1`, other.ID)
	want := []string{"Nobody in this street who is a woman and can do this is free when it is wanted."}
	if m := w.matching("Priya", other.ID); !slices.Equal(m.WhyNobody, want) {
		t.Errorf("why nobody: %q, want %q", m.WhyNobody, want)
	}
}

// Nobody is both.
func TestApp_RaiseRequest_bothWishes(t *testing.T) {
	w := newWorld(t)
	_, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Address: "1", Email: "joan.asks@example.org", StreetID: w.street["Castle Row"],
		NeedID: w.need["dog"], AgreedShare: true, Wishes: []string{"woman", "man"}})
	w.refusedField(err, "wishes")
}
