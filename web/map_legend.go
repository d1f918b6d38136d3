package web

import (
	"net/http"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
	"waymark/internal/words"
)

// legend says what the lines of a map mean.
type legend struct {
	Title string
	Lines []legendLine
}

// legendLine is one kind of line, and how many streets have it.
type legendLine struct {
	Step mapStep
	Text string
	N    int

	Grounds []ground // the sections that have it, where these are told
}

// layerSteps are what the steps of a layer mean, from 0. One that a layer does not have is empty.
var layerSteps = map[coverage.Layer][coverage.LayerSteps + 1]string{
	coverage.Coordinators: {"", words.Later("Nobody"), words.Later("A stand-in only"), "", words.Later("Somebody, no stand-in"), words.Later("Somebody and a stand-in")},
	coverage.Points:       {"", words.Later("Fewer than 20 points"), words.Later("20 to 39"), words.Later("40 to 59"), words.Later("60 to 79"), words.Later("80 points and more")},
	coverage.Helpers:      {"", words.Later("Nobody would come"), words.Later("1 or 2 would come"), words.Later("3 or 4"), words.Later("5 to 9"), words.Later("10 and more")},
	coverage.Waiting:      {"", words.Later("Not found in time"), words.Later("Asked in the district"), words.Later("Asked in the town"), words.Later("Asked nearby"), words.Later("Nobody waits")},
	coverage.Yeses:        {words.Later("Nobody has said yes yet"), words.Later("Longer than a week"), words.Later("Up to a week"), words.Later("Up to three days"), words.Later("Up to a day"), words.Later("Up to two hours")},
	coverage.Connectors:   {"", words.Later("No connector"), words.Later("1 connector"), words.Later("2 connectors"), words.Later("3 or 4 connectors"), words.Later("5 and more connectors")},
	coverage.Talks:        {"", words.Later("No conversation"), words.Later("Up to 9 conversations"), words.Later("10 to 49 conversations"), words.Later("50 to 199 conversations"), words.Later("200 and more conversations")},
	coverage.Sessions:     {"", words.Later("No bench or café"), words.Later("1 bench or café"), words.Later("2 benches or cafés"), words.Later("3 or 4 benches or cafés"), words.Later("5 and more benches or cafés")},
	coverage.Gaps:         {"", words.Later("On the street itself"), words.Later("In the neighbourhood"), words.Later("In the town"), words.Later("In the district"), words.Later("Nothing is missing")},
}

// mapLegend says what the lines mean, the best first.
func (c clock) mapLegend(v mapView, m app.Map) legend {
	out, n := legend{Title: layerWords[v.Layer].name}, steps(v, m)
	for step := coverage.LayerSteps; step >= 0; step-- {
		if text := layerSteps[v.Layer][step]; text != "" {
			out.Lines = append(out.Lines, legendLine{Step: mapStep(step), Text: text, N: n[step]})
		}
	}
	return out
}

// mapCard is the street that was chosen.
type mapCard struct {
	Name  string // "": none was chosen
	Tag   Tag
	Facts Facts
	Next  Button
	Later []Button
}

// mapCard says what there is to know of the chosen street, and what can be done for it.
func (c clock) mapCard(r *http.Request, v mapView, m app.Map) mapCard {
	for _, s := range m.Streets {
		if s.ID != int64(v.Street) || v.Street == 0 {
			continue
		}
		out := mapCard{Name: s.Name, Tag: c.lookedAfterTag(s),
			Facts: Facts{Facts: []Fact{{Name: "Where", Text: besides(s.Name, s.Section, s.Town)}, {Name: "Points", Text: c.Say("%d of %d", s.Count(coverage.Points), 100)},
				{Name: "Would come", Text: words.Figure(s.Place.Helpers)}, {Name: "Wait for help now", Text: words.Figure(s.Open.Asks)}, {Name: "Asked", Text: words.Figure(s.Asks.Asked)},
				{Name: "Missing here or near", Text: words.Figure(s.Missing.Gaps)}}}}
		todo := pressable(r, mapDeeds(v, s))
		out.Next, out.Later = todo[0], todo[1:]
		out.Next.Style = Arm
		return out
	}
	return mapCard{}
}

// mapDeeds are what can be done for a street, what the layer asks for first.
func mapDeeds(v mapView, s app.MapStreet) []Button {
	id := domain.StreetID(s.ID)
	open := Button{Text: "Open the street", Href: addressOf("/streets/", id)}
	todo := []Button{open}
	first := func(b Button) { todo = append([]Button{b}, todo...) }
	if s.Main == 0 {
		first(Button{Text: "Find a coordinator", Href: addressOf("/vacancies/", id)})
	}
	invite, bench := Button{Text: "Add a neighbour who helps", Href: addressOf("/people/new?street=", id)}, Button{Text: "Start a bench", Href: addressOf("/gatherings/new?town=", s.TownID)}
	switch {
	case v.Layer == coverage.Helpers:
		first(invite)
		todo = append(todo, Button{Text: "Print the poster", Href: addressOf("/print/street/", id)})
	case v.Layer == coverage.Sessions:
		first(bench)
	case v.Layer == coverage.Gaps && s.Missing.Gaps > 0:
		first(Button{Text: "See what is missing", Href: addressOf("/gaps?town=", s.TownID)})
	default:
		todo = append(todo, invite)
	}
	if s.Meetings == 0 && v.Layer != coverage.Sessions {
		todo = append(todo, bench)
	}
	return append(todo, Button{Text: "How it is covered", Href: addressOf("/coverage?street=", id)}, Button{Text: "What if there was somebody more?", Href: addressOf("/map/what-if?street=", id)})
}

// lookedAfterTag says who looks after a street.
func (c clock) lookedAfterTag(s app.MapStreet) Tag {
	step := s.Step(coverage.Coordinators)
	tag := Tag{State: StateDone, Text: layerSteps[coverage.Coordinators][step]}
	switch step {
	case 1:
		tag.State = StateLate
	case 2:
		tag.State = StateSoon
	}
	return tag
}
