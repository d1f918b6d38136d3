package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// How many people a demo has.
const (
	helpers = 900
	askers  = 700
)

// maker makes up a district: everything that it draws by chance comes from its seed.
type maker struct {
	random *rand.Rand
	now    time.Time
	zone   *time.Location
	town   app.DemoTown
	emails map[string]int
	mobile int
	fixed  int
	byTown map[string][]int // helpers
	asked  map[string]bool  // phone and need of what is open: asked once
	busy   map[int]bool     // regular helpers
	desk   map[string][]int
	met    map[string]int // who meets the volunteers of a town
}

// today is the local date of now, as dates are kept.
func (m *maker) today() time.Time {
	y, mo, d := m.now.In(m.zone).Date()
	return time.Date(y, mo, d, 0, 0, 0, 0, time.UTC)
}

// chance is true so many times of a hundred.
func (m *maker) chance(percent int) bool { return m.random.IntN(100) < percent }

// pick returns one of a list.
func pick[T any](m *maker, list []T) T { return list[m.random.IntN(len(list))] }

// person makes somebody up who lives in a street.
func (m *maker) person(s app.StreetRow, first, last string) app.DemoPerson {
	p := app.DemoPerson{Town: s.Town, Street: s.Name, Person: domain.Person{
		FirstName: first, LastName: last, Email: m.email(first, last), Address: m.house(), Languages: []string{},
		Preferred: domain.ByEmail, SafeToRing: true, SafeToWrite: true, SafeToText: true, SafeToLeaveMessage: m.chance(70),
		LawfulBasis: "legitimate_interests", NoticeVersion: "2026-1", HowTold: "page", AgreedShare: true, AgreedBeyond: m.chance(60),
		CreatedAt: m.now.AddDate(0, 0, -380-m.random.IntN(300)),
	}}
	if m.chance(9) {
		p.Languages = []string{pick(m, []string{"pl", "ur", "pa", "cy", "bn", "ro", "pt"})}
	}
	return p
}

func (m *maker) house() string {
	n := 1 + m.random.IntN(88)
	if m.chance(12) {
		return fmt.Sprintf("Flat %d, %d", 1+m.random.IntN(6), n)
	}
	return fmt.Sprint(n)
}

// email is an address at a domain that nobody can have (RFC 2606).
func (m *maker) email(first, last string) string {
	local := strings.ToLower(first + "." + last)
	m.emails[local]++
	if n := m.emails[local]; n > 1 {
		local = fmt.Sprintf("%s%d", local, n)
	}
	return local + "@example.org"
}

// Numbers that Ofcom keeps for drama: nobody answers them.
func (m *maker) mobilePhone() string {
	m.mobile++
	return fmt.Sprintf("+447700900%03d", m.mobile%1000)
}

func (m *maker) landline() string {
	m.fixed++
	return fmt.Sprintf("+441632960%03d", m.fixed%900) // the last hundred are for those who ask while it runs
}

// skillSets are what people offer together.
var skillSets = [][]string{
	{"shopping", "errands", "knock"}, {"shopping", "errands", "listening"}, {"listening", "buddying"}, {"driving", "errands"},
	{"driving", "buddying", "shopping"}, {"dogs", "knock"}, {"dogs", "gardening"}, {"handy", "gardening"}, {"handy", "warm_homes"},
	{"digital", "forms"}, {"forms", "listening"}, {"errands", "knock", "dogs"}, {"gardening", "errands", "step_free"},
	{"listening", "errands", "forms"}, {"shopping", "driving", "dogs", "knock"}, {"digital", "listening", "handy"},
}

// addHelpers makes up those who help: two or three in every street.
func (m *maker) addHelpers() {
	streets := m.town.Streets
	for n := range helpers {
		s := streets[n%len(streets)]
		if n >= 2*len(streets) {
			s = pick(m, streets)
		}
		p := m.person(s, pick(m, firstNames), pick(m, lastNames))
		p.Volunteer = m.volunteer(n)
		p.MetBy = m.met[s.Town]
		m.reachable(&p, n)
		m.checks(&p)
		m.away(&p)
		m.byTown[s.Town] = append(m.byTown[s.Town], len(m.town.People))
		m.town.People = append(m.town.People, p)
	}
}

