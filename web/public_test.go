package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

func TestInvitation_Yes(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	raised := v.joans("dog")
	link := v.asks(raised, tom, "yes")
	b := v.visitor().opens(link).reads(200, "Could you walk a dog for Joan?")
	b.tells([]string{"Hello Tom,", "You tapped “Yes”.", "Withy Row", "The dog is called Biscuit.", "When you say yes"}, "Pascoe", "01632 960155", "hard of hearing")
	if state := v.stateOf(raised.RequestID); state != "open" {
		t.Errorf("opening the link made it %s", state)
	}
	b.presses("Yes, I’ll go", nil).reads(200, "You are going to Joan")
	b.tells([]string{"Joan Pascoe", "4, Withy Row, Saltcombe", "01632 960155", "I am hard of hearing.", "Thank you. You are going."})
	if !strings.HasPrefix(b.path, "/visit/") {
		t.Errorf("it ended at %s", b.path)
	}
	b.opens(link).reads(200, "You are going to Joan") // a second tap in the same message
}

func TestInvitation_NoAfterYes(t *testing.T) {
	for _, answer := range []string{"not_this_time", "not_this_week"} {
		v := newVillage(t)
		tom := v.volunteer("Tom", "Castle Row")
		raised := v.joans("dog")
		link := v.asks(raised, tom, "yes")
		page := strings.SplitN(link, "?", 2)[0]
		b := v.visitor().opens(link).presses("Yes, I’ll go", nil)
		b.opens(page+"?answer="+answer).reads(200, "You are going to Joan").tells([]string{"Has something come up?"}) // the no of the same message
		b.sends(page, url.Values{"answer": {answer}}).reads(200, "You are going to Joan").tells([]string{"You said yes to this.", "Has something come up?"})
		if state := v.stateOf(raised.RequestID); state != "assigned" {
			t.Errorf("%s on an old page alone made it %s", answer, state)
		}
		b.presses("Hand it back", nil)
		if state := v.stateOf(raised.RequestID); state != "open" {
			t.Errorf("%s, and handed back: it is %s", answer, state)
		}
		b.opens(page+"?answer="+answer).reads(200, "You gave this back. We look for somebody else.").tells([]string{"If you can go after all, please ring us."}, "Joan", "Has something come up?", "not needed")
	}
}

func TestInvitation_No(t *testing.T) {
	for answer, press := range map[string]string{"not_this_time": "Not this time", "not_this_week": "Not this week"} {
		v := newVillage(t)
		tom := v.volunteer("Tom", "Castle Row")
		b := v.visitor().opens(v.asks(v.joans("dog"), tom, answer)).reads(200, "Could you walk a dog for Joan?")
		b.tells([]string{"You tapped “" + strings.ReplaceAll(upperFirst(answer), "_", " ") + "”."})
		b.presses(press, nil).reads(200, "Thank you for telling us that you can’t this time.")
		b.tells([]string{"We ask you another time."}, "Joan")
		late := strings.SplitN(b.path, "?", 2)[0]
		for range 2 { // looked at, and pressed on an old page
			b.opens(late+"?answer=yes").reads(200, "You said no to this before").tells([]string{"If you can go after all, please ring us."}, "can’t this time", "Joan")
			b.sends(late, url.Values{"answer": {"yes"}}).reads(200, "You said no to this before")
		}
	}
}

func TestInvitation_KeptForTenMinutesByAPressAlone(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	link := v.asks(v.joans("dog"), tom, "yes")
	b := v.visitor().opens(link).opens(link).tells(nil, "We keep it for you")
	b.presses("Keep it for me for ten minutes while I look", nil).tells([]string{"We keep it for you for ten minutes while you think."})
	b.presses("Yes, I’ll go", nil).reads(200, "You are going to Joan")
	b.sends(strings.SplitN(link, "?", 2)[0], url.Values{"answer": {"hold"}}).tells([]string{"You are going to Joan"}, "We keep it for you") // on an old page
}

func TestInvitation_Late(t *testing.T) {
	v := newVillage(t)
	tom, ann := v.volunteer("Tom", "Castle Row"), v.volunteer("Ann", "Withy Terrace")
	raised := v.joans("dog")
	first, second := v.asks(raised, tom, "yes"), v.asks(raised, ann, "yes")
	toms, anns := v.visitor().opens(first), v.visitor().opens(second).reads(200, "Could you walk a dog for Joan?")
	toms.presses("Yes, I’ll go", nil).reads(200, "You are going to Joan")
	v.visitor().sends(strings.SplitN(second, "?", 2)[0], url.Values{"answer": {"hold"}}).reads(200, "Thank you, someone is going.").tells(nil, "We keep it for you")
	anns.presses("Yes, I’ll go", nil).reads(200, "Thank you, someone is going.").tells(nil, "Joan", "expired")
}

