package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun/dialect/pgdialect"

	"waymark/domain"
)

// AddMeeting notes that the meeting of a day has begun. There is one: a second changes nothing.
func (s *Store) AddMeeting(ctx context.Context, m *domain.Meeting) (err error) {
	defer wrap(&err, "Store.AddMeeting(%d)", m.DistrictID)
	_, err = s.db.NewInsert().Model(m).ModelTableExpr("meetings").On("CONFLICT DO NOTHING").Returning("NULL").Exec(ctx)
	return err
}

// meetingRow selects meetings with the name of who began them.
const meetingRow = `
	SELECT m.*, trim(p.first_name || ' ' || p.last_name) AS began_by_name
	FROM meetings m
	JOIN persons p ON p.district_id = m.district_id AND p.id = m.began_by`

// Meeting reads the meeting of a day; NotFound when there was none.
func (s *Store) Meeting(ctx context.Context, district domain.DistrictID, on time.Time) (m domain.Meeting, err error) {
	defer wrap(&err, "Store.Meeting(%d)", district)
	defer orNotFound(&err)
	err = s.db.NewRaw(meetingRow+` WHERE m.district_id = ? AND m.held_on = ?`, district, on).Scan(ctx, &m)
	return m, err
}

// MeetingsBefore returns the meetings before a day, the newest first.
func (s *Store) MeetingsBefore(ctx context.Context, district domain.DistrictID, day time.Time, limit int) (out []domain.Meeting, err error) {
	defer wrap(&err, "Store.MeetingsBefore(%d)", district)
	err = s.db.NewRaw(meetingRow+`
		WHERE m.district_id = ? AND m.held_on < ?
		ORDER BY m.held_on DESC
		LIMIT ?`, district, day, limit).Scan(ctx, &out)
	return out, err
}

// ActionFilter narrows a list of what was said at meetings. Zero values do not.
type ActionFilter struct {
	DistrictID domain.DistrictID
	ID         domain.MeetingActionID
	OwnerID    domain.PersonID
	SaidOn     *time.Time // a date
	Open       bool       // those that are not done, and those done since DoneSince
	DoneSince  *time.Time
	During     *[2]time.Time // said, done or carried over between two instants
	Limit      int
}

// MeetingActions returns what was said at meetings: what is not done before what is, each by when it was to be done. Carries are read too.
func (s *Store) MeetingActions(ctx context.Context, f ActionFilter) (out []domain.MeetingAction, err error) {
	defer wrap(&err, "Store.MeetingActions(%d)", f.DistrictID)
	during := [2]*time.Time{}
	if f.During != nil {
		during = [2]*time.Time{&f.During[0], &f.During[1]}
	}
	err = s.db.NewRaw(`
		SELECT a.*, trim(o.first_name || ' ' || o.last_name) AS owner_name, o.left_at IS NOT NULL AS owner_gone, coalesce(r.reference, '') AS reference
		FROM meeting_actions a
		JOIN persons o ON o.district_id = a.district_id AND o.id = a.owner_id
		LEFT JOIN requests r ON r.district_id = a.district_id AND r.id = a.request_id
		WHERE a.district_id = ? AND (? = 0 OR a.id = ?) AND (? = 0 OR a.owner_id = ?)
			AND (?::date IS NULL OR a.said_on = ?::date)
			AND (NOT ? OR a.done_at IS NULL OR a.done_at >= ?::timestamptz)
			AND (?::timestamptz IS NULL OR (a.said_at >= ? AND a.said_at < ?) OR (a.done_at >= ? AND a.done_at < ?)
				OR a.id IN (SELECT c.action_id FROM meeting_carries c WHERE c.district_id = a.district_id AND c.at >= ? AND c.at < ?))
		ORDER BY a.done_at IS NOT NULL, a.due_on, a.id
		LIMIT ?`, f.DistrictID, f.ID, f.ID, f.OwnerID, f.OwnerID, f.SaidOn, f.SaidOn, f.Open, f.DoneSince,
		during[0], during[0], during[1], during[0], during[1], during[0], during[1], f.Limit).Scan(ctx, &out)
	if err != nil || len(out) == 0 {
		return out, err
	}
	return out, s.carries(ctx, f.DistrictID, out)
}

