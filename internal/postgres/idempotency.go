package postgres

import (
	"context"
	"time"
)

// Repeat is what was remembered of a use case that was done under a key.
type Repeat struct {
	InputHash []byte
	ResultID  int64
}

// LockKey waits until nobody else does what the key stands for, until the transaction ends. number is any hash of the key.
func (s *Store) LockKey(ctx context.Context, number int64) (err error) {
	defer wrap(&err, "Store.LockKey")
	_, err = s.db.NewRaw(`SELECT pg_advisory_xact_lock(?)`, number).Exec(ctx)
	return err
}

// Repeated returns what was done under a key; NotFound when nothing was.
func (s *Store) Repeated(ctx context.Context, key string) (r Repeat, err error) {
	defer wrap(&err, "Store.Repeated")
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT input_hash, result_id
		FROM idempotency_keys
		WHERE key = ?`, key).Scan(ctx, &r)
	return r, err
}

// Remember keeps what was done under a key.
func (s *Store) Remember(ctx context.Context, key string, r Repeat, now time.Time) (err error) {
	defer wrap(&err, "Store.Remember")
	_, err = s.db.NewRaw(`
		INSERT INTO idempotency_keys (key, input_hash, result_id, at)
		VALUES (?, ?, ?, ?)`, key, r.InputHash, r.ResultID, now).Exec(ctx)
	return err
}
