package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
	"waymark/internal/words"
)

// mapView is what a map shows. All of it stands in the address.
type mapView struct {
	Town   domain.TownID // 0: the whole district
	Layer  coverage.Layer
	Skill  string
	Period string
	Street domain.StreetID // that was chosen; 0: none
	Order  mapOrder        // of the table
	Page   int             // of the table, from 1
}

// mapViewOf reads a map's address. What it does not know it leaves out.
func mapViewOf(r *http.Request) mapView {
	v := mapView{Town: numberIn[domain.TownID](r.FormValue("town")), Layer: coverage.Layer(wordIn(r, "layer")), Skill: wordIn(r, "skill"), Period: wordIn(r, "period"),
		Street: numberIn[domain.StreetID](r.FormValue("street")), Order: mapOrder(wordIn(r, "order")), Page: 1}
	if n, err := strconv.Atoi(r.FormValue("page")); err == nil && n > 1 && n < 1_000_000 {
		v.Page = n
	}
	if v.Order.column() == nil {
		v.Order = ""
	}
	if !slices.Contains(coverage.Layers, v.Layer) {
		v.Layer = coverage.Coordinators
	}
	if v.Layer != coverage.Helpers {
		v.Skill = ""
	}
	if r.FormValue("town") == "" {
		v.Town = builtTown(who(r))
	}
	return v
}

