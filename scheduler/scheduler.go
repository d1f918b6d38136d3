// Package scheduler is the clock's way in: it calls use cases at their times, on one server of those that run. It decides
// nothing itself.
package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-co-op/gocron/v2"

	"waymark/domain"
	"waymark/internal/app"
)

// Job is one thing that the clock does: how often, how long it may take, and the use case.
type Job struct {
	Name    string
	Every   time.Duration
	Timeout time.Duration
	Do      func(context.Context, domain.Actor) (did int, err error)
	Woken   func(context.Context, domain.Actor) (<-chan struct{}, error) // runs it between its beats too; nil: nothing does
}

// Jobs is all that the clock does.
func Jobs(a *app.App) []Job {
	return []Job{
		{"advance", 2 * time.Second, time.Minute, a.AdvanceRequests, nil},             // expire, widen, remind, ask after the visit, ring
		{"match", 2 * time.Second, time.Minute, a.MatchDue, nil},                      // match and invite whose beat has come
		{"match_at_once", 2 * time.Second, time.Minute, a.MatchAtOnce, a.WatchPlans},  // what cannot wait for that
		{"deliver", 5 * time.Second, 2 * time.Minute, a.DeliverOutbox, a.WatchOutbox}, // and at once when a message is written
		{"check_plans", 10 * time.Minute, time.Minute, a.CheckPlans, nil},             // the plans that stand, against new ones
		{"series", 10 * time.Minute, time.Minute, a.RollSeries, nil},                  // the next visits of regular asks
		{"owners", time.Minute, time.Minute, a.MoveOwners, nil},                       // holidays, roles and desk shifts that begin or end
		{"vacancies", 10 * time.Minute, time.Minute, a.TellVacancies, nil},            // streets that have lost their coordinator or stand-in
		{"vacant_dates", 10 * time.Minute, time.Minute, a.TellVacantDates, nil},       // dates of sessions that have nobody to host them
		{"hosts", 10 * time.Minute, time.Minute, a.RemindHosts, nil},                  // who hosts a date tomorrow
		{"refresh", time.Hour, time.Minute, a.RemindConnectors, nil},                  // connectors whose training is nearly a year ago
		{"loans_due", 10 * time.Minute, time.Minute, a.TellLoansDue, nil},             // what is out for longer than was said
		{"figures", 10 * time.Second, time.Minute, a.FollowAsks, nil},                 // what has changed in asks, added up for the figures
		{"publish", time.Minute, time.Minute, a.PublishFigures, nil},                  // what everybody may read of a quarter, once it is settled
		{"gaps", time.Minute, time.Minute, a.FollowGaps, nil},                         // what shows that something is missing, and what does not any more
		{"seal", time.Minute, time.Minute, a.SealAudits, nil},                         // chain what the audit has gathered
		{"long_work", 10 * time.Second, time.Minute, a.ResumeWork, nil},               // what servers have left that died in the middle
		{"forget_drafts", 10 * time.Minute, time.Minute, a.ForgetDrafts, nil},         // lists that were looked through, and forms kept, an hour ago
		{"forget", 6 * time.Hour, 10 * time.Minute, a.ForgetOld, nil},                 // what has been kept for as long as it may be
	}
}

// Elector says which server's clock acts: nil from IsLeader is a yes.
type Elector interface {
	IsLeader(ctx context.Context) error
}

// Options are what a scheduler needs besides the use cases.
type Options struct {
	Elector Elector
	Log     *slog.Logger
}

// Scheduler runs the jobs until it is stopped.
type Scheduler struct {
	cron   gocron.Scheduler
	app    *app.App
	log    *slog.Logger
	server string
	cancel func()

	mu       sync.Mutex
	recorded map[string]time.Time // when a run of each job was last written down
}

// How long a stop waits for jobs under way, and how often a job that found nothing to do is written down all the same, so that
// administrators see that it lives.
const (
	stopPatience = 10 * time.Second
	signOfLife   = 5 * time.Minute
)

