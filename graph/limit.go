package graph

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// How much one request may ask for. The largest that the pages need are a tenth of it. A list of them stands in docs/api.md.
const (
	mostBytes      = 128 << 10        // of a body with its variables: an ask with all its notes is a few thousand
	mostTokens     = 2000             // of a query
	mostFields     = 500              // of a query with its fragments written out, aliases and the fragments themselves each counted
	mostRepeats    = 100              // times that one field stands in the text of a query
	mostAliases    = 30               // of these under another name
	mostDepth      = 10               // of fields in fields
	mostDepthInDev = 20               // the query of the API explorer for the schema is deep
	mostComplexity = 5000             // see price.go
	longest        = 10 * time.Second // of an operation; a live one is no operation in this sense
	mostErrors     = 10               // in an answer
	mostWords      = 300              // bytes of an error that may repeat what was sent
)

// outline refuses a query that is too deep, or with its fragments written out too long, and outside development one that asks for
// the schema. It looks before the query is compared with the schema, which takes time with the square of what is in a query. Each
// fragment is read once, so that fragments of fragments cost no more than their text.
type outline struct {
	dev    bool
	parsed parsed
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
} = outline{}

// ExtensionName names it for gqlgen.
func (outline) ExtensionName() string { return "Outline" }

// Validate accepts every schema.
func (outline) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters refuses what is too much; it changes nothing. A query that is remembered has passed before.
func (o outline) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	if _, known := o.parsed.Get(ctx, params.Query); known {
		return nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: params.Query}, mostTokens)
	if err != nil {
		return unreadable(err)
	}
	for _, op := range doc.Operations {
		if op.Operation == ast.Mutation && !oneField(op.SelectionSet) {
			return refusal(codeOneChange, "Please do one thing at a time: one mutation in an operation.")
		}
	}
	m := &measure{fragments: map[string]*fragment{}, repeats: map[string]int{}, aliases: map[string]int{}}
	for _, f := range doc.Fragments {
		m.fragments[f.Name] = &fragment{set: f.SelectionSet}
	}
	return o.judge(m, m.document(doc))
}

// oneField reports whether a selection is one field. What several mutations had done would be lost with the answer when one of them
// fails, because what they answer with is never null.
func oneField(set ast.SelectionSet) bool {
	if len(set) != 1 {
		return false
	}
	_, field := set[0].(*ast.Field)
	return field
}

// unreadable says why a query could not be read.
func unreadable(err error) *gqlerror.Error {
	var g *gqlerror.Error
	switch {
	case !errors.As(err, &g):
		return refusal(codeParse, "This is no GraphQL.")
	case strings.HasPrefix(g.Message, "exceeded token limit"):
		return refusal(codeTokens, "This query is too long: %d tokens at most.", mostTokens)
	}
	g.Extensions = map[string]any{"code": codeParse}
	return g
}

func (o outline) judge(m *measure, size extent) *gqlerror.Error {
	deepest := mostDepth
	if o.dev {
		deepest = mostDepthInDev
	}
	switch {
	case m.loop != "":
		return refusal(codeValidation, "The fragment %s contains itself.", m.loop)
	case size.depth > deepest:
		return refusal(codeDepth, "Fields stand too deep in fields: %d levels at most.", deepest)
	case size.fields > mostFields:
		return refusal(codeFields, "This asks for too much at once: %d fields at most, with fragments written out.", mostFields)
	case most(m.repeats) > mostRepeats:
		return refusal(codeFields, "One field stands here too often: %d times at most.", mostRepeats)
	case most(m.aliases) > mostAliases:
		return refusal(codeAliases, "One field stands here under too many other names: %d at most.", mostAliases)
	case size.schema && !o.dev:
		return refusal(codeSchema, "The schema is not shown here. It is in our source code.")
	}
	return nil
}

// most is the largest count.
func most(counts map[string]int) (n int) {
	for _, c := range counts {
		n = max(n, c)
	}
	return n
}

// extent is how deep and how long a selection is, and whether it asks for the schema.
type extent struct {
	depth, fields int
	schema        bool
}

func (e *extent) add(other extent) {
	e.depth, e.schema = max(e.depth, other.depth), e.schema || other.schema
	e.fields = min(e.fields+other.fields, mostFields+1) // more is not counted: it could not be held in a number
}

// measure takes the extent of a query that may yet be wrong in any way.
type measure struct {
	fragments map[string]*fragment
	repeats   map[string]int // by field: how often the text has it
	aliases   map[string]int // and how often under another name
	loop      string         // a fragment that contains itself
}

// fragment is one, with its extent once it is known.
type fragment struct {
	set         ast.SelectionSet
	size        extent
	begun, done bool
}

// document is the extent of all operations together, and of fragments that none of them uses: all are compared with the schema,
// whichever is run.
func (m *measure) document(doc *ast.QueryDocument) (all extent) {
	for _, op := range doc.Operations {
		all.add(m.of(op.SelectionSet))
	}
	for _, f := range doc.Fragments {
		if !m.fragments[f.Name].begun {
			all.add(m.fragment(f.Name))
		}
	}
	return all
}

func (m *measure) of(set ast.SelectionSet) (all extent) {
	for _, s := range set {
		var e extent
		switch s := s.(type) {
		case *ast.Field:
			e = m.of(s.SelectionSet)
			e.depth, e.schema = e.depth+1, e.schema || s.Name == "__schema" || s.Name == "__type"
			m.repeats[s.Name]++
			if s.Alias != s.Name {
				m.aliases[s.Name]++
			}
		case *ast.InlineFragment:
			e = m.of(s.SelectionSet)
		case *ast.FragmentSpread:
			e = m.fragment(s.Name)
		}
		e.fields++
		all.add(e)
	}
	return all
}

func (m *measure) fragment(name string) extent {
	f := m.fragments[name]
	switch {
	case f == nil: // there is none of this name; the comparison with the schema says so
		return extent{}
	case f.done:
		return f.size
	case f.begun:
		m.loop = name
		return extent{}
	}
	f.begun = true
	f.size = m.of(f.set)
	f.done = true
	return f.size
}
