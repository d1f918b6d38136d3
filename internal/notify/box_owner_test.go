//go:build unix

package notify

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// What root keeps in somebody's checkout is theirs, so that they can read it when they start Waymark themselves.
func TestNewBoxIn_BelongsToTheCheckout(t *testing.T) {
	checkout, user := t.TempDir(), os.Geteuid()
	if user == 0 {
		user = 4711
		if err := os.Chown(checkout, user, user); err != nil {
			t.Fatal(err)
		}
	}
	data := filepath.Join(checkout, "data")
	if err := os.Mkdir(data, 0o700); err != nil { // by us, before the mail
		t.Fatal(err)
	}
	dir := filepath.Join(data, "mail")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "000000001.eml"), nil, 0o600); err != nil { // of a start before
		t.Fatal(err)
	}
	box := boxIn(t, dir, 3)
	if err := box.Send(t.Context(), sampleMessage(t)); err != nil {
		t.Fatal(err)
	}
	n := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if n++; int(info.Sys().(*syscall.Stat_t).Uid) != user {
			t.Errorf("%s belongs to %d, want %d", path, info.Sys().(*syscall.Stat_t).Uid, user)
		}
		return nil
	})
	if err != nil || n != 3 {
		t.Errorf("%d were looked at, want the folder and two files: %v", n, err)
	}
}
