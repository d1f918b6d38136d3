package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/lib/pq"

	"waymark/domain"
)

// The lease of a piece of long work is between machines, not a rule of ours: it is reckoned by PostgreSQL's own clock, which a demo's
// or a test's does not move.

// leaseLasts is for how long whoever works has said that they live.
const leaseLasts = "interval '30 seconds'"

// workColumns are a row of works w with who began it and how long this try has taken.
const workColumns = `
	SELECT w.*, coalesce((SELECT p.first_name FROM persons p WHERE p.district_id = w.district_id AND p.id = w.begun_by), '') AS begun_by_name,
		greatest(0, extract(epoch FROM clock_timestamp() - w.started_at))::int AS seconds
	FROM works w`

// LockWorks waits until nobody else begins long work in a district, until the transaction ends: so what is counted stays so.
func (s *Store) LockWorks(ctx context.Context, district domain.DistrictID) (err error) {
	defer wrap(&err, "Store.LockWorks(%d)", district)
	_, err = s.db.NewRaw(`SELECT pg_advisory_xact_lock(hashtextextended('works', ?))`, district).Exec(ctx)
	return err
}

// AddWork writes a piece of long work that begins now, and sets its id.
func (s *Store) AddWork(ctx context.Context, w *domain.LongWork) (err error) {
	defer wrap(&err, "Store.AddWork(%s)", w.Kind)
	return s.db.NewRaw(`
		INSERT INTO works (district_id, kind, name, same, input, town_id, begun_by, begun_at, state, again, server, lease, started_at, keep_until, input_until)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, clock_timestamp() + `+leaseLasts+`, clock_timestamp(), ?, ?)
		RETURNING id`, w.DistrictID, w.Kind, w.Name, w.Same, w.Input, nullable(w.TownID), nullable(w.BegunBy), w.BegunAt, w.Again, w.Server,
		w.KeepUntil, w.InputUntil).Scan(ctx, &w.ID)
}

func nullable[T ~int64](id T) *T {
	if id == 0 {
		return nil
	}
	return &id
}

// SameWork finds the newest piece of the same work that is under way, or was begun after an instant and is done; NotFound for none.
func (s *Store) SameWork(ctx context.Context, like domain.LongWork, since time.Time) (w domain.LongWork, err error) {
	defer wrap(&err, "Store.SameWork(%s)", like.Kind)
	defer orNotFound(&err)
	err = s.db.NewRaw(workColumns+`
		WHERE w.district_id = ? AND w.kind = ? AND w.same = ? AND (w.state = 'running' OR w.state = 'done' AND w.begun_at > ?)
		ORDER BY w.id DESC
		LIMIT 1`, like.DistrictID, like.Kind, like.Same, since).Scan(ctx, &w)
	return w, err
}

