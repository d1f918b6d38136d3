package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/web/browsertest"
)

// helpingOf is a volunteer's own page, by the link at the foot of a message to them.
func (v *village) helpingOf(first string) string {
	v.Helper()
	for _, m := range v.mail.List() {
		if at := strings.Index(m.Message.Text, v.site.URL+"/helping/"); at >= 0 && m.Message.To.Address == first+"@example.org" {
			return strings.TrimPrefix(strings.Fields(m.Message.Text[at:])[0], v.site.URL)
		}
	}
	v.Fatalf("%s was sent no link to their own page", first)
	return ""
}

func TestHelping(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	link := strings.SplitN(v.asks(v.joans("dog"), tom, "yes"), "?", 2)[0]
	mine := "/helping/" + strings.TrimPrefix(link, "/can-you-help/") // the link of the invitation opens it too, for the times alone
	b := v.visitor().opens(mine).reads(200, "When may we ask you?").tells([]string{"Hello Tom,", "any time"}, "Joan")
	b.presses("Keep it like this", url.Values{"free": {"0", "4"}, "capacityWeek": {"2"}}).tells([]string{"Monday mornings; Tuesday afternoons"})
	b.presses("Keep it like this", url.Values{"capacityWeek": {"many"}}).tells([]string{"Please write a number, such as 2."})
	b.opens(mine).presses("Rest until then", nil).tells([]string{"Please choose a day."})
	b.presses("Rest until then", url.Values{"restUntil": {"2026-07-01"}}).tells([]string{"We ask again from Wednesday 1 July."})
	b.opens(mine+"?still=yes").presses("Yes, do ask me", nil).tells([]string{"We ask you"}, "You take a rest")
	b.presses("Don’t ask me any more", nil).tells([]string{"You asked us to stop, and we have."}, "Rest until a day")
	b.opens("/helping").reads(200, "Sign in")
}

// Each of the three big buttons is kept at once, says what it means, and can be put back.
func TestHelping_ThreeTaps(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	v.asks(v.joans("dog"), tom, "yes")
	b := v.visitor().opens(v.helpingOf("Tom")).reads(200, "Your helping")
	now := func() (out []string) {
		for _, button := range find(t, b.doc, "button.is-now") {
			out = append(out, nodeText(button))
		}
		return out
	}
	for _, c := range []struct{ press, now, says string }{
		{"Not this week", "Not this week", "We ask again from Monday 15 June."},
		{"Put back", "As usual", "We ask you any time."},
		{"Pause", "Pause", "We ask nothing until you tap “As usual”."},
		{"As usual", "As usual", "We go on asking you."},
		{"Put back", "Pause", "Enjoy your rest."},
	} {
		b.presses(c.press, nil).tells([]string{c.says})
		if got := now(); !slices.Equal(got, []string{c.now}) {
			t.Errorf("after %q it is %q, want %q", c.press, got, c.now)
		}
	}
	b.presses("Rest until then", url.Values{"restUntil": {"2026-07-01"}}).presses("As usual", nil).presses("Put back", nil).tells([]string{"We ask again from Wednesday 1 July."})
}

// What somebody promised, what they are asked, and how often they helped, are on their own page; the address is not.
func TestHelping_OwnPage(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	first, second, private := v.joans("dog"), v.joans("garden"), v.joans("prescription")
	v.visitor().opens(v.asks(first, tom, "yes")).presses("Yes, I’ll go", nil)
	v.asks(second, tom, "yes")
	v.asks(private, tom, "yes")
	b := v.visitor().opens(v.helpingOf("Tom")).reads(200, "Your helping")
	b.tells([]string{"Your next visit", "You said yes: walk a dog for Joan", "Two neighbours ask", "Could you tidy the garden for Joan?", "Could you collect a prescription for a neighbour?"},
		"Pascoe", "01632 960155", "hard of hearing", "You have helped")
	own := b.path
	b.presses("Not this time", nil).reads(200, "Your helping").tells([]string{"Saying no is fine.", "One neighbour asks"})
	b.presses("Yes, I’ll go", nil).reads(200, "You are going to Joan")
	b.opens(own).follows("Where to go, and whom to ring").reads(200, "You are going to Joan").follows("It is done already").presses("Yes, it is done", nil)
	b.opens(own).tells([]string{"You have helped one time. Thank you."}, "neighbours ask")
	v.visitor().opens("/helping/"+strings.TrimPrefix(b.path, "/visit/")).tells(nil, "You said yes")
	if s := v.signedIn("Tom").opens("/helping").reads(200, "Your helping"); s.status != 200 {
		t.Error("their own page is not there for those who sign in")
	}
	v.signedIn("Tom").sends(strings.Replace(own, "/helping/", "/can-you-help/", 1), url.Values{"answer": {"yes"}, "back": {"//evil.example"}}).reads(404, "We can’t open this page")
}

