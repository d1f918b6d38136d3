package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"waymark/domain"
	"waymark/internal/auth"
)

// How much is kept of queries, in all at most a few megabytes.
const (
	rememberedQueries = 200     // parsed: more than our pages have
	persistedQueries  = 500     // by their hash
	mostRemembered    = 8 << 10 // bytes of one: a longer query is parsed each time, so that long ones cannot fill the memory
)

// persisted lets programs send the hash of a query in place of its text, once they have sent both: "automatic persisted
// queries", the extension persistedQuery of version 1 with a SHA-256.
//
// There is no list of trusted queries that alone would be allowed. What somebody may see and do is decided in app, whatever
// the text of the query, and how much by the limits of this package; a list would shut out the town's own developers, for whom the API
// is, and make nothing safer.
type persisted struct {
	extension.AutomaticPersistedQuery
}

func newPersisted() persisted {
	return persisted{extension.AutomaticPersistedQuery{Cache: kept{lru.New[string](persistedQueries)}}}
}

var _ graphql.OperationParameterMutator = persisted{}

// MutateOperationParameters puts the text in place of its hash.
func (p persisted) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	problem := p.AutomaticPersistedQuery.MutateOperationParameters(ctx, params)
	if problem != nil && codeOf(problem) == "" {
		errcode.Set(problem, codePersistedWrong)
		if words, ok := plainWords(problem.Message); ok {
			problem.Message = words
		}
	}
	return problem
}

// kept holds the texts of queries by their hash. Only who has come in with a name adds to it, so that the public cannot push out what
// programs rely on; and anybody may use it, as it is no secret.
type kept struct{ graphql.Cache[string] }

// Add keeps a query that is not too long, whoever is known sends it.
func (k kept) Add(ctx context.Context, hash, query string) {
	if auth.FromContext(ctx).Kind != domain.PublicActor && len(query) <= mostRemembered {
		k.Cache.Add(ctx, hash, query)
	}
}

// parsed holds queries that were read and found right, by their text.
type parsed struct {
	graphql.Cache[*ast.QueryDocument]
}

func newParsed() parsed { return parsed{lru.New[*ast.QueryDocument](rememberedQueries)} }

// Add keeps a query that is not too long.
func (p parsed) Add(ctx context.Context, query string, doc *ast.QueryDocument) {
	if len(query) <= mostRemembered {
		p.Cache.Add(ctx, query, doc)
	}
}
