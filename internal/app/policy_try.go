package app

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/domain/matching"
	"waymark/domain/simulation"
	"waymark/internal/postgres"
	"waymark/internal/words"
)

// TryPolicy is a table to try on the last month.
type TryPolicy struct {
	DistrictID domain.DistrictID
	Policy     domain.PolicyText
	Version    int // which table it was made from; 0: nobody says
}

// PolicyTrial is what a table would have done in the last month, beside the table as it stands. It is a sum over a district: nobody can be
// told from it.
type PolicyTrial struct {
	WorkID     domain.LongWorkID
	Done       bool // else the figures are still to come: ask again
	Percent    int  // how far it is
	From, To   time.Time
	Requests   int            // asks of that month that were tried
	Volunteers int            // who may be asked now
	Results    []PolicyResult // by urgency, and all together last; empty until it is done
}

// PolicyResult compares two tables for one urgency.
type PolicyResult struct {
	Urgency   domain.Urgency // "": all together
	Asks      int
	Now, Then PolicyFigures // by the table as it stands, and by the one that is tried
}

// PolicyFigures are what one table did for one urgency.
type PolicyFigures struct {
	Helped      int // asks with a yes in time
	TimeRanOut  int // the time of the whole district was up before a yes
	Wait        int // minutes of open time to the yes, for the one in the middle; 0: nobody was helped
	Invitations int
	Metres      int // along the streets, all together
}

// What is tried, and how. People are assumed to say yes as often on the whole as they did of late.
const (
	trialDays  = 30               // the last month
	trialAfter = 21               // days that it goes on, so that the asks of its last days have their time too
	trialMost  = 5000             // asks
	trialTime  = 40 * time.Second // for both tables
	trialKept  = 10 * time.Minute // asks go on coming in
	priorAsked = 40               // with few answers to go by, one in four says yes
	priorYes   = 10
)

// TriedPolicy is what stays of a trial: what came of it, and the table, so that it can be used.
type TriedPolicy struct {
	Trial   PolicyTrial
	Policy  domain.PolicyText
	Version int
}

// TryPolicy runs a table on the asks of the last month, as they were raised, with the volunteers as they are now, beside the table as it
// stands. It is long work, and answers at once with how far it is; the same command again goes on.
func (a *App) TryPolicy(ctx context.Context, actor domain.Actor, cmd TryPolicy) (PolicyTrial, error) {
	g, err := a.authorise(ctx, actor, domain.EditPolicy, at(domain.Spot{DistrictID: cmd.DistrictID}))
	if err != nil {
		return PolicyTrial{}, err
	}
	p, h, err := cmd.Policy.Parse()
	if err != nil {
		return PolicyTrial{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return PolicyTrial{}, err
	}
	rules, err := w.rules(ctx, cmd.DistrictID)
	if err != nil {
		return PolicyTrial{}, err
	}
	same := []any{cmd.DistrictID, cmd.Version, p.Text(h), rules.Policy, rules.Hours.Open, rules.Hours.Close, rules.Hours.Sundays, rules.Hours.BankHolidays}
	piece, err := w.beginWork(ctx, g, newWork{kind: WorkTryPolicy, name: words.Later("A change of how we ask"), spot: domain.Spot{DistrictID: cmd.DistrictID}, same: same, input: cmd, fresh: trialKept})
	if err != nil {
		return PolicyTrial{}, err
	}
	if piece, err = a.soon(ctx, piece); err != nil {
		return PolicyTrial{}, err
	}
	return trialOf(piece)
}

// trialOf is what came of a trial, or how far it is.
func trialOf(piece domain.LongWork) (PolicyTrial, error) {
	if piece.State == domain.WorkFailed {
		return PolicyTrial{WorkID: piece.ID}, domain.Errorf(domain.Unavailable, "", "%s", piece.Error)
	}
	tried, err := TriedOf(piece)
	out := tried.Trial
	out.WorkID, out.Done, out.Percent = piece.ID, piece.State == domain.WorkDone, piece.Percent()
	return out, err
}

// TriedOf reads what came of a trial that is done; the zero value while it is not.
func TriedOf(piece domain.LongWork) (out TriedPolicy, err error) {
	if piece.State != domain.WorkDone {
		return out, nil
	}
	return out, json.Unmarshal(piece.Result, &out)
}

// doTryPolicy tries a table beside the one that stands. It changes nothing.
func doTryPolicy(ctx context.Context, a *App, piece domain.LongWork, tell tellFunc) (any, error) {
	var cmd TryPolicy
	if err := json.Unmarshal(piece.Input, &cmd); err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, trialTime)
	defer stop()
	p, h, err := cmd.Policy.Parse()
	if err != nil {
		return nil, err
	}
	g, err := a.authorise(ctx, domain.Clock(), domain.EditPolicy, at(domain.Spot{DistrictID: cmd.DistrictID}))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	rules, err := w.rules(ctx, cmd.DistrictID)
	if err != nil {
		return nil, err
	}
	m, err := w.lastMonth(ctx, cmd.DistrictID)
	if err != nil {
		return nil, err
	}
	var outcomes [2]simulation.Outcome
	for i, table := range []escalation.Rules{rules, {Policy: p, Hours: escalation.HoursOf(h, a.zone)}} {
		s := m.setup(table)
		s.Progress = func(done, all int) { tell(int64(i*all+done), int64(2*all)) }
		if outcomes[i], err = simulation.Run(ctx, s); err != nil {
			if errors.Is(err, context.DeadlineExceeded) {
				err = trialTooLong()
			}
			return nil, err
		}
	}
	trial := PolicyTrial{Done: true, Percent: 100, From: m.from, To: m.to, Requests: len(m.asks), Volunteers: len(m.budgets), Results: compared(outcomes[0], outcomes[1])}
	return TriedPolicy{Trial: trial, Policy: cmd.Policy, Version: cmd.Version}, nil
}

