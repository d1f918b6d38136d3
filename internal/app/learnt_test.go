package app

import (
	"fmt"
	"testing"
	"time"

	"waymark/domain"
)

// lesson is a request to get somebody online to which Tom has gone, and his link and theirs.
func (w *world) lesson() (r domain.Request, helper, person domain.Actor) {
	w.Helper()
	w.volunteer("Tom", "Castle Row")
	r, i := w.asking("dog", "Tom")
	w.exec(`UPDATE requests SET need_id = $2 WHERE id = $1`, r.ID, w.need["online"])
	w.answers(i, "yes")
	return w.request(r.ID), w.holding(i, domain.ForVisit), w.mine(r, r.PersonID)
}

func emails(how domain.HowWell) SayLearnt {
	return SayLearnt{Learnt: []GoalLearnt{{Goal: "email", How: how}}}
}

// Before the visit nothing was learnt; after it the helper says what was, and then the person: the last word counts.
func TestApp_SayLearnt(t *testing.T) {
	w := newWorld(t)
	r, helper, person := w.lesson()
	w.refused(w.app.ReportLearnt(t.Context(), helper, emails(domain.CanWithHelp)), domain.Conflict)
	if v, err := w.app.Visit(t.Context(), helper); err != nil || len(v.Learning) != 0 {
		t.Errorf("before the visit: %+v %v", v.Learning, err)
	}
	w.to(w.now().Add(72 * time.Hour))
	v, err := w.app.Visit(t.Context(), helper)
	w.must(err)
	if len(v.Learning) != 6 || v.Learning[1].Name != "Send an e-mail" || v.Learning[1].How != "" {
		t.Fatalf("after it: %+v", v.Learning)
	}
	for _, bad := range []SayLearnt{{}, emails("a little"), {Learnt: []GoalLearnt{{Goal: "banking", How: domain.CanAlone}}}} {
		w.refused(w.app.ReportLearnt(t.Context(), helper, bad), domain.Invalid)
	}
	w.must(w.app.ReportLearnt(t.Context(), helper, emails(domain.CanWithHelp)))
	w.refused(w.app.SayLearnt(t.Context(), person, emails(domain.CanAlone)), domain.Conflict)
	w.must(w.app.EndRequest(t.Context(), w.as("Bo"), EndRequest{RequestID: r.ID, Ending: domain.Helped}))
	status, err := w.app.Status(t.Context(), person)
	w.must(err)
	if len(status.Learning) != 5 || status.Learning[0].Code != "email" || status.Learning[0].How != domain.CanWithHelp { // that they are online, their page need not ask
		t.Fatalf("on their page: %+v", status.Learning)
	}
	w.must(w.app.SayLearnt(t.Context(), person, emails(domain.CanAlone)))
	if n := w.number(`SELECT count(*) FROM learnt WHERE how = 'alone' AND said_by = 'person' AND person_id = $1`, r.PersonID); n != 1 {
		t.Errorf("%d last words", n)
	}
	// The helper may still say it, and is shown no more what the person can do.
	if v, err = w.app.Visit(t.Context(), helper); err != nil || len(v.Learning) != 6 || v.Learning[1].How != "" {
		t.Errorf("when it is over: %+v %v", v.Learning, err)
	}
}

// Of another kind of help nothing is learnt, and whoever asked for somebody else says nothing of them.
func TestApp_SayLearnt_ForNobodyElse(t *testing.T) {
	w := newWorld(t)
	r, helper, person := w.lesson()
	w.to(w.now().Add(72 * time.Hour))
	other := person
	other.PersonID = w.who["Maggie"]
	w.must(w.app.EndRequest(t.Context(), w.as("Bo"), EndRequest{RequestID: r.ID, Ending: domain.Helped}))
	w.refused(w.app.SayLearnt(t.Context(), other, emails(domain.CanAlone)), domain.NotFound)
	w.exec(`UPDATE requests SET need_id = $2 WHERE id = $1`, r.ID, w.need["dog"])
	w.refused(w.app.ReportLearnt(t.Context(), helper, emails(domain.CanAlone)), domain.Invalid)
	if v, err := w.app.Visit(t.Context(), helper); err != nil || len(v.Learning) != 0 {
		t.Errorf("of a dog: %+v %v", v.Learning, err)
	}
}

