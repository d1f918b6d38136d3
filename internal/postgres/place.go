package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/schema"

	"waymark/domain"
)

// inScope is the condition that a row lies in a scope, given the columns that say where it is.
func inScope(s domain.Scope, district, town, section, street string) schema.QueryWithArgs {
	return bun.SafeQuery("(? OR "+district+" = ANY(?) OR "+town+" = ANY(?) OR "+section+" = ANY(?) OR "+street+" = ANY(?))",
		s.All, pgdialect.Array(s.Districts), pgdialect.Array(s.Towns), pgdialect.Array(s.Sections), pgdialect.Array(s.Streets))
}

// Districts returns all districts by name.
func (s *Store) Districts(ctx context.Context) (out []domain.District, err error) {
	defer wrap(&err, "Store.Districts")
	err = s.db.NewRaw(`
		SELECT id, name, centre_lat, centre_lon
		FROM districts
		ORDER BY lower(name), id`).Scan(ctx, &out)
	return out, err
}

// Towns returns the towns of a district (0: of all) by name.
func (s *Store) Towns(ctx context.Context, district domain.DistrictID) (out []domain.Town, err error) {
	defer wrap(&err, "Store.Towns(%d)", district)
	err = s.db.NewRaw(`
		SELECT t.district_id, t.id, t.name, d.name AS district_name, coalesce(nullif(t.phone, ''), d.phone, '') AS phone
		FROM towns t
		JOIN districts d ON d.id = t.district_id
		WHERE ? = 0 OR t.district_id = ?
		ORDER BY lower(t.name), t.id`, district, district).Scan(ctx, &out)
	return out, err
}

// Sections returns the sections of a town by name.
func (s *Store) Sections(ctx context.Context, town domain.TownID) (out []domain.Section, err error) {
	defer wrap(&err, "Store.Sections(%d)", town)
	err = s.db.NewRaw(`
		SELECT n.district_id, n.id, n.town_id, n.name, n.edited, t.name AS town_name
		FROM sections n
		JOIN towns t ON t.district_id = n.district_id AND t.id = n.town_id
		WHERE n.town_id = ?
		ORDER BY lower(n.name), n.id`, town).Scan(ctx, &out)
	return out, err
}

// Section reads one section; NotFound when there is none.
func (s *Store) Section(ctx context.Context, id domain.SectionID) (n domain.Section, err error) {
	defer wrap(&err, "Store.Section(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT n.district_id, n.id, n.town_id, n.name, n.edited, t.name AS town_name
		FROM sections n
		JOIN towns t ON t.district_id = n.district_id AND t.id = n.town_id
		WHERE n.id = ?`, id).Scan(ctx, &n)
	return n, err
}

// Street reads one street with its lines; NotFound when there is none.
func (s *Store) Street(ctx context.Context, id domain.StreetID) (out domain.Street, err error) {
	defer wrap(&err, "Store.Street(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT s.district_id, s.id, s.town_id, s.section_id, s.name, coalesce(s.lat, 0) AS lat, coalesce(s.lon, 0) AS lon,
			s.lines, n.name AS section_name, t.name AS town_name
		FROM streets s
		JOIN sections n ON n.district_id = s.district_id AND n.id = s.section_id
		JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
		WHERE s.id = ?`, id).Scan(ctx, &out)
	return out, err
}

