package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// device puts a tablet into the register of the village's town, wiped.
func (v *village) device(name string) domain.DeviceID {
	v.Helper()
	d, err := v.app.AddDevice(v.Context(), v.priya, app.AddDevice{TownID: v.town, Wiped: true,
		DeviceDetails: app.DeviceDetails{Kind: domain.Tablet, Name: name, Accessories: "Charger, case", Condition: domain.Good}})
	v.must(err)
	return d.ID
}

// lent gives a device to somebody for a fortnight.
func (v *village) lent(id domain.DeviceID, to domain.PersonID) {
	v.Helper()
	_, err := v.app.LendDevice(v.Context(), v.priya, app.LendDevice{DeviceID: id, PersonID: to, DueOn: morning.AddDate(0, 0, 14)})
	v.must(err)
}

// A device is added, lent, kept longer, taken back and wiped, each on its page; what a neighbour has stands on their own page.
func TestDevices(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	p := v.signedIn("Priya").opens("/people").follows("What is lent out").reads(200, "What is lent out").tells([]string{"Nothing is lent here yet"})
	p.follows("Add a device").presses("Add it", nil).reads(422, "Add a device").tells([]string{"Please choose what it is.", "Please give it a name"})
	p.presses("Add it", url.Values{"kind": {"tablet"}, "name": {"Blue tablet"}, "accessories": {"Charger"}, "condition": {"good"}, "townId": {idOf(v.town)}})
	p.reads(200, "Blue tablet").tells([]string{"It is in the register.", "To be wiped"}, "Lend it to somebody")
	page := p.path
	p.presses("It may be lent again", nil).tells([]string{"Please wipe it first, and then tick that it is done."})
	p.presses("It may be lent again", url.Values{"wiped": {"yes"}}).tells([]string{"Ready to lend"}, "To be wiped")

	p.follows("Lend it to somebody").reads(200, "Lend Blue tablet").opens(page + "/lend?q=Nobodysname").tells([]string{"We know nobody like that."})
	p.opens(page+"/lend?q=Tom").presses("They have it now", url.Values{"personId": {idOf(tom)}, "dueOn": {"2020-01-01"}}).tells([]string{"today or later, and within a year"})
	p.presses("They have it now", url.Values{"personId": {idOf(tom)}, "dueOn": {day(14)}}).reads(200, "Blue tablet").tells([]string{"Tom"}, "Lend it to somebody")
	p.opens(addressOf("/people/", tom)).tells([]string{"What they have from us", "Blue tablet"})
	p.opens(page+"/lend?q=Tom").tells([]string{"Somebody has Blue tablet already."}, "They have it now")
	p.opens("/builder").tells(nil, "not back yet")
	v.later("400h")
	p.opens("/builder").tells([]string{"One thing that was lent is not back yet."}).follows("See who has what").tells([]string{"Blue tablet", "Tom"})
	p.opens(page).tells([]string{"Not back yet", "ring them and ask how they get on"})
	p.follows("They keep it longer").presses("Save the day", url.Values{"dueOn": {day(60)}}).tells([]string{"They have it until then."}, "Not back yet")
	p.follows("It is back").presses("Take it back", nil).reads(422, "Blue tablet is back").tells([]string{"Please choose what shape it is in."})
	p.presses("Take it back", url.Values{"condition": {"worn"}, "words": {"<b>No</b> charger."}}).tells([]string{"It is written down as back.", "It came back worn. <b>No</b> charger.", "To be wiped"})
	p.opens(addressOf("/people/", tom)).tells(nil, "What they have from us")
	p.opens(page+"/longer").tells([]string{"Nobody has it now."}, "Save the day")
	p.opens(page+"/back").tells([]string{"Nobody has it now."}, "Take it back")
}

// What does not come back ends without blame, and may turn up again; a coordinator of streets sees none of it.
func TestDevices_Lost(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	id := v.device("Blue tablet")
	v.lent(id, tom)
	page := addressOf("/devices/", id)
	p := v.signedIn("Priya").opens(page+"/back").presses("Take it back", url.Values{"condition": {"lost"}})
	p.tells([]string{"Nobody is asked for it any more.", "Lent no more", "It did not come back."}, "Lend it to somebody")
	p.presses("It is here again", nil).tells([]string{"Wipe it before it goes out.", "To be wiped"})
	p.presses("It is broken for good", nil).tells([]string{"It is lent no more.", "Nobody is blamed for it."})
	for range 2 {
		p.sends(page+"/gone", url.Values{"why": {"sold"}}).tells([]string{"Please choose why it is lent no more."})
	}
	maggie := v.signedIn("Maggie")
	maggie.opens("/devices").reads(403, "This is not for you to do")
	if maggie.opens(page); maggie.status != 404 && maggie.status != 403 || strings.Contains(maggie.body, "Blue tablet") {
		t.Errorf("Maggie at a device: %d", maggie.status)
	}
	if maggie.opens(addressOf("/people/", tom)); strings.Contains(maggie.body, "What they have from us") {
		t.Error("Maggie sees what Tom has")
	}
}

// day is a date so many days after the morning of the village.
func day(n int) string { return morning.AddDate(0, 0, n).Format(time.DateOnly) }
