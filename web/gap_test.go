package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/domain"
)

// gap has Joan wait for somebody to walk a dog, in a gap that stands at a stage; what it runs by is more people who help.
func (v *village) gap(stage domain.GapStage) domain.GapID {
	v.Helper()
	ask := v.joans("dog").RequestID
	for _, kind := range []string{"search", "help"} {
		id := v.count(`INSERT INTO gaps (district_id, kind, town_id, stage, helpers, people, times, first_seen, last_seen)
			SELECT district_id, $2, town_id, $3, true, 1, 3, raised_at, raised_at FROM requests WHERE id = $1 RETURNING id`, ask, kind, stage)
		v.count(`INSERT INTO gap_signs (district_id, kind, subject, words, town_id, gap_id, here, times, first_seen, last_seen)
			SELECT district_id, $2, CASE $2 WHEN 'help' THEN need_id ELSE 0 END, CASE $2 WHEN 'help' THEN '' ELSE 'chess' END, town_id, $3, true, 3, raised_at, raised_at
			FROM requests WHERE id = $1 RETURNING gap_id`, ask, kind, id)
	}
	return domain.GapID(v.count(`INSERT INTO gap_waits (district_id, request_id, gap_id, person_id)
		SELECT district_id, id, (SELECT max(id) FROM gaps), person_id FROM requests WHERE id = $1 RETURNING gap_id`, ask))
}

func TestGapPages(t *testing.T) {
	v := newVillage(t)
	sink := v.bySMTP()
	here := addressOf("/gaps/", v.gap(domain.GapNoticed))
	v.count(`UPDATE persons SET email = 'joan@example.org', email_key = 'joan@example.org', preferred = 'email' WHERE first_name = 'Joan' RETURNING id`)
	b := v.signedIn("Priya").opens("/builder").tells([]string{"What people need and is not there", "One is new: nobody has looked at it."}).follows("Asked for, and nobody found").tells([]string{"One person waited", "Asked for, and nobody found"})
	b.opens(here).tells([]string{"Nobody has looked at it yet.", "Who waited", "Who might help"}).presses("I will see to it", nil).tells([]string{"It is yours now.", "Being looked at"})
	b.follows("Who sees to it, next step, money").presses("Keep this", url.Values{"fundPence": {"a lot"}, "nextStep": {"Ask <b>the vet</b>"}}).tells([]string{"pounds and pence"}).
		presses("Keep this", url.Values{"fundPence": {"£1,250.50"}, "fundFrom": {"The town council"}, "nextOn": {"2026-07-01"}}).tells([]string{"£1250.50 from The town council"})
	b.opens(here).follows("It is there already").presses("It runs", url.Values{"answer": {"helpers"}}).tells([]string{"Tell the one who waited"})
	b.follows("Tell the one who waited").tells([]string{"They read this:", "More people help with that now."}).presses("Tell the one now", url.Values{"words": {"Ring 01632 960123"}}).tells([]string{"may say who somebody is"}).
		presses("Tell the one now", url.Values{"words": {"They go out at nine."}}).tells([]string{"They are told.", "They have been told"})
	if n := v.count(`SELECT count(*) FROM outbox WHERE kind = 'gap_told'`); n != 1 {
		t.Errorf("%d messages tell those who waited", n)
	}
	_, err := v.app.DeliverOutbox(t.Context(), domain.Clock())
	v.must(err)
	mails, err := sink.Wait(1, 5*time.Second)
	v.must(err)
	if last := mails[len(mails)-1]; !strings.Contains(string(last.Raw), "They go out at nine.") || !strings.Contains(string(last.Raw), "joan@example.org") {
		t.Errorf("what came over SMTP is %s", last.Raw)
	}
	b.opens(here).presses("Close it", nil).tells([]string{"Closed", "What was missing is there"})
}

// TestGaps_Sizes: the list opens with what is to be looked at first, and leads to what is small so far; none is on both.
func TestGaps_Sizes(t *testing.T) {
	v := newVillage(t)
	v.gap(domain.GapNoticed)
	priya := v.signedIn("Priya")
	v.count(`UPDATE gaps SET times = 1, first_seen = $1 RETURNING id`, morning.AddDate(0, 0, -1))
	priya.opens("/gaps").tells([]string{"Nothing to look at first", "Two are small so far. Each comes here by itself when it grows."}, "One person waited").
		follows("See the small ones").tells([]string{"One person waited", "when three have asked for it"}, "Nothing to look at first")
	v.count(`UPDATE gaps SET times = 3 WHERE kind = 'search' RETURNING id`)
	priya.opens("/gaps").tells([]string{"chess", "To look at first, 1", "Small so far, 1", "All open, 2"}, "One person waited")
	priya.opens("/gaps?size=all").tells([]string{"chess", "One person waited"})
	priya.opens("/gaps/recruit").tells([]string{"There is nobody to look for", "No ask of the last thirteen weeks came to nothing."}, "some people asked and nobody was found")
}