// StreetSpot returns where a street stands in the tree of places; NotFound when there is none.
func (s *Store) StreetSpot(ctx context.Context, id domain.StreetID) (spot domain.Spot, err error) {
	defer wrap(&err, "Store.StreetSpot(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT district_id, town_id, section_id, id AS street_id
		FROM streets
		WHERE id = ?`, id).Scan(ctx, &spot)
	return spot, err
}

// StreetQuery says which streets a list shows.
type StreetQuery struct {
	Scope     domain.Scope
	TownID    domain.TownID    // 0: any
	SectionID domain.SectionID // 0: any
	Key       string           // beginning of a word of the name, as domain.SearchKey makes it; "": any
	Vacant    bool             // only those that nobody looks after, not even for the whole section
	Nearly    bool             // Key is a name with slips in it
	Today     time.Time
	AfterKey  string // the list goes on after this search key and street
	AfterID   domain.StreetID
	Limit     int
}

// StreetLines returns streets by name with who looks after them, without their lines.
func (s *Store) StreetLines(ctx context.Context, q StreetQuery) (out []domain.StreetLine, err error) {
	defer wrap(&err, "Store.StreetLines")
	err = s.db.NewRaw(`
		WITH page AS (
			SELECT s.*
			FROM streets s
			WHERE ? AND (? = 0 OR s.town_id = ?) AND (? = 0 OR s.section_id = ?)
				AND ?
				AND (NOT ? OR ?)
				AND (s.search_key, s.id) > (?, ?)
			ORDER BY s.search_key, s.id
			LIMIT ?)
		SELECT s.district_id, s.id, s.town_id, s.section_id, s.name, coalesce(s.lat, 0) AS lat, coalesce(s.lon, 0) AS lon,
			n.name AS section_name, t.name AS town_name,
			? AS coordinator_name, ? AS reserve_name,
			(SELECT count(*) FROM volunteers v JOIN persons p ON p.district_id = v.district_id AND p.id = v.person_id
				WHERE p.district_id = s.district_id AND p.street_id = s.id AND v.ended_at IS NULL AND p.left_at IS NULL) AS volunteers,
			(SELECT count(*) FROM requests r
				WHERE r.district_id = s.district_id AND r.street_id = s.id AND r.state <> 'closed') AS open_requests
		FROM page s
		JOIN sections n ON n.district_id = s.district_id AND n.id = s.section_id
		JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
		ORDER BY s.search_key, s.id`,
		inScope(q.Scope, "s.district_id", "s.town_id", "s.section_id", "s.id"), q.TownID, q.TownID, q.SectionID, q.SectionID,
		q.named(), q.Vacant, without(domain.Coordinator, q.Today), q.AfterKey, q.AfterID, q.Limit,
		holderName(domain.Coordinator, q.Today), holderName(domain.Reserve, q.Today)).Scan(ctx, &out)
	return out, err
}

// named is the condition on the name of a street s.
func (q StreetQuery) named() schema.QueryWithArgs {
	switch {
	case q.Key == "":
		return bun.SafeQuery("true")
	case q.Nearly:
		return bun.SafeQuery(streetAlike, q.Key, q.Key, nearEnough, q.Key)
	}
	return bun.SafeQuery("(s.search_key LIKE ? OR s.search_key LIKE ?)", q.Key+"%", "% "+q.Key+"%")
}

// foundStreet is a street as it is shown to be chosen; the condition and the order follow.
const foundStreet = `
	SELECT s.district_id, s.id, s.town_id, s.section_id, s.name, coalesce(s.lat, 0) AS lat, coalesce(s.lon, 0) AS lon,
		n.name AS section_name, t.name AS town_name
	FROM streets s
	JOIN sections n ON n.district_id = s.district_id AND n.id = s.section_id
	JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
	WHERE ` + foundIn

// foundIn is the condition that a street s is in the places to look in: see Find.place.
const foundIn = `(? = 0 OR s.district_id = ?) AND (? = 0 OR s.town_id = ?) AND (NOT ? OR s.section_id = ANY(?))`

// Both conditions are written so that the trigram index answers them: a pattern that begins a word, and likeness. Names that share no
// more than their last word ("Main Street", "Castle Street") are alike to 0.4; with one slip in them they are to 0.5 and more.
const (
	nearEnough   = 0.45
	streetBegins = foundStreet + `
		AND (s.search_key LIKE ? OR s.search_key LIKE ? OR s.search_key LIKE ?)
	ORDER BY s.search_key <> ?, s.search_key NOT LIKE ?, s.gone_at IS NOT NULL, s.search_key, lower(t.name), s.id
	LIMIT ?`
	streetAlike  = "((s.search_key % ? AND similarity(s.search_key, ?) >= ?) OR ? <% s.search_key)"
	streetIsLike = foundStreet + `
		AND ` + streetAlike + `
	ORDER BY greatest(similarity(s.search_key, ?), word_similarity(?, s.search_key)) DESC, s.gone_at IS NOT NULL,
		s.search_key, lower(t.name), s.id
	LIMIT ?`
)

// Find says which street is looked for.
type Find struct {
	Key      string // domain.SearchKey of what was typed; not ""
	Raw      string // the same with its abbreviations as typed: the last word may not be finished
	District domain.DistrictID
	Town     domain.TownID
	Sections []domain.SectionID // only these; nil: any
	Limit    int
}

// place are the arguments of the places to look in, as foundStreet takes them.
func (f Find) place(more ...any) []any {
	return append([]any{f.District, f.District, f.Town, f.Town, f.Sections != nil, pgdialect.Array(f.Sections)}, more...)
}

// SectionsLike returns the sections that may be meant by words behind the name of a street: each of the words begins a word of the
// section's name or of its town's, or is like one of the two. Words are domain.SearchKey of what was typed. Those that begin so come
// without those that are only like it.
func (s *Store) SectionsLike(ctx context.Context, f Find, words []string) (out []domain.SectionID, err error) {
	defer wrap(&err, "Store.SectionsLike")
	var all []struct {
		ID              domain.SectionID
		Name, Town      string
		AsName, AsPlace float64
	}
	begins, like := map[domain.SectionID]int{}, map[domain.SectionID]int{}
	for _, word := range words {
		all = all[:0]
		err = s.db.NewRaw(`
			SELECT n.id, n.name, t.name AS town, similarity(lower(n.name), ?) AS as_name, similarity(lower(t.name), ?) AS as_place
			FROM sections n
			JOIN towns t ON t.district_id = n.district_id AND t.id = n.town_id
			WHERE (? = 0 OR n.district_id = ?) AND (? = 0 OR n.town_id = ?)
			ORDER BY n.id`, word, word, f.District, f.District, f.Town, f.Town).Scan(ctx, &all)
		if err != nil {
			return nil, err
		}
		for _, n := range all {
			if beginsWord(n.Name, word) || beginsWord(n.Town, word) {
				begins[n.ID]++
				like[n.ID]++
			} else if max(n.AsName, n.AsPlace) >= nearEnough {
				like[n.ID]++
			}
		}
	}
	for _, counts := range []map[domain.SectionID]int{begins, like} {
		for _, n := range all {
			if counts[n.ID] == len(words) {
				out = append(out, n.ID)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out, nil
}

// beginsWord reports whether the name of a place, or a word of it, begins with a key.
func beginsWord(name, key string) bool { return strings.Contains(" "+domain.SearchKey(name), " "+key) }

// FindStreets returns the streets in which a word begins as was typed, the best fit first. When there are none, they are looked for by what
// may have been meant, had a slip been made. While there are fewer than the limit, those that look like it follow; and when there are none
// at all, the last word, which may not be finished, does not count.
func (s *Store) FindStreets(ctx context.Context, f Find) (out []domain.Street, err error) {
	defer wrap(&err, "Store.FindStreets")
	if out, err = s.streetsBegin(ctx, f); err != nil || len(out) >= f.Limit {
		return out, err
	}
	if len(out) == 0 {
		if out, err = s.streetsMeant(ctx, f); err != nil {
			return nil, err
		}
	}
	var like []domain.Street
	err = s.db.NewRaw(streetIsLike, f.place(f.Key, f.Key, nearEnough, f.Key, f.Key, f.Key, f.Limit)...).Scan(ctx, &like)
	if err != nil {
		return nil, err
	}
	seen := map[domain.StreetID]bool{}
	for _, street := range out {
		seen[street.ID] = true
	}
	for _, street := range like {
		if !seen[street.ID] && len(out) < f.Limit {
			out = append(out, street)
		}
	}
	if last := strings.LastIndexByte(f.Key, ' '); len(out) == 0 && last > 0 {
		f.Key, f.Raw = f.Key[:last], f.Key[:last]
		return s.FindStreets(ctx, f)
	}
	return out, nil
}

// streetsBegin returns the streets in which a word begins as was typed.
func (s *Store) streetsBegin(ctx context.Context, f Find) (out []domain.Street, err error) {
	return out, s.db.NewRaw(streetBegins, f.place(f.Key+"%", "% "+f.Key+"%", f.Raw+"%", f.Key, f.Key+"%", f.Limit)...).Scan(ctx, &out)
}

// streetsMeant returns the streets that begin as one of the spellings of what was typed: of the likeliest for which there are any.
func (s *Store) streetsMeant(ctx context.Context, f Find) ([]domain.Street, error) {
	spellings, err := s.spellings(ctx, f.Raw, f.inStreets())
	if err != nil {
		return nil, err
	}
	for _, f.Raw = range spellings {
		f.Key = domain.SearchKey(f.Raw)
		if out, err := s.streetsBegin(ctx, f); err != nil || len(out) > 0 {
			return out, err
		}
	}
	return nil, nil
}

// LockTown keeps others from changing a town until the end of the transaction, and returns what it shows; NotFound when there
// is none.
func (s *Store) LockTown(ctx context.Context, id domain.TownID) (d domain.TownDoor, err error) {
	defer wrap(&err, "Store.LockTown(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT t.district_id, d.name AS district_name, t.id AS town_id, t.name, t.phone, t.opened_at,
			coalesce(t.safeguarding_lead_id, 0) AS safeguarding_lead_id
		FROM towns t
		JOIN districts d ON d.id = t.district_id
		WHERE t.id = ?
		FOR NO KEY UPDATE OF t`, id).Scan(ctx, &d)
	return d, err
}

