// Package postgres keeps Waymark's rows: SQL, transactions, migrations, the listener and the leader. It is the only home
// of bun and lib/pq; everything above speaks in types of domain.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/lib/pq"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// sessionSettings hold on every connection, unless the connection string says otherwise.
var sessionSettings = map[string]string{
	"timezone":                            "UTC",
	"jit":                                 "off", // compiling a plan costs more than our longest query takes
	"max_parallel_workers_per_gather":     "0",   // and so does starting another process
	"random_page_cost":                    "1.1", // what we read lies in memory, or on a disk without a head to move
	"default_transaction_isolation":       "read committed",
	"statement_timeout":                   "30s",
	"lock_timeout":                        "10s",
	"idle_in_transaction_session_timeout": "60s",
}

const (
	maxOpen     = 24
	maxIdle     = 8
	maxIdleTime = 5 * time.Minute
	connectWait = 10 * time.Second
)

// DB is one pool of connections to one database. It is safe for use by many goroutines.
type DB struct {
	Bun *bun.DB // for ordinary statements
	SQL *sql.DB // the same pool, for hot prepared ones

	prepared *prepared
	config   pq.Config
	dsn      string
}

// Open makes the application's pool; it does not connect yet (see Ping). Whoever the login is, the pool has the rights of AppRole
// and no other. dsn is a URL or a list of key=value, as lib/pq reads it.
func Open(dsn string) (*DB, error) {
	return openAs(dsn, map[string]string{"role": AppRole})
}

// OpenOwner makes a pool with all the rights of the login: for what changes the tables themselves, and for starting a demo anew.
func OpenOwner(dsn string) (*DB, error) {
	return openAs(dsn, nil)
}

func openAs(dsn string, settings map[string]string) (*DB, error) {
	config, err := pq.NewConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("cannot read the database's connection string: %w", err)
	}
	if config.ApplicationName == "" {
		config.ApplicationName = "waymark"
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectWait
	}
	return open(config, dsn, settings)
}

// open makes a pool; settings go before sessionSettings, and what the connection string says goes before both.
func open(given pq.Config, dsn string, settings map[string]string) (*DB, error) {
	config := given.Clone()
	for _, defaults := range []map[string]string{settings, sessionSettings} {
		for name, value := range defaults {
			if _, set := config.Runtime[name]; !set {
				config.Runtime[name] = value
			}
		}
	}
	connector, err := pq.NewConnectorConfig(config)
	if err != nil {
		return nil, err
	}
	if silence := silenceOf(config.Runtime["statement_timeout"]); silence > 0 {
		connector.Dialer(&heard{silence: silence})
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(maxOpen)
	pool.SetMaxIdleConns(maxIdle)
	pool.SetConnMaxIdleTime(maxIdleTime)
	db := bun.NewDB(pool, pgdialect.New(), bun.WithDiscardUnknownColumns())
	db = db.WithQueryHook(countHook{})
	return &DB{Bun: db, SQL: pool, prepared: &prepared{db: pool, by: map[string]*sql.Stmt{}}, config: given, dsn: dsn}, nil
}

// DSN returns the connection string that the pool was opened with, for the listener. It may hold a password.
func (db *DB) DSN() string { return db.dsn }

// Ping tells whether the database answers; when not, the error is domain.Unavailable.
func (db *DB) Ping(ctx context.Context) (err error) {
	defer wrap(&err, "DB.Ping")
	return db.SQL.PingContext(ctx)
}

// Close closes the pool once the statements under way have ended.
func (db *DB) Close() error {
	db.prepared.close()
	return db.Bun.Close()
}

// Store reads and writes rows, either each statement for itself or all within one transaction.
type Store struct {
	db       bun.IDB
	prepared *prepared // nil within a transaction
}

// Store returns a store whose every statement stands for itself.
func (db *DB) Store() *Store { return &Store{db: db.Bun, prepared: db.prepared} }

// Analyze lets the database count what its tables hold. After many rows have come at once it plans by wrong guesses until it has.
func (s *Store) Analyze(ctx context.Context) (err error) {
	defer wrap(&err, "Store.Analyze")
	_, err = s.db.ExecContext(ctx, `SELECT count_tables()`)
	return err
}

// Transactions that lose to another are tried again, a little later each time.
const (
	transactTries = 6
	transactPause = 5 * time.Millisecond
)

// Transact runs do in one transaction, which is committed when do returns nil and rolled back when it returns an error or
// panics. A transaction that lost to another one (a serialization failure or a deadlock) is rolled back and do is called
// again: it must change nothing but what the store changes. The isolation is read committed.
func (db *DB) Transact(ctx context.Context, do func(ctx context.Context, s *Store) error) (err error) {
	defer wrap(&err, "Transact")
	return again(ctx, func() error {
		return db.Bun.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			return do(ctx, &Store{db: tx})
		})
	})
}