// The builder sees counts of their own towns, none of them under five; nobody else sees any.
func TestApp_LearntCounts(t *testing.T) {
	w := newWorld(t)
	count := func() domain.LearntCount {
		t.Helper()
		all, err := w.app.LearntCounts(t.Context(), w.as("Bo"))
		w.must(err)
		return all[1]
	}
	if c := count(); c.Name != "Send an e-mail" || c.Alone == nil || *c.Alone != 0 {
		t.Errorf("nobody: %+v", c)
	}
	for n := range 9 {
		how := domain.CanAlone
		if n >= 5 {
			how = domain.CannotYet
		}
		p := w.volunteer(fmt.Sprintf("Learner%d", n), "Castle Row")
		w.exec(`INSERT INTO learnt (district_id, person_id, goal, how, said_by, said_on, keep_until) VALUES ($1, $2, 'email', $3, 'person', '2026-06-10', '2027-06-10')`, w.district, p, how)
	}
	w.exec(`INSERT INTO learnt (district_id, person_id, goal, how, said_by, said_on, keep_until) VALUES ($1, $2, 'email', 'alone', 'person', '2026-06-10', '2027-06-10')`, w.district,
		w.volunteer("Olga", "Mill Lane"))
	if c := count(); c.Alone == nil || *c.Alone != 5 || c.NotYet != nil || c.WithHelp == nil || *c.WithHelp != 0 {
		t.Errorf("%+v", c)
	}
	_, err := w.app.LearntCounts(t.Context(), w.as("Maggie"))
	w.refused(err, domain.Forbidden)
}

// What was learnt goes in time, and with the person before that.
func TestApp_LearntIsForgotten(t *testing.T) {
	w := newWorld(t)
	tom, ann := w.volunteer("Tom", "Castle Row"), w.volunteer("Ann", "Castle Row")
	for _, p := range []domain.PersonID{tom, ann} {
		w.exec(`INSERT INTO learnt (district_id, person_id, goal, how, said_by, said_on, keep_until) VALUES ($1, $2, 'email', 'alone', 'person', '2026-06-10', '2026-08-10')`, w.district, p)
	}
	_, err := w.app.Leave(t.Context(), w.as("Bo"), Leave{PersonID: tom, Why: "moved_away"})
	w.must(err)
	for _, step := range []struct {
		days, left int
	}{{1, 1}, {90, 0}} {
		w.to(wednesday.AddDate(0, 0, step.days))
		_, err = w.app.ForgetOld(t.Context(), domain.Clock())
		w.must(err)
		if n := w.number(`SELECT count(*) FROM learnt`); n != step.left {
			t.Errorf("after %d days %d are left", step.days, n)
		}
	}
}

// What somebody has from us stands on the page of their ask, for them alone.
func TestApp_StatusSaysWhatIsLent(t *testing.T) {
	w := newWorld(t)
	r, _, person := w.lesson()
	id := w.device("Blue tablet")
	_, err := w.app.LendDevice(t.Context(), w.as("Bo"), LendDevice{DeviceID: id, PersonID: r.PersonID, DueOn: wednesday.AddDate(0, 0, 14)})
	w.must(err)
	v, err := w.app.Status(t.Context(), person)
	w.must(err)
	if len(v.Lent) != 1 || v.Lent[0].Name != "Blue tablet" || !v.Lent[0].DueOn.Equal(on(time.June, 24)) {
		t.Errorf("%+v", v.Lent)
	}
	_, err = w.app.TakeDeviceBack(t.Context(), w.as("Bo"), TakeDeviceBack{DeviceID: id, Condition: domain.Good})
	w.must(err)
	if v, err = w.app.Status(t.Context(), person); err != nil || len(v.Lent) != 0 {
		t.Errorf("back: %+v %v", v.Lent, err)
	}
}
