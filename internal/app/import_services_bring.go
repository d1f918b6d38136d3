package app

import (
	"context"
	"encoding/json"
	"slices"

	"waymark/domain"
)

// BringServices is a list of services as a page takes it.
type BringServices struct {
	Import ImportServices
	Lines  []int        // of the services, in the file
	Left   []RowProblem // lines that are no rows

	IdempotencyKey string
}

// numbered notes the lines of the services, which their rows do not carry along.
func (cmd BringServices) numbered() BringServices {
	cmd.Lines = nil
	for _, row := range cmd.Import.Services {
		cmd.Lines = append(cmd.Lines, row.Line)
	}
	return cmd
}

// ServicesBrought is what came of a list of services.
type ServicesBrought struct {
	New, Changed, Already int
	Rows                  int          // lines that could be read
	Left                  []RowProblem // the first of the lines that were left out or are to be looked at
	LeftOut               int          // lines that were left out
	More                  int          // how many problems there are besides Left
}

// doImportServices brings a list in for whoever began it, with what they may do by now.
func doImportServices(ctx context.Context, a *App, piece domain.LongWork, tell tellFunc) (any, error) {
	cmd, came, err := a.listOfServices(ctx, piece, tell)
	return BroughtServices(cmd, came), err
}

// listOfServices does what a piece of long work says with its list.
func (a *App) listOfServices(ctx context.Context, piece domain.LongWork, tell tellFunc) (cmd BringServices, came ServicesImported, err error) {
	if err := json.Unmarshal(piece.Input, &cmd); err != nil {
		return cmd, came, err
	}
	actor, err := a.begunBy(ctx, piece)
	if err != nil {
		return cmd, came, err
	}
	for n := range cmd.Import.Services {
		cmd.Import.Services[n].Line = cmd.Lines[n]
	}
	cmd.Import.Progress, cmd.Import.Check = tell, Checks(piece.Kind)
	came, err = a.ImportServices(ctx, actor, cmd.Import)
	return cmd, came, err
}

// BroughtServices sums up what came of a list.
func BroughtServices(cmd BringServices, came ServicesImported) ServicesBrought {
	problems := slices.Concat(cmd.Left, came.Problems)
	slices.SortStableFunc(problems, func(a, b RowProblem) int { return a.Line - b.Line })
	shown := min(len(problems), mostLeft)
	return ServicesBrought{New: came.New, Changed: came.Changed, Already: came.Already, Rows: len(cmd.Import.Services), Left: problems[:shown],
		LeftOut: leftOut(problems), More: len(problems) - shown}
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
	Check          bool   // only look, as ImportVolunteerRows does
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
	if err := a.sameRows(ctx, g, "ImportServices", keyUnlessLooked(cmd.IdempotencyKey, cmd.Check), cmd, len(cmd.Rows)); err != nil {
		return ServicesImported{}, err
	}
	for n := range cmd.Rows {
		cmd.Rows[n].Line = n + 1
	}
	out, err := a.ImportServices(ctx, actor, ImportServices{District: cmd.District, Services: cmd.Rows, Check: cmd.Check})
	for n, p := range out.Problems {
		if field := serviceFieldOf[p.Column]; field != "" {
			out.Problems[n].Column = field
		}
	}
	return out, err
}
