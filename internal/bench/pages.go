package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"waymark/web/browsertest"
)

// publicPages are those that anybody may open.
var publicPages = []string{"/", "/ask", "/sign-in", "/worried", "/privacy"}

// staffPage is a page whose speed is measured.
type staffPage struct {
	name, path string
	goal       goal // of what 99 of 100 answers do not exceed, in ms
}

// staffPages are measured in a district of 100,000 people, with 430 surnames, and 10,000 open requests.
var staffPages = []staffPage{
	{"desk", "/desk", atMost(50)},
	{"builder", "/builder", atMost(50)},
	{"meeting", "/meeting", atMost(50)},
	{"cases", "/cases", atMost(50)},
	{"search.find", "/find?q=Nora+Kirc", atMost(100)}, // asks, people and streets at once, with a slip
	{"search.people", "/people?q=Nora+Kirk", atMost(100)},
	{"search.asks", "/requests?q=Nora+Kirk", atMost(100)},
	{"search.streets", "/streets?q=Stret+77", atMost(100)},
	{"search.slip.find", "/find?q=Nroa+Kirkyb", atMost(100)}, // no part of a name looks like either word
	{"search.slip.people", "/people?q=Nroa", atMost(100)},
	{"search.slip.asks", "/requests?q=Nroa+Kirkyb", atMost(100)},
}

// othersHere are the people of the district beside the volunteers and those who ask, which makes 100,000.
const othersHere = 100_000 - 2*people

// opened is how often a page is opened in a round.
const opened = 100

// pages is the part that measures pages: their weight, their first paint over a slow connection, the server's time.
type pages struct {
	api
	host string
}

func measurePages(ctx context.Context, b *bench) (err error) {
	c, err := startCluster(ctx, b.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	b.out.say("  making a district of 100000 people and %d open requests ...", people)
	if err := c.world(ctx, served, people); err != nil {
		return err
	}
	for _, q := range []string{fmt.Sprintf(othersSQL, othersHere), daySQL} {
		if err := c.do(ctx, served, q); err != nil {
			return err
		}
	}
	p := &pages{api: api{b: b, cluster: c}}
	server, err := p.startWaymark(ctx, served)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	p.host = strings.TrimSuffix(p.ours.url, "/graphql")
	for _, measure := range []func(context.Context) error{p.measureWeight, p.measurePaint, p.measureStaff, p.measureDifferent} {
		if err := measure(ctx); err != nil {
			b.out.add(failed("pages", err))
		}
	}
	return nil
}

// othersSQL makes people who neither help nor ask, like those who do.
const othersSQL = `
	INSERT INTO persons (district_id, first_name, last_name, phone, address, town_id, street_id, notice_version, how_told, agreed_share, created_at)
	SELECT 1, p.first_name, p.last_name, '+441633' || lpad(i::text, 6, '0'), p.address, p.town_id, p.street_id, '1', 'phone', true, p.created_at
	FROM generate_series(1, %d) i
	JOIN persons p ON p.id = i %% 20000 + 2;
	ANALYZE persons`

// daySQL is what a day leaves behind for those who build and who meet: asks for which nobody was found in the whole district, streets with
// somebody and streets without, actions of meetings before.
const daySQL = `
	UPDATE requests SET failed_at = now() - id * interval '1 minute', level = 3
	WHERE id % 20 = 3;
	INSERT INTO roles (district_id, person_id, kind, street_id, begins_on, ends_on)
	SELECT 1, 2 + s.id, k.kind, s.id, current_date - 90, CASE WHEN s.id % 10 = 1 THEN current_date - s.id::int % 60 END
	FROM streets s, (VALUES ('coordinator', 9), ('reserve', 5)) k (kind, of_ten)
	WHERE s.id % 10 < k.of_ten;
	INSERT INTO meetings (district_id, held_on, began_at, began_by, since, asked, helped, waiting, not_found, vacant)
	SELECT 1, current_date - i, now() - i * interval '1 day', 1, now() - (i + 1) * interval '1 day', 40, 30, 20, 10, 100
	FROM generate_series(1, 60) i;
	INSERT INTO meeting_actions (district_id, said_on, said_at, said_by, words, owner_id, due_on, request_id, done_at, done_by)
	SELECT 1, current_date - i, now() - i * interval '1 day', 1, 'Ring the club about a driver', 1, current_date - i + 2, i,
		CASE WHEN i > 5 THEN now() - (i - 1) * interval '1 day' END, CASE WHEN i > 5 THEN 1 END
	FROM generate_series(1, 60) i;
	ANALYZE requests, roles, meetings, meeting_actions`

// parts are what a page loads.
var parted = regexp.MustCompile(`(?:src|href)="(/static/[^"]+)"`)

// measureWeight adds up what the heaviest page sends, compressed.
func (p *pages) measureWeight(ctx context.Context) error {
	var markup, all, staff float64
	for _, path := range publicPages {
		own, whole, err := p.weigh(ctx, path)
		if err != nil {
			return err
		}
		markup, all = max(markup, own), max(all, whole)
	}
	for _, s := range staffPages {
		_, whole, err := p.weigh(ctx, s.path)
		if err != nil {
			return err
		}
		staff = max(staff, whole)
	}
	p.b.out.add(measured("pages.public.html", "kB", atMost(14), []float64{markup}))
	p.b.out.add(measured("pages.public.weight", "kB", atMost(60), []float64{all}))
	p.b.out.add(measured("pages.staff.weight", "kB", atMost(60), []float64{staff}))
	return nil
}

// weigh returns how many kB (1,000 bytes) the markup of a page has as it is sent, and how many the page has with all that it loads.
func (p *pages) weigh(ctx context.Context, path string) (own, all float64, err error) {
	text, err := p.get(ctx, http.DefaultClient, path, "")
	if err != nil {
		return 0, 0, err
	}
	for _, name := range append([]string{path}, paths(text)...) {
		sent, err := p.get(ctx, http.DefaultClient, name, "gzip")
		if err != nil {
			return 0, 0, err
		}
		if name == path {
			own = float64(len(sent)) / 1000
		}
		all += float64(len(sent)) / 1000
	}
	return own, all, nil
}

// paths are the addresses of what a page loads.
func paths(text []byte) (out []string) {
	for _, found := range parted.FindAllSubmatch(text, -1) {
		out = append(out, string(found[1]))
	}
	return out
}

// get opens one address as whoever runs the district. What is asked for as coded is not decoded.
func (p *pages) get(ctx context.Context, client *http.Client, path, coded string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.host+path, nil)
	if err != nil {
		return nil, err
	}
	req.AddCookie(&http.Cookie{Name: "waymark", Value: token})
	req.Header.Set("Accept-Encoding", coded)
	answer, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answered %s: %s", path, answer.Status, text[:min(len(text), 300)])
	}
	return text, err
}

