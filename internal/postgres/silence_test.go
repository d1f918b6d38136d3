package postgres_test

import (
	"net"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lib/pq"

	"waymark/domain"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// hangs forwards connections to a database until it is told to hang: then every connection stays open, and nothing comes through.
func hangs(t *testing.T, dsn string) (through string, hang func()) {
	t.Helper()
	config, err := pq.NewConfig(dsn)
	check(t, err)
	network, address := "tcp", net.JoinHostPort(config.Host, strconv.Itoa(int(config.Port)))
	if filepath.IsAbs(config.Host) {
		network, address = "unix", filepath.Join(config.Host, ".s.PGSQL."+strconv.Itoa(int(config.Port)))
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { ln.Close() })
	var hung atomic.Bool
	forward := func(to, from net.Conn) {
		b := make([]byte, 32<<10)
		for {
			n, err := from.Read(b)
			if err != nil {
				to.Close()
				return
			}
			if !hung.Load() {
				to.Write(b[:n])
			}
		}
	}
	go func() {
		for {
			client, err := ln.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial(network, address)
			if err != nil {
				client.Close()
				continue
			}
			go forward(server, client)
			go forward(client, server)
		}
	}()
	host, port, err := net.SplitHostPort(ln.Addr().String())
	check(t, err)
	return dsn + " host=" + host + " port=" + port + " sslmode=disable", func() { hung.Store(true) }
}

// A database that hangs, or to which the network is dead, is as good as one that is away: whoever waits for it is told so.
func TestOpen_aSilentServerIsAway(t *testing.T) {
	t.Parallel()
	through, hang := hangs(t, pgtest.DSN(t))
	db, err := postgres.Open(through + " statement_timeout=100ms connect_timeout=1")
	check(t, err)
	t.Cleanup(func() { db.Close() })
	check(t, db.Ping(t.Context()))
	hang()
	for range 2 { // on a connection that was open, and on a new one
		failed := make(chan error, 1)
		go func() { failed <- db.Ping(t.Context()) }()
		select {
		case err := <-failed:
			if domain.KindOf(err) != domain.Unavailable {
				t.Errorf("a database that hangs says %v", err)
			}
		case <-time.After(time.Minute):
			t.Fatal("nothing is heard of a database that hangs")
		}
	}
}
