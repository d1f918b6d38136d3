package web

import (
	"net/url"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// idea has Joan think of something, and takes it to a stage.
func (v *village) idea(name string, stage domain.IdeaStage) domain.IdeaID {
	v.Helper()
	id, err := v.app.RaiseIdea(v.Context(), domain.Public(), app.RaiseIdea{TownID: v.town, Name: name, Words: "With tea after.",
		IdeaContact: app.IdeaContact{FirstName: "Joan", Email: "joan.idea@example.org", Agreed: true, Named: true}})
	v.must(err)
	if stage == domain.IdeaHeard {
		return id
	}
	_, err = v.app.MoveIdea(v.Context(), v.priya, app.MoveIdea{IdeaID: id, To: domain.IdeaLooking})
	v.must(err)
	if stage == domain.IdeaMeeting {
		_, err = v.app.PlanIdeaMeeting(v.Context(), v.priya, app.PlanIdeaMeeting{IdeaID: id, On: morning.AddDate(0, 0, 7), Starts: 18 * 60, Ends: 19 * 60, PlaceKind: domain.Indoors, PlaceName: "Wesley Hall"})
		v.must(err)
	}
	return id
}

// ideaLink is the page that whoever had the last idea is sent to.
func (v *village) ideaLink() string {
	v.Helper()
	_, err := v.app.DeliverOutbox(v.Context(), domain.Clock())
	v.must(err)
	for _, kept := range v.mail.List() {
		for _, l := range kept.Links() {
			if _, token, found := strings.Cut(l.URL, "/my-idea/"); found {
				return "/my-idea/" + token
			}
		}
	}
	v.Fatal("nobody was sent a link to an idea")
	return ""
}

// Somebody has an idea, without a word about who they are; the builder lets it look for people, others join in, they meet, and it becomes
// a group that everybody finds.
func TestIdeas(t *testing.T) {
	v := newVillage(t)
	v.service()
	for range 3 {
		v.visitor().opens("/directory?q=ukulele&town="+idOf(v.town)).reads(200, "What there is")
	}
	p := v.visitor().opens("/directory?q=ukulele").follows("I have an idea").reads(200, "What would you like to be here?")
	p.presses("Send the idea", url.Values{"name": {""}}).reads(422, "What would you like to be here?").tells([]string{"Please write your idea in a few words"})
	p.presses("Send the idea", url.Values{"name": {"Ukuleles for <b>all</b>"}, "townId": {idOf(v.town)}, "firstName": {"Joan"}, "email": {"joan@example.org"}})
	p.reads(422, "What would you like to be here?").tells([]string{"Please say that we may keep this and write to you."})
	p.presses("Send the idea", url.Values{"agreed": {"yes"}, "named": {"yes"}}).reads(200, "Thank you for your idea").follows("See the ideas that look for people").tells([]string{"No idea looks for people just now"}, "Ukuleles")
	id := addressOf("/ideas/", domain.IdeaID(v.count(`SELECT id FROM ideas`)))
	open := strings.Replace(id, "/ideas/", "/open-ideas/", 1)
	v.visitor().opens(open).reads(404, "There is nothing here")

	b := v.signedIn("Priya").opens("/builder").tells([]string{"Ideas that nobody has read yet", "Ukuleles for <b>all</b>"}).opens("/ideas").tells([]string{"New, 1"})
	b.follows("Ukuleles for <b>all</b>").reads(200, "Ukuleles for <b>all</b>").tells([]string{"What comes next", "Joan", "From the public page", "“ukulele”"})
	b.presses("Let it look for people", nil).tells([]string{"It has gone on.", "Nobody has said yet that they would join in."})
	q := v.visitor().opens(open).reads(200, "Ukuleles for <b>all</b>").tells([]string{"An idea of Joan."}, "joan@example.org")
	q.presses("I would join in", nil).tells([]string{"Please write your first name"})
	q.presses("I would join in", url.Values{"firstName": {"Pete"}, "phone": {"01632 960155"}, "agreed": {"yes"}}).tells([]string{"Thank you for joining in.", "One person would join in."}, "Pete", "960155")
	b.opens(id).tells([]string{"Pete", "One person would join in."}).follows("Plan the first meeting").presses("Plan it, and tell them", url.Values{"firstOn": {"2020-01-01"}, "placeName": {""}}).
		tells([]string{"That day is over.", "Please write the name of the place"})
	b.presses("Plan it, and tell them", url.Values{"firstOn": {day(7)}, "starts": {"18:00"}, "ends": {"19:00"}, "placeKind": {"indoors"}, "placeName": {"Wesley Hall"}}).tells([]string{"It is planned, and they are told.", "They meet at Wesley Hall"})
	q.opens(open).tells([]string{"The first meeting", "Wesley Hall"}).follows("See where it is").reads(200, "Wesley Hall")
	v.later("400h")
	b.opens(id).tells([]string{"They met at Wesley Hall"}).presses("Write the group down", nil).tells([]string{"is a draft that only staff see"}, "It is a group: tell everybody")
	group := strings.Replace(b.follows("Read the draft through").path, "/change", "", 1)
	b.presses("Save", url.Values{"staffOnly": {""}, "checked": {"yes"}}).opens(id).presses("It is a group: tell everybody", nil).tells([]string{"A group now", "It stands in the directory as"})
	v.visitor().opens(strings.Replace(group, "/services/", "/directory/", 1)).reads(200, "Ukuleles for <b>all</b>")
	v.visitor().opens("/open-ideas").tells(nil, "Ukuleles")

	_, err := v.app.FollowGaps(v.Context(), domain.Clock())
	v.must(err)
	gap := addressOf("/gaps/", domain.GapID(v.count(`SELECT id FROM gaps WHERE kind = 'search'`)))
	b.opens(gap).tells([]string{"Ideas that answer it", "A group now"}).presses("I will see to it", nil).follows("It is there already")
	b.presses("It runs", nil).opens(gap).tells([]string{"What was missing is there.", "There nowUkuleles"})
}

// The link in a message says how it stands, and stops it with one press; a reason is read as it was written.
func TestMyIdea(t *testing.T) {
	v := newVillage(t)
	id := v.idea("A cinema", domain.IdeaLooking)
	p := v.visitor().opens(v.ideaLink()).reads(200, "A cinema").tells([]string{"For Joan", "looks for people who would join in"})
	b := v.signedIn("Priya").opens(addressOf("/ideas/", id)).follows("Let it go, with thanks").presses("Let it go, with thanks", url.Values{"why": {"Thank you. There is <i>no</i> room."}})
	b.reads(200, "A cinema").tells([]string{"It is let go, and they are thanked.", "Thank you. There is <i>no</i> room."})
	p.opens(p.path).tells([]string{"It does not go on for now.", "Thank you. There is <i>no</i> room."})
	p.presses("Tell me no more of it", nil).tells([]string{"It has stopped.", "You hear no more of it."}, "Have you had enough?")
	b.presses("Take it up again", nil).tells([]string{"took it up again."})
}

// An idea by which somebody may be known is shown to staff alone, with the words that are meant.
func TestIdeas_HeldBack(t *testing.T) {
	v := newVillage(t)
	id := v.idea("Ring Mrs Bramble about a choir", domain.IdeaLooking)
	v.visitor().opens("/open-ideas").tells(nil, "Bramble")
	b := v.signedIn("Priya").opens("/ideas").tells([]string{"Somebody may be known by its words."}).opens(addressOf("/ideas/", id)).tells([]string{"“Mrs Bramble” may say who somebody is."})
	b.follows("Change its words").presses("Save", url.Values{"name": {"A choir"}}).tells([]string{"It is saved."}, "may say who somebody is")
	v.visitor().opens("/open-ideas").tells([]string{"A choir"})
	v.signedIn("Maggie").opens(addressOf("/ideas/", id)).reads(404, "There is nothing here")
}

// What a connector passed on is taken up from the list of wishes.
func TestTakeUpWish(t *testing.T) {
	v := newVillage(t)
	_, badge := v.kelly()
	_, badge, _ = strings.Cut(badge, "/log/")
	p := v.visitor().opens("/log/"+badge+"/wish?what=idea").presses("Pass it on", url.Values{"what": {"idea"}, "firstName": {"Ivor"}, "phone": {"01632 960155"}, "words": {"A place to mend things. Lamps first."}, "agreed": {"yes"}})
	p.tells([]string{"Passed on."})
	v.signedIn("Priya").opens("/connector-wishes").presses("Take it up as an idea", nil).reads(200, "A place to mend things").tells([]string{"It is an idea now.", "Ivor", "A connector passed it on"})
	v.signedIn("Priya").opens("/connector-wishes").tells([]string{"Nobody is waiting"})
}
