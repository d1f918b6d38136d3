package graph_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"waymark/domain"
	"waymark/graph"
	"waymark/graph/generated"
	"waymark/internal/app"
)

// users are who runs the operations under a heading of docs/api.md; "" is the public.
var users = map[string]string{
	"The public": "", "Somebody who asked, by their link": "", "A helper, by their link": "", "A connector, by their link": "", "Somebody who is asked to be a connector, by their link": "", "Somebody with an idea, by their link": "", "A host, by their link": "",
	"Anybody who is signed in": "Bea",
	"The desk":                 "Dee", "A coordinator of a street": "Maggie", "A community builder": "Bo", "A district coordinator": "Priya",
	"An administrator": "Ada", "A safeguarding lead": "Bo", "A town's own developer": "Bo", "In a demo": "",
}

// published is one operation that docs/api.md shows.
type published struct {
	heading, query, variables string
	document                  *ast.QueryDocument
}

// readPublished reads the operations in the order of the page. Each is a block of GraphQL under a heading of the third level, with a
// block of JSON behind it when it has variables.
func readPublished(t *testing.T) (out []published) {
	t.Helper()
	text, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	part := regexp.MustCompile("(?ms)^### ([^\n]+)$|^```(graphql|json)\n(.*?)^```$")
	heading := ""
	for _, m := range part.FindAllStringSubmatch(string(text), -1) {
		switch {
		case m[1] != "":
			heading = m[1]
		case m[2] == "graphql":
			doc, err := parser.ParseQuery(&ast.Source{Input: m[3]})
			if err != nil {
				t.Fatalf("%s: %v in %s", heading, err, m[3])
			}
			out = append(out, published{heading: heading, query: m[3], document: doc})
		case len(out) > 0:
			out[len(out)-1].variables = m[3]
		}
	}
	if len(out) < 80 {
		t.Fatalf("only %d operations were found", len(out))
	}
	return out
}

// TestPublished_Fit: every operation of docs/api.md is one of the schema, and has a name of its own; and
// every field of Query and Mutation is in one of them.
func TestPublished_Fit(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	names, used := map[string]bool{}, map[string]bool{}
	for _, p := range readPublished(t) {
		for _, e := range validator.ValidateWithRules(schema, p.document, rules.NewDefaultRules()) {
			t.Errorf("%s: %v in %s", p.heading, e, p.query)
		}
		for _, op := range p.document.Operations {
			if op.Name == "" || names[op.Name] {
				t.Errorf("%s: the name %q is none, or is used twice", p.heading, op.Name)
			}
			names[op.Name] = true
			for _, s := range op.SelectionSet {
				used[string(op.Operation)+" "+s.(*ast.Field).Name] = true
			}
		}
	}
	for _, of := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, f := range of.Fields {
			if name := strings.ToLower(of.Name) + " " + f.Name; !strings.HasPrefix(f.Name, "__") && !used[name] {
				t.Errorf("docs/api.md shows no %s", name)
			}
		}
	}
}

// Every code that the API answers with is explained.
func TestPublished_Codes(t *testing.T) {
	page, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range graph.Codes() {
		if !bytes.Contains(page, []byte("`"+c.Name+"`")) {
			t.Errorf("docs/api.md does not explain the code %s", c.Name)
		}
	}
}

// TestPublished_Run runs every query and mutation of docs/api.md as the user whose heading it is under, in the order of the page. What
// stands in angle brackets is made for each anew, so that none depends on what another did. A mutation changes a row; before that it is
// refused to others, and changes none.
func TestPublished_Run(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	for _, p := range readPublished(t) {
		op := p.document.Operations[0]
		user, known := users[p.heading]
		if !known {
			t.Errorf("whoever is %q is not known to this test", p.heading)
		}
		if op.Operation == ast.Subscription || !known {
			continue
		}
		if p.heading == "In a demo" {
			w.must(w.db.Store().MarkDemo(t.Context(), 1))
		}
		v := w.filled(user, p.variables)
		before := w.rows()
		if op.Operation == ast.Mutation {
			for _, other := range others(p, user) {
				if a := w.query(other, p.query, tampered(v)); len(a.Errors) == 0 || a.Errors[0].Extensions.Code == "INTERNAL" {
					t.Errorf("%s as %q: %v %+v\n%s", op.Name, other, a.Data, a.Errors, w.log)
				}
				if w.rows() != before {
					t.Errorf("%s as %q is refused, and yet it changed something", op.Name, other)
				}
			}
		}
		if a := w.query(user, p.query, v); len(a.Errors) > 0 {
			t.Errorf("%s, %s: %+v with %v\n%s", p.heading, op.Name, a.Errors, v, w.log)
		}
		if op.Operation == ast.Mutation && w.rows() == before {
			t.Errorf("%s changed nothing", op.Name)
		}
	}
}

