package graph

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"waymark/graph/generated"
)

// TestPrice walks the schema: what stands in a list of things or in a connection counts as often as there may be rows, in every
// field that there is; a field of Query or Mutation costs a use case; and nothing is priced that there is not.
func TestPrice(t *testing.T) {
	t.Parallel()
	s := priced{generated.NewExecutableSchema(generated.Config{})}
	schema, lists := s.Schema(), 0
	for _, def := range schema.Types {
		if def.Kind != ast.Object || def.BuiltIn {
			continue
		}
		for _, field := range def.Fields {
			cost, ok := s.Complexity(t.Context(), def.Name, field.Name, 10, map[string]any{"first": int64(7)})
			of := schema.Types[field.Type.Name()]
			rows := 1
			switch {
			case strings.HasSuffix(of.Name, "Connection"):
				if rows = 7; field.Arguments.ForName("first") == nil || field.Arguments.ForName("after") == nil {
					t.Errorf("%s.%s is a connection without first or after", def.Name, field.Name)
				}
			case field.Type.Elem != nil && !of.IsLeafType() && !strings.HasSuffix(def.Name, "Connection"):
				rows = 5 // the shortest
				lists++
			}
			if !ok || cost < rows*10+1 {
				t.Errorf("%s.%s costs %d with 10 in it", def.Name, field.Name, cost)
			}
			if (def == schema.Query || def == schema.Mutation) && cost < costOfView {
				t.Errorf("%s.%s costs %d, as if it were nothing", def.Name, field.Name, cost)
			}
		}
	}
	if lists < 10 {
		t.Errorf("only %d lists were looked at", lists)
	}
	for _, table := range []map[string]int{dear, lengths} {
		for name := range table {
			on, field, _ := strings.Cut(name, ".")
			if def := schema.Types[on]; def == nil || def.Fields.ForName(field) == nil {
				t.Errorf("%s is priced, and not in the schema", name)
			}
		}
	}
}

// TestPrice_Windows: what is asked for counts, and never less than a row or more than a window.
func TestPrice_Windows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first any
		want  int
	}{
		"some": {int64(7), 7}, "as a variable": {"7", 7}, "none": {int64(0), 1}, "fewer than none": {int64(-5), 1}, "too many": {int64(1 << 40), mostRows},
		"not said": {nil, mostRows}, "no number": {[]any{}, mostRows},
	} {
		if got := rowsIn(map[string]any{"first": c.first}); got != c.want {
			t.Errorf("%s: %d rows, want %d", name, got, c.want)
		}
	}
	s := priced{generated.NewExecutableSchema(generated.Config{})}
	cost := 1
	for range 40 { // lists in lists: the product outgrows any number
		cost, _ = s.Complexity(t.Context(), "District", "towns", cost, nil)
	}
	if cost <= mostComplexity {
		t.Errorf("40 lists in lists cost %d", cost)
	}
}
