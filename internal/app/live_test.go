package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// What ends by itself is found out although nothing is told: who watches is asked now and then whether they still may.
func TestApp_WatchRequests_asksAgain(t *testing.T) {
	w := newWorld(t)
	w.app.live.recheck = time.Millisecond
	made, err := w.app.CreateAPIKey(w.Context(), w.as("Priya"), CreateAPIKey{Name: "Board", Scope: []domain.Action{domain.SeeAsk}, ExpiresAt: wednesday.AddDate(0, 0, 1)})
	w.must(err)
	key, err := w.app.KeyActor(w.Context(), domain.Public(), made.Secret)
	w.must(err)
	news, err := w.app.WatchRequests(w.Context(), key, WatchRequests{TownID: w.town["Saltcombe"]})
	w.must(err)
	if first := <-news; !first.Reload || first.Err != nil {
		t.Fatalf("the first news are %+v", first)
	}
	pgtest.Advance(t, w.db, 25*time.Hour)
	last, open := <-news
	w.refused(last.Err, domain.SignedOut)
	if _, more := <-news; !open || more {
		t.Error("it does not end with that")
	}
	if recheckEvery > 10*time.Second {
		t.Errorf("people are asked every %v", recheckEvery)
	}
}