// month is what is tried on: the asks of a while as an instance, and when they were raised.
type month struct {
	instance   matching.Instance
	asks       []domain.PastRequest
	budgets    []domain.Budget
	acceptance float64
	from, to   time.Time
}

// lastMonth reads the asks of the last month, and the volunteers as they are now.
func (w *work) lastMonth(ctx context.Context, id domain.DistrictID) (*month, error) {
	m := &month{to: w.now, from: w.now.AddDate(0, 0, -trialDays)}
	asks, err := w.PastRequests(ctx, postgres.PastQuery{DistrictID: id, From: m.from, To: m.to, Limit: trialMost})
	if err != nil {
		return nil, err
	}
	helpers, err := w.Helpers(ctx, id, postgres.Around{Everywhere: true}, w.today(), dateOf(domain.ISOWeek(w.now, w.app.zone), w.app.zone))
	if err != nil {
		return nil, err
	}
	m.asks = asks
	if m.instance, err = w.layPast(ctx, id, asks, helpers); err != nil {
		return nil, err
	}
	yeses, asked := priorYes, priorAsked
	for _, h := range helpers {
		m.budgets = append(m.budgets, domain.Budget{Week: h.BudgetWeek, Day: h.BudgetDay})
		yeses, asked = yeses+h.Yeses, asked+h.Asked
	}
	m.acceptance = float64(yeses) / float64(asked)
	return m, nil
}

// layPast lays past asks out for the solver as they were raised, each on the level on which it began, with helpers as in any week: nothing
// promised yet, and nobody away.
func (w *work) layPast(ctx context.Context, id domain.DistrictID, asks []domain.PastRequest, helpers []domain.Helper) (matching.Instance, error) {
	open := make([]domain.OpenRequest, len(asks))
	for i, r := range asks {
		open[i] = r.Open()
	}
	b, err := w.lay(ctx, id, open, helpers, true)
	if err != nil {
		return matching.Instance{}, err
	}
	for v, h := range helpers {
		b.instance.Volunteers[v].Load, b.instance.Volunteers[v].Available = 0, uint32(h.Availability)
	}
	for n, r := range asks {
		q := &b.instance.Requests[n]
		q.Level, q.Window = int8(r.StartLevel), anyWeek(r.Request, w.app.zone)
	}
	return b.instance, nil
}

// anyWeek is when help was of use, as parts of any week from Monday.
func anyWeek(r domain.Request, zone *time.Location) uint32 {
	from := r.RaisedAt
	if r.WantedFrom.After(from) {
		from = r.WantedFrom
	}
	day := from.In(zone).Weekday()
	parts := domain.SlotsBetween(from, r.UsefulUntil, from, zone) & r.Slots.Rotate(day)
	back := time.Weekday((9 - int(day)) % 7) // as many days after Monday as Monday comes after day
	return domain.Availability(parts).Rotate(back)
}

// setup lays the month out on the clock of one table.
func (m *month) setup(rules escalation.Rules) simulation.Setup {
	h := rules.Hours
	minute := func(t time.Time) int32 { return int32(h.Between(m.from, t) / time.Minute) }
	last := m.to.AddDate(0, 0, trialAfter)
	s := simulation.Setup{
		Instance: &m.instance, Policy: rules.Policy, Hours: domain.OpenHours{Opens: h.Open, Closes: h.Close, Sundays: h.Sundays, BankHolidays: h.BankHolidays},
		Budgets: m.budgets, Seed: 1, Acceptance: m.acceptance, Ticks: max(1, int(minute(last))/simulation.TickMinutes),
		Calendar: simulation.Calendar{Day: int32(h.Day() / time.Minute), Weeks: []int32{0}},
	}
	for monday := domain.ISOWeek(m.from, h.Zone).AddDate(0, 0, 7); monday.Before(last); monday = monday.AddDate(0, 0, 7) {
		s.Calendar.Weeks = append(s.Calendar.Weeks, minute(monday))
	}
	for k, u := range domain.Urgencies() {
		if len(rules.Policy.For(u).Digest) == 0 {
			continue
		}
		for t := rules.NextBeat(u, m.from); t.Before(last); t = rules.NextBeat(u, t) {
			s.Calendar.Digests[k] = append(s.Calendar.Digests[k], minute(t))
		}
	}
	for _, r := range m.asks {
		raised := r.RaisedAt
		if rules.Sleeps(raised, r.WantedFrom) {
			raised = rules.WakesAt(r.WantedFrom)
		}
		s.Raised, s.Useful = append(s.Raised, minute(raised)), append(s.Useful, max(1, minute(r.UsefulUntil)))
	}
	return s
}

// compared puts two outcomes beside each other.
func compared(now, then simulation.Outcome) (out []PolicyResult) {
	for k, u := range domain.Urgencies() {
		out = append(out, PolicyResult{Urgency: u, Asks: now[k].Of, Now: figuresOf(now[k]), Then: figuresOf(then[k])})
	}
	return append(out, PolicyResult{Asks: now.All().Of, Now: figuresOf(now.All()), Then: figuresOf(then.All())})
}

func figuresOf(c simulation.ClassOutcome) PolicyFigures {
	return PolicyFigures{Helped: c.Served, TimeRanOut: c.Failed, Wait: c.Median, Invitations: c.Invitations, Metres: int(c.Metres)}
}

// trialTooLong is said when a trial has used up its time.
func trialTooLong() error {
	return domain.Errorf(domain.Unavailable, "", "There was too much to try in %d seconds. The table itself can be saved all the same.", int(trialTime.Seconds()))
}
