package web

import (
	"slices"
	"testing"
	"time"

	"waymark/domain"
)

func TestAsksForm_CarriesAllButItsOwnStep(t *testing.T) {
	f := asksForm{Step: stepWhen, Go: "next", Need: "3", Urgency: "W", Parts: []string{"morning"}, Ways: []string{"ring", "text"}, Whom: "me"}
	want := []Choice{{Text: "step", Value: "when"}, {Text: "needId", Value: "3"}, {Text: "ways", Value: "ring"}, {Text: "ways", Value: "text"}}
	if got := f.carried(); !slices.Equal(got, want) {
		t.Errorf("it carries %+v", got)
	}
}

func TestAsksForm_EachFieldHasOneStep(t *testing.T) {
	seen := map[string]string{}
	for step, fields := range askFields {
		for _, field := range fields {
			if before, twice := seen[field]; twice {
				t.Errorf("%s is asked at %s and at %s", field, before, step)
			}
			seen[field] = step
			if stepOf(field) != step {
				t.Errorf("%s is found at %s", field, stepOf(field))
			}
		}
	}
}

func TestSettleEmail(t *testing.T) {
	for _, c := range []struct{ email, answer, wantEmail, wantAnswer string }{
		{"jo@gmial.com", "", "jo@gmial.com", ""},
		{"jo@gmial.com", "jo@gmail.com", "jo@gmail.com", ""},
		{"jo@gmial.com", "=jo@gmial.com", "jo@gmial.com", "=jo@gmial.com"},
		{"jo@hotmial.com", "=jo@gmial.com", "jo@hotmial.com", ""},
		{"jo@example.org", "jo@gmail.com", "jo@example.org", ""},
		{"", "", "", ""},
	} {
		email, answer := c.email, c.answer
		if settleEmail(&email, &answer); email != c.wantEmail || answer != c.wantAnswer {
			t.Errorf("%q with %q became %q with %q", c.email, c.answer, email, answer)
		}
	}
}

func TestSlotsOf(t *testing.T) {
	for words, parts := range map[string][]string{"mornings": {"morning"}, "mornings and evenings": {"evening", "morning"}} {
		if got := slotsOf(parts).Words(); got != words {
			t.Errorf("%v means %s", parts, got)
		}
	}
	for _, any := range [][]string{nil, {"morning", "afternoon", "evening"}, {"midnight"}} {
		if got := slotsOf(any); got != 0 {
			t.Errorf("%v means %s, not any time", any, got.Words())
		}
	}
}

func TestWantedDay(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	c := clock{now: morning, zone: zone}
	for text, want := range map[string]string{"2026-06-10": "2026-06-09T23:00", "16/6/2026": "2026-06-15T23:00", "16.6.2026": "2026-06-15T23:00", "1 December 2026": "2026-12-01T00:00"} {
		var wrong domain.Errors
		from, until := c.wantedDay(&wrong, "day", text)
		if len(wrong) > 0 || from.UTC().Format(momentLayout) != want || until.Sub(*from) != 24*time.Hour {
			t.Errorf("%s is %v to %v: %v", text, from, until, wrong)
		}
	}
	for _, text := range []string{"2026-06-09", "31/2/2026", "tomorrow"} {
		var wrong domain.Errors
		if from, _ := c.wantedDay(&wrong, "day", text); from != nil || len(wrong) != 1 {
			t.Errorf("%s is %v: %v", text, from, wrong)
		}
	}
}

func TestAsksForm_PreferredWay(t *testing.T) {
	for _, c := range []struct {
		form asksForm
		want domain.Way
	}{
		{asksForm{Email: "a@b.org", Phone: "1", Ways: []string{"ring", "write"}}, domain.ByEmail},
		{asksForm{Email: "a@b.org", Phone: "1", Ways: []string{"ring"}}, domain.ByCall},
		{asksForm{Email: "a@b.org"}, domain.ByEmail},
		{asksForm{Phone: "1", Ways: []string{"text"}}, domain.ByLetter},
	} {
		if got := c.form.preferred(); got != c.want {
			t.Errorf("%+v is reached by %s, want %s", c.form, got, c.want)
		}
	}
}
