package web

import (
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
)

// notFound are the asks for which the whole district was asked.
func (v meetingView) notFound(most int) meetingPart {
	p := meetingPart{ID: "not-found", Title: "Not found yet", Say: "The whole district was asked. We go on looking until help is of no more use: then it needs a new time, or an end.",
		Empty: "Somebody was found for everybody.", Table: agendaTable{Caption: "Asks for which nobody was found", First: "Ask", Heads: []string{"Where", "Of use until", "Looked after by"}, Acts: true}}
	for _, c := range few(v.NotFound, most) {
		row := v.caseRow(c, upperFirst(v.day(c.UsefulUntil.In(v.zone))), nil)
		row.Cells[1].Head = "Of use until"
		row.Small = unbroken(c.Reference) + dot + v.tried(c)
		if c.UsefulUntil.Before(v.now) {
			row.Cells[1].Tag = &Tag{State: StateLate, Icon: "late", Text: v.daysAgo(c.UsefulUntil)}
			row.Buttons = []Button{{Text: "New time", Icon: "cal", Style: Quiet, Href: row.Href + "/time"}}
		}
		p.Table.Rows = append(p.Table.Rows, row)
	}
	p.More = v.rest(v.Figures.NotFound, len(p.Table.Rows), "/cases")
	return p
}

// waiting are the asks that wait longer than we said, and those that come up to the district soon.
func (v meetingView) waiting(most int) meetingPart {
	p := meetingPart{ID: "waiting", Title: "Waiting longer than we said, or about to come up",
		Say:   "Help came too late or not at all, a visit went wrong, or it has waited more than a day for somebody’s word. Then what comes up to the district within a day.",
		Empty: "Nobody waits longer than we said, and nothing comes up within a day.",
		Table: agendaTable{Caption: "Asks that wait, or come up soon", First: "Ask", Heads: []string{"Where", "How it stands", "Looked after by"}, Acts: true}}
	for _, c := range few(v.Waiting, most) {
		row := v.caseRow(c, "", &Tag{State: StateLate, Icon: "late", Text: v.forDays(c.WaitsSince)})
		row.Small = unbroken(c.Reference) + dot + v.waitsWhy(c)
		p.Table.Rows = append(p.Table.Rows, row)
	}
	for _, c := range few(v.ComingUp, most-min(len(p.Table.Rows), most-1)) {
		row := v.caseRow(c, "", &Tag{State: StateSoon, Icon: "soon", Text: v.Say("Comes up %s", v.time(c.NextActionAt))})
		row.Small = unbroken(c.Reference) + dot + v.tried(c)
		p.Table.Rows = append(p.Table.Rows, row)
	}
	p.More = v.rest(v.Figures.Waiting+v.ComingUpAll, len(p.Table.Rows), "/requests?state="+string(domain.NeedsYou))
	return p
}

// dayOf is an instant's date on its own clock, as midnight in UTC: how dates are kept.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func few[T any](all []T, most int) []T { return all[:min(len(all), most)] }

// rest leads to what a part does not show; nil when it shows all.
func (v meetingView) rest(all, shown int, href string) *Link {
	if all <= shown {
		return nil
	}
	return &Link{Text: Count(v.Words, all-shown, "And %d more", "And %d more"), Href: href}
}

// daysSince counts the midnights from an instant to today, on the clock here.
func (v meetingView) daysSince(t time.Time) int {
	return int(dayOf(v.now.In(v.zone)).Sub(dayOf(t.In(v.zone))) / (24 * time.Hour))
}

// daysAgo says shortly how long ago something was.
func (v meetingView) daysAgo(t time.Time) string {
	n := v.daysSince(t)
	if n == 0 {
		return v.Say("Earlier today")
	}
	return Count(v.Words, n, "%s day ago", "%s days ago")
}

// forDays says shortly how long something has waited.
func (v meetingView) forDays(t time.Time) string {
	n := v.daysSince(t)
	if n == 0 {
		return v.Say("Since today")
	}
	return v.Count(n, "For %s day", "For %s days")
}

// caseRow is an ask as many may see it: of a private one neither name nor street.
func (v meetingView) caseRow(c domain.Case, text string, stands *Tag) agendaRow {
	title, place := askTitle(v.Words, c.NeedName, c.FirstName), placeWords(c.StreetName, c.TownName)
	if c.Private {
		title, place = c.NeedName, c.TownName
	}
	about := Button{Text: "Say who", Icon: "pen", Style: Quiet, Href: "/meeting/actions/new?about=" + domain.Reference(c.Reference).String() + fromQuery("&", v.from)}
	return agendaRow{Title: title, Href: addressOf("/requests/", c.ID), Buttons: []Button{about},
		Cells: []agendaCell{{Head: "Where", Text: orThe(place, v.Say("Not known yet"))}, {Head: "How it stands", Text: text, Tag: stands}, {Head: "Looked after by", Text: c.OwnerName}}}
}

// tried says since when somebody is looked for, and who was asked.
func (c clock) tried(k domain.Case) string {
	out := c.Say("It came in %s.", c.day(k.RaisedAt.In(c.zone)))
	if k.Asked == 0 {
		return out + " " + c.Say("Nobody could be asked.")
	}
	out += " " + Count(c.Words, k.Asked, "%s person was asked.", "%s people were asked.")
	if k.CouldNot > 0 {
		out += " " + Count(c.Words, k.CouldNot, "%s could not this time.", "%s could not this time.")
	}
	if k.Silent > 0 {
		out += " " + Count(c.Words, k.Silent, "%s did not answer.", "%s did not answer.")
	}
	return out
}

// waitsWhy says what an ask waits for.
func (c clock) waitsWhy(k domain.Case) string {
	if c.passed(k.RequestLine) {
		return c.Say("Nobody came in time. They are to be asked when it would suit now.")
	}
	switch escalation.Action(k.NextAction) {
	case escalation.Hand:
		strong, _ := c.handOf(k.RequestLine)
		return strong
	case escalation.Ring, escalation.Reopen:
		return c.Say("Nobody has said how the visit went.")
	case escalation.AskFirst:
		return c.Say("It waits for somebody’s word.")
	}
	if !k.Placed {
		return c.Say("We do not know the street yet.")
	}
	return c.Say("It waits for somebody to look at it.")
}
