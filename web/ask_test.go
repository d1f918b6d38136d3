package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

// toReach brings a visitor to the step of the ask on which they say who and where they are.
func toReach(v *village, need string) *visitor {
	v.Helper()
	b := v.visitor().opens("/ask").reads(200, "What would help?")
	b.presses("Next: when", url.Values{"needId": {idOf(v.need[need])}, "notes": {"Two bags.\nNo hurry."}}).reads(200, "When would it help?")
	return b.presses("Next: where", nil).reads(200, "Where are you, and how do we reach you?")
}

// joan is what Joan types about herself.
func joan() url.Values {
	return url.Values{"firstName": {"Joan"}, "lastName": {"Pascoe"}, "street": {"withy row"}, "phone": {"01632 960155"}, "email": {"joan@example.org"}, "ways": {"ring", "write"}}
}

func TestAsk_FromTheFirstPageToTheReference(t *testing.T) {
	v := newVillage(t)
	b := toReach(v, "dog")
	b.presses("Next: check it", joan()).reads(200, "Is this right?")
	b.tells([]string{"Dog walking, pets", "Two bags. No hurry.", "This week", "Joan Pascoe", "Withy Row, Station", "01632 960155", "Ring, Write"})
	b.presses("Send it", url.Values{"agreed": {"share"}, "mustKnow": {"Ring twice."}}).reads(200, "Thank you. We have it")
	if !strings.HasPrefix(b.path, "/ask/sent/") {
		t.Errorf("it ended at %s", b.path)
	}
	reference, err := domain.ParseReference("", b.said(".promise b"))
	v.must(err)
	b.tells([]string{"What happens next", "Is there something you like doing for others?", "999"}, "Dog")
	b.opens(attr(find(t, b.doc, `main a.arm`)[0], "href"))
	if !strings.Contains(b.said(".over"), reference.String()) || strings.Contains(b.body, "walking") {
		t.Errorf("the status page reads %s", b.said("main"))
	}
	id, err := v.app.RequestByReference(t.Context(), v.priya, reference.String())
	v.must(err)
	r, err := v.app.Request(t.Context(), v.priya, id)
	v.must(err)
	if r.StreetID != v.street["Withy Row"] || r.Urgency != domain.ThisWeek || r.Request.Notes != "Two bags.\nNo hurry." || r.CameBy != domain.ByWeb {
		t.Errorf("it was written down as %+v", r.Request)
	}
}

// What cannot be taken is told on the page where it is typed, not at the end.
func TestAsk_ToldEarly(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().opens("/ask").presses("Next: when", url.Values{"needId": {idOf(v.need["dog"])}, "notes": {"Ring 01632 960155"}})
	b.reads(422, "What would help?").tells([]string{"Please take the phone number out of here. Your helper gets it once they say yes."})
	b.presses("Next: when", url.Values{"notes": {"He pulls."}}).reads(200, "When would it help?")
	b.presses("Next: where", url.Values{"day": {"2062-06-15"}}).reads(422, "When would it help?").tells([]string{"That is more than a year ahead."})
	b.presses("Next: where", url.Values{"day": {"2027-06-09"}}).reads(200, "Where are you, and how do we reach you?")
}

func TestAsk_SentTwiceIsOneAsk(t *testing.T) {
	v := newVillage(t)
	b := toReach(v, "dog").presses("Next: check it", joan())
	form := filledIn(t, find(t, b.doc, "main form")[0])
	form["agreed"], form["go"] = []string{"share"}, []string{"next"}
	first := b.sends("/ask", form).said(".promise b")
	if again := b.sends("/ask", form).said(".promise b"); again != first {
		t.Errorf("%s became %s", first, again)
	}
	form["notes"] = []string{"Something else"}
	b.sends("/ask", form).reads(422, "Is this right?").tells([]string{"This was sent before with something else in it", "Its number is " + first, "Something else"})
	changed := b.doc
	b.opens(attr(find(t, changed, "#before a")[0], "href")).tells([]string{first})
	b.doc = changed
	b.presses("Send it", nil)
	if again := b.said(".promise b"); again == first || again == "" {
		t.Errorf("what is new comes to %q", again)
	}
}

