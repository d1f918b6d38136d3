package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// signedIn is a visitor who has signed in by a link that was sent to them.
func (v *village) signedIn(first string) *visitor {
	v.Helper()
	b := v.visitor()
	b.opens(strings.TrimPrefix(v.signInLink(first), v.site.URL))
	for _, form := range find(v.T, b.doc, "main form") {
		b.sends(strings.SplitN(b.path, "?", 2)[0], filledIn(v.T, form))
		break
	}
	b.opens("/me")
	if b.path != "/me" {
		v.Fatalf("%s is not signed in, but at %s", first, b.path)
	}
	return b
}

func (v *village) signInLink(first string) string {
	v.Helper()
	link, err := v.app.MintSignInLink(v.Context(), domain.Clock(), first+"@example.org")
	v.must(err)
	return link
}

// outsider runs the desk of another town, and nothing here.
func (v *village) outsider() domain.PersonID {
	v.Helper()
	id := v.person("Olive", "Main Street", nil)
	found, err := v.app.FindStreets(v.Context(), domain.Public(), app.FindStreets{Query: "Main Street"})
	v.must(err)
	v.role(id, app.GrantRole{Kind: domain.Builder, TownID: found[0].TownID})
	return id
}

func requestAt(raised app.Raised) string { return addressOf("/requests/", raised.RequestID) }

// count reads one number from the database.
func (v *village) count(query string, args ...any) (n int) {
	v.Helper()
	v.must(v.db.SQL.QueryRowContext(v.Context(), query, args...).Scan(&n))
	return n
}

// link is where a link of a page leads to.
func (b *visitor) link(words string) string {
	b.Helper()
	for _, a := range find(b.T, b.doc, "main a") {
		if nodeText(a) == words {
			return attr(a, "href")
		}
	}
	b.Fatalf("%s has no link %q: %s", b.path, words, b.said("main"))
	return ""
}

func (b *visitor) follows(words string) *visitor {
	b.Helper()
	return b.opens(b.link(words))
}

func TestStaff_SignedOutSignInFirst(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	for _, path := range []string{"/desk", "/requests", requestAt(raised), "/people", "/people/1", "/people/new", "/streets", "/streets/1", "/towns/1", "/needs/1", "/call", "/tasks", "/tasks/1", "/worries", "/jobs", "/me"} {
		if b := v.visitor().opens(path); !strings.HasPrefix(b.path, "/sign-in?next=") {
			t.Errorf("%s leads to %s", path, b.path)
		}
	}
	b := v.visitor().sends(requestAt(raised)+"/end", url.Values{"ending": {"mistake"}})
	b.reads(http.StatusUnauthorized, "You are not signed in")
}

func TestStaff_SomebodyOfAnotherTownGetsNothing(t *testing.T) {
	v := newVillage(t, "Brackle")
	raised, tom := v.joans("dog"), v.volunteer("Tom", "Castle Row")
	v.outsider()
	b := v.signedIn("Olive")
	page, joan := requestAt(raised), v.count(`SELECT person_id FROM requests WHERE id = $1`, raised.RequestID)
	for path, status := range map[string]int{
		page: 404, page + "/end": 404, page + "/somebody": 404, page + "/hold": 404, addressOf("/people/", tom): 404, fmt.Sprintf("/people/%d", joan): 404,
		addressOf("/streets/", v.street["Withy Row"]): 404, addressOf("/towns/", v.town): 404, "/jobs": 403, "/requests/12345": 404, "/requests/x": 404, "/tasks/99": 404,
	} {
		if b.opens(path); b.status != status {
			t.Errorf("%s answers %d, want %d", path, b.status, status)
		}
	}
	for path, values := range map[string]url.Values{
		page + "/end": {"ending": {"mistake"}}, page + "/approve": {}, page + "/ask": {"person": {strconv.Itoa(int(tom))}},
		fmt.Sprintf("/people/%d/contact", joan): {"request": {strconv.Itoa(int(raised.RequestID))}}, addressOf("/people/", tom) + "/leave": {"why": {"other"}},
	} {
		if b.sends(path, values); b.status != http.StatusNotFound {
			t.Errorf("POST %s answers %d, want 404", path, b.status)
		}
	}
	for _, path := range []string{"/desk", "/requests", "/people?q=Joan", "/streets?q=Withy"} {
		b.opens(path).tells(nil, "Joan", "Withy Row", "Tom Tester")
	}
	if n := v.count(`SELECT count(*) FROM reveals`); n != 0 {
		t.Errorf("%d looks are written down", n)
	}
}

