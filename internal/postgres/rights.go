package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"waymark/domain"
	"waymark/migrations"
)

// AppRole is whose rights the application has in the database: it reads and writes rows, and can change neither a table nor what
// is only added to. Roles are the whole server's, so all databases on it share the name.
const AppRole = "waymark_app"

// Codes of rights: by PostgreSQL's appendix A.
const (
	insufficientPrivilege = "42501"
	invalidParameter      = "22023"
)

// RoleMissing tells whether a connection was refused because the application's role is not there yet, or is not given to the login.
func RoleMissing(err error) bool {
	e := pq.As(err)
	return e != nil && (string(e.Code) == invalidParameter || string(e.Code) == insufficientPrivilege) && strings.Contains(e.Message, AppRole)
}

// Lacks says what the application's connection lacks before it can read and write rows, and what to type; "" when nothing. An error is
// one of the database itself.
func Lacks(ctx context.Context, db *DB) (words string, err error) {
	defer wrap(&err, "Lacks")
	var lacks bool
	err = db.SQL.QueryRowContext(ctx, `
		SELECT coalesce(bool_or(NOT has_table_privilege(c.oid, 'SELECT') OR NOT has_schema_privilege(c.relnamespace, 'USAGE')), false)
		FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relname IN ('clock', 'requests') AND c.relkind = 'r' AND n.nspname = (SELECT pick FROM unnest(current_schemas(false) || 'public'::name) pick LIMIT 1)`).Scan(&lacks)
	switch {
	case RoleMissing(err):
		return "Waymark works with the rights of the role " + AppRole + ", which is not there yet, or is not given to the login of DATABASE_URL. " + typeUp, nil
	case err == nil && lacks:
		return "The role " + AppRole + " has no rights on the tables yet. " + typeUp, nil
	}
	return "", err
}

// typeUp is what to type where rights lack.
const typeUp = "Type: waymark migrate up. Where the tables are another login’s, type: WAYMARK_OWNER_URL=postgres://owner:password@host/waymark waymark migrate up"

// MayNot tells whether the login lacks the right to what it tried.
func MayNot(err error) bool { return codeOf(err) == insufficientPrivilege }

// asLogin runs do on one connection with the rights of the pool's login.
func asLogin(ctx context.Context, db *DB, do func(*sql.Conn) error) (err error) {
	plain, err := open(db.config, db.dsn, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, plain.Close()) }()
	conn, err := plain.SQL.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return do(conn)
}

// mayMigrate tells whether the login may change the tables: it owns them, or there are none and it may make them.
func mayMigrate(ctx context.Context, db *DB) (may bool, err error) {
	defer wrap(&err, "mayMigrate")
	err = asLogin(ctx, db, func(conn *sql.Conn) error {
		return conn.QueryRowContext(ctx, `
			SELECT coalesce(
				(SELECT pg_has_role(c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = to_regclass('bun_migrations')),
				has_schema_privilege(current_schema(), 'CREATE'), false)`).Scan(&may)
	})
	return may, err
}

// nothingToApply is an error that says what to type when there is something.
func nothingToApply(ctx context.Context, db *DB) error {
	steps, err := Status(ctx, db)
	if err != nil && codeOf(err) != insufficientPrivilege {
		return err
	}
	missing := 0
	for _, s := range steps {
		if !s.Known {
			return fmt.Errorf("the database has step %s, which this program does not know: use the newer program that made it", s.Name)
		}
		if s.AppliedAt.IsZero() {
			missing++
		}
	}
	if err == nil && missing == 0 {
		return nil
	}
	return domain.Errorf(domain.Unavailable, "", "The database has to be brought up to date, and this login may not do that. Type: "+
		"WAYMARK_OWNER_URL=postgres://owner:password@host/waymark waymark migrate up")
}

