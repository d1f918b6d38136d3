package app

import (
	"context"

	"waymark/domain"
	"waymark/internal/postgres"
)

// MissingFilter says of where, and of what.
type MissingFilter struct {
	TownID domain.TownID // 0: wherever the actor may take lists away
	What   domain.Lack   // "": all
}

// MissingRow is one thing of which something is not written down yet.
type MissingRow struct {
	id     int64
	What   domain.Lack
	Number string // or the reference of an ask
	Name   string // "" where it has none, or the actor may not see it
	Where  []string
	Page   string // where it can be put right
}

// Missing lists what nobody has written down yet, so that something is not counted, found or asked, and how much of each there is.
func (a *App) Missing(ctx context.Context, actor domain.Actor, f MissingFilter, page Page) (counts map[domain.Lack]int, rows []MissingRow, info PageInfo, err error) {
	g, err := a.authorise(ctx, actor, domain.ExportLists, a.onTownOrAny(actor, f.TownID))
	if err != nil {
		return nil, nil, info, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, nil, info, err
	}
	var after int64
	if err := page.key(&after); err != nil {
		return nil, nil, info, err
	}
	q, err := w.exportQuery(ctx, Export{List: domain.ExportMissing, TownID: f.TownID})
	if err != nil {
		return nil, nil, info, err
	}
	if counts, err = w.CountMissing(ctx, q); err != nil {
		return nil, nil, info, err
	}
	q.Lack = f.What
	rows, err = w.missing(ctx, q, after, page.rows()+1)
	rows, info = window(rows, page, func(m MissingRow) string { return cursor(m.id) })
	return counts, rows, info, err
}

func (w *work) missing(ctx context.Context, q postgres.ExportQuery, after int64, most int) (out []MissingRow, err error) {
	found, err := w.ExportRows(ctx, domain.ExportMissing, q, after, most)
	for _, r := range found {
		m := MissingRow{id: r.ID, What: domain.Lack(r.Cells[0]), Number: r.Cells[1], Name: r.Cells[2], Page: r.Cells[6]}
		for _, place := range r.Cells[3:6] {
			if place != "" {
				m.Where = append(m.Where, place)
			}
		}
		out = append(out, m)
	}
	return out, err
}
