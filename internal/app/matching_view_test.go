package app

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// matching is what somebody reads of an ask.
func (w *world) matching(first string, id domain.RequestID) Matching {
	w.Helper()
	m, err := w.app.Matching(w.Context(), w.as(first), id)
	w.must(err)
	return m
}

func TestMatching_WhyThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	w.volunteer("Una", "Quay Lane")
	r := w.ask("Joan", "Castle Row", "dog")
	pgtest.Advance(t, w.db, time.Hour)
	w.beat()
	m := w.matching("Priya", r.ID)
	if len(m.Chosen) != 1 || m.Chosen[0].FirstName != "Tom" || m.Chosen[0].By != domain.ByMatching || !m.Looking {
		t.Fatalf("it is %+v", m)
	}
	why := strings.Join(m.Chosen[0].Why, "; ")
	for _, part := range []string{"In the same street", "About 40 m along the streets", "Can do what is wanted", "For ", "count as 12 m, so that turns are fair"} {
		if !strings.Contains(why, part) {
			t.Errorf("why Tom: %s; want %q", why, part)
		}
	}
	if m.Near.All != 1 || m.Near.Asked != 1 || len(m.WhyNobody) != 1 || m.WhyNobody[0] != "Those in this street who can do this have been asked." {
		t.Errorf("why nobody else: %+v", m)
	}
	if !slices.Contains(m.WouldHelp, "In the whole neighbourhood, 1 could.") {
		t.Errorf("what would help: %v", m.WouldHelp)
	}
	w.must(w.app.AssignHelper(t.Context(), w.as("Maggie"), AssignHelper{RequestID: r.ID, PersonID: w.who["Una"]}))
	m = w.matching("Maggie", r.ID)
	if m.Looking || len(m.WhyNobody) != 0 || m.Near.All != 0 || m.Chosen[1].FirstName != "Una" || m.Chosen[1].Why[0] != "A person chose them" {
		t.Errorf("with a helper it is %+v", m)
	}
}

// Each thing that can keep people, and the words for it.
func TestMatching_WhyNobody(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, do, why, help string
		near                Nearby
	}{
		{"nobody there", `DELETE FROM volunteers WHERE false`, "Nobody helps in this street yet.", "", Nearby{}},
		{"nobody met", `UPDATE volunteers SET standing = 'not_met'`, "One person helps in this street, but nobody has met them yet.", "", Nearby{}},
		{"all rest", `UPDATE volunteers SET resting = true`, "Those who help in this street are away or take a rest just now.", "", Nearby{}},
		{"no skill", `UPDATE volunteers SET skills = '{shopping}'`, "One person helps in this street, but cannot do this.", "1 more could with this: dogs and pets.", Nearby{All: 1, CannotDo: 1}},
		{"no time", `UPDATE volunteers SET availability = 0`, "Those in this street who can do this are not free when it is wanted.", "Another time, or more room in somebody’s week, may help too.", Nearby{All: 1, NotFree: 1}},
		{"nobody goes so far", `UPDATE volunteers SET reach = 0`, "Nobody who helps in this town goes that far.", "", Nearby{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			street := "Castle Row"
			if c.name == "nobody goes so far" {
				street = "Quay Lane"
			}
			if c.name != "nobody there" {
				w.volunteer("Tom", street)
			}
			need := "dog"
			if c.name == "nobody goes so far" {
				need = "prescription" // it begins with the whole town
			}
			ask := w.ask("Joan", "Castle Row", need).ID
			w.exec(c.do)
			m := w.matching("Priya", ask)
			if !slices.Equal(m.WhyNobody, []string{c.why}) || m.Near != c.near {
				t.Errorf("why nobody: %v, %+v", m.WhyNobody, m.Near)
			}
			if got := strings.Join(m.WouldHelp, " "); got != c.help {
				t.Errorf("what would help: %q, want %q", got, c.help)
			}
		})
	}
}

// Two ask at once, and one helps: whoever has waited no longer, and is no more urgent, reads who comes first.
func TestMatching_OthersWhoWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	w.exec(`UPDATE volunteers SET capacity = 1`)
	urgent, later := w.ask("Joan", "Castle Row", "dog"), w.ask("Kim", "Castle Row", "garden") // this week, and when it suits
	w.exec(`UPDATE requests SET next_action_at = $1`, w.now())                                // both by the same beat
	m := w.matching("Priya", later.ID)
	if !slices.Equal(m.WhyNobody, []string{"Those who are left go to something more urgent."}) || m.Near.ForOthers != 1 {
		t.Errorf("it is %+v", m)
	}
	if m := w.matching("Priya", urgent.ID); len(m.WhyNobody) != 0 || m.Near.CouldBeNow != 1 {
		t.Errorf("the urgent one: %+v", m)
	}
}

