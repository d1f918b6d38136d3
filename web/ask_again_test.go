package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/web/browsertest"
)

// toAgain brings a visitor to the step on which they say when the dog is walked, and lets them choose how often, on which day and at which time.
func toAgain(v *village, again url.Values) *visitor {
	v.Helper()
	b := v.visitor().opens("/ask").presses("Next: when", url.Values{"needId": {idOf(v.need["dog"])}}).reads(200, "When would it help?")
	b.tells([]string{"How often?", "Every two weeks", "On which day?", "Step 2 of 4"})
	return b.presses("Next: where", again)
}

// sends it off, from the page on which it is read over.
func (b *visitor) sendsIt() *visitor {
	b.Helper()
	return b.presses("Send it", url.Values{"agreed": {"share"}}).reads(200, "Thank you. We have it")
}

func TestAsk_EveryWeek(t *testing.T) {
	v := newVillage(t)
	b := toAgain(v, url.Values{"often": {"1"}, "weekday": {"2"}, "dayTime": {"afternoon"}})
	b.reads(200, "Where are you, and how do we reach you?").tells([]string{"Step 3 of 4"})
	b.presses("Next: check it", joan()).reads(200, "Is this right?")
	b.tells([]string{"Every Tuesday, in the afternoon", "Tuesday 16 June", "It goes on until you tell us"}, "This week")
	b.sendsIt()
	var weeks, day int
	var starts string
	v.must(v.db.SQL.QueryRowContext(t.Context(), `SELECT every_weeks, weekday, starts::text FROM series WHERE ends_on IS NULL AND helper_id IS NULL`).Scan(&weeks, &day, &starts))
	if weeks != 1 || day != 2 || starts != "13:00:00" {
		t.Errorf("it was written down as each %d weeks, day %d, at %s", weeks, day, starts)
	}

	b.opens(attr(find(t, b.doc, `main a.arm`)[0], "href")).tells([]string{"How often", "Every Tuesday, in the afternoon", "I don’t need it this time"}, "Dog")
	status := b.path
	b.opens(status + "?said=withdraw").tells([]string{"help comes again after it"})
	b.opens(status+"?said=stop").presses("Yes, stop it", nil).tells([]string{"It stops for good."}, "Every Tuesday", "Stop it for good")
	b.opens(status+"?said=stop").tells(nil, "Yes, stop it")
	if n := v.count(`SELECT count(*) FROM requests r JOIN series s ON s.id = r.series_id WHERE r.state = 'open' AND s.ends_on = '2026-06-16'`); n != 1 {
		t.Error("it is not over after the visit that has a day")
	}
}

// One visit ends, the others come: the page goes on to say so, and offers to stop them.
func TestStatus_OneTimeOfSeveral(t *testing.T) {
	v := newVillage(t)
	raised, err := v.app.RaiseRequest(t.Context(), domain.Public(), app.RaiseRequest{FirstName: "Joan", Phone: "01632 960155", StreetID: v.street["Withy Row"],
		NeedID: v.need["dog"], SafeToRing: true, AgreedShare: true, Repeat: &app.Repeat{Weekday: 3, Starts: "10:30", EveryWeeks: 4}})
	v.must(err)
	b := v.visitor().opens("/status/" + raised.StatusToken).tells([]string{"Every four weeks on a Wednesday, at 10:30 am"})
	b.opens("/status/"+raised.StatusToken+"?said=sorted").presses("Yes, it is sorted", nil)
	b.tells([]string{"This one is finished", "Every four weeks on a Wednesday", "Stop it for good"}, "please ask again", "It is sorted already")
}

func TestAsk_EveryTwoWeeksUntilADay(t *testing.T) {
	v := newVillage(t)
	b := toAgain(v, url.Values{"often": {"2"}, "weekday": {"3"}, "dayTime": {"morning"}, "until": {"24/6/2026"}}).presses("Next: check it", joan())
	b.tells([]string{"Every two weeks on a Wednesday, in the morning", "Wednesday 17 June", "Wednesday 24 June"}).sendsIt()
	var until time.Time
	v.must(v.db.SQL.QueryRowContext(t.Context(), `SELECT ends_on FROM series WHERE every_weeks = 2`).Scan(&until))
	if until.Format(time.DateOnly) != "2026-06-24" {
		t.Errorf("it ends on %s", until)
	}
}

