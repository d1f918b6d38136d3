package main

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"waymark/internal/devdb"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// killPoints are the places at which a server dies, as the table in docs/reliability.md lists them. probe counts what the dead one
// left: a step that was under way is undone, one that was committed stands.
var killPoints = []struct {
	point string
	clock bool // the doomed server keeps the clock; else it serves pages beside the one that does
	probe string
	want  int
	twice int // messages that the mail server gets twice
}{
	{"claim", true, `SELECT count(*) FROM invitations`, 0, 0},
	{"claim.committed", true, `SELECT (count(*) > 0)::int FROM invitations i JOIN outbox o ON o.invitation_id = i.id`, 1, 0},
	{"deliver.claimed", true, `SELECT (count(*) > 0)::int FROM outbox WHERE state = 'claimed'`, 1, 0},
	{"deliver", true, `SELECT (count(*) > 0)::int FROM outbox WHERE state = 'claimed'`, 1, 1},
	{"deliver.committed", true, `SELECT count(*) FROM invitations WHERE state = 'delivered'`, 1, 0},
	{"answer", false, `SELECT count(*) FROM requests WHERE state = 'assigned'`, 0, 0},
	{"answer.committed", false, `SELECT count(*) FROM requests WHERE state = 'assigned'`, 1, 0},
	{"widen", true, `SELECT count(*) FROM escalations`, 0, 0},
	{"widen.committed", true, `SELECT count(*) FROM escalations`, 1, 0},
	{"end", false, `SELECT count(*) FROM requests WHERE state = 'closed'`, 0, 0},
	{"end.committed", false, `SELECT count(*) FROM requests WHERE state = 'closed'`, 1, 0},
}

// asUndisturbed is what becomes of everybody, whatever dies meanwhile: what the case "nothing dies" comes to.
const asUndisturbed = `Joan: closed helped, level 0, asked 1, steps 8, messages 5
Fred: closed helped, level 0, asked 2, steps 11, messages 6
Ivy: closed helped, level 1, asked 1, steps 10, messages 6
Ned: open -, level 1, asked 3, steps 11, messages 5`

// atOnce is how many cases run beside each other: they wait for the beats of the clock nearly all the time.
const atOnce = 14

// Servers die at each point, by SIGKILL, while both work on one database. Whatever they had in hand, the rest goes on, nothing happens
// twice, and the end is the same.
func TestKill(t *testing.T) {
	t.Parallel()
	program := buildKillable(t)
	cases := map[string]func(*testing.T){
		"nothing dies":          func(t *testing.T) { newScene(t, program).live("", true, 0) },
		"both servers at once":  func(t *testing.T) { killBoth(t, program) },
		"the database restarts": func(t *testing.T) { restartDatabase(t, program) },
	}
	for _, k := range killPoints {
		cases[k.point] = func(t *testing.T) {
			s := newScene(t, program)
			s.after = func() { s.lookAfter(k.probe, k.want) }
			s.live(k.point, k.clock, k.twice)
		}
	}
	var all sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for name, run := range cases {
		all.Go(func() {
			places <- struct{}{}
			t.Run(name, run)
			<-places
		})
	}
	all.Wait()
}

// lookAfter counts what a dead server left, in one look with who keeps the clock: once the other does, it may have gone on.
func (s *scene) lookAfter(probe string, want int) {
	s.Helper()
	var got int
	var leader string
	s.must(s.db.SQL.QueryRowContext(s.Context(), `SELECT (`+probe+`), coalesce((`+leaderQuery+`), '')`).Scan(&got, &leader))
	if got != want && leader != s.successor {
		s.Errorf("the dead server left %d, want %d: %s", got, want, probe)
	}
}

// live lets a morning pass in the town, with two servers, of which one dies at the point; then it recounts.
func (s *scene) live(point string, doomedLeads bool, twice int) {
	s.Helper()
	s.open(point, doomedLeads)
	s.morning()
	if s.doomed != nil {
		s.Fatalf("the point %s was not reached", point)
	}
	most := twice
	if point != "" && doomedLeads { // it sends the mail as well, and may die with one message sent and not noted
		most = 1
	}
	s.recount(twice, most)
	if got := s.outcome(); got != asUndisturbed {
		s.Errorf("it came to\n%s\nand not to\n%s", got, asUndisturbed)
	}
	if point != "" && doomedLeads {
		s.Logf("%s: the other server kept the clock after %v", point, s.takeover.Round(time.Millisecond))
	}
}

