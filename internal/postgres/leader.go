package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrNotLeader says that another server runs the clock, which is the usual state of a standby.
var ErrNotLeader = errors.New("another server leads")

// heartbeatWait is how long the leader's connection may take to answer before it counts as lost.
const heartbeatWait = 3 * time.Second

// Leader sees to it that one server at a time runs the clock. Leading is holding an advisory lock on a connection of its
// own: PostgreSQL gives it free the moment that connection ends, also when the server is killed. A leader that was
// frozen may find out late, so whatever it does must be safe to do twice.
type Leader struct {
	db *DB

	mu   sync.Mutex
	conn *sql.Conn // holds the lock; nil when we do not lead
}

// NewLeader stands for election; the first IsLeader decides.
func NewLeader(db *DB) *Leader { return &Leader{db: db} }

// IsLeader returns nil when this server leads, and takes the lead when nobody has it; ErrNotLeader when another does; any
// other error when the database could not be asked. Each call is the heart-beat: it asks on the very connection that
// holds the lock.
func (l *Leader) IsLeader(ctx context.Context) (err error) {
	defer wrap(&err, "IsLeader")
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		if l.beat(ctx) == nil {
			return nil
		}
		l.drop()
	}
	return l.stand(ctx)
}

// beat does not end with the caller's context: giving up in the middle of a statement would cost the connection.
func (l *Leader) beat(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), heartbeatWait)
	defer cancel()
	var one int
	return l.conn.QueryRowContext(ctx, "SELECT 1").Scan(&one)
}

// stand asks for the lock without waiting for it.
func (l *Leader) stand(ctx context.Context) error {
	conn, err := l.db.SQL.Conn(ctx)
	if err != nil {
		return err
	}
	var ours bool
	if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", leaderLock).Scan(&ours); err != nil {
		l.conn = conn
		l.drop() // the answer may have been lost on the way, and the lock be ours
		return err
	}
	if !ours {
		return errors.Join(ErrNotLeader, conn.Close())
	}
	l.conn = conn
	// A leader whose machine vanished is noticed in half a minute, not in the two hours that systems wait by default.
	_, err = conn.ExecContext(ctx, `
		SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3`)
	if err != nil {
		l.drop()
	}
	return err
}

// drop ends the connection, and with it the lock: it must not go back to the pool with the lock still on it.
func (l *Leader) drop() {
	// Raw returns the very error that we hand it, and Close that the connection is gone: both as meant.
	_ = l.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = l.conn.Close()
	l.conn = nil
}

// Close gives the lead to whoever asks next.
func (l *Leader) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil
	}
	defer l.drop()
	ctx, cancel := context.WithTimeout(context.Background(), heartbeatWait)
	defer cancel()
	if _, err := l.conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", leaderLock); err != nil {
		return fmt.Errorf("give up the lead: %w", err)
	}
	return nil
}
