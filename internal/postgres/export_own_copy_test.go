package postgres

import (
	"regexp"
	"strings"
)

// OwnColumns are the columns by which what is known about somebody is found, as "table.column".
func OwnColumns() (out []string) {
	column := regexp.MustCompile(`\.(\w+) = \?1`)
	for _, part := range ownParts {
		table := strings.Fields(part.from)[1]
		out = append(out, table+"."+column.FindStringSubmatch(part.from)[1])
	}
	return out
}
