// Package importer reads the files that a town already has (streets of OpenStreetMap, GeoJSON or a spreadsheet, a list of
// volunteers) into typed rows, and says line by line what could not be read. It changes nothing: the rows are handed to
// a use case of app.
package importer

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
)

// Problem is one thing in a file that a person has to look at.
type Problem = app.RowProblem

// WriteProblems writes the problems as a CSV file that a spreadsheet opens: line, column, reason, and whether the line
// came in.
func WriteProblems(w io.Writer, problems []Problem) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"line", "column", "reason", "came_in"}}
	for _, p := range problems {
		came := "no"
		if p.Kept {
			came = "yes"
		}
		rows = append(rows, []string{strconv.Itoa(p.Line), p.Column, p.Reason, came})
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("importer.WriteProblems: %w", err)
	}
	return nil
}

// unreadable makes the error for a file as a whole.
func unreadable(format string, args ...any) error {
	return domain.Errorf(domain.Invalid, "file", format, args...)
}

// open opens a file, and refuses what cannot be what it is said to be: nothing, a folder, an empty file, a web page.
func open(path string) (*os.File, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, unreadable("%s cannot be opened: check its name, and that you may read it.", path)
	}
	size, err := check(f, path)
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, size, nil
}

func check(f *os.File, path string) (int64, error) {
	info, err := f.Stat()
	switch {
	case err != nil:
		return 0, fmt.Errorf("importer: stat %s: %w", path, err)
	case info.IsDir():
		return 0, unreadable("%s is a folder: name the file in it.", path)
	case info.Size() == 0:
		return 0, unreadable("%s is empty: fetch it again.", path)
	}
	head := make([]byte, 512)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return 0, fmt.Errorf("importer: read %s: %w", path, err)
	}
	if isWebPage(head[:n]) {
		return 0, unreadable("%s is a web page, not a file of data: the download went wrong, so fetch it again.", path)
	}
	return info.Size(), nil
}

// isWebPage looks at a file's first bytes. Servers answer a wrong address with a page, and it gets saved under the name
// of the file that was wanted.
func isWebPage(head []byte) bool {
	head = bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(utf8Mark))))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html")) ||
		bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("<html"))
}
