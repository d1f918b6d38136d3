package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun_WritesEachIsland(t *testing.T) {
	out := t.TempDir()
	if err := run(out); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join(out, "street.js"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(script), "aria-activedescendant") || strings.Contains(string(script), "interface") {
		t.Error("street.js is not the street finder as JavaScript")
	}
	if len(script) > 8<<10 {
		t.Errorf("street.js has grown to %d bytes", len(script))
	}
}

func TestRun_InAProjectWithoutIslands(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module other\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	if err := run(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no TypeScript in web/island") {
		t.Errorf("got %v, want what is missing", err)
	}
}
