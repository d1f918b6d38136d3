package graph

import (
	"context"
	"io"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"waymark/domain"
	"waymark/graph/model"
)

// lean writes what the lists that are asked for most often answer with, in place of the generated code, which starts a goroutine for
// each row and makes several things for each field. All else is as ever: the generated code reads the arguments and calls the
// resolver, whose use case says who may see what; an error is told by it, too. What lean cannot write, it leaves to it as it is.
func lean(ctx context.Context, next graphql.Resolver) (any, error) {
	v, err := next(ctx)
	if err != nil {
		return v, err
	}
	switch v := v.(type) {
	case *model.RequestConnection:
		return written(ctx, leanRequests, v), nil
	case *model.PersonConnection:
		return written(ctx, leanPeople, v), nil
	case []domain.RequestLine:
		return written(ctx, leanLines, v), nil
	}
	return v, nil
}

// written is a value as JSON, or the value itself when it cannot be written here.
func written[T any](ctx context.Context, as field[T], v T) any {
	write, ok := as(graphql.GetOperationContext(ctx), graphql.GetFieldContext(ctx).Field.Selections)
	if !ok {
		return v
	}
	out := text{json: make([]byte, 0, usualBytes)}
	if write(&out, &v); out.wrong {
		return v
	}
	return ready(out.json)
}

// usualBytes hold most lists; a longer one takes more room as it grows.
const usualBytes = 8 << 10

// ready is a value that has been written. The generated code takes it as it is.
type ready []byte

// MarshalGQL writes it out.
func (r ready) MarshalGQL(w io.Writer) { _, _ = w.Write(r) } // into memory, which takes all

// shape is what lean knows of a type of the schema: its fields, each with what makes its writer for a selection below it.
type shape[T any] struct {
	names  []string // of the type, and of what it implements: on these a fragment may be
	fields map[string]field[T]
}

type (
	writer[T any] func(*text, *T)
	field[T any]  func(op *graphql.OperationContext, below ast.SelectionSet) (writer[T], bool)
)

// part is one field of an answer: its name there, ready to be written, and its value.
type part[T any] struct {
	key   string
	value writer[T]
}

type parts[T any] []part[T]

// choose finds the fields that are asked for, by the same rules as the generated code: fragments, other names, what is skipped. ok is
// false when one of them is not known here, or is to come later.
func (s *shape[T]) choose(op *graphql.OperationContext, set ast.SelectionSet) (out parts[T], ok bool) {
	asked := graphql.CollectFields(op, set, s.names)
	out = make(parts[T], 0, len(asked))
	for _, f := range asked {
		value, ok := s.valueOf(op, f)
		if !ok || f.IsDeferred() {
			return nil, false
		}
		key := strconv.Quote(f.Alias) + ":"
		if len(out) > 0 {
			key = "," + key
		}
		out = append(out, part[T]{key, value})
	}
	return out, true
}

func (s *shape[T]) valueOf(op *graphql.OperationContext, f graphql.CollectedField) (writer[T], bool) {
	if f.Name == "__typename" {
		return func(t *text, _ *T) { t.string(s.names[0]) }, true
	}
	choose, known := s.fields[f.Name]
	if !known {
		return nil, false
	}
	return choose(op, f.Selections)
}

func (p parts[T]) write(t *text, v *T) {
	t.raw("{")
	for i := range p {
		t.raw(p[i].key)
		p[i].value(t, v)
	}
	t.raw("}")
}

func writeList[T any](t *text, rows []T, write writer[T]) {
	t.raw("[")
	for i := range rows {
		if i > 0 {
			t.raw(",")
		}
		write(t, &rows[i])
	}
	t.raw("]")
}

// leaf is a field without others in it.
func leaf[T any](write writer[T]) field[T] {
	return func(*graphql.OperationContext, ast.SelectionSet) (writer[T], bool) { return write, true }
}

// plain is a leaf of text.
func plain[T any](of func(*T) string) field[T] {
	return leaf(func(t *text, v *T) { t.string(of(v)) })
}

// within is a field with others in it.
func within[T, U any](of *shape[U], optional bool, get func(*T) *U) field[T] {
	return func(op *graphql.OperationContext, below ast.SelectionSet) (writer[T], bool) {
		parts, ok := of.choose(op, below)
		return func(t *text, v *T) {
			if u := get(v); u != nil {
				parts.write(t, u)
			} else {
				t.null(optional)
			}
		}, ok
	}
}

// listOf is a field with a list in it.
func listOf[T, U any](of *shape[U], get func(*T) []U) field[T] {
	return func(op *graphql.OperationContext, below ast.SelectionSet) (writer[T], bool) {
		parts, ok := of.choose(op, below)
		return func(t *text, v *T) { writeList(t, get(v), parts.write) }, ok
	}
}

// itself is what a field has in it that is all there is.
func itself[T any](v *T) T { return *v }
