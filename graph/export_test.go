package graph

import (
	"context"
	"net/http"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"

	"waymark/internal/app"
)

// NewGenerated returns the API with all answers written by the generated code.
func NewGenerated(a *app.App, o Options) http.Handler {
	return newHandler(a, o, func(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) })
}

// NewCounting returns the API as NewHandler does, which also counts what lean has written.
func NewCounting(a *app.App, o Options, wrote *atomic.Int64) http.Handler {
	return newHandler(a, o, func(ctx context.Context, next graphql.Resolver) (any, error) {
		v, err := lean(ctx, next)
		if _, yes := v.(ready); yes {
			wrote.Add(1)
		}
		return v, err
	})
}
