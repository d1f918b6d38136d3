package app

import (
	"context"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/postgres"
)

// tenths reads what became of the asks of a district or a town by how deprived the area of the street is, see coverage.Tenths, and says by which
// figures. There are none of a finer place, which would tell of streets.
func (w *work) tenths(ctx context.Context, id domain.DistrictID, m domain.RippleMonths, place coverage.Key) (each []coverage.Tenth, by coverage.Deprivation, err error) {
	if place.Level < domain.AtTown {
		return nil, by, nil
	}
	rows, err := w.CoverTenths(ctx, id, m, postgres.CoverKey(place))
	if err != nil || len(rows) == 0 {
		return nil, by, err
	}
	waits, err := w.CoverTenthWaits(ctx, id, m, postgres.CoverKey(place))
	if err != nil {
		return nil, by, err
	}
	steps := waitsBy(waits)
	for _, r := range rows {
		each = append(each, coverage.Tenth{Deciles: []int{r.Decile}, Streets: r.Streets, Asks: asksOf(r.CoverAsks, steps[coverage.Key{ID: int64(r.Decile)}])})
	}
	return each, coverage.Deprivation{Edition: rows[0].Edition, Year: rows[0].Year}, nil
}