func TestInvitation_Private(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	b := v.visitor().opens(v.asks(v.joans("prescription"), tom, "yes")).reads(200, "Could you collect a prescription for a neighbour?")
	b.tells([]string{"In Saltcombe", "This is private"}, "Joan", "Withy", "Biscuit")
	b.presses("Yes, I’ll go", nil).tells([]string{"Joan Pascoe", "Withy Row"})
}

func TestVisit_Reports(t *testing.T) {
	for _, c := range []struct {
		path, press string
		words       url.Values
		heading     string
		state       string
	}{
		{"", "It is done already", nil, "Thank you", "closed"},
		{"?said=could_not", "I could not do it", url.Values{"words": {"Nobody opened."}}, "Thank you", "open"},
		{"?said=hand_back", "Hand it back", nil, "Thank you", "open"},
		{"?said=need_a_hand", "I need a hand", nil, "You are going to Joan", "assigned"},
		{"?said=done", "Yes, it is done", nil, "Thank you", "closed"},
	} {
		t.Run(c.press, func(t *testing.T) {
			v := newVillage(t)
			raised, visit := v.promised()
			b := v.visitor().opens(visit+c.path).reads(200, "You are going to Joan")
			if state := v.stateOf(raised); state != "assigned" {
				t.Fatalf("opening the link made it %s", state)
			}
			if c.press == "It is done already" { // the visit has not begun
				b.follows(c.press).tells([]string{"Is it done already?", "The visit is"})
				if state := v.stateOf(raised); state != "assigned" {
					t.Fatalf("one tap made it %s", state)
				}
				c.press = "Yes, it is done"
			}
			b.presses(c.press, c.words).reads(200, c.heading)
			if state := v.stateOf(raised); state != c.state {
				t.Errorf("it is %s, want %s", state, c.state)
			}
			if c.heading == "Thank you" {
				b.tells(nil, "Pascoe", "hard of hearing")
			}
			if c.state == "closed" {
				b.opens(visit+"?said=not_done").presses("Not done after all", nil).reads(200, "You are going to Joan")
			}
		})
	}
}

// A helper who went to see whether somebody is all right, and whom nobody let in, is told what to do, and the desk has it first.
// A helper who would not find the door is told so before they set out, and what was said of the place is not lost.
func TestVisit_TheDoor(t *testing.T) {
	v := newVillage(t)
	_, visit := v.promised()
	b := v.visitor().opens(visit).tells([]string{"01632 960155"}, "which house it is")
	v.count(`UPDATE persons SET address = '', safe_to_ring = false WHERE first_name = 'Joan' RETURNING 1`)
	b.opens(visit).tells([]string{"We do not know which house it is."}, "01632 960155")
	v.count(`UPDATE requests SET place_words = 'The blue gate by the pump.' RETURNING 1`)
	b.opens(visit).tells([]string{"How to find it", "The blue gate by the pump."}, "which house it is")
}

func TestVisit_NobodyAnswersTheDoor(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("all_right")
	tom := v.volunteer("Tom", "Castle Row")
	b := v.visitor().opens(v.asks(raised, tom, "yes")).presses("Yes, I’ll go", nil).reads(200, "You are going to Joan")
	b.tells([]string{"Nobody answered the door"}).opens(b.path + "?said=could_not").tells([]string{"Did somebody come to the door?", "Nobody answered the door"})
	b.opens(strings.Split(b.path, "?")[0] + "?said=no_answer").tells([]string{"Did nobody answer the door?", "ring 101", "ring 999"})
	b.presses("Nobody answered the door", url.Values{"words": {"The curtains are shut."}}).tells([]string{"A person looks at it at once"})
	if state := v.stateOf(raised.RequestID); state != "assigned" {
		t.Errorf("it is %s", state)
	}
	d := v.signedIn("Priya").opens("/desk").reads(200, "One thing needs you")
	d.tells([]string{"Wants a hand now", "Nobody answered Tom at the door.", "Ring Joan, then Tom."}, "The curtains")
	d.opens(requestAt(raised)).tells([]string{"The helper knocked, and nobody answered the door.", "The curtains are shut."})
	v2 := newVillage(t)
	_, visit := v2.promised()
	v2.visitor().opens(visit).tells(nil, "Nobody answered the door")
}

