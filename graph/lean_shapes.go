package graph

import (
	"waymark/domain"
	"waymark/graph/model"
	"waymark/graph/scalar"
)

// What follows is the part of the schema that lean knows: a line a field. A field that is not here is left to the generated code, with
// the whole list in which somebody asks for it.

const (
	must     = false // a value is always there
	optional = true  // or else null
)

// What lean writes.
var (
	leanRequests = within(&leanRequestConnection, must, itself[*model.RequestConnection])
	leanPeople   = within(&leanPersonConnection, must, itself[*model.PersonConnection])
	leanLines    = listOf(&leanRequest, itself[[]domain.RequestLine])
)

var leanRequestConnection = shape[model.RequestConnection]{
	names: []string{"RequestConnection"},
	fields: map[string]field[model.RequestConnection]{
		"edges":      listOf(&leanRequestEdge, func(c *model.RequestConnection) []model.RequestEdge { return c.Edges }),
		"pageInfo":   within(&leanPageInfo, must, func(c *model.RequestConnection) *model.PageInfo { return c.PageInfo }),
		"totalCount": leaf(func(t *text, c *model.RequestConnection) { t.number(c.TotalCount) }),
	},
}

var leanRequestEdge = shape[model.RequestEdge]{
	names: []string{"RequestEdge"},
	fields: map[string]field[model.RequestEdge]{
		"cursor": plain(func(e *model.RequestEdge) string { return e.Cursor }),
		"node":   within(&leanRequest, must, func(e *model.RequestEdge) *domain.RequestLine { return e.Node }),
	},
}

var leanRequest = shape[domain.RequestLine]{
	names: []string{"Request", "Node"},
	fields: map[string]field[domain.RequestLine]{
		"id":           leaf(func(t *text, r *domain.RequestLine) { t.id("Request", int64(r.ID), must) }),
		"reference":    plain(func(r *domain.RequestLine) string { return domain.Reference(r.Reference).String() }),
		"firstName":    plain(func(r *domain.RequestLine) string { return r.FirstName }),
		"needName":     plain(func(r *domain.RequestLine) string { return r.NeedName }),
		"streetName":   plain(func(r *domain.RequestLine) string { return r.StreetName }),
		"sectionName":  plain(func(r *domain.RequestLine) string { return r.SectionName }),
		"townName":     plain(func(r *domain.RequestLine) string { return r.TownName }),
		"ownerName":    plain(func(r *domain.RequestLine) string { return r.OwnerName }),
		"helperName":   plain(func(r *domain.RequestLine) string { return r.HelperName }),
		"holdReason":   plain(func(r *domain.RequestLine) string { return r.HoldReason }),
		"state":        leaf(func(t *text, r *domain.RequestLine) { t.word(string(r.State), must) }),
		"urgency":      leaf(func(t *text, r *domain.RequestLine) { t.word(scalar.UrgencyWord(r.Urgency), must) }),
		"level":        leaf(func(t *text, r *domain.RequestLine) { t.word(r.Level.String(), must) }),
		"ownerId":      leaf(func(t *text, r *domain.RequestLine) { t.id("Person", int64(r.OwnerID), optional) }),
		"duplicateOf":  leaf(func(t *text, r *domain.RequestLine) { t.id("Request", int64(r.DuplicateOf), optional) }),
		"raisedAt":     leaf(func(t *text, r *domain.RequestLine) { t.time(r.RaisedAt, must) }),
		"usefulUntil":  leaf(func(t *text, r *domain.RequestLine) { t.time(r.UsefulUntil, must) }),
		"nextActionAt": leaf(func(t *text, r *domain.RequestLine) { t.time(r.NextActionAt, optional) }),
		"failedAt":     leaf(func(t *text, r *domain.RequestLine) { t.time(value(r.FailedAt), optional) }),
		"visitAt":      leaf(func(t *text, r *domain.RequestLine) { t.time(value(r.VisitAt), optional) }),
		"closedAt":     leaf(func(t *text, r *domain.RequestLine) { t.time(value(r.ClosedAt), optional) }),
		"placed":       leaf(func(t *text, r *domain.RequestLine) { t.bool(r.Placed) }),
		"approved":     leaf(func(t *text, r *domain.RequestLine) { t.bool(r.Approved) }),
		"ending":       leaf(func(t *text, r *domain.RequestLine) { t.word(string(r.Ending), optional) }),
		"lastEvent":    within(&leanLastEvent, optional, func(r *domain.RequestLine) *domain.LastEvent { return r.LastEvent }),
	},
}

