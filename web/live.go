package web

import (
	"context"
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
	"waymark/internal/words"
)

// Live are the limits of what pages are told as it happens.
type Live struct {
	Until      context.Context // ends it all; nil: nothing does
	Beat       time.Duration   // how often it is asked who has a request open, and a sign of life is given; 0: 5 seconds
	TakeWithin time.Duration   // how long a reader may take for one piece before they are left behind; 0: 20 seconds
}

func (l Live) filled() Live {
	if l.Until == nil {
		l.Until = context.Background()
	}
	if l.Beat == 0 {
		l.Beat = 5 * time.Second
	}
	if l.TakeWithin == 0 {
		l.TakeWithin = 20 * time.Second
	}
	return l
}

// liveView is the bar in which news gather until somebody wants to see them.
type liveView struct {
	From  string // the address that tells of them
	Close string // the address that is told when the page is closed; "" where that does not matter
	Here  string // who else has it open
	Watch bool   // it is about one request: news are said, not counted
}

// liveDesk is the bar of the desk, or of a list, as it was read after a change.
func liveDesk(n narrowing, after domain.ChangeID, at time.Time) *liveView {
	q := n.values("state", "q")
	q.Set("after", idOf(after))
	q.Set("since", strconv.FormatInt(at.Unix(), 10))
	return &liveView{From: "/desk/live?" + q.Encode()}
}

// liveRequest is the bar of the page of one request, or of a form about it.
func (s *Server) liveRequest(r *http.Request, id domain.RequestID, after domain.ChangeID, told domain.EventID) (*liveView, error) {
	others, err := s.app.OpenedBy(r.Context(), who(r), []domain.RequestID{id})
	if err != nil {
		return nil, err
	}
	page := addressOf("/requests/", id)
	q := url.Values{"after": {idOf(after)}, "told": {idOf(told)}}
	return &liveView{From: page + "/live?" + q.Encode(), Close: page + "/closed", Here: hereWords(words.From(r.Context()), others[id]), Watch: true}, nil
}

// hereWords say who else has a request open; "" for nobody.
func hereWords(in *words.Words, names []string) string {
	names = slices.Compact(slices.Clone(names))
	switch len(names) {
	case 0:
		return ""
	case 1:
		return in.Say("%s has this open.", names[0])
	}
	return in.Say("%s have this open.", in.List(names))
}

// deskLive tells a desk, as server-sent events, of the asks that change or come in.
func (s *Server) deskLive(w http.ResponseWriter, r *http.Request) error {
	n, err := s.narrowed(r)
	if err != nil {
		return err
	}
	f, since := n.desk(), time.Unix(numberIn[int64](r.FormValue("since")), 0)
	return s.tellLive(w, r, app.WatchRequests{Desk: &f}, func(_ context.Context, out *stream, news app.RequestNews) error {
		return out.tell("ask", news.ID, map[string]any{"id": news.Request.ID, "fresh": news.Request.RaisedAt.After(since)})
	}, nil)
}

// requestLive tells the page of one ask what others do to it, and who else has it open. While it is listened to, the listener has it
// open too.
func (s *Server) requestLive(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.RequestID](r)
	if err != nil {
		return err
	}
	told := numberIn[domain.EventID](r.FormValue("told"))
	said := func(ctx context.Context, out *stream, news app.RequestNews) error {
		v, err := s.app.Request(ctx, who(r), id)
		if err != nil || len(v.Events) == 0 || v.Events[0].ID <= told {
			return err
		}
		told = v.Events[0].ID
		return out.tell("said", news.ID, map[string]any{"words": stepWords(words.From(ctx), v.Events[0])})
	}
	before := "?" // so that it is said once that nobody is
	here := func(ctx context.Context, out *stream) error {
		if err := s.app.OpenRequest(ctx, who(r), id); err != nil {
			return err
		}
		others, err := s.app.OpenedBy(ctx, who(r), []domain.RequestID{id})
		if err != nil {
			return err
		}
		now := hereWords(words.From(ctx), others[id])
		if now == before {
			return nil
		}
		before = now
		return out.tell("here", 0, map[string]any{"words": now})
	}
	err = s.tellLive(w, r, app.WatchRequests{RequestID: id}, said, here)
	// What the page says of itself when it is closed may come before the last beat. A close that fails runs out by itself within a minute.
	after, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), closeWithin)
	defer cancel()
	_ = s.app.CloseRequest(after, who(r), id)
	return err
}

