package web

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
	"waymark/internal/words"
)

// publishedContent is what everybody may read of the asks of a quarter.
type publishedContent struct {
	Head    Head
	Note    string // what is wrong with the address
	Partner bool   // whoever reads it does so for a town partnership
	Phone   string
	Others  []Link // the districts, where there are several
	Choose  filter
	Empty   *Empty
	Figures []figure
	Alone   string // of which places these are the figures, where they are told as one
	Drawn   drawing
	Legend  legend
	Table   Table
	Kept    Table // of a district, and of a town:
	In      Facts
	Told    string // since when these figures stand
	Ripple  string
	Stories []storyLine
	Files   []Link
}

// publishedPage shows everybody what became of the asks of a quarter, or hands it over as a file.
func (s *Server) publishedPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.publishedOf(r)
	wrong := Problems(err)
	format := r.FormValue("format")
	if wrong != nil && format == "" && problemWith(wrong, "quarter") != nil { // the last there is, and why
		r.Form.Del("quarter")
		v, err = s.publishedOf(r)
	}
	if err != nil {
		return err
	}
	switch format {
	case "csv":
		return handFile(w, "how-we-do-"+v.Quarter+".csv", "text/csv; charset=utf-8", byteMark, v.WriteCSV)
	case "json":
		return handFile(w, "how-we-do-"+v.Quarter+".json", "application/json", "", func(out io.Writer) error { return json.NewEncoder(out).Encode(v.Published) })
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	known := s.house.rooms(r.Context())
	out := c.published(v)
	out.Note = c.notThis(wrong, words.Later("Here are the last figures that there are."))
	out.Choose, out.Others = c.publishedChoice(v, known), otherDistricts(v, known)
	out.Partner, out.Phone = who(r).Has(domain.PartnershipViewer), known.phoneFor(who(r))
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "published", p)
	return nil
}

// publishedOf reads what an address means. Of a single street nothing is told.
func (s *Server) publishedOf(r *http.Request) (app.Published, error) {
	if r.FormValue("street") != "" || r.FormValue("section") != "" {
		return app.Published{}, domain.Errorf(domain.Invalid, "town", "Figures are told of a whole town with its neighbourhoods, and never of a single street. Please choose a town.")
	}
	asked := app.PublishedAsked{DistrictID: numberIn[domain.DistrictID](r.FormValue("district")), TownID: numberIn[domain.TownID](r.FormValue("town")), Quarter: wordIn(r, "quarter")}
	known := s.house.rooms(r.Context())
	for name, read := range map[string]bool{"town": asked.TownID != 0, "district": asked.DistrictID != 0} {
		if text := r.FormValue(name); !read && text != "" && text != "0" {
			return app.Published{}, leadsNowhere()
		}
	}
	if r.FormValue("town") == "" && asked.DistrictID == 0 {
		asked.TownID = partnersTown(who(r), known)
	}
	if asked.TownID == 0 && asked.DistrictID == 0 && who(r).DistrictID == 0 && len(known.districts) > 0 {
		asked.DistrictID = known.districts[0].ID
	}
	return s.app.Published(r.Context(), who(r), asked)
}

// partnersTown is the town whose partnership somebody is of, or the only town there is; else 0.
func partnersTown(a domain.Actor, known rooms) domain.TownID {
	for _, role := range a.Roles {
		if role.Kind == domain.PartnershipViewer {
			return role.TownID
		}
	}
	if len(known.towns) == 1 {
		return known.towns[0].ID
	}
	return 0
}

// forPartners leads whoever is of a town partnership from a page of single streets to what they may read.
func forPartners(next page) page {
	return func(w http.ResponseWriter, r *http.Request) error {
		if who(r).Has(domain.PartnershipViewer) && !domain.May(who(r), domain.SeeCoverage, domain.Target{Somewhere: true}) {
			http.Redirect(w, r, "/how-we-do", http.StatusSeeOther)
			return nil
		}
		return next(w, r)
	}
}

