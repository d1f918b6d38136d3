package web

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// logRoutes are the pages that a connector's badge opens, and the script that keeps them on a phone without a signal.
func (s *Server) logRoutes(mux *http.ServeMux) {
	for address, p := range map[string]page{
		"GET /log/worker.js":      s.logWorker,
		"GET /log/{token}":        s.byBadge(s.logPage),
		"POST /log/{token}":       s.byBadge(s.logTalk),
		"GET /log/{token}/today":  s.byBadge(s.logTodayPage),
		"POST /log/{token}/today": s.byBadge(s.logToday),
		"GET /log/{token}/wish":   s.byBadge(s.wishPage),
		"POST /log/{token}/wish":  s.byBadge(s.sendWish),
		"GET /log/{token}/ripple": s.byBadge(s.ripplePage),
		"GET /connect/{token}":    s.byLink(s.connectPage, domain.ForConnector),
		"POST /connect/{token}":   s.byLink(s.answerConnect, domain.ForConnector),
	} {
		mux.Handle(address, s.open(p))
	}
}

// byBadge is byLink for the pages of a badge. One that holds no more gets kind words and whom to ask; the script that sends what
// waited on a phone gets them as JSON, and keeps what it has.
func (s *Server) byBadge(p linked) page {
	return func(w http.ResponseWriter, r *http.Request) error {
		actor, err := auth.Bearer(r.Context(), s.app, r.PathValue("token"))
		if err == nil && actor.Purpose != domain.ForLog {
			err = domain.Errorf(domain.NotFound, "", "This link is for another page. Please open it again from the message, or ring us.")
		}
		if err == nil {
			err = p(w, r, actor)
		}
		kind := domain.KindOf(err)
		switch {
		case kind != domain.NotFound && kind != domain.Conflict:
			return err
		case wantsJSON(r):
			return answerJSON(w, r, http.StatusGone, logAnswer{Said: sentence(words.From(r.Context()), err)})
		}
		if kind == domain.NotFound {
			return s.deadLink(w, r, err)
		}
		in := words.From(r.Context())
		out := s.linkPage(w, r, "This badge counts nothing more", Place{})
		out.Content, out.Islands = logShut{Said: sentence(in, err)}, []string{"log"}
		return s.rd.write(w, r, http.StatusGone, "log_shut", out)
	}
}

// logShut is the page of a badge that holds no more.
type logShut struct{ Said string }

func wantsJSON(r *http.Request) bool { return r.Header.Get("Accept") == "application/json" }

// logAnswer is what the script on the phone is told.
type logAnswer struct {
	Said   string       `json:"said"`            // for whoever reads it
	Wrong  []logProblem `json:"wrong,omitempty"` // what they can mend
	Next   string       `json:"next,omitempty"`  // where they should go on: numbers to ring
	Counts int          `json:"counts"`
}

type logProblem struct {
	Field string `json:"field"`
	Said  string `json:"said"`
}

func answerJSON(w http.ResponseWriter, r *http.Request, status int, answer logAnswer) error {
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	writeBody(w, r, status, body, nil)
	return nil
}

// logWorker is the script that keeps the page of a badge on the phone. It stands where its pages are, which it may not leave.
func (s *Server) logWorker(w http.ResponseWriter, r *http.Request) error {
	file, found := s.rd.assets.files[s.rd.assets.Address("dist/log_worker.js")]
	if !found {
		return domain.Errorf(domain.NotFound, "", "This address leads nowhere. A letter of it may be missing: please look at the link again.")
	}
	w.Header().Set("Content-Type", file.mime)
	w.Header().Set("Cache-Control", "no-cache")
	writeBody(w, r, http.StatusOK, file.plain, file.gzipped)
	return nil
}

// logForm is a conversation as the page posts it. To is "s:17", "listened", "rang" or "elsewhere".
type logForm struct {
	Key     string `form:"key" max:"64"`
	About   string `form:"about" max:"20"`
	To      string `form:"to" max:"24"`
	How     string `form:"how" max:"20"`
	Section string `form:"sectionId" max:"20"`
	Day     string `form:"day" max:"20"`  // "today", "yesterday", or the phone's own date
	Sent    string `form:"sent" max:"20"` // the phone's own date when it sends
	People  string `form:"people" max:"10"`
	Note    string `form:"note" max:"2000" label:"Your note"`
	Query   string `form:"q" max:"100" label:"What you look for"`
	Do      string `form:"do" max:"10"`
}

// logView is the page of a badge.
type logView struct {
	app.LogPage
	Here    string
	Key     string
	About   Picks
	Apart   []Choice // the small themes: something else, and somebody's safety
	To      Picks
	Find    Field
	None    bool // nothing was found
	How     Picks
	Section *selection
	Day     Picks
	People  Field
	Note    Field
	More    bool // the part that opens is open
	Safety  string
	Line    string // what this year came to
	Ask     string
}

