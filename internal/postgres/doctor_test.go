package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// healthy is a town at noon in which all is as it should be, once each way: request 1 waits with invitation 1 in the hands of
// volunteer 11; request 2 is assigned to volunteer 12 by invitation 2, after it was widened once; request 3 is closed, and its
// invitation 3 was taken back. Person 1 owns them all, and persons 21 to 23 asked.
const healthy = `
	INSERT INTO districts (id, name) VALUES (1, 'North Wendle');
	INSERT INTO towns (district_id, id, name) VALUES (1, 1, 'Saltcombe');
	INSERT INTO sections (district_id, id, town_id, name) VALUES (1, 1, 1, 'Old Town');
	INSERT INTO streets (district_id, id, town_id, section_id, name, name_key, search_key) VALUES (1, 1, 1, 1, 'Castle Row', 'castle row', 'castle row');
	INSERT INTO persons (district_id, id, first_name, address, street_id, created_at)
	SELECT 1, n, 'Person', n || ' House', 1, now() FROM unnest(ARRAY[1, 11, 12, 21, 22, 23]) n;
	INSERT INTO volunteers (district_id, person_id, capacity, budget_week, budget_day, standing, met_by, met_on, began_at)
	SELECT 1, n, 5, 20, 10, 'met', 1, '2026-01-01', now() FROM unnest(ARRAY[11, 12]) n;
	INSERT INTO needs (district_id, id, code, name, minutes, urgency) VALUES (1, 1, 'dogs', 'Dogs', 40, 'W');
	INSERT INTO requests (district_id, id, reference, person_id, need_id, check_required, distance, minutes, goes_out, town_id,
		section_id, street_id, urgency, wanted_from, useful_until, came_by, door_words, raised_at, started_at, level_since,
		owner_id, next_action, next_action_at, fan_out)
	SELECT 1, n, 'REF' || n, 20 + n, 1, 'enhanced', 'near', 40, 'by_itself', 1, 1, 1, 'W', '2026-06-10 12:00Z', '2026-06-17 12:00Z', 'web',
		'blue door', '2026-06-10 12:00Z', '2026-06-10 12:00Z', '2026-06-10 12:00Z', 1, 'plan', '2026-06-10 12:10Z', 1
	FROM generate_series(1, 3) n;
	INSERT INTO checks (district_id, person_id, level, seen_on, seen_by) VALUES (1, 11, 'enhanced', '2026-01-01', 1), (1, 12, 'enhanced', '2026-01-01', 1);
	INSERT INTO invitations (district_id, id, request_id, person_id, kind, channel, state, place, level, scope, visit_at, visit_ends_at,
		week, asked_on, queued_at, delivered_at)
	SELECT 1, n, n, 10 + least(n, 2), 'matched', 'email', 'delivered', 1, 0, 0, '2026-06-11 12:00Z', '2026-06-11 13:00Z', '2026-06-08',
		'2026-06-10', '2026-06-10 12:00Z', '2026-06-10 12:01Z'
	FROM generate_series(1, 3) n;
	INSERT INTO escalations (district_id, request_id, level, at, why) VALUES (1, 2, 1, '2026-06-10 12:00Z', 'time');
	UPDATE invitations SET state = 'accepted', answered_at = '2026-06-10 12:05Z' WHERE id = 2;
	UPDATE requests SET state = 'assigned', level = 1, visit_at = '2026-06-11 12:00Z', visit_ends_at = '2026-06-11 13:00Z' WHERE id = 2;
	UPDATE invitations SET state = 'withdrawn', ended_why = 'request_ended' WHERE id = 3;
	UPDATE requests SET state = 'closed', ending = 'sorted', closed_at = '2026-06-10 12:05Z' WHERE id = 3;
	INSERT INTO outbox (district_id, key, kind, channel, person_id, request_id, invitation_id, created_at, due_at, state)
	SELECT 1, m.key, m.kind, 'email', 1, m.request, m.invitation, '2026-06-10 12:00Z', '2026-06-10 12:00Z', 'sent'
	FROM (VALUES ('invitation:1', 'invitation', 1, 1), ('invitation:2', 'invitation', 2, 2), ('invitation:3', 'invitation', 3, 3),
		('visit:2', 'visit', 2, 2), ('closed:3', 'invitation_closed', 3, 3), ('escalate:2:1', 'widened', 2, NULL)) m (key, kind, request, invitation);
	INSERT INTO events (district_id, request_id, at, kind, actor, invitation_id)
	VALUES (1, 2, '2026-06-10 12:05Z', 'accepted', 'helper', 2), (1, 3, '2026-06-10 12:05Z', 'withdrawn', 'clock', 3)`

