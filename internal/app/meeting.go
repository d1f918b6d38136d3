package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// MeetingAction is what somebody said at a meeting that they would do.
type MeetingAction = domain.MeetingAction

// Agenda is what a daily meeting goes through.
type Agenda struct {
	Now         time.Time
	Today       time.Time       // a date
	Begun       *domain.Meeting // nil: not begun today
	Since       time.Time       // what it counts from: the beginning of the meeting before, else a day ago
	Figures     domain.MeetingFigures
	Actions     []MeetingAction // said before today: what is not done, late first, and then what was done since
	Said        []MeetingAction // said today
	NotFound    []domain.Case
	Waiting     []domain.Case
	ComingUp    []domain.Case // to the district, within a day
	News        []domain.TownNews
	Streets     []domain.TownStreets
	Vacant      []domain.VacantStreet // some: first those without anybody since the meeting before
	Gaps        []domain.Gap          // new since the meeting before, or somebody has done something about it since
	People      []domain.Name         // who may be given an action
	ComingUpAll int
}

// How much a meeting reads of what could be long; the figures count all.
const (
	casesMost  = 100
	vacantMost = 6
	gapsMost   = 50
)

// Meeting shows what today's meeting of the district goes through, as it stands now.
func (a *App) Meeting(ctx context.Context, actor domain.Actor) (Agenda, error) {
	g, err := a.authorise(ctx, actor, domain.HoldMeeting, inDistrict(actor))
	if err != nil {
		return Agenda{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return Agenda{}, err
	}
	return w.agenda(ctx, actor.DistrictID)
}

// inDistrict is the target of what is done to the whole of the actor's district.
func inDistrict(actor domain.Actor) target { return at(domain.Spot{DistrictID: actor.DistrictID}) }

// agenda puts a meeting together.
func (w *work) agenda(ctx context.Context, district domain.DistrictID) (out Agenda, err error) {
	out.Now, out.Today = w.now, w.today()
	if out.Begun, out.Since, err = w.sinceLast(ctx, district); err != nil {
		return out, err
	}
	if err = w.caseLists(ctx, district, &out); err != nil {
		return out, err
	}
	if err = w.actionLists(ctx, district, &out); err != nil {
		return out, err
	}
	if out.News, err = w.TownNews(ctx, district, out.Since); err != nil {
		return out, err
	}
	whole := domain.Scope{Districts: []domain.DistrictID{district}}
	if out.Streets, err = w.TownStreets(ctx, whole, out.Today); err != nil {
		return out, err
	}
	if out.Vacant, err = w.VacantStreets(ctx, whole, out.Today, dateOf(out.Since, w.app.zone), vacantMost); err != nil {
		return out, err
	}
	if out.Gaps, err = w.MovedGaps(ctx, district, out.Since, w.today(), gapsMost); err != nil {
		return out, err
	}
	for _, n := range out.News {
		out.Figures.Asked += n.Asked
		out.Figures.Helped += n.Helped
	}
	for _, t := range out.Streets {
		out.Figures.Vacant += t.Vacant
	}
	out.People, err = w.MeetingPeople(ctx, district, out.Today)
	return out, err
}

// sinceLast is today's meeting, where it has begun, and what it counts from.
func (w *work) sinceLast(ctx context.Context, district domain.DistrictID) (*domain.Meeting, time.Time, error) {
	m, err := w.Store.Meeting(ctx, district, w.today())
	if err == nil {
		return &m, m.Since, nil
	}
	if domain.KindOf(err) != domain.NotFound {
		return nil, time.Time{}, err
	}
	before, err := w.MeetingsBefore(ctx, district, w.today(), 1)
	if err != nil || len(before) == 0 {
		return nil, w.now.AddDate(0, 0, -1), err
	}
	return nil, before[0].BeganAt, nil
}

// caseLists are the asks of an agenda.
func (w *work) caseLists(ctx context.Context, district domain.DistrictID, out *Agenda) error {
	for _, l := range []struct {
		kind postgres.CaseKind
		into *[]domain.Case
		all  *int
	}{{postgres.NotFound, &out.NotFound, &out.Figures.NotFound}, {postgres.Waiting, &out.Waiting, &out.Figures.Waiting},
		{postgres.ComingUp, &out.ComingUp, &out.ComingUpAll}} {
		var err error
		if *l.into, *l.all, err = w.Cases(ctx, district, l.kind, w.now, casesMost); err != nil {
			return err
		}
	}
	return nil
}

// actionLists are what was said before today and today.
func (w *work) actionLists(ctx context.Context, district domain.DistrictID, out *Agenda) error {
	all, err := w.MeetingActions(ctx, postgres.ActionFilter{DistrictID: district, Open: true, DoneSince: &out.Since, Limit: actionsMost})
	for _, a := range all {
		if a.SaidOn.Equal(out.Today) {
			out.Said = append(out.Said, a)
		} else {
			out.Actions = append(out.Actions, a)
		}
	}
	return err
}

// BeginMeeting notes that today's meeting has begun, with its figures. It begins once: later it changes nothing.
func (a *App) BeginMeeting(ctx context.Context, actor domain.Actor) error {
	g, err := a.authorise(ctx, actor, domain.HoldMeeting, inDistrict(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error { return w.beginMeeting(ctx, actor) })
}

func (w *work) beginMeeting(ctx context.Context, actor domain.Actor) error {
	agenda, err := w.agenda(ctx, actor.DistrictID)
	if err != nil || agenda.Begun != nil {
		return err
	}
	return w.AddMeeting(ctx, &domain.Meeting{DistrictID: actor.DistrictID, HeldOn: agenda.Today, BeganAt: w.now, BeganBy: actor.PersonID, Since: agenda.Since,
		MeetingFigures: agenda.Figures, NotFoundIDs: caseIDs(agenda.NotFound), WaitingIDs: caseIDs(agenda.Waiting)})
}

func caseIDs(cases []domain.Case) []domain.RequestID {
	out := make([]domain.RequestID, len(cases))
	for n, c := range cases {
		out[n] = c.ID
	}
	return out
}

// PastMeeting is a meeting as it is read later.
type PastMeeting struct {
	domain.Meeting
	Said     []MeetingAction      // that day
	Settled  []MeetingAction      // done or carried over that day, and said before
	NotFound []domain.RequestLine // the asks that were on its lists, as they stand now
	Waiting  []domain.RequestLine
}

// PastMeetings lists the meetings before today, the newest first.
func (a *App) PastMeetings(ctx context.Context, actor domain.Actor, page Page) ([]domain.Meeting, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.HoldMeeting, inDistrict(actor))
	if err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	before := w.today()
	if err := page.key(&before); err != nil {
		return nil, PageInfo{}, err
	}
	rows, err := w.MeetingsBefore(ctx, actor.DistrictID, before, page.rows()+1)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, page, MeetingCursor)
	return rows, info, nil
}

