package web

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// todayForm is a day added up: N holds a number for each theme, in their order.
type todayForm struct {
	Key   string   `form:"key" max:"64"`
	About []string `form:"about" max:"20"`
	N     []string `form:"n" max:"4"`
	How   string   `form:"how" max:"20"`
	Day   string   `form:"day" max:"20"`
	Sent  string   `form:"sent" max:"20"`
}

// todayView is the page that adds a day up.
type todayView struct {
	Head  Head
	Here  string
	Key   string
	Lines []todayLine
	How   Picks
	Day   Picks
	Error *domain.Error
}

type todayLine struct{ ID, About, Icon, Name, Value string }

func (s *Server) logTodayPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	return s.showToday(w, r, actor, todayForm{Key: newUUID(), How: string(domain.FaceToFace), Day: "today"}, nil)
}

func (s *Server) showToday(w http.ResponseWriter, r *http.Request, actor domain.Actor, f todayForm, wrong domain.Errors) error {
	l, err := s.app.LogPage(r.Context(), actor)
	if err != nil {
		return err
	}
	back := "/log/" + url.PathEscape(r.PathValue("token"))
	v := todayView{Head: Head{Back: &Link{Text: "Log one talk", Href: back}, Title: "Add up today’s", Lead: "How many talks did you have, and what were they about?"}, Here: back + "/today", Key: f.Key,
		Error: problemWith(wrong, "n")}
	for i, t := range l.Themes {
		if t.Kind == domain.SafetyTheme {
			continue
		}
		line := todayLine{ID: "n-" + strconv.Itoa(i), About: addressOf("", t.ID), Icon: themeIcon(t.Code), Name: t.Name}
		if len(v.Lines) == 0 {
			line.ID = "n"
		}
		if n := len(v.Lines); n < len(f.N) {
			line.Value = f.N[n]
		}
		v.Lines = append(v.Lines, line)
	}
	v.How = Picks{Name: "how", Legend: "How, for most of them?", Row: true}
	for _, c := range domain.TalkChannels() {
		v.How.Choices = append(v.How.Choices, Choice{Value: string(c), Text: c.Plain()})
	}
	v.How = v.How.Chosen(f.How).With(wrong)
	v.Day = Picks{Name: "day", Legend: "When?", Row: true, Choices: []Choice{{Value: "today", Text: "Today"}, {Value: "yesterday", Text: "Yesterday"}}}.Chosen(f.Day).With(wrong)
	p := s.logFrame(w, r, l, v.Head.Title)
	p.Errors, p.Content = wrong, v
	s.rd.Render(w, r, "log_today", p)
	return nil
}

// logToday counts a day at once: as many conversations as were written, in which somebody was listened to.
func (s *Server) logToday(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f todayForm
	err := ReadForm(w, r, &f)
	var talks []app.LogConversation
	if err == nil {
		if talks, err = s.talksOf(r, f); err == nil {
			_, err = s.app.LogConversation(r.Context(), actor, talks...)
		}
	}
	return s.logged(w, r, actor, err, "", func(wrong domain.Errors) error { return s.showToday(w, r, actor, f, wrong) })
}

