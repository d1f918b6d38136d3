package app

import (
	"context"
	"encoding/json"

	"waymark/domain"
)

// BringVolunteers is a list of volunteers as a page takes it.
type BringVolunteers struct {
	Import ImportVolunteers
	Left   []RowProblem // lines that are no rows, or are to be looked at

	IdempotencyKey string
}

// doImportVolunteers brings a list in for whoever began it, with what they may do by now. Of the lines that need a look nothing is kept:
// they are about people, and whoever sent the list has seen them before it came in.
func doImportVolunteers(ctx context.Context, a *App, piece domain.LongWork, tell tellFunc) (any, error) {
	_, came, err := a.listOfVolunteers(ctx, piece, tell)
	return came.counts(), err
}

// counts are the figures alone.
func (v VolunteersImported) counts() VolunteersImported {
	return VolunteersImported{New: v.New, Already: v.Already, Duplicates: v.Duplicates}
}

// VolunteersBroughtBy reads what came of a list of volunteers that is in; the zero value while it is not.
func VolunteersBroughtBy(piece domain.LongWork) (out VolunteersImported, err error) {
	if piece.State != domain.WorkDone {
		return out, nil
	}
	return out, json.Unmarshal(piece.Result, &out)
}

// listOfVolunteers does what a piece of long work says with its list.
func (a *App) listOfVolunteers(ctx context.Context, piece domain.LongWork, tell tellFunc) (cmd BringVolunteers, came VolunteersImported, err error) {
	if err := json.Unmarshal(piece.Input, &cmd); err != nil {
		return cmd, came, err
	}
	actor, err := a.begunBy(ctx, piece)
	if err != nil {
		return cmd, came, err
	}
	cmd.Import.Progress, cmd.Import.Check = tell, Checks(piece.Kind)
	came, err = a.ImportVolunteers(ctx, actor, cmd.Import)
	return cmd, came, err
}