// measurePaint opens each public page on a phone with slow 3G; the slowest is held to the goal.
func (p *pages) measurePaint(ctx context.Context) error {
	var rounds []float64
	for round := range p.b.rounds {
		p.b.out.say("  first paint, round %d of %d", round+1, p.b.rounds)
		slowest := 0.0
		for n, path := range publicPages {
			took, err := browsertest.FirstPaint(ctx, filepath.Join(p.b.dir, fmt.Sprintf("chromium-%d-%d", round, n)), p.host+path)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			slowest = max(slowest, took.Seconds())
		}
		rounds = append(rounds, slowest)
	}
	p.b.out.add(measured("pages.public.paint", "s", atMost(2), rounds))
	return nil
}

// measureStaff measures the pages of staff.
func (p *pages) measureStaff(ctx context.Context) error { return p.measureSpeed(ctx, staffPages) }

// differentSQL gives everybody a surname of their own.
const differentSQL = `
	UPDATE persons SET last_name = initcap(left(translate(md5(id::text), '0123456789', 'ghijklmnop'), 8));
	ANALYZE persons`

// measureDifferent measures the search for a surname with two letters swapped where everybody is called differently.
func (p *pages) measureDifferent(ctx context.Context) error {
	for _, q := range []string{differentSQL, "VACUUM persons"} {
		if err := p.cluster.do(ctx, served, q); err != nil {
			return err
		}
	}
	var swapped string
	err := p.cluster.one(ctx, served, `
		SELECT left(last_name, 3) || substr(last_name, 5, 1) || substr(last_name, 4, 1) || substr(last_name, 6)
		FROM persons
		WHERE substr(last_name, 4, 1) <> substr(last_name, 5, 1)
		ORDER BY id DESC
		LIMIT 1`, &swapped)
	if err != nil {
		return err
	}
	return p.measureSpeed(ctx, []staffPage{
		{"search.different.find", "/find?q=" + swapped, atMost(100)},
		{"search.different.people", "/people?q=" + swapped, atMost(100)},
		{"search.different.asks", "/requests?q=" + swapped, atMost(100)},
	})
}

// measureSpeed opens each page one time after the other, as one person does.
func (p *pages) measureSpeed(ctx context.Context, all []staffPage) error {
	client := &http.Client{Transport: &http.Transport{}, Timeout: time.Minute}
	defer client.CloseIdleConnections()
	for _, s := range all {
		var rounds []float64
		for round := range p.b.rounds + 1 { // the first warms up
			var took []time.Duration
			for range opened {
				began := time.Now()
				if _, err := p.get(ctx, client, s.path, "gzip"); err != nil {
					return err
				}
				took = append(took, time.Since(began))
			}
			if round > 0 {
				rounds = append(rounds, milliseconds(percentile(took, 99)))
			}
		}
		p.b.out.add(measured("pages."+s.name+".p99", "ms", s.goal, rounds))
	}
	return nil
}
