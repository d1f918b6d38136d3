package main

import (
	"context"
	"io"

	"waymark/domain"
	"waymark/internal/notify"
)

// furnish fills an empty private database with the demo, and finds out whether this is one.
func (h *house) furnish(ctx context.Context, _ io.Writer) error {
	a, err := newApp(h.cfg, h.db.DB, notify.NewBox(1), true)
	if err != nil {
		return err
	}
	h.demo, err = a.Demo(ctx, domain.Clock())
	return err
}

// startPeople lets the demo's people act. The function that it returns stops them.
func (h *house) startPeople(context.Context) (stop func()) { return func() {} }

// welcome prints a one-time sign-in link for each role of the demo.
func (h *house) welcome(context.Context, io.Writer) error { return nil }
