package app

import (
	"errors"
	"log/slog"
	"maps"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// world is a small district in a database of its own, at ten in the morning of Wednesday 10 June 2026:
//
//	North Wendle
//	  Saltcombe   Old Town: Castle Row, Main Street, Quay Lane    Hillside: Hill Road, Saint Mary's Close
//	  Brackle     Market Place: Main Street, Mill Lane
//
// Priya is the district coordinator and Ada the administrator. Saltcombe is open, with Sam as its safeguarding lead, Bo as
// builder, Dee on the desk and Cal taking calls; Maggie looks after Castle Row, and Ravi stands in.
type world struct {
	*testing.T
	known
	db     *postgres.DB
	behind *postgres.DB // the same database, with every right
	app    *App
	mail   *notify.Box

	auditSeen int64 // the last row of the audit that a test has looked at
}

// known are the ids of what is in a world.
type known struct {
	district domain.DistrictID
	town     map[string]domain.TownID
	section  map[string]domain.SectionID
	street   map[string]domain.StreetID // of Brackle: "Brackle Main Street", "Mill Lane"
	need     map[string]domain.NeedID   // the district's, by code
	who      map[string]domain.PersonID // by first name
}

// clone is for one test, which adds to it.
func (k known) clone() known {
	return known{k.district, maps.Clone(k.town), maps.Clone(k.section), maps.Clone(k.street), maps.Clone(k.need), maps.Clone(k.who)}
}

// worlds holds the world as it begins.
var worlds pgtest.Filled[known]

// wednesday is when every world begins.
var wednesday = time.Date(2026, time.June, 10, 9, 0, 0, 0, time.UTC)

func newWorld(t *testing.T) *world {
	t.Helper()
	db, k := worlds.New(t, "", func(db, owner *postgres.DB) known {
		pgtest.Freeze(t, db, wednesday)
		w := &world{T: t, db: db, behind: owner, known: known{town: map[string]domain.TownID{}, section: map[string]domain.SectionID{},
			street: map[string]domain.StreetID{}, need: map[string]domain.NeedID{}, who: map[string]domain.PersonID{}}}
		w.places()
		w.people()
		return w.known
	})
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, db: db, behind: pgtest.Owner(t, db), mail: notify.NewBox(500), known: k.clone()}
	w.app = New(db, Options{
		Secret: []byte("a secret of thirty-two bytes....."), BaseURL: "https://help.example.org", Zone: zone,
		Sender: w.mail, From: "help@example.org", Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Policy: escalation.DefaultPolicy(),
	})
	return w
}

func (w *world) places() {
	w.district = domain.DistrictID(w.insert(`INSERT INTO districts (name, phone) VALUES ('North Wendle', '01632 960000') RETURNING id`))
	for _, name := range []string{"Saltcombe", "Brackle"} {
		w.town[name] = domain.TownID(w.insert(`INSERT INTO towns (district_id, name) VALUES ($1, $2) RETURNING id`, w.district, name))
	}
	w.addSection("Saltcombe", "Old Town", "Castle Row", "Main Street", "Quay Lane")
	w.addSection("Saltcombe", "Hillside", "Hill Road", "Saint Mary's Close")
	w.addSection("Brackle", "Market Place", "Main Street", "Mill Lane")
	needs := domain.DefaultNeeds()
	for i := range needs {
		needs[i].DistrictID = w.district
		if needs[i].Skills == nil {
			needs[i].Skills = []string{}
		}
	}
	w.must(w.db.Store().AddNeeds(w.Context(), needs))
	for _, n := range needs {
		w.need[n.Code] = n.ID
	}
	themes := domain.DefaultThemes()
	for i := range themes {
		themes[i].DistrictID = w.district
	}
	w.must(w.db.Store().AddThemes(w.Context(), themes))
	kinds := domain.DefaultConnectorKinds()
	for i := range kinds {
		kinds[i].DistrictID = w.district
	}
	w.must(w.db.Store().SaveConnectorKinds(w.Context(), kinds))
	w.must(w.db.Store().SaveGatheringKinds(w.Context(), domain.DefaultGatheringKinds(w.district)...))
}

