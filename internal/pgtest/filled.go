package pgtest

import (
	"sync"
	"testing"

	"waymark/internal/postgres"
)

// Filled are databases that many tests of one binary begin with: each is filled once, under a name, and copied for every test that
// asks for it, with what is to be known of its rows. A copy costs a tenth of filling anew. The zero value is ready for use.
type Filled[T any] struct {
	mu   sync.Mutex
	made map[string]filled[T]
}

type filled[T any] struct {
	database string
	known    T
}

// New returns a copy of the database of a name, as New of the package does, and what fill returned of it: the same value for every
// test, which must not change it. The first test fills the database, on pools that last as long as fill: the application's, and one
// with every right.
func (f *Filled[T]) New(t testing.TB, name string, fill func(db, owner *postgres.DB) T) (*postgres.DB, T) {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	from := f.from(t, c, name, fill)
	database, err := c.create(from.database)
	if err != nil {
		t.Fatal(err)
	}
	return Open(t, c.srv.DSN(database)), from.known
}

// from fills the database of a name, unless that was done. When fill fails its test, the next tries again.
func (f *Filled[T]) from(t testing.TB, c *cluster, name string, fill func(db, owner *postgres.DB) T) filled[T] {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if made, ok := f.made[name]; ok {
		return made
	}
	database, err := c.create(template)
	if err != nil {
		t.Fatal(err)
	}
	made := filled[T]{database: database, known: fillOne(t, c.srv.DSN(database), fill)}
	if f.made == nil {
		f.made = map[string]filled[T]{}
	}
	f.made[name] = made
	return made
}

// fillOne closes both pools, for a database in use is not copied.
func fillOne[T any](t testing.TB, dsn string, fill func(db, owner *postgres.DB) T) T {
	t.Helper()
	db, err := postgres.Open(dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	owner, err := postgres.OpenOwner(dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	return fill(db, owner)
}