// A key that somebody else may have guessed opens nothing that is in under it.
func TestAsk_AGuessedKeyTellsNothing(t *testing.T) {
	v := newVillage(t)
	b := toReach(v, "dog").presses("Next: check it", joan())
	form := filledIn(t, find(t, b.doc, "main form")[0])
	form["agreed"], form["go"], form["key"] = []string{"share"}, []string{"next"}, []string{"1"}
	first := b.sends("/ask", form).said(".promise b")
	form["notes"] = []string{"Something else"}
	b.sends("/ask", form).reads(422, "Is this right?").tells([]string{"This was sent before with something else in it"}, first)
}

func TestAsk_WhatIsWrongIsSaidAndNothingIsLost(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().opens("/ask").presses("Next: when", nil).reads(422, "What would help?")
	if got := b.errors(); !slices.Equal(got, []string{"Please choose what would help. “Something else” is fine too."}) {
		t.Errorf("it says %q", got)
	}
	b = toReach(v, "dog")
	wrong := url.Values{"firstName": {""}, "lastName": {"O’Hara <b>"}, "street": {"Withy"}, "phone": {"01632 96015"}, "address": {"The caravan"}}
	if n := len(find(t, b.doc, "[name=ways][checked]")); n != 0 {
		t.Errorf("%d ways are ticked before anybody has chosen", n)
	}
	b.presses("Next: check it", wrong).reads(422, "Where are you, and how do we reach you?")
	if got := b.errors(); len(got) != 4 || !strings.HasPrefix(b.said("title"), "Four things to mend: ") {
		t.Errorf("it says %q under %q", got, b.said("title"))
	}
	for name, want := range map[string]string{"lastName": "O’Hara <b>", "street": "Withy", "phone": "01632 96015", "address": "The caravan"} {
		if got := attr(find(t, b.doc, `[name="`+name+`"]`)[0], "value"); got != want {
			t.Errorf("%s holds %q, want %q", name, got, want)
		}
	}
	b.presses("Back", nil).presses("Back", nil).reads(200, "What would help?")
	if got := rawText(find(t, b.doc, "#notes")[0]); !strings.HasSuffix(got, "Two bags.\nNo hurry.") {
		t.Errorf("the notes are now %q", got)
	}
	b.presses("Next: when", nil).presses("Next: where", nil)
	if got := attr(find(t, b.doc, "#phone")[0], "value"); got != "01632 96015" {
		t.Errorf("the phone is now %q", got)
	}
}

func TestAsk_StreetsByTyping(t *testing.T) {
	v := newVillage(t)
	for typed, want := range map[string]string{
		"Castle Row":                    "Castle Row, Station",
		"castle row station":            "Castle Row, Station",
		"Withy Row, Station, Saltcombe": "Withy Row, Station", // as every page writes it
		"St Marys Rd":                   "Saint Mary’s Road, Mill Lane",
	} {
		form := joan()
		form.Set("street", typed)
		toReach(v, "dog").presses("Next: check it", form).reads(200, "Is this right?").tells([]string{want})
	}
	t.Run("several are offered, and one is taken", func(t *testing.T) {
		form := joan()
		form.Set("street", "Withy")
		b := toReach(v, "dog").presses("Next: check it", form).tells([]string{"There are two streets like “Withy”. Which is yours?", "Withy Terrace, Mill Lane"})
		b.presses("Next: check it", url.Values{"streetId": {idOf(v.street["Withy Terrace"])}}).reads(200, "Is this right?").tells([]string{"Withy Terrace, Mill Lane"})
		t.Run("and forgotten when the words change", func(t *testing.T) {
			b.presses("Back", nil).presses("Next: check it", url.Values{"street": {"Castle Row"}}).tells([]string{"Castle Row, Station"}, "Withy")
		})
	})
	t.Run("one alike is asked about", func(t *testing.T) {
		form := joan()
		form.Set("street", "Castel Row")
		toReach(v, "dog").presses("Next: check it", form).reads(422, "Where are you, and how do we reach you?").tells([]string{"Is it yours?", "Castle Row, Station"})
	})
	t.Run("one that nobody knows goes to a person", func(t *testing.T) {
		form := joan()
		form.Set("street", "Xyzzy Gardens")
		b := toReach(v, "dog").presses("Next: check it", form).tells([]string{"We know no street like “Xyzzy Gardens”"})
		b.presses("Next: check it", url.Values{"streetId": {"words"}}).reads(200, "Is this right?")
		b.presses("Send it", url.Values{"agreed": {"share"}}).reads(200, "Thank you. We have it")
	})
	t.Run("no street at all", func(t *testing.T) {
		form := joan()
		form.Set("street", "")
		b := toReach(v, "dog").presses("Next: check it", form)
		if got := b.errors(); !slices.Equal(got, []string{"Please write the street, or say below in your own words where it is."}) {
			t.Errorf("it says %q", got)
		}
		b.presses("Next: check it", url.Values{"placeWords": {"The caravans behind the mill"}}).tells([]string{"The caravans behind the mill"})
		b.presses("Send it", url.Values{"agreed": {"share"}}).reads(200, "Thank you. We have it").tells([]string{"looks at it"})
	})
}