func TestDesk(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya").opens("/desk").reads(200, "Nothing needs you")
	b.tells([]string{"Good morning, Priya. No asks are open", "0forgotten"})
	raised := v.joans("dog")
	b.opens("/desk").reads(200, "One thing needs you").tells([]string{"Dog walking, pets for Joan", "Waits for your word", unbroken(string(raised.Reference))}, "Pascoe", "01632 960155")
	b.presses("Let it go out", nil).tells([]string{"It may go out. We look for somebody now."})
	if b.path != requestAt(raised) {
		t.Errorf("it leads to %s", b.path)
	}
	b.opens("/desk").reads(200, "Nothing needs you").tells([]string{"New since yesterday", "Dog walking, pets for Joan"})
	b.tells([]string{"One ask is open in Saltcombe."}).opens("/desk?mine=yes").tells([]string{"Mine", "that you look after"})
	v.role(v.person("Cal", "Castle Row", nil), app.GrantRole{Kind: domain.CallTaker, TownID: v.town})
	v.signedIn("Cal").opens("/desk").tells([]string{"No asks that you look after are open."}, "open in", "See all", "Find an ask")
}

// The page on which an ask is ended says who is told, and who is not.
func TestEnd_SaysWhoIsTold(t *testing.T) {
	v := newVillage(t)
	v.signedIn("Priya").opens(requestAt(v.joans("dog"))+"/end").reads(200, "End it").
		tells([]string{"So is Joan, except when they died or it was a mistake."}, "and so is Joan")
}

func TestDesk_SaysThatMailIsDown(t *testing.T) {
	v := newVillage(t)
	if _, err := v.db.SQL.ExecContext(t.Context(), `UPDATE mail_health SET down_since = $1, last_error = 'connection refused'`, morning); err != nil {
		t.Fatal(err)
	}
	v.signedIn("Priya").opens("/desk").tells([]string{"No mail has gone out since today, 10 am.", "connection refused"})
}

func TestRequest_AssignAndEnd(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	v.volunteer("Tom", "Castle Row")
	b := v.signedIn("Priya").opens(requestAt(raised)).reads(200, "Walk a dog for Joan")
	b.tells([]string{"What happens next", "It waits for your word.", "Who could go", "Tom Tester", "Nothing else this week", "They asked on the page.", "Biscuit"}, "I am hard of hearing", "01632 960155")
	b.follows("They have said yes").reads(200, "Tom has said yes")
	b.presses("They go", url.Values{"visitAt": {"yesterday"}})
	if b.status != 422 || len(b.errors()) != 1 {
		t.Fatalf("answered %d with %v", b.status, b.errors())
	}
	b.presses("They go", url.Values{"visitAt": {"2026-06-11T14:00"}}).tells([]string{"They are going. Both have a message.", "Tom said yes, for tomorrow, 2 pm."})
	b.follows("Say how it ended").reads(200, "End it")
	b.presses("End it", url.Values{"ending": {"passed_on"}, "note": {""}})
	if got := b.errors(); b.status != 422 || len(got) != 1 || got[0] != "Please write who said yes to it." {
		t.Fatalf("answered %d with %v", b.status, got)
	}
	if len(find(t, b.doc, `input[value="passed_on"][checked]`)) != 1 {
		t.Error("what was chosen is forgotten")
	}
	b.presses("End it", url.Values{"note": {"The dog club"}}).tells([]string{"It ended: passed to somebody who said yes."}, "What happens next", "Hold, with a reason")
}

