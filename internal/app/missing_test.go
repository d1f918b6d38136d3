package app

import (
	"bytes"
	"encoding/csv"
	"slices"
	"testing"

	"waymark/domain"
)

// What is missing is counted by kind, each kind is a list of its own, and what is put right goes.
func TestApp_Missing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	before, _, _, err := w.app.Missing(t.Context(), w.as("Priya"), MissingFilter{}, Page{})
	w.must(err)
	w.exec(`UPDATE volunteers SET skills = '{}' WHERE person_id = $1`, tom)
	w.exec(`UPDATE streets SET lat = NULL, lon = NULL WHERE name IN ('Castle Row', 'Quay Lane', 'Mill Lane')`)
	counts, all, _, err := w.app.Missing(t.Context(), w.as("Priya"), MissingFilter{}, Page{})
	w.must(err)
	if d := counts[domain.HelperWithoutSkill] - before[domain.HelperWithoutSkill]; d != 1 {
		t.Errorf("%d more like to do nothing, want 1", d)
	}
	sum := 0
	for what, n := range counts {
		if !slices.Contains(domain.Lacks, what) {
			t.Errorf("no page knows of %s", what)
		}
		sum += n
	}
	if rows := w.exported(w.as("Priya"), Export{List: domain.ExportMissing}); len(rows) != sum || len(all) != min(sum, Page{}.rows()) {
		t.Errorf("%d are counted, %d taken away, %d shown", sum, len(rows), len(all))
	}
	_, first, info, err := w.app.Missing(t.Context(), w.as("Priya"), MissingFilter{What: domain.StreetWithoutPoint}, Page{First: 2})
	w.must(err)
	_, rest, _, err := w.app.Missing(t.Context(), w.as("Priya"), MissingFilter{What: domain.StreetWithoutPoint}, Page{First: 100, After: info.End})
	w.must(err)
	if got := slices.Concat(first, rest); len(first) != 2 || !info.HasNext || len(got) != counts[domain.StreetWithoutPoint] || slices.ContainsFunc(got, func(m MissingRow) bool { return m.What != domain.StreetWithoutPoint }) {
		t.Errorf("two and then the rest are %v and %v of %d", first, rest, counts[domain.StreetWithoutPoint])
	}
	i := slices.IndexFunc(all, func(m MissingRow) bool {
		return m.What == domain.HelperWithoutSkill && m.Name == "Tom Tester" || m.Name == "Tom"
	})
	if i < 0 || !slices.Contains(all[i].Where, "Castle Row") {
		t.Errorf("Tom is not among %v", all)
	}
	_, _, _, err = w.app.Missing(t.Context(), w.as("Dee"), MissingFilter{}, Page{})
	w.refused(err, domain.Forbidden)
}

// Who may not see people is not told who lacks something, and a builder nothing of another town.
func TestApp_Missing_Names(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE volunteers SET skills = '{}' WHERE person_id = $1`, w.volunteer("Tom", "Castle Row"))
	ada := domain.Actor{Kind: domain.PersonActor, DistrictID: w.district, PersonID: w.who["Ada"], Roles: []domain.Role{{Kind: domain.Administrator, DistrictID: w.district}}}
	_, rows, _, err := w.app.Missing(t.Context(), ada, MissingFilter{What: domain.HelperWithoutSkill}, Page{})
	w.must(err)
	if len(rows) == 0 || slices.ContainsFunc(rows, func(m MissingRow) bool { return m.Name != "" }) {
		t.Errorf("an administrator reads %v", rows)
	}
	brackle := domain.TownID(w.number(`SELECT id FROM towns WHERE name = 'Brackle'`))
	builder := domain.Actor{Kind: domain.PersonActor, DistrictID: w.district, PersonID: w.who["Bo"], Roles: []domain.Role{{Kind: domain.Builder, DistrictID: w.district, TownID: brackle}}}
	_, rows, _, err = w.app.Missing(t.Context(), builder, MissingFilter{What: domain.HelperWithoutSkill}, Page{})
	w.must(err)
	if len(rows) != 0 {
		t.Errorf("the builder of Brackle reads of Saltcombe: %v", rows)
	}
}

// The dictionary has each column of each list, and says what it means.
func TestApp_WriteExport_Dictionary(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	meant := map[string]string{}
	for _, row := range w.exported(w.as("Priya"), Export{List: domain.ExportDictionary}) {
		meant[row["list"]+"."+row["column"]] = row["means"]
	}
	for _, list := range domain.Exports {
		var out bytes.Buffer
		_, err := w.app.WriteExport(t.Context(), w.as("Priya"), Export{List: list}, &out, func(int64, int64) {})
		w.must(err)
		headings, err := csv.NewReader(&out).Read()
		w.must(err)
		for _, h := range headings {
			if meant[string(list)+"."+h] == "" {
				t.Errorf("nobody says what %s of %s means", h, list)
			}
		}
	}
}
