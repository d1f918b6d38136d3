package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"waymark/domain"
)

// sorry is all that anybody sees of an error that is not for people.
const sorry = "Something went wrong here, and we have noted it. Please try again in a minute."

// The codes that are about a request as such. Programs rely on them: one that is in use keeps its name and its meaning.
const (
	codeMethod         = "METHOD_NOT_ALLOWED"
	codeMedia          = "UNSUPPORTED_MEDIA_TYPE"
	codeForeign        = "CROSS_ORIGIN"
	codeTooLarge       = "TOO_LARGE"
	codeBadRequest     = "BAD_REQUEST"
	codeBatch          = "NO_BATCHING"
	codeParse          = errcode.ParseFailed
	codeValidation     = errcode.ValidationFailed
	codeTokens         = "TOO_MANY_TOKENS"
	codeDepth          = "TOO_DEEP"
	codeFields         = "TOO_MANY_FIELDS"
	codeAliases        = "TOO_MANY_ALIASES"
	codeComplexity     = "TOO_COMPLEX"
	codeOneChange      = "ONE_CHANGE_AT_A_TIME"
	codeSchema         = "INTROSPECTION_DISABLED"
	codeNotPersisted   = "PERSISTED_QUERY_NOT_FOUND"
	codePersistedWrong = "PERSISTED_QUERY_INVALID"
	codeTimedOut       = "TIMED_OUT"
	codeInternal       = "INTERNAL"
)

// Code is one that extensions.code of an error may have.
type Code struct {
	Name   string
	Status int    // of HTTP, when it refuses the whole request; what happens in a query that has begun is answered with 200
	Means  string // in a sentence
}

// Codes returns every code that the API answers with.
func Codes() []Code {
	return []Code{
		{codeMethod, http.StatusMethodNotAllowed, "Only POST is taken."},
		{codeMedia, http.StatusUnsupportedMediaType, "Only application/json is taken."},
		{codeForeign, http.StatusForbidden, "A browser sent it on behalf of another site."},
		{codeTooLarge, http.StatusRequestEntityTooLarge, "The body, variables and all, is too long."},
		{codeBadRequest, http.StatusBadRequest, "The body is no JSON of a query, or holds text that is none."},
		{codeBatch, http.StatusBadRequest, "A list of queries was sent. One goes at a time."},
		{codeParse, http.StatusUnprocessableEntity, "The query is not GraphQL."},
		{codeValidation, http.StatusUnprocessableEntity, "The query or its variables do not fit the schema."},
		{codeTokens, http.StatusUnprocessableEntity, "The query has too many tokens."},
		{codeDepth, http.StatusUnprocessableEntity, "Fields stand too deep in fields."},
		{codeFields, http.StatusUnprocessableEntity, "There are too many fields, with fragments written out."},
		{codeAliases, http.StatusUnprocessableEntity, "One field is asked for under too many other names."},
		{codeComplexity, http.StatusUnprocessableEntity, "The fields, times the rows of their lists, are too many."},
		{codeOneChange, http.StatusUnprocessableEntity, "An operation holds more than one mutation."},
		{codeSchema, http.StatusUnprocessableEntity, "The schema may be asked for in development only."},
		{codeNotPersisted, http.StatusOK, "No query is kept under this hash. Send it once with its text."},
		{codePersistedWrong, http.StatusBadRequest, "The hash is not that of the query, or the extension is not in the form of version 1."},
		{codeTimedOut, http.StatusServiceUnavailable, "The operation took too long and was broken off."},
		{string(domain.Invalid), http.StatusOK, "A value cannot be used; extensions.field or the path names it."},
		{string(domain.NotFound), http.StatusOK, "There is no such thing, or none that you may know of."},
		{string(domain.Forbidden), http.StatusOK, "You may see it, and not do this."},
		{string(domain.SignedOut), http.StatusOK, "Nobody is signed in."},
		{string(domain.Conflict), http.StatusOK, "Somebody else was first, or it has moved on."},
		{string(domain.TooMany), http.StatusOK, "Too often. Wait a while."},
		{string(domain.Unavailable), http.StatusOK, "Not just now. Try again in a while."},
		{string(domain.Unacceptable), http.StatusOK, "A rule that never bends forbids it."},
		{codeInternal, http.StatusOK, "A mistake of ours, which we have noted."},
	}
}

// statusOf is the status of HTTP for a request that is refused with a code.
func statusOf(code string) int {
	for _, c := range Codes() {
		if c.Name == code {
			return c.Status
		}
	}
	return http.StatusInternalServerError
}

