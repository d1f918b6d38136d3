package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"waymark/domain"
)

// Failure is what the page of an error says.
type Failure struct {
	Status int
	Title  string
	Text   string
	Whom   bool // says whom to ask
	Button *Button
}

// brokenText is all that people see of an internal error.
const brokenText = "Something broke on our side. It has been written down for whoever runs this. Please try again in a minute."

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
	f := present(kind, sentence(err))
	if kind == "" {
		rd.log.ErrorContext(r.Context(), "page failed", "method", r.Method, "route", r.Pattern, "error", err)
	}
	p := rd.base(r)
	p.Title, p.Narrow, p.Content, p.Errors, p.Flash, p.Undo = f.Title, true, f, nil, nil, nil
	if f.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "10")
		if r.Method == http.MethodGet {
			p.Refresh = retryAfter
		}
	}
	if f.Status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", strconv.Itoa(waitOf(err)))
	}
	if err := rd.write(w, r, f.Status, "error", p); err != nil {
		rd.log.ErrorContext(r.Context(), "error page failed", "error", err)
		http.Error(w, brokenText, http.StatusInternalServerError)
	}
}

// waitOf is after how many seconds one may try again.
func waitOf(err error) int {
	var told *domain.Error
	if !errors.As(err, &told) {
		told = &domain.Error{}
	}
	return told.WaitSeconds()
}

// sentence takes the words for people out of an error, without what the layers above have put before them.
func sentence(err error) string {
	var several domain.Errors
	if errors.As(err, &several) {
		return several.Error()
	}
	var one *domain.Error
	if errors.As(err, &one) {
		return one.Message
	}
	return brokenText
}

// present decides status and title.
func present(kind domain.Kind, text string) Failure {
	home := &Button{Text: "Go to the first page", Href: "/"}
	switch kind {
	case domain.NotFound:
		return Failure{http.StatusNotFound, "There is nothing here", text, true, home}
	case domain.Forbidden:
		return Failure{http.StatusForbidden, "This is not for you to do", text, true, home}
	case domain.SignedOut:
		in := &Button{Text: "Sign in", Href: "/sign-in", Style: Arm}
		return Failure{http.StatusUnauthorized, "Please sign in first", text, false, in}
	case domain.Conflict:
		return Failure{http.StatusConflict, "This has moved on", text, true, home}
	case domain.Unacceptable:
		return Failure{http.StatusUnprocessableEntity, "This cannot be done", text, true, home}
	case domain.Invalid:
		return Failure{http.StatusUnprocessableEntity, "Something is to be mended", text, true, nil}
	case domain.TooMany:
		return Failure{http.StatusTooManyRequests, "Please wait a little", text, true, nil}
	case domain.Unavailable:
		return Failure{http.StatusServiceUnavailable, "Not just now", text, true, nil}
	}
	return Failure{http.StatusInternalServerError, "Something broke", text, true, home}
}

// NoPage answers an address that leads nowhere.
func (rd *Renderer) NoPage(w http.ResponseWriter, r *http.Request) {
	rd.Fail(w, r, domain.Errorf(domain.NotFound, "", "This address leads nowhere. A letter of it may be missing: please look at the link again."))
}
