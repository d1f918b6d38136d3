package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// strictDogs gives Saltcombe a row of its own for dog walking: a check of the barred list, and nobody is asked before its owner has
// said so. The district's lets dog walks go out by themselves, to whoever has been met.
func strictDogs(w *world) domain.NeedID {
	w.Helper()
	w.exec(`UPDATE needs SET goes_out = 'by_itself' WHERE id = $1`, w.need["dog"])
	w.exec(`UPDATE towns SET opened_at = now(), safeguarding_lead_id = $1 WHERE id = $2`, w.who["Sam"], w.town["Brackle"])
	check, out, minutes := domain.CheckEnhancedBarred, domain.AskMeFirst, 25
	own, err := w.app.ChangeNeed(w.Context(), w.as("Bo"), ChangeNeed{NeedID: w.need["dog"], TownID: w.town["Saltcombe"], CheckRequired: &check,
		GoesOut: &out, Minutes: &minutes})
	w.must(err)
	return own.ID
}

// underStrict checks that a request stands under Saltcombe's own row.
func underStrict(w *world, name string, id domain.RequestID, own domain.NeedID) {
	w.Helper()
	r := w.request(id)
	if r.NeedID != own || r.CheckRequired != domain.CheckEnhancedBarred || r.GoesOut != domain.AskMeFirst || r.Minutes != 25 {
		w.Errorf("%s: the ask has need %d, check %s, goes out %s, %d minutes; want those of the town's own row", name, r.NeedID, r.CheckRequired, r.GoesOut, r.Minutes)
	}
	if r.ApprovedAt != nil {
		w.Errorf("%s: nobody said that it may go out, and it may", name)
	}
}

// raiseDog asks for a dog walk by the district's row, in a street or in words.
func raiseDog(w *world, first, street string) domain.RequestID {
	w.Helper()
	raised, err := w.app.RaiseRequest(w.Context(), domain.Public(), RaiseRequest{FirstName: first, Address: "1", Email: first + ".asks@example.org", SafeToWrite: true,
		StreetID: w.street[street], PlaceWords: "behind the mill", DistrictID: w.district, NeedID: w.need["dog"], AgreedShare: true})
	w.must(err)
	return raised.RequestID
}

// A town's own rules hold wherever its place becomes known, however the ask came in.
func TestApp_TownsOwnRules(t *testing.T) {
	w := newWorld(t)
	own := strictDogs(w)
	w.volunteer("Val", "Castle Row")
	w.exec(`DELETE FROM checks`)

	raised := raiseDog(w, "Joan", "Castle Row")
	underStrict(w, "raised", raised, own)

	later := raiseDog(w, "Jack", "")
	w.must(w.app.PlaceRequest(t.Context(), w.as("Priya"), PlaceRequest{RequestID: later, StreetID: w.street["Castle Row"]}))
	underStrict(w, "placed later", later, own)

	moved := raiseDog(w, "Jill", "Mill Lane")
	if r := w.request(moved); r.CheckRequired != domain.CheckMet || r.ApprovedAt == nil {
		t.Fatalf("in the other town it has check %s, approved %v", r.CheckRequired, r.ApprovedAt)
	}
	_, err := w.app.MoveHouse(t.Context(), w.as("Priya"), MoveHouse{PersonID: w.request(moved).PersonID, StreetID: w.street["Hill Road"]})
	w.must(err)
	underStrict(w, "moved", moved, own)

	for _, id := range []domain.RequestID{raised, later, moved} {
		w.must(w.app.ApproveRequest(t.Context(), domain.Clock(), id))
	}
	if n, err := w.app.MatchDue(t.Context(), domain.Clock()); err != nil || n != 0 {
		t.Errorf("%d helpers without the check were asked: %v", n, err)
	}
}

// A check that was asked for once is asked for still, where the ask comes under another row.
func TestApp_TownsOwnRules_neverWeaker(t *testing.T) {
	w := newWorld(t)
	strictDogs(w)
	check := domain.CheckMet
	_, err := w.app.ChangeNeed(t.Context(), w.as("Bo"), ChangeNeed{NeedID: w.need["shopping"], TownID: w.town["Saltcombe"], CheckRequired: &check})
	w.must(err)
	for name, need := range map[string]string{"out of the strict town": "dog", "into the easy one": "shopping"} {
		from, to := "Castle Row", "Mill Lane"
		if need == "shopping" {
			from, to = to, from
		}
		r := w.ask("Joan."+need, from, need)
		w.must(w.app.PlaceRequest(t.Context(), w.as("Priya"), PlaceRequest{RequestID: r.ID, StreetID: w.street[to]}))
		if after := w.request(r.ID); after.CheckRequired != domain.CheckEnhancedBarred || after.NeedID == r.NeedID {
			t.Errorf("%s: check %s, need %d after %d", name, after.CheckRequired, after.NeedID, r.NeedID)
		}
	}
}

