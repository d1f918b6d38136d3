package browsertest

import (
	"os"
	"path/filepath"
	"testing"
)

// Root is the project's folder: the first with a go.mod from the working folder up.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("browsertest: no go.mod in the working folder or above")
		}
		dir = filepath.Dir(dir)
	}
}
