package web

import (
	"net/url"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// A helper who has got somebody online ticks what they can do, and so do they; the builder sees counts, small ones hidden.
func TestLearnt(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	v.count(`UPDATE requests SET need_id = (SELECT id FROM needs WHERE code = 'online' AND town_id IS NULL LIMIT 1) WHERE id = $1 RETURNING id`, raised.RequestID)
	visit := v.visitor().opens(v.asks(raised, v.volunteer("Tom", "Castle Row"), "yes")).presses("Yes, I’ll go", nil).path
	p := v.visitor().opens(visit).tells(nil, "What can they do by now?")
	v.later("100h")
	p.opens(visit).tells([]string{"What can they do by now?", "Send an e-mail", "Never passwords, banking or health"})
	p.presses("Write it down", nil).tells([]string{"Please tick at least one thing"})
	p.presses("Write it down", url.Values{"learnt-email": {"with_help"}, "learnt-video": {"not_yet"}}).tells([]string{"Thank you. It is written down."})
	p.presses("It is done", nil)
	v.must(v.app.EndRequest(v.Context(), v.priya, app.EndRequest{RequestID: raised.RequestID, Ending: domain.Helped}))
	q := v.visitor().opens("/status/" + raised.StatusToken).tells([]string{"What can you do by now?"})
	q.presses("Write it down", url.Values{"learnt-email": {"alone"}}).tells([]string{"Thank you. It is written down."})
	if n := v.count(`SELECT count(*) FROM learnt WHERE how = 'alone'`); n != 1 {
		t.Errorf("%d can do it alone", n)
	}
	b := v.signedIn("Priya").opens("/devices").follows("What was learnt").reads(200, "What was learnt").tells([]string{"Send an e-mail", "Fewer than five"})
	b.opens(addressOf("/people/", v.tom())).follows("Lend them a device").tells([]string{"There is none"})
	v.device("Blue tablet")
	b.opens(b.path).follows("Blue tablet").reads(200, "Lend Blue tablet").presses("They have it now", nil).tells([]string{"They have it now."})
	v.lent(v.device("Red tablet"), domain.PersonID(v.count(`SELECT person_id FROM requests WHERE id = $1`, raised.RequestID)))
	q.opens("/status/" + raised.StatusToken).tells([]string{"What you have from us", "Red tablet", "You may keep it until"})
}
