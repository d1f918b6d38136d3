package web

import (
	"cmp"
	"encoding/csv"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"waymark/domain/coverage"
	"waymark/internal/app"
	"waymark/internal/words"
)

// mapRows is how many streets stand on a page of the table.
const mapRows = 10

// mapOrder is what the table goes by: the code of a column, with a minus before it from its other end; "" is by name.
type mapOrder string

// mapColumn is a column of the table.
type mapColumn struct {
	Code   mapOrder
	Column Column // without a name: that of the layer
	A, Z   string // what each end is called
	cell   func(c clock, v mapView, s app.MapStreet) string
	less   func(v mapView, a, b app.MapStreet) int // nil: as the streets come, which is by name
}

// mapColumns are all of them.
var mapColumns = []mapColumn{
	{Code: "street", Column: Column{Name: words.Later("Street")}, A: words.Later("A first"), Z: words.Later("Z first"),
		cell: func(_ clock, _ mapView, s app.MapStreet) string { return s.Name }},
	{Code: "section", Column: Column{Name: words.Later("Neighbourhood"), Wide: true}, A: words.Later("A first"), Z: words.Later("Z first"),
		cell: func(_ clock, _ mapView, s app.MapStreet) string { return s.Section },
		less: func(_ mapView, a, b app.MapStreet) int { return cmp.Compare(a.Section, b.Section) }},
	{Code: "step", A: words.Later("least first"), Z: words.Later("most first"),
		cell: func(c clock, v mapView, s app.MapStreet) string { return c.Say(layerSteps[v.Layer][s.Step(v.Layer)]) },
		less: func(v mapView, a, b app.MapStreet) int { return cmp.Compare(a.Step(v.Layer), b.Step(v.Layer)) }},
	mapNumber("points", words.Later("Points"), func(s app.MapStreet) int { return s.Count(coverage.Points) }),
	mapNumber("helpers", words.Later("Would come"), func(s app.MapStreet) int { return s.Count(coverage.Helpers) }),
	mapNumber("waiting", words.Later("Wait now"), func(s app.MapStreet) int { return s.Open.Asks }),
	mapNumber("asked", words.Later("Asked"), func(s app.MapStreet) int { return s.Asks.Asked }),
}

// mapNumber is a column of numbers.
func mapNumber(code mapOrder, name string, of func(app.MapStreet) int) mapColumn {
	return mapColumn{Code: code, Column: Column{Name: name, Number: true}, A: words.Later("least first"), Z: words.Later("most first"),
		cell: func(_ clock, _ mapView, s app.MapStreet) string { return words.Figure(of(s)) },
		less: func(_ mapView, a, b app.MapStreet) int { return cmp.Compare(of(a), of(b)) }}
}

// column is the column that the table goes by; nil: there is none of that name.
func (o mapOrder) column() *mapColumn {
	for i, c := range mapColumns {
		if c.Code == mapOrder(strings.TrimPrefix(string(o), "-")) {
			return &mapColumns[i]
		}
	}
	return nil
}

// inOrder are the streets as the table has them; those that are equal stay by name.
func (v mapView) inOrder(m app.Map) []app.MapStreet {
	by, back := cmp.Or(v.Order.column(), &mapColumns[0]), strings.HasPrefix(string(v.Order), "-")
	if by.less == nil && !back {
		return m.Streets
	}
	out := slices.Clone(m.Streets)
	if by.less == nil {
		slices.Reverse(out)
		return out
	}
	slices.SortStableFunc(out, func(a, b app.MapStreet) int {
		if back {
			a, b = b, a
		}
		return by.less(v, a, b)
	})
	return out
}

// mapOrders asks what the table goes by.
func (c clock) mapOrders(v mapView) selection {
	out := selection{Name: "order", Label: "The table"}
	for _, col := range mapColumns {
		name := cmp.Or(col.Column.Name, mapStepName(v.Layer))
		out.Choices = append(out.Choices, Choice{Value: string(col.Code), Text: c.Say("%s, %s", c.Say(name), c.Say(col.A))},
			Choice{Value: "-" + string(col.Code), Text: c.Say("%s, %s", c.Say(name), c.Say(col.Z))})
	}
	return out.chosen(string(cmp.Or(v.Order, "street")))
}

