package demo

import (
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// place is a demo in a database of its own, whose mail stays in a box.
type place struct {
	*testing.T
	db    *postgres.DB
	app   *app.App
	maker *app.App // the same, with the rights that it takes to empty tables
	mail  *notify.Box
}

func london(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func newPlace(t *testing.T, now time.Time) *place {
	t.Helper()
	p := &place{T: t, db: pgtest.New(t), mail: notify.NewBox(2000)}
	if !now.IsZero() {
		pgtest.Freeze(t, p.db, now)
	}
	options := app.Options{
		Secret: []byte("a secret of thirty-two bytes....."), BaseURL: "https://help.example.org", Zone: london(t), Sender: p.mail,
		From: "waymark@example.org", Demo: true, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Policy: escalation.DefaultPolicy(),
	}
	p.app, p.maker = app.New(p.db, options), app.New(pgtest.Owner(t, p.db), options)
	return p
}

func (p *place) create(o Recipe) {
	p.Helper()
	o.Zone = london(p.T)
	if err := Create(p.Context(), p.maker, o); err != nil {
		p.Fatal(err)
	}
}

func (p *place) number(query string) (n int) {
	p.Helper()
	if err := p.db.SQL.QueryRowContext(p.Context(), query).Scan(&n); err != nil {
		p.Fatalf("%s: %v", query, err)
	}
	return n
}

// wednesday is at eleven in the morning, in June.
var wednesday = time.Date(2026, time.June, 10, 10, 0, 0, 0, time.UTC)

// One demo serves several tests: it takes seconds to make.
func TestCreate(t *testing.T) {
	t.Parallel()
	p := newPlace(t, wednesday)
	p.create(Recipe{Seed: DefaultSeed})
	first := p.digest()
	p.holdsWhatItShould()
	p.breaksNoRule()
	p.countsOnAfterItsRows()
	p.namesOneOfEachRole()
	p.refuses(Recipe{Seed: DefaultSeed}, domain.Conflict)
	p.leadsFromPlainWords()
	p.create(Recipe{Seed: DefaultSeed, Reset: true})
	if p.digest() != first {
		t.Error("the same seed made other rows")
	}
}

// leadsFromPlainWords looks in the directory for what people say, who do not know what it is called there.
func (p *place) leadsFromPlainWords() {
	p.Helper()
	for said, name := range map[string]string{
		"prescription": "Medicine to the door", "hearing aid": "Hearing aid clinic", "gardening": "Growing together", "lonely": "Tea and talk", "debt": "Money and benefits advice",
		"bus": "Harbour bus", "falls": "Steady on your feet", "glasses": "Seeing less", "cat": "Paws for a while", "handyman": "Handy neighbours", "blue badge": "Forms and blue badges",
		"fraud": "Was it a scam?", "homeless": "Housing desk", "gambling": "More than you want", "alcohol": "Drink less", "army": "Forces breakfast", "exercise": "Chair yoga",
	} {
		found, _, err := p.app.FindServices(p.Context(), domain.Public(), app.ServiceFilter{Query: said}, app.Page{First: 20})
		if err != nil {
			p.Fatal(err)
		}
		if !slices.ContainsFunc(found, func(s domain.Service) bool { return s.Name == name }) {
			p.Errorf("%q leads to %d services, and not to %q", said, len(found), name)
		}
	}
}

func (p *place) holdsWhatItShould() {
	p.Helper()
	for _, c := range []struct {
		what        string
		least, most int
		query       string
	}{
		{"stories that people let be told", 3, 3, `SELECT count(*) FROM stories`},
		{"stages that ideas are at", 5, 5, `SELECT count(DISTINCT stage) FROM ideas`},
		{"connectors", 120, 120, `SELECT count(*) FROM connectors`},
		{"benches and cafés", 9, 9, `SELECT count(*) FROM gatherings WHERE every <> 'once'`},
		{"months with talks", 12, 13, `SELECT count(DISTINCT month) FROM conversation_counts`},
		{"towns where somebody would like to hear from the builder", 3, 3, `SELECT count(DISTINCT town_id) FROM connector_wishes`},
		{"towns where something was brought up and waits", 3, 3, `SELECT count(DISTINCT g.town_id) FROM gathering_issues i JOIN gatherings g ON g.id = i.gathering_id WHERE i.state = 'noted'`},
		{"sessions that somebody follows", 3, 3, `SELECT count(*) FROM gathering_followers WHERE confirmed_at IS NOT NULL`},
		{"hosts with a picture", 2, 3, `SELECT count(*) FROM host_photos`},
		{"things that people learn", 6, 6, `SELECT count(DISTINCT goal) FROM learnt JOIN learning_goals g ON g.code = goal`},
		{"streets", 400, 400, `SELECT count(*) FROM streets`},
		{"sections", 40, 40, `SELECT count(*) FROM sections`},
		{"towns that are open", 3, 3, `SELECT count(*) FROM towns WHERE opened_at IS NOT NULL`},
		{"people who help", 900, 900, `SELECT count(*) FROM volunteers`},
		{"not met yet", 40, 120, `SELECT count(*) FROM volunteers WHERE standing = 'not_met'`},
		{"resting", 10, 40, `SELECT count(*) FROM volunteers WHERE resting`},
		{"away", 20, 90, `SELECT count(*) FROM absences`},
		{"landline only", 70, 130, `SELECT count(*) FROM volunteers JOIN persons p ON p.id = person_id WHERE p.email = '' AND p.phone LIKE '+441632%'`},
		{"vacant streets", 75, 85, `SELECT count(*) FROM streets s WHERE NOT EXISTS (SELECT FROM roles r WHERE r.street_id = s.id AND r.kind = 'coordinator')`},
		{"streets with a bench or café near", 200, 390, `SELECT count(*) FROM streets s
			WHERE EXISTS (SELECT FROM gathering_places p WHERE p.lat <> 0 AND (111195 * (p.lat - s.lat)) ^ 2 + (111195 * cos(radians(54.6)) * (p.lon - s.lon)) ^ 2 < 800 ^ 2)`},
		{"stand-ins", 20, 40, `SELECT count(*) FROM roles WHERE kind = 'reserve'`},
		{"needs that go out by themselves", 12, 15, `SELECT count(*) FROM needs WHERE goes_out = 'by_itself'`},
		{"asks that have ended", 1150, 1350, `SELECT count(*) FROM requests WHERE state = 'closed'`},
		{"asks that ended well", 600, 1200, `SELECT count(*) FROM requests WHERE ending = 'helped'`},
		{"endings", 8, 8, `SELECT count(DISTINCT ending) FROM requests`},
		{"widened asks", 150, 1200, `SELECT count(DISTINCT request_id) FROM escalations`},
		{"support failures", 4, 60, `SELECT count(*) FROM requests WHERE failed_at IS NOT NULL`},
		{"open asks", 180, 230, `SELECT count(*) FROM requests WHERE state <> 'closed'`},
		{"waiting for a word", 10, 40, `SELECT count(*) FROM requests WHERE state = 'open' AND approved_at IS NULL`},
		{"asked", 30, 150, `SELECT count(DISTINCT request_id) FROM invitations WHERE state IN ('queued', 'delivered', 'held')`},
		{"held by a first tap", 1, 8, `SELECT count(*) FROM invitations WHERE state = 'held'`},
		{"assigned", 30, 80, `SELECT count(*) FROM requests WHERE state = 'assigned'`},
		{"after the visit", 4, 30, `SELECT count(*) FROM requests WHERE state = 'assigned' AND after_asked_at IS NOT NULL`},
		{"asleep", 8, 15, `SELECT count(*) FROM requests WHERE state = 'open' AND asleep`},
		{"on hold", 5, 8, `SELECT count(*) FROM requests WHERE state = 'open' AND hold_until IS NOT NULL`},
		{"at the district", 4, 60, `SELECT count(*) FROM requests WHERE state = 'open' AND level = 3`},
		{"not placed", 6, 8, `SELECT count(*) FROM requests WHERE state = 'open' AND street_id IS NULL`},
		{"likely duplicates", 4, 4, `SELECT count(*) FROM requests WHERE state = 'open' AND duplicate_of IS NOT NULL`},
		{"series", 8, 12, `SELECT count(*) FROM series`},
		{"to be planned at once", 6, 40, `SELECT count(*) FROM requests r, clock c WHERE state = 'open' AND next_action = 'plan' AND next_action_at <= c.frozen_at + interval '5 s'`},
		{"to be asked wider within two minutes", 3, 30, `SELECT count(*) FROM requests r, clock c WHERE state = 'open' AND next_action IN ('widen', 'expire_invitation') AND next_action_at BETWEEN c.frozen_at AND c.frozen_at + interval '2 min'`},
		{"things to lend", 12, 12, `SELECT count(*) FROM devices`},
		{"out for too long", 2, 2, `SELECT count(*) FROM device_loans l, clock c WHERE ended_at IS NULL AND due_on < c.frozen_at::date`},
		{"lent unwiped", 0, 0, `SELECT count(*) FROM devices d WHERE wiped_at IS NOT NULL AND EXISTS (SELECT FROM device_loans l WHERE l.device_id = d.id AND l.ended_at IS NULL)`},
		{"real addresses", 0, 0, `SELECT count(*) FROM persons WHERE email <> '' AND email NOT LIKE '%@example.org'`},
		{"real telephones", 0, 0, `SELECT count(*) FROM persons WHERE phone <> '' AND phone !~ '^[+]44(1632960|7700900)[0-9]{3}$'`},
	} {
		if n := p.number(c.query); n < c.least || n > c.most {
			p.Errorf("%s: got %d, want %d to %d", c.what, n, c.least, c.most)
		}
	}
}

func TestCreate_breaks_no_rule_at_odd_times(t *testing.T) {
	t.Parallel()
	for name, now := range map[string]time.Time{
		"monday as the desk opens":             time.Date(2026, time.July, 6, 7, 31, 0, 0, time.UTC),
		"the night on which the clocks change": time.Date(2026, time.March, 29, 0, 30, 0, 0, time.UTC),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t, now)
			p.create(Recipe{Seed: int64(len(name))})
			p.breaksNoRule()
		})
	}
}

