package app

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// june is a day of June 2026; the world begins on Wednesday the 10th.
func june(day int) time.Time { return time.Date(2026, time.June, day, 0, 0, 0, 0, time.UTC) }

// slipBench is half an hour on Tuesdays until the end of the year.
func (w *world) slipBench() AddGathering {
	return AddGathering{TownID: w.town["Saltcombe"], Kind: "bench", PlaceName: "The bench by the boat slip", Point: domain.Point{Lat: 51.2093, Lon: -4.1152},
		Every: domain.Weekly, FirstOn: june(16), LastOn: time.Date(2026, time.December, 31, 0, 0, 0, 0, time.UTC), Starts: 630, Ends: 660,
		Welcome: "A chat, mostly.", HostIsMe: true, NameMe: true}
}

// gather adds a gathering as the builder.
func (w *world) gather(cmd AddGathering) domain.GatheringID {
	w.Helper()
	id, err := w.app.AddGathering(w.Context(), w.as("Bo"), cmd)
	w.must(err)
	return id
}

func (w *world) gathering(id domain.GatheringID) GatheringView {
	w.Helper()
	v, err := w.app.Gathering(w.Context(), domain.Public(), id)
	w.must(err)
	return v
}

func TestApp_AddGathering(t *testing.T) {
	w := newWorld(t)
	id := w.gather(w.slipBench())
	v := w.gathering(id)
	if v.Place.Name != "The bench by the boat slip" || v.Kind.Name != "Talking Bench" || v.HostFirst != "Bo" || v.TownName != "Saltcombe" || !v.Place.Point.Known() {
		t.Errorf("it is %+v", v.Gathering)
	}
	if len(v.Dates) != 29 {
		t.Errorf("it has %d dates, want the 29 Tuesdays", len(v.Dates))
	}
	for _, d := range v.Dates { // the clocks go back on 25 October
		if at := d.StartsAt.In(w.app.zone); at.Format("Mon 15:04") != "Tue 10:30" || d.EndsAt.Sub(d.StartsAt) != 30*time.Minute {
			t.Errorf("on %s it begins at %s", d.Day, at)
		}
	}
	cmd := w.slipBench()
	cmd.Kind, cmd.PlaceKind, cmd.PlaceName, cmd.Every, cmd.FirstOn, cmd.NameMe = "cafe", domain.Indoors, "Wesley Hall", domain.Once, june(12), false
	if v := w.gathering(w.gather(cmd)); v.HostFirst != "" || len(v.Dates) != 1 {
		t.Errorf("a host who does not wish it is named %q, on %d dates", v.HostFirst, len(v.Dates))
	}
	week, err := w.app.Gatherings(w.Context(), domain.Public(), GatheringsShown{})
	w.must(err)
	if len(week) != 2 || len(week[0].Dates) != 1 || len(week[1].Dates) != 1 {
		t.Errorf("in the week there are %+v", week)
	}
	elsewhere, err := w.app.Gatherings(w.Context(), domain.Public(), GatheringsShown{TownID: w.town["Brackle"]})
	w.must(err)
	if len(elsewhere) != 0 {
		t.Errorf("another town has %+v", elsewhere)
	}
}

