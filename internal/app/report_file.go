package app

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
)

// reportColumns are the headings of a report as a table: they stay as they are, and a new one comes last.
var reportColumns = []string{"place", "town_id", "period", "from", "until", "ended", "exact", "part", "code", "name", "unit", "today", "value", "hidden", "before"}

// WriteCSV writes each number of a report as a row. A value that is hidden, or that there is nothing to tell by, is empty.
func (r PlaceReport) WriteCSV(out io.Writer) error {
	file := csv.NewWriter(out)
	if err := file.Write(reportColumns); err != nil {
		return err
	}
	for _, l := range r.Lines {
		row := []string{r.Place, emptyZero(int64(r.TownID)), r.Period, r.From.Format(time.DateOnly), r.Until.Format(time.DateOnly), strconv.FormatBool(r.Ended), strconv.FormatBool(r.Exact),
			l.Part, l.Code, l.Name, string(l.Unit), strconv.FormatBool(l.Today), written(l.Value()), strconv.FormatBool(l.Hidden), written(l.Before)}
		if err := file.Write(SafeCells(row)); err != nil {
			return err
		}
	}
	file.Flush()
	return file.Error()
}

func emptyZero(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func written(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// reportLine is a number of a report for programs.
type reportLine struct {
	Part   string           `json:"part"`
	Code   string           `json:"code"`
	Name   string           `json:"name,omitempty"`
	Unit   coverage.Measure `json:"unit"`
	Today  bool             `json:"today"`
	Value  *int             `json:"value"`
	Hidden bool             `json:"hidden"`
	Before *int             `json:"before"`
}

// reportGap is something that was missing, for programs.
type reportGap struct {
	ID      domain.GapID    `json:"id"`
	Kind    domain.GapKind  `json:"kind"`
	Subject string          `json:"subject"`
	Stage   domain.GapStage `json:"stage"`
	People  int             `json:"people"`
	Gone    bool            `json:"gone,omitempty"` // it went away by itself
	Days    *int            `json:"days,omitempty"` // from the day on which it showed first to that on which it was closed
}

// reportStory is how help was, for programs. Whose yes it is told by is in no report.
type reportStory struct {
	Town  string `json:"town"`
	Month string `json:"month"`
	Words string `json:"words"`
}

// WriteJSON writes a report for programs.
func (r PlaceReport) WriteJSON(out io.Writer) error {
	type whole struct {
		Place   string        `json:"place"`
		TownID  domain.TownID `json:"townId,omitempty"`
		Period  string        `json:"period"`
		From    string        `json:"from"`
		Until   string        `json:"until"`
		Ended   bool          `json:"ended"`
		Exact   bool          `json:"exact"`
		Lines   []reportLine  `json:"lines"`
		Gaps    []reportGap   `json:"gaps,omitempty"`
		Stories []reportStory `json:"stories,omitempty"`
	}
	file := whole{Place: r.Place, TownID: r.TownID, Period: r.Period, From: r.From.Format(time.DateOnly), Until: r.Until.Format(time.DateOnly), Ended: r.Ended, Exact: r.Exact}
	for _, l := range r.Lines {
		file.Lines = append(file.Lines, reportLine{Part: l.Part, Code: l.Code, Name: l.Name, Unit: l.Unit, Today: l.Today, Value: l.Value(), Hidden: l.Hidden, Before: l.Before})
	}
	for _, g := range r.Gaps {
		one := reportGap{ID: g.ID, Kind: g.Kind, Subject: g.Subject, Stage: g.Stage, People: g.People, Gone: g.Gone}
		if g.ClosedAt != nil {
			one.Days = &g.Days
		}
		file.Gaps = append(file.Gaps, one)
	}
	for _, s := range r.Stories {
		file.Stories = append(file.Stories, reportStory{Town: s.TownName, Month: s.Month.Format("2006-01"), Words: s.Words})
	}
	text := json.NewEncoder(out)
	text.SetIndent("", "  ")
	return text.Encode(file)
}
