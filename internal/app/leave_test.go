package app

import (
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/domain"
)

// day is a date so many days after the beginning of every world, as a form gives it.
func day(days int) *time.Time {
	d := time.Date(2026, time.June, 10+days, 0, 0, 0, 0, time.UTC)
	return &d
}

func (w *world) owner(id domain.RequestID, want string) {
	w.Helper()
	if got := w.request(id).OwnerID; got != w.who[want] {
		w.Errorf("request %d belongs to person %d, want %s (%d)", id, got, want, w.who[want])
	}
}

func (w *world) told(who string, want int) {
	w.Helper()
	if got := w.messages(w.who[who], sayHandover); got != want {
		w.Errorf("%s got %d handover messages, want %d", who, got, want)
	}
}

func TestApp_EndRole(t *testing.T) {
	w := newWorld(t)
	first, second := w.ask("Joan", "Castle Row", "dog"), w.ask("Ted", "Castle Row", "garden")
	elsewhere := w.ask("Una", "Quay Lane", "dog")
	w.owner(first.ID, "Maggie")
	role := domain.RoleID(w.number(`SELECT id FROM roles WHERE person_id = $1`, w.who["Maggie"]))

	for _, who := range []string{"Maggie", "Dee", "Cal", "Sam"} {
		_, err := w.app.EndRole(w.Context(), w.as(who), EndRole{RoleID: role})
		w.refused(err, domain.NotFound)
	}
	moved, err := w.app.EndRole(w.Context(), w.as("Bo"), EndRole{RoleID: role, Why: "enough"})
	w.must(err)
	if moved.Requests != 2 || len(moved.To) != 1 || moved.To[0] != "Ravi Tester" {
		t.Errorf("moved %+v, want two requests to Ravi", moved)
	}
	w.owner(first.ID, "Ravi")
	w.owner(second.ID, "Ravi")
	w.owner(elsewhere.ID, "Dee")
	w.told("Ravi", 1)
	w.told("Maggie", 1)
	if n := w.number(`SELECT jsonb_array_length(data -> 'gained') FROM outbox WHERE kind = 'handover' AND person_id = $1`, w.who["Ravi"]); n != 2 {
		t.Errorf("Ravi's message names %d requests, want both", n)
	}
	if len(w.as("Maggie").Roles) != 0 {
		t.Error("Maggie still acts in a role that ended")
	}
	_, err = w.app.Street(w.Context(), w.as("Maggie"), w.street["Castle Row"])
	w.refused(err, domain.NotFound)

	again, err := w.app.EndRole(w.Context(), w.as("Bo"), EndRole{RoleID: role})
	w.must(err)
	if again.Requests != 0 {
		t.Errorf("ending it again moved %+v", again)
	}
}

func TestApp_EndRole_later(t *testing.T) {
	w := newWorld(t)
	r := w.ask("Joan", "Castle Row", "dog")
	role := domain.RoleID(w.number(`SELECT id FROM roles WHERE person_id = $1`, w.who["Maggie"]))
	_, err := w.app.EndRole(w.Context(), w.as("Bo"), EndRole{RoleID: role, On: day(2)})
	w.must(err)
	w.owner(r.ID, "Maggie")
	w.moves(0)
	w.must(w.db.Store().AdvanceClock(w.Context(), 48*time.Hour))
	w.moves(1)
	w.owner(r.ID, "Ravi")
	w.told("Ravi", 1)
	w.moves(0)
	w.told("Ravi", 1)
}

// moves lets the clock move owners, and checks how many it moved.
func (w *world) moves(want int) {
	w.Helper()
	did, err := w.app.MoveOwners(w.Context(), domain.Clock())
	w.must(err)
	if did != want {
		w.Errorf("the clock moved %d requests, want %d", did, want)
	}
}

