package app

import (
	"errors"
	"fmt"
	"sync"
)

// atOnce does at the same time what only reads and does not wait for one another: each over a connection of its own, so never in a transaction. A
// fault in one is an error, and does not take the server along.
func atOnce(reads ...func() error) error {
	wrong := make([]error, len(reads))
	var all sync.WaitGroup
	for n, read := range reads {
		all.Go(func() {
			defer func() {
				if cause := recover(); cause != nil {
					wrong[n] = fmt.Errorf("reading: panic: %v", cause)
				}
			}()
			wrong[n] = read()
		})
	}
	all.Wait()
	return errors.Join(wrong...)
}
