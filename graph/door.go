package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"waymark/domain"
)

// door turns away what is not a POST of JSON in the form of one query, and bounds what is read. Answers are for whoever asked alone.
func door(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mark(w)
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			refuse(w, refusal(codeMethod, "Please send a POST request."))
			return
		}
		if !isJSON(r.Header.Get("Content-Type")) {
			refuse(w, refusal(codeMedia, "Please send JSON in UTF-8, and say so: Content-Type: application/json."))
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBytes))
		if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
			refuse(w, refusal(codeTooLarge, "This is too long: %d bytes at most.", mostBytes))
			return
		}
		if err != nil { // whoever asked has gone
			return
		}
		params, problem := readBody(body)
		if problem != nil {
			refuse(w, problem)
			return
		}
		r = r.WithContext(context.WithValue(r.Context(), paramsKey{}, params))
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

// isJSON reports whether a media type is that of JSON, in the one way in which JSON is written: UTF-8.
func isJSON(contentType string) bool {
	media, params, err := mime.ParseMediaType(contentType)
	charset, given := params["charset"]
	return err == nil && media == "application/json" && (!given || strings.EqualFold(charset, "utf-8"))
}

// mark says of an answer what it is: JSON and nothing else, and for whoever asked alone.
func mark(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
}

// paramsKey is where the door leaves what it has read.
type paramsKey struct{}

// readBody reads a query with its variables.
func readBody(body []byte) (*graphql.RawParams, *gqlerror.Error) {
	switch trimmed := bytes.TrimLeft(body, " \t\r\n"); {
	case len(trimmed) > 0 && trimmed[0] == '[':
		return nil, refusal(codeBatch, "Please send one query at a time.")
	case !utf8.Valid(body):
		return nil, refusal(codeBadRequest, "Please send text in UTF-8.")
	case bytes.Contains(body, []byte(`\u0000`)): // PostgreSQL keeps no such character
		return nil, refusal(codeBadRequest, `Please leave out the character \u0000.`)
	}
	params := &graphql.RawParams{}
	from := json.NewDecoder(bytes.NewReader(body))
	from.UseNumber()
	if from.Decode(params) != nil || from.Decode(&struct{}{}) != io.EOF { // nothing follows
		return nil, refusal(codeBadRequest, `Please send a query in the form {"query": "…", "variables": {…}}.`)
	}
	return params, nil
}

// post runs what came through the door, and gives up after a while. (It is not gqlgen's own, which answers 200 or 422 alone, reads the
// body again, and sets no time.)
type post struct{ longest time.Duration }

var _ graphql.Transport = post{}

// Supports takes all that the door lets in.
func (post) Supports(r *http.Request) bool { return r.Method == http.MethodPost }

// Do answers one query.
func (p post) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	ctx, cancel := context.WithTimeout(r.Context(), p.longest)
	defer cancel()
	params, ok := ctx.Value(paramsKey{}).(*graphql.RawParams)
	if !ok {
		panic("graph: a request has come in beside the door")
	}
	params.Headers = r.Header
	op, problems := exec.CreateOperationContext(ctx, params)
	if len(problems) > 0 {
		response := exec.DispatchError(graphql.WithOperationContext(ctx, op), problems)
		answer(w, statusOf(codeOf(response.Errors[0])), response)
		return
	}
	run, ctx := exec.DispatchOperation(ctx, op)
	response := run(ctx)
	if response == nil { // time was up before it began
		refuse(w, tooLate(nil))
		return
	}
	answer(w, http.StatusOK, response)
}

// Fail answers a request of which it could not be found out who makes it, because the database cannot be asked.
func Fail(w http.ResponseWriter, _ *http.Request, _ error) {
	mark(w)
	answer(w, http.StatusServiceUnavailable, &graphql.Response{Errors: gqlerror.List{
		refusal(string(domain.Unavailable), "We cannot reach our records just now. Please try again in a minute."),
	}})
}

// Foreign answers a browser that asks on behalf of another site.
func Foreign() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mark(w)
		refuse(w, refusal(codeForeign, "This came from another site, so we did nothing."))
	})
}

// refuse answers a request that nothing is done about.
func refuse(w http.ResponseWriter, problem *gqlerror.Error) {
	answer(w, statusOf(codeOf(problem)), &graphql.Response{Errors: gqlerror.List{problem}})
}

// answer writes what came of a request.
func answer(w http.ResponseWriter, status int, response *graphql.Response) {
	body, plain := plainBody(response)
	if !plain {
		var err error
		if body, err = json.Marshal(response); err != nil {
			panic(err) // the handler around this one answers for it
		}
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body))) // else a long one goes out in pieces
	w.WriteHeader(status)
	_, _ = w.Write(body) // whoever asked has gone
}

// plainBody is the body of a response that has data and nothing else, which is JSON already: reading it all once more only to copy it
// takes a twentieth of a long list. What json.Marshal would write otherwise is left to that.
func plainBody(r *graphql.Response) ([]byte, bool) {
	if len(r.Errors)+len(r.Extensions)+len(r.Path)+len(r.Label) > 0 || r.HasNext != nil || len(r.Data) == 0 || escapes(r.Data) {
		return nil, false
	}
	return slices.Concat([]byte(`{"data":`), r.Data, []byte("}")), true
}

// escapes reports whether json.Marshal would write something of a text in another way: what means something in HTML, and the two
// characters that end a line in old JavaScript, U+2028 and U+2029.
func escapes(text []byte) bool {
	return bytes.ContainsAny(text, "<>&") || bytes.Contains(text, []byte("\u2028")) || bytes.Contains(text, []byte("\u2029"))
}
