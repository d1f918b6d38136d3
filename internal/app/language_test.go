package app

import (
	"testing"

	"waymark/domain"
	"waymark/internal/words"
)

func TestChooseLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	link := domain.Actor{Kind: domain.BearerActor, Purpose: domain.ForVolunteer, DistrictID: w.district, PersonID: tom}
	for _, c := range []struct{ choose, stored, is string }{{"cy", "cy", "cy"}, {"en", "", "en"}} {
		w.must(w.app.ChooseLanguage(t.Context(), link, c.choose))
		if got, err := w.app.MyLanguage(t.Context(), link); err != nil || got != c.is {
			t.Errorf("after %s it is %q, %v", c.choose, got, err)
		}
		if n := w.number(`SELECT count(*) FROM persons WHERE id = $1 AND language = $2`, tom, c.stored); n != 1 {
			t.Errorf("%s is not stored as %q", c.choose, c.stored)
		}
	}
	if err := w.app.ChooseLanguage(t.Context(), link, "xx"); domain.KindOf(err) != domain.Invalid {
		t.Errorf("a language that we do not speak: %v", err)
	}
	if err := w.app.ChooseLanguage(t.Context(), domain.Public(), "cy"); domain.KindOf(err) == "" {
		t.Errorf("the public has no language of its own to keep: %v", err)
	}
}

// Whoever asks on a page in Welsh is written to in Welsh, and so is whoever asks for another, who is not.
func TestRaiseRequest_KeepsTheLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	welsh := words.With(t.Context(), words.In("cy"))
	cmd := RaiseRequest{FirstName: "Joan", Address: "1", Email: "joan@example.org", StreetID: w.street["Castle Row"], NeedID: w.need["dog"], SafeToWrite: true}
	_, err := w.app.RaiseRequest(welsh, domain.Public(), cmd)
	w.must(err)
	cmd.FirstName, cmd.Email = "Bill", ""
	cmd.Asker = &Asker{FirstName: "Lucy", Email: "lucy@example.org", Knows: domain.Agreed, ToldBack: "everything"}
	_, err = w.app.RaiseRequest(welsh, domain.Public(), cmd)
	w.must(err)
	cmd.FirstName, cmd.Asker, cmd.Phone, cmd.SafeToRing = "Ann", nil, "01632 960155", true
	_, err = w.app.RaiseRequest(welsh, w.as("Cal"), cmd)
	w.must(err)
	for name, want := range map[string]string{"Joan": "cy", "Bill": "", "Lucy": "cy", "Ann": ""} {
		if n := w.number(`SELECT count(*) FROM persons WHERE first_name = $1 AND language = $2`, name, want); n != 1 {
			t.Errorf("%s is not written to in %q", name, want)
		}
	}
}

// The script of a call is in the language of whoever rings, and a letter in that of whoever gets it.
func TestTask_IsReadInTheCallersLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.byPhone(tom)
	w.exec(`UPDATE persons SET language = 'cy', phone = '+441632960166' WHERE id = $1`, tom)
	w.ask("Joan", "Castle Row", "prescription")
	w.minutes(10)
	calls := w.calls(tom)
	if len(calls) != 1 {
		t.Fatalf("there are %d calls to make", len(calls))
	}
	for _, c := range []struct {
		in   *words.Words
		want string
	}{{nil, "Could you collect a prescription for a neighbour?"}, {words.In("cy"), "Allech chi gasglu presgripsiwn i un o’ch cymdogion?"}} {
		v, err := w.app.Task(words.With(t.Context(), c.in), w.as("Dee"), calls[0])
		w.must(err)
		if v.Script.Say[1] != c.want {
			t.Errorf("it says %q, want %q", v.Script.Say[1], c.want)
		}
	}
}
