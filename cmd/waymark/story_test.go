package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/notify/smtpsink"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
	"waymark/web/browsertest"
)

// story is a small town that the real program serves, with a mail server beside it and people at their browsers. They find their
// way by what is on the pages and by the links in their mail: nothing is read from the database.
type story struct {
	*testing.T
	settings []string
	db       *postgres.DB // for its clock alone
	app      *app.App     // how the town was set up
	sink     *smtpsink.Sink
	browser  *browsertest.Browser
	site     string
	desk     *browsertest.Tab // of Dee, at the page of the ask
	page     string           // the address of that page
}

// What a helper sees only after they have said yes.
const (
	joansPhone   = "01632 960155"
	joansSurname = "Pascoe"
	joansHouse   = "The Old Forge"
	joansSecret  = "I am hard of hearing"
)

// One ask from its first page to its end. Joan asks, a neighbour says no, another says yes and goes, and the desk sees each step.
func TestStory(t *testing.T) {
	s := newStory(t)
	s.setUp()
	server := serve(t, s.settings...)

	status := s.joanAsks()
	s.deeSignsIn()
	s.deskReads("They asked on the page.", "Dee looks after this now.", "We look for a neighbour.")

	pgtest.Advance(t, s.db, 10*time.Minute) // the beat of what is for today or tomorrow
	first, question := s.asked(0)
	s.deskReads(first+" is to be asked, by e-mail.", first+" has the question, and may answer until today, ")
	pgtest.Advance(t, s.db, time.Minute)
	s.saysNo(first, question) // and somebody else is asked at once
	s.deskReads(first + " cannot go this time.")

	second, question := s.asked(1)
	if second == first {
		t.Fatalf("%s said no, and is asked again", first)
	}
	s.deskReads(second+" is to be asked, by e-mail.", second+" has the question")
	visit := s.saysYes(second, question)
	s.deskReads(second+" said yes, for ", second+" was shown the address.")
	s.joanHearsWhoComes(second, status, visit)

	pgtest.Advance(t, s.db, 26*time.Hour) // past the visit
	s.reportsDone(second)
	s.deskReads("Both were asked how it went.", second+" said: it is done.", "It ended: helped.")
	s.finished(status, visit)
	s.stop(server)
}

func newStory(t *testing.T) *story {
	t.Helper()
	dsn, addr := pgtest.DSN(t), freeAddr(t)
	s := &story{T: t, db: pgtest.Open(t, dsn), sink: smtpsink.Start(t), browser: browsertest.Start(t), site: "http://" + addr}
	s.settings = append(settingsFor(t, dsn), "WAYMARK_ADDR", addr, "WAYMARK_URL", s.site, "WAYMARK_SMTP", s.sink.URL(),
		"WAYMARK_MAIL_FROM", "help@example.org", "WAYMARK_DEV", "false")
	pgtest.Freeze(t, s.db, killMorning)
	var err error
	s.app, err = (&program{getenv: getenv(s.settings)}).appOn(&database{DB: s.db})
	s.must(err)
	return s
}

// setUp makes the town as a real one is made: streets and volunteers come from tables, the first person from the command line, and
// everybody else from her; a builder lets dogs be walked without a word of hers.
func (s *story) setUp() {
	s.Helper()
	streets := writeFile(s.T, "streets.csv", "street,section,town,district,lat,lon", "Castle Row,Old Town,Saltcombe,North Wendle,51.2,-4.1",
		"Main Street,Old Town,Saltcombe,North Wendle,51.201,-4.1", "Hill Road,Hillside,Saltcombe,North Wendle,51.203,-4.1")
	s.types("import", "streets", streets, "--district", "North Wendle")
	priya := s.signsInBy(s.types("link", "priya@example.org", "--first", "Priya Nair"))

	found, err := s.app.FindStreets(s.Context(), priya, app.FindStreets{Query: "Main Street"})
	s.must(err)
	town, home := found[0].TownID, found[0].ID
	for kind, name := range map[domain.RoleKind]string{domain.DeskHelper: "Dee", domain.Builder: "Bel", domain.SafeguardingLead: "Sam"} {
		id, err := s.app.AddPerson(s.Context(), priya, app.AddPerson{FirstName: name, LastName: "Tester", Email: strings.ToLower(name) + "@example.org",
			StreetID: home, SafeToWrite: true, HowTold: "in_person"})
		s.must(err)
		_, err = s.app.GrantRole(s.Context(), priya, app.GrantRole{PersonID: id, Kind: kind, TownID: town})
		s.must(err)
	}
	s.volunteers(priya)

	phone, open := "01632 960142", true
	s.must(s.app.ChangeTown(s.Context(), priya, app.ChangeTown{TownID: town, Phone: &phone, Open: &open}))
	bel, goes := s.signsInBy(s.types("link", "bel@example.org")), domain.ByItself
	needs, err := s.app.AllNeeds(s.Context(), bel, town)
	s.must(err)
	for _, n := range needs {
		if n.Code == "dog" {
			_, err := s.app.ChangeNeed(s.Context(), bel, app.ChangeNeed{NeedID: n.ID, TownID: town, GoesOut: &goes})
			s.must(err)
		}
	}
}

