package scheduler

import (
	"context"
	"errors"
	"log/slog"
)

// errStopped is why the context of a job ends when the clock is stopped.
var errStopped = errors.New("the clock was stopped")

// stopped reports whether a job was cut off by a stop that was asked for. A job whose time ran out was not.
func stopped(ctx context.Context) bool { return errors.Is(context.Cause(ctx), errStopped) }

// Hush returns a handler that writes what a job says once it has been stopped at the level of debug: that it was cut off is no
// fault. What was under way is rows, and goes on at the next start; what really fails then is said then.
func Hush(h slog.Handler) slog.Handler { return hushed{h} }

type hushed struct{ slog.Handler }

// Enabled asks for the level at which a record will be written.
func (h hushed) Enabled(ctx context.Context, level slog.Level) bool {
	return h.Handler.Enabled(ctx, levelOf(ctx, level))
}

// Handle writes a record.
func (h hushed) Handle(ctx context.Context, r slog.Record) error {
	r.Level = levelOf(ctx, r.Level)
	return h.Handler.Handle(ctx, r)
}

// WithAttrs is hushed too.
func (h hushed) WithAttrs(attrs []slog.Attr) slog.Handler { return hushed{h.Handler.WithAttrs(attrs)} }

// WithGroup is hushed too.
func (h hushed) WithGroup(name string) slog.Handler { return hushed{h.Handler.WithGroup(name)} }

func levelOf(ctx context.Context, level slog.Level) slog.Level {
	if stopped(ctx) {
		return min(level, slog.LevelDebug)
	}
	return level
}
