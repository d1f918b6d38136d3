package app

import (
	"testing"

	"waymark/domain"
	"waymark/internal/pgtest"
)

func TestApp_KeepHelperAndEndSeries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	raised, err := w.app.RaiseRequest(t.Context(), w.as("Dee"), RaiseRequest{CameBy: domain.ByPhone, FirstName: "Joan", Phone: "01632 960155",
		StreetID: w.street["Castle Row"], NeedID: w.need["dog"], SafeToRing: true, Repeat: &Repeat{Weekday: 5, Starts: "10:00"}})
	w.must(err)
	w.refused(w.app.KeepHelper(t.Context(), w.as("Dee"), raised.RequestID), domain.Conflict) // nobody goes yet
	w.must(w.app.ApproveRequest(t.Context(), w.as("Dee"), raised.RequestID))
	w.must(w.app.AssignHelper(t.Context(), w.as("Dee"), AssignHelper{RequestID: raised.RequestID, PersonID: tom}))
	w.refused(w.app.KeepHelper(t.Context(), w.as("Cal"), raised.RequestID), domain.NotFound) // a call-taker does not run asks
	w.must(w.app.KeepHelper(t.Context(), w.as("Dee"), raised.RequestID))

	view, err := w.app.Request(t.Context(), w.as("Dee"), raised.RequestID)
	w.must(err)
	if !view.Regular || view.SeriesOver {
		t.Errorf("regular %v, over %v; want the helper to be the regular one", view.Regular, view.SeriesOver)
	}
	roll := func(want int) {
		t.Helper()
		pgtest.Advance(t, w.db, 7*24*60*60*1e9)
		did, err := w.app.RollSeries(t.Context(), domain.Clock())
		w.must(err)
		if did != want {
			t.Errorf("%d visits were made, want %d", did, want)
		}
	}
	roll(1)
	next := w.request(domain.RequestID(w.number(`SELECT max(id) FROM requests`)))
	if next.State != domain.Assigned {
		t.Errorf("the next visit is %s, want it given to the regular helper", next.State)
	}
	w.must(w.app.EndSeries(t.Context(), w.as("Dee"), next.ID))
	roll(0)
	w.refused(w.app.EndSeries(t.Context(), w.as("Dee"), w.ask("Ann", "Castle Row", "dog").ID), domain.Conflict)
	w.beat()
	w.intact()
}

// statusOf is what the status page of a request knows.
func (w *world) statusOf(r domain.Request, reader domain.PersonID) StatusView {
	w.Helper()
	v, err := w.app.Status(w.Context(), w.mine(r, reader))
	w.must(err)
	return v
}

// mine is whoever came by the link to the status of a request.
func (w *world) mine(r domain.Request, reader domain.PersonID) domain.Actor {
	return domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: reader, Purpose: domain.ForStatus, RequestID: r.ID}
}
