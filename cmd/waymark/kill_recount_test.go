package main

import (
	"bytes"
	"fmt"
	"strings"

	"waymark/internal/notify/smtpsink"
)

// recounts are counts that must be 0 whatever died when, besides the invariants of the store.
var recounts = []struct{ what, query string }{
	{"a level reached twice", `
		SELECT count(*) - count(DISTINCT (request_id, level)) FROM escalations`},
	{"a level that is not where it began and its widenings", `
		SELECT count(*)
		FROM requests r
		WHERE r.level <> r.start_level + (SELECT count(*) FROM escalations e WHERE e.request_id = r.id)`},
	{"a widening without its one step in the story", `
		SELECT count(*)
		FROM escalations e
		WHERE (SELECT count(*) FROM events v WHERE v.request_id = e.request_id AND v.kind = 'widened' AND (v.data->>'level')::int = e.level) <> 1`},
	{"a step of the story told twice", `
		SELECT count(*)
		FROM (
			SELECT 1
			FROM events
			WHERE kind NOT IN ('held', 'review', 'reminded', 'noted', 'nobody')
			GROUP BY request_id, kind, person_id, invitation_id, data->>'level'
			HAVING count(*) > 1) twice`},
	{"an invitation whose story does not begin once", `
		SELECT count(*)
		FROM invitations i
		WHERE (SELECT count(*) FROM events v WHERE v.invitation_id = i.id AND v.kind = 'asked') <> 1`},
	{"a message written twice", `
		SELECT count(*) - count(DISTINCT key) FROM outbox`},
	{"somebody asked twice for one thing at one level", `
		SELECT count(*) - count(DISTINCT (request_id, person_id, level)) FROM invitations`},
	{"a request without an owner or a next action", `
		SELECT count(*) FROM requests WHERE state <> 'closed' AND (owner_id IS NULL OR next_action = '' OR next_action_at IS NULL)`},
	{"a week whose booked count is not what holds a place in it", `
		SELECT count(*)
		FROM volunteer_weeks w
		WHERE w.booked <> (
			SELECT count(*)
			FROM invitations i
			WHERE i.person_id = w.person_id AND i.week = w.week AND i.state IN ('queued', 'delivered', 'held', 'accepted'))`},
	{"a message neither sent nor given up", `
		SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'void') AND due_at <= (SELECT frozen_at + ahead FROM clock)`},
}

// recount counts everything again, by SQL and in the mail server. From least to most messages may have arrived twice: those that were
// sent, and not yet noted as sent, when their sender died.
func (s *scene) recount(least, most int) {
	s.Helper()
	now, err := s.db.Store().Now(s.Context())
	s.must(err)
	found, err := s.db.Store().Invariants(s.Context(), now)
	s.must(err)
	if len(found) == 0 {
		s.Error("no invariant was asked")
	}
	for _, i := range found {
		if i.Count != 0 {
			s.Errorf("invariant broken %d times: %s", i.Count, i.Name)
		}
	}
	for _, r := range recounts {
		if n := s.number(r.query); n != 0 {
			s.Errorf("%d times %s", n, r.what)
		}
	}
	if got := s.compareMail(); got < least || got > most {
		s.Errorf("%d messages arrived twice, want from %d to %d", got, least, most)
	}
}

// compareMail holds the outbox against what arrived: every message that counts as sent did, none that was never written, and what came
// twice is the same to the byte. It returns how many did.
func (s *scene) compareMail() (twice int) {
	s.Helper()
	arrived := map[string][]smtpsink.Message{}
	for _, m := range s.sink.Messages() {
		arrived[messageID(m)] = append(arrived[messageID(m)], m)
	}
	rows, err := s.db.SQL.QueryContext(s.Context(), `SELECT district_id, id, key, state, attempts FROM outbox WHERE channel = 'email' ORDER BY id`)
	s.must(err)
	defer rows.Close()
	for rows.Next() {
		var district, id, attempts int
		var key, state string
		s.must(rows.Scan(&district, &id, &key, &state, &attempts))
		name := fmt.Sprintf("%d.%d@help.example.org", district, id)
		copies := arrived[name]
		delete(arrived, name)
		if (state == "sent") != (len(copies) > 0) {
			s.Errorf("message %s is %s and arrived %d times", key, state, len(copies))
		}
		if len(copies) > attempts {
			s.Errorf("message %s arrived %d times in %d attempts", key, len(copies), attempts)
		}
		if len(copies) > 1 {
			twice++
		}
		for _, again := range copies[min(1, len(copies)):] {
			if !bytes.Equal(again.Raw, copies[0].Raw) || strings.Join(again.To, " ") != strings.Join(copies[0].To, " ") {
				s.Errorf("message %s came again with other bytes", key)
			}
		}
	}
	s.must(rows.Err())
	for name := range arrived {
		s.Errorf("%s arrived, but nobody wrote it", name)
	}
	return twice
}

// outcome is what became of everybody, in a line each.
func (s *scene) outcome() string {
	s.Helper()
	var out string
	s.must(s.db.SQL.QueryRowContext(s.Context(), `
		SELECT string_agg(p.first_name || ': ' || r.state || ' ' || coalesce(nullif(r.ending, ''), '-') || ', level ' || r.level
			|| ', asked ' || (SELECT count(*) FROM invitations i WHERE i.request_id = r.id)
			|| ', steps ' || (SELECT count(*) FROM events v WHERE v.request_id = r.id)
			|| ', messages ' || (SELECT count(*) FROM outbox o WHERE o.request_id = r.id), E'\n' ORDER BY r.id)
		FROM requests r
		JOIN persons p ON p.id = r.person_id`).Scan(&out))
	return out
}
