package graph

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"

	"waymark/graph/generated"
	"waymark/internal/app"
)

// Options are what the API needs besides the use cases.
type Options struct {
	Dev     bool          // the schema may be asked for, and mistakes in a query are answered with what may have been meant
	Log     *slog.Logger  // for errors that are not for people
	Longest time.Duration // that an operation may take; zero is ten seconds
	Streams Streams       // what is told as it happens
}

// NewHandler returns the API. It takes POST with a JSON body and nothing else: no other site's form can send that. Put it inside
// auth.Middleware, which says who asks.
func NewHandler(a *app.App, o Options) http.Handler { return newHandler(a, o, lean) }

// newHandler makes the API with something around each of its fields.
func newHandler(a *app.App, o Options, around graphql.FieldMiddleware) http.Handler {
	if o.Longest == 0 {
		o.Longest = longest
	}
	schema := priced{generated.NewExecutableSchema(generated.Config{Resolvers: &resolver{app: a}})}
	parsed := newParsed()
	srv := handler.New(schema)
	srv.AddTransport(o.Streams.events())
	srv.AddTransport(post{longest: o.Longest})
	srv.SetQueryCache(parsed)
	srv.SetParserTokenLimit(mostTokens)
	srv.SetDisableSuggestion(!o.Dev)
	srv.SetErrorPresenter(presenter(o.Log, o.Dev))
	srv.SetRecoverFunc(recovered)
	if o.Dev {
		srv.Use(extension.Introspection{})
	}
	srv.Use(newPersisted())
	srv.Use(outline{dev: o.Dev, parsed: parsed})
	srv.Use(budget{schema})
	srv.Use(windows{})
	srv.Use(apart{})
	srv.AroundOperations(inTime(o.Longest))
	srv.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return next(withLast(withLoaders(ctx, a)))
	})
	srv.AroundFields(around)
	srv.AroundResponses(fewErrors)
	return door(o.Streams.around(srv))
}
