package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/notify"
	"waymark/internal/words"
	"waymark/internal/words/readable"
	"waymark/web/browsertest"
)

// inWelsh is a browser whose reader has chosen Welsh.
func (v *village) inWelsh() *visitor {
	v.Helper()
	b := v.visitor().opens("/?lang=cy")
	if b.path != "/" {
		v.Errorf("the choice of a language led to %s", b.path)
	}
	return b
}

func TestLanguage_IsChosenAtTheFootOfAPage(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().opens("/ask?for=other&town="+idOf(v.town)).reads(200, "What would help?")
	link := find(t, b.doc, ".foot a[hreflang=cy]")[0]
	if attr(link, "lang") != "cy" || nodeText(link) != "Cymraeg" {
		t.Errorf("the link is %q in %s", nodeText(link), attr(link, "lang"))
	}
	b.opens(attr(link, "href")).reads(200, "Beth fyddai’n helpu?")
	if want := "/ask?for=other&town=" + idOf(v.town); b.path != want {
		t.Errorf("it led to %s, want %s", b.path, want)
	}
	if lang := attr(find(t, b.doc, "html")[0], "lang"); lang != "cy" {
		t.Errorf("the page says that it is in %s", lang)
	}
	b.opens("/privacy").reads(200, "Eich manylion a sut rydyn ni’n eu cadw")
	b.opens(attr(find(t, b.doc, ".foot a[hreflang=en-GB]")[0], "href")).reads(200, "Your details and how we keep them")
}

func TestLanguage_IsWhatTheBrowserAsksFor(t *testing.T) {
	v := newVillage(t)
	for _, c := range []struct{ accept, cookie, want string }{
		{"", "", "en-GB"}, {"cy-GB,cy;q=0.9,en;q=0.5", "", "cy"}, {"en-GB,cy;q=0.5", "", "en-GB"}, {"fr", "", "en-GB"},
		{"cy", "en", "en-GB"}, {"en", "cy", "cy"}, {"cy", "xx", "cy"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/privacy", nil)
		r.Header.Set("Accept-Language", c.accept)
		if c.cookie != "" {
			r.AddCookie(&http.Cookie{Name: languageCookie, Value: c.cookie})
		}
		w := httptest.NewRecorder()
		v.handler.ServeHTTP(w, r)
		if got := attr(find(t, document(t, w.Body.String()), "html")[0], "lang"); got != c.want {
			t.Errorf("%+v is answered in %s", c, got)
		}
	}
}

// The link that chooses a language leads nobody to another host.
func TestLanguage_LeadsBackHere(t *testing.T) {
	answer := func(http.ResponseWriter, *http.Request) {}
	for address, want := range map[string]string{
		"/?lang=cy": "/", "/a%2Fb?x=1&lang=en": "/a%2Fb?x=1", "//evil.example/x?lang=cy": "/", "/\\evil.example?lang=cy": "/", "/?lang=xx": "",
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		var err error
		if r.URL, err = url.Parse("http://example.com" + address); err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		inOwnLanguage(http.HandlerFunc(answer)).ServeHTTP(w, r)
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("%s leads to %q, want %q", address, got, want)
		}
	}
}

// englishWords are words that English cannot do without, and that Welsh has not.
var englishWords = regexp.MustCompile(`(?i)\b(the|you|your|we|us|and|please|who|what|when|with|this|that|not|for|somebody|yes)\b`)

// typed are what people of the village have written, which nobody translates, and names.
var typed = strings.NewReplacer("The dog is called Biscuit.", "", "I am hard of hearing.", "", "Waymark", "", "English", "")

// isInWelsh fails for an English word on the open page.
func (b *visitor) isInWelsh(name string) {
	b.Helper()
	text := typed.Replace(b.said("body") + " " + b.said("title"))
	text = strings.ReplaceAll(text, b.path, "")
	if found := englishWords.FindString(text); found != "" {
		at := strings.Index(text, found)
		b.Errorf("%s (%s) says %q: …%s…", name, b.path, found, text[max(0, at-60):min(len(text), at+60)])
	}
}

