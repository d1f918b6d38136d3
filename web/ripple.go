package web

import (
	"net/http"
	"slices"
	"strconv"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
	"waymark/internal/words"
)

// rippleContent is what the talks of a town came to.
type rippleContent struct {
	Head    Head
	Choose  filter
	Figures []figure
	Cuts    []bars
	Hidden  bool // some figures are
	InVain  *Table
	Nowhere *Table
	Empty   *Empty
}

// bars are counts of one kind, each with its bar: the chart and the table are one.
type bars struct {
	ID    string
	Title string
	First string // the head of the first column
	Count string // and of the other
	How   string // the address of how it is counted; "": it stands nowhere
	Later bool   // on a phone its title leads to it
	Rows  []barRow
}

// laterBars leaves the first charts of a page open on a phone.
func laterBars(all []bars, open int) {
	for n := range all {
		all[n].Later = n >= open
	}
}

// barRow is one count. Long is the length of its bar, in thousandths of the longest.
type barRow struct {
	Name  string
	N     string
	Known bool
	Long  int
}

// townRipplePage shows what the talks of a town came to: to staff in full, to everybody else what may be published.
func (s *Server) townRipplePage(w http.ResponseWriter, r *http.Request) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	towns := s.house.rooms(r.Context()).towns
	if len(towns) == 0 {
		return s.noStreets(w, r, c.Say("The ripple"))
	}
	asked := app.RippleAsked{TownID: numberIn[domain.TownID](r.FormValue("town")), Quarter: wordIn(r, "quarter")}
	if asked.TownID == 0 {
		asked.TownID = ownTown(who(r), towns)
	}
	v, err := s.app.TownRipple(r.Context(), who(r), asked)
	if wrong := Problems(err); wrong != nil { // an address that somebody kept: what there is now
		asked.Quarter = ""
		v, err = s.app.TownRipple(r.Context(), who(r), asked)
	}
	if err != nil {
		return err
	}
	out := c.ripple(v)
	out.Choose = c.rippleChoice(v, towns)
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "ripple", p)
	return nil
}

// ownTown is the first town where somebody has a part, else the first of all.
func ownTown(a domain.Actor, towns []domain.Town) domain.TownID {
	for _, t := range towns {
		if slices.ContainsFunc(a.Roles, func(r domain.Role) bool { return r.TownID == t.ID }) {
			return t.ID
		}
	}
	if len(towns) == 0 {
		return 0
	}
	return towns[0].ID
}

// rippleChoice asks which town, and which months.
func (c clock) rippleChoice(v app.TownRipple, towns []domain.Town) filter {
	out := filter{Action: "/ripple", Button: "Show"}
	if len(towns) > 1 {
		out.Selects = append(out.Selects, selection{Name: "town", Label: "Town", Choices: townChoices(towns)}.chosen(idOf(v.TownID)))
	}
	when := selection{Name: "quarter", Label: "When"}
	if v.Exact {
		when.Choices = append(when.Choices, Choice{Text: c.Say("The last twelve months")})
	}
	for _, q := range v.Quarters {
		m, _ := domain.ParseQuarter(q) // one of ours
		when.Choices = append(when.Choices, Choice{Value: q, Text: c.rippleMonths(m)})
	}
	out.Selects = append(out.Selects, when.chosen(v.Quarter))
	return out
}

// rippleMonths says some months of a year: "January to March 2026".
func (c clock) rippleMonths(m domain.RippleMonths) string {
	last := m.Until.AddDate(0, -1, 0)
	if m.From.Year() != last.Year() {
		return c.Say("%s %s to %s %s", c.Month(m.From.Month()), domain.Text(strconv.Itoa(m.From.Year())), c.Month(last.Month()), domain.Text(strconv.Itoa(last.Year())))
	}
	return c.Say("%s to %s %s", c.Month(m.From.Month()), c.Month(last.Month()), domain.Text(strconv.Itoa(last.Year())))
}

