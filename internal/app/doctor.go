package app

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// Check is one thing that was looked at.
type Check struct {
	Name  string `json:"name"`
	OK    bool   `json:"ok"`
	Words string `json:"words"` // what was seen, and what to do when it is wrong
	Count int    `json:"count"` // of what is wrong, where that is counted; 0 when all is well
}

// Report is what the doctor found.
type Report struct {
	Checks []Check `json:"checks"`
}

// OK reports whether all is well.
func (r Report) OK() bool {
	for _, c := range r.Checks {
		if !c.OK {
			return false
		}
	}
	return true
}

// Add puts a check at the end.
func (r *Report) Add(c Check) { r.Checks = append(r.Checks, c) }

// count adds a check of something that must not be there.
func (r *Report) count(name string, n int, well, one, many string) {
	words := well
	switch {
	case n == 1:
		words = one
	case n > 1:
		words = fmt.Sprintf(many, n)
	}
	r.Add(Check{Name: name, OK: n == 0, Words: words, Count: n})
}

// What is still well: clocks that differ a little, and messages that are a little late.
const (
	clocksMayDiffer = 5 * time.Second
	messagesMayWait = 15 * time.Minute
	overdueNamed    = 10
	catchingUp      = time.Minute // of real time, after a start, or after a demo has been moved to another day
)

