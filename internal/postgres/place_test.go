package postgres_test

import (
	"context"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// manyStreets fills a district with streets of made-up names in one town.
func manyStreets(t *testing.T, db *postgres.DB, n int) {
	t.Helper()
	exec(t, db, `INSERT INTO districts (id, name) VALUES (1, 'North Wendle')`)
	exec(t, db, `INSERT INTO towns (district_id, id, name) VALUES (1, 1, 'Saltcombe')`)
	exec(t, db, `INSERT INTO sections (district_id, id, town_id, name) VALUES (1, 1, 1, 'Old Town')`)
	_, err := db.SQL.ExecContext(t.Context(), `
		INSERT INTO streets (district_id, town_id, section_id, name, name_key, search_key)
		SELECT 1, 1, 1, name, name, lower(name)
		FROM (
			SELECT initcap(translate(md5(n::text), '0123456789', 'ghijklmnop')) || ' Road' AS name
			FROM generate_series(1, $1::int) n) s`, n)
	check(t, err)
	exec(t, db, `INSERT INTO streets (district_id, town_id, section_id, name, name_key, search_key)
		VALUES (1, 1, 1, 'Castle Row', 'Castle Row', 'castle row')`)
	exec(t, pgtest.Owner(t, db), `VACUUM ANALYZE streets`) // so that the index is as it is after a night
}

func TestStore_FindStreets_usesTheIndex(t *testing.T) {
	db := pgtest.New(t)
	manyStreets(t, db, 20000)
	f := postgres.Find{Key: "castle", Raw: "castle", Limit: 8}
	for name, by := range map[string]struct {
		index   string
		explain func(context.Context, postgres.Find) (string, error)
	}{
		"begins":       {"streets_search", db.Store().ExplainBegins},
		"is like":      {"streets_search", db.Store().ExplainLike},
		"may be meant": {"streets_slips", db.Store().ExplainSlips},
	} {
		plan, err := by.explain(t.Context(), f)
		check(t, err)
		if !strings.Contains(plan, by.index) {
			t.Errorf("the statement for what %s does not use the index:\n%s", name, plan)
		}
	}
	for _, typed := range []string{"castle", "castel row", "row", "castl ro", "cstle", "cestlle row"} {
		found, err := db.Store().FindStreets(t.Context(), postgres.Find{Key: domain.SearchKey(typed), Raw: domain.NameKey(typed), Limit: 8})
		check(t, err)
		if len(found) == 0 || found[0].Name != "Castle Row" {
			t.Errorf("%q finds %+v", typed, found)
		}
	}
}

func TestStore_StreetSpot(t *testing.T) {
	db := pgtest.New(t)
	manyStreets(t, db, 1)
	var id domain.StreetID
	check(t, db.SQL.QueryRowContext(t.Context(), `SELECT id FROM streets WHERE name = 'Castle Row'`).Scan(&id))
	spot, err := db.Store().StreetSpot(t.Context(), id)
	check(t, err)
	if want := (domain.Spot{DistrictID: 1, TownID: 1, SectionID: 1, StreetID: id}); spot != want {
		t.Errorf("it stands at %+v, want %+v", spot, want)
	}
	_, err = db.Store().StreetSpot(t.Context(), id+100)
	if domain.KindOf(err) != domain.NotFound {
		t.Errorf("a street that is not there gives %v", err)
	}
}

func TestStore_Try(t *testing.T) {
	db := pgtest.New(t)
	err := db.Transact(t.Context(), func(ctx context.Context, s *postgres.Store) error {
		if err := s.Exec(ctx, `INSERT INTO districts (name) VALUES ('kept')`); err != nil {
			return err
		}
		err := s.Try(ctx, func(ctx context.Context, s *postgres.Store) error {
			if err := s.Exec(ctx, `INSERT INTO districts (name) VALUES ('undone')`); err != nil {
				return err
			}
			return s.Exec(ctx, `SELECT 1 / 0`)
		})
		if err == nil {
			t.Error("the failure was swallowed")
		}
		return s.Try(ctx, func(ctx context.Context, s *postgres.Store) error {
			return s.Exec(ctx, `INSERT INTO districts (name) VALUES ('kept too')`)
		})
	})
	check(t, err)
	if n := count(t, db, "districts WHERE name LIKE 'kept%'"); n != 2 || count(t, db, "districts") != 2 {
		t.Errorf("%d of the rows that should be kept are there", n)
	}
}
