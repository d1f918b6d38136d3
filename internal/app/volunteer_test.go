package app

import (
	"testing"

	"waymark/domain"
)

// givenBy reads what somebody gives.
func (w *world) givenBy(id domain.PersonID) domain.Volunteer {
	w.Helper()
	v, err := w.db.Store().Volunteer(w.Context(), id, dateOf(w.now(), w.app.zone))
	w.must(err)
	return v
}

func TestApp_MeetVolunteer(t *testing.T) {
	w := newWorld(t)
	nia := w.person("Nia", "Quay Lane")
	meet := MeetVolunteer{PersonID: nia, References: 2}
	w.refused(w.app.MeetVolunteer(t.Context(), w.as("Bo"), meet), domain.Conflict) // does not help yet
	w.must(w.app.ChangeVolunteer(t.Context(), w.as("Bo"), ChangeVolunteer{PersonID: nia}))
	for _, who := range []string{"Maggie", "Cal", "Nia"} {
		w.refused(w.app.MeetVolunteer(t.Context(), w.as(who), meet), domain.NotFound)
	}
	w.refusedField(w.app.MeetVolunteer(t.Context(), w.as("Bo"), MeetVolunteer{PersonID: nia, References: 1}), "references")
	w.refusedField(w.app.MeetVolunteer(t.Context(), w.as("Bo"), MeetVolunteer{PersonID: nia, References: 2, On: day(1)}), "on")
	w.refused(w.app.MeetVolunteer(t.Context(), domain.Clock(), meet), domain.Forbidden)
	w.refused(w.app.MeetVolunteer(t.Context(), w.as("Bo"), MeetVolunteer{PersonID: w.who["Bo"], References: 2}), domain.Unacceptable)
	w.must(w.app.MeetVolunteer(t.Context(), w.as("Bo"), MeetVolunteer{PersonID: nia, References: 2, On: day(-2)}))
	if v := w.givenBy(nia); v.Standing != domain.Met || v.MetBy != w.who["Bo"] || !v.MetOn.Equal(*day(-2)) || len(v.Checks) != 1 || v.Checks[0] != "references" {
		t.Errorf("Nia stands as %+v", v)
	}
}

func TestApp_AddCheck(t *testing.T) {
	w := newWorld(t)
	nia := w.person("Nia", "Quay Lane")
	w.must(w.app.ChangeVolunteer(t.Context(), w.as("Dee"), ChangeVolunteer{PersonID: nia}))
	for field, cmd := range map[string]AddCheck{
		"level":    {Level: domain.CheckMet},
		"seenOn":   {Level: domain.CheckEnhanced, SeenOn: day(1)},
		"reviewOn": {Level: domain.CheckEnhanced, SeenOn: day(-1), ReviewOn: day(-1)},
	} {
		cmd.PersonID = nia
		w.refusedField(w.app.AddCheck(t.Context(), w.as("Bo"), cmd), field)
	}
	w.must(w.app.AddCheck(t.Context(), w.as("Bo"), AddCheck{PersonID: nia, Level: domain.CheckEnhanced, SeenOn: day(-400), ReviewOn: day(-30)}))
	if v := w.givenBy(nia); len(v.Checks) != 0 {
		t.Errorf("a check whose time is over still holds: %v", v.Checks)
	}
	w.must(w.app.AddCheck(t.Context(), w.as("Bo"), AddCheck{PersonID: nia, Level: domain.CheckEnhancedBarred, ReviewOn: day(30)}))
	if v := w.givenBy(nia); len(v.Checks) != 1 || v.Checks[0] != "enhanced_barred" {
		t.Errorf("the checks that hold are %v", v.Checks)
	}
}

func TestApp_ChangeVolunteer(t *testing.T) {
	w := newWorld(t)
	hal := w.volunteer("Hal", "Castle Row")
	bad, three := 51, 3
	w.refused(w.app.ChangeVolunteer(t.Context(), w.as("Maggie"), ChangeVolunteer{PersonID: hal}), domain.NotFound)
	w.refusedField(w.app.ChangeVolunteer(t.Context(), w.as("Bo"), ChangeVolunteer{PersonID: hal, BudgetWeek: &bad}), "budgetWeek")
	w.must(w.app.ChangeVolunteer(t.Context(), w.as("Bo"), ChangeVolunteer{PersonID: hal, BudgetWeek: &three}))
	if v := w.givenBy(hal); v.BudgetWeek != 3 || v.Capacity != 5 || v.Standing != domain.Met || len(v.Skills) == 0 {
		t.Errorf("Hal gives %+v", v)
	}
	_, err := w.app.Leave(t.Context(), w.as("Bo"), Leave{PersonID: hal})
	w.must(err)
	w.refused(w.app.ChangeVolunteer(t.Context(), w.as("Bo"), ChangeVolunteer{PersonID: hal}), domain.Conflict)
}

