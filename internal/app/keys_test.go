package app

import (
	"reflect"
	"testing"
	"time"

	"waymark/domain"
)

// TestOnce: what makes a row makes one under a key, however often it is sent; with something else in it it is refused.
func TestOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bo, helper := w.as("Bo"), w.volunteer("Hana", "Castle Row")
	tomorrow := w.now().Add(24 * time.Hour)
	for name, c := range map[string]struct {
		count string
		do    func(key, other string) error
	}{
		"AddPerson": {`SELECT count(*) FROM persons`, func(key, other string) error {
			_, err := w.app.AddPerson(t.Context(), bo, AddPerson{FirstName: "Tam" + other, StreetID: w.street["Castle Row"], IdempotencyKey: key})
			return err
		}},
		"GrantRole": {`SELECT count(*) FROM roles`, func(key, other string) error {
			cmd := GrantRole{PersonID: helper, Kind: domain.DeskHelper, TownID: w.town["Saltcombe"], IdempotencyKey: key}
			if other != "" {
				cmd.Kind = domain.CallTaker
			}
			_, err := w.app.GrantRole(t.Context(), bo, cmd)
			return err
		}},
		"AddShift": {`SELECT count(*) FROM desk_shifts`, func(key, other string) error {
			ends := tomorrow.Add(time.Hour * time.Duration(1+len(other)))
			_, err := w.app.AddShift(t.Context(), bo, AddShift{TownID: w.town["Saltcombe"], PersonID: w.who["Dee"], StartsAt: tomorrow, EndsAt: ends, IdempotencyKey: key})
			return err
		}},
		"AddAbsence": {`SELECT count(*) FROM absences`, func(key, other string) error {
			_, err := w.app.AddAbsence(t.Context(), bo, AddAbsence{PersonID: helper, Kind: "holiday" + other, IdempotencyKey: key})
			return err
		}},
		"AddCheck": {`SELECT count(*) FROM checks`, func(key, other string) error {
			cmd := AddCheck{PersonID: helper, Level: domain.CheckEnhanced, IdempotencyKey: key}
			if other != "" {
				cmd.Level = domain.CheckEnhancedBarred
			}
			return w.app.AddCheck(t.Context(), bo, cmd)
		}},
		"SayWorry": {`SELECT count(*) FROM worries`, func(key, other string) error {
			return w.app.SayWorry(t.Context(), domain.Public(), SayWorry{TownID: w.town["Saltcombe"], Words: "A neighbour" + other, IdempotencyKey: key})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			before := w.number(c.count)
			w.must(c.do("a key", ""))
			w.must(c.do("a key", ""))
			if n := w.number(c.count) - before; n != 1 {
				t.Errorf("done %d times", n)
			}
			w.refused(c.do("a key", "s"), domain.Conflict)
			if n := w.number(c.count) - before; n != 1 {
				t.Errorf("%d rows after another input", n)
			}
		})
	}
}

// TestImportRows: good rows come in, bad ones come back with their number, field and what to do; the same rows again change nothing.
func TestImportRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many := 21
	cmd := ImportVolunteerRows{IdempotencyKey: "a list", Rows: []VolunteerText{
		{FirstName: "Ines", Email: "ines@example.org", Street: "Castle Row", Skills: []string{"dogs"}, Availability: "weekday mornings"},
		{FirstName: "", Phone: "not a number", Street: "Castle Row"},
		{FirstName: "Ola", Street: "Castle Row"},
		{FirstName: "Una", Email: "una@example.org", Street: "Nowhere Row"},
		{FirstName: "Ida", Email: "ida@example.org", Street: "Castle Row", Skills: []string{"flying"}, CapacityWeek: &many, Availability: "whenever"},
	}}
	looked := cmd
	looked.Check = true
	seen, err := w.app.ImportVolunteerRows(t.Context(), w.as("Bo"), looked)
	w.must(err)
	if n := w.number(`SELECT count(*) FROM persons WHERE first_name = 'Ines'`); n != 0 {
		t.Error("what was only looked at is in")
	}
	out, err := w.app.ImportVolunteerRows(t.Context(), w.as("Bo"), cmd)
	w.must(err)
	if !reflect.DeepEqual(seen, out) {
		t.Errorf("looked at it was %+v, and became %+v", seen, out)
	}
	want := []RowProblem{{Line: 2, Column: "firstName"}, {Line: 2, Column: "phone"}, {Line: 3, Column: "email"}, {Line: 4, Column: "street"},
		{Line: 5, Column: "availability"}, {Line: 5, Column: "skills"}, {Line: 5, Column: "capacityWeek"}}
	if out.New != 1 || len(out.Problems) != len(want) {
		t.Fatalf("%+v", out)
	}
	for i, p := range out.Problems {
		if p.Line != want[i].Line || p.Column != want[i].Column || p.Reason == "" || p.Kept {
			t.Errorf("problem %d is %+v, want %+v", i, p, want[i])
		}
	}
	if out, err = w.app.ImportVolunteerRows(t.Context(), w.as("Bo"), cmd); err != nil || out.New != 0 || out.Already != 1 {
		t.Errorf("again: %+v %v", out, err)
	}
	cmd.Rows = cmd.Rows[:1]
	_, err = w.app.ImportVolunteerRows(t.Context(), w.as("Bo"), cmd)
	w.refused(err, domain.Conflict)
	_, err = w.app.ImportVolunteerRows(t.Context(), w.as("Cal"), cmd)
	w.refused(err, domain.Forbidden)
	_, err = w.app.ImportVolunteerRows(t.Context(), w.as("Bo"), ImportVolunteerRows{Rows: make([]VolunteerText, mostImportRows+1)})
	w.refusedField(err, "rows")
}

