package graph_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/graph"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// world is two small districts, made by the use cases, at ten in the morning of Wednesday 10 June 2026:
//
//	North Wendle   Saltcombe: Castle Row, Main Street, Quay Lane    Brackle: Mill Lane
//	South Wendle   Oldbury: Green Lane
//
// Bo is the builder of Saltcombe, Cal takes its calls, Maggie looks after Castle Row, Ada is the administrator, Bea the builder of
// Brackle; Hana and Tom help. Olga is the builder of Oldbury, and has nothing to do with the rest.
type world struct {
	*testing.T
	known
	db      *postgres.DB
	app     *app.App
	mail    *notify.Box
	log     *bytes.Buffer
	api     http.Handler
	counter *postgres.Counter // of the last query, without the sign-in
}

// known are the ids of what is in a world, and the sessions of those who are signed in.
type known struct {
	town    map[string]domain.TownID
	street  map[string]domain.StreetID
	who     map[string]domain.PersonID
	session map[string]string
	need    map[string]domain.NeedID // of North Wendle, by code
}

// clone is for one test, which adds to it.
func (k known) clone() known {
	return known{maps.Clone(k.town), maps.Clone(k.street), maps.Clone(k.who), maps.Clone(k.session), maps.Clone(k.need)}
}

// worlds holds the world as it begins.
var worlds pgtest.Filled[known]

var wednesday = time.Date(2026, time.June, 10, 9, 0, 0, 0, time.UTC)

// newWorld makes a world whose API runs as it does for everybody, or as it does in development.
func newWorld(t *testing.T, dev bool) *world {
	t.Helper()
	db, k := worlds.New(t, "", func(db, _ *postgres.DB) known {
		pgtest.Freeze(t, db, wednesday)
		w := worldOn(t, db, known{map[string]domain.TownID{}, map[string]domain.StreetID{}, map[string]domain.PersonID{}, map[string]string{},
			map[string]domain.NeedID{}})
		w.places()
		w.people()
		return w.known
	})
	w := worldOn(t, db, k.clone())
	api := graph.NewHandler(w.app, graph.Options{Dev: dev, Log: slog.New(slog.NewTextHandler(w.log, nil))})
	w.api = auth.Middleware(w.app)(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		var ctx context.Context
		ctx, w.counter = postgres.CountStatements(r.Context())
		api.ServeHTTP(rw, r.WithContext(ctx))
	}))
	return w
}

// worldOn is a world on a database, without its API.
func worldOn(t *testing.T, db *postgres.DB, k known) *world {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, known: k, db: db, mail: notify.NewBox(100), log: &bytes.Buffer{}}
	w.app = app.New(db, app.Options{
		Secret: []byte("a secret of thirty-two bytes....."), BaseURL: "https://help.example.org", Zone: zone, Sender: w.mail,
		From: "help@help.example.org", Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Policy: escalation.DefaultPolicy(),
	})
	return w
}

func (w *world) places() {
	row := func(name, town, section string, n float64) app.StreetRow {
		return app.StreetRow{Name: name, Town: town, Section: section, Mid: domain.Point{Lat: 51.25, Lon: -4 + n/1024}}
	}
	for district, streets := range map[string][]app.StreetRow{
		"North Wendle": {
			row("Castle Row", "Saltcombe", "Old Town", 1), row("Main Street", "Saltcombe", "Old Town", 2),
			row("Quay Lane", "Saltcombe", "Old Town", 3), row("Mill Lane", "Brackle", "Market Place", 9),
		},
		"South Wendle": {row("Green Lane", "Oldbury", "Green", 50)},
	} {
		_, err := w.app.ImportStreets(w.Context(), domain.Clock(), app.ImportStreets{District: district, Streets: streets})
		w.must(err)
		for _, s := range streets {
			found, err := w.app.FindStreets(w.Context(), domain.Public(), app.FindStreets{Query: s.Name})
			w.must(err)
			w.street[s.Name], w.town[s.Town] = found[0].ID, found[0].TownID
		}
	}
	pgtest.OpenDoors(w.T, w.db)
	needs, err := w.app.Needs(w.Context(), domain.Public(), w.town["Saltcombe"])
	w.must(err)
	for _, n := range needs {
		w.need[n.Code] = n.ID
	}
}