func TestVisit_TheCalendarHasNoAddress(t *testing.T) {
	v := newVillage(t)
	_, visit := v.promised()
	answer, err := v.visitor().client.Get(v.site.URL + visit + "/visit.ics")
	v.must(err)
	b := v.visitor().sees(answer, nil)
	if b.status != 200 || answer.Header.Get("Cache-Control") != "no-store" || !strings.HasPrefix(b.body, "BEGIN:VCALENDAR") {
		t.Errorf("answers %d %v %s", b.status, answer.Header, b.body)
	}
	if strings.Contains(b.body, "Pascoe") || strings.Contains(b.body, "Withy") {
		t.Errorf("it names where: %s", b.body)
	}
	if page, err := v.visitor().client.Get(v.site.URL + visit); err != nil || page.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("browsers keep the page: %v %v", page.Header, err)
	}
}

func TestStatus(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	status := "/status/" + raised.StatusToken
	b := v.visitor().opens(status).tells([]string{"We have it", "It is sorted already"}, "dog", "Dog", "Biscuit")
	t.Run("a link alone does nothing", func(t *testing.T) {
		for said := range statusSaid {
			b.opens(status + "?said=" + said)
		}
		if state := v.stateOf(raised.RequestID); state != "open" {
			t.Errorf("it is %s", state)
		}
	})
	t.Run("a new time", func(t *testing.T) {
		b.opens(status + "?said=new_time").tells([]string{"When would suit you better?"})
		b.presses("Ask for this time", nil).tells([]string{"Please choose a day."})
		b.presses("Ask for this time", url.Values{"day": {"2026-06-01"}}).tells([]string{"That day has passed."})
		b.presses("Ask for this time", url.Values{"day": {"2062-06-15"}}).tells([]string{"That is more than a year ahead."})
		b.presses("Ask for this time", url.Values{"day": {"2026-06-15"}}).tells([]string{"Thank you. We ask for that time."})
	})
	t.Run("withdrawn", func(t *testing.T) {
		b.opens(status+"?said=withdraw").presses("I don’t need it any more", nil).reads(200, "This one is finished")
		if state := v.stateOf(raised.RequestID); state != "closed" {
			t.Errorf("it is %s", state)
		}
	})
}

func TestStatus_HowItWent(t *testing.T) {
	v := newVillage(t)
	tom := v.volunteer("Tom", "Castle Row")
	raised := v.joans("dog")
	v.visitor().opens(v.asks(raised, tom, "yes")).presses("Yes, I’ll go", nil)
	b := v.visitor().opens("/status/"+raised.StatusToken).reads(200, "Tom is coming").tells([]string{"Then you know who it is."}, "Yes, it is done")
	v.later("100h")
	b.opens(b.path).reads(200, "Did Tom come and help?").presses("Yes, it is done", nil).reads(200, "This one is finished")
}

func TestLinks_WrongOldAndOfAnotherKind(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	b := v.visitor()
	for _, path := range []string{"/status/", "/can-you-help/", "/visit/", "/helping/", "/ask/sent/"} {
		b.opens(path+"abc").reads(404, "We can’t open this page").tells([]string{"01632 960142"})
	}
	b.opens("/visit/"+raised.StatusToken).reads(404, "We can’t open this page")
	v.later("5000h")
	b.opens("/status/"+raised.StatusToken).reads(410, "This is from a while ago").tells([]string{"please ring us", "01632 960142"})
}

func TestWorried(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().opens("/worried").reads(200, "I’m worried about someone")
	if numbers, first := strings.Index(b.body, "tel:999"), strings.Index(b.body, `name="words"`); numbers < 0 || numbers > first {
		t.Error("the numbers do not come first")
	}
	b.presses("Tell them", nil).reads(422, "I’m worried about someone").tells([]string{"Please write what worries you."})
	form := b.doc
	b.presses("Tell them", url.Values{"words": {"Shouting at night."}}).reads(200, "Thank you for telling us").tells([]string{"999"})
	b.path, b.doc = "/worried", form // somebody presses twice before the answer is there
	b.presses("Tell them", url.Values{"words": {"Shouting at night."}}).reads(200, "Thank you for telling us")
	if n := v.count(`SELECT count(*) FROM worries`); n != 1 {
		t.Errorf("one worry that was sent twice was kept %d times", n)
	}
	var words, reach string
	v.must(v.db.SQL.QueryRowContext(t.Context(), `SELECT words, reach_me FROM worries`).Scan(&words, &reach))
	if words != "Shouting at night." || reach != "" {
		t.Errorf("it was kept as %q, %q", words, reach)
	}
}

