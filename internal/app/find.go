package app

import (
	"context"
	"slices"
	"strings"

	"waymark/domain"
)

// Find is what somebody looks for: a name, also with slips; a phone number in any spelling; a reference; a street.
type Find struct {
	Query string
	Each  int // the most of each kind that is wanted; 0: 6
}

// foundEach is how many of each kind are found: what more there are, the lists show.
const foundEach = 6

// Found is what was found: of each kind the best few, and whether there are more.
type Found struct {
	Requests     []FoundRequest
	People       []FoundPerson
	Streets      []FoundStreet
	MoreRequests bool
	MorePeople   bool
	MoreStreets  bool
}

// FoundRequest is an ask that was found.
type FoundRequest struct {
	domain.RequestLine
	Fit domain.Fit
}

// FoundPerson is somebody who was found.
type FoundPerson struct {
	PersonLine
	Fit domain.Fit
}

// FoundStreet is a street that was found.
type FoundStreet struct {
	StreetLine
	Fit domain.Fit
}

// Find looks for asks, people and streets at once, in the places that are the actor's to see; of each kind only what they may see. What
// fits as it was typed comes before what only looks like it.
func (a *App) Find(ctx context.Context, actor domain.Actor, cmd Find) (out Found, err error) {
	if _, err := a.authorise(ctx, actor, domain.SeePlaces, somewhere(actor)); err != nil {
		return Found{}, err
	}
	if cmd.Query = strings.Join(strings.Fields(cmd.Query), " "); cmd.Query == "" {
		return Found{}, nil
	}
	if r := []rune(cmd.Query); len(r) > longestQuery {
		cmd.Query = string(r[:longestQuery])
	}
	if cmd.Each < 1 || cmd.Each > mostRows {
		cmd.Each = foundEach
	}
	meant := a.meant(ctx, actor, cmd.Query)
	reads, both := together(ctx)
	reads.Go(func() error { return a.findAsksAndStreets(both, actor, cmd, likeAnything(cmd.Query), &out) })
	reads.Go(func() error { return a.findPeople(both, actor, cmd, meant, &out) })
	if err := reads.Wait(); err != nil {
		return Found{}, err
	}
	err = a.findMended(ctx, actor, cmd, meant, &out)
	return out, err
}

// findAsksAndStreets finds asks and streets: those that fit and, where it may have slips, those that look like it.
func (a *App) findAsksAndStreets(ctx context.Context, actor domain.Actor, cmd Find, slips bool, out *Found) error {
	if domain.May(actor, domain.SeeAsk, domain.Target{Somewhere: true}) {
		if err := a.findRequests(ctx, actor, cmd, slips, out); err != nil {
			return err
		}
	}
	return a.findStreets(ctx, actor, cmd, slips, out)
}

// findRequests finds asks: those for which it fits, then those for which it nearly does.
func (a *App) findRequests(ctx context.Context, actor domain.Actor, cmd Find, slips bool, out *Found) error {
	filter := a.scoped(actor, RequestFilter{Query: cmd.Query})
	filter.Limit = cmd.Each + 1
	for _, filter.Nearly = range []domain.Fit{"", domain.NearlyName, domain.NearlyStreet} {
		if len(out.Requests) > cmd.Each || filter.Nearly != "" && !slips {
			break
		}
		lines, err := requestLines(ctx, a.db.Store(), filter)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if !slices.ContainsFunc(out.Requests, func(f FoundRequest) bool { return f.ID == l.ID }) {
				out.Requests = append(out.Requests, FoundRequest{l, fitOfRequest(l, cmd.Query, filter.Nearly)})
			}
		}
	}
	out.Requests, out.MoreRequests = few(out.Requests, cmd.Each)
	return nil
}

// fitOfRequest says why an ask was found.
func fitOfRequest(l domain.RequestLine, typed string, nearly domain.Fit) domain.Fit {
	key := domain.SearchKey(typed)
	switch {
	case nearly != "":
		return nearly
	case phoneTyped(typed) != "":
		return domain.FitsPhone
	case slices.Contains(domain.NearReferences(typed), domain.Reference(l.Reference)):
		return domain.FitsReference
	case key != "" && strings.HasPrefix(domain.SearchKey(l.StreetName), key):
		return domain.FitsStreet
	}
	return domain.FitsName
}

// findPeople finds people, best fit first; none for whoever may see none.
func (a *App) findPeople(ctx context.Context, actor domain.Actor, cmd Find, meant func() ([]string, error), out *Found) error {
	if !domain.May(actor, domain.SeePeople, domain.Target{Somewhere: true}) {
		return nil
	}
	lines, info, err := a.People(ctx, actor, PeopleFilter{Query: cmd.Query, meant: meant}, Page{First: cmd.Each})
	if err != nil {
		return err
	}
	fits := []domain.Fit{domain.FitsName, domain.NearlyName, domain.NearlyName, domain.FitsStreet}
	if phoneTyped(cmd.Query) != "" {
		fits[0] = domain.FitsPhone
	}
	for _, l := range lines {
		fit, name := fits[l.Place], strings.ToLower(l.FirstName+" "+l.LastName)
		if fit == domain.FitsName && !strings.Contains(name, strings.ToLower(cmd.Query)) ||
			fit == domain.FitsStreet && !strings.Contains(domain.SearchKey(l.StreetName), domain.SearchKey(cmd.Query)) {
			fit = nearly(fit) // by another spelling
		}
		out.People = append(out.People, FoundPerson{l, fit})
	}
	out.MorePeople = info.HasNext
	return nil
}

// findStreets finds streets: those of which a word begins so, then those that look like it.
func (a *App) findStreets(ctx context.Context, actor domain.Actor, cmd Find, slips bool, out *Found) error {
	if phoneTyped(cmd.Query) != "" || domain.SearchKey(cmd.Query) == "" {
		return nil
	}
	for _, nearly := range []bool{false, true} {
		if len(out.Streets) > cmd.Each || nearly && !slips {
			break
		}
		lines, _, err := a.Streets(ctx, actor, StreetFilter{Query: cmd.Query, nearly: nearly}, Page{First: cmd.Each + 1})
		if err != nil {
			return err
		}
		fit := domain.FitsStreet
		if nearly {
			fit = domain.NearlyStreet
		}
		for _, l := range lines {
			if !slices.ContainsFunc(out.Streets, func(f FoundStreet) bool { return f.ID == l.ID }) {
				out.Streets = append(out.Streets, FoundStreet{l, fit})
			}
		}
	}
	out.Streets, out.MoreStreets = few(out.Streets, cmd.Each)
	return nil
}

// likeAnything reports whether a query has enough letters to look like something else, and is no phone number.
func likeAnything(typed string) bool {
	return len([]rune(domain.SearchKey(typed))) > 2 && phoneTyped(typed) == ""
}

// few cuts a list to so many, and says whether there are more.
func few[T any](all []T, most int) ([]T, bool) {
	return all[:min(len(all), most)], len(all) > most
}
