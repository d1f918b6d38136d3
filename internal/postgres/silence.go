package postgres

import (
	"context"
	"net"
	"time"
)

// silenceGrace is how much longer than a statement may take the server may say nothing, before it counts as gone.
const silenceGrace = 5 * time.Second

// silenceOf is how long a server with this limit for statements may say nothing; 0: for ever, where it has no limit.
func silenceOf(statementTimeout string) time.Duration {
	limit, err := time.ParseDuration(statementTimeout)
	if err != nil || limit <= 0 {
		return 0
	}
	return limit + silenceGrace
}

// heard dials connections that fail when the server says nothing for too long. A statement that is waited for ends neither with its
// context nor otherwise while a server hangs, or the network to it is dead: the driver asks it to stop, and waits on.
type heard struct {
	net.Dialer
	silence time.Duration
}

func (d heard) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := d.Dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &heardConn{Conn: conn, silence: d.silence}, nil
}

func (d heard) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// heardConn is a connection on which each read and write ends within the silence, unless the driver has set a deadline of its own.
type heardConn struct {
	net.Conn
	silence time.Duration
	ruled   bool // while the driver connects
}

func (c *heardConn) SetDeadline(t time.Time) error {
	c.ruled = !t.IsZero()
	return c.Conn.SetDeadline(t)
}

func (c *heardConn) Read(b []byte) (int, error) {
	if !c.ruled {
		if err := c.SetReadDeadline(time.Now().Add(c.silence)); err != nil {
			return 0, err
		}
	}
	return c.Conn.Read(b)
}

func (c *heardConn) Write(b []byte) (int, error) {
	if !c.ruled {
		if err := c.SetWriteDeadline(time.Now().Add(c.silence)); err != nil {
			return 0, err
		}
	}
	return c.Conn.Write(b)
}
