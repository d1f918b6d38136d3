package domain_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

// update writes what is printed into the pages of docs/: go test ./domain -args -update.
var update = flag.Bool("update", false, "write what is printed into the pages of docs/")

// printed holds a part of a page to what the program says.
func printed(t *testing.T, page, part, from, want string) {
	t.Helper()
	begin, end := "<!-- "+part+": printed from "+from+" -->\n", "<!-- end of "+part+" -->"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	table, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s has no place for the %s: %q and %q", page, part, begin, end)
	}
	if table != want && *update {
		if err := os.WriteFile(page, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if table != want {
		t.Errorf("%s does not say what %s does. Run: go test ./domain -args -update", page, from)
	}
}

// TestRightsTable: docs/security.md holds the table of rights as it is.
func TestRightsTable(t *testing.T) {
	printed(t, "../docs/security.md", "rights", "domain.Rules", "\n"+domain.RightsTable()+"\n")
}

// TestRightsTable_Whole: every action, role and purpose has its words, and its place.
func TestRightsTable_Whole(t *testing.T) {
	rows := strings.Split(strings.TrimSpace(domain.RightsTable()), "\n")
	if len(rows) != len(domain.Rules)+2 {
		t.Errorf("there are %d rows, want the head, the line under it and %d", len(rows), len(domain.Rules))
	}
	for _, row := range rows {
		if n, want := strings.Count(row, "|"), strings.Count(rows[0], "|"); n != want {
			t.Errorf("%d lines in the row %s, want %d", n, row, want)
		}
	}
	for action, rule := range domain.Rules {
		if action.Words() == string(action) {
			t.Errorf("nobody has written what %q is", action)
		}
		for _, k := range rule.Roles {
			if !strings.Contains(rows[0], "| "+k.Plain()+" |") {
				t.Errorf("the role %q has no column", k)
			}
		}
		for _, p := range rule.Purposes {
			if !strings.Contains(rows[0], "| link: "+string(p)+" |") {
				t.Errorf("links for %q have no column", p)
			}
		}
	}
}

// A town partnership sees figures of sections, which are public: nothing of streets, and nobody's name.
func TestRules_PartnershipViewer(t *testing.T) {
	for action, rule := range domain.Rules {
		if slices.Contains(rule.Roles, domain.PartnershipViewer) {
			t.Errorf("a town partnership may %s", action)
		}
	}
}