// TestMatching_HidesBetterApart: whoever reads cannot tell somebody who is kept apart from the person from somebody who is not free, by
// words, counts, names or order; nor, on the shortlist, from somebody whose week is full.
func TestMatching_HidesBetterApart(t *testing.T) {
	t.Parallel()
	// what is said when something keeps Una from Joan
	read := func(what string) (m Matching, list []Candidate) {
		w := newWorld(t)
		for first, street := range map[string]string{"Tom": "Castle Row", "Vic": "Quay Lane"} {
			w.volunteer(first, street)
		}
		w.exec(`UPDATE volunteers SET skills = '{shopping}' WHERE person_id = $1`, w.who["Tom"])
		una := w.volunteer("Una", "Castle Row")
		r := w.ask("Joan", "Castle Row", "dog")
		switch what {
		case "apart":
			w.must(w.app.KeepApart(t.Context(), w.as("Priya"), KeepApart{A: una, B: r.PersonID}))
		case "not free":
			w.exec(`UPDATE volunteers SET availability = 0 WHERE person_id = $1`, una)
		case "full":
			w.exec(`INSERT INTO volunteer_weeks (district_id, person_id, week, capacity, booked, budget, day_budget)
				SELECT $1, $2, week_of($3::timestamptz::date) + n, 5, 5, 2, 1 FROM unnest('{0,7}'::int[]) n`, w.district, una, w.now())
		case "same house":
			w.exec(`UPDATE persons SET address = '7 Castle Row' WHERE id IN ($1, $2)`, una, r.PersonID)
		}
		list, err := w.app.Shortlist(t.Context(), w.as("Priya"), r.ID)
		w.must(err)
		m = w.matching("Priya", r.ID)
		for i := range m.Others { // ids are given out in no order that a reader knows
			m.Others[i].PersonID = 0
		}
		for i := range list {
			list[i].PersonID = 0
		}
		return m, list
	}
	apart, listApart := read("apart")
	if apart.Near.NotFree != 1 || len(apart.Others) != 2 || apart.Others[1].Words != "Not free for this" && apart.Others[0].Words != "Not free for this" {
		t.Fatalf("it reads %+v", apart)
	}
	for _, what := range []string{"not free", "full", "same house"} {
		if other, _ := read(what); !reflect.DeepEqual(other, apart) {
			t.Errorf("kept apart it reads\n%+v\nand when %s\n%+v", apart, what, other)
		}
	}
	if _, full := read("full"); !reflect.DeepEqual(full, listApart) {
		t.Errorf("kept apart the shortlist is\n%+v\nand with a full week\n%+v", listApart, full)
	}
	if free, _ := read("nothing"); free.Near.CouldBeNow != 1 || free.Near.NotFree != 0 {
		t.Errorf("with nothing between them it reads %+v", free)
	}
}

// Names come only to those who may see people where these live; everybody else has the counts.
func TestMatching_Names(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	w.volunteer("Una", "Quay Lane")
	r := w.ask("Joan", "Castle Row", "dog")
	w.must(w.app.AskWider(t.Context(), w.as("Priya"), r.ID))
	if all := w.matching("Priya", r.ID); all.Near.All != 2 || len(all.Others) != 2 {
		t.Errorf("the district coordinator reads %+v", all)
	}
	street := w.matching("Maggie", r.ID)
	if street.Near.All != 2 || len(street.Others) != 1 || street.Others[0].FirstName != "Tom" {
		t.Errorf("the coordinator of the street reads %+v", street)
	}
	w.refusedMatching("Cal", r.ID)
	w.refusedMatching("Sam", r.ID)
}

func (w *world) refusedMatching(first string, id domain.RequestID) {
	w.Helper()
	_, err := w.app.Matching(w.Context(), w.as(first), id)
	w.refused(err, domain.NotFound)
}

// How often somebody says yes is in no word of it.
func TestMatching_HidesHowOftenTheySayYes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.volunteer("Una", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	before := w.matching("Priya", r.ID)
	for range 3 {
		done := w.ask("Kim", "Castle Row", "garden")
		w.must(w.app.AssignHelper(t.Context(), w.as("Maggie"), AssignHelper{RequestID: done.ID, PersonID: tom}))
		w.must(w.app.EndRequest(t.Context(), w.as("Priya"), EndRequest{RequestID: done.ID, Ending: domain.Helped}))
	}
	if after := w.matching("Priya", r.ID); !reflect.DeepEqual(after, before) {
		t.Errorf("it read %+v, and now that Tom has said yes three times %+v", before, after)
	}
}
