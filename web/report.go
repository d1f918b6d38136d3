package web

import (
	"bytes"
	"context"
	"html/template"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
	"waymark/internal/words"
)

// reportContent is the figures of a place for a month or a quarter.
type reportContent struct {
	Head    Head
	Note    string // what is wrong with the address
	Choose  filter
	Over    string // a sentence where the months have not ended
	Hidden  bool
	Figures []figure
	Table   Table
	Today   Table
	Cuts    []bars
	Tenths  *tenthsTable
	Map     reportMap
	Told    reportStories
	Weights string        // what the points were counted by
	Gaps    *reportedGaps // nil where nobody reads of them
	Public  bool
	Ripple  string // the address of the ripple of the same months; "" where the report has it itself
	Files   []Link
	How     []definition
}

// definition says how a number is counted.
type definition struct {
	ID, Name, Words string
	List            string // the address of the list that was counted; "" where there is none
}

// reportPage shows a report, or hands it over as a file.
func (s *Server) reportPage(w http.ResponseWriter, r *http.Request) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	towns := s.house.rooms(r.Context()).towns
	asked := app.ReportAsked{TownID: numberIn[domain.TownID](r.FormValue("town")), Period: wordIn(r, "period"), Public: r.FormValue("for") == "everybody", Drawn: r.FormValue("format") == ""}
	if asked.TownID == 0 && !domain.May(who(r), domain.SeeReport, domain.Target{Spot: domain.Spot{DistrictID: who(r).DistrictID}}) {
		asked.TownID = ownTown(who(r), towns)
	}
	v, err := s.app.Report(r.Context(), who(r), asked)
	wrong := Problems(err)
	if wrong != nil && r.FormValue("format") == "" { // an address that somebody kept: what there is now, and why
		asked.Period = ""
		if v, err = s.app.Report(r.Context(), who(r), asked); asked.Public && Problems(err) != nil { // nothing was told yet
			asked.Public = false
			v, err = s.app.Report(r.Context(), who(r), asked)
		}
	}
	if err != nil {
		return err
	}
	switch r.FormValue("format") {
	case "csv":
		return handFile(w, "report-"+v.Period+".csv", "text/csv; charset=utf-8", byteMark, v.WriteCSV)
	case "json":
		return handFile(w, "report-"+v.Period+".json", "application/json", "", v.WriteJSON)
	}
	out := c.report(v)
	out.Choose, out.Files, out.Note = c.reportChoice(v, towns), reportFiles(v), c.notThis(wrong, words.Later("Here are the last figures that there are."))
	out.Told.Write = storyLinks(r)
	for i := range out.How {
		out.How[i].List = leads(r, out.How[i].List)
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "report", p)
	return nil
}

// handFile hands figures over as a file.
func handFile(w http.ResponseWriter, name, kind, mark string, write func(io.Writer) error) error {
	body := bytes.NewBufferString(mark)
	if err := write(body); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	_, err := w.Write(body.Bytes())
	return err
}

// ReportHTML writes a report as one file that needs nothing else: its style is in it.
func ReportHTML(v app.PlaceReport, out io.Writer) error {
	rd, err := NewRenderer(slog.Default(), nil)
	if err != nil {
		return err
	}
	style, err := staticFiles.ReadFile("static/waymark.css")
	if err != nil {
		return err
	}
	c := clock{Words: words.From(context.Background()), now: v.Today, zone: time.UTC}
	page, err := rd.page(c.Words, "report")
	if err != nil {
		return err
	}
	return page.ExecuteTemplate(out, "report-file", map[string]any{"Content": c.report(v), "Style": template.CSS(style)}) // our own style
}

