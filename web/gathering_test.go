package web

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// bench is a Talking Bench in Saltcombe on Tuesdays, where Priya sits.
func (v *village) bench() domain.GatheringID {
	v.Helper()
	id, err := v.app.AddGathering(v.Context(), v.priya, app.AddGathering{TownID: v.town, Kind: "bench", PlaceName: "The bench by the boat slip",
		GettingThere: "A level path from the car park.", Point: domain.Point{Lat: 51.2093, Lon: -4.1152}, Every: domain.Weekly,
		FirstOn: time.Date(2026, time.June, 16, 0, 0, 0, 0, time.UTC), LastOn: time.Date(2027, time.May, 31, 0, 0, 0, 0, time.UTC), Starts: 630, Ends: 660,
		Welcome: "A chat, mostly.", HostIsMe: true, NameMe: true, IdempotencyKey: "bench"})
	v.must(err)
	return id
}

func TestWhatsOn(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().opens("/whats-on").reads(200, "What’s on").tells([]string{"Nothing is on in these days"}, "Add a bench")
	id := v.bench()
	b.opens("/whats-on").tells([]string{"Tuesday 16 June", "The bench by the boat slip", "Talking Bench, Saltcombe", "10:30 am to 11 am"}, "Tuesday 23 June")
	b.opens("/whats-on?week=1").tells([]string{"Tuesday 23 June"}, "Tuesday 16 June")
	b.opens("/whats-on?town=99999").tells([]string{"Nothing is on in these days"})
	b.opens("/whats-on?week=nonsense").reads(200, "What’s on")
	b.opens("/whats-on?week=52").tells([]string{"Back to the beginning"}, "The week after")
	b.opens(addressOf("/whats-on/", id)).reads(200, "The bench by the boat slip").tells([]string{"Every Tuesday, from 10:30 am to 11 am.", "Tuesday 16 June, 10:30 am to 11 am",
		"Priya will be there.", "A chat, mostly.", "A level path from the car park.", "Show it on a map"}, "Call it off", "End all of it")
	b.opens("/whats-on/99999").reads(404, "There is nothing here")
	v.inWelsh().opens(addressOf("/whats-on/", id)).tells([]string{"Bob dydd Mawrth, o 10:30 yb tan 11 yb.", "Mainc Sgwrsio"}, "Every", "Next time")
}

// What is called off is on the page with the next request, and put back with the one after.
func TestWhatsOn_CalledOff(t *testing.T) {
	v := newVillage(t)
	id := v.bench()
	public := v.visitor()
	staff := v.signedIn("Priya").opens(addressOf("/whats-on/", id)).follows("Call it off, or move it Tuesday 16 June").reads(200, "Tuesday 16 June, 10:30 am to 11 am")
	staff.presses("Tell everybody", nil)
	if staff.status != 422 || len(staff.errors()) != 1 {
		t.Errorf("nothing chosen: %d %v", staff.status, staff.errors())
	}
	staff.presses("Tell everybody", url.Values{"what": {"off"}}).tells([]string{"Please write in a few words why it is off"})
	staff.presses("Tell everybody", url.Values{"what": {"off"}, "words": {"Rained off <b>."}}).reads(200, "The bench by the boat slip").tells([]string{"The page says it now."})
	public.opens("/whats-on").tells([]string{"Rained off <b>.", "Off"}, "10:30 am to 11 am")
	public.opens(addressOf("/whats-on/", id)).tells([]string{"Tuesday 16 June is off: Rained off <b>.", "Tuesday 23 June, 10:30 am to 11 am"})

	staff.opens(addressOf("/gatherings/", id)+"/dates/2026-06-16").presses("It is as always after all", nil).tells([]string{"It is as always."})
	public.opens(addressOf("/whats-on/", id)).tells([]string{"Tuesday 16 June, 10:30 am to 11 am"}, "Rained off")

	staff.opens(addressOf("/gatherings/", id)+"/dates/2026-06-16").presses("Tell everybody", url.Values{"what": {"moved"}, "heldOn": {"17/6/2026"}, "starts": {"14:00"}, "ends": {"15:00"}})
	public.opens("/whats-on?week=1").tells([]string{"Wednesday 17 June", "2 pm to 3 pm", "Moved from Tuesday 16 June."})
	staff.opens(addressOf("/gatherings/", id)+"/dates/2026-06-17").reads(404, "There is nothing here")
	staff.opens(addressOf("/gatherings/", id)+"/dates/tomorrow").reads(404, "There is nothing here")
}

func TestGatherings_AddedAndEnded(t *testing.T) {
	v := newVillage(t, "Brackle")
	staff := v.signedIn("Priya").opens("/gatherings/new").reads(200, "Add a bench or a café")
	staff.presses("Add it", url.Values{"point": {"by the sea"}, "ends": {"10:00"}, "welcome": {"Tea"}})
	if staff.status != 422 {
		t.Errorf("it was taken: %d", staff.status)
	}
	if kept := attr(find(t, staff.doc, "#point")[0], "value"); kept != "by the sea" {
		t.Errorf("of what was typed there is %q", kept)
	}
	bench := url.Values{"townId": {idOf(v.town)}, "kind": {"bench"}, "placeName": {"The bench by the boat slip"}, "point": {"51.2093, -4.1152"}, "every": {"month"},
		"firstOn": {"2026-06-30"}, "lastOn": {"2026-12-31"}, "starts": {"10:30"}, "ends": {"11:00"}}
	staff.presses("Add it", bench).reads(200, "The bench by the boat slip").tells([]string{"The last Tuesday of each month, from 10:30 am to 11 am.", "Somebody from here will be there."})
	page := staff.path
	bench.Set("key", "another")
	staff.opens("/gatherings/new").presses("Add it", bench).tells([]string{"Somebody else is on that bench at that time."})

	staff.opens(page).follows("End all of it").reads(200, "End all of it?").presses("End it", nil).reads(200, "What’s on")
	v.visitor().opens(page).tells([]string{"No more dates so far"})
	v.visitor().opens("/gatherings/new").reads(200, "Sign in")
	v.signedIn("Maggie").opens("/gatherings/new").reads(403, "This is not for you to do")
}

// Search engines read each date as schema.org has it, with the time of the place and what is off; nobody is named.
func TestSession_IsAnEvent(t *testing.T) {
	v := newVillage(t)
	id := v.bench()
	v.must(v.app.ChangeDate(v.Context(), v.priya, app.ChangeDate{GatheringID: id, Day: time.Date(2026, time.June, 23, 0, 0, 0, 0, time.UTC), Off: true, Words: "</script><b>Rain"}))
	v.count(`UPDATE gathering_places SET lat = lat + 0.00000000000001 RETURNING 1`)
	b := v.visitor().opens(addressOf("/whats-on/", id))
	var events []struct {
		Type        string `json:"@type"`
		Name        string
		StartDate   time.Time
		EventStatus string
		Location    struct{ Geo struct{ Latitude float64 } }
	}
	text := rawText(find(t, b.doc, `script[type="application/ld+json"]`)[0])
	v.must(json.Unmarshal([]byte(text), &events))
	if len(events) != 6 || events[0].Type != "Event" || events[0].Name != "Talking Bench: The bench by the boat slip" || events[0].Location.Geo.Latitude != 51.2093 ||
		events[0].StartDate.Format(time.RFC3339) != "2026-06-16T10:30:00+01:00" || !strings.HasSuffix(events[1].EventStatus, "EventCancelled") {
		t.Errorf("the events are %+v", events)
	}
	if strings.Contains(text, "Priya") {
		t.Error("somebody is named")
	}
}
