package app

import (
	"testing"
	"time"

	"waymark/domain"
)

// What is real must not come into a database whose rows are made up: it would be thrown away with them.
func TestApp_NothingRealComesIntoADemo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.db.Store().MarkDemo(t.Context(), 1))
	count := `SELECT (SELECT count(*) FROM districts) + (SELECT count(*) FROM streets) + (SELECT count(*) FROM persons) + (SELECT count(*) FROM roles)`
	before := w.number(count)
	for name, try := range map[string]func() error{
		"streets": func() error {
			_, err := w.app.ImportStreets(t.Context(), domain.Clock(), ImportStreets{District: "Rutland", Streets: []StreetRow{{Name: "High Street", Town: "Oakham"}}})
			return err
		},
		"volunteers": func() error {
			_, err := w.app.ImportVolunteers(t.Context(), domain.Clock(), ImportVolunteers{Volunteers: []VolunteerRow{{FirstName: "Eve", Street: "Castle Row"}}})
			return err
		},
		"the first person": func() error {
			_, err := w.app.FirstPerson(t.Context(), domain.Clock(), FirstPerson{Name: "Eve First", Email: "eve@example.org"})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) { w.refused(try(), domain.Forbidden) })
	}
	if n := w.number(count); n != before {
		t.Errorf("%d rows came in all the same", n-before)
	}
}

// A demo into which something real has come by another way is not thrown away.
func TestApp_PrepareDemo_KeepsWhatIsReal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.db.Store().MarkDemo(t.Context(), 1))
	w.exec(`INSERT INTO districts (name) VALUES ('Rutland')`)
	_, err := w.app.PrepareDemo(t.Context(), domain.Clock(), true)
	w.refused(err, domain.Forbidden)
	if n := w.number(`SELECT count(*) FROM districts WHERE name = 'Rutland'`); n != 1 {
		t.Error("the real district is gone")
	}
}

func TestApp_SkipToTomorrow_OnceAPress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.db.Store().MarkDemo(t.Context(), 1))
	today := w.now().Day()
	for range 2 {
		w.must(w.app.SkipToTomorrow(t.Context(), domain.Public()))
		if day := w.now().Day(); day != today+1 {
			t.Fatalf("it is the %dth, want the %dth", day, today+1)
		}
	}
	w.exec(`UPDATE clock SET moved_at = moved_at - interval '11 s'`)
	w.must(w.app.SkipToTomorrow(t.Context(), domain.Public()))
	if day := w.now().Day(); day != today+2 {
		t.Errorf("another press ends at the %dth, want the %dth", day, today+2)
	}
}

// After a skip everything of that day is late at once; the doctor waits a minute of real time before it says so.
func TestApp_Doctor_WaitsAfterASkip(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.db.Store().MarkDemo(t.Context(), 1))
	w.invite(w.ask("Joan", "Castle Row", "dog"), w.volunteer("Vera", "Castle Row"))
	w.exec(`UPDATE requests SET next_action_at = $1`, w.now().Add(time.Minute))
	w.exec(`INSERT INTO outbox (district_id, key, kind, channel, person_id, request_id, invitation_id, created_at, due_at)
		SELECT district_id, 'invitation:' || id, 'invitation', 'email', person_id, request_id, id, queued_at, queued_at FROM invitations`)
	w.exec(`UPDATE outbox SET state = 'queued', due_at = $1`, w.now().Add(time.Minute))
	w.must(w.app.SkipToTomorrow(t.Context(), domain.Public()))
	if ill := w.ill(); len(ill) != 0 {
		t.Errorf("it cries wolf: %v", ill)
	}
	w.exec(`UPDATE clock SET moved_at = moved_at - interval '61 s'`)
	ill := w.ill()
	for _, name := range []string{"overdue", "messages"} {
		if _, there := ill[name]; !there {
			t.Errorf("after a minute %s is still well", name)
		}
	}
}