// addSection makes a neighbourhood and its streets, 100 m apart. A street whose name is taken is known by its town's name too.
func (w *world) addSection(town, name string, streets ...string) {
	section := domain.SectionID(w.insert(`INSERT INTO sections (district_id, town_id, name) VALUES ($1, $2, $3) RETURNING id`,
		w.district, w.town[town], name))
	w.section[name] = section
	for _, s := range streets {
		x := 100 * len(w.street)
		id := w.insert(`
			INSERT INTO streets (district_id, town_id, section_id, name, name_key, search_key, lat, lon, x)
			VALUES ($1, $2, $3, $4, $5, $6, 51.2, -4.1, $7)
			RETURNING id`, w.district, w.town[town], section, s, domain.StreetKey(s), domain.SearchKey(s), x)
		if w.street[s] != 0 {
			s = town + " " + s
		}
		w.street[s] = domain.StreetID(id)
	}
}

func (w *world) people() {
	w.addRole(w.person("Priya", "Hill Road"), domain.DistrictCoordinator, domain.Spot{})
	w.addRole(w.person("Ada", "Hill Road"), domain.Administrator, domain.Spot{})
	saltcombe := domain.Spot{TownID: w.town["Saltcombe"]}
	w.addRole(w.person("Sam", "Quay Lane"), domain.SafeguardingLead, saltcombe)
	w.addRole(w.person("Bo", "Quay Lane"), domain.Builder, saltcombe)
	w.addRole(w.person("Dee", "Main Street"), domain.DeskHelper, saltcombe)
	w.addRole(w.person("Cal", "Main Street"), domain.CallTaker, saltcombe)
	castleRow := domain.Spot{StreetID: w.street["Castle Row"]}
	w.addRole(w.person("Maggie", "Castle Row"), domain.Coordinator, castleRow)
	w.addRole(w.person("Ravi", "Castle Row"), domain.Reserve, castleRow)
	w.exec(`UPDATE towns SET opened_at = $1, safeguarding_lead_id = $2 WHERE id = $3`, wednesday.AddDate(-1, 0, 0), w.who["Sam"], saltcombe.TownID)
}

// person adds somebody who lives in a street ("" for nowhere known) and can be reached by e-mail.
func (w *world) person(first, street string) domain.PersonID {
	w.Helper()
	p := domain.Person{
		DistrictID: w.district, FirstName: first, LastName: "Tester", Email: first + "@example.org", Phone: "+441632960142",
		Address: "1 " + first + " House", Languages: []string{}, Preferred: domain.ByEmail, SafeToRing: true, SafeToWrite: true,
		LawfulBasis: "legitimate_interests", StreetID: w.street[street], CreatedAt: wednesday,
	}
	if street != "" {
		spot, err := w.db.Store().StreetSpot(w.Context(), p.StreetID)
		w.must(err)
		p.TownID = spot.TownID
	}
	w.must(w.db.Store().AddPerson(w.Context(), &p))
	w.who[first] = p.ID
	return p.ID
}

// volunteer adds somebody who has been met, has all skills and checks, and may be asked at any time.
func (w *world) volunteer(first, street string) domain.PersonID {
	w.Helper()
	id := w.person(first, street)
	w.exec(`
		INSERT INTO volunteers (district_id, person_id, reach, skills, availability, short_notice, capacity, budget_week, budget_day,
			standing, met_by, met_on, began_at)
		SELECT $1, $2, 3, array_agg(code), $3, true, 5, 10, 5, 'met', $4, ($5::timestamptz)::date, $5::timestamptz FROM skills`,
		w.district, id, domain.AnyTime, w.who["Priya"], wednesday.AddDate(0, -1, 0))
	w.exec(`INSERT INTO checks (district_id, person_id, level, seen_on, seen_by) VALUES ($1, $2, 'enhanced_barred', $3, $4)`,
		w.district, id, wednesday.AddDate(0, -1, 0), w.who["Priya"])
	return id
}

// addRole gives somebody a role from yesterday on, without an end.
func (w *world) addRole(id domain.PersonID, kind domain.RoleKind, place domain.Spot) domain.RoleID {
	w.Helper()
	return domain.RoleID(w.insert(`
		INSERT INTO roles (district_id, person_id, kind, town_id, section_id, street_id, begins_on)
		VALUES ($1, $2, $3, nullif($4::bigint, 0), nullif($5::bigint, 0), nullif($6::bigint, 0), $7)
		RETURNING id`, w.district, id, kind, place.TownID, place.SectionID, place.StreetID, wednesday.AddDate(0, 0, -1)))
}

// as is somebody signed in, with the roles that they hold today.
func (w *world) as(first string) domain.Actor {
	w.Helper()
	id := w.who[first]
	if id == 0 {
		w.Fatalf("nobody here is called %s", first)
	}
	roles, err := w.db.Store().RolesHeld(w.Context(), id, dateOf(w.now(), w.app.zone))
	w.must(err)
	return domain.Actor{Kind: domain.PersonActor, DistrictID: w.district, PersonID: id, Roles: roles}
}

