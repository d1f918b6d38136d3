package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/domain"
)

// ServiceQuery says which services are looked for. Zeroes set no bound.
type ServiceQuery struct {
	DistrictID domain.DistrictID
	Unlisted   domain.DistrictID // where those for staff alone are found too; 0: nowhere
	Everything bool              // those for staff alone are found everywhere: the clock
	Scope      *domain.Scope     // only where somebody looks after services
	TownID     domain.TownID     // there, or for the whole of its district
	SectionID  domain.SectionID
	Theme      string // its code
	Weekday    int
	Free       bool
	Status     domain.ServiceStatus
	Open       bool       // without those that are closed
	CheckedTo  *time.Time // checked before, or never; those that are closed are not among them
	Reported   bool       // somebody has said that something is wrong
	Text       string     // a query of text search, see domain.SearchQuery; "": all, by name
	After      ServiceKey
	Limit      int
}

// ServiceKey is the place of a service in a list: the best fit first, then by name.
type ServiceKey struct {
	Score int
	Name  string // in lower case
	ID    domain.ServiceID
}

// nearWords is how alike the words are among which a mistyped one is looked for: a slip or two in a word leaves that many of its
// trigrams.
const nearWords = 0.3

// Services finds services, the best fit first, without what hangs on them, and says how many there are from the key on.
func (s *Store) Services(ctx context.Context, q ServiceQuery) (out []domain.Service, total int, err error) {
	defer wrap(&err, "Store.Services")
	where, args := q.where()
	score, scoreArgs := "0", []any{}
	if q.Text != "" {
		// A hit in the name outweighs those in all else.
		score, scoreArgs = "(1000000 * ts_rank(s.search, to_tsquery('english', ?)))::int", []any{q.Text}
	}
	after := ""
	if q.After.ID != 0 {
		after = " AND (-(" + score + "), lower(s.name), s.id) > (-?::int, ?, ?)"
		args = append(append(args, scoreArgs...), q.After.Score, q.After.Name, q.After.ID)
	}
	var rows []struct {
		domain.Service
		Total int
	}
	// The window is found first: what belongs to a row is read for its rows alone.
	err = s.db.NewRaw(`
		WITH hits AS (
			SELECT s.id AS hit, `+score+` AS score, count(*) OVER () AS total
			FROM services s`+where+after+`
			ORDER BY score DESC, lower(s.name), s.id
			LIMIT ?)`+serviceColumns+`, hits.score, hits.total`+serviceTables+`
		JOIN hits ON hits.hit = s.id
		ORDER BY hits.score DESC, lower(s.name), s.id`, append(append(scoreArgs, args...), q.Limit)...).Scan(ctx, &rows)
	for _, r := range rows {
		out, total = append(out, r.Service), r.Total
	}
	return out, total, err
}

// CountServices counts what Services finds, from the beginning of its list.
func (s *Store) CountServices(ctx context.Context, q ServiceQuery) (n int, err error) {
	defer wrap(&err, "Store.CountServices")
	where, args := q.where()
	err = s.db.NewRaw(`SELECT count(*) FROM services s`+where, args...).Scan(ctx, &n)
	return n, err
}