var leanLastEvent = shape[domain.LastEvent]{
	names: []string{"LastEvent"},
	fields: map[string]field[domain.LastEvent]{
		"at":   leaf(func(t *text, e *domain.LastEvent) { t.time(e.At, must) }),
		"kind": plain(func(e *domain.LastEvent) string { return e.Kind }),
	},
}

var leanPersonConnection = shape[model.PersonConnection]{
	names: []string{"PersonConnection"},
	fields: map[string]field[model.PersonConnection]{
		"edges":      listOf(&leanPersonEdge, func(c *model.PersonConnection) []model.PersonEdge { return c.Edges }),
		"pageInfo":   within(&leanPageInfo, must, func(c *model.PersonConnection) *model.PageInfo { return c.PageInfo }),
		"totalCount": leaf(func(t *text, c *model.PersonConnection) { t.number(c.TotalCount) }),
	},
}

var leanPersonEdge = shape[model.PersonEdge]{
	names: []string{"PersonEdge"},
	fields: map[string]field[model.PersonEdge]{
		"cursor":    plain(func(e *model.PersonEdge) string { return e.Cursor }),
		"node":      within(&leanPerson, must, func(e *model.PersonEdge) *domain.PersonLine { return e.Node }),
		"volunteer": leaf(func(t *text, e *model.PersonEdge) { t.bool(e.Volunteer) }),
		"standing":  leaf(func(t *text, e *model.PersonEdge) { t.word(string(value(e.Standing)), optional) }),
		"resting":   leaf(func(t *text, e *model.PersonEdge) { t.bool(e.Resting) }),
		"away":      leaf(func(t *text, e *model.PersonEdge) { t.bool(e.Away) }),
		"skills": leaf(func(t *text, e *model.PersonEdge) {
			writeList(t, e.Skills, func(t *text, code *string) { t.string(*code) })
		}),
		"roles": leaf(func(t *text, e *model.PersonEdge) {
			writeList(t, e.Roles, func(t *text, kind *domain.RoleKind) { t.word(string(*kind), must) })
		}),
	},
}

var leanPerson = shape[domain.PersonLine]{
	names: []string{"Person", "Node"},
	fields: map[string]field[domain.PersonLine]{
		"id":          leaf(func(t *text, p *domain.PersonLine) { t.id("Person", int64(p.ID), must) }),
		"firstName":   plain(func(p *domain.PersonLine) string { return p.FirstName }),
		"lastName":    plain(func(p *domain.PersonLine) string { return p.LastName }),
		"streetId":    leaf(func(t *text, p *domain.PersonLine) { t.id("Street", int64(p.StreetID), optional) }),
		"streetName":  plain(func(p *domain.PersonLine) string { return p.StreetName }),
		"sectionName": plain(func(p *domain.PersonLine) string { return p.SectionName }),
		"townName":    plain(func(p *domain.PersonLine) string { return p.TownName }),
		"leftAt":      leaf(func(t *text, p *domain.PersonLine) { t.time(value(p.LeftAt), optional) }),
	},
}

var leanPageInfo = shape[model.PageInfo]{
	names: []string{"PageInfo"},
	fields: map[string]field[model.PageInfo]{
		"hasNextPage":     leaf(func(t *text, p *model.PageInfo) { t.bool(p.HasNextPage) }),
		"hasPreviousPage": leaf(func(t *text, p *model.PageInfo) { t.bool(p.HasPreviousPage) }),
		"startCursor":     leaf(func(t *text, p *model.PageInfo) { t.maybe(p.StartCursor) }),
		"endCursor":       leaf(func(t *text, p *model.PageInfo) { t.maybe(p.EndCursor) }),
	},
}
