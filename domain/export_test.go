package domain_test

import (
	"fmt"
	"strings"
	"testing"

	"waymark/domain"
)

// TestExportColumns_Page: docs/exports.md says of each column what the program does. -args -update writes it.
func TestExportColumns_Page(t *testing.T) {
	var b strings.Builder
	for _, list := range domain.Exports {
		fmt.Fprintf(&b, "\n## `%s`\n\n| column | kind | means |\n|---|---|---|\n", list)
		for _, c := range domain.ExportColumns[list] {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Kind, c.Means)
		}
	}
	printed(t, "../docs/exports.md", "columns", "domain.ExportColumns", b.String())
}
