package devdb

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func fakePrograms(t *testing.T, dir string, names ...string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		script := "#!/bin/sh\necho 'postgres (PostgreSQL) 15.18'\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFind_BinDirGoesFirst(t *testing.T) {
	dir := fakePrograms(t, t.TempDir(), "postgres", "initdb")
	t.Setenv("PG_BINDIR", dir)
	if got, err := Find(); err != nil || got != dir {
		t.Errorf("Find() = %s, %v, want %s", got, err, dir)
	}
}

func TestFind_WrongBinDirIsSaid(t *testing.T) {
	t.Setenv("PG_BINDIR", fakePrograms(t, t.TempDir(), "postgres"))
	if got, err := Find(); err == nil || !strings.Contains(err.Error(), "correct PG_BINDIR") {
		t.Errorf("Find() = %s, %v", got, err)
	}
}

func TestFind_InPath(t *testing.T) {
	real := fakePrograms(t, filepath.Join(t.TempDir(), "real"), "postgres", "initdb")
	path := t.TempDir()
	if err := os.Symlink(filepath.Join(real, "postgres"), filepath.Join(path, "postgres")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PG_BINDIR", "")
	t.Setenv("PATH", path)
	if got, err := Find(); err != nil || got != real {
		t.Errorf("Find() = %s, %v, want %s", got, err, real)
	}
}

func TestFindMajor(t *testing.T) {
	t.Setenv("PG_BINDIR", "")
	t.Setenv("PATH", fakePrograms(t, t.TempDir(), "postgres", "initdb")+":/bin:/usr/bin")
	got, err := findMajor("15")
	if err != nil || majorOf(got) != "15" {
		t.Errorf("findMajor(15) = %s, %v", got, err)
	}
	_, err = findMajor("7")
	if err == nil || !strings.Contains(err.Error(), "PostgreSQL 7, which made the data folder") ||
		!strings.Contains(err.Error(), "install postgresql") {
		t.Errorf("findMajor(7) = %v", err)
	}
}

func TestHighestFirst(t *testing.T) {
	root := t.TempDir()
	for _, v := range []string{"9.6", "15", "17"} {
		fakePrograms(t, filepath.Join(root, v, "bin"), "postgres", "initdb")
	}
	got := highestFirst([]string{filepath.Join(root, "*", "bin")})
	if len(got) != 3 || got[0] != filepath.Join(root, "17", "bin") || got[2] != filepath.Join(root, "9.6", "bin") {
		t.Errorf("highestFirst = %v", got)
	}
}

func TestOwnFolder(t *testing.T) {
	uid, gid := uint32(os.Geteuid()), uint32(os.Getegid())
	tests := []struct {
		name string
		make func(dir string) error
		ok   bool
	}{
		{"new", func(string) error { return nil }, true},
		{"ours from before", func(dir string) error { return os.Mkdir(dir, 0o700) }, true},
		{"open to others", func(dir string) error { _ = os.Mkdir(dir, 0o700); return os.Chmod(dir, 0o777) }, false},
		{"a link", func(dir string) error { return os.Symlink("/tmp", dir) }, false},
		{"a file", func(dir string) error { return os.WriteFile(dir, nil, 0o600) }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "x")
			if err := tt.make(dir); err != nil {
				t.Fatal(err)
			}
			if err := ownFolder(dir, 0o700, uid, gid); (err == nil) != tt.ok {
				t.Errorf("ownFolder = %v, want ok %t", err, tt.ok)
			}
		})
	}
}

func TestSocketFolder_ShortUnderALongTempFolder(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), strings.Repeat("long", 30)))
	dir, err := home{base: t.TempDir()}.socketFolder()
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(dir)
	if len(dir)+1+len(socketName) > socketLimit {
		t.Errorf("%s is too long", dir)
	}
}

func TestTail_KeepsTheEnd(t *testing.T) {
	log := &tail{}
	for range 1000 {
		if _, err := log.Write([]byte("a line that is not the last\n")); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = log.Write([]byte("the last\n")) // never fails
	if s := log.String(); len(s) > tailKeeps || !strings.HasSuffix(s, "the last") {
		t.Errorf("tail keeps %d bytes: …%q", len(s), s[max(0, len(s)-40):])
	}
}
