package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
)

// heldOn lists the next dates of a gathering as the wall shows them: "16 Jun 10:30", with a mark on what is off.
func (w *world) heldOn(id domain.GatheringID, most int) string {
	w.Helper()
	var out []string
	for _, d := range w.gathering(id).Dates {
		text := d.StartsAt.In(w.app.zone).Format("2 Jan 15:04")
		if d.Off {
			text += " off"
		}
		if out = append(out, text); len(out) == most {
			break
		}
	}
	return strings.Join(out, ", ")
}

// Place, time and rhythm change from a day on: what is before stays, and so does what was called off or moved.
func TestApp_ChangeGathering(t *testing.T) {
	w := newWorld(t)
	id := w.gather(w.slipBench())
	w.must(w.app.ChangeDate(w.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(30), Off: true, Words: "Regatta."}))
	w.must(w.app.ChangeDate(w.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(23), HeldOn: june(24), Starts: 600, Ends: 640}))
	half := ChangeGathering{GatheringID: id, From: new(june(23)), Starts: new(840), Ends: new(870)}
	w.must(w.app.ChangeGathering(w.Context(), w.as("Dee"), half))
	if got, want := w.heldOn(id, 4), "16 Jun 10:30, 24 Jun 10:00, 30 Jun 10:30 off, 7 Jul 14:00"; got != want {
		t.Errorf("in the afternoon from the 23rd: %s, want %s", got, want)
	}
	v := w.gathering(id)
	if v.Phase != 2 || v.Dates[0].Moved() || !v.Dates[1].Moved() || v.Version != 4 || w.number(`SELECT count(*) FROM gathering_phases WHERE last_on = '2026-06-22'`) != 1 {
		t.Errorf("after the change it is %+v", v.Gathering)
	}
	w.must(w.app.ChangeGathering(w.Context(), w.as("Dee"), half)) // said twice
	if now := w.gathering(id); now.Version != 4 || now.Phase != 2 {
		t.Errorf("said twice it is version %d, phase %d", now.Version, now.Phase)
	}
	w.must(w.app.RestoreDate(w.Context(), w.as("Dee"), id, june(23)))
	if got, want := w.heldOn(id, 2), "16 Jun 10:30, 23 Jun 14:00"; got != want {
		t.Errorf("put back, it is %s, want what holds now: %s", got, want)
	}

	w.must(w.app.ChangeGathering(w.Context(), w.as("Bo"), ChangeGathering{GatheringID: id, From: new(time.Date(2026, time.July, 9, 0, 0, 0, 0, time.UTC)),
		Every: new(domain.Fortnightly), PlaceName: new("The bench at the top"), Point: &domain.Point{Lat: 51.2, Lon: -4.1}}))
	if got, want := w.heldOn(id, 6), "16 Jun 10:30, 23 Jun 14:00, 30 Jun 10:30 off, 7 Jul 14:00, 9 Jul 14:00, 23 Jul 14:00"; got != want {
		t.Errorf("on Thursdays elsewhere: %s, want %s", got, want)
	}
	v = w.gathering(id)
	if v.Place.Name != "The bench at the top" || v.Dates[3].PlaceName != "The bench by the boat slip" || v.Dates[4].PlaceName != "The bench at the top" {
		t.Errorf("it is at %s; on %s at %s", v.Place.Name, v.Dates[3].Day, v.Dates[3].PlaceName)
	}
	other := w.slipBench() // the old bench is free from then on, and the new one is not
	other.FirstOn, other.Starts, other.Ends = time.Date(2026, time.July, 9, 0, 0, 0, 0, time.UTC), 840, 870
	w.gather(other)
	other.PlaceName = "The bench at the top"
	_, err := w.app.AddGathering(w.Context(), w.as("Bo"), other)
	w.refusedField(err, "starts")
}

// What was called off or moved goes along to another place, by the day that it has in the rhythm, and goes where all of it ends before.
func TestApp_ChangeGathering_MovedDates(t *testing.T) {
	w := newWorld(t)
	id := w.gather(w.slipBench())
	bo := w.as("Bo")
	w.must(w.app.ChangeDate(t.Context(), bo, ChangeDate{GatheringID: id, Day: june(16), HeldOn: june(17), Starts: 600, Ends: 630}))
	w.must(w.app.ChangeDate(t.Context(), bo, ChangeDate{GatheringID: id, Day: june(23), HeldOn: june(24), Starts: 600, Ends: 630}))
	w.must(w.app.ChangeDate(t.Context(), bo, ChangeDate{GatheringID: id, Day: june(30), Off: true, Words: "Regatta."}))
	places := func() string {
		var out []string
		for _, d := range w.gathering(id).Dates[:4] {
			out = append(out, d.HeldOn.Format("2 Jan ")+d.PlaceName)
		}
		return strings.Join(out, ", ")
	}
	away := ChangeGathering{GatheringID: id, From: new(june(23)), PlaceName: new("The bench at the top"), Point: &domain.Point{Lat: 51.2, Lon: -4.1}}
	w.must(w.app.ChangeGathering(t.Context(), bo, away))
	want := "17 Jun The bench by the boat slip, 24 Jun The bench at the top, 30 Jun The bench at the top, 7 Jul The bench at the top"
	if got := places(); got != want {
		t.Errorf("they are on %s, want %s", got, want)
	}
	if n := w.number(`SELECT count(*) FROM gathering_dates WHERE bench_id IS DISTINCT FROM place_id`); n != 0 {
		t.Errorf("%d dates keep another bench than theirs free", n)
	}
	w.must(w.app.RestoreDate(t.Context(), bo, id, june(30)))
	if got := places(); got != want {
		t.Errorf("on after all they are on %s, want %s", got, want)
	}

	// Another bench, and somebody is on it just when one date was moved to.
	other := w.slipBench()
	other.PlaceName, other.FirstOn, other.Starts, other.Ends = "A third bench", june(24), 610, 640
	w.gather(other)
	w.refusedField(w.app.ChangeGathering(t.Context(), bo, ChangeGathering{GatheringID: id, PlaceName: new("A third bench")}), "starts")

	w.must(w.app.ChangeDate(t.Context(), bo, ChangeDate{GatheringID: id, Day: june(30), HeldOn: june(29), Starts: 600, Ends: 630}))
	w.must(w.app.ChangeGathering(t.Context(), bo, ChangeGathering{GatheringID: id, LastOn: new(june(23))}))
	if got := w.heldOn(id, 9); got != "17 Jun 10:00, 24 Jun 10:00" {
		t.Errorf("it ends on the 23rd, and is on %s", got)
	}
}

