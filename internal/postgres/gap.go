package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"waymark/domain"
)

// gapColumns are those of some gaps g, with the names that go with them: what is missing is named by its oldest sign. The first of its two
// arguments is today, the second the gaps.
const gapColumns = `
	SELECT g.*, coalesce(nullif(g.name, ''), n.subject, '') AS subject, coalesce(n.code, '') AS code, coalesce(n.id, 0) AS subject_id, coalesce(t.name, '') AS town_name,
		coalesce(trim(o.first_name || ' ' || o.last_name), '') AS owner, coalesce(v.name, a.name, '') AS answer,
		coalesce(v.status <> 'open', a.last_on < ?, false) AS answer_off
	FROM (?) g
	LEFT JOIN towns t ON t.district_id = g.district_id AND t.id = g.town_id
	LEFT JOIN persons o ON o.district_id = g.district_id AND o.id = g.owner_id AND o.left_at IS NULL
	LEFT JOIN services v ON v.district_id = g.district_id AND v.id = g.service_id
	LEFT JOIN LATERAL (
		SELECT k.name || ', ' || p.name AS name, a.last_on
		FROM gatherings a
		JOIN gathering_kinds k ON k.district_id = a.district_id AND k.code = a.kind
		JOIN gathering_places p ON p.district_id = a.district_id AND p.id = a.place_id
		WHERE a.district_id = g.district_id AND a.id = g.gathering_id) a ON true
	LEFT JOIN LATERAL (
		SELECT coalesce(n.name, h.name, v.name, k.name, c.name || ', ' || p.name, s.words) AS subject, coalesce(n.code, h.code, '') AS code, s.subject AS id
		FROM gap_signs s
		LEFT JOIN needs n ON s.kind = 'help' AND n.district_id = s.district_id AND n.id = s.subject
		LEFT JOIN themes h ON s.kind = 'theme' AND h.district_id = s.district_id AND h.id = s.subject
		LEFT JOIN services v ON s.kind = 'full' AND v.district_id = s.district_id AND v.id = s.subject
		LEFT JOIN streets k ON s.kind = 'street' AND k.district_id = s.district_id AND k.id = s.subject
		LEFT JOIN gatherings a ON s.kind = 'host' AND a.district_id = s.district_id AND a.id = s.subject
		LEFT JOIN gathering_kinds c ON c.district_id = a.district_id AND c.code = a.kind
		LEFT JOIN gathering_places p ON p.district_id = a.district_id AND p.id = a.place_id
		WHERE s.district_id = g.district_id AND s.gap_id = g.id
		ORDER BY s.kind <> g.kind, s.first_seen, s.subject, s.words
		LIMIT 1) n ON true`

