package web

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
	"waymark/internal/words"
)

// coverageContent is who is there for a place, and what became of its asks.
type coverageContent struct {
	Head    Head
	Over    []Link   // the places that it lies in
	Note    string   // the months have not ended; or were not those that were asked for, and why
	Acts    []Button // where to look on
	Choose  filter
	Figures []figure
	Parts   Table // how its points come about
	Skills  *bars
	Within  *Table // the places in it
	Tenths  *tenthsTable
	Weigh   string // the address that changes what its points count; "": they may not
	All     Table  // each figure, with how it is counted
	File    string // the address of the same for a spreadsheet
}

// coveragePage shows how well a place is covered.
func (s *Server) coveragePage(w http.ResponseWriter, r *http.Request) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	asked := app.CoverageAsked{TownID: numberIn[domain.TownID](r.FormValue("town")), SectionID: numberIn[domain.SectionID](r.FormValue("section")),
		StreetID: numberIn[domain.StreetID](r.FormValue("street")), Period: wordIn(r, "period")}
	if asked == (app.CoverageAsked{Period: asked.Period}) {
		asked.TownID = builtTown(who(r))
	}
	v, err := s.app.Coverage(r.Context(), who(r), asked)
	wrong := Problems(err)
	if wrong != nil { // a time that is none: what there is now
		asked.Period = ""
		v, err = s.app.Coverage(r.Context(), who(r), asked)
	}
	if err != nil {
		return err
	}
	if r.FormValue("format") == "csv" {
		return handFile(w, v.FileName()+".csv", "text/csv; charset=utf-8", byteMark, v.WriteCSV)
	}
	if v.Place.Level == domain.AtDistrict && v.Place.Streets == 0 {
		return s.noStreets(w, r, c.Say("Who is there in %s", v.Place.Name))
	}
	out := c.coverage(v)
	if mayEditPolicy(r, who(r).DistrictID) {
		out.Weigh = weightsAddress(who(r).DistrictID)
	}
	if wrong != nil {
		out.Note = c.notThis(wrong, words.Later("This is the last twelve months."))
	}
	p := s.rd.Page(w, r, c.Say("Who is there in %s", v.Place.Name))
	p.Content = out
	s.rd.Render(w, r, "coverage", p)
	return nil
}

// builtTown is the town of whoever looks after that one alone; 0 for whoever looks after a district.
func builtTown(a domain.Actor) domain.TownID {
	scope := domain.ScopeOf(a, domain.SeeCoverage)
	if len(scope.Districts) > 0 || len(scope.Towns) == 0 {
		return 0
	}
	return scope.Towns[0]
}

// levelNames are the names of addresses for a place.
var levelNames = map[domain.Level]string{domain.AtTown: "town", domain.AtSection: "section", domain.AtStreet: "street"}

// coverageAddress leads to a place, at the same time.
func coverageAddress(key coverage.Key, period string) string {
	address, sep := "/coverage", "?"
	if name := levelNames[key.Level]; name != "" {
		address, sep = address+"?"+name+"="+strconv.FormatInt(key.ID, 10), "&"
	}
	if period != "" {
		address += sep + "period=" + period
	}
	return address
}

// countedWhen says of when the figures of a place are.
func (c clock) countedWhen(v app.Coverage) string {
	when := c.Say("What became of asks: the last twelve months.")
	if v.Period != "" {
		when = c.Say("What became of asks: %s.", c.reportMonths(v.Months))
	}
	return c.Say("Who is there is counted today.") + " " + when
}

