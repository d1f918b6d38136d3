package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/pgtest"
)

// hosted is the bench on Tuesdays that Tom hosts most times, and Una now and then.
func (v *village) hosted() domain.GatheringID {
	v.Helper()
	id := v.bench()
	v.must(v.app.AddHost(v.Context(), v.priya, app.AddHost{GatheringID: id, PersonID: v.met("Tom"), Usual: true, Shown: true}))
	v.must(v.app.AddHost(v.Context(), v.priya, app.AddHost{GatheringID: id, PersonID: v.met("Una")}))
	return id
}

// raised is something that people brought up at the bench, of which the clock shows more than its first date.
func (v *village) raised() domain.IssueID {
	v.Helper()
	return domain.IssueID(v.count(`INSERT INTO gathering_issues (district_id, gathering_id, day, words, state, changed_at, keep_until)
		VALUES ($1, $2, '2026-06-09', 'The bus comes too early.', 'noted', '2026-06-09 10:00Z', '2027-06-09') RETURNING id`, v.priya.DistrictID, v.bench()))
}

// sitsToday lets Tom host the bench and, today, a café that has begun. It returns the token of his own page, and the part of the address
// of the date of today.
func (v *village) sitsToday() (token, today string) {
	v.Helper()
	id := v.hosted()
	now, err := v.app.Now(v.Context(), domain.Public())
	v.must(err)
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	cafe, err := v.app.AddGathering(v.Context(), v.priya, app.AddGathering{TownID: v.town, Kind: "cafe", PlaceKind: domain.Indoors, PlaceName: "Wesley Hall", Every: domain.Once,
		FirstOn: day, Starts: 0, Ends: 24*60 - 1, IdempotencyKey: "cafe"})
	v.must(err)
	v.must(v.app.AddHost(v.Context(), v.priya, app.AddHost{GatheringID: cafe, PersonID: v.tom(), Usual: true}))
	v.must(v.app.OfferDate(v.Context(), domain.Actor{Kind: domain.BearerActor, DistrictID: v.priya.DistrictID, PersonID: v.tom(), Purpose: domain.ForHost}, id, day.AddDate(0, 0, (int(time.Tuesday)-int(day.Weekday())+6)%7+1), false))
	return strings.TrimPrefix(v.hostLink(v.tom()), "/hosting/"), idOf(cafe) + "/" + day.Format(dayValue)
}

// met is somebody who helps in Castle Row and has been met.
func (v *village) met(first string) domain.PersonID {
	v.Helper()
	id := domain.PersonID(v.count(`SELECT coalesce(max(id), 0) FROM persons WHERE first_name = $1`, first))
	if id == 0 {
		id = v.volunteer(first, "Castle Row")
	}
	v.must(v.app.MeetVolunteer(v.Context(), v.priya, app.MeetVolunteer{PersonID: id, References: 2}))
	return id
}

// hostLink is the path of a host's own page.
func (v *village) hostLink(id domain.PersonID) string {
	return "/hosting/" + v.sealed(domain.Claim{Purpose: domain.ForHost, PersonID: id})
}

func (v *village) sealed(c domain.Claim) string {
	c.DistrictID, c.Expires = v.priya.DistrictID, morning.AddDate(1, 0, 0)
	return domain.Seal([]byte("a secret of thirty-two bytes....."), c)
}

// sits moves the clock to when the bench of Tuesday 16 June is on.
func (v *village) sits() {
	v.Helper()
	now, err := v.app.Now(v.Context(), domain.Public())
	v.must(err)
	pgtest.Advance(v.T, v.db, time.Date(2026, time.June, 16, 9, 40, 0, 0, time.UTC).Sub(now))
}

func TestHosting_GiveBackAndTake(t *testing.T) {
	v := newVillage(t)
	id := v.hosted()
	tom, una := v.hostLink(v.tom()), v.hostLink(v.met("Una"))
	b := v.visitor().opens(tom).reads(200, "Your dates").tells([]string{"Hello Tom,", "Tuesday 16 June, 10:30 am to 11 am", "Talking Bench, Saltcombe"}, "Count who comes")
	day := tom + addressOf("/", id) + "/2026-06-16"
	b.opens(day).reads(200, "The bench by the boat slip").tells([]string{"You host this date."}, "Who came?")
	b.presses("Give it back", url.Values{"suggest": {idOf(v.met("Una"))}}).tells([]string{"Thank you for telling us.", "Nobody hosts this date so far."})
	v.visitor().opens(addressOf("/whats-on/", id)).tells([]string{"Somebody from here will be there."}, "Tom will be there")

	u := v.visitor().opens(v.linkTo(v.met("Una"), "/hosting/")).reads(200, "The bench by the boat slip").tells([]string{"Nobody hosts this date so far."}, "Who came?")
	u.presses("Yes, I’ll be there", nil).tells([]string{"It is yours. Thank you.", "You host this date."})
	b.opens(day).tells([]string{"Una hosts this date. There is nothing for you to do."})
	b.sends(day, url.Values{"do": {"take"}}).tells([]string{"Thank you. Una was quicker, so there is nothing for you to do."})
	u.opens(una).tells([]string{"Tuesday 16 June"})
	b.sends(day, url.Values{"do": {"nonsense"}})
	if b.status != http.StatusUnprocessableEntity {
		t.Errorf("nonsense: %d", b.status)
	}
}

