package notify

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Every kind's words, on every channel, are pinned in testdata: look there to read them.
func TestCompose_Golden(t *testing.T) {
	for name, note := range samples() {
		t.Run(name, func(t *testing.T) {
			p := compose(t, note, saltcombe)
			golden(t, name+".txt", "Subject: "+p.subject+"\n\n"+p.text)
			golden(t, name+".html", p.html)
			golden(t, name+".call.txt", p.script)
			golden(t, name+".letter.txt", p.letter)
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run the test with -update and read what changed.\ngot:\n%s", file, got)
	}
}

func TestSamples_HoldEveryKind(t *testing.T) {
	want := []string{"after_visit_helper", "after_visit_person", "connector_badge", "connector_hello", "connector_invite", "connector_refresh", "connector_wish", "desk_alert", "ended", "follow", "gap_owner", "gap_told", "gathering_news", "hand_wanted", "handover", "helper_changed", "helper_coming",
		"home_safe", "host_ask", "host_date", "host_page", "host_reminder", "host_taken", "idea", "idea_new", "invitation", "invitation_closed", "loans_due", "mail_down", "new_time", "no_stand_in", "not_over", "offer", "owner_new", "request_received", "resting", "safeguarding_lead",
		"series_cover", "sign_in", "standing_in", "still_all_right", "street_answer", "street_offer", "streets_handed", "support_failure_owner", "support_failure_person", "thanks", "vacancies", "vacant_date", "visit", "visit_off",
		"visit_reminder", "widened", "worry"}
	var got []string
	for file, note := range samples() {
		base, _, _ := strings.Cut(file, ".")
		if base != note.Kind() {
			t.Errorf("the sample %s is of the kind %s", file, note.Kind())
		}
		got = append(got, note.Kind())
	}
	slices.Sort(got)
	if got = slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("kinds %v, want %v", got, want)
	}
}

func TestCompose_RulesOfEveryMessage(t *testing.T) {
	demo := saltcombe
	demo.Demo = true
	for name, note := range samples() {
		t.Run(name, func(t *testing.T) {
			p := compose(t, note, saltcombe)
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(p.html))
			if err != nil {
				t.Fatal(err)
			}
			doc.Find("style,title").Remove()
			visible := doc.Text()
			if strings.Contains(p.subject+p.text+visible+p.script+p.letter, "!") {
				t.Error("an exclamation mark")
			}
			for _, word := range []string{" she ", " he ", " her ", " his ", "dashboard", "login", "submit", "client", "service user", "vulnerable", "volunteering opportunity"} {
				if strings.Contains(strings.ToLower(p.text+p.script+p.letter), word) {
					t.Errorf("the word %q", word)
				}
			}
			if p.subject == "" || strings.ContainsAny(p.subject, "\r\n") {
				t.Errorf("subject %q", p.subject)
			}
			if href, _ := doc.Find("a:contains('I’m worried')").Attr("href"); href != "https://saltcombe.example/worried" {
				t.Errorf("worried leads to %q", href)
			}
			if strings.Contains(p.text, "made-up") || !strings.Contains(compose(t, note, demo).text, "made-up town") {
				t.Error("only a made-up town says that it is one")
			}
			if doc.Find("a.e-yes").Length() > 1 || doc.Find("a.e-no").Length() > 2 {
				t.Error("at most one green button and two below it")
			}
		})
	}
}

// The text part has the sentences of the HTML in the same order, and each link on its own line.
func TestCompose_TextSaysTheSameInTheSameOrder(t *testing.T) {
	for name, note := range samples() {
		t.Run(name, func(t *testing.T) {
			p := compose(t, note, saltcombe)
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(p.html))
			if err != nil {
				t.Fatal(err)
			}
			at := 0
			doc.Find("p,h1,td.e-rule,a").Each(func(_ int, s *goquery.Selection) {
				words := s.Clone().Children().Remove().End().Text()
				i := strings.Index(p.text[at:], strings.TrimSpace(words))
				if i < 0 {
					t.Errorf("the text part lacks %q, or has it in another place", words)
					return
				}
				at += i
			})
			var hrefs, lines []string
			doc.Find("a").Each(func(_ int, s *goquery.Selection) { hrefs = append(hrefs, s.AttrOr("href", "")) })
			for line := range strings.Lines(p.text) {
				if strings.Contains(line, "://") {
					lines = append(lines, strings.TrimSuffix(line, "\n"))
				}
			}
			if !slices.Equal(hrefs, lines) {
				t.Errorf("links\n%q in HTML\n%q in text", hrefs, lines)
			}
		})
	}
}

