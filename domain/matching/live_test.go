package matching

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

// town is a Live that is changed at random, with the same people kept in tables beside it.
type town struct {
	t          *testing.T
	rng        *rand.Rand
	live       *Live
	streets    []int32
	requests   map[domain.RequestID]Asking
	volunteers map[domain.PersonID]Volunteer
	drawn      *Instance // where new people come from
	last       int
}

// settled makes a town of the first district of an instance; everybody else moves into it.
func settled(t *testing.T, s shape, seed uint64) *town {
	t.Helper()
	s.districts = 1
	live, err := NewLive(Costs{})
	check(t, err)
	w := &town{t: t, rng: rand.New(rand.NewPCG(seed, 11)), live: live, drawn: s.draw(seed),
		requests: map[domain.RequestID]Asking{}, volunteers: map[domain.PersonID]Volunteer{}}
	for i, street := range w.drawn.Streets {
		n, err := live.Street(domain.StreetID(i+1), street)
		check(t, err)
		w.streets = append(w.streets, n)
	}
	for v, helper := range w.drawn.Volunteers {
		helper.Street = w.streets[helper.Street]
		w.volunteers[domain.PersonID(v+1)] = helper
	}
	for r := range w.drawn.Requests {
		w.requests[domain.RequestID(r+1)] = w.asking(r)
	}
	w.last = len(w.drawn.Volunteers) + len(w.drawn.Requests)
	return w
}

// asking is a request of the drawn instance.
func (w *town) asking(r int) Asking {
	a := Asking{Request: w.drawn.Requests[r]}
	a.Street = w.streets[a.Street]
	if a.Offer != None {
		a.Holder = domain.PersonID(a.Offer + 1)
	}
	for _, x := range w.drawn.Exclusions {
		if x.Request == int32(r) {
			a.Apart = append(a.Apart, domain.PersonID(x.Volunteer+1))
		}
	}
	return a
}

func pick[K ~int64, V any](w *town, from map[K]V) (K, bool) {
	keys := sortedKeys(from)
	if len(keys) == 0 {
		return 0, false
	}
	return keys[w.rng.IntN(len(keys))], true
}

// change makes one change of a kind, in the Live and in the tables.
func (w *town) change(kind string) {
	w.t.Helper()
	w.last++
	request, asks := pick(w, w.requests)
	person, helps := pick(w, w.volunteers)
	switch {
	case kind == "arrives":
		id := domain.RequestID(w.last)
		w.requests[id] = w.asking(w.rng.IntN(len(w.drawn.Requests)))
		check(w.t, w.live.PutRequest(id, w.requests[id]))
	case kind == "joins":
		id, v := domain.PersonID(w.last), w.drawn.Volunteers[w.rng.IntN(len(w.drawn.Volunteers))]
		v.Street = w.streets[v.Street]
		w.volunteers[id] = v
		check(w.t, w.live.PutVolunteer(id, v))
	case kind == "goes" && asks:
		delete(w.requests, request)
		w.live.DropRequest(request)
	case kind == "widens" && asks:
		a := w.requests[request]
		a.Level = min(levels-1, a.Level+1)
		w.requests[request] = a
		check(w.t, w.live.Widen(request, a.Level))
	case kind == "declined" && asks:
		if match, ok := w.live.Match(request); ok && w.rng.IntN(4) > 0 {
			person = match
		}
		a := w.requests[request]
		a.Apart = append(slices.Clone(a.Apart), person)
		w.requests[request] = a
		check(w.t, w.live.Decline(request, person))
	case kind == "leaves" && helps:
		delete(w.volunteers, person)
		check(w.t, w.live.DropVolunteer(person))
	case kind == "changes" && helps:
		v := w.volunteers[person]
		switch w.rng.IntN(4) {
		case 0:
			v.Capacity = int16(w.rng.IntN(5))
		case 1:
			v.Load = int16(w.rng.IntN(4))
		case 2:
			v.Available ^= 1 << w.rng.IntN(5)
		default:
			v.Have ^= 1 << w.rng.IntN(4)
		}
		w.volunteers[person] = v
		check(w.t, w.live.PutVolunteer(person, v))
	}
}

