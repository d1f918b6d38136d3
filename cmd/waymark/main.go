// Command waymark is the whole of Waymark: the server, and the tools of those who run it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/urfave/cli/v3"

	"waymark/domain"
)

// What the program tells the shell when it ends.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// gcPercent is how much the heap may grow between two collections of garbage, unless GOGC says otherwise. What is live is little beside
// what answers leave behind, so that memory is cheaper here than collecting more often.
const gcPercent = 400

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends at once
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	p := &program{getenv: os.Getenv, out: os.Stdout, err: os.Stderr}
	os.Exit(p.run(ctx, os.Args))
}

// program is what the commands know of the outside.
type program struct {
	getenv   func(string) string
	out, err io.Writer
}

// usageError is a command that was typed wrongly.
type usageError struct {
	command string // as typed so far: "waymark migrate"
	message string
}

func (e *usageError) Error() string { return e.message }

func wrongUsage(cmd *cli.Command, format string, args ...any) error {
	return &usageError{command: cmd.FullName(), message: fmt.Sprintf(format, args...)}
}

func (p *program) run(ctx context.Context, args []string) int {
	err := p.root().Run(ctx, args)
	var usage *usageError
	var coded cli.ExitCoder // what the library itself refuses, such as help about a command that is not there
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintf(p.err, "waymark: %s\nSee: %s --help\n", usage.message, usage.command)
		return exitUsage
	case errors.As(err, &coded):
		fmt.Fprintf(p.err, "waymark: %v\nSee: waymark --help\n", err)
		return exitUsage
	}
	fmt.Fprintln(p.err, signed(inWords(err)))
	return exitFailed
}

// signed says who speaks, once: what a command says of itself begins with its name.
func signed(words string) string {
	if strings.HasPrefix(words, "waymark ") || strings.HasPrefix(words, "waymark: ") {
		return words
	}
	return "waymark: " + words
}

// inWords is an error as a person reads it: the sentences that are meant for people where there are any, else all that is known.
func inWords(err error) string {
	var several domain.Errors
	var one *domain.Error
	switch {
	case errors.Is(err, errDatabaseEnded):
		return errDatabaseEnded.Error()
	case errors.As(err, &several):
		return several.Error()
	case errors.As(err, &one):
		return one.Error()
	}
	return err.Error()
}

func (p *program) root() *cli.Command {
	root := &cli.Command{
		Name:  "waymark",
		Usage: "helps a town look after itself",
		Description: `Waymark is set up by the environment:

WAYMARK_ADDR       where to listen (127.0.0.1:8420, or the next free port)
WAYMARK_URL        how people reach the pages (http:// and the address)
WAYMARK_DATA       the data folder (.waymark)
WAYMARK_SECRET     what links are signed with (made once, kept in the data folder)
DATABASE_URL       a PostgreSQL database (one of its own, in the data folder)
WAYMARK_OWNER_URL  the login that owns the tables, when DATABASE_URL names one that may not change them
WAYMARK_SMTP       the mail server, smtp://user:password@host:port (mail stays here)
WAYMARK_MAIL_FROM  whom messages come from
WAYMARK_DEV        true shows the tools for trying things out (true without DATABASE_URL)
WAYMARK_DEMO       false leaves an empty database of its own empty, instead of making a made-up district
WAYMARK_TRY        true lets people try their own list of streets also where a town is at work
WAYMARK_MAP_TILES  pictures to lay under the map, https://host/{z}/{x}/{y}.png (none, and nothing foreign is fetched)
WAYMARK_MAP_ATTRIBUTION  whom to name under the map
WAYMARK_BEHIND_PROXY  true when your own proxy says in X-Forwarded-For where people come from

It ends with 0 when all went well, 1 when something failed, 2 when it was typed wrongly.`,
		Commands: []*cli.Command{p.serveCommand(), p.migrateCommand(), p.importCommand(), p.exportCommand(), p.reportCommand(), matchCommand(), simulateCommand(), p.demoCommand(), p.linkCommand(), p.doctorCommand(), p.versionCommand()},
	}
	root.Writer, root.ErrWriter = p.out, p.err
	root.ExitErrHandler = func(context.Context, *cli.Command, error) {} // run decides
	refuse(root)
	return root
}

// refuse makes a command and all below it answer wrong use with a usageError: a flag that is not there, a command that
// is not there, and arguments where ArgsUsage speaks of none.
func refuse(cmd *cli.Command) {
	cmd.OnUsageError = func(_ context.Context, cmd *cli.Command, err error, _ bool) error {
		words, _, _ := strings.Cut(err.Error(), ": strconv.") // what follows is for programmers
		return wrongUsage(cmd, "%s", words)
	}
	var names []string
	for _, sub := range cmd.Commands {
		refuse(sub)
		names = append(names, sub.Name)
	}
	act := cmd.Action
	cmd.Action = func(ctx context.Context, cmd *cli.Command) error {
		switch {
		case act == nil && cmd.Args().Present():
			return wrongUsage(cmd, "there is no command %q; there is %s", cmd.Args().First(), strings.Join(names, ", "))
		case act == nil:
			return wrongUsage(cmd, "which command? There is %s", strings.Join(names, ", "))
		case cmd.ArgsUsage == "" && cmd.Args().Present():
			return wrongUsage(cmd, "%s takes no argument, and %q was given", cmd.Name, cmd.Args().First())
		}
		return act(ctx, cmd)
	}
}