func TestCompose_IsTheSameEachTime(t *testing.T) {
	for name, note := range samples() {
		if a, b := compose(t, note, saltcombe), compose(t, note, saltcombe); a != b {
			t.Errorf("%s differs between two runs", name)
		}
	}
}

// Bait: what must not be known before a yes, put wherever a careless caller could put it.
const (
	baitSurname  = "Pascoe"
	baitHouse    = "14 "
	baitPostcode = "SC1 2AB"
	baitPhone    = "07700 900123"
	baitMail     = "joan@home.example"
)

func TestCompose_BeforeYesTellsNoSurnameAddressOrPhone(t *testing.T) {
	baited := Invitation{To: "Tom Trewin", Name: "Joan " + baitSurname, Street: baitHouse + "Withy Row, Saltcombe, " + baitPostcode,
		Ask: "fetch a paper for {name}", When: "today", By: "noon"}
	for _, detail := range []string{"Ring " + baitPhone + ".", "Write to " + baitMail + ".", "Go to 14 Withy Row.", "The postcode is " + baitPostcode, "Flat 14, at the back", "+44 7700 900123",
		"Joan is in.", "At the end of Withy Row."} {
		baited.Detail = detail
		private := baited
		private.Private = true
		for _, note := range []Note{baited, private, SeriesCover{Invitation: baited, Usual: "Derek Pascoe"}, SeriesCover{Invitation: private, Usual: "Derek Pascoe"},
			InvitationClosed{To: "Tom " + baitSurname}, StillAllRight{To: "Tom " + baitSurname}, Resting{To: "Mrs " + baitSurname}} {
			all := visible(compose(t, note, saltcombe))
			for _, bait := range []string{baitSurname, "Trewin", baitHouse, baitPostcode, baitPhone, "7700", baitMail} {
				if strings.Contains(all, bait) {
					t.Errorf("%s with %q tells %q", note.Kind(), detail, bait)
				}
			}
		}
		for _, note := range []Note{private, SeriesCover{Invitation: private, Usual: "Derek"}} {
			all := visible(compose(t, note, saltcombe))
			for _, hidden := range []string{"Joan", "Withy", "Derek"} {
				if strings.Contains(all, hidden) {
					t.Errorf("a private %s tells %q", note.Kind(), hidden)
				}
			}
		}
	}
	if all := visible(compose(t, baited, saltcombe)); !strings.Contains(all, "Joan") || !strings.Contains(all, "Withy Row") {
		t.Error("an ask that is not private names the first name and the street")
	}
}

// visible is all that can be read, without the style sheet, whose figures are no house numbers.
func visible(p parts) string {
	tags := regexp.MustCompile(`(?s)<style>.*?</style>|style="[^"]*"`)
	return tags.ReplaceAllString(p.all(), "")
}

