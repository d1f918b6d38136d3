package graph

import (
	"encoding/base64"
	"encoding/json"
	"strconv"

	"waymark/domain"
	"waymark/graph/model"
	"waymark/internal/app"
)

// mostRows is how many rows one window of a list has at most.
const mostRows = 100

// page reads the arguments of a window.
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

// edge is any edge of a connection.
type edge interface{ cursor() string }

// pageInfo says what lies before and behind a window.
func pageInfo[E any](edges []E, info app.PageInfo, after *string) *model.PageInfo {
	out := &model.PageInfo{HasNextPage: info.HasNext, HasPreviousPage: value(after) != ""}
	if len(edges) > 0 {
		first, last := cursorOf(edges[0]), cursorOf(edges[len(edges)-1])
		out.StartCursor, out.EndCursor = &first, &last
	}
	return out
}
