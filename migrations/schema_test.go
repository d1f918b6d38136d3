package migrations_test

import (
	"bytes"
	"context"
	"database/sql"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// update rewrites schema.sql from the migrations: go test ./migrations -update
var update = flag.Bool("update", false, "write schema.sql instead of comparing with it")

// dumpMajor is the version of pg_dump whose output schema.sql is. Others write some things differently.
const dumpMajor = "15"

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// pgDump prefers the version that wrote schema.sql where several are installed.
func pgDump(t *testing.T) (path, version string) {
	t.Helper()
	candidates, err := filepath.Glob("/usr/lib/postgresql/" + dumpMajor + "/bin/pg_dump")
	check(t, err)
	path = append(candidates, filepath.Join(pgtest.BinDir(t), "pg_dump"))[0]
	out, err := exec.Command(path, "--version").Output()
	check(t, err)
	return path, strings.TrimSpace(string(out))
}

// dump writes the schema of a database the same way each time: without bun's own tables, comments and settings.
func dump(t *testing.T, db *postgres.DB) string {
	t.Helper()
	path, _ := pgDump(t)
	args := []string{"--schema-only", "--no-owner", "--no-privileges", "--exclude-table=bun_migration*"}
	help, err := exec.Command(path, "--help").Output()
	check(t, err)
	if bytes.Contains(help, []byte("--restrict-key")) {
		args = append(args, "--restrict-key=waymark") // else a random one each time
	}
	cmd := exec.Command(path, append(args, "--dbname="+db.DSN())...)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pg_dump: %v: %s", err, &problems)
	}
	return strip(string(out))
}

// strip leaves the statements: what else pg_dump writes differs between versions and tells nothing about the schema.
func strip(text string) string {
	var kept []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		blank := line == "" && (len(kept) == 0 || kept[len(kept)-1] == "")
		switch {
		case blank,
			strings.HasPrefix(line, "--"),
			strings.HasPrefix(line, "SET "),
			strings.HasPrefix(line, "SELECT pg_catalog.set_config"),
			strings.HasPrefix(line, `\restrict`),
			strings.HasPrefix(line, `\unrestrict`):
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(strings.Join(kept, "\n")) + "\n"
}

func TestSchema_IsWhatTheMigrationsMake(t *testing.T) {
	got := dump(t, pgtest.New(t))
	_, version := pgDump(t)
	if *update {
		if !strings.Contains(version, " "+dumpMajor+".") {
			t.Fatalf("schema.sql is written with pg_dump %s; this one is %s", dumpMajor, version)
		}
		check(t, os.WriteFile("schema.sql", []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile("schema.sql")
	check(t, err)
	if got == string(want) {
		return
	}
	t.Errorf("schema.sql is not what the migrations make (by %s): run go test ./migrations -update\nfirst difference:\n%s",
		version, firstDifference(string(want), got))
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "  schema.sql: " + w[i] + "\n  migrations: " + g[i]
		}
	}
	return "  one is longer than the other"
}

// everything names each object in the database that PostgreSQL did not bring, nor bun's bookkeeping.
const everything = `
	SELECT coalesce(string_agg(name, ', ' ORDER BY name), '')
	FROM (
		SELECT 'relation ' || relname AS name
		FROM pg_class
		WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'bun_migration%'
		UNION ALL
		SELECT 'function ' || p.proname
		FROM pg_proc p
		WHERE p.pronamespace = 'public'::regnamespace
		UNION ALL
		SELECT 'type ' || typname
		FROM pg_type
		WHERE typnamespace = 'public'::regnamespace AND typname NOT LIKE '%bun_migration%'
		UNION ALL
		SELECT 'extension ' || extname
		FROM pg_extension
		WHERE extname <> 'plpgsql'
		UNION ALL
		SELECT 'schema ' || nspname
		FROM pg_namespace
		WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('public', 'information_schema')
	) AS all_of_them`

func TestMigrations_UpDownUp(t *testing.T) {
	db := pgtest.Empty(t)
	ctx := t.Context()
	up(t, ctx, db)
	first := dump(t, db)
	down(t, ctx, db)
	if left := objects(t, ctx, db.SQL); left != "" {
		t.Errorf("the way back leaves behind: %s", left)
	}
	up(t, ctx, db)
	if second := dump(t, db); second != first {
		t.Errorf("the second way up leads elsewhere:\n%s", firstDifference(first, second))
	}
}

func up(t *testing.T, ctx context.Context, db *postgres.DB) {
	t.Helper()
	applied, err := postgres.Migrate(ctx, db)
	check(t, err)
	if len(applied) == 0 {
		t.Fatal("no migration was applied")
	}
}

func down(t *testing.T, ctx context.Context, db *postgres.DB) {
	t.Helper()
	undone, err := postgres.Rollback(ctx, db)
	check(t, err)
	if len(undone) == 0 {
		t.Fatal("no migration was taken back")
	}
}

func objects(t *testing.T, ctx context.Context, db *sql.DB) string {
	t.Helper()
	var list string
	check(t, db.QueryRowContext(ctx, everything).Scan(&list))
	return list
}
