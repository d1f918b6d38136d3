package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/config"
)

// diskLeast is how much must be free where the data is: a database that cannot write stops.
const diskLeast = 500 << 20

// errUnwell is why the doctor ends with 1.
var errUnwell = errors.New("something is wrong; see above")

func (p *program) doctorCommand() *cli.Command {
	return &cli.Command{
		Name:  "doctor",
		Usage: "look whether all is well, and say what to do where it is not",
		Description: `Looks at the database, the mail, the clocks and the disk, and counts what contradicts the rules that
never bend: requests that nobody owns, that the clock has forgotten, and more. It changes nothing, and
ends with 1 when something is wrong.

Examples:

waymark doctor
waymark doctor --json
waymark doctor --recount`,
		Flags:  []cli.Flag{jsonFlag(), &cli.BoolFlag{Name: "recount", Usage: "compare every figure that is added up with a recount since the beginning"}},
		Action: p.doctorAnyway,
	}
}

// doctorAnyway looks at what can be looked at without the database where that cannot be opened: the answer has the same shape.
func (p *program) doctorAnyway(ctx context.Context, cmd *cli.Command) error {
	cfg, err := config.Load(p.getenv)
	if err != nil {
		return err
	}
	db, err := openDatabase(ctx, cfg)
	if err == nil {
		return errors.Join(p.named(cmd, p.doctor(ctx, db, cmd)), db.Close())
	}
	report := app.Report{}
	report.Add(app.Check{Name: "database", Words: upperFirst(inWords(err)) + ". Start it, or mend DATABASE_URL.", Count: 1})
	report.Add(checkAddress(cfg))
	report.Add(checkSender(cfg))
	report.Add(checkDisk(cfg.DataDir))
	return errors.Join(p.printReport(cmd, report), p.named(cmd, errUnwell))
}

// upperFirst begins a sentence with words of the program, which are in English.
func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (p *program) doctor(ctx context.Context, db *database, cmd *cli.Command) error {
	cfg, err := config.Load(p.getenv)
	if err != nil {
		return err
	}
	a, err := p.appOn(db)
	if err != nil {
		return err
	}
	report, err := a.Doctor(ctx, domain.Clock())
	if err != nil {
		return err
	}
	if cmd.Bool("recount") && report.OK() {
		counted, err := a.Recount(ctx, domain.Clock())
		if err != nil {
			return err
		}
		report.Checks = append(report.Checks, counted.Checks...)
	}
	report.Add(checkAddress(cfg))
	report.Add(checkSender(cfg))
	report.Add(checkDisk(cfg.DataDir))
	if err := p.printReport(cmd, report); err != nil || report.OK() {
		return err
	}
	return errUnwell
}

func (p *program) printReport(cmd *cli.Command, report app.Report) error {
	if cmd.Bool("json") {
		return p.printJSON(struct {
			OK bool `json:"ok"`
			app.Report
		}{report.OK(), report})
	}
	for _, c := range report.Checks {
		state := "well "
		if !c.OK {
			state = "WRONG"
		}
		if _, err := fmt.Fprintf(p.out, "%s  %s: %s\n", state, c.Name, c.Words); err != nil {
			return err
		}
	}
	return nil
}

// checkAddress tells whether people can open what stands in messages and on leaflets. Where mail goes out, or nothing is being
// tried out, an address of this machine alone is of no use to anybody.
func checkAddress(cfg *config.Config) app.Check {
	at, err := url.Parse(cfg.URL)
	host := ""
	if err == nil {
		host = at.Hostname()
	}
	ip := net.ParseIP(host)
	if own := host == "" || host == "localhost" || ip.IsLoopback() || ip.IsUnspecified(); own && (cfg.Mail.Host != "" || !cfg.Dev) {
		return app.Check{Name: "address", Count: 1, Words: "Links in messages and on leaflets lead to " + cfg.URL + ", which opens on this machine only. Set WAYMARK_URL."}
	}
	return app.Check{Name: "address", OK: true, Words: "Links in messages and on leaflets lead to " + cfg.URL + "."}
}

// checkSender tells whether mail can leave the machine. While things are tried out it need not.
func checkSender(cfg *config.Config) app.Check {
	switch {
	case cfg.Mail.Host != "":
		return app.Check{Name: "mail server", OK: true, Words: "Mail goes out by " + cfg.Mail.Host + "."}
	case cfg.Dev:
		return app.Check{Name: "mail server", OK: true, Words: "None is set. Mail stays on this machine, as it should while you try things out."}
	}
	return app.Check{Name: "mail server", Count: 1, Words: "None is set, so mail reaches nobody. Set WAYMARK_SMTP."}
}

// checkDisk tells whether there is room for the data.
func checkDisk(dir string) app.Check {
	free, err := freeSpace(dir)
	switch {
	case err != nil:
		return app.Check{Name: "disk", Count: 1, Words: fmt.Sprintf("The data folder %s cannot be looked at (%v). Set WAYMARK_DATA.", dir, err)}
	case free < diskLeast:
		return app.Check{Name: "disk", Count: 1, Words: fmt.Sprintf("Only %d MB are free at %s. Make room.", free>>20, dir)}
	}
	return app.Check{Name: "disk", OK: true, Words: fmt.Sprintf("%d MB are free at %s.", free>>20, dir)}
}
