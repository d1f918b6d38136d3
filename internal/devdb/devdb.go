// Package devdb runs a private PostgreSQL for `make run` and for tests, from the binaries that are on the machine.
//
// It listens on a Unix socket only, in a folder that nobody else may enter, so two checkouts never meet and no port is
// ever in use. The server ends with the program that started it, also when that program is killed. Real installations
// use their own PostgreSQL through DATABASE_URL and never come here.
package devdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// superuser owns every private cluster, whoever runs it, so that a connection string never depends on a login name. appLogin is
// the application's, which has the rights of Options.AppRole and no other.
const (
	superuser = "waymark"
	appLogin  = "waymark_service"
)

const (
	startPatience = 2 * time.Minute // recovery after a power cut may take a while
	stopPatience  = 15 * time.Second
	pollEvery     = 2 * time.Millisecond
)

// Options say where a private PostgreSQL lives and how careful it is with the data.
type Options struct {
	DataDir string    // the program's data folder; the cluster lives in a folder "postgres" within; made when missing
	Name    string    // shown in the list of processes, and the name of a database made with the cluster; may be empty
	AppRole string    // a role that is made with the cluster, with a login in it: see AppDSN; may be empty
	Durable bool      // false: data may be lost in a power cut, which is quicker and right for tests
	Log     io.Writer // what the server says; nil keeps only the last lines, for error messages
}

// Server is a running private PostgreSQL.
type Server struct {
	// SocketDir is the folder of the Unix socket: short, in the temporary folder, and closed to others.
	SocketDir string
	// BinDir is the folder of the PostgreSQL programs in use.
	BinDir string

	home    home
	proc    *process
	stop    sync.Once
	stopErr error
}

// Start makes the cluster when there is none, starts it and returns when it accepts connections; ctx bounds the start
// only. It recovers from a program that was killed and from a power cut. A data folder in use by another live program
// is an error that says so.
func Start(ctx context.Context, o Options) (*Server, error) {
	h, err := openHome(o.DataDir)
	if err != nil {
		return nil, err
	}
	srv, err := start(ctx, h, o)
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	return srv, nil
}

func start(ctx context.Context, h home, o Options) (*Server, error) {
	bin, err := h.binaries()
	if err != nil {
		return nil, err
	}
	if err := h.clearLeftovers(ctx); err != nil {
		return nil, err
	}
	if !h.exists() {
		if err := h.create(ctx, bin, o); err != nil {
			return nil, err
		}
	}
	deadline := time.Now().Add(stopPatience)
	for {
		srv, err := launchServer(ctx, h, bin, o)
		if !errors.Is(err, errStillHeld) || time.Now().After(deadline) {
			return srv, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * pollEvery):
		}
	}
}

// errStillHeld: a server that was killed leaves workers, which take a moment to notice.
var errStillHeld = errors.New("workers of an earlier PostgreSQL are still there")

func launchServer(ctx context.Context, h home, bin string, o Options) (*Server, error) {
	log := &tail{next: o.Log}
	args := serverArgs(h, o)
	if o.Durable && h.accepts(ctx, bin, quickCompression) {
		args = append(args, "-c", quickCompression)
	}
	proc, err := h.launch(log, syscall.SIGINT, filepath.Join(bin, "postgres"), args...)
	if err != nil {
		return nil, err
	}
	srv := &Server{SocketDir: h.socket, BinDir: bin, home: h, proc: proc}
	if err := srv.waitReady(ctx, log); err != nil {
		if strings.Contains(log.String(), "shared memory block") {
			err = errors.Join(err, errStillHeld)
		}
		return nil, errors.Join(err, proc.end(stopPatience))
	}
	return srv, nil
}

// quickCompression makes the log of a plan of thousands a sixth shorter: of a page that is changed for the first time since a checkpoint
// the log holds the whole. It costs next to nothing, unlike the older kind, which every PostgreSQL knows.
const quickCompression = "wal_compression=lz4"

func serverArgs(h home, o Options) []string {
	settings := []string{
		"listen_addresses=",
		// A list of folders: the quotes keep a comma or a space in the path from splitting it.
		`unix_socket_directories="` + h.socket + `"`,
		"unix_socket_permissions=0700",
		"cluster_name=" + o.Name,
		"logging_collector=off",
		// A failed statement holds people's data, which has no place in a log.
		"log_min_error_statement=panic",
	}
	if !o.Durable {
		settings = append(settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off",
			"wal_level=minimal", "max_wal_senders=0", "max_wal_size=256MB", "shared_buffers=64MB", "max_connections=300")
	}
	args := []string{"-D", h.cluster}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	return args
}

// waitReady watches the server's own status file, as pg_ctl does: no client library is needed to know.
func (s *Server) waitReady(ctx context.Context, log *tail) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-s.proc.done:
			return fmt.Errorf("PostgreSQL did not start in %s; it said:\n%s", s.home.cluster, log)
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL in %s was not ready in time: %w; it said:\n%s", s.home.cluster, ctx.Err(), log)
		case <-tick.C:
			if s.home.ready(s.proc.pid) {
				return nil
			}
		}
	}
}

// DSN returns the connection string of a database, in the keyword form that lib/pq and libpq share.
// Its login may do everything.
func (s *Server) DSN(database string) string { return dsn(s.SocketDir, "5432", superuser, database) }

// AppDSN is DSN with the application's login, of a cluster that was made with Options.AppRole.
func (s *Server) AppDSN(database string) string { return dsn(s.SocketDir, "5432", appLogin, database) }

func dsn(socket, port, login, database string) string {
	quote := strings.NewReplacer(`\`, `\\`, `'`, `\'`)
	return fmt.Sprintf("host='%s' port=%s user=%s dbname='%s' sslmode=disable", quote.Replace(socket), port, login, quote.Replace(database))
}

// PID is the process id of the server, for messages and tests.
func (s *Server) PID() int { return s.proc.pid }

// Done is closed when the server has ended, for whatever reason.
func (s *Server) Done() <-chan struct{} { return s.proc.done }

// Stop ends the server in an orderly way, cutting open connections off, and gives the data folder free. Calling it
// again returns the same result.
func (s *Server) Stop() error {
	s.stop.Do(func() {
		s.stopErr = errors.Join(s.proc.end(stopPatience), s.home.close())
	})
	return s.stopErr
}
