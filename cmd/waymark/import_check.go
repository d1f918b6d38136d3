package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/internal/app"
)

// checkFlag is the flag for those who want to see first what would come of a file.
func checkFlag() cli.Flag {
	return &cli.BoolFlag{Name: "check", Usage: "only look: say what would come of the file, and change nothing"}
}

// nothingIn says that a file was only looked at.
func (p *program) nothingIn(cmd *cli.Command, path string) {
	if cmd.Bool("check") {
		fmt.Fprintf(p.err, "Nothing of %s is in yet: this is what would come of it. Type the same without --check to bring it in.\n", filepath.Base(path))
	}
}

// brings does what brings a file in so that the pages tell how far it is, as this terminal does. What only looks is nobody else's business.
func (p *program) brings(ctx context.Context, a *app.App, path string, check bool, work app.TerminalWork) error {
	writing := p.progress("writing "+filepath.Base(path), things[work.Kind])
	do := work.Do
	work.Name, work.Do = filepath.Base(path), func(ctx context.Context, tell func(done, total int64)) (any, error) {
		return do(ctx, func(done, total int64) { writing.tell(done, total); tell(done, total) })
	}
	var err error
	if check {
		_, err = work.Do(ctx, func(int64, int64) {})
	} else {
		err = a.TrackWork(ctx, domain.Clock(), work)
	}
	writing.end()
	return notHere(stoppedEarly(ctx, path, err))
}

// things are what a file of each kind is counted in.
var things = map[string]string{app.WorkImportStreets: "streets", app.WorkImportVolunteers: "volunteers", app.WorkImportServices: "services"}

// notHere adds to what a demo answers what whoever runs it can do.
func notHere(err error) error {
	var refused *domain.Error
	if !errors.As(err, &refused) || refused.Kind != domain.Forbidden {
		return err
	}
	return domain.Errorf(domain.Forbidden, "", "%s To open one, put WAYMARK_DATA=../real WAYMARK_DEMO=false before the command, and it uses another data folder; or name another database in DATABASE_URL.", refused.Message)
}
