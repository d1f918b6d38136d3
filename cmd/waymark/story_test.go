package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"waymark/internal/notify/smtpsink"
	"waymark/internal/pgtest"
	"waymark/web/browsertest"
)

// What a helper sees only after they have said yes.
const (
	joansPhone   = "01632 960155"
	joansSurname = "Pascoe"
	joansHouse   = "The Old Forge"
	joansSecret  = "I am hard of hearing"
)

// One ask from its first page to its end. Joan asks, a neighbour says no, another says yes and goes, and the desk sees each step.
func TestStory(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.setUp()
	server := serve(t, s.settings...)

	status := s.joanAsks()
	s.deeSignsIn()
	s.deskReads("They asked on the page.", "Dee looks after this now.", "We look for a neighbour.")

	pgtest.Advance(t, s.db, 10*time.Minute) // the beat of what is for today or tomorrow
	first, question := s.asked(0)
	s.deskReads(first+" is to be asked, by e-mail.", first+" has the question, and may answer until today, ")
	pgtest.Advance(t, s.db, time.Minute) // while the mail is read
	s.deskLists(first + " has been asked")
	s.saysNo(first, question) // and somebody else is asked at once
	s.deskReads(first + " cannot go this time.")

	second, question := s.asked(1)
	if second == first {
		t.Fatalf("%s said no, and is asked again", first)
	}
	s.deskReads(second+" is to be asked, by e-mail.", second+" has the question")
	visit := s.saysYes(second, question)
	s.deskReads(second+" said yes, for ", second+" was shown the address.")
	s.deskLists(second + " said yes")
	s.joanHearsWhoComes(second, status, visit)

	pgtest.Advance(t, s.db, 26*time.Hour) // past the visit
	s.reportsDone(second)
	s.deskReads("Both were asked how it went.", second+" said: it is done.", "It ended: helped.")
	s.finished(status, visit)
	s.stop(server)
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
	tab.Tick("ways", "ring")
	tab.Tick("ways", "write")
	s.look(tab, "reach")
	tab.Follow("main .arm")
	tab.Click("details:has(#mustKnow) > summary")
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

// deskLists looks at how the ask stands among the others on the desk.
func (s *story) deskLists(how string) {
	s.Helper()
	s.desk.Go(s.site + "/desk")
	s.look(s.desk, "desk-"+strings.ReplaceAll(how, " ", "-"), "Dog walking, pets for Joan", "Castle Row", how)
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
	s.look(s.desk, "desk-after", "Nothing needs you", "No asks that you look after are open.")
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
