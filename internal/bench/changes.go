package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/domain/matching"
)

// How many changes of a district are measured, and what 99 of 100 may take, in milliseconds.
const (
	changesMade    = 5000
	changeMost     = 0.25
	changeMostFull = 10
)

// measureChanges measures single changes of a district of 20,000 requests and as many volunteers.
func (b *bench) measureChanges(ctx context.Context, t matchingTools) error {
	for _, p := range []struct {
		problem
		most float64
	}{
		{problem{name: "change", flags: "-r 20000 -v 20000"}, changeMost},
		{problem{name: "change.crowded", flags: "-r 20000 -v 20000 -busy 0.6 -widen 1"}, changeMostFull},
	} {
		_, in, err := t.instance(ctx, b, p.problem)
		if err != nil {
			return err
		}
		if err := b.measureChange(ctx, p.name, in, p.most); err != nil {
			return err
		}
	}
	return nil
}

// measureChange makes the same changes in each round, and of each change takes the round in which it was fastest: what it does
// is the same each time, and what is longer is other work of the machine.
func (b *bench) measureChange(ctx context.Context, name string, in *matching.Instance, most float64) error {
	var best []time.Duration
	var rounds []float64
	for n := range b.rounds {
		b.out.say("  %s, round %d of %d", name, n+1, b.rounds)
		took, err := changes(ctx, in)
		if err != nil {
			return err
		}
		if best == nil {
			best = slices.Clone(took)
		}
		for i := range best {
			best[i] = min(best[i], took[i])
		}
		rounds = append(rounds, milliseconds(percentile(took, 99)))
	}
	f := measured("matching."+name+".p99", "ms", atMost(most), []float64{milliseconds(percentile(best, 99))})
	f.Spread = [2]float64{slices.Min(rounds), slices.Max(rounds)}
	f.Ours = side{P50: milliseconds(percentile(best, 50)), P99: milliseconds(percentile(best, 99))}
	b.out.add(f)
	return nil
}

// quarter is a district whose people come and go.
type quarter struct {
	live       *matching.Live
	requests   map[domain.RequestID]matching.Asking
	volunteers map[domain.PersonID]matching.Volunteer
}

// newQuarter loads an instance of one district; ids are numbers in the instance, from 1.
func newQuarter(ctx context.Context, in *matching.Instance) (*quarter, error) {
	live, err := matching.NewLive(in.Costs)
	if err != nil {
		return nil, err
	}
	q := &quarter{live, map[domain.RequestID]matching.Asking{}, map[domain.PersonID]matching.Volunteer{}}
	for i, s := range in.Streets {
		if _, err := live.Street(domain.StreetID(i+1), s); err != nil {
			return nil, err
		}
	}
	for v, w := range in.Volunteers {
		q.volunteers[domain.PersonID(v+1)] = w
	}
	apart := map[int32][]domain.PersonID{}
	for _, x := range in.Exclusions {
		apart[x.Request] = append(apart[x.Request], domain.PersonID(x.Volunteer+1))
	}
	for r, ask := range in.Requests {
		a := matching.Asking{Request: ask, Apart: apart[int32(r)]}
		if ask.Offer != matching.None {
			a.Holder = domain.PersonID(ask.Offer + 1)
		}
		q.requests[domain.RequestID(r+1)] = a
	}
	return q, live.Load(ctx, q.requests, q.volunteers)
}

// changes makes changes of every kind in turn and returns how long each took. What goes comes back next, so that the
// district stays as full as it was. In the end the plan must still be proved.
func changes(ctx context.Context, in *matching.Instance) (took []time.Duration, err error) {
	q, err := newQuarter(ctx, in)
	if err != nil {
		return nil, err
	}
	runtime.GC()
	rng := rand.New(rand.NewPCG(1, 20))
	timed := func(change func() error) {
		if err == nil {
			began := time.Now()
			err = change()
			took = append(took, time.Since(began))
		}
	}
	for len(took) < changesMade && err == nil && ctx.Err() == nil {
		request := domain.RequestID(1 + rng.IntN(len(in.Requests)))
		person := domain.PersonID(1 + rng.IntN(len(in.Volunteers)))
		ask, helper := q.requests[request], q.volunteers[person]
		timed(func() error { q.live.DropRequest(request); return nil })
		timed(func() error { return q.live.PutRequest(request, ask) })
		timed(func() error { return q.live.DropVolunteer(person) })
		timed(func() error { return q.live.PutVolunteer(person, helper) })
		if match, ok := q.live.Match(request); ok {
			timed(func() error { return q.live.Decline(request, match) })
		}
		timed(func() error { return q.live.Widen(request, min(3, ask.Level+1)) })
		helper.Load = min(helper.Capacity, helper.Load+1)
		timed(func() error { return q.live.PutVolunteer(person, helper) })
		q.volunteers[person] = helper
		helper.Load = max(0, helper.Load-1)
		timed(func() error { return q.live.PutVolunteer(person, helper) })
		q.volunteers[person] = helper
	}
	if err == nil {
		s := q.live.Snapshot()
		err = matching.Certify(s.Instance, s.Plan)
	}
	return took, err
}

// freshMemory gives back what is not needed, forgets the height of what was, and returns what the process holds.
func freshMemory() (int64, error) {
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // see proc(5)
		return 0, fmt.Errorf("memory is measured on Linux: %w", err)
	}
	return memory("VmRSS")
}

var memoryLine = regexp.MustCompile(`(?m)^(VmHWM|VmRSS):\s+(\d+) kB$`)

// memory reads one of the figures in /proc/self/status, in bytes.
func memory(name string) (int64, error) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	for _, found := range memoryLine.FindAllStringSubmatch(string(text), -1) {
		if found[1] == name {
			kilobytes, err := strconv.ParseInt(found[2], 10, 64)
			return kilobytes * 1024, err
		}
	}
	return 0, fmt.Errorf("/proc/self/status has no %s", name)
}