// reportAddress leads to a report.
func reportAddress(v app.PlaceReport, more ...string) string {
	q := url.Values{"period": {v.Period}}
	if v.TownID != 0 {
		q.Set("town", idOf(v.TownID))
	}
	if !v.Exact {
		q.Set("for", "everybody")
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return "/reports?" + q.Encode()
}

// reportFiles are the ways to take a report away.
func reportFiles(v app.PlaceReport) []Link {
	return []Link{{Text: words.Later("As a table, for a spreadsheet"), Href: reportAddress(v, "format", "csv")}, {Text: words.Later("As JSON, for a program"), Href: reportAddress(v, "format", "json")}}
}

// reportChoice asks which place and months, and for whom.
func (c clock) reportChoice(v app.PlaceReport, towns []domain.Town) filter {
	out := filter{Action: "/reports", Button: "Show"}
	where := selection{Name: "town", Label: "Where", Choices: append([]Choice{{Text: c.Say("The whole district")}}, townChoices(towns)...)}
	if len(where.Choices) > 1 {
		out.Selects = append(out.Selects, where.chosen(idOf(v.TownID)))
	}
	when := selection{Name: "period", Label: "When", Choices: c.periodChoices(v.Today, v.Quarters, v.Monthly, v.Years)}
	out.Selects = append(out.Selects, when.chosen(v.Period))
	reader, chosen := selection{Name: "for", Label: "For whom", Choices: []Choice{{Text: c.Say("You: every number")}, {Value: "everybody", Text: c.Say("Everybody: small numbers hidden")}}}, ""
	if !v.Exact {
		chosen = "everybody"
	}
	out.Selects = append(out.Selects, reader.chosen(chosen))
	return out
}

// periodChoices are months, quarters and years to choose from; one that has not ended by a day says so.
func (c clock) periodChoices(today time.Time, lists ...[]string) (out []Choice) {
	for _, period := range slices.Concat(lists...) {
		m, _ := domain.ParsePeriod(period) // one of ours
		text := c.reportMonths(m)
		if m.Until.After(today) {
			text = c.Say("%s, so far", text)
		}
		out = append(out, Choice{Value: period, Text: text})
	}
	return out
}

// notEnded says up to which day months count that have not ended.
func (c clock) notEnded(today time.Time) string {
	return c.Say("These months have not ended: this counts up to %s, and will change.", c.day(today))
}

// reportMonths says which months: "September 2026", "July to September 2026".
func (c clock) reportMonths(m domain.RippleMonths) string {
	if m.Count() == 1 {
		return c.Say("%s %s", c.Month(m.From.Month()), domain.Text(strconv.Itoa(m.From.Year())))
	}
	return c.rippleMonths(m)
}

// report puts a report into words.
func (c clock) report(v app.PlaceReport) reportContent {
	out := reportContent{Head: Head{Over: v.Place, Title: c.Say("Report: %s", c.reportMonths(v.RippleMonths)), Lead: c.Say("What was asked for and who helped, in numbers. Each says how it was counted.")},
		Hidden: !v.Exact, Public: !v.Exact}
	if !v.Ended {
		out.Over = c.notEnded(v.Today)
	}
	out.Map, out.Told.Stories = c.reportMap(v), c.storyLines(v.Stories)
	out.fill(c, v)
	for _, cut := range reportCuts {
		if b := c.reportBars(v.Lines, cut.part); len(b.Rows) > 0 {
			b.ID, b.Title, b.First, b.Count, b.How = cut.part, cut.title, cut.first, cut.count, howTo(cut.part)
			out.Cuts = append(out.Cuts, b)
			out.How = append(out.How, definition{ID: "how-" + cut.part, Name: c.Say(cut.title), Words: c.Say(cut.means)})
		}
	}
	laterBars(out.Cuts, 2)
	if !v.Exact {
		out.Ripple = "/ripple?quarter=" + v.Period
		if v.TownID != 0 {
			out.Ripple += "&town=" + idOf(v.TownID)
		}
		return out
	}
	out.Tenths, out.Weights = c.tenths(v.Tenths, v.Deprivation), c.weights(v.Weights)
	out.Gaps = c.reportGaps(v)
	return out
}

// howTo is where the page says how something is counted.
func howTo(code string) string { return "#how-" + code }

// fill shows what to know first, in two tables: of these months, and of today.
func (out *reportContent) fill(c clock, v app.PlaceReport) {
	out.Table = Table{ID: "months", Phone: true, Tight: true, Caption: "In these months", Columns: []Column{{Name: "What"}, {Name: "Count", Number: true}}}
	out.Today = Table{ID: "today", Caption: "Who is there today", Columns: []Column{{Name: "What"}, {Name: "Count", Number: true}}}
	if v.Exact && v.Ended {
		out.Table.Columns = append(out.Table.Columns, Column{Name: "The months before", Number: true}, Column{Name: "Change", Number: true})
	}
	for _, l := range v.Lines {
		if l.Part != coverage.InShort {
			continue
		}
		d := l.Defined()
		row := []Cell{{Text: c.Say(string(d.Name)), Href: howTo(l.Code)}, {Text: c.value(l)}}
		if caption, first := reportFirst[l.Code]; first {
			f := figure{Number: c.value(l), Text: caption}
			if l.Unit == coverage.AsMinutes && l.Known {
				f = waitHalf.figure(l.N)
			}
			f.How = howTo(l.Code)
			out.Figures = append(out.Figures, f)
		}
		if l.Today {
			out.Today.Rows = append(out.Today.Rows, row)
		} else {
			if len(out.Table.Columns) > 2 {
				row = append(row, c.before(l)...)
			}
			out.Table.Rows = append(out.Table.Rows, row)
		}
		how := definition{ID: "how-" + l.Code, Name: c.Say(string(d.Name)), Words: c.Say(string(d.Means))}
		if v.Exact {
			how.List = reportLists[l.Code]
		}
		out.How = append(out.How, how)
	}
}

// before is what a number was in the months before, and how it changed.
func (c clock) before(l coverage.Line) []Cell {
	was, change := "–", "–"
	if l.Before != nil {
		earlier := l
		earlier.N = *l.Before
		was = c.value(earlier)
	}
	if percent, ok := l.Change(); ok {
		change = strconv.Itoa(percent) + "\u00a0%"
		if percent > 0 {
			change = "+" + change
		}
	}
	return []Cell{{Text: was}, {Text: change}}
}

// value is a number as it is read.
func (c clock) value(l coverage.Line) string {
	switch {
	case !l.Known:
		return "–"
	case l.Unit == coverage.AsPercent:
		return percent(float64(l.N) / 100)
	case l.Unit == coverage.AsDays:
		return c.Count(l.N, "%s day", "%s days")
	case l.Unit != coverage.AsMinutes:
		return c.figure(coverage.Known(l.N))
	}
	return c.wait(l.N)
}

// reportBars makes a chart of one part. Themes of which nobody talked are left out; places where nobody asked share a row.
func (c clock) reportBars(lines []coverage.Line, part string) (out bars) {
	longest, none := 1, 0
	for _, l := range lines {
		if l.Part == part {
			longest = max(longest, l.N)
		}
	}
	for _, l := range lines {
		empty := l.Known && l.N == 0
		switch {
		case l.Part != part || empty && part == coverage.ByTheme:
		case empty && part == coverage.ByPlace:
			if l.Name != "" {
				none++
			}
		default:
			out.Rows = append(out.Rows, barRow{Name: c.lineName(l), N: c.value(l), Known: l.Known, Long: 1000 * l.N / longest})
		}
	}
	if none > 0 {
		out.Rows = append(out.Rows, barRow{Name: Count(c.Words, none, "%s place where nobody asked", "%s places where nobody asked"), N: "0", Known: true})
	}
	return out
}
