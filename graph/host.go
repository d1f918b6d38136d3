package graph

import (
	"context"
	"time"

	"waymark/domain"
	"waymark/graph/model"
	"waymark/internal/auth"
)

// hosts answers who hosts a session after a change.
func (r *resolver) hosts(ctx context.Context, id domain.GatheringID, err error) (*model.HostsPayload, error) {
	if err != nil {
		return nil, err
	}
	v, err := r.app.GatheringHosts(ctx, auth.FromContext(ctx), id)
	return &model.HostsPayload{Hosts: v.Hosts}, err
}

// turn answers how a date stands after a change.
func (r *resolver) turn(ctx context.Context, id domain.GatheringID, day time.Time, err error) (*model.TurnPayload, error) {
	if err != nil {
		return nil, err
	}
	v, err := r.app.WhoCouldHost(ctx, auth.FromContext(ctx), id, day)
	return &model.TurnPayload{Turn: &v.Turn}, err
}

// hosting does something as whoever holds a link or is signed in, and answers with their dates.
func (r *resolver) hosting(ctx context.Context, token *string, do func(domain.Actor) error) (*model.HostingPayload, error) {
	actor, err := r.holder(ctx, token)
	if err != nil {
		return nil, err
	}
	if err := do(actor); err != nil {
		return nil, err
	}
	v, err := r.app.MyHosting(ctx, actor)
	return &model.HostingPayload{Hosting: &v}, err
}
