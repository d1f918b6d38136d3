package app

import (
	"context"
	"math"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/postgres"
)

// How much may be written about a gathering, and on how many days at once one may look.
const (
	longestPlaceName = 80
	longestWelcome   = 1000
	longestNotice    = 200
	mostDaysShown    = 366
)

// GatheringsShown says which gatherings are wanted: those of a town (0: of all) with a date in the days from From on. Zeroes are a week
// from today.
type GatheringsShown struct {
	TownID domain.TownID
	From   time.Time // a date
	Days   int
}

// GatheringView is a gathering and its dates, the earliest first.
type GatheringView struct {
	domain.Gathering
	Dates []domain.GatheringDate
}

// PlaceKind is what sort of place it is at.
func (v GatheringView) PlaceKind() domain.PlaceKind { return v.Place.Kind }

// PlaceName is the name of its place.
func (v GatheringView) PlaceName() string { return v.Place.Name }

// GettingThere says how to find it, or how to join.
func (v GatheringView) GettingThere() string { return v.Place.GettingThere }

// Point is where it is on the map; nil: not known.
func (v GatheringView) Point() *domain.Point {
	if !v.Place.Point.Known() {
		return nil
	}
	return &v.Place.Point
}

// GatheringCursor is the place of a gathering in the list.
func GatheringCursor(v GatheringView) string { return cursor(v.TownName, v.Place.Name, v.ID) }

// ListGatherings is Gatherings a window at a time, by town and place.
func (a *App) ListGatherings(ctx context.Context, actor domain.Actor, shown GatheringsShown, page Page) ([]GatheringView, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.SeeGatherings, at(domain.Spot{}))
	if err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	q := postgres.GatheringQuery{TownID: shown.TownID, Limit: page.rows() + 1}
	q.From, q.Until = w.gatheringTime(shown)
	if err := page.key(&q.After.Town, &q.After.Place, &q.After.ID); err != nil {
		return nil, PageInfo{}, err
	}
	rows, err := w.gatheringViews(ctx, q)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, page, GatheringCursor)
	return rows, info, nil
}

// Gatherings shows what is on. Anybody may know.
func (a *App) Gatherings(ctx context.Context, actor domain.Actor, shown GatheringsShown) ([]GatheringView, error) {
	g, err := a.authorise(ctx, actor, domain.SeeGatherings, at(domain.Spot{}))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	from, until := w.gatheringTime(shown)
	return w.gatheringViews(ctx, postgres.GatheringQuery{TownID: shown.TownID, From: from, Until: until})
}

// gatheringTime is the time of the days that are wanted, as the clocks here show it. Of today what is over is left out.
func (w *work) gatheringTime(shown GatheringsShown) (from, until time.Time) {
	day := shown.From
	if day.IsZero() {
		day = w.today()
	}
	days := min(shown.Days, mostDaysShown)
	if days <= 0 {
		days = 7
	}
	from, until = domain.OnWall(day, 0, w.app.zone), domain.OnWall(day.AddDate(0, 0, days), 0, w.app.zone)
	if from.Before(w.now) {
		from = w.now
	}
	return from, until
}

func (w *work) gatheringViews(ctx context.Context, q postgres.GatheringQuery) ([]GatheringView, error) {
	all, err := w.Store.Gatherings(ctx, q)
	if err != nil {
		return nil, err
	}
	dates, err := w.GatheringDates(ctx, q)
	if err != nil {
		return nil, err
	}
	out := make([]GatheringView, len(all))
	at := map[domain.GatheringID]int{}
	for n, g := range all {
		out[n].Gathering, at[g.ID] = g, n
	}
	for _, d := range dates {
		if n, ok := at[d.GatheringID]; ok {
			out[n].Dates = append(out[n].Dates, d)
		}
	}
	return out, nil
}

