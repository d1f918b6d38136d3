package graph_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/graph"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/pgtest"
)

// server is one of several that share the database of a world.
type server struct {
	*world
	app  *app.App
	site *httptest.Server
	end  context.CancelFunc // as the server's shutdown does
}

// serve starts a server that gives a whole answer a third of a second, which must not hold for streams.
func (w *world) serve(s graph.Streams) *server {
	w.Helper()
	zone, err := time.LoadLocation("Europe/London")
	w.must(err)
	a := app.New(w.db, app.Options{
		Secret: []byte("a secret of thirty-two bytes....."), BaseURL: "https://help.example.org", Zone: zone, Sender: w.mail,
		From: "help@help.example.org", Log: slog.New(slog.DiscardHandler), Policy: escalation.DefaultPolicy(),
	})
	out := &server{world: w, app: a}
	s.Until, out.end = context.WithCancel(w.Context())
	out.site = httptest.NewUnstartedServer(auth.Middleware(a)(graph.NewHandler(a, graph.Options{Log: slog.New(slog.NewTextHandler(w.Output(), nil)), Streams: s})))
	out.site.Config.ReadTimeout, out.site.Config.WriteTimeout = time.Second/3, time.Second/3
	out.site.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	out.site.Config.RegisterOnShutdown(out.end)
	out.site.Listener = smallWindows{out.site.Listener}
	out.site.Start()
	w.Cleanup(func() { out.end(); out.site.Close() })
	return out
}

// smallWindows lets little lie between a server and its readers, so that one who does not read is noticed soon.
type smallWindows struct{ net.Listener }

func (l smallWindows) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		err = conn.(*net.TCPConn).SetWriteBuffer(4 << 10)
	}
	return conn, err
}

// piece is one part of a stream.
type piece struct {
	answer
	kind string // "next", "complete", or "ping"
}

// reader reads a stream.
type reader struct {
	*testing.T
	pieces chan piece
	hangUp context.CancelFunc
}

const watchPlace = `subscription ($place: ID!, $after: ID) { requestsOf(placeId: $place, after: $after) {
	id reload request { firstName state level ownerName } } }`

// watch subscribes as somebody, by their session or by a key.
func (s *server) watch(as, place, after string) *reader {
	s.Helper()
	v := vars{"place": place}
	if after != "" {
		v["after"] = after
	}
	resp, hangUp := s.subscribe(as, watchPlace, v)
	r := &reader{T: s.T, pieces: make(chan piece, 1000), hangUp: hangUp}
	go r.read(resp.Body)
	return r
}

// subscribe sends a query to be answered by a stream.
func (s *server) subscribe(as, query string, v vars) (*http.Response, context.CancelFunc) {
	s.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": v})
	s.must(err)
	ctx, hangUp := context.WithCancel(s.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.site.URL, bytes.NewReader(body))
	s.must(err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	if token := s.session[as]; token != "" {
		as = token
	}
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+as)
	}
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err == nil {
			err = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
		}
		return conn, err
	}}}
	resp, err := client.Do(r)
	s.must(err)
	s.Cleanup(func() { hangUp(); _ = resp.Body.Close() })
	return resp, hangUp
}

func (r *reader) read(body io.Reader) {
	defer close(r.pieces)
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, 1<<20)
	kind := ""
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case lines.Text() == ": ping":
			r.pieces <- piece{kind: "ping"}
		case name == "event" && value == "complete":
			r.pieces <- piece{kind: value}
		case name == "event":
			kind = value
		case name == "data":
			p := piece{kind: kind, answer: answer{T: r.T}}
			if err := json.Unmarshal([]byte(value), &p.answer); err != nil {
				r.Errorf("%v: %s", err, value)
			}
			r.pieces <- p
		}
	}
}

// next waits for the next piece that is not just a sign of life.
func (r *reader) next() piece {
	r.Helper()
	patience := time.After(20 * time.Second)
	for {
		select {
		case p, open := <-r.pieces:
			if !open {
				r.Fatal("the stream broke off")
			}
			if p.kind != "ping" {
				return p
			}
		case <-patience:
			r.Fatal("nothing came")
		}
	}
}

// wants waits for the news of a request of somebody, and returns its id; "" is to read the list.
func (r *reader) wants(first string) string {
	r.Helper()
	p := r.next()
	if p.kind != "next" || p.Errors != nil {
		r.Fatalf("got %s with %+v, want news of %q", p.kind, p.Errors, first)
	}
	if first == "" {
		p.want(map[string]string{"requestsOf.reload": "true", "requestsOf.request": "null"})
	} else {
		p.want(map[string]string{"requestsOf.reload": "false", "requestsOf.request.firstName": first})
	}
	return p.at("requestsOf.id")
}

