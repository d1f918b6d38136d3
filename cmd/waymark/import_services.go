package main

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/importer"
)

func (p *program) importServicesCommand() *cli.Command {
	return p.importListCommand(list{
		name:  "services",
		usage: "bring in the groups and services of a list, for the directory",
		description: `FILE is a table (.csv) with the columns that --template prints, in any order; only name must be filled
in. What is on file already stays as it is, unless an earlier list brought it in and its line has
changed since. The same list again changes nothing.
` + whereProblems + `

Examples:

waymark import services --template > services.csv
waymark import services services.csv`,
		template: importer.ServicesTemplate,
		read:     readServices,
	})
}

// servicesJSON is an import of services as a machine reads it.
type servicesJSON struct {
	New     int `json:"new"`
	Changed int `json:"changed"`
	Already int `json:"already"`
	linesLeft
}

func readServices(path, district string, check bool) (listFile, error) {
	file, err := importer.Services(path)
	if err != nil {
		return listFile{}, err
	}
	file.Import.District, file.Import.Check = district, check
	var done app.ServicesImported
	return listFile{
		work: func(a *app.App) app.TerminalWork {
			return app.TerminalWork{Kind: app.WorkImportServices, District: district, Do: func(ctx context.Context, tell func(done, total int64)) (any, error) {
				file.Import.Progress = tell
				var err error
				done, err = a.ImportServices(ctx, domain.Clock(), file.Import)
				return app.BroughtServices(app.BringServices{Import: file.Import, Left: file.Problems}, done), err
			}}
		},
		left: func() []importer.Problem { return append(file.Problems, done.Problems...) },
		says: func(left linesLeft, _ bool) (any, string) {
			return servicesJSON{done.New, done.Changed, done.Already, left},
				fmt.Sprintf("New: %d. Changed: %d. On file already: %d. Lines left out: %d.", done.New, done.Changed, done.Already, left.LeftOut)
		},
	}, nil
}
