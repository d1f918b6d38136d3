package postgres

import (
	"context"
	"database/sql"
	"time"

	"waymark/domain"
)

// AddJobRun writes what the clock did once it is done. Its times are the machine's; they are kept by Waymark's clock, as all others are.
func (s *Store) AddJobRun(ctx context.Context, run domain.JobRun) (err error) {
	defer wrap(&err, "Store.AddJobRun(%s)", run.Name)
	_, err = s.db.NewInsert().Model(&run).ModelTableExpr("job_runs").
		Value("started_at", "?::timestamptz + (SELECT ahead FROM clock)", run.StartedAt).
		Value("finished_at", "?::timestamptz + (SELECT ahead FROM clock)", run.FinishedAt).Exec(ctx)
	return err
}

// JobRuns returns what the clock did, the newest first; before is the id of the last row seen, 0 to begin.
func (s *Store) JobRuns(ctx context.Context, before int64, most int) (out []domain.JobRun, err error) {
	defer wrap(&err, "Store.JobRuns")
	err = s.db.NewRaw(`
		SELECT *
		FROM job_runs
		WHERE ? = 0 OR id < ?
		ORDER BY id DESC
		LIMIT ?`, before, before, most).Scan(ctx, &out)
	return out, err
}

// PlanDiffers begins the error of a run that found a standing plan that is not as good as one made anew; the district follows.
const PlanDiffers = "the standing plan differs in district "

// PlanDifferences counts the runs on file that found a standing plan which differs from one made anew: 0 when all is well.
func (s *Store) PlanDifferences(ctx context.Context) (n int, err error) {
	defer wrap(&err, "Store.PlanDifferences")
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM job_runs
		WHERE error LIKE ?`, "%"+PlanDiffers+"%").Scan(ctx, &n)
	return n, err
}

// ServerBegan returns when the server that did the newest job did its first one, by the machine's clock; the zero time when none has
// done any.
func (s *Store) ServerBegan(ctx context.Context) (at time.Time, err error) {
	defer wrap(&err, "Store.ServerBegan")
	var began sql.NullTime
	err = s.db.NewRaw(`
		SELECT min(started_at) - (SELECT ahead FROM clock)
		FROM job_runs
		WHERE server = (SELECT server FROM job_runs ORDER BY id DESC LIMIT 1)`).Scan(ctx, &began)
	return began.Time, err
}