// setRights makes the application's role where it is missing, says what it may do, and begins another era of the audit when this
// server counts its transactions from below those on file.
func setRights(ctx context.Context, conn *sql.Conn) error {
	if err := makeRole(ctx, conn); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "BEGIN;\n"+migrations.Rights+"COMMIT"); err != nil {
		_, _ = conn.ExecContext(ctx, "ROLLBACK") // else the connection stays in what has failed; the first error says why
		return fmt.Errorf("the rights of %s cannot be set: %w", AppRole, err)
	}
	var era int
	err := conn.QueryRowContext(ctx, `
		SELECT CASE WHEN greatest(
				(SELECT a.txid FROM audits a WHERE a.era = audit_era() ORDER BY a.txid DESC LIMIT 1),
				(SELECT s.upto_txid FROM audit_seals s WHERE s.era = audit_era() ORDER BY s.id DESC LIMIT 1))
			>= pg_snapshot_xmax(pg_current_snapshot()) THEN audit_era() + 1 ELSE 0 END`).Scan(&era)
	if err != nil || era == 0 {
		return err
	}
	_, err = conn.ExecContext(ctx, fmt.Sprintf(`CREATE OR REPLACE FUNCTION audit_era() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT %d'`, era))
	return err
}

// makeRole makes the application's role and gives it to the login. Another program on the same server may do so at the same time.
func makeRole(ctx context.Context, conn *sql.Conn) error {
	var login string
	var there, held bool
	err := conn.QueryRowContext(ctx, `
		SELECT current_user, count(*) > 0, coalesce(bool_or(pg_has_role(r.oid, 'MEMBER')), false)
		FROM pg_roles r
		WHERE r.rolname = $1`, AppRole).Scan(&login, &there, &held)
	if err != nil || held {
		return err
	}
	if !there {
		_, err = conn.ExecContext(ctx, `
			DO $$
			BEGIN
				CREATE ROLE `+AppRole+` NOLOGIN;
			EXCEPTION WHEN duplicate_object OR unique_violation THEN -- another was faster
			END $$`)
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, `GRANT `+AppRole+` TO CURRENT_USER`)
	}
	if codeOf(err) != insufficientPrivilege {
		return err
	}
	return domain.Errorf(domain.Unavailable, "", "The login %[1]s may not make the role %[2]s. Let whoever looks after the server type these two lines once, and try again:\n"+
		"CREATE ROLE %[2]s NOLOGIN;\nGRANT %[2]s TO %[3]s;", login, AppRole, pq.QuoteIdentifier(login))
}

// Rights is what the application could do in the database, as PostgreSQL sees it.
type Rights struct {
	Role      string   // whose rights the application has
	TooMuch   []string // what it could do and must not; empty when all is well
	LoginMore bool     // its login could do more, if it laid the role down
}

// tooMuch lists what a role could do that the application must not.
const tooMuch = `
	SELECT 'change or throw away ' || t AS words
	FROM unnest(ARRAY['audits', 'audit_seals', 'reveals', 'events', 'escalations']) t
	WHERE has_table_privilege(?0, t, 'UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(?0, t, 'UPDATE')
	UNION ALL
	SELECT 'write its own seals'
	WHERE has_any_column_privilege(?0, 'audit_seals', 'INSERT') OR has_column_privilege(?0, 'audits', 'txid', 'INSERT')
		OR has_column_privilege(?0, 'audits', 'recorded_at', 'INSERT') OR has_column_privilege(?0, 'reveals', 'txid', 'INSERT')
		OR has_column_privilege(?0, 'reveals', 'recorded_at', 'INSERT')
	UNION ALL
	SELECT 'make tables'
	WHERE has_schema_privilege(?0, current_schema(), 'CREATE') OR has_database_privilege(?0, current_database(), 'CREATE')
	UNION ALL
	SELECT 'change tables'
	WHERE EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND pg_has_role(?0, c.relowner, 'MEMBER'))
	UNION ALL
	SELECT 'change who may do what'
	FROM pg_roles
	WHERE rolname = ?0 AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)`

// Rights asks the database what this store's connection may do, and what its login could.
func (s *Store) Rights(ctx context.Context) (out Rights, err error) {
	defer wrap(&err, "Store.Rights")
	var login string
	if err = s.db.NewRaw(`SELECT current_user, session_user`).Scan(ctx, &out.Role, &login); err != nil {
		return out, err
	}
	if err = s.db.NewRaw(tooMuch, out.Role).Scan(ctx, &out.TooMuch); err != nil {
		return out, err
	}
	var more []string
	err = s.db.NewRaw(tooMuch, login).Scan(ctx, &more)
	out.LoginMore = len(more) > 0
	return out, err
}
