package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// personColumns are what may change of a person.
var personColumns = []string{
	"first_name", "last_name", "email", "email_key", "phone", "address", "town_id", "street_id", "languages", "language", "preferred",
	"safe_to_ring", "safe_to_text", "safe_to_write", "safe_to_leave_message", "large_print", "email_bounced_at", "young",
	"lawful_basis", "notice_version", "how_told", "agreed_share", "agreed_beyond", "left_at", "keep_until",
}

// PersonTarget returns where a person lives; NotFound when there is none.
func (s *Store) PersonTarget(ctx context.Context, id domain.PersonID) (t domain.Target, err error) {
	defer wrap(&err, "Store.PersonTarget(%d)", id)
	defer orNotFound(&err)
	var row domain.Spot
	err = s.db.NewRaw(`
		SELECT p.district_id, coalesce(s.town_id, p.town_id, 0) AS town_id, coalesce(s.section_id, 0) AS section_id,
			coalesce(p.street_id, 0) AS street_id
		FROM persons p
		LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
		WHERE p.id = ?`, id).Scan(ctx, &row)
	return domain.Target{Spot: row, PersonID: id}, err
}

// AddPerson inserts a person and sets their id.
func (s *Store) AddPerson(ctx context.Context, p *domain.Person) (err error) {
	defer wrap(&err, "Store.AddPerson")
	p.EmailKey = domain.Email(p.Email).Key()
	_, err = s.db.NewInsert().Model(p).ModelTableExpr("persons").Returning("id").Exec(ctx)
	return err
}

// SavePerson writes what may change of a person.
func (s *Store) SavePerson(ctx context.Context, p *domain.Person) (err error) {
	defer wrap(&err, "Store.SavePerson(%d)", p.ID)
	p.EmailKey = domain.Email(p.Email).Key()
	_, err = s.db.NewUpdate().Model(p).ModelTableExpr("persons AS person").
		Column(personColumns...).
		Where("district_id = ? AND id = ?", p.DistrictID, p.ID).Exec(ctx)
	return err
}

// Person reads one person with the names of their street, section and town; NotFound when there is none.
func (s *Store) Person(ctx context.Context, id domain.PersonID) (p domain.Person, err error) {
	defer wrap(&err, "Store.Person(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT p.*, coalesce(s.name, '') AS street_name, coalesce(n.name, '') AS section_name, coalesce(t.name, '') AS town_name
		FROM persons p
		LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
		LEFT JOIN sections n ON n.district_id = p.district_id AND n.id = s.section_id
		LEFT JOIN towns t ON t.district_id = p.district_id AND t.id = coalesce(s.town_id, p.town_id)
		WHERE p.id = ?`, id).Scan(ctx, &p)
	return p, err
}

// MailBounced notes that a person's address does not exist.
func (s *Store) MailBounced(ctx context.Context, id domain.PersonID, now time.Time) (err error) {
	defer wrap(&err, "Store.MailBounced(%d)", id)
	_, err = s.db.NewRaw(`UPDATE persons SET email_bounced_at = ? WHERE id = ?`, now, id).Exec(ctx)
	return err
}

// Seats returns who holds the roles around a spot today, the nearest and those on duty first. Those who have left are not in it.
func (s *Store) Seats(ctx context.Context, spot domain.Spot, now time.Time, today time.Time) (out []domain.Seat, err error) {
	defer wrap(&err, "Store.Seats")
	err = s.db.NewRaw(`
		SELECT r.kind, r.person_id, coalesce(p.street_id, 0) AS street_id,
			EXISTS (
				SELECT FROM absences a
				WHERE a.district_id = r.district_id AND a.person_id = r.person_id
					AND a.kind = 'holiday' AND a.from_on <= ? AND (a.to_on IS NULL OR a.to_on > ?)) AS away
		FROM roles r
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		LEFT JOIN LATERAL (
			SELECT min(greatest(d.starts_at, ?)) AS next
			FROM desk_shifts d
			WHERE r.kind = 'desk' AND d.district_id = r.district_id AND d.town_id = r.town_id
				AND d.person_id = r.person_id AND d.ends_at > ?) shift ON true
		WHERE r.district_id = ? AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?) AND p.left_at IS NULL
			AND CASE
				WHEN r.kind IN ('coordinator', 'reserve') THEN r.street_id = ? OR r.section_id = ?
				WHEN r.kind = 'desk' THEN r.town_id = ?
				WHEN r.kind = 'builder' THEN r.town_id IS NULL OR r.town_id = ?
				ELSE r.kind IN ('district_coordinator', 'administrator') END
		ORDER BY r.street_id IS NULL, r.town_id IS NULL, shift.next NULLS LAST, r.id`,
		today, today, now, now, spot.DistrictID, today, today,
		spot.StreetID, spot.SectionID, spot.TownID, spot.TownID).Scan(ctx, &out)
	return out, err
}

// LockPerson reads a person for changing; NotFound when there is none. Rows that point to them may still be added.
func (s *Store) LockPerson(ctx context.Context, id domain.PersonID) (p domain.Person, err error) {
	defer wrap(&err, "Store.LockPerson(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM persons WHERE id = ? FOR NO KEY UPDATE`, id).Scan(ctx, &p)
	return p, err
}

// InRequest reports whether somebody is the person of a request, whoever asked for them, or a helper who is asked or going now.
func (s *Store) InRequest(ctx context.Context, request domain.RequestID, person domain.PersonID) (in bool, err error) {
	defer wrap(&err, "Store.InRequest(%d, %d)", request, person)
	err = s.db.NewRaw(`
		SELECT EXISTS (SELECT FROM requests WHERE id = ? AND (person_id = ? OR asker_id = ?))
			OR EXISTS (
				SELECT FROM invitations
				WHERE request_id = ? AND person_id = ? AND state IN ('queued', 'delivered', 'held', 'accepted'))`,
		request, person, person, request, person).Scan(ctx, &in)
	return in, err
}

// KeepApart notes that two people are not put together. Noting it again changes nothing.
func (s *Store) KeepApart(ctx context.Context, district domain.DistrictID, a, b, by domain.PersonID, now time.Time) (err error) {
	defer wrap(&err, "Store.KeepApart")
	_, err = s.db.NewRaw(`
		INSERT INTO better_apart (district_id, person_a, person_b, set_by, set_at)
		VALUES (?, least(?::bigint, ?::bigint), greatest(?::bigint, ?::bigint), ?, ?)
		ON CONFLICT DO NOTHING`, district, a, b, a, b, by, now).Exec(ctx)
	return err
}

// PlacePerson says in which street somebody lives whose street was not known.
func (s *Store) PlacePerson(ctx context.Context, id domain.PersonID, spot domain.Spot) (err error) {
	defer wrap(&err, "Store.PlacePerson(%d)", id)
	_, err = s.db.NewRaw(`
		UPDATE persons SET town_id = ?, street_id = ? WHERE id = ? AND street_id IS NULL`, spot.TownID, spot.StreetID, id).Exec(ctx)
	return err
}