// Gap reads one gap as it stands today; NotFound when there is none.
func (s *Store) Gap(ctx context.Context, id domain.GapID, today time.Time) (g domain.Gap, err error) {
	defer wrap(&err, "Store.Gap(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(gapColumns, today, bun.SafeQuery(`SELECT * FROM gaps WHERE id = ?`, id)).Scan(ctx, &g)
	return g, err
}

// LockGap reads a gap like Gap, and keeps it from being changed by others until the transaction ends.
func (s *Store) LockGap(ctx context.Context, id domain.GapID, today time.Time) (g domain.Gap, err error) {
	defer wrap(&err, "Store.LockGap(%d)", id)
	if err = s.one(ctx, `SELECT FROM gaps WHERE id = ? FOR UPDATE`, id); err != nil {
		orNotFound(&err)
		return g, err
	}
	return s.Gap(ctx, id, today)
}

// GapQuery says which gaps a list shows. Zeroes show all that are open.
type GapQuery struct {
	Scope   domain.Scope
	TownID  domain.TownID
	Kind    domain.GapKind
	Stage   domain.GapStage // "": all but closed
	OwnerID domain.PersonID
	Size    domain.GapSize
	Before  time.Time // first seen before; zero: whenever
	Today   time.Time
	After   GapPlace
	Limit   int
}

// GapPlace is where a gap stands in a list.
type GapPlace struct {
	People, Times int
	FirstSeen     time.Time
	ID            domain.GapID
}

// which is the condition that a gap g is in the list, wherever that begins.
func (q GapQuery) which() schema.QueryWithArgs {
	return bun.SafeQuery(`?0 AND (?1 = 0 OR g.town_id = ?1) AND (?2 = '' OR g.kind = ?2) AND (?3 = '' AND g.stage <> 'closed' OR g.stage = ?3)
			AND (?4 = 0 OR g.owner_id = ?4) AND (?5 OR g.first_seen < ?6) AND (?7 = '' OR ?8 = (?7 = 'small'))`,
		inScope(q.Scope, "g.district_id", "g.town_id", "g.section_id", "g.street_id"), q.TownID, q.Kind, q.Stage, q.OwnerID, q.Before.IsZero(), q.Before, q.Size, smallGap(q.Today))
}

// smallGap is the condition that a gap g is small, see domain.GapSize.
func smallGap(today time.Time) schema.QueryWithArgs {
	return bun.SafeQuery(`(g.stage = 'noticed' AND g.owner_id IS NULL AND g.kind <> 'host' AND greatest(g.people, g.times) < ? AND (g.kind <> 'help' OR g.first_seen >= ?))`,
		domain.SmallGap, today.AddDate(0, 0, -7*domain.SmallGapWeeks))
}

// Gaps returns gaps: those in which most people wait first, then what showed most often, then the oldest.
func (s *Store) Gaps(ctx context.Context, q GapQuery) (out []domain.Gap, err error) {
	defer wrap(&err, "Store.Gaps")
	const order = ` ORDER BY g.people DESC, g.times DESC, g.first_seen, g.id`
	page := bun.SafeQuery(`
		SELECT *
		FROM gaps g
		WHERE ?0 AND (?4 = 0 OR (-g.people, -g.times, g.first_seen, g.id) > (-?1, -?2, ?3::timestamptz, ?4))
		`+order+`
		LIMIT ?5`, q.which(), q.After.People, q.After.Times, q.After.FirstSeen, q.After.ID, q.Limit)
	err = s.db.NewRaw(gapColumns+order, q.Today, page).Scan(ctx, &out)
	return out, err
}

// MovedGaps are the gaps of a district to which something was done since an instant, or that are new since then: what is new first, then
// where most people wait.
func (s *Store) MovedGaps(ctx context.Context, district domain.DistrictID, since, today time.Time, limit int) (out []domain.Gap, err error) {
	defer wrap(&err, "Store.MovedGaps(%d)", district)
	const order = ` ORDER BY g.stage <> 'noticed', g.people DESC, g.times DESC, g.id`
	moved := bun.SafeQuery(`
		SELECT *
		FROM gaps g
		WHERE g.district_id = ?0 AND EXISTS (SELECT FROM gap_steps s WHERE s.district_id = g.district_id AND s.gap_id = g.id AND s.at >= ?1)
		`+order+`
		LIMIT ?2`, district, since, limit)
	err = s.db.NewRaw(gapColumns+order, today, moved).Scan(ctx, &out)
	return out, err
}

// CountGaps counts the gaps of a scope; a kind and stage without any is not in it.
func (s *Store) CountGaps(ctx context.Context, scope domain.Scope, today time.Time) (out []domain.GapCount, err error) {
	defer wrap(&err, "Store.CountGaps")
	err = s.db.NewRaw(`
		SELECT g.kind, g.stage, count(*) AS count, count(*) FILTER (WHERE ?) AS small
		FROM gaps g
		WHERE ?
		GROUP BY g.kind, g.stage`, smallGap(today), inScope(scope, "g.district_id", "g.town_id", "g.section_id", "g.street_id")).Scan(ctx, &out)
	return out, err
}

// AddGap inserts a gap and sets its id.
func (s *Store) AddGap(ctx context.Context, g *domain.Gap) (err error) {
	defer wrap(&err, "Store.AddGap")
	_, err = s.db.NewInsert().Model(g).ModelTableExpr("gaps").Returning("id").Exec(ctx)
	return err
}

// SaveGap writes what people may change of a gap, and its version goes up. What it is counted by follows its signs.
func (s *Store) SaveGap(ctx context.Context, g *domain.Gap) (err error) {
	defer wrap(&err, "Store.SaveGap(%d)", g.ID)
	g.Version++
	_, err = s.db.NewUpdate().Model(g).ModelTableExpr("gaps AS gap").
		Column("stage", "owner_id", "next_step", "next_on", "fund_pence", "fund_from", "fund_until", "service_id", "gathering_id", "helpers", "why", "name", "gone", "merged_into",
			"version", "closed_at", "keep_until").
		Where("district_id = ? AND id = ?", g.DistrictID, g.ID).Exec(ctx)
	return err
}

// AddGapStep writes a step of a gap's story.
func (s *Store) AddGapStep(ctx context.Context, step domain.GapStep) (err error) {
	defer wrap(&err, "Store.AddGapStep(%d)", step.GapID)
	_, err = s.db.NewInsert().Model(&step).ModelTableExpr("gap_steps").Exec(ctx)
	return err
}

// GapSteps are the steps of a gap, the newest first.
func (s *Store) GapSteps(ctx context.Context, id domain.GapID) (out []domain.GapStep, err error) {
	defer wrap(&err, "Store.GapSteps(%d)", id)
	err = s.db.NewRaw(`
		SELECT s.*, coalesce(trim(p.first_name || ' ' || p.last_name), '') AS actor_name
		FROM gap_steps s
		LEFT JOIN persons p ON p.district_id = s.district_id AND p.id = s.actor_id
		WHERE s.gap_id = ?
		ORDER BY s.n DESC`, id).Scan(ctx, &out)
	return out, err
}

// GapWaits are those who wait in a gap and live on here, whoever waits longest first. Whoever has asked again since they were told has not been told.
func (s *Store) GapWaits(ctx context.Context, id domain.GapID) (out []domain.GapWait, err error) {
	defer wrap(&err, "Store.GapWaits(%d)", id)
	err = s.db.NewRaw(`
		SELECT p.*, min(r.raised_at) AS since, CASE WHEN bool_and(w.told_at IS NOT NULL) THEN max(w.told_at) END AS told_at,
			bool_or(r.knows = 'agreed' AND coalesce(r.ending, '') NOT IN ('died', 'moved')) AS agreed
		FROM gap_waits w
		JOIN persons p ON p.district_id = w.district_id AND p.id = w.person_id
		JOIN requests r ON r.district_id = w.district_id AND r.id = w.request_id
		WHERE w.gap_id = ? AND p.left_at IS NULL
		GROUP BY p.district_id, p.id
		ORDER BY since, p.id`, id).Scan(ctx, &out)
	return out, err
}

// MarkGapTold notes that somebody who waits in a gap has been told.
func (s *Store) MarkGapTold(ctx context.Context, g domain.Gap, person domain.PersonID, now time.Time) (err error) {
	defer wrap(&err, "Store.MarkGapTold(%d)", g.ID)
	_, err = s.db.NewRaw(`UPDATE gap_waits SET told_at = ? WHERE district_id = ? AND gap_id = ? AND person_id = ? AND told_at IS NULL`, now, g.DistrictID, g.ID, person).Exec(ctx)
	return err
}

// MergeGap moves all who wait in a gap, and the signs that it shows by, into another, and counts that anew.
func (s *Store) MergeGap(ctx context.Context, from, into domain.Gap) (err error) {
	defer wrap(&err, "Store.MergeGap(%d, %d)", from.ID, into.ID)
	for _, table := range []bun.Safe{"gap_waits", "gap_signs"} {
		if _, err = s.db.NewRaw(`UPDATE ? SET gap_id = ? WHERE district_id = ? AND gap_id = ?`, table, into.ID, from.DistrictID, from.ID).Exec(ctx); err != nil {
			return err
		}
	}
	return s.CountGapsAnew(ctx, into.DistrictID)
}

// GapDay is for how many asks of those who wait in a gap help was wanted on a day of the week, 1 for Monday, and not at once.
type GapDay struct{ Day, Asks int }

// GapDays are the days of the week for which the asks of a gap were, most asks first.
func (s *Store) GapDays(ctx context.Context, id domain.GapID, zone string) (out []GapDay, err error) {
	defer wrap(&err, "Store.GapDays(%d)", id)
	err = s.db.NewRaw(`
		SELECT extract(isodow FROM r.wanted_from AT TIME ZONE ?1)::int AS day, count(*) AS asks
		FROM gap_waits w
		JOIN requests r ON r.district_id = w.district_id AND r.id = w.request_id
		WHERE w.gap_id = ?0 AND (r.wanted_from AT TIME ZONE ?1)::date > (r.raised_at AT TIME ZONE ?1)::date
		GROUP BY 1
		ORDER BY asks DESC, day`, id, zone).Scan(ctx, &out)
	return out, err
}

// CouldHelp are people of a gap's town who help with what its asks need and are not resting: those free at some time first, then those met; how many
// there are, and how many of them are free then.
func (s *Store) CouldHelp(ctx context.Context, g domain.Gap, free domain.Availability, limit int) (out []domain.NotMetYet, all, then int, err error) {
	defer wrap(&err, "Store.CouldHelp(%d)", g.ID)
	var rows []struct {
		domain.NotMetYet
		Total, Free int
	}
	err = s.db.NewRaw(`
		SELECT p.id AS person_id, p.first_name, p.last_name, k.name AS street_name, t.name AS town_name, v.began_at, count(*) OVER () AS total,
			count(*) FILTER (WHERE v.availability & ?4 <> 0) OVER () AS free
		FROM volunteers v
		JOIN persons p ON p.district_id = v.district_id AND p.id = v.person_id
		JOIN streets k ON k.district_id = p.district_id AND k.id = p.street_id
		JOIN towns t ON t.district_id = k.district_id AND t.id = k.town_id
		WHERE v.district_id = ?0 AND v.ended_at IS NULL AND p.left_at IS NULL AND NOT v.resting AND (?2 = 0 OR k.town_id = ?2)
			AND EXISTS (
				SELECT
				FROM gap_signs s
				JOIN needs n ON n.district_id = s.district_id AND n.id = s.subject
				WHERE s.district_id = ?0 AND s.gap_id = ?1 AND s.kind = 'help' AND cardinality(n.skills) > 0 AND v.skills @> n.skills)
		ORDER BY v.availability & ?4 = 0, v.standing = 'not_met', lower(p.first_name), p.id
		LIMIT ?3`, g.DistrictID, g.ID, g.TownID, limit, free).Scan(ctx, &rows)
	for _, r := range rows {
		out, all, then = append(out, r.NotMetYet), r.Total, r.Free
	}
	return out, all, then, err
}

// GapSkills are the skills that the kinds of help of a gap need, by code.
func (s *Store) GapSkills(ctx context.Context, g domain.Gap) (out []string, err error) {
	defer wrap(&err, "Store.GapSkills(%d)", g.ID)
	err = s.db.NewRaw(`
		SELECT DISTINCT unnest(n.skills) AS skill
		FROM gap_signs s
		JOIN needs n ON n.district_id = s.district_id AND n.id = s.subject
		WHERE s.district_id = ? AND s.gap_id = ? AND s.kind = 'help'
		ORDER BY skill`, g.DistrictID, g.ID).Scan(ctx, &out)
	return out, err
}

// CountGapSigns counts what a gap shows by; none are left where another gap has them.
func (s *Store) CountGapSigns(ctx context.Context, g domain.Gap) (n int, err error) {
	defer wrap(&err, "Store.CountGapSigns(%d)", g.ID)
	err = s.db.NewRaw(`SELECT count(*) FROM gap_signs WHERE district_id = ? AND gap_id = ?`, g.DistrictID, g.ID).Scan(ctx, &n)
	return n, err
}

// GapOwners are those who may see to a gap: they build its place, run its district or look after the system there.
func (s *Store) GapOwners(ctx context.Context, g domain.Gap, today time.Time) (out []domain.Person, err error) {
	defer wrap(&err, "Store.GapOwners(%d)", g.ID)
	err = s.db.NewRaw(`
		SELECT DISTINCT ON (lower(p.first_name), p.id) p.*
		FROM roles r
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		WHERE r.district_id = ?0 AND r.kind IN ('builder', 'district_coordinator', 'administrator') AND p.left_at IS NULL
			AND coalesce(r.town_id, ?1) = ?1 AND r.section_id IS NULL AND r.street_id IS NULL AND r.begins_on <= ?2 AND (r.ends_on IS NULL OR r.ends_on > ?2)
		ORDER BY lower(p.first_name), p.id`, g.DistrictID, g.TownID, today).Scan(ctx, &out)
	return out, err
}

// GapIdeas are the ideas that answer a gap, the newest first: of its theme, or of what was looked for.
func (s *Store) GapIdeas(ctx context.Context, id domain.GapID) (out []domain.Idea, err error) {
	defer wrap(&err, "Store.GapIdeas(%d)", id)
	err = s.db.NewRaw(ideaColumns+`
		WHERE i.stage <> 'let_go' AND EXISTS (
			SELECT
			FROM gap_signs s
			WHERE s.district_id = i.district_id AND s.gap_id = ? AND s.town_id IN (0, i.town_id)
				AND (s.kind = 'search' AND s.words = i.looked_for OR s.kind = 'theme' AND s.subject = i.theme_id))
		ORDER BY i.id DESC
		LIMIT 10`, id).Scan(ctx, &out)
	return out, err
}

// IdeaGaps are the gaps that an idea answers, see GapIdeas, and that are open in a scope, the oldest first.
func (s *Store) IdeaGaps(ctx context.Context, id domain.IdeaID, scope domain.Scope, today time.Time) (out []domain.Gap, err error) {
	defer wrap(&err, "Store.IdeaGaps(%d)", id)
	err = s.db.NewRaw(gapColumns+` ORDER BY g.id`, today, bun.SafeQuery(`
		SELECT *
		FROM gaps g
		WHERE g.stage <> 'closed' AND ? AND EXISTS (
			SELECT
			FROM gap_signs s
			JOIN ideas i ON i.district_id = s.district_id AND s.town_id IN (0, i.town_id)
			WHERE s.district_id = g.district_id AND s.gap_id = g.id AND i.id = ?
				AND (s.kind = 'search' AND s.words = i.looked_for OR s.kind = 'theme' AND s.subject = i.theme_id))`,
		inScope(scope, "g.district_id", "g.town_id", "g.section_id", "g.street_id"), id)).Scan(ctx, &out)
	return out, err
}

// GapServices are the services of a gap's town or the whole district that everybody can find and that take people, by name.
func (s *Store) GapServices(ctx context.Context, g domain.Gap) (out []domain.Service, err error) {
	defer wrap(&err, "Store.GapServices(%d)", g.ID)
	err = s.db.NewRaw(`
		SELECT v.district_id, v.id, v.name
		FROM services v
		WHERE v.district_id = ?0 AND v.status = 'open' AND v.audience = 'public' AND (v.town_id IS NULL OR ?1 = 0 OR v.town_id = ?1)
		ORDER BY lower(v.name), v.id`, g.DistrictID, g.TownID).Scan(ctx, &out)
	return out, err
}
