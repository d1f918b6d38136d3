package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// whatIf asks what if until it is worked out.
func (w *world) whatIf(by string, cmd WhatIf) WhatIfTrial {
	w.Helper()
	for range 100 {
		got, err := w.app.WhatIf(w.Context(), w.as(by), cmd)
		w.must(err)
		if got.Done {
			return got
		}
	}
	w.Fatal("it is never done")
	return WhatIfTrial{}
}

func TestWhatIf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	zoe := w.volunteer("Zoe", "Hill Road") // of the same town; they go anywhere
	w.invite(w.fails("Kit", "Castle Row", "dog"), zoe)
	w.exec(`UPDATE invitations SET state = 'declined', answered_at = queued_at WHERE person_id = $1`, zoe)
	w.promise(w.ask("Joan", "Castle Row", "dog"), zoe)
	w.promise(w.ask("Pat", "Mill Lane", "dog"), zoe) // of Brackle
	w.ask("Una", "Castle Row", "dog")                // for whom it is still looked
	w.volunteer("Rob", "Castle Row")                 // who said yes to nobody
	w.exec(`UPDATE requests SET duplicate_of = NULL`)
	somebody := WhatIf{StreetID: w.street["Castle Row"], Skills: []string{"dogs"}, Availability: domain.AnyTime, Reach: domain.AtSection, CapacityWeek: 2}

	got := w.whatIf("Priya", somebody)
	if got.Asks != 3 || got.Helpers != 1 || got.Before != (WhatIfLevels{Town: 1, District: 1, Nobody: 1}) || got.After != (WhatIfLevels{Street: 2, District: 1}) {
		t.Errorf("in the district it is %+v", got)
	}
	const day = 690 // open minutes, as long as each level takes
	if got.Nearer != 1 || got.Found != 1 || got.Sooner != 2*day || len(got.Sections) != 1 || got.Sections[0] != (WhatIfSection{"Old Town", "Saltcombe", 2, 1, 1}) {
		t.Errorf("what changes is %+v", got)
	}
	if got = w.whatIf("Bo", somebody); got.Asks != 2 || got.Wide || got.Before != (WhatIfLevels{Town: 1, Nobody: 1}) {
		t.Errorf("who builds one town sees %+v", got)
	}
	never := somebody
	never.Skills = []string{"gardening"}
	if got = w.whatIf("Priya", never); got.Before != got.After || got.Nearer+got.Found+got.Sooner != 0 {
		t.Errorf("somebody who cannot walk a dog changes %+v", got)
	}
	w.ask("Lee", "Hill Road", "dog")
	late := w.ask("Ann", "Saint Mary's Close", "dog")
	for range 2 {
		pgtest.Advance(t, w.db, time.Hour)
		w.must(w.app.AskWider(t.Context(), w.as("Dee"), late.ID))
	}
	w.exec(`UPDATE requests SET failed_at = raised_at WHERE id = $1`, late.ID)
	w.exec(`UPDATE requests SET duplicate_of = NULL`)
	if v := w.whatIf("Bo", WhatIf{StreetID: w.street["Hill Road"], Coordinator: true}).Vacant; v != (WhatIfVacant{Streets: 2, Asks: 2, Ownerless: 2, Wider: 1, NotFound: 1}) {
		t.Errorf("a coordinator in Hillside: %+v", v)
	}

	_, err := w.app.WhatIf(t.Context(), w.as("Dee"), somebody)
	w.refused(err, domain.Forbidden)
	for field, cmd := range map[string]WhatIf{
		"skills":       {StreetID: somebody.StreetID, Skills: []string{"juggling"}, Availability: 1, Reach: 1, CapacityWeek: 1},
		"availability": {StreetID: somebody.StreetID, Reach: 1, CapacityWeek: 1},
		"capacityWeek": {StreetID: somebody.StreetID, Availability: 1, Reach: 1},
		"reach":        {StreetID: somebody.StreetID, Availability: 1, Reach: 7, CapacityWeek: 1},
		"quarter":      {StreetID: somebody.StreetID, Availability: 1, Reach: 1, CapacityWeek: 1, Quarter: "2031Q1"},
	} {
		_, err := w.app.WhatIf(t.Context(), w.as("Priya"), cmd)
		w.refusedField(err, field)
	}
}

func TestRecruitHere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	thursday, monday := domain.At(time.Thursday, domain.Afternoon), domain.At(time.Monday, domain.Morning)
	missed := func(first, street, need string, when domain.Availability) {
		w.exec(`UPDATE requests SET slots = $1, useful_until = raised_at + interval '7 days' WHERE id = $2`, when, w.fails(first, street, need).ID)
	}
	missed("Joan", "Castle Row", "lift_club", thursday)
	missed("Pat", "Quay Lane", "lift_club", thursday)
	missed("Kit", "Castle Row", "lift_club", thursday) // one more than one person would do in the week
	missed("Lee", "Castle Row", "dog", monday)
	missed("Ann", "Hill Road", "dog", monday)
	missed("Tom", "Mill Lane", "dog", monday) // of Brackle
	w.ask("Una", "Castle Row", "dog")         // for whom it is still looked
	w.exec(`UPDATE requests SET duplicate_of = NULL`)

	rows, err := w.app.RecruitHere(t.Context(), w.as("Bo"), 0)
	w.must(err)
	if len(rows) != 2 || rows[0].Section != "Old Town" || rows[0].Asks != 4 || rows[1].Section != "Hillside" || len(rows[0].Wanted) != 2 {
		t.Fatalf("Bo looks for %+v", rows)
	}
	if lift, dog := rows[0].Wanted[0], rows[0].Wanted[1]; lift.Asks != 2 || lift.When != thursday || lift.Skills[0] != "driving" || dog.Asks != 1 || dog.When != monday {
		t.Errorf("in Old Town these are wanted: %+v", rows[0].Wanted)
	}
	missed("Lil", "Mill Lane", "home_from_hospital", thursday) // whoever does that could visit as well, and is harder to find
	missed("Meg", "Hill Road", "visit", monday)
	if rows, err = w.app.RecruitHere(t.Context(), w.as("Priya"), 0); err != nil || len(rows[1].Wanted) != 2 || len(rows[1].Wanted[1].Skills) != 1 {
		t.Errorf("in %s these are wanted: %+v, %v", rows[1].Section, rows[1].Wanted, err)
	}
	w.exec(`UPDATE requests r SET slots = $1 FROM streets s WHERE s.id = r.street_id AND s.name = 'Hill Road'`, domain.AnyTime)
	if rows, err = w.app.RecruitHere(t.Context(), w.as("Priya"), 0); err != nil || rows[1].Wanted[0].When != domain.AnyTime {
		t.Errorf("what would do at any time is wanted on %v, %v", rows[1].Wanted, err)
	}
	if rows, err = w.app.RecruitHere(t.Context(), w.as("Priya"), 0); err != nil || len(rows) != 3 {
		t.Errorf("Priya looks in %d sections: %v", len(rows), err)
	}
	_, err = w.app.RecruitHere(t.Context(), w.as("Bo"), w.town["Brackle"])
	w.refused(err, domain.NotFound)
	_, err = w.app.RecruitHere(t.Context(), w.as("Dee"), 0)
	w.refused(err, domain.Forbidden)
}
