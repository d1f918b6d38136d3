package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// followForm is an address that somebody leaves on the page of a session.
type followForm struct {
	Email string `form:"email" max:"254" label:"The e-mail address"`
}

// follow takes an address. What is said is the same whether it follows already or not.
func (s *Server) follow(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return err
	}
	var f followForm
	if err = ReadForm(w, r, &f); err == nil {
		err = s.app.FollowGathering(r.Context(), who(r), app.FollowGathering{GatheringID: id, Email: f.Email, IP: auth.IP(r.Context())})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showSession(w, r, id, f, wrong) }, addressOf("/whats-on/", id),
		"Look in your e-mail. There is a button in our message: press it, and we tell you when it is off or moved.")
}

// followingView is the page that the messages to a follower lead to.
type followingView struct {
	Head   Head
	Words  []string
	Facts  Facts
	Here   string
	Button *Button
	Page   string // of the session; "" once nothing is known any more
}

// followingPage asks whether an address is to be told, or whether that is to stop. Asking for it changes nothing: mail programs open links by
// themselves.
func (s *Server) followingPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	f, err := s.app.MyFollowing(r.Context(), actor)
	v := followingView{Head: Head{Title: "We write to you no more"}, Words: []string{"Your address is gone. You can follow a session again on its page, whenever you like."}}
	if domain.KindOf(err) != domain.NotFound {
		if err != nil {
			return err
		}
		c, err := s.clock(r)
		if err != nil {
			return err
		}
		v = following(c, f, r.URL.EscapedPath())
	}
	p := s.linkPage(w, r, v.Head.Title, Place{})
	p.Content = v
	s.rd.Render(w, r, "following", p)
	return nil
}

func following(c clock, f app.Following, here string) followingView {
	v := followingView{Here: here, Page: addressOf("/whats-on/", f.Gathering.ID), Facts: Facts{Facts: []Fact{{Name: "What", Text: c.Text(f.Gathering.Kind.Name)},
		{Name: "Where", Text: f.Gathering.Place.Name}, {Name: "When", Text: c.rhythm(f.Gathering.Rhythm)}}}}
	if f.Since == nil {
		v.Head, v.Button = Head{Title: "Shall we tell you when it is off or moved?"}, &Button{Text: "Yes, tell me", Style: Arm, Name: "do", Value: "yes"}
		v.Words = []string{"We keep your address for this alone, until it has come to its end. One press in each message stops it."}
		return v
	}
	v.Head, v.Button = Head{Title: "We tell you when it is off or moved"}, &Button{Text: "Stop telling me", Name: "do", Value: "stop"}
	v.Words = []string{"We write to you at once, and about nothing else."}
	return v
}

// followingForm is what that page posts, or a mail program by itself (RFC 8058).
type followingForm struct {
	OneClick string `form:"List-Unsubscribe" max:"20"`
	Do       string `form:"do" max:"10"`
}

// chooseFollowing takes a yes, or stops. A mail program's press is answered with the page, and so is the next one.
func (s *Server) chooseFollowing(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f followingForm
	err := ReadForm(w, r, &f)
	switch {
	case err != nil:
	case f.OneClick != "":
		if err = s.app.StopFollowing(r.Context(), actor); err == nil {
			return s.followingPage(w, r, actor)
		}
	case f.Do == "stop":
		err = s.app.StopFollowing(r.Context(), actor)
	case f.Do == "yes":
		return press(w, r, s.app.ConfirmFollowing(r.Context(), actor), r.URL.EscapedPath(), "Thank you. We tell you as soon as something changes.")
	default:
		err = domain.Errorf(domain.Invalid, "", "Please press one of the buttons.")
	}
	return press(w, r, err, r.URL.EscapedPath(), "That has stopped.")
}
