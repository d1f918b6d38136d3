package web

import (
	"net/http"
	"slices"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// topicWords say what the news of a topic are, as a choice and after "Stop".
var topicWords = map[domain.Topic]struct{ name, small, stop, stopped string }{
	domain.Reminders: {words.Later("Questions about how you help"), words.Later("Such as “Is it still all right to ask you?”. They are never about a visit."),
		words.Later("Stop these questions"), words.Later("We do not send you these questions any more.")},
	domain.Thanks: {words.Later("Thanks"), words.Later("When somebody says thank you."),
		words.Later("Stop these thanks"), words.Later("We do not send you thanks any more.")},
	domain.Digests: {words.Later("What was done of late"), words.Later("A round-up, now and then."),
		words.Later("Stop these round-ups"), words.Later("We do not send you round-ups any more.")},
	domain.Ideas: {words.Later("What becomes of ideas"), words.Later("Of an idea that you had, or join in with."),
		words.Later("Stop hearing of ideas"), words.Later("We do not write to you of ideas any more.")},
	domain.NewsOfTown: {words.Later("News of the town"), words.Later("What is on, and what is new."),
		words.Later("Stop this news"), words.Later("We do not send you news any more.")},
}

// newsView is the page on which somebody says what news they want.
type newsView struct {
	Head    Head
	Here    string
	Stop    *Button // the one that a message has led to
	Topic   domain.Topic
	Picks   Picks
	Helping string // where volunteers say when we may ask
}

// newsForm is what that page posts, or a mail program by itself (RFC 8058).
type newsForm struct {
	OneClick string   `form:"List-Unsubscribe" max:"20"`
	Do       string   `form:"do" max:"20"`
	Topics   []string `form:"topics" max:"20"`
}

// newsPage shows what somebody gets. Asking for it changes nothing, whoever asks: mail programs open links by themselves.
func (s *Server) newsPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	return s.showNews(w, r, actor, nil)
}

func (s *Server) showNews(w http.ResponseWriter, r *http.Request, actor domain.Actor, wrong domain.Errors) error {
	mine, err := s.app.MyNews(r.Context(), actor)
	if err != nil {
		return err
	}
	v := newsView{Here: r.URL.Path, Topic: domain.Topic(r.URL.Query().Get("topic")),
		Head:  Head{Title: "What do we write to you about?", Lead: "This is about news. What is about an ask or a visit we always tell you."},
		Picks: Picks{Name: "topics", Legend: "What would you like to get?", Many: true}}
	for _, t := range mine.Topics {
		v.Picks.Choices = append(v.Picks.Choices, Choice{Value: string(t), Text: topicWords[t].name, Small: topicWords[t].small, Checked: mine.Wants(t)})
	}
	v.Picks = v.Picks.With(wrong)
	if mine.Helps && actor.Kind == domain.PersonActor {
		v.Helping = "/helping"
	} else if mine.Helps && actor.Purpose == domain.ForVolunteer {
		v.Helping = "/helping/" + r.PathValue("token")
	}
	p := s.pageFor(w, r, actor, v.Head.Title)
	if topic, known := topicWords[v.Topic]; known {
		if mine.Wants(v.Topic) {
			v.Stop = &Button{Text: topic.stop, Style: Arm, Name: "do", Value: "stop"}
		} else {
			p.Undo = &Undo{Text: topic.stopped, Post: newsAddress(r, v.Topic) + "&undo=yes"}
		}
	}
	p.Errors, p.Content = wrong, v
	s.rd.Render(w, r, "news", p)
	return nil
}

func newsAddress(r *http.Request, t domain.Topic) string {
	return r.URL.EscapedPath() + "?topic=" + string(t)
}

// chooseNews takes what was chosen. A mail program's press is answered with the page, and so is the next one.
func (s *Server) chooseNews(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f newsForm
	topic := domain.Topic(r.URL.Query().Get("topic"))
	err := ReadForm(w, r, &f)
	if err == nil {
		err = s.takeNews(r, actor, f, topic)
	}
	to := r.URL.EscapedPath()
	switch {
	case err == nil && f.OneClick != "":
		return s.showNews(w, r, actor, nil)
	case err == nil && f.Do == "stop": // the page says so, with how to undo it
		http.Redirect(w, r, newsAddress(r, topic), http.StatusSeeOther)
		return nil
	case r.URL.Query().Has("undo"):
		to = newsAddress(r, topic)
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showNews(w, r, actor, wrong) }, to, "We have changed that.")
}

// takeNews does what the page or a mail program asks for.
func (s *Server) takeNews(r *http.Request, actor domain.Actor, f newsForm, topic domain.Topic) error {
	cmd := app.ChooseNews{}
	switch {
	case r.URL.Query().Has("undo"):
		cmd.Begin = []domain.Topic{topic}
	case topic == "" && f.OneClick != "":
		cmd.Stop = domain.Topics
	case f.OneClick != "" || f.Do == "stop":
		cmd.Stop = []domain.Topic{topic}
	case f.Do == "keep":
		mine, err := s.app.MyNews(r.Context(), actor)
		if err != nil {
			return err
		}
		for _, t := range mine.Topics {
			if slices.Contains(f.Topics, string(t)) {
				cmd.Begin = append(cmd.Begin, t)
			} else {
				cmd.Stop = append(cmd.Stop, t)
			}
		}
	default:
		return domain.Errorf(domain.Invalid, "", "Please choose what to change.")
	}
	return s.app.ChooseNews(r.Context(), actor, cmd)
}
