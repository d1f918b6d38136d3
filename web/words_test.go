package web

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"waymark/internal/app"
	"waymark/internal/words"
)

// forBuilders are the templates of pages that only whoever works on Waymark sees. They are in English.
var forBuilders = []string{"styleguide.tmpl", "devmail.tmpl", "devmail_one.tmpl"}

// ownNames are said as they are in every language.
var ownNames = map[string]bool{"Waymark.": true}

// spoken are the attributes that are read or heard.
var spoken = []string{"aria-label", "alt", "title", "placeholder"}

var action = regexp.MustCompile(`(?s)\{\{.*?\}\}`)

// Whatever a template says goes through say, tell or count, so that nothing can be forgotten in another language.
func TestTemplates_SayAllInTheReadersLanguage(t *testing.T) {
	files, err := fs.Glob(templates, "template/*.tmpl")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d templates, %v", len(files), err)
	}
	for _, file := range files {
		if slices.Contains(forBuilders, path.Base(file)) {
			continue
		}
		for _, words := range bareWords(string(fileOf(t, file))) {
			t.Errorf("%s: %q is said in English alone", file, words)
		}
	}
}

func TestBareWords(t *testing.T) {
	for source, want := range map[string]string{
		`<p>Hello</p>`:                           "Hello",
		`<p>{{say "Hello"}} {{.Name}}</p>`:       "",
		`<p>{{if .A}}Yes{{else}}1{{end}}</p>`:    "Yes 1",
		`<a aria-label="Main" class="nav">`:      "Main",
		`<a aria-label="{{say "Main"}}">`:        "",
		`<style>p{color:red}</style><b>·, 4</b>`: "",
		`<p>Waymark.</p>`:                        "",
	} {
		if got := strings.Join(bareWords(source), "|"); got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// bareWords are the words of a template that stand in it as they are.
func bareWords(source string) (out []string) {
	add := func(s string) {
		s = strings.Join(strings.Fields(s), " ")
		if strings.ContainsFunc(s, unicode.IsLetter) && !ownNames[s] && !strings.Contains(s, `="`) { // that is a part of a tag
			out = append(out, s)
		}
	}
	z := html.NewTokenizer(strings.NewReader(action.ReplaceAllString(source, " ")))
	inStyle := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.TextToken:
			if !inStyle {
				add(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			inStyle = token.Data == "style"
			for _, a := range token.Attr {
				if slices.Contains(spoken, a.Key) {
					add(a.Val)
				}
			}
		case html.EndTagToken:
			inStyle = false
		}
	}
}

// How many are near, and what keeps them, is said in words.
func TestRequestContent_Near(t *testing.T) {
	var out requestContent
	out.explain(words.In("en"), app.Matching{Near: app.Nearby{All: 13, CannotDo: 1, NotFree: 12}})
	if want := "13 people help near enough. 12 not free for this. One cannot do this."; out.Near != want {
		t.Errorf("it says %q, want %q", out.Near, want)
	}
}