func TestApp_EndRole_theLastOne(t *testing.T) {
	w := newWorld(t)
	district := domain.RoleID(w.number(`SELECT id FROM roles WHERE person_id = $1`, w.who["Priya"]))
	_, err := w.app.EndRole(w.Context(), w.as("Ada"), EndRole{RoleID: district})
	w.refused(err, domain.Unacceptable)
	_, err = w.app.Leave(w.Context(), w.as("Priya"), Leave{PersonID: w.who["Priya"]})
	w.refused(err, domain.Unacceptable)
	lead := domain.RoleID(w.number(`SELECT id FROM roles WHERE person_id = $1`, w.who["Sam"]))
	_, err = w.app.EndRole(w.Context(), w.as("Bo"), EndRole{RoleID: lead})
	w.refused(err, domain.Unacceptable)
	_, err = w.app.Leave(w.Context(), w.as("Priya"), Leave{PersonID: w.who["Sam"]})
	w.refused(err, domain.Unacceptable)
	runs := domain.RoleID(w.number(`SELECT id FROM roles WHERE person_id = $1`, w.who["Ada"]))
	for _, who := range []string{"Ada", "Priya"} {
		_, err = w.app.EndRole(w.Context(), w.as(who), EndRole{RoleID: runs})
		w.refused(err, domain.Unacceptable)
	}

	w.person("Zoe", "Mill Lane")
	_, err = w.app.GrantRole(w.Context(), w.as("Ada"), GrantRole{PersonID: w.who["Zoe"], Kind: domain.Administrator, EndsOn: day(3)})
	w.must(err)
	_, err = w.app.EndRole(w.Context(), w.as("Ada"), EndRole{RoleID: runs, On: day(3)})
	w.refused(err, domain.Unacceptable)
	_, err = w.app.EndRole(w.Context(), w.as("Ada"), EndRole{RoleID: runs, On: day(2)})
	w.must(err)
	_, err = w.app.GrantRole(w.Context(), w.as("Bo"), GrantRole{PersonID: w.who["Zoe"], Kind: domain.DistrictCoordinator})
	w.refused(err, domain.Forbidden)
	_, err = w.app.GrantRole(w.Context(), w.as("Priya"), GrantRole{PersonID: w.who["Zoe"], Kind: domain.DistrictCoordinator})
	w.must(err)
	_, err = w.app.EndRole(w.Context(), w.as("Ada"), EndRole{RoleID: district})
	w.must(err)
	_, err = w.app.GrantRole(w.Context(), w.as("Bo"), GrantRole{PersonID: w.who["Zoe"], Kind: domain.SafeguardingLead, TownID: w.town["Saltcombe"]})
	w.must(err)
	if len(w.as("Sam").Roles) != 0 {
		t.Error("two people are the safeguarding lead of one town")
	}
}

func TestApp_Leave(t *testing.T) {
	w := newWorld(t)
	helper := w.volunteer("Hal", "Castle Row")
	w.addRole(helper, domain.Coordinator, domain.Spot{StreetID: w.street["Main Street"]})
	owned := w.ask("Joan", "Main Street", "dog")
	promised, asked := w.ask("Ted", "Castle Row", "dog"), w.ask("Una", "Castle Row", "garden")
	w.promise(promised, helper)
	live := w.invite(asked, helper)
	w.owner(owned.ID, "Hal")

	_, err := w.app.Leave(w.Context(), w.as("Maggie"), Leave{PersonID: helper})
	w.refused(err, domain.NotFound)
	moved, err := w.app.Leave(w.Context(), w.as("Bo"), Leave{PersonID: helper, Why: "moved_away"})
	w.must(err)
	if moved.Requests != 1 || moved.Visits != 1 {
		t.Errorf("moved %+v, want one request and one visit", moved)
	}
	w.owner(owned.ID, "Dee")
	if r := w.request(promised.ID); r.State != domain.Open || r.FreedAt == nil {
		t.Errorf("the promised visit is %s, want open again", r.State)
	}
	if s, why := w.invitation(live.ID); s != domain.InvitationWithdrawn || why != "helper_left" {
		t.Errorf("the question is %s because of %q", s, why)
	}
	w.told("Hal", 1)
	w.told("Dee", 1)
	w.toldOff(helper, owned.ID, promised.ID)
	if n := w.messages(promised.PersonID, sayHelperChanged); n != 1 {
		t.Errorf("the person was told %d times that somebody else is looked for, want once", n)
	}
	if n := w.number(`SELECT count(*) FROM roles WHERE person_id = $1 AND ends_on IS NULL`, helper); n != 0 {
		t.Error("a role goes on")
	}
	again, err := w.app.Leave(w.Context(), w.as("Bo"), Leave{PersonID: helper})
	w.must(err)
	if again.Requests+again.Visits != 0 {
		t.Errorf("leaving twice moved %+v", again)
	}
	w.told("Hal", 1)
}