// where is the condition of a query, of fixed pieces, and what is put into it.
func (q ServiceQuery) where() (string, []any) {
	sql, args := " WHERE true", []any{}
	add := func(wanted bool, piece string, values ...any) {
		if wanted {
			sql, args = sql+" AND "+piece, append(args, values...)
		}
	}
	add(q.Text != "", "s.search @@ to_tsquery('english', ?)", q.Text)
	add(q.DistrictID != 0, "s.district_id = ?", q.DistrictID)
	add(!q.Everything, "(s.audience = 'public' OR s.district_id = ?)", q.Unlisted)
	if q.Scope != nil {
		add(!q.Scope.All, "(s.district_id = ANY (?) OR s.town_id = ANY (?))", pq.Array(q.Scope.Districts), pq.Array(q.Scope.Towns))
	}
	add(q.TownID != 0, `(s.town_id = ? OR s.town_id IS NULL AND s.district_id = (SELECT t.district_id FROM towns t WHERE t.id = ?))`, q.TownID, q.TownID)
	add(q.SectionID != 0, `EXISTS (
		SELECT FROM service_at_locations sl
		JOIN locations l ON l.district_id = sl.district_id AND l.id = sl.location_id
		WHERE sl.district_id = s.district_id AND sl.service_id = s.id AND l.section_id = ?)`, q.SectionID)
	add(q.Theme != "", `EXISTS (
		SELECT FROM service_themes st
		WHERE st.district_id = s.district_id AND st.service_id = s.id AND st.theme_id = ANY (ARRAY(SELECT id FROM themes WHERE code = ?)))`, q.Theme)
	add(q.Weekday != 0, `EXISTS (
		SELECT FROM schedules w
		WHERE w.district_id = s.district_id AND w.service_id = s.id AND w.weekday = ?)`, q.Weekday)
	add(q.Free, `EXISTS (
		SELECT FROM cost_options c
		WHERE c.district_id = s.district_id AND c.service_id = s.id AND c.pence = 0 AND c.option = '')`)
	add(q.Status != "", "s.status = ?", q.Status)
	add(q.Open, "s.status <> 'closed'")
	if q.CheckedTo != nil {
		add(true, "s.status <> 'closed' AND (s.checked_on IS NULL OR s.checked_on < ?)", *q.CheckedTo)
	}
	add(q.Reported, `EXISTS (
		SELECT FROM service_reports r
		WHERE r.district_id = s.district_id AND r.service_id = s.id AND r.done_at IS NULL)`)
	return sql, args
}

// SynonymsOf are what else phrases are called, by phrase.
func (s *Store) SynonymsOf(ctx context.Context, district domain.DistrictID, phrases []string) (out map[string][]string, err error) {
	defer wrap(&err, "Store.SynonymsOf(%d)", district)
	var rows []domain.Synonym
	err = s.db.NewRaw(`
		SELECT said, means
		FROM synonyms
		WHERE (district_id = ? OR ? = 0) AND said = ANY (?)
		ORDER BY said, means`, district, district, pq.Array(phrases)).Scan(ctx, &rows)
	out = map[string][]string{}
	for _, r := range rows {
		out[r.Said] = append(out[r.Said], r.Means)
	}
	return out, err
}

// NearWords are the words of the directory, and those that are called otherwise in it, that look like others, by the other. A word that
// stands there, if as more than one, is like none.
func (s *Store) NearWords(ctx context.Context, district domain.DistrictID, words []string) (out map[string][]string, err error) {
	defer wrap(&err, "Store.NearWords(%d)", district)
	var rows []struct{ Typed, Word string }
	// A slip in a word is found by its keys; of two in a long one enough trigrams are left. See domain.LikelyMeant. Without OFFSET 0 the
	// index of the keys is not looked into.
	err = s.db.NewRaw(`
		WITH q AS MATERIALIZED (
			SELECT q.typed
			FROM unnest(?0::text[]) q (typed)
			WHERE NOT EXISTS (SELECT FROM directory_words k WHERE k.word IN (q.typed, q.typed || 's') AND (k.district_id = ?1 OR ?1 = 0))
				AND NOT EXISTS (SELECT FROM synonyms k WHERE k.said = q.typed AND (k.district_id = ?1 OR ?1 = 0)))
		SELECT q.typed, n.word
		FROM q
		JOIN directory_words n ON n.word % q.typed AND abs(length(n.word) - length(q.typed)) <= 2 AND (n.district_id = ?1 OR ?1 = 0)
		WHERE length(q.typed) > 6 AND similarity(n.word, q.typed) >= ?2
		UNION
		SELECT q.typed, n.word
		FROM q
		CROSS JOIN LATERAL (
			SELECT n.word
			FROM directory_words n
			WHERE slip_keys(n.word) && slip_keys(q.typed) AND abs(length(n.word) - length(q.typed)) <= 1 AND (n.district_id = ?1 OR ?1 = 0)
			OFFSET 0) n
		WHERE length(q.typed) <= 6
		UNION
		SELECT q.typed, n.said
		FROM q
		JOIN synonyms n ON slip_keys(n.said) && slip_keys(q.typed) AND (n.district_id = ?1 OR ?1 = 0)
		ORDER BY 1, 2`, pq.Array(words), district, nearWords).Scan(ctx, &rows)
	out = map[string][]string{}
	for _, r := range rows {
		out[r.Typed] = append(out[r.Typed], r.Word)
	}
	return out, err
}

