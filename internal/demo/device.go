package demo

import (
	"waymark/domain"
	"waymark/internal/app"
)

// addDevices makes up what the towns lend: some of it is out, some out for longer than was said, and one has come back and is not wiped yet.
func (m *maker) addDevices() {
	next := map[string]int{}
	borrower := func(town string) int { // somebody who asks, each once
		for n := len(m.town.People) - askers + next[town]; ; n++ {
			if m.town.People[n].Town == town {
				next[town] = n + 1 - (len(m.town.People) - askers)
				return n
			}
		}
	}
	add := func(town string, d domain.Device, wiped bool, loans ...app.DemoLoan) {
		if d.Condition == "" {
			d.Condition = domain.Good
		}
		for i := range loans {
			loans[i].Person = borrower(town)
		}
		m.town.Devices = append(m.town.Devices, app.DemoDevice{Device: d, Town: town, By: m.met[town], Wiped: wiped, Loans: loans})
	}
	tablet := func(name string) domain.Device {
		return domain.Device{Kind: domain.Tablet, Name: name, Accessories: "Charger, case, large-print card"}
	}
	past := app.DemoLoan{From: -150, Due: -94, End: -96, Condition: domain.Good}
	broke := past
	broke.Condition, broke.Words = domain.Broken, "The screen has a crack."
	add("Saltcombe", tablet("Blue tablet 1"), true, past, app.DemoLoan{From: -64, Due: -8})
	add("Saltcombe", tablet("Blue tablet 2"), true, app.DemoLoan{From: -20, Due: 36})
	add("Saltcombe", tablet("Green tablet"), false, app.DemoLoan{From: -60, Due: -4, End: -2, Condition: domain.Worn, Words: "The charger is missing."})
	add("Saltcombe", domain.Device{Kind: domain.MobilePhone, Name: "Big-button phone", Accessories: "Charger"}, true)
	add("Saltcombe", domain.Device{Kind: domain.Internet, Name: "Internet box 1", Accessories: "Plug, card with data"}, true, app.DemoLoan{From: -30, Due: 26})
	add("Saltcombe", domain.Device{Kind: domain.Laptop, Name: "Library laptop", Accessories: "Charger, bag"}, true, broke)
	add("Market Orrin", tablet("Red tablet 1"), true, app.DemoLoan{From: -70, Due: -14})
	add("Market Orrin", tablet("Red tablet 2"), true)
	add("Market Orrin", domain.Device{Kind: domain.MobilePhone, Name: "Yellow phone", Accessories: "Charger"}, true, past, app.DemoLoan{From: -10, Due: 46})
	add("Market Orrin", domain.Device{Kind: domain.Internet, Name: "Internet box", Accessories: "Plug, card with data"}, true)
	gone := tablet("Old tablet")
	at := m.now.AddDate(0, -1, 0)
	gone.GoneAt, gone.GoneWhy, gone.Condition = &at, domain.GoneGiven, domain.Worn
	add("Brackle", tablet("Orange tablet"), true, app.DemoLoan{From: -55, Due: 1})
	add("Brackle", gone, true)
}

// addLearnt makes up what people can do who were got online: most by now get online, some send an e-mail, few do the rest.
func (m *maker) addLearnt() {
	furthest := []string{"online", "email", "video", "book", "prescription", "group"}
	for n := range 36 {
		person := len(m.town.People) - 1 - 3*n // of those who ask
		for i, goal := range furthest[:2+n%5] {
			how := domain.CanAlone
			switch {
			case i > n%4:
				how = domain.CannotYet
			case i == n%4:
				how = domain.CanWithHelp
			}
			m.town.Learnt = append(m.town.Learnt, app.DemoLearnt{Person: person, Goal: goal, How: how, Ago: 5 * n})
		}
	}
}