func TestApp_ChangeGathering_Words(t *testing.T) {
	w := newWorld(t)
	id := w.gather(w.slipBench())
	w.must(w.app.ChangeGathering(w.Context(), w.as("Bo"), ChangeGathering{GatheringID: id, Welcome: new(" Tea. "), HostShown: new(false), GettingThere: new("Past the café.")}))
	v := w.gathering(id)
	if v.Welcome != "Tea." || v.HostFirst != "" || v.Place.GettingThere != "Past the café." || v.Phase != 1 || len(v.Dates) != 29 || v.Dates[0].Version != 1 {
		t.Errorf("it is %+v with %d dates", v.Gathering, len(v.Dates))
	}
}

// A gathering goes on for a year at most, each time that somebody says so; and it ends sooner where somebody does.
func TestApp_ChangeGathering_Until(t *testing.T) {
	w := newWorld(t)
	id := w.gather(w.slipBench())
	until := func(year int, month time.Month, day int) ChangeGathering {
		return ChangeGathering{GatheringID: id, LastOn: new(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))}
	}
	w.refusedField(w.app.ChangeGathering(w.Context(), w.as("Bo"), until(2027, time.June, 11)), "lastOn")
	w.must(w.app.ChangeGathering(w.Context(), w.as("Bo"), until(2027, time.June, 10)))
	if n := len(w.gathering(id).Dates); n != 52 {
		t.Errorf("a year has %d Tuesdays", n)
	}
	w.exec(`UPDATE clock SET frozen_at = $1`, wednesday.AddDate(0, 6, 0))
	w.must(w.app.ChangeGathering(w.Context(), w.as("Bo"), until(2027, time.December, 10)))
	if v := w.gathering(id); v.Phase != 1 || !v.FirstOn.Equal(june(16)) || len(v.Dates) != 52 {
		t.Errorf("half a year on it goes on with %d dates from %s, phase %d", len(v.Dates), v.FirstOn, v.Phase)
	}
	w.must(w.app.ChangeGathering(w.Context(), w.as("Bo"), until(2027, time.January, 1)))
	if v := w.gathering(id); len(v.Dates) != 3 {
		t.Errorf("until the new year it has %d dates", len(v.Dates))
	}
}

func TestApp_ChangeGathering_Refused(t *testing.T) {
	w := newWorld(t)
	id, next := w.gather(w.slipBench()), w.slipBench()
	next.PlaceName, next.Point.Lat = "Another bench", 51.21
	w.gather(next)
	for name, c := range map[string]struct {
		cmd   ChangeGathering
		field string
	}{
		"from yesterday on":     {ChangeGathering{From: new(june(9))}, "firstOn"},
		"in two years":          {ChangeGathering{From: new(june(9).AddDate(2, 0, 0))}, "firstOn"},
		"the last before":       {ChangeGathering{LastOn: new(june(11))}, "lastOn"},
		"the end before":        {ChangeGathering{Ends: new(600)}, "ends"},
		"onto a taken bench":    {ChangeGathering{PlaceName: new("another BENCH")}, "starts"},
		"to a bench nowhere":    {ChangeGathering{PlaceName: new("A bench"), Point: &domain.Point{}}, "point"},
		"no name":               {ChangeGathering{PlaceName: new(" ")}, "placeName"},
		"a welcome of a book":   {ChangeGathering{Welcome: new(longWords(1001))}, "welcome"},
		"how often nobody said": {ChangeGathering{Every: new(domain.Every("daily"))}, "every"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{T: t, known: w.known, db: w.db, app: w.app}
			c.cmd.GatheringID = id
			w.refusedField(w.app.ChangeGathering(w.Context(), w.as("Bo"), c.cmd), c.field)
		})
	}
	w.refused(w.app.ChangeGathering(w.Context(), w.as("Maggie"), ChangeGathering{GatheringID: id}), domain.NotFound)
	w.refused(w.app.ChangeGathering(w.Context(), w.as("Bo"), ChangeGathering{GatheringID: 99999}), domain.NotFound)
	if v := w.gathering(id); v.Version != 1 || len(v.Dates) != 29 {
		t.Errorf("what was refused has changed it: %+v", v.Gathering)
	}
}