// Missed is a search that has found nothing.
type Missed struct {
	DistrictID domain.DistrictID
	TownID     domain.TownID
	Day        time.Time
	Words      string
	KeepUntil  time.Time
}

// AddMissed counts a search that has found nothing.
func (s *Store) AddMissed(ctx context.Context, m Missed) (err error) {
	defer wrap(&err, "Store.AddMissed(%d)", m.DistrictID)
	_, err = s.db.NewRaw(`
		INSERT INTO missed_searches AS m (district_id, town_id, day, words, keep_until)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (district_id, coalesce(town_id, 0), day, words) DO UPDATE SET times = m.times + 1`,
		m.DistrictID, nullable(m.TownID), m.Day, m.Words, m.KeepUntil).Exec(ctx)
	return err
}

// MissedKey is the place of what was not found in a list: the most wanted first, then by its words.
type MissedKey struct {
	Times  int // 0: from the beginning
	Words  string
	TownID domain.TownID
}

// MissedSearches are what was looked for since a day in the towns of a scope and not there, the most wanted first. What nobody named a town
// for is everybody's.
func (s *Store) MissedSearches(ctx context.Context, district domain.DistrictID, in domain.Scope, since time.Time, after MissedKey, limit int) (out []domain.MissedSearch, err error) {
	defer wrap(&err, "Store.MissedSearches(%d)", district)
	err = s.db.NewRaw(`
		SELECT m.town_id, coalesce(t.name, '') AS town_name, m.words, sum(m.times)::int AS times, max(m.day) AS last_on
		FROM missed_searches m
		LEFT JOIN towns t ON t.district_id = m.district_id AND t.id = m.town_id
		WHERE m.district_id = ?0 AND m.day >= ?1 AND (?2 OR m.district_id = ANY (?3) OR m.town_id IS NULL OR m.town_id = ANY (?4))
		GROUP BY m.town_id, t.name, m.words
		HAVING ?5 = 0 OR (-sum(m.times), m.words, coalesce(m.town_id, 0)) > (-?5, ?6, ?7)
		ORDER BY times DESC, m.words, coalesce(m.town_id, 0)
		LIMIT ?8`, district, since, in.All, pq.Array(in.Districts), pq.Array(in.Towns), after.Times, after.Words, after.TownID, limit).Scan(ctx, &out)
	return out, err
}

// Synonyms are all of a district, by what is typed.
func (s *Store) Synonyms(ctx context.Context, district domain.DistrictID) (out []domain.Synonym, err error) {
	defer wrap(&err, "Store.Synonyms(%d)", district)
	err = s.db.NewRaw(`
		SELECT *
		FROM synonyms
		WHERE district_id = ?
		ORDER BY said, means`, district).Scan(ctx, &out)
	return out, err
}

// Synonym reads one pair; NotFound when there is none.
func (s *Store) Synonym(ctx context.Context, id domain.SynonymID) (out domain.Synonym, err error) {
	defer wrap(&err, "Store.Synonym(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM synonyms WHERE id = ?`, id).Scan(ctx, &out)
	return out, err
}

// AddSynonyms inserts pairs that are not there yet, and returns how many.
func (s *Store) AddSynonyms(ctx context.Context, pairs []domain.Synonym) (n int64, err error) {
	defer wrap(&err, "Store.AddSynonyms")
	result, err := s.db.NewInsert().Model(&pairs).ModelTableExpr("synonyms").On("CONFLICT DO NOTHING").Returning("NULL").Exec(ctx)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// DeleteSynonym takes a pair of a district away; NotFound when it is not there.
func (s *Store) DeleteSynonym(ctx context.Context, district domain.DistrictID, id domain.SynonymID) (err error) {
	defer wrap(&err, "Store.DeleteSynonym(%d)", id)
	defer orNotFound(&err)
	return s.one(ctx, `DELETE FROM synonyms WHERE district_id = ? AND id = ?`, district, id)
}
