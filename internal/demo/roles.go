package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// addStaff makes up those who run things; each also lives somewhere. They come first, so that they meet the volunteers.
func (m *maker) addStaff() {
	m.staff("Market Orrin", "Priya", "Nair", domain.DistrictCoordinator, "")
	m.staff("Saltcombe", "Edwin", "Castell", domain.DistrictCoordinator, "")
	m.staff("Market Orrin", "Ada", "Winstan", domain.Administrator, "")
	for _, t := range towns {
		m.met[t.name] = m.staff(t.name, pick(m, firstNames), pick(m, lastNames), domain.Builder, t.name)
		m.staff(t.name, pick(m, firstNames), pick(m, lastNames), domain.SafeguardingLead, t.name)
		m.staff(t.name, pick(m, firstNames), pick(m, lastNames), domain.PartnershipViewer, t.name)
		for range 2 {
			m.staff(t.name, pick(m, firstNames), pick(m, lastNames), domain.CallTaker, t.name)
		}
		for range 4 {
			id := m.staff(t.name, pick(m, firstNames), pick(m, lastNames), domain.DeskHelper, t.name)
			m.desk[t.name] = append(m.desk[t.name], id)
		}
	}
}

// staff makes up one who holds a role; town is "" for one of the whole district.
func (m *maker) staff(home, first, last string, kind domain.RoleKind, town string) int {
	for {
		s := pick(m, m.town.Streets)
		if s.Town != home {
			continue
		}
		p := m.person(s, first, last)
		p.Phone = m.mobilePhone()
		p.Roles = []app.DemoRole{{Kind: kind, Town: town, BeginsOn: m.roleBegan()}}
		m.town.People = append(m.town.People, p)
		return len(m.town.People) - 1
	}
}

func (m *maker) roleBegan() time.Time { return m.today().AddDate(0, 0, -370-m.random.IntN(60)) }

// addCoordinators gives four streets of five somebody who looks after them, and most neighbourhoods a stand-in. Whoever
// coordinates lives there, helps too, and can be reached by mail.
func (m *maker) addCoordinators() {
	bySection := map[[2]string][]int{}
	home := map[[2]string][2]string{}
	for _, s := range m.town.Streets {
		home[[2]string{s.Town, s.Name}] = [2]string{s.Town, s.Section}
	}
	for n, p := range m.town.People {
		if p.Volunteer != nil && p.Email != "" && p.Volunteer.Standing == domain.Met && !p.Young {
			key := home[[2]string{p.Town, p.Street}]
			bySection[key] = append(bySection[key], n)
		}
	}
	for n, s := range m.town.Streets {
		key := [2]string{s.Town, s.Section}
		people := bySection[key]
		at := n % streetsASection
		if n%5 != 3 {
			m.give(people[at/3%len(people)], app.DemoRole{Kind: domain.Coordinator, Town: s.Town, Street: s.Name})
		}
		if at == 0 && n/streetsASection%3 != 2 {
			m.give(people[len(people)-1], app.DemoRole{Kind: domain.Reserve, Town: s.Town, Section: s.Section})
		}
	}
}

func (m *maker) give(n int, r app.DemoRole) {
	r.BeginsOn = m.roleBegan()
	m.town.People[n].Roles = append(m.town.People[n].Roles, r)
}

// addShifts writes the rota of every desk: two turns a day, Mondays to Saturdays, from last week to two months ahead.
func (m *maker) addShifts() {
	for _, t := range towns {
		turn := 0
		for day := -7; day < 60; day++ {
			y, mo, d := m.now.In(m.zone).Date()
			at := func(hour, minute int) time.Time { return time.Date(y, mo, d+day, hour, minute, 0, 0, m.zone) }
			if at(12, 0).Weekday() == time.Sunday {
				continue
			}
			for _, hours := range [][2]time.Time{{at(8, 30), at(14, 15)}, {at(14, 15), at(20, 0)}} {
				m.town.Shifts = append(m.town.Shifts, app.DemoShift{Town: t.name, Person: m.desk[t.name][turn%4], Starts: hours[0], Ends: hours[1]})
				turn++
			}
		}
	}
}

// RolePerson is one of a demo whom a newcomer may be, to see what they see.
type RolePerson struct {
	Role  domain.RoleKind
	Name  string
	Email string
}

// roleOrder is the order in which a newcomer meets the roles.
var roleOrder = []domain.RoleKind{
	domain.Coordinator, domain.Reserve, domain.DeskHelper, domain.CallTaker, domain.Builder, domain.DistrictCoordinator,
	domain.PartnershipViewer, domain.SafeguardingLead, domain.Administrator,
}

// Roles returns one person of each role. Where people are real the error is domain.Forbidden.
func Roles(ctx context.Context, a *app.App) ([]RolePerson, error) {
	staff, err := a.DemoStaff(ctx, domain.Clock())
	if err != nil {
		return nil, err
	}
	var out []RolePerson
	for _, kind := range roleOrder {
		n := slices.IndexFunc(staff, func(s app.DemoStaff) bool { return s.Role == kind })
		if n < 0 {
			return nil, fmt.Errorf("nobody in the demo is %s", kind.Plain())
		}
		out = append(out, RolePerson{kind, staff[n].Name, staff[n].Email})
	}
	return out, nil
}
