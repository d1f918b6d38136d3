package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"waymark/domain"
)

// AddTask inserts something for a person to do. A message has one task: a second is the same.
func (s *Store) AddTask(ctx context.Context, t *domain.Task) (err error) {
	defer wrap(&err, "Store.AddTask")
	_, err = s.db.NewInsert().Model(t).ModelTableExpr("tasks").On("CONFLICT DO NOTHING").Returning("NULL").Exec(ctx)
	return err
}

// AddRing inserts a call that the clock asks for by itself, unless one to the same person about the same request is still to be made.
func (s *Store) AddRing(ctx context.Context, t *domain.Task) (err error) {
	defer wrap(&err, "Store.AddRing(%d)", t.RequestID)
	_, err = s.db.NewRaw(`
		INSERT INTO tasks (district_id, kind, request_id, person_id, owner_id, town_id, due_at, created_at)
		SELECT ?, 'call', ?, ?, ?, nullif(?, 0), ?, ?
		WHERE NOT EXISTS (
			SELECT FROM tasks
			WHERE district_id = ? AND request_id = ? AND person_id = ? AND message_id IS NULL AND state = 'open')`,
		t.DistrictID, t.RequestID, t.PersonID, t.OwnerID, t.TownID, t.DueAt, t.CreatedAt,
		t.DistrictID, t.RequestID, t.PersonID).Exec(ctx)
	return err
}

// VoidRings ends the calls about a request that the clock asked for by itself and that nobody has made.
func (s *Store) VoidRings(ctx context.Context, request domain.RequestID) (err error) {
	defer wrap(&err, "Store.VoidRings(%d)", request)
	_, err = s.db.NewRaw(`
		UPDATE tasks
		SET state = 'void'
		WHERE request_id = ? AND message_id IS NULL AND state = 'open'`, request).Exec(ctx)
	return err
}

// LockTask reads a task for changing; NotFound when there is none.
func (s *Store) LockTask(ctx context.Context, id domain.TaskID) (t domain.Task, err error) {
	defer wrap(&err, "Store.LockTask(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM tasks WHERE id = ? FOR UPDATE`, id).Scan(ctx, &t)
	return t, err
}

// Task reads a task; NotFound when there is none.
func (s *Store) Task(ctx context.Context, id domain.TaskID) (t domain.Task, err error) {
	defer wrap(&err, "Store.Task(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM tasks WHERE id = ?`, id).Scan(ctx, &t)
	return t, err
}

// SaveTask writes how a task went.
func (s *Store) SaveTask(ctx context.Context, t *domain.Task) (err error) {
	defer wrap(&err, "Store.SaveTask(%d)", t.ID)
	_, err = s.db.NewUpdate().Model(t).ModelTableExpr("tasks AS task").
		Column("state", "outcome", "tries", "due_at", "done_at", "done_by", "owner_id").
		Where("district_id = ? AND id = ?", t.DistrictID, t.ID).Exec(ctx)
	return err
}

// Message reads one message of the outbox.
func (s *Store) Message(ctx context.Context, district domain.DistrictID, id domain.MessageID) (m domain.Message, err error) {
	defer wrap(&err, "Store.Message(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM outbox WHERE district_id = ? AND id = ?`, district, id).Scan(ctx, &m)
	return m, err
}

// AddNote keeps what somebody wrote about a request.
func (s *Store) AddNote(ctx context.Context, n domain.Note) (err error) {
	defer wrap(&err, "Store.AddNote(%d)", n.RequestID)
	_, err = s.db.NewInsert().Model(&n).ModelTableExpr("request_notes").Exec(ctx)
	return err
}

// Notes returns what was written about a request, newest first.
func (s *Store) Notes(ctx context.Context, id domain.RequestID) (out []domain.Note, err error) {
	defer wrap(&err, "Store.Notes(%d)", id)
	err = s.db.NewRaw(`
		SELECT n.*, p.first_name AS author_name
		FROM request_notes n
		JOIN persons p ON p.district_id = n.district_id AND p.id = n.author_id
		WHERE n.request_id = ?
		ORDER BY n.id DESC
		LIMIT 100`, id).Scan(ctx, &out)
	return out, err
}

// KeepUntil settles how long what hangs on a request is kept after its end.
func (s *Store) KeepUntil(ctx context.Context, r domain.Request, secret, rest time.Time) (err error) {
	defer wrap(&err, "Store.KeepUntil(%d)", r.ID)
	for _, q := range []struct {
		sql   string
		until time.Time
	}{
		{`UPDATE request_secrets SET keep_until = ? WHERE district_id = ? AND request_id = ?`, secret},
		{`UPDATE request_notes SET keep_until = ? WHERE district_id = ? AND request_id = ?`, rest},
		{`UPDATE invitations SET keep_until = ? WHERE district_id = ? AND request_id = ?`, rest},
	} {
		if _, err = s.db.NewRaw(q.sql, q.until, r.DistrictID, r.ID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// KeepOn undoes KeepUntil, for a request that is taken up again.
func (s *Store) KeepOn(ctx context.Context, r domain.Request) (err error) {
	defer wrap(&err, "Store.KeepOn(%d)", r.ID)
	for _, table := range []string{"request_secrets", "request_notes", "invitations"} {
		_, err = s.db.NewRaw(`UPDATE ? SET keep_until = NULL WHERE district_id = ? AND request_id = ?`, bun.Ident(table), r.DistrictID, r.ID).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// Skill is one thing that a volunteer may be able to do, with its place in the solver's mask.
type Skill struct {
	Code string
	Name string
	Bit  int
}

// Skills returns all skills in the order of their bits.
func (s *Store) Skills(ctx context.Context) (out []Skill, err error) {
	defer wrap(&err, "Store.Skills")
	err = s.db.NewRaw(`SELECT code, name, bit FROM skills ORDER BY bit`).Scan(ctx, &out)
	return out, err
}

// MailLoss is how many invitations never went out while mail was down, for whoever looks after a district.
type MailLoss struct {
	PersonID domain.PersonID
	Void     int
}

// MailLosses counts, by district coordinator, the invitations that were void because mail was down since an instant.
func (s *Store) MailLosses(ctx context.Context, since, now time.Time) (out []MailLoss, err error) {
	defer wrap(&err, "Store.MailLosses")
	err = s.db.NewRaw(`
		SELECT r.person_id, (
			SELECT count(*)
			FROM invitations i
			WHERE i.district_id = r.district_id AND i.state = 'undelivered' AND i.ended_why = 'mail_down' AND i.queued_at >= ?::timestamptz - interval '1 day') AS void
		FROM roles r
		WHERE r.kind = 'district_coordinator' AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?)`, since, now, now).Scan(ctx, &out)
	return out, err
}