// Doctor looks at everything that can be wrong without a person seeing it: the database and its steps, mail, clocks, and the
// rules that never bend, counted. What cannot be asked because something before it is wrong is left out. What only the
// machine knows (its disk, its settings) is added by whoever asks.
func (a *App) Doctor(ctx context.Context, actor domain.Actor) (Report, error) {
	g, err := a.authorise(ctx, actor, domain.SeeJobs, somewhere(actor))
	if err != nil {
		return Report{}, err
	}
	var r Report
	if err := a.db.Ping(ctx); err != nil && !postgres.RoleMissing(err) { // that is a step which lacks: see below
		r.Add(Check{Name: "database", Words: "The database does not answer. Start it, or mend DATABASE_URL.", Count: 1})
		return r, nil
	}
	r.Add(Check{Name: "database", OK: true, Words: "The database answers."})
	lacks, err := postgres.Lacks(ctx, a.db)
	if err != nil || lacks != "" {
		r.Add(Check{Name: "migrations", Words: lacks, Count: 1})
		return r, err
	}
	if err := a.checkSteps(ctx, &r); err != nil || !r.OK() {
		return r, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return r, err
	}
	for _, look := range []func(context.Context, *Report) error{
		w.checkClock, w.checkZone, w.checkMail, w.checkRequests, w.checkOutbox, w.checkRules, w.checkPlans, w.checkRights, w.checkSeals, w.checkCounts,
	} {
		if err := look(ctx, &r); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (a *App) checkSteps(ctx context.Context, r *Report) error {
	steps, err := postgres.Status(ctx, a.db)
	if err != nil {
		return err
	}
	var missing, newer int
	for _, s := range steps {
		switch {
		case !s.Known:
			newer++
		case s.AppliedAt.IsZero():
			missing++
		}
	}
	if newer > 0 {
		r.count("migrations", newer, "", "The database has a step of a newer Waymark. Use that one.",
			"The database has %d steps of a newer Waymark. Use that one.")
		return nil
	}
	r.count("migrations", missing, "The database has every step.", "The database lacks a step. Run: waymark migrate up",
		"The database lacks %d steps. Run: waymark migrate up")
	return nil
}

// checkClock compares the database's clock with the machine's; only here does anything ask the machine.
func (w *work) checkClock(ctx context.Context, r *Report) error {
	before := time.Now()
	clocks, err := w.Clocks(ctx)
	if err != nil {
		return err
	}
	machine := before.Add(time.Since(before) / 2)
	demo, _, err := w.Installation(ctx)
	if err != nil {
		return err
	}
	c := Check{Name: "clock", OK: true, Words: "The clocks of the database and of this machine agree."}
	switch apart := clocks.Database.Sub(machine).Abs(); {
	case (clocks.Ahead != 0 || clocks.Frozen) && !demo:
		c = Check{Name: "clock", Words: "Waymark's clock has been moved or stopped, and this is not a demo: nothing happens at its time.", Count: 1}
	case apart > clocksMayDiffer:
		c = Check{Name: "clock", Count: 1, Words: fmt.Sprintf("The clocks of the database and of this machine are %s apart. Set both by the network.",
			apart.Round(time.Second))}
	}
	r.Add(c)
	return nil
}

// checkZone asks the program and the database for the same summer noon.
func (w *work) checkZone(ctx context.Context, r *Report) error {
	summer := time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC)
	hour, err := w.HourIn(ctx, w.app.zone.String(), summer)
	c := Check{Name: "time zone", OK: true, Words: fmt.Sprintf("The database knows %s.", w.app.zone)}
	if err != nil || hour != summer.In(w.app.zone).Hour() {
		c = Check{Name: "time zone", Count: 1,
			Words: fmt.Sprintf("The database and this machine do not agree on %s. Install the package tzdata on both.", w.app.zone)}
	}
	r.Add(c)
	return nil
}

// lateAt returns the instant by which lateness is judged: now. After a demo has been moved to another day, everything of that day
// is late at once, so for a minute nothing is.
func (w *work) lateAt(ctx context.Context) (time.Time, error) {
	clocks, err := w.Clocks(ctx)
	if err == nil && !clocks.Moved.IsZero() && clocks.Database.Sub(clocks.Moved) < catchingUp {
		return time.Unix(0, 0), nil
	}
	return w.now, err
}

// checkPlans counts the plans that stood and were found to differ from ones made anew.
func (w *work) checkPlans(ctx context.Context, r *Report) error {
	n, err := w.PlanDifferences(ctx)
	if err == nil {
		r.count("plans", n, "The plans that stand are as good as new ones.",
			"Once a plan that stood was not as good as a new one. It was built anew; please report it.",
			"%d times a plan that stood was not as good as a new one. It was built anew each time; please report it.")
	}
	return err
}

func (w *work) checkMail(ctx context.Context, r *Report) error {
	h, err := w.MailHealth(ctx)
	if err != nil {
		return err
	}
	c := Check{Name: "mail", OK: true, Words: "Mail goes out."}
	switch {
	case h.DownSince != nil:
		c = Check{Name: "mail", Count: 1, Words: fmt.Sprintf("Mail has not gone out since %s: %s",
			w.lang.Time(*h.DownSince, w.now, w.app.zone), h.LastError)}
	case h.LastOkAt == nil:
		c.Words = "No mail has gone out yet, and none has failed."
	}
	r.Add(c)
	return nil
}

// checkRequests counts the forgotten: rule 1.
func (w *work) checkRequests(ctx context.Context, r *Report) error {
	unowned, err := w.Unowned(ctx)
	if err != nil {
		return err
	}
	r.count("owners", unowned, "Every request that is not closed has an owner and a next step.",
		"One request has no owner or no next step.", "%d requests have no owner or no next step.")
	by, err := w.lateAt(ctx)
	if err != nil {
		return err
	}
	late, n, err := w.Overdue(ctx, by, overdueNamed)
	if err != nil {
		return err
	}
	for i, ref := range late {
		late[i] = domain.Reference(ref).String()
	}
	which := strings.Join(late, ", ")
	if n > len(late) {
		which += " and others"
	}
	one := "One request waits for the clock for more than five minutes: " + which + ". Is Waymark running?"
	many := "%d requests wait for the clock for more than five minutes: " + which + ". Is Waymark running?"
	began, err := w.ServerBegan(ctx)
	if err != nil {
		return err
	}
	if ago := time.Since(began); ago < catchingUp {
		why := fmt.Sprintf(" late, as nothing ran until %s ago. Waymark is catching up: please look again in a minute.", seconds(ago))
		one, many = "One request is"+why, "%d requests are"+why
	}
	r.count("overdue", n, "No request waits for the clock.", one, many)
	return nil
}

// seconds says how long in whole seconds.
func seconds(d time.Duration) string {
	if n := int(d.Seconds()); n != 1 {
		return fmt.Sprintf("%d seconds", n)
	}
	return "one second"
}

func (w *work) checkOutbox(ctx context.Context, r *Report) error {
	by, err := w.lateAt(ctx)
	if err != nil {
		return err
	}
	n, err := w.StuckMessages(ctx, by.Add(-messagesMayWait))
	if err != nil {
		return err
	}
	r.count("messages", n, "No message is late.",
		"One message should have gone out a quarter of an hour ago. Is Waymark running?", "%d messages should have gone out a quarter of an hour ago. Is Waymark running?")
	return nil
}

// checkRules counts what contradicts the rules that the database keeps.
func (w *work) checkRules(ctx context.Context, r *Report) error {
	all, err := w.Invariants(ctx, time.Unix(0, 0)) // what is overdue has a check of its own
	if err != nil {
		return err
	}
	for _, i := range all {
		r.count("rule: "+i.Name, i.Count, "Holds.", "Broken once. Keep a copy of the database, and tell those who make Waymark.",
			"Broken %d times. Keep a copy of the database, and tell those who make Waymark.")
	}
	return nil
}

// checkRights asks PostgreSQL what it would let the application do.
func (w *work) checkRights(ctx context.Context, r *Report) error {
	rights, err := w.Rights(ctx)
	if err != nil {
		return err
	}
	c := Check{Name: "rights", OK: true, Words: "In the database the application can change no table, and nothing that is only added to."}
	switch {
	case len(rights.TooMuch) > 0:
		c = Check{Name: "rights", Count: len(rights.TooMuch), Words: fmt.Sprintf("In the database the role %s can %s. Run: waymark migrate up",
			rights.Role, strings.Join(rights.TooMuch, ", "))}
	case rights.LoginMore:
		c.Words += " Its login could, if it laid that role down: for a stronger wall give it a login of its own (docs/operating.md)."
	}
	r.Add(c)
	return nil
}

// numbers lists numbers, those that follow each other as a span: "3, 7 to 9".
func numbers(all []int64) string {
	var parts []string
	for i := 0; i < len(all); {
		j := i
		for j+1 < len(all) && all[j+1] == all[j]+1 {
			j++
		}
		part := strconv.FormatInt(all[i], 10)
		if j > i {
			part += " to " + strconv.FormatInt(all[j], 10)
		}
		parts, i = append(parts, part), j+1
	}
	return strings.Join(parts, ", ")
}

// checkSeals works the audit's chain out anew.
func (w *work) checkSeals(ctx context.Context, r *Report) error {
	s, err := w.CheckSeals(ctx)
	if err != nil {
		return err
	}
	c := Check{Name: "audit", OK: true, Words: fmt.Sprintf("%d rows are sealed and %d wait.", s.Sealed, s.Waiting)}
	if s.Last > 0 {
		c.Words += fmt.Sprintf(" The newest seal is %d: %s.", s.Last, s.Hash)
	}
	if n := len(s.Broken); n > 0 {
		c = Check{Name: "audit", Count: n, Words: fmt.Sprintf("These seals do not agree with their rows or with the seal before: %s. Rows were changed, taken away or slipped in. "+
			"%d rows in other seals are as they were. Keep a copy of the database, and find out who could.", numbers(s.Broken), s.Sealed)}
	}
	r.Add(c)
	return nil
}
