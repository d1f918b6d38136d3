package postgres

import (
	"context"
	"database/sql"
	"time"

	"github.com/lib/pq"

	"waymark/domain"
)

// SaveConnectorKinds stores kinds of connector, those that are known by their codes and new ones, and sets their ids.
func (s *Store) SaveConnectorKinds(ctx context.Context, kinds []domain.ConnectorKind) (err error) {
	defer wrap(&err, "Store.SaveConnectorKinds")
	_, err = s.db.NewInsert().Model(&kinds).ModelTableExpr("connector_kinds").ExcludeColumn("id").
		On("CONFLICT (district_id, code) DO UPDATE").
		Set("name = excluded.name, signposts = excluded.signposts, goes_along = excluded.goes_along, one_to_one = excluded.one_to_one").
		Set("offered = excluded.offered, position = excluded.position").Returning("id").Exec(ctx)
	return err
}

// YoungConnectors counts the connectors of a kind who are 16 or 17.
func (s *Store) YoungConnectors(ctx context.Context, district domain.DistrictID, kind domain.KindID) (n int, err error) {
	defer wrap(&err, "Store.YoungConnectors(%d)", kind)
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM connectors c
		JOIN persons p ON p.district_id = c.district_id AND p.id = c.person_id
		WHERE c.district_id = ? AND c.kind_id = ? AND c.ended_at IS NULL AND p.young`, district, kind).Scan(ctx, &n)
	return n, err
}

// ConnectorKinds returns the kinds of connector of a district, in their order.
func (s *Store) ConnectorKinds(ctx context.Context, district domain.DistrictID) (out []domain.ConnectorKind, err error) {
	defer wrap(&err, "Store.ConnectorKinds(%d)", district)
	err = s.db.NewRaw(`
		SELECT *
		FROM connector_kinds
		WHERE district_id = ?
		ORDER BY position, id`, district).Scan(ctx, &out)
	return out, err
}

// patchStreets are the names of the streets that are the patch of connector c, by name.
const patchStreets = `ARRAY (
			SELECT DISTINCT s.name
			FROM connector_streets x
			JOIN streets s ON s.district_id = x.district_id AND s.id = x.street_id
			WHERE x.district_id = c.district_id AND x.person_id = c.person_id
			ORDER BY s.name)`

// connectorColumns are a connector with the names of what they belong to, and what they counted since a day (?0). A conversation of
// which somebody's safety was the matter counts like any other.
const connectorColumns = `c.*, p.first_name, p.last_name, p.languages, k.name AS kind_name, t.name AS town_name, coalesce(n.name, '') AS section_name,
		` + patchStreets + ` AS streets,
		(
			SELECT count(*)
			FROM conversations v
			WHERE v.district_id = c.district_id AND v.connector_id = c.person_id AND v.day >= ?0) AS conversations,
		(
			SELECT max(v.day)
			FROM conversations v
			WHERE v.district_id = c.district_id AND v.connector_id = c.person_id) AS last_day
	FROM connectors c
	JOIN persons p ON p.district_id = c.district_id AND p.id = c.person_id
	JOIN connector_kinds k ON k.district_id = c.district_id AND k.id = c.kind_id
	JOIN towns t ON t.district_id = c.district_id AND t.id = c.town_id
	LEFT JOIN sections n ON n.district_id = c.district_id AND n.id = c.section_id`

// Connector reads one connector, with what they counted since a day; NotFound when the person never was one.
func (s *Store) Connector(ctx context.Context, id domain.PersonID, since time.Time) (c domain.Connector, err error) {
	defer wrap(&err, "Store.Connector(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT `+connectorColumns+` WHERE c.person_id = ?1`, since, id).Scan(ctx, &c)
	return c, err
}

// BadgeOf reads what decides whether somebody's badge holds, and where they count; and of some themes, what kind they are. A theme that
// their district does not have is left out.
func (s *Store) BadgeOf(ctx context.Context, district domain.DistrictID, id domain.PersonID, themes ...domain.ThemeID) (c domain.Connector, kinds map[domain.ThemeID]domain.ThemeKind, err error) {
	defer wrap(&err, "Store.BadgeOf(%d)", id)
	defer orNotFound(&err)
	kinds = map[domain.ThemeID]domain.ThemeKind{}
	err = s.each(ctx, `
		SELECT c.district_id, c.person_id, c.town_id, coalesce(c.section_id, 0), c.badge, c.badge_until, c.badge_ended_at, c.ended_at, coalesce(t.id, 0), coalesce(t.kind, '')
		FROM connectors c
		LEFT JOIN themes t ON t.district_id = c.district_id AND t.id = ANY (?::bigint[])
		WHERE c.district_id = ? AND c.person_id = ?`, []any{pq.Array(themes), district, id}, func(r *sql.Rows) error {
		var theme domain.ThemeID
		var kind domain.ThemeKind
		err := r.Scan(&c.DistrictID, &c.PersonID, &c.TownID, &c.SectionID, &c.Badge, &c.BadgeUntil, &c.BadgeEndedAt, &c.EndedAt, &theme, &kind)
		kinds[theme] = kind
		return err
	})
	delete(kinds, 0)
	if err == nil && c.PersonID == 0 {
		err = sql.ErrNoRows
	}
	return c, kinds, err
}

