//go:build unix

package notify

import (
	"os"
	"path/filepath"
	"syscall"
)

// owner is whom the files of a folder belong to; the zero value leaves them to whoever runs the program.
type owner struct {
	uid, gid int
	set      bool
}

// ownerFor returns who is to have what root writes into a folder: whoever has the nearest folder above it that is not root's, as a
// checkout in somebody's home. Nothing is changed for other users, who own what they write.
func ownerFor(dir string) owner {
	if os.Geteuid() != 0 {
		return owner{}
	}
	at, err := filepath.Abs(dir)
	if err != nil {
		return owner{}
	}
	for ; at != filepath.Dir(at); at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err != nil {
			continue
		}
		if stat, ok := info.Sys().(*syscall.Stat_t); ok && stat.Uid != 0 {
			return owner{int(stat.Uid), int(stat.Gid), true}
		}
	}
	return owner{}
}

// give makes a file or folder theirs.
func (o owner) give(path string) error {
	if !o.set {
		return nil
	}
	return os.Lchown(path, o.uid, o.gid)
}
