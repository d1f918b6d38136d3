package app

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
)

// coverageColumns are the headings of coverage as a table: they stay as they are, and a new one comes last.
var coverageColumns = []string{"level", "place_id", "place", "from", "until", "ended", "code", "name", "unit", "of", "exact", "value", "means"}

// WriteCSV writes each figure of a place as a row, and then of each place in it. What there is nothing to tell by is empty. After the count of
// skills stands how many have each.
func (c Coverage) WriteCSV(out io.Writer) error {
	file := csv.NewWriter(out)
	if err := file.Write(coverageColumns); err != nil {
		return err
	}
	for _, p := range append([]coverage.Place{c.Place}, c.Within...) {
		for _, row := range c.rows(p) {
			if err := file.Write(SafeCells(row)); err != nil {
				return err
			}
		}
	}
	file.Flush()
	return file.Error()
}

// rows are those of one place.
func (c Coverage) rows(p coverage.Place) (out [][]string) {
	about := []string{levelCodes[p.Level], strconv.FormatInt(p.ID, 10), p.Name, c.Months.From.Format(time.DateOnly), c.Months.Until.Format(time.DateOnly), strconv.FormatBool(c.Ended)}
	add := func(d coverage.Definition, code, value string) {
		out = append(out, append(about[:len(about):len(about)], code, string(d.Name), string(d.Unit), string(d.When), strconv.FormatBool(d.Exact), value, string(d.Means)))
	}
	for _, m := range p.Measure(c.Weights) {
		value := ""
		if m.Value != nil {
			value = strconv.FormatFloat(*m.Value, 'f', -1, 64)
		}
		add(m.Definition, m.Code, value)
		if m.Code != "skills" {
			continue
		}
		for _, s := range p.SkillCounts() {
			add(m.Definition, "skills."+s.Skill, strconv.Itoa(s.People))
		}
	}
	return out
}

// levelCodes are the levels as files name them.
var levelCodes = map[domain.Level]string{domain.AtStreet: "street", domain.AtSection: "section", domain.AtTown: "town", domain.AtDistrict: "district"}

// FileName is what a file of these figures is called, without its ending.
func (c Coverage) FileName() string {
	name := "coverage-" + levelCodes[c.Place.Level] + "-" + strconv.FormatInt(c.Place.ID, 10)
	if c.Period != "" {
		name += "-" + strings.ToLower(c.Period)
	}
	return name
}
