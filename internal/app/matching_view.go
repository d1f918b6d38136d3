package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/domain/matching"
	"waymark/internal/postgres"
)

// Matching is what the plan makes of an ask, for those who run it: why those who were asked were, who else is near, why nobody is found
// and what would change that. Who is better apart from whom is not in it, nor how often anybody says yes: somebody who may not be
// put together with the person reads like somebody who is not free.
type Matching struct {
	Looking   bool         // somebody is looked for now
	Chosen    []Match      // who was asked or goes, the first first
	Near      Nearby       // who helps within the level and would go that far, by what keeps them
	Others    []NearHelper // some of them, the nearest first: those whom the reader may see where they live
	WhyNobody []string     // why the plan has nobody (else) for it; empty when it has, or is not looking
	WouldHelp []string     // what would change that
}

// Match is somebody who was chosen for an ask, and why.
type Match struct {
	PersonID  domain.PersonID
	FirstName string
	State     domain.InvitationState
	By        domain.InvitationKind
	Why       []string
}

// Nearby counts those who are near. Each is counted once more, by the first thing that keeps them.
type Nearby struct {
	All        int
	CannotDo   int // they lack a skill, a check or what was wished for
	NotFree    int // in time, in their week, in what they like to be asked, or for another reason of their own
	Asked      int // for this already
	ForOthers  int // the plan gives them to others who wait, the more urgent first
	CouldBeNow int // nothing keeps them
}

// NearHelper is somebody who is near, and what keeps them.
type NearHelper struct {
	PersonID   domain.PersonID
	FirstName  string
	StreetName string
	Words      string
}

// What is looked at to explain a plan.
const (
	othersMost  = 10
	rivalsMost  = 200 // asks that wait as well
	rivalsAhead = 24 * time.Hour
)

