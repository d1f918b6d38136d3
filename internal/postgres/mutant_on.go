//go:build mutants

package postgres

import (
	"os"
	"strings"
)

// safeguards are the parts of claiming that a mutant lacks, by the value of WAYMARK_MUTANT.
var safeguards = map[string][2]string{
	"version":  {"r.state = 'open' AND r.version = a.version", "true"},
	"capacity": {"j.room AS has_room", "100 AS has_room"},
}

// mutant takes out the safeguard that WAYMARK_MUTANT names. It panics when that is not there: the mutant would be none.
func mutant(query string) string {
	name := os.Getenv("WAYMARK_MUTANT")
	if name == "" {
		return query
	}
	out := strings.Replace(query, safeguards[name][0], safeguards[name][1], 1)
	if out == query {
		panic("there is no safeguard " + name)
	}
	return out
}