// ripple puts a town's talks into words.
func (c clock) ripple(v app.TownRipple) rippleContent {
	out := rippleContent{Head: Head{Title: c.Say("The ripple in %s", v.TownName), Lead: c.Say("What talks with connectors came to, %s.", c.rippleMonths(v.RippleMonths))}, Hidden: !v.Exact}
	if v.Quarter == "" {
		out.Head.Lead = c.Say("What talks with connectors came to in the last twelve months.")
	}
	if v.Exact {
		out.Head.Back = &Link{Text: "Connectors", Href: "/connectors"}
	}
	switch {
	case v.Talks.Hidden:
		out.Empty = &Empty{Title: "Too few to show", Text: "Fewer than five talks were logged in these months. So few are nobody’s figure but their own."}
		return out
	case v.Talks.N == 0:
		out.Empty = &Empty{Title: "No talks yet", Text: "Each talk that a connector logs stands here, by what it was about and where it led. Never who it was with."}
		return out
	}
	out.Figures = c.rippleFigures(v)
	name := func(f app.RippleFigure) string { return f.Name }
	out.Cuts = []bars{
		c.bars("about", "What they were about", words.Later("About"), v.Themes, name),
		c.bars("led", "Where they led", words.Later("Led to"), v.Ways, func(f app.RippleFigure) string { return c.Say(wayWords[domain.LedTo(f.Key)]) }),
		c.bars("where", "Where they were", words.Later("Place"), v.Places, func(f app.RippleFigure) string { return orThe(f.Name, c.Say("No neighbourhood kept")) }),
		c.bars("how", "How people talked", words.Later("How"), v.Channels, func(f app.RippleFigure) string { return c.Say(domain.TalkChannel(f.Key).Plain()) }),
		c.bars("when", "Month by month", words.Later("Month"), v.ByMonth, c.monthOf(v.RippleMonths)),
	}
	laterBars(out.Cuts, 3)
	out.InVain, out.Nowhere = c.inVain(v), c.nowhere(v)
	return out
}

// wayWords say where a conversation led.
var wayWords = map[domain.LedTo]string{domain.LedToService: words.Later("To something in the directory"), domain.JustListened: words.Later("Just listened"),
	domain.RangWithThem: words.Later("Rang with them"), domain.LedElsewhere: words.Later("Somewhere else")}

// monthOf names the months of a list by their place in it.
func (c clock) monthOf(m domain.RippleMonths) func(app.RippleFigure) string {
	names := map[string]string{}
	for _, month := range m.Each() {
		names[month.Format("2006-01")] = c.Month(month.Month())
	}
	return func(f app.RippleFigure) string { return names[f.Key] }
}

// rippleFigures are what was counted and, beside it, what the old way of guessing would claim.
func (c clock) rippleFigures(v app.TownRipple) []figure {
	out := []figure{{Number: c.figure(v.Talks), Text: "talks were logged"}, {Number: c.figure(v.People), Text: "people were in them, some of them more than once"}}
	if v.Connectors.Hidden {
		return out
	}
	share := c.Say("%d of %d", v.Logging.N, v.Connectors.N)
	if v.Logging.Hidden {
		share = c.figure(v.Logging)
	}
	return append(out, figure{Number: share, Text: "connectors logged a talk"},
		figure{Number: c.figure(v.Estimate), Text: "talks, by the old guess: 20 a year for each connector"})
}

// figure is a count as it is read; one that is hidden is a dash.
func (c clock) figure(f coverage.Figure) string {
	if f.Hidden {
		return "–"
	}
	return words.Figure(f.N)
}

// bars makes a chart of counts.
func (c clock) bars(id, title, first string, figures []app.RippleFigure, name func(app.RippleFigure) string) bars {
	out, longest := bars{ID: id, Title: title, First: first, Count: words.Later("Talks")}, 1
	for _, f := range figures {
		longest = max(longest, f.Talks.N)
	}
	for _, f := range figures {
		out.Rows = append(out.Rows, barRow{Name: name(f), N: c.figure(f.Talks), Known: !f.Talks.Hidden, Long: 1000 * f.Talks.N / longest})
	}
	return out
}

// inVain are what people were pointed to although it takes nobody.
func (c clock) inVain(v app.TownRipple) *Table {
	if len(v.InVain) == 0 {
		return nil
	}
	out := &Table{ID: "in-vain", Tight: true, Caption: "Pointed to, and it takes nobody", Columns: []Column{{Name: "What"}, {Name: "How it stands"}, {Name: "Talks", Number: true}}}
	for _, s := range v.InVain {
		out.Rows = append(out.Rows, []Cell{{Text: s.Name, Href: addressOf("/services/", s.ServiceID)}, {Text: c.Say(statusWords[s.Status])}, {Text: words.Figure(s.N)}})
	}
	return out
}

// nowhere are themes that there is nothing for.
func (c clock) nowhere(v app.TownRipple) *Table {
	if len(v.Nowhere) == 0 {
		return nil
	}
	out := &Table{Tight: true, Caption: "Talked about, and nowhere to send people", Columns: []Column{{Name: "About"}, {Name: "What there is"}, {Name: "Talks", Number: true}}}
	for _, t := range v.Nowhere {
		out.Rows = append(out.Rows, []Cell{{Text: t.Name, Href: "/services/new?theme=" + t.Code}, {Text: c.thereIs(t)}, {Text: words.Figure(t.N)}})
	}
	return out
}

// thereIs says what a theme has to send people to.
func (c clock) thereIs(t domain.ThemeTalks) string {
	if t.Open == 0 {
		return c.Say("Nothing takes anybody.")
	}
	return Count(c.Words, t.Open, "%s thing, and hardly anybody was pointed to it.", "%s things, and hardly anybody was pointed to them.")
}