// closeWithin is how long it may take to note that somebody has gone.
const closeWithin = 5 * time.Second

// stepWords say one step of a story, with who did it.
func stepWords(in *words.Words, e domain.Event) string {
	if e.ActorName == "" || strings.Contains(e.Words, e.ActorName) {
		return e.Words
	}
	return in.Say("%s: %s", e.ActorName, e.Words)
}

// requestClosed notes that the reader has closed the page of an ask. A page that is being closed cannot read an answer.
func (s *Server) requestClosed(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.RequestID](r)
	if err != nil {
		return err
	}
	if err := s.app.CloseRequest(r.Context(), who(r), id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// tellLive answers with a stream of server-sent events until the reader goes, may not listen any more, or the server stops. beat, if
// there is one, is run at once and then now and again.
func (s *Server) tellLive(w http.ResponseWriter, r *http.Request, cmd app.WatchRequests, tell func(context.Context, *stream, app.RequestNews) error, beat func(context.Context, *stream) error) error {
	ctx, cancel := context.WithCancelCause(r.Context())
	defer cancel(nil)
	defer context.AfterFunc(s.live.Until, func() {
		cancel(domain.Errorf(domain.Unavailable, "", "We are starting anew. Please come back in a moment."))
	})()
	seen := r.Header.Get("Last-Event-ID")
	if seen == "" {
		seen = r.FormValue("after")
	}
	if after, err := strconv.ParseInt(seen, 10, 64); err == nil {
		cmd.Resume, cmd.After = true, domain.ChangeID(after)
	}
	news, err := s.app.WatchRequests(ctx, who(r), cmd)
	if err != nil {
		return err
	}
	out := s.openStream(w)
	if beat == nil {
		beat = func(context.Context, *stream) error { return out.write(": here\n\n") }
	}
	err = beat(r.Context(), out)
	ticker := time.NewTicker(s.live.Beat)
	defer ticker.Stop()
	for err == nil {
		select {
		case n, more := <-news:
			switch {
			case !more:
				return nil
			case n.Err != nil:
				return out.last(n.Err)
			case n.Reload:
				err = out.tell("reload", n.ID, map[string]any{})
			default:
				err = tell(r.Context(), out, n)
			}
		case <-ticker.C:
			err = beat(r.Context(), out)
		}
	}
	return out.last(err)
}

// stream is an answer that goes on. Each piece must be taken within a time.
type stream struct {
	w          http.ResponseWriter
	control    *http.ResponseController
	takeWithin time.Duration
}

// openStream begins one: the server's limits on the time of a whole request are lifted. What cannot be lifted was never set.
func (s *Server) openStream(w http.ResponseWriter) *stream {
	out := &stream{w: w, control: http.NewResponseController(w), takeWithin: s.live.TakeWithin}
	_ = out.control.SetReadDeadline(time.Time{})
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nobody on the way may hold it back
	w.WriteHeader(http.StatusOK)
	return out
}

func (out *stream) write(text string) error {
	_ = out.control.SetWriteDeadline(time.Now().Add(out.takeWithin))
	if _, err := fmt.Fprint(out.w, text); err != nil {
		return err
	}
	return out.control.Flush()
}

// tell sends one piece; with the id of a change the reader goes on from there after a break.
func (out *stream) tell(kind string, id domain.ChangeID, data map[string]any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return err
	}
	head := "event: " + kind + "\n"
	if id != 0 {
		head += "id: " + idOf(id) + "\n"
	}
	return out.write(head + "data: " + string(body) + "\n\n")
}

// last says why it ends, to whoever is still there. Those who may not listen any more need not come back; it is no page that could show
// an error.
func (out *stream) last(err error) error {
	switch domain.KindOf(err) {
	case domain.SignedOut, domain.Forbidden, domain.NotFound:
		_ = out.tell("end", 0, map[string]any{}) // who has gone need not hear it
	}
	return nil
}
