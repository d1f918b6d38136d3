package web

import (
	"strings"

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
	out.Table = Table{ID: "places", Phone: true, Caption: "The map as a table", Columns: []Column{{Name: "The map says"}, {Name: "Where"}}}
	for _, l := range out.Legend.Lines {
		if l.N > 0 {
			out.Table.Rows = append(out.Table.Rows, []Cell{{Text: c.Say(l.Text)}, {Text: c.groundNames(l.Grounds, v.TownID == 0)}})
		}
	}
	return out
}

// groundNames names sections; of a whole district town by town.
func (c clock) groundNames(all []ground, district bool) string {
	var towns []string
	names := map[string][]string{}
	for _, g := range all {
		if names[g.Town] == nil {
			towns = append(towns, g.Town)
		}
		names[g.Town] = append(names[g.Town], g.Name)
	}
	for n, town := range towns {
		towns[n] = c.List(names[town])
		if district {
			towns[n] = town + ": " + towns[n]
		}
	}
	return strings.Join(towns, "; ")
}

// reportedGaps are what was closed in some months, and what is missing.
type reportedGaps struct{ Tables []Table }

// reportGaps says how long each took that was closed, and how far each is that is open.
func (c clock) reportGaps(v app.PlaceReport) *reportedGaps {
	closed := Table{ID: "closed", Caption: "Gaps that were closed", Columns: []Column{{Name: "What"}, {Name: "Where"}, {Name: "How it ended"}, {Name: "How long it took", Number: true}, {Name: "How large"}}}
	open := Table{ID: "missing", Caption: "What is missing", Columns: []Column{{Name: "What"}, {Name: "Where"}, {Name: "How far"}, {Name: "How large"}}}
	for _, g := range v.Gaps {
		name, large := Cell{Text: c.gapName(g), Href: addressOf("/gaps/", g.ID)}, Cell{Text: upperFirst(c.gapSize(g))}
		where := Cell{Text: orThe(g.TownName, c.Say("The whole district"))}
		if g.ClosedAt == nil {
			open.Rows = append(open.Rows, []Cell{name, where, {Text: c.Say(reportStages[g.Stage])}, large})
			continue
		}
		how := c.Say(reportStages[domain.GapClosed])
		if g.Gone {
			how = c.Say("It went away by itself")
		}
		closed.Rows = append(closed.Rows, []Cell{name, where, {Text: how}, {Text: c.Count(g.Days, "%s day", "%s days")}, large})
	}
	out := reportedGaps{}
	for _, t := range []Table{closed, open} {
		if len(t.Rows) > 0 {
			out.Tables = append(out.Tables, t)
		}
	}
	return &out
}