// Gathering shows one gathering with all its dates that are not over. Anybody may know.
func (a *App) Gathering(ctx context.Context, actor domain.Actor, id domain.GatheringID) (GatheringView, error) {
	g, err := a.authorise(ctx, actor, domain.SeeGatherings, at(domain.Spot{}))
	if err != nil {
		return GatheringView{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return GatheringView{}, err
	}
	return w.gatheringAhead(ctx, id)
}

// gatheringAhead is a gathering with all its dates that are not over.
func (w *work) gatheringAhead(ctx context.Context, id domain.GatheringID) (out GatheringView, err error) {
	if out.Gathering, err = w.Store.Gathering(ctx, id); err != nil {
		return GatheringView{}, err
	}
	if out.Dates, err = w.GatheringDates(ctx, postgres.GatheringQuery{ID: id, From: w.now, Until: w.now.AddDate(2, 0, 0)}); err != nil {
		return out, err
	}
	return out, w.nameHost(ctx, &out)
}

// GatheringKinds are the kinds that a gathering in a district can be of, those too that are offered no more. Anybody may know.
func (a *App) GatheringKinds(ctx context.Context, actor domain.Actor, district domain.DistrictID) ([]domain.GatheringKind, error) {
	if _, err := a.authorise(ctx, actor, domain.SeeGatherings, at(domain.Spot{})); err != nil {
		return nil, err
	}
	return a.db.Store().GatheringKinds(ctx, district)
}

// AddGathering is a new Talking Bench, Talking Café or whatever else people come to.
type AddGathering struct {
	TownID       domain.TownID
	Kind         string           // the code of a domain.GatheringKind
	PlaceKind    domain.PlaceKind // where the kind is no bench
	PlaceName    string           // of a place that is known already, or a new one
	GettingThere string           // "": as it was said of the place before
	Point        domain.Point     // zero: not known
	Every        domain.Every
	FirstOn      time.Time // dates
	LastOn       time.Time // not wanted for what is once
	Starts       int       // minutes since midnight on the wall
	Ends         int
	Holidays     bool // on bank holidays too
	Welcome      string
	HostIsMe     bool // whoever adds it sits there
	NameMe       bool // and their first name may stand on the page

	IdempotencyKey string // the same key and input again are kept once; "": none
}

// AddGathering makes a gathering with all its dates.
func (a *App) AddGathering(ctx context.Context, actor domain.Actor, cmd AddGathering) (domain.GatheringID, error) {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onTown(cmd.TownID))
	if err != nil {
		return 0, err
	}
	var id int64
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		id, err = w.once(ctx, "AddGathering", cmd.IdempotencyKey, cmd, func() (int64, error) { return w.addGathering(ctx, g.target.Spot, cmd) })
		return err
	})
	return domain.GatheringID(id), benchTaken(err)
}

func (w *work) addGathering(ctx context.Context, in domain.Spot, cmd AddGathering) (int64, error) {
	made, err := w.newGathering(ctx, in, cmd)
	if err != nil {
		return 0, err
	}
	if err := w.KeepGatheringPlace(ctx, &made.Place); err != nil {
		return 0, err
	}
	if err := w.Store.AddGathering(ctx, &made); err != nil {
		return 0, err
	}
	return int64(made.ID), w.planDates(ctx, made, made.FirstOn)
}

// planDates makes the dates of a gathering from a day on what its rhythm says.
func (w *work) planDates(ctx context.Context, g domain.Gathering, from time.Time) error {
	days, _ := g.Days(escalation.IsBankHoliday)
	var dates []domain.GatheringDate
	for _, day := range days {
		if day.Before(from) {
			continue
		}
		d := domain.GatheringDate{DistrictID: g.DistrictID, GatheringID: g.ID, Day: day, PlannedStarts: g.Starts, PlannedEnds: g.Ends, PlaceID: g.Place.ID}
		d.Hold(day, g.Starts, g.Ends, w.app.zone)
		dates = append(dates, d)
	}
	return w.PlanGatheringDates(ctx, g, from, dates, w.now)
}