// toldOff checks that a helper hears which visit is off, by its own message, and that what tells of asks that have changed hands goes
// to owners alone, with what they owned and nothing else.
func (w *world) toldOff(helper domain.PersonID, owned, promised domain.RequestID) {
	w.Helper()
	if n := w.number(`SELECT count(*) FROM outbox WHERE person_id = $1 AND request_id = $2 AND kind = 'visit_off' AND state <> 'void'`, helper, promised); n != 1 {
		w.Errorf("the helper hears %d times that the visit is off, want once", n)
	}
	if n := w.number(`SELECT count(*) FROM outbox, jsonb_array_elements(coalesce(data -> 'given', '[]') || coalesce(data -> 'gained', '[]')) r
		WHERE kind = 'handover' AND r::bigint <> $1`, owned); n != 0 {
		w.Errorf("owners are told of %d asks that they never owned", n)
	}
	found, err := w.db.Store().Invariants(w.Context(), w.now())
	w.must(err)
	for _, i := range found {
		if strings.HasPrefix(i.Name, "each taking back") && i.Count != 0 {
			w.Errorf("invariant broken %d times: %s", i.Count, i.Name)
		}
	}
}

// Somebody who only helps hears that their visit is off, and nothing of lists that they cannot open; nobody writes to those who died.
func TestApp_Leave_aHelperHearsThatTheirVisitIsOff(t *testing.T) {
	for name, tt := range map[string]struct {
		leaves func(*world, domain.PersonID) error
		hears  int
	}{
		"on holiday": {func(w *world, id domain.PersonID) error {
			_, err := w.app.AddAbsence(w.Context(), w.as("Bo"), AddAbsence{PersonID: id, Kind: "holiday", To: day(8)})
			return err
		}, 1},
		"for good": {func(w *world, id domain.PersonID) error {
			_, err := w.app.Leave(w.Context(), w.as("Bo"), Leave{PersonID: id, Why: "stopped"})
			return err
		}, 1},
		"died": {func(w *world, id domain.PersonID) error {
			_, err := w.app.Leave(w.Context(), w.as("Bo"), Leave{PersonID: id, Why: "died"})
			return err
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r, i := w.going("dog")
			w.volunteer("Una", "Castle Row")
			asked := w.ask("Ted", "Castle Row", "garden")
			w.must(w.app.AskHelper(t.Context(), w.as("Maggie"), AskHelper{RequestID: asked.ID, PersonID: i.PersonID}))
			w.beat()
			question := w.live(asked.ID)
			w.must(tt.leaves(w, i.PersonID))
			if now := w.request(r.ID); now.State != domain.Open {
				t.Errorf("the visit is %s", now.State)
			}
			if n := w.messages(i.PersonID, sayVisitOff); n != tt.hears {
				t.Errorf("Tom hears %d times that the visit is off, want %d", n, tt.hears)
			}
			if s, _ := w.invitation(question.ID); s != domain.InvitationWithdrawn {
				t.Errorf("the question is %s", s)
			}
			if n := w.messages(i.PersonID, sayHandover); n != 0 {
				t.Errorf("Tom, who owns nothing, reads %d times what has changed hands", n)
			}
			w.beat()
			w.intact()
		})
	}
}

func (w *world) invitation(id domain.InvitationID) (domain.InvitationState, string) {
	w.Helper()
	i, err := w.db.Store().Invitation(w.Context(), id)
	w.must(err)
	return i.State, i.EndedWhy
}

func TestApp_Leave_whoMay(t *testing.T) {
	w := newWorld(t)
	w.addRole(w.person("Bea", "Mill Lane"), domain.Builder, domain.Spot{TownID: w.town["Brackle"]})
	for _, who := range []string{"Bea", "Cal", "Maggie", "Ada"} {
		_, err := w.app.Leave(w.Context(), w.as(who), Leave{PersonID: w.who["Ravi"]})
		w.refused(err, domain.NotFound)
	}
	// The desk may change people of its town, but not end the roles that it does not give.
	_, err := w.app.Leave(w.Context(), w.as("Dee"), Leave{PersonID: w.who["Ravi"]})
	w.refused(err, domain.Forbidden)
	_, err = w.app.Leave(w.Context(), w.as("Bo"), Leave{PersonID: w.who["Ravi"], Why: "bored"})
	w.refusedField(err, "why")
	_, err = w.app.Leave(w.Context(), w.as("Ravi"), Leave{PersonID: w.who["Ravi"], Why: "died"})
	w.must(err)
	w.told("Ravi", 0)
}

