package config

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	minSecret  = 32 // characters: 128 bits when they are hexadecimal
	secretFile = "secret"
)

// MakeDataDir makes the data folder when it is missing. Others on the machine may pass through it, as the database's
// own user must, but may not list it; what is private inside has its own mode.
func (c *Config) MakeDataDir() error {
	if err := os.MkdirAll(c.DataDir, 0o711); err != nil {
		return problem("WAYMARK_DATA", "The folder cannot be made (%v). Write the path of a folder that you may write to.", err)
	}
	return nil
}

// Secret returns what tokens are signed with: WAYMARK_SECRET, else the one in the data folder, which is made at the
// first call and kept with mode 0600. Processes that start together agree on one.
func (c *Config) Secret() (Hidden, error) {
	if c.GivenSecret != "" {
		return c.GivenSecret, nil
	}
	path := filepath.Join(c.DataDir, secretFile)
	secret, err := readSecretFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return secret, err
	}
	if err := c.MakeDataDir(); err != nil {
		return "", err
	}
	if err := writeSecretFile(path); err != nil {
		return "", problem("WAYMARK_SECRET", "None is set, and a new one cannot be kept (%v). Set it, or let WAYMARK_DATA name a folder that you may write to.", err)
	}
	return readSecretFile(path)
}

func readSecretFile(path string) (Hidden, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err != nil {
		return "", problem("WAYMARK_SECRET", "It is not set, and the one that was made earlier cannot be read (%v). Start Waymark as the same user as before.", err)
	}
	secret := strings.TrimSpace(string(data))
	if len(secret) < minSecret {
		return "", problem("WAYMARK_SECRET", "It is not set, and %s is damaged. Put the old file back, or delete it; then a new one is made, and links that were sent before stop working.", path)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return "", problem("WAYMARK_SECRET", "It is not set, and %s cannot be closed to other users (%v).", path, err)
	}
	return Hidden(secret), nil
}

// writeSecretFile writes the whole file under another name and links it into place, so that nobody ever reads half of
// it and the first of two processes wins.
func writeSecretFile(path string) error {
	bytes := make([]byte, 32)
	_, _ = rand.Read(bytes) // never fails, by its documentation
	f, err := os.CreateTemp(filepath.Dir(path), ".secret-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = fmt.Fprintln(f, hex.EncodeToString(bytes))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
