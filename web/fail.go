package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/internal/words"
)

// Failure is what the page of an error says.
type Failure struct {
	Status int
	Title  string
	Text   string
	Whom   bool // says whom to ask
	Button *Button
	Resend *Resend // of a form that could not be taken just now
}

// Resend is a form as it was sent, to be sent again.
type Resend struct {
	Action    string
	Fields    []Choice
	SignedOut bool // has to sign in first, in another tab: this one holds what was typed
}

// brokenText is all that people see of an internal error.
var brokenText = words.Later("Something broke on our side. It has been written down for whoever runs this. Please try again in a minute.")

// retryAfter is how soon a page tries again by itself while the database is away.
const retryAfter = 10 * time.Second

// Fail answers a request with the page of an error: the one presenter of the page way in. People see the sentence of a
// domain error; anything else is logged and shown as one fixed sentence.
func (rd *Renderer) Fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // they have gone; nobody reads an answer
	}
	kind := domain.KindOf(err)
	if kind == domain.SignedOut && r.Method == http.MethodGet {
		http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	f := present(kind, sentence(words.From(r.Context()), err))
	if kind == domain.SignedOut && plainError(err).Message == f.Title+"." { // the title has said it
		f.Text = words.Later("We send you a link by e-mail. You need no password.")
	}
	if kind == "" {
		rd.log.ErrorContext(r.Context(), "page failed", "method", r.Method, "route", r.Pattern, "error", err)
	}
	p := rd.frame(r)
	p.Title, p.Narrow, p.Content, p.Errors, p.Flash, p.Undo = f.Title, true, f, nil, nil, nil
	home := &url.URL{Path: "/"}
	p.OtherLanguages, p.Themes = otherLanguages(r, home), themeLinks(p.Theme, home) // the page of an error is the same for every address
	p.Reprint = ""
	if f.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "10")
		if r.Method == http.MethodGet {
			p.Refresh = retryAfter
		}
	}
	if f.Resend = resend(w, r, f.Status); f.Resend != nil {
		f.Button = nil
		p.Content = f
	}
	if f.Status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", strconv.Itoa(waitOf(err)))
	}
	if err := rd.write(w, r, f.Status, "error", p); err != nil {
		rd.log.ErrorContext(r.Context(), "error page failed", "error", err)
		http.Error(w, words.From(r.Context()).Text(brokenText), http.StatusInternalServerError)
	}
}

// resend keeps on the page of an error what was sent, where the same may be taken in a while, or from whoever signs in.
func resend(w http.ResponseWriter, r *http.Request, status int) *Resend {
	signedOut := status == http.StatusUnauthorized
	if r.Method != http.MethodPost || status < http.StatusInternalServerError && status != http.StatusTooManyRequests && !signedOut {
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if parseBody(r) != nil || len(r.PostForm) == 0 {
		return nil
	}
	out := &Resend{Action: r.URL.RequestURI(), SignedOut: signedOut}
	for _, name := range sortedKeys(r.PostForm) {
		for _, text := range r.PostForm[name] {
			out.Fields = append(out.Fields, Choice{Text: name, Value: text})
		}
	}
	return out
}

// waitOf is after how many seconds one may try again.
func waitOf(err error) int {
	return plainError(err).WaitSeconds()
}

// sentence takes the words for people out of an error, without what the layers above have put before them.
func sentence(in *words.Words, err error) string {
	var several domain.Errors
	if errors.As(err, &several) {
		return in.Errors(several)
	}
	return in.Error(plainError(err))
}

// plainError is the error that people may see in an error: an internal one as one fixed sentence.
func plainError(err error) *domain.Error {
	var one *domain.Error
	if errors.As(err, &one) {
		return one
	}
	return &domain.Error{Message: brokenText}
}

// present decides status and title.
func present(kind domain.Kind, text string) Failure {
	home := &Button{Text: "Go to the first page", Href: "/"}
	switch kind {
	case domain.NotFound:
		return Failure{http.StatusNotFound, words.Later("There is nothing here"), text, true, home, nil}
	case domain.Forbidden:
		return Failure{http.StatusForbidden, words.Later("This is not for you to do"), text, true, home, nil}
	case domain.SignedOut:
		in := &Button{Text: "Sign in", Href: "/sign-in", Style: Arm}
		return Failure{http.StatusUnauthorized, words.Later("You are not signed in"), text, false, in, nil}
	case domain.Conflict:
		return Failure{http.StatusConflict, words.Later("This has moved on"), text, true, home, nil}
	case domain.Unacceptable:
		return Failure{http.StatusUnprocessableEntity, words.Later("This cannot be done"), text, true, home, nil}
	case domain.Invalid:
		return Failure{http.StatusUnprocessableEntity, words.Later("Something is to be mended"), text, true, nil, nil}
	case domain.TooMany:
		return Failure{http.StatusTooManyRequests, words.Later("Please wait a little"), text, true, nil, nil}
	case domain.Unavailable:
		return Failure{http.StatusServiceUnavailable, words.Later("Not just now"), text, true, nil, nil}
	}
	return Failure{http.StatusInternalServerError, words.Later("Something broke"), text, true, home, nil}
}

// NoPage answers an address that leads nowhere.
func (rd *Renderer) NoPage(w http.ResponseWriter, r *http.Request) {
	rd.Fail(w, r, leadsNowhere())
}

// leadsNowhere is said of an address that we do not know.
func leadsNowhere() error {
	return domain.Errorf(domain.NotFound, "", "This address leads nowhere. A letter of it may be missing: please look at the link again.")
}
