package devdb

import (
	"os"
	"path/filepath"
	"testing"
)

// A checkout under /root: PostgreSQL's user cannot get there, so the cluster stands somewhere it can. Anybody else keeps
// the cluster in the data folder.
func TestOpenHome_BehindAClosedDoor(t *testing.T) {
	closed := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(closed, "data")
	h, err := openHome(data)
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(h.socket)
	defer h.close()
	if os.Geteuid() != 0 {
		if h.base != data || h.as != nil {
			t.Errorf("base %s as %v, want %s as ourselves", h.base, h.as, data)
		}
		return
	}
	defer os.RemoveAll(h.base)
	if h.base == data || !h.canEnter(h.base) {
		t.Errorf("base %s cannot be reached by the server's user", h.base)
	}
	if h.as == nil || h.as.Uid == 0 {
		t.Errorf("PostgreSQL would run as %v, which it refuses", h.as)
	}
	again, err := h.reachable(data)
	if err != nil || again != h.base {
		t.Errorf("the second time the cluster is in %s, %v, want %s", again, err, h.base)
	}
}
