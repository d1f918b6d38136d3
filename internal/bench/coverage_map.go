package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// mapKB is how many kB (1,000 bytes) the map of a district may have as it is sent.
const mapKB = 300

// manyLines draws each street with a dozen corners.
const manyLines = `
	UPDATE streets s
	SET lines = (
		SELECT jsonb_build_array(jsonb_agg(jsonb_build_array(round((s.lon + k * 0.0003)::numeric, 6), round((s.lat + sin(k * (s.id % 7 + 1) / 9.0) * 0.0006)::numeric, 6)) ORDER BY k))
		FROM generate_series(0, 11) k)`

// measureMap weighs what a map of a whole district fetches: its page, all its streets seen from afar, and the ground of its sections.
func measureMap(ctx context.Context, b *bench) (err error) {
	c, err := startCluster(ctx, b.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	b.out.say("  drawing %d streets ...", coveredStreets)
	p := &pages{api: api{b: b, cluster: c}}
	if err := c.world(ctx, served, coveredPeople); err != nil {
		return err
	}
	for _, q := range []string{fmt.Sprintf(manyStreets, coveredStreets), manyLines, "VACUUM ANALYZE"} {
		if err := c.do(ctx, served, q); err != nil {
			return err
		}
	}
	server, err := p.startWaymark(ctx, served)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	p.host = strings.TrimSuffix(p.ours.url, "/graphql")
	return p.weighMap(ctx)
}

func (p *pages) weighMap(ctx context.Context) error {
	const streets = "/geo/streets?town=0&detail=far"
	text, err := p.get(ctx, http.DefaultClient, streets, "")
	if err != nil {
		return err
	}
	if n := strings.Count(string(text), `"type":"Feature"`); n != coveredStreets {
		return fmt.Errorf("the map has %d streets of %d", n, coveredStreets)
	}
	weight := 0.0
	for _, path := range []string{"/map?town=0", streets, "/geo/sections?town=0"} {
		sent, err := p.get(ctx, http.DefaultClient, path, "gzip")
		if err != nil {
			return err
		}
		p.b.out.say("  %s has %d bytes", path, len(sent))
		weight += float64(len(sent)) / 1000
	}
	p.b.out.add(measured("coverage.map.weight", "kB", atMost(mapKB), []float64{weight}))
	return nil
}
