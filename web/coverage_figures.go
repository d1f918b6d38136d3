package web

import (
	"strconv"

	"waymark/domain"
	"waymark/domain/coverage"
)

// coverageDefined shows every figure of a place with how it is counted. What is nobody's yet, or not kept so near, is a dash.
func (c clock) coverageDefined(p coverage.Place, weights coverage.Weights) Table {
	out := Table{Caption: "Every figure, and how it is counted", Columns: []Column{{Name: "Figure"}, {Name: "Number", Number: true}, {Name: "How it is counted"}}}
	counts := p.Counts()
	for _, d := range coverage.Definitions {
		number := "–"
		switch n, counted := counts[d.Code]; {
		case d.Code == "talks" && p.Level == domain.AtStreet:
		case counted:
			number = strconv.Itoa(n)
		case d.Code == "points":
			number = strconv.Itoa(p.Index(weights).Points)
		case d.Code == "skills":
			number = c.Count(len(p.Skills), "%s kind", "%s kinds")
		case d.Code == "helped_share":
			if share, ok := p.Asks.HelpedShare(); ok {
				number = percent(share)
			}
		case d.Code == "wait_half":
			number = c.waitOf(p, 0.5)
		case d.Code == "wait_most":
			number = c.waitOf(p, 0.9)
		}
		out.Rows = append(out.Rows, []Cell{{Text: c.Say(string(d.Name))}, {Text: number}, {Text: c.Say(string(d.Means))}})
	}
	return out
}

// waitOf says in how long a share of the yeses came; a dash where there is none.
func (c clock) waitOf(p coverage.Place, share float64) string {
	if minutes, ok := p.Asks.Waits.Within(share); ok {
		return c.wait(minutes)
	}
	return "–"
}