// others are who may not do a mutation: the public and a builder of another district, or with a link whoever has a wrong one.
func others(p published, user string) []string {
	switch {
	case strings.HasSuffix(p.heading, "by their link"):
		return []string{"", "Bo"}
	case user == "":
		return nil // it is for everybody
	case slices.Contains([]string{"SignOut", "ImportVolunteers", "BeginTheMeeting", "ImportServices", "ExportList", "AddSynonym", "AddTheme", "SaveGatheringKind", "SaveConnectorKind"}, p.document.Operations[0].Name):
		return []string{""} // whoever is signed in may do it where they are
	}
	return []string{"", "Olga"}
}

// tampered are variables in which a token opens nothing.
func tampered(v vars) vars {
	out := vars{}
	for name, value := range v {
		switch in := value.(type) {
		case map[string]any:
			value = map[string]any(tampered(in))
		case string:
			if name == "token" {
				value = in[:len(in)-2] + "xx"
			}
		}
		out[name] = value
	}
	return out
}

// rows is a hash of all that is stored.
func (w *world) rows() (hash string) {
	w.Helper()
	var query string
	w.must(w.db.SQL.QueryRowContext(w.Context(), `
		SELECT 'SELECT md5(string_agg(h, '','' ORDER BY n)) FROM (' || string_agg(
			format('SELECT %L AS n, md5(coalesce(string_agg(t::text, '','' ORDER BY t::text), '''')) AS h FROM %I t', tablename, tablename),
			' UNION ALL ') || ') all_rows'
		FROM pg_tables
		WHERE schemaname = 'public' AND tablename NOT LIKE 'bun%'`).Scan(&query))
	w.must(w.db.SQL.QueryRowContext(w.Context(), query).Scan(&hash))
	return hash
}

// filled puts real ids and tokens in the place of what stands in angle brackets; the same words stand for the same thing.
func (w *world) filled(user, text string) (v vars) {
	w.Helper()
	made := map[string]string{}
	text = regexp.MustCompile(`<[^>]+>`).ReplaceAllStringFunc(text, func(hole string) string {
		make, known := holes[hole[1:len(hole)-1]]
		if !known {
			w.Fatalf("nothing is known to stand for %s", hole)
		}
		if made[hole] == "" {
			made[hole] = make(w, user)
		}
		return made[hole]
	})
	if text != "" {
		w.must(json.Unmarshal([]byte(text), &v))
	}
	return v
}

