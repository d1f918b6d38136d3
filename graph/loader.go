package graph

import (
	"context"
	"time"

	"github.com/vikstrous/dataloadgen"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// gatherFor is how long a loader waits for more of the same level of a query before it asks once for all of them.
const gatherFor = time.Millisecond

// loaded are the loaders of one operation: what many rows want is asked for once.
type loaded struct {
	towns *dataloadgen.Loader[domain.DistrictID, []domain.Town]
}

type loadersKey struct{}

// withLoaders begins an operation.
func withLoaders(ctx context.Context, a *app.App) context.Context {
	towns := func(ctx context.Context, ids []domain.DistrictID) ([][]domain.Town, []error) {
		all, err := a.Towns(ctx, auth.FromContext(ctx), 0)
		if err != nil {
			return nil, []error{err}
		}
		byDistrict := map[domain.DistrictID][]domain.Town{}
		for _, t := range all {
			byDistrict[t.DistrictID] = append(byDistrict[t.DistrictID], t)
		}
		out := make([][]domain.Town, len(ids))
		for i, id := range ids {
			out[i] = byDistrict[id]
		}
		return out, nil
	}
	l := &loaded{towns: dataloadgen.NewLoader(towns, dataloadgen.WithWait(gatherFor))}
	return context.WithValue(ctx, loadersKey{}, l)
}

func loaders(ctx context.Context) *loaded { return ctx.Value(loadersKey{}).(*loaded) }
