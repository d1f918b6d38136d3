package app

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

func (w *world) countLimit(name, key string, most int, per time.Duration) error {
	return w.app.transact(w.Context(), w.allowed(domain.Public()), func(ctx context.Context, at *work) error {
		return w.app.limit(ctx, at, name, key, most, per)
	})
}

func TestApp_Limit(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		w.must(w.countLimit("ask", "a", 3, time.Hour))
	}
	err := w.countLimit("ask", "a", 3, time.Hour)
	w.refused(err, domain.TooMany)
	if !strings.Contains(err.Error(), "60 minutes") {
		t.Errorf("the refusal does not say until when: %v", err)
	}
	pgtest.Advance(t, w.db, 59*time.Minute+30*time.Second)
	if err := w.countLimit("ask", "a", 3, time.Hour); err == nil || !strings.Contains(err.Error(), "a minute") {
		t.Errorf("half a minute before the hour: %v", err)
	}
	w.must(w.countLimit("ask", "b", 3, time.Hour))
	w.must(w.countLimit("other", "a", 3, time.Hour))
	for range 5 {
		w.must(w.countLimit("ask", "", 3, time.Hour))
	}
	pgtest.Advance(t, w.db, 30*time.Second)
	w.must(w.countLimit("ask", "a", 3, time.Hour))
	if n := w.number(`SELECT count(*) FROM rate_counts WHERE key !~ '^[0-9a-f]{64}$'`); n != 0 {
		t.Errorf("%d keys can be read", n)
	}
}

// Two servers that count at the same moment let no more through than one.
func TestApp_Limit_Together(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	passed := 0
	for range 12 {
		wg.Go(func() {
			if err := w.countLimit("ask", "a", 5, time.Hour); err == nil {
				mu.Lock()
				defer mu.Unlock()
				passed++
			}
		})
	}
	wg.Wait()
	if passed != 5 {
		t.Errorf("%d passed, want 5", passed)
	}
}

func TestSayWait(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "a minute", time.Second: "a minute", time.Minute: "a minute", 61 * time.Second: "2 minutes",
		time.Hour: "60 minutes", 90 * time.Minute: "90 minutes", 91 * time.Minute: "2 hours", 24 * time.Hour: "24 hours",
	} {
		if got := sayWait(nil, d); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
}

func TestWayIn(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80::/64", "": "", "unix": "unix",
	} {
		if got := wayIn(ip); got != want {
			t.Errorf("%q is %q, want %q", ip, got, want)
		}
	}
}

func TestApp_Mac(t *testing.T) {
	a := &App{secret: []byte("one")}
	if string(a.mac("ab", "c")) == string(a.mac("a", "bc")) {
		t.Error("where a part ends makes no difference")
	}
	if b := (&App{secret: []byte("two")}); string(a.mac("ab")) == string(b.mac("ab")) {
		t.Error("the secret makes no difference")
	}
}