func TestApp_AddAbsence_holiday(t *testing.T) {
	w := newWorld(t)
	helper := w.volunteer("Hal", "Castle Row")
	w.addRole(helper, domain.Coordinator, domain.Spot{StreetID: w.street["Main Street"]})
	owned, promised, asked := w.ask("Joan", "Main Street", "dog"), w.ask("Ted", "Castle Row", "dog"), w.ask("Una", "Castle Row", "garden")
	w.promise(promised, helper) // tomorrow at noon
	live := w.invite(asked, helper)

	_, err := w.app.AddAbsence(w.Context(), w.as("Hal"), AddAbsence{PersonID: helper, Kind: "holiday", From: day(3), To: day(3)})
	w.refusedField(err, "to")
	_, err = w.app.AddAbsence(w.Context(), w.as("Hal"), AddAbsence{PersonID: helper, Kind: "party"})
	w.refusedField(err, "kind")
	_, err = w.app.AddAbsence(w.Context(), w.as("Maggie"), AddAbsence{PersonID: helper, Kind: "holiday"})
	w.refused(err, domain.NotFound)

	// Far ahead: nothing changes hands yet.
	moved, err := w.app.AddAbsence(w.Context(), w.as("Hal"), AddAbsence{PersonID: helper, Kind: "holiday", From: day(20), To: day(30)})
	w.must(err)
	if moved.Requests+moved.Visits != 0 || w.request(promised.ID).State != domain.Assigned {
		t.Errorf("a holiday in three weeks moved %+v", moved)
	}
	// From tomorrow: the visit falls into it, the ownership not yet.
	moved, err = w.app.AddAbsence(w.Context(), w.as("Hal"), AddAbsence{PersonID: helper, Kind: "holiday", From: day(1), To: day(8)})
	w.must(err)
	if moved.Requests != 0 || moved.Visits != 1 || w.request(promised.ID).State != domain.Open {
		t.Errorf("a holiday from tomorrow moved %+v, want the visit alone", moved)
	}
	if s, _ := w.invitation(live.ID); s != domain.InvitationWithdrawn {
		t.Errorf("the question for that day is %s", s)
	}
	w.owner(owned.ID, "Hal")
	w.must(w.db.Store().AdvanceClock(w.Context(), 24*time.Hour))
	w.moves(1)
	w.owner(owned.ID, "Dee")
	w.moves(0)
	w.told("Dee", 1)
	w.told("Hal", 1) // of what they owned
	w.toldOff(helper, owned.ID, promised.ID)
}

func TestApp_AddAbsence_beginsNow(t *testing.T) {
	w := newWorld(t)
	r := w.ask("Joan", "Castle Row", "dog")
	moved, err := w.app.AddAbsence(w.Context(), w.as("Maggie"), AddAbsence{PersonID: w.who["Maggie"], Kind: "holiday", To: day(7)})
	w.must(err)
	if moved.Requests != 1 {
		t.Errorf("moved %+v, want one request", moved)
	}
	w.owner(r.ID, "Ravi")
	// When the stand-in goes too, the desk has it; and when everybody is away it stays with somebody.
	_, err = w.app.AddAbsence(w.Context(), w.as("Ravi"), AddAbsence{PersonID: w.who["Ravi"], Kind: "holiday"})
	w.must(err)
	w.owner(r.ID, "Dee")
	for _, who := range []string{"Bo", "Priya", "Ada", "Dee"} {
		_, err = w.app.AddAbsence(w.Context(), w.as(who), AddAbsence{PersonID: w.who[who], Kind: "holiday"})
		w.must(err)
	}
	w.owner(r.ID, "Dee")
	w.moves(0)
	absence := int64(w.number(`SELECT id FROM absences WHERE person_id = $1`, w.who["Priya"]))
	_, err = w.app.EndAbsence(w.Context(), w.as("Ravi"), absence)
	w.refused(err, domain.NotFound)
	_, err = w.app.EndAbsence(w.Context(), w.as("Priya"), absence)
	w.must(err)
	w.moves(1)
	w.owner(r.ID, "Priya")
}

