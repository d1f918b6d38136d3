package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
	"waymark/internal/words"
)

// exportAtOnce is how many rows are read at once, and exportKept how many days a file lies ready.
const (
	exportAtOnce = 1000
	exportKept   = 7
)

// exportNames are the lists in words.
var exportNames = map[domain.ExportList]string{
	domain.ExportHelpers:    words.Later("People who help"),
	domain.ExportStreets:    words.Later("Streets and who looks after them"),
	domain.ExportAsks:       words.Later("Asks for help"),
	domain.ExportServices:   words.Later("The directory"),
	domain.ExportSessions:   words.Later("Dates of sessions"),
	domain.ExportMissing:    words.Later("What is not written down yet"),
	domain.ExportDictionary: words.Later("What each column means"),
}

// Export says which list is taken away as a file.
type Export struct {
	List     domain.ExportList
	District string        // "" where there is only one, or the actor's own
	TownID   domain.TownID // 0: wherever the actor may
	Contact  bool          // with phone, e-mail address and address, where the actor may see them; each look is recorded

	IdempotencyKey string // the same list under the same key is the same file; "": each time another
}

// Exported is what came of taking a list away.
type Exported struct {
	List    domain.ExportList
	Rows    int
	Contact bool
}

// BeginExport takes a list away as long work, and answers soon with how far it is. The file is for the actor alone, for a week.
func (a *App) BeginExport(ctx context.Context, actor domain.Actor, cmd Export) (domain.LongWork, error) {
	g, err := a.authorise(ctx, actor, domain.ExportLists, a.onTownOrAny(actor, cmd.TownID))
	if err != nil {
		return domain.LongWork{}, err
	}
	if !cmd.List.Valid() {
		return domain.LongWork{}, domain.Errorf(domain.Invalid, "list", "Please choose a list.")
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return domain.LongWork{}, err
	}
	fresh := time.Duration(0)
	if cmd.IdempotencyKey != "" {
		fresh = keyKept
	}
	piece, err := w.beginWork(ctx, g, newWork{kind: WorkExport, fresh: fresh, name: exportNames[cmd.List], spot: domain.Spot{DistrictID: actor.DistrictID, TownID: cmd.TownID},
		same: []any{actor.PersonID, cmd}, input: cmd, kept: exportKept})
	if err != nil {
		return piece, err
	}
	return a.soon(ctx, piece)
}

// onTownOrAny is a town, or wherever the actor may.
func (a *App) onTownOrAny(actor domain.Actor, id domain.TownID) target {
	if id == 0 {
		return somewhere(actor)
	}
	return a.onTown(id)
}

// doExport makes the file for whoever began it, with what they may see by now.
func doExport(ctx context.Context, a *App, piece domain.LongWork, tell tellFunc) (any, error) {
	var cmd Export
	if err := json.Unmarshal(piece.Input, &cmd); err != nil {
		return nil, err
	}
	actor, err := a.begunBy(ctx, piece)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	rows, err := a.WriteExport(ctx, actor, cmd, &file, tell)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s-%s.csv", cmd.List, dateOf(piece.BegunAt, a.zone).Format("2006-01-02"))
	return Exported{List: cmd.List, Rows: rows, Contact: cmd.Contact}, a.db.Store().SetWorkFile(ctx, piece, name, file.Bytes())
}

// WriteExport writes a list as a table of commas (RFC 4180, UTF-8) under stable headings, and returns how many rows it has. Of people it
// holds what the actor may see of them. Who took it away is written down, and of each person whose phone or address is in it.
func (a *App) WriteExport(ctx context.Context, actor domain.Actor, cmd Export, out io.Writer, tell func(done, total int64)) (rows int, err error) {
	g, err := a.authorise(ctx, actor, domain.ExportLists, somewhere(actor))
	if err != nil {
		return 0, err
	}
	var table bytes.Buffer
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		table.Reset()
		q, err := w.exportQuery(ctx, cmd)
		if err != nil {
			return err
		}
		if err := w.AuditReading(ctx); err != nil {
			return err
		}
		w.about.Spot.DistrictID, w.about.Spot.TownID = q.DistrictID, q.TownID
		rows, err = w.writeExport(ctx, cmd.List, q, csv.NewWriter(&table), tell)
		return err
	})
	if err != nil {
		return 0, err
	}
	_, err = out.Write(table.Bytes())
	return rows, err
}

