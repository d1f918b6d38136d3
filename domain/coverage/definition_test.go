package coverage

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/figures.md")

// TestDefinitions_Page: docs/figures.md says of each figure how it is counted, as pages do. -args -update writes it.
func TestDefinitions_Page(t *testing.T) {
	const page, begin, end = "../../docs/figures.md", "<!-- definitions: printed from coverage.Definitions -->\n", "<!-- end of definitions -->"
	var b strings.Builder
	b.WriteString("\n| figure | code | unit | of | exact | how it is counted |\n|---|---|---|---|---|---|\n")
	for _, d := range slices.Concat(Definitions, ReportDefinitions) {
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s | %s |\n", d.Name, d.Code, d.Unit, d.When, map[bool]string{true: "yes", false: "rounded"}[d.Exact], d.Means)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	table, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s has no place for the definitions", page)
	}
	want := b.String() + "\n"
	if table != want && *update {
		if err := os.WriteFile(page, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if table != want {
		t.Errorf("%s does not say how figures are counted. Run: go test ./domain/coverage -args -update", page)
	}
}

// TestDefinitions_Whole: each count has one definition, with its words.
func TestDefinitions_Whole(t *testing.T) {
	defined := map[string]bool{}
	for _, d := range slices.Concat(Definitions, ReportDefinitions) {
		if defined[d.Code] || d.Name == "" || d.Means == "" {
			t.Errorf("%q is defined twice, or without words", d.Code)
		}
		defined[d.Code] = true
	}
	for _, l := range Report(Reported{}, nil, DefaultWeights()) {
		if !defined[l.Code] {
			t.Errorf("nobody says how %q of a report is counted", l.Code)
		}
	}
	for code := range (Place{}).Counts() {
		if !defined[code] {
			t.Errorf("nobody says how %q is counted", code)
		}
	}
}
