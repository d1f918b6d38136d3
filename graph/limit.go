package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"waymark/domain"
	"waymark/graph/generated"
	"waymark/internal/app"
)

// How much one operation may ask for. The largest that the pages need are a tenth of it.
const (
	mostBytes      = 128 << 10 // of a body: an ask with all its notes is a few thousand
	mostTokens     = 2000      // of a query
	mostFields     = 1000      // of a query with its fragments written out, aliases each counted
	mostDepth      = 10        // of fields in fields
	mostDepthInDev = 20        // the query of API explorers for the schema is deep
	mostComplexity = 5000      // fields, each times the rows of the lists that it is in
)

// outline refuses an operation that is too deep or, with its fragments written out, too long, and outside development one that asks
// for the schema. It reads each fragment once, so
// that fragments of fragments cost no more than their text; it stands before the count of complexity, which reads them each time.
type outline struct{ dev bool }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = outline{}

// ExtensionName names it for gqlgen.
func (outline) ExtensionName() string { return "Outline" }

// Validate accepts every schema.
func (outline) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses what is too much; it changes nothing.
func (o outline) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	size, deepest := measure{}.of(op.Operation.SelectionSet), mostDepth
	if o.dev {
		deepest = mostDepthInDev
	}
	switch {
	case size.depth > deepest || size.fields > mostFields:
		return gqlerror.Wrap(domain.Errorf(domain.TooMany, "", "This asks for too much at once: %d levels at most, and %d fields.", deepest, mostFields))
	case size.schema && !o.dev:
		return gqlerror.Wrap(domain.Errorf(domain.Forbidden, "", "The schema is not shown here. It is in our source code."))
	}
	return nil
}

// extent is how deep and how long a selection is, and whether it asks for the schema.
type extent struct {
	depth, fields int
	schema        bool
}

// measure remembers the extent of each fragment. The validation of the query has seen to it that none contains itself.
type measure map[*ast.FragmentDefinition]extent

func (m measure) of(set ast.SelectionSet) (out extent) {
	for _, s := range set {
		var e extent
		switch s := s.(type) {
		case *ast.Field:
			e = m.of(s.SelectionSet)
			e.depth, e.fields = e.depth+1, e.fields+1
			e.schema = e.schema || s.Name == "__schema" || s.Name == "__type"
		case *ast.InlineFragment:
			e = m.of(s.SelectionSet)
		case *ast.FragmentSpread:
			e = m.fragment(s.Definition)
		}
		out.depth, out.schema = max(out.depth, e.depth), out.schema || e.schema
		out.fields = min(out.fields+e.fields, mostFields+1) // more is not counted: it could not be held in a number
	}
	return out
}

func (m measure) fragment(f *ast.FragmentDefinition) extent {
	e, known := m[f]
	if !known {
		e = m.of(f.SelectionSet)
		m[f] = e
	}
	return e
}

// rows is the complexity of a list: that of a row for each row that it may have.
func rows(child, most int) int { return 1 + child*min(max(most, 1), mostRows) }

// What one field costs beside those in it, by how much work it makes.
const (
	costOfView  = 20 // a use case of several statements
	costOfSolve = 50 // one that lays out a district for the solver
)

// complexity counts what lists multiply, and what is dear.
func complexity() (c generated.ComplexityRoot) {
	view := func(child int, _ string) int { return costOfView + child }
	many := func(child int) int { return rows(child, mostRows/4) }
	c.Query.Node = view
	c.Query.Street = view
	c.Query.Person = view
	c.Query.Request = func(child int, _ string) int { return costOfSolve + child }
	c.Query.RequestByReference = func(child int, _ string) int { return costOfSolve + child }
	c.Query.Desk = func(child int, _ *string, _ bool) int { return costOfView + rows(child, mostRows) }
	c.Query.Districts = func(child int) int { return rows(child, 5) }
	c.Query.Sections = func(child int, _ string) int { return many(child) }
	c.Query.Needs = func(child int, _ string) int { return many(child) }
	c.Query.FindStreets = func(child int, find app.FindStreets) int { return rows(child, find.Limit) }
	c.Query.Streets = func(child int, _ *app.StreetFilter, first int, _ *string) int { return costOfView + rows(child, first) }
	c.Query.People = func(child int, _ *app.PeopleFilter, first int, _ *string) int { return costOfView + rows(child, first) }
	c.Query.Requests = func(child int, _ *app.RequestFilter, first int, _ *string) int {
		return costOfView + rows(child, first)
	}
	c.District.Towns = many
	c.RequestView.Invitations = func(child int, first int, _ *string) int { return rows(child, first) }
	c.RequestView.Timeline = func(child int, first int, _ *string) int { return rows(child, first) }
	c.RequestView.Shortlist = func(child int) int { return costOfSolve + rows(child, 10) }
	return c
}
