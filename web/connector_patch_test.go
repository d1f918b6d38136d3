package web

import (
	"net/url"
	"strings"
	"testing"
)

// Whoever builds a town changes where a connector goes about; what is wrong loses nothing that was typed.
func TestConnectorPatch(t *testing.T) {
	v := newVillage(t)
	kelly, badge := v.kelly()
	b := v.signedIn("Priya").opens(addressOf("/connectors/", kelly)).follows("Change their patch").reads(200, "Where they go about")
	b.presses("Keep it", url.Values{"setting": {"Curl Up"}, "streets": {"Castle Row\r\nWithy Terace"}, "languages": {"pl"}}).tells([]string{
		"We know of no street “Withy Terace” in this town. Do you mean Withy Terrace?", "Castle Row Withy Terace"})
	b.presses("Keep it", url.Values{"setting": {"Curl Up"}, "streets": {"Castle Row, , castle row"}, "languages": {"pl"}}).reads(200, "Kelly Marsh").tells([]string{"We have kept that.", "Polish", "Castle Row · Station, Saltcombe"})

	// The badge alone changes nothing: it has no such page.
	page := strings.TrimPrefix(badge, v.site.URL)
	v.visitor().opens(page).tells([]string{"Kelly · Curl Up"}, "go about").opens(page+"/me").reads(404, "There is nothing here")
}

// What is written down after a training may carry languages and streets.
func TestTraining_LanguagesAndStreets(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya").opens("/connectors/training")
	asked := url.Values{"townId": {addressOf("", v.town)}, "agreed": {"yes"}, "people": {"Jo Fern, jo@example.org, School gate, Welsh, streets: Nowhere Lane"}}
	b.presses("Make them connectors", asked).tells([]string{"Line 1: we know of no street “Nowhere Lane” in this town."})
	asked.Set("people", "Jo Fern, jo@example.org, School gate, Welsh, streets: Castle Row")
	b.presses("Make them connectors", asked).reads(200, "Connectors").follows("Jo Fern").tells([]string{"School gate", "Welsh", "Castle Row · Station, Saltcombe"})
}

// Who went quiet is said hello to, once: the next who looks sees that it was done.
func TestConnectors_SayHello(t *testing.T) {
	v := newVillage(t)
	v.kelly()
	v.signedIn("Priya").opens("/connectors").tells([]string{"Kelly Marsh"}, "Say hello")
	v.later("1464h")
	b := v.signedIn("Priya").opens("/connectors").tells([]string{"Quiet for a while", "no talk yet"})
	b.presses("Say hello", nil).tells([]string{"We have said hello", "hello said today"}, "Say hello")
}
