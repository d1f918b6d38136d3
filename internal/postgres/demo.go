package postgres

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"waymark/domain"
)

// kept are the tables that a demo which begins anew leaves as they are: what the program itself brings along.
const kept = `'skills', 'learning_goals', 'clock', 'installation', 'mail_health'`

// demoAtOnce keeps a statement at about a megabyte.
const demoAtOnce = 500

// Empty reports whether nobody and no place is in the database yet.
func (s *Store) Empty(ctx context.Context) (empty bool, err error) {
	defer wrap(&err, "Store.Empty")
	err = s.db.NewRaw(`SELECT NOT EXISTS (SELECT FROM districts)`).Scan(ctx, &empty)
	return empty, err
}

// ClearDemo throws everything away that people or the clock have written, and puts the clock back. The caller has made sure
// that nobody here is real.
func (s *Store) ClearDemo(ctx context.Context) (err error) {
	defer wrap(&err, "Store.ClearDemo")
	var tables []string
	err = s.db.NewRaw(`
		SELECT quote_ident(tablename)
		FROM pg_tables
		WHERE schemaname = current_schema() AND tablename NOT IN (`+kept+`) AND tablename NOT LIKE 'bun%'
		ORDER BY tablename`).Scan(ctx, &tables)
	if err != nil {
		return err
	}
	for _, q := range []string{
		`TRUNCATE ` + strings.Join(tables, ", ") + ` RESTART IDENTITY`,
		`SELECT setval('request_numbers', 1, false)`,
		`UPDATE mail_health SET down_since = NULL, last_ok_at = NULL, last_error = ''`,
		`UPDATE clock SET ahead = '0', moved_at = NULL`,
	} {
		if _, err = s.db.NewRaw(q).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// DemoPeople are the rows of everybody in a demo and of what they do. Persons carry their ids.
type DemoPeople struct {
	Persons    []domain.Person
	Volunteers []domain.Volunteer
	Checks     []domain.Check
	Roles      []domain.Role
	Absences   []domain.Absence
	Shifts     []domain.DeskShift
}

// AddDemoPeople inserts people in bulk.
func (s *Store) AddDemoPeople(ctx context.Context, d DemoPeople) (err error) {
	defer wrap(&err, "Store.AddDemoPeople")
	for i := range d.Persons {
		d.Persons[i].EmailKey = domain.Email(d.Persons[i].Email).Key()
	}
	for _, add := range []func() error{
		func() error { return addRows(ctx, s, "persons", d.Persons) },
		func() error { return addRows(ctx, s, "volunteers", d.Volunteers) },
		func() error { return addRows(ctx, s, "checks", d.Checks) },
		func() error { return addRows(ctx, s, "roles", d.Roles) },
		func() error { return addRows(ctx, s, "absences", d.Absences) },
		func() error { return addRows(ctx, s, "desk_shifts", d.Shifts) },
	} {
		if err = add(); err != nil {
			return err
		}
	}
	return s.countOn(ctx, "persons", "absences")
}

// OpenDemoTown settles how a town is rung, who its safeguarding lead is, and since when it is open.
func (s *Store) OpenDemoTown(ctx context.Context, t domain.TownDoor) (err error) {
	defer wrap(&err, "Store.OpenDemoTown(%d)", t.TownID)
	return s.one(ctx, `
		UPDATE towns
		SET phone = ?, opened_at = ?, safeguarding_lead_id = ?
		WHERE district_id = ? AND id = ?`, t.Phone, t.OpenedAt, t.SafeguardingLeadID, t.DistrictID, t.TownID)
}

// SetDistrictPhone settles how a district is rung.
func (s *Store) SetDistrictPhone(ctx context.Context, id domain.DistrictID, phone string) (err error) {
	defer wrap(&err, "Store.SetDistrictPhone(%d)", id)
	return s.one(ctx, `UPDATE districts SET phone = ? WHERE id = ?`, phone, id)
}

// DemoEscalation is a level that a request of a demo has reached.
type DemoEscalation struct {
	DistrictID domain.DistrictID
	RequestID  domain.RequestID
	Level      domain.Level
	At         time.Time
	Why        string
}

// DemoSecret is what a helper must know of a request of a demo.
type DemoSecret struct {
	DistrictID domain.DistrictID
	RequestID  domain.RequestID
	MustKnow   string
	KeepUntil  *time.Time
}

// DemoAsks are the rows of a demo's requests and of all that hangs on them. Requests, invitations and messages carry their ids.
type DemoAsks struct {
	Requests    []domain.Request
	Secrets     []DemoSecret
	Notes       []domain.Note
	Escalations []DemoEscalation
	Invitations []domain.Invitation
	Events      []domain.Event
	Messages    []domain.Message
	Tasks       []domain.Task
	Reveals     []domain.Reveal
}

// AddDemoAsks inserts requests in bulk, by the way that all requests go: each comes in open, its invitations are made while
// it is, and only then does it get the state that it has now. So every rule of the database looks at every row.
func (s *Store) AddDemoAsks(ctx context.Context, d DemoAsks) (err error) {
	defer wrap(&err, "Store.AddDemoAsks")
	for _, add := range []func() error{
		func() error { return addRows(ctx, s, "requests", asRaised(d.Requests)) },
		func() error { return addRows(ctx, s, "request_secrets", d.Secrets) },
		func() error { return addRows(ctx, s, "request_notes", d.Notes) },
		func() error { return addRows(ctx, s, "escalations", d.Escalations) },
		func() error { return s.addAsked(ctx, d.Invitations) },
		func() error { return s.moveOn(ctx, d.Requests) },
		func() error { return addRows(ctx, s, "events", d.Events) },
		func() error { return addRows(ctx, s, "outbox", d.Messages) },
		func() error { return addRows(ctx, s, "tasks", d.Tasks) },
		func() error { return addRows(ctx, s, "reveals", d.Reveals) },
	} {
		if err = add(); err != nil {
			return err
		}
	}
	if _, err = s.db.NewRaw(`SELECT setval('request_numbers', ?)`, max(len(d.Requests), 1)).Exec(ctx); err != nil {
		return err
	}
	return s.countOn(ctx, "requests", "invitations", "outbox")
}

// addAsked inserts invitations as they were made, no two days in one statement: how often somebody is asked is counted on the newest day.
func (s *Store) addAsked(ctx context.Context, all []domain.Invitation) error {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b domain.Invitation) int { return a.AskedOn.Compare(b.AskedOn) })
	for len(all) > 0 {
		day := 1
		for day < len(all) && all[day].AskedOn.Equal(all[0].AskedOn) {
			day++
		}
		if err := addRows(ctx, s, "invitations", all[:day]); err != nil {
			return err
		}
		all = all[day:]
	}
	return nil
}

