package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// weekly is a dog walked each Monday at ten by Tom.
func (w *world) weekly() (domain.Request, domain.PersonID) {
	w.Helper()
	tom := w.volunteer("Tom", "Castle Row")
	raised, err := w.app.RaiseRequest(w.Context(), w.as("Dee"), RaiseRequest{FirstName: "Joan", Phone: "01632 960155", CameBy: domain.ByPhone,
		StreetID: w.street["Castle Row"], NeedID: w.need["dog"], SafeToRing: true, MustKnow: "Rex pulls", Repeat: &Repeat{Weekday: 1, Starts: "10:00", HelperID: tom}})
	w.must(err)
	return w.request(raised.RequestID), tom
}

// nextVisits lets the days go by, and the clock make what is next, until there are n requests of series.
func (w *world) nextVisits(n int) domain.Request {
	w.Helper()
	w.until("the next visit of the series", 6*time.Hour, 15*24*time.Hour, func() bool {
		_, err := w.app.RollSeries(w.Context(), domain.Clock())
		w.must(err)
		w.beat()
		return w.number(`SELECT count(*) FROM requests WHERE series_id IS NOT NULL`) >= n
	})
	return w.request(domain.RequestID(w.number(`SELECT max(id) FROM requests WHERE series_id IS NOT NULL`)))
}

func TestApp_RollSeries_TheSameFaceEachWeek(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, tom := w.weekly()
	monday := time.Date(2026, time.June, 15, 9, 0, 0, 0, time.UTC)
	if first.State != domain.Assigned || !first.VisitAt.Equal(monday) {
		t.Fatalf("the first visit is %s, at %v; want Monday at ten", first.State, first.VisitAt)
	}
	for week := 1; week <= 3; week++ {
		r := w.nextVisits(week + 1)
		if r.State != domain.Assigned || !r.VisitAt.Equal(monday.AddDate(0, 0, 7*week)) || w.number(`SELECT count(*) FROM invitations WHERE request_id = $1`, r.ID) != 1 {
			t.Errorf("in week %d it is %s, at %v", week, r.State, r.VisitAt)
		}
		if r.DuplicateOf != 0 {
			t.Errorf("the visit of week %d is taken for the one before asked twice", week)
		}
		if words, err := w.db.Store().Secret(t.Context(), r.ID); err != nil || words != "Rex pulls" {
			t.Errorf("what Tom must know is %q (%v)", words, err)
		}
		again, err := w.app.RollSeries(t.Context(), domain.Clock())
		w.must(err)
		if again != 0 {
			t.Error("the same visit was made twice")
		}
	}
	if n := w.number(`SELECT count(*) FROM invitations WHERE person_id <> $1`, tom); n != 0 {
		t.Errorf("%d others were asked", n)
	}
	w.intact()
}

// Somebody else is asked only for the visit for which the regular helper is away; that they are away when it is made, but back in
// time, is no reason.
func TestApp_RollSeries_CoverWhenAway(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from, to int // days from Wednesday
		cover    bool
	}{
		"on its day":        {10, 14, true},
		"back before it":    {4, 8, false},
		"away the day then": {13, 14, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			_, tom := w.weekly()
			una := w.volunteer("Una", "Castle Row")
			w.exec(`INSERT INTO absences (district_id, person_id, kind, from_on, to_on) VALUES ($1, $2, 'holiday', $3, $4)`,
				w.district, tom, wednesday.AddDate(0, 0, c.from), wednesday.AddDate(0, 0, c.to))
			r := w.nextVisits(2)
			if !c.cover {
				if r.State != domain.Assigned {
					t.Errorf("the visit is %s, and Tom is there", r.State)
				}
				return
			}
			if r.State != domain.Open || r.ApprovedAt == nil {
				t.Fatalf("the visit is %s, let out %v", r.State, r.ApprovedAt)
			}
			w.until("Una is asked", time.Hour, 6*24*time.Hour, func() bool { return w.count(domain.Delivered, una) == 1 })
			if n := w.messages(una, saySeriesCover); n != 1 {
				t.Errorf("Una was asked %d times to stand in", n)
			}
			w.answers(w.live(r.ID), SaysYes)
			if got := w.request(r.ID).VisitAt; got.Before(r.WantedFrom) {
				t.Errorf("Una goes at %s, before the time", got)
			}
			w.until("the week after", 6*time.Hour, 8*24*time.Hour, func() bool {
				_, err := w.app.RollSeries(t.Context(), domain.Clock())
				w.must(err)
				return w.number(`SELECT count(*) FROM requests WHERE series_id IS NOT NULL`) == 3
			})
			if n := w.number(`SELECT count(*) FROM invitations WHERE person_id = $1 AND state = 'accepted' AND request_id > $2`, tom, r.ID); n != 1 {
				t.Error("the week after it is not Tom again")
			}
			w.intact()
		})
	}
}

