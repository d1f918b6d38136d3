package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"waymark/internal/postgres"
)

// list is one list as it is asked of us, of PostGraphile, and of PostgreSQL itself.
type list struct {
	name         string
	ours         string // the GraphQL query
	postgraphile string // the nearest one that it has
	rows         string // the first flat statement that such a list needs, for pgbench: the rows, with id and first_name
	more         string // the second: what belongs to them; idsHere stands for their ids
	same         string // the field whose values must be the same in PostGraphile's answer; "": only their number
}

// idsHere is where the ids of the rows go, which a program has from the first statement when it runs the second.
const idsHere = "{ids}"

// listRows is how many rows each list asks for.
const listRows = 50

// The order of people is by name with us and with pgbench, which costs more than PostGraphile's by id: it has none by the name in another
// table.
var lists = []list{
	{
		name: "desk",
		ours: `{ requests(first: 50, filter: {state: OPEN}) { edges { node {
			reference firstName streetName level urgency state raisedAt lastEvent { at kind } } } } }`,
		postgraphile: `{ allRequests(first: 50, condition: {districtId: "1", state: "open"}, orderBy: [RAISED_AT_DESC, ROW_ID_DESC]) { edges { node {
			reference personByDistrictIdAndPersonId { firstName } streetByDistrictIdAndStreetId { name } level urgency state raisedAt
			eventsByDistrictIdAndRequestId(first: 1, orderBy: ROW_ID_DESC) { nodes { at kind } } } } } }`,
		rows: `SELECT r.id, r.reference, p.first_name, s.name, r.level, r.urgency, r.state, r.raised_at
			FROM requests r
			JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
			LEFT JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id
			WHERE r.district_id = 1 AND r.state = 'open'
			ORDER BY r.raised_at DESC, r.id DESC
			LIMIT 50`,
		more: `SELECT e.request_id, e.at, e.kind
			FROM unnest('{{ids}}'::bigint[]) w (id)
			CROSS JOIN LATERAL (
				SELECT request_id, at, kind FROM events WHERE district_id = 1 AND request_id = w.id ORDER BY id DESC LIMIT 1) e`,
		same: "reference",
	},
	{
		name: "people",
		ours: `{ people(first: 50, filter: {volunteers: true}) { edges { node { firstName lastName streetName } skills } } }`,
		postgraphile: `{ allVolunteers(first: 50, condition: {districtId: "1"}) { edges { node { skills
			personByDistrictIdAndPersonId { firstName lastName streetByDistrictIdAndStreetId { name } } } } } }`,
		rows: `SELECT p.id, p.first_name, p.last_name, s.name
			FROM persons p
			JOIN volunteers v ON v.district_id = p.district_id AND v.person_id = p.id AND v.ended_at IS NULL
			LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
			WHERE p.district_id = 1 AND p.left_at IS NULL
			ORDER BY lower(p.last_name), lower(p.first_name), p.id
			LIMIT 50`,
		more: `SELECT person_id, skills
			FROM volunteers
			WHERE district_id = 1 AND person_id = ANY ('{{ids}}')`,
	},
}

// span is how long each round of a list takes.
const span = 2 * time.Second

// measureLists measures each list. Without PostGraphile its figures say why, and the others are measured all the same.
func (a *api) measureLists(ctx context.Context) {
	theirs, p, wrong := a.startPostGraphile(ctx, served)
	if p != nil {
		defer func() {
			if err := p.stop(); err != nil {
				a.b.out.say("  %v", err)
			}
		}()
	}
	for _, l := range lists {
		if err := a.checkOurs(ctx, l); err != nil {
			a.b.out.add(failed("api."+l.name, err))
			continue
		}
		var against *target
		if err := errors.Join(wrong, a.same(ctx, l, theirs, wrong)); err != nil {
			a.b.out.add(failed("api."+l.name+".postgraphile", err))
		} else {
			against = &theirs
		}
		if err := a.measureList(ctx, l, against); err != nil {
			a.b.out.add(failed("api."+l.name, err))
		}
	}
}

// checkOurs makes sure that we answer what is asked before it is measured.
func (a *api) checkOurs(ctx context.Context, l list) error {
	answer, err := a.ours.ask(ctx, http.DefaultClient, query(l.ours))
	if err != nil {
		return fmt.Errorf("our API: %w", err)
	}
	return fifty("our API", answer)
}

