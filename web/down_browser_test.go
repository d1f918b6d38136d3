package web

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"waymark/internal/pgtest"
	"waymark/web/browsertest"
)

// cuttable lets a village reach its database through a folder of the test's own: without the link in it, nobody is there.
func (v *village) cuttable() (cut, mend func()) {
	v.Helper()
	parts := regexp.MustCompile(`host='([^']*)' port=(\d+)`).FindStringSubmatch(v.db.DSN())
	if parts == nil {
		v.Fatal("the database is not reached through a socket")
	}
	folder, err := os.MkdirTemp("", "cut") // a socket's path is short, and a test's own folder has a long one
	v.must(err)
	v.Cleanup(func() { _ = os.RemoveAll(folder) })
	name := ".s.PGSQL." + parts[2]
	link := filepath.Join(folder, name)
	mend = func() { v.must(os.Symlink(filepath.Join(parts[1], name), link)) }
	mend()
	owner := pgtest.Owner(v.T, v.db)
	log := v.open(pgtest.Open(v.T, strings.Replace(v.db.DSN(), parts[1], folder, 1)))
	v.handler, err = New(v.app, Options{Log: log, Zone: v.zone(), Mail: v.kept})
	v.must(err)
	return func() {
		v.must(os.Remove(link))
		_, err := owner.SQL.ExecContext(v.Context(), `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`) // waits until each has gone
		v.must(err)
	}, mend
}

// While the database is away a page says so and comes back by itself to what somebody was doing; what they had typed goes with them.
func TestDatabaseDown_InABrowser(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	page := requestAt(v.joans("dog"))
	cut, mend := v.cuttable()
	tab := browsertest.Start(t).Open(t, browsertest.View{})
	tab.Go(v.signInLink("Priya"))
	tab.Follow("main form button")
	tab.Go(v.site.URL + page)
	tab.Type(`textarea[name="words"]`, "Rang twice, nobody there")
	cut()
	tab.Follow(`form[action$="/notes"] button`)
	if got := tab.Text("main"); tab.Text("h1") != "Not just now" || !strings.Contains(got, "Everything that you typed is still here.") {
		t.Errorf("a form reads %s", got)
	}
	tab.Accessible()
	mend()
	tab.Follow("main form button")
	if got := tab.Text("main"); !strings.Contains(got, "Rang twice, nobody there") || v.count(`SELECT count(*) FROM request_notes`) != 1 {
		t.Errorf("sent again, it reads %s", got)
	}
	cut()
	tab.Go(v.site.URL + "/requests?state=open")
	if got := tab.Text("main"); tab.Text("h1") != "Not just now" || !strings.Contains(got, "tries again by itself every 10 seconds") {
		t.Errorf("a page reads %s", got)
	}
	mend()
	tab.WaitUntil(`document.querySelector("h1").textContent.includes("Asks for help")`)
	if got := tab.Address(); !strings.HasSuffix(got, "/requests?state=open") {
		t.Errorf("it came back to %s", got)
	}
}