func TestRequest_Acts(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	tom := v.volunteer("Tom", "Castle Row")
	b, page := v.signedIn("Priya"), requestAt(raised)
	b.opens(page).follows("Hold, with a reason")
	b.presses("Hold it", url.Values{"reason": {""}})
	if got := b.errors(); len(got) != 1 || got[0] != "Please write why it is held, so that others know." {
		t.Errorf("errors %v", got)
	}
	b.presses("Hold it", url.Values{"reason": {"Joan is at her sister’s"}}).tells([]string{"It is held. It goes on by itself when the time comes.", "Held until tomorrow, 9 am"})
	b.presses("Go on now", nil).tells([]string{"The hold is over. We go on."})
	b.presses("Let it go out", nil)
	b.presses("Ask the neighbourhood now", nil).tells([]string{"We ask the whole neighbourhood now: somebody chose to."})
	b.opens(page+"/somebody?q=tom").presses("Ask Tom", nil).tells([]string{"They have been asked."})
	b.follows("Give it a new time").presses("Use the new time", url.Values{"usefulUntil": {"2026-06-09T10:00"}})
	if len(b.errors()) != 1 {
		t.Errorf("a time that has passed: %v", b.errors())
	}
	b.presses("Use the new time", url.Values{"usefulUntil": {"2026-06-15T10:00"}, "slots": {"morning"}}).tells([]string{"It has a new time."})
	b.follows("Change the street").presses("It is there", url.Values{"street": {"Withy"}, "streetId": {""}})
	if n := len(find(t, b.doc, `input[name="streetId"][type="radio"]`)); b.status != 422 || n != 2 {
		t.Errorf("answered %d with %d streets to choose from", b.status, n)
	}
	b.presses("It is there", url.Values{"streetId": {strconv.Itoa(int(v.street["Withy Terrace"]))}}).tells([]string{"Now we know where it is."})
	b.follows("Hand it over").presses("Hand it over", url.Values{"to": {""}})
	if len(b.errors()) != 1 {
		t.Errorf("nobody chosen: %v", b.errors())
	}
	b.opens(page).presses("Save the note", url.Values{"words": {""}})
	if b.status != 422 {
		t.Errorf("an empty note answers %d", b.status)
	}
	b.opens(page).presses("Save the note", url.Values{"words": {"Rang the sister."}}).tells([]string{"The note is saved.", "Rang the sister."})
	v.must(v.app.AssignHelper(t.Context(), v.priya, app.AssignHelper{RequestID: raised.RequestID, PersonID: tom}))
	b.opens(page + "/assign").tells([]string{"Please choose somebody."})
	b.sends(page+"/assign", url.Values{"person": {""}}).tells([]string{"Please choose somebody."})
	b.sends(page+"/ask", url.Values{"person": {""}}).tells([]string{"Please choose somebody."})
	if b.path != page {
		t.Errorf("it leads to %s", b.path)
	}
	b.opens(page).follows("Take it back from Tom").presses("Take it back", nil).tells([]string{"It is taken back.", "Tom is not going after all."})
	if b.opens(page + "/take-back").tells([]string{"Nobody is going, so there is nothing to take back."}); b.path != page {
		t.Errorf("it leads to %s", b.path)
	}
	b.sends(page+"/take-back", nil).tells([]string{"Nobody is going"})
}

func TestRequest_ContactIsWrittenDown(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya").opens(requestAt(v.joans("dog")))
	b.presses("Show", nil).reads(200, "Joan Pascoe").tells([]string{"01632 960155", "joan@example.org", "4, Withy Row, Saltcombe", "It is written down that you looked."})
	if n := v.count(`SELECT count(*) FROM reveals WHERE viewer_id = $1 AND what = 'contact'`, v.priya.PersonID); n != 1 {
		t.Errorf("%d looks are written down, want 1", n)
	}
}