// Start begins to run the jobs. Stop ends it.
func Start(ctx context.Context, a *app.App, o Options) (*Scheduler, error) {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	s := &Scheduler{app: a, log: o.Log, server: fmt.Sprintf("%s:%d", host, os.Getpid()), recorded: map[string]time.Time{}}
	s.cron, err = gocron.NewScheduler(gocron.WithDistributedElector(o.Elector), gocron.WithStopTimeout(stopPatience), gocron.WithLogger(quiet{}))
	if err != nil {
		return nil, err
	}
	ctx, s.cancel = jobContext(ctx)
	for _, j := range Jobs(a) {
		if err := s.add(ctx, j); err != nil {
			s.cancel()
			return nil, errors.Join(fmt.Errorf("job %s: %w", j.Name, err), s.cron.Shutdown())
		}
	}
	s.cron.Start()
	return s, nil
}

// jobContext is the context of the jobs: it ends, for the reason that we were stopped, when cancel is called or the given one ends.
func jobContext(given context.Context) (ctx context.Context, cancel func()) {
	ctx, end := context.WithCancelCause(context.WithoutCancel(given))
	cancel = func() { end(errStopped) }
	context.AfterFunc(given, cancel)
	return ctx, cancel
}

// add puts a job on the clock.
func (s *Scheduler) add(ctx context.Context, j Job) error {
	var word atomic.Bool // something came that a run under way may have missed
	job, err := s.cron.NewJob(gocron.DurationJob(j.Every), gocron.NewTask(func() {
		for again := true; again; again = word.Load() && ctx.Err() == nil {
			word.Store(false)
			s.run(ctx, j)
		}
	}), gocron.WithName(j.Name), gocron.WithSingletonMode(gocron.LimitModeReschedule), gocron.WithStartAt(gocron.WithStartImmediately()))
	if err != nil || j.Woken == nil {
		return err
	}
	words, err := j.Woken(ctx, domain.Clock())
	if err != nil {
		return err
	}
	go func() {
		for range words {
			word.Store(true)
			if err := job.RunNow(); err != nil && ctx.Err() == nil {
				s.log.Warn("a job could not be woken; it comes at its next beat", "job", j.Name, "error", err)
			}
		}
	}()
	return nil
}

// Stop ends all jobs: those under way have ten seconds.
func (s *Scheduler) Stop() error {
	err := s.cron.Shutdown()
	s.cancel()
	return err
}

// run does one job once, and writes down what came of it. One that was stopped did not fail: it goes on at the next start.
func (s *Scheduler) run(ctx context.Context, j Job) {
	run := domain.JobRun{Name: j.Name, Server: s.server, StartedAt: time.Now().UTC()}
	var err error
	if run.Did, err = inTime(ctx, j); err != nil && !stopped(ctx) {
		run.Failed, run.Error = 1, err.Error()
		s.log.Error("job failed", "job", j.Name, "error", err)
	}
	ended := time.Now().UTC()
	run.FinishedAt = &ended
	if stopped(ctx) || !s.worthRecording(run) {
		return
	}
	if err := s.app.RecordJob(ctx, domain.Clock(), run); err != nil && !stopped(ctx) {
		s.log.Error("job could not be written down", "job", j.Name, "error", err)
	}
}

// inTime does a job in the time that it may take.
func inTime(ctx context.Context, j Job) (did int, err error) {
	ctx, cancel := context.WithTimeout(ctx, j.Timeout)
	defer cancel()
	return j.Do(ctx, domain.Clock())
}

// worthRecording leaves out runs that found nothing to do, but for one now and then.
func (s *Scheduler) worthRecording(run domain.JobRun) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if run.Did == 0 && run.Failed == 0 && run.StartedAt.Sub(s.recorded[run.Name]) < signOfLife {
		return false
	}
	s.recorded[run.Name] = run.StartedAt
	return true
}

// quiet drops gocron's own remarks: that this server is not the leader is no news.
type quiet struct{}

// Debug drops a remark.
func (quiet) Debug(string, ...any) {}

// Error drops a remark; what fails in a job is said by the job.
func (quiet) Error(string, ...any) {}

// Info drops a remark.
func (quiet) Info(string, ...any) {}

// Warn drops a remark.
func (quiet) Warn(string, ...any) {}
