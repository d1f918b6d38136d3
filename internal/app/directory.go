package app

import (
	"context"
	"strings"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How long what was looked for and not there is kept, how far back it is shown, and how many of it.
const (
	keepMissedMonths = 12
	missedMonths     = 3
)

// Themes lists what people come for in a town's district, or with town 0 in the actor's own or the first. It is public.
func (a *App) Themes(ctx context.Context, actor domain.Actor, town domain.TownID) ([]domain.Theme, error) {
	if _, err := a.authorise(ctx, actor, domain.FindService, somewhere(actor)); err != nil {
		return nil, err
	}
	district := actor.DistrictID
	if town != 0 {
		district = 0
	}
	door, err := a.db.Store().TownDoor(ctx, district, town)
	if domain.KindOf(err) == domain.NotFound && town == 0 {
		return nil, nil // nobody has begun here yet
	}
	if err != nil {
		return nil, err
	}
	return a.db.Store().Themes(ctx, door.DistrictID, false)
}

// AllThemes lists the themes of the actor's district with those that are closed: for whoever changes them.
func (a *App) AllThemes(ctx context.Context, actor domain.Actor) ([]domain.Theme, error) {
	if _, err := a.authorise(ctx, actor, domain.EditDirectory, somewhere(actor)); err != nil {
		return nil, err
	}
	return a.db.Store().Themes(ctx, actor.DistrictID, true)
}

// ServiceFilter says which services a list shows. Zeroes show all.
type ServiceFilter struct {
	Query     string // what somebody looks for, in their own words, also with slips
	TownID    domain.TownID
	SectionID domain.SectionID // the neighbourhood where it is
	Theme     string           // the code of one
	Weekday   int              // ISO: Monday is 1
	Free      bool
	Status    domain.ServiceStatus
	Closed    bool // those that are closed too
	Brief     bool // themes, places, times and prices are not wanted
	Mine      bool // only where the actor looks after services
	ToCheck   bool // of these, those that nobody has checked for half a year
	Reported  bool // of these, those of which somebody says that something is wrong
	Again     bool // it was looked for before, and counted then if it was not found
}

// FindServices lists what there is, the best fit first, then by name. The public finds what is for the public; staff of a district find
// there what is for staff alone too. What somebody looks for and does not find is counted, by the day and town, never by whom.
func (a *App) FindServices(ctx context.Context, actor domain.Actor, f ServiceFilter, page Page) ([]domain.Service, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.FindService, somewhere(actor))
	if err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	q, err := w.serviceQuery(ctx, f)
	if err != nil {
		return nil, PageInfo{}, err
	}
	depth := domain.SearchOwn
	if err := page.key(&depth, &q.After.Score, &q.After.Name, &q.After.ID); err != nil {
		return nil, PageInfo{}, err
	}
	q.Limit = page.rows() + 1
	found, total, depth, err := w.search(ctx, &q, f, depth)
	if err != nil {
		return nil, PageInfo{}, err
	}
	for i := range found {
		found[i].Depth = depth
	}
	out, info := window(found, page, ServiceCursor)
	info.Loose = depth >= domain.SearchAny && len(out) > 0
	switch {
	case page.Uncounted:
	case q.After.ID == 0:
		info.Total = total
	default:
		q.After = postgres.ServiceKey{}
		if info.Total, err = w.CountServices(ctx, q); err != nil {
			return nil, PageInfo{}, err
		}
	}
	if !f.Brief {
		err = w.FillServices(ctx, out)
	}
	for i := range out {
		w.hide(&out[i])
	}
	return out, info, err
}

// ServiceCursor is the place of a service in a list.
func ServiceCursor(s domain.Service) string {
	return cursor(s.Depth, s.Score, strings.ToLower(s.Name), s.ID)
}

