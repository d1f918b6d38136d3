package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

// exported are the rows of a list that somebody takes away, by heading.
func (w *world) exported(by domain.Actor, cmd Export) (rows []map[string]string) {
	w.Helper()
	var out bytes.Buffer
	n := must(w.app.WriteExport(w.Context(), by, cmd, &out, func(int64, int64) {}))
	lines := must(csv.NewReader(&out).ReadAll())
	if len(lines) != n+1 || !slices.Equal(lines[0], domain.ExportHeadings(cmd.List)) {
		w.Fatalf("%d rows are said, and %d lines are there: %v", n, len(lines), lines[0])
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// byName is the row of a list in which a column has a value.
func (w *world) rowWith(rows []map[string]string, column, value string) map[string]string {
	w.Helper()
	for _, row := range rows {
		if row[column] == value {
			return row
		}
	}
	w.Fatalf("no row has %s in %s: %v", value, column, rows)
	return nil
}

func TestApp_WriteExport_Helpers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.exec(`UPDATE persons SET email = 'tom@example.org', phone = '+441632960001', address = '=SUM(A1)', last_name = '@Home' WHERE id = $1`, tom)
	plain := w.rowWith(w.exported(w.as("Priya"), Export{List: domain.ExportHelpers}), "first_name", "Tom")
	if plain["street"] != "Castle Row" || plain["town"] != "Saltcombe" || plain["last_name"] != "'@Home" || plain["email"]+plain["phone"]+plain["address"] != "" {
		t.Errorf("without how to reach him: %v", plain)
	}
	if n := w.number(`SELECT count(*) FROM reveals`); n != 0 {
		t.Errorf("%d looks are written down at what nobody saw", n)
	}
	full := w.rowWith(w.exported(w.as("Priya"), Export{List: domain.ExportHelpers, Contact: true}), "first_name", "Tom")
	if full["email"] != "tom@example.org" || full["phone"] != "'+441632960001" || full["address"] != "'=SUM(A1)" {
		t.Errorf("with how to reach him: %v", full)
	}
	if !strings.HasSuffix(full["began_at"], "Z") || len(full["began_at"]) != len("2026-06-10T08:00:00Z") {
		t.Errorf("he began at %s", full["began_at"])
	}
	if n := w.number(`SELECT count(*) FROM reveals WHERE person_id = $1 AND viewer_id = $2 AND what = 'contact'`, tom, w.who["Priya"]); n != 1 {
		t.Errorf("%d looks at Tom are written down", n)
	}
	if n := w.number(`SELECT count(*) FROM audits WHERE use_case = 'WriteExport' AND actor_id = $1 AND district_id = $2`, w.who["Priya"], w.district); n != 2 {
		t.Errorf("%d times it is written down that Priya took a list away", n)
	}
	if all := w.exported(domain.Clock(), Export{List: domain.ExportHelpers, District: "North Wendle", Contact: true}); w.rowWith(all, "first_name", "Tom")["email"] == "" {
		t.Error("the owner of the machine sees no address")
	}
}

// An administrator sees streets and figures, and of people nothing that they may not see elsewhere; a builder only their own town.
func TestApp_WriteExport_WhoSeesWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.exec(`UPDATE persons SET email = 'tom@example.org' WHERE id = $1`, tom)
	r := w.ask("Joan", "Castle Row", "dog")
	ada := domain.Actor{Kind: domain.PersonActor, DistrictID: w.district, PersonID: w.who["Priya"], Roles: []domain.Role{{Kind: domain.Administrator, DistrictID: w.district}}}
	for _, row := range w.exported(ada, Export{List: domain.ExportHelpers, Contact: true}) {
		if row["first_name"]+row["last_name"]+row["email"] != "" || row["town"] == "" {
			t.Errorf("an administrator reads %v", row)
		}
	}
	asked := w.rowWith(w.exported(ada, Export{List: domain.ExportAsks, Contact: true}), "reference", r.Reference)
	if asked["first_name"]+asked["street"]+asked["looked_after_by"] != "" || asked["town"] != "Saltcombe" || asked["state"] != "open" {
		t.Errorf("an administrator reads of an ask %v", asked)
	}
	asked = w.rowWith(w.exported(w.as("Priya"), Export{List: domain.ExportAsks, Contact: true}), "reference", r.Reference)
	if asked["first_name"] != "Joan" || asked["street"] != "Castle Row" {
		t.Errorf("the coordinator reads of an ask %v", asked)
	}
	if street := w.rowWith(w.exported(ada, Export{List: domain.ExportStreets}), "street", "Castle Row"); street["helpers"] == "0" || street["open_asks"] != "1" {
		t.Errorf("the street is %v", street)
	}
	town := domain.TownID(w.number(`SELECT id FROM towns WHERE name <> 'Saltcombe' ORDER BY id LIMIT 1`))
	builder := domain.Actor{Kind: domain.PersonActor, DistrictID: w.district, PersonID: w.who["Bo"], Roles: []domain.Role{{Kind: domain.Builder, DistrictID: w.district, TownID: town}}}
	for _, list := range domain.Exports {
		for _, row := range w.exported(builder, Export{List: list, Contact: true}) {
			if row["town"] == "Saltcombe" {
				t.Errorf("the builder of another town reads in %s of %v", list, row)
			}
		}
	}
	for _, name := range []string{"Dee", "Maggie", "Tom"} {
		_, err := w.app.WriteExport(t.Context(), w.as(name), Export{List: domain.ExportStreets}, new(bytes.Buffer), nil)
		w.refused(err, domain.Forbidden)
	}
}