// SaveTown writes a town's own phone, when it opened and its safeguarding lead.
func (s *Store) SaveTown(ctx context.Context, d domain.TownDoor) (err error) {
	defer wrap(&err, "Store.SaveTown(%d)", d.TownID)
	return s.one(ctx, `
		UPDATE towns
		SET phone = ?, opened_at = ?, safeguarding_lead_id = nullif(?, 0)
		WHERE id = ?`, d.Phone, d.OpenedAt, d.SafeguardingLeadID, d.TownID)
}

// NamesLedBy returns the names of the towns whose safeguarding lead somebody is.
func (s *Store) NamesLedBy(ctx context.Context, district domain.DistrictID, lead domain.PersonID) (names []string, err error) {
	defer wrap(&err, "Store.NamesLedBy(%d)", lead)
	err = s.db.NewRaw(`SELECT name FROM towns WHERE district_id = ? AND safeguarding_lead_id = ? ORDER BY lower(name)`, district, lead).Scan(ctx, &names)
	return names, err
}

// LockDistrict keeps others from changing a district, or who holds it together, until the end of the transaction.
func (s *Store) LockDistrict(ctx context.Context, id domain.DistrictID) (err error) {
	defer wrap(&err, "Store.LockDistrict(%d)", id)
	_, err = s.db.NewRaw(`SELECT 1 FROM districts WHERE id = ? FOR NO KEY UPDATE`, id).Exec(ctx)
	return err
}

