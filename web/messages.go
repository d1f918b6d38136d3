package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// messageGroup are the kinds of message that go to some people.
type messageGroup struct {
	Title string
	Kinds []messageKind
}

// messageKind is one kind, with what it is.
type messageKind struct{ Kind, Name string }

// messageGroups are all kinds, by who gets them and in the order in which they come.
var messageGroups = []messageGroup{
	{"To people who help", []messageKind{{"invitation", "Can you help?"}, {"series_cover", "Can you stand in, just this once?"}, {"invitation_closed", "Somebody else is going"},
		{"visit", "Thank you, here is your visit"}, {"visit_reminder", "Your visit is soon"}, {"home_safe", "Are you home safe?"}, {"after_visit_helper", "How did it go?"},
		{"visit_off", "The visit is off"}, {"still_all_right", "Is it still all right to ask you?"}, {"resting", "We let you rest"},
		{"thanks", "Somebody says thank you"}, {"street_offer", "Would you look after a street?"},
		{"host_page", "You are one of the hosts"}, {"host_ask", "Could you host a date?"}, {"host_taken", "Who hosts a date now"}, {"host_reminder", "You host tomorrow"}, {"host_date", "A date that you host is off, or moved"}}},
	{"To connectors", []messageKind{{"connector_invite", "Would you be a connector?"}, {"connector_badge", "Your connector’s badge"}, {"connector_refresh", "Come and see what is new"},
		{"connector_hello", "Hello from us"}}},
	{"To people who follow a session", []messageKind{{"follow", "Shall we tell you when it is off?"}, {"gathering_news", "It is off, or moved"}}},
	{"To people who asked", []messageKind{{"request_received", "We have what you asked"}, {"helper_coming", "Somebody is coming"}, {"helper_changed", "Somebody else comes"},
		{"new_time", "Is there a new time?"}, {"support_failure_person", "We have not found anyone yet"}, {"after_visit_person", "Did it go well?"}, {"ended", "How it ended"},
		{"not_over", "That was a mistake: it is not over"}}},
	{"To people with an idea", []messageKind{{"idea", "How an idea stands"}}},
	{"To people for whom nobody was found", []messageKind{{"gap_told", "What was missing is there now"}}},
	{"To people who look after it all", []messageKind{{"owner_new", "An ask is yours"}, {"hand_wanted", "A hand is wanted with a visit"}, {"widened", "It is asked wider"},
		{"support_failure_owner", "Nobody was found: please ring"}, {"desk_alert", "Needed in the next hours"}, {"handover", "What is yours now"}, {"mail_down", "Mail is back"},
		{"worry", "Somebody is worried"}, {"safeguarding_lead", "Who hears of worries"}, {"sign_in", "Signing in"},
		{"offer", "Somebody would like to help"}, {"connector_wish", "Somebody would like to hear from you"}, {"idea_new", "Somebody has an idea"}, {"gap_owner", "Something that is missing is yours to see to"}, {"standing_in", "You stand in"}, {"no_stand_in", "Nobody stands in"}, {"vacancies", "Streets that need somebody"},
		{"vacant_date", "A date that has nobody to host it"}, {"loans_due", "Something lent is not back"}, {"street_answer", "Whether they look after the street"}, {"streets_handed", "Streets have been handed over"}}},
}

// messagesContent is the list of kinds.
type messagesContent struct {
	Head   Head
	Groups []messageGroup
}

// messagesPage lists the kinds of message that there are.
func (s *Server) messagesPage(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.app.PreviewMessage(r.Context(), who(r), app.PreviewMessage{Kind: messageGroups[0].Kinds[0].Kind}); err != nil {
		return err
	}
	p := s.rd.Page(w, r, "What we write")
	p.Content = messagesContent{Groups: messageGroups, Head: Head{Title: p.Title,
		Lead: "Look at each message as people get it. Looking sends nothing to anybody."}}
	s.rd.Render(w, r, "messages", p)
	return nil
}

// messageLook is one way of looking at a message.
type messageLook struct{ Look, Name string }

// messageLooks are the ways.
var messageLooks = []messageLook{{"light", "In daylight"}, {"dark", "In the dark"}, {"text", "Plain words"}, {"call", "By phone"}, {"letter", "On paper"}}

