package demo

import (
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// stage is a group of open asks that stand at the same place: how many, of which needs, and how they came there.
type stage struct {
	count int
	needs []string
	make  func(m *maker, a *app.DemoAsk, n int)
}

// within is so much open time ago, from least to most.
func (m *maker) within(least, most time.Duration) time.Time {
	return m.back(m.now, least+time.Duration(m.random.Int64N(int64(most-least))))
}

var (
	near   = []string{"shopping", "lift_club", "dog", "come_with_me"}
	week   = []string{"shopping", "lift_surgery", "lift_club", "dog", "come_with_me", "letter", "warm_home"}
	suits  = []string{"phone_call", "small_jobs", "online"}
	closed = []string{"prescription", "meal"}
)

// stages are all open asks of a demo, but for duplicates and series.
var stages = []stage{
	{12, []string{"visit", "visit", "home_from_hospital"}, func(m *maker, a *app.DemoAsk, _ int) { // wait for a word
		a.Raised, a.Urgency = m.within(10*time.Minute, 10*time.Hour), domain.WhenSuits
	}},
	{24, week, func(m *maker, a *app.DemoAsk, n int) { // asked, this week
		a.Raised = m.within(time.Hour, 8*time.Hour)
		if n%3 == 0 {
			a.Replies = []app.DemoReply{{Answer: "not_this_time", After: 20 * time.Minute}}
		}
	}},
	{12, suits, func(m *maker, a *app.DemoAsk, _ int) { a.Raised = m.within(6*time.Hour, 28*time.Hour) }},
	{8, near, func(m *maker, a *app.DemoAsk, _ int) { today(m, a, 5*time.Minute, 45*time.Minute) }},
	{8, near, func(m *maker, a *app.DemoAsk, n int) { // a no, just now: the next is asked at once
		today(m, a, 22*time.Minute, 45*time.Minute)
		a.Until = m.now.Add(-time.Duration(n+1) * time.Second)
		a.Replies = []app.DemoReply{{Answer: "not_this_time", At: a.Until}, {Answer: "not_this_time", At: a.Until}}
	}},
	{3, near, func(m *maker, a *app.DemoAsk, _ int) { // in the next few hours
		a.Raised, a.Urgency = m.now.Add(-5*time.Second), domain.InHours
		a.Until, a.CameBy = a.Raised, domain.ByPhone
	}},
	{4, near, func(m *maker, a *app.DemoAsk, _ int) { // held by a first tap
		today(m, a, 20*time.Minute, 40*time.Minute)
		a.Replies = []app.DemoReply{{Answer: "hold", At: m.now.Add(-90 * time.Second)}, {Answer: "hold", At: m.now.Add(-80 * time.Second)}}
	}},
	{30, week, func(m *maker, a *app.DemoAsk, n int) { // somebody goes
		a.Raised, a.WantedFrom = m.within(8*time.Hour, 24*time.Hour), m.now.Add(time.Duration(8+n*4)*time.Hour)
		a.Replies = yeses(90 * time.Minute)
	}},
	{12, week, func(m *maker, a *app.DemoAsk, _ int) { // after the visit: nobody has said yet how it went
		a.Raised, a.WantedFrom = m.within(26*time.Hour, 32*time.Hour), m.now.Add(-28*time.Hour)
		a.Replies = yeses(time.Hour)
	}},
	{10, append(suits, "lift_surgery"), func(m *maker, a *app.DemoAsk, n int) { // asleep
		a.Raised, a.WantedFrom = m.within(2*time.Hour, 60*time.Hour), m.now.AddDate(0, 0, 9+2*n)
	}},
	{7, week, func(m *maker, a *app.DemoAsk, n int) { // on hold
		a.Raised, a.HeldAt = m.within(5*time.Hour, 8*time.Hour), m.within(time.Hour, 3*time.Hour)
		a.HeldUntil, a.HoldReason = m.now.AddDate(0, 0, 1+n), pick(m, holds)
	}},
	{12, week, func(m *maker, a *app.DemoAsk, _ int) { a.Raised = m.within(13*time.Hour, 22*time.Hour) }},       // asked wider
	{8, week, func(m *maker, a *app.DemoAsk, _ int) { a.Raised = m.within(36*time.Hour, 43*time.Hour) }},        // the whole district
	{4, near, func(m *maker, a *app.DemoAsk, _ int) { today(m, a, 8*time.Hour, 11*time.Hour) }},                 // nobody was found
	{8, closed, func(m *maker, a *app.DemoAsk, _ int) { a.Raised = m.within(10*time.Minute, 100*time.Minute) }}, // private
	{7, week, func(m *maker, a *app.DemoAsk, n int) { // not placed
		a.Raised, a.Street, a.PlaceWords, a.CameBy = m.within(time.Hour, 12*time.Hour), "", pick(m, unplaced), domain.ByPhone
		if n%3 == 0 {
			a.Town = ""
		}
	}},
	{5, week, func(m *maker, a *app.DemoAsk, _ int) { // the person does not know yet
		a.Raised = m.within(time.Hour, 9*time.Hour)
		m.forOther(a, domain.NotYet)
	}},
	{4, []string{"something_else"}, func(m *maker, a *app.DemoAsk, _ int) { a.Raised = m.within(time.Hour, 20*time.Hour) }},
	{3, week, func(m *maker, a *app.DemoAsk, _ int) { a.Raised = m.within(92*time.Hour, 100*time.Hour) }}, // nobody came in time
	{6, near, func(m *maker, a *app.DemoAsk, n int) { // about to be asked wider
		today(m, a, 8*time.Minute, 20*time.Minute)
		a.WidensIn = time.Duration(25+15*n) * time.Second
	}},
}

// today makes an ask one for today or tomorrow.
func today(m *maker, a *app.DemoAsk, least, most time.Duration) {
	a.Raised, a.Urgency = m.within(least, most), domain.InADay
}

// yeses lets whoever is asked say yes.
func yeses(after time.Duration) []app.DemoReply {
	yes := app.DemoReply{Answer: "yes", After: after}
	return []app.DemoReply{yes, yes, yes}
}

// addOpen makes up the open asks.
func (m *maker) addOpen() {
	for _, s := range stages {
		for n := range s.count {
			a := m.openAsk(s.needs[n%len(s.needs)])
			s.make(m, &a, n)
			m.town.Asks = append(m.town.Asks, a)
		}
	}
	for range 4 {
		a := m.openAsk(pick(m, week))
		a.Raised = m.within(3*time.Hour, 8*time.Hour)
		again := a
		again.Raised, again.Duplicate, again.DoorSeed, again.CameBy = m.within(10*time.Minute, 2*time.Hour), true, m.random.Uint64(), domain.ByPhone
		m.town.Asks = append(m.town.Asks, a, again)
	}
}

// openAsk is an ask by somebody who has not asked for the same already.
func (m *maker) openAsk(need string) app.DemoAsk {
	for {
		a := m.ask(need, m.now)
		key := m.town.People[a.Person].Phone + need
		if !m.asked[key] {
			m.asked[key] = true
			a.Wishes = nil
			return a
		}
	}
}

// Series: so many, with so many past visits each.
const (
	seriesCount = 12
	seriesPast  = 8
)

// addSeries makes up asks that come every week with the same face.
func (m *maker) addSeries() {
	for n := range seriesCount {
		need := []string{"phone_call", "dog", "visit"}[n%3]
		a := m.openAsk(need)
		helper, ok := m.regular(a, need)
		if !ok {
			continue
		}
		next := m.today().AddDate(0, 0, 1+n%6)
		weekday := int(next.Weekday())
		if weekday == 0 {
			weekday = 7
		}
		starts := time.Duration(10+n%6) * time.Hour
		m.town.Series = append(m.town.Series, app.DemoSeries{Person: a.Person, Helper: helper, Need: need, Weekday: weekday, Starts: starts,
			Begins: next.AddDate(0, 0, -7*seriesPast), Next: next.AddDate(0, 0, 7), Notes: a.Notes})
		for week := -seriesPast; week <= 0; week++ {
			on := next.AddDate(0, 0, 7*week)
			visit := a
			visit.WantedFrom = time.Date(on.Year(), on.Month(), on.Day(), int(starts/time.Hour), 0, 0, 0, m.zone)
			visit.Raised = visit.WantedFrom.AddDate(0, 0, -7).Add(-90 * time.Minute)
			visit.Series, visit.CameBy, visit.Says, visit.SaysAfter = len(m.town.Series), domain.BySeries, "done", time.Hour
			if week < 0 {
				visit.Ends, visit.Ending = visit.WantedFrom.Add(2*day), domain.Sorted
			}
			if visit.Ends.After(m.now) {
				visit.Ends = m.now.Add(-time.Hour)
			}
			m.town.Asks = append(m.town.Asks, visit)
		}
	}
}

// regular finds somebody of the town who could come every week.
func (m *maker) regular(a app.DemoAsk, need string) (int, bool) {
	skill := map[string]string{"phone_call": "listening", "visit": "listening", "dog": "dogs"}[need]
	for _, n := range m.byTown[a.Town] {
		p := m.town.People[n]
		v := p.Volunteer
		checked := need == "dog" || len(p.Checks) > 1
		if v.Standing == domain.Met && !v.Resting && v.Capacity > 1 && checked && has(v.Skills, skill) && len(p.Absences) == 0 && !p.Young && !m.busy[n] {
			m.busy[n] = true
			return n, true
		}
	}
	return 0, false
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
