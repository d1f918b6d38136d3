package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/graph"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/notify"
	"waymark/internal/postgres"
)

// deed is one thing that people do, as the body of a mutation for each time that it is done.
type deed struct {
	name string
	body func(n int) []byte // of the n-th time, from 1
	done string             // counts how often it was done
	a    int                // how often in a round
}

var deeds = []deed{
	{
		name: "raise", a: 200,
		body: func(n int) []byte {
			return mutation(`mutation ($input: RaiseRequestInput!) { raiseRequest(input: $input) { reference statusToken } }`, map[string]any{
				"firstName": "Nell", "lastName": "Measured", "email": fmt.Sprintf("nell%d@example.org", n), "address": fmt.Sprint(n%90 + 1),
				"streetId": id("Street", n%1000+1), "needId": id("Need", n%5+1), "cameBy": "PHONE", "agreedShare": true,
				"notes": "A hand would be welcome.", "idempotencyKey": fmt.Sprintf("measured-%d", n),
			})
		},
		done: fmt.Sprintf(`SELECT count(*) - %d FROM requests`, people),
	},
	{
		name: "answer", a: 100,
		body: func(n int) []byte {
			claim := domain.Claim{
				Purpose: domain.ForInvitation, DistrictID: 1, PersonID: domain.PersonID(n + 1), ID: int64(n),
				Expires: time.Now().Add(24 * time.Hour),
			}
			return mutation(`mutation ($input: AnswerInvitationInput!) { answerInvitation(input: $input) { yes visitToken words } }`,
				map[string]any{"token": domain.Seal([]byte(secret), claim), "answer": "YES"})
		},
		done: `SELECT count(*) FROM invitations WHERE state = 'accepted'`,
	},
}

// id is the id by which the API knows a row.
func id(kind string, n int) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s:%d", kind, n))
}

func mutation(text string, input map[string]any) []byte {
	body, err := json.Marshal(map[string]any{"query": text, "variables": map[string]any{"input": input}})
	if err != nil {
		return nil // a map of texts can always be written
	}
	return body
}

// bodies are those of one round.
func (d deed) bodies(round int) (out [][]byte) {
	for n := range d.a {
		out = append(out, d.body(round*d.a+n+1))
	}
	return out
}

// slowest is what 99 of 100 answers to somebody who did something must not exceed, in milliseconds.
const slowest = 100

// measureDeed measures a deed against pgbench with the same statements, one client each, in turn: ours through the server,
// pgbench's on a fresh copy of the district from which the statements were taken, where they make the same rows again.
func (a *api) measureDeed(ctx context.Context, d deed) error {
	script, err := a.capture(ctx, d)
	if err != nil {
		return err
	}
	var ours, bare []round
	for n := range a.b.rounds + 1 {
		a.b.out.say("  %s, round %d of %d", d.name, n, a.b.rounds)
		o, err := a.ours.send(ctx, d.bodies(n))
		if err != nil {
			return err
		}
		if err := a.quiet(ctx); err != nil {
			return err
		}
		p, err := a.replay(ctx, d, script)
		if err != nil {
			return err
		}
		if n > 0 {
			ours, bare = append(ours, o), append(bare, p)
		}
	}
	a.b.compare("api."+d.name+".pgbench", ours, bare, atMost(4), theirsOverOurs)
	var slow []float64
	for _, r := range ours {
		slow = append(slow, milliseconds(percentile(r.waited, 99)))
	}
	f := measured("api."+d.name+".p99", "ms", atMost(slowest), slow)
	f.Ours = sideOf(ours)
	a.b.out.add(f)
	return nil
}

// replay sends the statements of a round to a fresh copy of the district, and makes sure that they did what they did before.
func (a *api) replay(ctx context.Context, d deed, script string) (round, error) {
	const copied = "replayed"
	if err := a.cluster.make(ctx, copied, pristine); err != nil {
		return round{}, err
	}
	// Its own time is left out: most of that goes into reading so long a script.
	r, _, err := a.pgbench(ctx, copied, script, "-M", "simple", "-c", "1", "-t", "1")
	if err != nil {
		return r, err
	}
	// pgbench takes the whole script for one transaction: how long each deed took is not known.
	r.n, r.waited = d.a, nil
	return r, a.check(ctx, d, copied)
}

// check makes sure that one round was done in a database, and nothing else.
func (a *api) check(ctx context.Context, d deed, database string) error {
	var n int
	if err := a.cluster.one(ctx, database, d.done, &n); err != nil {
		return err
	}
	if n != d.a {
		return fmt.Errorf("%s was done %d times in %s, instead of %d", d.name, n, database, d.a)
	}
	return nil
}

// quiet waits until the post has sent what was written, so that it does not run while others are measured.
func (a *api) quiet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerPatience)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		var waiting int
		err := a.cluster.one(ctx, served, `SELECT count(*) FROM outbox WHERE state IN ('queued', 'claimed') AND due_at <= now()`, &waiting)
		if err != nil || waiting == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d messages are not sent: %w", waiting, ctx.Err())
		case <-tick.C:
		}
	}
}

// capture does one round in this process, on a copy of the district whose server writes down every statement, and returns
// these as a script. There is no clock in this process, so the statements are those of the deed alone.
func (a *api) capture(ctx context.Context, d deed) (script string, err error) {
	const copied = "captured"
	if err := a.cluster.make(ctx, copied, pristine); err != nil {
		return "", err
	}
	if _, err := a.cluster.admin.SQL.ExecContext(ctx, "ALTER DATABASE "+copied+" SET log_statement = 'all'"); err != nil {
		return "", err
	}
	db, err := postgres.Open(a.cluster.DSN(copied))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	handler, err := inProcess(db)
	if err != nil {
		return "", err
	}
	a.cluster.log.begin()
	for _, body := range d.bodies(0) {
		if err := serve(ctx, handler, body); err != nil {
			return "", err
		}
	}
	if _, err := db.SQL.ExecContext(ctx, "SELECT 'the end of the deeds'"); err != nil {
		return "", err
	}
	log, err := a.cluster.log.until(ctx, "SELECT 'the end of the deeds'")
	if err != nil {
		return "", err
	}
	all := statements(log)
	a.b.out.say("  %s takes %.1f statements", d.name, float64(len(all))/float64(d.a))
	script = filepath.Join(a.b.dir, d.name+".sql")
	return script, errors.Join(a.check(ctx, d, copied), os.WriteFile(script, []byte(strings.Join(all, ";\n")+";\n"), 0o644))
}

// inProcess is the API on a database, without the clock.
func inProcess(db *postgres.DB) (http.Handler, error) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, err
	}
	const url = "http://127.0.0.1"
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	a := app.New(db, app.Options{
		Secret: []byte(secret), BaseURL: url, Zone: zone, Sender: notify.NewBox(1), From: "waymark@localhost", Log: log,
		Policy: escalation.DefaultPolicy(),
	})
	return auth.Middleware(a, auth.At(url))(graph.NewHandler(a, graph.Options{Log: log})), nil
}

// serve lets a handler answer one body.
func serve(ctx context.Context, h http.Handler, body []byte) error {
	req := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(string(body)))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, req)
	if text := answer.Body.String(); answer.Code != http.StatusOK || strings.Contains(text, `"errors":`) {
		return fmt.Errorf("the API answered %d: %s", answer.Code, text)
	}
	return nil
}
