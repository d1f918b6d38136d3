package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// regularly is Joan's ask for a walk with her dog that comes again.
func (w *world) regularly(rep Repeat) RaiseRequest {
	return RaiseRequest{FirstName: "Joan", Phone: "01632 960155", StreetID: w.street["Castle Row"], NeedID: w.need["dog"], SafeToRing: true,
		AgreedShare: true, Repeat: &rep}
}

func TestRepeat_Words(t *testing.T) {
	for want, rep := range map[string]Repeat{
		"every Tuesday, in the afternoon":                    {Weekday: 2, Starts: StartsIn(domain.Afternoon)},
		"every Sunday, in the morning":                       {Weekday: 7, Starts: StartsIn(domain.Morning), EveryWeeks: 1},
		"every two weeks on a Monday, in the evening":        {Weekday: 1, Starts: StartsIn(domain.Evening), EveryWeeks: 2},
		"every twelve weeks on a Saturday, at 10:30\u00a0am": {Weekday: 6, Starts: "10:30", EveryWeeks: 12},
		"every Friday, at noon":                              {Weekday: 5, Starts: "12:00"},
		"every four weeks on a Wednesday":                    {Weekday: 3, EveryWeeks: 4},
	} {
		if got := rep.Words(nil); got != want {
			t.Errorf("%+v is said as %q, want %q", rep, got, want)
		}
	}
}

func TestRepeat_First(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from    string
		weekday int
		starts  string
		want    string
	}{
		{"2026-06-10 10:00", 2, "13:00", "2026-06-16 13:00"},
		{"2026-06-10 10:00", 3, "13:00", "2026-06-10 13:00"}, // later today
		{"2026-06-10 10:00", 3, "10:00", "2026-06-10 10:00"},
		{"2026-06-10 10:01", 3, "10:00", "2026-06-17 10:00"}, // today it is too late
		{"2026-10-24 10:00", 7, "09:00", "2026-10-25 09:00"}, // the clocks change in between
		{"2026-06-10 10:00", 8, "09:00", ""},
		{"2026-06-10 10:00", 1, "nine", ""},
	} {
		from, err := time.ParseInLocation("2006-01-02 15:04", c.from, zone)
		if err != nil {
			t.Fatal(err)
		}
		got := Repeat{Weekday: c.weekday, Starts: c.starts}.First(from, zone)
		if said := got.In(zone).Format("2006-01-02 15:04"); (c.want == "") != got.IsZero() || c.want != "" && said != c.want {
			t.Errorf("from %s, day %d at %s: first %s, want %s", c.from, c.weekday, c.starts, said, c.want)
		}
	}
}

// The public may ask for help that comes again; only who takes asks may say who the regular helper is.
func TestApp_RaiseRequest_WhoMayRaiseASeries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	plain, kept := Repeat{Weekday: 2, Starts: "13:00"}, Repeat{Weekday: 2, Starts: "13:00", HelperID: tom}
	for name, c := range map[string]struct {
		by   domain.Actor
		rep  Repeat
		want domain.Kind // "": they may
	}{
		"the public":                               {domain.Public(), plain, ""},
		"the public, with a helper":                {domain.Public(), kept, domain.SignedOut},
		"a call-taker":                             {w.as("Cal"), plain, ""},
		"a call-taker, with a helper":              {w.as("Cal"), kept, ""},
		"whoever has a link":                       {w.mine(w.ask("Ann", "Castle Row", "garden"), 1), plain, ""},
		"a call-taker, with who is no volunteer":   {w.as("Cal"), Repeat{Weekday: 2, Starts: "13:00", HelperID: w.who["Dee"]}, domain.Invalid},
		"a call-taker, with whom nobody has heard": {w.as("Cal"), Repeat{Weekday: 2, Starts: "13:00", HelperID: 999999}, domain.Invalid},
	} {
		before := w.number(`SELECT count(*) FROM series`)
		raised, err := w.app.RaiseRequest(t.Context(), c.by, w.regularly(c.rep))
		if c.want != "" {
			if got := domain.KindOf(err); got != c.want {
				t.Errorf("%s: %v of the kind %s, want %s", name, err, got, c.want)
			}
			if w.number(`SELECT count(*) FROM series`) != before {
				t.Errorf("%s: the series was made all the same", name)
			}
			continue
		}
		w.must(err)
		r := w.request(raised.RequestID)
		if !r.WantedFrom.Equal(time.Date(2026, time.June, 16, 12, 0, 0, 0, time.UTC)) || (r.State == domain.Assigned) != (c.rep.HelperID == tom) {
			t.Errorf("%s: it is %s for %s", name, r.State, r.WantedFrom)
		}
		w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Sorted, Note: "for the next"}))
	}
	w.intact()
}

