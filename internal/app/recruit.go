package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/domain/recruit"
	"waymark/internal/postgres"
)

// RecruitSection is whom to look for in a section.
type RecruitSection struct {
	SectionID domain.SectionID
	Section   string
	TownID    domain.TownID
	Town      string
	Asks      int           // of the last thirteen weeks for which nobody was found
	Wanted    []RecruitPair // three at most, the one that places most first
}

// RecruitPair is somebody to look for: what they can do, when they are free, and how many asks they would have placed that those before them
// in the list would not.
type RecruitPair struct {
	Skills []string // codes; none: anybody would do
	When   domain.Availability // at any of these times; domain.AnyTime: whenever
	Asks   int
}

// How far back and at how many asks it is looked, how many are named for each section, how often a week each is taken to go, and how long
// the search may take.
const (
	recruitDays  = 91
	recruitMost  = 2000
	recruitPairs = 3
	recruitRoom  = 2
	recruitTime  = 8 * time.Second
)

// RecruitHere says for each section of the actor's towns, or of one, whom to look for: the pairs of skills and time that would have placed most
// of the asks of the last thirteen weeks for which nobody was found. Where most were not found stands first.
func (a *App) RecruitHere(ctx context.Context, actor domain.Actor, town domain.TownID) ([]RecruitSection, error) {
	g, err := a.authorise(ctx, actor, domain.RunGaps, a.onTowns(actor, town))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	asks, err := w.notFound(ctx, town)
	if err != nil || len(asks) == 0 {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, recruitTime)
	defer stop()
	out, err := w.recruit(ctx, actor.DistrictID, asks)
	if errors.Is(err, context.DeadlineExceeded) {
		err = domain.Errorf(domain.Unavailable, "", "There was too much to look at. Please choose one town.")
	}
	return out, err
}

// onTowns is one town, or any place of the actor's where none is named.
func (a *App) onTowns(actor domain.Actor, town domain.TownID) target {
	if town == 0 {
		return somewhere(actor)
	}
	return a.onTown(town)
}

// notFound reads the asks of the last weeks for which nobody was found, in the actor's towns or in one of them.
func (w *work) notFound(ctx context.Context, town domain.TownID) (out []domain.PastRequest, err error) {
	towns, scope := []domain.TownID{town}, domain.ScopeOf(w.by, domain.RunGaps)
	if town == 0 && len(scope.Districts) == 0 {
		towns = scope.Towns
	}
	for _, id := range towns {
		asks, err := w.PastRequests(ctx, postgres.PastQuery{DistrictID: w.by.DistrictID, TownID: id, From: w.app.midnight(w.today().AddDate(0, 0, -recruitDays)), To: w.now, NotFound: true, Limit: recruitMost})
		if err != nil {
			return nil, err
		}
		out = append(out, asks...)
	}
	return out, nil
}

// recruit works out whom to look for.
func (w *work) recruit(ctx context.Context, district domain.DistrictID, asks []domain.PastRequest) (out []RecruitSection, err error) {
	past, err := w.past(ctx, district, asks, nil)
	if err != nil {
		return nil, err
	}
	have, err := w.skilled(ctx, asks)
	if err != nil {
		return nil, err
	}
	towns, sections, err := w.TownsAndSections(ctx, district)
	if err != nil {
		return nil, err
	}
	by := map[domain.SectionID][]int32{}
	for n, r := range asks {
		by[r.SectionID] = append(by[r.SectionID], int32(n))
	}
	for _, s := range sections {
		if len(by[s.ID]) == 0 {
			continue
		}
		row := RecruitSection{SectionID: s.ID, Section: s.Name, TownID: s.TownID, Asks: len(by[s.ID])}
		if n := slices.IndexFunc(towns, func(t domain.Town) bool { return t.ID == s.TownID }); n >= 0 {
			row.Town = towns[n].Name
		}
		if row.Wanted, err = bestPairs(ctx, past.Only(by[s.ID]), have); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b RecruitSection) int { return b.Asks - a.Asks })
	return out, nil
}

// skillSet is what a kind of help needs, with its bits: the checks count as there, because whoever is met has the one that is needed.
type skillSet struct {
	codes []string
	bits  uint32
}

// skilled are the different sets of skills that asks need, the smallest first: of two that place as many asks, who needs fewer is found sooner.
func (w *work) skilled(ctx context.Context, asks []domain.PastRequest) (out []skillSet, err error) {
	known, err := w.Skills(ctx)
	if err != nil {
		return nil, err
	}
	bit := map[string]uint32{}
	for _, s := range known {
		bit[s.Code] = 1 << s.Bit
	}
	for _, r := range asks {
		set := skillSet{codes: slices.Sorted(slices.Values(r.Skills)), bits: 1<<bitEnhanced | 1<<bitBarred}
		for _, code := range set.codes {
			set.bits |= bit[code]
		}
		if !slices.ContainsFunc(out, func(s skillSet) bool { return s.bits == set.bits }) {
			out = append(out, set)
		}
	}
	slices.SortFunc(out, func(a, b skillSet) int {
		return cmp.Or(len(a.codes)-len(b.codes), strings.Compare(strings.Join(a.codes, " "), strings.Join(b.codes, " ")))
	})
	return out, nil
}

// bestPairs are the best pairs of skills and time for the asks of a section.
func bestPairs(ctx context.Context, p recruit.Past, have []skillSet) (out []RecruitPair, err error) {
	var offers []recruit.Offer
	var pairs []RecruitPair
	for _, set := range have {
		for when := domain.Availability(1); when <= domain.AnyTime; when <<= 1 {
			offers, pairs = append(offers, recruit.Offer{Have: set.bits, Available: uint32(when)}), append(pairs, RecruitPair{Skills: set.codes, When: when})
		}
	}
	found, err := recruit.Best(ctx, p, recruitRoom, offers, recruitPairs)
	for _, f := range found {
		pair := pairs[f.Offer]
		pair.Asks, pair.When = len(f.Asks), domain.AnyTime
		for _, r := range f.Asks { // any time that would have done for all of them would have done as well
			pair.When &= domain.Availability(p.Instance.Requests[r].Window)
		}
		out = append(out, pair)
	}
	return out, err
}