// serviceQuery is a filter as the store takes it, with who asks.
func (w *work) serviceQuery(ctx context.Context, f ServiceFilter) (postgres.ServiceQuery, error) {
	q := postgres.ServiceQuery{
		TownID: f.TownID, SectionID: f.SectionID, Theme: f.Theme, Weekday: f.Weekday, Free: f.Free, Status: f.Status,
		Open: !f.Closed && f.Status != domain.ServiceClosed, Everything: w.by.Kind == domain.ClockActor,
	}
	if f.Status != "" && !f.Status.Valid() {
		return q, domain.Errorf(domain.Invalid, "status", "Please choose open, full, on_hold or closed.")
	}
	if f.Weekday < 0 || f.Weekday > 7 {
		return q, domain.Errorf(domain.Invalid, "weekday", "Please give a day from 1, Monday, to 7, Sunday.")
	}
	if f.TownID == 0 {
		q.DistrictID = w.by.DistrictID
	}
	if w.seesUnlisted(w.by.DistrictID) {
		q.Unlisted = w.by.DistrictID
	}
	if f.Mine || f.ToCheck || f.Reported {
		scope := domain.ScopeOf(w.by, domain.EditDirectory)
		q.Scope = &scope
	}
	if f.ToCheck {
		before := domain.CheckBefore(w.today())
		q.CheckedTo = &before
	}
	q.Reported = f.Reported
	return q, nil
}

// search finds services as near to what was typed as there are any, with how many they are from the query's key on, and says how far it
// went. It leaves the query as it was asked last.
func (w *work) search(ctx context.Context, q *postgres.ServiceQuery, f ServiceFilter, depth domain.SearchDepth) ([]domain.Service, int, domain.SearchDepth, error) {
	typed := domain.SearchWords(cut(f.Query, longestQuery))
	if len(typed) == 0 {
		found, total, err := w.Services(ctx, *q)
		return found, total, depth, err
	}
	meant, synonyms, err := w.meant(ctx, q.DistrictID, typed)
	if err != nil {
		return nil, 0, depth, err
	}
	for {
		q.Text = domain.SearchQuery(typed, meant, synonyms, depth)
		found, total, err := w.Services(ctx, *q)
		if err != nil || len(found) > 0 || q.After.ID != 0 || depth >= domain.SearchAny {
			return found, total, depth, err
		}
		if depth == domain.SearchShelf {
			if err := w.countMissed(ctx, f, typed); err != nil {
				return nil, 0, depth, err
			}
		}
		depth++
	}
}

// meant finds what mistyped words may have been meant for, and what else is called so.
func (w *work) meant(ctx context.Context, district domain.DistrictID, typed []string) (meant, synonyms map[string][]string, err error) {
	var long []string
	for _, word := range typed {
		if domain.MayBeMistyped(word) {
			long = append(long, word)
		}
	}
	near, err := w.NearWords(ctx, district, long)
	if err != nil {
		return nil, nil, err
	}
	meant = map[string][]string{}
	phrases := domain.SearchPhrases(typed)
	for word, others := range near {
		meant[word] = domain.LikelyMeant(word, others)
		phrases = append(phrases, meant[word]...)
	}
	if synonyms, err = w.SynonymsOf(ctx, district, phrases); err != nil {
		return nil, nil, err
	}
	for word, others := range meant {
		for _, other := range others {
			synonyms[word] = append(synonyms[word], synonyms[other]...)
		}
	}
	return meant, synonyms, nil
}

// countMissed counts what was looked for in a whole town or district and is not there. What may be the name of somebody is not kept.
func (w *work) countMissed(ctx context.Context, f ServiceFilter, typed []string) error {
	narrow := f.Again || f.SectionID != 0 || f.Theme != "" || f.Weekday != 0 || f.Free || f.Status != "" || f.Mine || f.ToCheck || f.Reported
	if narrow || domain.MayNamePerson(f.Query) {
		return nil
	}
	district := w.by.DistrictID
	if f.TownID != 0 {
		district = 0
	} else if district == 0 { // of several districts nobody knows which was meant
		all, err := w.Districts(ctx)
		if err != nil || len(all) != 1 {
			return err
		}
	}
	door, err := w.TownDoor(ctx, district, f.TownID)
	if err != nil {
		return err
	}
	return w.AddMissed(ctx, postgres.Missed{DistrictID: door.DistrictID, TownID: f.TownID, Day: w.today(), Words: strings.Join(typed, " "),
		KeepUntil: w.today().AddDate(0, keepMissedMonths, 0)})
}

// cut leaves the beginning of a text.
func cut(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}

