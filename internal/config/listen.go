package config

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// portsToTry is how far above the default port a free one is looked for.
const portsToTry = 50

// Listen opens the address. When nobody named one and the default is in use it takes the next free port; moved tells.
// Afterwards Addr holds the real address, and URL follows it unless WAYMARK_URL was set.
func (c *Config) Listen(ctx context.Context) (ln net.Listener, moved bool, err error) {
	var lc net.ListenConfig
	ln, err = lc.Listen(ctx, "tcp", c.Addr)
	if errors.Is(err, syscall.EADDRINUSE) && !c.AddrGiven {
		ln, err = c.listenAbove(ctx)
		moved = err == nil
	}
	if err != nil {
		return nil, false, c.listenProblem(err)
	}
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return nil, false, errors.Join(err, ln.Close())
	}
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		return nil, false, errors.Join(err, ln.Close())
	}
	c.Addr = net.JoinHostPort(host, port)
	if !c.urlGiven {
		c.URL = urlOf(c.Addr)
	}
	return ln, moved, nil
}

func (c *Config) listenAbove(ctx context.Context) (ln net.Listener, err error) {
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return nil, err
	}
	first, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	for i := range portsToTry {
		ln, err = lc.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(first+1+i)))
		if !errors.Is(err, syscall.EADDRINUSE) {
			return ln, err
		}
	}
	return nil, err
}

func (c *Config) listenProblem(err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE) && c.AddrGiven:
		return problem("WAYMARK_ADDR", "Another program is already listening on %s. Stop that one, or write another port.", c.Addr)
	case errors.Is(err, syscall.EADDRINUSE):
		return problem("WAYMARK_ADDR", "%s and the %d ports above it are in use. Write an address that is free.", c.Addr, portsToTry)
	case errors.Is(err, syscall.EACCES):
		return problem("WAYMARK_ADDR", "This user may not listen on %s. Write a port above 1023, and let a reverse proxy pass visitors on to it.", c.Addr)
	}
	return problem("WAYMARK_ADDR", "Waymark cannot listen on %s (%v). Write an address of this machine, for example %s.", c.Addr, err, defaultAddr)
}

// urlFile keeps where the pages of this data folder were reached last.
const urlFile = "url"

// KeepURL notes in the data folder where the pages are reached, for commands that print links while the server runs. The folder
// must be there.
func (c *Config) KeepURL() error {
	return os.WriteFile(filepath.Join(c.DataDir, urlFile), []byte(c.URL+"\n"), 0o600)
}

// RecallURL takes the address that a server on this data folder noted, unless WAYMARK_URL or WAYMARK_ADDR says another. Without
// a note the address stays as it is.
func (c *Config) RecallURL() {
	if c.urlGiven || c.AddrGiven {
		return
	}
	if text, err := os.ReadFile(filepath.Join(c.DataDir, urlFile)); err == nil {
		c.URL = strings.TrimSpace(string(text))
	}
}