// volunteers brings in a table of people, and lets Priya meet them.
func (s *story) volunteers(priya domain.Actor) {
	s.Helper()
	list := writeFile(s.T, "volunteers.csv", "first_name,last_name,email,street,reach,skills,availability",
		"Amir,Khan,amir@example.org,Castle Row,town,dogs,any time", "Beth,Lowe,beth@example.org,Castle Row,town,dogs,any time")
	s.types("import", "volunteers", list)
	unmet, _, err := s.app.People(s.Context(), priya, app.PeopleFilter{NotMet: true}, app.Page{First: 10})
	s.must(err)
	if len(unmet) != 2 {
		s.Fatalf("%d people wait to be met, want 2", len(unmet))
	}
	for _, p := range unmet {
		s.must(s.app.MeetVolunteer(s.Context(), priya, app.MeetVolunteer{PersonID: p.ID, References: 2}))
	}
	if got := s.sink.Messages(); len(got) != 0 {
		s.Errorf("%d messages went out before anything was asked", len(got))
	}
}

// types a command, and returns what it prints.
func (s *story) types(args ...string) string {
	s.Helper()
	code, out, errOut := typed(s.Context(), s.settings, args...)
	if code != exitOK {
		s.Fatalf("waymark %s ends with %d: %s", strings.Join(args, " "), code, errOut)
	}
	return strings.TrimSpace(out)
}

// signsInBy uses a link that the command line printed.
func (s *story) signsInBy(link string) domain.Actor {
	s.Helper()
	session, err := s.app.UseSignInLink(s.Context(), domain.Public(), strings.TrimPrefix(link, s.site+"/sign-in/"))
	s.must(err)
	actor, _, err := s.app.SessionActor(s.Context(), domain.Public(), session.Token)
	s.must(err)
	return actor
}

// joanAsks goes through the pages of an ask, without scripts, and returns her tab at the status page of the mail that confirms it.
func (s *story) joanAsks() *browsertest.Tab {
	s.Helper()
	tab := s.browser.Open(s, browsertest.View{NoScript: true})
	tab.Go(s.site + "/ask")
	s.look(tab, "what")
	var dog string
	tab.Script(`[...document.querySelectorAll("input[name=needId]")].find(i => i.labels[0].innerText.startsWith("Dog walking")).value`, &dog)
	tab.Tick("needId", dog)
	tab.Type("#notes", "Biscuit is small and friendly.")
	tab.Follow("main .arm")
	tab.Tick("urgency", "T")
	s.look(tab, "when")
	tab.Follow("main .arm")
	for field, text := range map[string]string{"#firstName": "Joan", "#lastName": joansSurname, "#street": "Castle Row", "#address": joansHouse,
		"#phone": joansPhone, "#email": "joan@example.org"} {
		tab.Type(field, text)
	}
	s.look(tab, "reach")
	tab.Follow("main .arm")
	tab.Type("#mustKnow", joansSecret)
	tab.Tick("agreed", "share")
	s.look(tab, "check")
	tab.Follow("main .arm")
	s.look(tab, "sent", "Thank you. We have it")

	mail := s.mail("joan@example.org", "We have what you asked")
	s.silent("the confirmation", mail.Text()+mail.HTML(), "Dog walking", "Biscuit")
	s.opens(tab, mail, "See how it is going")
	s.look(tab, "status", "We are asking your neighbours", "Dee looks after this.")
	s.silent("the status page", tab.Text("main"), "Dog walking", "Biscuit")
	return tab
}

