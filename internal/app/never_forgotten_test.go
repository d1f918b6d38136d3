package app

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/notify/smtpsink"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// Rule 1: no request is forgotten.

func TestNeverForgotten_TheDatabaseRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	for _, lacking := range []string{"owner_id = NULL", "next_action = NULL", "next_action_at = NULL"} {
		_, err := w.db.SQL.Exec(`UPDATE requests SET `+lacking+` WHERE id = $1`, r.ID)
		if !postgres.IsCheck(err, "requests_never_forgotten") {
			t.Errorf("an open request with %s: %v, want it refused", lacking, err)
		}
	}
	w.promise(r, w.who["Tom"])
	if _, err := w.db.SQL.Exec(`UPDATE requests SET owner_id = NULL WHERE id = $1`, r.ID); !postgres.IsCheck(err, "requests_never_forgotten") {
		t.Errorf("an assigned request without an owner: %v, want it refused", err)
	}
	if _, err := w.db.SQL.Exec(`UPDATE requests SET state = 'closed' WHERE id = $1`, r.ID); err == nil {
		t.Error("a request was closed without an ending")
	}
}

// chance lets people and the clock do whatever they may, in an order that a seed decides.
type chance struct {
	*world
	*rand.Rand
	sink       *smtpsink.Sink
	volunteers []string
	asked      []domain.RequestID
	named      int
	done       map[string]int // how often each was done, and not refused
}

func (c *chance) one(ids []domain.RequestID) domain.RequestID {
	if len(ids) == 0 {
		return 0
	}
	return ids[c.IntN(len(ids))]
}

func oneOf[T any](c *chance, from ...T) T { return from[c.IntN(len(from))] }

// open picks a request, more often a newer one.
func (c *chance) open() domain.RequestID { return c.one(c.asked[max(0, len(c.asked)-12):]) }

func (c *chance) raise() error {
	c.named++
	cmd := RaiseRequest{
		FirstName: fmt.Sprintf("Asks%d", c.named), Phone: fmt.Sprintf("01632 96%04d", c.named), CameBy: domain.ByPhone, SafeToRing: true,
		StreetID: c.street[oneOf(c, "Castle Row", "Quay Lane", "Hill Road", "Mill Lane")],
		NeedID:   c.need[oneOf(c, "dog", "prescription", "visit", "garden", "something_else", "shopping")],
		Urgency:  oneOf(c, domain.InADay, domain.ThisWeek, domain.WhenSuits, ""),
	}
	if c.IntN(3) == 0 {
		cmd.Email = cmd.FirstName + "@example.org"
	}
	switch c.IntN(6) {
	case 0:
		cmd.StreetID, cmd.TownID, cmd.PlaceWords = 0, c.town["Saltcombe"], "the caravans behind the mill"
	case 1:
		cmd.Asker = &Asker{FirstName: "Ann", Phone: "01632 960177", Relationship: "daughter", ToldBack: oneOf(c, "nothing", "that_help_came", "everything"), Knows: oneOf(c, domain.NotYet, domain.Agreed)}
	case 2:
		cmd.NeedID, cmd.Repeat = c.need["dog"], &Repeat{Weekday: 1 + c.IntN(7), Starts: "10:00", HelperID: c.who[oneOf(c, c.volunteers...)]}
	case 3:
		from := c.now().Add(time.Duration(c.IntN(14*24)) * time.Hour)
		cmd.WantedFrom = &from
	}
	raised, err := c.app.RaiseRequest(c.Context(), c.as("Dee"), cmd)
	if err == nil {
		c.asked = append(c.asked, raised.RequestID)
	}
	return err
}

// invited picks an invitation, mostly a live or an accepted one.
func (c *chance) invited() (domain.Invitation, bool) {
	all, err := c.db.Store().Invitations(c.Context(), c.open())
	c.must(err)
	if warm := waiting(all); len(warm) > 0 && c.IntN(5) > 0 {
		all = warm
	}
	if len(all) == 0 {
		return domain.Invitation{}, false
	}
	return all[c.IntN(len(all))], true
}

func (c *chance) answer() error {
	i, ok := c.invited()
	if !ok {
		return nil
	}
	actor := c.holding(i, domain.ForInvitation)
	if c.IntN(4) == 0 {
		return c.app.HoldInvitation(c.Context(), actor)
	}
	_, err := c.app.AnswerInvitation(c.Context(), actor, oneOf(c, SaysYes, SaysYes, SaysNotThisTime, SaysNotThisWeek))
	return err
}

func (c *chance) visit() error {
	i, ok := c.invited()
	if !ok {
		return nil
	}
	actor := c.holding(i, domain.ForVisit)
	if _, err := c.app.Visit(c.Context(), actor); err != nil {
		return err
	}
	return c.app.ReportVisit(c.Context(), actor, ReportVisit{Said: oneOf(c, "home_safe", "done", "could_not", "need_a_hand", "hand_back"), Words: "A word."})
}