// ConnectorQuery is a window of the list of connectors.
type ConnectorQuery struct {
	DistrictID domain.DistrictID
	Scope      domain.Scope
	Since      time.Time // conversations count from this day
	After      struct {
		First, Last string
		ID          domain.PersonID // 0: from the beginning
	}
	Limit int
}

// Connectors returns those of a scope who have not stopped, by name.
func (s *Store) Connectors(ctx context.Context, q ConnectorQuery) (out []domain.Connector, err error) {
	defer wrap(&err, "Store.Connectors(%d)", q.DistrictID)
	err = s.db.NewRaw(`SELECT `+connectorColumns+`
		WHERE c.district_id = ?1 AND c.ended_at IS NULL AND p.left_at IS NULL AND (?2 OR c.district_id = ANY (?3) OR c.town_id = ANY (?4))
			AND (?5 = 0 OR (lower(p.first_name), lower(p.last_name), c.person_id) > (?6, ?7, ?5))
		ORDER BY lower(p.first_name), lower(p.last_name), c.person_id
		LIMIT ?8`, q.Since, q.DistrictID, q.Scope.All, pq.Array(q.Scope.Districts), pq.Array(q.Scope.Towns), q.After.ID, q.After.First, q.After.Last,
		q.Limit).Scan(ctx, &out)
	return out, err
}

// SaveConnector writes a connector; it makes the person one if they were none.
func (s *Store) SaveConnector(ctx context.Context, c *domain.Connector) (err error) {
	defer wrap(&err, "Store.SaveConnector(%d)", c.PersonID)
	_, err = s.db.NewRaw(`
		INSERT INTO connectors (district_id, person_id, kind_id, setting, town_id, section_id, joined_by, trained_on, refresh_on, reminded_for,
			notice_version, agreed_at, badge, badge_until, badge_ended_at, greeted_at, ended_at)
		VALUES (?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (district_id, person_id) DO UPDATE
		SET kind_id = excluded.kind_id, setting = excluded.setting, town_id = excluded.town_id, section_id = excluded.section_id,
			joined_by = excluded.joined_by, trained_on = excluded.trained_on, refresh_on = excluded.refresh_on,
			reminded_for = excluded.reminded_for, notice_version = excluded.notice_version, agreed_at = excluded.agreed_at,
			badge = excluded.badge, badge_until = excluded.badge_until, badge_ended_at = excluded.badge_ended_at,
			greeted_at = excluded.greeted_at, ended_at = excluded.ended_at`,
		c.DistrictID, c.PersonID, c.KindID, c.Setting, c.TownID, c.SectionID, c.JoinedBy, c.TrainedOn, c.RefreshOn, c.RemindedFor,
		c.NoticeVersion, c.AgreedAt, c.Badge, c.BadgeUntil, c.BadgeEndedAt, c.GreetedAt, c.EndedAt).Exec(ctx)
	return err
}

// SavePatch writes which streets are a connector's patch; those that were go.
func (s *Store) SavePatch(ctx context.Context, c domain.Connector, streets []domain.Street) (err error) {
	defer wrap(&err, "Store.SavePatch(%d)", c.PersonID)
	ids := make([]int64, len(streets))
	for i, street := range streets {
		ids[i] = int64(street.ID)
	}
	_, err = s.db.NewRaw(`
		WITH gone AS (
			DELETE FROM connector_streets
			WHERE district_id = ?0 AND person_id = ?1 AND NOT street_id = ANY (?2))
		INSERT INTO connector_streets (district_id, person_id, street_id)
		SELECT ?0, ?1, unnest(?2::bigint[])
		ON CONFLICT DO NOTHING`, c.DistrictID, c.PersonID, pq.Array(ids)).Exec(ctx)
	return err
}

// EndConnector notes that somebody is a connector no more, takes their badge back, and lets go which streets were theirs.
func (s *Store) EndConnector(ctx context.Context, p domain.Person, now time.Time) (err error) {
	defer wrap(&err, "Store.EndConnector(%d)", p.ID)
	_, err = s.db.NewRaw(`
		WITH patch AS (
			DELETE FROM connector_streets
			WHERE district_id = ?1 AND person_id = ?2)
		UPDATE connectors
		SET ended_at = ?0, badge_ended_at = coalesce(badge_ended_at, ?0)
		WHERE district_id = ?1 AND person_id = ?2 AND ended_at IS NULL`, now, p.DistrictID, p.ID).Exec(ctx)
	return err
}

// RefreshDue returns who should come to a training again by a day and has not been told.
func (s *Store) RefreshDue(ctx context.Context, by time.Time) (out []domain.Connector, err error) {
	defer wrap(&err, "Store.RefreshDue")
	err = s.db.NewRaw(`
		SELECT c.*
		FROM connectors c
		JOIN persons p ON p.district_id = c.district_id AND p.id = c.person_id
		WHERE c.ended_at IS NULL AND p.left_at IS NULL AND c.refresh_on <= ? AND c.reminded_for IS DISTINCT FROM c.refresh_on
		ORDER BY c.refresh_on, c.person_id
		LIMIT 500
		FOR UPDATE OF c SKIP LOCKED`, by).Scan(ctx, &out)
	return out, err
}

