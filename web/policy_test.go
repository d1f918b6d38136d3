package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

func TestPolicy(t *testing.T) {
	v := newVillage(t)
	here := policyAddress(v.priya.DistrictID)
	p := v.signedIn("Priya").opens("/desk").follows("How we ask").reads(200, "How we ask").tells([]string{
		"Nobody has changed this yet", "We ask from 08:30 to 20:00", "their first counts as 30 m, their second as 90 m", "Nobody yet."})
	p.follows("Change this").reads(200, "Change how we ask")
	p.presses("Save", url.Values{"tLife": {"4 hours"}, "load": {"many"}})
	if p.status != 422 || !slices.Equal(p.errors(), []string{"Please write a number in figures, such as 2."}) {
		t.Errorf("%d: %v", p.status, p.errors())
	}
	p.presses("Save", url.Values{"load": {"90"}})
	if got := p.errors(); len(got) != 1 || !strings.Contains(got[0], "An invitation would live 4 hours, longer than any level has.") {
		t.Errorf("a life longer than its level: %v", got)
	}
	p.presses("Save", url.Values{"tLife": {"2 h"}, "tReplaceAtOnce": {}, "sundays": {"yes"}}).reads(200, "How we ask").tells([]string{
		"It is saved.", "Priya, today", "metres of a full week: 90, was 60", "today or tomorrow, time to answer: 2 hours, was 1 hour 30 minutes",
		"today or tomorrow, a no is replaced at once: no, was yes", "Sundays: yes, was no", "on Sundays too"}, "Nobody has changed this yet")

	// Of two who have the form open, the second is told, and what they typed is still there.
	second := v.signedIn("Priya").opens(here + "/change")
	p.opens(here+"/change").presses("Save", url.Values{"load": {"91"}})
	second.presses("Save", url.Values{"stability": {"77"}})
	if got := second.errors(); second.status != 422 || len(got) != 1 || !strings.Contains(got[0], "Somebody changed it meanwhile") {
		t.Errorf("the second reads %d: %v", second.status, got)
	}
	if typed := filledIn(t, find(t, second.doc, "main form")[0]); typed.Get("stability") != "77" || typed.Get("load") != "90" {
		t.Errorf("the form holds %v", typed)
	}
	second.presses("Save", url.Values{"load": {"90"}}).tells([]string{"It is saved."})

	// The newest five show, the others are folded away.
	if shown := find(t, v.signedIn("Priya").opens(here).doc, "aside > section > div > p > b"); len(shown) != 3 {
		t.Errorf("%d changes show", len(shown))
	}
	for _, load := range []string{"61", "62", "63", "64"} {
		p.opens(here+"/change").presses("Save", url.Values{"load": {load}})
	}
	p.opens(here).tells([]string{"2 earlier"})
	if shown, folded := find(t, p.doc, "aside > section > div > p > b"), find(t, p.doc, "aside details div"); len(shown) != 5 || len(folded) != 2 {
		t.Errorf("%d changes show, and %d are folded away", len(shown), len(folded))
	}

	v.role(v.person("Dee", "Withy Row", nil), app.GrantRole{Kind: domain.DeskHelper, TownID: v.town})
	dee := v.signedIn("Dee")
	dee.opens("/desk").tells(nil, "How we ask")
	for _, path := range []string{here, here + "/change", here + "/try"} {
		if dee.opens(path); dee.status != http.StatusForbidden {
			t.Errorf("the desk sees %s: %d", path, dee.status)
		}
	}
	dee.sends(here, url.Values{"load": {"70"}}).reads(http.StatusForbidden, "This is not for you to do")
}