func TestSignIn(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().opens("/helping").reads(200, "Sign in")
	b.presses("Send me the link", url.Values{"email": {"nobody"}}).reads(422, "Sign in")
	known := b.presses("Send me the link", url.Values{"email": {"nobody@example.org"}}).reads(200, "Look in your e-mail").said("main")
	b.opens("/sign-in").presses("Send me the link", url.Values{"email": {"priya@example.org"}}).reads(200, "Look in your e-mail")
	if b.said("main") != known {
		t.Error("the page tells whether somebody is known")
	}
	link := v.linkTo(v.priya.PersonID, "/sign-in/")
	b.opens(link).opens(link).reads(200, "Sign in").presses("Sign in", nil)
	if b.path != "/helping" {
		t.Errorf("it ended at %s", b.path)
	}
	v.visitor().opens(link).presses("Sign in", nil).reads(200, "Sign in").tells([]string{"This sign-in link has been used, or is too old."})
	b.opens("/").tells([]string{"You are signed in as Priya Tester."})
	answer, err := b.client.PostForm(v.site.URL+"/sign-out", nil)
	b.sees(answer, err).tells([]string{"You are signed out."}, "You are signed in")
}

func TestSignIn_ByCode(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().opens("/sign-in").presses("Send me the link", url.Values{"email": {"priya@example.org"}})
	v.linkTo(v.priya.PersonID, "/sign-in/")
	code := ""
	for _, word := range strings.Fields(v.mail.List()[0].Message.Text) {
		if len(word) == 6 && strings.Trim(word, "0123456789") == "" {
			code = word
		}
	}
	b.presses("Sign in", url.Values{"code": {"12"}}).reads(422, "Look in your e-mail").tells([]string{"Please type the six figures from the message."})
	wrong := "000000"
	if code == wrong {
		wrong = "111111"
	}
	b.presses("Sign in", url.Values{"code": {wrong}}).reads(422, "Look in your e-mail").tells([]string{"That code does not fit.", "press the link in the message: it still works"})
	b.presses("Sign in", url.Values{"code": {code[:3] + " " + code[3:]}}).opens("/").tells([]string{"You are signed in as Priya Tester."})
}

// Whoever signs in comes to a page that is theirs, whatever their role.
func TestSignIn_LeadsToTheFirstPlace(t *testing.T) {
	v := newVillage(t)
	v.volunteer("Tom", "Castle Row")
	want := map[string]string{"Tom": "/helping", "Priya": "/desk", "Maggie": "/my-streets"}
	for first, role := range map[string]app.GrantRole{"Pat": {Kind: domain.PartnershipViewer, TownID: v.town}, "Ada": {Kind: domain.Administrator},
		"Lea": {Kind: domain.SafeguardingLead, TownID: v.town}, "Cal": {Kind: domain.CallTaker, TownID: v.town}} {
		v.role(v.person(first, "Castle Row", nil), role)
		switch want[first] = "/streets"; role.Kind {
		case domain.CallTaker:
			want[first] = "/desk"
		case domain.PartnershipViewer:
			want[first] = "/how-we-do"
		case domain.SafeguardingLead:
			want[first] = "/worries"
		case domain.Administrator:
			want[first] = "/jobs"
		}
	}
	for first, path := range want {
		b := v.signedIn(first)
		if b.opens("/signed-in"); b.status != http.StatusOK || b.path != path {
			t.Errorf("%s is led to %s, which answers %d; want %s", first, b.path, b.status, path)
		}
	}
}

