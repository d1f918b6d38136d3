package demo

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const asked = `Could you walk a dog for Joan?

Yes, I’ll go:
https://help.example.org/can-you-help/abc?answer=yes

Not this time:
https://help.example.org/can-you-help/abc?answer=not_this_time
`

func TestLife_read_takes_each_message_once(t *testing.T) {
	t.Parallel()
	l := newLife(Options{Mail: func() []Mail {
		return []Mail{{ID: 2, Text: asked}, {ID: 1, Text: asked}, {ID: 3, Text: "Nothing to press: https://help.example.org/ask"}}
	}})
	now := wednesday
	l.read(now)
	l.read(now)
	if len(l.plans) != 2 {
		t.Fatalf("got %d plans, want 2: %v", len(l.plans), l.plans)
	}
	for n, want := range []plan{
		{link: "/can-you-help/abc?answer=yes", field: "answer", value: "yes"},
		{link: "/can-you-help/abc?answer=not_this_time", field: "answer", value: "not_this_time"},
	} {
		got := l.plans[n]
		if got.at.Before(now) || got.at.After(now.Add(time.Minute)) {
			t.Errorf("the first answers come at %s, want within a minute of %s", got.at, now)
		}
		got.at = time.Time{}
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

func TestLife_press_posts_the_form_and_what_is_hidden_in_it(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ form, want string }{
		"to the page itself": {`<form method="post"><input type="hidden" name="step" value="a&amp;b"><button name="answer" value="yes">`, "/can-you-help/abc answer=yes&step=a%26b"},
		"to its action":      {`<form action="/other" method="post"><button name="answer" value="yes">`, "/other answer=yes"},
		"nowhere else":       {`<form action="https://example.com/" method="post"><button name="answer" value="yes">`, ""},
		"not another form":   {`<form method="post"><button name="said" value="yes">`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			posted := ""
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost {
					body, _ := io.ReadAll(r.Body)
					posted = r.URL.Path + " " + string(body)
				}
				_, _ = io.WriteString(w, c.form+"</form>")
			}))
			defer server.Close()
			l := newLife(Options{BaseURL: server.URL})
			err := l.press(t.Context(), plan{link: "/can-you-help/abc?answer=yes", field: "answer", value: "yes"})
			if posted != c.want || (err == nil) != (c.want != "") {
				t.Errorf("posted %q with the error %v, want %q", posted, err, c.want)
			}
			if strings.Contains(posted, "example.com") {
				t.Error("it left our pages")
			}
		})
	}
}