// holes make what stands in angle brackets in docs/api.md.
var holes = map[string]func(w *world, user string) string{
	"district":        func(w *world, _ string) string { return id("District", w.actor("Bo").DistrictID) },
	"town":            func(w *world, _ string) string { return id("Town", w.town["Saltcombe"]) },
	"street":          func(w *world, _ string) string { return id("Street", w.street["Castle Row"]) },
	"another street":  func(w *world, _ string) string { return id("Street", w.street["Quay Lane"]) },
	"section":         func(w *world, _ string) string { return id("Section", w.section("Old Town")) },
	"another section": func(w *world, _ string) string { return id("Section", w.section("Hillside")) },
	"need":            func(w *world, _ string) string { return id("Need", w.need["dog"]) },

	"request":               func(w *world, _ string) string { return id("Request", w.raised().RequestID) },
	"reference":             func(w *world, _ string) string { return w.raised().Reference.String() },
	"status link":           func(w *world, _ string) string { return w.raised().StatusToken },
	"request with a helper": func(w *world, _ string) string { return id("Request", w.going(w.raised()).RequestID) },
	"status link of a visit": func(w *world, _ string) string {
		return w.going(w.raised()).StatusToken
	},
	"held request": func(w *world, _ string) string {
		r := w.raised()
		w.must(w.app.HoldRequest(w.Context(), w.actor("Bo"), app.HoldRequest{RequestID: r.RequestID, Reason: "Away", Until: wednesday.AddDate(0, 0, 2)}))
		return id("Request", r.RequestID)
	},
	"open request": func(w *world, user string) string {
		r := w.raised()
		w.must(w.app.OpenRequest(w.Context(), w.actor(user), r.RequestID))
		return id("Request", r.RequestID)
	},
	"its newest step": func(w *world, _ string) string { return id("Event", w.newest(`SELECT max(id) FROM events`)) },
	"status link of a finished visit": func(w *world, _ string) string {
		r := w.going(w.raised())
		w.must(w.app.EndRequest(w.Context(), w.actor("Bo"), app.EndRequest{RequestID: r.RequestID, Ending: domain.Helped}))
		return r.StatusToken
	},
	"badge":     func(w *world, _ string) string { token, _ := w.badge(); return token },
	"connector": func(w *world, _ string) string { _, who := w.badge(); return id("Person", who) },
	"kind":      func(w *world, _ string) string { return id("ConnectorKind", w.kind()) },
	"wish":      func(w *world, _ string) string { return id("ConnectorWish", w.wish()) },
	"question":  func(w *world, _ string) string { return w.question() },
	"own link":  func(w *world, _ string) string { return w.ownLink(w.helper()) },
	"status link of a lesson": func(w *world, _ string) string {
		r := w.going(w.raised())
		w.must(w.app.EndRequest(w.Context(), w.actor("Bo"), app.EndRequest{RequestID: r.RequestID, Ending: domain.Helped}))
		w.newest(`UPDATE requests SET need_id = $2 WHERE id = $1 RETURNING id`, r.RequestID, w.need["online"])
		return r.StatusToken
	},
	"link to a lesson": func(w *world, _ string) string {
		token := w.invitationLink()
		visit := w.ok("", `mutation ($t: String!) { answerInvitation(input: {token: $t, answer: YES}) { visitToken } }`, vars{"t": token}).at("answerInvitation.visitToken")
		w.newest(`UPDATE requests SET need_id = $1 WHERE id = (SELECT max(id) FROM requests) RETURNING id`, w.need["online"])
		w.newest(`UPDATE invitations SET visit_at = $1 WHERE id = (SELECT max(id) FROM invitations) RETURNING id`, wednesday.AddDate(0, 0, -1))
		return visit
	},
	"offer of help": func(w *world, _ string) string {
		w.must(w.app.Offer(w.Context(), domain.Public(), app.Offer{Words: "I bake.", FirstName: w.fresh("Ivy"), Phone: "01632 960100", TownID: w.town["Saltcombe"]}))
		return id("HelpOffer", w.newest(`SELECT max(id) FROM offers`))
	},
	"day of a meeting": func(w *world, _ string) string {
		w.newest(`INSERT INTO meetings (district_id, held_on, began_at, began_by, since, asked, helped, waiting, not_found, vacant)
			SELECT id, '2026-06-08', '2026-06-08 08:30Z', $1, '2026-06-07 08:30Z', 1, 1, 0, 0, 0 FROM districts WHERE name = 'North Wendle'
			ON CONFLICT (district_id, held_on) DO UPDATE SET asked = 2 RETURNING 1`, w.who["Priya"])
		return "2026-06-08"
	},
	"long work": func(w *world, _ string) string {
		return id("LongWork", w.newest(`INSERT INTO works (district_id, kind, name, same, begun_at, state, again, server, lease, started_at, keep_until)
			SELECT id, 'import_streets', 'streets.csv', decode(md5(random()::text), 'hex'), '2026-06-10 08:00Z', 'running', false, 'elsewhere', '2100-01-01', now(), '2100-01-01'
			FROM districts WHERE name = 'North Wendle' RETURNING id`))
	},
	"finished request": func(w *world, _ string) string {
		r := w.going(w.raised())
		w.must(w.app.EndRequest(w.Context(), w.actor("Bo"), app.EndRequest{RequestID: r.RequestID, Ending: domain.Helped}))
		return id("Request", r.RequestID)
	},
	"status link of a regular request": func(w *world, _ string) string { return w.going(w.again()).StatusToken },
	"regular request":                  func(w *world, _ string) string { return id("Request", w.going(w.again()).RequestID) },

	"service": func(w *world, _ string) string { return id("Service", w.service().ID) },
	"report": func(w *world, _ string) string {
		w.must(w.app.ReportService(w.Context(), domain.Public(), app.ReportService{ServiceID: w.service().ID, Words: "It has moved."}))
		return id("ServiceReport", domain.ReportID(w.newest(`SELECT max(id) FROM service_reports`)))
	},
	"synonym": func(w *world, _ string) string {
		w.must(w.app.AddSynonym(w.Context(), w.actor("Bo"), app.AddSynonym{Said: "knit", Means: "craft"}))
		return id("Synonym", domain.SynonymID(w.newest(`SELECT max(id) FROM synonyms WHERE district_id = $1`, w.actor("Bo").DistrictID)))
	},
	"theme": func(w *world, _ string) string {
		t, err := w.app.AddTheme(w.Context(), w.actor("Priya"), app.AddTheme{Name: w.fresh("Music")})
		w.must(err)
		return id("Theme", t.ID)
	},

	"person":    func(w *world, _ string) string { return id("Person", w.person(w.fresh("Pat"), "Castle Row", nil)) },
	"volunteer": func(w *world, _ string) string { return id("Person", w.helper()) },
	"new volunteer": func(w *world, _ string) string {
		return id("Person", w.person(w.fresh("Nia"), "Castle Row", &app.VolunteerDetails{}))
	},
	"desk helper": func(w *world, _ string) string { person, _ := w.onDesk(); return id("Person", person) },
	"role":        func(w *world, _ string) string { _, role := w.onDesk(); return id("Role", role) },
	"turn": func(w *world, _ string) string {
		who, _ := w.onDesk()
		turn, err := w.app.AddShift(w.Context(), w.actor("Bo"), app.AddShift{TownID: w.town["Saltcombe"], PersonID: who,
			StartsAt: wednesday.AddDate(0, 0, 1), EndsAt: wednesday.AddDate(0, 0, 1).Add(3 * time.Hour)})
		w.must(err)
		return id("DeskShift", turn)
	},
	"myself": func(w *world, user string) string { return id("Person", w.who[user]) },
	"key": func(w *world, _ string) string {
		made := w.ok("Ada", `mutation ($t: ID!) {
			createApiKey(input: {name: "A board", scope: [SEE_PLACES], townId: $t, expiresAt: "2026-12-31T00:00:00Z"}) { key { id } }
		}`, vars{"t": id("Town", w.town["Saltcombe"])})
		return made.at("createApiKey.key.id")
	},
	"action": func(w *world, _ string) string {
		who, _ := w.onDesk()
		said, err := w.app.RecordAction(w.Context(), w.actor("Priya"), app.RecordAction{Words: "Ring the club", OwnerID: who})
		w.must(err)
		return id("MeetingAction", said.ID)
	},
	"offer to me": func(w *world, user string) string {
		o, err := w.app.OfferStreet(w.Context(), w.actor("Bo"), app.OfferStreet{StreetID: w.street["Quay Lane"], PersonID: w.who[user], Kind: domain.Reserve})
		w.must(err)
		return id("StreetOffer", int64(o))
	},
	"word to me": func(w *world, user string) string {
		_, from := w.coordinates()
		_, err := w.app.HandStreets(w.Context(), domain.Clock(), app.HandStreets{From: from, To: w.who[user], Words: "The back gate sticks."})
		w.must(err)
		return id("Handing", w.newest(`SELECT max(id) FROM handings`))
	},
	"coordinator":       func(w *world, _ string) string { _, who := w.coordinates(); return id("Person", who) },
	"time away of mine": func(w *world, user string) string { return w.away(w.who[user]) },
	"time away":         func(w *world, _ string) string { return w.away(w.helper()) },
	"other sign-in": func(w *world, user string) string {
		w.signIn(user)
		all := w.ok(user, `{ sessions { totalCount edges { node { id } } } }`, nil)
		return all.at("sessions.edges.1.node.id")
	},
	"sign-in link": func(w *world, _ string) string {
		url, err := w.app.MintSignInLink(w.Context(), domain.Clock(), "bo@example.org")
		w.must(err)
		return url[strings.LastIndex(url, "/")+1:]
	},
	"sign-in address": func(*world, string) string { return "priya@example.org" },
	"sign-in code": func(w *world, _ string) string {
		w.must(w.app.RequestSignIn(w.Context(), domain.Public(), app.RequestSignIn{Email: "priya@example.org"}))
		w.deliver("sign-in", "priya@")
		return w.code("priya@")
	},
	"invitation link": func(w *world, _ string) string { return w.invitationLink() },
	"visit link": func(w *world, _ string) string {
		token := w.invitationLink()
		return w.ok("", `mutation ($t: String!) { answerInvitation(input: {token: $t, answer: YES}) { visitToken } }`, vars{"t": token}).at("answerInvitation.visitToken")
	},
	"gap":               func(w *world, _ string) string { return id("Gap", w.gap()) },
	"other gap":         func(w *world, _ string) string { return id("Gap", w.otherGap()) },
	"idea":              func(w *world, _ string) string { return id("Idea", w.idea("")) },
	"open idea":         func(w *world, _ string) string { return id("Idea", w.idea(domain.IdeaLooking)) },
	"idea with meeting": func(w *world, _ string) string { return id("Idea", w.idea(domain.IdeaMeeting)) },
	"link to an idea":   func(w *world, _ string) string { return w.ideaLink() },
	"device":            func(w *world, _ string) string { return id("Device", w.device()) },
	"lent device":       func(w *world, _ string) string { return id("Device", w.lentDevice()) },
	"session":           func(w *world, _ string) string { return id("Gathering", w.bench()) },
	"hosted session":    func(w *world, _ string) string { g, _ := w.cafe(); return id("Gathering", g) },
	"host link":         func(w *world, _ string) string { return w.hostLink() },
	"table card":        func(w *world, _ string) string { return w.tableLink() },
	"another host":      func(w *world, _ string) string { _, who := w.badge(); return id("Person", who) },
	"issue": func(w *world, _ string) string {
		g, host := w.cafe()
		as := domain.Actor{Kind: domain.BearerActor, DistrictID: w.actor("Bo").DistrictID, PersonID: host, Purpose: domain.ForHost}
		i, err := w.app.RaiseIssue(w.Context(), as, app.RaiseIssue{GatheringID: g, Day: time.Date(2026, time.June, 10, 0, 0, 0, 0, time.UTC), Words: "The bus comes too early."})
		w.must(err)
		return id("Issue", i)
	},
	"device to wipe": func(w *world, _ string) string {
		d := w.lentDevice()
		_, err := w.app.TakeDeviceBack(w.Context(), w.actor("Bo"), app.TakeDeviceBack{DeviceID: d, Condition: domain.Good})
		w.must(err)
		return id("Device", d)
	},
	"lost device": func(w *world, _ string) string {
		d := w.lentDevice()
		_, err := w.app.TakeDeviceBack(w.Context(), w.actor("Bo"), app.TakeDeviceBack{DeviceID: d, Lost: true})
		w.must(err)
		return id("Device", d)
	},
	"task": func(w *world, _ string) string {
		w.raisedFor(app.RaiseRequest{Phone: "01632 960166", SafeToRing: true, Preferred: domain.ByCall})
		_, err := w.app.DeliverOutbox(w.Context(), domain.Clock())
		w.must(err)
		return id("Task", w.newest(`SELECT coalesce(max(id), 0) FROM tasks WHERE state = 'open'`))
	},
}