func TestApp_AddGathering_Refused(t *testing.T) {
	w := newWorld(t)
	w.gather(w.slipBench())
	for name, c := range map[string]struct {
		spoil func(*AddGathering)
		field string
	}{
		"the same bench at the same time": {func(*AddGathering) {}, "starts"},
		"the same bench in other letters": {func(c *AddGathering) { c.PlaceName, c.Starts, c.Ends = " the BENCH by the boat-slip", 640, 700 }, "starts"},
		"the same bench by another name":  {func(c *AddGathering) { c.PlaceName, c.Point.Lat = "The seat on the quay", 51.209302 }, "starts"},
		"one day of a year is taken":      {func(c *AddGathering) { c.Every, c.FirstOn = domain.Monthly, june(16) }, "starts"},
		"a bench without its point":       {func(c *AddGathering) { c.PlaceName, c.Point = "Another bench", domain.Point{} }, "point"},
		"a point beyond the pole":         {func(c *AddGathering) { c.Point.Lat = 91 }, "point"},
		"a kind that is not there":        {func(c *AddGathering) { c.Kind = "disco" }, "kind"},
		"no name of the place":            {func(c *AddGathering) { c.PlaceName = " ." }, "placeName"},
		"the end before the beginning":    {func(c *AddGathering) { c.Ends = 600 }, "ends"},
		"weekly for ever":                 {func(c *AddGathering) { c.LastOn = time.Time{} }, "lastOn"},
		"on nothing but bank holidays": {func(c *AddGathering) {
			c.FirstOn, c.LastOn = time.Date(2026, 8, 31, 0, 0, 0, 0, time.UTC), time.Date(2026, 9, 6, 0, 0, 0, 0, time.UTC)
		}, "lastOn"},
		"online, and nobody knows how":    {func(c *AddGathering) { c.Kind, c.PlaceKind = "cafe", domain.Online }, "gettingThere"},
		"a café nowhere":                  {func(c *AddGathering) { c.Kind = "cafe" }, "placeKind"},
		"more welcome than anybody reads": {func(c *AddGathering) { c.Welcome = longWords(1001) }, "welcome"},
		"a town that is not there":        {func(c *AddGathering) { c.TownID = 99999 }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{T: t, known: w.known, db: w.db, app: w.app}
			cmd := w.slipBench()
			c.spoil(&cmd)
			_, err := w.app.AddGathering(w.Context(), w.as("Bo"), cmd)
			if c.field == "" {
				w.refused(err, domain.NotFound)
				return
			}
			w.refusedField(err, c.field)
		})
	}
	if n := w.number(`SELECT count(*) FROM gatherings`); n != 1 {
		t.Errorf("%d are there, want the first alone", n)
	}
	next := w.slipBench()
	next.Starts, next.Ends = 660, 690
	w.gather(next) // one after the other is as it should be
	next.PlaceName, next.Point.Lat = "The bench beside it", 51.20935
	w.gather(next)
}

func longWords(n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = 'x'
	}
	return string(out)
}

// Two people who take the same bench at the same moment do not both get it, nor do they where each calls it something else.
func TestApp_AddGathering_Race(t *testing.T) {
	w := newWorld(t)
	for day := range 8 {
		errs := make([]error, 2)
		var both sync.WaitGroup
		for n, who := range []domain.Actor{w.as("Bo"), w.as("Priya")} {
			cmd := w.slipBench()
			cmd.Every, cmd.FirstOn = domain.Once, june(16+day)
			cmd.Point.Lat += float64(day) / 1000
			cmd.PlaceName = fmt.Sprintf("Bench %d of %d", n*(day%2), day)
			both.Go(func() { _, errs[n] = w.app.AddGathering(w.Context(), who, cmd) })
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("one should have the bench: %v, %v", errs[0], errs[1])
		}
		for _, err := range errs {
			if err != nil {
				w.refusedField(err, "starts")
			}
		}
	}
}

