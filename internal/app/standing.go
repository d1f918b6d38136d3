package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"waymark/domain"
	"waymark/domain/matching"
	"waymark/internal/postgres"
)

// standings are the plans of districts that stand between beats, by which what cannot wait is matched: each is kept best while asks and
// helpers come, go and change, instead of being made anew. They are a cache of this process, built when first wanted, and again after any
// doubt; the rows alone count, and the claim looks at them.
type standings struct {
	mu sync.Mutex
	of map[domain.DistrictID]*standing
}

// standing is the plan of one district.
type standing struct {
	mu       sync.Mutex
	live     *matching.Live // nil: to be built
	costs    matching.Costs // what it weighs
	day      time.Time      // from which its slots count
	requests map[domain.RequestID]matching.Asking
	helpers  map[domain.PersonID]stood
}

// stood is a helper as the plan knows them.
type stood struct {
	volunteer matching.Volunteer
	spot      domain.Spot
}

func newStandings() *standings { return &standings{of: map[domain.DistrictID]*standing{}} }

// district returns the plan of a district.
func (s *standings) district(id domain.DistrictID) *standing {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of[id] == nil {
		s.of[id] = &standing{}
	}
	return s.of[id]
}

// districts lists those that have a plan.
func (s *standings) districts() (out []domain.DistrictID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id := range s.of {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// plan brings a standing plan up to what is on a board, and returns who is to help, by request: numbers of the board. The board has all
// helpers of its part of the district; about others it says nothing.
func (s *standing) plan(b *board, today time.Time) ([]int32, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.brought(b, today)
}

func (s *standing) brought(b *board, today time.Time) (choice []int32, err error) {
	defer func() {
		if err != nil {
			s.live = nil
		}
	}()
	if s.live == nil || !s.day.Equal(today) || s.costs != b.instance.Costs {
		if s.live, err = matching.NewLive(b.instance.Costs); err != nil {
			return nil, err
		}
		s.day, s.costs = today, b.instance.Costs
		s.requests, s.helpers = map[domain.RequestID]matching.Asking{}, map[domain.PersonID]stood{}
	}
	if err := errors.Join(s.dismiss(b), s.bringHelpers(b), s.bringRequests(b)); err != nil {
		return nil, err
	}
	choice = make([]int32, len(b.requests))
	for n, r := range b.requests {
		choice[n] = matching.None
		if id, ok := s.live.Match(r.ID); ok {
			v, there := b.who[id]
			if !there {
				return nil, fmt.Errorf("request %d goes to somebody who is not on the board", r.ID)
			}
			choice[n] = v
		}
	}
	return choice, nil
}

// dismiss takes out what is not on the board any more.
func (s *standing) dismiss(b *board) error {
	on := make(map[domain.RequestID]bool, len(b.requests))
	for _, r := range b.requests {
		on[r.ID] = true
	}
	for id := range s.requests {
		if !on[id] {
			s.live.DropRequest(id)
			delete(s.requests, id)
		}
	}
	for id, h := range s.helpers {
		if _, there := b.who[id]; !there && b.where.Has(h.spot) {
			delete(s.helpers, id)
			if err := s.live.DropVolunteer(id); err != nil {
				return err
			}
		}
	}
	return nil
}

// bringHelpers puts in those who are new or have changed.
func (s *standing) bringHelpers(b *board) error {
	for n, h := range b.helpers {
		v := b.instance.Volunteers[n]
		street, err := s.live.Street(h.StreetID, b.instance.Streets[v.Street])
		if err != nil {
			return err
		}
		v.Street = street
		now := stood{v, h.Spot()}
		if s.helpers[h.PersonID] == now {
			continue
		}
		if err := s.live.PutVolunteer(h.PersonID, v); err != nil {
			return err
		}
		s.helpers[h.PersonID] = now
	}
	return nil
}

// bringRequests puts in those that are new or have changed.
func (s *standing) bringRequests(b *board) error {
	apart := make(map[int32][]domain.PersonID)
	for _, x := range b.instance.Exclusions {
		apart[x.Request] = append(apart[x.Request], b.helpers[x.Volunteer].PersonID)
	}
	for n, r := range b.requests {
		now := matching.Asking{Request: b.instance.Requests[n], Apart: apart[int32(n)]}
		street, err := s.live.Street(r.StreetID, b.instance.Streets[now.Street])
		if err != nil {
			return err
		}
		now.Street, now.Age = street, 0 // the plan does not weigh the age
		if was, ok := s.requests[r.ID]; ok && was.Request == now.Request && slices.Equal(was.Apart, now.Apart) {
			continue
		}
		if err := s.live.PutRequest(r.ID, now); err != nil {
			return err
		}
		s.requests[r.ID] = now
	}
	return nil
}

// differs brings the standing plan of a district up to a board; it is an error that it is not as good as one that is made anew.
func (s *standing) differs(ctx context.Context, id domain.DistrictID, b *board, today time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.brought(b, today); err != nil {
		return err
	}
	fresh, err := matching.Solve(ctx, &b.instance, matching.Options{})
	if err != nil {
		return err
	}
	stands := s.live.Snapshot().Plan
	if stands.Served == fresh.Served && stands.Cost == fresh.Cost {
		return nil
	}
	s.live = nil
	return fmt.Errorf("%s%d: it serves %v at %d m, a new one %v at %d m", postgres.PlanDiffers, id, stands.Served, stands.Cost, fresh.Served, fresh.Cost)
}

// checkedMost is how many requests of a district a check of its standing plan looks at.
const checkedMost = 1000

// CheckPlans compares the plans that stand with ones made anew from the same rows, and returns how many there were. One that differs is an
// error, which administrators and the doctor see, and is built anew. There should never be one.
func (a *App) CheckPlans(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	did := 0
	var wrong []error
	for _, id := range a.standings.districts() {
		wrong = append(wrong, a.checkPlan(ctx, g, id))
		did++
	}
	return did, errors.Join(wrong...)
}

func (a *App) checkPlan(ctx context.Context, g grant, id domain.DistrictID) error {
	w, err := a.read(ctx, g)
	if err != nil {
		return err
	}
	requests, err := w.OpenRequests(ctx, id, checkedMost)
	if err != nil {
		return err
	}
	b, err := w.board(ctx, id, requests, false)
	if err != nil {
		return err
	}
	return a.standings.district(id).differs(ctx, id, b, w.today())
}
