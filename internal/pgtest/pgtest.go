// Package pgtest gives each test a PostgreSQL database of its own, with the schema in it.
//
// Each test binary runs its own small server. One server for a whole `go test ./...` was measured against it: making a
// cluster and migrating it takes about a second, but copying a ready one and starting the copy takes 0.1 s, which is less
// than the locks, idle timers and owners that a shared one needs are worth. So the first binary makes a cluster with a
// migrated template, kept under the hash of the migrations; every binary copies it, and the copy ends and is removed
// with its binary, also when that is killed.
package pgtest

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"waymark/internal/devdb"
	"waymark/internal/postgres"
)

// cluster is the server of this test binary, started by the first test that needs it.
type cluster struct {
	srv      *devdb.Server
	lifeline *os.File // closed by the system when we end; see removeAfterUs
	admin    *postgres.DB
	ready    chan clone // databases made ahead
	made     atomic.Int64
}

type clone struct {
	name string
	err  error
}

// Tests of one binary share one server, which lives as long as the process: there is no other place to keep it.
var shared = sync.OnceValues(startCluster)

// New returns a migrated database that nobody else uses, with the rights that the application has. It is closed when the test
// ends, and goes with the server.
func New(t testing.TB) *postgres.DB {
	t.Helper()
	return Open(t, DSN(t))
}

// Open opens another pool on a database of DSN, as a second server would; it is closed when the test ends.
func Open(t testing.TB, dsn string) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // a test that tears connections down may have closed it
	return db
}

// Owner opens another pool on the database of one from New, with every right: for a test that changes the schema or goes behind the
// back of its rules. It is closed when the test ends.
func Owner(t testing.TB, db *postgres.DB) *postgres.DB {
	t.Helper()
	return own(t, db.DSN())
}

func own(t testing.TB, dsn string) *postgres.DB {
	t.Helper()
	db, err := postgres.OpenOwner(dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// DSN returns the connection string of a migrated database that nobody else uses, for a test that starts programs.
func DSN(t testing.TB) string {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	next := <-c.ready
	if next.err != nil {
		t.Fatal(next.err)
	}
	return c.srv.DSN(next.name)
}

// Empty returns a new database without the schema, for tests of the migrations, with every right.
func Empty(t testing.TB) *postgres.DB {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	name, err := c.create("template0")
	if err != nil {
		t.Fatal(err)
	}
	return own(t, c.srv.DSN(name))
}

// BinDir returns the folder of the PostgreSQL programs in use.
func BinDir(t testing.TB) string {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return c.srv.BinDir
}

// Rehearse runs do in a transaction that is rolled back, on a database that the tests of this binary share. It costs a
// statement where New costs a database: right wherever one connection is enough.
func Rehearse(t testing.TB, do func(ctx context.Context, s *postgres.Store)) {
	t.Helper()
	db, err := rehearsals()
	if err != nil {
		t.Fatal(err)
	}
	err = db.Rehearse(t.Context(), func(ctx context.Context, s *postgres.Store) error {
		do(ctx, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

var rehearsals = sync.OnceValues(func() (*postgres.DB, error) {
	c, err := shared()
	if err != nil {
		return nil, err
	}
	next := <-c.ready
	if next.err != nil {
		return nil, next.err
	}
	return postgres.Open(c.srv.DSN(next.name))
})

// Freeze stops the clock of a database at an instant.
func Freeze(t testing.TB, db *postgres.DB, at time.Time) {
	t.Helper()
	if err := db.Store().FreezeClock(t.Context(), at); err != nil {
		t.Fatal(err)
	}
}

// Advance moves the clock of a database ahead, frozen or not.
func Advance(t testing.TB, db *postgres.DB, by time.Duration) {
	t.Helper()
	if err := db.Store().AdvanceClock(t.Context(), by); err != nil {
		t.Fatal(err)
	}
}

// OpenDoors opens the doors of every district: the program makes one shut, and many tests begin where people are asked.
func OpenDoors(t testing.TB, db *postgres.DB) {
	t.Helper()
	if _, err := db.SQL.ExecContext(context.Background(), `UPDATE districts SET doors = 'open'`); err != nil {
		t.Fatal(err)
	}
}

func startCluster() (*cluster, error) {
	dir, err := freshCopy()
	if err != nil {
		return nil, fmt.Errorf("pgtest: %w", err)
	}
	srv, err := devdb.Start(context.Background(), devdb.Options{DataDir: dir, Name: "pgtest"})
	if err != nil {
		return nil, fmt.Errorf("pgtest: %w", err)
	}
	lifeline, err := removeAfterUs(dir, srv)
	if err != nil {
		return nil, fmt.Errorf("pgtest: %w", err)
	}
	admin, err := postgres.OpenOwner(srv.DSN("postgres"))
	if err != nil {
		return nil, fmt.Errorf("pgtest: %w", err)
	}
	c := &cluster{srv: srv, lifeline: lifeline, admin: admin, ready: make(chan clone, 1)}
	go c.keepReady()
	return c, nil
}

// keepReady makes databases ahead, while the tests before them run; it ends with the process.
func (c *cluster) keepReady() {
	for {
		name, err := c.create(template)
		c.ready <- clone{name, err}
	}
}

func (c *cluster) create(from string) (string, error) {
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), c.made.Add(1))
	_, err := c.admin.SQL.Exec("CREATE DATABASE " + name + " TEMPLATE " + from + " STRATEGY file_copy")
	return name, err
}
