package postgres

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/uptrace/bun"
)

// mostPrepared bounds how many statements are kept prepared: a list has a text for each combination of its filters.
const mostPrepared = 256

// prepared keeps the statements of what is read most often, so that PostgreSQL parses and plans each but once a connection. It is
// safe for use by many goroutines.
type prepared struct {
	db *sql.DB
	mu sync.RWMutex
	by map[string]*sql.Stmt // by their text, with ? for parameters
}

// of returns the statement of a text; nil when enough are kept.
func (p *prepared) of(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mu.RLock()
	known, full := p.by[query], len(p.by) >= mostPrepared
	p.mu.RUnlock()
	if known != nil || full {
		return known, nil
	}
	fresh, err := p.db.PrepareContext(ctx, numbered(query))
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if known = p.by[query]; known != nil { // another was quicker
		return known, fresh.Close()
	}
	p.by[query] = fresh
	return fresh, nil
}

// close gives all of them back.
func (p *prepared) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for query, s := range p.by {
		_ = s.Close() // the connections end next, and the statements with them
		delete(p.by, query)
	}
}

// numbered writes $1, $2, … for the ? of a statement, which therefore has no other ?.
func numbered(query string) string {
	var out strings.Builder
	for n, part := range strings.Split(query, "?") {
		if n > 0 {
			out.WriteString("$" + strconv.Itoa(n))
		}
		out.WriteString(part)
	}
	return out.String()
}

// each runs a statement, and scan for each of its rows. On the pool it is kept prepared; within a transaction it is not. The
// text has ? for parameters, whose types PostgreSQL must be able to tell, and no LIMIT ?: not knowing the number, PostgreSQL
// would plan anew each time.
func (s *Store) each(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) (err error) {
	rows, err := s.rows(ctx, query, args)
	if err != nil {
		return err
	}
	return read(rows, scan)
}

// read runs scan for each row, and closes them.
func read(rows *sql.Rows, scan func(*sql.Rows) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *Store) rows(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	if s.prepared == nil {
		return s.db.QueryContext(ctx, query, args...)
	}
	statement, err := s.prepared.of(ctx, query)
	if err != nil {
		return nil, err
	}
	if statement == nil {
		return s.db.QueryContext(ctx, query, args...)
	}
	countHook{}.BeforeQuery(ctx, &bun.QueryEvent{Query: strings.TrimSpace(query)})
	return statement.QueryContext(ctx, args...)
}

// beside runs a statement of a transaction whose arguments are long: they go beside its text, not in it, where PostgreSQL would have to
// read them letter by letter. The text has ?0, ?1, … for them, each with its type.
func (s *Store) beside(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	tx, ok := s.db.(bun.Tx)
	if !ok {
		return errors.New("this is a statement of a transaction")
	}
	countHook{}.BeforeQuery(ctx, &bun.QueryEvent{Query: strings.TrimSpace(query)})
	rows, err := tx.Tx.QueryContext(ctx, fromOne(query), args...)
	if err != nil {
		return err
	}
	return read(rows, scan)
}

// place is a ?0, ?1, … of a statement.
var place = regexp.MustCompile(`\?(\d+)`)

// fromOne writes $1, $2, … for the ?0, ?1, … of a statement.
func fromOne(query string) string {
	return place.ReplaceAllStringFunc(query, func(p string) string {
		n, _ := strconv.Atoi(p[1:])
		return "$" + strconv.Itoa(n+1)
	})
}

// only runs a statement that answers with one row; sql.ErrNoRows when it answers with none.
func (s *Store) only(ctx context.Context, query string, args []any, into ...any) error {
	found := false
	err := s.each(ctx, query, args, func(r *sql.Rows) error {
		found = true
		return r.Scan(into...)
	})
	if err == nil && !found {
		err = sql.ErrNoRows
	}
	return err
}

// column is one that a list reads: what it is in SQL, and where its value goes in a line of the list.
type column[T any] struct {
	sql  string
	into func(*T) any
}

// readLines reads a list of at most so many lines: "SELECT", the columns, and what follows. Only what somebody wants is worth being a
// column: each costs PostgreSQL and us about as much as a look at a row.
func readLines[T any](ctx context.Context, s *Store, columns []column[T], from string, args []any, most int) ([]T, error) {
	names, values := make([]string, len(columns)), make([]any, len(columns))
	for i, c := range columns {
		names[i] = c.sql
	}
	out := make([]T, 0, most)
	err := s.each(ctx, "SELECT "+strings.Join(names, ", ")+"\n"+from, args, func(rows *sql.Rows) error {
		out = append(out, *new(T))
		for i, c := range columns {
			values[i] = c.into(&out[len(out)-1])
		}
		return rows.Scan(values...)
	})
	return out, err
}
