package web

import (
	"net/http"
	"slices"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
	"waymark/internal/words"
)

// groundsOf are the sections of the place that is shown, those that are on the map.
func groundsOf(v app.Published) []coverage.Ground {
	return slices.DeleteFunc(slices.Clone(v.Grounds), func(g coverage.Ground) bool {
		return v.TownID != 0 && g.TownID != v.TownID || len(g.Ring) == 0
	})
}

// ground is a section on a map, with the step at which it stands.
type ground struct {
	Name, Town string
	Step       mapStep
	Ring       domain.Line
}

// drawGrounds draws sections that are on the map, with the name of each; of a whole district with those of its towns.
func drawGrounds(grounds []ground, district bool) drawing {
	box := newBounds()
	for _, g := range grounds {
		box.add(domain.Shape{g.Ring})
	}
	if box.empty() {
		return drawing{}
	}
	d := box.drawing()
	named, on := []string{}, map[string]*bounds{}
	for _, g := range grounds {
		d.Areas = append(d.Areas, mapPath{Step: g.Step, D: d.path(domain.Shape{g.Ring}) + "Z"})
		name := g.Name
		if district {
			name = g.Town
		}
		if on[name] == nil {
			whole := newBounds()
			named, on[name] = append(named, name), &whole
		}
		on[name].add(domain.Shape{g.Ring})
	}
	for _, name := range named {
		d.nameOn(*on[name], name)
	}
	return d
}

// groundsTold are the sections of the place that is shown, as everybody may see them.
func groundsTold(v app.Published) (out []ground) {
	towns := map[domain.TownID]string{}
	for _, t := range v.Towns {
		towns[domain.TownID(t.ID)] = t.Name
	}
	for _, g := range groundsOf(v) {
		out = append(out, ground{Name: g.Name, Town: towns[g.TownID], Step: mapStep(v.StepOf(g)), Ring: g.Ring})
	}
	return out
}

// soonTitle is what the map of a quarter goes by.
var soonTitle = words.Later("Had help within four weeks")

// soonSteps are what the steps of the map mean, from 0.
var soonSteps = [coverage.LayerSteps + 1]string{words.Later("Too few asks to tell"), words.Later("Fewer than half had help"), words.Later("50 to 69 of 100"), words.Later("70 to 79 of 100"),
	words.Later("80 to 89 of 100"), words.Later("90 of 100 and more")}

// groundsLegend says what the colours mean, the best first, and which sections have each. A step without words is none.
func (c clock) groundsLegend(title string, steps [coverage.LayerSteps + 1]string, grounds []ground) legend {
	out := legend{Title: title}
	for step := mapStep(coverage.LayerSteps); step >= 0; step-- {
		line := legendLine{Step: step, Text: steps[step]}
		for _, g := range grounds {
			if g.Step == step {
				line.N++
				line.Grounds = append(line.Grounds, g)
			}
		}
		if line.Text != "" {
			out.Lines = append(out.Lines, line)
		}
	}
	return out
}

// geoPublished hands the sections over as GeoJSON, with the step at which each stands.
func (s *Server) geoPublished(w http.ResponseWriter, r *http.Request) error {
	v, err := s.publishedOf(r)
	if err != nil {
		return err
	}
	var out []feature
	for _, g := range groundsOf(v) {
		out = append(out, feature{ID: g.ID, Name: g.Name, Step: v.StepOf(g), Kind: "Polygon", Lines: domain.Shape{g.Ring}})
	}
	return serveGeo(w, r, out, 5)
}
