package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// VacancyFilter says which streets without somebody a list shows. Zeroes show all.
type VacancyFilter struct {
	TownID    domain.TownID
	SectionID domain.SectionID
	Kind      domain.RoleKind // Coordinator: nobody looks after it; Reserve: nobody stands in
}

// Vacancies lists the streets, where the actor has a role, that nobody looks after, and those where nobody stands in; first where nobody is
// and most people wait.
func (a *App) Vacancies(ctx context.Context, actor domain.Actor, f VacancyFilter, page Page) ([]domain.Vacancy, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.SeePlaces, somewhere(actor))
	if err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	q := w.vacancyQuery(f)
	q.Limit = page.rows() + 1
	if err := page.key(&q.After.Rank, &q.After.Waiting, &q.After.Key, &q.After.ID); err != nil {
		return nil, PageInfo{}, err
	}
	rows, err := w.Vacancies(ctx, q)
	if err != nil {
		return nil, PageInfo{}, err
	}
	out, info := window(rows, page, VacancyCursor)
	return out, info, nil
}

// CountVacancies says how many streets, where the actor has a role, nobody looks after, and in how many nobody stands in.
func (a *App) CountVacancies(ctx context.Context, actor domain.Actor, f VacancyFilter) (domain.Vacancies, error) {
	g, err := a.authorise(ctx, actor, domain.SeePlaces, somewhere(actor))
	if err != nil {
		return domain.Vacancies{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return domain.Vacancies{}, err
	}
	return w.CountVacancies(ctx, w.vacancyQuery(f))
}

func (w *work) vacancyQuery(f VacancyFilter) postgres.VacancyQuery {
	return postgres.VacancyQuery{Scope: domain.ScopeOf(w.by, domain.SeePlaces), TownID: f.TownID, SectionID: f.SectionID, Kind: f.Kind, Today: w.today()}
}

// VacancyCursor is the place of a row in the list of vacancies.
func VacancyCursor(v domain.Vacancy) string {
	rank := 0
	if v.Kind == domain.Reserve {
		rank = 1
	}
	return cursor(rank, v.Waiting, domain.SearchKey(v.Name), v.ID)
}

// TellVacancies tells the community builders which streets have lost whoever looked after them, or stood in there: all of a town in one
// message, and one a day at most. It returns how many were told. Doing it again tells nothing twice.
func (a *App) TellVacancies(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, somewhere(actor))
	if err != nil {
		return 0, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return 0, err
	}
	districts, err := w.DistrictsVacated(ctx, w.today())
	if err != nil {
		return 0, err
	}
	return withEach(districts, func(id domain.DistrictID) (told int, err error) {
		err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
			told, err = w.tellVacancies(ctx, id)
			return err
		})
		if err != nil {
			return 0, fmt.Errorf("district %d: %w", id, err)
		}
		return told, nil
	})
}

// tellVacancies writes the messages of one district.
func (w *work) tellVacancies(ctx context.Context, district domain.DistrictID) (int, error) {
	rules, err := w.rules(ctx, district)
	if err != nil || rules.Hours.NextOpen(w.now).After(w.now) {
		return 0, err // nobody reads it at night, and what comes until the morning stands in the same message
	}
	ended, err := w.LockVacated(ctx, district, w.today())
	if err != nil {
		return 0, err
	}
	towns := map[domain.TownID]*domain.MessageData{}
	roles := map[domain.TownID][]domain.RoleID{}
	seen := map[domain.StreetID]bool{} // a street without anybody stands in the message once, as one that nobody looks after
	for _, e := range ended {
		roles[e.TownID] = append(roles[e.TownID], e.ID)
		if e.StreetID == 0 || seen[e.StreetID] {
			continue
		}
		seen[e.StreetID] = true
		d := towns[e.TownID]
		if d == nil {
			d = &domain.MessageData{TownID: e.TownID}
			towns[e.TownID] = d
		}
		d.Streets = append(d.Streets, e.StreetID)
		if e.Kind == domain.Coordinator {
			d.Count++
		}
	}
	told := 0
	for _, town := range slices.Sorted(maps.Keys(roles)) {
		n, wait, err := w.tellVacant(ctx, district, towns[town])
		if err != nil {
			return 0, err
		}
		if told += n; wait {
			continue
		}
		if err := w.MarkVacated(ctx, district, roles[town], w.now); err != nil {
			return 0, err
		}
	}
	return told, nil
}

// tellVacant writes one town's message to each who builds the community there; nil: it has nothing to say. wait is true where they have had
// one today.
func (w *work) tellVacant(ctx context.Context, district domain.DistrictID, d *domain.MessageData) (told int, wait bool, err error) {
	if d == nil {
		return 0, false, nil
	}
	readers, err := w.WatchersOf(ctx, district, d.TownID, w.today())
	if err != nil {
		return 0, false, err
	}
	for _, id := range readers {
		key := fmt.Sprintf("vacancies:%d:%s:%d", d.TownID, w.today().Format(time.DateOnly), id)
		if had, err := w.HasMessage(ctx, key); err != nil || had {
			return 0, true, err
		}
		if err := w.say(ctx, domain.Message{Key: key, Kind: sayVacancies, PersonID: id, Data: *d}); err != nil {
			return 0, false, err
		}
		told++
	}
	return told, false, nil
}