// Work finds a piece of long work.
func (s *Store) Work(ctx context.Context, id domain.LongWorkID) (w domain.LongWork, err error) {
	defer wrap(&err, "Store.Work(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(workColumns+` WHERE w.id = ?`, id).Scan(ctx, &w)
	return w, err
}

// Works returns the newest pieces of long work of some kinds in each kind's scope, and those that somebody has begun themselves.
func (s *Store) Works(ctx context.Context, district domain.DistrictID, by domain.PersonID, kinds map[string]domain.Scope, most int) (out []domain.LongWork, err error) {
	defer wrap(&err, "Store.Works(%d)", district)
	whole, inTowns, towns := []string{}, []string{}, []int64{}
	for kind, scope := range kinds {
		if scope.All || len(scope.Districts) > 0 {
			whole = append(whole, kind)
		}
		for _, t := range scope.Towns {
			inTowns, towns = append(inTowns, kind), append(towns, int64(t))
		}
	}
	err = s.db.NewRaw(workColumns+`
		WHERE w.district_id = ? AND (w.begun_by = ? OR w.kind = ANY (?)
			OR (w.kind, w.town_id) IN (SELECT k, t FROM unnest(?::text[], ?::bigint[]) u (k, t)))
		ORDER BY w.id DESC
		LIMIT ?`, district, by, pq.Array(whole), pq.Array(inTowns), pq.Array(towns), most).Scan(ctx, &out)
	return out, err
}

// RunningWorks counts the pieces of some kinds that are under way in a district. One whose server has died counts while another may take it up.
func (s *Store) RunningWorks(ctx context.Context, district domain.DistrictID, kinds []string) (n int, err error) {
	defer wrap(&err, "Store.RunningWorks(%v)", kinds)
	err = s.db.NewRaw(`SELECT count(*) FROM works WHERE district_id = ? AND kind = ANY (?) AND state = 'running' AND (again OR lease >= clock_timestamp())`, district, pq.Array(kinds)).Scan(ctx, &n)
	return n, err
}

// TellWork says that a server still works at a piece, and how far it is. It returns whether the piece is still that server's and
// nobody has asked it to stop.
func (s *Store) TellWork(ctx context.Context, w domain.LongWork, done, total int64) (goOn bool, err error) {
	defer wrap(&err, "Store.TellWork(%d)", w.ID)
	var stop []bool
	err = s.db.NewRaw(`
		UPDATE works
		SET lease = clock_timestamp() + `+leaseLasts+`, done = ?, total = ?
		WHERE district_id = ? AND id = ? AND state = 'running' AND server = ? AND tries = ?
		RETURNING stop_at IS NOT NULL`, done, total, w.DistrictID, w.ID, w.Server, w.Tries).Scan(ctx, &stop)
	return err == nil && len(stop) == 1 && !stop[0], err
}

// EndWork writes what came of a piece, if it is still the server's that did it. What it worked on is forgotten.
func (s *Store) EndWork(ctx context.Context, w domain.LongWork, state domain.WorkState, result json.RawMessage, why string, now time.Time) (err error) {
	defer wrap(&err, "Store.EndWork(%d)", w.ID)
	_, err = s.db.NewRaw(`
		UPDATE works
		SET state = ?, result = ?, error = ?, ended_at = ?, input = CASE WHEN input_until IS NULL THEN '{}' ELSE input END, done = CASE WHEN ? = 'done' THEN total ELSE done END
		WHERE district_id = ? AND id = ? AND state = 'running' AND server = ? AND tries = ?`,
		state, result, why, now, state, w.DistrictID, w.ID, w.Server, w.Tries).Exec(ctx)
	return err
}

// SetWorkResult writes anew what came of a piece that is done.
func (s *Store) SetWorkResult(ctx context.Context, id domain.LongWorkID, result json.RawMessage) (err error) {
	defer wrap(&err, "Store.SetWorkResult(%d)", id)
	return s.one(ctx, `UPDATE works SET result = ? WHERE id = ? AND state = 'done'`, result, id)
}

// ForgetLists erases the lists that have lain ready for as long as they may. It returns how many.
func (s *Store) ForgetLists(ctx context.Context, now time.Time) (n int, err error) {
	defer wrap(&err, "Store.ForgetLists")
	return s.many(ctx, `DELETE FROM works WHERE state <> 'running' AND input_until <= ?`, now)
}

// StopWork asks whoever works at a piece to stop.
func (s *Store) StopWork(ctx context.Context, id domain.LongWorkID, now time.Time) (err error) {
	defer wrap(&err, "Store.StopWork(%d)", id)
	_, err = s.db.NewRaw(`UPDATE works SET stop_at = coalesce(stop_at, ?) WHERE id = ? AND state = 'running'`, now, id).Exec(ctx)
	return err
}

// TakeLeftWork takes over one piece whose server has died, for this server; NotFound when there is none.
func (s *Store) TakeLeftWork(ctx context.Context, server string) (w domain.LongWork, err error) {
	defer wrap(&err, "Store.TakeLeftWork")
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		WITH taken AS (
			UPDATE works
			SET tries = tries + 1, server = ?, lease = clock_timestamp() + `+leaseLasts+`, started_at = clock_timestamp(), done = 0
			WHERE (district_id, id) IN (
				SELECT district_id, id
				FROM works
				WHERE state = 'running' AND lease < clock_timestamp()
				ORDER BY id
				LIMIT 1
				FOR UPDATE SKIP LOCKED)
			RETURNING *)
		SELECT w.*, '' AS begun_by_name, 0 AS seconds
		FROM taken w`, server).Scan(ctx, &w)
	return w, err
}