// Matching says why, to those who may see the ask.
func (a *App) Matching(ctx context.Context, actor domain.Actor, id domain.RequestID) (Matching, error) {
	g, err := a.authorise(ctx, actor, domain.SeeAsk, a.onRequest(id))
	if err != nil {
		return Matching{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return Matching{}, err
	}
	r, err := w.Request(ctx, id)
	if err != nil {
		return Matching{}, err
	}
	invitations, err := w.Invitations(ctx, id)
	if err != nil {
		return Matching{}, err
	}
	out := Matching{Looking: looking(r), Chosen: w.whyChosen(invitations)}
	switch {
	case r.State != domain.Open:
		return out, nil
	case !r.Placed():
		out.WhyNobody = []string{"We do not know the street yet, so nobody can be looked for."}
		return out, nil
	}
	b, err := w.boardBeside(ctx, r)
	if err != nil {
		return out, err
	}
	plan, err := matching.Solve(ctx, &b.instance, matching.Options{})
	if err != nil {
		return out, err
	}
	v := newViewOf(b, plan, r, invitations)
	if v.helps, v.notMet, err = w.HelpersIn(ctx, r.Spot(), r.Level); err != nil {
		return out, err
	}
	out.Near, out.Others = v.near(actor)
	out.WhyNobody, out.WouldHelp = v.words()
	return out, nil
}

// looking reports whether the clock looks for somebody.
func looking(r domain.Request) bool {
	return r.State == domain.Open && r.Placed() && r.Knows == domain.Agreed && r.GoesOut != domain.NeverOut && r.ApprovedAt != nil &&
		r.HoldUntil == nil && !r.Asleep && r.MissedAt == nil
}

// whyChosen says of everybody who was asked why it was them.
func (w *work) whyChosen(invitations []domain.Invitation) (out []Match) {
	for _, i := range invitations {
		m := Match{PersonID: i.PersonID, FirstName: i.FirstName, State: i.State, By: i.Kind}
		switch i.Kind {
		case domain.ByMatching:
		case domain.ByRegular:
			m.Why = append(m.Why, w.lang.Say("They are the regular helper"))
		default:
			m.Why = append(m.Why, w.lang.Say("A person chose them"))
		}
		m.Why = append(m.Why, w.lang.Text(scopeWords(i.Scope)))
		if i.Metres > 0 {
			m.Why = append(m.Why, w.lang.Say("About %d m along the streets", i.Metres))
		}
		if len(i.Reasons.Skills) > 0 {
			m.Why = append(m.Why, w.lang.Say("Can do what is wanted"))
		}
		m.Why = append(m.Why, w.lang.Say("For %s", w.lang.Time(i.VisitAt, w.now, w.app.zone)))
		if i.Reasons.LoadPrice > 0 {
			m.Why = append(m.Why, w.lang.Say("Their visits that week count as %d m, so that turns are fair", i.Reasons.LoadPrice))
		}
		out = append(out, m)
	}
	return out
}

// boardBeside lays out a request beside the others that wait, so that the plan can say who goes to whom. How often somebody says yes is
// left out of it: nothing that is said from it may tell.
func (w *work) boardBeside(ctx context.Context, r domain.Request) (*board, error) {
	open, err := w.RequestToMatch(ctx, r.DistrictID, r.ID)
	if err != nil {
		return nil, err
	}
	rivals, err := w.RivalRequests(ctx, r.DistrictID, r.ID, w.now.Add(rivalsAhead), rivalsMost)
	if err != nil {
		return nil, err
	}
	requests := []domain.OpenRequest{open}
	for _, q := range rivals {
		requests = append(requests, q.Open())
	}
	helpers, err := w.helpers(ctx, r.DistrictID, postgres.Around{Everywhere: true})
	if err != nil {
		return nil, err
	}
	b, err := w.lay(ctx, r.DistrictID, requests, helpers, true)
	if err != nil {
		return nil, err
	}
	for v, h := range b.helpers {
		b.instance.Volunteers[v].Held = 0
		if h.AsksLeft <= 0 {
			b.instance.Volunteers[v].Load = b.instance.Volunteers[v].Capacity
		}
	}
	return b, nil
}

// viewOf looks at the first request of a board.
type viewOf struct {
	*board
	plan   *matching.Plan
	r      domain.Request
	asked  map[domain.PersonID]bool
	waits  bool  // somebody has been asked and has not answered
	taken  []int // by helper: new cases in the plan
	counts Nearby
	helps  int // who live near enough, met or not
	notMet int // of them
}

func newViewOf(b *board, plan *matching.Plan, r domain.Request, invitations []domain.Invitation) *viewOf {
	v := &viewOf{board: b, plan: plan, r: r, asked: map[domain.PersonID]bool{}, taken: make([]int, len(b.helpers))}
	for _, i := range invitations {
		if i.State == domain.Undelivered || (i.State == domain.InvitationWithdrawn && i.AnsweredAt == nil) {
			continue
		}
		v.asked[i.PersonID] = true
		v.waits = v.waits || i.State.Live()
	}
	for _, h := range plan.Volunteer {
		if h != matching.None {
			v.taken[h]++
		}
	}
	return v
}

// near counts those who are near, and lists some of them whom the reader may see.
func (v *viewOf) near(actor domain.Actor) (Nearby, []NearHelper) {
	type beside struct {
		NearHelper
		metres int64
	}
	var all []beside
	for n, h := range v.helpers {
		why := matching.Pair(&v.instance, 0, int32(n))
		if why.Why&(matching.Elsewhere|matching.NotYet|matching.OutOfReach) != 0 && !v.asked[h.PersonID] || h.PersonID == v.r.PersonID {
			continue
		}
		words := v.keeps(int32(n), why)
		home := h.Spot()
		home.DistrictID = v.r.DistrictID
		if domain.May(actor, domain.SeePeople, domain.Target{Spot: home}) {
			all = append(all, beside{NearHelper{PersonID: h.PersonID, FirstName: h.FirstName, StreetName: h.StreetName, Words: words}, why.Metres})
		}
	}
	slices.SortStableFunc(all, func(a, b beside) int { return cmp.Compare(a.metres, b.metres) })
	var out []NearHelper
	for _, o := range all[:min(len(all), othersMost)] {
		out = append(out, o.NearHelper)
	}
	return v.counts, out
}

// keeps says what keeps a helper, and counts them by it. What has to do with the two of them, and not with the helper alone, is said in
// the words of one who is not free.
func (v *viewOf) keeps(n int32, why matching.Reason) string {
	h := v.helpers[n]
	v.counts.All++
	switch {
	case v.asked[h.PersonID]:
		v.counts.Asked++
		return v.in.Say("Has been asked for this")
	case why.Why&matching.Unskilled != 0:
		v.counts.CannotDo++
		return v.in.Say("Lacks: %s", strings.Join(v.lacking(why.Lacks), ", "))
	case why.Why&(matching.NoTime|matching.Apart|matching.Full) != 0:
		v.counts.NotFree++
		return v.in.Say("Not free for this")
	case v.plan.Volunteer[0] != n && v.taken[n] >= int(v.instance.Volunteers[n].Capacity-v.instance.Volunteers[n].Load):
		v.counts.ForOthers++
		return v.in.Say("Goes to others who wait")
	}
	v.counts.CouldBeNow++
	return v.in.Say("Could go")
}

// words say why the plan has nobody for it, and what would change that. near comes first: it counts.
func (v *viewOf) words() (why, help []string) {
	if v.plan.Volunteer[0] != matching.None {
		return nil, nil
	}
	reasons := matching.Unserved(&v.instance, v.plan, 0)
	why = v.mainWords(reasons)
	if why == nil {
		return nil, nil
	}
	if wished := v.wishWords(v.r, reasons); wished != nil {
		why, help = wished[:1], wished[1:]
	}
	if reasons.NextLevel >= 0 {
		level := domain.Level(reasons.NextLevel)
		help = append(help, v.in.Say("In the whole %s, %d could.", domain.Text(level.Plain()), reasons.Wider[reasons.NextLevel]))
	}
	if reasons.Learners > 0 && reasons.Skill&v.wishes(v.r.Wishes) == 0 {
		help = append(help, v.in.Say("%d more could with this: %s.", reasons.Learners, v.lacking(reasons.Skill)[0]))
	}
	if v.counts.NotFree > 0 {
		help = append(help, v.in.Say("Another time, or more room in somebody’s week, may help too."))
	}
	if v.counts.ForOthers > 0 {
		help = append(help, v.in.Say("One more place in somebody’s week would do."))
	}
	return why, help
}

func (v *viewOf) mainWords(reasons matching.Reasons) []string {
	place := domain.Text(v.r.Level.Plain())
	switch reasons.Main {
	case matching.ToMoreUrgent:
		return []string{v.in.Say("Those who are left go to something more urgent.")}
	case matching.ToOthers:
		return []string{v.in.Say("Those who are left go to others who wait.")}
	case matching.NobodyInTime, matching.AllApart, matching.AllFull:
		if v.counts.NotFree == 0 {
			return []string{v.in.Say("Those in this %s who can do this have been asked.", place)}
		}
		return []string{v.in.Say("Those in this %s who can do this are not free when it is wanted.", place)}
	case matching.NobodySkilled:
		return []string{upperFirst(v.in.Count(reasons.Near, "%s person helps in this %s, but cannot do this.", "%s people help in this %s, but none can do this.", v.in.Text(string(place))))}
	case matching.NobodyNear:
		return []string{v.nobodyNear(place)}
	}
	return nil
}

// nobodyNear says why nobody is near: nobody helps there, nobody has met them, they are away, or they do not go so far.
func (v *viewOf) nobodyNear(place domain.Text) string {
	here := 0
	for _, h := range v.helpers {
		if v.r.Level == domain.AtDistrict || v.r.Level == domain.AtTown && h.TownID == v.r.TownID || v.r.Level == domain.AtSection && h.SectionID == v.r.SectionID || h.StreetID == v.r.StreetID {
			here++
		}
	}
	switch {
	case v.helps == 0:
		return v.in.Say("Nobody helps in this %s yet.", place)
	case v.notMet == v.helps:
		return upperFirst(v.in.Count(v.notMet, "%s person helps in this %s, but nobody has met them yet.", "%s people help in this %s, but nobody has met them yet.", v.in.Text(string(place))))
	case here == 0:
		return v.in.Say("Those who help in this %s are away or take a rest just now.", place)
	}
	return v.in.Say("Nobody who helps in this %s goes that far.", place)
}
