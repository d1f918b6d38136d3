package postgres_test

import (
	"maps"
	"slices"
	"testing"

	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// notTheirs are the columns that name a person whose own copy does not hold the row, with the reason.
var notTheirs = map[string]string{
	"api_keys.created_by": "what staff did", "api_keys.revoked_by": "what staff did", "begin_steps.person_id": "what staff did",
	"better_apart.person_a": "about another too, and never shown", "better_apart.person_b": "about another too, and never shown", "better_apart.set_by": "what staff did",
	"checks.seen_by": "about another", "connector_invites.asked_by": "about another", "connector_wishes.done_by": "about another",
	"device_loans.ended_by": "about another", "device_loans.lent_by": "about another", "devices.wiped_by": "what staff did",
	"districts.doors_by": "what staff did", "handings.from_id": "about another too", "handings.to_id": "about another too",
	"kept_forms.person_id": "sealed, and gone within the hour", "meeting_actions.done_by": "what staff did", "meeting_actions.owner_id": "what staff are to do",
	"meeting_actions.said_by": "what staff did", "meeting_carries.by_id": "what staff did", "meetings.began_by": "what staff did", "offers.seen_by": "about another",
	"policies.made_by": "what staff did", "coverage_weights.made_by": "what staff did", "request_notes.author_id": "about another", "request_openings.person_id": "a page that is open, gone within the hour",
	"requests.owner_id": "about another", "reveals.viewer_id": "about another", "series.helper_id": "about another: the invitations are there",
	"service_changes.actor_id": "what staff did", "service_reports.done_by": "what staff did", "services.checked_by": "what staff did",
	"sign_in_links.person_id": "a hash, gone within the week", "street_offers.asked_by": "about another", "tasks.owner_id": "about another",
	"tasks.person_id": "what a colleague is to do: the message is there", "towns.safeguarding_lead_id": "what staff do", "volunteers.met_by": "about another", "works.begun_by": "what staff did", "worries.lead_id": "about another",
	"conversations.connector_id": "has nobody in it", "gathering_asks.asked_by": "about another", "host_photos.added_by": "what staff did", "idea_steps.actor_id": "what staff did",
	"gap_steps.actor_id": "what staff did", "stories.written_by": "what staff did", "gaps.owner_id": "what staff are to do",
}

// Whatever a table says of a person is in their own copy, or said here not to be theirs: a new one fails until somebody has decided.
func TestStore_OwnParts_holdEverything(t *testing.T) {
	db := pgtest.New(t)
	rows, err := db.SQL.QueryContext(t.Context(), `
		SELECT DISTINCT c.conrelid::regclass || '.' || a.attname
		FROM pg_constraint c
		JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[array_length(c.conkey, 1)]
		WHERE c.contype = 'f' AND c.confrelid IN ('persons'::regclass, 'volunteers'::regclass, 'connectors'::regclass)
		ORDER BY 1`)
	check(t, err)
	defer rows.Close()
	theirs, n, decided := postgres.OwnColumns(), 0, maps.Clone(notTheirs)
	for ; rows.Next(); n++ {
		var column string
		check(t, rows.Scan(&column))
		delete(decided, column)
		if in, reason := slices.Contains(theirs, column), notTheirs[column]; in == (reason != "") {
			t.Errorf("%s: in the copy %v, left out because %q", column, in, reason)
		}
	}
	check(t, rows.Err())
	if n < 50 || len(decided) > 0 {
		t.Errorf("%d columns name a person, and these do not: %v", n, decided)
	}
}
