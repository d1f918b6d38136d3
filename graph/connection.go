package graph

import (
	"slices"
	"strconv"

	"waymark/domain"
	"waymark/graph/model"
	"waymark/graph/scalar"
	"waymark/internal/app"
)

// mostRows is how many rows one window of a list has at most.
const mostRows = 100

// page reads the arguments of a window. An operation that asks for too few or too many rows has been refused by then: see windows.
func page(first int, after *string) app.Page {
	return app.Page{First: min(max(first, 1), mostRows), After: value(after)}
}

// value is what a pointer points to, or the zero value.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// given reads an id that may be left out: 0.
func given[T ~int64](kind string, id *string) T {
	if id == nil {
		return 0
	}
	return scalar.Local[T](kind, *id)
}

// one hands on what a use case says of one thing.
func one[T any](v T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// each makes the edges of rows.
func each[T, E any](rows []T, edge func(*T) E) []E {
	out := make([]E, len(rows))
	for i := range rows {
		out[i] = edge(&rows[i])
	}
	return out
}

// pageInfo says what lies before and behind a window of rows.
func pageInfo[T any](rows []T, cursor func(T) string, info app.PageInfo, after *string) *model.PageInfo {
	out := &model.PageInfo{HasNextPage: info.HasNext, HasPreviousPage: value(after) != ""}
	if len(rows) > 0 {
		first := cursor(rows[0])
		out.StartCursor, out.EndCursor = &first, &info.End
	}
	return out
}

// total is how many rows there are in all; nil when they were not counted.
func total(info app.PageInfo) *int {
	if info.Total < 0 {
		return nil
	}
	return &info.Total
}

// window cuts a window out of a list that has been read whole.
func window[T any](rows []T, cursor func(T) string, first int, after *string) ([]T, app.PageInfo, error) {
	info := app.PageInfo{Total: len(rows)}
	if value(after) != "" {
		at := slices.IndexFunc(rows, func(row T) bool { return cursor(row) == *after })
		if at < 0 {
			return nil, info, domain.Errorf(domain.Invalid, "after", "We have lost our place in this list. Please begin at its top again.")
		}
		rows = rows[at+1:]
	}
	if n := page(first, nil).First; len(rows) > n {
		rows, info.HasNext = rows[:n], true
	}
	if len(rows) > 0 {
		info.End = cursor(rows[len(rows)-1])
	}
	return rows, info, nil
}

func streetEdge(l *app.StreetLine) model.StreetEdge {
	return model.StreetEdge{
		Cursor: app.StreetCursor(*l), Node: &l.Street, CoordinatorName: l.CoordinatorName, ReserveName: l.ReserveName,
		Volunteers: l.Volunteers, OpenRequests: l.OpenRequests,
	}
}

// personEdge makes the edges of people, with cursors where these are asked for.
func personEdge(cursors bool) func(*app.PersonLine) model.PersonEdge {
	return func(l *app.PersonLine) model.PersonEdge {
		out := model.PersonEdge{
			Node: l, Volunteer: l.Volunteer, Standing: &l.Standing, Resting: l.Resting, Away: l.Away, Roles: l.Roles, Skills: l.Skills,
		}
		if cursors {
			out.Cursor = app.PersonCursor(*l)
		}
		return out
	}
}

// dueFirst is the order of requests by when the clock acts next.
const dueFirst = "due_first"

// requestEdge makes the edges of requests, with cursors where these are asked for.
func requestEdge(f app.RequestFilter, cursors bool) func(*domain.RequestLine) model.RequestEdge {
	return func(l *domain.RequestLine) model.RequestEdge {
		if cursors {
			return model.RequestEdge{Cursor: f.Cursor(*l), Node: l}
		}
		return model.RequestEdge{Node: l}
	}
}

func taskEdge(l *domain.TaskLine) model.TaskEdge {
	return model.TaskEdge{Cursor: app.TaskCursor(*l), Node: l}
}

func jobRunEdge(j *domain.JobRun) model.JobRunEdge {
	return model.JobRunEdge{Cursor: app.JobRunCursor(*j), Node: j}
}

func actionEdge(a *domain.MeetingAction) model.MeetingActionEdge {
	return model.MeetingActionEdge{Cursor: actionCursor(*a), Node: a}
}

func actionCursor(a domain.MeetingAction) string { return strconv.FormatInt(int64(a.ID), 36) }

func shiftEdge(d *domain.DeskShift) model.DeskShiftEdge {
	return model.DeskShiftEdge{Cursor: shiftCursor(*d), Node: d}
}

func shiftCursor(d domain.DeskShift) string { return strconv.FormatInt(d.ID, 36) }

func sessionEdge(s *domain.SessionLine) model.SessionLineEdge {
	return model.SessionLineEdge{Cursor: sessionCursor(*s), Node: s}
}

func sessionCursor(s domain.SessionLine) string { return strconv.FormatInt(s.ID, 36) }

func invitationEdge(i *domain.Invitation) model.InvitationEdge {
	return model.InvitationEdge{Cursor: invitationCursor(*i), Node: i}
}

func invitationCursor(i domain.Invitation) string { return strconv.FormatInt(int64(i.ID), 36) }

func eventEdge(e *domain.Event) model.EventEdge {
	return model.EventEdge{Cursor: eventCursor(*e), Node: e}
}

func eventCursor(e domain.Event) string { return strconv.FormatInt(int64(e.ID), 36) }

func revealEdge(l *domain.RevealLine) model.RevealEdge {
	return model.RevealEdge{Cursor: app.RevealCursor(*l), Node: l}
}

func apiKeyEdge(k *domain.APIKey) model.APIKeyEdge {
	return model.APIKeyEdge{Cursor: app.APIKeyCursor(*k), Node: k}
}

func vacancyEdge(v *domain.Vacancy) model.StreetVacancyEdge {
	return model.StreetVacancyEdge{Cursor: app.VacancyCursor(*v), Node: v}
}

func helpOfferEdge(o *domain.Offer) model.HelpOfferEdge {
	return model.HelpOfferEdge{Cursor: helpOfferCursor(*o), Node: o}
}

func helpOfferCursor(o domain.Offer) string { return strconv.FormatInt(int64(o.ID), 36) }

func longWorkEdge(w *domain.LongWork) model.LongWorkEdge {
	return model.LongWorkEdge{Cursor: longWorkCursor(*w), Node: w}
}

func longWorkCursor(w domain.LongWork) string { return strconv.FormatInt(int64(w.ID), 36) }

func meetingEdge(m *domain.Meeting) model.MeetingEdge {
	return model.MeetingEdge{Cursor: app.MeetingCursor(*m), Node: m}
}

func turnEdge(t *domain.Turn) model.TurnEdge {
	return model.TurnEdge{Cursor: app.TurnCursor(*t), Node: t}
}

func missedEdge(m *domain.MissedSearch) model.MissedSearchEdge {
	return model.MissedSearchEdge{Cursor: app.MissedCursor(*m), Node: m}
}

func caseEdge(c *app.FreeCase) model.FreeCaseEdge {
	return model.FreeCaseEdge{Cursor: caseCursor(*c), Node: c}
}

func caseCursor(c app.FreeCase) string { return strconv.FormatInt(int64(c.ID), 36) }