// agrees fails unless the plan is proved, is as good as a new one for the tables, and sound in every number.
func (w *town) agrees(after string) {
	w.t.Helper()
	sound(w.t, &w.live.place, &w.live.market)
	s := w.live.Snapshot()
	if err := Certify(s.Instance, s.Plan); err != nil {
		w.t.Fatalf("after %s: not certified: %v", after, err)
	}
	if fresh := solved(w.t, s.Instance); fresh.objective() != s.Plan.objective() {
		w.t.Fatalf("after %s: %v, and %v fresh", after, s.Plan.objective(), fresh.objective())
	}
	if len(s.Requests) != len(w.requests) || len(s.Volunteers)-strangers(s) != len(w.volunteers) {
		w.t.Fatalf("after %s: %d requests and %d volunteers, not %d and %d", after, len(s.Requests), len(s.Volunteers), len(w.requests), len(w.volunteers))
	}
	for n, id := range s.Requests {
		want, got := w.requests[id].Request, s.Instance.Requests[n]
		want.Offer, got.Offer = None, None
		if got != want {
			w.t.Fatalf("after %s: request %d is %+v, not %+v", after, id, got, want)
		}
		match, ok := w.live.Match(id)
		if v := s.Plan.Volunteer[n]; ok != (v != None) || ok && s.Volunteers[v] != match {
			w.t.Fatalf("after %s: request %d has %d (%v)", after, id, match, ok)
		}
		if v := s.Plan.Volunteer[n]; v != None && slices.Contains(w.requests[id].Apart, s.Volunteers[v]) {
			w.t.Fatalf("after %s: request %d has %d, who is kept apart", after, id, match)
		}
	}
	for _, x := range s.Instance.Exclusions {
		id, person := s.Requests[x.Request], s.Volunteers[x.Volunteer]
		if person != 0 && !slices.Contains(w.requests[id].Apart, person) {
			w.t.Fatalf("after %s: request %d is kept apart from %d for no reason", after, id, person)
		}
	}
	for n, id := range s.Volunteers {
		if id != 0 && s.Instance.Volunteers[n] != w.volunteers[id] {
			w.t.Fatalf("after %s: volunteer %d is %+v, not %+v", after, id, s.Instance.Volunteers[n], w.volunteers[id])
		}
	}
}

func strangers(s Snapshot) (n int) {
	for _, id := range s.Volunteers {
		if id == 0 {
			n++
		}
	}
	return n
}

var kinds = []string{"arrives", "goes", "widens", "declined", "joins", "leaves", "changes"}

// Mutants: release does not fill; Widen keeps the groups made; Decline does not insert again; welcome leaves the price as it
// is; removeVolunteer returns no rows, or leaves the column in its lists; disturb forgets nothing; draw passes over rows that
// are left out, or over columns that could give up a unit; fill stops after one unit; a row keeps whom it was apart from.
func TestLive_EachChangeIsExact(t *testing.T) {
	for _, s := range shapes {
		for _, kind := range kinds {
			t.Run(s.name+"/"+kind, func(t *testing.T) {
				w := settled(t, s, 1)
				check(t, w.live.Load(t.Context(), w.requests, w.volunteers))
				w.agrees("loading")
				for range 12 {
					w.change(kind)
					w.agrees(kind)
				}
			})
		}
	}
}

// Any changes in any order, from nothing and from a plan, in small memory and in large.
func TestLive_ManyChangesAreExact(t *testing.T) {
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			w := settled(t, s, 2)
			if s.near {
				w.requests, w.volunteers = map[domain.RequestID]Asking{}, map[domain.PersonID]Volunteer{}
				w.live.market.most = 50
			} else {
				check(t, w.live.Load(t.Context(), w.requests, w.volunteers))
			}
			for i := range 400 {
				kind := kinds[w.rng.IntN(len(kinds))]
				if len(w.requests) < 5 || len(w.volunteers) < 3 {
					kind = []string{"arrives", "joins"}[i%2]
				}
				w.change(kind)
				if i%8 == 0 {
					w.agrees(kind)
				}
			}
			w.agrees("all")
		})
	}
}

// Mutant: removeVolunteer leaves the column in its lists.
func TestLive_GoingAndComingBackRestoresTheObjective(t *testing.T) {
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			w := settled(t, s, 3)
			check(t, w.live.Load(t.Context(), w.requests, w.volunteers))
			before := w.live.Snapshot().Plan.objective()
			for _, id := range sortedKeys(w.volunteers) {
				check(t, w.live.DropVolunteer(id))
				check(t, w.live.PutVolunteer(id, w.volunteers[id]))
				if after := w.live.Snapshot().Plan.objective(); after != before {
					t.Fatalf("volunteer %d: %v before, %v after", id, before, after)
				}
			}
			for _, id := range sortedKeys(w.requests) {
				w.live.DropRequest(id)
				check(t, w.live.PutRequest(id, w.requests[id]))
				if after := w.live.Snapshot().Plan.objective(); after != before {
					t.Fatalf("request %d: %v before, %v after", id, before, after)
				}
			}
			w.agrees("all came back")
		})
	}
}

