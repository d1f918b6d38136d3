package domain_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

// update writes the table into docs/security.md: go test ./domain -run TestRightsTable -args -update.
var update = flag.Bool("update", false, "write the table of rights into docs/security.md")

// TestRightsTable: docs/security.md holds the table of rights as it is.
func TestRightsTable(t *testing.T) {
	const (
		page  = "../docs/security.md"
		begin = "<!-- rights: printed from domain.Rules -->\n"
		end   = "<!-- end of rights -->"
	)
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	table, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s has no place for the table: %q and %q", page, begin, end)
	}
	if want := "\n" + domain.RightsTable() + "\n"; table != want && *update {
		if err := os.WriteFile(page, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if table != want {
		t.Errorf("%s does not say what domain.Rules does. Run: go test ./domain -run TestRightsTable -args -update", page)
	}
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
