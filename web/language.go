package web

import (
	"net/http"
	"net/url"

	"waymark/domain"
	"waymark/internal/words"
)

// languageCookie remembers the language that somebody chose, for a year.
const (
	languageCookie = "lang"
	languageKept   = 365 * 24 * 60 * 60 // seconds
)

// inOwnLanguage finds the language that a page is read in: the one that was chosen at the foot of a page, else the one that the
// browser asks for. A link with ?lang= chooses, and leads back to the same page.
func inOwnLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if code := r.URL.Query().Get("lang"); r.Method == http.MethodGet && words.Speaks(code) {
			http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: code, Path: "/", MaxAge: languageKept, HttpOnly: true, SameSite: http.SameSiteLaxMode})
			http.Redirect(w, r, localPage("//"+r.Host+inLanguage(r.URL, ""), r.Host), http.StatusSeeOther)
			return
		}
		next.ServeHTTP(w, r.WithContext(words.With(r.Context(), languageOf(r))))
	})
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

// inLanguage is the address of the same page with the choice of a language, or without one.
func inLanguage(u *url.URL, code string) string {
	query := u.Query()
	query.Del("lang")
	if code != "" {
		query.Set("lang", code)
	}
	return (&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: query.Encode()}).RequestURI()
}

// otherLanguages are links to a page in each language but the one that the request is in.
func otherLanguages(r *http.Request, page *url.URL) (out []Link) {
	now := words.From(r.Context()).Code()
	for _, w := range words.All() {
		if w.Code() != now {
			out = append(out, Link{Text: w.Name(), Href: inLanguage(page, w.Code()), Lang: w.Lang()})
		}
	}
	return out
}