func (m *maker) volunteer(n int) *domain.Volunteer {
	began := m.now.AddDate(0, 0, -370-m.random.IntN(250))
	v := &domain.Volunteer{
		Reach: pick(m, []domain.Level{0, 1, 1, 1, 2, 2, 2, 2, 3, 3}), Skills: pick(m, skillSets), Availability: m.availability(),
		ShortNotice: m.chance(30), Capacity: pick(m, []int{1, 1, 2, 2, 2, 3, 3, 4}), BudgetWeek: pick(m, []int{1, 2, 2, 2, 3, 4}),
		BudgetDay: pick(m, []int{1, 1, 1, 1, 2}), Gender: pick(m, []string{"woman", "woman", "man", "man", ""}), Standing: domain.NotMet, BeganAt: began,
		AgreedAt: &began,
	}
	if n%12 != 5 { // one in twelve has not been met yet
		met := m.today().AddDate(0, 0, -366)
		v.Standing, v.MetOn = domain.Met, &met
	} else {
		v.BeganAt = m.now.AddDate(0, 0, -m.random.IntN(40))
		v.AgreedAt = &v.BeganAt
	}
	if n%40 == 17 {
		v.Silences, v.Resting = 4, true
	}
	return v
}

// availability is the weeks that people have: those at work come in the evening and at the weekend, others by day.
func (m *maker) availability() domain.Availability {
	const mornings, afternoons, evenings, weekend = 0o1111111, 0o2222222, 0o4444444, 0o77 << 15
	weekdays := domain.Availability(1<<15 - 1)
	switch m.random.IntN(6) {
	case 0:
		return evenings&weekdays | weekend
	case 1:
		return mornings & weekdays
	case 2:
		return (mornings | afternoons) & weekdays
	case 3:
		return afternoons | weekend
	}
	return domain.AnyTime
}

// reachable settles how somebody is reached: most by mail, one in nine by a telephone at home only.
func (m *maker) reachable(p *app.DemoPerson, n int) {
	switch {
	case n%9 == 4:
		p.Email, p.Phone, p.Preferred, p.SafeToText = "", m.landline(), domain.ByCall, false
	case n%5 == 1:
		p.Phone, p.SafeToText = m.landline(), false
	default:
		p.Phone = m.mobilePhone()
	}
	p.Young = n%60 == 23
}

// checks are what has been seen of those who were met.
func (m *maker) checks(p *app.DemoPerson) {
	if p.Volunteer.Standing != domain.Met {
		return
	}
	seen := *p.Volunteer.MetOn
	review := m.today().AddDate(1+m.random.IntN(2), m.random.IntN(11), 0)
	p.Checks = append(p.Checks, domain.Check{Level: "references", SeenOn: seen})
	switch m.random.IntN(20) {
	case 0, 1, 2, 3, 4, 5, 6, 7:
		p.Checks = append(p.Checks, domain.Check{Level: "enhanced_barred", SeenOn: seen, ReviewOn: &review})
	case 8, 9, 10:
		p.Checks = append(p.Checks, domain.Check{Level: "enhanced", SeenOn: seen, ReviewOn: &review})
	}
}

// away gives some a holiday or a rest, now or soon.
func (m *maker) away(p *app.DemoPerson) {
	if !m.chance(6) {
		return
	}
	from := m.today().AddDate(0, 0, m.random.IntN(12)-8)
	back := from.AddDate(0, 0, 9+m.random.IntN(8))
	p.Absences = []domain.Absence{{Kind: pick(m, []string{"holiday", "holiday", "pause"}), FromOn: from, ToOn: &back}}
}

// addAskers makes up those who ask: many have a telephone at home and no e-mail.
func (m *maker) addAskers() {
	for range askers {
		p := m.person(pick(m, m.town.Streets), pick(m, firstNames), pick(m, lastNames))
		p.CreatedAt = m.now.AddDate(0, 0, -366)
		switch m.random.IntN(5) {
		case 0, 1:
			p.Email, p.Phone, p.Preferred, p.SafeToText, p.HowTold = "", m.landline(), domain.ByCall, false, "phone"
		case 2:
			p.Phone = m.landline()
		default:
			p.Phone = m.mobilePhone()
		}
		m.town.People = append(m.town.People, p)
	}
}
