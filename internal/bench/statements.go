package main

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// statementLog keeps what a PostgreSQL server writes to its log while it is told to, so that the statements of a use case can
// be read from there and sent again.
type statementLog struct {
	mu   sync.Mutex
	on   bool
	text strings.Builder
}

// Write keeps what the server says, or drops it.
func (l *statementLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.on {
		l.text.Write(b)
	}
	return len(b), nil
}

// begin starts to keep.
func (l *statementLog) begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.on = true
	l.text.Reset()
}

// until waits until the log has a mark in it, stops to keep, and returns what stands before.
func (l *statementLog) until(ctx context.Context, mark string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	for {
		l.mu.Lock()
		before, _, found := strings.Cut(l.text.String(), mark)
		l.on = !found
		l.mu.Unlock()
		if found {
			return before, nil
		}
		select {
		case <-ctx.Done():
			return "", errors.Join(errors.New("the server's log lacks the statements that it was told to write"), ctx.Err())
		case <-tick.C:
		}
	}
}

// entry is how the server begins an entry of its log; what follows on lines of its own begins with a tab.
var entry = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \S+ \[\d+\] (\w+):  (.*)$`)

// executed is how the entry of a statement begins: one that came as text, or one that was prepared.
var executed = regexp.MustCompile(`^(?:statement|execute [^:]*): `)

// statements reads the statements from a log, in their order, with the values of parameters put in their places.
func statements(log string) (out []string) {
	last := "" // the statement or list of parameters that is being read
	detail := false
	end := func() {
		switch {
		case detail && len(out) > 0:
			out[len(out)-1] = putIn(out[len(out)-1], parameters(last))
		case !detail && strings.Trim(last, "; \n") != "":
			out = append(out, last)
		}
		last, detail = "", false
	}
	for line := range strings.Lines(log) {
		line = strings.TrimSuffix(line, "\n")
		if more, ok := strings.CutPrefix(line, "\t"); ok {
			last += "\n" + more
			continue
		}
		end()
		e := entry.FindStringSubmatch(line)
		if e == nil {
			continue
		}
		if head := executed.FindString(e[2]); e[1] == "LOG" && head != "" {
			last = e[2][len(head):]
		} else if given, ok := strings.CutPrefix(e[2], "parameters: "); ok && e[1] == "DETAIL" {
			last, detail = given, true
		}
	}
	end()
	return out
}

// parameter is one of "$1 = 'a value', $2 = NULL"; a quote within a value is doubled.
var parameter = regexp.MustCompile(`\$(\d+) = (NULL|'(?:[^']|'')*')`)

// parameters reads a list of parameters: the literal of each by its number.
func parameters(list string) map[int]string {
	out := map[int]string{}
	for _, p := range parameter.FindAllStringSubmatch(list, -1) {
		if n, err := strconv.Atoi(p[1]); err == nil {
			out[n] = p[2]
		}
	}
	return out
}

var placeholder = regexp.MustCompile(`\$\d+`)

// putIn writes the values into a statement.
func putIn(statement string, values map[int]string) string {
	return placeholder.ReplaceAllStringFunc(statement, func(mark string) string {
		if n, err := strconv.Atoi(mark[1:]); err == nil && values[n] != "" {
			return values[n]
		}
		return mark
	})
}
