package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/schema"

	"waymark/domain"
)

// ExportQuery says which rows of a list are taken away, and where the reader may see of people what. A cell that they may not see is
// empty.
type ExportQuery struct {
	DistrictID domain.DistrictID
	TownID     domain.TownID // 0: any
	Scope      domain.Scope
	Names      domain.Scope // of helpers
	Asks       domain.Scope // the street of an ask
	Contact    domain.Scope // how to reach somebody, and who asked
	Today      time.Time
	Lack       domain.Lack // of what is missing, this alone; "": all
}

// exported is how the rows of a list are read.
type exported struct {
	from   func(q ExportQuery) schema.QueryWithArgs // with where
	id     string                                   // by which they are in order
	place  exportPlace
	person string // whom a row tells how to reach; "": nobody
	cells  func(q ExportQuery, e exportPlace) schema.QueryWithArgs
}

// rowsFrom is where the rows of a list come from that are the same each day.
func rowsFrom(sql string) func(ExportQuery) schema.QueryWithArgs {
	return func(ExportQuery) schema.QueryWithArgs { return bun.SafeQuery(sql) }
}

var exports = map[domain.ExportList]exported{
	domain.ExportHelpers: {
		from: rowsFrom(`FROM volunteers v
			JOIN persons p ON p.district_id = v.district_id AND p.id = v.person_id
			LEFT JOIN towns t ON t.district_id = p.district_id AND t.id = p.town_id
			LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
			LEFT JOIN sections n ON n.district_id = s.district_id AND n.id = s.section_id
			WHERE v.ended_at IS NULL AND p.left_at IS NULL`),
		id: "p.id", place: exportPlace{"p.district_id", "p.town_id", "s.section_id", "p.street_id"}, person: "p.id", cells: helperCells,
	},
	domain.ExportStreets: {
		from: rowsFrom(`FROM streets s
			JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
			JOIN sections n ON n.district_id = s.district_id AND n.id = s.section_id
			WHERE s.gone_at IS NULL`),
		id: "s.id", place: exportPlace{"s.district_id", "s.town_id", "s.section_id", "s.id"}, cells: streetCells,
	},
	domain.ExportAsks: {
		from: rowsFrom(`FROM requests r
			JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
			JOIN needs k ON k.district_id = r.district_id AND k.id = r.need_id
			LEFT JOIN persons o ON o.district_id = r.district_id AND o.id = r.owner_id
			LEFT JOIN towns t ON t.district_id = r.district_id AND t.id = r.town_id
			LEFT JOIN sections n ON n.district_id = r.district_id AND n.id = r.section_id
			LEFT JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id
			WHERE true`),
		id: "r.id", place: exportPlace{"r.district_id", "r.town_id", "r.section_id", "r.street_id"}, person: "p.id", cells: askCells,
	},
	domain.ExportServices: {
		from: rowsFrom(`FROM services v
			JOIN organizations o ON o.district_id = v.district_id AND o.id = v.organization_id
			LEFT JOIN towns t ON t.district_id = v.district_id AND t.id = v.town_id
			WHERE true`),
		id: "v.id", place: exportPlace{"v.district_id", "v.town_id", "NULL::bigint", "NULL::bigint"}, cells: serviceCells,
	},
	domain.ExportSessions: {
		from: rowsFrom(`FROM gathering_dates d
			JOIN gatherings g ON g.district_id = d.district_id AND g.id = d.gathering_id
			JOIN gathering_places l ON l.district_id = d.district_id AND l.id = d.place_id
			JOIN towns t ON t.district_id = g.district_id AND t.id = g.town_id
			LEFT JOIN gathering_counts c ON c.district_id = d.district_id AND c.gathering_id = d.gathering_id AND c.day = d.day
			WHERE true`),
		id: dateNumber, place: exportPlace{"g.district_id", "g.town_id", "NULL::bigint", "NULL::bigint"}, cells: sessionCells,
	},
	domain.ExportMissing: {from: missingFrom, id: "m.id", place: exportPlace{"m.district_id", "m.town_id", "m.section_id", "m.street_id"}, cells: missingCells},
}

