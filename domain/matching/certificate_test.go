package matching

import (
	"slices"
	"strings"
	"testing"
)

// corner is an instance in which each kind of lie about a plan can be told: request 0 has volunteer 0, request 1 has
// volunteer 1, request 2 is left out because volunteer 0 has no more room, request 3 has no street.
func corner() *Instance {
	return &Instance{
		Streets: []Street{{}, {X: 100}, {X: 5000, Section: 1, Town: 1, District: 1}},
		Volunteers: []Volunteer{
			{Street: 0, Reach: 1, Capacity: 1, Have: 1, Available: 3},
			{Street: 1, Reach: 1, Capacity: 2, Have: 3, Available: 1},
			{Street: 2, Reach: 3, Capacity: 1, Have: 3, Available: 3},
		},
		Requests: []Request{
			{Street: 0, Class: 1, Level: 1, Need: 1, Window: 2, Offer: None},
			{Street: 0, Class: 2, Level: 1, Need: 2, Window: 1, Offer: 0},
			{Street: 0, Class: 3, Level: 0, Need: 1, Window: 3, Offer: None},
			{Street: None, Class: 0, Level: 3, Window: 3, Offer: None},
		},
		Exclusions: []Exclusion{{2, 1}},
	}
}

// Each lie is a mutant of the certificate's subject; removing the check that the message belongs to makes its line fail.
func TestCertify_FindsEveryLie(t *testing.T) {
	for name, c := range map[string]struct {
		lie  func(p *Plan)
		want string
	}{
		"other instance":     {func(p *Plan) { p.Value = p.Value[1:] }, "not for this instance"},
		"request twice over": {func(p *Plan) { p.Volunteer = append(p.Volunteer, 0) }, "not for this instance"},
		"no such volunteer":  {func(p *Plan) { p.Volunteer[0] = 3 }, "there is no volunteer 3"},
		"negative volunteer": {func(p *Plan) { p.Volunteer[0] = -2 }, "there is no volunteer -2"},
		"other district":     {func(p *Plan) { p.Volunteer[0] = 2 }, "request 0 cannot go to volunteer 2"},
		"lacks a skill":      {func(p *Plan) { p.Volunteer[1] = 0 }, "request 1 cannot go to volunteer 0"},
		"no common time":     {func(p *Plan) { p.Volunteer[0] = 1 }, "request 0 cannot go to volunteer 1"},
		"kept apart":         {func(p *Plan) { p.Volunteer[2] = 1; p.Value[2] = 0 }, "request 2 cannot go to volunteer 1"},
		"no street":          {func(p *Plan) { p.Volunteer[3] = 0 }, "request 3 cannot go to volunteer 0"},
		"left out for less":  {func(p *Plan) { p.Volunteer[1] = None }, "request 1 is not served, but its value"},
		"over capacity": {func(p *Plan) {
			p.Volunteer[2], p.Value[2] = 0, p.Price[0]+40
		}, "volunteer 0 has room for 1 more cases and got 2"},
		"pays too much":        {func(p *Plan) { p.Value[0]++ }, "do not make its value"},
		"above its worth":      {func(p *Plan) { p.Value[2]++ }, "is not between 0 and its worth"},
		"negative value":       {func(p *Plan) { p.Value[3] = -1 }, "is not between 0 and its worth"},
		"negative price":       {func(p *Plan) { p.Price[2] = -1 }, "volunteer 2: the price -1 is out of range"},
		"price of a free unit": {func(p *Plan) { p.Price[2] = 61 }, "volunteer 2: with 0 new cases the price 61 does not fit"},
		"price below its unit": {func(p *Plan) { p.Price[1] -= 10; p.Value[1] -= 10 }, "volunteer 1: with 1 new cases the price 20 does not fit"},
		"somebody is better":   {func(p *Plan) { p.Price[0] -= 100; p.Value[0] -= 100 }, "request 2 would do better with volunteer 0"},
		"cost":                 {func(p *Plan) { p.Cost-- }, "the cost is"},
		"served":               {func(p *Plan) { p.Served[0]++ }, "served [0 1 1 0]"},
		"of":                   {func(p *Plan) { p.Of[3]++ }, "of [1 1 1 1]"},
		"costs":                {func(p *Plan) { p.Costs.LoadBase = -1 }, "costs: "},
	} {
		t.Run(name, func(t *testing.T) {
			in := corner()
			plan := solved(t, in)
			if !slices.Equal(plan.Volunteer, []int32{0, 1, None, None}) {
				t.Fatalf("the plan is %v", plan.Volunteer)
			}
			c.lie(plan)
			if err := Certify(in, plan); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want ...%s...", err, c.want)
			}
		})
	}
}

// A plan made with worths that do not put urgency first is not certified, however consistent it is.
func TestCertify_ChecksTheWorths(t *testing.T) {
	in := &Instance{Requests: []Request{{Street: None, Offer: None, Class: 3}, {Street: None, Offer: None}}}
	for name, worth := range map[string][4]int64{
		"zero":   {},
		"uneven": {40, 40, 20, 10},
		"huge":   {0, -1 << 62, -1 << 63, 1 << 62}, // the multiples of the last one, as they overflow
	} {
		plan := solved(t, in)
		plan.Worth, plan.Value = worth, []int64{worth[3], worth[0]}
		if err := Certify(in, plan); err == nil {
			t.Errorf("%s: certified", name)
		}
	}
	// One request, left out because its worth is less than the only pair costs.
	in = &Instance{
		Streets:    []Street{{}},
		Volunteers: []Volunteer{{Capacity: 1, Available: 1}},
		Requests:   []Request{{Class: 3, Window: 1, Offer: None}},
	}
	plan := &Plan{
		Volunteer: []int32{None}, Of: [4]int{0, 0, 0, 1}, Costs: DefaultCosts(),
		Worth: [4]int64{400, 300, 200, 100}, Value: []int64{100}, Price: []int64{60},
	}
	if err := Certify(in, plan); err == nil || !strings.Contains(err.Error(), "does not outweigh 1 times the dearest pair of 40 and place of 60") {
		t.Errorf("a worth below the costs: %v", err)
	}
}

// That distance does not matter does not open another district.
func TestCertify_AnywhereEndsWithTheDistrict(t *testing.T) {
	in := &Instance{
		Streets:    []Street{{}, {Section: 1, Town: 1, District: 1}},
		Volunteers: []Volunteer{{Street: 1, Capacity: 1, Available: 1}},
		Requests:   []Request{{Window: 1, Offer: None, Anywhere: true}},
	}
	plan := solved(t, in)
	plan.Volunteer[0], plan.Served[0], plan.Cost = 0, 1, 100
	plan.Value[0], plan.Price[0] = 100, 60
	if err := Certify(in, plan); err == nil || err.Error() != "request 0 cannot go to volunteer 0" {
		t.Errorf("got %v", err)
	}
}

// A worse plan with the prices of the best one is caught, and so is any single change of a pair.
func TestCertify_RefusesEveryOtherChoice(t *testing.T) {
	for seed := range uint64(30) {
		in := tiny.draw(seed)
		plan := solved(t, in)
		best := slices.Clone(plan.Volunteer)
		for r := range best {
			for v := None; v < int32(len(in.Volunteers)); v++ {
				plan.Volunteer[r] = v
				if Certify(in, plan) == nil && objective(in, plan.Volunteer) != objective(in, best) {
					t.Fatalf("seed %d: certified with request %d at %d instead of %d", seed, r, v, best[r])
				}
			}
			plan.Volunteer[r] = best[r]
		}
	}
}
