package app

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/domain/recruit"
	"waymark/internal/postgres"
)

// WhatIf is somebody more, where nobody is yet: what would they have changed?
type WhatIf struct {
	StreetID     domain.StreetID
	Coordinator  bool                // they look after the streets of its section that nobody looks after, and help with nothing; else they help:
	Skills       []string            // with this,
	Availability domain.Availability // at these times,
	Reach        domain.Level        // so far from home,
	CapacityWeek int                 // so often a week
	Quarter      string              // whose asks are looked at, as in CoverageAsked
}

// WhatIfTrial is what somebody more would have changed. It names nobody, and says nothing finer than a section.
type WhatIfTrial struct {
	WorkID      domain.LongWorkID
	Done        bool // else the figures are still to come: ask again
	Percent     int  // how far it is
	What        WhatIf
	Street      string // where they would be: its name,
	Section     string // and that of its section
	From, Until time.Time
	Wide        bool // asks of the whole district; else of the street's town alone
	Asks        int  // that were looked at: somebody said yes who still helps, or nobody was found
	Older       bool // there were more, and these are the newest
	Helpers     int  // who said yes to one of them, and still helps
	Before      WhatIfLevels
	After       WhatIfLevels
	Nearer      int // asks that would have been placed nearer
	Found       int // asks that would have been placed at all
	Sooner      int // minutes of open time by which these would have gone out to somebody sooner, for the one in the middle; 0: for none
	Sections    []WhatIfSection
	Vacant      WhatIfVacant
}

// WhatIfLevels are how many asks are placed on each level.
type WhatIfLevels struct{ Street, Section, Town, District, Nobody int }

// WhatIfSection is what changes for the asks of a section where anything does.
type WhatIfSection struct {
	Section, Town       string
	Asks, Nearer, Found int
}

// WhatIfVacant is what a coordinator would change in their section.
type WhatIfVacant struct {
	Streets   int // that nobody looks after
	Asks      int // of the section
	Ownerless int // of these, asks from such streets that begin with the desk, and would begin with the coordinator
	Wider     int // of these, asks that were asked wider than the section
	NotFound  int // of these, asks for which nobody was found in time
}

// How much is looked at, and for how long.
const (
	whatIfMost = 5000             // asks, the newest
	whatIfTime = 40 * time.Second // for both plans
	whatIfKept = 10 * time.Minute // asks go on coming in
)

// whatIfWork is what the long work is given.
type whatIfWork struct {
	WhatIf
	Wide bool
}

// WhatIf works out by the solver what somebody more would have changed for the asks of the last year or a quarter. It is long work, and
// answers at once with how far it is; the same command again goes on.
func (a *App) WhatIf(ctx context.Context, actor domain.Actor, cmd WhatIf) (WhatIfTrial, error) {
	g, err := a.authorise(ctx, actor, domain.SeeCoverage, a.onStreet(cmd.StreetID))
	if err != nil {
		return WhatIfTrial{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return WhatIfTrial{}, err
	}
	if err := w.checkWhatIf(ctx, &cmd); err != nil {
		return WhatIfTrial{}, err
	}
	street, err := w.Store.Street(ctx, cmd.StreetID)
	if err != nil {
		return WhatIfTrial{}, err
	}
	spot := domain.Spot{DistrictID: street.DistrictID}
	input := whatIfWork{cmd, domain.May(actor, domain.SeeCoverage, domain.Target{Spot: spot})}
	if !input.Wide {
		spot.TownID = street.TownID
	}
	piece, err := w.beginWork(ctx, g, newWork{kind: WorkWhatIf, name: street.Label(), spot: spot, same: input, input: input, fresh: whatIfKept})
	if err != nil {
		return WhatIfTrial{}, err
	}
	if piece, err = a.soon(ctx, piece); err != nil {
		return WhatIfTrial{}, err
	}
	if piece.State == domain.WorkFailed {
		return WhatIfTrial{WorkID: piece.ID}, domain.Errorf(domain.Unavailable, "", "%s", piece.Error)
	}
	return WhatIfOf(piece)
}

// checkWhatIf looks at what is asked, and puts it in order.
func (w *work) checkWhatIf(ctx context.Context, cmd *WhatIf) (err error) {
	var wrong domain.Errors
	if err := (&Coverage{}).choose(w.today(), cmd.Quarter); err != nil {
		wrong.Add("quarter", "%s", domain.Text(err.Error()))
	}
	if cmd.Coordinator {
		*cmd = WhatIf{StreetID: cmd.StreetID, Coordinator: true, Quarter: cmd.Quarter}
		return wrong.Err()
	}
	if cmd.Skills, err = w.knownSkills(ctx, &wrong, cmd.Skills); err != nil {
		return err
	}
	slices.Sort(cmd.Skills)
	if cmd.Availability == 0 || cmd.Availability > domain.AnyTime {
		wrong.Add("availability", "Please say when they would be free, such as “Thursday afternoons” or “any time”.")
	}
	if cmd.Reach.String() == "" {
		wrong.Add("reach", "Please choose how far they would go: the street, the neighbourhood, the town or the district.")
	}
	if cmd.CapacityWeek < 1 || cmd.CapacityWeek > 20 {
		wrong.Add("capacityWeek", "Please give a number from 1 to 20.")
	}
	return wrong.Err()
}

// WhatIfOf is what came of a piece of work that asks what if, or how far it is.
func WhatIfOf(piece domain.LongWork) (out WhatIfTrial, err error) {
	if piece.State == domain.WorkDone {
		err = json.Unmarshal(piece.Result, &out)
	}
	out.WorkID, out.Done, out.Percent = piece.ID, piece.State == domain.WorkDone, piece.Percent()
	return out, err
}

// doWhatIf works it out. It changes nothing.
func doWhatIf(ctx context.Context, a *App, piece domain.LongWork, tell tellFunc) (any, error) {
	var cmd whatIfWork
	if err := json.Unmarshal(piece.Input, &cmd); err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, whatIfTime)
	defer stop()
	g, err := a.authorise(ctx, domain.Clock(), domain.SeeCoverage, at(domain.Spot{DistrictID: piece.DistrictID}))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	out, err := w.whatIf(ctx, piece.DistrictID, cmd, tell)
	if errors.Is(err, context.DeadlineExceeded) {
		err = domain.Errorf(domain.Unavailable, "", "There was too much to look at in %d seconds. Please choose a quarter instead of the year.", int(whatIfTime.Seconds()))
	}
	return out, err
}

