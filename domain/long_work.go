package domain

import (
	"encoding/json"
	"time"
)

// LongWorkID names a piece of long work.
type LongWorkID int64

// WorkState is how a piece of long work stands.
type WorkState string

// The states.
const (
	WorkRunning WorkState = "running"
	WorkDone    WorkState = "done"
	WorkStopped WorkState = "stopped" // by a person; nothing of it was done
	WorkFailed  WorkState = "failed"  // Error says why; nothing of it was done
)

// LongWork is a piece of work that takes a while, with how far it is and, once it is done, what came of it.
type LongWork struct {
	DistrictID  DistrictID
	ID          LongWorkID `bun:",pk,autoincrement"`
	Kind        string
	Name        string          // what it works on, for people
	Same        []byte          // hash of what it works on: the same again finds it
	Input       json.RawMessage `bun:"type:jsonb"`
	TownID      TownID          `bun:",nullzero"` // where it is done; 0: all of the district
	BegunBy     PersonID        `bun:",nullzero"` // 0: at the terminal
	BegunByName string          `bun:",scanonly"`
	BegunAt     time.Time
	State       WorkState
	StopAt      *time.Time // since when it is asked to stop
	Tries       int
	Again       bool // begun anew where its server has died
	Server      string
	Lease       time.Time // by the machine's clock: its server lives until then
	StartedAt   time.Time // by the machine's clock: this try
	Seconds     int       `bun:",scanonly"` // that this try has taken so far
	Done, Total int64     // total 0: nobody knows yet
	EndedAt     *time.Time
	Result      json.RawMessage `bun:"type:jsonb"`
	Error       string
	KeepUntil   time.Time
	InputUntil  *time.Time // until when a list that was looked through lies ready, and then goes with all of it; nil: Input goes when it ends
}

// Percent is how far it is, 0 to 100; a piece that is not over is never at 100.
func (w LongWork) Percent() int {
	switch {
	case w.State == WorkDone:
		return 100
	case w.Total <= 0:
		return 0
	}
	return int(min(99, max(0, 100*w.Done/w.Total)))
}

// SecondsLeft estimates how long it still takes from how long it took so far; 0 when nobody can say yet.
func (w LongWork) SecondsLeft() int {
	if w.State != WorkRunning || w.Done <= 0 || w.Total <= w.Done || w.Seconds < 2 {
		return 0
	}
	return max(1, int(int64(w.Seconds)*(w.Total-w.Done)/w.Done))
}