// coverage puts how well a place is covered into words.
func (c clock) coverage(v app.Coverage) coverageContent {
	p := v.Place
	out := coverageContent{Head: Head{Title: c.Say("Who is there in %s", p.Name), Lead: c.countedWhen(v)}, Choose: c.coverageChoice(v),
		Figures: c.coverageFigures(v), Parts: c.coverageParts(p.Index(v.Weights)), All: c.coverageDefined(p, v.Weights), File: coverageAddress(p.Key, v.Period)}
	out.File += map[bool]string{true: "&", false: "?"}[strings.Contains(out.File, "?")] + "format=csv"
	out.Tenths = c.tenths(v.Tenths, v.Deprivation)
	if v.Period != "" && !v.Ended {
		out.Note = c.notEnded(v.Today)
	}
	town := mapView{Layer: coverage.Points, Period: v.Period}
	for _, o := range append(v.Over, v.Place) {
		if o.Level == domain.AtTown {
			town.Town = domain.TownID(o.ID)
		}
	}
	more := Button{Text: "What if there was somebody more?", Icon: "people", Href: "/map/what-if"}
	if p.Level == domain.AtStreet {
		more.Href += addressOf("?street=", domain.StreetID(p.ID))
	}
	out.Acts = []Button{{Text: "See it on the map", Icon: "pin", Href: town.at("/map")}, more}
	for _, o := range v.Over {
		out.Over = append(out.Over, Link{Text: o.Name, Href: coverageAddress(o.Key, v.Period)})
	}
	if len(p.Skills) > 0 {
		out.Skills = c.coverageSkills(p)
	}
	if len(v.Within) > 0 {
		out.Within = c.coverageWithin(v)
	}
	return out
}

// coverageChoice asks which months.
func (c clock) coverageChoice(v app.Coverage) filter {
	out := filter{Action: "/coverage", Button: "Show"}
	if name := levelNames[v.Place.Level]; name != "" {
		out.Hidden = append(out.Hidden, Choice{Text: name, Value: strconv.FormatInt(v.Place.ID, 10)})
	}
	when := selection{Name: "period", Label: "When", Choices: append([]Choice{{Text: c.Say("The last twelve months")}}, c.periodChoices(v.Today, v.Quarters, v.Monthly, v.Years)...)}
	if v.Period != "" && !slices.ContainsFunc(when.Choices, func(choice Choice) bool { return choice.Value == v.Period }) {
		when.Choices = append(when.Choices, c.periodChoices(v.Today, []string{v.Period})...)
	}
	out.Selects = append(out.Selects, when.chosen(v.Period))
	return out
}

// coverageFigures are what to know first.
func (c clock) coverageFigures(v app.Coverage) []figure {
	p := v.Place
	out := []figure{{Number: strconv.Itoa(p.Index(v.Weights).Points), Text: "of 100 points: see below how they come about"},
		{Number: words.Figure(p.Helpers), Text: "neighbours would come here to help"},
		{Number: words.Figure(p.Main), Text: c.Count(p.Streets, "of %s street has somebody who looks after it", "of %s streets have somebody who looks after them")},
		{Number: words.Figure(p.Asks.Asked), Text: "asks were made"}}
	if share, ok := p.Asks.HelpedShare(); ok {
		out = append(out, figure{Number: percent(share), Text: "of those that have ended, ended with help"})
	}
	for _, w := range []struct {
		share float64
		words sayWait
	}{{0.5, waitHalf}, {0.9, waitMost}} {
		if minutes, ok := p.Asks.Waits.Within(w.share); ok {
			out = append(out, w.words.figure(minutes))
		}
	}
	return out
}

// sayWait say how long a yes took, in the unit that suits.
type sayWait struct{ minutes, hours, days string }

var (
	waitHalf = sayWait{words.Later("minutes at most until a yes, for half of the asks"), words.Later("hours at most until a yes, for half of the asks"), words.Later("days at most until a yes, for half of the asks")}
	waitMost = sayWait{words.Later("minutes at most until a yes, for nine in ten"), words.Later("hours at most until a yes, for nine in ten"), words.Later("days at most until a yes, for nine in ten")}
)

func (w sayWait) figure(minutes int) figure {
	switch n, unit := inUnit(minutes); unit {
	case time.Minute:
		return figure{Number: strconv.Itoa(n), Text: w.minutes}
	case time.Hour:
		return figure{Number: strconv.Itoa(n), Text: w.hours}
	default:
		return figure{Number: strconv.Itoa(n), Text: w.days}
	}
}