func TestHosting_Swap(t *testing.T) {
	v := newVillage(t)
	id := v.hosted()
	tom := v.hostLink(v.tom()) + addressOf("/", id) + "/2026-06-16"
	v.visitor().opens(tom).presses("Ask the others", nil).tells([]string{"We have asked the others. It is yours until one of them takes it."})
	v.visitor().opens(v.hostLink(v.met("Una"))).tells([]string{"Could you take one of these?"}).presses("Yes, I’ll be there Tuesday 16 June, 10:30 am to 11 am", nil).tells([]string{"It is yours. Thank you."})
	v.visitor().opens(tom).tells([]string{"Una hosts this date."})
}

// Counting needs no script. A form that is sent twice counts once, and what cannot be is said.
func TestHosting_Count(t *testing.T) {
	v := newVillage(t)
	id := v.hosted()
	day := v.hostLink(v.tom()) + addressOf("/", id) + "/2026-06-16"
	v.sits()
	v.visitor().opens(v.hostLink(v.tom())).tells([]string{"Count who comes"})
	b := v.visitor().opens(day).tells([]string{"Who came?", "0 people came"})
	twice := filledIn(t, find(t, b.doc, "form.head-count")[0])
	twice.Set("do", "more")
	b.sends(day, twice).sends(day, twice).opens(day).tells([]string{"1 person came"})
	b.presses("+One more", nil).tells([]string{"2 people came"})
	b.presses("−One fewer", nil).tells([]string{"1 person came"})
	for _, bad := range []string{"5000", "-1", "a few"} {
		b.opens(day).presses("Keep this number", url.Values{"heads": {bad}})
		if b.status != 422 || len(b.errors()) != 1 || !b.holds("heads", bad) {
			t.Errorf("%s: %d %v", bad, b.status, b.errors())
		}
	}
	b.opens(day).presses("Keep this number", url.Values{"heads": {"14"}}).tells([]string{"14 people came"})
	b.presses("Note it", url.Values{"words": {"Mrs Pengelly is lonely"}})
	if b.status != 422 || !b.holds("words", "Mrs Pengelly is lonely") {
		t.Errorf("a name is taken: %d", b.status)
	}
	b.presses("Note it", url.Values{"words": {"The bus comes too early"}}).tells([]string{"It is noted.", "The bus comes too early"})

	staff := v.signedIn("Priya").opens("/builder").tells([]string{"One thing that people brought up at sessions waits to be passed on."}).follows("Read what they said").
		reads(200, "What people brought up").follows("Pass it on").reads(200, "The bus comes too early")
	staff.presses("Write it down", url.Values{"state": {"passed"}, "words": {""}})
	if staff.status != 422 {
		t.Errorf("passed on to nobody: %d", staff.status)
	}
	staff.presses("Write it down", url.Values{"state": {"passed"}, "words": {"The bus company"}}).reads(200, "What people brought up").tells([]string{"The bus company"})
	staff.opens(addressOf("/gatherings/", id) + "/hosts").tells([]string{"One date was counted, with 14 people in all."})
	if staff.opens("/raised?state=done"); !strings.Contains(staff.body, "Nothing stands here") {
		t.Error("nothing is done so far")
	}
}

func TestHosting_Withdrawn(t *testing.T) {
	v := newVillage(t)
	id := v.hosted()
	v.signedIn("Priya").opens(addressOf("/gatherings/", id)+"/hosts").presses("Tom stops", nil).tells([]string{"They host here no more."})
	v.visitor().opens(v.hostLink(v.tom())).reads(410, "This is from a while ago").tells([]string{"You host nothing here just now"})
	v.visitor().opens(v.hostLink(v.tom())+addressOf("/", id)+"/2026-06-16").reads(404, "We can’t open this page")
	v.visitor().opens("/hosting/"+v.sealed(domain.Claim{Purpose: domain.ForVolunteer, PersonID: v.tom()})).reads(404, "We can’t open this page")
	v.visitor().opens("/hosting").reads(200, "Sign in")
	v.signedIn("Priya").opens("/hosting").reads(200, "Your dates").tells([]string{"You host nothing"})
}

