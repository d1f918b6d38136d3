package graph_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/graph"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
)

// bad is a request that is refused for what it is, before anything is read.
type bad struct {
	method, media string // "": POST of JSON
	body          string
	code          string
}

// badInputs are by what is wrong with them. Sizes are those that somebody might try.
func badInputs() map[string]bad {
	return map[string]bad{
		"a GET":                 {method: http.MethodGet, body: "", code: "METHOD_NOT_ALLOWED"},
		"a PUT":                 {method: http.MethodPut, body: `{"query":"{ districts { name } }"}`, code: "METHOD_NOT_ALLOWED"},
		"plain text":            {media: "text/plain", body: `{"query":"{ districts { name } }"}`, code: "UNSUPPORTED_MEDIA_TYPE"},
		"a form":                {media: "application/x-www-form-urlencoded", body: "query=%7Bdistricts%7Bname%7D%7D", code: "UNSUPPORTED_MEDIA_TYPE"},
		"files":                 {media: "multipart/form-data; boundary=x", body: "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{}\r\n--x--", code: "UNSUPPORTED_MEDIA_TYPE"},
		"GraphQL alone":         {media: "application/graphql", body: "{ districts { name } }", code: "UNSUPPORTED_MEDIA_TYPE"},
		"a book":                {body: post(`#`+strings.Repeat("x", 8<<20), nil), code: "TOO_LARGE"},
		"100,000 tokens":        {body: post("{ "+strings.Repeat("a ", 100_000)+"}", nil), code: "TOO_LARGE"},
		"60,000 tokens":         {body: post("{"+strings.Repeat("a ", 60_000)+"}", nil), code: "TOO_MANY_TOKENS"},
		"60,000 signs":          {body: post(strings.Repeat("{", 60_000), nil), code: "GRAPHQL_PARSE_FAILED"},
		"40,000 comments":       {body: post(strings.Repeat("#\n", 40_000), nil), code: "TOO_MANY_TOKENS"},
		"10,000 aliases":        {body: post("{"+many(10_000, func(n int) string { return fmt.Sprintf("a%d:viewer{firstName}", n) })+"}", nil), code: "TOO_LARGE"},
		"10,000 short aliases":  {body: post("{"+many(10_000, func(n int) string { return fmt.Sprintf("a%d:__typename ", n) })+"}", nil)[:100_000] + `"}`, code: "TOO_MANY_TOKENS"},
		"600 aliases":           {body: post("{"+many(600, func(n int) string { return fmt.Sprintf("a%d:__typename ", n) })+"}", nil), code: "TOO_MANY_FIELDS"},
		"31 aliases":            {body: post("{"+many(31, func(n int) string { return fmt.Sprintf("a%d:__typename ", n) })+"}", nil), code: "TOO_MANY_ALIASES"},
		"1,900 times a field":   {body: post("{"+strings.Repeat("__typename ", 1900)+"}", nil), code: "TOO_MANY_FIELDS"},
		"100 levels":            {body: post(strings.Repeat("{districts", 100)+strings.Repeat("}", 100), nil), code: "TOO_DEEP"},
		"600 levels":            {body: post(strings.Repeat("{districts", 600)+strings.Repeat("}", 600), nil), code: "TOO_DEEP"},
		"600 fragments in line": {body: post("{"+strings.Repeat("...{", 600)+"__typename"+strings.Repeat("}", 601), nil), code: "TOO_MANY_FIELDS"},
		"a list 900 deep":       {body: post("{requests(filter:{query:"+strings.Repeat("[", 900)+strings.Repeat("]", 900)+"}){totalCount}}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"a fragment in itself":  {body: post("{...f} fragment f on Query{...f}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"a ring of fragments": {body: post("{...f0}"+many(120, func(n int) string {
			return fmt.Sprintf(" fragment f%d on Query{...f%d ...f%d}", n, (n+1)%120, (n+7)%120)
		}), nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"a ring that none uses": {body: post("{__typename} fragment a on Query{...b} fragment b on Query{...a}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"2^100 fields":          {body: post(folded(100), nil), code: "TOO_MANY_FIELDS"},
		"450 spreads":           {body: post("{"+strings.Repeat("...f ", 450)+"} fragment f on Query{__typename}", nil), code: "TOO_MANY_FIELDS"},
		"90 fragments, 5 each":  {body: post("{"+many(90, func(n int) string { return fmt.Sprintf("...f%d ", n) })+"}"+many(90, func(n int) string { return fmt.Sprintf("fragment f%d on Query{a b c d e}", n) }), nil), code: "TOO_MANY_FIELDS"},
		"each level twice":      {body: post(twice(6), nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"300 operations":        {body: post(many(300, func(n int) string { return fmt.Sprintf("query q%d{...f} ", n) })+"fragment f on Query{__typename a b c d e f g h}", nil), code: "TOO_MANY_FIELDS"},
		"490 unknown fields":    {body: post("{"+many(490, func(n int) string { return fmt.Sprintf("a%d ", n) })+"}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"490 equal fields":      {body: post("{"+strings.Repeat("nothing ", 490)+"}", nil), code: "TOO_MANY_FIELDS"},
		"5 fields, 98 times":    {body: post("{"+strings.Repeat("a b c d e ", 98)+"}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"the same in fragments": {body: post("{"+many(16, func(n int) string { return fmt.Sprintf("...f%d ", n) })+"}"+many(16, func(n int) string {
			return fmt.Sprintf("fragment f%d on Query{%s}", n, strings.Repeat("a b c d e ", 6))
		}), nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"the same, below": {body: post("{"+many(16, func(n int) string { return fmt.Sprintf("...f%d ", n) })+"}"+many(16, func(n int) string {
			return fmt.Sprintf("fragment f%d on Query{desk{%s}}", n, strings.Repeat("a b c d e ", 5))
		}), nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"300 variables":         {body: post("query("+many(300, func(n int) string { return fmt.Sprintf("$v%d:Int ", n) })+"){__typename}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"200 directives":        {body: post("{__typename"+strings.Repeat(" @skip(if:true)", 200)+"}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"300 times an argument": {body: post("{requests("+strings.Repeat("first:1 ", 300)+"){totalCount}}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"lists in lists":        {body: post("{districts{towns{name}} requests(first:100){edges{node{"+strings.Repeat("id ", 60)+"}}}}", nil), code: "TOO_COMPLEX"},
		"dear lists":            {body: post("{"+many(25, func(n int) string { return fmt.Sprintf("a%d:requests(first:100){edges{node{id}}}", n) })+"}", nil), code: "TOO_COMPLEX"},
		"a negative window": {body: post("{"+many(20, func(n int) string {
			return fmt.Sprintf("a%d:request(id:\"x\"){timeline(first:-9){edges{node{id words}}} shortlist{why}}", n)
		})+many(20, func(n int) string { return fmt.Sprintf("b%d:desk{new{id}waiting{id}}", n) })+"}", nil), code: "TOO_COMPLEX"},
		"30,000 in a variable":   {body: post(onePerson, vars{"id": strings.Split(strings.Repeat("a", 30_000), "")}), code: "GRAPHQL_VALIDATION_FAILED"},
		"30,000 too many":        {body: post("query($f:PeopleFilter){people(filter:$f){totalCount}}", vars{"f": vars{"query": "a", "more": strings.Split(strings.Repeat("a", 30_000), "")}}), code: "GRAPHQL_VALIDATION_FAILED"},
		"variables 9,000 deep":   {body: `{"query":"query($v:String){requests(after:$v){totalCount}}","variables":{"v":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}}`, code: "GRAPHQL_VALIDATION_FAILED"},
		"variables 50,000 deep":  {body: `{"query":"{__typename}","variables":{"v":` + strings.Repeat("[", 50_000) + strings.Repeat("]", 50_000) + `}}`, code: "BAD_REQUEST"},
		"objects 15,000 deep":    {body: `{"query":"{__typename}","variables":` + strings.Repeat(`{"a":`, 15_000) + "1" + strings.Repeat("}", 15_000) + `}`, code: "BAD_REQUEST"},
		"a list of queries":      {body: ` [{"query":"{ districts { name } }"}]`, code: "NO_BATCHING"},
		"an endless list":        {body: strings.Repeat("[", 100_000), code: "NO_BATCHING"},
		"no JSON":                {body: `{"query":`, code: "BAD_REQUEST"},
		"nothing":                {body: ``, code: "BAD_REQUEST"},
		"a word":                 {body: `"{ districts { name } }"`, code: "BAD_REQUEST"},
		"two queries":            {body: `{"query":"{__typename}"}{"query":"{__typename}"}`, code: "BAD_REQUEST"},
		"variables in a list":    {body: `{"query":"{__typename}","variables":[1]}`, code: "BAD_REQUEST"},
		"no UTF-8":               {body: "{\"query\":\"{ requests(after: \\\"\xff\xfe\\\") { totalCount } }\"}", code: "BAD_REQUEST"},
		"a NUL":                  {body: post(onePerson, vars{"id": "\x00"}), code: "BAD_REQUEST"},
		"a NUL in the query":     {body: post(`{people(filter:{query:"a\u0000"}){totalCount}}`, nil), code: "BAD_REQUEST"},
		"no query":               {body: `{}`, code: "GRAPHQL_VALIDATION_FAILED"},
		"null":                   {body: `null`, code: "GRAPHQL_VALIDATION_FAILED"},
		"no GraphQL":             {body: post("SELECT * FROM persons", nil), code: "GRAPHQL_PARSE_FAILED"},
		"an endless text":        {body: post(`{person(id:"`+strings.Repeat("x", 100_000), nil), code: "GRAPHQL_PARSE_FAILED"},
		"a wrong type":           {body: post("{requests(first:\"many\"){totalCount}}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"a wrong variable":       {body: post("query($n:Int!){requests(first:$n){totalCount}}", vars{"n": "many"}), code: "GRAPHQL_VALIDATION_FAILED"},
		"null for a value":       {body: post("{requests(first:null){totalCount}}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"null for a variable":    {body: post(onePerson, vars{"id": nil}), code: "GRAPHQL_VALIDATION_FAILED"},
		"a variable left out":    {body: post(onePerson, nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"a fragment of no type":  {body: post("{...f} fragment f on Nothing{a}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"no such operation":      {body: `{"query":"query a{__typename}","operationName":"` + strings.Repeat("b", 100_000) + `"}`, code: "GRAPHQL_VALIDATION_FAILED"},
		"no such kind":           {body: post("subscription{nothing}", nil), code: "GRAPHQL_VALIDATION_FAILED"},
		"the schema":             {body: post("{__schema{types{name}}}", nil), code: "INTROSPECTION_DISABLED"},
		"a type":                 {body: post(`query a{__typename} query b{...f} fragment f on Query{__type(name:"Person"){name}}`, nil), code: "INTROSPECTION_DISABLED"},
		"an unknown hash":        {body: `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + strings.Repeat("a", 64) + `"}}}`, code: "PERSISTED_QUERY_NOT_FOUND"},
		"a wrong hash":           {body: `{"query":"{__typename}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}`, code: "PERSISTED_QUERY_INVALID"},
		"a hash of another kind": {body: `{"query":"{__typename}","extensions":{"persistedQuery":{"version":2,"sha256Hash":"00"}}}`, code: "PERSISTED_QUERY_INVALID"},
		"a hash that is none":    {body: `{"query":"{__typename}","extensions":{"persistedQuery":[[[1]]]}}`, code: "PERSISTED_QUERY_INVALID"},
	}
}

const onePerson = `query ($id: ID!) { person(id: $id) { person { firstName } } }`

// folded is a query of 2^n fields in n short fragments.
func folded(n int) string {
	return fmt.Sprintf("{...f%d} fragment f0 on Query{__typename}", n) + many(n, func(i int) string {
		return fmt.Sprintf(" fragment f%d on Query{...f%d ... on Query{...f%d}}", i+1, i, i)
	})
}

// twice is a query with each field twice, that many levels deep: each pair must be compared with all pairs below it.
func twice(n int) string {
	if n == 0 {
		return "{a b c}"
	}
	return fmt.Sprintf("{l%d%s l%d%s}", n, twice(n-1), n, twice(n-1))
}

// many writes n parts beside each other.
func many(n int, part func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(part(i))
	}
	return b.String()
}

// post is the body of a query.
func post(query string, v vars) string {
	body, err := json.Marshal(map[string]any{"query": query, "variables": v})
	if err != nil {
		panic(err)
	}
	return string(body)
}

func (b bad) request(tb testing.TB) *http.Request {
	method, media := b.method, b.media
	if method == "" {
		method = http.MethodPost
	}
	if media == "" {
		media = "application/json"
	}
	r := httptest.NewRequestWithContext(tb.Context(), method, "/graphql", strings.NewReader(b.body))
	r.Header.Set("Content-Type", media)
	return r
}

// mostRefusal is how many bytes may be allocated to refuse a request: what it takes to read its body several times over, and a long
// list of errors.
const mostRefusal = 8 << 20

// TestBadInput: each is refused with a code that is in the list, with the status that is there, in a short answer; the database is not
// asked, nothing is noted as a mistake of ours, and it takes little memory. (Not parallel: the memory is that of the whole process.)
func TestBadInput(t *testing.T) {
	w := newWorld(t, false)
	for name, b := range badInputs() {
		t.Run(name, func(t *testing.T) {
			r, rec := b.request(t), httptest.NewRecorder()
			r.Header.Set("Authorization", "Bearer "+w.session["Bo"])
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			w.api.ServeHTTP(rec, r)
			runtime.ReadMemStats(&after)
			var a struct {
				Data   any
				Errors []struct{ Extensions struct{ Code string } }
			}
			if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil || len(a.Errors) == 0 || a.Data != nil {
				t.Fatalf("%v: %d %.300s", err, rec.Code, rec.Body)
			}
			at := slices.IndexFunc(graph.Codes(), func(c graph.Code) bool { return c.Name == b.code })
			for _, e := range a.Errors {
				if e.Extensions.Code != b.code {
					t.Errorf("%d %.300s, want %s", rec.Code, rec.Body, b.code)
				}
			}
			if at < 0 || rec.Code != graph.Codes()[at].Status {
				t.Errorf("%s is answered with %d", b.code, rec.Code)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > mostRefusal {
				t.Errorf("it takes %d bytes", took)
			}
			if n := w.counter.N(); n > 0 || len(a.Errors) > 10 || rec.Body.Len() > 8<<10 || w.log.Len() > 0 {
				t.Errorf("%d statements, %d errors, %d bytes, the log has %q", n, len(a.Errors), rec.Body.Len(), w.log)
			}
		})
	}
}

// TestBadInput_InSentences: what the library says in words of its own is said in a sentence.
func TestBadInput_InSentences(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	bad := badInputs()
	none := bad["a wrong hash"]
	none.body = `{"query":"# nothing"}`
	bad["no operation"] = none
	for name, words := range map[string]string{
		"no operation":           "Please send a query or a mutation.",
		"no such operation":      "The operation that operationName names is not in the query.",
		"a wrong hash":           "The hash is not that of the query.",
		"a hash of another kind": "Only version 1",
		"a hash that is none":    "a version and a sha256Hash",
	} {
		rec := httptest.NewRecorder()
		r := bad[name].request(t)
		r.Header.Set("Authorization", "Bearer "+w.session["Bo"])
		w.api.ServeHTTP(rec, r)
		if !strings.Contains(rec.Body.String(), words) {
			t.Errorf("%s: %.300s", name, rec.Body)
		}
	}
}

// TestBadInput_Memory: what is refused is not kept, however often it comes, and each time a little different.
func TestBadInput_Memory(t *testing.T) {
	w := newWorld(t, false)
	all := func(round int) {
		for _, b := range badInputs() {
			b.body = strings.ReplaceAll(b.body, "typename", fmt.Sprintf("typename%d", round))
			w.api.ServeHTTP(httptest.NewRecorder(), b.request(t))
		}
	}
	long := func(round int) { // right, and long
		w.query("", fmt.Sprintf("{ __typename } #%d %s", round, strings.Repeat("x", 100_000)), nil)
	}
	all(0)
	before := heap()
	for n := range 5 {
		all(n + 1)
	}
	for n := range 300 {
		long(n)
	}
	if grown := heap() - before; grown > 4<<20 {
		t.Errorf("%d bytes are kept", grown)
	}
}

// heap is how much memory is in use.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkBadInput measures the CPU time of the whole process for each, and the memory that is allocated for it.
func BenchmarkBadInput(b *testing.B) {
	api := plainAPI(b)
	for _, name := range slices.Sorted(keys(badInputs())) {
		input := badInputs()[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			before := cpu(b)
			for b.Loop() {
				api.ServeHTTP(httptest.NewRecorder(), input.request(b))
			}
			spent := cpu(b) - before
			b.ReportMetric(float64(spent.Microseconds())/1000/float64(b.N), "cpu-ms/op")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// cpu is the CPU time that this process has taken.
func cpu(tb testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// plainAPI is the API on an empty database.
func plainAPI(tb testing.TB) http.Handler {
	tb.Helper()
	a := app.New(pgtest.New(tb), app.Options{
		Secret: []byte("a secret of thirty-two bytes....."), BaseURL: "https://help.example.org", Zone: time.UTC, Sender: notify.NewBox(1),
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Policy: escalation.DefaultPolicy(),
	})
	return auth.Middleware(a)(graph.NewHandler(a, graph.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}))
}

// TestBadInput_IDs: the id of something else, of another district, or of nothing answers as what is not there.
func TestBadInput_IDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	for name, id := range map[string]string{
		"a street":          id("Street", w.street["Castle Row"]),
		"another district":  id("Person", w.who["Olga"]),
		"nobody":            id("Person", domain.PersonID(1<<40)),
		"the largest":       id("Person", domain.PersonID(1<<63-1)),
		"beyond":            "UGVyc29uOjk5OTk5OTk5OTk5OTk5OTk5OTk5",
		"none":              id("Person", domain.PersonID(0)),
		"one below none":    id("Person", domain.PersonID(-1)),
		"empty":             "",
		"no id":             "Robert'); DROP TABLE persons;--",
		"one of 100,000":    strings.Repeat("A", 100_000),
		"a number":          "7",
		"not quite base 64": id("Person", w.who["Hana"]) + "=",
	} {
		a := w.refused("Bo", onePerson, vars{"id": id}, domain.NotFound)
		if len(a.Errors) != 1 || len(a.Errors[0].Message) > 200 {
			t.Errorf("%s: %+v", name, a.Errors)
		}
	}
}