// The last day is one of the series, as its date reads where it was written.
func TestApp_RaiseRequest_UntilADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	last := time.Date(2026, time.June, 30, 0, 0, 0, 0, w.app.zone)
	_, err := w.app.RaiseRequest(t.Context(), domain.Public(), w.regularly(Repeat{Weekday: 2, Starts: "13:00", EveryWeeks: 2, Until: &last}))
	w.must(err)
	r := w.request(domain.RequestID(w.number(`SELECT max(id) FROM requests`)))
	if got := w.statusOf(r, r.PersonID).Again; got != "every two weeks on a Tuesday, in the afternoon, until Tuesday 30 June" {
		t.Errorf("it says %q", got)
	}
	second := w.nextVisits(2)
	if !second.WantedFrom.Equal(last.Add(13*time.Hour)) || w.statusOf(second, second.PersonID).Again != "" {
		t.Errorf("the second visit is at %s, and it says %q", second.WantedFrom, w.statusOf(second, second.PersonID).Again)
	}
	pgtest.Advance(t, w.db, 21*24*time.Hour)
	if n, err := w.app.RollSeries(t.Context(), domain.Clock()); n != 0 || err != nil {
		t.Errorf("%d more came after the last day: %v", n, err)
	}
}

// What comes again is no way around the desk: what never goes out by itself does not the second time either, nor what waits for a word.
func TestApp_RollSeries_WaitsForAWord(t *testing.T) {
	t.Parallel()
	for how, let := range map[domain.GoesOut]bool{domain.ByItself: true, domain.AskMeFirst: false, domain.NeverOut: false} {
		t.Run(string(how), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.exec(`UPDATE needs SET goes_out = $1 WHERE code = 'dog'`, how)
			_, err := w.app.RaiseRequest(t.Context(), domain.Public(), w.regularly(Repeat{Weekday: 2, Starts: "13:00"}))
			w.must(err)
			pgtest.Advance(t, w.db, 7*24*time.Hour)
			if _, err := w.app.RollSeries(t.Context(), domain.Clock()); err != nil {
				t.Fatal(err)
			}
			r := w.request(domain.RequestID(w.number(`SELECT max(id) FROM requests`)))
			if r.CameBy != domain.BySeries || r.GoesOut != how || (r.ApprovedAt != nil) != let {
				t.Errorf("the next visit came by %s, goes out %s, and was let out at %v", r.CameBy, r.GoesOut, r.ApprovedAt)
			}
		})
	}
}

func TestApp_EndMySeries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), w.regularly(Repeat{Weekday: 2, Starts: "13:00"}))
	w.must(err)
	r := w.request(raised.RequestID)
	for name, c := range map[string]struct {
		by   domain.Actor
		want domain.Kind
	}{
		"the public":      {domain.Public(), domain.SignedOut},
		"a call-taker":    {w.as("Cal"), domain.NotFound},
		"by another link": {domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: r.PersonID, Purpose: domain.ForVisit, RequestID: r.ID}, domain.NotFound},
	} {
		if got := domain.KindOf(w.app.EndMySeries(t.Context(), c.by)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if w.statusOf(r, r.PersonID).Again == "" {
		t.Error("it was ended by somebody who may not")
	}
	w.must(w.app.EndMySeries(t.Context(), w.mine(r, r.PersonID)))
	w.must(w.app.EndMySeries(t.Context(), w.mine(r, r.PersonID))) // once more does nothing
	if got := w.request(r.ID); got.State != domain.Open || w.statusOf(r, r.PersonID).Again != "" {
		t.Errorf("the visit itself is %s, and it says %q", got.State, w.statusOf(r, r.PersonID).Again)
	}
	if n := w.number(`SELECT count(*) FROM events WHERE kind = $1`, evSeriesEnded); n != 1 {
		t.Errorf("its story tells %d times that it ended", n)
	}
	pgtest.Advance(t, w.db, 21*24*time.Hour)
	if n, err := w.app.RollSeries(t.Context(), domain.Clock()); n != 0 || err != nil {
		t.Errorf("%d came after it was ended: %v", n, err)
	}
}

// Whoever asked for somebody else and may be told nothing neither reads when they come nor stops it.
func TestApp_EndMySeries_NotForWhoMayBeToldNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cmd := w.regularly(Repeat{Weekday: 2, Starts: "13:00"})
	cmd.CameBy, cmd.Asker = domain.ByNeighbour, &Asker{FirstName: "Sue", Phone: "01632 960172", Knows: domain.Agreed, ToldBack: "nothing"}
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), cmd)
	w.must(err)
	r := w.request(raised.RequestID)
	if v := w.statusOf(r, r.AskerID); v.Again != "" || strings.Contains(strings.Join(v.Words, " "), "Tuesday") {
		t.Errorf("Sue reads %+v", v)
	}
	w.refused(w.app.EndMySeries(t.Context(), w.mine(r, r.AskerID)), domain.Forbidden)
	if w.statusOf(r, r.PersonID).Again == "" {
		t.Error("Sue has ended it")
	}
}