// publishedAddress leads to the figures of a town, or of the district for 0.
func publishedAddress(v app.Published, town int64, more ...string) string {
	q := url.Values{"quarter": {v.Quarter}, "town": {strconv.FormatInt(town, 10)}, "district": {strconv.FormatInt(v.District.ID, 10)}}
	if town != 0 {
		q.Del("district")
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return "/how-we-do?" + q.Encode()
}

// otherDistricts lead to the districts, where there are several.
func otherDistricts(v app.Published, known rooms) (out []Link) {
	if len(known.districts) < 2 {
		return nil
	}
	for _, d := range known.districts {
		out = append(out, Link{Text: d.Name, Href: addressOf("/how-we-do?town=0&district=", d.ID), Current: int64(d.ID) == v.District.ID})
	}
	return out
}

// townsIn are the towns of the district that is shown.
func townsIn(v app.Published, known rooms) []domain.Town {
	return slices.DeleteFunc(slices.Clone(known.towns), func(t domain.Town) bool { return int64(t.DistrictID) != v.District.ID })
}

// publishedChoice asks where, and which quarter.
func (c clock) publishedChoice(v app.Published, known rooms) filter {
	out := filter{Action: "/how-we-do", Button: "Show", Hidden: []Choice{{Text: "district", Value: strconv.FormatInt(v.District.ID, 10)}}}
	where := selection{Name: "town", Label: "Where", Choices: append([]Choice{{Value: "0", Text: c.Say("The whole district")}}, townChoices(townsIn(v, known))...)}
	out.Selects = append(out.Selects, where.chosen(idOf(v.TownID)))
	when := selection{Name: "quarter", Label: "When"}
	for _, q := range v.Quarters {
		m, _ := domain.ParseQuarter(q) // one of ours
		when.Choices = append(when.Choices, Choice{Value: q, Text: c.rippleMonths(m)})
	}
	if len(when.Choices) > 0 {
		out.Selects = append(out.Selects, when.chosen(v.Quarter))
	}
	return out
}

// published puts the figures of a quarter into words.
func (c clock) published(v app.Published) publishedContent {
	out := publishedContent{Head: Head{Over: placeTold(v), Title: c.Say("How we do")}}
	if v.Quarter == "" {
		out.Head.Lead = c.Say("What became of those who asked for help.")
		out.Empty = &Empty{Title: "Nothing to tell yet", Text: "Figures come 28 days after the end of a quarter. The first come when there has been one with asks."}
		return out
	}
	out.Head.Lead = c.Say("What became of those who asked for help, %s.", c.rippleMonths(v.RippleMonths))
	out.Told, out.Ripple = c.Say("Told on %s %s, and unchanged since.", c.Date(v.ToldAt.In(c.zone)), domain.Text(strconv.Itoa(v.ToldAt.In(c.zone).Year()))), addressOf("/ripple?town=", v.TownID)+"&quarter="+v.Quarter
	if v.TownID == 0 {
		out.Ripple = "/ripple"
	}
	out.Stories = c.storyLines(v.Stories)
	grounds := groundsTold(v)
	out.Drawn, out.Legend = drawGrounds(grounds, v.TownID == 0), c.groundsLegend(soonTitle, soonSteps, grounds)
	if out.In = c.keptFacts(v); v.TownID == 0 {
		out.Kept = c.keptTable(v)
	}
	asks, within := v.Of(int64(v.TownID))
	out.Files = []Link{{Text: words.Later("As a table, for a spreadsheet"), Href: publishedAddress(v, 0, "format", "csv")}, {Text: words.Later("As JSON, for a program"), Href: publishedAddress(v, 0, "format", "json")}}
	if asks == nil {
		out.Empty = &Empty{Title: "Too few to show", Text: "There were too few asks here in these months: somebody could be known by them."}
		return out
	}
	if !asks.Alone() {
		out.Alone = c.Say("So few asked that these places are told as one: %s.", c.together(asks.Places))
	}
	out.Figures = c.publishedFigures(*asks)
	out.Table = c.publishedTable(v, *asks, within)
	return out
}

// placeTold is the name of the place whose figures are shown.
func placeTold(v app.Published) string {
	for _, t := range v.Towns {
		if t.ID == int64(v.TownID) {
			return t.Name
		}
	}
	return v.District.Name
}

func (c clock) publishedFigures(p coverage.PublishedAsks) []figure {
	out := []figure{{Number: c.figure(coverage.Known(p.Asked)), Text: "asks were made"}, {Number: percent(p.Share()), Text: "of them had help within four weeks"}}
	if p.Half > 0 {
		out = append(out, waitHalf.figure(p.Half))
	}
	return out
}

// publishedTable says in a table what the map shows. The towns of a district lead to their neighbourhoods.
func (c clock) publishedTable(v app.Published, all coverage.PublishedAsks, within []coverage.PublishedAsks) Table {
	out := Table{Caption: "The same in a table", Columns: []Column{{Name: "Place"}, {Name: "Asked", Number: true}, {Name: "Had help in four weeks", Number: true}, {Name: "Share", Number: true},
		{Name: "Half had a yes within", Number: true}}}
	several := slices.ContainsFunc(within, func(p coverage.PublishedAsks) bool { return len(p.Each) > 0 })
	if several {
		out.Columns = append(out.Columns, Column{Name: "Asked in each"})
	}
	all.Each = nil
	for n, p := range append(slices.Clone(within), all) {
		name, half := Cell{Text: c.together(p.Places)}, "–"
		switch {
		case n == len(within):
			name.Text = c.Say("All together")
		case v.TownID == 0 && p.Alone() && p.Places[0].ID != 0:
			name.Href = publishedAddress(v, p.Places[0].ID)
		}
		if p.Half > 0 {
			half = c.wait(p.Half)
		}
		row := []Cell{name, {Text: c.figure(coverage.Known(p.Asked))}, {Text: c.figure(coverage.Known(p.Helped))}, {Text: percent(p.Share())}, {Text: half}}
		if several {
			row = append(row, Cell{Text: c.eachOf(p)})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// eachOf says how many were asked in each of the places that are told as one.
func (c clock) eachOf(p coverage.PublishedAsks) string {
	if len(p.Each) < 2 {
		return "–"
	}
	var all []string
	for _, s := range p.Each {
		all = append(all, c.together(s.Places)+": "+words.Figure(s.Sum))
	}
	return strings.Join(all, "; ")
}

// together names places that are told as one. Asks without a place count with the last: they are named only where they stand alone.
func (c clock) together(places []coverage.Named) string {
	var names []string
	for _, p := range places {
		if p.Name != "" {
			names = append(names, p.Name)
		}
	}
	return orThe(c.List(names), c.Say("No place kept"))
}

// kepts are what there is to say of the streets of a neighbourhood.
var kepts = []struct {
	kept  coverage.Kept
	words string
}{{coverage.KeptAll, words.Later("On every street")}, {coverage.KeptSome, words.Later("On some streets")}, {coverage.KeptNone, words.Later("On no street yet")}}

// keptTable says in how many neighbourhoods of each town of a district somebody looks after streets.
func (c clock) keptTable(v app.Published) Table {
	out := Table{Caption: "Where somebody looks after streets", Columns: []Column{{Name: "Town"}}}
	for _, k := range kepts {
		out.Columns = append(out.Columns, Column{Name: k.words, Number: true})
	}
	for _, t := range v.Towns {
		row := []Cell{{Text: t.Name, Href: publishedAddress(v, t.ID)}}
		for _, k := range kepts {
			row = append(row, Cell{Text: words.Figure(len(keptIn(v, t.ID, k.kept)))})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// keptFacts names the neighbourhoods of a town where somebody looks after streets.
func (c clock) keptFacts(v app.Published) (out Facts) {
	for _, k := range kepts {
		if names := keptIn(v, int64(v.TownID), k.kept); len(names) > 0 {
			out.Facts = append(out.Facts, Fact{Name: k.words, Text: c.List(names)})
		}
	}
	return out
}

// keptIn are the neighbourhoods of a town where so many streets are looked after.
func keptIn(v app.Published, town int64, kept coverage.Kept) (names []string) {
	for _, g := range v.Grounds {
		if int64(g.TownID) == town && g.Kept == kept {
			names = append(names, g.Name)
		}
	}
	return names
}
