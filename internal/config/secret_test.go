package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"waymark/internal/config"
)

func TestConfig_Secret_GivenWins(t *testing.T) {
	given := strings.Repeat("ab", 32)
	dir := filepath.Join(t.TempDir(), "data")
	c := load(t, "WAYMARK_DATA", dir, "WAYMARK_SECRET", given)
	if secret, err := c.Secret(); err != nil || secret.Reveal() != given {
		t.Errorf("Secret: %v", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("a data folder was made without need: %v", err)
	}
}

func TestConfig_Secret_MadeOnceAndKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a folder", "data")
	const n = 8
	secrets := make([]config.Hidden, n)
	var wg sync.WaitGroup
	for i := range n {
		c := load(t, "WAYMARK_DATA", dir)
		wg.Go(func() {
			secret, err := c.Secret()
			if err != nil {
				t.Errorf("Secret: %v", err)
			}
			secrets[i] = secret
		})
	}
	wg.Wait()
	for _, secret := range secrets {
		if len(secret) != 64 || secret != secrets[0] {
			t.Fatalf("the processes did not agree on one secret of 64 characters")
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
	info, err := os.Stat(filepath.Join(dir, "secret"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	other, err := load(t, "WAYMARK_DATA", t.TempDir()).Secret()
	if err != nil || other == secrets[0] {
		t.Errorf("another folder has the same secret (%v)", err)
	}
}

func TestConfig_Secret_ClosesAnOpenFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "secret")
	if err := os.WriteFile(path, []byte(strings.Repeat("x", 40)+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	secret, err := load(t, "WAYMARK_DATA", dir).Secret()
	if err != nil || secret.Reveal() != strings.Repeat("x", 40) {
		t.Fatalf("Secret: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestConfig_Secret_Problems(t *testing.T) {
	damaged := t.TempDir()
	if err := os.WriteFile(filepath.Join(damaged, "secret"), []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ dir, says string }{
		{damaged, "is damaged"},
		{filepath.Join(file, "below"), "cannot be"},
	} {
		_, err := load(t, "WAYMARK_DATA", tt.dir).Secret()
		if err == nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "short") {
			t.Errorf("Secret in %s: %v", tt.dir, err)
		}
	}
}