// No kind has a field in which a surname, an address or a phone number of anybody would belong.
func TestKinds_HaveNoPlaceForWhatTheyMustNotTell(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)surname|lastname|fullname|address|phone|postcode|house|notes`)
	for _, note := range samples() {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(note)) {
			if forbidden.MatchString(f.Name) {
				t.Errorf("%s has a field %s", note.Kind(), f.Name)
			}
		}
	}
}

func TestCompose_AsksOfAPersonNeverNameTheNeed(t *testing.T) {
	p := compose(t, RequestReceived{To: "Joan", Reference: "S 4817", Next: "We look now.", StatusURL: u("s/m9")}, saltcombe)
	if p.subject != "We have what you asked: S 4817" {
		t.Errorf("subject %q", p.subject)
	}
	if visit := compose(t, samples()["visit"], saltcombe); strings.Contains(visit.all(), "blue kettle") {
		t.Error("the helper's mail holds the door words")
	}
}

func TestCompose_StrangeNames(t *testing.T) {
	long := strings.Repeat("Wolfeschlegelsteinhausen", 20)
	for _, c := range []struct{ name, in, want, not string }{
		{"a line break", "Tom\r\nBcc: all@example.org", "Hello Tom,", "Bcc:"},
		{"angle brackets", "<script>x</script>", "&lt;script&gt;", "<script>"},
		{"emoji", "Jo👩‍🌾", "Hello Jo👩‍🌾,", ""},
		{"right to left", "רות", "Hello רות,", ""},
		{"a forced turn", "Tom\u202egnp.exe", "Hello Tomgnp.exe,", "\u202e"},
		{"a long name", long, "Hello Wolfeschlegelsteinhausen", long[:60]},
		{"a title", "Mrs Pascoe", "Hello neighbour,", "Pascoe"},
		{"nothing", " \t", "Hello neighbour,", ""},
		{"a bell and an escape", "To\x07m\x1b", "Hello Tom,", "\x07"},
		{"bytes that are no text", "To\xffm", "Hello Tom,", "\xff"},
		{"a template", "{{.Hermes}}", "Hello {{.Hermes}},", "waymark"},
		{"a hyphen and an accent", "Zoë-Anne", "Hello Zoë-Anne,", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := sampleInvitation()
			n.To, n.Name = c.in, c.in
			p := compose(t, n, saltcombe)
			if !strings.Contains(p.html, c.want) {
				t.Errorf("the HTML lacks %q:\n%s", c.want, p.html)
			}
			if c.not != "" && strings.Contains(p.html, c.not) {
				t.Errorf("%q is in the HTML", c.not)
			}
			if strings.ContainsFunc(p.subject, unicode.IsControl) || len([]rune(p.subject)) > longestSubject {
				t.Errorf("subject %q", p.subject)
			}
		})
	}
}

// The belt against ways to reach somebody leaves ordinary sentences alone.
func TestInvitation_OrdinaryDetailsStay(t *testing.T) {
	for _, detail := range []string{"Two bags, about 10 minutes walk.", "Walk 2 dogs in the park.", "Bread for £5.50, before 10:30 am.", "It is a 20 minute drive.", "Bring 4 chairs down the road with them."} {
		n := sampleInvitation()
		n.Detail = detail
		if p := compose(t, n, saltcombe); !strings.Contains(p.text, "What: "+detail) {
			t.Errorf("%q is left out", detail)
		}
	}
}

func TestInvitation_StreetOfAWholeAddress(t *testing.T) {
	for in, want := range map[string]string{
		"Withy Row": "Withy Row", "14 Withy Row": "Withy Row", "14a Withy Row, Saltcombe, SC1 2AB": "Withy Row", "12-14 Withy Row": "Withy Row",
		"Flat 2, 14 Withy Row": "Withy Row", "Stryd y Bont": "Stryd y Bont", "": "", "SC1 2AB": "", "07700 900123": "",
	} {
		if got := street(in); got != want {
			t.Errorf("street(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCompose_LinksThatAreNone(t *testing.T) {
	n := sampleInvitation()
	n.YesURL = "javascript:alert(1)"
	n.NotThisTimeURL = "https://saltcombe.example/a\nhttps://evil.example/"
	p := compose(t, n, saltcombe)
	if strings.Contains(p.html, "javascript:") {
		t.Error("a script passes as a link")
	}
	for line := range strings.Lines(p.text) {
		if strings.HasPrefix(line, "https://evil") {
			t.Error("a line break makes a link of its own")
		}
	}
}

func TestEnded_KindOfEnding(t *testing.T) {
	for _, how := range []Ending{EndHelped, EndSorted, EndPassed, EndWithdrawn, "something new"} {
		p := compose(t, Ended{To: "Joan", How: how, PassedTo: "The Ring and Ride", HelpURL: u("help")}, saltcombe)
		if !strings.Contains(p.text, "Is there something you like doing for others?") {
			t.Errorf("%s does not ask what they like doing", how)
		}
	}
	for _, how := range []Ending{EndAway, EndMistake} {
		p := compose(t, Ended{To: "Joan", How: how, HelpURL: u("help")}, saltcombe)
		if strings.Contains(p.all(), "like doing") || strings.Contains(p.text, u("help")) {
			t.Errorf("%s asks for something at a bad moment", how)
		}
	}
}

func TestCall_SignInIsNeverSpokenOrPrinted(t *testing.T) {
	n := samples()["sign_in"]
	if s := Call(n, saltcombe); len(s.Say) > 0 || strings.Contains(s.String(), "402") || Letter(n, saltcombe) != "" {
		t.Errorf("a code in %q or %q", s, Letter(n, saltcombe))
	}
}

func TestCall_HasNoLinksAndSaysWhatToWriteDown(t *testing.T) {
	for name, note := range samples() {
		s := Call(note, saltcombe)
		if strings.Contains(s.String(), "://") {
			t.Errorf("%s: a link to be read aloud", name)
		}
		if name != "sign_in" && (len(s.Say) < 3 || len(s.Write) == 0) {
			t.Errorf("%s: %d lines to say, %d to write down", name, len(s.Say), len(s.Write))
		}
	}
}
