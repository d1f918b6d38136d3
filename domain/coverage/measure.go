package coverage

import (
	"cmp"
	"slices"

	"waymark/domain"
)

// Measured is a figure of one place.
type Measured struct {
	Definition
	Known bool    // false: there is nothing yet to tell it by, or it is not kept so near
	Value float64 // in the unit of its definition; of skills, how many kinds there are
}

// Measure returns every figure of a place, in the order of Definitions: pages, files and programs all show these.
func (p Place) Measure(w Weights) []Measured {
	helped, someClosed := p.Asks.HelpedShare()
	half, halfOK := p.Asks.Waits.Within(0.5)
	most, mostOK := p.Asks.Waits.Within(0.9)
	values := map[string]Measured{
		"points":       {Known: p.Streets > 0, Value: float64(p.Index(w).Points)},
		"skills":       {Known: true, Value: float64(len(p.Skills))},
		"helped_share": {Known: someClosed, Value: helped},
		"wait_half":    {Known: halfOK, Value: float64(half)},
		"wait_most":    {Known: mostOK, Value: float64(most)},
	}
	for code, n := range p.Counts() {
		values[code] = Measured{Known: code != "talks" || p.Level != domain.AtStreet, Value: float64(n)}
	}
	out := make([]Measured, 0, len(Definitions))
	for _, d := range Definitions {
		m := values[d.Code]
		m.Definition = d
		out = append(out, m)
	}
	return out
}

// SkillCount is how many of those who would come have one skill.
type SkillCount struct {
	Skill  string // its code
	People int
}

// SkillCounts are the skills that somebody has, what most people have first.
func (p Place) SkillCounts() (out []SkillCount) {
	for skill, n := range p.Skills {
		out = append(out, SkillCount{Skill: skill, People: n})
	}
	slices.SortFunc(out, func(a, b SkillCount) int { return cmp.Or(b.People-a.People, cmp.Compare(a.Skill, b.Skill)) })
	return out
}
