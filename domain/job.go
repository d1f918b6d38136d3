package domain

import "time"

// JobRun is one thing that the clock did, for administrators.
type JobRun struct {
	ID         int64 `bun:",pk,autoincrement"`
	Name       string
	Server     string // which machine and process
	StartedAt  time.Time
	FinishedAt *time.Time // nil: still going, or it never came to an end
	Did        int        // rows moved, messages sent, …
	Failed     int
	Error      string // for whoever runs the machine; "" when all went well
}