// talksOf are the conversations of a day. Each has a key of its own that follows from the page's, so that the page sent twice counts once.
func (s *Server) talksOf(r *http.Request, f todayForm) (out []app.LogConversation, err error) {
	var wrong domain.Errors
	for i, text := range f.N {
		if text == "" || i >= len(f.About) {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > mostOfATheme {
			wrong.Add("n", "Please write numbers from 0 to %d.", mostOfATheme)
			break
		}
		for k := range n {
			cmd, err := s.talkOf(r, logForm{Key: keyOf(f.Key, i, k), About: f.About[i], To: string(domain.JustListened), How: f.How, Day: f.Day, Sent: f.Sent, Section: ""})
			if err != nil {
				return nil, err
			}
			out = append(out, cmd)
		}
	}
	if len(out) == 0 && len(wrong) == 0 {
		wrong.Add("n", "Please write at least one number.")
	}
	return out, wrong.Err()
}

// mostOfATheme is how many conversations of a theme can be added up at once.
const mostOfATheme = 9

// keyOf makes a key for one of several from the key that they share (RFC 9562, version 8).
func keyOf(key string, theme, n int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s:%d:%d", key, theme, n))
	b := sum[:16]
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// rippleView is what came of one's own conversations.
type rippleView struct {
	Head   Head
	Themes []domain.RippleLine
	LedTo  []domain.RippleLine
	Empty  *Empty
}

// ripplePage shows a connector what came of their own conversations.
func (s *Server) ripplePage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	l, err := s.app.LogPage(r.Context(), actor)
	if err != nil {
		return err
	}
	in := words.From(r.Context())
	v := rippleView{Head: Head{Back: &Link{Text: "Log a talk", Href: "/log/" + url.PathEscape(r.PathValue("token"))}, Title: "Your ripple", Lead: rippleLine(in, l.Ripple)},
		Themes: l.Ripple.Themes, LedTo: l.Ripple.LedTo}
	if l.Ripple.Conversations == 0 {
		v.Empty = &Empty{Title: "It starts with one", Text: "Each talk that you log stands here, by what it was about and where it led. Never who it was with."}
	}
	p := s.logFrame(w, r, l, v.Head.Title)
	p.Content = v
	s.rd.Render(w, r, "log_ripple", p)
	return nil
}

// wishForm is what somebody would like whom a connector has just met.
type wishForm struct {
	What   string `form:"what" max:"20"`
	First  string `form:"firstName" max:"80" label:"Their first name"`
	Phone  string `form:"phone" max:"60" label:"Their phone number"`
	Email  string `form:"email" max:"254" label:"Their e-mail address"`
	Words  string `form:"words" max:"500" label:"What they wrote"`
	Agreed string `form:"agreed" max:"10"`
}

func (s *Server) wishPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	return s.showWish(w, r, actor, wishForm{What: r.FormValue("what")}, nil)
}

func (s *Server) showWish(w http.ResponseWriter, r *http.Request, actor domain.Actor, f wishForm, wrong domain.Errors) error {
	l, err := s.app.LogPage(r.Context(), actor)
	if err != nil {
		return err
	}
	what := Picks{Name: "what", Legend: "What would they like?", Choices: wishChoices}
	form := formPage{Head: Head{Back: &Link{Text: "Log a talk", Href: "/log/" + url.PathEscape(r.PathValue("token"))}, Title: "Somebody would like to hear from us",
		Lead: "Hand them the phone, or fill it in with them. It goes to your community builder, and is linked to no talk."},
		Button: Button{Text: "Pass it on", Style: Arm}}
	form.Blocks = []block{choosing(what, wrong, f.What),
		asking(Field{Name: "firstName", Label: "First name", Value: f.First, Autocomplete: "off"}, wrong),
		asking(Field{Name: "phone", Label: "Phone", Type: "tel", Mode: "tel", Short: true, Value: f.Phone, Autocomplete: "off"}, wrong),
		asking(Field{Name: "email", Label: "E-mail", Hint: "One of the two will do.", Type: "email", Value: f.Email, Autocomplete: "off"}, wrong),
		asking(Field{Name: "words", Label: "Anything to add?", Optional: true, Type: "textarea", Rows: 2, Value: f.Words}, wrong),
		choosing(yesNo("agreed", "They are here, and agree", "We keep this for three months at most, and use it for nothing else."), wrong, f.Agreed)}
	p := s.logFrame(w, r, l, form.Head.Title)
	p.Errors, p.Content, p.Islands = wrong, form, nil
	s.rd.Render(w, r, "form", p)
	return nil
}