func (c *chance) asker() error {
	r := c.request(c.open())
	actor := domain.Actor{Kind: domain.BearerActor, DistrictID: r.DistrictID, PersonID: r.PersonID, Purpose: domain.ForStatus, RequestID: r.ID}
	if _, err := c.app.Status(c.Context(), actor); err != nil {
		return err
	}
	switch c.IntN(8) {
	case 0:
		return c.app.WithdrawRequest(c.Context(), actor, domain.Sorted)
	case 1, 2:
		return c.app.ChangeMyTime(c.Context(), actor, ChangeTime{UsefulUntil: c.now().Add(time.Duration(1+c.IntN(200)) * time.Hour)})
	}
	return c.app.TellHowItWent(c.Context(), actor, oneOf(c, "done", "not_done", "need_a_hand"))
}

// staff lets the desk do one of the things that a person may decide.
func (c *chance) staff() error {
	dee, id, ctx := c.as("Priya"), c.open(), c.Context()
	helper := c.who[oneOf(c, c.volunteers...)]
	switch c.IntN(12) {
	case 0, 1, 2:
		return c.app.ApproveRequest(ctx, dee, id)
	case 3:
		return c.app.HoldRequest(ctx, dee, HoldRequest{RequestID: id, Reason: "They are away", Until: c.now().Add(time.Duration(1+c.IntN(100)) * time.Hour)})
	case 4:
		return c.app.ReleaseRequest(ctx, dee, id)
	case 5:
		return c.app.AskWider(ctx, dee, id)
	case 6:
		return c.app.HandOver(ctx, dee, HandOver{RequestID: id, To: c.who[oneOf(c, "Maggie", "Dee", "Priya", "Bo", "Tom")]})
	case 7:
		return c.app.PlaceRequest(ctx, dee, PlaceRequest{RequestID: id, StreetID: c.street[oneOf(c, "Castle Row", "Mill Lane")]})
	case 8:
		return c.app.ConfirmKnows(ctx, dee, id)
	case 9:
		return c.app.AskHelper(ctx, dee, AskHelper{RequestID: id, PersonID: helper, Overrides: oneOf(c, nil, []string{"earlier_no"})})
	case 10:
		return c.app.AssignHelper(ctx, dee, AssignHelper{RequestID: id, PersonID: helper})
	}
	if c.IntN(2) == 0 {
		return c.app.TakeBack(ctx, dee, TakeBack{RequestID: id, Why: "They are ill"})
	}
	return c.app.EndRequest(ctx, dee, EndRequest{RequestID: id, Ending: oneOf(c, domain.Helped, domain.Sorted, domain.Hospital)})
}

func (c *chance) task() error {
	var open []domain.TaskID
	rows, err := c.db.SQL.QueryContext(c.Context(), `SELECT id FROM tasks WHERE state = 'open' ORDER BY id`)
	c.must(err)
	defer rows.Close()
	for rows.Next() {
		var id domain.TaskID
		c.must(rows.Scan(&id))
		open = append(open, id)
	}
	c.must(rows.Err())
	if len(open) == 0 {
		return nil
	}
	_, err = c.app.ReportTask(c.Context(), c.as("Priya"), ReportTask{TaskID: oneOf(c, open...), Outcome: oneOf(c, "reached", "reached", "no_answer", "not_needed"),
		Answer: oneOf(c, "", SaysYes, SaysNotThisTime, "done", "need_a_hand")})
	return err
}

// clock moves time on, sometimes over a night or a week-end, sometimes with the mail server away.
func (c *chance) clock() error {
	if c.IntN(4) == 0 {
		c.sink.Down()
	}
	defer func() { c.must(c.sink.Up()) }()
	pgtest.Advance(c.T, c.db, time.Duration(5+c.IntN(oneOf(c, 30, 300, 3000)))*time.Minute)
	if c.IntN(3) == 0 {
		_, err := c.app.RollSeries(c.Context(), domain.Clock())
		c.must(err)
	}
	c.beat()
	return nil
}

// Whatever people do in whatever order, each request that is not closed has an owner and a next action, and nothing else that must
// hold is broken either.
func TestNeverForgotten_WhateverPeopleDo(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c := &chance{world: w, Rand: rand.New(rand.NewPCG(seed, 9)), sink: w.bySMTP(), done: map[string]int{}}
			for name, street := range map[string]string{"Tom": "Castle Row", "Una": "Castle Row", "Vic": "Quay Lane", "Wyn": "Hill Road", "Xan": "Mill Lane"} {
				w.volunteer(name, street)
				c.volunteers = append(c.volunteers, name)
			}
			slices.Sort(c.volunteers)
			w.exec(`UPDATE volunteers SET capacity = 2, budget_day = 1, budget_week = 3 WHERE person_id = $1`, w.who["Una"])
			w.exec(`UPDATE persons SET email = '', email_key = '' WHERE id = $1`, w.who["Vic"])
			c.sink.Reject("Wyn@example.org")
			for range 4 {
				c.must(c.raise())
			}
			c.play(200)
			for _, what := range []string{"raise", "answer", "visit", "asker", "staff", "task", "clock"} {
				if c.done[what] == 0 {
					t.Errorf("%s was never done", what)
				}
			}
		})
	}
}

