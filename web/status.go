package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// statusView is how an ask stands. It never names the need.
type statusView struct {
	app.StatusView
	Here    string // the page's own address
	Confirm *confirm
	Day     Field // of a new time
	Parts   Picks
	Thanks  Field
	Give    giving
}

// giving is the question "Is there something you like doing for others?", at the end of the pages of whoever asked.
type giving struct {
	To    string // where it is posted
	Words Field
}

func newGiving(to, typed string, wrong domain.Errors) giving {
	return giving{To: to, Words: Field{Name: "words", Label: "What do you like doing?", Type: "textarea", Rows: 2, Value: typed,
		Hint: "Such as baking, gardening, or a chat on the phone."}.With(wrong)}
}

// confirm is a question before something happens: mail programs open links by themselves, so that a link alone does nothing.
type confirm struct {
	Said  string // what is posted
	Title string
	Text  string
	Yes   string
	Words bool // there is room for a few words
	Field Field
	Bad   bool // it takes something away
}

// asking is the question with the room for words, as they were typed.
func (c confirm) asking(typed string, wrong domain.Errors) confirm {
	c.Field = Field{Name: "words", Label: "Anything to add?", Optional: true, Type: "textarea", Rows: 3, Value: typed}.With(wrong)
	return c
}

var statusSaid = map[string]confirm{
	"done":        {Title: "Did they come and help?", Yes: "Yes, it is done"},
	"not_done":    {Title: "Did nobody come?", Text: "We are sorry. Press the button, and a person looks into it.", Yes: "Nobody came"},
	"need_a_hand": {Title: "Is something not right?", Text: "Press the button, and a person gets in touch with you.", Yes: "I need a hand"},
	"withdraw":    {Title: "Don’t you need it any more?", Text: "Whoever was asked is told that they need not come.", Yes: "I don’t need it any more", Bad: true},
	"sorted":      {Title: "Is it sorted already?", Text: "Whoever was asked is told that they need not come.", Yes: "Yes, it is sorted"},
	"stop":        {Title: "Should it stop for good?", Text: "If somebody comes soon, they still come. After that, nobody comes again.", Yes: "Yes, stop it", Bad: true},
	"new_time":    {Title: "When would suit you better?", Text: "We then ask again. If somebody has said yes, they are told.", Yes: "Ask for this time"},
}

// statusForm is what the status page posts.
type statusForm struct {
	Said  string   `form:"said" max:"20"`
	Sure  bool     `form:"sure"` // it was asked about on a page of its own
	Day   string   `form:"day" max:"40"`
	Parts []string `form:"parts" max:"20"`
	Words string   `form:"words" max:"1000" label:"What you wrote"`
	Thank string   `form:"thanks" max:"1000" label:"What you wrote"`
}

// statusPage shows how an ask stands. A word in the address chooses what to confirm, and does nothing by itself.
func (s *Server) statusPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	return s.showStatus(w, r, actor, statusForm{Said: r.FormValue("said")}, nil)
}

func (s *Server) showStatus(w http.ResponseWriter, r *http.Request, actor domain.Actor, f statusForm, wrong domain.Errors) error {
	status, err := s.app.Status(r.Context(), actor)
	if err != nil {
		return err
	}
	v := statusView{StatusView: status, Here: "/status/" + r.PathValue("token")}
	if c, ok := statusSaid[f.Said]; ok && v.mayBeSaid(f.Said) {
		c.Said = f.Said
		if v.Again != "" && (f.Said == "withdraw" || f.Said == "sorted") {
			in := words.From(r.Context())
			c.Text = in.Say(c.Text) + " " + in.Say("This is about one time only: help comes again after it.")
		}
		v.Confirm = &c
	}
	v.Day = Field{Name: "day", Label: "Which day?", Type: "date", Short: true, Value: f.Day}.With(wrong)
	v.Parts = Picks{Name: "parts", Legend: "What part of the day suits?", Hint: "None means any.", Many: true, Pairs: true, Choices: partNames}.Chosen(f.Parts...)
	v.Thanks = Field{Name: "thanks", Label: "What would you like to say?", Hint: "Whoever looks after your ask reads this first, and passes it on.", Type: "textarea", Rows: 3,
		Value: f.Thank}.With(wrong)
	v.When, v.Again = upperFirst(v.When), upperFirst(v.Again)
	offered := ""
	if f.Said == "offer" {
		offered = f.Words
	}
	v.Give = newGiving(v.Here, offered, wrong)
	p := s.linkPage(w, r, "How your ask stands", Place{Town: v.TownName, Phone: v.Phone, Desk: v.OwnerFirstName})
	p.FitTo(v.LargePrint, r)
	p.Errors, p.Content = wrong, v
	s.rd.Render(w, r, "status", p)
	return nil
}

// mayBeSaid reports whether an answer still means something.
func (v statusView) mayBeSaid(said string) bool {
	switch said {
	case "withdraw", "sorted":
		return v.CanWithdraw
	case "new_time":
		return v.CanChangeTime
	case "stop":
		return v.Again != ""
	}
	return v.State == domain.Assigned || (v.MayUndo && said == "not_done")
}

// tellStatus takes what the person says.
func (s *Server) tellStatus(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f statusForm
	thanks, err := "", ReadForm(w, r, &f)
	if err == nil {
		thanks, err = s.takeStatus(r, actor, f)
	}
	wrong := Problems(err)
	if f.Said == "offer" {
		wrong = toMend(err)
	}
	if wrong != nil {
		return s.showStatus(w, r, actor, f, wrong)
	}
	return press(w, r, err, "/status/"+r.PathValue("token"), thanks)
}

// takeStatus does what was said, and returns the words of thanks.
func (s *Server) takeStatus(r *http.Request, actor domain.Actor, f statusForm) (string, error) {
	switch f.Said {
	case "withdraw":
		return "Thank you for telling us. Nobody comes.", s.app.WithdrawRequest(r.Context(), actor, domain.Withdrawn)
	case "sorted":
		return "Good to hear. Thank you for telling us.", s.app.WithdrawRequest(r.Context(), actor, domain.Sorted)
	case "stop":
		return "Thank you for telling us. It stops for good.", s.app.EndMySeries(r.Context(), actor)
	case "new_time":
		return "Thank you. We ask for that time.", s.newTime(r, actor, f)
	}
	switch f.Said {
	case "thanks":
		return "Thank you. We pass it on.", s.app.SayThanks(r.Context(), actor, app.SayThanks{Words: f.Thank})
	case "offer":
		return "Thank you. A person gets in touch with you.", s.app.Offer(r.Context(), actor, app.Offer{Words: f.Words, IP: auth.IP(r.Context()), IdempotencyKey: sentKey(r)})
	}
	thanks := map[string]string{"done": "Good to hear. Thank you for telling us.", "not_done": "Thank you for telling us. A person looks into it now.",
		"need_a_hand": "Thank you for telling us. A person gets in touch with you."}
	return thanks[f.Said], s.app.TellHowItWent(r.Context(), actor, f.Said)
}

func (s *Server) newTime(r *http.Request, actor domain.Actor, f statusForm) error {
	now, err := s.clock(r)
	if err != nil {
		return err
	}
	var wrong domain.Errors
	from, until := now.wantedDay(&wrong, "day", f.Day)
	if f.Day == "" {
		wrong.Add("day", "Please choose a day.")
	}
	if len(wrong) > 0 {
		return wrong
	}
	return s.app.ChangeMyTime(r.Context(), actor, app.ChangeTime{RequestID: actor.RequestID, WantedFrom: from, UsefulUntil: *until, Slots: slotsOf(f.Parts)})
}