// fresh is a first name that nobody has yet.
func (w *world) fresh(name string) string { return name + strconv.Itoa(len(w.who)) }

// service is a fresh service of Saltcombe, added by its builder.
func (w *world) service() domain.Service {
	w.Helper()
	s, err := w.app.AddService(w.Context(), w.actor("Bo"), app.AddService{TownID: w.town["Saltcombe"], Organization: "Saltcombe Together", Themes: []string{"active"},
		Name: "Chair yoga " + strconv.FormatInt(w.newest(`SELECT count(*) FROM services`), 10), Places: []app.ServicePlace{{Name: "Orchard Hall"}}, Times: []string{"Monday 10:00"}, Costs: []string{"free"}})
	w.must(err)
	return s
}

// raised is a fresh ask of the public in Castle Row.
func (w *world) raised() app.Raised {
	return w.raisedFor(app.RaiseRequest{Address: "1", Email: "asks" + strconv.FormatInt(w.newest(`SELECT count(*) FROM requests`), 10) + "@example.org", SafeToWrite: true})
}

func (w *world) raisedFor(cmd app.RaiseRequest) app.Raised {
	w.Helper()
	cmd.FirstName, cmd.StreetID, cmd.NeedID, cmd.AgreedShare = w.fresh("Joan"), w.street["Castle Row"], w.need["dog"], true
	raised, err := w.app.RaiseRequest(w.Context(), domain.Public(), cmd)
	w.must(err)
	return raised
}