func (w *world) people() {
	for _, p := range []struct {
		name, street string
		kind         domain.RoleKind
		town         string // "": the whole district, or the street of a coordinator
	}{
		{"Ada", "Main Street", domain.Administrator, ""},
		{"Priya", "Main Street", domain.DistrictCoordinator, ""},
		{"Bo", "Quay Lane", domain.Builder, "Saltcombe"},
		{"Dee", "Quay Lane", domain.DeskHelper, "Saltcombe"},
		{"Cal", "Main Street", domain.CallTaker, "Saltcombe"},
		{"Maggie", "Castle Row", domain.Coordinator, ""},
		{"Bea", "Mill Lane", domain.Builder, "Brackle"},
		{"Olga", "Green Lane", domain.Builder, "Oldbury"},
		{"Otto", "Green Lane", domain.DistrictCoordinator, ""},
	} {
		role := app.GrantRole{PersonID: w.person(p.name, p.street, nil), Kind: p.kind, TownID: w.town[p.town]}
		if p.kind == domain.Coordinator {
			role.StreetID = w.street[p.street]
		}
		_, err := w.app.GrantRole(w.Context(), domain.Clock(), role)
		w.must(err)
		w.signIn(p.name)
	}
	lead, open := w.who["Bo"], true
	w.must(w.app.ChangeTown(w.Context(), domain.Clock(), app.ChangeTown{TownID: w.town["Saltcombe"], SafeguardingLeadID: &lead, Open: &open}))
	w.volunteer("Hana", "Castle Row")
	w.volunteer("Tom", "Main Street")
}

func (w *world) person(first, street string, helps *app.VolunteerDetails) domain.PersonID {
	w.Helper()
	id, err := w.app.AddPerson(w.Context(), domain.Clock(), app.AddPerson{
		FirstName: first, LastName: "Tester", Phone: "01632 960142", Email: strings.ToLower(first) + "@example.org", Address: "1 " + first + " House",
		StreetID: w.street[street], SafeToRing: true, SafeToWrite: true, HowTold: "in_person", Volunteer: helps,
	})
	w.must(err)
	w.who[first] = id
	return id
}

// volunteer adds somebody who may be asked for anything that takes no check, at any time.
func (w *world) volunteer(first, street string) {
	w.Helper()
	reach, any, often := domain.AtTown, domain.AnyTime, 10
	skills := []string{"dogs", "errands", "gardening"}
	id := w.person(first, street, &app.VolunteerDetails{
		Reach: &reach, Skills: &skills, Availability: &any, CapacityWeek: &often, BudgetWeek: &often, BudgetDay: &often, Agreed: true,
	})
	w.must(w.app.MeetVolunteer(w.Context(), w.actor("Bo"), app.MeetVolunteer{PersonID: id, References: 2}))
}

func (w *world) signIn(name string) {
	w.Helper()
	url, err := w.app.MintSignInLink(w.Context(), domain.Clock(), strconv.FormatInt(int64(w.who[name]), 10))
	w.must(err)
	session, err := w.app.UseSignInLink(w.Context(), domain.Public(), url[strings.LastIndex(url, "/")+1:])
	w.must(err)
	w.session[name] = session.Token
}

func (w *world) actor(name string) domain.Actor {
	w.Helper()
	actor, _, err := w.app.SessionActor(w.Context(), domain.Public(), w.session[name])
	w.must(err)
	return actor
}

// ask raises a request in a street of Saltcombe by its use case, and returns its global id.
func (w *world) ask(first, street string) string {
	w.Helper()
	raised, err := w.app.RaiseRequest(w.Context(), domain.Public(), app.RaiseRequest{
		FirstName: first, LastName: "Asker", Phone: "01632 960155", Email: strings.ToLower(first) + "@asks.example.org", SafeToRing: true,
		SafeToWrite: true, StreetID: w.street[street], NeedID: w.need["dog"], Notes: "A small brown dog.", MustKnow: "He bites.", AgreedShare: true,
	})
	w.must(err)
	return id("Request", raised.RequestID)
}

