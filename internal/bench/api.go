package main

import (
	"context"
	"errors"
	"net/http"
)

// api is the part that measures the API on a district of 10,000 volunteers and as many open requests.
type api struct {
	b       *bench
	cluster *cluster
	ours    target
}

// The databases: a district that is copied, and a copy that is served.
const (
	pristine = "pristine"
	served   = "served"
)

func measureAPI(ctx context.Context, b *bench) (err error) {
	c, err := startCluster(ctx, b.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	a := &api{b: b, cluster: c}
	b.out.say("  making a district of %d volunteers and %d open requests ...", people, people)
	if err := c.world(ctx, pristine, people); err != nil {
		return err
	}
	if err := c.make(ctx, served, pristine); err != nil {
		return err
	}
	server, err := a.startWaymark(ctx, served)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	a.measureLists(ctx)
	for _, d := range deeds {
		if err := a.measureDeed(ctx, d); err != nil {
			b.out.add(failed("api."+d.name, err))
		}
	}
	return nil
}

// startWaymark serves a database as people do in production: the API asks whose session it is, and nobody may ask for the
// schema.
func (a *api) startWaymark(ctx context.Context, database string) (*process, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	p, err := launch(ctx, []string{
		"DATABASE_URL=" + a.cluster.url(database), "WAYMARK_ADDR=" + address, "WAYMARK_URL=http://" + address, "WAYMARK_SMTP=",
		"WAYMARK_DATA=" + a.b.dir + "/data", "WAYMARK_SECRET=" + secret, "WAYMARK_DEV=false", "WAYMARK_DEMO=false",
	}, a.b.waymark, "serve")
	if err != nil {
		return nil, err
	}
	a.ours = target{
		url: "http://" + address + "/graphql", pids: []int{p.pid(), a.cluster.PID()},
		head: http.Header{"Authorization": {"Bearer " + token}},
	}
	return p, p.answers(ctx, func() (*http.Request, error) {
		return http.NewRequest(http.MethodGet, "http://"+address+"/healthz", nil)
	})
}
