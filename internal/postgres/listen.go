package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/lib/pq"
)

const (
	reconnectFirst = 100 * time.Millisecond
	reconnectLast  = 10 * time.Second
	listenPing     = 30 * time.Second
)

// Listen returns the payloads that are notified on a channel of the database, from the moment it returns. After a lost
// connection it connects again by itself and sends an empty string: something may have been missed, so readers look
// again. The result is closed when ctx ends. A database that cannot be reached at first is waited for, as long as ctx
// lasts.
func Listen(ctx context.Context, dsn, channel string) (_ <-chan string, err error) {
	defer wrap(&err, "Listen(%s)", channel)
	listener := pq.NewListener(dsn, reconnectFirst, reconnectLast, nil)
	subscribed := make(chan error, 1)
	go func() { subscribed <- listener.Listen(channel) }()
	select {
	case err = <-subscribed:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	out := make(chan string)
	go forward(ctx, listener, out)
	return out, nil
}

// forward hands notifications on until ctx ends.
func forward(ctx context.Context, listener *pq.Listener, out chan<- string) {
	defer close(out)
	defer listener.Close()
	ping := time.NewTicker(listenPing)
	defer ping.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ping.C:
			// A connection that died in silence shows only when it is used; the listener then connects again by itself.
			go func() { _ = listener.Ping() }()
		case n, open := <-listener.Notify:
			if !open {
				return
			}
			if !send(ctx, out, n) {
				return
			}
		}
	}
}

// send hands one notification on; nil is the listener's word for "connected again".
func send(ctx context.Context, out chan<- string, n *pq.Notification) bool {
	payload := ""
	if n != nil {
		payload = n.Extra
	}
	select {
	case out <- payload:
		return true
	case <-ctx.Done():
		return false
	}
}