// deliver sends what waits, and returns the last part of the newest link to a page in a message to somebody.
func (w *world) deliver(page, to string) string {
	w.Helper()
	_, err := w.app.DeliverOutbox(w.Context(), domain.Clock())
	w.must(err)
	for _, kept := range w.mail.List() {
		for _, link := range kept.Links() {
			if at := strings.Index(link.URL, "/"+page+"/"); at >= 0 && strings.HasPrefix(kept.Message.To.Address, to) {
				token, _, _ := strings.Cut(link.URL[at+len(page)+2:], "?")
				return token
			}
		}
	}
	w.Fatalf("no message to %s has a link to %s", to, page)
	return ""
}

// id is a global id, written out here once more so that a change of its form is noticed.
func id[T ~int64](kind string, n T) string {
	return base64.RawURLEncoding.EncodeToString([]byte(kind + ":" + strconv.FormatInt(int64(n), 10)))
}

// decode is what a global id says, or "".
func decode(id string) string {
	text, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil {
		return ""
	}
	return string(text)
}

func itoa(n int) string { return strconv.Itoa(n) }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// vars are the variables of a query.
type vars map[string]any

// answer is what the API answers.
type answer struct {
	*testing.T
	Status int
	Data   any
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct{ Code, Field string }
	}
}

// query sends a query as somebody: "" is the public.
func (w *world) query(as, query string, v vars) answer {
	w.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": v})
	w.must(err)
	r := httptest.NewRequestWithContext(w.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if as != "" {
		if w.session[as] == "" {
			w.Fatalf("%s is not signed in", as)
		}
		r.Header.Set("Authorization", "Bearer "+w.session[as])
	}
	return w.send(r)
}

func (w *world) send(r *http.Request) answer {
	w.Helper()
	rw := httptest.NewRecorder()
	w.api.ServeHTTP(rw, r)
	a := answer{T: w.T, Status: rw.Code}
	w.must(json.Unmarshal(rw.Body.Bytes(), &a))
	return a
}

// ok asks as somebody and fails on any error.
func (w *world) ok(as, query string, v vars) answer {
	w.Helper()
	a := w.query(as, query, v)
	for _, e := range a.Errors {
		w.Errorf("%v: %s %+v", e.Path, e.Message, e.Extensions)
	}
	if a.Errors != nil {
		w.Fatalf("as %q, a query failed: %s\n%s", as, query, w.log)
	}
	return a
}

// refused checks that a query is refused with a code, and that nothing comes with it.
func (w *world) refused(as, query string, v vars, code domain.Kind) answer {
	w.Helper()
	a := w.query(as, query, v)
	if len(a.Errors) == 0 || a.Errors[0].Extensions.Code != string(code) {
		w.Errorf("as %q: got %v with the errors %+v, want the code %s: %s", as, a.Data, a.Errors, code, query)
	}
	if a.Data != nil {
		for field, value := range a.Data.(map[string]any) {
			if value != nil {
				w.Errorf("as %q: refused, and yet %s is %v", as, field, value)
			}
		}
	}
	return a
}

// at finds a value in an answer by a path like "requests.edges.0.node.id". Text is as it is, anything else as JSON.
func (a answer) at(path string) string {
	a.Helper()
	v := a.Data
	for part := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[part]
		case []any:
			n, err := strconv.Atoi(part)
			if err != nil || n >= len(in) {
				a.Fatalf("%s: no %s in a list of %d", path, part, len(in))
			}
			v = in[n]
		}
	}
	if text, ok := v.(string); ok {
		return text
	}
	text, err := json.Marshal(v)
	if err != nil {
		a.Fatal(err)
	}
	return string(text)
}

// want compares values in an answer.
func (a answer) want(values map[string]string) {
	a.Helper()
	for path, want := range values {
		if got := a.at(path); got != want {
			a.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}
