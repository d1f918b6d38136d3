package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/importer"
	"waymark/internal/postgres"
)

func (p *program) importCommand() *cli.Command {
	return &cli.Command{
		Name:  "import",
		Usage: "bring in streets from a map, people and groups from a spreadsheet, and areas to count by",
		Description: `The same file again changes nothing. Lines that cannot be used are left out; the others come in.
` + whereProblems + `

Examples:

waymark import streets rutland.osm.pbf --district Rutland
waymark import volunteers --template > volunteers.csv
waymark import volunteers volunteers.csv --check
waymark import volunteers volunteers.csv
waymark import services services.csv
waymark import boundaries rutland-lsoa.geojson
waymark import deprivation imd2019.csv.gz`,
		Commands: []*cli.Command{p.importStreetsCommand(), p.importVolunteersCommand(), p.importServicesCommand(), p.importBoundariesCommand(), p.importDeprivationCommand()},
	}
}

// whereProblems is what each of these commands says of the lines that it did not take as they are.
const whereProblems = `What cannot be used, or wants a look, is listed in FILE.problems.csv, or in FILE.problems.2.csv and so
on where that is there already.`

func (p *program) importStreetsCommand() *cli.Command {
	return &cli.Command{
		Name:      "streets",
		Usage:     "bring in the streets of a district, or a newer map of them",
		ArgsUsage: "FILE",
		Description: `FILE is OpenStreetMap (.osm.pbf, .osm, .osm.gz, .osm.bz2), GeoJSON lines with the properties name,
town and section, or a table (.csv) with the columns street, section, town, district, lat, lon.

A newer file adds what is new and changes what has changed. A street that is not in it any more is
deleted when nobody is on it, and listed when somebody is. While lines of the file cannot be used,
nothing is deleted, but listed. Sections that people have edited keep their streets.
` + whereProblems + `

Examples:

waymark import streets rutland.osm.pbf --district Rutland
waymark import streets devon.osm.pbf --district "One Northern Devon" --boundary "North Devon" --boundary Torridge
waymark import streets suburb.osm --district Leeds --town Headingley
waymark import streets rutland.osm.pbf --district Rutland --sections wards.geojson --json`,
		DisableSliceFlagSeparator: true,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "district", Usage: "the district's `NAME`; it is made if there is none"},
			&cli.StringSliceFlag{Name: "boundary", Usage: "take what lies in the administrative boundary `NAME` (the district's name); several make one district"},
			&cli.StringFlag{Name: "town-level", Usage: "take towns from these admin `LEVELS` only, such as 8,10 (the finest there is)"},
			&cli.StringFlag{Name: "town", Usage: "the `NAME` of the town where the file has none"},
			&cli.StringFlag{Name: "sections", Usage: "put streets into the sections of these `POLYGONS` (.geojson)"},
			&cli.BoolFlag{Name: "part", Usage: "the file holds a part of the district: leave streets alone that it lacks"},
			checkFlag(),
			jsonFlag(),
		},
		Action: p.importStreets,
	}
}

// streetsJSON is an import of streets as a machine reads it.
type streetsJSON struct {
	Streets  int     `json:"streets"`
	New      int     `json:"new"`
	Changed  int     `json:"changed"`
	Gone     int     `json:"gone"`
	Outside  int     `json:"outside"`
	Nameless int     `json:"nameless"`
	Towns    int     `json:"towns"`
	Sections int     `json:"sections"`
	Seconds  float64 `json:"seconds"`
}

// importStreets reads the file before it asks for the database: most of what can go wrong lies in the file.
func (p *program) importStreets(ctx context.Context, cmd *cli.Command) error {
	began := time.Now()
	path, err := oneFile(cmd)
	if err != nil {
		return err
	}
	options, err := p.streetOptions(cmd)
	if err != nil {
		return err
	}
	reading := p.progress("reading "+filepath.Base(path), "")
	options.Progress = reading.tell
	file, err := importer.Streets(ctx, path, options)
	reading.end()
	if err != nil {
		return stoppedEarly(ctx, path, err)
	}
	if len(file.Import.Streets) == 0 && len(file.Problems) > 0 {
		_, err := p.writeProblems(path, file.Problems)
		return errors.Join(err, domain.Errorf(domain.Invalid, "file", "No line of %s can be used, so nothing came in. Mend the lines that are listed, and type the same again.", filepath.Base(path)))
	}
	file.Import.Part, file.Import.Check = cmd.Bool("part"), cmd.Bool("check")
	took := time.Since(began) // without what it takes to start a database
	return p.onDatabase(func(ctx context.Context, db *database, cmd *cli.Command) error {
		a, err := p.appForImport(ctx, db)
		if err != nil {
			return err
		}
		began := time.Now()
		done, err := p.bringStreets(ctx, a, path, file)
		if err != nil {
			return err
		}
		p.nothingIn(cmd, path)
		p.sayStreetNotes(file, done)
		if _, err := p.writeProblems(path, file.Problems); err != nil {
			return err
		}
		return p.printStreets(cmd, options.District, done, took+time.Since(began))
	})(ctx, cmd)
}

// bringStreets brings streets in.
func (p *program) bringStreets(ctx context.Context, a *app.App, path string, file importer.StreetsFile) (done app.StreetsImported, err error) {
	err = p.brings(ctx, a, path, file.Import.Check, app.TerminalWork{Kind: app.WorkImportStreets, District: file.Import.District,
		Do: func(ctx context.Context, tell func(done, total int64)) (any, error) {
			file.Import.Progress = tell
			var err error
			done, err = a.ImportStreets(ctx, domain.Clock(), file.Import)
			return app.BroughtStreets(file.Import, done, file.Problems), err
		}})
	return done, err
}