func TestRequests_List(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	b := v.signedIn("Priya")
	for query, found := range map[string]bool{"": true, "q=joan": true, "q=withy": true, "q=" + raised.Reference.String(): true, "state=closed": false,
		"urgency=F": false, "urgency=W": true, "q=nobody": false, fmt.Sprintf("town=%d", v.town): true, "mine=yes": true} {
		b.opens("/requests?" + query)
		if got := strings.Contains(b.said("main"), "Dog walking, pets for Joan"); got != found {
			t.Errorf("%q finds it: %v", query, got)
		}
	}
	for _, path := range []string{"/requests?q=jo%00an", "/requests?q=%ff%1b&state=%00&urgency=%00", "/people?q=%00&role=%00", "/streets?q=%00", "/call?q=%00",
		"/people?after=%00", "/streets/find?q=%00", requestAt(raised) + "/somebody?q=%00"} {
		if b.opens(path); b.status >= 500 {
			t.Errorf("%s answers %d", path, b.status)
		}
	}
	b.opens("/requests?q=%00joan%00").tells([]string{"Dog walking, pets for Joan"})
	for range 21 {
		v.joans("garden")
	}
	b.opens("/requests?q=joan").tells([]string{"22 in all"})
	b.follows("Show the next ones").tells([]string{"Back to the beginning"})
	if n := len(find(t, b.doc, ".lines li")); n != 2 {
		t.Errorf("the second part has %d lines, want 2", n)
	}
}

func TestPeople(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya").opens("/people").reads(200, "People")
	b.follows("Add somebody").presses("Add them", url.Values{"firstName": {"Ines"}, "phone": {"12"}, "street": {"Withy Row"}, "helps": {"yes"}, "preferred": {"call"}, "safe": {"ring"}, "howTold": {"phone"}})
	if got := b.errors(); b.status != 422 || len(got) != 1 || !strings.Contains(got[0], "too short") {
		t.Fatalf("answered %d with %v", b.status, got)
	}
	if n := len(find(t, b.doc, `input[name="firstName"][value="Ines"]`)); n != 1 {
		t.Error("what was typed is forgotten")
	}
	b.presses("Add them", url.Values{"phone": {"01632 960170"}, "skills": {"dogs", "errands"}, "availability": {"weekday mornings"}}).reads(200, "Ines")
	b.tells([]string{"Ines is in.", "Not met yet", "Errands, prescriptions, parcels, dogs and pets", "Weekday mornings"}, "01632 960170")
	page := b.path
	b.follows("I have met them").presses("I have met them", url.Values{"references": {"1"}})
	if len(b.errors()) != 1 {
		t.Errorf("one reference is enough: %v", b.errors())
	}
	b.presses("I have met them", url.Values{"references": {"2"}}).tells([]string{"Met, and helps", "Two references"})
	b.follows("Add a check").presses("I have seen it", url.Values{"level": {"enhanced"}, "reviewOn": {"2029-06-10"}}).tells([]string{"Enhanced", "look again"})
	b.follows("Give a role").presses("Give the role", url.Values{"kind": {"coordinator"}, "street": {"Withy Row"}}).tells([]string{"Street coordinator, Withy Row", "Since today"})
	b.follows("Give a role").presses("Give the role", url.Values{"kind": {"desk"}})
	if got := b.errors(); b.status != 422 || len(got) != 1 || got[0] != "Please choose the town." {
		t.Errorf("a desk without a town answers %d with %v", b.status, got)
	}
	part := strconv.Itoa(v.count(`SELECT id FROM sections WHERE name = 'Mill Lane'`))
	b.presses("Give the role", url.Values{"kind": {"reserve"}, "sectionId": {part}}).tells([]string{"Stand-in, Mill Lane"})
	b.follows("Going away, or a rest").presses("Write it down", url.Values{"from": {"2026-06-20"}, "to": {"2026-06-27"}}).tells([]string{"It is written down.", "back Saturday 27 June"})
	b.presses("Is back", nil).tells([]string{"They are back."})
	b.follows("Change what they give").presses("Save", url.Values{"availability": {"when the moon is full"}})
	if got := b.errors(); len(got) != 1 || !strings.Contains(got[0], "We do not understand") {
		t.Errorf("errors %v", got)
	}
	b.opens(page).follows("Change details").presses("Save", url.Values{"lastName": {"Rowe"}}).reads(200, "Ines Rowe")
	b.follows("Has moved house").presses("They live there now", url.Values{"street": {"withy terrace, mill lane"}, "address": {"2"}}).tells([]string{"Withy Terrace, Mill Lane, Saltcombe", "Until today"})
	b.opens(page+"/apart?q=maggie").presses("Keep them apart", url.Values{"b": {strconv.Itoa(v.count(`SELECT id FROM persons WHERE first_name = 'Maggie'`))}}).tells([]string{"They are kept apart."}, "Maggie")
	b.opens("/people?q=ines").tells([]string{"Ines Rowe"}, "Maggie")
	b.opens("/people?notMet=yes").tells(nil, "Ines Rowe")
	b.opens(page).follows("Is leaving").presses("They have left", url.Values{"why": {"stopped"}}).tells([]string{"They have left.", "Has left"}, "Give a role")
}