func TestAsk_WhatIsWrongWithComingAgain(t *testing.T) {
	v := newVillage(t)
	for _, c := range []struct {
		when url.Values
		want []string
	}{
		{url.Values{"often": {"daily"}}, []string{"Please choose how often."}},
		{url.Values{"often": {"1"}, "weekday": {"2"}, "dayTime": {"morning"}, "day": {"2026-06-16"}}, []string{"This is for one day only, and you want it to come again. Please leave the day empty, or choose “Once”."}},
		{url.Values{"often": {"1"}, "weekday": {"2"}, "dayTime": {"morning"}, "urgency": {"H"}}, []string{"Help that comes again cannot begin in the next few hours. Please choose another answer."}},
		{url.Values{"often": {"1"}}, []string{"Please choose the day of the week.", "Please choose the time of the day."}},
		{url.Values{"often": {"1"}, "weekday": {"8"}, "dayTime": {"night"}, "until": {"some day"}},
			[]string{"Please choose the day of the week.", "Please choose the time of the day.", "Please write the day like 11/6/2026."}},
		{url.Values{"often": {"1"}, "weekday": {"2"}, "dayTime": {"morning"}, "until": {"2026-06-09"}}, []string{"That day has passed. Please choose a later one."}},
		{url.Values{"often": {"1"}, "weekday": {"2"}, "dayTime": {"morning"}, "until": {"2026-06-15"}},
			[]string{"The first time is Tuesday 16 June. Please choose a last day after it, or leave it empty."}},
		{url.Values{"often": {"1"}, "weekday": {"2"}, "dayTime": {"morning"}, "until": {"2062-06-15"}}, []string{"That is more than a year ahead. Please choose a day within a year."}},
	} {
		b := v.visitor().opens("/ask").presses("Next: when", url.Values{"needId": {idOf(v.need["dog"])}}).presses("Next: where", c.when)
		if got := b.errors(); b.status != 422 || !slices.Equal(got, c.want) {
			t.Errorf("%v is answered %d with %q", c.when, b.status, got)
		}
		for _, problem := range find(t, b.doc, ".summary a") {
			if target := attr(problem, "href"); len(find(t, b.doc, `[id="`+strings.TrimPrefix(target, "#")+`"]`)) != 1 {
				t.Errorf("%q leads to %s, which is not on the page", nodeText(problem), target)
			}
		}
	}
}

// Nothing that was typed is lost on the way back, nor when the kind of help changes to one that comes once.
func TestAsk_ComingAgainIsKept(t *testing.T) {
	v := newVillage(t)
	b := toAgain(v, url.Values{"often": {"2"}, "weekday": {"5"}, "until": {"2026-12-18"}}).reads(422, "When would it help?")
	b.presses("Next: where", url.Values{"dayTime": {"evening"}}).presses("Back", nil).reads(200, "When would it help?")
	is := func(selector, value string) {
		t.Helper()
		for _, n := range find(t, b.doc, selector) {
			if attr(n, "value") == value {
				return
			}
		}
		t.Errorf("%s does not hold %q", selector, value)
	}
	is("[name=weekday][checked]", "5")
	is("[name=dayTime][checked]", "evening")
	is("[name=until]", "2026-12-18")
	is("[name=often][checked]", "2")
	b.presses("Next: where", nil).presses("Next: check it", joan()).tells([]string{"Friday, in the evening", "Friday 18 December"})

	b.presses("Change this: When", nil).reads(200, "When would it help?").presses("Next: check it", url.Values{"weekday": {"4"}}).reads(200, "Is this right?")
	b.tells([]string{"Every two weeks on a Thursday"})
	b.presses("Change this: What", nil).presses("Next: check it", url.Values{"needId": {idOf(v.need["garden"])}}).reads(422, "When would it help?")
	if got := b.errors(); len(got) != 1 || !strings.Contains(got[0], "comes once at a time. Please choose “Once”.") {
		t.Errorf("it says %q", got)
	}
	b.presses("Next: check it", url.Values{"often": {"once"}}).reads(200, "Is this right?").tells([]string{"This week"}, "Thursday")
	b.sendsIt()
	if n := v.count(`SELECT count(*) FROM series`); n != 0 {
		t.Error("it comes again all the same")
	}
}

// Once is changed to each week on the last page: the day is asked for before it is read over again. So is whoever asks for another.
func TestAsk_ChangedToEveryWeek(t *testing.T) {
	v := newVillage(t)
	b := toReach(v, "dog").presses("Next: check it", joan())
	b.presses("Change this: When", nil).presses("Next: check it", url.Values{"often": {"1"}, "whom": {"other"}}).reads(422, "When would it help?")
	if got := b.errors(); !slices.Equal(got, []string{"Please choose the day of the week.", "Please choose the time of the day.", "Please say whether they know that you ask for them."}) {
		t.Errorf("it says %q", got)
	}
	b.presses("Next: check it", url.Values{"weekday": {"1"}, "dayTime": {"morning"}, "asker.knows": {"agreed"}}).reads(200, "Where are they, and how do we reach you?")
	b.presses("Back", nil).presses("Next: where", url.Values{"whom": {"me"}}).presses("Next: check it", nil)
	b.reads(200, "Is this right?").tells([]string{"Every Monday, in the morning"})
}