// stoppedEarly says what became of a file where Ctrl-C has ended its import: a file comes in as a whole or not at all.
func stoppedEarly(ctx context.Context, path string, err error) error {
	if err == nil || !errors.Is(context.Cause(ctx), context.Canceled) {
		return err
	}
	return domain.Errorf(domain.Unavailable, "", "Stopped. Nothing of %s came in, and all is as it was before. Type the same again to begin anew.", filepath.Base(path))
}

// oneFile returns the one argument of an import.
func oneFile(cmd *cli.Command) (string, error) {
	if cmd.Args().Len() != 1 {
		return "", wrongUsage(cmd, "name one file to read, %d were given", cmd.Args().Len())
	}
	return cmd.Args().First(), nil
}

func (p *program) streetOptions(cmd *cli.Command) (importer.Options, error) {
	o := importer.Options{
		District: cmd.String("district"), Boundaries: cmd.StringSlice("boundary"), Town: cmd.String("town"),
		Sections: cmd.String("sections"),
	}
	if strings.TrimSpace(o.District) == "" {
		return o, wrongUsage(cmd, "name the district with --district")
	}
	for _, text := range strings.FieldsFunc(cmd.String("town-level"), func(r rune) bool { return r == ',' || r == ' ' }) {
		level, err := strconv.Atoi(text)
		if err != nil || level < 1 || level > 12 {
			return o, wrongUsage(cmd, "--town-level takes numbers from 1 to 12, such as 8,10, and %q was given", text)
		}
		o.TownLevels = append(o.TownLevels, level)
	}
	return o, nil
}

// appForImport returns the use cases on a database that has its tables, as serve makes them.
func (p *program) appForImport(ctx context.Context, db *database) (*app.App, error) {
	if _, err := postgres.Migrate(ctx, db.owner); err != nil {
		return nil, err
	}
	return p.appOn(db)
}

// sayStreetNotes says what a person should look at, apart from the answer.
func (p *program) sayStreetNotes(file importer.StreetsFile, done app.StreetsImported) {
	for _, note := range file.Notes {
		fmt.Fprintln(p.err, note)
	}
	for _, pair := range done.Alike {
		fmt.Fprintf(p.err, "Perhaps one street with two names, in %s\n", pair)
	}
	if len(done.Missing) > 0 {
		fmt.Fprintf(p.err, "Lines of this file could not be used, so nothing was taken away. Not in it, and left as they are: %s\n", counted(len(done.Missing), "street"))
	}
	for _, s := range done.Missing {
		fmt.Fprintf(p.err, "Left as it is: %s, %s\n", s.Name, s.TownName)
	}
	for _, s := range done.GoneKept {
		fmt.Fprintf(p.err, "Not in this file, and kept: %s, %s (people: %d, requests: %d, roles: %d)\n", s.Name, s.TownName, s.People, s.Requests, s.Roles)
	}
}

func (p *program) printStreets(cmd *cli.Command, district string, done app.StreetsImported, took time.Duration) error {
	if cmd.Bool("json") {
		return p.printJSON(streetsJSON{
			Streets: done.Streets, New: done.New, Changed: done.Changed, Gone: done.Gone, Outside: done.Outside,
			Nameless: done.Nameless, Towns: done.Towns, Sections: done.Sections, Seconds: took.Round(time.Millisecond).Seconds(),
		})
	}
	_, err := fmt.Fprintf(p.out, "%s has %s in %s and %s: %d new, %d changed, %d gone.\nPassed over: %s outside, %d without a name. It took %.1f s.\n",
		district, counted(done.Streets, "street"), counted(done.Towns, "town"), counted(done.Sections, "section"),
		done.New, done.Changed, done.Gone, counted(done.Outside, "road"), done.Nameless, took.Seconds())
	return err
}

// counted writes "1 town", "2 towns".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// writeProblems lists what has to be looked at in FILE.problems.csv, and returns where that is. Where it cannot be written,
// the list goes to the screen.
func (p *program) writeProblems(path string, problems []importer.Problem) (written string, err error) {
	if len(problems) == 0 {
		return "", nil
	}
	slices.SortStableFunc(problems, func(a, b importer.Problem) int { return a.Line - b.Line })
	f, written, err := newFile(path + ".problems")
	if err != nil {
		fmt.Fprintf(p.err, "%s.problems.csv cannot be written, so here is what to look at:\n", path)
		return "", importer.WriteProblems(p.err, problems)
	}
	if err := errors.Join(importer.WriteProblems(f, problems), f.Close()); err != nil {
		return "", err
	}
	fmt.Fprintf(p.err, "What to look at is listed in %s (%d)\n", written, len(problems))
	return written, nil
}

// newFile makes a file that was not there: NAME.csv, else NAME.2.csv and so on. What an earlier run has written stays: somebody may be at
// work on it.
func newFile(name string) (f *os.File, written string, err error) {
	written = name + ".csv"
	for n := 2; ; n++ {
		f, err = os.OpenFile(written, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if !errors.Is(err, fs.ErrExist) {
			return f, written, err
		}
		written = fmt.Sprintf("%s.%d.csv", name, n)
	}
}
