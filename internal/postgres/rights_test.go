package postgres_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"waymark/domain"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// What is only added to, PostgreSQL lets the application only add to: whatever its code says, and whatever the triggers do.
func TestRights_AppendOnly(t *testing.T) {
	db := pgtest.New(t)
	for table, column := range map[string]string{
		"audits": "at", "audit_seals": "at", "reveals": "at", "events": "at", "escalations": "at",
	} {
		for _, statement := range []string{
			"UPDATE " + table + " SET " + column + " = " + column,
			"DELETE FROM " + table,
			"TRUNCATE " + table,
			"SELECT FROM " + table + " FOR UPDATE",
			"ALTER TABLE " + table + " DISABLE TRIGGER ALL",
			"DROP TRIGGER " + table + "_append_only ON " + table,
			"DROP TABLE " + table,
		} {
			forbidden(t, db, statement)
		}
	}
	forbidden(t, db, "UPDATE public_figures SET told_at = told_at")
	forbidden(t, db, "DELETE FROM public_figures")
}

func TestRights_Refused(t *testing.T) {
	db := pgtest.New(t)
	for _, statement := range []string{
		"CREATE TABLE mine (n int)",
		"CREATE SCHEMA mine",
		"CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
		"CREATE EXTENSION hstore",
		"CREATE ROLE mine",
		"ALTER TABLE persons ADD COLUMN mine int",
		"ALTER TABLE requests DROP CONSTRAINT requests_never_forgotten",
		"DROP TABLE persons",
		"TRUNCATE persons CASCADE",
		"DELETE FROM persons",
		"DELETE FROM requests",
		"INSERT INTO skills (code, name, bit) VALUES ('mine', 'Mine', 15)",
		"UPDATE bun_migrations SET name = name",
		"SET session_replication_role = replica",
		// A row of the audit that claims another number, another time of the server, or a seal.
		"INSERT INTO audits (txid, at, actor, purpose, action, use_case) VALUES ('3', now(), 'clock', '', 'turn_clock', 'X')",
		"INSERT INTO audits (era, at, actor, purpose, action, use_case) VALUES (0, now(), 'clock', '', 'turn_clock', 'X')",
		"INSERT INTO audits (id, at, actor, purpose, action, use_case) OVERRIDING SYSTEM VALUE VALUES (1, now(), 'clock', '', 'turn_clock', 'X')",
		"INSERT INTO audits (recorded_at, at, actor, purpose, action, use_case) VALUES ('2020-01-01', now(), 'clock', '', 'turn_clock', 'X')",
		"INSERT INTO reveals (recorded_at, district_id, viewer_id, person_id, what, at) VALUES ('2020-01-01', 1, 1, 1, 'contact', now())",
		"INSERT INTO reveals (txid, district_id, viewer_id, person_id, what, at) VALUES ('3', 1, 1, 1, 'contact', now())",
		"SELECT setval('audits_id_seq', 1)",
		"INSERT INTO audit_seals (id, era, upto_txid, rows, at, hash) VALUES (1, 1, '3', 1, now(), '')",
		"CREATE OR REPLACE FUNCTION audit_era() RETURNS integer LANGUAGE sql AS 'SELECT 9'",
	} {
		forbidden(t, db, statement)
	}
	var role string
	check(t, db.SQL.QueryRow("SELECT current_user").Scan(&role))
	if role != postgres.AppRole {
		t.Errorf("the application is %s", role)
	}
}

// forbidden checks that PostgreSQL refuses a statement for want of rights, and for nothing else.
func forbidden(t *testing.T, db *postgres.DB, statement string) {
	t.Helper()
	_, err := db.SQL.Exec(statement)
	if pq.As(err, pqerror.InsufficientPrivilege) == nil {
		t.Errorf("%s: %v", statement, err)
	}
}

func TestStore_Rights(t *testing.T) {
	db := pgtest.New(t)
	rights, err := db.Store().Rights(t.Context())
	check(t, err)
	if rights.Role != postgres.AppRole || len(rights.TooMuch) > 0 || !rights.LoginMore {
		t.Errorf("as the application: %+v", rights) // the tests' login is a superuser
	}
	owner := pgtest.Owner(t, db)
	rights, err = owner.Store().Rights(t.Context())
	check(t, err)
	if len(rights.TooMuch) != 9 {
		t.Errorf("as the owner: %+v", rights)
	}
	exec(t, owner, "GRANT UPDATE (at) ON events TO waymark_app; GRANT CREATE ON SCHEMA public TO PUBLIC")
	rights, err = db.Store().Rights(t.Context())
	check(t, err)
	if got := strings.Join(rights.TooMuch, ", "); got != "change or throw away events, make tables" {
		t.Errorf("with too much: %s", got)
	}
	_, err = postgres.Migrate(t.Context(), db)
	check(t, err)
	rights, err = db.Store().Rights(t.Context())
	check(t, err)
	if len(rights.TooMuch) > 0 {
		t.Errorf("set anew: %+v", rights)
	}
}

