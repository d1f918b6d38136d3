package graph_test

import (
	"strings"
	"testing"

	"waymark/domain"
)

// TestWindow: a window is of 1 to 100 rows, wherever there is one and however it is given; nobody gets another number than they asked for.
func TestWindow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	lists := map[string]string{
		"requests": "{ requests(first: ?) { totalCount } }", "people": "{ people(first: ?) { edges { cursor } } }",
		"streets": "{ streets(first: ?) { edges { cursor } } }", "shifts": "{ shifts(townId: \"TOWN\", first: ?) { totalCount } }",
		"sessions": "{ sessions(first: ?) { totalCount } }", "in a fragment": "{ ...f } fragment f on Query { requests(first: ?) { totalCount } }",
		"below": "{ request(id: \"REQUEST\") { ... { timeline(first: ?) { totalCount } } } }",
	}
	put := strings.NewReplacer("TOWN", id("Town", w.town["Saltcombe"]), "REQUEST", w.ask("Joan", "Castle Row"))
	for name, list := range lists {
		for _, n := range []string{"0", "-1", "101", "99999999999"} {
			a := w.refused("Bo", put.Replace(strings.ReplaceAll(list, "?", n)), nil, domain.Invalid)
			if len(a.Errors) != 1 || a.Errors[0].Extensions.Field != "first" || !strings.Contains(a.Errors[0].Message, "1 to 100") || len(a.Errors[0].Path) == 0 || a.Status != 200 {
				t.Errorf("%s, first: %s: %d %+v", name, n, a.Status, a.Errors)
			}
		}
		for _, n := range []string{"1", "100"} {
			w.ok("Bo", put.Replace(strings.ReplaceAll(list, "?", n)), nil)
		}
	}
	for _, n := range []any{0, 101, -7} {
		a := w.refused("Bo", `query ($n: Int!) { mine: requests(first: $n) { totalCount } }`, vars{"n": n}, domain.Invalid)
		if a.Errors[0].Extensions.Field != "first" || a.Errors[0].Path[0] != "mine" {
			t.Errorf("%v in a variable: %+v", n, a.Errors)
		}
	}
	w.ok("Bo", `query ($n: Int = 100) { requests(first: $n) { totalCount } }`, nil)
}