// asRaised returns the requests as if none had been assigned or ended yet.
func asRaised(requests []domain.Request) []domain.Request {
	out := slices.Clone(requests)
	for i := range out {
		r := &out[i]
		if r.State == domain.Closed {
			r.NextAction, r.NextActionAt = "review", r.RaisedAt
		}
		r.State, r.Ending, r.ClosedAt = domain.Open, "", nil
	}
	return out
}

// moveOn gives each request the state that it has now.
func (s *Store) moveOn(ctx context.Context, requests []domain.Request) error {
	type state struct {
		ID       domain.RequestID    `json:"id"`
		State    domain.RequestState `json:"state"`
		ClosedAt *time.Time          `json:"closed_at"`
		Ending   *domain.Ending      `json:"ending"`
	}
	var moved []state
	for _, r := range requests {
		v := state{ID: r.ID, State: r.State, ClosedAt: r.ClosedAt}
		if r.State == domain.Closed {
			v.Ending = &r.Ending
		}
		if r.State != domain.Open {
			moved = append(moved, v)
		}
	}
	list, err := json.Marshal(moved)
	if err != nil {
		return err
	}
	_, err = s.db.NewRaw(`
		UPDATE requests r
		SET state = v.state, closed_at = v.closed_at, ending = v.ending,
			next_action = CASE WHEN v.state = 'closed' THEN NULL ELSE r.next_action END,
			next_action_at = CASE WHEN v.state = 'closed' THEN NULL ELSE r.next_action_at END
		FROM jsonb_to_recordset(?::jsonb) AS v (id bigint, state text, closed_at timestamptz, ending text)
		WHERE r.id = v.id`, string(list)).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = s.db.NewRaw(`
		UPDATE invitations i
		SET keep_until = r.keep_until
		FROM requests r
		WHERE r.district_id = i.district_id AND r.id = i.request_id AND r.state = 'closed'`).Exec(ctx)
	return err
}

// addRows inserts rows of one table, some hundreds a statement.
func addRows[T any](ctx context.Context, s *Store, table string, rows []T) error {
	for part := range slices.Chunk(rows, demoAtOnce) {
		if _, err := s.db.NewInsert().Model(&part).ModelTableExpr(table).Returning("NULL").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// countOn lets tables whose rows came with their ids go on counting after the last.
func (s *Store) countOn(ctx context.Context, tables ...string) error {
	for _, table := range tables {
		_, err := s.db.NewRaw(`SELECT setval(pg_get_serial_sequence('` + table + `', 'id'), (SELECT coalesce(max(id), 1) FROM ` + table + `))`).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// RoleHolder is somebody who holds a role today.
type RoleHolder struct {
	Kind     domain.RoleKind
	PersonID domain.PersonID
	Name     string
	Email    string
}

// RoleHolders returns, for each kind of role and town, the first who holds it today, is not away, and can sign in.
func (s *Store) RoleHolders(ctx context.Context, district domain.DistrictID, today time.Time) (out []RoleHolder, err error) {
	defer wrap(&err, "Store.RoleHolders(%d)", district)
	err = s.db.NewRaw(`
		SELECT DISTINCT ON (r.kind, coalesce(r.town_id, n.town_id, st.town_id, 0))
			r.kind, r.person_id, trim(p.first_name || ' ' || p.last_name) AS name, p.email
		FROM roles r
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		LEFT JOIN sections n ON n.district_id = r.district_id AND n.id = r.section_id
		LEFT JOIN streets st ON st.district_id = r.district_id AND st.id = r.street_id
		WHERE r.district_id = ? AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?) AND p.left_at IS NULL AND p.email <> ''
			AND NOT EXISTS (
				SELECT FROM absences a
				WHERE a.district_id = r.district_id AND a.person_id = r.person_id AND a.from_on <= ? AND (a.to_on IS NULL OR a.to_on > ?))
		ORDER BY r.kind, coalesce(r.town_id, n.town_id, st.town_id, 0), r.id`, district, today, today, today, today).Scan(ctx, &out)
	return out, err
}

// FirstDistrict returns the id of the oldest district; NotFound when there is none.
func (s *Store) FirstDistrict(ctx context.Context) (id domain.DistrictID, err error) {
	defer wrap(&err, "Store.FirstDistrict")
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT id FROM districts ORDER BY id LIMIT 1`).Scan(ctx, &id)
	return id, err
}
