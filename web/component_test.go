package web

import (
	"io/fs"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func styleguide(t *testing.T) *html.Node {
	t.Helper()
	rd, _ := newFrame(t)
	w := httptest.NewRecorder()
	rd.Styleguide(w, httptest.NewRequest("GET", "/styleguide", nil))
	if w.Code != 200 {
		t.Fatalf("the style guide answers %d", w.Code)
	}
	return document(t, w.Body.String())
}

func TestComponents(t *testing.T) {
	doc := styleguide(t)
	for selector, want := range map[string]string{
		".page-head h1":                                   "Joan Pascoe needs a prescription fetched",
		".back a[href='/desk']":                           "Back to the desk",
		".page-head .tag.is-late":                         "Waits 16 hours longer than we said",
		".ladder .past":                                   "Street: asked",
		".ladder .here[aria-current=step]":                "Neighbourhood: now",
		".ladder li:last-child:not([class])":              "District",
		".path li:first-child .now":                       "Next: Waiting for you to ask somebody",
		".path li:last-child .when":                       "Monday 8 June, 1:02 pm",
		".task.is-late h3 a[href='/desk/4817']":           "Prescription for Joan Pascoe",
		".task.is-late .why b":                            "Joan needed it by 5 pm yesterday.",
		".task form[action='/desk/4817/ask'] button":      "Ask Tom to go",
		".lines:not(.group .lines) li:first-child a.main": "Friendly call for Edna Crocker",
		".cand .reasons .no":                              "But: Has two visits this week, and that is their limit",
		".facts-2 a[href='tel:01632960142']":              "01632 960 142",
		".side .promise b":                                "0",
		"section.sheet .acts button":                      "Show",
		"section.board .list li":                          "You see Joan’s full name, address and phone.",
		".note.is-late b":                                 "In danger, or badly hurt?",
		"label[for=name]":                                 "Your name",
		"#phone-error":                                    "This has ten figures. A phone number here has eleven.",
		"label[for=notes] .if-like":                       "if you like",
		"textarea#notes":                                  "Ring twice. Then wait.",
		".chip input[name=streetId][value='7'] + label":   "Withy Row, Station",
		"input#need[type=radio] + label":                  "Shopping",
		"input#need-2[checked] + label small":             "Brought to your door",
		"input#days-3[type=checkbox][checked] + label":    "Wednesday",
		"button[disabled] + span":                         "Derek is asking somebody at this moment.",
		"form[action='/hold'] button[name=hold]":          "Hold, with a reason",
		".empty h3":                                       "Nothing needs you",
		"table caption":                                   "Streets",
		"tbody th[scope=row] a":                           "Withy Row",
		"td.n[data-k='Neighbours who help']":              "14",
		".pager a[rel=next]":                              "Show the next 25",
		".door-l":                                         "K",
	} {
		if got := textOf(t, doc, selector); got != want {
			t.Errorf("%s reads %q, want %q", selector, got, want)
		}
	}
	for _, selector := range []string{
		`input#phone[aria-invalid="true"][aria-describedby="phone-error"][inputmode="tel"][value="01632 96014"]`,
		`input#name[aria-describedby="name-hint"][autocomplete="name"][value="Joan Pascoe"]`,
		`[data-finder="/streets/find"][data-id="homeId"] input[type="hidden"][name="homeId"]`,
		`fieldset[aria-describedby="days-hint"] .picks-2`,
	} {
		if len(find(t, doc, selector)) != 1 {
			t.Errorf("there is not one %s", selector)
		}
	}
}

func TestComponents_EveryIconIsDrawn(t *testing.T) {
	doc := styleguide(t)
	drawn := map[string]bool{}
	for _, s := range find(t, doc, "symbol") {
		drawn["#"+attr(s, "id")] = true
	}
	uses := find(t, doc, "use")
	if len(uses) < 40 {
		t.Fatalf("only %d icons are used", len(uses))
	}
	for _, use := range uses {
		if !drawn[attr(use, "href")] {
			t.Errorf("nobody has drawn %s", attr(use, "href"))
		}
	}
	for _, s := range []State{StateLate, StateSoon, StateNew, StateWaiting, StateDone, StateFailed, StateMeeting, StatePlain} {
		if !drawn["#i-"+s.Icon()] {
			t.Errorf("the state %s has no drawing", s)
		}
	}
}

// Every class that a template names is in the stylesheet, so that a page never leans on a style that was trimmed.
func TestTemplates_UseOnlyClassesOfTheStylesheet(t *testing.T) {
	css := stylesheet(t)
	files, err := fs.Glob(templates, "template/*.tmpl")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d templates, %v", len(files), err)
	}
	plain := regexp.MustCompile(`class="([a-zA-Z0-9 _-]+)"`)
	known := map[string]bool{"count": true, "end": true}
	for _, m := range regexp.MustCompile(`\.([a-z][a-zA-Z0-9_-]*)`).FindAllStringSubmatch(css, -1) {
		known[m[1]] = true
	}
	for _, file := range files {
		text, err := fs.ReadFile(templates, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range plain.FindAllStringSubmatch(string(text), -1) {
			for _, class := range strings.Fields(m[1]) {
				if !known[class] {
					t.Errorf("%s uses the class %s, which has no style", file, class)
				}
			}
		}
	}
}

func TestEscaping(t *testing.T) {
	rd, _ := newFrame(t)
	nasty := `<script>alert(1)</script>" onmouseover="x`
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/styleguide", nil)
	p := rd.Page(w, r, nasty)
	g := samples()
	g.Fields = []Field{{Name: "name", Label: nasty, Hint: nasty, Value: nasty}, {Name: "more", Label: "More", Type: "textarea", Value: "</textarea>" + nasty}}
	g.Tasks[0].Href, g.Tasks[0].Title = "javascript:alert(1)", nasty
	p.Content = g
	rd.Render(w, r, "styleguide", p)
	doc := document(t, w.Body.String())
	if n := len(find(t, doc, `script:not([src]), [onmouseover], a[href^="javascript"]`)); n != 0 {
		t.Errorf("%d elements were made of words", n)
	}
	if got := attr(find(t, doc, "input#name")[0], "value"); got != nasty {
		t.Errorf("the field holds %q, want what was typed", got)
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "No things", 1: "One thing", 4: "Four things", 10: "Ten things", 11: "11 things"} {
		if got := Count(nil, n, "%s thing", "%s things"); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"": "", "Kelly": "K", "Òrla  de Mhór": "ÒM", "wioletta zając": "WZ"} {
		if got := (Door{Name: name}).Initials(); got != want {
			t.Errorf("initials of %q are %q, want %q", name, got, want)
		}
	}
}
