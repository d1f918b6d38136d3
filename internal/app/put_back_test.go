package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// What a person did last can be put back, and nothing else: each once, and only while it still stands so.
func TestApp_PutBack(t *testing.T) {
	w := newWorld(t)
	undo := func(id domain.RequestID) *Undo {
		t.Helper()
		v, err := w.app.Request(t.Context(), w.as("Priya"), id)
		w.must(err)
		return v.Undo
	}
	back := func(id domain.RequestID) RequestView {
		t.Helper()
		u := undo(id)
		if u == nil {
			t.Fatal("nothing can be put back")
		}
		w.must(w.app.PutBack(t.Context(), w.as("Priya"), PutBack{RequestID: id, EventID: u.EventID}))
		w.refused(w.app.PutBack(t.Context(), w.as("Priya"), PutBack{RequestID: id, EventID: u.EventID}), domain.Conflict)
		v, err := w.app.Request(t.Context(), w.as("Priya"), id)
		w.must(err)
		return v
	}
	id := w.ask("Joan", "Castle Row", "dog").ID
	if undo(id) != nil {
		t.Error("an ask that came in can be put back")
	}

	w.exec(`UPDATE requests SET approved_at = NULL WHERE id = $1`, id)
	w.must(w.app.ApproveRequest(t.Context(), w.as("Priya"), id))
	if v := back(id); v.ApprovedAt != nil {
		t.Error("it still may go out")
	}

	w.must(w.app.HoldRequest(t.Context(), w.as("Priya"), HoldRequest{RequestID: id, Reason: "Away", Until: wednesday.AddDate(0, 0, 1)}))
	if v := back(id); v.HoldUntil != nil || v.HoldReason != "" {
		t.Error("it is still held")
	}

	w.must(w.app.EndRequest(t.Context(), w.as("Priya"), EndRequest{RequestID: id, Ending: domain.Sorted}))
	if v := back(id); v.State != domain.Open || v.OwnerID == 0 || v.NextActionAt.Before(wednesday) || v.ApprovedAt != nil {
		t.Errorf("it is taken up as %+v", v.Request)
	}
	if n := w.number(`SELECT count(*) FROM outbox WHERE kind = 'ended' AND state = 'queued'`); n != 0 {
		t.Errorf("%d are told that it has ended", n)
	}

	w.must(w.app.EndRequest(t.Context(), w.as("Priya"), EndRequest{RequestID: id, Ending: domain.Sorted}))
	_, err := w.app.DeliverOutbox(t.Context(), domain.Clock())
	w.must(err)
	if n := w.number(`SELECT count(*) FROM outbox WHERE kind = 'ended' AND state = 'sent'`); n > 0 && undo(id) != nil {
		t.Error("an end that was told can be put back without a word")
	}
	died := w.ask("Jim", "Hill Road", "dog").ID
	w.must(w.app.EndRequest(t.Context(), w.as("Priya"), EndRequest{RequestID: died, Ending: domain.Died}))
	if undo(died) != nil {
		t.Error("a death can be put back")
	}
	mistake := w.ask("Jim", "Hill Road", "dog").ID
	w.must(w.app.EndRequest(t.Context(), w.as("Priya"), EndRequest{RequestID: mistake, Ending: domain.Mistake}))
	pgtest.Advance(t, w.db, 49*time.Hour)
	if undo(mistake) != nil {
		t.Error("after two days it can still be put back")
	}
}
