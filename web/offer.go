package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// lendForm is what somebody writes who would like to help.
type lendForm struct {
	Town    string `form:"townId" max:"20"`
	First   string `form:"firstName" max:"80" label:"Your first name"`
	Last    string `form:"lastName" max:"80" label:"Your last name"`
	Phone   string `form:"phone" max:"60" label:"Your phone number"`
	Email   string `form:"email" max:"254" label:"Your e-mail address"`
	EmailIs string `form:"emailIs" max:"260"`
	Words   string `form:"words" max:"1000" label:"What you wrote"`
}

// lendView is the page on which somebody offers to help.
type lendView struct {
	Sent   bool
	Hidden []Choice
	Blocks []block
}

// lendAHandPage says how helping goes, and takes an offer.
func (s *Server) lendAHandPage(w http.ResponseWriter, r *http.Request) error {
	if r.FormValue("said") == "yes" {
		return s.showLend(w, r, lendView{Sent: true}, nil)
	}
	return s.showLend(w, r, s.lendView(r, lendForm{Town: r.FormValue("town")}, nil), nil)
}

func (s *Server) lendView(r *http.Request, f lendForm, wrong domain.Errors) lendView {
	v := lendView{}
	known := s.house.rooms(r.Context())
	if len(known.towns) == 1 {
		v.Hidden = append(v.Hidden, Choice{Text: "townId", Value: idOf(known.towns[0].ID)})
	}
	v.Blocks = []block{asking(Field{Name: "words", Label: "What do you like doing?", Type: "textarea", Rows: 3, Value: f.Words,
		Hint: "Such as baking, gardening, or a chat on the phone. When suits you, and roughly where do you live?"}, wrong)}
	if len(known.towns) > 1 {
		picks := Picks{Name: "townId", Legend: "Where are you?", Pairs: true, Choices: known.choices()}
		v.Blocks = append(v.Blocks, choosingFrom(picks, "Please choose", wrong, f.Town))
	}
	email := Field{Name: "email", Label: "Your e-mail", Hint: "One of the two will do.", Type: "email", Value: f.Email, Autocomplete: "email"}
	v.Blocks = append(v.Blocks,
		asking(Field{Name: "firstName", Label: "Your first name", Value: f.First, Autocomplete: "given-name"}, wrong),
		asking(Field{Name: "lastName", Label: "Your last name", Optional: true, Value: f.Last, Autocomplete: "family-name"}, wrong),
		asking(Field{Name: "phone", Label: "Your phone", Type: "tel", Mode: "tel", Short: true, Value: f.Phone, Autocomplete: "tel"}, wrong),
		asking(mayBeMistyped(email, wrong), wrong))
	return v
}

func (s *Server) showLend(w http.ResponseWriter, r *http.Request, v lendView, wrong domain.Errors) error {
	p := s.simplePage(w, r, "Lend a hand")
	p.Errors, p.Content, p.Narrow, p.Keep = wrong, v, false, r.Method == http.MethodGet // nobody's words yet, and its key stays when somebody goes back
	s.rd.Render(w, r, "home_lend", p)
	return nil
}

// lendAHand keeps an offer.
func (s *Server) lendAHand(w http.ResponseWriter, r *http.Request) error {
	var f lendForm
	err := ReadForm(w, r, &f)
	settleEmail(&f.Email, &f.EmailIs)
	if err == nil {
		err = s.app.Offer(r.Context(), who(r), app.Offer{Words: f.Words, FirstName: f.First, LastName: f.Last, Phone: f.Phone, Email: f.Email,
			EmailIsRight: f.EmailIs != "", TownID: numberIn[domain.TownID](f.Town), IP: auth.IP(r.Context()), IdempotencyKey: sentKey(r)})
	}
	if wrong := toMend(err); wrong != nil {
		return s.showLend(w, r, s.lendView(r, f, wrong), wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/lend-a-hand?said=yes", http.StatusSeeOther)
	return nil
}

// offersContent is what people would like to give.
type offersContent struct {
	Head   Head
	Offers []offerLine
	Empty  Empty
}

type offerLine struct {
	Name  string
	Href  string
	Post  string
	Where string
	Words string
}

// offersPage lists who would like to help and has not heard from anybody.
func (s *Server) offersPage(w http.ResponseWriter, r *http.Request) error {
	all, err := s.app.Offers(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := offersContent{Head: Head{Back: &Link{Text: "Back to people", Href: "/people"}, Title: "Who would like to help",
		Lead: "They wrote what they like doing. Get in touch, meet them, and then write down what they give."},
		Empty: Empty{Title: "Nobody is waiting", Text: "When somebody says on a page that they would like to help, it stands here.", Button: &Button{Text: "See that page", Href: "/lend-a-hand"}}}
	for _, o := range all {
		out.Offers = append(out.Offers, offerLine{Name: joinWords(" ", o.FirstName, o.LastName), Href: addressOf("/people/", o.PersonID),
			Post: addressOf("/offers/", o.ID), Where: joinWords(", ", o.TownName, c.time(o.At)), Words: o.Words})
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "offers", p)
	return nil
}

// offerAnswered notes that somebody has been in touch.
func (s *Server) offerAnswered(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.HelpOfferID](r)
	if err != nil {
		return err
	}
	return press(w, r, s.app.OfferAnswered(r.Context(), who(r), id), "/offers", "It is written down that you have been in touch.")
}
