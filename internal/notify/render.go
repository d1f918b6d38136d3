package notify

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/matcornic/hermes/v2"
)

//go:embed theme/mail.html.tmpl
var htmlTemplate string

//go:embed theme/mail.text.tmpl
var textTemplate string

// theme is our look for hermes, with what its own body has no place for. It is a value and not a pointer, because
// hermes merges its default theme into whatever a pointer leads to.
type theme struct {
	Subject string
	Others  []hermes.Button // the answers below the green one
	Foot    []footLine
	Lang    string // for the lang attribute
	Under   string // the line below the town
}

// Name is the theme's name for hermes.
func (theme) Name() string { return "waymark" }

// HTMLTemplate is the sheet of a mail with its styles written out.
func (theme) HTMLTemplate() string { return htmlTemplate }

// PlainTextTemplate has the same sentences in the same order, each link on its own line.
func (theme) PlainTextTemplate() string { return textTemplate }

// render sets cleaned words on the letterhead, as text and as HTML.
func render(w saying, l Letterhead) (text, html string, err error) {
	look := theme{Subject: w.subject, Foot: l.foot(), Lang: l.In.Lang(), Under: l.In.Say("neighbours helping neighbours")}
	email := hermes.Email{Body: hermes.Body{Greeting: l.greeting("Hello %s,", w.to), Title: w.title, Intros: w.say, Outros: slices.Concat(w.linked, w.after)}}
	for _, f := range w.facts {
		email.Body.Dictionary = append(email.Body.Dictionary, hermes.Entry{Key: f.key, Value: f.value})
	}
	for i, b := range w.buttons {
		button := hermes.Button{Text: b.text, Link: b.link}
		if i == 0 {
			email.Body.Actions = []hermes.Action{{Button: button}}
			continue
		}
		look.Others = append(look.Others, button)
	}
	h := hermes.Hermes{
		Theme:              look,
		Product:            hermes.Product{Name: l.Town, Link: l.BaseURL},
		DisableCSSInlining: true, // they are written out, and the dark ones must stay in their media query
	}
	if html, err = h.GenerateHTML(email); err != nil {
		return "", "", fmt.Errorf("notify: the HTML of %q: %w", w.title, err)
	}
	if text, err = h.GeneratePlainText(email); err != nil {
		return "", "", fmt.Errorf("notify: the text of %q: %w", w.title, err)
	}
	return text + "\n", html, nil
}
