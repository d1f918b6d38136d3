package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"waymark/domain"
	"waymark/internal/config"
	"waymark/internal/demo"
	"waymark/internal/notify"
)

// furnish fills an empty private database with the demo, and finds out whether this is one. A database that DATABASE_URL names is
// never filled by itself: nobody mails real people by accident.
func (h *house) furnish(ctx context.Context, progress io.Writer) error {
	a, err := newApp(h.cfg, h.db.DB, notify.NewBox(1), true, h.log)
	if err != nil {
		return err
	}
	if h.demo, err = a.Demo(ctx, domain.Clock()); err != nil {
		return err
	}
	// A demo without a district is one whose making was cut off: it is made again.
	districts, err := a.Districts(ctx, domain.Clock())
	if err != nil || len(districts) > 0 || h.cfg.DatabaseURL.Reveal() != "" || (!h.cfg.Demo && !h.demo) {
		return err
	}
	say := func(words string) { fmt.Fprintln(progress, words) }
	say("The database is empty. Making a made-up district to look around in …")
	h.demo = true
	// A demo begins with empty tables, and to empty them takes their owner.
	if a, err = newApp(h.cfg, h.db.owner, notify.NewBox(1), true, h.log); err != nil {
		return err
	}
	err = demo.Create(ctx, a, demo.Recipe{Seed: demo.DefaultSeed, Zone: h.zone, Say: say})
	return errors.Join(err, os.RemoveAll(mailDir(h.cfg)))
}

// mailDir is where a demo's mail is kept.
func mailDir(cfg *config.Config) string { return filepath.Join(cfg.DataDir, "mail") }

// startPeople lets the demo's people act. The function that it returns stops them.
func (h *house) startPeople(ctx context.Context) (stop func()) {
	if !h.demo {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := demo.Run(ctx, demo.Options{App: h.app, BaseURL: h.cfg.URL, Mail: h.demoMail, Log: h.log}); err != nil && ctx.Err() == nil {
			h.log.Error("the demo's people have stopped", "error", err)
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

// demoMail is what the demo's people find in their post.
func (h *house) demoMail() []demo.Mail {
	var out []demo.Mail
	for _, k := range h.box.List() {
		out = append(out, demo.Mail{ID: k.Number, To: k.Message.To.Address, Subject: k.Message.Subject, Text: k.Message.Text})
	}
	return out
}

// welcome prints a one-time sign-in link for each role of the demo. Where the tools for trying things out are hidden it prints none: whoever
// reads what the program prints would be let in, and the mail is not shown there.
func (h *house) welcome(ctx context.Context, out io.Writer) error {
	if !h.demo {
		return h.welcomeFirst(ctx, out)
	}
	if !h.cfg.Dev {
		_, err := fmt.Fprintf(out, "\nThe people here are made up. For a way in type: waymark link EMAIL\nAsk for help:  %s/ask\n", h.cfg.URL)
		return err
	}
	roles, err := demo.Roles(ctx, h.app)
	if err != nil {
		return err
	}
	last := ""
	fmt.Fprintln(out, "\nThe people here are made up. Each link signs you in once, within 15 minutes, as:")
	for _, r := range roles {
		link, err := h.app.MintSignInLink(ctx, domain.Clock(), r.Email)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  %-21s %-18s %s\n", r.Role.Plain(), r.Name, link)
		last = r.Email
	}
	_, err = fmt.Fprintf(out, "\nLater, sign in as any of them by their address, such as %[2]s: the mail stays here.\nSign in:       %[1]s/sign-in\nAsk for help:  %[1]s/ask\nThe mail:      %[1]s/dev/mail\n",
		h.cfg.URL, last)
	return err
}

// welcomeFirst prints where the first person of a real town begins, as long as nobody looks after a district. It opens to whoever has it,
// and to one person only.
func (h *house) welcomeFirst(ctx context.Context, out io.Writer) error {
	address, err := h.app.BeginAddress(ctx, domain.Clock())
	if err != nil || address == "" {
		return err
	}
	_, err = fmt.Fprintf(out, "\nNobody looks after a town here yet. Open this address to be the first, and keep it to yourself until then:\n  %s\n", address)
	return err
}
