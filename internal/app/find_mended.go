package app

import (
	"context"
	"slices"
	"strings"

	"waymark/domain"
	"waymark/internal/postgres"
)

// mostMended is how many spellings are tried in place of one that finds nothing.
const mostMended = 3

// mended returns what may have been meant by a query that finds nothing: each of its words as a name that it differs from by a slip. It is
// asked only then, as it goes through every name.
func (a *App) mended(ctx context.Context, actor domain.Actor, typed string) ([]string, error) {
	words := strings.Fields(strings.ToLower(typed))
	tried := make([][]string, len(words))
	most := 0
	for i, word := range words {
		slips := domain.SlipPattern(word)
		if slips == "" {
			continue
		}
		almost, err := a.db.Store().WordsAlmost(ctx, actor.DistrictID, word, slips, mostMended)
		if err != nil {
			return nil, err
		}
		tried[i], most = almost, max(most, len(almost))
	}
	out := make([]string, 0, most)
	for n := range most {
		query := make([]string, len(words))
		for i, word := range words {
			if query[i] = word; len(tried[i]) > 0 {
				query[i] = tried[i][min(n, len(tried[i])-1)]
			}
		}
		out = append(out, strings.Join(query, " "))
	}
	return out, nil
}

// peopleMended lists those who are meant by a name with a slip in it of which no part is like anybody's.
func (a *App) peopleMended(ctx context.Context, actor domain.Actor, q postgres.PeopleQuery) ([]domain.PersonLine, error) {
	if q.Name == "" {
		return nil, nil
	}
	s := a.db.Store()
	if ended, err := listEnded(ctx, s, q); err != nil || ended {
		return nil, err
	}
	spellings, err := a.mended(ctx, actor, q.Name)
	if err != nil {
		return nil, err
	}
	for _, name := range spellings {
		mended := q
		lookFor(&mended, name)
		if found, err := s.PersonLines(ctx, mended); err != nil || len(found) > 0 {
			return found, err
		}
		if ended, err := listEnded(ctx, s, mended); err != nil || ended {
			return nil, err
		}
	}
	return nil, nil
}

// listEnded reports whether a page holds nobody because the pages before it held them all.
func listEnded(ctx context.Context, s *postgres.Store, q postgres.PeopleQuery) (bool, error) {
	if q.After == (postgres.PeopleKey{}) {
		return false, nil
	}
	q.After, q.Limit = postgres.PeopleKey{}, 1
	found, err := s.PersonLines(ctx, q)
	return len(found) > 0, err
}

// findMended finds asks and streets by other spellings, where nothing is called as was typed.
func (a *App) findMended(ctx context.Context, actor domain.Actor, cmd Find, out *Found) error {
	named := func(p FoundPerson) bool { return p.Fit == domain.FitsName }
	if len(out.Requests) > 0 || len(out.Streets) > 0 || slices.ContainsFunc(out.People, named) {
		return nil
	}
	spellings, err := a.mended(ctx, actor, cmd.Query)
	if err != nil {
		return err
	}
	for _, cmd.Query = range spellings {
		var found Found
		if err := a.findPlain(ctx, actor, cmd, &found); err != nil {
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
