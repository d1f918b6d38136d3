package postgres

import (
	"context"
	"time"
)

// Rate is how often something may be done under a key, in the span of time that began at From.
type Rate struct {
	Key  string
	From time.Time
	Most int
}

// countRate counts one more, and returns how many there are now.
const countRate = `
		INSERT INTO rate_counts AS r (key, from_at, count)
		VALUES (?, ?, 1)
		ON CONFLICT (key, from_at) DO UPDATE
		SET count = r.count + 1
		RETURNING count`

// CountRate counts one more under a key in the span of time that began at from, and returns how many there are now. Whoever
// counts under the same key at the same moment waits for this transaction.
func (s *Store) CountRate(ctx context.Context, key string, from time.Time) (n int, err error) {
	defer wrap(&err, "Store.CountRate")
	err = s.only(ctx, countRate, []any{key, from}, &n)
	return n, err
}