// message copies the message of invitation 1 for another invitation of request 1.
func message(key string, invitation int) string {
	return fmt.Sprintf(`INSERT INTO outbox (district_id, key, kind, channel, person_id, request_id, invitation_id, created_at, due_at)
		SELECT district_id, '%s', kind, channel, person_id, request_id, %d, created_at, due_at FROM outbox WHERE key = 'invitation:1'`, key, invitation)
}

var noon = time.Date(2026, time.June, 10, 12, 0, 0, 0, time.UTC)

// broken counts the invariants that do not hold, by name.
func broken(ctx context.Context, t *testing.T, s *postgres.Store) map[string]int {
	t.Helper()
	all, err := s.Invariants(ctx, noon)
	check(t, err)
	out := map[string]int{}
	for _, i := range all {
		if i.Count != 0 {
			out[i.Name] = i.Count
		}
	}
	return out
}

// Each row does one forbidden thing behind the back of the constraints and triggers, and says which invariant must notice.
func TestStore_Invariants(t *testing.T) {
	tests := []struct {
		name string
		do   string
		says string // a part of the invariant's name
	}{
		{"a place is booked that nobody holds", `UPDATE volunteer_weeks SET booked = booked + 1 WHERE person_id = 11`, "is what is live or accepted"},
		{"a place is held that is not booked", `DELETE FROM volunteer_weeks WHERE person_id = 12`, "is what is live or accepted"},
		{"an ask is counted that nobody was asked", `UPDATE volunteer_weeks SET asked = asked + 1 WHERE person_id = 11`, "is who was asked"},
		{"an ask is not counted", `UPDATE volunteer_weeks SET asked = 0, day_asked = 0 WHERE person_id = 12`, "is who was asked"},
		{"more is booked than can be done", `ALTER TABLE volunteer_weeks DROP CONSTRAINT volunteer_weeks_capacity;
			UPDATE volunteer_weeks SET capacity = 0 WHERE person_id = 11`, "above what they can do"},
		{"two are asked where one may be", `INSERT INTO invitations SELECT (jsonb_populate_record(i, '{"id": 9, "person_id": 12, "place": 2}')).* FROM invitations i WHERE id = 1;
			` + message("invitation:9", 9) + `;
			UPDATE volunteer_weeks SET booked = booked + 1 WHERE person_id = 12`, "than the request allows"},
		{"an open request has a helper", `UPDATE requests SET state = 'open' WHERE id = 2`, "one helper, an open one none"},
		{"an assigned request has none", `UPDATE requests SET state = 'assigned', visit_at = now(), visit_ends_at = now() WHERE id = 1;
			UPDATE invitations SET state = 'declined' WHERE id = 1; UPDATE volunteer_weeks SET booked = 0 WHERE person_id = 11`, "one helper, an open one none"},
		{"a closed request is still asked about", `UPDATE requests SET state = 'closed', ending = 'sorted', closed_at = now() WHERE id = 1`, "nothing is live"},
		{"better apart", `INSERT INTO better_apart VALUES (1, 11, 21, 1, now())`, "better apart"},
		{"the same house", `UPDATE persons SET address = '11 HOUSE' WHERE id = 21`, "lives there"},
		{"themselves", `UPDATE requests SET person_id = 11 WHERE id = 1`, "lives there"},
		{"somebody who said no", `INSERT INTO invitations SELECT (jsonb_populate_record(i, '{"id": 9, "state": "declined"}')).* FROM invitations i WHERE id = 1;
			` + message("invitation:9", 9), "who said no"},
		{"no check", `DELETE FROM checks WHERE person_id = 12`, "lacks a check"},
		{"a check that was out of date when they were asked", `UPDATE checks SET review_on = '2026-06-10' WHERE person_id = 11`, "lacks a check"},
		{"an invitation without a message", `DELETE FROM outbox WHERE key = 'invitation:1'`, "each invitation has one message"},
		{"an invitation with two", message("again", 1), "each invitation has one message"},
		{"a yes without a message", `DELETE FROM outbox WHERE key = 'visit:2'`, "each yes has one message"},
		{"a message about a visit without a yes", `UPDATE outbox SET invitation_id = 1 WHERE key = 'visit:2'`, "each yes has one message"},
		{"taken back without a word", `DELETE FROM outbox WHERE key = 'closed:3'`, "each taking back"},
		{"taken back, and the word torn up", `UPDATE outbox SET state = 'void' WHERE key = 'closed:3'`, "each taking back"},
		{"a helper is off without a word", `UPDATE invitations SET answered_at = now() WHERE id = 3; UPDATE outbox SET kind = 'visit' WHERE key = 'closed:3'`, "each taking back"},
		{"a widening without a message", `DELETE FROM outbox WHERE key = 'escalate:2:1'`, "each widening has one message"},
		{"a level without a widening", `UPDATE requests SET level = 1 WHERE id = 1`, "a request's level"},
		{"a widening without a level", `UPDATE requests SET level = 0 WHERE id = 2`, "a request's level"},
		{"a level left out", `UPDATE escalations SET level = 2`, "a request's level"},
		{"two answers", `INSERT INTO events (district_id, request_id, at, kind, actor, invitation_id) VALUES (1, 2, now(), 'declined', 'helper', 2)`, "leaves live once"},
		{"back to life", `INSERT INTO events (district_id, request_id, at, kind, actor, invitation_id) VALUES (1, 1, now(), 'expired', 'clock', 1)`, "leaves live once"},
		{"forgotten", `ALTER TABLE requests DROP CONSTRAINT requests_never_forgotten; UPDATE requests SET owner_id = NULL WHERE id = 1`, "has an owner"},
		{"no next action", `ALTER TABLE requests DROP CONSTRAINT requests_never_forgotten; UPDATE requests SET next_action_at = NULL WHERE id = 1`, "has an owner"},
		{"overdue", `UPDATE requests SET next_action_at = '2026-06-10 11:54:59Z' WHERE id = 2`, "not overdue"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pgtest.Rehearse(t, func(ctx context.Context, s *postgres.Store) {
				check(t, s.Exec(ctx, "SET LOCAL ROLE NONE"))
				check(t, s.Exec(ctx, healthy))
				check(t, s.Exec(ctx, "SET CONSTRAINTS ALL IMMEDIATE")) // what is deferred is looked at now
				if ill := broken(ctx, t, s); len(ill) > 0 {
					t.Fatalf("a healthy town is called ill: %v", ill)
				}
				check(t, s.Exec(ctx, "SET LOCAL session_replication_role = replica"))
				check(t, s.Exec(ctx, tt.do))
				found := false
				ill := broken(ctx, t, s)
				for name := range ill {
					found = found || strings.Contains(name, tt.says)
				}
				if !found {
					t.Errorf("nobody noticed; %v", ill)
				}
			})
		})
	}
}

