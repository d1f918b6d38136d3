package app

import (
	"context"

	"waymark/domain"
)

// JobRun is one thing that the clock did.
type JobRun = domain.JobRun

// longestJobError is how much of an error is kept.
const longestJobError = 2000

// RecordJob writes down what the clock did.
func (a *App) RecordJob(ctx context.Context, actor domain.Actor, run JobRun) error {
	if _, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{})); err != nil {
		return err
	}
	if len(run.Error) > longestJobError {
		run.Error = run.Error[:longestJobError]
	}
	run.ID = 0
	return a.db.Store().AddJobRun(ctx, run)
}

// JobRuns lists what the clock did, the newest first.
func (a *App) JobRuns(ctx context.Context, actor domain.Actor, p Page) ([]JobRun, PageInfo, error) {
	if _, err := a.authorise(ctx, actor, domain.SeeJobs, somewhere(actor)); err != nil {
		return nil, PageInfo{}, err
	}
	var before int64
	if err := p.key(&before); err != nil {
		return nil, PageInfo{}, err
	}
	rows, err := a.db.Store().JobRuns(ctx, before, p.rows()+1)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, p, JobRunCursor)
	return rows, info, nil
}

// JobRunCursor is the cursor of one row of JobRuns.
func JobRunCursor(r JobRun) string { return cursor(r.ID) }
