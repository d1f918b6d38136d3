package main

import (
	"log/slog"
	"time"

	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/config"
	"waymark/internal/notify"
	"waymark/internal/postgres"
)

// zoneName is where the people are. Opening hours, days and weeks are theirs.
const zoneName = "Europe/London"

// newApp makes the use cases on a database from the settings. sender is how mail leaves; demo says so on every message.
func newApp(cfg *config.Config, db *postgres.DB, sender notify.Sender, demo bool, log *slog.Logger) (*app.App, error) {
	secret, err := cfg.Secret()
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return nil, err
	}
	return app.New(db, app.Options{
		Secret: []byte(secret.Reveal()), BaseURL: cfg.URL, Zone: zone, Sender: sender, From: cfg.MailFrom.Address, Demo: demo,
		Log: log, Policy: escalation.DefaultPolicy(),
	}), nil
}