func (s *Server) logPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	return s.showLog(w, r, actor, logForm{Key: newUUID(), How: string(domain.FaceToFace), Day: "today", People: "1"}, nil)
}

func (s *Server) showLog(w http.ResponseWriter, r *http.Request, actor domain.Actor, f logForm, wrong domain.Errors) error {
	l, err := s.app.LogPage(r.Context(), actor)
	if err != nil {
		return err
	}
	in := words.From(r.Context())
	v := logView{LogPage: l, Here: "/log/" + url.PathEscape(r.PathValue("token")), Key: f.Key, Ask: addressOf("/ask?town=", l.Connector.TownID)}
	v.themes(f, wrong)
	if err := s.logPlaces(r, &v, f, wrong); err != nil {
		return err
	}
	v.How = Picks{Name: "how", Legend: "How?", Row: true}
	for _, c := range domain.TalkChannels() {
		v.How.Choices = append(v.How.Choices, Choice{Value: string(c), Text: c.Plain()})
	}
	v.How = v.How.Chosen(f.How).With(wrong)
	v.rest(f, wrong)
	v.Line = rippleLine(in, l.Ripple)
	p := s.logFrame(w, r, l, "Log a talk")
	p.Errors, p.Content = wrong, v
	s.rd.Render(w, r, "log", p)
	return nil
}

// logFrame begins a page of a badge.
func (s *Server) logFrame(w http.ResponseWriter, r *http.Request, l app.LogPage, title string) Page {
	p := s.linkPage(w, r, title, Place{Town: l.Town, Under: joinWords(dot, l.FirstName, l.Connector.Setting), Phone: l.Phone})
	p.Islands = []string{"log"}
	return p
}

// themes are the big buttons, and the two that stand apart.
func (v *logView) themes(f logForm, wrong domain.Errors) {
	v.About = Picks{Name: "about", Legend: "What was it about?"}
	for _, t := range v.Themes {
		c := Choice{Value: addressOf("", t.ID), Text: t.Name, Icon: themeIcon(t.Code), Checked: f.About == addressOf("", t.ID)}
		switch t.Kind {
		case domain.PlainTheme:
			v.About.Choices = append(v.About.Choices, c)
			continue
		case domain.SafetyTheme:
			c.Icon, v.Safety = "warn", c.Value
		}
		v.Apart = append(v.Apart, c)
	}
	v.About = v.About.With(wrong)
}

// logPlaces are where people can be pointed to: what was found by a search, of late, and what is no place.
func (s *Server) logPlaces(r *http.Request, v *logView, f logForm, wrong domain.Errors) error {
	v.To = Picks{Name: "to", Legend: "Where did you point them?", Row: true}
	offered := v.Pointed
	if f.Query != "" {
		found, err := s.findToPoint(r, v.Connector, f)
		if err != nil {
			return err
		}
		v.None = len(found) == 0
		for _, service := range found {
			offered = slices.DeleteFunc(offered, func(o domain.Service) bool { return o.ID == service.ID })
		}
		offered = append(found, offered...)
	}
	for _, service := range offered {
		c := Choice{Value: addressOf("s:", service.ID), Text: service.Name}
		if service.TownID != 0 && service.TownID != v.Connector.TownID {
			c.Text = joinWords(", ", service.Name, service.TownName)
		}
		if service.Status == domain.ServiceFull {
			c.Text = words.From(r.Context()).Say("%s (full just now)", c.Text)
		}
		v.To.Choices = append(v.To.Choices, c)
	}
	v.To.Choices = append(v.To.Choices, Choice{Value: string(domain.JustListened), Text: "Just listened"}, Choice{Value: string(domain.RangWithThem), Text: "Rang with them"},
		Choice{Value: string(domain.LedElsewhere), Text: "Somewhere else"})
	v.To = v.To.Chosen(f.To).With(wrong)
	v.Find = Field{Name: "q", Label: "Find what there is", Type: "search", Value: f.Query}
	return nil
}

// findToPoint finds what a connector may point to: in their town, and where there is nothing in the towns around. What is shown again,
// beside what has to be mended, was looked for once.
func (s *Server) findToPoint(r *http.Request, one domain.Connector, l logForm) ([]domain.Service, error) {
	f, first := app.ServiceFilter{Query: l.Query, TownID: one.TownID, Brief: true, Again: l.Do != "find"}, app.Page{First: mostFound, Uncounted: true}
	anybody := domain.Actor{Kind: domain.PublicActor, DistrictID: one.DistrictID}
	found, _, err := s.app.FindServices(r.Context(), anybody, f, first)
	if err == nil && len(found) == 0 {
		f.TownID, f.Again = 0, true
		found, _, err = s.app.FindServices(r.Context(), anybody, f, first)
	}
	return found, err
}

// mostFound is how many services a search on a badge's page offers.
const mostFound = 6

