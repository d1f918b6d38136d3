package main

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// postgraphileConfig is what PostGraphile's documentation says for production, with every order allowed: ours is served by
// columns that stand first in no index.
const postgraphileConfig = `import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgService } from "postgraphile/adaptors/pg";

export default {
  extends: [PostGraphileAmberPreset],
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ["public"] })],
  grafast: { explain: false },
  grafserv: { graphiql: false, watch: false },
};
`

// startPostGraphile serves a database by PostGraphile.
func (a *api) startPostGraphile(ctx context.Context, database string) (target, *process, error) {
	tools, err := postgraphileTools(ctx, a.b)
	if err != nil {
		return target{}, nil, err
	}
	config := filepath.Join(filepath.Dir(filepath.Dir(filepath.Dir(filepath.Dir(tools.postgraphile)))), "graphile.config.mjs")
	if err := os.WriteFile(config, []byte(postgraphileConfig), 0o644); err != nil {
		return target{}, nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return target{}, nil, err
	}
	host, port, _ := strings.Cut(address, ":")
	p, err := launch(ctx, []string{"DATABASE_URL=" + a.cluster.url(database), "NODE_ENV=production", "GRAPHILE_ENV=production"},
		tools.node, tools.postgraphile, "-C", config, "-n", host, "-p", port)
	if err != nil {
		return target{}, nil, err
	}
	t := target{url: "http://" + address + "/graphql", head: http.Header{}, pids: []int{p.pid(), a.cluster.PID()}}
	return t, p, p.answers(ctx, func() (*http.Request, error) {
		req, err := http.NewRequest(http.MethodPost, t.url, strings.NewReader(`{"query":"{__typename}"}`))
		if err == nil {
			req.Header.Set("Content-Type", "application/json")
		}
		return req, err
	})
}