// ends waits for the end with a code.
func (r *reader) ends(code domain.Kind) string {
	r.Helper()
	p := r.next()
	if len(p.Errors) != 1 || p.Errors[0].Extensions.Code != string(code) {
		r.Fatalf("got %s %v with %+v, want the code %s", p.kind, p.Data, p.Errors, code)
	}
	if text, _ := json.Marshal(p.Data); bytes.Contains(text, []byte("firstName")) {
		r.Errorf("refused, and yet there is %s", text)
	}
	if last := r.next(); last.kind != "complete" {
		r.Errorf("after the end came %s %v", last.kind, last.Data)
	}
	return p.Errors[0].Message
}

// changed is the number within an id of news.
func changed(t *testing.T, id string) int {
	t.Helper()
	kind, digits, _ := strings.Cut(decode(id), ":")
	n, err := strconv.Atoi(digits)
	if kind != "Change" || err != nil {
		t.Errorf("%q is no id of news", id)
	}
	return n
}

// note makes a request change: a step is added to its story.
func (w *world) note(request string) {
	w.Helper()
	w.ok("Bo", mutation("noteRequest"), vars{"input": vars{"requestId": request, "words": "Rang twice."}})
}

// TestRequestsOf_AcrossServers: what is done on one server is told on another, to those who watch a place that it is in.
func TestRequestsOf_AcrossServers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	one, other := w.serve(graph.Streams{}), w.serve(graph.Streams{})
	district, err := w.app.Districts(t.Context(), domain.Public())
	w.must(err)
	street := one.watch("Maggie", id("Street", w.street["Castle Row"]), "")
	all := []*reader{
		one.watch("Priya", id("District", district[0].ID), ""), one.watch("Bo", id("Town", w.town["Saltcombe"]), ""),
		one.watch("Bo", id("Section", w.section("Old Town")), ""), other.watch("Dee", id("Town", w.town["Saltcombe"]), ""),
	}
	elsewhere := one.watch("Bea", id("Town", w.town["Brackle"]), "")
	for _, r := range append(all, street, elsewhere) {
		r.wants("")
	}
	w.app = other.app
	w.ask("Joan", "Castle Row")
	w.ask("Jim", "Quay Lane")
	june := w.ask("June", "Castle Row")
	w.ask("Jack", "Mill Lane")
	seen := 0
	for _, r := range all {
		for _, first := range []string{"Joan", "Jim", "June"} {
			n := changed(t, r.wants(first))
			if n <= seen && first != "Joan" {
				t.Errorf("%d is not greater than the one before", n)
			}
			seen = n
		}
	}
	street.wants("Joan")
	street.wants("June")
	elsewhere.wants("Jack")
	w.ok("Bo", mutation("askWider"), vars{"input": vars{"requestId": june}})
	p := street.next()
	p.want(map[string]string{"requestsOf.request.firstName": "June", "requestsOf.request.level": "SECTION"})

	var listeners int
	w.must(pgtest.Owner(t, w.db).SQL.QueryRowContext(t.Context(), `
		SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%requests%'`).Scan(&listeners))
	if listeners != 2 {
		t.Errorf("two servers listen by %d connections", listeners)
	}
}

// TestRequestsOf_Resume: after a break all that was missed comes, each once and in order, and then what is new.
func TestRequestsOf_Resume(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	s, other := w.serve(graph.Streams{}), w.serve(graph.Streams{})
	town := id("Town", w.town["Saltcombe"])
	first := s.watch("Bo", town, "")
	start := first.wants("")
	joan := w.ask("Joan", "Castle Row")
	last := first.wants("Joan")
	first.hangUp()

	w.ask("Jim", "Quay Lane")
	w.note(joan)
	w.ask("June", "Main Street")
	w.note(joan)
	again := other.watch("Bo", town, last)
	again.wants("Jim")
	june := again.wants("June")
	end := again.wants("Joan")
	if !(changed(t, last) < changed(t, june) && changed(t, june) < changed(t, end)) {
		t.Errorf("%s, %s, %s: not in order", decode(last), decode(june), decode(end))
	}
	w.ask("Jill", "Castle Row")
	again.wants("Jill")
	for after, names := range map[string][]string{
		start: {"Jim", "June", "Joan", "Jill"}, june: {"Joan", "Jill"}, end: {"Jill"},
		id("Change", int64(999_999)): {""}, id("Street", int64(1)): {""}, "nonsense": {""}, // what is no place to go on from
	} {
		r := s.watch("Bo", town, after)
		for _, name := range names {
			r.wants(name)
		}
		r.hangUp()
	}
	// Two hundred can be told one by one; more are a list to read.
	_, err := w.db.SQL.ExecContext(t.Context(), `
		INSERT INTO requests
		SELECT (jsonb_populate_record(r, jsonb_build_object('id', 10000 + i, 'reference', 'X' || (10000 + i)))).*
		FROM requests r, generate_series(1, 201) i
		WHERE r.id = (SELECT min(id) FROM requests)`)
	w.must(err)
	r := s.watch("Bo", town, end)
	newest := r.wants("")
	w.note(joan)
	if n := changed(t, r.wants("Joan")); n <= changed(t, newest) {
		t.Errorf("%d comes after %s", n, decode(newest))
	}
}