// rest is what is usual unless somebody opens it.
func (v *logView) rest(f logForm, wrong domain.Errors) {
	section := f.Section
	if section == "" && v.Connector.SectionID != 0 {
		section = addressOf("", v.Connector.SectionID)
	}
	v.Section = &selection{Name: "sectionId", Label: "Which neighbourhood?", Choices: []Choice{{Text: v.Town, Value: "0"}}, Error: problemWith(wrong, "sectionId")}
	for _, place := range v.Sections {
		value := addressOf("", place.ID)
		v.Section.Choices = append(v.Section.Choices, Choice{Value: value, Text: place.Name, Checked: value == section})
	}
	v.Day = Picks{Name: "day", Legend: "When?", Row: true, Choices: []Choice{{Value: "today", Text: "Today"}, {Value: "yesterday", Text: "Yesterday"}}}.Chosen(f.Day).With(wrong)
	v.People = Field{Name: "people", Label: "How many people?", Type: "number", Mode: "numeric", Short: true, Value: f.People}.With(wrong)
	v.Note = Field{Name: "note", Label: "Note", Optional: true, Type: "textarea", Rows: 2, Value: f.Note, Hint: "No names, no numbers. This is about what, never who."}.With(wrong)
	v.More = f.Note != "" || wrong.At("note") || wrong.At("people") || wrong.At("sectionId") || f.Day == "yesterday"
}

// logTalk takes one conversation, from the page or from what waited on a phone.
func (s *Server) logTalk(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f logForm
	err := ReadForm(w, r, &f)
	if err == nil && f.Do == "find" {
		return s.showLog(w, r, actor, f, nil)
	}
	var cmd app.LogConversation
	if err == nil {
		if cmd, err = s.talkOf(r, f); err == nil {
			_, err = s.app.LogConversation(r.Context(), actor, cmd)
		}
	}
	return s.logged(w, r, actor, err, addressOf("", cmd.ThemeID), func(wrong domain.Errors) error { return s.showLog(w, r, actor, f, wrong) })
}

// logged answers what was sent: to the script in JSON, to a form without it by the page.
func (s *Server) logged(w http.ResponseWriter, r *http.Request, actor domain.Actor, err error, about string, again func(domain.Errors) error) error {
	in := words.From(r.Context())
	wrong := Problems(err)
	switch {
	case wrong != nil && wantsJSON(r):
		answer := logAnswer{Said: in.Say("This needs a look before it can be sent.")}
		for _, e := range wrong {
			answer.Wrong = append(answer.Wrong, logProblem{Field: e.Field, Said: in.Error(e)})
		}
		return answerJSON(w, r, http.StatusUnprocessableEntity, answer)
	case wrong != nil:
		return again(wrong)
	case err != nil:
		return err
	}
	l, err := s.app.LogPage(r.Context(), actor)
	if err != nil {
		return err
	}
	next := ""
	if slices.ContainsFunc(l.Themes, func(t domain.Theme) bool { return t.Kind == domain.SafetyTheme && addressOf("", t.ID) == about }) {
		next = addressOf("/worried?town=", l.Connector.TownID)
	}
	said := in.Say("Logged. Thank you.") + " " + rippleLine(in, l.Ripple)
	switch {
	case wantsJSON(r):
		return answerJSON(w, r, http.StatusOK, logAnswer{Said: said, Next: next, Counts: l.Ripple.Conversations})
	case next != "":
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	}
	return done(w, r, "/log/"+url.PathEscape(r.PathValue("token")), said)
}

// talkOf reads a conversation from a form.
func (s *Server) talkOf(r *http.Request, f logForm) (app.LogConversation, error) {
	c, err := s.clock(r)
	if err != nil {
		return app.LogConversation{}, err
	}
	var wrong domain.Errors
	cmd := app.LogConversation{ClientKey: f.Key, ThemeID: numberIn[domain.ThemeID](f.About), SectionID: numberIn[domain.SectionID](f.Section),
		Channel: domain.TalkChannel(f.How), Note: f.Note, LedTo: domain.LedTo(f.To)}
	if id, found := strings.CutPrefix(f.To, "s:"); found {
		cmd.LedTo, cmd.ServiceID = domain.LedToService, numberIn[domain.ServiceID](id)
	}
	if cmd.ThemeID == 0 {
		wrong.Add("about", "Please choose what it was about.")
	}
	if f.People != "" {
		if cmd.People, err = strconv.Atoi(f.People); err != nil || cmd.People < 1 {
			wrong.Add("people", "Please write a number, such as 2.")
		}
	}
	cmd.Sent = dateIn(&wrong, "day", f.Sent)
	switch f.Day {
	case "", "today":
	case "yesterday":
		today := c.now.In(c.zone)
		yesterday := time.Date(today.Year(), today.Month(), today.Day()-1, 0, 0, 0, 0, time.UTC)
		cmd.Day = &yesterday
	default:
		cmd.Day = dateIn(&wrong, "day", f.Day)
	}
	return cmd, wrong.Err()
}

// newUUID makes a key for what somebody is about to send (RFC 9562, version 4).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
