package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/notify"
	"waymark/internal/postgres"
)

const (
	benchServices = 10_000
	searchMS      = 50 // the 99th percentile of a search, all of it
	searchTimes   = 40 // each kind of search in a round
)

// manyServices fills the directory of a district: names of three words out of thirty, each in an eighth of them, a few sentences, places, days and prices.
const manyServices = `
	INSERT INTO themes (district_id, code, name) VALUES (1, 'company', 'Company and groups'), (1, 'active', 'Getting active and outdoors');
	INSERT INTO organizations (district_id, name, name_key) SELECT 1, 'Organisation ' || n, 'organisation ' || n FROM generate_series(1, 2000) n;
	INSERT INTO services (district_id, organization_id, town_id, name, name_key, description, created_at, changed_at, search_title, search_body, search_shelf)
	SELECT 1, 1 + n % 2000, t.id, w.title || ' ' || n, w.title || ' ' || n, w.body, now(), now(), w.title || ' organisation', w.body,
		CASE WHEN n % 2 = 0 THEN 'company groups lonely friends social club chat coffee' ELSE 'getting active outdoors exercise walking sport fitness' END
	FROM generate_series(1, 10000) n
	CROSS JOIN (SELECT min(id) AS id FROM towns) t
	CROSS JOIN LATERAL (
		SELECT string_agg(word, ' ') FILTER (WHERE i <= 3) AS title, string_agg(word, ' ') AS body
		FROM (
			SELECT i, (ARRAY['yoga','choir','walking','gardening','lunch','balance','class','debt','advice','computer','toddler','carers','memory','football',
				'swimming','knitting','repair','library','music','painting','cooking','dancing','reading','language','history','wildlife','fishing','cycling',
				'bereavement','dementia'])[1 + abs(hashint4(n * 31 + i)) % 30] || CASE WHEN i > 4 THEN (abs(hashint4(n * 7 + i)) % 3000)::text ELSE '' END AS word
			FROM generate_series(1, 30) i) many
		WHERE word IS NOT NULL) w;
	INSERT INTO service_themes SELECT 1, s.id, h.id FROM services s JOIN themes h ON (h.code = 'company') = (s.id % 2 = 0);
	INSERT INTO schedules (district_id, service_id, weekday, opens) SELECT 1, id, 1 + id % 7, 600 FROM services;
	INSERT INTO cost_options (district_id, service_id, position, pence) SELECT 1, id, 1, 100 * (id % 3) FROM services;
	INSERT INTO directory_words SELECT DISTINCT 1, word FROM services, regexp_split_to_table(search_title || ' ' || search_body, ' ') word WHERE word <> '' ON CONFLICT DO NOTHING;
	INSERT INTO synonyms (district_id, said, means) VALUES (1, 'falls', 'balance class'), (1, 'singing', 'choir')`

// searches are the kinds of search that are measured: a word, a slip, a synonym, several words, what is not there, and shelves.
var searches = []app.ServiceFilter{
	{Query: "choir"}, {Query: "gardning clas"}, {Query: "falls"}, {Query: "yoga walking"}, {Query: "zither quartet"}, {Theme: "active", Free: true, Weekday: 2}, {},
	{Query: "computer", Theme: "company"},
}

// measureDirectory measures how long a search takes among ten thousand services, as the page asks for it: a window, its count, and what
// hangs on each.
func measureDirectory(ctx context.Context, b *bench) (err error) {
	c, err := startCluster(ctx, b.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	b.out.say("  making %d services ...", benchServices)
	const name = "directory"
	if err := c.world(ctx, name, 1000); err != nil {
		return err
	}
	for _, q := range []string{manyServices, "VACUUM ANALYZE"} {
		if err := c.do(ctx, name, q); err != nil {
			return err
		}
	}
	db, err := postgres.Open(c.DSN(name))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	a := useCases(db)
	var slowest []float64
	for n := range b.rounds + 1 {
		b.out.say("  directory, round %d of %d", n, b.rounds)
		took, err := searchAll(ctx, a)
		if err != nil {
			return err
		}
		if n > 0 {
			slowest = append(slowest, took)
		}
	}
	b.out.add(measured("directory.search.p99", "ms", atMost(searchMS), slowest))
	return nil
}

// useCases are the use cases on a database, in this process. Nothing is sent or logged.
func useCases(db *postgres.DB) *app.App {
	return app.New(db, app.Options{Secret: make([]byte, 32), BaseURL: "https://help.example.org", Zone: time.UTC, Sender: notify.NewBox(1), From: "help@example.org",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Policy: escalation.DefaultPolicy()})
}

// searchAll asks each kind of search many times, and returns the 99th percentile in milliseconds.
func searchAll(ctx context.Context, a *app.App) (float64, error) {
	var took []float64
	for range searchTimes {
		for _, f := range searches {
			began := time.Now()
			found, _, err := a.FindServices(ctx, domain.Public(), f, app.Page{First: 25})
			took = append(took, float64(time.Since(began).Microseconds())/1000)
			if err != nil {
				return 0, err
			}
			if len(found) == 0 && f.Query != "zither quartet" {
				return 0, fmt.Errorf("nothing is found of %+v", f)
			}
		}
	}
	slices.Sort(took)
	return took[len(took)*99/100], nil
}
