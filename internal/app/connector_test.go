package app

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/domain"
)

// kind is a kind of connector by its code.
func (w *world) kind(code string) domain.KindID {
	w.Helper()
	kinds, err := w.app.ConnectorKinds(w.Context(), w.as("Bo"))
	w.must(err)
	for _, k := range kinds {
		if k.Code == code {
			return k.ID
		}
	}
	w.Fatalf("there is no kind %q", code)
	return 0
}

// trained makes connectors by a training in Saltcombe.
func (w *world) trained(people string) []domain.Connector {
	w.Helper()
	_, err := w.app.TrainConnectors(w.Context(), w.as("Bo"), TrainConnectors{TownID: w.town["Saltcombe"], KindID: w.kind("community"), People: people, Agreed: true})
	w.must(err)
	all, err := w.app.Connectors(w.Context(), w.as("Bo"))
	w.must(err)
	return all
}

// badge is whoever holds the badge of a connector.
func (w *world) badge(c domain.Connector) domain.Actor {
	return domain.Actor{Kind: domain.BearerActor, Purpose: domain.ForLog, DistrictID: c.DistrictID, PersonID: c.PersonID, Badge: c.Badge}
}

// kelly is a connector in Saltcombe.
func (w *world) kelly() (domain.Connector, domain.Actor) {
	w.Helper()
	c := w.trained("Kelly Marsh, kelly@example.org, Curl Up")[0]
	return c, w.badge(c)
}

// theme is a theme by its code.
func (w *world) theme(code string) domain.ThemeID {
	w.Helper()
	return domain.ThemeID(w.insert(`SELECT id FROM themes WHERE code = $1`, code))
}

// talk is a conversation about money, with a key of its own.
func (w *world) talk(n int) LogConversation {
	return LogConversation{ClientKey: fmt.Sprintf("00000000-0000-4000-8000-%012d", n), ThemeID: w.theme("money"), LedTo: domain.JustListened}
}

func TestApp_TrainConnectors(t *testing.T) {
	w := newWorld(t)
	all := w.trained("Kelly Marsh, kelly@example.org, Curl Up, Fore Street\n\nAl Tull, 01632 960123\n")
	if len(all) != 2 || all[1].Name() != "Kelly Marsh" || all[1].Setting != "Curl Up, Fore Street" || all[1].KindName != "Community connector" || all[1].TownName != "Saltcombe" {
		t.Fatalf("%+v", all)
	}
	if c := all[1]; c.NoticeVersion == "" || c.TrainedOn == nil || c.RefreshOn == nil || c.RefreshOn.Year() != 2027 || c.Badge != 1 {
		t.Errorf("%+v", c)
	}
	// The same people at the next training are the same people, with the badge that they have.
	again := w.trained("kelly Marsh, KELLY@example.org")
	if len(again) != 2 || again[1].Badge != 1 || w.insert(`SELECT count(*) FROM persons WHERE email_key = 'kelly@example.org'`) != 1 {
		t.Errorf("%+v", again)
	}
	for people, want := range map[string]string{
		"":                    "write down who was there",
		"Kelly Marsh":         "Line 1 has no phone number",
		"\nKelly, kelly@":     "Line 2: “kelly@” is neither",
		", kelly@example.org": "Line 1 has no name",
		strings.Repeat("Jo, jo@example.org\n", 61): "at most 60",
	} {
		_, err := w.app.TrainConnectors(t.Context(), w.as("Bo"), TrainConnectors{TownID: w.town["Saltcombe"], KindID: w.kind("community"), People: people, Agreed: true})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", people, err, want)
		}
	}
	_, err := w.app.TrainConnectors(t.Context(), w.as("Bo"), TrainConnectors{TownID: w.town["Saltcombe"], KindID: w.kind("community"), People: "Jo, jo@example.org"})
	if err == nil || !strings.Contains(err.Error(), "ask whether they agree") {
		t.Errorf("nobody agreed: %v", err)
	}
	_, err = w.app.TrainConnectors(t.Context(), w.as("Dee"), TrainConnectors{TownID: w.town["Saltcombe"], KindID: w.kind("community"), People: "Jo, jo@example.org", Agreed: true})
	w.refused(err, domain.Forbidden)
}

