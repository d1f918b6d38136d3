package main

import (
	"context"
	"slices"
	"testing"
	"time"
)

func TestStatements(t *testing.T) {
	const at = "2026-03-04 10:00:00.123 UTC [42] "
	for _, c := range []struct {
		name, log string
		want      []string
	}{
		{"nothing", "", nil},
		{"one of several lines", at + "LOG:  statement: SELECT 1\n\tFROM t\n", []string{"SELECT 1\nFROM t"}},
		{"a ping is none", at + "LOG:  statement: ;\n", nil},
		{"what is no statement", at + "LOG:  checkpoint starting: time\n" + at + "LOG:  statement: BEGIN\n", []string{"BEGIN"}},
		{
			"with parameters",
			at + "LOG:  execute <unnamed>: SELECT $1, $2, $1\n" + at + "DETAIL:  parameters: $1 = 'it''s', $2 = NULL\n",
			[]string{"SELECT 'it''s', NULL, 'it''s'"},
		},
		{
			"a dollar within a value",
			at + "LOG:  execute 7: SELECT $1, $2\n" + at + "DETAIL:  parameters: $1 = 'costs $2', $2 = '3'\n",
			[]string{"SELECT 'costs $2', '3'"},
		},
		{
			"a parameter of two lines",
			at + "LOG:  execute 7: SELECT $1\n" + at + "DETAIL:  parameters: $1 = 'a\n\tb'\n" + at + "LOG:  statement: COMMIT\n",
			[]string{"SELECT 'a\nb'", "COMMIT"},
		},
	} {
		if got := statements(c.log); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestStatementLog(t *testing.T) {
	l := &statementLog{}
	write := func(text string) {
		if n, err := l.Write([]byte(text)); n != len(text) || err != nil {
			t.Fatal(n, err)
		}
	}
	write("before")
	l.begin()
	write("within")
	write(" the mark")
	if got, err := l.until(t.Context(), " the mark"); got != "within" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	write("after")
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := l.until(ctx, "after"); err == nil {
		t.Error("what came after the end was kept")
	}
}
