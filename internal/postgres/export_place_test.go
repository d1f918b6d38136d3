package postgres

import (
	"context"
	"strings"
)

// ExplainBegins returns the plan of the statement that finds what begins as was typed.
func (s *Store) ExplainBegins(ctx context.Context, f Find) (string, error) {
	return s.explain(ctx, streetBegins, f.place(f.Key+"%", "% "+f.Key+"%", f.Raw+"%", f.Key, f.Key+"%", f.Limit)...)
}

// ExplainLike returns the plan of the statement that finds what is like what was typed.
func (s *Store) ExplainLike(ctx context.Context, f Find) (string, error) {
	return s.explain(ctx, streetIsLike, f.place(f.Key, f.Key, nearEnough, f.Key, f.Key, f.Key, f.Limit)...)
}

// ExplainSlips returns the plan of the statement that finds names in which a word may stand.
func (s *Store) ExplainSlips(ctx context.Context, f Find) (string, error) {
	n := f.inStreets()
	return s.explain(ctx, n.query+" && slip_keys(?)", append(n.args, f.Key)...)
}

func (s *Store) explain(ctx context.Context, query string, args ...any) (string, error) {
	var lines []string
	err := s.db.NewRaw("EXPLAIN "+query, args...).Scan(ctx, &lines)
	return strings.Join(lines, "\n"), err
}
