package importer

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/domain"
)

// shared returns the path of a file of the real data, which lies beside the project.
func shared(t *testing.T, path string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("there is no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	full := filepath.Join(dir, "..", "shared", "data", path)
	if _, err := os.Stat(full); err != nil {
		t.Fatalf("the real data is missing: %v", err)
	}
	return full
}

// file writes a file for one test and returns its path.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// wantRefused checks that the error is one for people and says what it should.
func wantRefused(t *testing.T, err error, says ...string) {
	t.Helper()
	if domain.KindOf(err) != domain.Invalid {
		t.Fatalf("got %v, want a sentence for people", err)
	}
	for _, words := range says {
		if !strings.Contains(err.Error(), words) {
			t.Errorf("%q does not say %q", err, words)
		}
	}
}

func TestOpen(t *testing.T) {
	for _, c := range []struct {
		name, path, says string
	}{
		{"nothing there", filepath.Join(t.TempDir(), "none.csv"), "cannot be opened"},
		{"a folder", t.TempDir(), "is a folder"},
		{"an empty file", file(t, "a.csv", ""), "is empty"},
		{"a web page", file(t, "a.csv", "\n<!DOCTYPE html>\n<title>404"), "is a web page"},
		{"a web page without a doctype", file(t, "a.csv", utf8Mark+"<HTML lang=en>"), "is a web page"},
		{"a strict web page", file(t, "a.csv", "<?xml version=\"1.0\"?>\n<html>"), "is a web page"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, _, err := open(c.path)
			if err == nil {
				f.Close()
			}
			wantRefused(t, err, c.says, c.path)
		})
	}
	f, size, err := open(file(t, "a.csv", "street"))
	if err != nil || size != 6 {
		t.Fatalf("a good file: %d bytes, %v", size, err)
	}
	f.Close()
}

func TestWriteProblems(t *testing.T) {
	var out bytes.Buffer
	err := WriteProblems(&out, []Problem{
		{Line: 3, Column: "phone", Reason: `It reads "12", which is short, please check.`},
		{Line: 7, Reason: "Left as it is.", Kept: true},
	})
	want := "line,column,reason,came_in\n" +
		`3,phone,"It reads ""12"", which is short, please check.",no` + "\n7,,Left as it is.,yes\n"
	if err != nil || out.String() != want {
		t.Errorf("got\n%s\n%v, want\n%s", out.String(), err, want)
	}
}
