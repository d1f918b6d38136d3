package escalation

import (
	"time"

	"waymark/domain"
)

// Policy is the district's table.
type Policy = domain.Policy

// DefaultPolicy is the table that a new district begins with.
func DefaultPolicy() Policy { return domain.DefaultPolicy() }

// Rules are the clock's rules of one district: its table and the hours in which it may be asked.
type Rules struct {
	Policy Policy
	Hours  Hours
	Doors  domain.Doors // shut: nobody is asked and nothing widens; before they first open nothing at all is due
}

// DefaultRules are the default policy and hours on the wall of a zone.
func DefaultRules(zone *time.Location) Rules {
	return Rules{Policy: DefaultPolicy(), Hours: DefaultHours(zone)}
}

// ReplacesAtOnce reports whether a refusal is replaced at once; else the next beat does it.
func (r Rules) ReplacesAtOnce(u domain.Urgency) bool { return r.Policy.For(u).ReplaceAtOnce }

// NextBeat returns when requests of an urgency are matched next, strictly after an instant, in open hours only; the opening is
// a beat too. For those matched at once it is the instant itself, or the next opening.
func (r Rules) NextBeat(u domain.Urgency, after time.Time) time.Time {
	rule := r.Policy.For(u)
	if len(rule.Digest) > 0 {
		return r.Hours.NextAt(after, rule.DigestAt, rule.Digest...)
	}
	if rule.Every <= 0 {
		return r.Hours.NextOpen(after)
	}
	return r.Hours.NextOpen(after.Truncate(rule.Every).Add(rule.Every))
}
