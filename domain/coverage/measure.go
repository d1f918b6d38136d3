package coverage

import (
	"cmp"
	"slices"

	"waymark/domain"
)

// Measured is a figure of one place.
type Measured struct {
	Definition
	Value *float64 // in the unit of its definition, of skills how many kinds there are; nil: there is nothing yet to tell it by, or it is not kept so near
}

// Measure returns every figure of a place, in the order of Definitions: pages, files and programs all show these.
func (p Place) Measure(w Weights) []Measured {
	values := map[string]float64{"skills": float64(len(p.Skills))}
	for code, n := range p.Counts() {
		values[code] = float64(n)
	}
	if p.Level == domain.AtStreet {
		delete(values, "talks")
	}
	if p.Streets > 0 {
		values["points"] = float64(p.Index(w).Points)
	}
	if share, ok := p.Asks.HelpedShare(); ok {
		values["helped_share"] = share
	}
	for code, share := range map[string]float64{"wait_half": 0.5, "wait_most": 0.9} {
		if minutes, ok := p.Asks.Waits.Within(share); ok {
			values[code] = float64(minutes)
		}
	}
	out := make([]Measured, 0, len(Definitions))
	for _, d := range Definitions {
		m := Measured{Definition: d}
		if n, known := values[d.Code]; known {
			m.Value = &n
		}
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
