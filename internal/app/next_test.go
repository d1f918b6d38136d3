package app

import (
	"strings"
	"testing"

	"waymark/domain"
	"waymark/domain/escalation"
)

// While somebody holds the question, the page says who, and until when.
func TestApp_Request_whoHoldsTheQuestion(t *testing.T) {
	w := newWorld(t)
	una := w.volunteer("Una", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	next := func() string {
		v, err := w.app.Request(t.Context(), w.as("Maggie"), r.ID)
		w.must(err)
		return v.Next.Words
	}
	if got := next(); got != "We look for a neighbour." {
		t.Errorf("before anybody is asked: %q", got)
	}
	w.must(w.app.AskHelper(t.Context(), w.as("Maggie"), AskHelper{RequestID: r.ID, PersonID: una}))
	if got := next(); got != "Una is being asked: the question is on its way." {
		t.Errorf("before it has gone out: %q", got)
	}
	w.beat()
	if got := next(); !strings.HasPrefix(got, "Una has been asked, and may answer until tomorrow") {
		t.Errorf("when she has it: %q", got)
	}
}

// Nobody has been asked who is still to be rung, or whose letter lies on the desk.
func TestApp_Request_whoIsToBeRung(t *testing.T) {
	t.Parallel()
	for way, want := range map[domain.Way]string{domain.ByCall: "Una is to be rung. There is time until tomorrow", domain.ByLetter: "A letter to Una is to be posted."} {
		w := newWorld(t)
		una := w.volunteer("Una", "Castle Row")
		w.exec(`UPDATE persons SET preferred = $1, email = '' WHERE id = $2`, way, una)
		r := w.ask("Joan", "Castle Row", "dog")
		w.must(w.app.AskHelper(t.Context(), w.as("Maggie"), AskHelper{RequestID: r.ID, PersonID: una}))
		w.beat()
		w.exec(`UPDATE requests SET next_action = $1 WHERE id = $2`, escalation.ExpireInvitation, r.ID)
		v, err := w.app.Request(t.Context(), w.as("Maggie"), r.ID)
		w.must(err)
		if !strings.HasPrefix(v.Next.Words, want) || v.Next.IfNothing != "If nobody has reached them by then, we ask somebody else." {
			t.Errorf("by %s: %+v", way, v.Next)
		}
		line := func() domain.RequestLine {
			l, err := w.app.RequestLine(t.Context(), w.as("Maggie"), r.ID)
			w.must(err)
			return l
		}
		if l := line(); l.HelperName != "Una" || l.HelperBy != way {
			t.Errorf("the line says %q by %q", l.HelperName, l.HelperBy)
		}
		w.exec(`UPDATE invitations SET state = 'delivered', delivered_at = queued_at WHERE request_id = $1`, r.ID)
		if l := line(); l.HelperName != "Una" || l.HelperBy != "" {
			t.Errorf("when they have it, the line says %q by %q", l.HelperName, l.HelperBy)
		}
	}
}

// One plan gives a helper no more asks than they take: nobody else's is written down as if there were nobody.
func TestApp_MatchDue_keepsToBudgets(t *testing.T) {
	w := newWorld(t)
	una := w.volunteer("Una", "Castle Row")
	w.exec(`UPDATE volunteers SET budget_day = 1 WHERE person_id = $1`, una)
	one, two := w.ask("Joan", "Castle Row", "dog"), w.ask("Jim", "Castle Row", "dog")
	w.exec(`UPDATE requests SET next_action = 'plan', next_action_at = $1`, w.now())
	_, err := w.app.MatchDue(t.Context(), domain.Clock())
	w.must(err)
	if n := w.number(`SELECT count(*) FROM invitations WHERE person_id = $1`, una); n != 1 {
		t.Errorf("Una was asked %d times, want once", n)
	}
	if n := w.number(`SELECT count(*) FROM requests WHERE id IN ($1, $2) AND nobody`, one.ID, two.ID); n != 0 {
		t.Errorf("%d asks are noted as if nobody were left", n)
	}
	if n := w.number(`SELECT coalesce(max(tries), 0) FROM requests`); n != 0 {
		t.Errorf("an ask failed %d times: the plan gave more than Una takes", n)
	}
}
