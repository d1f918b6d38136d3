package app

import (
	"testing"
	"time"

	"waymark/domain"
)

// toldOwner counts the messages that ask an owner to look at a request.
func (w *world) toldOwner(r domain.Request) int {
	w.Helper()
	return w.number(`SELECT count(*) FROM outbox WHERE kind = $1 AND request_id = $2 AND state <> 'void'`, sayOwnerNew, r.ID)
}

// An owner is asked to look at a new ask when it waits for them, and not when it goes out to the neighbours by itself.
func TestApp_RaiseRequest_TellsTheOwnerWhatNeedsThem(t *testing.T) {
	t.Parallel()
	plain := func(*world, *RaiseRequest) {}
	for name, c := range map[string]struct {
		out  domain.GoesOut
		but  func(*world, *RaiseRequest)
		told int
	}{
		"goes out by itself": {domain.ByItself, plain, 0},
		"sleeps":             {domain.ByItself, func(w *world, r *RaiseRequest) { r.WantedFrom = ptr(w.now().AddDate(0, 0, 20)) }, 0},
		"waits for a word":   {domain.AskMeFirst, plain, 1},
		"goes at ten":        {domain.AtTen, plain, 1},
		"never goes out":     {domain.NeverOut, plain, 1},
		"nobody knows where": {domain.ByItself, func(w *world, r *RaiseRequest) {
			r.StreetID, r.TownID, r.PlaceWords = 0, w.town["Saltcombe"], "the mill"
		}, 1},
		"the town is not open": {domain.ByItself, func(w *world, r *RaiseRequest) { r.StreetID = w.street["Mill Lane"] }, 1},
		"looks like another":   {domain.ByItself, func(w *world, r *RaiseRequest) { w.must(w.raiseAs(*r)) }, 1},
		"a regular ask":        {domain.ByItself, func(_ *world, r *RaiseRequest) { r.Repeat = &Repeat{Weekday: 5, Starts: "10:00"} }, 1},
		"they do not know of it": {domain.ByItself, func(_ *world, r *RaiseRequest) {
			r.Asker = &Asker{FirstName: "Ann", Email: "ann@example.org", Knows: domain.NotYet}
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.exec(`UPDATE needs SET goes_out = $1`, c.out)
			cmd := RaiseRequest{FirstName: "Joan", Address: "1", LastName: "Reed", Email: "joan@example.org", StreetID: w.street["Castle Row"], NeedID: w.need["dog"], SafeToWrite: true, CameBy: domain.ByNeighbour}
			c.but(w, &cmd)
			raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), cmd)
			w.must(err)
			w.beat()
			r := w.request(raised.RequestID)
			if got := w.toldOwner(r); got != c.told {
				t.Errorf("%s was asked to look at it %d times, want %d", w.whoIs(r.OwnerID), got, c.told)
			}
			if n := w.number(`SELECT count(*) FROM outbox WHERE kind = $1 AND request_id = $2`, sayRequestReceived, r.ID); n != 1 {
				t.Errorf("whoever asked was told %d times that we have it, want once", n)
			}
			w.intact()
		})
	}
}

func (w *world) raiseAs(cmd RaiseRequest) error {
	_, err := w.app.RaiseRequest(w.Context(), domain.Public(), cmd)
	return err
}

// Once an ask that went out by itself needs its owner, they hear of it: here there is somebody to ring, once for two calls.
func TestApp_DeliverOutbox_TellsTheOwnerOfACall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE needs SET goes_out = 'by_itself'`)
	una := w.volunteer("Una", "Castle Row")
	w.byPhone(una)
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Phone: "01632 960155", StreetID: w.street["Castle Row"],
		NeedID: w.need["dog"], SafeToRing: true})
	w.must(err)
	r := w.request(raised.RequestID)
	w.until("Una is to be rung", 10*time.Minute, 3*time.Hour, func() bool { return len(w.calls(una)) == 1 })
	if len(w.calls(r.PersonID)) != 1 {
		t.Error("Joan is not to be rung")
	}
	if n := w.toldOwner(r); n != 1 || w.messages(w.who["Maggie"], sayOwnerNew) != 1 {
		t.Errorf("Maggie, who makes the calls, was told %d times, want once", n)
	}
	w.intact()
}

// A helper who does not say that they are home safe is rung by the owner, who may never have heard of the ask.
func TestApp_AdvanceRequests_TellsTheOwnerToRing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE needs SET goes_out = 'by_itself', goes_inside = true`)
	tom := w.volunteer("Tom", "Castle Row")
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Address: "1", Email: "joan@example.org", StreetID: w.street["Castle Row"],
		NeedID: w.need["dog"], SafeToWrite: true})
	w.must(err)
	r := w.request(raised.RequestID)
	w.until("Tom is asked", 10*time.Minute, 24*time.Hour, func() bool { return w.count(domain.Delivered, tom) == 1 })
	w.answers(w.live(r.ID), SaysYes)
	if n := w.toldOwner(r); n != 0 {
		t.Fatalf("all went by itself, and the owner was told %d times", n)
	}
	w.until("Tom is to be rung", 15*time.Minute, 48*time.Hour, func() bool { return len(w.calls(tom)) == 1 })
	if n := w.toldOwner(r); n != 1 {
		t.Errorf("the owner was told %d times, want once", n)
	}
	w.intact()
}

// An ask that found nobody comes to whoever owns the wider level, as before.
func TestApp_AdvanceRequests_TellsWhoOwnsTheWiderLevel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE needs SET goes_out = 'by_itself'`)
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Address: "1", Email: "joan@example.org", StreetID: w.street["Castle Row"],
		NeedID: w.need["dog"], SafeToWrite: true})
	w.must(err)
	w.until("a support failure", time.Hour, 20*24*time.Hour, func() bool { return w.request(raised.RequestID).FailedAt != nil })
	if w.messages(w.who["Maggie"], sayWidened) != 1 || w.messages(w.who["Dee"], sayWidened) != 1 || w.messages(w.who["Priya"], sayWidened) != 1 {
		t.Error("not everybody who had it heard that it was asked wider")
	}
	if w.messages(w.who["Priya"], sayFailureOwner) != 1 {
		t.Error("nobody was told to ring Joan")
	}
	w.intact()
}
