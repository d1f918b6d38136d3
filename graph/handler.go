package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"waymark/graph/generated"
	"waymark/internal/app"
)

// rememberedQueries is how many parsed queries are kept: more than our pages have.
const rememberedQueries = 200

// Options are what the API needs besides the use cases.
type Options struct {
	Dev bool         // the schema may be asked for, and mistakes in a query are answered with what may have been meant
	Log *slog.Logger // for errors that are not for people
}

// NewHandler returns the API. It takes POST with a JSON body and nothing else: no other site's form can send that. Put it inside
// auth.Middleware, which says who asks.
func NewHandler(a *app.App, o Options) http.Handler {
	srv := handler.New(generated.NewExecutableSchema(generated.Config{
		Resolvers: &resolver{app: a}, Complexity: complexity(),
	}))
	srv.AddTransport(transport.POST{})
	srv.SetQueryCache(lru.New[*ast.QueryDocument](rememberedQueries))
	srv.SetParserTokenLimit(mostTokens)
	srv.SetDisableSuggestion(!o.Dev)
	srv.SetErrorPresenter(presenter(o.Log))
	srv.SetRecoverFunc(recovered)
	if o.Dev {
		srv.Use(extension.Introspection{})
	}
	srv.Use(outline{dev: o.Dev})
	srv.Use(extension.FixedComplexityLimit(mostComplexity))
	srv.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return next(withLoaders(ctx, a))
	})
	return door(srv)
}

// door turns away what is not a POST of JSON in the form of a query, and bounds what is read. Answers are for whoever asked alone.
func door(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			turnAway(w, http.StatusMethodNotAllowed, "Please send a POST request.")
			return
		}
		if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
			turnAway(w, http.StatusUnsupportedMediaType, "Please send JSON, and say so: Content-Type: application/json.")
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBytes))
		if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
			turnAway(w, http.StatusRequestEntityTooLarge, "This is too long.")
			return
		}
		if err != nil || json.Unmarshal(body, &graphql.RawParams{}) != nil {
			turnAway(w, http.StatusBadRequest, `Please send a query in the form {"query": "…", "variables": {…}}.`)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

// turnAway answers in the form that clients of GraphQL read.
func turnAway(w http.ResponseWriter, status int, message string) {
	body, err := json.Marshal(map[string]any{"errors": []map[string]string{{"message": message}}})
	if err != nil {
		http.Error(w, message, status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // whoever asked has gone
}