func TestPeople_EndARole(t *testing.T) {
	v := newVillage(t)
	v.joans("dog")
	b := v.signedIn("Priya").opens("/people?q=maggie").follows("Maggie Tester").tells([]string{"Street coordinator, Castle Row", "Safeguarding lead, Saltcombe"})
	b.opens(find(t, b.doc, `a[href^="/roles/"]`)[0].Attr[1].Val)
	if b.status != 200 || b.said("h1") != "End a role" {
		t.Fatalf("%s answers %d %q", b.path, b.status, b.said("h1"))
	}
	b.presses("End the role", nil)
	if b.status != 200 && len(b.errors()) == 0 {
		t.Errorf("answered %d: %s", b.status, b.said("main"))
	}
}

// Who goes away while nobody else is there to have what they look after is told that it stays with them.
func TestPeople_NobodyStandsIn(t *testing.T) {
	v := newVillage(t)
	v.joans("dog")
	v.count(`WITH gone AS (UPDATE persons SET left_at = now() WHERE first_name <> 'Priya' AND id IN (SELECT person_id FROM roles) RETURNING 1) SELECT count(*) FROM gone`)
	v.count(`WITH given AS (UPDATE requests SET owner_id = (SELECT id FROM persons WHERE first_name = 'Priya') RETURNING 1) SELECT count(*) FROM given`)
	page := addressOf("/people/", domain.PersonID(v.count(`SELECT id FROM persons WHERE first_name = 'Priya'`)))
	v.signedIn("Priya").opens(page+"/away").presses("Write it down", url.Values{"kind": {"pause"}}).tells([]string{"It is written down."}, "Nobody stands in")
	v.signedIn("Priya").opens(page+"/away").presses("Write it down", url.Values{"kind": {"holiday"}}).
		tells([]string{"It is written down. Nobody stands in for them, so one ask stays with them."})
}

func TestStreets(t *testing.T) {
	v := newVillage(t)
	v.volunteer("Tom", "Withy Row")
	v.joans("dog")
	b := v.signedIn("Priya").opens("/streets").reads(200, "Streets").tells([]string{"Castle Row", "Maggie Tester", "Withy Terrace"})
	b.opens("/streets?vacant=yes&q=withy").tells([]string{"Withy Row", "Nobody"}, "Castle Row")
	b.follows("Withy Row").reads(200, "Withy Row").tells([]string{"Tom Tester", "Dog walking, pets for Joan", "Nobody looks after this street", "One neighbour helps here. One ask is open."})
	b.opens("/streets?q=castle").follows("Castle Row").tells([]string{"Looks after this street", "Maggie Tester"})
	v.role(v.person("Ravi", "Castle Row", nil), app.GrantRole{Kind: domain.Reserve, StreetID: v.street["Castle Row"]})
	m := v.signedIn("Ravi").opens("/streets").tells([]string{"Castle Row"}, "Withy Row")
	if m.opens(addressOf("/streets/", v.street["Withy Row"])); m.status != http.StatusNotFound {
		t.Errorf("Ravi sees another street: %d", m.status)
	}
}