func TestApp_AddAbsence_pauseKeepsPromises(t *testing.T) {
	w := newWorld(t)
	helper := w.volunteer("Hal", "Castle Row")
	promised, asked := w.ask("Ted", "Castle Row", "dog"), w.ask("Una", "Castle Row", "garden")
	w.promise(promised, helper)
	live := w.invite(asked, helper)
	moved, err := w.app.AddAbsence(w.Context(), w.as("Bo"), AddAbsence{PersonID: helper, Kind: "pause"})
	w.must(err)
	if moved.Visits != 0 || w.request(promised.ID).State != domain.Assigned {
		t.Errorf("a rest took the visit away: %+v", moved)
	}
	if s, why := w.invitation(live.ID); s != domain.InvitationWithdrawn || why != "helper_left" {
		t.Errorf("the question is %s because of %q", s, why)
	}
	w.told("Hal", 0)
}

func TestApp_MoveHouse(t *testing.T) {
	w := newWorld(t)
	promised := w.ask("Ted", "Castle Row", "dog")
	maggies, own := w.ask("Joan", "Castle Row", "dog"), w.ask("Ida", "Castle Row", "garden")
	helper := w.volunteer("Hal", "Castle Row")
	w.promise(promised, helper)
	_, err := w.app.MoveHouse(w.Context(), w.as("Maggie"), MoveHouse{PersonID: helper, StreetID: w.street["Mill Lane"]})
	w.refused(err, domain.NotFound)
	_, err = w.app.MoveHouse(w.Context(), w.as("Bo"), MoveHouse{PersonID: helper, StreetID: 999})
	w.refusedField(err, "streetId")

	moved, err := w.app.MoveHouse(w.Context(), w.as("Bo"), MoveHouse{PersonID: helper, StreetID: w.street["Mill Lane"], Address: "2"})
	w.must(err)
	if moved.Visits != 0 || w.request(promised.ID).State != domain.Assigned {
		t.Errorf("the promised visit was lost with the move: %+v", moved)
	}
	// Whoever asked takes the ask along, and whoever looks after the new street has it.
	w.who["Ida"] = own.PersonID
	moved, err = w.app.MoveHouse(w.Context(), w.as("Bo"), MoveHouse{PersonID: own.PersonID, StreetID: w.street["Quay Lane"], Address: "5"})
	w.must(err)
	if r := w.request(own.ID); r.StreetID != w.street["Quay Lane"] || moved.Requests != 1 {
		t.Errorf("the ask stands in street %d, moved %+v", r.StreetID, moved)
	}
	w.owner(own.ID, "Dee")
	// A coordinator who leaves the street does not look after it any more.
	moved, err = w.app.MoveHouse(w.Context(), w.as("Bo"), MoveHouse{PersonID: w.who["Maggie"], StreetID: w.street["Quay Lane"], Address: "7"})
	w.must(err)
	w.owner(maggies.ID, "Ravi")
	if len(w.as("Maggie").Roles) != 0 || moved.Requests != 2 {
		t.Errorf("Maggie has %v, moved %+v", w.as("Maggie").Roles, moved)
	}
}

func TestApp_Leave_whileTheySayYes(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"Hal", "Hob", "Hew", "Hui"} {
		helper := w.volunteer(name, "Castle Row")
		r := w.ask("For"+name, "Castle Row", "dog")
		i := w.invite(r, helper)
		yes, bo := w.holding(i, domain.ForInvitation), w.as("Bo")
		var both sync.WaitGroup
		both.Go(func() {
			if _, err := w.app.AnswerInvitation(t.Context(), yes, SaysYes); err != nil {
				t.Error(err)
			}
		})
		both.Go(func() {
			if _, err := w.app.Leave(t.Context(), bo, Leave{PersonID: helper}); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
		if s, _ := w.invitation(i.ID); s != domain.InvitationWithdrawn || w.request(r.ID).State != domain.Open {
			t.Errorf("%s has left, and the visit is %s", name, s)
		}
		w.told(name, 0)
	}
}