// mapStepName is what the column is called that says the step of a layer: no other has the same name.
func mapStepName(l coverage.Layer) string {
	if l == coverage.Points {
		return words.Later("Step")
	}
	return layerWords[l].name
}

// severalTowns reports whether the streets of a map are of more towns than one.
func severalTowns(m app.Map) bool {
	return slices.ContainsFunc(m.Streets, func(s app.MapStreet) bool { return s.TownID != m.Streets[0].TownID })
}

// mapTable says in a table what the map shows. Each column's name puts it in the order of that column, and a second press turns it round.
func (c clock) mapTable(v mapView, m app.Map) Table {
	out := Table{Caption: "The same in a table"}
	for _, col := range mapColumns {
		head, to := col.Column, v
		head.Name = cmp.Or(head.Name, mapStepName(v.Layer))
		to.Order, to.Page = col.Code, 1
		switch cmp.Or(v.Order, "street") {
		case col.Code:
			head.Sorted, to.Order = "ascending", "-"+col.Code
		case "-" + col.Code:
			head.Sorted = "descending"
		}
		head.Sort = to.at("/map") + "#table"
		out.Columns = append(out.Columns, head)
	}
	all, towns := v.inOrder(m), severalTowns(m)
	first := min(len(all), (v.Page-1)*mapRows)
	for _, s := range all[first:min(len(all), first+mapRows)] {
		var row []Cell
		for _, col := range mapColumns {
			row = append(row, Cell{Text: col.cell(c, v, s)})
		}
		if towns { // Main Street is in many of them
			row[0].Text = placeWords(s.Name, s.Town)
		}
		row[0].Href = v.picking() + strconv.FormatInt(s.ID, 10) + "#card"
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (c clock) mapPager(v mapView, m app.Map) Pager {
	var out Pager
	all := len(m.Streets)
	if all <= mapRows {
		return out
	}
	last := min(all, v.Page*mapRows)
	out.Text = c.Say("Streets %d to %d of %d", min(all, (v.Page-1)*mapRows+1), last, all)
	to := v
	if v.Page > 1 {
		to.Page = 1
		out.First = to.at("/map") + "#table"
	}
	if last < all {
		to.Page = v.Page + 1
		out.Next = to.at("/map") + "#table"
	}
	return out
}

// mapFile is the table as a file: one row a street. Its headers stay as they are, so that programs may rely on them.
func (s *Server) mapFile(w http.ResponseWriter, r *http.Request) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	v := mapViewOf(r)
	m, err := s.mapOf(r, v)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="streets.csv"`)
	h.Set("Cache-Control", "no-store")
	out := csv.NewWriter(w)
	_ = out.Write([]string{"street_id", "street", "section", "town", "coordinators", "stand_ins", "points", "helpers", "connectors", "section_conversations",
		"sessions_within_800_m", "asks_open", "asks", "asks_closed", "asks_helped", "asks_failed", "median_minutes_to_yes", "gaps_near", "layer", "shows"})
	for _, st := range v.inOrder(m) {
		numbers := []int{st.Main, st.Reserve, st.Count(coverage.Points), st.Count(coverage.Helpers), st.Talkers, st.Talks, st.Meetings, st.Open.Asks,
			st.Asks.Asked, st.Asks.Closed, st.Asks.Helped, st.Asks.Failed}
		row := []string{strconv.FormatInt(st.ID, 10), st.Name, st.Section, st.Town}
		for _, n := range numbers {
			row = append(row, strconv.Itoa(n))
		}
		wait := ""
		if minutes, ok := st.Asks.Waits.Within(0.5); ok {
			wait = strconv.Itoa(minutes)
		}
		row = append(row, wait, strconv.Itoa(st.Missing.Gaps), string(v.Layer), c.Say(layerSteps[v.Layer][st.Step(v.Layer)]))
		_ = out.Write(app.SafeCells(row))
	}
	out.Flush() // the reader has gone where it fails: nobody is left to tell
	return nil
}
