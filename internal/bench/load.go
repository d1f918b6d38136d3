package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// clients is how many ask at the same time where the speed of a list is measured.
const clients = 4

// target is a GraphQL server that is measured.
type target struct {
	url  string
	head http.Header
	pids []int // whose processor time counts
}

// ask sends one body and reads the whole answer. An answer with errors in it is an error.
func (t target) ask(ctx context.Context, client *http.Client, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header = t.head.Clone()
	req.Header.Set("Content-Type", "application/json")
	answer, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || bytes.Contains(text, []byte(`"errors":`))) {
		err = fmt.Errorf("it answered %s: %s", answer.Status, text[:min(len(text), 300)])
	}
	return text, err
}

// repeat asks the same thing for a while, several clients at a time, each again as soon as it has its answer.
func (t target) repeat(ctx context.Context, body []byte, span time.Duration) (round, error) {
	var until time.Time // from the first question on
	return t.load(ctx, clients, func() []byte {
		switch now := time.Now(); {
		case until.IsZero():
			until = now.Add(span)
		case now.After(until):
			return nil
		}
		return body
	})
}

// send sends each body once, one after the other.
func (t target) send(ctx context.Context, bodies [][]byte) (round, error) {
	return t.load(ctx, 1, func() []byte {
		if len(bodies) == 0 {
			return nil
		}
		body := bodies[0]
		bodies = bodies[1:]
		return body
	})
}

// load lets clients ask for what next returns, until that is nil.
func (t target) load(ctx context.Context, clients int, next func() []byte) (r round, err error) {
	before, err := cpuOf(t.pids...)
	if err != nil {
		return r, err
	}
	var mu sync.Mutex // over r, err and next
	var all sync.WaitGroup
	began := time.Now()
	for range clients {
		all.Go(func() {
			client := &http.Client{Transport: &http.Transport{}, Timeout: time.Minute}
			defer client.CloseIdleConnections()
			for {
				mu.Lock()
				body := next()
				if err != nil {
					body = nil
				}
				mu.Unlock()
				if body == nil {
					return
				}
				sent := time.Now()
				_, failed := t.ask(ctx, client, body)
				waited := time.Since(sent)
				mu.Lock()
				r.n++
				r.waited = append(r.waited, waited)
				if failed != nil {
					err = failed
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	r.took = time.Since(began)
	if err != nil {
		return r, err
	}
	after, err := cpuOf(t.pids...)
	r.seconds = (after - before).Seconds()
	return r, err
}
