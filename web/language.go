package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"waymark/domain"
	"waymark/internal/words"
)

// languageCookie remembers the language that somebody chose.
const languageCookie = "lang"

// choiceKept is for how long a browser remembers what somebody chose at the foot of a page, in seconds.
const choiceKept = 365 * 24 * 60 * 60

// inOwnLanguage finds the language that a page is read in: the one that was chosen at the foot of a page, else the one that the
// browser asks for. A link with ?lang= chooses, and leads back to the same page.
func inOwnLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if code := r.URL.Query().Get("lang"); r.Method == http.MethodGet && words.Speaks(code) {
			choose(w, r, languageCookie, code)
			return
		}
		next.ServeHTTP(w, r.WithContext(words.With(r.Context(), languageOf(r))))
	})
}

// choose remembers what a link to a page chooses beside leading there, and leads to the page; an empty value forgets it.
func choose(w http.ResponseWriter, r *http.Request, name, value string) {
	seconds := choiceKept
	if value == "" {
		seconds = 0
	}
	setCookie(w, name, value, seconds)
	http.Redirect(w, r, localPage("//"+r.Host+withChoice(r.URL, name, ""), r.Host), http.StatusSeeOther)
}

func languageOf(r *http.Request) *words.Words {
	if chosen, err := r.Cookie(languageCookie); err == nil && words.Speaks(chosen.Value) {
		return words.In(chosen.Value)
	}
	return words.Prefers(r.Header.Get("Accept-Language"))
}

// languagePicks asks in which language we write to somebody. The names of languages are said as they are.
func (s *Server) languagePicks(r *http.Request, actor domain.Actor) (Picks, error) {
	now, err := s.app.MyLanguage(r.Context(), actor)
	p := Picks{Name: "language", Legend: "In which language do we write to you?", Pairs: true}
	for _, w := range words.All() {
		p.Choices = append(p.Choices, Choice{Value: w.Code(), Text: w.Name()})
	}
	return p.Chosen(now), err
}

// withChoice is the address of the same page with a choice, or with an empty value without one.
func withChoice(u *url.URL, name, value string) string {
	query := u.Query()
	query.Del(name)
	if value != "" {
		query.Set(name, value)
	}
	return (&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: query.Encode()}).RequestURI()
}

// otherLanguages are links to a page in each language but the one that the request is in.
func otherLanguages(r *http.Request, page *url.URL) (out []Link) {
	now := words.From(r.Context()).Code()
	for _, w := range words.All() {
		if w.Code() != now {
			out = append(out, Link{Text: w.Name(), Href: withChoice(page, languageCookie, w.Code()), Lang: w.Lang()})
		}
	}
	return out
}

// spokenPicks ask what somebody speaks besides English: what is spoken most here, and what they speak already.
func spokenPicks(already ...string) Picks {
	p := Picks{Name: "languages", Legend: "Which ones?", Hint: "So that somebody who speaks it can find you.", Many: true, Row: true}
	for _, l := range domain.Languages() {
		p.Choices = append(p.Choices, Choice{Value: l.Code, Text: l.Name})
	}
	for _, code := range already {
		if !slices.ContainsFunc(p.Choices, func(c Choice) bool { return c.Value == code }) {
			p.Choices = append(p.Choices, Choice{Value: code, Text: domain.LanguageName(code)})
		}
	}
	return p
}

// languageNames are languages by their names, for the people of the house.
func languageNames(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = domain.LanguageName(code)
	}
	return strings.Join(names, ", ")
}