func (c *chance) play(n int) {
	c.Helper()
	moves := []struct {
		name string
		do   func() error
	}{
		{"raise", c.raise}, {"answer", c.answer}, {"answer", c.answer}, {"visit", c.visit}, {"asker", c.asker}, {"staff", c.staff}, {"staff", c.staff},
		{"task", c.task}, {"clock", c.clock}, {"clock", c.clock},
	}
	for step := range n {
		move := moves[c.IntN(len(moves))]
		err := move.do()
		if err == nil {
			c.done[move.name]++
		} else if domain.KindOf(err) == "" {
			c.Fatalf("step %d, %s: %v", step, move.name, err)
		}
		c.intact()
		if c.Failed() {
			for _, id := range c.asked {
				if r := c.request(id); r.State != domain.Closed && r.NextActionAt.Before(c.now()) {
					c.Logf("request %d: %+v", id, r)
				}
			}
			c.Fatalf("after step %d, %s (%v)", step, move.name, err)
		}
	}
}

// One request that cannot be moved does not stop the others; it is tried again later, and goes on when it is mended.
func TestNeverForgotten_ABrokenRequestStopsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	broken := w.ask("Joan", "Castle Row", "dog")
	w.promise(broken, w.who["Tom"])
	w.exec(`UPDATE requests SET next_action_at = $2, visit_at = $2, visit_ends_at = $2 WHERE id = $1`, broken.ID, w.now().Add(-2*time.Hour))
	w.exec(`BEGIN; SET LOCAL session_replication_role = replica; UPDATE invitations SET state = 'delivered' WHERE request_id = ` + fmt.Sprint(int64(broken.ID)) + `; COMMIT`)
	sound := w.ask("Ken", "Quay Lane", "garden")
	w.must(w.app.HoldRequest(t.Context(), w.as("Dee"), HoldRequest{RequestID: sound.ID, Reason: "Away", Until: w.now().Add(time.Minute)}))
	pgtest.Advance(t, w.db, 2*time.Minute)

	did, err := w.app.AdvanceRequests(t.Context(), domain.Clock())
	if did != 1 || err == nil {
		t.Errorf("%d were moved, with the error %v; want the sound one, and to hear of the other", did, err)
	}
	if w.request(sound.ID).HoldUntil != nil {
		t.Error("the sound request was not moved")
	}
	first := w.request(broken.ID)
	if first.Tries != 1 || !first.NextActionAt.After(w.now()) || first.OwnerID == 0 {
		t.Errorf("the broken one was tried %d times and is due at %s; want it put off", first.Tries, first.NextActionAt)
	}
	pgtest.Advance(t, w.db, time.Minute)
	if _, err := w.app.AdvanceRequests(t.Context(), domain.Clock()); err == nil {
		t.Error("the broken one was not tried again")
	}
	second := w.request(broken.ID)
	if wait := second.NextActionAt.Sub(w.now()); second.Tries != 2 || wait < retryFirst {
		t.Errorf("after %d tries it waits for %s; want it longer each time", second.Tries, wait)
	}
	w.exec(`BEGIN; SET LOCAL session_replication_role = replica; UPDATE invitations SET state = 'accepted' WHERE request_id = ` + fmt.Sprint(int64(broken.ID)) + `; COMMIT`)
	pgtest.Advance(t, w.db, time.Hour)
	w.beat()
	if now := w.request(broken.ID); now.AfterAskedAt == nil || now.Tries != 0 {
		t.Errorf("once mended it was not moved: %+v", now.NextAction)
	}
}

// A need that asks for something nobody knows finds nobody, and climbs; the plan of the others is made.
func TestNeverForgotten_ABrokenNeedClimbsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	broken, sound := w.ask("Joan", "Castle Row", "prescription"), w.ask("Ken", "Castle Row", "meal")
	w.exec(`UPDATE requests SET skills = ARRAY['flying'] WHERE id = $1`, broken.ID)
	pgtest.Advance(t, w.db, 10*time.Minute)
	w.beat()
	if i := w.live(sound.ID); w.whoIs(i.PersonID) != "Tom" {
		t.Errorf("%s was asked for the sound one", w.whoIs(i.PersonID))
	}
	w.until("a support failure", 10*time.Minute, 48*time.Hour, func() bool { return w.request(broken.ID).FailedAt != nil })
	if n := w.number(`SELECT count(*) FROM invitations WHERE request_id = $1`, broken.ID); n != 0 {
		t.Errorf("%d were asked who cannot do it", n)
	}
	w.intact()
}

// A pair that the database refuses each time is no reason to stand still: after a few tries the ladder goes on.
func TestNeverForgotten_APlanRefusedStillClimbs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	w.exec(`CREATE FUNCTION always_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'WM015'; END $$`)
	w.exec(`CREATE TRIGGER never_asks BEFORE INSERT ON invitations FOR EACH ROW EXECUTE FUNCTION always_refuses()`)
	w.until("a wider level", time.Hour, 72*time.Hour, func() bool { return w.request(r.ID).Level > domain.AtStreet })
	if r := w.request(r.ID); r.Tries > matchTries+1 {
		t.Errorf("it was tried %d times in a row", r.Tries)
	}
}
