package app

import (
	"context"
	"encoding/json"
	"slices"

	"waymark/domain"
	"waymark/internal/words"
)

// BringServices is a list of services as a page takes it.
type BringServices struct {
	Import ImportServices
	Lines  []int        // of the services, in the file
	Left   []RowProblem // lines that are no rows
}

// ServicesBrought is what came of a list of services.
type ServicesBrought struct {
	New, Changed, Already int
	Rows                  int          // lines that could be read
	Left                  []RowProblem // the first of the lines that were left out or are to be looked at
	LeftOut               int          // lines that were left out
	More                  int          // how many problems there are besides Left
}

// BringServices brings a list of services in as ImportServices does. It is long work, and answers soon with how far it is; a list that is
// coming in already comes in once.
func (a *App) BringServices(ctx context.Context, actor domain.Actor, cmd BringServices) (domain.LongWork, error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, somewhere(actor))
	if err != nil {
		return domain.LongWork{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return domain.LongWork{}, err
	}
	cmd.Lines = nil
	for _, row := range cmd.Import.Services {
		cmd.Lines = append(cmd.Lines, row.Line)
	}
	piece, err := w.beginWork(ctx, g, newWork{kind: WorkImportServices, name: words.Later("A list of services"), spot: g.target.Spot, same: cmd, input: cmd})
	if err != nil {
		return piece, err
	}
	return a.soon(ctx, piece)
}

// doImportServices brings a list in for whoever began it, with what they may do by now.
func doImportServices(ctx context.Context, a *App, piece domain.LongWork, tell tellFunc) (any, error) {
	var cmd BringServices
	if err := json.Unmarshal(piece.Input, &cmd); err != nil {
		return nil, err
	}
	actor, err := a.begunBy(ctx, piece)
	if err != nil {
		return nil, err
	}
	for n := range cmd.Import.Services {
		cmd.Import.Services[n].Line = cmd.Lines[n]
	}
	cmd.Import.Progress = tell
	came, err := a.ImportServices(ctx, actor, cmd.Import)
	return broughtServices(cmd, came), err
}

// broughtServices sums up what came of a list.
func broughtServices(cmd BringServices, came ServicesImported) ServicesBrought {
	problems := slices.Concat(cmd.Left, came.Problems)
	slices.SortStableFunc(problems, func(a, b RowProblem) int { return a.Line - b.Line })
	leftOut := map[int]bool{}
	for _, p := range problems {
		if !p.Kept {
			leftOut[p.Line] = true
		}
	}
	shown := min(len(problems), mostLeft)
	return ServicesBrought{New: came.New, Changed: came.Changed, Already: came.Already, Rows: len(cmd.Import.Services), Left: problems[:shown],
		LeftOut: len(leftOut), More: len(problems) - shown}
}

// ServicesBroughtBy reads what came of a list of services that is in; the zero value while it is not.
func ServicesBroughtBy(piece domain.LongWork) (out ServicesBrought, err error) {
	if piece.State != domain.WorkDone {
		return out, nil
	}
	return out, json.Unmarshal(piece.Result, &out)
}

// ImportServiceRows brings services in that were typed or come from another program.
type ImportServiceRows struct {
	District       string // "" where there is only one, or the actor's own
	Rows           []ServiceRow
	IdempotencyKey string // a key comes again with the same rows only; "": none
}

// serviceFieldOf are the fields of a row by the columns of a list, where they are called otherwise.
var serviceFieldOf = map[string]string{"what_for": "themes", "neighbourhood": "section", "when": "times", "when_words": "whenWords", "how_to_join": "howToJoin",
	"cost": "costs", "who_for": "eligibility", "staff_words": "staffWords"}

// ImportServiceRows brings the good rows in, as ImportServices does, and says of the others what to do.
func (a *App) ImportServiceRows(ctx context.Context, actor domain.Actor, cmd ImportServiceRows) (ServicesImported, error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, somewhere(actor))
	if err != nil {
		return ServicesImported{}, err
	}
	if err := a.sameRows(ctx, g, "ImportServices", cmd.IdempotencyKey, cmd, len(cmd.Rows)); err != nil {
		return ServicesImported{}, err
	}
	for n := range cmd.Rows {
		cmd.Rows[n].Line = n + 1
	}
	out, err := a.ImportServices(ctx, actor, ImportServices{District: cmd.District, Services: cmd.Rows})
	for n, p := range out.Problems {
		if field := serviceFieldOf[p.Column]; field != "" {
			out.Problems[n].Column = field
		}
	}
	return out, err
}
