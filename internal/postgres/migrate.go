package postgres

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/uptrace/bun/migrate"

	"waymark/migrations"
)

// Advisory locks, one number each in the whole program; PostgreSQL keeps them apart by database.
const (
	migrateLock int64 = 0x7761_796d_0001
	leaderLock  int64 = 0x7761_796d_0002
)

// Migration is one step of the schema.
type Migration struct {
	Name      string    // "0001_spine"
	AppliedAt time.Time // zero when it is not applied
	Known     bool      // false: a newer program applied it, and this one does not know it
}

// Migrate applies the steps that the database lacks and returns their names, and sets what the application may do. It has the
// rights of the pool's login, also when that is the application's pool. Two programs may do so at once: the second waits, and
// finds nothing left to do. A login that may not change the tables is no error as long as there is nothing to apply.
func Migrate(ctx context.Context, db *DB) (applied []string, err error) {
	may, err := mayMigrate(ctx, db)
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, nothingToApply(ctx, db)
	}
	return migrateFiles(ctx, db, migrations.Files, setRights)
}

// migrateFiles applies steps, and then does what comes after the last, all under one lock.
func migrateFiles(ctx context.Context, db *DB, files fs.FS, after ...func(context.Context, *sql.Conn) error) (applied []string, err error) {
	err = withMigrator(ctx, db, files, func(m *migrate.Migrator, conn *sql.Conn) error {
		if err := refuseUnknown(ctx, m); err != nil {
			return err
		}
		group, err := m.Migrate(ctx)
		if err != nil {
			return err
		}
		applied = names(group)
		for _, do := range after {
			if err := do(ctx, conn); err != nil {
				return err
			}
		}
		return nil
	})
	return applied, err
}

// Rollback takes back what the last Migrate applied, newest first, and returns the names.
func Rollback(ctx context.Context, db *DB) (undone []string, err error) {
	return rollbackFiles(ctx, db, migrations.Files)
}

func rollbackFiles(ctx context.Context, db *DB, files fs.FS) (undone []string, err error) {
	err = withMigrator(ctx, db, files, func(m *migrate.Migrator, _ *sql.Conn) error {
		if err := refuseUnknown(ctx, m); err != nil {
			return err
		}
		group, err := m.Rollback(ctx)
		if err == nil {
			undone = names(group)
		}
		return err
	})
	return undone, err
}

// Status lists every step, oldest first.
func Status(ctx context.Context, db *DB) ([]Migration, error) {
	return statusFiles(ctx, db, migrations.Files)
}

func statusFiles(ctx context.Context, db *DB, files fs.FS) (all []Migration, err error) {
	if ready, err := hasSteps(ctx, db.SQL); err != nil {
		return nil, err
	} else if !ready { // to read that nothing is there, nothing need be made
		steps := migrate.NewMigrations()
		if err := steps.Discover(files); err != nil {
			return nil, err
		}
		for _, step := range steps.Sorted() {
			all = append(all, Migration{Name: step.String(), Known: true})
		}
		return all, nil
	}
	err = withMigrator(ctx, db, files, func(m *migrate.Migrator, _ *sql.Conn) error {
		known, err := m.MigrationsWithStatus(ctx)
		if err != nil {
			return err
		}
		for _, step := range known {
			all = append(all, Migration{Name: step.String(), AppliedAt: step.MigratedAt, Known: true})
		}
		missing, err := m.MissingMigrations(ctx)
		for _, step := range missing {
			all = append(all, Migration{Name: step.Name, AppliedAt: step.MigratedAt})
		}
		return err
	})
	slices.SortFunc(all, func(a, b Migration) int { return cmp.Compare(a.Name, b.Name) })
	return all, err
}

func names(group *migrate.MigrationGroup) []string {
	var list []string
	for _, step := range group.Migrations {
		list = append(list, step.String())
	}
	return list
}

// refuseUnknown stops an old program from working on a database that a newer one has changed.
func refuseUnknown(ctx context.Context, m *migrate.Migrator) error {
	missing, err := m.MissingMigrations(ctx)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		return fmt.Errorf("the database has step %s, which this program does not know: use the newer program that made it",
			missing[0].Name)
	}
	return nil
}

// withMigrator runs do alone: bun's own lock is a row, which a killed program leaves behind, and this one ends with its
// connection. The pool is one of its own, because a step on a large table may take longer than any statement of a page.
func withMigrator(ctx context.Context, db *DB, files fs.FS, do func(*migrate.Migrator, *sql.Conn) error) (err error) {
	defer wrap(&err, "migrate")
	steps := migrate.NewMigrations()
	if err := steps.Discover(files); err != nil {
		return err
	}
	patient, err := open(db.config, db.dsn, map[string]string{"statement_timeout": "0", "lock_timeout": "0"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, patient.Close()) }()

	conn, err := patient.SQL.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", migrateLock); err != nil {
		return err
	}
	m := migrate.NewMigrator(patient.Bun, steps, migrate.WithMarkAppliedOnSuccess(true))
	if ready, err := hasSteps(ctx, conn); err != nil {
		return err
	} else if !ready { // a login that may only read must not try to make what is there
		if err := m.Init(ctx); err != nil {
			return err
		}
	}
	return do(m, conn)
}

// hasSteps tells whether the list of steps is there.
func hasSteps(ctx context.Context, in interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}) (there bool, err error) {
	err = in.QueryRowContext(ctx, `SELECT to_regclass('bun_migration_locks') IS NOT NULL AND to_regclass('bun_migrations') IS NOT NULL`).Scan(&there)
	return there, err
}