// dateNumber numbers the dates d of gatherings.
const dateNumber = `(d.gathering_id * 100000 + (d.day - date '2000-01-01'))`

// exportPlace makes conditions on where a row is.
type exportPlace [4]string

func (e exportPlace) in(s domain.Scope) schema.QueryWithArgs {
	return inScope(s, e[0], e[1], e[2], e[3])
}

// exportTime writes an instant as RFC 3339, in UTC.
func exportTime(column string) string {
	return `coalesce(to_char(` + column + ` AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')`
}

// exportYes writes yes or no.
func exportYes(column string) string { return `CASE WHEN ` + column + ` THEN 'yes' ELSE 'no' END` }

// exportLevel writes the word of a level.
func exportLevel(column string) string {
	return `(ARRAY['street', 'section', 'town', 'district'])[` + column + ` + 1]`
}

func helperCells(q ExportQuery, e exportPlace) schema.QueryWithArgs {
	return bun.SafeQuery(`p.id::text, CASE WHEN ?0 THEN p.first_name ELSE '' END, CASE WHEN ?0 THEN p.last_name ELSE '' END,
		coalesce(s.name, ''), coalesce(n.name, ''), coalesce(t.name, ''), v.standing, coalesce(v.met_on::text, ''), `+exportTime("v.began_at")+`,
		array_to_string(v.skills, ' '), array_to_string(p.languages, ' '), `+exportLevel("v.reach")+`, `+exportYes("v.short_notice")+`,
		v.capacity::text, v.budget_week::text, `+exportYes("v.resting")+`,
		CASE WHEN ?1 THEN p.email ELSE '' END, CASE WHEN ?1 THEN p.phone ELSE '' END, CASE WHEN ?1 THEN p.address ELSE '' END`, e.in(q.Names), e.in(q.Contact))
}

func streetCells(q ExportQuery, _ exportPlace) schema.QueryWithArgs {
	return bun.SafeQuery(`s.id::text, s.name, n.name, t.name, coalesce(s.lat::text, ''), coalesce(s.lon::text, ''), ?, ?,
		(SELECT count(*)::text FROM persons p JOIN volunteers v ON v.district_id = p.district_id AND v.person_id = p.id
			WHERE p.district_id = s.district_id AND p.street_id = s.id AND v.ended_at IS NULL AND p.left_at IS NULL),
		(SELECT count(*)::text FROM requests r WHERE r.district_id = s.district_id AND r.street_id = s.id AND r.state <> 'closed')`,
		holderName(domain.Coordinator, q.Today), holderName(domain.Reserve, q.Today))
}

func askCells(q ExportQuery, e exportPlace) schema.QueryWithArgs {
	return bun.SafeQuery(`r.reference, k.name, r.urgency, r.state, `+exportLevel("r.level")+`, coalesce(t.name, ''), coalesce(n.name, ''),
		CASE WHEN ?0 THEN coalesce(s.name, '') ELSE '' END, r.came_by, `+exportTime("r.raised_at")+`, `+exportTime("r.wanted_from")+`, `+exportTime("r.useful_until")+`,
		`+exportTime("r.visit_at")+`, `+exportTime("r.closed_at")+`, coalesce(r.ending, ''),
		CASE WHEN ?0 THEN trim(coalesce(o.first_name, '') || ' ' || coalesce(o.last_name, '')) ELSE '' END,
		CASE WHEN ?1 THEN p.first_name ELSE '' END, CASE WHEN ?1 THEN p.last_name ELSE '' END, CASE WHEN ?1 THEN p.email ELSE '' END,
		CASE WHEN ?1 THEN p.phone ELSE '' END, CASE WHEN ?1 THEN p.address ELSE '' END`, e.in(q.Asks), e.in(q.Contact))
}

func serviceCells(ExportQuery, exportPlace) schema.QueryWithArgs {
	return bun.SafeQuery(`v.id::text, v.name, o.name, coalesce(t.name, ''),
		(SELECT coalesce(string_agg(k.code, ' ' ORDER BY k.position, k.id), '') FROM service_themes x
			JOIN themes k ON k.district_id = x.district_id AND k.id = x.theme_id WHERE x.district_id = v.district_id AND x.service_id = v.id),
		v.status, v.audience, (SELECT count(*)::text FROM schedules x WHERE x.district_id = v.district_id AND x.service_id = v.id),
		coalesce(v.checked_on::text, ''), ` + exportTime("v.changed_at"))
}

