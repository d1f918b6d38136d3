package main

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/importer"
)

func (p *program) importBoundariesCommand() *cli.Command {
	return &cli.Command{
		Name:      "boundaries",
		Usage:     "bring in wards, or the areas of the census, to count by",
		ArgsUsage: "FILE",
		Description: `FILE is GeoJSON in degrees (WGS 84) with a Polygon or MultiPolygon an area, as the Office for National
Statistics publishes wards (WD13CD, WD13NM …) and lower layer super output areas (LSOA11CD, LSOA21CD …).
Each street is put into the area that its middle lies in, also those that come in later. Areas that
are here and not in the file stay.

A line that crosses itself is mended where the ground stays the same, else the area is left out.
` + whereProblems + `

Examples:

waymark import boundaries rutland-lsoa.geojson
waymark import boundaries wards.geojson --district Rutland --kind ward --year 2024`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "district", Usage: "the `NAME` of the district, where there is more than one"},
			&cli.StringFlag{Name: "kind", Usage: "lsoa or ward, where the names of the properties do not say so"},
			&cli.IntFlag{Name: "year", Usage: "the `YEAR` of the edition, where the names of the properties do not say so"},
			jsonFlag(),
		},
		Action: p.importBoundaries,
	}
}

// areasJSON is an import of areas as a machine reads it.
type areasJSON struct {
	Kind         domain.AreaKind `json:"kind"`
	Year         int             `json:"year"`
	New          int             `json:"new"`
	Changed      int             `json:"changed"`
	Same         int             `json:"same"`
	Streets      int             `json:"streets"`
	Nowhere      int             `json:"nowhere"`
	Unplaced     int             `json:"unplaced"`
	Problems     int             `json:"problems"`
	ProblemsFile string          `json:"problemsFile"` // "" when there is none
}

func (p *program) importBoundaries(ctx context.Context, cmd *cli.Command) error {
	path, err := oneFile(cmd)
	if err != nil {
		return err
	}
	options := importer.AreaOptions{District: cmd.String("district"), Kind: domain.AreaKind(cmd.String("kind")), Year: cmd.Int("year")}
	if options.Kind != "" && options.Kind != domain.LSOA && options.Kind != domain.Ward {
		return wrongUsage(cmd, "--kind is lsoa or ward, and %q was given", string(options.Kind))
	}
	file, err := importer.Areas(path, options)
	if err != nil {
		return err
	}
	return p.onDatabase(func(ctx context.Context, db *database, cmd *cli.Command) error {
		a, err := p.appForImport(ctx, db)
		if err != nil {
			return err
		}
		done, err := a.ImportAreas(ctx, domain.Clock(), file.Import)
		if err := notHere(stoppedEarly(ctx, path, err)); err != nil {
			return err
		}
		p.sayAreaNotes(file.Import, done)
		written, err := p.writeProblems(path, file.Problems)
		if err != nil {
			return err
		}
		return p.printAreas(cmd, file, done, written)
	})(ctx, cmd)
}

// nowhereNamed is how many streets that lie in no area are named.
const nowhereNamed = 20

// sayAreaNotes says which streets lie in no area, and where there are figures of deprivation, but for the areas of another year.
func (p *program) sayAreaNotes(in app.ImportAreas, done app.AreasImported) {
	for n, s := range done.Nowhere {
		if n == nowhereNamed {
			fmt.Fprintf(p.err, "In none of the areas: %d more\n", len(done.Nowhere)-n)
			break
		}
		fmt.Fprintf(p.err, "In none of the areas: %s, %s\n", s.Name, s.TownName)
	}
	if len(done.Nowhere) > 0 {
		fmt.Fprintln(p.err, "Tables by area count these as not known. Where they are many, the file is of a part of the district alone: bring in that of the other part too.")
	}
	if done.Figures != 0 {
		fmt.Fprintf(p.err, "The Indices of Deprivation here (%d) are for the LSOAs of %d, so they say nothing of these. Bring in the edition for the LSOAs of %d too (waymark import deprivation).\n",
			done.Figures, domain.DeprivationYear(done.Figures), in.Year)
	}
}

