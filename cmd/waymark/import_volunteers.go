package main

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/importer"
)

func (p *program) importVolunteersCommand() *cli.Command {
	return p.importListCommand(list{
		name:  "volunteers",
		usage: "bring in the people of a list who want to help, as not met yet; nobody is written to",
		description: `FILE is a table (.csv) with the columns that --template prints, in any order; only first_name, street
and an email or a phone must be filled in. Whoever is on file already stays as they are.
` + whereProblems + `

Examples:

waymark import volunteers --template > volunteers.csv
waymark import volunteers volunteers.csv`,
		template: importer.Template,
		read:     readVolunteers,
	})
}

// volunteersJSON is an import of volunteers as a machine reads it.
type volunteersJSON struct {
	New        int `json:"new"`
	Already    int `json:"already"`
	Duplicates int `json:"duplicates"`
	linesLeft
}

// readVolunteers reads a list of volunteers. Of the lines that need a look nothing is kept but here: they are about people, and the list
// lies with whoever has the file.
func readVolunteers(path, district string, check bool) (listFile, error) {
	file, err := importer.Volunteers(path)
	if err != nil {
		return listFile{}, err
	}
	file.Import.District, file.Import.Check = district, check
	var done app.VolunteersImported
	return listFile{
		work: func(a *app.App) app.TerminalWork {
			return app.TerminalWork{Kind: app.WorkImportVolunteers, District: district, Do: func(ctx context.Context, tell func(done, total int64)) (any, error) {
				file.Import.Progress = tell
				var err error
				done, err = a.ImportVolunteers(ctx, domain.Clock(), file.Import)
				return app.VolunteersImported{New: done.New, Already: done.Already, Duplicates: done.Duplicates}, err
			}}
		},
		left: func() []importer.Problem { return append(file.Problems, done.Problems...) },
		says: func(left linesLeft, check bool) (any, string) {
			came := "Came in, as not met yet: %d. On file already: %d. Lines left out: %d. Likely duplicates: %d. Nobody was written to."
			if check {
				came = "Would come in, as not met yet: %d. On file already: %d. Lines left out: %d. Likely duplicates: %d."
			}
			return volunteersJSON{done.New, done.Already, done.Duplicates, left}, fmt.Sprintf(came, done.New, done.Already, left.LeftOut, done.Duplicates)
		},
	}, nil
}
