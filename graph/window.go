package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"waymark/domain"
)

// windows refuses an operation that asks for a window of no rows, or of more than there may be: whoever were given another number of
// rows than they asked for would take a list for shorter than it is.
type windows struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = windows{}

// ExtensionName names it for gqlgen.
func (windows) ExtensionName() string { return "Windows" }

// Validate accepts every schema.
func (windows) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses what is out of bounds; it changes nothing.
func (windows) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	return wrongWindow(op, op.Operation.SelectionSet, nil)
}

// wrongWindow looks for a field whose argument first is out of bounds. How many fields it may meet is bounded by then.
func wrongWindow(op *graphql.OperationContext, set ast.SelectionSet, at ast.Path) *gqlerror.Error {
	for _, s := range set {
		var wrong *gqlerror.Error
		switch s := s.(type) {
		case *ast.Field:
			here := append(at[:len(at):len(at)], ast.PathName(s.Alias))
			if !windowFits(s, op.Variables) {
				e := refusal(string(domain.Invalid), "Please ask for 1 to %d rows at once, and go on from there with after.", mostRows)
				e.Extensions["field"], e.Path = "first", here
				return e
			}
			wrong = wrongWindow(op, s.SelectionSet, here)
		case *ast.InlineFragment:
			wrong = wrongWindow(op, s.SelectionSet, at)
		case *ast.FragmentSpread:
			wrong = wrongWindow(op, s.Definition.SelectionSet, at)
		}
		if wrong != nil {
			return wrong
		}
	}
	return nil
}

// windowFits reports whether a field has no window, or one that fits.
func windowFits(f *ast.Field, variables map[string]any) bool {
	if f.Definition == nil || f.Definition.Arguments.ForName("first") == nil {
		return true
	}
	given, ok := f.ArgumentMap(variables)["first"]
	if !ok || given == nil { // it has its default, or is refused as null
		return true
	}
	n, err := graphql.UnmarshalInt(given)
	return err == nil && n >= 1 && n <= mostRows
}
