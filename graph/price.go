package graph

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/complexity"
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// What one field costs beside those in it, by how much work it makes. Any other field costs 1.
const (
	costOfView  = 20   // a use case of several statements, as behind each field of Query and Mutation
	costOfSolve = 50   // one that lays out a district for the solver
	costOfTrial = 2000 // one that may compute for a while
)

// dear are the fields that cost more than a view.
var dear = map[string]int{
	"RequestView.shortlist": costOfSolve,
	"RequestView.unmatched": costOfSolve,
	"RequestView.matching":  costOfSolve,
	"Query.tryPolicy":       costOfTrial,
	"Query.whatIf":          costOfTrial,
	"Query.recruitHere":     costOfTrial,
	"Mutation.exportList":   costOfTrial,
}

// usualRows is how many rows a list has that is given whole, unless lengths says otherwise.
const usualRows = mostRows / 4

// lengths are those of lists that are usually shorter or may be longer.
var lengths = map[string]int{
	"Desk.needsYou":         mostRows,
	"Desk.new":              mostRows,
	"Desk.waiting":          mostRows,
	"OwnCopy.parts":         15,
	"OwnRow.cells":          5,
	"Query.districts":       5,
	"Service.costs":         5,
	"Service.locations":     5,
	"Service.schedules":     5,
	"Service.themes":        5,
	"RequestView.shortlist": 10,
}

// priced is the schema with a price for each field: what is in a list counts as often as the list may have rows. The price follows from
// the schema, so that a list which is new in it has one too.
type priced struct{ graphql.ExecutableSchema }

// Complexity is the price of one field with those in it.
func (s priced) Complexity(_ context.Context, on, field string, child int, args map[string]any) (int, bool) {
	schema := s.Schema()
	def := schema.Types[on].Fields.ForName(field)
	if def == nil { // __typename
		return 1, true
	}
	name, cost := on+"."+field, 1
	if on == schema.Query.Name || schema.Mutation != nil && on == schema.Mutation.Name {
		cost = costOfView
	}
	if d, ok := dear[name]; ok {
		cost = d
	}
	return cost + min(child, mostComplexity)*rowsOf(schema, name, def, args), true // bounded: products of lists in lists outgrow an int
}

// rowsOf is how many rows a field may answer with. The edges of a connection are counted at the connection.
func rowsOf(schema *ast.Schema, name string, def *ast.FieldDefinition, args map[string]any) int {
	of := schema.Types[def.Type.Name()]
	n, known := lengths[name]
	switch {
	case of.IsLeafType() || strings.HasSuffix(name, "Connection.edges"):
		return 1
	case strings.HasSuffix(of.Name, "Connection"):
		return rowsIn(args)
	case def.Type.Elem == nil:
		return 1
	case known:
		return n
	}
	return usualRows
}

// rowsIn is how many rows a window has by its arguments.
func rowsIn(args map[string]any) int {
	first, err := graphql.UnmarshalInt(args["first"])
	if err != nil || args["first"] == nil {
		return mostRows
	}
	return page(first, nil).First
}

// budget refuses an operation that costs too much.
type budget struct{ schema graphql.ExecutableSchema }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = budget{}

// ExtensionName names it for gqlgen.
func (budget) ExtensionName() string { return "Budget" }

// Validate accepts every schema.
func (budget) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses what costs too much; it changes nothing.
func (b budget) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if cost := complexity.Calculate(ctx, b.schema, op.Operation, op.Variables); cost > mostComplexity {
		return refusal(codeComplexity, "This asks for too much at once: it counts %d, and may count %d. Please ask for fewer rows or fields.", cost, mostComplexity)
	}
	return nil
}