// ask raises a request for somebody in a street, let out already, and returns it.
func (w *world) ask(first, street, need string) domain.Request {
	w.Helper()
	raised, err := w.app.RaiseRequest(w.Context(), domain.Public(), RaiseRequest{
		FirstName: first, Phone: "01632 960155", Email: first + ".asks@example.org", StreetID: w.street[street], NeedID: w.need[need],
		SafeToRing: true, SafeToWrite: true, AgreedShare: true,
	})
	w.must(err)
	w.must(w.app.ApproveRequest(w.Context(), domain.Clock(), raised.RequestID))
	return w.request(raised.RequestID)
}

// invite puts a request to a volunteer by a message that has arrived.
func (w *world) invite(r domain.Request, helper domain.PersonID) domain.Invitation {
	w.Helper()
	now := w.now()
	ends, visit := now.Add(24*time.Hour), now.Add(26*time.Hour)
	i := domain.Invitation{
		DistrictID: w.district, RequestID: r.ID, PersonID: helper, Kind: domain.ByCoordinator, AskedBy: r.OwnerID, Overrides: []string{},
		Channel: "email", State: domain.Delivered, Place: 1, Level: r.Level, VisitAt: visit, VisitEndsAt: visit.Add(time.Hour),
		Week: dateOf(domain.ISOWeek(visit, w.app.zone), w.app.zone), AskedOn: dateOf(now, w.app.zone),
		QueuedAt: now, DeliveredAt: &now, ExpiresAt: &ends,
	}
	w.must(w.db.Store().AddInvitation(w.Context(), &i))
	return i
}

// promise lets a volunteer say yes to a request: the visit is tomorrow at noon.
func (w *world) promise(r domain.Request, helper domain.PersonID) domain.Invitation {
	w.Helper()
	i := w.invite(r, helper)
	_, err := w.app.AnswerInvitation(w.Context(), w.holding(i, domain.ForInvitation), SaysYes)
	w.must(err)
	return i
}

// holding is whoever came by a link about an invitation.
func (w *world) holding(i domain.Invitation, purpose domain.Purpose) domain.Actor {
	return domain.Actor{Kind: domain.BearerActor, DistrictID: i.DistrictID, PersonID: i.PersonID, Purpose: purpose, InvitationID: i.ID}
}

// request reads a request as it is now.
func (w *world) request(id domain.RequestID) domain.Request {
	w.Helper()
	r, err := w.db.Store().Request(w.Context(), id)
	w.must(err)
	return r
}

func (w *world) now() time.Time {
	w.Helper()
	now, err := w.db.Store().Now(w.Context())
	w.must(err)
	return now
}

// messages counts the messages of a kind to somebody that went out or will.
func (w *world) messages(to domain.PersonID, kind string) int {
	w.Helper()
	return w.number(`SELECT count(*) FROM outbox WHERE person_id = $1 AND kind = $2 AND state <> 'void'`, to, kind)
}

// number reads one number.
func (w *world) number(query string, args ...any) (n int) {
	w.Helper()
	w.must(w.db.SQL.QueryRowContext(w.Context(), query, args...).Scan(&n))
	return n
}

func (w *world) insert(query string, args ...any) (id int64) {
	w.Helper()
	w.must(w.db.SQL.QueryRowContext(w.Context(), query, args...).Scan(&id))
	return id
}

// exec goes behind the back of everything: it has every right.
func (w *world) exec(query string, args ...any) {
	w.Helper()
	_, err := w.behind.SQL.ExecContext(w.Context(), query, args...)
	w.must(err)
}

// allowed is a yes for a test that begins a transaction by itself.
func (w *world) allowed(by domain.Actor) grant {
	w.Helper()
	g, err := w.app.authorise(w.Context(), by, domain.FindStreet, somewhere(by))
	w.must(err)
	return g
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// refused checks that somebody was told no in the way that a kind of error is told.
func (w *world) refused(err error, kind domain.Kind) {
	w.Helper()
	if got := domain.KindOf(err); got != kind {
		w.Errorf("got the error %v of the kind %q, want the kind %q", err, got, kind)
	}
}

// refusedField checks that an error stands at a field.
func (w *world) refusedField(err error, field string) {
	w.Helper()
	var all domain.Errors
	var one *domain.Error
	if !errors.As(err, &all) && errors.As(err, &one) {
		all = domain.Errors{one}
	}
	for _, e := range all {
		if e.Field == field {
			return
		}
	}
	w.Errorf("got the error %v, want one at the field %q", err, field)
}