// wait says how long a yes took.
func (c clock) wait(minutes int) string {
	switch n, unit := inUnit(minutes); unit {
	case time.Minute:
		return c.Count(n, "%s minute", "%s minutes")
	case time.Hour:
		return c.Count(n, "%s hour", "%s hours")
	default:
		return c.Count(n, "%s day", "%s days")
	}
}

// inUnit is a wait in the unit that suits, rounded up: minutes under two hours, then hours, and from three days on days.
func inUnit(minutes int) (n int, unit time.Duration) {
	const hour, day = 60, 24 * 60
	switch {
	case minutes < 2*hour:
		return minutes, time.Minute
	case minutes < 3*day:
		return (minutes + hour - 1) / hour, time.Hour
	}
	return (minutes + day - 1) / day, 24 * time.Hour
}

// percent writes a share.
func percent(share float64) string { return strconv.Itoa(int(math.Round(100*share))) + "\u00a0%" }

// partWords say what a part of the index looks at.
var partWords = map[string]string{
	coverage.LookedAfter: words.Later("Streets with somebody who looks after them, and somebody who stands in"),
	coverage.Reach:       words.Later("Neighbours who would come: five for a street is full"),
	coverage.Helped:      words.Later("Asks that ended with help, of those that have ended"),
	coverage.Nearby:      words.Later("Of those who said yes, from the same street or neighbourhood"),
	coverage.Company:     words.Later("A connector, a bench or café within 800 metres, and a group"),
}

// coverageParts shows how the points of a place come about.
func (c clock) coverageParts(x coverage.Index) Table {
	out := Table{Caption: "How the points come about", Columns: []Column{{Name: "Part"}, {Name: "How full", Number: true}, {Name: "Counts for", Number: true}, {Name: "Points", Number: true}}}
	for _, part := range x.Parts {
		full, points := percent(part.Full), strconv.FormatFloat(part.Of*part.Full, 'f', 1, 64)
		if !part.Known {
			full, points = "–", "–"
		}
		out.Rows = append(out.Rows, []Cell{{Text: c.Say(partWords[part.Name])}, {Text: full}, {Text: strconv.FormatFloat(part.Of, 'f', 1, 64)}, {Text: points}})
	}
	return out
}

// coverageSkills shows what those who would come can do.
func (c clock) coverageSkills(p coverage.Place) *bars {
	out, most := &bars{ID: "skills", Title: "What they can do", First: words.Later("Can do"), Count: words.Later("Neighbours"), Later: true}, 1
	for _, s := range p.SkillCounts() {
		most = max(most, s.People)
	}
	for _, s := range p.SkillCounts() {
		out.Rows = append(out.Rows, barRow{Name: c.Say(skillWords([]string{s.Skill})), N: words.Figure(s.People), Known: true, Long: 1000 * s.People / most})
	}
	return out
}

// coverageWithin shows the places in a place, those with fewest points first.
func (c clock) coverageWithin(v app.Coverage) *Table {
	out := &Table{ID: "within", Caption: "The places in it, where least is there first", Columns: []Column{{Name: "Place"}, {Name: "Points", Number: true}, {Name: "Looked after", Number: true},
		{Name: "Would come", Number: true}, {Name: "Asked", Number: true}, {Name: "Helped", Number: true}, {Name: "Not found in time", Number: true}}}
	places := slices.Clone(v.Within)
	slices.SortStableFunc(places, func(a, b coverage.Place) int { return a.Index(v.Weights).Points - b.Index(v.Weights).Points })
	for _, p := range places {
		helped := "–"
		if share, ok := p.Asks.HelpedShare(); ok {
			helped = percent(share)
		}
		out.Rows = append(out.Rows, []Cell{{Text: p.Name, Href: coverageAddress(p.Key, v.Period)}, {Text: strconv.Itoa(p.Index(v.Weights).Points)}, {Text: c.Say("%s of %s", words.Figure(p.Main), words.Figure(p.Streets))},
			{Text: words.Figure(p.Helpers)}, {Text: words.Figure(p.Asks.Asked)}, {Text: helped}, {Text: words.Figure(p.Asks.Failed)}})
	}
	return out
}