// seesUnlisted reports whether whoever acts is told what a district's directory keeps from the public.
func (w *work) seesUnlisted(district domain.DistrictID) bool {
	return w.by.Kind == domain.ClockActor || district != 0 && district == w.by.DistrictID &&
		domain.May(w.by, domain.SeeUnlisted, domain.Target{Somewhere: true})
}

// hide takes from a service what whoever acts is not told.
func (w *work) hide(s *domain.Service) {
	if !w.seesUnlisted(s.DistrictID) {
		s.StaffWords, s.CheckedBy, s.CheckedByName, s.Reports = "", 0, "", 0
	}
}

// Service shows one service to whoever may see it.
func (a *App) Service(ctx context.Context, actor domain.Actor, id domain.ServiceID) (domain.Service, error) {
	g, err := a.authorise(ctx, actor, domain.FindService, somewhere(actor))
	if err != nil {
		return domain.Service{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return domain.Service{}, err
	}
	s, err := w.Service(ctx, id)
	if err == nil && !s.Public() && !w.seesUnlisted(s.DistrictID) {
		return domain.Service{}, notFound()
	}
	w.hide(&s)
	return s, err
}

// ServiceBack is a service as those see it who look after it.
type ServiceBack struct {
	domain.Service
	ToCheck bool // nobody has checked it for half a year
	Changes []domain.ServiceChange
	Reports []domain.ServiceReport // that nobody has looked at yet
}

// ServiceBack shows one service with what was done to it, to whoever looks after it.
func (a *App) ServiceBack(ctx context.Context, actor domain.Actor, id domain.ServiceID) (out ServiceBack, err error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, a.onService(actor, id))
	if err != nil {
		return out, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return out, err
	}
	if out.Service, err = w.Service(ctx, id); err != nil {
		return out, err
	}
	out.ToCheck = out.Service.ToCheck(w.today())
	if out.Changes, err = w.ServiceChanges(ctx, id); err != nil {
		return out, err
	}
	out.Reports, err = w.ServiceReports(ctx, id)
	return out, err
}

// onService finds where a service is. One for staff alone is not there for whoever may not see it.
func (a *App) onService(actor domain.Actor, id domain.ServiceID) target {
	return func(ctx context.Context) (domain.Target, error) {
		s, err := a.db.Store().Service(ctx, id)
		if err != nil {
			return absent(err)
		}
		t := domain.Target{Spot: domain.Spot{DistrictID: s.DistrictID, TownID: s.TownID}}
		if !s.Public() && !domain.May(actor, domain.SeeUnlisted, t) {
			return absent(notFound())
		}
		return t, nil
	}
}

// DirectoryCounts are what waits for whoever looks after services.
type DirectoryCounts struct {
	Open     int // services that are not closed
	ToCheck  int
	Reported int
}

// DirectoryCounts counts what waits where the actor looks after services.
func (a *App) DirectoryCounts(ctx context.Context, actor domain.Actor) (out DirectoryCounts, err error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, somewhere(actor))
	if err != nil {
		return out, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return out, err
	}
	for _, one := range []struct {
		into *int
		f    ServiceFilter
	}{{&out.Open, ServiceFilter{Mine: true}}, {&out.ToCheck, ServiceFilter{ToCheck: true}}, {&out.Reported, ServiceFilter{Reported: true, Closed: true}}} {
		q, err := w.serviceQuery(ctx, one.f)
		if err != nil {
			return out, err
		}
		if *one.into, err = w.CountServices(ctx, q); err != nil {
			return out, err
		}
	}
	return out, nil
}

// MissedSearches lists what was looked for in the last three months and not there, the most wanted first.
func (a *App) MissedSearches(ctx context.Context, actor domain.Actor, page Page) ([]domain.MissedSearch, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, somewhere(actor))
	if err != nil {
		return nil, PageInfo{}, err
	}
	var after postgres.MissedKey
	if err := page.key(&after.Times, &after.Words, &after.TownID); err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, err := w.MissedSearches(ctx, actor.DistrictID, domain.ScopeOf(actor, domain.EditDirectory), w.today().AddDate(0, -missedMonths, 0), after, page.rows()+1)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, page, MissedCursor)
	return rows, info, nil
}

// MissedCursor is the place of what was not found in a list.
func MissedCursor(m domain.MissedSearch) string { return cursor(m.Times, m.Words, m.TownID) }
