package app

import (
	"context"
	"fmt"
	"runtime/debug"

	"golang.org/x/sync/errgroup"
)

// reads are what one use case reads at the same time.
type reads struct{ group *errgroup.Group }

// together lets a use case read several things at the same time, with the context that it returns: it ends when one of them fails.
func together(ctx context.Context) (reads, context.Context) {
	group, ctx := errgroup.WithContext(ctx)
	return reads{group}, ctx
}

// Go begins to read. A panic there is an error of the use case: nobody else could catch it, and the whole program would end.
func (r reads) Go(read func() error) {
	r.group.Go(func() (err error) {
		defer func() {
			if cause := recover(); cause != nil {
				err = fmt.Errorf("reading: %v\n%s", cause, debug.Stack())
			}
		}()
		return read()
	})
}

// Wait waits for all of it, and returns what went wrong first.
func (r reads) Wait() error { return r.group.Wait() }
