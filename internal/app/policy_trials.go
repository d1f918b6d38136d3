package app

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/domain/simulation"
)

// How many trials there may be at a time, how many are remembered, and for how long: asks go on coming in.
const (
	trialsAtOnce = 2
	trialsKept   = 16
	trialKept    = 10 * time.Minute
)

// trials are the tables that are being tried on this server, or were a while ago. A trial runs by itself, in memory, for trialTime at
// most, and changes nothing; whoever asks for the same one finds it.
type trials struct {
	mu   sync.Mutex
	runs map[string]*trial
}

func newTrials() *trials { return &trials{runs: map[string]*trial{}} }

// trial is one of them.
type trial struct {
	month  *month              // until it is done
	tables [2]escalation.Rules // as it stands, and as it is tried
	about  PolicyTrial         // what is known before it has begun

	began   time.Time
	percent atomic.Int32
	done    chan struct{} // closed when it is done
	results []PolicyResult
	err     error
}

func newTrial(m *month, now, then escalation.Rules) *trial {
	return &trial{month: m, tables: [2]escalation.Rules{now, then}, done: make(chan struct{}),
		about: PolicyTrial{From: m.from, To: m.to, Requests: len(m.asks), Volunteers: len(m.budgets)}}
}

// begin returns the trial of a key, and starts it if there is none: prepare lays it out.
func (ts *trials) begin(key string, now time.Time, prepare func() (*trial, error)) (*trial, error) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if t, ok := ts.runs[key]; ok && (t.busy() || now.Sub(t.began) < trialKept) {
		return t, nil
	}
	busy, oldest := 0, ""
	for k, t := range ts.runs {
		switch {
		case t.busy():
			busy++
		case oldest == "" || t.began.Before(ts.runs[oldest].began):
			oldest = k
		}
	}
	if busy >= trialsAtOnce {
		return nil, domain.Errorf(domain.TooMany, "", "Other tables are being tried just now. Please wait a minute, and try again.")
	}
	t, err := prepare()
	if err != nil {
		return nil, err
	}
	if len(ts.runs) >= trialsKept {
		delete(ts.runs, oldest)
	}
	t.began = now
	ts.runs[key] = t
	go t.run()
	return t, nil
}

func (t *trial) busy() bool {
	select {
	case <-t.done:
		return false
	default:
		return true
	}
}

// run tries both tables. It ends when its time is up, whatever it does.
func (t *trial) run() {
	defer close(t.done)
	ctx, stop := context.WithTimeout(context.Background(), trialTime)
	defer stop()
	var outcomes [2]simulation.Outcome
	for i, rules := range t.tables {
		s := t.month.setup(rules)
		s.Progress = func(done, all int) { t.percent.Store(int32(50*i + 50*done/all)) }
		outcomes[i], t.err = simulation.Run(ctx, s)
		if errors.Is(t.err, context.DeadlineExceeded) {
			t.err = trialTooLong()
		}
		if t.err != nil {
			return
		}
	}
	t.results, t.month = compared(outcomes[0], outcomes[1]), nil
}

// wait answers with what came of it, or after a while with how far it is.
func (t *trial) wait(ctx context.Context, most time.Duration) (PolicyTrial, error) {
	out := t.about
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-t.done:
		out.Done, out.Percent, out.Results = true, 100, t.results
		return out, t.err
	case <-timer.C:
	case <-ctx.Done():
		return out, ctx.Err()
	}
	out.Percent = int(t.percent.Load())
	return out, nil
}
