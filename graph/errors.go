package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"waymark/domain"
)

// sorry is all that anybody sees of an error that is not for people.
const sorry = "Something went wrong here, and we have noted it. Please try again in a minute."

// tooComplex is the code that gqlgen gives to a query that asks for too much.
const tooComplex = "COMPLEXITY_LIMIT_EXCEEDED"

// internal is the code of an error that is not for people.
const internal = "INTERNAL"

// presenter decides what of an error is seen: a domain.Error passes, with its kind as the code and its field; several of them
// become several errors; what is wrong with a query is said to whoever wrote it. Anything else is noted for whoever runs the machine, and one fixed sentence is shown.
func presenter(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		var several domain.Errors
		if errors.As(err, &several) && len(several) > 0 {
			for _, e := range several[1:] {
				graphql.AddError(ctx, e)
			}
			return outward(ctx, err, several[0])
		}
		var one *domain.Error
		if errors.As(err, &one) {
			return outward(ctx, err, one)
		}
		if g, ok := aboutQuery(err); ok {
			return g
		}
		if !errors.Is(err, context.Canceled) { // whoever asked has gone
			log.ErrorContext(ctx, "graphql", "path", pathOf(ctx, err).String(), "error", err)
		}
		return &gqlerror.Error{Message: sorry, Path: pathOf(ctx, err), Extensions: map[string]any{"code": internal}}
	}
}

// aboutQuery reports whether an error is about the text of a query: not of GraphQL, not of our schema, or too much. Nothing has been
// read by then, so that it speaks of nothing but what was sent.
func aboutQuery(err error) (*gqlerror.Error, bool) {
	var g *gqlerror.Error
	if !errors.As(err, &g) {
		return nil, false
	}
	switch g.Extensions["code"] {
	case errcode.ParseFailed, errcode.ValidationFailed, tooComplex:
		return g, true
	}
	return nil, false
}

// outward writes an error for people.
func outward(ctx context.Context, err error, e *domain.Error) *gqlerror.Error {
	extensions := map[string]any{"code": string(e.Kind)}
	if e.Field != "" {
		extensions["field"] = e.Field
	}
	return &gqlerror.Error{Message: e.Message, Path: pathOf(ctx, err), Extensions: extensions}
}

// pathOf says where in the answer an error belongs.
func pathOf(ctx context.Context, err error) (path ast.Path) {
	var g *gqlerror.Error
	if errors.As(err, &g) && g.Path != nil {
		return g.Path
	}
	return graphql.GetPath(ctx)
}

// recovered turns a panic into an error that is not for people, with where it came from.
func recovered(_ context.Context, p any) error {
	return fmt.Errorf("panic: %v\n%s", p, debug.Stack())
}