func TestApp_ChangeDate(t *testing.T) {
	w := newWorld(t)
	id := w.gather(w.slipBench())
	off := ChangeDate{GatheringID: id, Day: june(23), Off: true, Words: "Rained off."}
	w.must(w.app.ChangeDate(w.Context(), w.as("Dee"), off))
	w.must(w.app.ChangeDate(w.Context(), w.as("Dee"), off)) // said twice, it is one change
	if v := w.gathering(id); !v.Dates[1].Off || v.Dates[1].Words != "Rained off." || v.Version != 2 || v.Dates[1].Version != 2 || v.Dates[0].Off {
		t.Errorf("called off: version %d, %+v", v.Version, v.Dates[:2])
	}
	other := w.slipBench() // the bench is free while a date is off
	other.Every, other.FirstOn = domain.Once, june(23)
	w.gather(other)
	w.refusedField(w.app.RestoreDate(w.Context(), w.as("Dee"), id, june(23)), "starts")

	moved := ChangeDate{GatheringID: id, Day: june(30), HeldOn: time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC), Starts: 600, Ends: 640, Words: "The regatta has the slip."}
	w.must(w.app.ChangeDate(w.Context(), w.as("Bo"), moved))
	d := w.gathering(id).Dates[2]
	if at := d.StartsAt.In(w.app.zone).Format("2 Jan 15:04"); at != "1 Jul 10:00" || !d.Day.Equal(june(30)) {
		t.Errorf("moved to %s, known by %s", at, d.Day)
	}
	w.must(w.app.RestoreDate(w.Context(), w.as("Bo"), id, june(30)))
	if v := w.gathering(id); v.Dates[2].Moved() || v.Dates[2].Words != "" {
		t.Errorf("put back, it is %+v", v.Dates[2])
	}
	w.refusedField(w.app.ChangeDate(w.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(16), Off: true}), "words")
	w.refusedField(w.app.ChangeDate(w.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(16), HeldOn: june(9), Starts: 600, Ends: 640}), "heldOn")
	w.refusedField(w.app.ChangeDate(w.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(16), HeldOn: june(23), Starts: 640, Ends: 700}), "starts")
	w.refused(w.app.ChangeDate(w.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(17), Off: true, Words: "Off"}), domain.NotFound)
	w.refused(w.app.ChangeDate(w.Context(), w.as("Maggie"), off), domain.NotFound)
	w.refused(w.app.ChangeDate(w.Context(), domain.Public(), off), domain.SignedOut)
}

// A café that is put off to its own next time would be on the page twice, and be counted as one.
func TestApp_ChangeDate_NotOnTwiceAtOnce(t *testing.T) {
	w := newWorld(t)
	cmd := w.slipBench()
	cmd.Kind, cmd.PlaceKind, cmd.PlaceName = "cafe", domain.Indoors, "Wesley Hall"
	id := w.gather(cmd)
	onNext := ChangeDate{GatheringID: id, Day: june(23), HeldOn: june(30), Starts: cmd.Starts + 10, Ends: cmd.Ends + 10}
	w.refusedField(w.app.ChangeDate(w.Context(), w.as("Bo"), onNext), "heldOn")
	w.must(w.app.ChangeDate(w.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(30), Off: true, Words: "Put together."}))
	w.must(w.app.ChangeDate(w.Context(), w.as("Bo"), onNext))
	w.refusedField(w.app.RestoreDate(w.Context(), w.as("Bo"), id, june(30)), "heldOn")
	onNext.Starts, onNext.Ends = cmd.Ends, cmd.Ends+30
	w.must(w.app.ChangeDate(w.Context(), w.as("Bo"), onNext)) // one after the other
	w.must(w.app.RestoreDate(w.Context(), w.as("Bo"), id, june(30)))
}

func TestApp_EndGathering(t *testing.T) {
	w := newWorld(t)
	cmd := w.slipBench()
	cmd.FirstOn = june(10) // today, in half an hour
	id := w.gather(cmd)
	w.exec(`UPDATE clock SET frozen_at = $1`, wednesday.Add(time.Hour))
	w.must(w.app.EndGathering(w.Context(), w.as("Bo"), id))
	w.must(w.app.EndGathering(w.Context(), w.as("Bo"), id))
	v := w.gathering(id)
	if len(v.Dates) != 0 || !v.LastOn.Equal(june(10)) || w.number(`SELECT count(*) FROM gathering_dates WHERE gathering_id = $1`, id) != 1 {
		t.Errorf("ended, it has %d dates ahead and its last day on %s", len(v.Dates), v.LastOn)
	}
	err := w.app.ChangeDate(w.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(10), Off: true, Words: "It rained."})
	w.refused(err, domain.Conflict) // what is over is over
	next := w.slipBench()
	next.FirstOn = june(16)
	w.gather(next)
}

// Whoever is in the program's code, the database lets nobody be on a bench with somebody else.
func TestGatheringDates_OneABench(t *testing.T) {
	w := newWorld(t)
	w.gather(w.slipBench())
	_, err := w.behind.SQL.ExecContext(w.Context(), `UPDATE gathering_dates SET starts_at = starts_at + interval '7 days', ends_at = ends_at + interval '7 days' WHERE day = '2026-06-16'`)
	if !postgres.BenchTaken(err) {
		t.Errorf("two are on one bench: %v", err)
	}
}