func TestCall(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya").opens("/call").reads(200, "Write down a call")
	dog := strconv.Itoa(int(v.need["dog"]))
	asks := url.Values{"cameBy": {"leaflet"}, "needId": {dog}, "firstName": {"Luca"}, "phone": {"01632 960171"}, "street": {"Withy Row"}, "agreed": {"share"}, "ways": {"none"}}
	b.presses("Write it down", asks)
	if got := b.errors(); b.status != 422 || len(got) != 1 || got[0] != "Please write the date that is on the leaflet." {
		t.Fatalf("answered %d with %v", b.status, got)
	}
	b.presses("Write it down", url.Values{"leafletOn": {"2026-06-08"}}).reads(200, "Walk a dog for Luca")
	b.tells([]string{"Please read out: the reference is", "It came on a leaflet. Priya typed it in.", "Monday 8 June"})
	luca := v.count(`SELECT id FROM persons WHERE first_name = 'Luca'`)
	b.opens("/call?q=luca").follows("Luca").tells([]string{"Luca", "Somebody else"})
	b.presses("Write it down", url.Values{"needId": {strconv.Itoa(int(v.need["garden"]))}, "street": {"Withy Row"}}).reads(200, "Tidy the garden for Luca")
	if n := v.count(`SELECT count(*) FROM requests WHERE person_id = $1`, luca); n != 2 {
		t.Errorf("Luca has %d asks, want 2", n)
	}
	agency := url.Values{"cameBy": {"agency"}, "needId": {dog}, "firstName": {"Edna"}, "street": {"Nowhere Lane"}, "placeWords": {"the caravans behind the mill"},
		"whom": {"other"}, "asker.firstName": {"Sue"}, "asker.phone": {"01632 960172"}, "asker.knows": {"not_yet"}, "asker.toldBack": {"that_help_came"}}
	b.opens("/call").presses("Write it down", agency)
	if got := b.errors(); len(got) != 1 || got[0] != "Please ask what is safe, and tick it. If nothing is, tick “None of these”." {
		t.Errorf("with nothing ticked it says %v", got)
	}
	agency.Set("ways", "none")
	b.opens("/call").presses("Write it down", agency).tells([]string{"An agency asked for them.", "They do not know of it yet", "the caravans behind the mill", "They know now, and agree", "Sue"})
	b.presses("They know now, and agree", nil).tells([]string{"Noted: they know of it, and agree."})
}

func TestTask(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	any, often, skills := domain.AnyTime, 5, []string{"dogs"}
	id, err := v.app.AddPerson(t.Context(), domain.Clock(), app.AddPerson{FirstName: "Bill", LastName: "Andrew", Phone: "01632 960173", StreetID: v.street["Withy Row"],
		Preferred: domain.ByCall, SafeToRing: true, HowTold: "phone", Volunteer: &app.VolunteerDetails{Availability: &any, Skills: &skills, CapacityWeek: &often, BudgetWeek: &often, BudgetDay: &often}})
	v.must(err)
	v.must(v.app.MeetVolunteer(t.Context(), v.priya, app.MeetVolunteer{PersonID: id, References: 2}))
	v.must(v.app.AskHelper(t.Context(), v.priya, app.AskHelper{RequestID: raised.RequestID, PersonID: id}))
	if _, err := v.app.DeliverOutbox(t.Context(), domain.Clock()); err != nil {
		t.Fatal(err)
	}
	b := v.signedIn("Priya").opens("/desk").tells([]string{"Calls and letters", "Ring Bill", "Ask whether they can help", "Bill is to be rung"}, "01632 960173")
	b.follows("Open the script").reads(200, "Ring Bill").tells([]string{"01632 960173", "Please leave no message"})
	script := b.path
	v.count(`UPDATE persons SET safe_to_ring = false WHERE first_name = 'Bill' RETURNING 1`)
	b.opens(script).tells([]string{"Tell Bill", "It is not safe to ring them."}, "01632 960173", "leave no message")
	v.count(`UPDATE persons SET safe_to_ring = true, phone = '' WHERE first_name = 'Bill' RETURNING 1`)
	b.opens(script).tells([]string{"Tell Bill", "We have no number for them."}).follows("Where they live").reads(200, "Bill Andrew")
	v.count(`UPDATE persons SET phone = '+441632960173' WHERE first_name = 'Bill' RETURNING 1`)
	b.opens(script)
	b.presses("Write it down", url.Values{})
	if got := b.errors(); len(got) != 1 || got[0] != "Please choose how it went." {
		t.Errorf("errors %v", got)
	}
	b.presses("Write it down", url.Values{"outcome": {"no_answer"}}).tells([]string{"It comes up again in an hour."})
	b.opens("/desk").follows("Open the script").presses("Write it down", url.Values{"outcome": {"reached"}, "answer": {"yes"}})
	if b.path != "/desk" {
		t.Errorf("it leads to %s: %v", b.path, b.errors())
	}
	b.opens(requestAt(raised)).tells([]string{"Bill is going"})
}

