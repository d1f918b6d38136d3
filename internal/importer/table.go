package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const (
	utf8Mark   = "\xef\xbb\xbf"
	utf16Marks = "\xff\xfe \xfe\xff"

	// mostTableBytes keeps a table in memory modest: some 200,000 lines.
	mostTableBytes = 64 << 20
)

// table is a CSV file with a line of column names.
type table struct {
	columns  []string
	rows     []row
	problems []Problem // lines that are no rows
}

// row is one line of a table.
type row struct {
	line  int // where it begins
	cells map[string]string
}

// readTable reads a CSV file in any of the ways that spreadsheets write one: UTF-8 with a byte order mark or without,
// UTF-16, Windows-1252; commas, semicolons or tabs; columns in any order. The column named first in known, if any, must be there;
// columns that are not known are passed over, and so are empty lines and lines that begin with #. Names of columns are compared in lower case with "_" for a space.
func readTable(path string, known ...string) (*table, error) {
	f, size, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if size > mostTableBytes {
		return nil, unreadable("%s is too large for a list: cut it into files of up to 64 MB.", path)
	}
	raw, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("importer: read %s: %w", path, err)
	}
	return tableOf(path, raw, known)
}

// tableOf reads a table that is in memory; path is what it is called where it cannot be read.
func tableOf(path string, raw []byte, known []string) (*table, error) {
	if bytes.ContainsFunc(raw[:min(len(raw), 512)], noText) && !hasUTF16Mark(raw) {
		return nil, unreadable("%s is not a CSV file: in the spreadsheet choose Save as, then CSV.", path)
	}
	return parseTable(path, decodeText(raw), known)
}

// noText reports whether a rune stands in no text, but in pictures and programs.
func noText(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\v\f\r", r) }

func hasUTF16Mark(raw []byte) bool {
	return len(raw) > 1 && slices.Contains(strings.Fields(utf16Marks), string(raw[:2]))
}

// decodeText turns a file's bytes into text. What is not valid UTF-8 is taken for Windows-1252, in which every byte means
// something and which older spreadsheets write.
func decodeText(raw []byte) string {
	if hasUTF16Mark(raw) {
		if text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(raw); err == nil {
			return string(text)
		}
	}
	text := strings.TrimPrefix(string(raw), utf8Mark)
	if utf8.ValidString(text) {
		return text
	}
	if decoded, err := charmap.Windows1252.NewDecoder().String(text); err == nil {
		return decoded
	}
	return strings.ToValidUTF8(text, "?")
}

func parseTable(path, text string, known []string) (*table, error) {
	records, problems := readRecords(text)
	if len(records) == 0 && len(known) == 0 {
		return nil, unreadable("%s is no table: its first line must hold the names of the columns.", path)
	}
	if len(records) == 0 {
		return nil, unreadable("%s has no line of column names: the first line must read %s.", path, strings.Join(known, ","))
	}
	t := &table{problems: problems}
	for _, name := range records[0].cells {
		t.columns = append(t.columns, columnName(name))
	}
	if len(known) > 0 && !slices.Contains(t.columns, known[0]) {
		return nil, unreadable("%s has no column %q. The first line must name the columns: %s. It reads: %s.",
			path, known[0], strings.Join(known, ","), clip(strings.Join(records[0].cells, ",")))
	}
	for _, name := range known {
		if at := slices.Index(t.columns, name); at >= 0 && slices.Contains(t.columns[at+1:], name) {
			return nil, unreadable("%s has two columns %q: take one of them out or give it another name.", path, name)
		}
	}
	for _, r := range records[1:] {
		t.add(r)
	}
	return t, nil
}

// add takes a line in as a row, unless there is nothing in it or it begins with #.
func (t *table) add(r record) {
	if text := strings.TrimSpace(strings.Join(r.cells, "")); text == "" || strings.HasPrefix(text, "#") {
		return
	}
	cells := map[string]string{}
	for i, value := range r.cells {
		value = strings.TrimSpace(value)
		if i < len(t.columns) {
			cells[t.columns[i]] = value
			continue
		}
		if value != "" {
			t.problems = append(t.problems, Problem{Line: r.line, Reason: fmt.Sprintf(
				"This line has more cells than there are columns: put quotation marks round a cell that holds the separator. Found too much: %s.", clip(value))})
			return
		}
	}
	t.rows = append(t.rows, row{line: r.line, cells: cells})
}

// clip keeps what is quoted from a file in a message short.
func clip(text string) string {
	const most = 120
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

func columnName(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r == ' ' || r == '_' || r == '-' || r == '\u00a0'
	}), "_")
}

// record is the cells of one line, or of several when a quoted cell holds line ends.
type record struct {
	line  int
	cells []string
}

// readRecords reads every line that can be read. Where a quotation mark is out of place it notes the line and begins anew
// on the next one, so that one slip does not swallow the rest of the file.
func readRecords(text string) (records []record, problems []Problem) {
	if comma := saidSeparator(text); comma != 0 {
		return recordsBy("#"+text, comma, '#')
	}
	return recordsBy(text, separator(text), '#')
}

// saidSeparator returns what parts the cells where a first line of its own says so, as Excel writes and reads it; 0: none does.
func saidSeparator(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	said, ok := strings.CutPrefix(strings.ToLower(strings.TrimRight(first, "\r")), "sep=")
	if !ok || len(said) != 1 || !strings.Contains(",;\t", said) {
		return 0
	}
	return rune(said[0])
}

// recordsBy is readRecords for a separator that is known. Lines that begin with comment are passed over; 0: none are.
func recordsBy(text string, comma, comment rune) (records []record, problems []Problem) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	for skipped := 0; ; {
		in := csv.NewReader(strings.NewReader(text))
		in.Comma, in.Comment, in.FieldsPerRecord = comma, comment, -1
		bad := 0
		for bad == 0 {
			cells, err := in.Read()
			var slip *csv.ParseError
			switch {
			case err == io.EOF:
				return records, problems
			case errors.As(err, &slip):
				bad = slip.StartLine
			default:
				line, _ := in.FieldPos(0)
				records = append(records, record{line: skipped + line, cells: cells})
			}
		}
		problems = append(problems, Problem{Line: skipped + bad, Reason: "A quotation mark on this line is out of place: write it twice inside a cell, or take it out."})
		text = afterLine(text, bad)
		skipped += bad
	}
}

// afterLine returns what follows the first n lines.
func afterLine(text string, n int) string {
	for range n {
		_, rest, _ := strings.Cut(text, "\n")
		text = rest
	}
	return text
}

// separator returns what parts the cells: whichever of comma, semicolon and tab the line of column names holds most of.
func separator(text string) rune {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	best, most := ',', 0
	for _, r := range ",;\t" {
		if n := strings.Count(first, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}