// TestImportStreetRows: streets are added or changed, none goes; what cannot be a street comes back.
func TestImportStreetRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.number(`SELECT count(*) FROM streets`)
	lat, lon, far := 51.2, -4.1, 200.0
	cmd := ImportStreetRows{District: "North Wendle", Rows: []StreetText{
		{Name: "New Road", Town: "Saltcombe", Lat: &lat, Lon: &lon}, {Town: "Saltcombe"}, {Name: "Far Road", Town: "Saltcombe", Lat: &far, Lon: &lon},
		{Name: "Half Road", Town: "Saltcombe", Lat: &lat},
	}}
	looked := cmd
	looked.Check = true
	out, err := w.app.ImportStreetRows(t.Context(), w.as("Priya"), looked)
	if w.must(err); out.New != 1 || len(out.Problems) != 3 || w.number(`SELECT count(*) FROM streets`) != before {
		t.Errorf("looked at it is %+v", out)
	}
	out, err = w.app.ImportStreetRows(t.Context(), w.as("Priya"), cmd)
	w.must(err)
	if out.New != 1 || out.Gone != 0 || out.Streets != before+1 || len(out.Problems) != 3 || out.Problems[0].Line != 2 || out.Problems[0].Column != "name" {
		t.Errorf("%+v", out)
	}
	if out, err = w.app.ImportStreetRows(t.Context(), w.as("Priya"), cmd); err != nil || out.New+out.Changed != 0 {
		t.Errorf("again: %+v %v", out, err)
	}
	if out, err = w.app.ImportStreetRows(t.Context(), w.as("Priya"), ImportStreetRows{District: "North Wendle", Rows: cmd.Rows[1:2]}); err != nil || len(out.Problems) != 1 {
		t.Errorf("nothing good: %+v %v", out, err)
	}
	_, err = w.app.ImportStreetRows(t.Context(), w.as("Bo"), cmd)
	w.refused(err, domain.Forbidden)
}

// TestClear: a patch empties what is named, and says of what cannot be emptied.
func TestClear(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hana := w.volunteer("Hana", "Castle Row")
	bo, phone := w.as("Bo"), "01632 960001"
	w.must(w.app.ChangeTown(t.Context(), bo, ChangeTown{TownID: w.town["Saltcombe"], Phone: &phone}))
	town, err := w.app.Town(t.Context(), bo, w.town["Saltcombe"])
	w.must(err)
	if town.Phone != phone || town.Settings.Name != "North Wendle" || town.SafeguardingLeadName != "Sam Tester" || town.OpenedAt == nil {
		t.Errorf("%+v", town)
	}
	w.must(w.app.ChangeTown(t.Context(), bo, ChangeTown{TownID: w.town["Saltcombe"], Clear: []string{"phone"}}))
	if town, err = w.app.Town(t.Context(), bo, w.town["Saltcombe"]); err != nil || town.Phone != "01632 960000" {
		t.Errorf("the number is %s, want the district's: %v", town.Phone, err)
	}
	w.refusedField(w.app.ChangeTown(t.Context(), bo, ChangeTown{TownID: w.town["Saltcombe"], Clear: []string{"name"}}), "clear")
	w.must(w.app.ChangeVolunteer(t.Context(), bo, ChangeVolunteer{PersonID: hana, Clear: []string{"skills", "availability", "gender"}}))
	if n := w.number(`SELECT count(*) FROM volunteers WHERE person_id = $1 AND skills = '{}' AND availability = 0 AND gender = ''`, hana); n != 1 {
		t.Error("what Hana gives is not emptied")
	}
	w.must(w.app.ChangeSettings(t.Context(), w.as("Ada"), ChangeSettings{DistrictID: w.district, Clear: []string{"phone"}}))
	if s, err := w.app.Settings(t.Context(), w.as("Ada"), w.district); err != nil || s.Phone != "" {
		t.Errorf("%+v %v", s, err)
	}
	_, err = w.app.Settings(t.Context(), w.as("Maggie"), w.district)
	w.refused(err, domain.Forbidden)
	need, err := w.app.ChangeNeed(t.Context(), bo, ChangeNeed{NeedID: w.need["garden"], TownID: w.town["Saltcombe"], Clear: []string{"hint", "skills"}})
	if err != nil || need.Hint != "" || len(need.Skills) != 0 {
		t.Errorf("%+v %v", need, err)
	}
	_, err = w.app.Town(t.Context(), w.as("Maggie"), w.town["Saltcombe"])
	w.refused(err, domain.NotFound)
}