// at is the address of the same at another path.
func (v mapView) at(path string) string {
	q := url.Values{"town": {idOf(v.Town)}, "layer": {string(v.Layer)}}
	for name, value := range map[string]string{"skill": v.Skill, "period": v.Period, "order": string(v.Order)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if v.Street != 0 {
		q.Set("street", idOf(v.Street))
	}
	if v.Page > 1 {
		q.Set("page", strconv.Itoa(v.Page))
	}
	return path + "?" + q.Encode()
}

// mapContent is a map, what its colours mean, the street that was chosen, and the table that says the same.
type mapContent struct {
	Head     Head
	Note     *Notice
	Wrong    string // what is wrong with the address
	Layers   []Link
	Choose   filter
	Drawn    drawing
	Geo      string // where the lines are, for the script
	Pick     string // the address that chooses a street; its id follows
	Pins     []mapPin
	Tiles    MapTiles
	Still    bool // no script has come with the pages that would move it
	Legend   legend
	Card     mapCard
	When     string // of when the figures are
	Missing  string // how many streets cannot be drawn
	Table    Table
	Pager    Pager
	Download string
}

// mapOf reads what a map shows.
func (s *Server) mapOf(r *http.Request, v mapView) (app.Map, error) {
	return s.app.Map(r.Context(), who(r), app.MapAsked{TownID: v.Town, Period: v.Period, Skill: v.Skill})
}

// mapPage shows a town or a district street by street.
func (s *Server) mapPage(w http.ResponseWriter, r *http.Request) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	v := mapViewOf(r)
	m, err := s.mapOf(r, v)
	wrong := Problems(err)
	if wrong != nil { // an address that somebody kept: what there is now, and why
		v.Period = ""
		m, err = s.mapOf(r, v)
	}
	if err != nil {
		return err
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	if len(towns) == 0 {
		return s.noStreets(w, r, c.mapHead(v, m).Title)
	}
	pins, err := s.mapPins(r, c, v, m)
	if err != nil {
		return err
	}
	out := mapContent{Head: c.mapHead(v, m), Note: c.mapNote(v, m), Pins: pins, Tiles: s.tiles, Still: s.rd.assets.Address("dist/map.js") == "", Layers: c.mapLayers(v), Choose: c.mapChoice(v, m, towns), Drawn: draw(v, m, pins), Geo: v.at("/geo/streets"), Pick: v.picking(),
		Legend: c.mapLegend(v, m), Card: c.mapCard(r, v, m), Table: c.mapTable(v, m), Pager: c.mapPager(v, m), Download: v.at("/map.csv")}
	if n := undrawn(m); n > 0 {
		out.Missing = c.Count(n, "%s street is not drawn: nobody has told us where it runs. It is in the table.", "%s streets are not drawn: nobody has told us where they run. They are in the table.")
	}
	out.When = c.countedWhen(m.Coverage)
	if v.Period != "" && !m.Ended {
		out.When += " " + c.notEnded(m.Today)
	}
	out.Wrong = c.notThis(wrong, words.Later("This is the last twelve months."))
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Islands = out, []string{"map"}
	w.Header().Set("Content-Security-Policy", s.tiles.policy())
	s.rd.Render(w, r, "map", p)
	return nil
}

// picking is the address that chooses a street, without its id.
func (v mapView) picking() string {
	v.Street, v.Page = 0, 1
	return v.at("/map") + "&street="
}

func undrawn(m app.Map) int {
	n := 0
	for _, s := range m.Streets {
		if len(s.Lines) == 0 {
			n++
		}
	}
	return n
}

// mapChoice asks where, when and what.
func (c clock) mapChoice(v mapView, m app.Map, towns []domain.Town) filter {
	out := filter{Action: "/map", Button: "Show", Hidden: []Choice{{Text: "layer", Value: string(v.Layer)}}}
	if len(towns) > 1 {
		where := selection{Name: "town", Label: "Where", Choices: []Choice{{Value: "0", Text: c.Say("The whole district")}}}
		for _, t := range towns {
			where.Choices = append(where.Choices, Choice{Value: idOf(t.ID), Text: t.Name})
		}
		out.Selects = append(out.Selects, where.chosen(idOf(v.Town)))
	} else {
		out.Hidden = append(out.Hidden, Choice{Text: "town", Value: idOf(v.Town)})
	}
	if v.Layer == coverage.Helpers {
		skill := selection{Name: "skill", Label: "Who can", Choices: []Choice{{Text: c.Say("Anything")}}}
		for _, name := range m.Skills {
			skill.Choices = append(skill.Choices, Choice{Value: name, Text: c.Say(skillWords([]string{name}))})
		}
		out.Selects = append(out.Selects, skill.chosen(v.Skill))
	}
	when := selection{Name: "period", Label: "When", Choices: append([]Choice{{Text: c.Say("The last twelve months")}}, c.periodChoices(m.Today, m.Quarters, m.Monthly, m.Years)...)}
	out.Selects = append(out.Selects, when.chosen(v.Period), c.mapOrders(v))
	return out
}

// layerWords are what a layer is called, and the sentence that tells how many streets stand on its lowest step.
var layerWords = map[coverage.Layer]struct{ name, title, lowest, none string }{
	coverage.Coordinators: {words.Later("Coordinators"), words.Later("Who looks after %s?"), words.Later("%d of %d streets have neither a coordinator nor a stand-in."), words.Later("Every street has a coordinator or a stand-in.")},
	coverage.Points:       {words.Later("Points"), words.Later("How well is %s looked after?"), words.Later("%d of %d streets have fewer than 20 of 100 points."), words.Later("No street has fewer than 20 of 100 points.")},
	coverage.Helpers:      {words.Later("Helpers"), words.Later("Who would come in %s?"), words.Later("Nobody would come to %d of %d streets."), words.Later("Somebody would come to every street.")},
	coverage.Waiting:      {words.Later("Waiting"), words.Later("Who waits for help in %s?"), words.Later("On %d of %d streets somebody was not found help in time."), words.Later("Nobody has waited longer than we said.")},
	coverage.Yeses:        {words.Later("Time to a yes"), words.Later("How soon is there a yes in %s?"), words.Later("On %d of %d streets half of the asks took longer than a week."), words.Later("Nowhere did half of the asks take longer than a week.")},
	coverage.Connectors:   {words.Later("Connectors"), words.Later("Who points the way in %s?"), words.Later("%d of %d streets have no connector."), words.Later("Every street has a connector.")},
	coverage.Talks:        {words.Later("Conversations"), words.Later("Where do people talk in %s?"), words.Later("%d of %d streets lie where no conversation was written down."), words.Later("There were conversations everywhere.")},
	coverage.Sessions:     {words.Later("Benches and cafés"), words.Later("Where do people meet in %s?"), words.Later("%d of %d streets have no bench or café within 800 metres."), words.Later("Every street has a bench or café within 800 metres.")},
	coverage.Gaps:         {words.Later("What’s missing"), words.Later("What is missing in %s?"), words.Later("On %d of %d streets something is missing on the street itself."), words.Later("Nothing is missing on a street itself.")},
}

// mapHead says what the map shows, in a sentence.
func (c clock) mapHead(v mapView, m app.Map) Head {
	say := layerWords[v.Layer]
	out := Head{Title: c.Say(say.title, m.Place.Name), Lead: c.Say(say.none)}
	at := steps(v, m)
	switch {
	case len(m.Streets) == 0:
		out.Lead = c.Say("There are no streets yet.")
	case at[0] == len(m.Streets):
		out.Lead = c.Say(layerSteps[v.Layer][0]) + "."
	case at[1] > 0:
		out.Lead = c.Say(say.lowest, at[1], len(m.Streets))
	}
	return out
}

func (c clock) mapLayers(v mapView) []Link {
	var out []Link
	for _, l := range coverage.Layers {
		to := v
		to.Layer, to.Page = l, 1
		if l != coverage.Helpers {
			to.Skill = ""
		}
		out = append(out, Link{Text: layerWords[l].name, Href: to.at("/map"), Current: l == v.Layer})
	}
	return out
}

// steps counts the streets on each step of the layer.
func steps(v mapView, m app.Map) (out [coverage.LayerSteps + 1]int) {
	for _, s := range m.Streets {
		out[s.Step(v.Layer)]++
	}
	return out
}

// mapNote says what the colours alone would not: that nobody has begun here.
func (c clock) mapNote(v mapView, m app.Map) *Notice {
	if v.Layer != coverage.Helpers || len(m.Streets) == 0 || m.Place.Helpers > 0 {
		return nil
	}
	return &Notice{State: StateSoon, Strong: c.Say("Nobody would come to %s yet.", m.Place.Name), Text: c.Say("Choose a street, and add the first neighbour who helps or print its poster.")}
}
