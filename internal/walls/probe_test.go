package walls

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"waymark/domain"
)

// probe is one way of trying an action on a thing. In its texts "<fresh>" stands for the id of a thing, "<link>" for the token of
// whoever tries.
type probe struct {
	does    domain.Action
	to      string                  // the thing that it is done to
	general bool                    // it is done nowhere in particular: a role that is held anywhere will do
	or      domain.Action           // another action that opens the same; "": none
	and     domain.Action           // another that it takes too, and on what; "": none
	on      string                  //
	graphql string                  // the operation; "": there is none
	page    string                  // method and address; "": there is none
	form    string                  // what is posted to the page
	row     string                  // SQL for a text that must change where it is allowed
	tells   []string                // words that must come where it is allowed, and never where it is not
	given   string                  // SQL that comes before
	blank   bool                    // a page that asks nobody's rights and shows nobody's rows
	idle    func(domain.Actor) bool // who is let in, and has nothing there to change or to read; nil: nobody
}

// way is how a probe goes in.
type way string

const (
	overGraphQL way = "GraphQL"
	overPages   way = "pages"
)

// goes reports whether a probe goes in by a way.
func (p probe) goes(by way) bool { return p.text(by) != "" }

func (p probe) text(by way) string {
	if by == overGraphQL {
		return p.graphql
	}
	return p.page
}

func (p probe) String() string { return fmt.Sprintf("%s to %s", p.does, p.to) }

// byLink reports whether the request carries the link of whoever tries.
func (p probe) byLink(by way) bool { return strings.Contains(p.text(by), "<link") }

// names reports whether the request says what it is about, by an id.
func (p probe) names(by way) bool {
	return p.to != "" && strings.Contains(p.text(by)+"?"+p.form, "<"+p.to+">")
}

// as is who somebody is to a request: a link counts only where the request carries it. A machine's key is for the API: on pages it
// opens what is open to a machine and to anybody.
func (a actor) in(p probe, by way) domain.Actor {
	if a.as.Kind == domain.BearerActor && !p.byLink(by) {
		return domain.Public()
	}
	if a.as.Kind == domain.PersonActor && strings.Contains(p.text(by), "<link>") { // whose sign-in opens no link
		return domain.Public()
	}
	if a.as.Kind == domain.KeyActor && by == overPages && !domain.Rules[p.does].Anybody {
		return domain.Public()
	}
	return a.as
}

// allowed asks the domain's table.
func (w *world) allowed(p probe, by way, who domain.Actor) bool {
	w.Helper()
	on := domain.Target{}
	if p.to != "" {
		on = w.get(p.to).target
	}
	on.Somewhere = p.general
	if !p.names(by) { // a list is for those who hold a role
		on.OwnerID = 0
	}
	switch {
	case p.blank:
		return true
	case p.or != "" && domain.May(who, p.or, on):
		return true
	case p.and != "" && !domain.May(who, p.and, w.get(p.on).target):
		return false
	}
	return domain.May(who, p.does, on)
}

// own is what somebody may do it to anyhow, when the request does not say to what: what is theirs.
func (p probe) own(who domain.Actor) bool {
	return domain.May(who, p.does, domain.Target{PersonID: who.PersonID, RequestID: who.RequestID, InvitationID: who.InvitationID, Somewhere: true})
}

// answer is what comes back.
type answer struct {
	status int
	to     string // where it leads
	body   string
}

// failed says what is wrong with an answer to whom it is allowed; "" for nothing.
func (a answer) failed() string {
	if a.status >= 400 || strings.Contains(a.body, `"errors":`) || strings.HasPrefix(a.to, "/sign-in?") {
		return fmt.Sprintf("%d %s %.300s", a.status, a.to, words(a.body))
	}
	return ""
}

var markup = regexp.MustCompile(`(?s)^.*<main[^>]*>|<[^>]*>|\s+`)

// words are what a page says, in a line for people.
func words(body string) string { return markup.ReplaceAllString(body, " ") }