// deeSignsIn lets Dee in by the link in her mail, and finds the ask on her desk.
func (s *story) deeSignsIn() {
	s.Helper()
	s.desk = s.browser.Open(s, browsertest.View{})
	s.desk.Go(s.site + "/desk")
	s.look(s.desk, "sign-in", "Sign in")
	s.desk.Type("#email", "dee@example.org")
	s.desk.Follow("main .arm")
	s.look(s.desk, "sign-in-sent", "Look in your e-mail")
	s.opens(s.desk, s.mail("dee@example.org", "Did you ask to sign in"), "Sign me in")
	s.look(s.desk, "sign-in-link")
	s.desk.Follow("main .arm")
	s.look(s.desk, "desk", "Good morning, Dee.", "Dog walking, pets for Joan")
	s.desk.Follow(`main a[href^="/requests/"]`)
	s.page = s.desk.Address()
	s.look(s.desk, "request-new", "Walk a dog for Joan")
}

// deskReads waits until the steps stand in the story of the ask, as Dee reads it at the desk.
func (s *story) deskReads(steps ...string) {
	s.Helper()
	var read string
	err := waitUntil(s.Context(), func() bool {
		s.desk.Go(s.page)
		read = s.desk.Text("section[aria-labelledby=h-story]")
		for _, step := range steps {
			if !strings.Contains(read, step) {
				return false
			}
		}
		return true
	})
	if err != nil {
		s.Fatalf("the desk does not read %q but\n%s", steps, read)
	}
}

// asked waits for the next "Could you …?" after so many, and returns whom it asks.
func (s *story) asked(before int) (name string, question smtpsink.Message) {
	s.Helper()
	var asked []smtpsink.Message
	got, err := s.sink.WaitFor(func(all []smtpsink.Message) bool {
		asked = asked[:0]
		for _, m := range all {
			if strings.HasPrefix(m.Subject(), "Could you walk a dog for Joan") {
				asked = append(asked, m)
			}
		}
		return len(asked) > before
	}, patience)
	if err != nil {
		s.Fatalf("nobody is asked: %v\n%s", err, subjects(got))
	}
	question = asked[before]
	s.silent("the question", question.Text()+question.HTML(), joansSurname, joansHouse, joansPhone, joansSecret)
	who, _, _ := strings.Cut(question.To[0], "@")
	return strings.ToUpper(who[:1]) + who[1:], question
}

// saysNo opens the link for "Not this time", and presses what stands there.
func (s *story) saysNo(name string, question smtpsink.Message) {
	s.Helper()
	tab := s.browser.Open(s, browsertest.View{})
	s.opens(tab, question, "Not this time")
	s.look(tab, "no", "Hello "+name, "You tapped “Not this time”.")
	tab.Follow("button[value=not_this_time]")
	s.look(tab, "no-thanks", "Thank you")
}

// saysYes opens the link for yes, which does nothing by itself, presses the button, and reads where to go. It returns the helper's
// tab at the page of the visit.
func (s *story) saysYes(name string, question smtpsink.Message) *browsertest.Tab {
	s.Helper()
	tab := s.browser.Open(s, browsertest.View{})
	s.opens(tab, question, "Yes, I’ll go")
	s.look(tab, "yes", "Hello "+name, "You tapped “Yes”.", "Castle Row", "Biscuit")
	s.silent("the question", tab.Text("body"), joansSurname, joansHouse, joansPhone, joansSecret)
	tab.Follow("button[value=yes]")
	s.look(tab, "visit", "You are going to Joan", "Joan "+joansSurname, joansHouse+", Castle Row", joansPhone, joansSecret)

	mail := s.mail(question.To[0], "Thank you for saying yes")
	s.silent("the mail about the visit", mail.Text()+mail.HTML(), joansSurname, joansHouse, joansPhone, joansSecret)
	s.silent("the calendar file", mail.Calendar(), joansSurname, joansHouse, joansPhone, joansSecret)
	s.opens(tab, mail, "See where to go")
	s.look(tab, "visit-again", joansHouse)
	return tab
}