func TestTownAndNeeds(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya").opens(addressOf("/towns/", v.town)).reads(200, "Saltcombe").tells([]string{"Dog walking, pets", "Asks you first", "Nobody has a turn yet."})
	b.presses("Save", url.Values{"phone": {"1"}})
	if b.status != 422 {
		t.Errorf("a bad number answers %d", b.status)
	}
	b.presses("Save", url.Values{"phone": {"01632 960199"}}).tells([]string{"It is saved."})
	b.follows("Dog walking, pets").reads(200, "Dog walking, pets").presses("Save", url.Values{"question": {"walk a dog"}})
	if len(b.errors()) != 1 {
		t.Errorf("a question without a name: %v", b.errors())
	}
	b.presses("Save", url.Values{"question": {"walk a dog for {name}"}, "goesOut": {"by_itself"}}).tells([]string{"It is saved.", "By itself"})
	dee := v.person("Dee", "Withy Row", nil)
	v.role(dee, app.GrantRole{Kind: domain.DeskHelper, TownID: v.town})
	shift := url.Values{"personId": {strconv.Itoa(int(dee))}, "startsAt": {"2026-06-11T09:00"}}
	b.opens(addressOf("/towns/", v.town)).presses("Add the turn", shift)
	if len(b.errors()) != 1 {
		t.Errorf("a turn without an end: %v", b.errors())
	}
	shift.Set("endsAt", "2026-06-11T12:00")
	b.presses("Add the turn", shift).tells([]string{"They are on the desk.", "Tomorrow, 9 am to noon"})
	b.presses("Take off", nil).tells([]string{"The turn is taken off.", "Nobody has a turn yet."})
	for day := range turnsShown + 1 {
		if day == turnsShown {
			b.opens(addressOf("/towns/", v.town)).tells([]string{"Sunday 21 June"}, "Show all")
		}
		starts := time.Date(2026, time.June, 15+day, 8, 0, 0, 0, time.UTC)
		_, err := v.app.AddShift(t.Context(), domain.Clock(), app.AddShift{TownID: v.town, PersonID: dee, StartsAt: starts, EndsAt: starts.Add(time.Hour)})
		v.must(err)
	}
	b.opens(addressOf("/towns/", v.town)).tells([]string{"Sunday 21 June"}, "22 June")
	b.follows("Show all eight turns").tells([]string{"Sunday 21 June", "22 June"}, "Show all")
}

func TestWorriesJobsAndMe(t *testing.T) {
	v := newVillage(t)
	v.must(v.app.SayWorry(t.Context(), domain.Public(), app.SayWorry{TownID: v.town, Words: "The curtains are never open.\nI knocked twice."}))
	v.must(v.app.RecordJob(t.Context(), domain.Clock(), app.JobRun{Name: "match", Server: "one:7", StartedAt: morning, Did: 3, Error: "the database went away"}))
	m := v.signedIn("Maggie").opens("/worries").tells([]string{"The curtains are never open. I knocked twice.", "New", "They would rather not be reached."})
	m.opens("/worries").tells(nil, "New")
	if m.opens("/jobs"); m.status != http.StatusForbidden {
		t.Errorf("Maggie sees the jobs: %d", m.status)
	}
	p := v.signedIn("Priya")
	p.opens("/worries").tells([]string{"Nobody has written"}, "curtains")
	v.role(v.person("Dee", "Castle Row", nil), app.GrantRole{Kind: domain.DeskHelper, TownID: v.town})
	v.signedIn("Dee").opens("/worries").reads(http.StatusForbidden, "This is not for you to do").tells(nil, "curtains", "Only you can read this")
	p.opens("/jobs").tells([]string{"match", "Not finished"})
	p.opens("/me").tells([]string{"Priya Tester", "The one that you use now", "District coordinator"})
	if p.presses("Sign out here", nil); !strings.HasPrefix(p.path, "/sign-in") {
		t.Errorf("after signing out here they are at %s", p.path)
	}
}

