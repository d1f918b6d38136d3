package main

import "time"

// round is what one round of a measurement came to.
type round struct {
	n       int // answers, or whatever is counted
	took    time.Duration
	waited  []time.Duration // for each answer; nil when that is not known
	seconds float64         // of the processors, in the program and in the database
}

func (r round) perSecond() float64 { return float64(r.n) / r.took.Seconds() }
func (r round) perCPU() float64    { return float64(r.n) / r.seconds } // answers for a second of the processors

// sideOf sums rounds up.
func sideOf(rounds []round) (s side) {
	var speed, cpu []float64
	var waited []time.Duration
	for _, r := range rounds {
		speed, cpu, waited = append(speed, r.perSecond()), append(cpu, 1000/r.perCPU()), append(waited, r.waited...)
	}
	s.PerSecond, s.CPU = tidy(median(speed)), tidy(median(cpu))
	s.P50, s.P99 = milliseconds(percentile(waited, 50)), milliseconds(percentile(waited, 99))
	return s
}

// each takes one number from each round.
func each(rounds []round, number func(round) float64) (out []float64) {
	for _, r := range rounds {
		out = append(out, number(r))
	}
	return out
}

// Whose speed is divided by whose: "at least once as fast as they are", "they are at most four times as fast as we are".
func oursOverTheirs(ours, theirs []float64) []float64 { return ratios(ours, theirs) }
func theirsOverOurs(ours, theirs []float64) []float64 { return ratios(theirs, ours) }

// compare prints two figures of a comparison: one by the clock, one by the time of the processors, which other programs on the
// machine disturb less. ratio divides speeds.
func (b *bench) compare(name string, ours, theirs []round, g goal, ratio func(ours, theirs []float64) []float64) {
	for _, by := range []struct {
		name  string
		speed func(round) float64
	}{{".clock", round.perSecond}, {".cpu", round.perCPU}} {
		f := measured(name+by.name, "times", g, ratio(each(ours, by.speed), each(theirs, by.speed)))
		f.Ours, f.Theirs = sideOf(ours), sideOf(theirs)
		b.out.add(f)
	}
}
