package app

import (
	"context"
	"slices"
	"sync"

	"waymark/domain"
	"waymark/internal/postgres"
)

// mended lists what a query finds, or, when it finds nothing as it was typed, what the first of some other queries finds for which there is
// anything. It returns the query that it went by. top is a query from its first page on, false when it begins there already: a page that
// holds nothing because those before it held all is not mended.
func mended[Q, L any](q Q, list func(Q) ([]L, error), top func(Q) (Q, bool), others func() ([]Q, error)) ([]L, Q, error) {
	found, err := list(q)
	if err != nil || len(found) > 0 {
		return found, q, err
	}
	if ended, err := ends(q, list, top); err != nil || ended {
		return nil, q, err
	}
	all, err := others()
	if err != nil {
		return nil, q, err
	}
	for _, other := range all {
		if found, err := list(other); err != nil || len(found) > 0 {
			return found, other, err
		}
		if ended, err := ends(other, list, top); err != nil || ended {
			return nil, other, err
		}
	}
	return nil, q, nil
}

// ends reports whether a page holds nothing because the pages before it held all.
func ends[Q, L any](q Q, list func(Q) ([]L, error), top func(Q) (Q, bool)) (bool, error) {
	first, later := top(q)
	if !later {
		return false, nil
	}
	found, err := list(first)
	return len(found) > 0, err
}

// meant finds what may have been meant by what was typed, when it is first asked: names of a whole district are looked through for it.
func (a *App) meant(ctx context.Context, actor domain.Actor, typed string) func() ([]string, error) {
	return sync.OnceValues(func() ([]string, error) { return a.db.Store().Spellings(ctx, actor.DistrictID, typed) })
}

// listPeople lists people by what was typed, or by what may have been meant.
func (a *App) listPeople(ctx context.Context, q postgres.PeopleQuery, meant func() ([]string, error)) ([]domain.PersonLine, error) {
	s := a.db.Store()
	found, _, err := mended(q,
		func(q postgres.PeopleQuery) ([]domain.PersonLine, error) { return s.PersonLines(ctx, q) },
		func(q postgres.PeopleQuery) (postgres.PeopleQuery, bool) {
			later := q.After != (postgres.PeopleKey{})
			q.After, q.Limit = postgres.PeopleKey{}, 1
			return q, later
		},
		func() (others []postgres.PeopleQuery, err error) {
			spellings, err := meant()
			for _, name := range spellings {
				other := q
				lookFor(&other, name)
				others = append(others, other)
			}
			return others, err
		})
	return found, err
}

// listRequests lists asks by what was typed, or by what may have been meant, or by what looks like it. It returns the filter that it went by.
func (a *App) listRequests(ctx context.Context, f postgres.RequestFilter) ([]domain.RequestLine, postgres.RequestFilter, error) {
	s := a.db.Store()
	return mended(f,
		func(f postgres.RequestFilter) ([]domain.RequestLine, error) { return requestLines(ctx, s, f) },
		func(f postgres.RequestFilter) (postgres.RequestFilter, bool) {
			later := f.Before != (postgres.RequestCursor{})
			f.Before, f.Limit = postgres.RequestCursor{}, 1
			return f, later
		},
		func() (others []postgres.RequestFilter, err error) {
			if !likeAnything(f.Query) {
				return nil, nil
			}
			spellings, err := s.Spellings(ctx, f.DistrictID, f.Query)
			for _, query := range spellings {
				other := f
				other.Query = query
				others = append(others, other)
			}
			for _, nearly := range []domain.Fit{domain.NearlyName, domain.NearlyStreet} {
				other := f
				other.Nearly = nearly
				others = append(others, other)
			}
			return others, err
		})
}

// findMended finds asks and streets by other spellings, where nothing is called as was typed. What only looks like it has been looked for by then.
func (a *App) findMended(ctx context.Context, actor domain.Actor, cmd Find, meant func() ([]string, error), out *Found) error {
	named := func(p FoundPerson) bool { return p.Fit == domain.FitsName }
	if len(out.Requests) > 0 || len(out.Streets) > 0 || slices.ContainsFunc(out.People, named) {
		return nil
	}
	spellings, err := meant()
	if err != nil {
		return err
	}
	for _, cmd.Query = range spellings {
		var found Found
		if err := a.findAsksAndStreets(ctx, actor, cmd, false, &found); err != nil {
			return err
		}
		for i, f := range found.Requests {
			found.Requests[i].Fit = nearly(f.Fit)
		}
		for i, f := range found.Streets {
			found.Streets[i].Fit = nearly(f.Fit)
		}
		if len(found.Requests) > 0 || len(found.Streets) > 0 {
			out.Requests, out.MoreRequests, out.Streets, out.MoreStreets = found.Requests, found.MoreRequests, found.Streets, found.MoreStreets
			return nil
		}
	}
	return nil
}

// nearly is how something fits that was found by another spelling.
func nearly(f domain.Fit) domain.Fit {
	switch f {
	case domain.FitsName:
		return domain.NearlyName
	case domain.FitsStreet:
		return domain.NearlyStreet
	}
	return f
}
