package web

import (
	"net/http"
	"net/url"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// nextCookie remembers, while somebody signs in, which page they came for.
const nextCookie = "next"

// signInView is a page of signing in.
type signInView struct {
	Head   Head
	Post   string
	Words  []string
	Blocks []block
	Button string
	Again  bool // leads back to the first page of signing in
}

// signInForm is what the pages of signing in post.
type signInForm struct {
	Email string `form:"email" max:"254" label:"The e-mail address"`
	Code  string `form:"code" max:"20" label:"The code"`
}

// signInPage asks for the e-mail address. There are no passwords.
func (s *Server) signInPage(w http.ResponseWriter, r *http.Request) error {
	if next := r.FormValue("next"); next != "" {
		rememberNext(w, r, next)
	}
	return s.showSignIn(w, r, signInForm{}, nil)
}

// rememberNext remembers the page that somebody comes for.
func rememberNext(w http.ResponseWriter, r *http.Request, page string) {
	setCookie(w, nextCookie, url.QueryEscape(localPage("//"+r.Host+page, r.Host)), 60*60)
}

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, f signInForm, wrong domain.Errors) error {
	return s.showSignInView(w, r, signInView{
		Head: Head{Title: "Sign in", Lead: "For people who help here. You need no password."}, Post: "/sign-in",
		Blocks: []block{asking(Field{Name: "email", Label: "Your e-mail address", Type: "email", Value: f.Email, Autocomplete: "email",
			Hint: "We send you a link and a code. They open this once, within 15 minutes."}, wrong)},
		Button: "Send me the link",
	}, wrong)
}

func (s *Server) showSignInView(w http.ResponseWriter, r *http.Request, v signInView, wrong domain.Errors) error {
	p := s.simplePage(w, r, v.Head.Title)
	p.Errors, p.Content = wrong, v
	s.rd.Render(w, r, "signin", p)
	return nil
}

// requestSignIn sends the message. What is said is the same whether anybody has this address.
func (s *Server) requestSignIn(w http.ResponseWriter, r *http.Request) error {
	var f signInForm
	err := ReadForm(w, r, &f)
	if err == nil {
		err = s.app.RequestSignIn(r.Context(), who(r), app.RequestSignIn{Email: f.Email, IP: auth.IP(r.Context()), IdempotencyKey: sentKey(r)})
	}
	if wrong := toMend(err); wrong != nil {
		return s.showSignIn(w, r, f, wrong)
	}
	if err != nil {
		return err
	}
	return s.showCode(w, r, f, nil)
}

// signInCodePage is where a code is typed in that came on another device.
func (s *Server) signInCodePage(w http.ResponseWriter, r *http.Request) error {
	return s.showCode(w, r, signInForm{}, nil)
}

func (s *Server) showCode(w http.ResponseWriter, r *http.Request, f signInForm, wrong domain.Errors) error {
	return s.showSignInView(w, r, signInView{
		Head: Head{Title: "Look in your e-mail"}, Post: "/sign-in/code", Button: "Sign in", Again: true,
		Words: []string{"If somebody who helps here has this address, a message is on its way. Press the link in it.",
			"Do you read your e-mail on another device? Then write the six figures from the message here."},
		Blocks: []block{
			asking(Field{Name: "email", Label: "Your e-mail address", Type: "email", Value: f.Email, Autocomplete: "email"}, wrong),
			asking(Field{Name: "code", Label: "The six figures", Value: f.Code, Mode: "numeric", Autocomplete: "one-time-code", Short: true}, wrong)},
	}, wrong)
}

// useSignInCode signs in by the six figures.
func (s *Server) useSignInCode(w http.ResponseWriter, r *http.Request) error {
	var f signInForm
	var session app.Session
	err := ReadForm(w, r, &f)
	if err == nil {
		session, err = s.app.UseSignInCode(r.Context(), who(r), app.UseSignInCode{Email: f.Email, Code: f.Code, IP: auth.IP(r.Context()), Device: r.UserAgent()})
	}
	if wrong := Problems(err); wrong != nil {
		return s.showCode(w, r, f, wrong)
	}
	if err != nil {
		return err
	}
	return s.beginSession(w, r, session)
}

// signInLinkPage has one button: mail programs open links by themselves, and a link opens once.
func (s *Server) signInLinkPage(w http.ResponseWriter, r *http.Request) error {
	return s.showSignInView(w, r, signInView{Head: Head{Title: "Sign in", Lead: "Press the button, and you are in."},
		Post: "/sign-in/" + url.PathEscape(r.PathValue("token")), Button: "Sign in"}, nil)
}

// useSignInLink signs in by a link.
func (s *Server) useSignInLink(w http.ResponseWriter, r *http.Request) error {
	session, err := s.app.UseSignInLink(r.Context(), who(r), r.PathValue("token"))
	if domain.KindOf(err) == domain.NotFound {
		LeaveNotice(w, Notice{State: StateLate, Text: sentence(words.From(r.Context()), err)})
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	return s.beginSession(w, r, session)
}

// beginSession gives the browser its cookie, and goes to the page that somebody came for.
func (s *Server) beginSession(w http.ResponseWriter, r *http.Request, session app.Session) error {
	if err := auth.Begin(w, r, s.app, session); err != nil {
		return err
	}
	if r.PostFormValue(scriptlessCookie) != "" {
		setCookie(w, scriptlessCookie, "yes", choiceKept)
	} else {
		setCookie(w, scriptlessCookie, "", 0)
	}
	next := "/signed-in"
	if c, err := r.Cookie(nextCookie); err == nil {
		if path, err := url.QueryUnescape(c.Value); err == nil {
			next = localPage("//"+r.Host+path, r.Host)
		}
		setCookie(w, nextCookie, "", 0)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// signedInPage leads those who hold a role to the first place of their navigation, those who volunteer to their own page, and whoever
// is not signed in to the first page.
func (s *Server) signedInPage(w http.ResponseWriter, r *http.Request) error {
	next := "/helping"
	if who(r).Kind == domain.PublicActor { // opened from a phone's first screen
		next = "/"
	}
	if len(who(r).Roles) > 0 {
		next = "/me"
	}
	if first := Navigation(who(r), "")[0]; first.Href != "/ask" {
		next = first.Href
	}
	if own := ownPage(who(r)); own != "" {
		next = own
	}
	if who(r).Has(domain.Builder) && !who(r).Has(domain.DistrictCoordinator) {
		next = "/builder" // who grows what is missing; the desk is a press away
	}
	if s.house.rooms(r.Context()).doors[who(r).DistrictID] == domain.DoorsNotYet && mayOpen(r) {
		next = "/begin"
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// ownPage is where those begin whose work is at no desk; "" for all others.
func ownPage(a domain.Actor) (path string) {
	if domain.May(a, domain.SeeDesk, domain.Target{Somewhere: true}) {
		return ""
	}
	for _, r := range a.Roles {
		switch {
		case r.Kind == domain.SafeguardingLead:
			return "/worries"
		case r.Kind == domain.Administrator:
			path = "/jobs"
		}
	}
	return path
}

// signOut ends the sign-in on this device.
func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := auth.End(w, r, s.app); err != nil {
		return err
	}
	return done(w, r, "/", "You are signed out.")
}
