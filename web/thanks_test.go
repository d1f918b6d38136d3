package web

import (
	"net/url"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// A person's thanks go to the helper by first name, once, in our words; what they wrote goes to nobody unread.
func TestStatus_Thanks(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	raised := v.joans("dog")
	status := "/status/" + raised.StatusToken
	v.visitor().opens(v.asks(raised, tom, "yes")).presses("Yes, I’ll go", nil)
	b := v.visitor().opens(status).tells(nil, "Say thank you")
	b.sends(status, url.Values{"said": {"thanks"}}).tells([]string{"Nobody has come yet, so there is nobody to thank."})
	v.later("100h")
	b.opens(status).presses("Yes, it is done", nil).tells([]string{"Would you like to thank Tom?"})
	for range 2 {
		b.sends(status, url.Values{"said": {"thanks"}, "thanks": {"Biscuit was so happy."}}).tells([]string{"We have told Tom that you say thank you."}, "Would you like to thank Tom?")
	}
	_, err := v.app.DeliverOutbox(t.Context(), domain.Clock())
	v.must(err)
	mails := 0
	for _, m := range v.mail.List() {
		if strings.Contains(m.Message.Subject, "Joan says thank you") {
			mails++
			if strings.Contains(m.Message.Text+m.Message.HTML, "Biscuit") || m.Message.To.Address != "Tom@example.org" {
				t.Errorf("to %s: %s", m.Message.To.Address, m.Message.Text)
			}
		}
	}
	if mails != 1 {
		t.Errorf("Tom reads it %d times", mails)
	}
	v.signedIn("Priya").opens(requestAt(raised)).tells([]string{"Tom was thanked.", "Biscuit was so happy."})
	if n := v.count(`SELECT count(*) FROM request_notes WHERE keep_until IS NULL`); n != 0 {
		t.Error("the words are kept for ever")
	}
}

// What somebody would like to do for others reaches the builder, from the pages of those who asked and from the public one, once each.
func TestOffer(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	b := v.visitor().opens("/ask/sent/"+raised.StatusToken).presses("Tell them", nil).reads(422, "We have it").tells([]string{"Please write what you like doing."})
	b.presses("Tell them", url.Values{"words": {"I bake."}}).tells([]string{"Thank you. A person gets in touch with you."})
	b.opens("/lend-a-hand").presses("I would like to help", nil).reads(422, "Lend a hand")
	if got := len(b.errors()); got != 3 {
		t.Errorf("with nothing filled in there are %d things to mend: %v", got, b.errors())
	}
	b.presses("I would like to help", url.Values{"words": {"<b>Dogs</b>"}, "firstName": {"Nell"}, "email": {"nell@gmial.com"}}).tells([]string{"Did you mean nell@gmail.com?"})
	b.presses("I would like to help", url.Values{"emailIs": {"nell@gmail.com"}}).reads(200, "Thank you for offering")
	_, err := v.app.DeliverOutbox(t.Context(), domain.Clock())
	v.must(err)
	for _, m := range v.mail.List() {
		if strings.Contains(m.Message.Text, "bake") || strings.Contains(m.Message.Text, "Nell") {
			t.Errorf("a mail says who offers what: %s", m.Message.Text)
		}
	}
	p := v.signedIn("Priya").opens("/builder").tells([]string{"Two people would like to help, and wait to hear from you."}).follows("See what they wrote").reads(200, "Who would like to help")
	if n := len(find(t, p.doc, "main .arm:not(.arm-plain)")); n != 1 {
		t.Errorf("%d buttons are the one to press", n)
	}
	p.opens("/people").follows("Who would like to help").reads(200, "Who would like to help")
	p.tells([]string{"Joan Pascoe", "I bake.", "Nell", "<b>Dogs</b>"}, "nell@gmail.com", "01632 960155")
	for range 2 {
		p.presses("I have been in touch", nil)
	}
	p.tells([]string{"Nobody is waiting"}).opens("/builder").tells(nil, "would like to help, and")
	if n := v.count(`SELECT count(*) FROM volunteers v JOIN persons p ON p.id = v.person_id WHERE p.first_name IN ('Nell', 'Joan')`); n != 0 {
		t.Error("an offer has made a volunteer")
	}
	v.role(v.person("Cal", "Castle Row", nil), app.GrantRole{Kind: domain.CallTaker, TownID: v.town})
	v.signedIn("Cal").opens("/offers").reads(403, "This is not for you to do")
}

// Whoever would rather not have a neighbour of their own street is never put to one, by the plan or by hand.
func TestAsk_NobodyFromTheirOwnStreet(t *testing.T) {
	v := newVillage(t)
	near := v.volunteer("Tom", "Withy Row")
	v.volunteer("Ann", "Castle Row")
	b := toReach(v, "dog")
	b.presses("Next: check it", joan()).presses("Send it", url.Values{"agreed": {"share"}, "ownStreet": {"no"}}).reads(200, "Thank you. We have it")
	id := domain.RequestID(v.count(`SELECT max(id) FROM requests`))
	v.must(v.app.ApproveRequest(t.Context(), v.priya, id))
	if _, err := v.app.MatchDue(t.Context(), domain.Clock()); err != nil {
		t.Fatal(err)
	}
	if n := v.count(`SELECT count(*) FROM invitations WHERE person_id = $1`, near); n != 0 {
		t.Error("the plan asks somebody from the same street")
	}
	p := v.signedIn("Priya").opens(addressOf("/requests/", id)).tells([]string{"Ann"}, "Tom Tester")
	p.tells([]string{"somebody from another street"})
	if _, err := v.db.SQL.ExecContext(t.Context(), `INSERT INTO invitations (district_id, request_id, person_id, kind, channel, state, place, level, scope, metres, cost, reasons, visit_at, visit_ends_at, week, asked_on, queued_at)
		SELECT district_id, id, $2, 'asked', 'email', 'queued', 1, 0, 0, 0, 0, '{}', useful_until, useful_until, date_trunc('week', useful_until)::date, useful_until::date, raised_at FROM requests WHERE id = $1`, id, near); err == nil || !strings.Contains(err.Error(), "may not be asked for request") {
		t.Errorf("the database lets somebody from the same street be asked: %v", err)
	}
}

// Large print stays for the visitor, and a person who needs it gets it on their own page from the start.
func TestLargePrint(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	large := func(b *visitor) bool { return len(find(t, b.doc, "html.large")) == 1 }
	b := v.visitor().opens("/?print=large")
	if b.path != "/" || !large(b) || !large(b.opens("/ask")) {
		t.Errorf("at %s large print is not kept", b.path)
	}
	if b.opens("/ask?print=usual"); large(b) {
		t.Error("it does not go away")
	}
	b.opens("/?print=huge")
	joan := v.count(`SELECT id FROM persons WHERE first_name = 'Joan'`)
	v.signedIn("Priya").opens(addressOf("/people/", domain.PersonID(joan))+"/change").presses("Save", url.Values{"largePrint": {"yes"}}).tells([]string{"Reads large print"})
	if c := v.visitor().opens("/status/" + raised.StatusToken); !large(c) {
		t.Error("the page of somebody who reads large print is in usual print")
	}
	if c := b.opens("/status/" + raised.StatusToken); large(c) {
		t.Error("somebody who chose usual print is overruled")
	}
}
