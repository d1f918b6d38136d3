package app

import (
	"testing"
	"time"

	"waymark/domain"
)

func TestApp_MoveOwners_desk(t *testing.T) {
	w := newWorld(t)
	saltcombe := w.town["Saltcombe"]
	w.addRole(w.person("Dan", "Quay Lane"), domain.DeskHelper, domain.Spot{TownID: saltcombe})
	first, second := w.ask("Joan", "Quay Lane", "dog"), w.ask("Ted", "Quay Lane", "garden")
	kept := w.ask("Una", "Castle Row", "dog")
	w.owner(first.ID, "Dee")
	w.moves(0)

	// Nobody was on duty; then Dan is.
	_, err := w.app.AddShift(w.Context(), w.as("Bo"), AddShift{TownID: saltcombe, PersonID: w.who["Dan"], StartsAt: wednesday, EndsAt: wednesday.Add(4 * time.Hour)})
	w.must(err)
	w.must(w.app.HandOver(w.Context(), w.as("Dee"), HandOver{RequestID: second.ID, To: w.who["Bo"]}))
	w.moves(1)
	w.owner(first.ID, "Dan")
	w.owner(second.ID, "Bo")
	w.owner(kept.ID, "Maggie")
	w.moves(0)
	w.told("Dan", 1)

	// What was given to somebody of the desk by hand stays with them off duty.
	w.must(w.app.HandOver(w.Context(), w.as("Dan"), HandOver{RequestID: first.ID, To: w.who["Dee"]}))
	w.moves(0)
	w.owner(first.ID, "Dee")
	// But not when they are away.
	_, err = w.app.AddAbsence(w.Context(), w.as("Dee"), AddAbsence{PersonID: w.who["Dee"], Kind: "holiday"})
	w.must(err)
	w.owner(first.ID, "Dan")
}

func TestApp_MoveOwners_oneBroken(t *testing.T) {
	w := newWorld(t)
	good, bad := w.ask("Joan", "Castle Row", "dog"), w.ask("Ted", "Castle Row", "garden")
	task := w.insert(`
		INSERT INTO tasks (district_id, kind, request_id, person_id, owner_id, due_at, created_at)
		VALUES ($1, 'call', $2, $3, $4, $5, $5) RETURNING id`, w.district, good.ID, good.PersonID, w.who["Maggie"], wednesday)
	w.exec(`UPDATE persons SET left_at = $1 WHERE id = $2`, wednesday, w.who["Maggie"])
	w.exec(`CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END'`)
	w.exec(`CREATE TRIGGER break BEFORE UPDATE ON requests FOR EACH ROW WHEN (OLD.reference = '` + bad.Reference + `') EXECUTE FUNCTION break()`)
	did, err := w.app.MoveOwners(w.Context(), domain.Clock())
	if did != 1 || err == nil {
		t.Errorf("moved %d with the error %v, want one and the other's error", did, err)
	}
	w.owner(good.ID, "Ravi")
	w.owner(bad.ID, "Maggie")
	w.told("Ravi", 1)
	if n := w.number(`SELECT owner_id FROM tasks WHERE id = $1`, task); n != int(w.who["Ravi"]) {
		t.Errorf("the call for the request is still person %d's", n)
	}
	w.exec(`DROP TRIGGER break ON requests`)
	w.moves(1)
	w.owner(bad.ID, "Ravi")
	w.told("Ravi", 2)
}

func TestApp_MoveOwners_isTheClocks(t *testing.T) {
	w := newWorld(t)
	for _, who := range []string{"Ada", "Priya"} {
		_, err := w.app.MoveOwners(w.Context(), w.as(who))
		w.refused(err, domain.Forbidden)
	}
	_, err := w.app.MoveOwners(w.Context(), domain.Public())
	w.refused(err, domain.SignedOut)
}

func TestApp_Shifts(t *testing.T) {
	w := newWorld(t)
	saltcombe, brackle := w.town["Saltcombe"], w.town["Brackle"]
	shift := AddShift{TownID: saltcombe, PersonID: w.who["Dee"], StartsAt: wednesday.Add(time.Hour), EndsAt: wednesday.Add(3 * time.Hour)}
	_, err := w.app.AddShift(w.Context(), w.as("Dee"), shift)
	w.refused(err, domain.Forbidden)
	for _, bad := range []struct {
		field  string
		change func(*AddShift)
	}{
		{"endsAt", func(s *AddShift) { s.EndsAt = s.StartsAt }},
		{"endsAt", func(s *AddShift) { s.EndsAt = s.StartsAt.Add(25 * time.Hour) }},
		{"endsAt", func(s *AddShift) { s.StartsAt, s.EndsAt = wednesday.Add(-2*time.Hour), wednesday.Add(-time.Hour) }},
		{"personId", func(s *AddShift) { s.PersonID = w.who["Maggie"] }},
		{"personId", func(s *AddShift) { s.PersonID = 0 }},
	} {
		cmd := shift
		bad.change(&cmd)
		_, err := w.app.AddShift(w.Context(), w.as("Bo"), cmd)
		w.refusedField(err, bad.field)
	}
	id, err := w.app.AddShift(w.Context(), w.as("Bo"), shift)
	w.must(err)
	list, err := w.app.Shifts(w.Context(), w.as("Dee"), saltcombe)
	w.must(err)
	if len(list) != 1 || list[0].PersonName != "Dee Tester" {
		t.Errorf("the rota is %+v", list)
	}
	_, err = w.app.Shifts(w.Context(), w.as("Dee"), brackle)
	w.refused(err, domain.NotFound)
	w.refused(w.app.EndShift(w.Context(), w.as("Dee"), id), domain.NotFound)
	w.must(w.app.EndShift(w.Context(), w.as("Bo"), id))
	if n := w.number(`SELECT count(*) FROM desk_shifts`); n != 0 {
		t.Errorf("%d turns are left", n)
	}
}

// Whoever wants nobody from their own street is not looked after by somebody of that street either: not while others are there.
func TestApp_RaiseRequest_NotOwnedByANeighbour(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	raise := func(wishes ...string) domain.RequestID {
		t.Helper()
		raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Address: "1", Email: "joan@example.org", StreetID: w.street["Castle Row"],
			NeedID: w.need["dog"], SafeToWrite: true, AgreedShare: true, Wishes: wishes})
		w.must(err)
		return raised.RequestID
	}
	lives := func(who, street string) {
		w.exec(`UPDATE persons SET street_id = $2 WHERE id = $1`, w.who[who], w.street[street])
	}
	lives("Ravi", "Quay Lane")
	w.owner(raise(), "Maggie")
	kept := raise(domain.WishElsewhere)
	w.owner(kept, "Ravi")
	w.owner(raise(domain.WishWoman), "Maggie")
	w.moves(0)
	w.owner(kept, "Ravi")
	lives("Ravi", "Castle Row")
	w.owner(raise(domain.WishElsewhere), "Dee")
	lives("Maggie", "Quay Lane")
	w.owner(raise(domain.WishElsewhere), "Maggie")
	w.intact()
}