// A regular helper who lacks something by now, a check or a skill, does not stop the series: the ask stands, and cover is looked for.
func TestApp_RollSeries_TheHelperMayNotAnyMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, tom := w.weekly()
	w.exec(`UPDATE volunteers SET skills = ARRAY['gardening'] WHERE person_id = $1`, tom)
	una := w.volunteer("Una", "Castle Row")
	r := w.nextVisits(2)
	if r.State != domain.Open || r.OwnerID == 0 {
		t.Fatalf("the visit is %s", r.State)
	}
	w.until("Una is asked", time.Hour, 6*24*time.Hour, func() bool { return w.count(domain.Delivered, una) == 1 })
	w.intact()
}

func TestApp_RaiseRequest_ASeriesThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	day := func(y int, m time.Month, d int) *time.Time { t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC); return &t }
	for _, c := range []struct {
		need   string
		soon   domain.Urgency
		repeat Repeat
		fields []string
	}{
		{"dog", "", Repeat{Weekday: 1, Starts: "ten"}, []string{"repeat.starts"}},
		{"dog", "", Repeat{Weekday: 8, Starts: "10:00"}, []string{"repeat.weekday"}},
		{"dog", "", Repeat{Weekday: 1, Starts: "10:00", EveryWeeks: 13}, []string{"repeat.everyWeeks"}},
		{"dog", "", Repeat{Weekday: 1, Starts: "10:00", Until: day(2026, time.June, 14)}, []string{"repeat.until"}},
		{"dog", "", Repeat{Weekday: 1, Starts: "10:00", Until: day(2062, time.June, 14)}, []string{"repeat.until"}},
		{"dog", domain.InHours, Repeat{Weekday: 1, Starts: "10:00"}, []string{"urgency"}},
		{"shopping", "", Repeat{Weekday: 1, Starts: "10:00"}, []string{"repeat"}},
		{"dog", "", Repeat{Weekday: -1, EveryWeeks: -1}, []string{"repeat.starts", "repeat.weekday", "repeat.everyWeeks"}},
	} {
		_, err := w.app.RaiseRequest(t.Context(), w.as("Dee"), RaiseRequest{FirstName: "Joan", Phone: "01632 960155", CameBy: domain.ByPhone, Urgency: c.soon,
			StreetID: w.street["Castle Row"], NeedID: w.need[c.need], SafeToRing: true, Repeat: &c.repeat})
		for _, field := range c.fields {
			w.refusedField(err, field)
		}
	}
	if n := w.number(`SELECT count(*) FROM persons WHERE first_name = 'Joan'`); n != 0 {
		t.Error("half of what was refused was kept")
	}
}

// What helpers had to know goes thirty days after the end, the words after two years.
func TestApp_ForgetOld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, _ := w.weekly()
	w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Sorted, Note: "Her son came"}))
	left := func() int {
		_, err := w.app.ForgetOld(t.Context(), domain.Clock())
		w.must(err)
		return w.number(`SELECT (SELECT count(*) FROM request_secrets) * 10 + (SELECT count(*) FROM requests WHERE ending_note <> '')`)
	}
	pgtest.Advance(t, w.db, 29*24*time.Hour)
	if got := left(); got != 11 {
		t.Errorf("after 29 days %d is left, want the secret and the note", got)
	}
	pgtest.Advance(t, w.db, 2*24*time.Hour)
	if got := left(); got != 1 {
		t.Errorf("after 31 days %d is left, want the note alone", got)
	}
	pgtest.Advance(t, w.db, 2*366*24*time.Hour)
	if got := left(); got != 0 {
		t.Errorf("after two years %d is left", got)
	}
}
