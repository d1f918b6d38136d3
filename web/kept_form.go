package web

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// keptCookie holds the keys of what somebody had typed when their sign-in had ended, the newest first: without them nobody can read it.
const (
	keptCookie  = "kept"
	keptSeconds = 60 * 60
	keptMost    = 6
)

// refuse answers what could not be done. Of a form that was sent after the sign-in had ended, what was typed is kept, and comes back on
// its page as soon as whose it is has signed in again.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if domain.KindOf(err) != domain.SignedOut || r.Method != http.MethodPost {
		s.rd.Fail(w, r, err)
		return
	}
	kept, wrong := s.keepForm(w, r)
	switch {
	case wrong != nil:
		s.rd.Fail(w, r, wrong)
	case kept:
		LeaveNotice(w, Notice{State: StateSoon, Strong: words.Later("Your sign-in had ended."),
			Text: words.Later("Nothing that you typed is lost. Sign in here again within the hour, and it is back.")})
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
	default:
		s.rd.Fail(w, r, err)
	}
}

// keepForm keeps the form that a request carries; false when nobody had been signed in whose it could be.
func (s *Server) keepForm(w http.ResponseWriter, r *http.Request) (bool, error) {
	ended := auth.Ended(r)
	if ended == "" || r.Header.Get("Content-Type") == "" { // what a page sends as it is closed is no form: it would stand before one
		return false, nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := parseBody(r); err != nil {
		return false, err
	}
	f := app.KeptForm{Page: s.formPage(r), Action: r.URL.Path, Fields: r.PostForm}
	key, err := s.app.KeepForm(r.Context(), who(r), ended, f)
	if domain.KindOf(err) == domain.SignedOut {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	keys := append([]string{key}, keptKeys(r)...)
	setKept(w, r, keys[:min(len(keys), keptMost)])
	rememberNext(w, r, f.Page)
	return true, nil
}

// formPage is the page on which a form was filled in: where the browser came from, else the nearest page to where it was sent.
func (s *Server) formPage(r *http.Request) string {
	for _, page := range []string{localPage(r.Referer(), r.Host), r.URL.RequestURI(), path.Dir(r.URL.Path)} {
		u, err := url.Parse(page)
		if err != nil || page == "/" {
			continue
		}
		if _, pattern := s.pages.Handler(&http.Request{Method: http.MethodGet, URL: u, Host: r.Host}); strings.HasPrefix(pattern, "GET ") {
			return page
		}
	}
	return "/"
}

func keptKeys(r *http.Request) []string {
	c, err := r.Cookie(keptCookie)
	if err != nil || c.Value == "" {
		return nil
	}
	keys := strings.Split(c.Value, ".")
	return keys[:min(len(keys), keptMost)]
}

// setKept leaves keys with the browser, or with none takes them away.
func setKept(w http.ResponseWriter, r *http.Request, keys []string) {
	age := keptSeconds
	if len(keys) == 0 {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{Name: keptCookie, Value: strings.Join(keys, "."), Path: "/", MaxAge: age, HttpOnly: true,
		Secure: !auth.Plain(r.Context()), SameSite: http.SameSiteLaxMode})
}

type keptKey struct{}

// withKept puts what was kept for this page into the context of its request. On a form that is sent it forgets what was kept of it.
func (s *Server) withKept(w http.ResponseWriter, r *http.Request) (*http.Request, error) {
	keys := keptKeys(r)
	for _, key := range keys {
		f, err := s.app.KeptForm(r.Context(), who(r), key)
		switch {
		case domain.KindOf(err) == domain.NotFound:
			continue // its hour is over, or it is somebody else's who signs in here
		case err != nil:
			return r, err
		case r.Method == http.MethodPost && f.Action == r.URL.Path:
			if err := s.app.ForgetForm(r.Context(), who(r), key); err != nil {
				return r, err
			}
			setKept(w, r, slices.DeleteFunc(keys, func(k string) bool { return k == key }))
			return r, nil
		case r.Method == http.MethodGet && f.Page == r.URL.RequestURI():
			return r.WithContext(context.WithValue(r.Context(), keptKey{}, &f)), nil
		}
	}
	return r, nil
}

// keptFor is what was kept for the page that a request asks for; nil for nothing.
func keptFor(r *http.Request) *app.KeptForm {
	f, _ := r.Context().Value(keptKey{}).(*app.KeptForm)
	return f
}

// welcomeBack says on a page that what was typed is there again. Where the form is not on the page any more, because things have moved
// on, it says the words themselves.
func welcomeBack(in *words.Words, f *app.KeptForm, filled bool) *Notice {
	n := &Notice{State: StateDone, Strong: words.Later("You are signed in again."),
		Text: words.Later("Everything that you typed is still here. Please look at it, and send it once more.")}
	if filled {
		return n
	}
	n.State, n.Text = StateSoon, words.Later("Things have moved on, and this cannot be filled in any more.")
	if typed := typedWords(f); typed != "" {
		n.Text = in.Say("Things have moved on, and this cannot be filled in any more. You had typed: %s", typed)
	}
	return n
}

// typedWords are the texts of a form that are more than a choice.
func typedWords(f *app.KeptForm) string {
	var out []string
	for _, name := range sortedKeys(f.Fields) {
		for _, text := range f.Fields[name] {
			if strings.ContainsAny(text, " \n") {
				out = append(out, "“"+tidy(text)+"”")
			}
		}
	}
	return strings.Join(out, " ")
}