// try sends a probe as somebody. With absent, the ids in it are nobody's.
func (w *world) try(p probe, by way, a actor, absent bool) answer {
	w.Helper()
	link := a.link
	if link == "" {
		link = "nonsense"
	}
	if absent {
		link = w.nobodysLink(a)
	}
	write := plain
	if by == overGraphQL {
		write = quoted
	}
	put := func(text string) string {
		text = strings.ReplaceAll(text, "<link>", write(thing{text: link}))
		if absent {
			gone := w.get(p.to)
			gone.id, gone.text = 999_999, domain.NewReference(999_999).String()
			text = strings.ReplaceAll(text, "<"+p.to+">", write(gone))
		}
		return w.fill(text, write)
	}
	text := p.text(by)
	if a.link == "" {
		text = strings.NewReplacer("/<link?>", "", "<link?>", "null").Replace(text)
	}
	text = strings.ReplaceAll(text, "<link?>", "<link>")
	if by == overGraphQL {
		return w.send(a, http.MethodPost, "/graphql", "application/json", `{"query":`+strconv.Quote(put(text))+`}`)
	}
	method, path, _ := strings.Cut(put(text), " ")
	form := put(p.form)
	out := w.send(a, method, path, "application/x-www-form-urlencoded", form)
	return out.without(path, form)
}

// without leaves out of an answer what was sent: the address, and what a form holds that may be sent again.
func (a answer) without(path, form string) answer {
	bare, _, _ := strings.Cut(path, "?")
	sent := []string{url.QueryEscape(path), "HERE", path, "HERE", bare, "HERE"}
	typed, _ := url.ParseQuery(form) // what is no form is not held either
	for _, values := range typed {
		for _, value := range values {
			sent = append(sent, `value="`+html.EscapeString(value)+`"`, "TYPED")
		}
	}
	hide := strings.NewReplacer(sent...)
	return answer{a.status, hide.Replace(a.to), hide.Replace(a.body)}
}

// nobodysLink is a link like somebody's own, to what is not there.
func (w *world) nobodysLink(a actor) string {
	if a.link == "" {
		return "nonsense"
	}
	claim := domain.Claim{Purpose: a.as.Purpose, DistrictID: a.as.DistrictID, PersonID: 999_999, ID: 999_999, Expires: wednesday.AddDate(0, 1, 0)}
	if a.as.PersonID == 0 { // a card on a table is nobody's
		claim.PersonID = 0
	}
	return domain.Seal([]byte(secret), claim)
}

func (w *world) send(a actor, method, path, media, body string) answer {
	w.Helper()
	r := httptest.NewRequestWithContext(w.Context(), method, path, strings.NewReader(body))
	w.asked++
	r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1", w.asked>>16&255, w.asked>>8&255, w.asked&255)
	r.Header.Set("Content-Type", media)
	if a.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+a.bearer)
	}
	if strings.HasPrefix(body, `{"query":"subscription`) || strings.HasSuffix(path, "/live") {
		return w.listen(r)
	}
	rw := httptest.NewRecorder()
	w.door.ServeHTTP(rw, r)
	return answer{rw.Code, rw.Header().Get("Location"), rw.Body.String()}
}

// listen subscribes, and goes when the first news have come.
func (w *world) listen(r *http.Request) answer {
	w.Helper()
	ctx, gone := context.WithCancel(r.Context())
	defer gone()
	r.Header.Set("Accept", "text/event-stream")
	rw := &listener{httptest.NewRecorder(), gone}
	w.door.ServeHTTP(rw, r.WithContext(ctx))
	return answer{rw.Code, rw.Header().Get("Location"), rw.Body.String()}
}

// listener hangs up after the first news.
type listener struct {
	*httptest.ResponseRecorder
	gone func()
}

// Write takes down what comes.
func (l *listener) Write(b []byte) (int, error) {
	if strings.Contains(string(b), "data") {
		defer l.gone()
	}
	return l.ResponseRecorder.Write(b)
}
