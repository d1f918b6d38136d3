package importer

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestReadTable_Encodings(t *testing.T) {
	text := "street,town\nCafé “Noël” Lane,Łódź\n"
	western := "street,town\nCafé “Noël” Lane,Lodz €\n"
	windows, err := charmap.Windows1252.NewEncoder().String(western)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wideBig, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, content, town string }{
		{"UTF-8", text, "Łódź"},
		{"UTF-8 with a byte order mark", utf8Mark + text, "Łódź"},
		{"UTF-16, low byte first", wide, "Łódź"},
		{"UTF-16, high byte first", wideBig, "Łódź"},
		{"Windows-1252", windows, "Lodz €"},
		{"line ends of Windows", strings.ReplaceAll(text, "\n", "\r\n"), "Łódź"},
		{"line ends of an old Mac", strings.ReplaceAll(text, "\n", "\r"), "Łódź"},
		{"semicolons", strings.ReplaceAll(text, ",", ";"), "Łódź"},
		{"tabs", strings.ReplaceAll(text, ",", "\t"), "Łódź"},
		{"a first line that says what parts the cells", "sep=;\r\n" + strings.ReplaceAll(text, ",", ";"), "Łódź"},
		{"no line end after the last line", strings.TrimSuffix(text, "\n"), "Łódź"},
		{"columns the other way about, in capitals, with spaces", "Town , STREET\nŁódź, Café “Noël” Lane\n", "Łódź"},
		{"comments and empty lines", "street,town\n\n# a \"comment\n\"# another, in quotes\"\n,\nCafé “Noël” Lane,Łódź\n", "Łódź"},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, err := readTable(file(t, "a.csv", c.content), "street", "town")
			if err != nil {
				t.Fatal(err)
			}
			if len(table.rows) != 1 || len(table.problems) != 0 {
				t.Fatalf("got %d rows, problems %v", len(table.rows), table.problems)
			}
			if got := table.rows[0].cells; got["street"] != "Café “Noël” Lane" || got["town"] != c.town {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestReadTable_Refuses(t *testing.T) {
	for _, c := range []struct {
		name, content string
		says          []string
	}{
		{"other columns", "road,place\nMain Street,Oakham\n", []string{`no column "street"`, "street,town", "It reads: road,place"}},
		{"no columns", "\n\n", []string{"no line of column names"}},
		{"a column twice", "street,town,Town\na,b,c\n", []string{`two columns "town"`}},
		{"a picture without a nought in its first line", "\x89J\x1a\x07\xff,\xd8", []string{"not a CSV file", "Save as"}},
		{"a spreadsheet's own format", "PK\x03\x04\x00\x00\x00", []string{"not a CSV file", "Save as"}},
		{"only marks", utf8Mark, []string{"no line of column names"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readTable(file(t, "a.csv", c.content), "street", "town")
			wantRefused(t, err, c.says...)
		})
	}
}

func TestReadTable_OneBadLineDoesNotSwallowTheRest(t *testing.T) {
	table, err := readTable(file(t, "a.csv", strings.Join([]string{
		"street,town",
		`One,"Oakham`, // never closed, were it not for line 4
		"Two,Oakham",
		`Three "Wing",Oakham`, // in the middle of a cell
		`"Four, or
five",Oakham`, // over two lines, and good
		"Six,Oakham,too,much",
		"Seven,Oakham,,",
		"Eight",
	}, "\n")), "street", "town")
	if err != nil {
		t.Fatal(err)
	}
	got := map[int]string{}
	for _, r := range table.rows {
		got[r.line] = r.cells["street"] + "|" + r.cells["town"]
	}
	want := map[int]string{3: "Two|Oakham", 5: "Four, or\nfive|Oakham", 8: "Seven|Oakham", 9: "Eight|"}
	for line, cells := range want {
		if got[line] != cells {
			t.Errorf("line %d reads %q, want %q", line, got[line], cells)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
	for i, line := range []int{2, 4, 7} {
		if len(table.problems) != 3 || table.problems[i].Line != line || table.problems[i].Kept {
			t.Fatalf("problems are %v, want lines 2, 4, 7", table.problems)
		}
	}
	if !strings.Contains(table.problems[0].Reason, "quotation mark") || !strings.Contains(table.problems[2].Reason, "more cells") {
		t.Errorf("problems are %v", table.problems)
	}
}

func TestClip(t *testing.T) {
	if got := clip(strings.Repeat("é", 200)); got != strings.Repeat("é", 120)+"…" {
		t.Errorf("got %q", got)
	}
	if got := clip("short"); got != "short" {
		t.Errorf("got %q", got)
	}
}
