package app

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// What breaks while several things are read is an error of that use case alone, and the others stop.
func TestTogether(t *testing.T) {
	all, ctx := together(t.Context())
	all.Go(func() error { panic("a page is torn") })
	all.Go(func() error { <-ctx.Done(); return ctx.Err() })
	if err := all.Wait(); err == nil || !strings.Contains(err.Error(), "a page is torn") || errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v", err)
	}
}