// What the form says is not trusted: a visitor can make it say anything.
func TestAsk_ComingAgainForged(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	b := toReach(v, "garden").presses("Back", nil)
	b.tells(nil, "How often?")
	b.presses("Next: where", nil).presses("Next: check it", joan())
	form := filledIn(t, find(t, b.doc, "main form")[0])
	form["agreed"], form["go"] = []string{"share"}, []string{"next"}
	with := func(changes url.Values) url.Values {
		out := url.Values{}
		for _, values := range []url.Values{form, changes} {
			for name, list := range values {
				out[name] = list
			}
		}
		return out
	}
	again := url.Values{"often": {"1"}, "weekday": {"2"}, "dayTime": {"morning"}, "needId": {idOf(v.need["dog"])}, "helper": {"Tom"}, "helperId": {idOf(tom)}, "repeat.helperId": {idOf(tom)}}
	for name, c := range map[string]struct {
		values url.Values
		want   string
	}{
		"a kind of help that comes once": {url.Values{"needId": {idOf(v.need["garden"])}}, "comes once at a time"},
		"no day":                         {url.Values{"weekday": {"<b>"}}, "Please choose the day of the week."},
		"no time":                        {url.Values{"dayTime": {""}}, "Please choose the time of the day."},
		"too long":                       {url.Values{"weekday": {strings.Repeat("2", 30)}}, "There is room for 20"},
	} {
		changed := url.Values{}
		for key, list := range again {
			changed[key] = list
		}
		for key, list := range c.values {
			changed[key] = list
		}
		b.sends("/ask", with(changed))
		if got := b.errors(); b.status != 422 || len(got) != 1 || !strings.Contains(got[0], c.want) {
			t.Errorf("%s: answered %d with %q", name, b.status, got)
		}
	}
	b.sends("/ask", with(again)).reads(200, "Thank you. We have it")
	if n := v.count(`SELECT count(*) FROM series WHERE helper_id IS NOT NULL`); n != 0 {
		t.Error("a visitor has chosen the regular helper")
	}
}

func TestCall_ComesAgain(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	v.volunteer("Tomasz", "Withy Row")
	v.role(v.person("Cal", "Castle Row", nil), app.GrantRole{Kind: domain.CallTaker, TownID: v.town})
	b := v.signedIn("Cal").opens("/call").reads(200, "Write down a call")
	asks := url.Values{"cameBy": {"phone"}, "needId": {idOf(v.need["dog"])}, "firstName": {"Luca"}, "phone": {"01632 960171"}, "street": {"Withy Row"}, "ways": {"ring"}, "agreed": {"share"}}
	wrong := func(changes url.Values, want ...string) {
		t.Helper()
		for name, list := range asks {
			if changes[name] == nil {
				changes[name] = list
			}
		}
		b.presses("Write it down", changes)
		if got := b.errors(); b.status != 422 || !slices.Equal(got, want) {
			t.Errorf("%v is answered %d with %q", changes, b.status, got)
		}
	}
	wrong(url.Values{"weekday": {"2"}}, "Please choose how often it comes. If it comes once, leave its weekday, time, last day and helper empty.")
	wrong(url.Values{"often": {"7"}}, "Please choose how often.")
	wrong(url.Values{"often": {"1"}, "weekday": {"0"}, "starts": {"ten"}}, "Please write the time as 10:00 or 14:30.", "Please choose the day of the week.")
	wrong(url.Values{"often": {"1"}, "weekday": {"2"}, "starts": {"10:30"}, "until": {"soon"}}, "Please write the day like 11/6/2026.")
	wrong(url.Values{"until": {"2026-06-12"}}, "The first time is Tuesday 16 June. Please choose a last day after it, or leave it empty.")
	wrong(url.Values{"until": {""}, "needId": {idOf(v.need["garden"])}}, "“Tidy the garden” comes once at a time. Please choose “Once”. You can ask again each time.")
	wrong(url.Values{"until": {"2026-12-15"}, "helper": {"Xyzzy"}}, "We know no volunteer called “Xyzzy”. Please look at the letters, or leave it empty.")
	wrong(url.Values{"helper": {"Castle Row"}}, "Who is meant by “Castle Row”? Please choose one, or leave it empty.")
	wrong(url.Values{"helperId": {idOf(tom)}, "urgency": {"X"}}, "Please choose how soon: in the next few hours, today or tomorrow, this week, or when it suits.")
	if got := attr(find(t, b.doc, "[name=helperId][checked]")[0], "value"); got != idOf(tom) {
		t.Errorf("the helper is now %s", got)
	}
	b.presses("Write it down", url.Values{"urgency": {"W"}})
	if b.status != 200 || len(b.errors()) != 0 {
		t.Fatalf("answered %d with %q", b.status, b.errors())
	}
	if n := v.count(`SELECT count(*) FROM series s JOIN requests r ON r.series_id = s.id WHERE s.helper_id = $1 AND s.weekday = 2 AND s.starts = '10:30' AND
		s.ends_on = '2026-12-15' AND r.state = 'assigned' AND r.visit_at = '2026-06-16T09:30Z'`, tom); n != 1 {
		t.Error("it is not written down with Tom each Tuesday")
	}
	again := url.Values{"often": {"2"}, "weekday": {"5"}, "starts": {"14:00"}, "helper": {"tom tester"}}
	for name, list := range asks {
		again[name] = list
	}
	again.Set("phone", "01632 960172")
	b.opens("/call").presses("Write it down", again)
	if n := v.count(`SELECT count(*) FROM series WHERE helper_id = $1 AND every_weeks = 2 AND ends_on IS NULL`, tom); b.status != 200 || n != 1 {
		t.Errorf("by name alone: %d, %q", b.status, b.errors())
	}
}

