package postgres

import (
	"context"
	"time"
)

// CountRate counts one more under a key in the span of time that began at from, and returns how many there are now. Whoever
// counts under the same key at the same moment waits for this transaction.
func (s *Store) CountRate(ctx context.Context, key string, from time.Time) (n int, err error) {
	defer wrap(&err, "Store.CountRate")
	err = s.db.NewRaw(`
		INSERT INTO rate_counts AS r (key, from_at, count)
		VALUES (?, ?, 1)
		ON CONFLICT (key, from_at) DO UPDATE
		SET count = r.count + 1
		RETURNING count`, key, from).Scan(ctx, &n)
	return n, err
}