func TestApp_InviteConnector(t *testing.T) {
	w := newWorld(t)
	bo, maggie := w.as("Bo"), w.who["Maggie"]
	ask := InviteConnector{PersonID: maggie, KindID: w.kind("hub"), TownID: w.town["Saltcombe"]}
	w.must(w.app.InviteConnector(t.Context(), bo, ask))
	w.refused(w.app.InviteConnector(t.Context(), bo, ask), domain.Conflict)
	id := domain.InviteID(w.insert(`SELECT id FROM connector_invites`))
	link := domain.Actor{Kind: domain.BearerActor, Purpose: domain.ForConnector, DistrictID: w.district, PersonID: maggie, InviteID: id}

	// Without agreeing nobody becomes one; another's link opens nothing.
	w.refused(w.app.AnswerConnect(t.Context(), link, AnswerConnect{Yes: true}), domain.Invalid)
	stranger := link
	stranger.PersonID = w.who["Ravi"]
	w.refused(w.app.AnswerConnect(t.Context(), stranger, AnswerConnect{Yes: true, Agreed: true}), domain.NotFound)
	w.refused(w.app.AnswerConnect(t.Context(), link, AnswerConnect{Yes: true, Agreed: true, Patch: Patch{SectionID: w.section["Market Place"]}}), domain.Invalid)
	if n := w.insert(`SELECT count(*) FROM connectors`); n != 0 {
		t.Fatalf("%d connectors without a yes", n)
	}
	yes := AnswerConnect{Yes: true, Agreed: true, Patch: Patch{Setting: "The library", SectionID: w.section["Old Town"], Languages: []string{"cy"}}}
	w.must(w.app.AnswerConnect(t.Context(), link, yes))
	w.must(w.app.AnswerConnect(t.Context(), link, yes)) // pressed twice
	c, err := w.app.Connector(t.Context(), bo, maggie)
	w.must(err)
	if c.Setting != "The library" || c.SectionName != "Old Town" || c.JoinedBy != "link" || c.Badge != 1 || !c.AgreedAt.Equal(wednesday) || c.NoticeVersion == "" || c.TrainedOn != nil {
		t.Errorf("%+v", c)
	}
	if n := w.insert(`SELECT count(*) FROM outbox WHERE kind = 'connector_badge'`); n != 1 {
		t.Errorf("%d badges on their way", n)
	}
	w.refused(w.app.InviteConnector(t.Context(), bo, ask), domain.Conflict)
}

func TestApp_LogConversation(t *testing.T) {
	w := newWorld(t)
	_, badge := w.kelly()
	service := w.addService("Warm Hub", nil)
	hidden := w.addService("Ward 9", func(s *AddService) { s.StaffOnly = true })
	one := w.talk(1)
	one.LedTo, one.ServiceID, one.SectionID, one.Note = domain.LedToService, service.ID, w.section["Old Town"], "Did not know about the Warm Hub in Saltcombe"
	got, err := w.app.LogConversation(t.Context(), badge, one)
	w.must(err)
	if got.Count != 1 || got.Again {
		t.Errorf("%+v", got)
	}
	got, err = w.app.LogConversation(t.Context(), badge, one)
	w.must(err)
	if !got.Again || w.insert(`SELECT count(*) FROM conversations`) != 1 {
		t.Errorf("sent twice: %+v", got)
	}
	for field, spoil := range map[string]func(*LogConversation){
		"about":     func(c *LogConversation) { c.ThemeID = 99999 },
		"to":        func(c *LogConversation) { c.LedTo = "nowhere" },
		"how":       func(c *LogConversation) { c.Channel = "pigeon" },
		"people":    func(c *LogConversation) { c.People = 51 },
		"sectionId": func(c *LogConversation) { c.SectionID = w.section["Market Place"] },
		"note":      func(c *LogConversation) { c.Note = strings.Repeat("Kelly Marsh ", 166) },
		"key":       func(c *LogConversation) { c.ClientKey = "1" },
	} {
		bad := w.talk(2)
		spoil(&bad)
		_, err := w.app.LogConversation(t.Context(), badge, bad)
		w.refusedField(err, field)
	}
	bad := w.talk(2)
	bad.LedTo, bad.ServiceID = domain.LedToService, hidden.ID
	_, err = w.app.LogConversation(t.Context(), badge, bad)
	w.refused(err, domain.Invalid)
	// One of several that cannot be counted stops all.
	bad = w.talk(3)
	bad.People = 99
	_, err = w.app.LogConversation(t.Context(), badge, w.talk(2), bad)
	w.refused(err, domain.Invalid)
	if n := w.insert(`SELECT count(*) FROM conversations`); n != 1 {
		t.Errorf("%d rows", n)
	}
}

