// Package demo makes up a district, "North Wendle", with three towns, everybody in them and a year of what they asked for, and
// lets its people go on living: they answer the messages that they get by the links in them, ask for help, and sit at the
// desk. It acts only through the use cases and the public pages, and never where people are real.
package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// District is the name of the made-up district.
const District = app.DemoDistrict

// DefaultSeed is what the usual demo is made from.
const DefaultSeed = 20260

// Recipe says how a demo is made.
type Recipe struct {
	Seed  int64
	Reset bool                  // throw a demo away that is there; without it that is an error
	Zone  *time.Location        // of the people
	Say   func(progress string) // nil: nobody listens
}

// Create makes the demo. It is refused where people may be real (domain.Forbidden), and where a demo is already, unless
// it is to begin anew (domain.Conflict). The same seed at the same instant gives the same rows.
func Create(ctx context.Context, a *app.App, o Recipe) error {
	say := o.Say
	if say == nil {
		say = func(string) {}
	}
	now, err := a.PrepareDemo(ctx, domain.Clock(), o.Reset)
	if err != nil {
		return err
	}
	say("Drawing the streets and making people up …")
	town := Make(o.Seed, now, o.Zone)
	say(fmt.Sprintf("Writing %d streets, %d people and %d asks …", len(town.Streets), len(town.People), len(town.Asks)))
	if err := a.WriteDemo(ctx, domain.Clock(), town); err != nil {
		return err
	}
	if err := addGatherings(ctx, a, now, o); err != nil {
		return err
	}
	if err := addIdeas(ctx, a, now, o.Zone); err != nil {
		return err
	}
	if err := addStories(ctx, a, now); err != nil {
		return err
	}
	return addGaps(ctx, a, now)
}

// Make makes the district up: the same seed, instant and zone always give the same.
func Make(seed int64, now time.Time, zone *time.Location) app.DemoTown {
	m := &maker{
		random: rand.New(rand.NewPCG(uint64(seed), 0x6e6f727468)), now: now.Truncate(time.Second), zone: zone, emails: map[string]int{},
		byTown: map[string][]int{}, asked: map[string]bool{}, busy: map[int]bool{}, desk: map[string][]int{}, met: map[string]int{},
	}
	m.town = app.DemoTown{
		Seed: seed, Now: m.now, District: District, GoesOut: map[string]domain.GoesOut{},
		Phones: map[string]string{District: "01632 960900", "Saltcombe": "01632 960901", "Market Orrin": "01632 960902", "Brackle": "01632 960903"},
	}
	for _, n := range domain.DefaultNeeds() {
		m.town.GoesOut[n.Code] = domain.ByItself
		if how, other := goesOut[n.Code]; other {
			m.town.GoesOut[n.Code] = how
		}
	}
	m.town.Streets = drawStreets(m.random)
	m.addStaff()
	m.addHelpers()
	m.addCoordinators()
	m.addShifts()
	m.addAskers()
	m.addPast()
	m.addSeries()
	m.addOpen()
	m.addServices()
	m.addDevices()
	m.addLearnt()
	m.addWaited()
	return m.town
}
