package graph_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/graph"
)

// TestHandler_Door: what is not a POST of JSON of a fair length is turned away.
func TestHandler_Door(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	const query = `{"query":"{ districts { name } }"}`
	for name, c := range map[string]struct {
		method, media, body string
		want                int
	}{
		"a query":         {http.MethodPost, "application/json; charset=utf-8", query, http.StatusOK},
		"in capitals":     {http.MethodPost, "application/json; charset=UTF-8", query, http.StatusOK},
		"another charset": {http.MethodPost, "application/json; charset=utf-16", query, http.StatusUnsupportedMediaType},
		"an old charset":  {http.MethodPost, "application/json; charset=latin1", query, http.StatusUnsupportedMediaType},
		"a GET":           {http.MethodGet, "application/json", "", http.StatusMethodNotAllowed},
		"a form":          {http.MethodPost, "application/x-www-form-urlencoded", query, http.StatusUnsupportedMediaType},
		"plain text":      {http.MethodPost, "text/plain", query, http.StatusUnsupportedMediaType},
		"files":           {http.MethodPost, "multipart/form-data; boundary=x", query, http.StatusUnsupportedMediaType},
		"no media type":   {http.MethodPost, "", query, http.StatusUnsupportedMediaType},
		"a book":          {http.MethodPost, "application/json", `{"query":"#` + strings.Repeat("x", 200<<10) + `"}`, http.StatusRequestEntityTooLarge},
		"no JSON":         {http.MethodPost, "application/json", `{"query":`, http.StatusBadRequest},
		"a list":          {http.MethodPost, "application/json", `[{"query":"{ districts { name } }"}]`, http.StatusBadRequest},
		"a wrong field":   {http.MethodPost, "application/json", `{"query":"{ secrets }"}`, http.StatusUnprocessableEntity},
		"no query":        {http.MethodPost, "application/json", `{}`, http.StatusUnprocessableEntity},
		"an unknown enum": {http.MethodPost, "application/json", `{"query":"{ requests(filter: {state: LOST}) { totalCount } }"}`, http.StatusUnprocessableEntity},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), c.method, "/graphql", strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.media)
			a := w.send(r)
			for _, e := range a.Errors {
				if e.Extensions.Code == "INTERNAL" {
					t.Errorf("this is noted as a mistake of ours: %s", w.log)
				}
			}
			if a.Status != c.want || (c.want != http.StatusOK) != (len(a.Errors) > 0) {
				t.Errorf("%d %+v, want %d", a.Status, a.Errors, c.want)
			}
		})
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"query":"#`+strings.Repeat("x", 200<<10)+`"}`))
	r.Header.Set("Content-Type", "application/json")
	r.ContentLength = -1 // a body that does not say how long it is
	if a := w.send(r); a.Status != http.StatusRequestEntityTooLarge || len(a.Errors) != 1 {
		t.Errorf("a book of unknown length: %d %+v", a.Status, a.Errors)
	}
}

// TestHandler_Limits: a query may be neither too deep nor too long, however it is folded up.
func TestHandler_Limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	folded := strings.Builder{} // 2^40 fields in 40 short fragments
	folded.WriteString("{ ...f40 } fragment f0 on Query { __typename }")
	for n := 1; n <= 40; n++ {
		f := itoa(n)
		folded.WriteString(" fragment f" + f + " on Query { ...f" + itoa(n-1) + " ... on Query { ...f" + itoa(n-1) + " } }")
	}
	dear := "{ "
	for n := range 30 {
		dear += "a" + itoa(n) + ": requests(first: 100) { edges { node { id } } } "
	}
	for name, c := range map[string]struct{ query, want string }{
		"many fields":     {"{ " + strings.Repeat("__typename ", 1500) + "}", "too much at once"},
		"many dear lists": {dear + "}", "it counts"},
		"folded":          {folded.String(), "too much at once"},
		"too many signs":  {"{ " + strings.Repeat("__typename ", 2100) + "}", "token"},
		"the schema":      {`{ __schema { types { name } } }`, "schema is not shown"},
		"a type":          {`query { ...f } fragment f on Query { __type(name: "Person") { name } }`, "schema is not shown"},
	} {
		t.Run(name, func(t *testing.T) {
			a := w.query("Bo", c.query, nil)
			if len(a.Errors) == 0 || !strings.Contains(strings.ToLower(a.Errors[0].Message), c.want) {
				t.Errorf("got %+v, want %q", a.Errors, c.want)
			}
		})
	}
	deep := w.query("", `{ districts { `+strings.Repeat("... on District { ", 30)+"name"+strings.Repeat(" }", 30)+` } }`, nil)
	if len(deep.Errors) != 0 { // fragments are no depth
		t.Errorf("%+v", deep.Errors)
	}
}

// TestHandler_NoSuggestions: a wrong name is not answered with a right one, but in development.
func TestHandler_NoSuggestions(t *testing.T) {
	t.Parallel()
	for _, dev := range []bool{false, true} {
		w := newWorld(t, dev)
		for name, query := range map[string]string{
			"a field": "{ districtz { name } }", "an argument": "{ requests(firzt: 1) { totalCount } }", "a value": `{ requests(filter: {state: OPPEN}) { totalCount } }`,
			"a word in quotation marks": `{ requests(filter: {state: "OPEN"}) { totalCount } }`, "a field of an input": `{ requests(filter: {stat: OPEN}) { totalCount } }`,
			"a type": "{ node(id: 1) { ... on Strete { name } } }",
		} {
			a := w.query("", query, nil)
			suggested := strings.Contains(a.Errors[0].Message, "Did you mean")
			if a.Status != http.StatusUnprocessableEntity || (!dev && suggested) || (dev && name == "an argument" && !suggested) {
				t.Errorf("in development: %v; %s is answered with %d %+v", dev, name, a.Status, a.Errors)
			}
		}
	}
}

// TestHandler_Dev: in development an API explorer may ask for the schema, and each type and field of it is described.
func TestHandler_Dev(t *testing.T) {
	t.Parallel()
	w := newWorld(t, true)
	a := w.ok("", `{ __schema { types { name description
		fields { name description args { name description } } inputFields { name description } enumValues { name description } } } }`, nil)
	described := 0
	for _, kind := range a.Data.(map[string]any)["__schema"].(map[string]any)["types"].([]any) {
		kind := kind.(map[string]any)
		name := kind["name"].(string)
		if strings.HasPrefix(name, "__") {
			continue
		}
		for _, thing := range append(parts(kind), kind) {
			described++
			if text, _ := thing["description"].(string); text == "" {
				t.Errorf("%s %s has no description", name, thing["name"])
			}
		}
	}
	if described < 300 {
		t.Errorf("only %d things were looked at", described)
	}
	deep := "name"
	for range 20 {
		deep = "name ofType { " + deep + " }"
	}
	if b := w.query("", `{ __type(name: "Query") { `+deep+` } }`, nil); len(b.Errors) == 0 {
		t.Error("a query of 22 levels passes")
	}
}

// parts are the fields, their arguments, and the values of a type.
func parts(kind map[string]any) (out []map[string]any) {
	for _, list := range []string{"fields", "inputFields", "enumValues", "args"} {
		rows, _ := kind[list].([]any)
		for _, row := range rows {
			out = append(out, row.(map[string]any))
			out = append(out, parts(row.(map[string]any))...)
		}
	}
	return out
}

// TestErrors_Internal: of what is not for people, they see one sentence, and whoever runs the machine the rest.
func TestErrors_Internal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.must(w.db.Close())
	a := w.refused("", `{ districts { name } }`, nil, "INTERNAL")
	if got := a.Errors[0].Message; got != "Something went wrong here, and we have noted it. Please try again in a minute." {
		t.Errorf("people see %q", got)
	}
	if log := w.log.String(); !strings.Contains(log, "path=districts") || !strings.Contains(log, "closed") {
		t.Errorf("the log has %q", log)
	}
}

// TestErrors_Values: what is written wrongly in an input is answered with how to write it.
func TestErrors_Values(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	request := w.ask("Joan", "Castle Row")
	for value, want := range map[string]string{"2026-06-31T10:00:00Z": "2026-06-10T09:00:00Z", "tomorrow": "2026-06-10T09:00:00Z"} {
		a := w.refused("Bo", mutation("holdRequest"), vars{"input": with(vars{"reason": "Away", "until": value}, request)}, domain.Invalid)
		if !strings.Contains(a.Errors[0].Message, want) || a.Errors[0].Path[len(a.Errors[0].Path)-1] != "until" {
			t.Errorf("%s: %v %s", value, a.Errors[0].Path, a.Errors[0].Message)
		}
	}
	a := w.refused("Bo", mutation("changeTime"), vars{"input": with(vars{"usefulUntil": "2026-06-20T12:00:00Z", "slots": "whenever"}, request)}, domain.Invalid)
	if !strings.Contains(a.Errors[0].Message, "whenever") {
		t.Errorf("%+v", a.Errors)
	}
}

// TestErrors_Fields: what does not fit is answered in a sentence that says what to do, with a code and the field, whether it stands in a
// variable or is a value of our own kinds.
func TestErrors_Fields(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	hold := func(name string, value any) vars {
		in := vars{"requestId": id("Request", domain.RequestID(1)), "reason": "Away", "until": "2026-06-20T12:00:00Z", name: value}
		if value == nil {
			delete(in, name)
		}
		return vars{"input": in}
	}
	const rows, list = `query ($n: Int!) { requests(first: $n) { totalCount } }`, `query ($f: RequestFilter) { requests(filter: $f) { totalCount } }`
	const ask = `mutation ($input: RaiseRequestInput!) { raiseRequest(input: $input) { reference } }`
	for name, c := range map[string]struct {
		query             string
		v                 vars
		code, field, want string
	}{
		"no time":            {mutation("holdRequest"), hold("until", "tomorrow"), "INVALID", "until", "Please write a time like"},
		"a number for it":    {mutation("holdRequest"), hold("until", 7), "INVALID", "until", "Please write a time like"},
		"left out":           {mutation("holdRequest"), hold("until", nil), "GRAPHQL_VALIDATION_FAILED", "until", "Please give a value"},
		"a field too many":   {mutation("holdRequest"), hold("utnil", 7), "GRAPHQL_VALIDATION_FAILED", "utnil", "no such field"},
		"text for a list":    {mutation("holdRequest"), hold("reason", vars{"a": 1}), "GRAPHQL_VALIDATION_FAILED", "reason", "Please give text"},
		"no object":          {mutation("holdRequest"), vars{"input": 7}, "GRAPHQL_VALIDATION_FAILED", "input", "Please give an object"},
		"nothing":            {mutation("holdRequest"), nil, "GRAPHQL_VALIDATION_FAILED", "input", "Please give a value"},
		"half a row":         {rows, vars{"n": 1.5}, "GRAPHQL_VALIDATION_FAILED", "n", "Please give a whole number"},
		"no such word":       {list, vars{"f": vars{"state": "LOST"}}, "GRAPHQL_VALIDATION_FAILED", "f.state", "Please give one of the values of RequestState"},
		"below":              {ask, vars{"input": vars{"firstName": "Jo", "asker": vars{"firstName": vars{}}}}, "GRAPHQL_VALIDATION_FAILED", "asker.firstName", "Please give text"},
		"no parts of a week": {ask, vars{"input": vars{"firstName": "Jo", "needId": "x", "slots": "whenever"}}, "INVALID", "slots", "Please write times like"},
		"no true and false":  {`{ requests(filter: {state: LOST}) { totalCount } }`, nil, "GRAPHQL_VALIDATION_FAILED", "", "Please give one of the values of RequestState"},
		"text for a number":  {`{ requests(first: "ten") { totalCount } }`, nil, "GRAPHQL_VALIDATION_FAILED", "", "Please give a whole number"},
	} {
		a := w.query("Bo", c.query, c.v)
		if len(a.Errors) != 1 {
			t.Errorf("%s: %+v", name, a.Errors)
			continue
		}
		if e := a.Errors[0]; e.Extensions.Code != c.code || e.Extensions.Field != c.field || !strings.Contains(e.Message, c.want) {
			t.Errorf("%s: %q %+v, want %q with %s at %q", name, e.Message, e.Extensions, c.want, c.code, c.field)
		}
	}
}

// TestRefusals_Form: those who are turned away before a query is read are answered in the same form as everybody else.
func TestRefusals_Form(t *testing.T) {
	for name, h := range map[string]http.Handler{
		"another site": graph.Foreign(),
		"no database":  http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { graph.Fail(w, r, nil) }),
	} {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", nil))
		if !strings.HasSuffix(rec.Body.String(), `"data":null}`) || rec.Header().Get("X-Content-Type-Options") != "nosniff" || rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v %s", name, rec.Header(), rec.Body)
		}
	}
}