// same makes sure that PostGraphile answers the same as we do.
func (a *api) same(ctx context.Context, l list, theirs target, wrong error) error {
	if wrong != nil {
		return nil // said already
	}
	answer, err := theirs.ask(ctx, http.DefaultClient, query(l.postgraphile))
	if err != nil {
		return fmt.Errorf("PostGraphile: %w", err)
	}
	if l.same != "" {
		ours, err := a.ours.ask(ctx, http.DefaultClient, query(l.ours))
		if err != nil {
			return err
		}
		// A reference is written for people with a dash in its middle.
		if want, got := values(l.same, ours), values(l.same, answer); want != got {
			return fmt.Errorf("PostGraphile lists other rows than we do: %s and %s", got, want)
		}
	}
	return fifty("PostGraphile", answer)
}

func query(text string) []byte {
	body, err := json.Marshal(map[string]string{"query": text})
	if err != nil {
		return nil // a map of texts can always be written
	}
	return body
}

// fifty makes sure that an answer has all its rows.
func fifty(who string, answer []byte) error {
	if n := bytes.Count(answer, []byte(`"firstName"`)); n != listRows {
		return fmt.Errorf("%s answers with %d rows instead of %d: %s", who, n, listRows, answer[:min(len(answer), 300)])
	}
	return nil
}

// values are all values of a field, in their order, without dashes.
func values(field string, answer []byte) string {
	var out []string
	for _, v := range regexp.MustCompile(`"`+field+`":"([^"]*)"`).FindAllSubmatch(answer, -1) {
		out = append(out, strings.ReplaceAll(string(v[1]), "-", ""))
	}
	return strings.Join(out, " ")
}

// script writes the flat statements of a list for pgbench, and makes sure that they find the rows that we answer with.
func (a *api) script(ctx context.Context, l list) (path string, err error) {
	db, err := postgres.OpenOwner(a.cluster.DSN(served))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ids, names, err := l.found(ctx, db.SQL)
	if err != nil {
		return "", fmt.Errorf("the flat statements: %w", err)
	}
	answer, err := a.ours.ask(ctx, http.DefaultClient, query(l.ours))
	if err != nil {
		return "", err
	}
	if ours := values("firstName", answer); ours != names {
		return "", fmt.Errorf("the flat statements find other rows than we do: %s and %s", names, ours)
	}
	path = filepath.Join(a.b.dir, l.name+".sql")
	return path, os.WriteFile(path, []byte(strings.Join(l.flat(ids), ";\n")+";\n"), 0o644)
}

// found asks for the rows of a list: their ids with commas, and the first names with spaces, both in the order of the list.
func (l list) found(ctx context.Context, db *sql.DB) (ids, names string, err error) {
	err = db.QueryRowContext(ctx, "SELECT string_agg(id::text, ','), string_agg(first_name, ' ') FROM ("+l.rows+") found").Scan(&ids, &names)
	return ids, names, err
}

// flat are the flat statements of a list.
func (l list) flat(ids string) []string {
	return []string{l.rows, strings.ReplaceAll(l.more, idsHere, ids)}
}

// measureList measures a list in turn: ours, PostGraphile's when it is there, PostgreSQL alone. The first round warms up.
func (a *api) measureList(ctx context.Context, l list, theirs *target) error {
	script, err := a.script(ctx, l)
	if err != nil {
		return err
	}
	var ours, graphile, bare []round
	for n := range a.b.rounds + 1 {
		a.b.out.say("  %s, round %d of %d", l.name, n, a.b.rounds)
		o, err := a.ours.repeat(ctx, query(l.ours), span)
		if err != nil {
			return err
		}
		var g round
		if theirs != nil {
			if g, err = theirs.repeat(ctx, query(l.postgraphile), span); err != nil {
				return err
			}
		}
		p, own, err := a.pgbench(ctx, served, script, "-M", "prepared", "-c", fmt.Sprint(clients), "-T", fmt.Sprint(int(span.Seconds())))
		if err != nil {
			return err
		}
		p.seconds += own // it stands where a server would
		if n > 0 {
			ours, graphile, bare = append(ours, o), append(graphile, g), append(bare, p)
		}
	}
	if theirs != nil {
		a.b.compare("api."+l.name+".postgraphile", ours, graphile, atLeast(1), oursOverTheirs)
	}
	a.b.compare("api."+l.name+".pgbench", ours, bare, atMost(4), theirsOverOurs)
	return nil
}