func TestSkills_AreThoseOfTheDatabase(t *testing.T) {
	v := newVillage(t)
	known, err := v.db.Store().Skills(t.Context())
	v.must(err)
	if len(known) != len(skills) {
		t.Fatalf("the database knows %d skills, the pages %d", len(known), len(skills))
	}
	for n, s := range known {
		if skills[n] != (skill{s.Code, s.Name}) {
			t.Errorf("the pages call %v %v", s, skills[n])
		}
	}
}

// full fills a village with asks at every stage, and returns the one that waits for a word.
func (v *village) full() app.Raised {
	v.Helper()
	tom := v.volunteer("Tom", "Withy Row")
	v.volunteer("Wioletta", "Castle Row")
	v.volunteer("Desmond", "Withy Terrace")
	v.person("Kit", "Withy Row", &app.VolunteerDetails{})
	going, wide, unplaced := v.joans("garden"), v.joans("small_jobs"), v.joans("prescription")
	v.must(v.app.AssignHelper(v.Context(), v.priya, app.AssignHelper{RequestID: going.RequestID, PersonID: tom}))
	v.must(v.app.ApproveRequest(v.Context(), v.priya, wide.RequestID))
	v.must(v.app.AskWider(v.Context(), v.priya, wide.RequestID))
	v.must(v.app.EndRequest(v.Context(), v.priya, app.EndRequest{RequestID: unplaced.RequestID, Ending: domain.Sorted}))
	_, err := v.app.RaiseRequest(v.Context(), domain.Public(), app.RaiseRequest{FirstName: "Ray", Phone: "01632 960156", TownID: v.town, PlaceWords: "the caravans behind the mill",
		NeedID: v.need["lift_club"], SafeToRing: true, AgreedShare: true})
	v.must(err)
	waits := v.joans("dog")
	v.must(v.app.NoteRequest(v.Context(), v.priya, app.NoteRequest{RequestID: waits.RequestID, Words: "Rang the sister, who has the lead."}))
	v.must(v.app.HoldRequest(v.Context(), v.priya, app.HoldRequest{RequestID: wide.RequestID, Reason: "Joan is away until tomorrow", Until: morning.AddDate(0, 0, 1)}))
	v.must(v.app.RecordJob(v.Context(), domain.Clock(), app.JobRun{Name: "match", Server: "one:7", StartedAt: morning, Did: 3}))
	_, err = v.app.DeliverOutbox(v.Context(), domain.Clock())
	v.must(err)
	return waits
}

func (v *village) tom() domain.PersonID {
	v.Helper()
	return domain.PersonID(v.count(`SELECT id FROM persons WHERE first_name = 'Tom'`))
}

// Whoever looked at how to reach somebody is listed for them, and for those who look after the place where they live.
func TestLooks(t *testing.T) {
	v := newVillage(t)
	maggie := v.signedIn("Maggie")
	maggie.opens("/me").tells([]string{"Who looked at how to reach you", "Nobody has looked"})
	page := addressOf("/people/", v.priya.PersonID)
	maggie.opens(page + "/looks").tells([]string{"Nobody has looked"})
	maggie.sends(page+"/contact", nil)
	maggie.opens(page).opens(page + "/looks").tells([]string{"Maggie Tester saw phone and address", "Today, 10 am"})

	priya := v.signedIn("Priya")
	priya.opens("/me").tells([]string{"Maggie Tester saw phone and address"})
	priya.opens("/me/looks").tells([]string{"Maggie Tester saw phone and address", "shown how to reach you"}, "Nobody has looked")

	v.role(v.person("Dee", "Castle Row", nil), app.GrantRole{Kind: domain.DeskHelper, TownID: v.town})
	v.signedIn("Dee").opens(page+"/looks").reads(http.StatusNotFound, "There is nothing here").tells(nil, "Maggie Tester saw")
}