func TestSignIn_LeadsNobodyAway(t *testing.T) {
	for next, want := range map[string]string{"/desk?mine=yes": "/desk?mine=yes", "//evil.example": "/", "https://evil.example/": "/", "/\\evil.example": "/", "": "/"} {
		if got := localPage("//help.example.org"+next, "help.example.org"); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

func TestPlainPages(t *testing.T) {
	v := newVillage(t)
	b := v.visitor()
	b.opens("/").reads(200, "Could you do with a hand?").tells([]string{"Saltcombe", "01632 960142", "Ask for help", "Lend a hand", "0800 111 999"}, "made up")
	b.opens("/lend-a-hand").reads(200, "Lend a hand").tells([]string{"01632 960142"})
	b.opens("/privacy").reads(200, "Your details and how we keep them")
	b.opens("/nowhere").reads(404, "There is nothing here")
	if b.opens("/styleguide"); b.status != 200 {
		t.Errorf("the style guide answers %d", b.status)
	}
}

func TestDevMail(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().opens("/dev/mail").reads(200, "Mail that stays here").tells([]string{"Nothing has been sent yet."})
	tom := v.volunteer("Tom", "Castle Row")
	link := v.asks(v.joans("dog"), tom, "yes")
	b.opens("/dev/mail").tells([]string{"To Tom@example.org"})
	for _, m := range v.mail.List() {
		b.opens("/dev/mail/" + idOf(domain.EventID(m.Number)))
		if strings.Contains(b.body, link) {
			b.reads(200, strings.Join(strings.Fields(m.Message.Subject), " ")).opens("/dev/mail/" + idOf(domain.EventID(m.Number)) + "/html")
			if b.status != 200 || !strings.Contains(b.body, "<html") {
				t.Errorf("the mail answers %d", b.status)
			}
		}
	}
	b.opens("/dev/mail/999").reads(404, "There is nothing here")
}

func TestDemo_SkipToTomorrow(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().sends("/demo/tomorrow", nil).reads(403, "This is not for you to do")
	v.must(v.db.Store().MarkDemo(t.Context(), 1))
	v.withIslands()
	b.opens("/ask").tells([]string{"The people here are made up.", "Wednesday 10 June, 10:00 am"})
	answer, err := b.client.PostForm(v.site.URL+"/demo/tomorrow", nil)
	b.sees(answer, err).tells([]string{"It is tomorrow now.", "Thursday 11 June, 8:30 am"})
	v.must(v.app.RecordJob(t.Context(), domain.Clock(), app.JobRun{Name: "match", Server: "one:7", StartedAt: morning}))
	v.signedIn("Priya").opens("/jobs").tells([]string{"Today, 8:30 am"}, "Yesterday")
}

func TestServer_WithoutADatabase(t *testing.T) {
	v := newVillage(t)
	v.visitor().opens("/")
	v.must(v.db.Close())
	v.visitor().opens("/ask").tells([]string{"Saltcombe", "01632 960142"})
	if b := v.visitor().opens("/privacy"); b.status != http.StatusOK {
		t.Errorf("a page without data answers %d", b.status)
	}
}

// promised is an ask that Tom has said yes to, and the address of his visit page.
func (v *village) promised() (domain.RequestID, string) {
	v.Helper()
	tom := v.volunteer("Tom", "Castle Row")
	raised := v.joans("dog")
	b := v.visitor().opens(v.asks(raised, tom, "yes")).presses("Yes, I’ll go", nil)
	return raised.RequestID, b.path
}

// stateOf is where an ask stands.
func (v *village) stateOf(id domain.RequestID) string {
	v.Helper()
	r, err := v.db.Store().Request(v.Context(), id)
	v.must(err)
	return string(r.State)
}

// Each way in which a question has ended has its own true words, on the link of the first message too.
func TestInvitation_SaysHowItEnded(t *testing.T) {
	v := newVillage(t)
	tom, ann := v.volunteer("Tom", "Castle Row"), v.volunteer("Ann", "Withy Terrace")
	page := func(link string) string { return strings.SplitN(link, "?", 2)[0] }
	reads := func(link, heading string, tells ...string) {
		t.Helper()
		for _, tapped := range []string{"", "?answer=not_this_time"} {
			b := v.visitor().opens(page(link) + tapped)
			if b.said("h1") != heading {
				t.Errorf("with %q it reads %q, want %q", tapped, b.said("h1"), heading)
			}
			b.tells(tells, "Joan", "not needed")
		}
	}
	raised := v.joans("dog")
	toms := v.asks(raised, tom, "yes")
	v.visitor().opens(toms).presses("Yes, I’ll go", nil).opens(page(toms)+"?answer=not_this_time").presses("Hand it back", nil)
	reads(toms, "You gave this back. We look for somebody else.", "please ring us")
	anns := v.asks(raised, ann, "yes")
	v.visitor().opens(anns).presses("Yes, I’ll go", nil).reads(200, "You are going to Joan")
	reads(toms, "You gave this back, and someone else is going.", "please ring us")
	v.must(v.app.EndRequest(t.Context(), v.priya, app.EndRequest{RequestID: raised.RequestID, Ending: domain.Sorted}))
	reads(toms, "Thank you. This has been settled.")

	taken := v.joans("dog")
	v.must(v.app.ApproveRequest(t.Context(), v.priya, taken.RequestID))
	link := v.asks(taken, tom, "yes")
	v.signedIn("Priya").opens(requestAt(taken)).presses("Put back", nil)
	reads(link, "Thank you. You need not do this one after all.", "We ask you another time.")
	v.must(v.app.AssignHelper(t.Context(), v.priya, app.AssignHelper{RequestID: taken.RequestID, PersonID: tom}))
	v.visitor().opens(page(link)).reads(200, "You are going to Joan")
}