// The file is for whoever began it, and goes with the piece of work.
func TestApp_BeginExport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	piece := w.workOver(must(w.app.BeginExport(t.Context(), w.as("Priya"), Export{List: domain.ExportHelpers, Contact: true})).ID)
	came := must(ExportedBy(piece))
	name, body, err := w.app.ExportFile(t.Context(), w.as("Priya"), piece.ID)
	w.must(err)
	if piece.State != domain.WorkDone || came.Rows == 0 || !strings.HasPrefix(name, "helpers-20") || !strings.HasPrefix(string(body), "person_id,first_name,") {
		t.Errorf("it ends as %s with %d rows, %s: %q", piece.State, came.Rows, name, body)
	}
	other := w.person("Ada", "Castle Row")
	w.addRole(other, domain.DistrictCoordinator, domain.Spot{DistrictID: w.district})
	_, _, err = w.app.ExportFile(t.Context(), w.as("Ada"), piece.ID)
	w.refused(err, domain.NotFound)
	_, err = w.app.BeginExport(t.Context(), w.as("Priya"), Export{List: "worries"})
	w.refusedField(err, "list")
	_, err = w.app.BeginExport(t.Context(), w.as("Priya"), Export{List: domain.ExportAsks, TownID: 999_999})
	w.refused(err, domain.NotFound)
	if days := piece.KeepUntil.Sub(piece.BegunAt).Hours() / 24; days < exportKept-1 || days > exportKept {
		t.Errorf("it is kept for %.1f days", days)
	}
	w.exec(`DELETE FROM works WHERE id = $1`, piece.ID)
	if n := w.number(`SELECT count(*) FROM work_files WHERE work_id = $1`, piece.ID); n != 0 {
		t.Error("the file outlives its piece of work")
	}
}

// Whoever stops it, or lost their part meanwhile, gets no file, and nothing is written down of looks that nobody took.
func TestApp_WriteExport_Stopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	ctx, cancel := context.WithCancel(t.Context())
	var out bytes.Buffer
	_, err := w.app.WriteExport(ctx, w.as("Priya"), Export{List: domain.ExportHelpers, Contact: true}, &out, func(int64, int64) { cancel() })
	if !errors.Is(err, context.Canceled) || out.Len() != 0 || w.number(`SELECT count(*) FROM reveals`) != 0 {
		t.Errorf("stopped it says %v and writes %q", err, out.String())
	}
}

func TestSafeCells(t *testing.T) {
	got := SafeCells([]string{"", "Tom", "=1+1", "+44", "-0.73", "-x", "@a", "\tx", "a=b", "-1+1"})
	want := []string{"", "Tom", "'=1+1", "'+44", "-0.73", "'-x", "'@a", "'\tx", "a=b", "'-1+1"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