// The card on the table counts whoever presses, and puts nothing on their phone.
func TestTable(t *testing.T) {
	v := newVillage(t)
	id := v.hosted()
	here := "/here/" + v.sealed(domain.Claim{Purpose: domain.ForTable, ID: int64(id)})
	v.visitor().opens(here).reads(200, "The bench by the boat slip").tells([]string{"Nothing is on here just now", "The next time is Tuesday 16 June, 10:30 am to 11 am."}, "Count me in")
	now, err := v.app.Now(v.Context(), domain.Public())
	v.must(err)
	pgtest.Advance(v.T, v.db, time.Date(2026, time.June, 16, 7, 0, 0, 0, time.UTC).Sub(now))
	v.visitor().opens(here).tells([]string{"The next time is today, 10:30 am to 11 am."}, "Count me in")
	v.sits()
	b := v.visitor().opens(here).tells([]string{"You are very welcome"})
	b.presses("Count me in", nil).tells([]string{"Thank you. You are counted."})
	b.opens(here).presses("Count me in", nil)
	site, err := url.Parse(v.site.URL)
	v.must(err)
	if cookies := b.client.Jar.Cookies(site); len(cookies) != 0 {
		t.Errorf("the phone keeps %v", cookies)
	}
	if n := v.count(`SELECT scans FROM gathering_counts`); n != 1 {
		t.Errorf("%d were counted, want the same phone once", n)
	}
	v.visitor().opens(here+"x").reads(404, "We can’t open this page")
	v.signedIn("Priya").opens(addressOf("/print/table/", id)).reads(200, "Card for the table").tells([]string{"The bench by the boat slip", "no name"})
}

func TestVacancies_Sessions(t *testing.T) {
	v := newVillage(t)
	id := v.hosted()
	staff := v.signedIn("Priya").opens("/vacancies").tells(nil, "Sessions that nobody hosts")
	v.must(v.app.RemoveHost(t.Context(), v.priya, id, v.tom()))
	staff.opens("/vacancies").tells([]string{"Sessions that nobody hosts", "Tuesday 16 June, 10:30 am to 11 am"})
	v.signedIn("Maggie").opens("/vacancies").tells(nil, "Sessions that nobody hosts")
	_, err := v.app.FollowGaps(t.Context(), domain.Clock())
	v.must(err)
	staff.opens("/builder").follows("A session without a host").follows("Talking Bench, The bench by the boat slip").follows("Who could host it?").reads(200, "Who hosts, and who came")
	staff.opens("/desk").tells(nil, "Nobody hosts these sessions")
	staff.opens(addressOf("/gatherings/", id)+"/dates/2026-06-16/host").reads(200, "Who could host?").presses("Ask Una", nil).tells([]string{"They have been asked.", "has not answered yet"})
	staff.presses("I’ll host it myself", nil).tells([]string{"It is theirs.", "Priya hosts it"})
	staff.opens("/hosting").tells([]string{"Tuesday 16 June"})
	v.must(v.app.GiveDateBack(t.Context(), v.priya, app.GiveDateBack{GatheringID: id, Day: time.Date(2026, time.June, 16, 0, 0, 0, 0, time.UTC)}))
	v.sits()
	staff = v.signedIn("Priya").opens("/desk").tells([]string{"Nobody hosts these sessions"})
	staff.opens("/meeting").tells([]string{"Sessions today", "10:30 am to 11 am", "Nobody"})
	staff.opens(addressOf("/gatherings/", id)+"/hosts").sends(addressOf("/gatherings/", id)+"/hosts", url.Values{"personId": {""}})
	if staff.status != 422 {
		t.Errorf("nobody becomes a host: %d", staff.status)
	}
	staff.opens(addressOf("/gatherings/", id)+"/hosts?q=Tom").presses("Make them a host", url.Values{"is": {"usual", "named"}}).tells([]string{"They are one of the hosts", "Most times", "Named on the page"})
	staff.opens(addressOf("/gatherings/", id) + "/hosts?q=Zebedee").tells([]string{"We know nobody like that."})
	staff.opens(addressOf("/gatherings/", id)+"/dates/2026-06-17/host").reads(404, "There is nothing here")
}

// What people brought up becomes an idea with one press, and each leads to the other.
func TestRaised_BecomesAnIdea(t *testing.T) {
	v := newVillage(t)
	issue := v.raised()
	b := v.signedIn("Priya").opens("/raised").follows("The bus comes too early.").presses("Make it an idea", nil).
		reads(200, "The bus comes too early").tells([]string{"It is an idea now."})
	idea := b.path
	b.follows("The bench by the boat slip, Saltcombe · yesterday").follows("See the idea")
	if b.path != idea {
		t.Errorf("%s leads to %s", addressOf("/raised/", issue), b.path)
	}
	b.opens("/raised?state=idea").tells([]string{"The bus comes too early.", "See the idea"}).opens("/raised").tells(nil, "The bus comes too early.")
}