// Alone runs do without a transaction: for what reads and then writes in one statement at most, which saves the database two questions.
// A statement that lost to another one is tried again as with Transact.
func (db *DB) Alone(ctx context.Context, do func(ctx context.Context, s *Store) error) (err error) {
	defer wrap(&err, "Alone")
	return again(ctx, func() error { return do(ctx, db.Store()) })
}

// again does what lost to another transaction once more, a few times.
func again(ctx context.Context, do func() error) error {
	for try := 1; ; try++ {
		err := do()
		if !lostRace(err) || try == transactTries {
			return err
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// pause waits longer after each try, by chance, so that two that met do not meet again.
func pause(ctx context.Context, try int) error {
	most := transactPause << try
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(most/2 + rand.N(most/2)):
		return nil
	}
}

// Rehearse runs do in one transaction that is always rolled back: for a dry run, and for tests, to which it gives a
// world of their own for the price of a statement. It returns what do returned.
func (db *DB) Rehearse(ctx context.Context, do func(ctx context.Context, s *Store) error) (err error) {
	defer wrap(&err, "Rehearse")
	tx, err := db.Bun.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if e := tx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) {
			err = errors.Join(err, e)
		}
	}()
	return do(ctx, &Store{db: tx})
}

// Now returns the instant by which a use case judges everything, in UTC. Read it once and pass it on: within one
// transaction it stands still.
func (s *Store) Now(ctx context.Context) (now time.Time, err error) {
	defer wrap(&err, "Now")
	err = s.only(ctx, `
		SELECT coalesce(frozen_at, now()) + ahead
		FROM clock`, nil, &now)
	return now.UTC(), err
}

// AdvanceClock moves Waymark's clock ahead, for a demonstration or a test; nothing moves it back.
func (s *Store) AdvanceClock(ctx context.Context, by time.Duration) (err error) {
	defer wrap(&err, "AdvanceClock")
	return s.one(ctx, `
		UPDATE clock
		SET ahead = ahead + ?::bigint * interval '1 microsecond'`, by.Microseconds())
}

// skipAgain is how soon, in real time, a second skip of the clock is still the first: the same press of a button.
const skipAgain = 10 * time.Second

// SkipClock moves a demo's clock ahead and notes when. Within ten seconds of the last time it does nothing.
func (s *Store) SkipClock(ctx context.Context, by time.Duration) (err error) {
	defer wrap(&err, "SkipClock")
	_, err = s.db.NewRaw(`
		UPDATE clock
		SET ahead = ahead + ?::bigint * interval '1 microsecond', moved_at = clock_timestamp()
		WHERE moved_at IS NULL OR moved_at < clock_timestamp() - ?::bigint * interval '1 microsecond'`,
		by.Microseconds(), skipAgain.Microseconds()).Exec(ctx)
	return err
}

// FreezeClock stops Waymark's clock at an instant, in every process that uses the database.
func (s *Store) FreezeClock(ctx context.Context, at time.Time) (err error) {
	defer wrap(&err, "FreezeClock")
	return s.one(ctx, `
		UPDATE clock
		SET frozen_at = ?, ahead = '0'`, at)
}

// one runs a statement that must touch exactly one row; sql.ErrNoRows when it touched none.
func (s *Store) one(ctx context.Context, query string, args ...any) error {
	n, err := s.many(ctx, query, args...)
	if err != nil {
		return err
	}
	if n == 0 {
		return sql.ErrNoRows
	}
	if n > 1 {
		return fmt.Errorf("%d rows where one was meant", n)
	}
	return nil
}

// many changes any number of rows, and returns how many.
func (s *Store) many(ctx context.Context, query string, args ...any) (int, error) {
	result, err := s.db.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// Counter counts the statements of a context, so that a test can say how many a page may take.
type Counter struct {
	mu         sync.Mutex
	operations []string
}

type counterKey struct{}

// CountStatements returns a context whose statements are counted, those that bun builds and raw ones alike. Begin, commit
// and rollback do not count.
func CountStatements(ctx context.Context) (context.Context, *Counter) {
	counter := &Counter{}
	return context.WithValue(ctx, counterKey{}, counter), counter
}

// N is the number of statements so far.
func (c *Counter) N() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.operations)
}

// Operations returns the first word of each statement so far, in order. The rest may hold people's data, and is not kept.
func (c *Counter) Operations() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.operations...)
}

// countHook sees every statement, and prints none.
type countHook struct{}

func (countHook) BeforeQuery(ctx context.Context, event *bun.QueryEvent) context.Context {
	counter, ok := ctx.Value(counterKey{}).(*Counter)
	if !ok {
		return ctx
	}
	switch operation := event.Operation(); operation {
	case "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE":
	default:
		counter.mu.Lock()
		counter.operations = append(counter.operations, operation)
		counter.mu.Unlock()
	}
	return ctx
}

func (countHook) AfterQuery(context.Context, *bun.QueryEvent) {}