func TestApp_ChangeMyAsking(t *testing.T) {
	w := newWorld(t)
	hal := w.volunteer("Hal", "Castle Row")
	w.exec(`UPDATE volunteers SET silences = 4, resting = true WHERE person_id = $1`, hal)
	me := domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: hal, Purpose: domain.ForVolunteer}
	m, err := w.app.MyAsking(t.Context(), me)
	w.must(err)
	if !m.RestsNow || m.FirstName != "Hal" || m.Availability != domain.AnyTime || m.Stopped {
		t.Errorf("shown is %+v", m)
	}
	times, two, many := domain.Availability(7), 2, 99
	w.refusedField(w.app.ChangeMyAsking(t.Context(), me, ChangeMyAsking{CapacityWeek: &many}), "capacityWeek")
	w.refusedField(w.app.ChangeMyAsking(t.Context(), me, ChangeMyAsking{RestUntil: day(0)}), "restUntil")
	w.must(w.app.ChangeMyAsking(t.Context(), me, ChangeMyAsking{Availability: &times, CapacityWeek: &two, StillAllRight: true}))
	if v := w.givenBy(hal); v.Silences != 0 || v.Resting || v.Availability != 7 || v.Capacity != 2 {
		t.Errorf("Hal gives %+v", v)
	}
	live := w.invite(w.ask("Una", "Castle Row", "garden"), hal)
	w.must(w.app.ChangeMyAsking(t.Context(), me, ChangeMyAsking{RestUntil: day(9)}))
	w.must(w.app.ChangeMyAsking(t.Context(), me, ChangeMyAsking{RestUntil: day(5)}))
	if m, err = w.app.MyAsking(t.Context(), me); err != nil || !m.RestsNow || m.RestUntil == nil || !m.RestUntil.Equal(*day(5)) {
		t.Errorf("shown is %+v, %v, want a rest until the day that was chosen last", m, err)
	}
	if s, _ := w.invitation(live.ID); s != domain.InvitationWithdrawn {
		t.Errorf("somebody who rests is still asked: %s", s)
	}
	w.must(w.app.ChangeMyAsking(t.Context(), me, ChangeMyAsking{StillAllRight: true}))
	if m, err = w.app.MyAsking(t.Context(), me); err != nil || m.RestsNow {
		t.Errorf("shown is %+v, %v, want no rest", m, err)
	}
}

func TestApp_ChangeMyAsking_stop(t *testing.T) {
	w := newWorld(t)
	hal := w.volunteer("Hal", "Castle Row")
	w.addRole(hal, domain.Coordinator, domain.Spot{StreetID: w.street["Main Street"]})
	promised, owned := w.ask("Ted", "Castle Row", "dog"), w.ask("Joan", "Main Street", "dog")
	w.promise(promised, hal)
	me := domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: hal, Purpose: domain.ForVolunteer}
	for range 2 {
		w.must(w.app.ChangeMyAsking(t.Context(), me, ChangeMyAsking{Stop: true}))
	}
	if w.request(promised.ID).State != domain.Open {
		t.Error("the visit is still promised")
	}
	w.owner(owned.ID, "Hal")
	w.told("Hal", 0) // of the asks that others own
	if n := w.messages(hal, sayVisitOff); n != 1 {
		t.Errorf("Hal hears %d times that the visit is off, want once", n)
	}
	w.refused(w.app.ChangeMyAsking(t.Context(), me, ChangeMyAsking{StillAllRight: true}), domain.Conflict)
	if m, err := w.app.MyAsking(t.Context(), me); err != nil || !m.Stopped {
		t.Errorf("shown is %+v, %v", m, err)
	}
}

func TestApp_ChangeMyAsking_whoMay(t *testing.T) {
	w := newWorld(t)
	hal := w.volunteer("Hal", "Castle Row")
	status := domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: hal, Purpose: domain.ForStatus}
	w.refused(w.app.ChangeMyAsking(t.Context(), status, ChangeMyAsking{Stop: true}), domain.NotFound)
	w.refused(w.app.ChangeMyAsking(t.Context(), domain.Public(), ChangeMyAsking{Stop: true}), domain.SignedOut)
	_, err := w.app.MyAsking(t.Context(), w.as("Maggie"))
	w.refused(err, domain.NotFound) // helps nobody
	_, err = w.app.MyAsking(t.Context(), w.as("Hal"))
	w.must(err)
}