func TestLive_TellsWhatMoved(t *testing.T) {
	live, err := NewLive(Costs{})
	check(t, err)
	near, err := live.Street(7, Street{})
	check(t, err)
	far, err := live.Street(8, Street{X: 1000})
	check(t, err)
	check(t, live.PutVolunteer(1, Volunteer{Street: near, Reach: 1, Capacity: 1, Available: 1}))
	check(t, live.PutVolunteer(2, Volunteer{Street: far, Reach: 1, Capacity: 1, Available: 1}))
	ask := Asking{Request: Request{Street: near, Class: 1, Level: 1, Window: 1}}
	check(t, live.PutRequest(20, ask))
	if moved := live.Moved(); !slices.Equal(moved, []domain.RequestID{20}) {
		t.Errorf("one arrived, and %v moved", moved)
	}
	ask.Class = 0
	check(t, live.PutRequest(10, ask))
	if one, _ := live.Match(10); one+must(live.Match(20)) != 3 || len(live.Moved()) == 0 {
		t.Errorf("the two have volunteers %d and %d", one, must(live.Match(20)))
	}
	if len(live.Moved()) != 0 {
		t.Error("what moved is told twice")
	}
	check(t, live.DropVolunteer(2))
	if one := must(live.Match(10)); one != 1 {
		t.Errorf("the urgent one has volunteer %d", one)
	}
	if _, ok := live.Match(20); ok {
		t.Error("two have the one volunteer")
	}
	value, _ := live.Value(20)
	price, _ := live.Price(1)
	if value != live.worth[1] || price < live.worth[1]-100 {
		t.Errorf("value %d, price %d, worth %d: the volunteer is not worth what the other would give", value, price, live.worth[1])
	}
	for _, unknown := range []bool{has(live.Value(5)), has(live.Price(5)), has(live.Match(5))} {
		if unknown {
			t.Error("somebody unknown is known")
		}
	}
}

func must[T any](value T, _ bool) T { return value }

func has[T any](_ T, ok bool) bool { return ok }

func TestLive_Refuses(t *testing.T) {
	live, err := NewLive(Costs{})
	check(t, err)
	street, err := live.Street(1, Street{})
	check(t, err)
	full := func() error {
		check(t, live.PutVolunteer(9, Volunteer{Street: street}))
		return live.Load(t.Context(), nil, nil)
	}
	_, falling := NewLive(Costs{Widening: [4]int64{1, 0, 0, 0}})
	_, moved := live.Street(1, Street{X: 4})
	_, elsewhere := live.Street(2, Street{Section: 1, Town: 1, District: 1})
	_, torn := live.Street(3, Street{Town: 1})
	_, wild := live.Street(4, Street{X: 2 * farthest})
	for want, err := range map[string]error{
		"the widening charges must not":   falling,
		"street 1 has moved":              moved,
		"street 2 is of district 1":       elsewhere,
		"street 3: section 0 lies in":     torn,
		"street 4: the x is 20000000":     wild,
		"only an empty Live":              full(),
		"request 1: there is no street 5": live.PutRequest(1, Asking{Request: Request{Street: 5}}),
		"request 1: there is no street -": live.PutRequest(1, Asking{Request: Request{Street: None}}),
		"request 0: it has no id":         live.PutRequest(0, Asking{}),
		"request 2: the class is 4":       live.PutRequest(2, Asking{Request: Request{Class: 4}}),
		"volunteer 0: they have no id":    live.PutVolunteer(0, Volunteer{}),
		"volunteer 1: the reach is 9":     live.PutVolunteer(1, Volunteer{Reach: 9}),
		"volunteer 1: there is no street": live.PutVolunteer(1, Volunteer{Street: 3}),
		"there is no level 4":             live.Widen(1, 4),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want ...%s...", err, want)
		}
	}
	live.DropRequest(77)
	check(t, live.DropVolunteer(77))
	check(t, live.Decline(77, 9))
	check(t, live.Widen(77, 1))
	if s := live.Snapshot(); len(s.Requests) != 0 || len(s.Volunteers) != 1 {
		t.Errorf("what was refused is in: %+v", s)
	}
}