// A conversation has nobody in it, and no time but its day: not in its row, and not in the audit.
func TestApp_LogConversation_NobodyAndNoMinute(t *testing.T) {
	w := newWorld(t)
	_, badge := w.kelly()
	before := w.insert(`SELECT count(*) FROM audits`)
	fear := w.talk(1)
	fear.ThemeID, fear.SectionID, fear.Note, fear.LedTo = w.theme("safety"), w.section["Old Town"], "bruises", domain.RangWithThem
	_, err := w.app.LogConversation(t.Context(), badge, fear)
	w.must(err)
	if w.insert(`SELECT count(*) FROM conversations WHERE section_id IS NULL AND note = ''`) != 1 {
		t.Error("where somebody is not safe was kept")
	}
	w.must(w.app.WishOfSomebody(t.Context(), badge, WishOfSomebody{What: "link_worker", FirstName: "Joan", Phone: "01632 960155", Agreed: true}))
	if after := w.insert(`SELECT count(*) FROM audits`); after != before {
		t.Errorf("%d rows of the audit say when and who", after-before)
	}
	timed := w.insert(`SELECT count(*) FROM information_schema.columns WHERE table_name = 'conversations' AND data_type LIKE 'time%'`)
	linked := w.insert(`SELECT count(*) FROM information_schema.columns WHERE table_name = 'connector_wishes' AND column_name IN ('connector_id', 'client_key', 'conversation_id')`)
	if timed+linked != 0 {
		t.Error("a conversation has a time, or a wish knows its conversation")
	}
	for note, constraint := range map[string]string{"a@b.uk": "e-mail", "ring 01632 960155": "number"} {
		_, err := w.behind.SQL.ExecContext(t.Context(), `UPDATE conversations SET note = $1, keep_until = '2027-01-01'`, note)
		if err == nil {
			t.Errorf("the database took a note with an %s", constraint)
		}
	}
}

func TestApp_LogConversation_BadgeTakenBack(t *testing.T) {
	w := newWorld(t)
	c, badge := w.kelly()
	w.must(w.app.ChangeBadge(t.Context(), w.as("Bo"), ChangeBadge{PersonID: c.PersonID, Back: true}))
	_, err := w.app.LogConversation(t.Context(), badge, w.talk(1))
	w.refused(err, domain.Conflict)
	_, err = w.app.LogPage(t.Context(), badge)
	w.refused(err, domain.Conflict)
	_, _, err = w.app.BadgeLink(t.Context(), w.as("Bo"), c.PersonID)
	w.refused(err, domain.Conflict)
	// A new badge opens the page; the old one stays shut.
	w.must(w.app.ChangeBadge(t.Context(), w.as("Bo"), ChangeBadge{PersonID: c.PersonID}))
	_, err = w.app.LogConversation(t.Context(), badge, w.talk(1))
	w.refused(err, domain.Conflict)
	badge.Badge = 2
	_, err = w.app.LogConversation(t.Context(), badge, w.talk(1))
	w.must(err)
	// Who has left wears none.
	_, err = w.app.Leave(t.Context(), w.as("Bo"), Leave{PersonID: c.PersonID, Why: "moved_away"})
	w.must(err)
	_, err = w.app.LogConversation(t.Context(), badge, w.talk(2))
	w.refused(err, domain.Conflict)
}

// Two tabs and a slow line send the same at once: it counts once.
func TestApp_LogConversation_AtOnce(t *testing.T) {
	w := newWorld(t)
	_, badge := w.kelly()
	talks := []LogConversation{w.talk(1), w.talk(2), w.talk(3)}
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := w.app.LogConversation(t.Context(), badge, talks...); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.insert(`SELECT count(*) FROM conversations`); n != 3 {
		t.Errorf("three talks count as %d", n)
	}
}

