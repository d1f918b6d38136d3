package web

import (
	"encoding/json"
	"image/png"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// httpHandler is a page of the renderer as a handler.
func httpHandler(f http.HandlerFunc) http.Handler { return f }

// The dark colours stand in the stylesheet twice: for a phone that is dark, and for who chose dark.
func TestTheme_DarkIsTheSameByChoice(t *testing.T) {
	css := stylesheet(t)
	block := func(selector string) string {
		_, rest, ok := strings.Cut(css, selector+" {")
		if !ok {
			t.Fatalf("there is no %s", selector)
		}
		inside, _, _ := strings.Cut(rest, "}")
		return strings.Join(strings.Fields(inside), " ")
	}
	phone, own := block(`:root:not([data-theme="light"])`), block(`:root[data-theme="dark"]`)
	if phone != own || len(phone) < 500 {
		t.Errorf("what is dark by the phone and by choice differs:\n%s\n%s", phone, own)
	}
	light, dark := tokens(t)
	if light["surface"] != lightFrame || dark["surface"] != darkFrame {
		t.Errorf("the frame of a browser is %s and %s, the masthead %s and %s", lightFrame, darkFrame, light["surface"], dark["surface"])
	}
}

func TestTheme_IsChosenAtTheFootOfAPage(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().opens("/ask?for=other&town=" + idOf(v.town))
	if has(find(t, b.doc, "html")[0], "data-theme") {
		t.Error("a theme is chosen for whoever has not")
	}
	press := func(words string) *visitor {
		t.Helper()
		for _, a := range find(t, b.doc, ".foot a") {
			if nodeText(a) == words {
				return b.opens(attr(a, "href"))
			}
		}
		t.Fatalf("the foot has no link %q", words)
		return nil
	}
	if got := nodeText(find(t, b.doc, ".foot b")[0]); got != "like your phone" {
		t.Errorf("chosen is %q", got)
	}
	press("dark").reads(200, "What would help?")
	if want := "/ask?for=other&town=" + idOf(v.town); b.path != want {
		t.Errorf("it led to %s, want %s", b.path, want)
	}
	theme := func() string { return attr(find(t, b.doc, "html")[0], "data-theme") }
	if theme() != "dark" || len(find(t, b.doc, `meta[name="theme-color"][content="#1A231E"]:not([media])`)) != 1 {
		t.Errorf("the theme is %q", theme())
	}
	if b.opens("/nothing"); theme() != "dark" {
		t.Error("the page of an error is not dark")
	}
	if press("light"); theme() != "light" || b.path != "/" {
		t.Errorf("the page of an error led to %s, in %q", b.path, theme())
	}
	if b.opens("/?theme=purple"); theme() != "light" {
		t.Errorf("a theme that there is not gave %q", theme())
	}
	if press("like your phone"); theme() != "" || len(find(t, b.doc, `meta[name="theme-color"][media]`)) != 2 {
		t.Errorf("the phone decides, and the theme is %q", theme())
	}
	answer := get(v.handler, httptest.NewRequest("GET", "//evil.example/?theme=dark", nil))
	if to := answer.Header().Get("Location"); strings.HasPrefix(to, "//") || strings.Contains(to, "evil") && !strings.HasPrefix(to, "/") {
		t.Errorf("a choice leads away to %s", to)
	}
}

func TestManifest(t *testing.T) {
	v := newVillage(t)
	b := v.visitor().opens("/")
	link := find(t, b.doc, `link[rel="manifest"]`)[0]
	b.opens(attr(link, "href"))
	var m manifestOf
	v.must(json.Unmarshal([]byte(b.body), &m))
	if m.Name != "Waymark for Saltcombe" || m.ShortName != "Saltcombe" || m.Lang != "en-GB" || m.Display != "minimal-ui" {
		t.Errorf("it says %+v", m)
	}
	if b.opens(m.StartURL); b.status != http.StatusOK || b.path != "/" {
		t.Errorf("on a phone of somebody who is not signed in it opens %s: %d", b.path, b.status)
	}
	if len(m.Icons) < 3 {
		t.Fatalf("%d icons", len(m.Icons))
	}
	for _, icon := range m.Icons {
		answer := get(v.handler, httptest.NewRequest("GET", icon.Src, nil))
		if answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != icon.Type {
			t.Errorf("%s answers %d, %s", icon.Src, answer.Code, answer.Header().Get("Content-Type"))
		}
	}
}

func TestFavicon(t *testing.T) {
	v := newVillage(t)
	for _, path := range []string{"/favicon.ico", attr(find(t, v.visitor().opens("/").doc, `link[rel="apple-touch-icon"]`)[0], "href")} {
		answer, err := v.visitor().client.Get(v.site.URL + path)
		v.must(err)
		picture, err := png.Decode(answer.Body)
		v.must(err)
		v.must(answer.Body.Close())
		if size := picture.Bounds().Size(); size.X != size.Y || size.X < 32 {
			t.Errorf("%s is %v", path, size)
		}
	}
}

// Nothing in the stylesheet moves for whoever wants no motion.
func TestStylesheet_WithoutMotion(t *testing.T) {
	css := stylesheet(t)
	for _, m := range regexp.MustCompile(`transition: ([^;}]+)`).FindAllStringSubmatch(css, -1) {
		if !strings.Contains(m[1], "var(--quick)") && !strings.Contains(m[1], "var(--calm)") {
			t.Errorf("this takes its time always: %s", m[1])
		}
	}
	moves, still := len(regexp.MustCompile(`animation: [a-z]`).FindAllString(css, -1)), strings.Count(css, "animation: none")
	if moves-still > still {
		t.Errorf("%d animations, and %d are stopped", moves-still, still)
	}
}
