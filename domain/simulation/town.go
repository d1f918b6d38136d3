package simulation

import (
	"cmp"
	"context"
	"slices"

	"waymark/domain"
	"waymark/domain/matching"
)

const (
	classes = 4 // of urgency
	levels  = 4 // street, section, town, district
)

// town is a simulation under way.
type town struct {
	Setup
	now   int32
	paces [classes]domain.Pace
	asks  []ask
	hands []hand // by volunteer
	apart map[int32][]int32
	near  [levels]map[int32][]int32 // volunteers by street, section, town, district
	day   int32
	week  int
}

// ask is one request under way.
type ask struct {
	rung
	helper  int32 // who said yes, or matching.None
	helped  int32 // when
	over    bool  // served, or help is of no use any more
	planned int32 // it was last put into a plan; -1: not yet
	freed   int32 // somebody last said no or fell away; -1: nobody
	nobody  bool  // nobody is left to ask at this level
	invited int
	live    []invitation
	said    map[int32]int8 // by volunteer who was asked: waits, saidNo, or the level at which they did not answer
}

// Marks in ask.said, above any level: somebody who has not answered yet, and somebody who may not be asked again for the same.
const (
	waits  = levels
	saidNo = levels + 1
)

// invitation is one ask put to one volunteer.
type invitation struct {
	volunteer       int32
	ends, at        int32 // it expires, and it is answered
	says            reply
	sentDay, onWeek int32
}

// hand is what a volunteer has taken on.
type hand struct {
	booked, live      int // visits this week, invitations that wait
	askDay, askWeek   int // asks
	leftDay, leftWeek int // how many asks they would have at most
	asked, yeses      int // of all asks that they met, and those that were a yes
}

func newTown(s Setup) *town {
	w := &town{Setup: s, asks: make([]ask, len(s.Instance.Requests)), hands: make([]hand, len(s.Instance.Volunteers)), apart: map[int32][]int32{}}
	for _, x := range s.Instance.Exclusions {
		w.apart[x.Request] = append(w.apart[x.Request], x.Volunteer)
	}
	for k, u := range domain.Urgencies() {
		w.paces[k] = s.Policy.For(u)
	}
	for v := range w.hands {
		b := s.Policy.Budget
		if s.Budgets != nil {
			b = s.Budgets[v]
		}
		w.hands[v].leftDay, w.hands[v].leftWeek = b.Day, b.Week
		w.hands[v].booked = int(s.Instance.Volunteers[v].Load)
	}
	for r, q := range s.Instance.Requests {
		a := ask{rung: rung{useful: never, level: q.Level, failed: -1}, helper: matching.None, planned: -1, freed: -1, over: q.Street == matching.None}
		if s.Raised != nil {
			a.raised, a.entered = s.Raised[r], s.Raised[r]
		}
		if s.Useful != nil && s.Useful[r] > 0 {
			a.useful = s.Useful[r]
		}
		w.asks[r] = a
	}
	w.settle()
	return w
}

// settle finds who lives where.
func (w *town) settle() {
	for l := range w.near {
		w.near[l] = map[int32][]int32{}
	}
	for v := range w.Instance.Volunteers {
		for l, place := range w.placesOf(w.Instance.Volunteers[v].Street) {
			w.near[l][place] = append(w.near[l][place], int32(v))
		}
	}
}

func (w *town) placesOf(street int32) [levels]int32 {
	s := &w.Instance.Streets[street]
	return [levels]int32{street, s.Section, s.Town, s.District}
}

// turn begins a new day and a new week where it is time: what was promised last week is done.
func (w *town) turn() {
	week := w.week
	for week+1 < len(w.Calendar.Weeks) && w.Calendar.Weeks[week+1] <= w.now {
		week++
	}
	day := w.now / w.Calendar.Day
	for v := range w.hands {
		if day != w.day {
			w.hands[v].askDay = 0
		}
		if week != w.week {
			w.hands[v].booked, w.hands[v].askWeek = 0, 0
		}
	}
	w.day, w.week = day, week
}