// again is the first visit of a fresh ask that comes each Friday.
func (w *world) again() app.Raised {
	return w.raisedFor(app.RaiseRequest{Phone: "01632 960167", SafeToRing: true, Repeat: &app.Repeat{Weekday: 5, Starts: "10:00"}})
}

// going gives an ask a fresh helper, who is going.
func (w *world) going(r app.Raised) app.Raised {
	w.Helper()
	w.must(w.app.AssignHelper(w.Context(), w.actor("Bo"), app.AssignHelper{RequestID: r.RequestID, PersonID: w.helper()}))
	return r
}

// helper is a fresh volunteer of Castle Row whom Bo has met.
func (w *world) helper() domain.PersonID {
	name := w.fresh("Vol")
	w.volunteer(name, "Castle Row")
	return w.who[name]
}

// onDesk is a fresh person on the desk of Saltcombe, and their role.
func (w *world) onDesk() (domain.PersonID, domain.RoleID) {
	w.Helper()
	who := w.person(w.fresh("Dot"), "Quay Lane", nil)
	role, err := w.app.GrantRole(w.Context(), domain.Clock(), app.GrantRole{PersonID: who, Kind: domain.DeskHelper, TownID: w.town["Saltcombe"]})
	w.must(err)
	return who, role
}

// coordinates is a fresh street of Saltcombe, and a fresh person who looks after it.
func (w *world) coordinates() (street int64, who domain.PersonID) {
	w.Helper()
	name := w.fresh("Fresh Lane ")
	street = w.newest(`INSERT INTO streets (district_id, town_id, section_id, name, name_key, search_key)
		SELECT district_id, town_id, section_id, $1, $1, lower($1) FROM streets WHERE name = 'Castle Row' RETURNING id`, name)
	who = w.helper()
	_, err := w.app.GrantRole(w.Context(), domain.Clock(), app.GrantRole{PersonID: who, Kind: domain.Coordinator, StreetID: domain.StreetID(street)})
	w.must(err)
	return street, who
}

