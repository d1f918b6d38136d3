package web

import (
	"strconv"

	"waymark/domain/coverage"
	"waymark/internal/words"
)

// tenthsTable is what asks came to by how deprived the area of the street is.
type tenthsTable struct {
	Table
	Source string
}

// tenths shows whether help reaches where need is greatest; nil where no figures of areas are here.
func (c clock) tenths(list []coverage.Tenth, by coverage.Deprivation) *tenthsTable {
	if len(list) == 0 {
		return nil
	}
	out := &tenthsTable{Table: Table{Caption: "By how hard life is there", Columns: []Column{{Name: "Tenth"}, {Name: "Streets", Number: true}, {Name: "Asked", Number: true},
		{Name: "Share helped", Number: true}, {Name: "Half had a yes within", Number: true}}},
		Source: c.Say("Source: English Indices of Deprivation %s, by areas of %s. Contains public sector information under the Open Government Licence v3.0.", strconv.Itoa(by.Edition), strconv.Itoa(by.Year))}
	for _, t := range list {
		share, wait := "–", "–"
		if of := t.HelpedShare(); of != nil {
			share = percent(*of)
		}
		if minutes := t.WaitHalf(); minutes != nil {
			wait = c.wait(*minutes)
		}
		out.Rows = append(out.Rows, []Cell{{Text: c.tenth(t.Deciles)}, {Text: words.Figure(t.Streets)}, {Text: words.Figure(t.Asks.Asked)}, {Text: share}, {Text: wait}})
	}
	return out
}

// tenth names some tenths.
func (c clock) tenth(deciles []int) string {
	if len(deciles) == 0 {
		return c.Say("Not known: in no area, or no street kept")
	}
	first, last := deciles[0], deciles[len(deciles)-1]
	text := strconv.Itoa(first)
	if last != first {
		text = c.Say("%d to %d", first, last)
	}
	switch {
	case first == 1:
		return c.Say("%s: hardest", text)
	case last == 10:
		return c.Say("%s: least hard", text)
	}
	return text
}