// carries puts to each action how often it was carried over, the first time first.
func (s *Store) carries(ctx context.Context, district domain.DistrictID, actions []domain.MeetingAction) error {
	at := map[domain.MeetingActionID]int{}
	ids := make([]int64, len(actions))
	for n, a := range actions {
		at[a.ID], ids[n] = n, int64(a.ID)
	}
	var all []domain.Carry
	err := s.db.NewRaw(`
		SELECT c.district_id, c.action_id, c.at, c.by_id, c.from_due, c.to_due, c.from_owner, c.to_owner, c.why, p.first_name AS by_name
		FROM meeting_carries c
		JOIN persons p ON p.district_id = c.district_id AND p.id = c.by_id
		WHERE c.district_id = ? AND c.action_id = ANY (?)
		ORDER BY c.id`, district, pgdialect.Array(ids)).Scan(ctx, &all)
	for _, c := range all {
		a := &actions[at[c.ActionID]]
		a.Carries = append(a.Carries, c)
	}
	return err
}

// ActionOwner returns where an action belongs and whose it is; NotFound when there is none.
func (s *Store) ActionOwner(ctx context.Context, id domain.MeetingActionID) (district domain.DistrictID, owner domain.PersonID, err error) {
	defer wrap(&err, "Store.ActionOwner(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT district_id, owner_id FROM meeting_actions WHERE id = ?`, id).Scan(ctx, &district, &owner)
	return district, owner, err
}

// LockAction reads an action for changing; NotFound when there is none.
func (s *Store) LockAction(ctx context.Context, id domain.MeetingActionID) (a domain.MeetingAction, err error) {
	defer wrap(&err, "Store.LockAction(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM meeting_actions WHERE id = ? FOR UPDATE`, id).Scan(ctx, &a)
	return a, err
}

// AddAction inserts what somebody said that they would do, and sets its id.
func (s *Store) AddAction(ctx context.Context, a *domain.MeetingAction) (err error) {
	defer wrap(&err, "Store.AddAction")
	_, err = s.db.NewInsert().Model(a).ModelTableExpr("meeting_actions").ExcludeColumn("carries").Returning("id").Exec(ctx)
	return err
}

// SaveAction writes whose an action is, by when, and whether it is done.
func (s *Store) SaveAction(ctx context.Context, a *domain.MeetingAction) (err error) {
	defer wrap(&err, "Store.SaveAction(%d)", a.ID)
	_, err = s.db.NewUpdate().Model(a).ModelTableExpr("meeting_actions AS meeting_action").
		Column("owner_id", "due_on", "done_at", "done_by", "outcome", "keep_until").
		Where("district_id = ? AND id = ?", a.DistrictID, a.ID).Exec(ctx)
	return err
}

// AddCarry keeps that an action was carried over, and why.
func (s *Store) AddCarry(ctx context.Context, c *domain.Carry) (err error) {
	defer wrap(&err, "Store.AddCarry(%d)", c.ActionID)
	_, err = s.db.NewInsert().Model(c).ModelTableExpr("meeting_carries").Exec(ctx)
	return err
}

// MeetingPeople returns who may be given an action: those of a district who have a desk to find it on and come to its meeting.
func (s *Store) MeetingPeople(ctx context.Context, district domain.DistrictID, today time.Time) (out []domain.Name, err error) {
	defer wrap(&err, "Store.MeetingPeople(%d)", district)
	err = s.db.NewRaw(`
		SELECT p.id, trim(p.first_name || ' ' || p.last_name) AS name
		FROM persons p
		WHERE p.district_id = ?0 AND p.left_at IS NULL AND p.id IN (
			SELECT r.person_id
			FROM roles r
			WHERE r.district_id = ?0 AND r.kind IN ('desk', 'call_taker', 'builder', 'district_coordinator')
				AND r.begins_on <= ?1 AND (r.ends_on IS NULL OR r.ends_on > ?1))
		ORDER BY lower(p.first_name), lower(p.last_name), p.id`, district, today).Scan(ctx, &out)
	return out, err
}
