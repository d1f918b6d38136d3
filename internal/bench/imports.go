package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// measureImport brings the map of Rutland into an empty database, with our import and with osm2pgsql, in turn.
func measureImport(ctx context.Context, b *bench) (err error) {
	// A copy: our import lists what is to be looked at in a file next to the one that it reads.
	file := filepath.Join(b.dir, "rutland.osm.pbf")
	extract, err := os.ReadFile(filepath.Join(b.data, "osm", "rutland.osm.pbf"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, extract, 0o644); err != nil {
		return err
	}
	c, err := startCluster(ctx, filepath.Join(b.dir, "import"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	if err := c.make(ctx, "waymark_empty", "template0"); err != nil {
		return err
	}
	osm2pgsql, err := mapDatabase(ctx, b, c)
	if err != nil {
		return err
	}
	var ours, theirs []round
	for n := range b.rounds + 1 { // the first warms up
		b.out.say("  import, round %d of %d", n, b.rounds)
		o, err := c.timed(ctx, "waymark_empty", b.waymark, "import", "streets", file, "--district", "Rutland")
		if err != nil {
			return err
		}
		t, err := c.timed(ctx, "map_empty", osm2pgsql, file)
		if err != nil {
			return err
		}
		if n > 0 {
			ours, theirs = append(ours, o), append(theirs, t)
		}
	}
	b.compare("import.rutland.osm2pgsql", ours, theirs, atMost(1), theirsOverOurs)
	return nil
}

// mapDatabase makes the empty database that osm2pgsql needs, one with PostGIS, and returns where osm2pgsql is.
func mapDatabase(ctx context.Context, b *bench, c *cluster) (osm2pgsql string, err error) {
	if osm2pgsql, err = find(ctx, b, "osm2pgsql", "osm2pgsql"); err != nil {
		return "", err
	}
	var known bool
	const query = `SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'postgis')`
	if err := c.one(ctx, "postgres", query, &known); err != nil {
		return "", err
	}
	if !known {
		var version string
		if err := c.one(ctx, "postgres", `SELECT current_setting('server_version_num')::int / 10000`, &version); err != nil {
			return "", err
		}
		if err := install(ctx, b, "postgresql-"+version+"-postgis-3"); err != nil {
			return "", err
		}
	}
	if err := c.make(ctx, "map_empty", "template0"); err != nil {
		return "", err
	}
	return osm2pgsql, c.do(ctx, "map_empty", "CREATE EXTENSION postgis")
}

// timed runs an import into a fresh copy of an empty database.
func (c *cluster) timed(ctx context.Context, empty, program string, args ...string) (r round, err error) {
	const database = "filled"
	if err := c.make(ctx, database, empty); err != nil {
		return r, err
	}
	dir, err := os.MkdirTemp("", "waymark-import-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), c.env(database)...), "DATABASE_URL="+c.url(database), "WAYMARK_DATA="+dir)
	before, err := cpuOf(c.PID())
	if err != nil {
		return r, err
	}
	began := time.Now()
	if _, err := output(ctx, cmd); err != nil {
		return r, err
	}
	r.n, r.took = 1, time.Since(began)
	after, err := cpuOf(c.PID())
	r.seconds = (after - before + cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return r, err
}
