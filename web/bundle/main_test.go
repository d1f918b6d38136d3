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

// The API explorer is bundled in two files that ask for nothing else.
func TestRun_WritesTheExplorer(t *testing.T) {
	out := t.TempDir()
	if err := run(out); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join(out, "explorer", "explorer.js"))
	if err != nil {
		t.Fatal("npm has not fetched the explorer: type make explorer. ", err)
	}
	styles, err := os.ReadFile(filepath.Join(out, "explorer", "explorer.css"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(script), "graphiql-execute-button") || strings.Contains(string(styles), "@import") || strings.Contains(string(styles), "url(http") {
		t.Error("this is not GraphiQL alone")
	}
	if size := len(script) + len(styles); size > 2<<20 {
		t.Errorf("the explorer has grown to %d bytes", size)
	}
}

// Where npm has not fetched it, none from before is left.
func TestRun_WithoutNpm(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	old := filepath.Join(out, "explorer", "explorer.js")
	for path, content := range map[string]string{
		filepath.Join(dir, "go.mod"): "module other\n", filepath.Join(dir, "web", "island", "a.ts"): "export const a: number = 1;\n", old: "old",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	if err := run(out); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the old explorer is still there: %v", err)
	}
}
