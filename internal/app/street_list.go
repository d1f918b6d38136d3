package app

import (
	"context"
	"encoding/json"

	"waymark/domain"
)

// BringStreets is a list of streets of the actor's own district, as a page takes it.
type BringStreets struct {
	Import ImportStreets
	Left   []RowProblem // lines that cannot be used

	IdempotencyKey string
}

// StreetsBrought is what came of a list of streets.
type StreetsBrought struct {
	StreetsImported
	Rows int          // streets of the list that could be used
	Left []RowProblem // the first of the lines that could not
	More int          // how many of those there are besides

	TakenBack bool // the new ones are gone again
}

// CanTakeBack reports whether there are streets that this list has brought, and nobody has taken back.
func (b StreetsBrought) CanTakeBack() bool { return len(b.Made) > 0 && !b.TakenBack }

// mostLeft is how many of the lines that were left out are kept, to be shown.
const mostLeft = 50

// doImportStreets brings a list in for whoever began it, with what they may do by now.
func doImportStreets(ctx context.Context, a *App, piece domain.LongWork, tell tellFunc) (any, error) {
	cmd, came, err := a.listOfStreets(ctx, piece, tell)
	return BroughtStreets(cmd.Import, came, cmd.Left), err
}

// listOfStreets does what a piece of long work says with its list.
func (a *App) listOfStreets(ctx context.Context, piece domain.LongWork, tell tellFunc) (cmd BringStreets, came StreetsImported, err error) {
	if err := json.Unmarshal(piece.Input, &cmd); err != nil || len(cmd.Import.Streets) == 0 {
		return cmd, came, err
	}
	actor, err := a.begunBy(ctx, piece)
	if err != nil {
		return cmd, came, err
	}
	cmd.Import.Progress, cmd.Import.Check = tell, Checks(piece.Kind)
	came, err = a.ImportStreets(ctx, actor, cmd.Import)
	return cmd, came, err
}

// BroughtStreets sums up what came of a list.
func BroughtStreets(in ImportStreets, came StreetsImported, left []RowProblem) StreetsBrought {
	shown := min(len(left), mostLeft)
	return StreetsBrought{StreetsImported: came, Rows: len(in.Streets), Left: left[:shown], More: len(left) - shown}
}

// StreetsBroughtBy reads what came of a list of streets that is in; the zero value while it is not.
func StreetsBroughtBy(piece domain.LongWork) (out StreetsBrought, err error) {
	if piece.State != domain.WorkDone {
		return out, nil
	}
	return out, json.Unmarshal(piece.Result, &out)
}

// begunBy is who began a piece of work, with the roles that they hold today.
func (a *App) begunBy(ctx context.Context, piece domain.LongWork) (domain.Actor, error) {
	s := a.db.Store()
	now, err := s.Now(ctx)
	if err != nil {
		return domain.Actor{}, err
	}
	roles, err := s.RolesHeld(ctx, piece.BegunBy, dateOf(now, a.zone))
	return domain.Actor{Kind: domain.PersonActor, DistrictID: piece.DistrictID, PersonID: piece.BegunBy, Roles: roles}, err
}