// Every invariant has a row above that breaks it: the names are asked for by part, so a new one without a row is found here.
func TestStore_Invariants_Names(t *testing.T) {
	pgtest.Rehearse(t, func(ctx context.Context, s *postgres.Store) {
		all, err := s.Invariants(ctx, noon)
		check(t, err)
		if len(all) != 14 {
			t.Errorf("there are %d invariants; break the new one in TestStore_Invariants too", len(all))
		}
		seen := map[string]bool{}
		for _, i := range all {
			if seen[i.Name] || i.Name == "" {
				t.Errorf("the name %q stands twice or is empty", i.Name)
			}
			seen[i.Name] = true
		}
	})
}

func TestStore_Overdue(t *testing.T) {
	pgtest.Rehearse(t, func(ctx context.Context, s *postgres.Store) {
		check(t, s.Exec(ctx, healthy))
		for _, tt := range []struct {
			at   string
			want int
		}{{"11:55:00", 0}, {"11:54:59", 2}} {
			check(t, s.Exec(ctx, fmt.Sprintf("UPDATE requests SET next_action_at = '2026-06-10 %sZ'", tt.at)))
			refs, n, err := s.Overdue(ctx, noon, 1)
			check(t, err)
			if n != tt.want || len(refs) != min(tt.want, 1) {
				t.Errorf("due at %s: %d overdue, %v named", tt.at, n, refs)
			}
		}
	})
}

func TestStore_StuckMessages(t *testing.T) {
	pgtest.Rehearse(t, func(ctx context.Context, s *postgres.Store) {
		check(t, s.Exec(ctx, healthy))
		for _, tt := range []struct {
			set  string
			want int
		}{
			{"state = 'sent'", 0},
			{"state = 'queued', due_at = '2026-06-10 11:59Z'", 1},
			{"state = 'queued', due_at = '2026-06-10 12:01Z'", 0},
			{"state = 'claimed', claimed_until = '2026-06-10 11:59Z'", 1},
			{"state = 'claimed', claimed_until = '2026-06-10 12:01Z'", 0},
			{"state = 'void'", 0},
		} {
			check(t, s.Exec(ctx, "UPDATE outbox SET "+tt.set+" WHERE key = 'visit:2'"))
			n, err := s.StuckMessages(ctx, noon)
			check(t, err)
			if n != tt.want {
				t.Errorf("%s: %d stuck, want %d", tt.set, n, tt.want)
			}
		}
	})
}

func TestStore_Clocks(t *testing.T) {
	db := pgtest.New(t)
	pgtest.Advance(t, db, 36*time.Hour)
	c, err := db.Store().Clocks(t.Context())
	check(t, err)
	if c.Ahead != 36*time.Hour || c.Frozen || time.Since(c.Database).Abs() > time.Minute {
		t.Errorf("clocks %+v", c)
	}
	pgtest.Freeze(t, db, noon)
	if c, err = db.Store().Clocks(t.Context()); err != nil || !c.Frozen || c.Ahead != 0 {
		t.Errorf("clocks %+v, %v", c, err)
	}
}