func TestDayOf(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, time.June, n, 0, 0, 0, 0, time.UTC) }
	for name, c := range map[string]struct{ phone, sent, want time.Time }{
		"today":                                  {day(10), day(10), day(10)},
		"waited for three days":                  {day(7), day(10), day(7)},
		"a clock that is a day ahead":            {day(11), day(11), day(10)},
		"a clock that is a day behind":           {day(9), day(9), day(10)},
		"ahead, and waited":                      {day(9), day(11), day(8)},
		"far ahead cannot be put right":          {day(28), day(28), day(10)},
		"set right meanwhile, and still to come": {day(12), day(10), day(10)},
		"older than a phone may keep":            {day(-300), day(10), day(10).AddDate(0, 0, -domain.LongestWaiting)},
	} {
		if got := domain.DayOf(c.phone, c.sent, day(10)); !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestApp_LogPage(t *testing.T) {
	w := newWorld(t)
	_, badge := w.kelly()
	hub, choir := w.addService("Warm Hub", nil), w.addService("Choir", nil)
	for n, s := range []domain.ServiceID{hub.ID, choir.ID, choir.ID} {
		talk := w.talk(n)
		talk.LedTo, talk.ServiceID, talk.People = domain.LedToService, s, 2
		_, err := w.app.LogConversation(t.Context(), badge, talk)
		w.must(err)
	}
	p, err := w.app.LogPage(t.Context(), badge)
	w.must(err)
	if len(p.Themes) != 10 || len(p.Sections) != 2 || len(p.Pointed) != 2 || p.Pointed[0].Name != "Choir" || p.FirstName != "Kelly" {
		t.Errorf("%+v", p)
	}
	if r := p.Ripple; r.Conversations != 3 || r.People != 6 || r.Services != 2 || len(r.LedTo) != 2 || r.LedTo[0].N != 2 || r.Themes[0].N != 3 {
		t.Errorf("%+v", r)
	}
}

func TestApp_SayHello(t *testing.T) {
	w := newWorld(t)
	c, badge := w.kelly()
	if c.Quiet(c.AgreedAt.AddDate(0, 0, 59)) || !c.Quiet(c.AgreedAt.AddDate(0, 0, 61)) {
		t.Error("somebody is quiet after sixty days")
	}
	_, err := w.app.LogConversation(t.Context(), badge, w.talk(1))
	w.must(err)
	w.must(w.app.SayHello(t.Context(), w.as("Bo"), c.PersonID))
	w.refused(w.app.SayHello(t.Context(), w.as("Bo"), c.PersonID), domain.Conflict)
	if n := w.insert(`SELECT count(*) FROM outbox WHERE kind = 'connector_hello'`); n != 1 {
		t.Errorf("%d hellos", n)
	}
}

func TestApp_RemindConnectors(t *testing.T) {
	w := newWorld(t)
	c, _ := w.kelly()
	remind := func() int {
		t.Helper()
		n, err := w.app.RemindConnectors(t.Context(), domain.Clock())
		w.must(err)
		return n
	}
	if n := remind(); n != 0 {
		t.Errorf("%d reminded on the day of the training", n)
	}
	w.exec(`UPDATE connectors SET refresh_on = '2026-07-10' WHERE person_id = $1`, c.PersonID)
	if first, second := remind(), remind(); first != 1 || second != 0 {
		t.Errorf("reminded %d times, then %d", first, second)
	}
}

func TestApp_ConnectorWishes(t *testing.T) {
	w := newWorld(t)
	_, badge := w.kelly()
	wish := WishOfSomebody{What: "idea", FirstName: "Joan", Phone: "01632 960155", Words: "A choir", Agreed: true}
	for _, spoil := range []func(*WishOfSomebody){
		func(v *WishOfSomebody) { v.Agreed = false }, func(v *WishOfSomebody) { v.Phone = "" }, func(v *WishOfSomebody) { v.FirstName = " " }, func(v *WishOfSomebody) { v.What = "more" },
	} {
		bad := wish
		spoil(&bad)
		w.refused(w.app.WishOfSomebody(t.Context(), badge, bad), domain.Invalid)
	}
	w.must(w.app.WishOfSomebody(t.Context(), badge, wish))
	wish.FirstName, wish.Phone, wish.Words = "Una", "01632 960156", "A choir for men"
	w.must(w.app.WishOfSomebody(t.Context(), badge, wish))
	all, info, err := w.app.ConnectorWishes(t.Context(), w.as("Bo"), Page{First: 1})
	w.must(err)
	if len(all) != 1 || all[0].FirstName != "Joan" || all[0].Words != "A choir" || !info.HasNext {
		t.Fatalf("%+v %+v", all, info)
	}
	rest, end, err := w.app.ConnectorWishes(t.Context(), w.as("Bo"), Page{First: 1, After: info.End})
	w.must(err)
	if len(rest) != 1 || rest[0].FirstName != "Una" || end.HasNext {
		t.Fatalf("%+v %+v", rest, end)
	}
	w.refused(w.app.SettleWish(t.Context(), w.as("Dee"), all[0].ID), domain.NotFound)
	w.must(w.app.SettleWish(t.Context(), w.as("Bo"), all[0].ID))
	w.must(w.app.SettleWish(t.Context(), w.as("Bo"), rest[0].ID))
	if all, _, err = w.app.ConnectorWishes(t.Context(), w.as("Bo"), Page{}); err != nil || len(all) != 0 {
		t.Errorf("%v %+v", err, all)
	}
}

func TestApp_ConnectorList(t *testing.T) {
	w := newWorld(t)
	w.trained("Kelly Marsh, kelly@example.org\nal Tull, al@example.org\nKelly Abbot, abbot@example.org")
	_, err := w.app.LogConversation(t.Context(), w.badge(w.trained("Kelly Marsh, kelly@example.org")[2]), w.talk(1))
	w.must(err)
	var names []string
	page := Page{First: 1}
	for more := true; more; {
		rows, info, err := w.app.ConnectorList(t.Context(), w.as("Bo"), page)
		w.must(err)
		for _, c := range rows {
			names = append(names, fmt.Sprint(c.Name(), " ", c.Conversations))
		}
		page.After, more = info.End, info.HasNext
	}
	if got := strings.Join(names, ", "); got != "al Tull 0, Kelly Abbot 0, Kelly Marsh 1" {
		t.Errorf("the windows show %s", got)
	}
	_, _, err = w.app.ConnectorList(t.Context(), w.as("Bo"), Page{After: "x"})
	w.refusedField(err, "after")
	_, _, err = w.app.ConnectorList(t.Context(), w.as("Dee"), Page{})
	w.refused(err, domain.Forbidden)
}

// What a connector pointed to says how it stands by now, and stands first among what the page offers again.
func TestApp_LogPage_WhatCameOfIt(t *testing.T) {
	w := newWorld(t)
	_, badge := w.kelly()
	other := w.badge(w.trained("Al Tull, al@example.org")[0])
	hub, shed := w.addService("Warm Hub", nil), w.addService("Men’s shed", func(s *AddService) { s.Status = domain.ServiceFull })
	point := func(by domain.Actor, n int, to domain.ServiceID) {
		cmd := w.talk(n)
		cmd.LedTo, cmd.ServiceID = domain.LedToService, to
		_, err := w.app.LogConversation(t.Context(), by, cmd)
		w.must(err)
	}
	point(other, 1, hub.ID)
	point(other, 2, hub.ID)
	point(badge, 3, shed.ID)
	page, err := w.app.LogPage(t.Context(), badge)
	w.must(err)
	if len(page.Pointed) != 2 || page.Pointed[0].ID != shed.ID || page.Pointed[1].ID != hub.ID {
		t.Errorf("%+v", page.Pointed)
	}
	if led := page.Ripple.LedTo; len(led) != 1 || led[0].ServiceID != shed.ID || led[0].Status != domain.ServiceFull || led[0].N != 1 {
		t.Errorf("%+v", led)
	}
	r, err := w.app.TownRipple(t.Context(), w.as("Bo"), RippleAsked{TownID: w.town["Saltcombe"]})
	w.must(err)
	if len(r.InVain) != 1 || r.InVain[0].ServiceID != shed.ID || r.InVain[0].N != 1 {
		t.Errorf("%+v", r.InVain)
	}
}