func (w *work) whatIf(ctx context.Context, district domain.DistrictID, cmd whatIfWork, tell tellFunc) (out WhatIfTrial, err error) {
	street, err := w.Store.Street(ctx, cmd.StreetID)
	if err != nil {
		return out, err
	}
	var of Coverage
	if err := of.choose(w.today(), cmd.Quarter); err != nil {
		return out, err
	}
	out = WhatIfTrial{What: cmd.WhatIf, Street: street.Name, Section: street.SectionName, Wide: cmd.Wide, From: of.Months.From, Until: of.Months.Until}
	q := postgres.PastQuery{DistrictID: district, From: w.app.midnight(out.From), To: w.app.midnight(out.Until).Add(-time.Microsecond), Answered: true, Limit: whatIfMost + 1}
	if !cmd.Wide || cmd.Coordinator {
		q.TownID = street.TownID
	}
	asks, err := w.PastRequests(ctx, q)
	if err != nil {
		return out, err
	}
	if out.Older = len(asks) > whatIfMost; out.Older {
		asks = asks[:whatIfMost]
	}
	if cmd.Coordinator {
		return out, w.whatIfLookedAfter(ctx, street, asks, &out)
	}
	return out, w.whatIfHelped(ctx, district, asks, &out, tell)
}

// whatIfLookedAfter is what a coordinator of the streets of a section that have none would change.
func (w *work) whatIfLookedAfter(ctx context.Context, street domain.Street, asks []domain.PastRequest, out *WhatIfTrial) error {
	streets, err := w.CoverStreets(ctx, domain.Spot{DistrictID: street.DistrictID, TownID: street.TownID}, false, w.today())
	if err != nil {
		return err
	}
	vacant, v := map[domain.StreetID]bool{}, &out.Vacant
	for _, s := range streets {
		if s.SectionID == street.SectionID && !s.Main {
			vacant[s.ID] = true
		}
	}
	v.Streets = len(vacant)
	them := escalation.Candidates{Coordinator: []escalation.Candidate{{Person: 1}}, Desk: []escalation.Candidate{{Person: 2}}}
	for _, r := range asks {
		if r.SectionID != street.SectionID {
			continue
		}
		v.Asks++
		if _, why := escalation.Owner(r.StartLevel, them); !vacant[r.StreetID] || why != escalation.AsCoordinator {
			continue
		}
		v.Ownerless++
		v.Wider += count(r.Level > domain.AtSection)
		v.NotFound += count(r.FailedAt != nil)
	}
	return nil
}

// whatIfHelped is what somebody who helps would change.
func (w *work) whatIfHelped(ctx context.Context, district domain.DistrictID, asks []domain.PastRequest, out *WhatIfTrial, tell tellFunc) error {
	helpers, err := w.helpers(ctx, district, postgres.Around{Everywhere: true})
	if err != nil {
		return err
	}
	asks, helpers = decided(asks, helpers)
	out.Asks, out.Helpers = len(asks), len(helpers)
	more, err := w.NobodyYet(ctx, out.What.StreetID)
	if err != nil {
		return err
	}
	more.Skills, more.Availability, more.Reach, more.Capacity, more.CheckRank = out.What.Skills, out.What.Availability, out.What.Reach, out.What.CapacityWeek, domain.CheckEnhancedBarred.Rank()
	past, err := w.past(ctx, district, asks, append(helpers, more))
	if err != nil {
		return err
	}
	with, without := past, past
	n := len(helpers)
	without.Instance.Volunteers, without.Room = past.Instance.Volunteers[:n], past.Room[:n]
	before, err := recruit.Place(ctx, without, func(done int) { tell(int64(done), int64(2*len(asks))) })
	if err != nil {
		return err
	}
	after, err := recruit.Place(ctx, with, func(done int) { tell(int64(len(asks)+done), int64(2*len(asks))) })
	if err != nil {
		return err
	}
	return w.compareLevels(ctx, district, asks, before, after, out)
}

