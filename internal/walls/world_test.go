package walls

import (
	"encoding/base64"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
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
	"waymark/web"
)

// world is two districts with all that can be done something to, at ten in the morning of Wednesday 10 June 2026:
//
//	North Wendle   Saltcombe   Old Town: Castle Row, Main Street    Hillside: Hill Road
//	               Brackle     Market Place: Mill Lane
//	South Wendle   Oldbury     Green: Green Lane
//
// Everything that a probe is about is in Castle Row, or belongs to Saltcombe.
type world struct {
	journal
	app    *app.App
	mail   *notify.Box
	door   http.Handler // the API or the pages, as they are served
	things map[string]thing
	need   map[string]domain.NeedID
	cast   []actor
	asked  int // how many requests have come, so that each comes from somewhere else
}

// thing is something that a probe can be about.
type thing struct {
	kind   string // as in its global id; "" for what is text
	id     int64
	text   string
	target domain.Target // where it stands and whose it is, as domain.May wants to know it
}

var wednesday = time.Date(2026, time.June, 10, 9, 0, 0, 0, time.UTC)

// planning leaves out what makes plans better: with so few rows more time would go into a plan than any plan saves.
const planning = " join_collapse_limit=1 from_collapse_limit=1 enable_hashjoin=off enable_mergejoin=off enable_bitmapscan=off"

const secret = "a secret of thirty-two bytes....."

// newWorld makes a world with one way in.
func newWorld(t *testing.T, by way) *world {
	t.Helper()
	dsn := pgtest.DSN(t)
	behind := pgtest.Open(t, dsn+" role=none") // has every right: it looks on, and takes back
	pgtest.Freeze(t, behind, wednesday)
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{journal: journal{t, behind}, mail: notify.NewBox(500), things: map[string]thing{}, need: map[string]domain.NeedID{}}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	w.app = app.New(pgtest.Open(t, dsn+planning), app.Options{Secret: []byte(secret), BaseURL: "https://help.example.org", Zone: zone, Sender: w.mail,
		From: "help@help.example.org", Log: log, Policy: escalation.DefaultPolicy()})
	if w.door = auth.Middleware(w.app)(graph.NewHandler(w.app, graph.Options{Log: log, Dev: true})); by == overPages {
		w.door, err = web.New(w.app, web.Options{Log: log, Zone: zone, Mail: w.kept, Try: true})
		w.must(err)
	}
	w.places()
	w.people()
	w.asks()
	w.desk()
	w.meetings()
	w.connecting()
	w.directory()
	w.devices()
	w.ideas()
	w.gaps()
	w.stories()
	w.signIns()
	w.cast = append(w.cast, w.links()...)
	w.cast = append(w.cast, w.keys()...)
	w.cast = append(w.cast, actor{name: "the public", as: domain.Public()})
	slices.SortFunc(w.cast, func(a, b actor) int { return strings.Compare(a.name, b.name) })
	w.journal = keepJournal(t, behind)
	return w
}

// kept is the mail of development.
func (w *world) kept() (out []web.DevMail) {
	for _, k := range w.mail.List() {
		out = append(out, web.DevMail{Number: k.Number, To: k.Message.To.Address, Subject: k.Message.Subject, Text: k.Message.Text})
	}
	return out
}

func (w *world) places() {
	row := func(town, section, name string, n float64) app.StreetRow {
		return app.StreetRow{Name: name, Town: town, Section: section, Mid: domain.Point{Lat: 51.25, Lon: -4 + n/1024}}
	}
	towns := map[string][]app.StreetRow{
		"North Wendle": {row("Saltcombe", "Old Town", "Castle Row", 1), row("Saltcombe", "Old Town", "Main Street", 2),
			row("Saltcombe", "Hillside", "Hill Road", 3), row("Brackle", "Market Place", "Mill Lane", 9)},
		"South Wendle": {row("Oldbury", "Green", "Green Lane", 50)},
	}
	for _, district := range []string{"North Wendle", "South Wendle"} {
		streets := towns[district]
		_, err := w.app.ImportStreets(w.Context(), domain.Clock(), app.ImportStreets{District: district, Streets: streets})
		w.must(err)
		pgtest.OpenDoors(w.T, w.db)
		for _, s := range streets {
			found, err := w.app.FindStreets(w.Context(), domain.Public(), app.FindStreets{Query: s.Name})
			w.must(err)
			in := found[0]
			spot := domain.Spot{DistrictID: in.DistrictID, TownID: in.TownID, SectionID: in.SectionID, StreetID: in.ID}
			w.add(s.Name, "Street", int64(in.ID), spot)
			spot.StreetID = 0
			w.add(s.Section, "Section", int64(in.SectionID), spot)
			spot.SectionID = 0
			w.add(s.Town, "Town", int64(in.TownID), spot)
			spot.TownID = 0
			w.add(district, "District", int64(in.DistrictID), spot)
		}
	}
	needs, err := w.app.Needs(w.Context(), domain.Public(), domain.TownID(w.things["Saltcombe"].id))
	w.must(err)
	for _, n := range needs {
		w.need[n.Code] = n.ID
	}
	w.add("dog", "Need", int64(w.need["dog"]), w.spot("North Wendle"))
}

// add notes a thing under a name that probes call it by, without spaces.
func (w *world) add(name, kind string, id int64, at domain.Spot) {
	w.note(name, thing{kind: kind, id: id, target: domain.Target{Spot: at}})
}

func (w *world) note(name string, t thing) { w.things[strings.ReplaceAll(name, " ", "")] = t }

// get finds a thing by its name.
func (w *world) get(name string) thing {
	w.Helper()
	t, ok := w.things[strings.ReplaceAll(name, " ", "")]
	if !ok {
		w.Fatalf("there is no %q in this world", name)
	}
	return t
}

func (w *world) spot(name string) domain.Spot {
	w.Helper()
	return w.get(name).target.Spot
}

// placeholder is a thing in the text of a probe: "<fresh>".
var placeholder = regexp.MustCompile(`<(\w+)>`)

// fill puts the ids of things into a text, in the way in which they are written there.
func (w *world) fill(text string, write func(thing) string) string {
	w.Helper()
	return placeholder.ReplaceAllStringFunc(text, func(found string) string { return write(w.get(found[1 : len(found)-1])) })
}

// plain writes a thing as addresses, forms and SQL have it.
func plain(t thing) string {
	if t.kind == "" {
		return t.text
	}
	return strconv.FormatInt(t.id, 10)
}

// quoted writes a thing as GraphQL has it.
func quoted(t thing) string {
	if t.kind == "" {
		return strconv.Quote(t.text)
	}
	return strconv.Quote(base64.RawURLEncoding.EncodeToString([]byte(t.kind + ":" + strconv.FormatInt(t.id, 10))))
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}
