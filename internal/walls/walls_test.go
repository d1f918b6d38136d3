package walls

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

// TestMain lets the collector wait: the tests make much that is soon forgotten, and would spend a third of their time on it.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}

// TestWalls_GraphQL tries every action over the API, and every field of it.
func TestWalls_GraphQL(t *testing.T) {
	t.Parallel()
	w := newWorld(t, overGraphQL)
	w.everyField()
	w.everyCell(overGraphQL)
}

// TestWalls_Pages tries every action over the pages, and every page.
func TestWalls_Pages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, overPages)
	w.everyRoute()
	w.everyCell(overPages)
}

// everyCell tries every probe as everybody, each from the same state.
func (w *world) everyCell(by way) {
	w.Helper()
	before := w.text(digestSQL)
	var n, refused int
	tried := map[domain.Action]bool{}
	for _, p := range probes() {
		if !p.goes(by) {
			continue
		}
		tried[p.does] = true
		yes, no := w.row(p, by)
		if yes == 0 || (no == 0 && !p.blank && !domain.Rules[p.does].Anybody) {
			w.Errorf("%s over %s: %d may and %d may not, so that it shows nothing", p, by, yes, no)
		}
		n, refused = n+yes+no, refused+no
	}
	for _, action := range domain.AllActions() {
		if reason := neither[by][action]; tried[action] == (reason != "") {
			w.Errorf("no probe tries %q over %s, or one does that is said not to: %q", action, by, reason)
		}
	}
	if after := w.text(digestSQL); after != before {
		w.Error("the world is not as it was: a change was not taken back")
	}
	w.Logf("%d cells over %s: %d allowed, %d refused, by %d people, links and keys", n, by, n-refused, refused, len(w.cast))
}

// row tries one probe as everybody.
func (w *world) row(p probe, by way) (allowed, refused int) {
	w.Helper()
	p.tells = slices.Clone(p.tells)
	for i := range p.tells {
		p.tells[i] = w.fill(p.tells[i], plain)
	}
	was := ""
	if p.row != "" {
		was = w.text(w.fill(p.row, plain))
	}
	for _, a := range w.cast {
		who := a.in(p, by)
		mark := "0"
		if p.given != "" {
			w.exec(w.fill(p.given, plain))
			mark = w.mark()
		}
		got := w.try(p, by, a, false)
		c := cell{world: w, p: p, by: by, a: a, who: who, was: was, got: got}
		c.changed, c.any = w.changes(mark)
		if w.allowed(p, by, who) {
			allowed++
			c.mustWork()
		} else {
			refused++
			c.mustNot()
		}
	}
	return allowed, refused
}

// cell is one try of one probe by one actor, and what came of it.
type cell struct {
	*world
	p       probe
	by      way
	a       actor
	who     domain.Actor // who they are to this request
	was     string       // the row before
	got     answer
	changed []string
	any     bool // something is to be taken back
}

func (c cell) wrong(format string, args ...any) {
	c.Helper()
	c.Errorf("%s over %s, as %s: %s", c.p, c.by, c.a.name, fmt.Sprintf(format, args...))
}

// now is the row as it is; it then takes back what has changed.
func (c cell) now() (row string) {
	c.Helper()
	row = c.was
	if c.p.row != "" && c.any {
		row = c.text(c.fill(c.p.row, plain))
	}
	if c.any || c.p.given != "" {
		c.undo()
	}
	return row
}

// mustWork checks a cell that is allowed.
func (c cell) mustWork() {
	c.Helper()
	now := c.now()
	if c.p.idle != nil && c.p.idle(c.who) {
		if len(c.changed) > 0 {
			c.wrong("there is nothing to change for them, and yet %q has changed", c.changed)
		}
		for _, word := range c.p.tells {
			if strings.Contains(c.got.body, word) {
				c.wrong("there is nothing for them, and yet %q comes", word)
			}
		}
		return
	}
	if failed := c.got.failed(); failed != "" {
		c.wrong("it is allowed, and yet: %s", failed)
		return
	}
	if c.p.row != "" && now == c.was {
		c.wrong("it is allowed, and the row is %q, was %q; changed: %q", now, c.was, c.changed)
	}
	for _, word := range c.p.tells {
		if !strings.Contains(c.got.body, word) {
			c.wrong("it is allowed, and yet %q does not come: %.300s", word, words(c.got.body))
		}
	}
}

// mustNot checks a cell that is refused: nothing changes, nothing is said, and it is answered as what is not there.
func (c cell) mustNot() {
	c.Helper()
	now := c.now()
	if now != c.was {
		c.wrong("it is refused, and yet the row has become %q", now)
	}
	own := !c.p.names(c.by) && c.p.own(c.who)
	if len(c.changed) > 0 && !own {
		c.wrong("it is refused, and yet has changed %q", c.changed)
	}
	for _, word := range slices.Concat(c.p.tells, secrets) {
		if strings.Contains(c.got.body, word) && (!own || slices.Contains(c.p.tells, word)) {
			c.wrong("it is refused, and yet %q comes", word)
		}
	}
	if own || !(c.p.byLink(c.by) || c.p.names(c.by)) || c.public() {
		return
	}
	gone := c.try(c.p, c.by, c.a, true)
	if _, any := c.changes("0"); any {
		c.undo()
	}
	if gone != c.got {
		c.wrong("an id that is nobody's is answered otherwise:\n\t%d %s %.200s\n\t%d %s %.200s", c.got.status, c.got.to, words(c.got.body),
			gone.status, gone.to, words(gone.body))
	}
}

// public reports whether they may know that the thing is there: a place whoever holds a part there, its district and its kinds of help whoever
// is of there, a service for everybody anybody, a person whoever may see people where they live, an ask whoever may see it.
func (c cell) public() bool {
	if c.p.to == "" {
		return true
	}
	to := c.get(c.p.to)
	place := slices.Contains([]string{"District", "Town", "Section", "Street"}, to.kind)
	return (place && slices.ContainsFunc(c.who.Roles, func(r domain.Role) bool { return r.Covers(to.target.Spot) })) ||
		((to.kind == "District" || to.kind == "Need") && c.who.DistrictID == to.target.Spot.DistrictID) ||
		(to.kind == "Service" && c.p.to == "service") ||
		(to.kind == "Person" && domain.May(c.who, domain.SeePeople, to.target)) ||
		(to.kind == "Request" && domain.May(c.who, domain.SeeAsk, to.target))
}
