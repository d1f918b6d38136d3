package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// What `make run` may take until the first page, in seconds: from nothing, with a made-up district to make, and the next time.
const (
	coldMost = 20
	warmMost = 2
)

// measureStart measures how long it takes from the start of the program to its first page.
func measureStart(ctx context.Context, b *bench) error {
	var cold, warm []float64
	for n := range b.rounds {
		b.out.say("  start, round %d of %d", n+1, b.rounds)
		data := filepath.Join(b.dir, fmt.Sprintf("start-%d", n))
		for _, took := range []*[]float64{&cold, &warm} {
			seconds, err := startOnce(ctx, b, data)
			if err != nil {
				return err
			}
			*took = append(*took, seconds)
		}
		if err := os.RemoveAll(data); err != nil {
			return err
		}
	}
	b.out.add(measured("start.cold", "s", atMost(coldMost), cold))
	b.out.add(measured("start.warm", "s", atMost(warmMost), warm))
	return nil
}

// startOnce starts the program as `make run` does, with its own database in a data folder, until the first page is there.
func startOnce(ctx context.Context, b *bench, data string) (seconds float64, err error) {
	address, err := freeAddress()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	p, err := launch(ctx, []string{"WAYMARK_ADDR=" + address, "WAYMARK_DATA=" + data, "WAYMARK_URL=", "DATABASE_URL="}, b.waymark, "serve")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	err = p.answers(ctx, func() (*http.Request, error) { return http.NewRequest(http.MethodGet, "http://"+address+"/", nil) })
	return time.Since(began).Seconds(), err
}
