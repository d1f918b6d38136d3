package main

import (
	"context"
	"io"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/web"
)

func (p *program) reportCommand() *cli.Command {
	return &cli.Command{
		Name:  "report",
		Usage: "write the figures of a town or a district for a month, a quarter or a year",
		Description: `With numbers and how each was counted, charts, a map, and what is missing. HTML is one file to open or print.
Months that have not ended say so. Without --town it is of the whole district; without --month, --quarter and
--year it is of the last quarter that has ended. Without --out it goes to the screen.

Examples:

waymark report --quarter 2026Q3 --out report.html
waymark report --town Oakham --month 2026-09 --format csv
waymark report --year 2026 --out year.html
waymark report --town Oakham --quarter 2026Q3 --public --out for-everybody.html`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "town", Usage: "the `NAME` of the town"},
			&cli.StringFlag{Name: "district", Usage: "the `NAME` of the district, where there is more than one"},
			&cli.StringFlag{Name: "quarter", Usage: "such as `2026Q3`"},
			&cli.StringFlag{Name: "month", Usage: "such as `2026-09`"},
			&cli.StringFlag{Name: "year", Usage: "such as `2026`"},
			&cli.StringFlag{Name: "format", Value: "html", Usage: "`html`, csv or json"},
			&cli.StringFlag{Name: "out", Usage: "the `FILE` to write"},
			&cli.BoolFlag{Name: "public", Usage: "what everybody may read of a town: small numbers are hidden"},
		},
		Action: p.report,
	}
}

func (p *program) report(ctx context.Context, cmd *cli.Command) error {
	format := cmd.String("format")
	if format != "html" && format != "csv" && format != "json" {
		return wrongUsage(cmd, "there is no format %q; there is html, csv and json", format)
	}
	period, err := periodOf(cmd)
	if err != nil {
		return err
	}
	return p.onDatabase(func(ctx context.Context, db *database, cmd *cli.Command) error {
		a, err := p.appOn(db)
		if err != nil {
			return err
		}
		asked := app.ReportAsked{Period: period, Public: cmd.Bool("public"), Drawn: format == "html"}
		if asked.DistrictID, asked.TownID, err = a.PlaceMeant(ctx, domain.Clock(), cmd.String("district"), cmd.String("town")); err != nil {
			return err
		}
		v, err := a.Report(ctx, domain.Clock(), asked)
		if err != nil {
			return err
		}
		write := map[string]func(io.Writer) error{"csv": v.WriteCSV, "json": v.WriteJSON, "html": func(out io.Writer) error {
			return web.ReportHTML(v, out)
		}}[format]
		if path := cmd.String("out"); path != "" {
			return p.writeWhole(path, write)
		}
		return write(p.out)
	})(ctx, cmd)
}

// periodNames are the flags that name some months, each with what it takes.
var periodNames = map[string]string{"year": "2026", "quarter": "2026Q3", "month": "2026-09"}

// periodOf reads of which months a report is asked; "" for the last quarter that has ended.
func periodOf(cmd *cli.Command) (period string, err error) {
	for _, name := range []string{"year", "quarter", "month"} {
		text := cmd.String(name)
		switch _, ok := domain.ParsePeriod(text); {
		case text == "":
			continue
		case period != "":
			return "", wrongUsage(cmd, "name a month, a quarter or a year, and one of them alone")
		case !ok || len(text) != len(periodNames[name]):
			return "", wrongUsage(cmd, "--%s is such as %s, and %q was given", name, periodNames[name], text)
		}
		period = text
	}
	return period, nil
}
