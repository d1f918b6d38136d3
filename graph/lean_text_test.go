package graph

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"waymark/domain"
	"waymark/graph/generated"
	"waymark/graph/model"
	"waymark/graph/scalar"
)

// TestText: each value is written as its scalar writes it, and is wrong where that is null and may not be.
func TestText(t *testing.T) {
	paris := time.FixedZone("", 7200)
	all := ""
	for c := range rune(0x180) {
		all += string(c)
	}
	for name, tt := range map[string]struct {
		write func(*text)
		want  graphql.Marshaler
	}{
		"every character":      {func(x *text) { x.string(all + "\u2028\xff😀") }, graphql.MarshalString(all + "\u2028\xff😀")},
		"no text":              {func(x *text) { x.string("") }, graphql.MarshalString("")},
		"a word":               {func(x *text) { x.word("met", must) }, scalar.MarshalStanding("met")},
		"no word":              {func(x *text) { x.word("", must) }, scalar.MarshalStanding("")},
		"an urgency":           {func(x *text) { x.word(scalar.UrgencyWord(domain.InADay), must) }, scalar.MarshalUrgency(domain.InADay)},
		"no urgency":           {func(x *text) { x.word(scalar.UrgencyWord("?"), must) }, scalar.MarshalUrgency("?")},
		"an id":                {func(x *text) { x.id("Person", 1<<62, must) }, scalar.MarshalPersonID(1 << 62)},
		"no id":                {func(x *text) { x.id("Person", 0, must) }, scalar.MarshalPersonID(0)},
		"a time elsewhere":     {func(x *text) { x.time(time.Unix(1e9, 5).In(paris), must) }, scalar.MarshalTime(time.Unix(1e9, 5).In(paris))},
		"no time":              {func(x *text) { x.time(time.Time{}, must) }, scalar.MarshalTime(time.Time{})},
		"yes":                  {func(x *text) { x.bool(true) }, graphql.MarshalBoolean(true)},
		"a number":             {func(x *text) { x.number(new(int)) }, graphql.MarshalInt(0)},
		"text that is there":   {func(x *text) { x.maybe(new(string)) }, graphql.MarshalString("")},
		"nothing, as it may":   {func(x *text) { x.maybe(nil); x.wrong = !x.wrong }, graphql.Null},
		"no number, as it may": {func(x *text) { x.number(nil); x.wrong = !x.wrong }, graphql.Null},
	} {
		var got text
		tt.write(&got)
		var want bytes.Buffer
		tt.want.MarshalGQL(&want)
		if string(got.json) != want.String() || got.wrong != (tt.want == graphql.Null) {
			t.Errorf("%s: %s, wrong %t, want %s", name, got.json, got.wrong, want.String())
		}
	}
}

// TestLean_Knows: lean has a line for each field of its types.
func TestLean_Knows(t *testing.T) {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	check := func(name string, knows func(string) bool) {
		for _, f := range schema.Types[name].Fields {
			if !knows(f.Name) {
				t.Errorf("lean does not know %s.%s", name, f.Name)
			}
		}
	}
	check("RequestConnection", has(leanRequestConnection))
	check("RequestEdge", has(leanRequestEdge))
	check("Request", has(leanRequest))
	check("LastEvent", has(leanLastEvent))
	check("PersonConnection", has(leanPersonConnection))
	check("PersonEdge", has(leanPersonEdge))
	check("Person", has(leanPerson))
	check("PageInfo", has(leanPageInfo))
}

func has[T any](s shape[T]) func(string) bool {
	return func(field string) bool { _, ok := s.fields[field]; return ok }
}

// TestLean_Leaves: what has nothing where something must be, what is not there at all and what is not known goes on as it was, to be
// told by the generated code.
func TestLean_Leaves(t *testing.T) {
	for _, tt := range []struct {
		field string
		rows  *model.RequestConnection
		wrote bool
	}{
		{"id", &model.RequestConnection{Edges: []model.RequestEdge{{Node: &domain.RequestLine{ID: 5}}}}, true},
		{"id", &model.RequestConnection{Edges: []model.RequestEdge{{Node: &domain.RequestLine{}}}}, false},
		{"id", &model.RequestConnection{Edges: []model.RequestEdge{{}}}, false},
		{"id", nil, false},
		{"shoeSize", &model.RequestConnection{}, false},
	} {
		below := ast.SelectionSet{&ast.Field{Name: tt.field, Alias: tt.field}}
		for _, name := range []string{"node", "edges"} {
			below = ast.SelectionSet{&ast.Field{Name: name, Alias: name, SelectionSet: below}}
		}
		ctx := graphql.WithOperationContext(context.Background(), &graphql.OperationContext{})
		ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: graphql.CollectedField{Selections: below}})
		v, err := lean(ctx, func(context.Context) (any, error) { return tt.rows, nil })
		if text, wrote := v.(ready); err != nil || wrote != tt.wrote || wrote && !strings.Contains(string(text), `"node":{"id":"`) {
			t.Errorf("%s of %+v: %v, %v", tt.field, tt.rows, v, err)
		}
	}
}
