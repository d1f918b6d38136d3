package app

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"waymark/domain/coverage"
)

// publishedColumns are the headings of what everybody may read as a table: they stay as they are, and a new one comes last.
var publishedColumns = []string{"district", "town", "places", "place_ids", "level", "quarter", "from", "until", "told_on", "asked", "helped_within_28_days", "median_minutes_to_yes"}

// WriteCSV writes what is told of the district, each town and each section as a row; places that are told as one are one. Rows of the level "asks" tell
// what was asked in some of such places. What is not told is empty.
func (p Published) WriteCSV(out io.Writer) error {
	file := csv.NewWriter(out)
	if err := file.Write(publishedColumns); err != nil {
		return err
	}
	write := func(level, town string, places []coverage.Named, numbers ...string) error {
		row := append([]string{p.District.Name, town, coverage.NamesOf(places), coverage.IDsOf(places), level, p.Quarter, p.From.Format(time.DateOnly), p.Until.Format(time.DateOnly),
			p.ToldAt.Format(time.DateOnly)}, numbers...)
		return file.Write(SafeCells(row))
	}
	var err error
	tell := func(level, town string, all ...coverage.PublishedAsks) {
		for _, a := range all {
			half := ""
			if a.Half > 0 {
				half = strconv.Itoa(a.Half)
			}
			if err == nil {
				err = write(level, town, a.Places, strconv.Itoa(a.Asked), strconv.Itoa(a.Helped), half)
			}
			for _, s := range a.Each {
				if err == nil {
					err = write("asks", town, s.Places, strconv.Itoa(s.Sum), "", "")
				}
			}
		}
	}
	if p.Asks != nil {
		tell("district", "", *p.Asks)
	}
	for _, town := range p.Places {
		tell("town", coverage.NamesOf(town.Places), town)
		tell("section", coverage.NamesOf(town.Places), town.Within...)
	}
	if err != nil {
		return err
	}
	file.Flush()
	return file.Error()
}
