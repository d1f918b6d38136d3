package web

import (
	"waymark/domain/coverage"
	"waymark/internal/words"
)

// coverageDefined shows every figure of a place with how it is counted. What there is nothing to tell by, or is not kept so near, is a dash.
func (c clock) coverageDefined(p coverage.Place, weights coverage.Weights) Table {
	out := Table{Caption: "Every figure, and how it is counted", Columns: []Column{{Name: "Figure"}, {Name: "Number", Number: true}, {Name: "How it is counted"}}}
	for _, m := range p.Measure(weights) {
		out.Rows = append(out.Rows, []Cell{{Text: c.Say(string(m.Name))}, {Text: c.measured(m)}, {Text: c.Say(string(m.Means))}})
	}
	return out
}

// measured writes a figure in its unit.
func (c clock) measured(m coverage.Measured) string {
	switch {
	case m.Value == nil:
		return "–"
	case m.Code == "skills":
		return c.Count(int(*m.Value), "%s kind", "%s kinds")
	case m.Unit == coverage.InShare:
		return percent(*m.Value)
	case m.Unit == coverage.InMinutes:
		return c.wait(int(*m.Value))
	}
	return words.Figure(int(*m.Value))
}