// codeOf is the code of an error in an answer.
func codeOf(err *gqlerror.Error) string {
	code, _ := err.Extensions["code"].(string)
	return code
}

// refusal is an error about a request as such. The presenter lets it pass.
func refusal(code, format string, args ...any) *gqlerror.Error {
	return &gqlerror.Error{Message: fmt.Sprintf(format, args...), Extensions: map[string]any{"code": code}}
}

// presenter decides what of an error is seen: a domain.Error passes, with its kind as the code and its field; several of them
// become several errors; what is wrong with a query is said to whoever wrote it. Anything else is noted for whoever runs the machine, and one fixed sentence is shown.
func presenter(log *slog.Logger, dev bool) graphql.ErrorPresenterFunc {
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
		if g, ok := aboutRequest(err, dev); ok {
			return g
		}
		if e := aboutArgument(ctx, err); e != nil {
			return outward(ctx, err, e)
		}
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			log.WarnContext(ctx, "graphql", "path", pathOf(ctx, err).String(), "error", "took too long")
			return tooLate(pathOf(ctx, err))
		}
		if !errors.Is(err, context.Canceled) { // whoever asked has gone
			log.ErrorContext(ctx, "graphql", "path", pathOf(ctx, err).String(), "error", err)
		}
		return &gqlerror.Error{Message: sorry, Path: pathOf(ctx, err), Extensions: map[string]any{"code": codeInternal}}
	}
}

// aboutRequest reports whether an error is about a request as such: not of GraphQL, not of our schema, or too much. Nothing has
// been read by then, so that it speaks of nothing but what was sent, and not at length.
func aboutRequest(err error, dev bool) (*gqlerror.Error, bool) {
	var g *gqlerror.Error
	if !errors.As(err, &g) {
		return nil, false
	}
	switch codeOf(g) {
	case "", codeInternal:
		return nil, false
	case codeValidation:
		g = misfit(g, dev)
	}
	if len(g.Message) > mostWords {
		g.Message = strings.ToValidUTF8(g.Message[:mostWords], "") + " …"
	}
	return g, true
}

// aboutArgument is what to say when an argument could not be read, as a number that is too large; nil when that is not what went
// wrong. Then the resolver was not even called, and the arguments of its field are not there.
func aboutArgument(ctx context.Context, err error) *domain.Error {
	var p *panicked
	fc := graphql.GetFieldContext(ctx)
	if errors.As(err, &p) || fc == nil || fc.Args != nil || fc.Field.Field == nil || fc.Field.Definition == nil ||
		len(fc.Field.Definition.Arguments) == 0 {
		return nil
	}
	return domain.Errorf(domain.Invalid, "", "This value cannot be read. Please look up in the schema what may stand here.")
}

// tooLate is the error of an operation that was broken off.
func tooLate(path ast.Path) *gqlerror.Error {
	e := refusal(codeTimedOut, "This took too long, so we stopped. Please ask for less at once, or try again in a minute.")
	e.Path = path
	return e
}

// outward writes an error for people. Where it is about a value that could not be read, its path names the field.
func outward(ctx context.Context, err error, e *domain.Error) *gqlerror.Error {
	out := &gqlerror.Error{Message: e.Message, Path: pathOf(ctx, err), Extensions: map[string]any{"code": string(e.Kind)}}
	field := e.Field
	if at := len(graphql.GetPath(ctx)); field == "" && at > 0 && at < len(out.Path) {
		field = fieldOf(out.Path[at:])
	}
	if field != "" {
		out.Extensions["field"] = field
	}
	if e.Kind == domain.TooMany {
		out.Extensions["retryAfter"] = e.WaitSeconds()
	}
	return out
}

// pathOf says where in the answer an error belongs.
func pathOf(ctx context.Context, err error) (path ast.Path) {
	var g *gqlerror.Error
	if errors.As(err, &g) && g.Path != nil {
		return g.Path
	}
	return graphql.GetPath(ctx)
}

// panicked is a mistake of ours, with where it came from.
type panicked struct {
	cause any
	stack []byte
}

// Error is for the log.
func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.cause, p.stack) }

// recovered turns a panic into an error that is not for people.
func recovered(_ context.Context, cause any) error { return &panicked{cause, debug.Stack()} }

// fewErrors keeps the first of many errors: one slip may come back hundreds of times.
func fewErrors(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response != nil && len(response.Errors) > mostErrors {
		response.Errors = response.Errors[:mostErrors]
	}
	return response
}
