package postgres

import "context"

// The migrations of a test come from the test.
var (
	MigrateFiles  = migrateFiles
	RollbackFiles = rollbackFiles
	StatusFiles   = statusFiles
)

// Exec runs a statement in the store, for tests of the machinery that need no method of ours.
func (s *Store) Exec(ctx context.Context, query string, args ...any) error {
	_, err := s.db.ExecContext(ctx, query, args...)
	return err
}

// Wrapped is Exec as a store method does it.
func (s *Store) Wrapped(ctx context.Context, query string, args ...any) (err error) {
	defer wrap(&err, "Wrapped")
	return s.Exec(ctx, query, args...)
}

// Int reads one number with bun's builder, where Exec is raw.
func (s *Store) Int(ctx context.Context, expr string) (n int, err error) {
	err = s.db.NewSelect().ColumnExpr(expr).Scan(ctx, &n)
	return n, err
}