// MeetingCursor is the cursor of one row of PastMeetings.
func MeetingCursor(m domain.Meeting) string { return cursor(m.HeldOn) }

// PastMeeting reads the meeting of a day, given as any instant of it in UTC.
func (a *App) PastMeeting(ctx context.Context, actor domain.Actor, on time.Time) (PastMeeting, error) {
	g, err := a.authorise(ctx, actor, domain.HoldMeeting, inDistrict(actor))
	if err != nil {
		return PastMeeting{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return PastMeeting{}, err
	}
	var out PastMeeting
	if out.Meeting, err = w.Store.Meeting(ctx, actor.DistrictID, dateOnly(on)); err != nil {
		return out, err
	}
	day := [2]time.Time{a.midnight(out.HeldOn), a.midnight(out.HeldOn.AddDate(0, 0, 1))}
	all, err := w.MeetingActions(ctx, postgres.ActionFilter{DistrictID: actor.DistrictID, During: &day, Limit: actionsMost})
	for _, action := range all {
		if action.SaidOn.Equal(out.HeldOn) {
			out.Said = append(out.Said, action)
		} else {
			out.Settled = append(out.Settled, action)
		}
	}
	if err != nil {
		return out, err
	}
	if out.NotFound, err = w.linesOf(ctx, actor, out.NotFoundIDs); err != nil {
		return out, err
	}
	out.Waiting, err = w.linesOf(ctx, actor, out.WaitingIDs)
	return out, err
}

// linesOf are some asks as lists show them, in the order of their ids as given, those that the actor may see.
func (w *work) linesOf(ctx context.Context, actor domain.Actor, ids []domain.RequestID) (out []domain.RequestLine, err error) {
	for _, id := range ids {
		f := w.app.scoped(actor, RequestFilter{})
		f.ID, f.Limit = id, 1
		lines, err := requestLines(ctx, w.Store, f)
		if err != nil {
			return nil, err
		}
		out = append(out, lines...)
	}
	return out, nil
}

// FreeCase is an ask that came up to the district, with who is free to go now.
type FreeCase struct {
	domain.Case
	Free []Candidate // the first of those against whom nothing speaks; none where nobody can be asked
	Fit  int         // how many there are of the shortlist
}

// FreeCases is for how many of the asks that no town could place it is looked who is free now.
const FreeCases = 5

// freeNames is how many people are named beside each of them.
const freeNames = 3

// Cases lists the asks that no town could place, by when help is last of use, and for the first of them who is free now; and how many there are.
func (a *App) Cases(ctx context.Context, actor domain.Actor) ([]FreeCase, int, error) {
	g, err := a.authorise(ctx, actor, domain.HoldMeeting, inDistrict(actor))
	if err != nil {
		return nil, 0, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, 0, err
	}
	cases, all, err := w.Store.Cases(ctx, actor.DistrictID, postgres.CameUp, w.now, casesMost)
	if err != nil || len(cases) == 0 {
		return nil, 0, err
	}
	out := make([]FreeCase, len(cases))
	for n, c := range cases {
		out[n].Case = c
	}
	return out, all, w.free(ctx, actor, out[:min(len(out), FreeCases)])
}

// free finds who could go now to each of some cases, on one board for all of them.
func (w *work) free(ctx context.Context, actor domain.Actor, cases []FreeCase) error {
	ids := make([]domain.RequestID, len(cases))
	for n, c := range cases {
		ids[n] = c.ID
	}
	open, err := w.TheseToMatch(ctx, actor.DistrictID, ids)
	if err != nil {
		return err
	}
	open = slices.DeleteFunc(open, func(r domain.OpenRequest) bool { return whyNoShortlist(r.Request, actor) != "" })
	if len(open) == 0 {
		return nil
	}
	helpers, err := w.helpers(ctx, actor.DistrictID, postgres.Around{Everywhere: true, Askable: true})
	if err != nil {
		return err
	}
	b, err := w.lay(ctx, actor.DistrictID, open, helpers, true)
	if err != nil {
		return err
	}
	for n, r := range open {
		cases[slices.Index(ids, r.ID)].choose(actor, b.shortlist(n))
	}
	return nil
}

// choose takes of a shortlist those who are free.
func (c *FreeCase) choose(actor domain.Actor, shortlist []Candidate) {
	for _, candidate := range shortlist {
		if !candidate.Fits {
			continue
		}
		if c.Fit++; c.Fit <= freeNames {
			candidate.hideName(actor, actor.DistrictID)
			c.Free = append(c.Free, candidate)
		}
	}
}

// CameUp returns the first of the asks that no town could place, and how many there are: what a desk shows of them.
func (a *App) CameUp(ctx context.Context, actor domain.Actor, most int) ([]domain.Case, int, error) {
	g, err := a.authorise(ctx, actor, domain.HoldMeeting, inDistrict(actor))
	if err != nil {
		return nil, 0, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, 0, err
	}
	return w.Store.Cases(ctx, actor.DistrictID, postgres.CameUp, w.now, most)
}
