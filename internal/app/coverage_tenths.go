package app

import (
	"context"

	"waymark/domain"
	"waymark/domain/coverage"
)

// tenths parts a district or a town by how deprived its areas are, and says by which figures. There are none of a finer place, which would tell of
// streets, and none where no areas or no figures of them were brought in.
func (w *work) tenths(ctx context.Context, m domain.RippleMonths, p coverage.Place, at domain.Spot) (out []coverage.Tenth, by coverage.Deprivation, err error) {
	if p.Level < domain.AtTown {
		return nil, by, nil
	}
	rows, err := w.CoverTenths(ctx, at.DistrictID, at.TownID, m)
	if err != nil || len(rows) == 0 {
		return nil, by, err
	}
	waits, err := w.CoverTenthWaits(ctx, at.DistrictID, at.TownID, m)
	if err != nil {
		return nil, by, err
	}
	steps := waitsBy(waits)
	var each []coverage.Tenth
	for _, r := range rows {
		each = append(each, coverage.Tenth{Deciles: []int{r.Decile}, Streets: r.Streets, Asks: asksOf(r.CoverAsks, steps[int64(r.Decile)])})
	}
	return coverage.Tenths(p, each), coverage.Deprivation{Edition: rows[0].Edition, Year: rows[0].Year}, nil
}