func (p *program) printAreas(cmd *cli.Command, file importer.AreasFile, done app.AreasImported, written string) error {
	in := file.Import
	if cmd.Bool("json") {
		return p.printJSON(areasJSON{Kind: in.Kind, Year: in.Year, New: done.New, Changed: done.Changed, Same: done.Same, Streets: done.Streets,
			Nowhere: len(done.Nowhere), Unplaced: done.Unplaced, Problems: len(file.Problems), ProblemsFile: written})
	}
	_, err := fmt.Fprintf(p.out, "Areas (%s of %d): %d new, %d changed, %d the same.\nStreets: %d lie in one, %d in none, and of %d nobody knows where they lie.\n",
		in.Kind, in.Year, done.New, done.Changed, done.Same, done.Streets, len(done.Nowhere), done.Unplaced)
	return err
}

func (p *program) importDeprivationCommand() *cli.Command {
	return &cli.Command{
		Name:      "deprivation",
		Usage:     "bring in the English Indices of Deprivation, to see whether help reaches where need is greatest",
		ArgsUsage: "FILE",
		Description: `FILE is the table of the Index of Multiple Deprivation as the ministry publishes it (file 1 or 7 of 2015, 2019
or 2025), packed (.csv.gz) or not. All of England comes in: what is not here now may be tomorrow. The
figures of 2015 and 2019 are for the LSOAs of 2011, those of 2025 for the LSOAs of 2021.
` + whereProblems + `

Example:

waymark import deprivation imd2019.csv.gz`,
		Flags:  []cli.Flag{jsonFlag()},
		Action: p.importDeprivation,
	}
}

// deprivationJSON is an import of the Indices of Deprivation as a machine reads it.
type deprivationJSON struct {
	Edition      int    `json:"edition"`
	New          int    `json:"new"`
	Changed      int    `json:"changed"`
	Same         int    `json:"same"`
	Areas        int    `json:"areas"`
	Without      int    `json:"without"`
	Problems     int    `json:"problems"`
	ProblemsFile string `json:"problemsFile"` // "" when there is none
}

func (p *program) importDeprivation(ctx context.Context, cmd *cli.Command) error {
	path, err := oneFile(cmd)
	if err != nil {
		return err
	}
	file, err := importer.Deprivation(path)
	if err != nil {
		return err
	}
	return p.onDatabase(func(ctx context.Context, db *database, cmd *cli.Command) error {
		a, err := p.appForImport(ctx, db)
		if err != nil {
			return err
		}
		done, err := a.ImportDeprivation(ctx, domain.Clock(), file.Import)
		if err := notHere(stoppedEarly(ctx, path, err)); err != nil {
			return err
		}
		p.sayDeprivationNotes(file.Import.Edition, done)
		written, err := p.writeProblems(path, file.Problems)
		if err != nil {
			return err
		}
		if cmd.Bool("json") {
			return p.printJSON(deprivationJSON{Edition: file.Import.Edition, New: done.New, Changed: done.Changed, Same: done.Same, Areas: done.Areas,
				Without: len(done.Without), Problems: len(file.Problems), ProblemsFile: written})
		}
		_, err = fmt.Fprintf(p.out, "Indices of Deprivation %d: %d new, %d changed, %d the same. LSOAs here that have a figure now: %d.\n",
			file.Import.Edition, done.New, done.Changed, done.Same, done.Areas)
		return err
	})(ctx, cmd)
}

// sayDeprivationNotes says for which of the areas that are here there is no figure, and why.
func (p *program) sayDeprivationNotes(edition int, done app.DeprivationImported) {
	for _, a := range done.Without {
		fmt.Fprintf(p.err, "The file has no figure for %s, %s.\n", a.Code, a.Name)
	}
	year := domain.DeprivationYear(edition)
	switch {
	case done.Other.Year != 0 && done.Areas == 0:
		fmt.Fprintf(p.err, "These figures are for the LSOAs of %d, and those here are of %d, so they say nothing of them. Bring the boundaries of %d in too (waymark import boundaries).\n", year, done.Other.Year, year)
	case done.Areas == 0 && len(done.Without) == 0:
		fmt.Fprintf(p.err, "There are no LSOAs here yet. Bring the boundaries of %d in (waymark import boundaries), and the figures are theirs.\n", year)
	}
}