// joanHearsWhoComes reads the same two words in her mail, on her page and on the page of whoever comes.
func (s *story) joanHearsWhoComes(name string, status, visit *browsertest.Tab) {
	s.Helper()
	mail := s.mail("joan@example.org", name+" is coming")
	words := regexp.MustCompile(`Door words: “(\w+ \w+)”`).FindStringSubmatch(mail.Text())
	if words == nil {
		s.Fatalf("no words for the door in:\n%s", mail.Text())
	}
	s.opens(status, mail, "See how it is going")
	s.look(status, "status-coming", name+" is coming", "“"+words[1]+"”")
	if !strings.Contains(visit.Text("main"), "“"+words[1]+"”") {
		s.Errorf("Joan hears the words %q, and %s does not", words[1], name)
	}
}

// reportsDone follows the mail that asks the helper how it went.
func (s *story) reportsDone(name string) {
	s.Helper()
	tab := s.browser.Open(s, browsertest.View{})
	s.opens(tab, s.mail(strings.ToLower(name)+"@example.org", "How did it go?"), "It is done")
	s.look(tab, "done", "Is it done?")
	tab.Follow("main .arm")
	s.look(tab, "done-thanks", "Thank you. It is good that you went.")
}

// finished looks at the pages of all three once it is over.
func (s *story) finished(status, visit *browsertest.Tab) {
	s.Helper()
	s.mail("joan@example.org", "Is there something you like doing for others?")
	status.Go(status.Address())
	s.look(status, "status-finished", "This one is finished", "It ended: helped.")
	visit.Go(visit.Address())
	s.look(visit, "visit-finished", "This one is finished. Thank you.")
	s.silent("the page of a visit that is over", visit.Text("body"), joansSurname, joansHouse, joansPhone, joansSecret)
	s.look(s.desk, "request-ended", "Ended: helped")
	s.desk.Go(s.site + "/desk")
	s.look(s.desk, "desk-after", "Nothing needs you", "No asks are open")
}

// stop ends the server as Ctrl-C does. It must have had nothing to complain of.
func (s *story) stop(server *running) {
	s.Helper()
	server.stop()
	if code := <-server.ended; code != exitOK {
		s.Errorf("the server ends with %d", code)
	}
	if said := server.errOut.String(); strings.Contains(said, "level=ERROR") || strings.Contains(said, "level=WARN") {
		s.Errorf("the server said:\n%s", said)
	}
}

// mail waits for a message to an address whose subject has these words, and returns the newest.
func (s *story) mail(to, subject string) (found smtpsink.Message) {
	s.Helper()
	all, err := s.sink.WaitFor(func([]smtpsink.Message) bool {
		for _, m := range s.sink.To(to) {
			if strings.Contains(m.Subject(), subject) {
				found = m
			}
		}
		return len(found.To) > 0
	}, patience)
	if err != nil {
		s.Fatalf("no mail %q to %s: %v\n%s", subject, to, err, subjects(all))
	}
	return found
}

// subjects lists messages, for a test that fails.
func subjects(all []smtpsink.Message) string {
	var b strings.Builder
	for _, m := range all {
		fmt.Fprintf(&b, "%v %s\n", m.To, m.Subject())
	}
	return b.String()
}

// opens follows the link under the words of a message.
func (s *story) opens(tab *browsertest.Tab, m smtpsink.Message, words string) {
	s.Helper()
	link := smtpsink.LinkAfter(m, words)
	if !strings.HasPrefix(link, s.site+"/") {
		s.Fatalf("no link under %q in:\n%s", words, m.Text())
	}
	tab.Go(link)
}

// look judges the page that a tab is at, keeps a picture of it where those are wanted, and makes sure that the words stand there.
func (s *story) look(tab *browsertest.Tab, name string, words ...string) {
	s.Helper()
	tab.Accessible()
	tab.NoSideways()
	tab.RoomForThumbs()
	if os.Getenv("WAYMARK_SHOTS") != "" {
		tab.Shot("story-" + name)
	}
	read := tab.Text("body")
	for _, w := range words {
		if !strings.Contains(read, w) {
			s.Errorf("the page %s does not say %q but\n%s", name, w, read)
		}
	}
}

// silent makes sure that a text does not tell what its reader must not know.
func (s *story) silent(what, text string, secrets ...string) {
	s.Helper()
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			s.Errorf("%s tells %q:\n%s", what, secret, text)
		}
	}
}

func (s *story) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}
