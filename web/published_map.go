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

// drawPublished draws the sections, with the name of each; of a whole district with those of its towns.
func drawPublished(v app.Published) drawing {
	box, grounds := newBounds(), groundsOf(v)
	for _, g := range grounds {
		box.add(domain.Shape{g.Ring})
	}
	if box.empty() {
		return drawing{}
	}
	d := box.drawing()
	towns := map[domain.TownID]*bounds{}
	for _, g := range grounds {
		d.Areas = append(d.Areas, mapPath{Step: mapStep(v.StepOf(g)), D: d.path(domain.Shape{g.Ring}) + "Z"})
		middle := newBounds()
		middle.add(domain.Shape{g.Ring})
		if v.TownID != 0 {
			d.nameOn(middle, g.Name)
		}
		if towns[g.TownID] == nil {
			whole := newBounds()
			towns[g.TownID] = &whole
		}
		towns[g.TownID].add(domain.Shape{g.Ring})
	}
	for _, t := range v.Towns {
		if whole := towns[domain.TownID(t.ID)]; whole != nil && v.TownID == 0 {
			d.nameOn(*whole, t.Name)
		}
	}
	return d
}

// soonSteps are what the steps of the map mean, from 0.
var soonSteps = [coverage.LayerSteps + 1]string{words.Later("Too few asks to tell"), words.Later("Fewer than half had help"), words.Later("50 to 69 of 100"), words.Later("70 to 79 of 100"),
	words.Later("80 to 89 of 100"), words.Later("90 of 100 and more")}

// publishedLegend says what the colours mean, the best first.
func (c clock) publishedLegend(v app.Published) legend {
	var n [coverage.LayerSteps + 1]int
	for _, g := range groundsOf(v) {
		n[v.StepOf(g)]++
	}
	out := legend{Title: words.Later("Had help within four weeks")}
	for step := coverage.LayerSteps; step >= 0; step-- {
		out.Lines = append(out.Lines, legendLine{Step: mapStep(step), Text: soonSteps[step], N: n[step]})
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
