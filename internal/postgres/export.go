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
}

// exports are the rows of each list, numbered, with the district, town, section and street that say where they are.
var exports = map[domain.ExportList]struct {
	from  string // with where
	id    string
	place [4]string
	cells func(q ExportQuery, e exportPlace) schema.QueryWithArgs
}{
	domain.ExportHelpers: {
		from: `FROM volunteers v
			JOIN persons p ON p.district_id = v.district_id AND p.id = v.person_id
			LEFT JOIN towns t ON t.district_id = p.district_id AND t.id = p.town_id
			LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
			LEFT JOIN sections n ON n.district_id = s.district_id AND n.id = s.section_id
			WHERE v.ended_at IS NULL AND p.left_at IS NULL`,
		id: "p.id", place: [4]string{"p.district_id", "p.town_id", "s.section_id", "p.street_id"}, cells: helperCells,
	},
	domain.ExportStreets: {
		from: `FROM streets s
			JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
			JOIN sections n ON n.district_id = s.district_id AND n.id = s.section_id
			WHERE s.gone_at IS NULL`,
		id: "s.id", place: [4]string{"s.district_id", "s.town_id", "s.section_id", "s.id"}, cells: streetCells,
	},
	domain.ExportAsks: {
		from: `FROM requests r
			JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
			JOIN needs k ON k.district_id = r.district_id AND k.id = r.need_id
			LEFT JOIN persons o ON o.district_id = r.district_id AND o.id = r.owner_id
			LEFT JOIN towns t ON t.district_id = r.district_id AND t.id = r.town_id
			LEFT JOIN sections n ON n.district_id = r.district_id AND n.id = r.section_id
			LEFT JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id
			WHERE true`,
		id: "r.id", place: [4]string{"r.district_id", "r.town_id", "r.section_id", "r.street_id"}, cells: askCells,
	},
}

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

// ExportRows returns the rows of a list that follow a row (0: the first), by number.
func (s *Store) ExportRows(ctx context.Context, list domain.ExportList, q ExportQuery, after int64, most int) (out []domain.ExportRow, err error) {
	defer wrap(&err, "Store.ExportRows(%s)", list)
	x := exports[list]
	e := exportPlace(x.place)
	who := bun.SafeQuery("0")
	if list != domain.ExportStreets {
		who = bun.SafeQuery("CASE WHEN ? THEN p.id ELSE 0 END", e.in(q.Contact))
	}
	err = s.db.NewRaw(`
		SELECT `+x.id+` AS id, ARRAY[?] AS cells, ? AS person_id
		`+x.from+` AND `+e[0]+` = ? AND (? = 0 OR `+e[1]+` = ?) AND ? AND `+x.id+` > ?
		ORDER BY `+x.id+`
		LIMIT ?`, x.cells(q, e), who, q.DistrictID, q.TownID, q.TownID, e.in(q.Scope), after, most).Scan(ctx, &out)
	return out, err
}

// CountExport counts the rows of a list.
func (s *Store) CountExport(ctx context.Context, list domain.ExportList, q ExportQuery) (n int, err error) {
	defer wrap(&err, "Store.CountExport(%s)", list)
	x := exports[list]
	e := exportPlace(x.place)
	err = s.db.NewRaw(`
		SELECT count(*)
		`+x.from+` AND `+e[0]+` = ? AND (? = 0 OR `+e[1]+` = ?) AND ?`, q.DistrictID, q.TownID, q.TownID, e.in(q.Scope)).Scan(ctx, &n)
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