// answers takes what people have answered by now, the earliest first, and ends what nobody answered.
func (w *town) answers() {
	type due struct {
		r int32
		i invitation
	}
	var all []due
	for r := range w.asks {
		for _, i := range w.asks[r].live {
			if i.ends <= w.now || (i.says != silent && i.at <= w.now) {
				all = append(all, due{int32(r), i})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b due) int { return cmp.Compare(min(a.i.at, a.i.ends), min(b.i.at, b.i.ends)) })
	for _, d := range all {
		a := &w.asks[d.r]
		if a.over {
			continue // another was first
		}
		switch {
		case d.i.says == silent || d.i.at > d.i.ends:
			w.expire(a, d.i)
		case d.i.says == no:
			a.said[d.i.volunteer] = saidNo
			w.release(a, d.i, false)
		default:
			w.accept(a, d.i)
		}
	}
}

// expire ends an invitation that nobody answered in time.
func (w *town) expire(a *ask, i invitation) {
	a.said[i.volunteer] = a.level
	w.release(a, i, false)
}

// release frees the place that an invitation held; the ask is given back where it was not of their making.
func (w *town) release(a *ask, i invitation, giveBack bool) {
	a.live = slices.DeleteFunc(a.live, func(j invitation) bool { return j.volunteer == i.volunteer })
	a.freed = w.now
	h := &w.hands[i.volunteer]
	h.live--
	if !giveBack {
		h.asked++
	}
	if giveBack && i.sentDay == w.day {
		h.askDay--
	}
	if giveBack && int(i.onWeek) == w.week {
		h.askWeek--
	}
}

// accept takes a yes: the others are told, and their places are freed.
func (w *town) accept(a *ask, i invitation) {
	w.release(a, i, false)
	w.hands[i.volunteer].booked++
	w.hands[i.volunteer].yeses++
	a.helper, a.helped, a.over = i.volunteer, min(i.at, w.now), true
	for _, j := range slices.Clone(a.live) {
		w.release(a, j, true)
	}
}

// clock widens what has had its time at a level, notes what the whole district could not do, and lets go what is of no use any more.
func (w *town) clock() {
	for r := range w.asks {
		a, class := &w.asks[r], w.Instance.Requests[r].Class
		switch {
		case a.over || a.raised > w.now:
		case a.useful <= w.now:
			a.over = true
			for _, i := range slices.Clone(a.live) {
				w.release(a, i, true)
			}
		case a.failed >= 0 || w.levelEnds(class, a.rung) > w.now:
		case a.level == levels-1:
			a.failed = w.now
		default:
			a.widen(w.now)
		}
	}
}

// widen takes a request to the next level.
func (a *ask) widen(now int32) {
	a.level++
	a.entered, a.nobody = now, false
}

// due reports whether a request is matched now.
func (w *town) due(r int32) bool {
	a, class := &w.asks[r], w.Instance.Requests[r].Class
	if a.over || a.raised > w.now || len(a.live) >= w.fanOut(class, a.rung) {
		return false
	}
	if a.freed > a.planned && a.freed > a.entered && w.paces[class].ReplaceAtOnce {
		return true
	}
	return w.nextBeat(class, max(a.planned, a.entered)) <= w.now
}

// beat matches all that is due, a few times over, because a round invites at most one a request.
func (w *town) beat(ctx context.Context) error {
	var waiting []int32
	for r := range w.asks {
		if !w.due(int32(r)) {
			continue
		}
		a := &w.asks[r]
		if a.nobody && len(a.live) == 0 && a.level < levels-1 && a.failed < 0 {
			a.widen(w.now)
			if !w.due(int32(r)) {
				continue
			}
		}
		waiting = append(waiting, int32(r))
	}
	tried := waiting
	for range 3 {
		if len(waiting) == 0 {
			break
		}
		var err error
		if waiting, err = w.round(ctx, waiting); err != nil {
			return err
		}
	}
	for _, r := range tried {
		a := &w.asks[r]
		a.planned = w.now
		a.nobody = len(a.live) == 0 && !w.anybody(r)
	}
	return nil
}

// round asks one more for each request where there is somebody, and returns those that may have another. Whoever did not answer at a
// narrower level is asked again only when nobody else is left.
func (w *town) round(ctx context.Context, requests []int32) (more []int32, err error) {
	left := requests
	for _, again := range []bool{false, true} {
		chosen, err := w.choose(ctx, left, again)
		if err != nil {
			return nil, err
		}
		more = append(more, w.invite(left, chosen)...)
		var none []int32
		for n, r := range left {
			if chosen[n] == matching.None && len(w.asks[r].said) > 0 {
				none = append(none, r)
			}
		}
		if left = none; len(left) == 0 {
			break
		}
	}
	return more, nil
}

// invite follows a choice, and returns the requests that may have one more.
func (w *town) invite(requests, chosen []int32) (more []int32) {
	for n, r := range requests {
		v := chosen[n]
		if v == matching.None {
			continue
		}
		a, class := &w.asks[r], w.Instance.Requests[r].Class
		if h := &w.hands[v]; w.free(v) {
			says, after := w.answer(r, v, a.level)
			i := invitation{volunteer: v, ends: w.lives(class, a.rung), at: w.now + after, says: says, sentDay: w.day, onWeek: int32(w.week)}
			if a.said == nil {
				a.said = map[int32]int8{}
			}
			a.live, a.said[v] = append(a.live, i), waits
			a.invited++
			h.live++
			h.askDay++
			h.askWeek++
		}
		if len(a.live) < w.fanOut(class, a.rung) {
			more = append(more, r)
		}
	}
	return more
}

// free reports whether a volunteer has room, and may be asked once more.
func (w *town) free(v int32) bool {
	h := &w.hands[v]
	return h.booked+h.live < int(w.Instance.Volunteers[v].Capacity) && h.askDay < h.leftDay && h.askWeek < h.leftWeek
}
