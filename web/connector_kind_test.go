package web

import (
	"net/url"
	"testing"
)

func TestConnectorKinds(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya").opens("/connectors").follows("Kinds of connectors").reads(200, "Kinds of connectors").tells([]string{"Digital connector", "Tell people what there is · Meet one person alone"})
	b.follows("Add a kind").presses("Keep it", url.Values{"is": {""}}).tells([]string{"Please write what they are called", "Please say at least one thing that they do."})
	b.presses("Keep it", url.Values{"name": {"Bus driver"}, "is": {"signposts", "offered"}}).reads(200, "Kinds of connectors").tells([]string{"Bus driver", "We have kept that."}, "not offered")
	b.opens("/connectors/training").tells([]string{"Bus driver"})
	b.opens("/connector-kinds/bus_driver").presses("Keep it", url.Values{"is": {"signposts"}}).tells([]string{"not offered"})
	b.opens("/connectors/training").tells([]string{"Digital connector"}, "Bus driver")
	b.opens("/connector-kinds/statue").reads(404, "There is nothing here")
	v.signedIn("Maggie").opens("/connector-kinds").reads(403, "This is not for you to do")
}

// Whoever says yes says what they speak too; without a word about it nothing changes, and what is not agreed to loses nothing that was chosen.
func TestConnect_Languages(t *testing.T) {
	v := newVillage(t)
	v.volunteer("Tom", "Castle Row")
	b := v.visitor().opens("/connect/"+v.invited()).reads(200, "Would you be a connector?")
	b.presses("Yes, I would", url.Values{"languages": {"pl", "cy"}}).tells([]string{"Please say that you agree"})
	b.presses("Yes, I would", url.Values{"agreed": {"yes"}}).reads(200, "Thank you. You are a connector")
	v.signedIn("Priya").opens("/connectors").opens(addressOf("/connectors/", v.tom())).tells([]string{"Speaks besides English", "Polish, Welsh"})
}
