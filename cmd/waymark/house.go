package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"waymark/graph"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/config"
	"waymark/internal/notify"
	"waymark/internal/postgres"
	"waymark/scheduler"
	"waymark/web"
)

// boxed is how many messages are kept for /dev/mail.
const boxed = 1000

// house is everything that serves: the use cases, the pages and the clock.
type house struct {
	cfg   *config.Config
	zone  *time.Location
	db    *database
	app   *app.App
	box   *notify.Box // nil: mail goes out by SMTP
	demo  bool
	pages http.Handler
	log   *slog.Logger

	streams    context.Context // of those who are told as it happens: they would keep the server from stopping
	endStreams context.CancelFunc
}

// build makes the house on a migrated database. An empty private database becomes a demo; one that DATABASE_URL names never does
// by itself.
func build(ctx context.Context, cfg *config.Config, db *database, log *slog.Logger, progress io.Writer) (*house, error) {
	h := &house{cfg: cfg, db: db, log: log}
	h.streams, h.endStreams = context.WithCancel(context.WithoutCancel(ctx))
	var err error
	if h.zone, err = time.LoadLocation(zoneName); err != nil {
		return nil, err
	}
	if err = h.furnish(ctx, progress); err != nil {
		return nil, err
	}
	sender, err := h.sender()
	if err != nil {
		return nil, err
	}
	if h.app, err = newApp(cfg, db.DB, sender, h.demo, h.log); err != nil {
		return nil, err
	}
	h.pages, err = h.routes()
	return h, err
}

// sender is how mail leaves: by SMTP where a server is named, else, and always in a demo, it stays in a box on this machine. A
// demo's box outlives the program. Real people's does not: what is in it must be forgotten in time.
func (h *house) sender() (sender notify.Sender, err error) {
	switch {
	case h.demo:
		if err := h.cfg.MakeDataDir(); err != nil {
			return nil, err
		}
		h.box, err = notify.NewBoxIn(mailDir(h.cfg), boxed)
		return h.box, err
	case h.cfg.Mail.Host == "":
		h.box = notify.NewBox(boxed)
		return h.box, nil
	}
	m := h.cfg.Mail
	u := url.URL{Scheme: "smtp", Host: m.Host + ":" + strconv.Itoa(m.Port)}
	if m.ImplicitTLS {
		u.Scheme = "smtps"
	}
	if m.User != "" {
		u.User = url.UserPassword(m.User, m.Password.Reveal())
	}
	return notify.NewSMTP(u.String(), notify.SMTPOptions{})
}

// routes puts the ways in beside each other.
func (h *house) routes() (http.Handler, error) {
	options := web.Options{Log: h.log, Zone: h.zone, Dev: h.cfg.Dev, BaseURL: h.cfg.URL, BehindProxy: h.cfg.BehindProxy, Try: h.cfg.Try,
		Tiles: web.MapTiles{URL: h.cfg.MapTiles, Attribution: h.cfg.MapCredit}, Live: web.Live{Until: h.streams}}
	if h.box != nil && h.cfg.Dev {
		options.Mail = h.mail
	}
	pages, err := web.New(h.app, options)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", health(h.db.Ping))
	api := graph.NewHandler(h.app, graph.Options{Dev: h.cfg.Dev, Log: h.log, Streams: graph.Streams{Until: h.streams}})
	who := []auth.Option{auth.At(h.cfg.URL), auth.Failing(graph.Fail)}
	if h.cfg.BehindProxy {
		who = append(who, auth.BehindProxy())
	}
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(graph.Foreign())
	mux.Handle("/graphql", guard.Handler(auth.Middleware(h.app, who...)(api)))
	mux.Handle("/", pages)
	return mux, nil
}

// mail is what would have been mailed, newest first.
func (h *house) mail() []web.DevMail {
	var out []web.DevMail
	for _, k := range h.box.List() {
		m := web.DevMail{Number: k.Number, To: k.Message.To.Address, Subject: k.Message.Subject, Text: k.Message.Text, HTML: k.Message.HTML}
		for _, l := range k.Links() {
			m.Links = append(m.Links, web.Link{Text: l.Text, Href: l.URL})
		}
		out = append(out, m)
	}
	return out
}

// open starts the clock and serves the pages until ctx ends.
func (h *house) open(ctx context.Context, ln net.Listener) (err error) {
	clock, err := h.startClock(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, clock()) }()
	srv := newServer(h.pages, h.log)
	srv.RegisterOnShutdown(h.endStreams)
	return serveUntil(ctx, srv, ln, shutdownPatience)
}

// startClock starts the scheduler, and in a demo its people. The function that it returns stops them.
func (h *house) startClock(ctx context.Context) (stop func() error, err error) {
	leader := postgres.NewLeader(h.db.DB)
	clock, err := scheduler.Start(ctx, h.app, scheduler.Options{Elector: leader, Log: h.log})
	if err != nil {
		return nil, err
	}
	people := h.startPeople(ctx)
	return func() error {
		people()
		return errors.Join(clock.Stop(), leader.Close())
	}, nil
}