// PersonReachedBy finds somebody of a district who has not left and whom this e-mail address or phone number reaches; 0 for nobody. An
// empty one finds nobody.
func (s *Store) PersonReachedBy(ctx context.Context, district domain.DistrictID, firstName, emailKey, phone string) (id domain.PersonID, err error) {
	defer wrap(&err, "Store.PersonReachedBy")
	err = s.db.NewRaw(`
		SELECT coalesce((
			SELECT id
			FROM persons
			WHERE district_id = ?0 AND left_at IS NULL AND lower(first_name) = lower(?1)
				AND (?2 <> '' AND email_key = ?2 OR ?3 <> '' AND phone = ?3)
			ORDER BY id
			LIMIT 1), 0)`, district, firstName, emailKey, phone).Scan(ctx, &id)
	return id, err
}

// AddConnectorInvite stores the question and sets its id.
func (s *Store) AddConnectorInvite(ctx context.Context, i *domain.ConnectorInvite) (err error) {
	defer wrap(&err, "Store.AddConnectorInvite(%d)", i.PersonID)
	_, err = s.db.NewInsert().Model(i).ModelTableExpr("connector_invites").Returning("id").Exec(ctx)
	return err
}

// ConnectorInvite reads one question; NotFound when there is none.
func (s *Store) ConnectorInvite(ctx context.Context, district domain.DistrictID, id domain.InviteID) (i domain.ConnectorInvite, err error) {
	defer wrap(&err, "Store.ConnectorInvite(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT i.*, k.name AS kind_name, t.name AS town_name, p.first_name, b.first_name AS asked_name
		FROM connector_invites i
		JOIN connector_kinds k ON k.district_id = i.district_id AND k.id = i.kind_id
		JOIN towns t ON t.district_id = i.district_id AND t.id = i.town_id
		JOIN persons p ON p.district_id = i.district_id AND p.id = i.person_id
		JOIN persons b ON b.district_id = i.district_id AND b.id = i.asked_by
		WHERE i.district_id = ? AND i.id = ?`, district, id).Scan(ctx, &i)
	return i, err
}

// AnswerConnectorInvite writes an answer down; false when there was one already.
func (s *Store) AnswerConnectorInvite(ctx context.Context, i domain.ConnectorInvite, answer string, now time.Time) (ok bool, err error) {
	defer wrap(&err, "Store.AnswerConnectorInvite(%d)", i.ID)
	res, err := s.db.NewRaw(`
		UPDATE connector_invites
		SET answer = ?, answered_at = ?
		WHERE district_id = ? AND id = ? AND answered_at IS NULL`, answer, now, i.DistrictID, i.ID).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// AddConnectorWish stores what somebody would like, and sets its id.
func (s *Store) AddConnectorWish(ctx context.Context, v *domain.ConnectorWish) (err error) {
	defer wrap(&err, "Store.AddConnectorWish")
	_, err = s.db.NewInsert().Model(v).ModelTableExpr("connector_wishes").Returning("id").Exec(ctx)
	return err
}

// ConnectorWish reads one wish; NotFound when there is none.
func (s *Store) ConnectorWish(ctx context.Context, id domain.WishID) (v domain.ConnectorWish, err error) {
	defer wrap(&err, "Store.ConnectorWish(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM connector_wishes WHERE id = ?`, id).Scan(ctx, &v)
	return v, err
}

// ConnectorWishes returns what waits for somebody in the towns of a scope, the longest waiting first, after one of them (0: from the first).
func (s *Store) ConnectorWishes(ctx context.Context, district domain.DistrictID, in domain.Scope, after domain.WishID, limit int) (out []domain.ConnectorWish, err error) {
	defer wrap(&err, "Store.ConnectorWishes(%d)", district)
	err = s.db.NewRaw(`
		SELECT v.*, t.name AS town_name
		FROM connector_wishes v
		JOIN towns t ON t.district_id = v.district_id AND t.id = v.town_id
		WHERE v.district_id = ? AND v.done_at IS NULL AND (? OR v.district_id = ANY (?) OR v.town_id = ANY (?)) AND v.id > ?
		ORDER BY v.id
		LIMIT ?`, district, in.All, pq.Array(in.Districts), pq.Array(in.Towns), after, limit).Scan(ctx, &out)
	return out, err
}

// SettleConnectorWish notes who has been in touch, the first time.
func (s *Store) SettleConnectorWish(ctx context.Context, v domain.ConnectorWish, by domain.PersonID, now time.Time) (err error) {
	defer wrap(&err, "Store.SettleConnectorWish(%d)", v.ID)
	_, err = s.db.NewRaw(`
		UPDATE connector_wishes
		SET done_at = ?, done_by = ?
		WHERE district_id = ? AND id = ? AND done_at IS NULL`, now, by, v.DistrictID, v.ID).Exec(ctx)
	return err
}