// TestLines: one row of a list is shown to those who may see the list, and what is not there is not found.
func TestLines(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.ask("Joan", "Castle Row", "dog")
	l, err := w.app.RequestLine(t.Context(), w.as("Maggie"), r.ID)
	if err != nil || l.FirstName != "Joan" || l.ID != r.ID {
		t.Errorf("%+v %v", l, err)
	}
	_, err = w.app.RequestLine(t.Context(), w.as("Cal"), r.ID)
	w.refused(err, domain.NotFound)
	p, err := w.app.PersonLine(t.Context(), w.as("Cal"), r.PersonID)
	if err != nil || p.StreetName != "Castle Row" {
		t.Errorf("%+v %v", p, err)
	}
	_, err = w.app.PersonLine(t.Context(), domain.Public(), r.PersonID)
	w.refused(err, domain.SignedOut)
	_, err = w.app.TaskLine(t.Context(), w.as("Cal"), 999)
	w.refused(err, domain.NotFound)
	street, err := w.app.FindStreet(t.Context(), domain.Public(), w.street["Castle Row"])
	if err != nil || street.Label() != "Castle Row, Old Town, Saltcombe" {
		t.Errorf("%+v %v", street, err)
	}
	off := false
	_, err = w.app.ChangeNeed(t.Context(), w.as("Priya"), ChangeNeed{NeedID: w.need["garden"], Active: &off})
	w.must(err)
	_, err = w.app.Need(t.Context(), domain.Public(), w.need["garden"])
	w.refused(err, domain.NotFound)
	if n, err := w.app.Need(t.Context(), w.as("Priya"), w.need["garden"]); err != nil || n.Code != "garden" {
		t.Errorf("%+v %v", n, err)
	}
	skills, err := w.app.Skills(t.Context(), domain.Public())
	if err != nil || len(skills) != 13 || skills[5] != (Skill{Code: "dogs", Name: "Dogs and pets"}) {
		t.Errorf("%+v %v", skills, err)
	}
}

// TestDueFirst: the list by what is due has what has not ended, the first due first, and goes on by its own cursors only.
func TestDueFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"Joan", "Jim", "June"} {
		w.ask(name, "Castle Row", "dog")
	}
	w.must(w.app.EndRequest(t.Context(), domain.Clock(), EndRequest{RequestID: w.ask("Jo", "Castle Row", "dog").ID, Ending: domain.Helped}))
	f := RequestFilter{DueFirst: true}
	all, info, err := w.app.Requests(t.Context(), w.as("Bo"), f, Page{})
	w.must(err)
	if len(all) != 3 || info.Total != 3 || all[1].NextActionAt.Before(all[0].NextActionAt) {
		t.Fatalf("%+v %+v", all, info)
	}
	rest, _, err := w.app.Requests(t.Context(), w.as("Bo"), f, Page{First: 2, After: f.Cursor(all[0])})
	if err != nil || len(rest) != 2 || rest[0].ID != all[1].ID || rest[1].ID != all[2].ID {
		t.Errorf("%+v %v", rest, err)
	}
	_, _, err = w.app.Requests(t.Context(), w.as("Bo"), f, Page{After: RequestCursor(all[0])})
	w.refused(err, domain.Invalid)
	_, _, err = w.app.Requests(t.Context(), w.as("Bo"), RequestFilter{}, Page{After: f.Cursor(all[0])})
	w.refused(err, domain.Invalid)
}
