package web

import (
	"strconv"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
	"waymark/internal/words"
)

// reportMap is the sections of a place on a map, and the same in a table.
type reportMap struct {
	Title  string
	Drawn  drawing
	Legend legend
	Table  Table
}

// reportMap draws the sections by their points; for everybody by the share of asks that had help in time, as on the public page.
func (c clock) reportMap(v app.PlaceReport) reportMap {
	grounds, steps := make([]ground, 0, len(v.Sections)), layerSteps[coverage.Points]
	out := reportMap{Title: words.Later("How well neighbourhoods are covered")}
	title := layerWords[coverage.Points].name
	for _, s := range v.Sections {
		if len(s.Ring) > 0 {
			grounds = append(grounds, ground{Name: s.Name, Town: s.Town, Step: mapStep(s.Step(coverage.Points)), Ring: s.Ring})
		}
	}
	if v.Told != nil {
		out.Title, title, steps, grounds = words.Later("Where help came within four weeks"), soonTitle, soonSteps, groundsTold(*v.Told)
	}
	out.Drawn, out.Legend = drawGrounds(grounds, v.TownID == 0), c.groundsLegend(title, steps, grounds)
	out.Table = Table{Caption: "The same in a table", Columns: []Column{{Name: "The map says"}, {Name: "Neighbourhoods"}}}
	for _, l := range out.Legend.Lines {
		if l.N > 0 {
			out.Table.Rows = append(out.Table.Rows, []Cell{{Text: c.Say(l.Text)}, {Text: c.List(l.Names)}})
		}
	}
	return out
}

// reportedGaps are what was closed in some months, and what is missing.
type reportedGaps struct{ Tables []Table }

// reportGaps says how long each took that was closed, and how far each is that is open.
func (c clock) reportGaps(v app.PlaceReport) *reportedGaps {
	const waited = "People who waited"
	closed := Table{Caption: "Gaps that were closed", Columns: []Column{{Name: "What"}, {Name: "How it ended"}, {Name: "How long it took", Number: true}, {Name: waited, Number: true}}}
	open := Table{Caption: "What is missing", Columns: []Column{{Name: "What"}, {Name: "How far"}, {Name: waited, Number: true}}}
	for _, g := range v.Gaps {
		name, people := Cell{Text: c.gapName(g.Gap), Href: addressOf("/gaps/", g.ID)}, Cell{Text: strconv.Itoa(g.People)}
		if g.ClosedAt == nil {
			open.Rows = append(open.Rows, []Cell{name, {Text: c.Say(reportStages[g.Stage])}, people})
			continue
		}
		how := c.Say(reportStages[domain.GapClosed])
		if g.Gone {
			how = c.Say("It went away by itself")
		}
		closed.Rows = append(closed.Rows, []Cell{name, {Text: how}, {Text: c.Count(g.Days, "%s day", "%s days")}, people})
	}
	out := reportedGaps{}
	for _, t := range []Table{closed, open} {
		if len(t.Rows) > 0 {
			out.Tables = append(out.Tables, t)
		}
	}
	return &out
}