// decided are of some asks those for which somebody said yes who still helps, and those for which nobody was found, with whoever said yes. An
// ask that ended in another way tells nothing.
func decided(asks []domain.PastRequest, helpers []domain.Helper) ([]domain.PastRequest, []domain.Helper) {
	here, said := map[domain.PersonID]bool{}, map[domain.PersonID]bool{}
	for _, h := range helpers {
		here[h.PersonID] = true
	}
	asks = slices.DeleteFunc(asks, func(r domain.PastRequest) bool {
		said[r.Helper] = true
		if r.Helper != 0 {
			return !here[r.Helper]
		}
		return r.FailedAt == nil && (r.Level < domain.AtDistrict || r.StartLevel == domain.AtDistrict) || r.Ending == domain.Helped
	})
	return asks, slices.DeleteFunc(helpers, func(h domain.Helper) bool { return !said[h.PersonID] })
}

// past lays asks out by the weeks in which they were wanted. Helpers have room for as many a week as they said yes to, and could do what they did;
// one who is not known yet has as much as they say.
func (w *work) past(ctx context.Context, district domain.DistrictID, asks []domain.PastRequest, helpers []domain.Helper) (p recruit.Past, err error) {
	if p.Instance, err = w.layPast(ctx, district, asks, helpers); err != nil {
		return p, err
	}
	week := func(t time.Time) int32 {
		return int32(dateOf(domain.ISOWeek(t, w.app.zone), w.app.zone).Unix() / (7 * 24 * 3600))
	}
	at := map[domain.PersonID]int{}
	for v, h := range helpers {
		p.Room = append(p.Room, nil)
		if h.PersonID != 0 {
			at[h.PersonID], p.Room[v] = v, map[int32]int16{}
		}
	}
	for n, r := range asks {
		p.Week = append(p.Week, week(later(r.RaisedAt, r.WantedFrom)))
		if v, is := at[r.Helper]; is {
			p.Room[v][p.Week[n]]++
			who, q := &p.Instance.Volunteers[v], p.Instance.Requests[n]
			who.Have, who.Available, who.Reach = who.Have|q.Need, who.Available|q.Window, max(who.Reach, int8(p.Instance.Scope(q.Street, who.Street)))
		}
	}
	return p, nil
}

// compareLevels counts what has changed between two ways to place asks.
func (w *work) compareLevels(ctx context.Context, district domain.DistrictID, asks []domain.PastRequest, before, after []int8, out *WhatIfTrial) error {
	towns, sections, err := w.TownsAndSections(ctx, district)
	if err != nil {
		return err
	}
	rules, err := w.rules(ctx, district)
	if err != nil {
		return err
	}
	by, sooner := map[domain.SectionID]*WhatIfSection{}, []int{}
	for n, r := range asks {
		out.Before.add(before[n])
		out.After.add(after[n])
		in := by[r.SectionID]
		if in == nil {
			in = &WhatIfSection{}
			by[r.SectionID] = in
		}
		in.Asks++
		if after[n] == before[n] {
			continue
		}
		if before[n] == recruit.Unplaced {
			in.Found++
		} else {
			in.Nearer++
		}
		saved := 0
		for level := after[n]; level < before[n]; level++ {
			saved += int(rules.Policy.For(r.Urgency).Levels[level].In(rules.Hours.Day()) / time.Minute)
		}
		sooner = append(sooner, saved)
	}
	if slices.Sort(sooner); len(sooner) > 0 {
		out.Sooner = sooner[(len(sooner)-1)/2]
	}
	names := map[domain.TownID]string{}
	for _, t := range towns {
		names[t.ID] = t.Name
	}
	for _, s := range sections {
		if in := by[s.ID]; in != nil && in.Nearer+in.Found > 0 {
			in.Section, in.Town = s.Name, names[s.TownID]
			out.Sections, out.Nearer, out.Found = append(out.Sections, *in), out.Nearer+in.Nearer, out.Found+in.Found
		}
	}
	slices.SortStableFunc(out.Sections, func(a, b WhatIfSection) int { return b.Nearer + b.Found - a.Nearer - a.Found })
	return nil
}

// add counts an ask on its level.
func (l *WhatIfLevels) add(level int8) {
	*[]*int{&l.Street, &l.Section, &l.Town, &l.District, &l.Nobody}[level]++
}