// breaksNoRule asks the doctor about every rule that never bends. The clocks differ by design: the test has stopped one.
func (p *place) breaksNoRule() {
	p.Helper()
	report, err := p.app.Doctor(p.Context(), domain.Clock())
	if err != nil {
		p.Fatal(err)
	}
	for _, c := range report.Checks {
		if !c.OK && c.Name != "clock" {
			p.Errorf("%s: %d, %s", c.Name, c.Count, c.Words)
		}
	}
}

// digest is a fingerprint of every row of every table.
func (p *place) digest() string {
	p.Helper()
	sum := sha256.New()
	// All but what holds the numbers of transactions, and what the installation keeps.
	rows, err := p.db.SQL.QueryContext(p.Context(), `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('installation', 'clock', 'audits', 'request_changes') AND tablename NOT LIKE 'bun%' ORDER BY 1`)
	if err != nil {
		p.Fatal(err)
	}
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			p.Fatal(err)
		}
		tables = append(tables, name)
	}
	for _, table := range tables {
		var digest string
		err := p.db.SQL.QueryRowContext(p.Context(), `SELECT coalesce(md5(string_agg(r, E'\n' ORDER BY r)), '') FROM (SELECT (to_jsonb(t) - 'txid' - 'recorded_at')::text AS r FROM `+table+` t) t`).Scan(&digest)
		if err != nil {
			p.Fatal(err)
		}
		fmt.Fprintln(sum, table, digest)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// refuses checks that a demo is not made, and that nothing is touched.
func (p *place) refuses(r Recipe, kind domain.Kind) {
	p.Helper()
	before := p.digest()
	r.Zone = london(p.T)
	if err := Create(p.Context(), p.maker, r); domain.KindOf(err) != kind {
		p.Errorf("got %v, want the kind %s", err, kind)
	}
	if p.digest() != before {
		p.Error("something has changed all the same")
	}
}

func TestCreate_is_refused_where_places_are_real(t *testing.T) {
	t.Parallel()
	p := newPlace(t, wednesday)
	if _, err := p.db.SQL.ExecContext(t.Context(), `INSERT INTO districts (name) VALUES ('Rutland')`); err != nil {
		t.Fatal(err)
	}
	p.refuses(Recipe{}, domain.Forbidden)
	p.refuses(Recipe{Reset: true}, domain.Forbidden)
	if _, err := Roles(t.Context(), p.app); domain.KindOf(err) != domain.Forbidden {
		t.Errorf("roles: got %v, want a refusal", err)
	}
}

func (p *place) namesOneOfEachRole() {
	p.Helper()
	roles, err := Roles(p.Context(), p.app)
	if err != nil {
		p.Fatal(err)
	}
	if len(roles) != 9 {
		p.Errorf("got %d roles, want 9", len(roles))
	}
	for _, r := range roles {
		if _, err := p.app.MintSignInLink(p.Context(), domain.Clock(), r.Email); err != nil {
			p.Errorf("%s cannot sign in: %v", r.Role.Plain(), err)
		}
	}
}

// countsOnAfterItsRows looks at every table whose rows are numbered: the next number must be free.
func (p *place) countsOnAfterItsRows() {
	p.Helper()
	rows, err := p.db.SQL.QueryContext(p.Context(), `
		SELECT table_name, column_name
		FROM information_schema.columns
		WHERE table_schema = current_schema() AND is_identity = 'YES' AND table_name NOT LIKE 'bun%'
		ORDER BY 1`)
	if err != nil {
		p.Fatal(err)
	}
	defer rows.Close()
	var numbered [][2]string
	for rows.Next() {
		var c [2]string
		if err := rows.Scan(&c[0], &c[1]); err != nil {
			p.Fatal(err)
		}
		numbered = append(numbered, c)
	}
	if len(numbered) < 20 {
		p.Fatalf("only %d tables are numbered", len(numbered))
	}
	owner := &place{T: p.T, db: pgtest.Owner(p.T, p.db)} // the numbers are not the application's to see
	for _, c := range numbered {
		// On a sequence that has not begun, the next number is the first.
		last := owner.number(fmt.Sprintf(`SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('%s', '%s')), 0)`, c[0], c[1]))
		if most := p.number(fmt.Sprintf(`SELECT coalesce(max(%s), 0) FROM %s`, c[1], c[0])); last < most {
			p.Errorf("%s goes on counting at %d, and has a row %d", c[0], last+1, most)
		}
	}
	p.takesNotThisWeek()
}

// takesNotThisWeek lets somebody who is asked rest for a week, which writes an absence beside those that were made up.
func (p *place) takesNotThisWeek() {
	p.Helper()
	id := p.number(`SELECT min(id) FROM invitations WHERE state = 'delivered'`)
	before := p.number(`SELECT count(*) FROM absences`)
	helper := domain.Actor{
		Kind: domain.BearerActor, DistrictID: domain.DistrictID(p.number(`SELECT min(id) FROM districts`)), Purpose: domain.ForInvitation,
		PersonID:     domain.PersonID(p.number(fmt.Sprintf(`SELECT person_id FROM invitations WHERE id = %d`, id))),
		InvitationID: domain.InvitationID(id),
	}
	if _, err := p.app.AnswerInvitation(p.Context(), helper, app.SaysNotThisWeek); err != nil {
		p.Errorf("not this week: %v", err)
	}
	if n := p.number(`SELECT count(*) FROM absences`); n != before+1 {
		p.Errorf("%d absences, want %d", n, before+1)
	}
}
