package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/pgtest"
)

// TestDeeds holds the made-up district and the mutations to the API as it is: each deed must be possible there.
func TestDeeds(t *testing.T) {
	const size = 60
	for _, d := range deeds {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			db := pgtest.New(t)
			if err := fill(t.Context(), pgtest.Owner(t, db), size); err != nil {
				t.Fatal(err)
			}
			handler, err := inProcess(db)
			if err != nil {
				t.Fatal(err)
			}
			for n := range 3 {
				if err := serve(t.Context(), handler, d.body(n+1)); err != nil {
					t.Fatal(err)
				}
			}
			var done int
			if err := db.SQL.QueryRowContext(t.Context(), d.done).Scan(&done); err != nil {
				t.Fatal(err)
			}
			if d.name == "raise" {
				done += people - size // it counts from the whole district
			}
			if done != 3 {
				t.Errorf("done %d times, want 3", done)
			}
		})
	}
}

// TestFill looks at the district itself: as many of each as is said, and nobody forgotten.
func TestFill(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	const size = 60
	if err := fill(t.Context(), pgtest.Owner(t, db), size); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM volunteers WHERE cardinality(skills) = 3":                                      size,
		"SELECT count(*) FROM requests WHERE state = 'open' AND next_action_at > now()":                      size,
		"SELECT count(DISTINCT person_id) FROM requests":                                                     size,
		"SELECT count(*) FROM invitations WHERE state = 'delivered'":                                         size * 6 / 10,
		"SELECT count(*) FROM events":                                                                        size * 4,
		"SELECT count(*) FROM persons":                                                                       2*size + 1,
		"SELECT count(*) FROM outbox":                                                                        0,
		"SELECT count(DISTINCT level) FROM requests":                                                         4,
		"SELECT count(*) FROM streets s JOIN sections n ON n.id = s.section_id WHERE n.town_id <> s.town_id": 0,
	} {
		var got int
		if err := db.SQL.QueryRowContext(t.Context(), query).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}

// TestLists: each list answers, and the flat statements that it is compared with find the same rows in the same order.
func TestLists(t *testing.T) {
	db := pgtest.New(t)
	if err := fill(t.Context(), pgtest.Owner(t, db), 60); err != nil {
		t.Fatal(err)
	}
	handler, err := inProcess(db)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	ours := target{url: server.URL, head: http.Header{"Authorization": {"Bearer " + token}}}
	for _, l := range lists {
		t.Run(l.name, func(t *testing.T) {
			answer, err := ours.ask(t.Context(), http.DefaultClient, query(l.ours))
			if err == nil {
				err = fifty("it", answer)
			}
			if err != nil {
				t.Fatal(err)
			}
			ids, names, err := l.found(t.Context(), db.SQL)
			if err != nil || names != values("firstName", answer) {
				t.Fatalf("the flat statement finds %s, %v; we list %s", names, err, answer)
			}
			found, err := db.SQL.ExecContext(t.Context(), l.flat(ids)[1])
			if err != nil {
				t.Fatal(err)
			}
			if n, err := found.RowsAffected(); err != nil || n != listRows {
				t.Errorf("what belongs to them is %d rows, %v", n, err)
			}
		})
	}
}

func TestValues(t *testing.T) {
	const answer = `{"a":[{"reference":"w00-001","name":"x"},{"reference":"w00002"}]}`
	if got := values("reference", []byte(answer)); got != "w00001 w00002" {
		t.Errorf("got %q", got)
	}
}

func TestFifty(t *testing.T) {
	row := `{"firstName":"Ada"}`
	if err := fifty("it", []byte(strings.Repeat(row, listRows))); err != nil {
		t.Error(err)
	}
	if err := fifty("it", []byte(strings.Repeat(row, 49))); err == nil || !strings.Contains(err.Error(), "49 rows") {
		t.Errorf("49 rows: %v", err)
	}
}

func TestWaits(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"log.12": "0 1 700 0 1700 1\n1 1 900 0 1700 2\n", "log.12.1": "2 1 40 0 1700 3\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := waits(dir)
	slices.Sort(got)
	if want := []time.Duration{40 * time.Microsecond, 700 * time.Microsecond, 900 * time.Microsecond}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestProcess_SaysWhatItSaid(t *testing.T) {
	p, err := launch(t.Context(), []string{"WHY=no room"}, "sh", "-c", "echo there is $WHY; exit 3")
	if err != nil {
		t.Fatal(err)
	}
	err = p.answers(t.Context(), func() (*http.Request, error) { return http.NewRequest(http.MethodGet, "http://127.0.0.1:1/", nil) })
	if err == nil || !strings.Contains(err.Error(), "there is no room") {
		t.Errorf("got %v", err)
	}
}

func TestTarget_Load(t *testing.T) {
	var mux http.ServeMux
	mux.HandleFunc("/good", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"data":{}}`)) })
	mux.HandleFunc("/bad", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"errors":[]}`)) })
	server := httptest.NewServer(&mux)
	t.Cleanup(server.Close)
	good := target{url: server.URL + "/good", head: http.Header{}, pids: []int{os.Getpid()}}
	r, err := good.send(t.Context(), [][]byte{query("a"), query("b"), query("c")})
	if err != nil || r.n != 3 || len(r.waited) != 3 || r.took <= 0 {
		t.Errorf("got %+v, %v", r, err)
	}
	if r, err = good.repeat(t.Context(), query("a"), 20*time.Millisecond); err != nil || r.n == 0 || r.n != len(r.waited) {
		t.Errorf("got %+v, %v", r, err)
	}
	bad := target{url: server.URL + "/bad", head: http.Header{}}
	if _, err := bad.send(t.Context(), [][]byte{query("a"), query("b")}); err == nil {
		t.Error("an answer with errors was taken for a good one")
	}
}
