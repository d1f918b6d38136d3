package config_test

import (
	"errors"
	"net"
	"strconv"
	"strings"
	"testing"

	"waymark/internal/config"
)

// busy occupies a free port of this machine and returns its address.
func busy(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	return ln.Addr().String()
}

func TestConfig_Listen_MovesFromDefault(t *testing.T) {
	taken := busy(t)
	c := load(t)
	c.Addr = taken // as if this port were the default
	ln, moved, err := c.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if !moved || c.Addr == taken || c.Addr != ln.Addr().String() || c.URL != "http://"+c.Addr {
		t.Errorf("moved %v, address %s, listener %s, URL %s", moved, c.Addr, ln.Addr(), c.URL)
	}
	_, before, _ := net.SplitHostPort(taken)
	_, after, _ := net.SplitHostPort(c.Addr)
	from, _ := strconv.Atoi(before)
	if to, _ := strconv.Atoi(after); to <= from || to > from+50 {
		t.Errorf("took port %d, which is not just above %d", to, from)
	}
}

func TestConfig_Listen_KeepsToAGivenAddress(t *testing.T) {
	taken := busy(t)
	c := load(t, "WAYMARK_ADDR", taken)
	_, _, err := c.Listen(t.Context())
	var p *config.Problem
	if !errors.As(err, &p) || p.Variable != "WAYMARK_ADDR" || !strings.Contains(p.Message, "already listening on "+taken) {
		t.Errorf("Listen on a taken address: %v", err)
	}
}

func TestConfig_Listen_GivenURLStays(t *testing.T) {
	c := load(t, "WAYMARK_ADDR", "127.0.0.1:0", "WAYMARK_URL", "https://help.example.org")
	ln, moved, err := c.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if moved || c.URL != "https://help.example.org" || c.Addr == "127.0.0.1:0" {
		t.Errorf("moved %v, URL %s, address %s", moved, c.URL, c.Addr)
	}
}

func TestConfig_Listen_ForeignAddress(t *testing.T) {
	c := load(t, "WAYMARK_ADDR", "192.0.2.1:8420") // kept for documentation: no machine has it
	_, _, err := c.Listen(t.Context())
	if err == nil || !strings.Contains(err.Error(), "an address of this machine") {
		t.Errorf("Listen: %v", err)
	}
}

func TestConfig_RecallURL(t *testing.T) {
	dir := t.TempDir()
	recall := func(settings ...string) *config.Config {
		c := load(t, append(settings, "WAYMARK_DATA", dir)...)
		c.RecallURL()
		return c
	}
	if got := recall().URL; got != "http://127.0.0.1:8420" {
		t.Errorf("without a note it is %s", got)
	}
	served := recall("WAYMARK_URL", "https://help.example.org")
	if err := served.KeepURL(); err != nil {
		t.Fatal(err)
	}
	if got := recall().URL; got != "https://help.example.org" {
		t.Errorf("with a note it is %s", got)
	}
	if got := recall("WAYMARK_ADDR", "127.0.0.1:9").URL; got != "http://127.0.0.1:9" {
		t.Errorf("an address that was given gives way to the note: %s", got)
	}
}
