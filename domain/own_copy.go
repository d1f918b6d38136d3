package domain

import (
	"encoding/json"
	"time"
)

// OwnCopy is all that is known about somebody and theirs to know, as they may take it away: nothing in it is about anybody else.
type OwnCopy struct {
	MadeAt time.Time
	Parts  []OwnPart // those that hold nothing are left out
}

// OwnPart is one kind of thing that is known: who they are, what they asked for, what we wrote to them.
type OwnPart struct {
	Name string // stable, for programs: "asks"
	Rows []OwnRow
}

// OwnRow is one of these things.
type OwnRow struct {
	Cells []OwnCell // those that hold nothing are left out
}

// OwnCell is what is known by one name. Instants are RFC 3339, dates as 2026-06-10, answers yes or no.
type OwnCell struct {
	Name string // stable, for programs: "raised_at"
	Text string
}

// MarshalJSON writes a copy as an object of lists, a list for each part, an object for each row.
func (c OwnCopy) MarshalJSON() ([]byte, error) {
	out := map[string]any{"made_at": c.MadeAt.UTC().Format(time.RFC3339)}
	for _, part := range c.Parts {
		rows := make([]map[string]string, len(part.Rows))
		for i, row := range part.Rows {
			rows[i] = map[string]string{}
			for _, cell := range row.Cells {
				rows[i][cell.Name] = cell.Text
			}
		}
		out[part.Name] = rows
	}
	return json.Marshal(out)
}