// morning: three neighbours are asked; one says yes, one no and the next yes; nobody is in Quay Lane, so it is asked wider; the
// fourth hears nothing. Then two visits are done.
func (s *scene) morning() {
	s.Helper()
	s.later(10 * time.Minute)
	s.later(time.Minute)
	joan := s.answer("Joan", "yes")
	s.answer("Fred", "not_this_time")
	s.settle()
	fred := s.answer("Fred", "yes")
	s.later(10 * time.Minute)
	s.later(10 * time.Minute)
	s.later(time.Minute)
	ivy := s.answer("Ivy", "yes")
	s.later(40 * time.Minute)
	s.later(10 * time.Minute)
	for _, page := range []string{joan, fred, ivy} {
		s.press(page, url.Values{"said": {"done"}, "sure": {"yes"}})
		s.settle()
	}
}

// killBoth kills both servers while the mail server has a message to which it has not answered.
func killBoth(t *testing.T, program string) {
	s := newScene(t, program)
	s.open("", true)
	held := s.sink.Hold()
	pgtest.Advance(t, s.db, 10*time.Minute)
	s.await(held.Reached(), "a message is on its way")
	for _, p := range []*process{s.one, s.two} {
		s.must(p.cmd.Process.Signal(syscall.SIGKILL))
	}
	for _, p := range []*process{s.one, s.two} {
		<-p.ended
	}
	held.Release()
	s.lookAfter(`SELECT (count(*) > 0)::int FROM outbox WHERE state = 'claimed'`, 1)
	began := time.Now()
	s.one, s.two = s.serve("one", s.one.addr, ""), s.serve("two", s.two.addr, "")
	eventually(t, "one keeps the clock", func() bool { return s.leader() != "" })
	t.Logf("both killed: the clock was kept again %v after the start", time.Since(began).Round(time.Millisecond))
	pgtest.Advance(t, s.db, 3*time.Minute)
	s.settle()
	s.goOn(1)
}

// goOn lives the rest of the morning after a message was sent whose sender did not hear so, and recounts.
func (s *scene) goOn(twice int) {
	s.Helper()
	s.morning()
	s.recount(twice, twice)
	if got := s.outcome(); got != asUndisturbed {
		s.Errorf("it came to\n%s\nand not to\n%s", got, asUndisturbed)
	}
}

// ownDatabase starts a PostgreSQL for one test, which may stop it and start it again.
func ownDatabase(t *testing.T) (start func() *devdb.Server) {
	t.Helper()
	dir, err := os.MkdirTemp("", "waymark-kill")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL runs as another user when we are root
		t.Fatal(err)
	}
	return func() *devdb.Server {
		t.Helper()
		server, err := devdb.Start(t.Context(), devdb.Options{DataDir: dir, Name: databaseName})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = server.Stop() })
		return server
	}
}

// restartDatabase stops PostgreSQL under both servers in the middle of a delivery, and starts it again. They recover by themselves.
func restartDatabase(t *testing.T, program string) {
	start := ownDatabase(t)
	server := start()
	db := pgtest.Open(t, server.DSN(databaseName))
	if _, err := postgres.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	s := buildTown(t, program, db)
	s.ask()
	s.open("", true)
	held := s.sink.Hold()
	pgtest.Advance(t, s.db, 10*time.Minute)
	s.await(held.Reached(), "a message is on its way")

	s.must(server.Stop())
	held.Release()
	for _, p := range []*process{s.one, s.two} {
		if status, _, err := p.ask(t.Context(), http.MethodGet, "/healthz", nil); err != nil || status != http.StatusServiceUnavailable {
			t.Errorf("without its database %s answers %d, %v", p.name, status, err)
		}
	}
	start()
	began := time.Now()
	eventually(t, "one keeps the clock", func() bool {
		var name string
		err := s.db.SQL.QueryRowContext(t.Context(), `SELECT coalesce((`+leaderQuery+`), '')`).Scan(&name)
		return err == nil && name != ""
	})
	t.Logf("database restarted: the clock was kept again %v after it was there", time.Since(began).Round(time.Millisecond))
	pgtest.Advance(t, s.db, 3*time.Minute)
	s.settle()
	s.goOn(1)
	if s.one.hasEnded() || s.two.hasEnded() {
		t.Error("a server has ended")
	}
}

// await waits for a signal.
func (s *scene) await(signal <-chan struct{}, what string) {
	s.Helper()
	select {
	case <-signal:
	case <-time.After(patience):
		s.Fatal(errors.New("not in time: " + what))
	}
}
