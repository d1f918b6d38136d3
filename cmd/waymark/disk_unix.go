//go:build linux || darwin

package main

import (
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"
)

// freeSpace returns how many bytes we may still write where a folder is, or will be: it need not be there yet.
func freeSpace(dir string) (uint64, error) {
	var stat syscall.Statfs_t
	err := syscall.Statfs(dir, &stat)
	for errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
		dir = filepath.Dir(dir)
		err = syscall.Statfs(dir, &stat)
	}
	return stat.Bavail * uint64(stat.Bsize), err
}