func TestAsk_AMistypedAddressIsAskedAbout(t *testing.T) {
	v := newVillage(t)
	form := joan()
	form.Set("email", "joan@gmial.com")
	asked := func() *visitor {
		b := toReach(v, "dog").presses("Next: check it", form).reads(422, "Where are you, and how do we reach you?")
		return b.tells([]string{"Did you mean joan@gmail.com?", "It is right as I typed it"})
	}
	asked().presses("Next: check it", url.Values{"emailIs": {"joan@gmail.com"}}).reads(200, "Is this right?").tells([]string{"joan@gmail.com"}, "gmial")
	b := asked().presses("Next: check it", url.Values{"emailIs": {"=joan@gmial.com"}}).reads(200, "Is this right?").tells([]string{"joan@gmial.com"})
	b.presses("Send it", url.Values{"agreed": {"share"}}).reads(200, "Thank you. We have it")
	asked().presses("Next: check it", url.Values{"emailIs": {"=joan@gmial.com"}, "email": {"joan@hotmial.com"}}).tells([]string{"Did you mean joan@hotmail.com?"})
}

func TestAsk_ForSomebodyElse(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().opens("/ask").presses("Next: when", url.Values{"needId": {idOf(v.need["meal"])}})
	b.presses("Next: where", url.Values{"whom": {"other"}}).reads(422, "When would it help?").tells([]string{"Please say whether they know that you ask for them."})
	b.presses("Next: where", url.Values{"asker.knows": {"not_yet"}}).reads(200, "Where are they, and how do we reach you?").tells([]string{"Step 3 of 4"})
	b.presses("Next: check it", nil).reads(422, "Where are they, and how do we reach you?")
	if got := b.errors(); len(got) != 5 {
		t.Errorf("it says %q", got)
	}
	b.presses("Next: check it", url.Values{"asker.firstName": {"Ann"}, "asker.phone": {"01632 960199"}, "asker.relationship": {"daughter"},
		"firstName": {"Joan"}, "address": {"5"}, "street": {"Withy Row"}}).reads(200, "Is this right?").tells([]string{"Step 4 of 4", "Not yet", "Ann", "daughter", "Joan"})
	b.presses("Send it", url.Values{"agreed": {"share", "beyond"}}).reads(422, "Is this right?").tells([]string{"Please say what they would want us to tell you."})
	b.presses("Send it", url.Values{"asker.toldBack": {"that_help_came"}}).reads(200, "Thank you. We have it")
	var knows, told, came string
	v.must(v.db.SQL.QueryRowContext(t.Context(), `SELECT knows, told_back, came_by FROM requests`).Scan(&knows, &told, &came))
	if knows != "not_yet" || told != "that_help_came" || came != "neighbour" {
		t.Errorf("it was written down as %s, %s, %s", knows, told, came)
	}
}