// A visit is worded by its time: before, on the day, while they are there, and after.
func TestVisit_InTheWordsOfItsTime(t *testing.T) {
	v := newVillage(t)
	raised, visit := v.promised()
	b := v.visitor().opens(visit).reads(200, "You are going to Joan").tells([]string{"On the day there are two buttons here", "What if nobody comes to the door?", "Put it in my calendar"}, "I am there")
	b.sends(visit, url.Values{"said": {"there"}}).tells([]string{"The visit is tomorrow", "Please press this when you are there."})
	v.later("24h")
	b.opens(visit).reads(200, "You are going to Joan").presses("I am there", nil).reads(200, "You are with Joan").tells([]string{"Thank you. When it is done, tell us here."}, "calendar")
	for range 2 { // over a weak signal it may come twice
		b.sends(visit, url.Values{"said": {"there"}}).reads(200, "You are with Joan")
	}
	if n := v.count(`SELECT count(*) FROM events WHERE kind = 'there'`); n != 1 {
		t.Errorf("that Tom is there was written down %d times", n)
	}
	b.presses("I am not there yet", nil).reads(200, "You are going to Joan").presses("I am there", nil)
	v.later("30h")
	b.opens(visit).reads(200, "How did it go with Joan?").tells([]string{"Yesterday", "Was it not like that?"}, "You are going", "hand it back", "calendar")
	for range 2 {
		b.sends(visit, url.Values{"said": {"done"}, "sure": {"yes"}}).reads(200, "Thank you").tells([]string{"It is good that you went."})
	}
	if state := v.stateOf(raised); state != "closed" {
		t.Errorf("it is %s", state)
	}
}

// Whoever hands a visit back twice is thanked twice, and nobody is troubled.
func TestVisit_HandedBackTwice(t *testing.T) {
	v := newVillage(t)
	_, visit := v.promised()
	b := v.visitor()
	for range 2 {
		b.sends(visit, url.Values{"said": {"hand_back"}, "sure": {"yes"}}).reads(200, "Thank you").tells([]string{"We ask somebody else."})
	}
	if n := v.count(`SELECT count(*) FROM events WHERE kind = 'handed_back'`); n != 1 {
		t.Errorf("it was handed back %d times", n)
	}
}

// A yes in a week that is full is not lost in a refusal: it says that the limit is their own, and how to change it.
func TestInvitation_YesInAFullWeek(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	link := v.asks(v.joans("garden"), tom, "yes")
	v.later("290h") // it ends in silence
	_, err := v.app.AdvanceRequests(t.Context(), domain.Clock())
	v.must(err)
	if _, err = v.db.SQL.ExecContext(t.Context(), `UPDATE volunteers SET capacity = 1 WHERE person_id = $1`, tom); err != nil {
		t.Fatal(err)
	}
	v.visitor().opens(v.asks(v.joans("dog"), tom, "yes")).presses("Yes, I’ll go", nil).reads(200, "You are going to Joan")
	b := v.visitor().opens(link).presses("Yes, I’ll go", nil)
	b.tells([]string{"Thank you for wanting to go.", "Would one more be fine?", "Change my usual week"}, "Their week", "refused")
	b.follows("Change my usual week").presses("Keep it like this", url.Values{"capacityWeek": {"2"}})
	b.opens(link).presses("Yes, I’ll go", nil).reads(200, "You are going to Joan")
}

func TestHelping_InABrowser(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	tom := v.volunteer("Tom", "Castle Row")
	v.visitor().opens(v.asks(v.joans("dog"), tom, "yes")).presses("Yes, I’ll go", nil)
	v.asks(v.joans("garden"), tom, "yes")
	mine := v.helpingOf("Tom")
	for _, view := range append(phoneAndDesk(), browsertest.View{NoScript: true, Width: 360}) {
		tab := browser.Open(t, view)
		tab.Go(v.site.URL + mine)
		for _, press := range []string{"week", "still"} {
			tab.NoSideways()
			tab.RoomForThumbs()
			tab.Accessible()
			tab.Follow("button[value=" + press + "]")
		}
		if got := tab.Text(".is-now"); !strings.HasPrefix(got, "As usual") {
			t.Errorf("three taps end at %q", got)
		}
	}
}
