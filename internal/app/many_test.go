package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// stands is how asks stand that something may be done to: their levels, owners, holds, steps and messages.
func (w *world) stands() (out string) {
	w.Helper()
	w.must(w.behind.SQL.QueryRowContext(w.Context(), `
		SELECT coalesce(string_agg(concat_ws(' ', r.id, r.version, r.state, r.level, r.owner_id, r.hold_reason, r.hold_until, r.next_action, r.next_action_at,
				(SELECT count(*) FROM events e WHERE e.request_id = r.id), (SELECT count(*) FROM outbox o WHERE o.request_id = r.id)), E'\n' ORDER BY r.id), '')
			|| (SELECT count(*) FROM audits)
		FROM requests r`).Scan(&out))
	return out
}

// toMany are three asks in Castle Row, a minute old.
func toMany(t *testing.T) (w *world, all []domain.RequestID) {
	w = newWorld(t)
	for _, first := range []string{"Joan", "Jim", "Ted"} {
		all = append(all, w.ask(first, "Castle Row", "dog").ID)
	}
	pgtest.Advance(t, w.db, time.Minute)
	return w, all
}

// inWords is a plan in words: who it can be done to and how many are told about each, why it cannot be done to others.
func inWords(plan ManyPlan) string {
	var out []string
	for _, l := range plan.Lines {
		out = append(out, fmt.Sprintf("%s %d %s", l.Request.FirstName, l.Told, l.Why))
	}
	return fmt.Sprintf("%d can, %d told: %s", plan.Can, plan.Told, strings.Join(out, "; "))
}

// What the preview says is what is done then, with as many messages; and the preview does nothing.
func TestApp_Many_PreviewIsWhatIsDone(t *testing.T) {
	for name, tt := range map[string]struct {
		cmd  func(*world) Many
		done string // how the asks are found afterwards

	}{
		"wider": {func(*world) Many { return Many{Do: ManyWider} }, `level > start_level`},
		"hand": {func(w *world) Many { return Many{Do: ManyHand, To: w.who["Bo"]} },
			`owner_id = (SELECT id FROM persons WHERE first_name = 'Bo')`},
		"hold": {func(w *world) Many {
			return Many{Do: ManyHold, Reason: "The road is up", Until: w.now().Add(48 * time.Hour)}
		},
			`hold_reason = 'The road is up' AND hold_until IS NOT NULL`},
	} {
		t.Run(name, func(t *testing.T) {
			w, all := toMany(t)
			cmd := tt.cmd(w)
			cmd.Requests = []domain.RequestID{all[2], all[0], all[0]} // one twice, not in order; Jim's is not picked
			before, newest := w.stands(), w.number(`SELECT coalesce(max(id), 0) FROM outbox`)
			plan, err := w.app.PreviewMany(t.Context(), w.as("Maggie"), cmd)
			w.must(err)
			if w.stands() != before {
				t.Errorf("the preview changed\n%s\nto\n%s", before, w.stands())
			}
			w.audited()
			done, err := w.app.DoMany(t.Context(), w.as("Maggie"), cmd)
			w.must(err)
			if inWords(plan) != inWords(done) || plan.Can != 2 || len(plan.Lines) != 2 {
				t.Errorf("the preview says\n%s\nand done is\n%s", inWords(plan), inWords(done))
			}
			if n := w.number(`SELECT count(DISTINCT person_id) FROM outbox WHERE id > $1`, newest); n != plan.Told {
				t.Errorf("%d people are told, the preview said %d", n, plan.Told)
			}
			if got := w.number(`SELECT count(*) FROM requests WHERE id IN ($1, $2) AND `+tt.done, all[0], all[2]); got != 2 {
				t.Errorf("it is done to %d", got)
			}
			if w.number(`SELECT count(*) FROM requests WHERE id = $1 AND `+tt.done, all[1]) != 0 {
				t.Error("it is done to Jim's, too, which was not picked")
			}
			w.leaves(fmt.Sprintf("DoMany person run_ask %d 0", all[2]), fmt.Sprintf("DoMany person run_ask %d 0", all[0]))
			w.intact()
		})
	}
}