func TestAsk_WhenTheDeskIsShut(t *testing.T) {
	v := newVillage(t)
	open := toReach(v, "dog").presses("Back", nil)
	if len(find(t, open.doc, `[name=urgency][value=H]`)) != 1 {
		t.Error("the next few hours are not offered while the desk is open")
	}
	v.later("13h")
	open.presses("Next: where", url.Values{"urgency": {"H"}}).reads(422, "When would it help?")
	open.tells([]string{"Nobody is at the desk now. It opens tomorrow, 8:30 am.", "ring 999 in danger"})
	if len(find(t, open.doc, `[name=urgency][value=H]`)) != 0 {
		t.Error("the next few hours are offered while the desk is shut")
	}
}

func TestAsk_Days(t *testing.T) {
	v := newVillage(t)
	b := toReach(v, "dog").presses("Back", nil)
	for typed, want := range map[string]string{"2026-06-09": "That day has passed. Please choose a later one.", "soonish": "Please write the day like 11/6/2026."} {
		b.presses("Next: where", url.Values{"day": {typed}})
		if got := b.errors(); !slices.Equal(got, []string{want}) {
			t.Errorf("%s is answered with %q", typed, got)
		}
	}
	b.presses("Next: where", url.Values{"day": {"16/6/2026"}, "parts": {"morning"}}).presses("Next: check it", joan())
	b.tells([]string{"Tuesday 16 June", "Mornings"}).presses("Send it", url.Values{"agreed": {"share"}}).reads(200, "Thank you. We have it")
	var slots, days int
	v.must(v.db.SQL.QueryRowContext(t.Context(), `SELECT slots, extract(day FROM useful_until - wanted_from) FROM requests`).Scan(&slots, &days))
	if domain.Availability(slots).Words() != "mornings" || days != 1 {
		t.Errorf("it was written down as %d for %d days", slots, days)
	}
}

func TestAsk_ChangeGoesStraightBackToTheCheck(t *testing.T) {
	v := newVillage(t)
	b := toReach(v, "dog").presses("Next: check it", joan())
	b.presses("Change this: When", nil).reads(200, "When would it help?")
	b.presses("Next: check it", url.Values{"urgency": {"F"}}).reads(200, "Is this right?").tells([]string{"When it suits"})
	b.presses("Send it", nil).reads(422, "Is this right?").tells([]string{"Please tick the first box"})
	b.presses("Change this: When", nil).presses("Next: check it", url.Values{"whom": {"other"}, "asker.knows": {"agreed"}}).reads(200, "Where are they, and how do we reach you?")
}

func TestAsk_SeveralTowns(t *testing.T) {
	v := newVillage(t, "Brackle")
	b := v.visitor().opens("/").tells([]string{"where are you?", "Brackle"})
	b.opens("/ask?town=" + idOf(v.town)).tells([]string{"A neighbour in Saltcombe does it"})
	form := joan()
	form.Set("street", "Main Street")
	b.presses("Next: when", url.Values{"needId": {idOf(v.need["dog"])}}).presses("Next: where", nil)
	b.presses("Next: check it", form).reads(422, "Where are you, and how do we reach you?")
	b.opens("/ask").presses("Next: when", url.Values{"needId": {idOf(v.need["dog"])}}).presses("Next: where", nil)
	b.presses("Next: check it", form).reads(200, "Is this right?").tells([]string{"Main Street, Market Place, Brackle"})
}

func TestFindStreets(t *testing.T) {
	v := newVillage(t, "Brackle")
	b := v.visitor()
	for path, want := range map[string]string{
		"/streets/find?q=cas":                              `[{"id":` + idOf(v.street["Castle Row"]) + `,"name":"Castle Row","section":"Station","town":"Saltcombe"}]`,
		"/streets/find?q=qqqq":                             `[]`,
		"/streets/find?q=":                                 `[]`,
		"/streets/find/" + idOf(v.town) + "?q=Main":        `[]`,
		"/streets/find?q=" + strings.Repeat("castle+", 80): `[]`,
	} {
		if got := strings.TrimSpace(b.opens(path).body); b.status != 200 || got != want {
			t.Errorf("%s answers %d %s, want %s", path, b.status, got, want)
		}
	}
	for range 60 {
		b.opens("/streets/find?q=cas")
	}
	if b.status != 429 {
		t.Errorf("the sixtieth at once answers %d", b.status)
	}
}
