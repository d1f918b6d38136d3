package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"waymark/internal/config"
	"waymark/internal/devdb"
	"waymark/internal/postgres"
)

// databaseName is the database within a private PostgreSQL.
const databaseName = "waymark"

// database is an open database, and the private server behind it when this program started one.
type database struct {
	*postgres.DB               // with the rights of the application
	owner        *postgres.DB  // with those of whoever owns the tables: to change them, and to begin a demo anew
	private      *devdb.Server // nil: somebody else's server
}

// Close closes the connections and stops the private server.
func (d *database) Close() error {
	err := errors.Join(d.DB.Close(), d.owner.Close())
	if d.private != nil {
		err = errors.Join(err, d.private.Stop())
	}
	return err
}

// withLife returns a context that ends, with errDatabaseEnded as its cause, when the private server does. The returned
// function frees it, and must be called before Close.
func (d *database) withLife(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	if d.private != nil {
		go func() {
			select {
			case <-d.private.Done():
				cancel(errDatabaseEnded)
			case <-ctx.Done():
			}
		}()
	}
	return ctx, func() { cancel(nil) }
}

// openDatabase opens the database of the settings: DATABASE_URL's, else the one of a Waymark that runs on the same
// data folder, else one that it starts for as long as this program runs. Nothing is migrated.
func openDatabase(ctx context.Context, cfg *config.Config) (*database, error) {
	if dsn := cfg.DatabaseURL.Reveal(); dsn != "" {
		return connect(ctx, dsn, cmp.Or(cfg.OwnerURL.Reveal(), dsn), nil)
	}
	if owner, app, ok := devdb.Attach(cfg.DataDir, databaseName); ok {
		return connect(ctx, app, owner, nil)
	}
	return startDatabase(ctx, cfg, nil)
}

// startDatabase starts the private server. A data folder that is in use is an error that says by whom.
func startDatabase(ctx context.Context, cfg *config.Config, log io.Writer) (*database, error) {
	if err := cfg.MakeDataDir(); err != nil {
		return nil, err
	}
	server, err := devdb.Start(ctx, devdb.Options{DataDir: cfg.DataDir, Name: databaseName, AppRole: postgres.AppRole, Durable: true, Log: log})
	if err != nil {
		return nil, err
	}
	db, err := connect(ctx, server.AppDSN(databaseName), server.DSN(databaseName), server)
	if err != nil {
		return nil, errors.Join(err, server.Stop())
	}
	return db, nil
}

// connect opens a database by the application's login and by its owner's, which may be one. The application's role may be missing
// still: whoever brings the database up to date makes it.
func connect(ctx context.Context, app, owner string, private *devdb.Server) (*database, error) {
	db, err := postgres.Open(app)
	if err != nil {
		return nil, fmt.Errorf("the database cannot be opened: %w", err)
	}
	own, err := postgres.OpenOwner(owner)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the database cannot be opened: %w", err), db.Close())
	}
	if err := db.SQL.PingContext(ctx); err != nil && !postgres.RoleMissing(err) { // its own words: whoever types a command can mend it
		return nil, errors.Join(fmt.Errorf("the database does not answer: %w", err), db.Close(), own.Close())
	}
	return &database{DB: db, owner: own, private: private}, nil
}
