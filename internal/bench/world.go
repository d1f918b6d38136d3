package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	"waymark/internal/devdb"
	"waymark/internal/postgres"
)

// What the measured district is made of: see world.sql.
const (
	people = 10_000     // volunteers, and as many open requests
	token  = "measured" // of the session of whoever runs the district
	secret = "a secret that signs the links of a made-up district"
)

//go:embed world.sql
var worldSQL string

// cluster is a private PostgreSQL with one database after another on it.
type cluster struct {
	*devdb.Server
	admin *postgres.DB // on the database postgres, to make others
	log   *statementLog
}

// startCluster starts one below a folder, as careful with its data as a real one.
func startCluster(ctx context.Context, dir string) (*cluster, error) {
	log := &statementLog{}
	srv, err := devdb.Start(ctx, devdb.Options{DataDir: filepath.Join(dir, "cluster"), Durable: true, Log: log})
	if err != nil {
		return nil, err
	}
	admin, err := postgres.OpenOwner(srv.DSN("postgres"))
	if err != nil {
		return nil, errors.Join(err, srv.Stop())
	}
	return &cluster{Server: srv, admin: admin, log: log}, nil
}

func (c *cluster) close() error { return errors.Join(c.admin.Close(), c.Stop()) }

// make makes a database anew as a copy of another, to which nobody may be connected.
func (c *cluster) make(ctx context.Context, name, template string) error {
	for _, q := range []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name + " TEMPLATE " + template} {
		if _, err := c.admin.SQL.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// url is the address of a database, for programs.
func (c *cluster) url(name string) string {
	return "postgres://waymark@/" + name + "?" + url.Values{"host": {c.SocketDir}, "sslmode": {"disable"}}.Encode()
}

// world makes a migrated database with the measured district in it, and leaves it unused, so that it can be copied.
func (c *cluster) world(ctx context.Context, name string, size int) (err error) {
	if err := c.make(ctx, name, "template0"); err != nil {
		return err
	}
	db, err := postgres.OpenOwner(c.DSN(name) + " statement_timeout=0") // a district is one long message
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := postgres.Migrate(ctx, db); err != nil {
		return err
	}
	return fill(ctx, db, size)
}

// fill puts the measured district into an empty, migrated database.
func fill(ctx context.Context, db *postgres.DB, size int) error {
	for _, q := range []string{
		fmt.Sprintf("SET bench.people = %d;\n", size) + worldSQL, // together: settings are for one connection
		"VACUUM ANALYZE",
	} {
		if _, err := db.SQL.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("making the measured district: %w", err)
		}
	}
	return nil
}

// do runs a statement in a database, however long it takes.
func (c *cluster) do(ctx context.Context, database, statement string) (err error) {
	db, err := postgres.OpenOwner(c.DSN(database) + " statement_timeout=0")
	if err != nil {
		return err
	}
	_, err = db.SQL.ExecContext(ctx, statement)
	return errors.Join(err, db.Close())
}

// one reads a single value of a database.
func (c *cluster) one(ctx context.Context, database, query string, into any) (err error) {
	db, err := postgres.OpenOwner(c.DSN(database))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.SQL.QueryRowContext(ctx, query).Scan(into)
}

// env points programs of others at a database, with the settings that ours uses.
func (c *cluster) env(database string) []string {
	return []string{"PGHOST=" + c.SocketDir, "PGUSER=waymark", "PGDATABASE=" + database, "PGOPTIONS=-c timezone=UTC -c jit=off"}
}