func TestPolicy_IsTried(t *testing.T) {
	v := newVillage(t)
	v.full()
	here := policyAddress(v.priya.DistrictID)
	p := v.signedIn("Priya").opens(here + "/change")
	values := filledIn(t, find(t, p.doc, "main form")[0])
	values.Set("load", "500")
	values.Set("wStreet", "half a day")
	p.opens(here + "/try?" + values.Encode())
	for range 5000 { // the page comes again by itself
		if !strings.Contains(p.said("body"), "It is under way") {
			break
		}
		p.opens(p.path)
	}
	p.reads(200, "A change of how we ask").tells([]string{"From Monday 11 May to today", "All together", "asks of that month", "We counted on", "a sketch, not a promise"}, "Joan")
	p.follows("Change it more").reads(200, "Change how we ask")
	again := filledIn(t, find(t, p.doc, "main form")[0])
	if again.Get("load") != "500" || again.Get("wStreet") != "half a day" || again.Get("hReplaceAtOnce") != "yes" {
		t.Errorf("what was tried is not in the form any more: %v", again)
	}
	p.opens(here+"/try?"+values.Encode()).presses("Use this table", nil).tells([]string{"It is saved.", "metres of a full week: 500, was 60", "this week, time on the street: half a day, was 1 day"},
		"a no is replaced at once")
	p.opens(here+"/try?load=").reads(422, "Change how we ask")
	if open := find(t, p.doc, "details[open] #load"); len(open) != 1 || len(find(t, p.doc, "details[open] #opens")) != 0 {
		t.Error("the part that is to be mended is not the one that is open")
	}
	p.opens(here+"/try?closes=07:00").reads(422, "Change how we ask").tells([]string{"The quiet hours take up the whole day"})
}

// Work that is under way says how far it is and how long it takes still, and can be stopped; without scripts the page comes again.
func TestWork(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya").opens("/work").reads(200, "Long work").tells([]string{"There is no long work"})
	var id domain.LongWorkID
	v.must(v.db.SQL.QueryRowContext(t.Context(), `INSERT INTO works (district_id, kind, name, same, begun_at, state, again, server, lease, started_at, done, total, keep_until)
		VALUES ($1, 'import_streets', 'rutland.osm <b>', '', $2, 'running', false, 'x', now() + interval '1 hour', clock_timestamp() - interval '20 seconds', 40, 120, '2026-07-10') RETURNING id`,
		v.priya.DistrictID, morning).Scan(&id))
	b.opens("/work").tells([]string{"Bringing in streets. whoever runs the server, today", "33 of 100"}).follows("rutland.osm <b>").reads(200, "rutland.osm <b>")
	b.tells([]string{"It is under way", "33 of 100", "seconds left.", "Friday 10 July"})
	if bar := find(t, b.doc, "progress"); len(bar) != 1 || attr(bar[0], "value") != "33" || !strings.Contains(b.body, `<noscript><meta http-equiv="refresh" content="3"></noscript>`) {
		t.Error("no bar, or the page does not come again")
	}
	b.presses("Stop it", nil).tells([]string{"It stops in a moment.", "It is being stopped"}, "Stop it")
	for state, says := range map[string]string{"stopped": "It was stopped. Nothing of it was done.", "failed": "It did not come to its end. Which street?", "done": "It is done."} {
		_, err := v.db.SQL.ExecContext(t.Context(), `UPDATE works SET state = $1, ended_at = begun_at, error = 'Which street?'`, state)
		v.must(err)
		if b.opens(workAddress(id)).tells([]string{says}, "Stop it"); strings.Contains(b.body, "http-equiv") {
			t.Errorf("%s comes again and again", state)
		}
	}
	v.role(v.person("Dee", "Withy Row", nil), app.GrantRole{Kind: domain.DeskHelper, TownID: v.town})
	v.signedIn("Dee").opens(workAddress(id)).reads(404, "There is nothing here")
}

// Every field of a table can be typed, and is read back as it was.
func TestTypedPolicy(t *testing.T) {
	was := domain.DefaultPolicy().Text(domain.DefaultOpenHours())
	typed := typedOf(was)
	got, err := typed.table(domain.PolicyText{})
	if err != nil || got != was {
		t.Errorf("%+v is read back as %+v, %v", was, got, err)
	}
	for _, name := range policyNames() {
		other := typedOf(was)
		switch {
		case isBox(name):
			other[name] = ticked(other[name] == "")
		default:
			other[name] = "17"
		}
		if got, err := other.table(was); err != nil || got == was {
			t.Errorf("what is typed into %s changes nothing (%v)", name, err)
		}
	}
	asked := 0
	for _, part := range typed.blocks(words.All()[0], nil) {
		if asked += len(part.Fold.Blocks); part.Fold.Open || part.Fold.Now == "" || strings.Contains(part.Fold.Now, "%!") {
			t.Errorf("%s: open %v, says %q", part.Fold.Title, part.Fold.Open, part.Fold.Now)
		}
	}
	if asked != len(policyNames()) {
		t.Errorf("the form asks %d things for %d fields", asked, len(policyNames()))
	}
}
