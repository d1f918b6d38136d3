package graph

import (
	"context"

	"waymark/domain"
	"waymark/graph/model"
	"waymark/graph/scalar"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// node finds one thing by its global id, by the same use case that shows it.
func (r *resolver) node(ctx context.Context, id string) (model.Node, error) {
	actor := auth.FromContext(ctx)
	kind, number, _ := scalar.Split(id)
	switch kind {
	case "District":
		all, err := r.app.Districts(ctx, actor)
		return among(all, err, func(d domain.District) bool { return int64(d.ID) == number })
	case "Town":
		all, err := r.app.Towns(ctx, actor, 0)
		return among(all, err, func(t domain.Town) bool { return int64(t.ID) == number })
	case "Street":
		v, err := r.app.Street(ctx, actor, scalar.Local[domain.StreetID](kind, id))
		return &v.Street, err
	case "Person":
		v, err := r.app.Person(ctx, actor, scalar.Local[domain.PersonID](kind, id))
		return personLine(&v), err
	case "Request":
		v, err := r.app.Request(ctx, actor, scalar.Local[domain.RequestID](kind, id))
		return requestLine(&v), err
	}
	return nil, notFound()
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
	}
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