// exportQuery says which rows the actor may take, and what they may see of them.
func (w *work) exportQuery(ctx context.Context, cmd Export) (q postgres.ExportQuery, err error) {
	if !cmd.List.Valid() {
		return q, domain.Errorf(domain.Invalid, "list", "Please choose one of the lists.")
	}
	q = postgres.ExportQuery{DistrictID: w.by.DistrictID, TownID: cmd.TownID, Today: w.today(), Scope: domain.ScopeOf(w.by, domain.ExportLists),
		Names: domain.ScopeOf(w.by, domain.SeePeople), Asks: domain.ScopeOf(w.by, domain.SeeAsk)}
	if cmd.Contact {
		q.Contact = domain.ScopeOf(w.by, domain.SeeContact)
	}
	if q.DistrictID == 0 {
		q.DistrictID, err = w.districtMeant(ctx, cmd.District)
	}
	return q, err
}

// writeExport writes the headings and all rows.
func (w *work) writeExport(ctx context.Context, list domain.ExportList, q postgres.ExportQuery, out *csv.Writer, tell func(done, total int64)) (done int, err error) {
	if list == domain.ExportDictionary {
		return writeDictionary(out)
	}
	total, err := w.CountExport(ctx, list, q)
	if err != nil {
		return 0, err
	}
	if err := out.Write(domain.ExportHeadings(list)); err != nil {
		return 0, err
	}
	shown := map[domain.PersonID]bool{}
	for after := int64(0); ; {
		rows, err := w.ExportRows(ctx, list, q, after, exportAtOnce)
		if err != nil {
			return done, err
		}
		var people []domain.PersonID
		for _, row := range rows {
			if row.PersonID != 0 && !shown[row.PersonID] {
				shown[row.PersonID] = true
				people = append(people, row.PersonID)
			}
			if err := out.Write(SafeCells(row.Cells)); err != nil {
				return done, err
			}
			after = row.ID
		}
		if w.by.PersonID != 0 && len(people) > 0 {
			if err := w.AddContactReveals(ctx, q.DistrictID, w.by.PersonID, people, w.now); err != nil {
				return done, err
			}
		}
		done += len(rows)
		tell(int64(done), int64(max(done, total)))
		if len(rows) < exportAtOnce {
			out.Flush()
			return done, out.Error()
		}
	}
}

// writeDictionary writes what each column of each list means, which is the same wherever and whoever one is.
func writeDictionary(out *csv.Writer) (rows int, err error) {
	table := domain.Dictionary()
	return len(table), errors.Join(out.Write(domain.ExportHeadings(domain.ExportDictionary)), out.WriteAll(table))
}

// SafeCells keeps a spreadsheet from taking what people have typed for a formula: an apostrophe before it makes it text. A number that
// begins with a minus is a number.
func SafeCells(cells []string) []string {
	out := slices.Clone(cells)
	for i, cell := range out {
		if cell == "" || !strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
			continue
		}
		if _, err := strconv.ParseFloat(cell, 64); err == nil && cell[0] == '-' {
			continue
		}
		out[i] = "'" + cell
	}
	return out
}

// ExportedBy reads what came of taking a list away; the zero value while it is not done.
func ExportedBy(piece domain.LongWork) (out Exported, err error) {
	if piece.State != domain.WorkDone {
		return out, nil
	}
	return out, json.Unmarshal(piece.Result, &out)
}

// ExportFile is the file of a list that was taken away, for whoever began that and nobody else.
func (a *App) ExportFile(ctx context.Context, actor domain.Actor, id domain.LongWorkID) (name string, body []byte, err error) {
	g, err := a.authorise(ctx, actor, domain.SeeWork, a.onWork(actor, id))
	if err != nil {
		return "", nil, err
	}
	if g.target.PersonID != actor.PersonID {
		return "", nil, notFound()
	}
	return a.db.Store().WorkFile(ctx, id)
}