func TestAskAgain_InABrowser(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	v.withIslands(bundled(t))
	for n, view := range append([]browsertest.View{{NoScript: true}}, phoneAndDesk()...) {
		t.Run(fmt.Sprintf("%+v", view), func(t *testing.T) {
			tab := browser.Open(t, view)
			judge := func(name, heading string) {
				t.Helper()
				if got := tab.Text("h1"); got != heading {
					t.Errorf("%s reads %q", name, got)
				}
				tab.NoSideways()
				tab.RoomForThumbs()
				tab.Accessible()
				if !view.NoScript {
					tab.Shot(name)
				}
			}
			tab.Go(v.site.URL + "/ask")
			tab.Tick("needId", idOf(v.need["dog"]))
			tab.Follow("main .arm")
			tab.Tick("often", "1")
			judge("again-when", "When would it help?")
			tab.Follow("main .arm")
			judge("again-wrong", "When would it help?")
			for often, shown := range map[string]bool{"once": false, "4": true, "1": true} {
				tab.Tick("often", often)
				var seen bool
				if tab.Script(`document.querySelector("#weekday").labels[0].checkVisibility()`, &seen); seen != shown {
					t.Errorf("the day is asked of whoever chooses %s: %t", often, seen)
				}
			}
			tab.Tick("often", "1")
			tab.Tick("weekday", "2")
			tab.Tick("dayTime", "afternoon")
			tab.Follow("main .arm")
			tab.Back()
			if tab.Value("input[name=weekday]:checked") != "2" || tab.Value("input[name=dayTime]:checked") != "afternoon" {
				t.Error("the day is forgotten on the way back")
			}
			tab.Follow("main .arm")
			fillReach(tab, "Withy Row")
			tab.Tick("ways", "ring")
			tab.Follow("main .arm")
			judge("again-check", "Is this right?")
			tab.Tick("agreed", "share")
			tab.Follow("main .arm")
			judge("again-sent", "Thank you. We have it")
			tab.Follow("main a.arm")
			tab.NoSideways()
			tab.Accessible()
			tab.Shot(fmt.Sprintf("again-status-%d", n))
		})
	}
}

func TestCall_ComesAgainInABrowser(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	v.volunteer("Tom", "Castle Row")
	v.withIslands(bundled(t))
	for _, view := range phoneAndDesk() {
		tab := browser.Open(t, view)
		tab.Go(v.signInLink("Priya"))
		tab.Follow("main form button")
		tab.Go(v.site.URL + "/call")
		tab.Script(fmt.Sprintf(`document.querySelector("#needId").value = %q; for (const d of document.querySelectorAll("details")) d.open = true; 0`, idOf(v.need["dog"])), new(int))
		tab.Type("#helper", "Castle Row") // on a phone this turns to its part
		tab.Tick("often", "2")
		tab.Script(`document.querySelector("main .arm-hint .arm").focus(); 0`, new(int)) // turns to the last part
		tab.Follow("main .arm-hint .arm")
		tab.NoSideways()
		tab.RoomForThumbs()
		tab.Accessible()
		tab.Shot("again-call")
		if tab.Value("input[name=often]:checked") != "2" || !strings.Contains(tab.Text("main"), "Who is meant by “Castle Row”?") {
			t.Errorf("after an error it holds %q: %s", tab.Value("input[name=often]:checked"), tab.Text("main"))
		}
	}
}