// messageContent is one kind of message, looked at in one way.
type messageContent struct {
	Head    Head
	Look    string
	Looks   []Link
	Langs   []Link
	Preview app.MessagePreview
	Lang    string // of the words, for the lang attribute
	Frame   string // where the mail is shown by itself
	Plain   string // the words where there is no mail to show
	Notice  Notice
	Next    *Link
}

// messagePage shows one kind of message.
func (s *Server) messagePage(w http.ResponseWriter, r *http.Request) error {
	got, err := s.previewed(r)
	if err != nil {
		return err
	}
	name, next := messageNamed(got.Kind)
	here := "/messages/kind/" + url.PathEscape(got.Kind)
	v := messageContent{Preview: got, Look: messageLooks[0].Look, Head: Head{Back: &Link{Text: "What we write", Href: "/messages"}, Title: name},
		Lang: words.In(r.URL.Query().Get("in")).Lang(), Notice: previewNotice(words.From(r.Context()), got)}
	if next != "" {
		nextName, _ := messageNamed(next)
		v.Next = &Link{Text: nextName, Href: "/messages/kind/" + next}
	}
	for _, look := range messageLooks {
		if look.Look == r.URL.Query().Get("look") {
			v.Look = look.Look
		}
	}
	in := r.URL.Query().Get("in")
	for _, look := range messageLooks {
		v.Looks = append(v.Looks, Link{Text: look.Name, Href: here + lookQuery(look.Look, in), Current: look.Look == v.Look})
	}
	for _, l := range words.All() {
		v.Langs = append(v.Langs, Link{Text: l.Name(), Href: here + lookQuery(v.Look, l.Code()), Lang: l.Lang(), Current: l.Code() == words.In(in).Code()})
	}
	switch v.Look {
	case "text":
		v.Plain = got.Text
	case "call":
		v.Plain = got.Call
	case "letter":
		v.Plain = got.Letter
	default:
		v.Frame = here + "/html" + lookQuery(v.Look, in)
	}
	w.Header().Set("Content-Security-Policy", framePolicy)
	p := s.rd.Page(w, r, name)
	p.Content = v
	s.rd.Render(w, r, "message", p)
	return nil
}

func lookQuery(look, in string) string {
	q := url.Values{"look": {look}}
	if in != "" {
		q.Set("in", in)
	}
	return "?" + q.Encode()
}

// previewed is the message that an address asks for.
func (s *Server) previewed(r *http.Request) (app.MessagePreview, error) {
	return s.app.PreviewMessage(r.Context(), who(r), app.PreviewMessage{Kind: r.PathValue("kind"), Language: r.URL.Query().Get("in")})
}

// messageNamed is what a kind is called, and which one comes after it.
func messageNamed(kind string) (name, next string) {
	var all []messageKind
	for _, g := range messageGroups {
		all = append(all, g.Kinds...)
	}
	i := slices.IndexFunc(all, func(k messageKind) bool { return k.Kind == kind })
	if i < 0 {
		return kind, ""
	}
	if i+1 < len(all) {
		next = all[i+1].Kind
	}
	return all[i].Name, next
}

// previewNotice says of whom a preview is, and whether the message may be stopped.
func previewNotice(in *words.Words, got app.MessagePreview) Notice {
	n := Notice{State: StatePlain, Text: "It is made of the last one that there was. Its links are cut, and nothing is sent."}
	if !got.Real {
		n.Text = "The people in it are made up. Its links are cut, and nothing is sent."
	}
	n.Strong = "It is always sent."
	if got.Topic != "" {
		n.Strong = "Whoever gets it can stop it with one press."
	}
	n.Text = in.Say(n.Text) + " " + in.Say("Why: %s", domain.Text(got.Why))
	return n
}

// darkQuery is how a mail asks whether it is read in the dark. The pictures of a message are not left to the reader's own machine.
const darkQuery = "@media (prefers-color-scheme: dark)"

// messageHTML is the mail by itself, in a frame in which nothing can run and no link leads anywhere.
func (s *Server) messageHTML(w http.ResponseWriter, r *http.Request) error {
	got, err := s.previewed(r)
	if err != nil {
		return err
	}
	query := "@media not all"
	if r.URL.Query().Get("look") == "dark" {
		query = "@media all"
	}
	page := strings.Replace(got.HTML, darkQuery, query, 1)
	page = strings.Replace(page, "<head>", `<head><base target="_blank">`, 1) // a sandbox opens no new window: a press does nothing
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(page)) // the reader has gone: nobody is left to tell
	return nil
}