// wishChoices are what somebody may want to hear about.
var wishChoices = []Choice{{Value: "link_worker", Text: words.Later("A call from a link worker"), Small: words.Later("Somebody with time to talk things through")},
	{Value: "idea", Text: words.Later("They have an idea"), Small: words.Later("For something that is not here yet")},
	{Value: "connector", Text: words.Later("They would be a connector"), Small: words.Later("Like you")}}

// sendWish passes on what somebody would like.
func (s *Server) sendWish(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f wishForm
	err := ReadForm(w, r, &f)
	if err == nil {
		err = s.app.WishOfSomebody(r.Context(), actor, app.WishOfSomebody{What: f.What, FirstName: f.First, Phone: f.Phone, Email: f.Email, Words: f.Words, Agreed: f.Agreed != "", IdempotencyKey: sentKey(r)})
	}
	if wrong := toMend(err); wrong != nil {
		return s.showWish(w, r, actor, f, wrong)
	}
	if err != nil {
		return err
	}
	return done(w, r, "/log/"+url.PathEscape(r.PathValue("token")), "Passed on. Somebody gets in touch with them.")
}

// connectForm is somebody's answer whether they would be a connector.
type connectForm struct {
	Do      string   `form:"do" max:"10"`
	Setting string   `form:"setting" max:"120" label:"Where you meet people"`
	Section string   `form:"sectionId" max:"20"`
	Speaks  []string `form:"languages" max:"2"`
	Agreed  string   `form:"agreed" max:"10"`
}

// connectView is the page of the question.
type connectView struct {
	Head   Head
	Answer string // given before: "yes" or "no"
	Town   string
	Blocks []block
}

func (s *Server) connectPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	return s.showConnect(w, r, actor, connectForm{}, nil)
}

func (s *Server) showConnect(w http.ResponseWriter, r *http.Request, actor domain.Actor, f connectForm, wrong domain.Errors) error {
	i, err := s.app.MyConnectorInvite(r.Context(), actor)
	if err != nil {
		return err
	}
	in := words.From(r.Context())
	v := connectView{Head: Head{Title: "Would you be a connector?", Lead: in.Say("%s thought of you. Lots of people talk to you: you could tell them what there is.", i.AskedName)}, Answer: i.Answer, Town: i.TownName}
	sections, err := s.app.Sections(r.Context(), who(r), i.TownID)
	if err != nil {
		return err
	}
	near := selection{Name: "sectionId", Label: "Which neighbourhood, mostly?", Choices: []Choice{{Value: "0", Text: i.TownName}}, Error: problemWith(wrong, "sectionId")}
	for _, place := range sections {
		value := addressOf("", place.ID)
		near.Choices = append(near.Choices, Choice{Value: value, Text: place.Name, Checked: value == f.Section})
	}
	v.Blocks = []block{asking(Field{Name: "setting", Label: "Where do you meet people?", Optional: true, Hint: "Such as your shop, your cab, or the school gate.", Value: f.Setting}, wrong),
		{Select: &near},
		choosing(yesNo("agreed", "I agree", "You keep my name, how to reach me, and how many talks I count. I never write down who it was. I can stop whenever I like."), wrong, f.Agreed)}
	p := s.linkPage(w, r, v.Head.Title, Place{})
	p.Errors, p.Content = wrong, v
	s.rd.Render(w, r, "connect", p)
	return nil
}

// answerConnect takes the answer.
func (s *Server) answerConnect(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f connectForm
	err := ReadForm(w, r, &f)
	if err == nil {
		err = s.app.AnswerConnect(r.Context(), actor, app.AnswerConnect{Yes: f.Do == "yes", Agreed: f.Agreed != "", Setting: f.Setting,
			SectionID: numberIn[domain.SectionID](f.Section), Languages: f.Speaks})
	}
	if wrong := Problems(err); wrong != nil {
		return s.showConnect(w, r, actor, f, wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
	return nil
}