// The pages that everybody reads hold not one English sentence for whoever reads Welsh, in whatever state.
func TestPublicPages_InWelsh(t *testing.T) {
	v := newVillage(t)
	b := v.inWelsh()
	judge := b.isInWelsh
	opens := func(path string) {
		t.Helper()
		b.opens(path)
		judge(path)
	}
	tom := v.volunteer("Tom", "Castle Row")
	open, private, taken := v.joans("dog"), v.joans("prescription"), v.joans("garden")
	invitation := v.asks(open, tom, "yes")
	secret := v.asks(private, tom, "not_this_time")
	visit := v.visitor().opens(v.asks(taken, tom, "yes")).presses("Yes, I’ll go", nil).path
	helping := "/helping/" + strings.TrimPrefix(strings.SplitN(invitation, "?", 2)[0], "/can-you-help/")
	status := "/status/" + open.StatusToken
	for _, path := range []string{
		"/", "/lend-a-hand", "/privacy", "/worried", "/worried?said=yes", "/sign-in", "/sign-in/code", "/sign-in/abc", "/ask/sent/" + open.StatusToken,
		status, status + "?said=new_time", status + "?said=withdraw", status + "?said=sorted", "/status/" + taken.StatusToken,
		strings.TrimSuffix(invitation, "?answer=yes"), invitation, secret, visit, visit + "?said=hand_back", visit + "?said=done",
		visit + "?said=could_not", helping, helping + "?still=rest", helping + "?still=yes", "/visit/abc", "/nowhere", "/desk",
	} {
		opens(path)
	}
	b.opens("/ask")
	judge("the first step")
	b.presses("Nesaf: pryd", nil)
	judge("nothing chosen")
	b.presses("Nesaf: pryd", url.Values{"needId": {idOf(v.need["dog"])}, "notes": {"01632 960155"}})
	judge("a phone number in the notes")
	b.presses("Nesaf: pryd", url.Values{"notes": {""}})
	judge("when")
	b.presses("Nesaf: ble", url.Values{"often": {"2"}, "whom": {"other"}, "urgency": {"W"}, "day": {"1/1/2020"}})
	judge("a day that has passed")
	b.presses("Nesaf: ble", url.Values{"often": {"2"}, "whom": {"other"}, "urgency": {"W"}, "day": {""}, "until": {"11/6/2026"}, "weekday": {"2"}, "dayTime": {"morning"}})
	judge("it ends too soon")
	b.presses("Nesaf: ble", url.Values{"until": {""}, "asker.knows": {"agreed"}})
	judge("where")
	b.presses("Nesaf: ei wirio", url.Values{"asker.email": {"lucy@gmial.com"}})
	judge("a mistyped address")
	b.presses("Nesaf: ei wirio", url.Values{"asker.firstName": {"Lucy"}, "asker.email": {"lucy@example.org"}, "street": {"Withy"}, "firstName": {"Joan"}, "address": {"5"}})
	judge("two streets")
	b.presses("Nesaf: ei wirio", url.Values{"streetId": {idOf(v.street["Withy Row"])}})
	judge("check")
	b.presses("Ei anfon", url.Values{"mustKnow": {strings.Repeat("x", 1200)}})
	judge("too long")
	b.presses("Ei anfon", url.Values{"mustKnow": {""}, "agreed": {"share"}, "asker.toldBack": {"everything"}}).reads(200, "Diolch. Mae gyda ni")
	judge("sent")
}

// So do those that a link leads to: for whoever begins a town, and whoever is asked to look after a street.
func TestLinkedPages_InWelsh(t *testing.T) {
	v := newVillage(t)
	hana := v.volunteer("Hana", "Withy Row")
	asked := url.Values{"person": {idOf(hana)}, "kind": {"coordinator"}}
	v.signedIn("Priya").sends(addressOf("/vacancies/", v.street["Withy Row"]), asked).tells([]string{"They have been asked."})
	b := v.inWelsh().opens(v.linkTo(hana, "/look-after/"))
	b.isInWelsh("asked")
	b.presses("Iawn, mi ofalaf amdani", nil)
	b.isInWelsh("said yes")

	fresh, first := freshTown(t)
	b = fresh.inWelsh().opens(first).reads(200, "Chi yw’r cyntaf yma")
	b.isInWelsh("the first page")
	b.presses("Dechrau", url.Values{"name": {""}, "email": {"lee@"}, "phone": {"x"}})
	b.isInWelsh("nothing right")
	b.opens("/begin/nonsense")
	b.isInWelsh("a wrong link")
}

