package graph

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"waymark/domain"
	"waymark/graph/model"
	"waymark/graph/scalar"
	"waymark/internal/app"
)

const (
	// beat is how often a stream without news shows that it is there.
	beat = 15 * time.Second
	// takeWithin is how long a reader of a stream may take for one piece of it.
	takeWithin = 20 * time.Second
)

// Streams are the limits of what is told as it happens.
type Streams struct {
	Until      context.Context // ends them all, with a word; nil: nothing does
	Beat       time.Duration   // between signs of life; 0: 15 seconds
	TakeWithin time.Duration   // how long a reader may take for one piece before they are left behind; 0: 20 seconds
}

func (s Streams) filled() Streams {
	if s.Until == nil {
		s.Until = context.Background()
	}
	if s.Beat == 0 {
		s.Beat = beat
	}
	if s.TakeWithin == 0 {
		s.TakeWithin = takeWithin
	}
	return s
}

// events is the way out for what is told as it happens.
func (s Streams) events() transport.SSE {
	return transport.SSE{KeepAlivePingInterval: s.filled().Beat}
}

// around lets an answer go on for as long as somebody reads it: the server's limits on the time of a whole request are lifted, and
// each piece has one of its own instead.
func (s Streams) around(next http.Handler) http.Handler {
	s = s.filled()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !(transport.SSE{}).Supports(r) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithCancelCause(r.Context())
		defer cancel(nil)
		out := &stream{ResponseWriter: w, control: http.NewResponseController(w), takeWithin: s.TakeWithin, gone: cancel}
		defer out.close()
		// A body that has been read and a reader who says nothing are no reason to hang up. What cannot be lifted was never set.
		_ = out.control.SetReadDeadline(time.Time{})
		stopping := context.AfterFunc(s.Until, func() {
			cancel(domain.Errorf(domain.Unavailable, "", "We are starting anew. Please come back in a moment."))
		})
		defer stopping()
		next.ServeHTTP(out, r.WithContext(context.WithValue(r.Context(), streamKey{}, ctx)))
	})
}

// streamKey is where the context that ends a stream is kept: the request's own goes on a little longer, so that the reason can be
// told.
type streamKey struct{}

// streamOf returns the context that ends a stream of news with a reason; nil when the answer is not one.
func streamOf(ctx context.Context) context.Context {
	until, _ := ctx.Value(streamKey{}).(context.Context)
	return until
}

// apart keeps what goes on out of answers that are given at once: it would hold a request for ever. The other way round is no harm: a
// query that is asked for as a stream is answered with one piece and the end, as the protocol of GraphQL over server-sent events says
// for distinct connections.
type apart struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = apart{}

// ExtensionName names it for gqlgen.
func (apart) ExtensionName() string { return "Apart" }

// Validate accepts every schema.
func (apart) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses what has come the wrong way; it changes nothing.
func (apart) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if op.Operation.Operation == ast.Subscription && streamOf(ctx) == nil {
		return refusal(codeBadRequest, "This goes on, so please ask for it with Accept: text/event-stream.")
	}
	if op.Operation.Operation == ast.Subscription && len(graphql.CollectFields(op, op.Operation.SelectionSet, nil)) != 1 {
		return refusal(codeBadRequest, "A stream tells of one thing. Please ask for one field, and for another in a stream of its own.")
	}
	return nil
}

// inTime gives a query that is answered as a stream the time of any other.
func inTime(longest time.Duration) graphql.OperationMiddleware {
	return func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		if streamOf(ctx) == nil || graphql.GetOperationContext(ctx).Operation.Operation == ast.Subscription {
			return next(ctx)
		}
		ctx, cancel := context.WithTimeout(ctx, longest)
		run := next(ctx)
		return func(ctx context.Context) *graphql.Response { // within the one above
			defer cancel() // what is asked after the first piece is the end
			response := run(ctx)
			if response == nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return &graphql.Response{Errors: gqlerror.List{tooLate(nil)}}
			}
			return response
		}
	}
}

// stream is an answer that goes on. Each piece must be taken within a time; whoever does not take it is left behind.
type stream struct {
	http.ResponseWriter
	control    *http.ResponseController
	takeWithin time.Duration
	gone       context.CancelCauseFunc

	mu   sync.Mutex
	over bool
}

// Unwrap lets http.ResponseController find what is beneath.
func (s *stream) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// WriteHeader sends the headers. Nobody on the way may keep a stream, or hold it back.
func (s *stream) WriteHeader(status int) {
	s.Header().Set("Cache-Control", "no-store")
	s.Header().Set("X-Accel-Buffering", "no")
	s.ResponseWriter.WriteHeader(status)
}

// end is how the library ends a stream. A reader passes over an event without data, so it is sent with none.
const (
	end         = "event: complete\n\n"
	endWithData = "event: complete\ndata:\n\n"
)

// Write sends a piece.
func (s *stream) Write(piece []byte) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if string(piece) == end {
		piece = []byte(endWithData)
		defer func() { n = min(n, len(end)) }()
	}
	if s.over {
		return 0, http.ErrHandlerTimeout
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(s.takeWithin)) // what has no deadlines has no slow readers either
	if n, err = s.ResponseWriter.Write(piece); err != nil {
		s.gone(err)
	}
	return n, err
}

// Flush sends what has been written.
func (s *stream) Flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(s.takeWithin))
	if err := s.control.Flush(); err != nil {
		s.gone(err)
	}
}

// close ends the stream: a sign of life that comes too late goes nowhere.
func (s *stream) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
}

// watched reads which place is meant, and after what. What is no place becomes one that is not there.
func watched(placeID string, after *string) app.WatchRequests {
	var cmd app.WatchRequests
	switch kind, number, _ := scalar.Split(placeID); kind {
	case "District":
		cmd.DistrictID = domain.DistrictID(number)
	case "Town":
		cmd.TownID = domain.TownID(number)
	case "Section":
		cmd.SectionID = domain.SectionID(number)
	case "Street":
		cmd.StreetID = domain.StreetID(number)
	}
	if value(after) != "" {
		cmd.Resume = true
		if *after != scalar.Global("Change", 0) { // that one is given where nothing has changed yet
			cmd.After = scalar.Local[domain.ChangeID]("Change", *after)
		}
	}
	return cmd
}

// news hands on what a use case tells, until it has no more to tell or nobody listens.
func news(ctx context.Context, from <-chan app.RequestNews) <-chan *model.RequestNews {
	out := make(chan *model.RequestNews)
	go func() {
		defer close(out)
		for n := range from {
			select {
			case out <- model.NewsOf(n):
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
