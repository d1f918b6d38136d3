package app

import (
	"context"

	"waymark/domain"
)

// ImportDeprivation brings an edition of the Indices of Deprivation in, of the whole country.
type ImportDeprivation struct {
	Edition int
	Rows    []domain.Deprivation
}

// DeprivationImported says what an import of the Indices of Deprivation did.
type DeprivationImported struct {
	New     int
	Changed int
	Same    int
	Areas   int                // LSOAs that are here, in all districts, and whose figures came
	Without []domain.Area      // LSOAs that are here, of the edition that is counted, and that the file does not have
	Other   domain.AreaEdition // LSOAs that are here of another edition only: these figures say nothing of them; the zero value when there are none
}

// ImportDeprivation adds an edition of the Indices of Deprivation, or changes what differs. Figures of other editions stay. In a demo it is refused.
func (a *App) ImportDeprivation(ctx context.Context, actor domain.Actor, in ImportDeprivation) (out DeprivationImported, err error) {
	g, err := a.authorise(ctx, actor, domain.ImportPlaces, somewhere(actor))
	if err != nil {
		return DeprivationImported{}, err
	}
	if actor.Kind == domain.PersonActor {
		return DeprivationImported{}, domain.Errorf(domain.Forbidden, "", "The figures are of the whole country, and count for every district here. Whoever runs the machine brings them in.")
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		out = DeprivationImported{}
		if err := w.neverInDemo(ctx); err != nil {
			return err
		}
		if out.New, out.Changed, err = w.SaveDeprivation(ctx, in.Rows); err != nil {
			return err
		}
		out.Same = len(in.Rows) - out.New - out.Changed
		return w.matchDeprivation(ctx, in, &out)
	})
	return out, err
}

// matchDeprivation says for which of the LSOAs that are here there are figures, and counts by them.
func (w *work) matchDeprivation(ctx context.Context, in ImportDeprivation, out *DeprivationImported) error {
	have := map[string]bool{}
	for _, r := range in.Rows {
		have[r.Code] = true
	}
	districts, err := w.Districts(ctx)
	if err != nil {
		return err
	}
	counts := domain.AreaEdition{Kind: domain.LSOA, Year: domain.DeprivationYear(in.Edition)}
	for _, d := range districts {
		if err := w.SettleTenths(ctx, d.ID); err != nil {
			return err
		}
		areas, err := w.Areas(ctx, d.ID)
		if err != nil {
			return err
		}
		for _, a := range areas {
			switch {
			case a.Edition() == counts && have[a.Code]:
				out.Areas++
			case a.Edition() == counts:
				out.Without = append(out.Without, a)
			case a.Kind == domain.LSOA:
				out.Other = a.Edition()
			}
		}
	}
	return nil
}