func sessionCells(ExportQuery, exportPlace) schema.QueryWithArgs {
	return bun.SafeQuery(`g.id::text, d.day::text, g.kind, l.name, t.name, ` + exportTime("d.starts_at") + `, ` + exportTime("d.ends_at") + `, ` + exportYes("d.off") + `,
		coalesce(c.heads::text, ''), coalesce(c.scans, 0)::text`)
}

// where is the rest of the select of a list's rows.
func (x exported) where(q ExportQuery) schema.QueryWithArgs {
	return bun.SafeQuery(`? AND `+x.place[0]+` = ? AND (? = 0 OR `+x.place[1]+` = ?) AND ?`, x.from(q), q.DistrictID, q.TownID, q.TownID, x.place.in(q.Scope))
}

// ExportRows returns the rows of a list that follow a row (0: the first), by number.
func (s *Store) ExportRows(ctx context.Context, list domain.ExportList, q ExportQuery, after int64, most int) (out []domain.ExportRow, err error) {
	defer wrap(&err, "Store.ExportRows(%s)", list)
	x := exports[list]
	who := bun.SafeQuery("0")
	if x.person != "" {
		who = bun.SafeQuery("CASE WHEN ? THEN "+x.person+" ELSE 0 END", x.place.in(q.Contact))
	}
	err = s.db.NewRaw(`
		SELECT `+x.id+` AS id, ARRAY[?] AS cells, ? AS person_id
		? AND `+x.id+` > ?
		ORDER BY `+x.id+`
		LIMIT ?`, x.cells(q, x.place), who, x.where(q), after, most).Scan(ctx, &out)
	return out, err
}

// CountExport counts the rows of a list.
func (s *Store) CountExport(ctx context.Context, list domain.ExportList, q ExportQuery) (n int, err error) {
	defer wrap(&err, "Store.CountExport(%s)", list)
	err = s.db.NewRaw(`SELECT count(*) ?`, exports[list].where(q)).Scan(ctx, &n)
	return n, err
}

// AddContactReveals writes down that somebody was shown how to reach people.
func (s *Store) AddContactReveals(ctx context.Context, district domain.DistrictID, viewer domain.PersonID, people []domain.PersonID, at time.Time) (err error) {
	defer wrap(&err, "Store.AddContactReveals(%d)", len(people))
	_, err = s.db.NewRaw(`
		INSERT INTO reveals (district_id, viewer_id, person_id, what, at)
		SELECT DISTINCT ?::bigint, ?::bigint, id, 'contact', ?::timestamptz
		FROM unnest(?::bigint[]) i (id)`, district, viewer, at, pgdialect.Array(people)).Exec(ctx)
	return err
}

// SetWorkFile keeps the file that a piece of long work has made.
func (s *Store) SetWorkFile(ctx context.Context, w domain.LongWork, name string, body []byte) (err error) {
	defer wrap(&err, "Store.SetWorkFile(%d)", w.ID)
	_, err = s.db.NewRaw(`
		INSERT INTO work_files (district_id, work_id, name, body)
		VALUES (?, ?, ?, ?)
		ON CONFLICT (district_id, work_id) DO UPDATE SET name = excluded.name, body = excluded.body`, w.DistrictID, w.ID, name, body).Exec(ctx)
	return err
}

// WorkFile returns the file of a piece that is done; NotFound when there is none.
func (s *Store) WorkFile(ctx context.Context, id domain.LongWorkID) (name string, body []byte, err error) {
	defer wrap(&err, "Store.WorkFile(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT f.name, f.body
		FROM work_files f
		JOIN works w ON w.district_id = f.district_id AND w.id = f.work_id
		WHERE f.work_id = ? AND w.state = 'done'`, id).Scan(ctx, &name, &body)
	return name, body, err
}
