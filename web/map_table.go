package web

import (
	"encoding/csv"
	"net/http"
	"strconv"

	"waymark/domain/coverage"
	"waymark/internal/app"
)

// mapRows is how many streets stand on a page of the table.
const mapRows = 25

// mapTable says in a table what the map shows.
func (c clock) mapTable(v mapView, m app.Map) Table {
	out := Table{Caption: "The same in a table", Columns: []Column{{Name: "Street"}, {Name: "Neighbourhood", Wide: true}, {Name: layerWords[v.Layer].name}, {Name: "Points", Number: true},
		{Name: "Would come", Number: true}, {Name: "Waiting", Number: true}, {Name: "Asked", Number: true}}}
	all := v.inOrder(m)
	first := min(len(all), (v.Page-1)*mapRows)
	for _, s := range all[first:min(len(all), first+mapRows)] {
		out.Rows = append(out.Rows, []Cell{{Text: s.Name, Href: v.picking() + strconv.FormatInt(s.ID, 10) + "#card"}, {Text: s.Section}, {Text: c.Say(layerSteps[v.Layer][s.Step(v.Layer)])},
			{Text: strconv.Itoa(s.Count(coverage.Points))}, {Text: strconv.Itoa(s.Count(coverage.Helpers))}, {Text: strconv.Itoa(s.Open.Asks)}, {Text: strconv.Itoa(s.Asks.Asked)}})
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
		"sessions_within_800_m", "asks_open", "asks", "asks_closed", "asks_helped", "asks_failed", "median_minutes_to_yes"})
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
		_ = out.Write(app.SafeCells(append(row, wait)))
	}
	out.Flush() // the reader has gone where it fails: nobody is left to tell
	return nil
}
