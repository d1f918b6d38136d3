package demo

import (
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// pastAsks is how many asks of the last year have ended, besides those of the series.
const pastAsks = 1110

// needWeights say how often each kind of help is asked for.
var needWeights = []struct {
	code   string
	weight int
}{
	{"shopping", 11}, {"prescription", 14}, {"phone_call", 8}, {"visit", 6}, {"lift_surgery", 12}, {"lift_club", 8}, {"come_with_me", 4},
	{"dog", 8}, {"small_jobs", 9}, {"garden", 7}, {"online", 5}, {"letter", 4}, {"meal", 6}, {"warm_home", 3}, {"home_from_hospital", 2},
	{"all_right", 3}, {"something_else", 2},
}

// goesOut is how each kind of help leaves the desk here; most go out by themselves, so that the demo moves.
var goesOut = map[string]domain.GoesOut{
	"visit": domain.AskMeFirst, "home_from_hospital": domain.AskMeFirst, "garden": domain.AtTen, "something_else": domain.NeverOut,
}

// urgencies are the urgencies of the needs, as they are by default.
var urgencies = func() map[string]domain.Urgency {
	out := map[string]domain.Urgency{}
	for _, n := range domain.DefaultNeeds() {
		out[n.Code] = n.Urgency
	}
	return out
}()

func (m *maker) anyNeed() string {
	sum := 0
	for _, n := range needWeights {
		sum += n.weight
	}
	at := m.random.IntN(sum)
	for _, n := range needWeights {
		if at -= n.weight; at < 0 {
			return n.code
		}
	}
	return needWeights[0].code
}

// ask is an ask of a need by somebody who asks, in whatever way they do.
func (m *maker) ask(need string, raised time.Time) app.DemoAsk {
	first := len(m.town.People) - askers
	who := first + m.random.IntN(askers)
	p := m.town.People[who]
	a := app.DemoAsk{
		Raised: raised, Person: who, Asker: -1, Need: need, Urgency: urgencies[need], Town: p.Town, Street: p.Street,
		Notes: pick(m, notes[need]), CameBy: domain.ByWeb, DoorSeed: m.random.Uint64(),
	}
	if p.Email == "" {
		a.CameBy = pick(m, []domain.CameBy{domain.ByPhone, domain.ByPhone, domain.ByPhone, domain.ByLeaflet})
	}
	if m.chance(12) {
		a.MustKnow = pick(m, mustKnow)
	}
	if m.chance(4) {
		a.Wishes = []string{pick(m, []string{"woman", "woman", "man"})}
	}
	return a
}

// forOther lets somebody else ask for them.
func (m *maker) forOther(a *app.DemoAsk, knows domain.Knows) {
	a.Asker = len(m.town.People) - askers + m.random.IntN(askers)
	if a.Asker == a.Person {
		a.Asker = -1
		return
	}
	a.Relationship, a.Knows = pick(m, relations), knows
	a.ToldBack = pick(m, []string{"nothing", "that_help_came", "that_help_came", "everything"})
	a.CameBy = pick(m, []domain.CameBy{domain.ByNeighbour, domain.ByAgency})
}

// pace is how long people take to answer, at most, and until when an ask has ended in the past one way or another.
type pace struct{ answer, gives, after time.Duration }

const day = 24 * time.Hour

var paces = map[domain.Urgency]pace{
	domain.InHours:   {10 * time.Minute, 30 * time.Hour, 50 * time.Minute},
	domain.InADay:    {40 * time.Minute, 4 * day, 3 * time.Hour},
	domain.ThisWeek:  {9 * time.Hour, 11 * day, 12 * time.Hour},
	domain.WhenSuits: {30 * time.Hour, 24 * day, 30 * time.Hour},
}

// addPast makes up the asks of the last year.
func (m *maker) addPast() {
	for n := range pastAsks {
		ago := time.Duration(m.random.Int64N(int64(360 * day)))
		need := m.anyNeed()
		raised := m.back(m.now.Add(-ago-3*day), time.Duration(m.random.Int64N(int64(11*time.Hour))))
		a := m.ask(need, raised)
		switch {
		case n%180 == 41 && need != "something_else":
			m.unhelped(&a)
		case n%8 == 3:
			m.endsEarly(&a)
		default:
			m.helped(&a)
		}
		if m.chance(10) {
			m.forOther(&a, domain.Agreed)
		}
		if latest := m.now.Add(-time.Duration(1+m.random.IntN(40)) * time.Hour); a.Ends.After(latest) {
			a.Ends = latest
		}
		a.Approved = a.Raised.Add(time.Duration(5+m.random.IntN(120)) * time.Minute)
		m.town.Asks = append(m.town.Asks, a)
	}
	slices.SortStableFunc(m.town.Asks, func(a, b app.DemoAsk) int { return a.Raised.Compare(b.Raised) })
}

// helped is an ask that somebody said yes to, sometimes after others could not.
func (m *maker) helped(a *app.DemoAsk) {
	p := paces[a.Urgency]
	soon := func() time.Duration { return time.Minute + time.Duration(m.random.Int64N(int64(p.answer))) }
	for range m.random.IntN(4) {
		a.Replies = append(a.Replies, app.DemoReply{Answer: pick(m, []string{"not_this_time", "not_this_time", "not_this_week", "silence"}), After: soon()})
	}
	a.Replies = append(a.Replies, app.DemoReply{Answer: "yes", After: soon()})
	if m.chance(5) {
		a.Replies = append(a.Replies, app.DemoReply{Answer: "hand_back", After: 20 * time.Minute}, app.DemoReply{Answer: "yes", After: soon()})
	}
	for range 4 { // whoever is asked after a silence that lasted too long says yes too
		a.Replies = append(a.Replies, app.DemoReply{Answer: "yes", After: soon()})
	}
	a.Says, a.SaysAfter = "done", time.Duration(m.random.Int64N(int64(p.after)))
	a.Ends, a.Ending, a.EndingNote = a.Raised.Add(p.gives), domain.Sorted, ""
	if m.chance(30) {
		a.Ending, a.EndingNote = domain.PassedOn, pick(m, organisations)
	}
}

// endsEarly is an ask that ended before anybody went.
func (m *maker) endsEarly(a *app.DemoAsk) {
	p := paces[a.Urgency]
	a.Replies = []app.DemoReply{{Answer: "not_this_time", After: p.answer / 3}}
	a.Ends = a.Raised.Add(p.gives/20 + time.Duration(m.random.Int64N(int64(p.gives/8))))
	a.Ending = pick(m, []domain.Ending{domain.Sorted, domain.Sorted, domain.Sorted, domain.Withdrawn, domain.Withdrawn, domain.Withdrawn,
		domain.PassedOn, domain.PassedOn, domain.Hospital, domain.Hospital, domain.Moved, domain.Died, domain.Mistake})
	if a.Ending == domain.PassedOn {
		a.EndingNote = pick(m, organisations)
	}
}

// unhelped is an ask for which nobody was found in time: a support failure, and then somebody found a way.
func (m *maker) unhelped(a *app.DemoAsk) {
	a.Need, a.Urgency = "come_with_me", domain.InADay
	a.Notes = pick(m, notes[a.Need])
	a.Raised = m.back(a.Raised.Add(day), 9*time.Hour)
	a.Replies = []app.DemoReply{{Answer: "not_this_time", After: 20 * time.Minute}}
	a.Ends, a.Ending, a.EndingNote = a.Raised.Add(5*day), domain.PassedOn, pick(m, organisations)
}
