package graph

import (
	"context"

	"waymark/domain"
	"waymark/graph/model"
	"waymark/graph/scalar"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// node finds one thing by its global id, by a use case of one or two statements.
func (r *resolver) node(ctx context.Context, id string) (model.Node, error) {
	actor := auth.FromContext(ctx)
	kind, number, ok := scalar.Split(id)
	if !ok {
		return nil, notFound()
	}
	switch kind {
	case "District":
		all, err := r.app.Districts(ctx, actor)
		return among(all, err, func(d domain.District) bool { return int64(d.ID) == number })
	case "Town":
		all, err := r.app.Towns(ctx, actor, 0)
		return among(all, err, func(t domain.Town) bool { return int64(t.ID) == number })
	case "Section":
		return found(r.app.Section(ctx, actor, domain.SectionID(number)))
	case "Street":
		return found(r.app.FindStreet(ctx, actor, domain.StreetID(number)))
	case "Need":
		return found(r.app.Need(ctx, actor, domain.NeedID(number)))
	case "Person":
		return found(r.app.PersonLine(ctx, actor, domain.PersonID(number)))
	case "Request":
		return found(r.app.RequestLine(ctx, actor, domain.RequestID(number)))
	case "Service":
		return found(r.app.Service(ctx, actor, domain.ServiceID(number)))
	case "Task":
		return found(r.app.TaskLine(ctx, actor, domain.TaskID(number)))
	}
	return nil, notFound()
}

// found hands on one thing as a Node.
func found[T any](v T, err error) (model.Node, error) {
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// notFound is what is said of an id that cannot be one of ours, in the words that are used of what is not there.
func notFound() error {
	return domain.Errorf(domain.NotFound, "", "We cannot find that. It may have been put away, or it may not be yours to see.")
}

// among finds one in a list that is short and public.
func among[T any](all []T, err error, is func(T) bool) (model.Node, error) {
	if err != nil {
		return nil, err
	}
	for i := range all {
		if is(all[i]) {
			return &all[i], nil
		}
	}
	return nil, notFound()
}

// personLine is a person as a list shows them, of what one view says.
func personLine(v *app.PersonView) *domain.PersonLine {
	return &domain.PersonLine{
		ID: v.ID, FirstName: v.FirstName, LastName: v.LastName, StreetID: v.StreetID, StreetName: v.StreetName,
		SectionName: v.SectionName, TownName: v.TownName, LeftAt: v.LeftAt,
	}
}

// requestLine is a request as a list shows it, of what one view says.
func requestLine(v *app.RequestView) *domain.RequestLine {
	return &domain.RequestLine{
		ID: v.ID, Reference: v.Reference, FirstName: v.FirstName, NeedName: v.NeedName, StreetName: v.StreetName,
		SectionName: v.SectionName, TownName: v.TownName, State: v.State, Urgency: v.Urgency, Level: v.Level, OwnerID: v.OwnerID,
		OwnerName: v.OwnerName, HelperName: helperName(v), RaisedAt: v.RaisedAt, UsefulUntil: v.UsefulUntil,
		NextAction: v.NextAction, NextActionAt: v.NextActionAt, FailedAt: v.FailedAt, HoldReason: v.HoldReason, VisitAt: v.VisitAt,
		DuplicateOf: v.DuplicateOf, Placed: v.Placed(), Approved: v.ApprovedAt != nil, Ending: v.Ending, ClosedAt: v.ClosedAt,
		LastEvent: lastEvent(v),
	}
}

// lastEvent is the newest step of a request; nil when there is none.
func lastEvent(v *app.RequestView) *domain.LastEvent {
	if len(v.Events) == 0 {
		return nil
	}
	return &domain.LastEvent{At: v.Events[0].At, Kind: v.Events[0].Kind}
}

// helperName is who goes, or else who was asked first of those who are asked now.
func helperName(v *app.RequestView) string {
	if v.HelperName != "" {
		return v.HelperName
	}
	for _, i := range v.Invitations {
		if i.State.Live() {
			return i.FirstName
		}
	}
	return ""
}

// changed answers what was done to a request.
func (r *resolver) changed(id domain.RequestID, err error) (*model.Changed, error) {
	if err != nil {
		return nil, err
	}
	return &model.Changed{App: r.app, ID: id}, nil
}

// person answers what was done about somebody.
func (r *resolver) person(id domain.PersonID, moved app.Moved, err error) (*model.PersonChanged, error) {
	if err != nil {
		return nil, err
	}
	return &model.PersonChanged{App: r.app, ID: id, Moved: &moved}, nil
}

// holder is whoever came by the link of a token, or without one whoever is signed in.
func (r *resolver) holder(ctx context.Context, token *string) (domain.Actor, error) {
	if token == nil {
		return auth.FromContext(ctx), nil
	}
	return auth.Bearer(ctx, r.app, *token)
}