// newGathering reads a gathering out of the command, with all that is wrong with it.
func (w *work) newGathering(ctx context.Context, in domain.Spot, cmd AddGathering) (domain.Gathering, error) {
	var wrong domain.Errors
	out := domain.Gathering{DistrictID: in.DistrictID, TownID: in.TownID, Welcome: plain(cmd.Welcome), CreatedAt: w.now, ChangedAt: w.now,
		Rhythm: domain.Rhythm{Every: cmd.Every, FirstOn: cmd.FirstOn, LastOn: cmd.LastOn, Starts: cmd.Starts, Ends: cmd.Ends, Holidays: cmd.Holidays},
		Place: domain.GatheringPlace{DistrictID: in.DistrictID, TownID: in.TownID, Kind: cmd.PlaceKind, Name: line(cmd.PlaceName),
			GettingThere: plain(cmd.GettingThere), Point: cmd.Point}}
	if cmd.Every == domain.Once {
		out.LastOn = cmd.FirstOn
	}
	if cmd.HostIsMe {
		out.HostID, out.HostShown = w.by.PersonID, cmd.NameMe && w.by.PersonID != 0
	}
	kinds, err := w.Store.GatheringKinds(ctx, in.DistrictID)
	if err != nil {
		return out, err
	}
	for _, k := range kinds {
		if k.Code == cmd.Kind && k.Offered {
			out.Kind = k
		}
	}
	if out.Kind.Code == "" {
		wrong.Add("kind", "Please choose what it is.")
	}
	if out.Kind.Bench {
		out.Place.Kind = domain.OnBench
	}
	checkPlace(&wrong, out.Place)
	tooLong(&wrong, "welcome", out.Welcome, longestWelcome)
	w.checkRhythm(&wrong, out.Rhythm)
	return out, wrong.Err()
}

// checkRhythm notes what is wrong with a rhythm that begins today or later.
func (w *work) checkRhythm(wrong *domain.Errors, r domain.Rhythm) {
	if err := r.Check(w.today()); err != nil {
		*wrong = append(*wrong, err.(domain.Errors)...)
	} else if days, _ := r.Days(escalation.IsBankHoliday); len(days) == 0 {
		wrong.Add("lastOn", "No day is left: each of them is a bank holiday. Please choose other days, or say that it is on bank holidays too.")
	}
}

// checkPlace notes what is wrong with where people meet.
func checkPlace(wrong *domain.Errors, p domain.GatheringPlace) {
	switch p.Kind {
	case domain.OnBench, domain.Indoors, domain.Outdoors, domain.Online:
	default:
		wrong.Add("placeKind", "Please choose what sort of place it is.")
	}
	if domain.NameKey(p.Name) == "" {
		wrong.Add("placeName", "Please write the name of the place, such as “The bench by the boat slip”.")
	}
	tooLong(wrong, "placeName", p.Name, longestPlaceName)
	tooLong(wrong, "gettingThere", p.GettingThere, longestWelcome)
	switch {
	case p.Kind == domain.OnBench && !p.Point.Known():
		wrong.Add("point", "A bench needs its point on the map, so that people find the right one. It is two numbers, such as 51.2093, -4.1152.")
	case !(math.Abs(p.Point.Lat) <= 90 && math.Abs(p.Point.Lon) <= 180):
		wrong.Add("point", "This is no point on the map. It is two numbers, such as 51.2093, -4.1152.")
	case p.Kind == domain.Online && p.GettingThere == "":
		wrong.Add("gettingThere", "Please write how people join: the number to ring, or the address to open.")
	}
}

// benchTaken says it in words when another gathering is on the bench.
func benchTaken(err error) error {
	if postgres.BenchTaken(err) {
		return domain.Errorf(domain.Invalid, "starts", "Somebody else is on that bench at that time. Please choose another time, or another bench.")
	}
	return err
}

// onGathering finds where a gathering is.
func (a *App) onGathering(id domain.GatheringID) target {
	return func(ctx context.Context) (domain.Target, error) {
		g, err := a.db.Store().Gathering(ctx, id)
		if err != nil {
			return absent(err)
		}
		return domain.Target{Thing: true, Spot: domain.Spot{DistrictID: g.DistrictID, TownID: g.TownID}}, nil
	}
}
