package app

import (
	"errors"
	"slices"
	"testing"

	"waymark/domain"
)

// All that is wrong is said at once, whatever else is wrong.
func TestApp_RaiseRequest_allThatIsWrong(t *testing.T) {
	w := newWorld(t)
	castle, past := w.street["Castle Row"], wednesday.AddDate(0, 0, -1)
	good := RaiseRequest{FirstName: "Joan", Phone: "01632 960155", StreetID: castle, NeedID: w.need["dog"], AgreedShare: true, SafeToRing: true}
	tests := map[string]struct {
		change func(*RaiseRequest)
		fields []string
	}{
		"a street that is none": {func(c *RaiseRequest) { c.StreetID = 999_999 }, []string{"streetId"}},
		"and nobody": {func(c *RaiseRequest) { c.StreetID, c.FirstName, c.Phone = 999_999, "", "1" },
			[]string{"streetId", "firstName", "phone"}},
		"and no help": {func(c *RaiseRequest) { c.StreetID, c.NeedID, c.Phone, c.UsefulUntil = 999_999, 999_999, "", &past },
			[]string{"streetId", "needId", "phone", "usefulUntil"}},
		"a town that is none":     {func(c *RaiseRequest) { c.StreetID, c.TownID, c.FirstName = 0, 999_999, "" }, []string{"townId", "firstName", "streetId"}},
		"help that is none":       {func(c *RaiseRequest) { c.NeedID, c.Notes = 999_999, "Ring 01632 960155" }, []string{"needId", "notes"}},
		"help that comes again":   {func(c *RaiseRequest) { c.NeedID, c.Repeat = 999_999, &Repeat{Weekday: 9} }, []string{"needId"}},
		"a day ahead of all that": {func(c *RaiseRequest) { far := wednesday.AddDate(2, 0, 0); c.StreetID, c.WantedFrom = 999_999, &far }, []string{"streetId", "wantedFrom"}},
	}
	for name, tt := range tests {
		cmd := good
		tt.change(&cmd)
		_, err := w.app.RaiseRequest(w.Context(), domain.Public(), cmd)
		var all domain.Errors
		if !errors.As(err, &all) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, e := range all {
			got = append(got, e.Field)
		}
		slices.Sort(got)
		slices.Sort(tt.fields)
		if !slices.Equal(got, tt.fields) {
			t.Errorf("%s: wrong are %v, want %v: %v", name, got, tt.fields, err)
		}
	}
	if n := w.number(`SELECT count(*) FROM requests`); n != 0 {
		t.Errorf("%d asks came in", n)
	}
	if _, err := w.app.RaiseRequest(w.Context(), domain.Public(), good); err != nil {
		t.Error(err)
	}
}

// A helper comes to a door, or rings: whoever asks by themselves says how one of the two can be. A desk finds it out.
func TestApp_RaiseRequest_Findable(t *testing.T) {
	w := newWorld(t)
	good := RaiseRequest{FirstName: "Joan", Email: "joan@example.org", Address: "5", StreetID: w.street["Castle Row"], NeedID: w.need["dog"], AgreedShare: true, SafeToWrite: true}
	for name, c := range map[string]struct {
		by     domain.Actor
		change func(*RaiseRequest)
		field  string
	}{
		"a house":             {domain.Public(), func(*RaiseRequest) {}, ""},
		"a number to ring":    {domain.Public(), func(c *RaiseRequest) { c.Address, c.Phone = "", "01632 960155" }, ""},
		"words for the place": {domain.Public(), func(c *RaiseRequest) { c.Address, c.PlaceWords = "", "The blue gate by the pump." }, ""},
		"neither":             {domain.Public(), func(c *RaiseRequest) { c.Address = " " }, "address"},
		"neither, for a neighbour": {domain.Public(), func(c *RaiseRequest) {
			c.Address, c.Email, c.Asker = "", "", &Asker{FirstName: "Ben", Phone: "01632 960156", Knows: domain.Agreed, ToldBack: "nothing"}
		}, "address"},
		"a chat by phone without": {domain.Public(), func(c *RaiseRequest) { c.NeedID = w.need["phone_call"] }, "phone"},
		"written down at a desk":  {w.as("Dee"), func(c *RaiseRequest) { c.Address = "" }, ""},
	} {
		cmd := good
		c.change(&cmd)
		_, err := w.app.RaiseRequest(w.Context(), c.by, cmd)
		if c.field == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if c.field != "" {
			w.refusedField(err, c.field)
		}
	}
}