// When it cannot be done to one it is done to none; the preview says to which, and why, and what would be without it.
func TestApp_Many_AllOrNone(t *testing.T) {
	w, all := toMany(t)
	w.must(w.app.EndRequest(t.Context(), w.as("Maggie"), EndRequest{RequestID: all[1], Ending: domain.Mistake}))
	before := w.stands()
	cmd := Many{Requests: all, Do: ManyWider}
	plan, err := w.app.PreviewMany(t.Context(), w.as("Maggie"), cmd)
	w.must(err)
	if plan.Can != 2 || plan.Lines[1].Why == "" || plan.Lines[0].Why+plan.Lines[2].Why != "" {
		t.Errorf("the preview says %s", inWords(plan))
	}
	_, err = w.app.DoMany(t.Context(), w.as("Maggie"), cmd)
	w.refused(err, domain.Conflict)
	if w.stands() != before {
		t.Errorf("something was done:\n%s\nwas\n%s", w.stands(), before)
	}
	cmd.Requests = []domain.RequestID{all[0], all[2]}
	plan, err = w.app.DoMany(t.Context(), w.as("Maggie"), cmd)
	if err != nil || plan.Can != 2 {
		t.Errorf("without it: %s, %v", inWords(plan), err)
	}
}

// Whoever may not run one of the asks does nothing to any, and learns nothing of it.
func TestApp_Many_Rights(t *testing.T) {
	w, all := toMany(t)
	far := w.ask("Nell", "Hill Road", "dog")
	vera := w.volunteer("Vera", "Castle Row")
	before := w.stands()
	for who, tt := range map[string]struct {
		actor domain.Actor
		ids   []domain.RequestID
	}{
		"the public":                {domain.Public(), all},
		"a volunteer":               {domain.Actor{Kind: domain.PersonActor, DistrictID: w.district, PersonID: vera}, all},
		"who takes calls":           {w.as("Cal"), all},
		"who runs the machine":      {w.as("Ada"), all},
		"a street's, and another's": {w.as("Maggie"), append([]domain.RequestID{far.ID}, all...)},
		"one that is not there":     {w.as("Priya"), append([]domain.RequestID{999_999}, all...)},
	} {
		cmd := Many{Requests: tt.ids, Do: ManyHand, To: w.who["Bo"]}
		plan, err := w.app.PreviewMany(t.Context(), tt.actor, cmd)
		if err == nil || strings.Contains(inWords(plan), "Nell") {
			t.Errorf("%s: the preview says %s, %v", who, inWords(plan), err)
		}
		if _, err := w.app.DoMany(t.Context(), tt.actor, cmd); err == nil {
			t.Errorf("%s: it was done", who)
		}
	}
	if w.stands() != before {
		t.Errorf("something was done:\n%s\nwas\n%s", w.stands(), before)
	}
	plan, err := w.app.DoMany(t.Context(), w.as("Dee"), Many{Requests: append([]domain.RequestID{far.ID}, all...), Do: ManyHand, To: w.who["Bo"]})
	if err != nil || plan.Can != 4 || plan.Told == 0 {
		t.Errorf("the desk: %s, %v", inWords(plan), err)
	}
}

// What is missing, or makes no sense, is said at its field, and nothing is done.
func TestApp_Many_Refusals(t *testing.T) {
	w, all := toMany(t)
	long := make([]domain.RequestID, mostMany+1)
	for i := range long {
		long[i] = domain.RequestID(i + 1)
	}
	soon := w.now().Add(time.Hour)
	before := w.stands()
	for name, tt := range map[string]struct {
		cmd   Many
		field string
	}{
		"none":           {Many{Do: ManyWider}, "id"},
		"too many":       {Many{Requests: long, Do: ManyWider}, "id"},
		"nothing to do":  {Many{Requests: all}, "do"},
		"something else": {Many{Requests: all, Do: "delete"}, "do"},
		"to nobody":      {Many{Requests: all, Do: ManyHand}, "to"},
		"no reason":      {Many{Requests: all, Do: ManyHold, Reason: " ", Until: soon}, "reason"},
		"in the past":    {Many{Requests: all, Do: ManyHold, Reason: "Away", Until: w.now()}, "until"},
		"for ever":       {Many{Requests: all, Do: ManyHold, Reason: "Away", Until: w.now().AddDate(1, 0, 0)}, "until"},
	} {
		t.Run(name, func(t *testing.T) {
			w.T = t
			_, err := w.app.PreviewMany(t.Context(), w.as("Priya"), tt.cmd)
			w.refusedField(err, tt.field)
			_, err = w.app.DoMany(t.Context(), w.as("Priya"), tt.cmd)
			w.refusedField(err, tt.field)
		})
	}
	w.T = t
	plan, err := w.app.PreviewMany(t.Context(), w.as("Priya"), Many{Requests: all, Do: ManyHand, To: w.volunteer("Vera", "Castle Row")})
	if err != nil || plan.Can != 0 || plan.Told != 0 || plan.Lines[0].Why == "" {
		t.Errorf("to a volunteer: %s, %v", inWords(plan), err)
	}
	if w.stands() != before {
		t.Errorf("something was done:\n%s\nwas\n%s", w.stands(), before)
	}
}