// TestRequestsOf_Ends: rights are asked for at each news, and when they are gone, so are the news.
func TestRequestsOf_Ends(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	s := w.serve(graph.Streams{})
	castle := id("Street", w.street["Castle Row"])
	joan := w.ask("Joan", "Castle Row")

	maggie, bo := s.watch("Maggie", castle, ""), s.watch("Bo", castle, "")
	maggie.wants("")
	bo.wants("")
	w.ok("Bo", mutation("placeRequest"), vars{"input": vars{"requestId": joan, "streetId": id("Street", w.street["Quay Lane"])}})
	w.note(joan) // it has left the street: nothing of it is told there
	w.ask("Jim", "Castle Row")
	maggie.wants("Jim")
	bo.wants("Jim")

	_, err := w.app.EndRole(t.Context(), domain.Clock(), app.EndRole{RoleID: w.actor("Maggie").Roles[0].ID})
	w.must(err)
	w.ask("June", "Castle Row")
	maggie.ends(domain.NotFound)
	for r := bo; ; { // what Maggie looked after has changed hands
		if p := r.next(); p.at("requestsOf.request.firstName") == "June" {
			break
		}
	}
	w.must(w.app.SignOut(t.Context(), domain.Public(), w.session["Bo"]))
	w.ask("Jack", "Castle Row")
	bo.ends(domain.SignedOut)
}

// TestRequestsOf_EndsWithoutNews: who may not look any more is told so at once, although nothing happens there; others stay.
func TestRequestsOf_EndsWithoutNews(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	s := w.serve(graph.Streams{})
	castle := id("Street", w.street["Castle Row"])
	keyID := w.key("Priya", "Dashboard", vars{"scope": []string{"SEE_ASK"}, "townId": id("Town", w.town["Saltcombe"])})
	key, maggie, bo, dee := s.watch("Dashboard", castle, ""), s.watch("Maggie", castle, ""), s.watch("Bo", castle, ""), s.watch("Dee", castle, "")
	for _, r := range []*reader{key, maggie, bo, dee} {
		r.wants("")
	}
	began := time.Now()
	w.ok("Priya", revokeKey, vars{"input": vars{"keyId": keyID}})
	key.ends(domain.SignedOut)
	_, err := w.app.EndRole(t.Context(), domain.Clock(), app.EndRole{RoleID: w.actor("Maggie").Roles[0].ID})
	w.must(err)
	maggie.ends(domain.NotFound)
	w.must(w.app.SignOut(t.Context(), domain.Public(), w.session["Bo"]))
	bo.ends(domain.SignedOut)
	if took := time.Since(began); took > 8*time.Second { // they are not found out by being asked now and then
		t.Errorf("it took %v", took)
	}
	w.ask("Joan", "Castle Row")
	dee.wants("Joan")
}

// TestRequestsOf_Refused: who may not look at a place learns nothing of it, not even whether it is there.
func TestRequestsOf_Refused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	s := w.serve(graph.Streams{})
	castle, brackle := id("Street", w.street["Castle Row"]), id("Town", w.town["Brackle"])
	w.ask("Joan", "Castle Row")
	status := w.deliver("status", "joan")
	for _, as := range []string{"", "nonsense", status} {
		for _, place := range []string{castle, brackle, "nonsense", id("Town", int64(999_999))} {
			s.watch(as, place, "").ends(domain.SignedOut)
		}
	}
	var said []string
	for as, places := range map[string][]string{
		"Olga": {castle, brackle, id("Town", w.town["Saltcombe"])}, "Otto": {castle, brackle},
		"Maggie": {id("Street", w.street["Quay Lane"]), id("Town", w.town["Saltcombe"]), brackle},
		"Bo":     append(nobodys("Town"), id("Person", w.who["Hana"])),
	} {
		for _, place := range places {
			if kind, _, _ := strings.Cut(decode(place), ":"); kind == "Street" && as == "Bo" {
				continue
			}
			said = append(said, s.watch(as, place, "").ends(domain.NotFound))
		}
	}
	if slices.Sort(said); len(slices.Compact(said)) != 1 {
		t.Errorf("refusals differ: %q", said)
	}
	for _, as := range []string{"Ada", "Cal"} { // who hold a part there, and not that one
		s.watch(as, castle, "").ends(domain.Forbidden)
	}
	s.watch("Bo", id("District", w.actor("Bo").DistrictID), "").ends(domain.Forbidden)
	const wrongWay = "BAD_REQUEST"
	a := w.refused("Bo", watchPlace, vars{"place": castle}, wrongWay)
	if !strings.Contains(a.Errors[0].Message, "Accept: text/event-stream") {
		t.Errorf("it is not said how to ask: %s", a.Errors[0].Message)
	}
	two := `subscription ($place: ID!) { a: requestsOf(placeId: $place) { id } b: requestsOf(placeId: $place) { id } }`
	resp, _ := s.subscribe("Bo", two, vars{"place": castle})
	body, err := io.ReadAll(resp.Body)
	w.must(err)
	if !strings.Contains(string(body), wrongWay) || !strings.Contains(string(body), "one field") {
		t.Errorf("two at once: %s", body)
	}
}

