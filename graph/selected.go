package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"waymark/domain"
	"waymark/internal/app"
)

// selected says which fields of the thing at a path below the field that is being answered somebody asks for. What is left out by a
// directive counts as asked for.
func selected(ctx context.Context, path ...string) map[string]bool {
	set := graphql.GetFieldContext(ctx).Field.Selections
	for _, step := range path {
		var below ast.SelectionSet
		everyField(set, func(f *ast.Field) {
			if f.Name == step { // an alias may ask for the same field once more
				below = append(below, f.SelectionSet...)
			}
		})
		set = below
	}
	out := map[string]bool{}
	everyField(set, func(f *ast.Field) { out[f.Name] = true })
	return out
}

// everyField calls do for each field of a selection, those in fragments too, and for none that lies deeper.
func everyField(set ast.SelectionSet, do func(*ast.Field)) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			do(s)
		case *ast.InlineFragment:
			everyField(s.SelectionSet, do)
		case *ast.FragmentSpread:
			everyField(s.Definition.SelectionSet, do)
		}
	}
}

// counted turns a window into one that is counted only where somebody asks how many there are.
func counted(ctx context.Context, p app.Page) app.Page {
	p.Uncounted = !selected(ctx)["totalCount"]
	return p
}

// requestNames are the fields of Request that come from other tables.
var requestNames = map[string]domain.RequestName{
	"needName": domain.NeedName, "streetName": domain.StreetName, "sectionName": domain.SectionName,
	"townName": domain.TownName, "ownerName": domain.OwnerName, "helperName": domain.HelperName,
}

// without are the names that nobody asks for.
func without(fields map[string]bool) (out []domain.RequestName) {
	for field, name := range requestNames {
		if !fields[field] {
			out = append(out, name)
		}
	}
	return append(out, domain.HelperBy) // which the schema does not have
}

// requestRest are the fields of Request that a brief list leaves out.
var requestRest = []string{
	"ownerId", "nextActionAt", "usefulUntil", "failedAt", "holdReason", "visitAt", "duplicateOf", "placed", "approved", "ending", "closedAt",
}

// personRest are the fields of PersonEdge and of Person that a brief list leaves out.
var personRest = []string{"volunteer", "standing", "resting", "streetId", "leftAt"}

// brief reports whether nobody asks for any of what a brief list leaves out.
func brief(fields map[string]bool, rest []string) bool {
	return !slices.ContainsFunc(rest, func(name string) bool { return fields[name] })
}

// asksFor reports whether a selection has a field of a name, however deep.
func asksFor(set ast.SelectionSet, name string) (found bool) {
	everyField(set, func(f *ast.Field) {
		found = found || f.Name == name || asksFor(f.SelectionSet, name)
	})
	return found
}

// withLast lets lists read the newest step of each request where the operation asks for it.
func withLast(ctx context.Context) context.Context {
	if asksFor(graphql.GetOperationContext(ctx).Operation.SelectionSet, "lastEvent") {
		return app.WithLastEvents(ctx)
	}
	return ctx
}