// SaveSettings writes what a district has settled for itself, but for its name.
func (s *Store) SaveSettings(ctx context.Context, d domain.Settings) (err error) {
	defer wrap(&err, "Store.SaveSettings(%d)", d.DistrictID)
	return s.one(ctx, `
		UPDATE districts
		SET phone = ?, section_label = ?, opens = make_interval(secs => ?), closes = make_interval(secs => ?), sundays = ?,
			bank_holidays = ?
		WHERE id = ?`, d.Phone, d.SectionLabel, d.Opens.Seconds(), d.Closes.Seconds(), d.Sundays, d.BankHolidays, d.DistrictID)
}

// RenameSection gives a section the name that people want; from then on nothing regroups it. IsUnique(err, "sections_name")
// when the town has one of that name.
func (s *Store) RenameSection(ctx context.Context, id domain.SectionID, name string) (err error) {
	defer wrap(&err, "Store.RenameSection(%d)", id)
	return s.one(ctx, `UPDATE sections SET name = ?, edited = true WHERE id = ?`, name, id)
}

// MoveStreet puts a street and its open asks into another section of its town. Nothing regroups either section from then on.
func (s *Store) MoveStreet(ctx context.Context, street domain.Spot, to domain.SectionID) (err error) {
	defer wrap(&err, "Store.MoveStreet(%d)", street.StreetID)
	_, err = s.db.NewRaw(`
		UPDATE requests
		SET section_id = ?, version = version + 1
		WHERE district_id = ? AND street_id = ? AND state <> 'closed'`, to, street.DistrictID, street.StreetID).Exec(ctx)
	if err != nil {
		return err
	}
	if err := s.one(ctx, `UPDATE streets SET section_id = ? WHERE id = ?`, to, street.StreetID); err != nil {
		return err
	}
	_, err = s.db.NewRaw(`UPDATE sections SET edited = true WHERE id IN (?, ?)`, street.SectionID, to).Exec(ctx)
	return err
}