// TestStream_OfAQuery: what is asked for as a stream and does not go on is answered with one piece and the end; so is what is refused.
func TestStream_OfAQuery(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	s := w.serve(graph.Streams{})
	for query, want := range map[string]string{`{ viewer { firstName } }`: "Bo", mutation("noteRequest"): "", `{ nothing }`: ""} {
		v := vars{"input": vars{"requestId": w.ask("Joan", "Castle Row"), "words": "Rang."}}
		resp, _ := s.subscribe("Bo", query, v)
		body, err := io.ReadAll(resp.Body)
		w.must(err)
		events := strings.Split(strings.TrimSpace(string(body)), "\n\n")
		if len(events) != 3 || events[0] != ":" || !strings.HasPrefix(events[1], "event: next\ndata: {") || events[2] != "event: complete\ndata:" ||
			!strings.Contains(events[1], want) || strings.Contains(events[1], `"errors"`) != (query == `{ nothing }`) {
			t.Errorf("%s is answered with\n%s", query, body)
		}
		if resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
			t.Errorf("%s: %d %v", query, resp.StatusCode, resp.Header)
		}
	}
}

// TestRequestsOf_Slow: who does not read is left behind, and nobody waits for them.
func TestRequestsOf_Slow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	s := w.serve(graph.Streams{TakeWithin: time.Second / 4})
	castle := id("Street", w.street["Castle Row"])
	fields := strings.Builder{}
	for i := range 8 {
		for _, field := range []string{"firstName", "needName", "streetName", "sectionName", "townName", "raisedAt"} {
			fields.WriteString(" " + field + strings.Repeat("x", 400) + strconv.Itoa(i) + ": " + field)
		}
	}
	query := `subscription ($place: ID!) { requestsOf(placeId: $place) { id request {` + fields.String() + `} } }`
	lazy, _ := s.subscribe("Bo", query, vars{"place": castle}) // and never reads
	quick := s.watch("Maggie", castle, "")
	quick.wants("")
	joan := w.ask("Joan", "Castle Row")
	quick.wants("Joan")
	for range 60 {
		w.note(joan)
		quick.wants("Joan")
	}
	// What lay on the way is all that there is; then the connection is cut without the end of a stream.
	rest, err := io.ReadAll(lazy.Body)
	if err == nil {
		t.Errorf("a stream that was not read came to its end, with %d bytes", len(rest))
	}
	if n := bytes.Count(rest, []byte("event: next")); n > 40 {
		t.Errorf("%d news were kept for somebody who does not read", n)
	}
	w.note(joan)
	quick.wants("Joan")
}

// TestRequestsOf_Beats: a stream outlives the time of a whole answer, shows that it is there, and ends soon when the server stops.
func TestRequestsOf_Beats(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	s := w.serve(graph.Streams{Beat: time.Second / 20})
	r := s.watch("Bo", id("Street", w.street["Castle Row"]), "")
	r.wants("")
	for range 20 { // a second: three times as long as a whole answer may take
		if p := <-r.pieces; p.kind != "ping" {
			t.Fatalf("got %q %v with %v, want a sign of life", p.kind, p.Data, p.Errors)
		}
	}
	w.ask("Joan", "Castle Row")
	r.wants("Joan")
	patience, done := context.WithTimeout(t.Context(), 5*time.Second)
	defer done()
	w.must(s.site.Config.Shutdown(patience))
	r.ends(domain.Unavailable)
}

// TestRequestsOf_Bounded: nobody has more streams than so many, and one that is closed makes room.
func TestRequestsOf_Bounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	s := w.serve(graph.Streams{})
	castle := id("Street", w.street["Castle Row"])
	var all []*reader
	for range 10 {
		r := s.watch("Bo", castle, "")
		r.wants("")
		all = append(all, r)
	}
	s.watch("Bo", castle, "").ends(domain.TooMany)
	s.watch("Maggie", castle, "").wants("")
	all[0].hangUp()
	for deadline := time.Now().Add(20 * time.Second); ; {
		if p := s.watch("Bo", castle, "").next(); p.Errors == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("a stream that was closed makes no room")
		}
	}
}