// Whoever asks in Welsh is written to in Welsh.
func TestAsk_InWelshIsAnsweredInWelsh(t *testing.T) {
	v := newVillage(t)
	ctx := words.With(t.Context(), words.In("cy"))
	raised, err := v.app.RaiseRequest(ctx, domain.Public(), v.joan("dog"))
	v.must(err)
	_, err = v.app.DeliverOutbox(t.Context(), domain.Clock())
	v.must(err)
	var mail notify.Message
	for _, m := range v.mail.List() {
		if m.Message.To.Address == "joan@example.org" {
			mail = m.Message
		}
	}
	if !strings.HasPrefix(mail.Subject, "Mae eich cais gyda ni") || !strings.Contains(mail.HTML, `<html lang="cy">`) {
		t.Errorf("the mail is %q: %s", mail.Subject, mail.Text)
	}
	if found := englishWords.FindString(strings.ReplaceAll(mail.Text, v.site.URL, "")); found != "" {
		t.Errorf("it says %q: %s", found, mail.Text)
	}
	v.visitor().opens("/status/"+raised.StatusToken).reads(200, "We have it") // what a browser reads is its own
}

// Each page that the public reads is for readers of nine, and no sentence is longer than 25 words.
func TestPublicPages_AreForReadersOfNine(t *testing.T) {
	v := newVillage(t)
	b := v.visitor()
	raised := v.joans("dog")
	invitation := v.asks(raised, v.volunteer("Tom", "Castle Row"), "yes")
	pages := []string{"/", "/lend-a-hand", "/privacy", "/ask", "/worried", "/worried?said=yes", "/sign-in", "/sign-in/code", "/ask/sent/" + raised.StatusToken,
		"/status/" + raised.StatusToken, invitation, "/helping/" + strings.TrimPrefix(strings.SplitN(invitation, "?", 2)[0], "/can-you-help/"), "/nowhere"}
	for _, path := range pages {
		b.opens(path)
		var lines []string
		for _, n := range find(t, b.doc, "main h1, main h2, main p, main li, main .hint, main legend") {
			if text := nodeText(n); len(find(t, n, "p, li")) == 0 && strings.Contains(text, " ") {
				lines = append(lines, text)
			}
		}
		text := strings.Join(lines, "\n")
		age := readable.Age(text)
		t.Logf("%-20.20s %.1f", path, age)
		if age > 9 {
			t.Errorf("%s is for readers of %.1f", path, age)
		}
		if s, n := readable.Longest(text); n > 25 {
			t.Errorf("%s has a sentence of %d words: %s", path, n, s)
		}
	}
}

func TestAsk_InWelshInABrowser(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	tab := browser.Open(t, browsertest.View{Width: 360, NoScript: true})
	judge := func(heading string) {
		t.Helper()
		if got := tab.Text("h1"); got != heading {
			t.Errorf("it says %q, want %q", got, heading)
		}
		tab.NoSideways()
		tab.RoomForThumbs()
		tab.Accessible()
		tab.Shot(strings.ToLower(strings.Fields(heading)[0]) + "-cy")
	}
	tab.Go(v.site.URL + "/")
	tab.Follow(".foot a[hreflang=cy]")
	judge("Fyddech chi’n hoffi help llaw?")
	tab.Follow("main .arm")
	judge("Beth fyddai’n helpu?")
	tab.Tick("needId", idOf(v.need["dog"]))
	tab.Follow("main .arm")
	judge("Pryd byddai’n helpu?")
	tab.Follow("main .arm")
	judge("Ble rydych chi, a sut gallwn ni gael gafael arnoch chi?")
	fillReach(tab, "Withy")
	tab.Tick("ways", "ring")
	tab.Follow("main .arm")
	judge("Ble rydych chi, a sut gallwn ni gael gafael arnoch chi?")
	tab.Tick("streetId", idOf(v.street["Withy Row"]))
	tab.Follow("main .arm")
	judge("Ydy hyn yn iawn?")
	tab.Tick("agreed", "share")
	tab.Follow("main .arm")
	judge("Diolch. Mae gyda ni")
}
