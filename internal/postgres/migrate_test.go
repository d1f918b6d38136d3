package postgres_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

func files(pairs ...string) fstest.MapFS {
	all := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return all
}

var twoSteps = files(
	"0001_one.tx.up.sql", "CREATE TABLE one (n int);", "0001_one.tx.down.sql", "DROP TABLE one;",
	"0002_two.tx.up.sql", "CREATE TABLE two (n int);", "0002_two.tx.down.sql", "DROP TABLE two;",
)

func TestMigrate_ThereAndBack(t *testing.T) {
	db := pgtest.Empty(t)
	want := []string{"0001_one", "0002_two"}
	applied, err := postgres.MigrateFiles(t.Context(), db, twoSteps)
	if err != nil || !slices.Equal(applied, want) {
		t.Fatalf("applied %v, %v, want %v", applied, err, want)
	}
	again, err := postgres.MigrateFiles(t.Context(), db, twoSteps)
	if err != nil || len(again) != 0 {
		t.Errorf("the second time applied %v, %v, want nothing", again, err)
	}
	steps, err := postgres.StatusFiles(t.Context(), db, twoSteps)
	check(t, err)
	if len(steps) != 2 || steps[1].Name != "0002_two" || steps[1].AppliedAt.IsZero() || !steps[1].Known {
		t.Errorf("status = %v", steps)
	}
	undone, err := postgres.RollbackFiles(t.Context(), db, twoSteps)
	slices.Sort(undone)
	if err != nil || !slices.Equal(undone, want) {
		t.Errorf("undone %v, %v, want %v", undone, err, want)
	}
	steps, err = postgres.StatusFiles(t.Context(), db, twoSteps)
	check(t, err)
	for _, step := range steps {
		if !step.AppliedAt.IsZero() {
			t.Errorf("%s is still applied", step.Name)
		}
	}
}

func TestMigrate_FailedStepIsNotMarked(t *testing.T) {
	db := pgtest.Empty(t)
	broken := files("0001_one.tx.up.sql", "CREATE TABLE one (n int); SELECT nothing;", "0001_one.tx.down.sql", "DROP TABLE one;")
	if _, err := postgres.MigrateFiles(t.Context(), db, broken); err == nil || !strings.Contains(err.Error(), "0001") {
		t.Fatalf("error = %v, want one that names the step", err)
	}
	applied, err := postgres.MigrateFiles(t.Context(), db, twoSteps)
	if err != nil || len(applied) != 2 {
		t.Errorf("once it is mended: applied %v, %v", applied, err)
	}
}

func TestMigrate_OldProgramOnNewDatabase(t *testing.T) {
	db := pgtest.Empty(t)
	_, err := postgres.MigrateFiles(t.Context(), db, twoSteps)
	check(t, err)
	old := files("0001_one.tx.up.sql", "CREATE TABLE one (n int);", "0001_one.tx.down.sql", "DROP TABLE one;")
	for name, do := range map[string]func() error{
		"migrate":  func() error { _, err := postgres.MigrateFiles(t.Context(), db, old); return err },
		"rollback": func() error { _, err := postgres.RollbackFiles(t.Context(), db, old); return err },
	} {
		if err := do(); err == nil || !strings.Contains(err.Error(), "use the newer program") {
			t.Errorf("%s: error = %v", name, err)
		}
	}
	steps, err := postgres.StatusFiles(t.Context(), db, old)
	check(t, err)
	if len(steps) != 2 || steps[1].Known {
		t.Errorf("status = %v, want the second step unknown", steps)
	}
}

// Two servers start at once on one new database: each step is applied once.
func TestMigrate_TwoAtOnce(t *testing.T) {
	db := pgtest.Empty(t)
	type result struct {
		applied []string
		err     error
	}
	results := make(chan result)
	for range 2 {
		go func() {
			applied, err := postgres.MigrateFiles(t.Context(), db, twoSteps)
			results <- result{applied, err}
		}()
	}
	total := 0
	for range 2 {
		r := <-results
		check(t, r.err)
		total += len(r.applied)
	}
	if total != 2 {
		t.Errorf("%d steps were applied, want 2", total)
	}
}

// Whoever may make nothing can still be told that nothing is there.
func TestStatus_WithoutRights(t *testing.T) {
	db := pgtest.Open(t, pgtest.Empty(t).DSN())
	all, err := postgres.Status(t.Context(), db)
	if err != nil || len(all) == 0 {
		t.Fatalf("got %d steps and the error %v", len(all), err)
	}
	for _, step := range all {
		if !step.AppliedAt.IsZero() || !step.Known {
			t.Errorf("%+v", step)
		}
	}
}
