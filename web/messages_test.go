package web

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/notify"
)

// Every kind has its place on the list, once.
func TestMessages_AllKinds(t *testing.T) {
	var kinds []string
	for _, g := range messageGroups {
		for _, k := range g.Kinds {
			kinds = append(kinds, k.Kind)
		}
	}
	if slices.Sort(kinds); !slices.Equal(kinds, notify.Kinds()) {
		t.Errorf("on the page: %v\nthere are: %v", kinds, notify.Kinds())
	}
}

// tokenIn finds the token of a link.
var tokenIn = regexp.MustCompile(`/(?:can-you-help|visit|status|helping|messages|sign-in)/([\w-]{30,})`)

// rows is all that a look must leave as it is.
const rows = `SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM audits) + (SELECT count(*) FROM reveals) + (SELECT count(*) FROM sign_in_links)
	+ (SELECT count(*) FROM outbox WHERE state = 'sent')`

func TestMessages_Preview(t *testing.T) {
	v := newVillage(t)
	v.promised() // Joan has asked, and Tom has said yes
	b, before := v.signedIn("Priya"), 0
	b.opens("/me").follows("Look at what we write to people").reads(200, "What we write").follows("Can you help?")
	b.tells([]string{"Joan", "It is made of the last one that there was.", "It is always sent."})
	before = v.count(rows)
	seen := 0
	for _, kind := range notify.Kinds() {
		for _, look := range messageLooks {
			for _, in := range []string{"en", "cy"} {
				b.opens("/messages/kind/" + kind + lookQuery(look.Look, in))
				if b.status != http.StatusOK {
					t.Fatalf("%s answers %d", b.path, b.status)
				}
				if frames := find(t, b.doc, "iframe[sandbox]"); len(frames) == 1 {
					b.opens(attr(frames[0], "src"))
				}
				for _, link := range tokenIn.FindAllStringSubmatch(b.body, -1) {
					seen++
					if _, _, err := v.app.Open(t.Context(), domain.Public(), link[1]); domain.KindOf(err) != domain.NotFound {
						t.Errorf("%s holds a link that works: %v", b.path, err)
					}
				}
			}
		}
	}
	if seen == 0 || v.count(rows) != before {
		t.Errorf("%d links were looked at, and looking has left %d rows", seen, v.count(rows)-before)
	}
	b.opens("/messages/kind/helper_coming?look=text").tells([]string{"Tom", "two words"})
	if n := v.count(`SELECT count(*) FROM requests WHERE door_words <> '' AND position(door_words IN $1) > 0`, b.body); n != 0 {
		t.Error("the door words are shown")
	}
	b.opens("/messages/kind/sign_in").tells([]string{"The people in it are made up."})
	b.opens("/messages/kind/sign_in?look=call").tells([]string{"It never goes this way"})
	b.opens("/messages/kind/still_all_right").tells([]string{"Whoever gets it can stop it with one press."})
	b.opens("/messages/kind/nonsense").reads(404, "There is nothing here")
}

// The dark is shown to whoever sits in daylight, and nothing in the frame can run or lead away.
func TestMessages_Frame(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya")
	for look, want := range map[string]string{"light": "@media not all {", "dark": "@media all {"} {
		answer, err := b.client.Get(v.site.URL + "/messages/kind/visit/html?look=" + look)
		v.must(err)
		if b.sees(answer, nil); !strings.Contains(b.body, want) || strings.Contains(b.body, darkQuery) {
			t.Errorf("%s is not %s", look, want)
		}
		h := answer.Header
		if p := h.Get("Content-Security-Policy"); !strings.HasSuffix(p, "; sandbox") || !strings.Contains(p, "frame-ancestors 'self'") || h.Get("X-Frame-Options") != "SAMEORIGIN" {
			t.Errorf("the frame may %q, %q", p, h.Get("X-Frame-Options"))
		}
	}
}

// Whoever may not see people reads made-up ones, and whoever runs another town reads nothing of this one.
func TestMessages_OthersSeeNobody(t *testing.T) {
	v := newVillage(t, "Brackle")
	v.promised()
	v.role(v.person("Ada", "Castle Row", nil), app.GrantRole{Kind: domain.Administrator})
	v.outsider()
	v.role(v.person("Dee", "Withy Row", nil), app.GrantRole{Kind: domain.DeskHelper, TownID: v.town})
	_, err := v.db.SQL.ExecContext(t.Context(), `UPDATE persons SET first_name = 'Josephina' WHERE first_name = 'Joan'`)
	v.must(err)
	for _, first := range []string{"Ada", "Olive"} {
		b := v.signedIn(first)
		for _, kind := range notify.Kinds() {
			b.opens("/messages/kind/"+kind+"?look=text").tells([]string{"The people in it are made up."}, "Josephina")
		}
	}
	v.signedIn("Priya").opens("/messages/kind/invitation").tells([]string{"Josephina"})
	for _, path := range []string{"/messages", "/messages/kind/visit", "/messages/kind/visit/html"} {
		if b := v.signedIn("Dee").opens(path); b.status != http.StatusForbidden {
			t.Errorf("the desk sees %s: %d", path, b.status)
		}
		v.visitor().opens(path).reads(200, "Sign in")
	}
}