// A check that a town asks for from now on holds for what is open already, at the next asking; whoever lacks it and has the question
// in hand need not answer.
func TestApp_ChangeNeed_openAsks(t *testing.T) {
	w := newWorld(t)
	val, una := w.volunteer("Val", "Castle Row"), w.volunteer("Una", "Castle Row")
	w.exec(`DELETE FROM checks WHERE person_id = $1`, val)
	asked, going, other := w.ask("Joan", "Castle Row", "dog"), w.ask("Jack", "Castle Row", "dog"), w.ask("Jim", "Mill Lane", "dog")
	w.invite(asked, val)
	w.promise(going, val)
	stays := w.ask("Jill", "Quay Lane", "dog")
	fine := w.invite(stays, una)

	strictDogs(w)
	if r := w.request(asked.ID); r.CheckRequired != domain.CheckEnhancedBarred || r.NextAction == "" {
		t.Errorf("the open ask has check %s and next action %q", r.CheckRequired, r.NextAction)
	}
	if n := w.number(`SELECT count(*) FROM invitations WHERE request_id = $1 AND state = 'withdrawn'`, asked.ID); n != 1 || w.messages(val, sayInvitationClosed) != 1 {
		t.Errorf("%d invitations were taken back, %d messages say so; want 1 and 1", n, w.messages(val, sayInvitationClosed))
	}
	if i, err := w.db.Store().Invitation(t.Context(), fine.ID); err != nil || i.State != domain.Delivered {
		t.Errorf("whoever has the check is %s: %v", i.State, err)
	}
	if r := w.request(going.ID); r.State != domain.Assigned || r.CheckRequired != domain.CheckMet {
		t.Errorf("the promised visit is %s with check %s, want as it was", r.State, r.CheckRequired)
	}
	if r := w.request(other.ID); r.CheckRequired != domain.CheckMet {
		t.Errorf("the other town's ask has check %s", r.CheckRequired)
	}
	w.must(w.app.TakeBack(t.Context(), w.as("Priya"), TakeBack{RequestID: going.ID}))
	if r := w.request(going.ID); r.CheckRequired != domain.CheckEnhancedBarred {
		t.Errorf("asked again, it has check %s", r.CheckRequired)
	}
	pgtest.Advance(t, w.db, time.Minute)
	w.exec(`UPDATE requests SET next_action = 'plan', next_action_at = $1 WHERE id = $2`, w.now(), asked.ID)
	_, err := w.app.MatchDue(t.Context(), domain.Clock())
	w.must(err)
	if n := w.number(`SELECT count(*) FROM invitations WHERE request_id = $1 AND person_id = $2 AND state <> 'withdrawn'`, asked.ID, val); n != 0 {
		t.Error("somebody without the check was asked")
	}
	if n := w.number(`SELECT count(*) FROM invitations WHERE request_id = $1 AND person_id = $2`, asked.ID, una); n != 1 {
		t.Errorf("whoever has the check was asked %d times", n)
	}
	if n := w.number(`SELECT count(*) FROM requests WHERE state <> 'closed' AND (owner_id IS NULL OR next_action_at IS NULL)`); n != 0 {
		t.Errorf("%d asks are forgotten", n)
	}
}

// What a town has switched off is said, and something else may be chosen.
func TestApp_TownsOwnRules_switchedOff(t *testing.T) {
	w := newWorld(t)
	off := false
	_, err := w.app.ChangeNeed(t.Context(), w.as("Bo"), ChangeNeed{NeedID: w.need["dog"], TownID: w.town["Saltcombe"], Active: &off})
	w.must(err)
	cmd := RaiseRequest{FirstName: "Joan", Address: "1", Email: "joan.asks@example.org", SafeToWrite: true, StreetID: w.street["Castle Row"], NeedID: w.need["dog"], AgreedShare: true}
	_, err = w.app.RaiseRequest(t.Context(), domain.Public(), cmd)
	w.refusedField(err, "needId")
	if !strings.Contains(err.Error(), "in Saltcombe") {
		t.Errorf("it says %v", err)
	}
	cmd.StreetID = w.street["Mill Lane"]
	_, err = w.app.RaiseRequest(t.Context(), domain.Public(), cmd)
	w.must(err)
}