// A town that gives the application a login of its own: it starts on a database that is up to date, and says what to type on one that
// is not. Roles are the server's, so the logins of this test have names of their own.
func TestMigrate_LoginOfItsOwn(t *testing.T) {
	db := pgtest.New(t)
	login := loginFor(t, db, "test_web", "IN ROLE waymark_app")
	applied, err := postgres.Migrate(t.Context(), login)
	if err != nil || len(applied) != 0 {
		t.Errorf("up to date: %v, %v", applied, err)
	}
	check(t, login.Store().FreezeClock(t.Context(), noon))
	rights, err := login.Store().Rights(t.Context())
	check(t, err)
	if len(rights.TooMuch) > 0 || rights.LoginMore {
		t.Errorf("its rights: %+v", rights)
	}
	exec(t, pgtest.Owner(t, db), "DELETE FROM bun_migrations")
	_, err = postgres.Migrate(t.Context(), login)
	if domain.KindOf(err) != domain.Unavailable || !strings.Contains(err.Error(), "waymark migrate up") {
		t.Errorf("with a step to apply: %v", err)
	}

	empty := pgtest.Empty(t)
	_, err = postgres.Migrate(t.Context(), loginFor(t, empty, "test_empty", ""))
	if domain.KindOf(err) != domain.Unavailable || !strings.Contains(err.Error(), "waymark migrate up") {
		t.Errorf("on an empty database: %v", err)
	}
}

// A login that owns the database, and may neither make roles nor has the application's, is told the two lines to type.
func TestMigrate_MayNotMakeTheRole(t *testing.T) {
	empty := pgtest.Empty(t)
	owner := loginFor(t, empty, "test_owner", "")
	exec(t, empty, `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO test_owner', current_database()); END $$`)
	_, err := postgres.Migrate(t.Context(), owner)
	if domain.KindOf(err) != domain.Unavailable || !strings.Contains(err.Error(), "CREATE ROLE waymark_app NOLOGIN;\nGRANT waymark_app TO \"test_owner\";") {
		t.Fatalf("without the role: %v", err)
	}
	if err := owner.Ping(t.Context()); !postgres.RoleMissing(err) || domain.KindOf(err) != domain.Unavailable {
		t.Errorf("the application connects with %v", err)
	}
	exec(t, empty, "GRANT waymark_app TO test_owner")
	_, err = postgres.Migrate(t.Context(), owner)
	check(t, err)
	rights, err := owner.Store().Rights(t.Context())
	check(t, err)
	if len(rights.TooMuch) > 0 || !rights.LoginMore {
		t.Errorf("its rights: %+v", rights)
	}
}

// loginFor makes a login and opens the application's pool by it.
func loginFor(t *testing.T, db *postgres.DB, name, options string) *postgres.DB {
	t.Helper()
	owner := pgtest.Owner(t, db)
	exec(t, owner, "CREATE ROLE "+name+" LOGIN "+options)
	return pgtest.Open(t, strings.Replace(db.DSN(), " user=waymark ", " user="+name+" ", 1))
}

// Two programs that start at once set the same rights, and neither fails.
func TestMigrate_RightsAtOnce(t *testing.T) {
	db := pgtest.New(t)
	done := make(chan error)
	for range 4 {
		go func() {
			_, err := postgres.Migrate(context.Background(), db)
			done <- err
		}()
	}
	for range 4 {
		check(t, <-done)
	}
}

// begun is a transaction of the application's that has written one row of the audit.
func begun(t *testing.T, db *postgres.DB) *sql.Tx {
	t.Helper()
	tx, err := db.SQL.BeginTx(t.Context(), nil)
	check(t, err)
	_, err = tx.Exec(auditRow)
	check(t, err)
	return tx
}

const auditRow = `INSERT INTO audits (at, actor, purpose, action, use_case) VALUES (now(), 'clock', '', 'turn_clock', 'X')`