// away is a fresh time away of somebody.
func (w *world) away(who domain.PersonID) string {
	w.Helper()
	back := wednesday.AddDate(0, 0, 7)
	_, err := w.app.AddAbsence(w.Context(), domain.Clock(), app.AddAbsence{PersonID: who, Kind: "holiday", To: &back})
	w.must(err)
	return id("Absence", w.newest(`SELECT max(id) FROM absences`))
}

// invitationLink is the token of a "Can you help?" that has arrived.
func (w *world) invitationLink() string {
	w.Helper()
	helper := w.helper()
	w.must(w.app.AskHelper(w.Context(), w.actor("Bo"), app.AskHelper{RequestID: w.raised().RequestID, PersonID: helper}))
	for name, who := range w.who {
		if who == helper {
			return w.deliver("can-you-help", strings.ToLower(name)+"@")
		}
	}
	w.Fatal("nobody was asked")
	return ""
}

// ownLink is the token of a link to the page of a volunteer.
func (w *world) ownLink(who domain.PersonID) string {
	return domain.Seal([]byte("a secret of thirty-two bytes....."), domain.Claim{Purpose: domain.ForVolunteer, DistrictID: w.actor("Bo").DistrictID,
		PersonID: who, Expires: wednesday.AddDate(0, 1, 0)})
}

// code is the six figures in the newest message to somebody.
func (w *world) code(to string) string {
	w.Helper()
	for _, kept := range w.mail.List() {
		if figures := regexp.MustCompile(`\b\d{3} ?\d{3}\b`).FindString(kept.Message.Text); figures != "" && strings.HasPrefix(kept.Message.To.Address, to) {
			return figures
		}
	}
	w.Fatalf("no message to %s has a code", to)
	return ""
}

// section is a section of Saltcombe, made when there is none of that name and it has not been renamed.
func (w *world) section(name string) int64 {
	w.Helper()
	known := w.newest(`SELECT coalesce(max(id), 0) FROM sections WHERE name = $1`, name)
	if known != 0 {
		return known
	}
	return w.newest(`INSERT INTO sections (district_id, town_id, name) SELECT district_id, id, $1 FROM towns WHERE name = 'Saltcombe' RETURNING id`, name)
}

// newest reads one number.
func (w *world) newest(query string, args ...any) (n int64) {
	w.Helper()
	w.must(w.db.SQL.QueryRowContext(w.Context(), query, args...).Scan(&n))
	return n
}

// TestHoles: nothing is made that no operation asks for.
func TestHoles(t *testing.T) {
	t.Parallel()
	all := ""
	for _, p := range readPublished(t) {
		all += p.variables
	}
	for _, hole := range slices.Sorted(maps.Keys(holes)) {
		if !strings.Contains(all, "<"+hole+">") {
			t.Errorf("nobody asks for <%s>", hole)
		}
	}
}
