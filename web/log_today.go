package web

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
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
