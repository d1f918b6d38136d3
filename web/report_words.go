package web

import (
	"strconv"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/words"
)

// reportWord says what a number of a report is, and how it was counted.
type reportWord struct {
	name, how string
	list      string // the address of what was counted, for staff
	first     bool   // it stands at the top
}

// reportWords are those of what to know first, by code.
var reportWords = map[string]reportWord{
	"asked":             {words.Later("asks were made"), words.Later("Asks for help, in the month in which they were made. Mistakes are left out."), "/requests", true},
	"helped":            {words.Later("ended with help"), words.Later("Of these asks, those that ended because somebody came to help. Help that comes later is added later."), "/requests", false},
	"helped_share":      {words.Later("of those that have ended, ended with help"), words.Later("Asks that ended with help, of all that have ended. Those that are open do not count."), "", true},
	"helped_soon":       {words.Later("had help within four weeks"), words.Later("Of these asks, those that ended with help at most 28 days after they were made."), "", false},
	"helped_soon_share": {words.Later("had help within four weeks, of all asks"), words.Later("The same as a part of all asks of these months."), "", true},
	"said_yes":          {words.Later("had a yes"), words.Later("Asks to which at least one neighbour said yes."), "", false},
	"near_share":        {words.Later("of the yeses came from near"), words.Later("Yeses while only the street or the neighbourhood was asked, of all first yeses."), "", false},
	"wait_half":         {words.Later("at most until a yes, for half of the asks"), words.Later("From the asking to the first yes, nights and Sundays too, rounded up. It is shown once five asks had a yes; to everybody, once ten had."), "", true},
	"wait_most":         {words.Later("at most until a yes, for nine in ten"), words.Later("The same for nine in ten of the asks that had a yes."), "", false},
	"widened":           {words.Later("times we asked wider"), words.Later("How often an ask went on to the neighbourhood, the town or the district."), "", false},
	"failed":            {words.Later("not found in time"), words.Later("The whole district was asked, and its time ran out. We go on looking."), "", false},
	"talks":             {words.Later("talks were logged"), words.Later("Talks that connectors logged. There is nobody in them."), "/ripple", true},
	"talked_with":       {words.Later("people were in these talks"), words.Later("The sum over all talks. Who comes twice counts twice."), "", false},
	"sessions":          {words.Later("sessions were counted"), words.Later("Dates of benches and cafés on which somebody counted who came."), "/gatherings", false},
	"came":              {words.Later("came to sessions"), words.Later("As the host counted. Where they did not, how often the card on the table was used. Who comes twice counts twice."), "/gatherings", true},
	"gaps_noticed":      {words.Later("gaps showed first"), words.Later("Something that people need and that is not there, in the month in which it showed first."), "/gaps", false},
	"gaps_closed":       {words.Later("gaps were closed"), words.Later("Closed for a reason, or gone away by themselves."), "/gaps", false},
	"points":            {words.Later("of 100 points"), words.Later("How well the place is covered. The page “Who is there” shows how the points come about."), "/coverage", false},
	"streets":           {words.Later("streets"), words.Later("Streets on the map today."), "/streets", false},
	"main":              {words.Later("streets that somebody looks after"), words.Later("Streets with a coordinator of their own, or of their neighbourhood, today."), "/streets", false},
	"reserve":           {words.Later("streets with a stand-in"), words.Later("Streets where somebody stands in, today."), "/streets", false},
	"helpers":           {words.Later("neighbours would come to help"), words.Later("People who help now and would come here. Who rests or has stopped is not counted."), "/people", false},
	"connectors":        {words.Later("connectors"), words.Later("Connectors whose patch this is, or lies in it, today."), "/connectors", false},
	"services":          {words.Later("groups and services"), words.Later("What is open to everybody in the directory, for this place."), "/services", false},
}

// rowWords are those of rows that no person named, by part and code.
var rowWords = map[string]map[string]string{
	coverage.ByOutcome: {"helped": words.Later("Ended with help"), "otherwise": words.Later("Ended otherwise"), "open": words.Later("Still open")},
	coverage.ByLevel: {"street": words.Later("Somebody in the same street"), "section": words.Later("Somebody in the neighbourhood"), "town": words.Later("Somebody in the town"),
		"district": words.Later("Somebody in the district"), "nobody": words.Later("Nobody")},
	coverage.ByPlace:  {"none": words.Later("No place kept")},
	coverage.BySoon:   {"none": words.Later("No place kept")},
	coverage.ByDecile: {"none": words.Later("Not known"), "1": words.Later("1: hardest"), "10": words.Later("10: least hard")},
}

// reportStages say how far a gap is.
var reportStages = map[domain.GapStage]string{domain.GapNoticed: words.Later("Noticed"), domain.GapLooking: words.Later("Somebody is looking into it"), domain.GapProposal: words.Later("There is a plan"),
	domain.GapFunded: words.Later("There is money for it"), domain.GapRunning: words.Later("It is there now"), domain.GapTold: words.Later("Those who waited know"), domain.GapClosed: words.Later("Closed")}

// lineName says what a row is of.
func (c clock) lineName(l coverage.Line) string {
	switch named := rowWords[l.Part][l.Code]; {
	case named != "":
		return c.Say(named)
	case l.Part == coverage.ByWay:
		return c.Say(wayWords[domain.LedTo(l.Code)])
	case l.Part == coverage.ByMonth:
		if m, err := time.Parse("2006-01", l.Code); err == nil {
			return c.Say("%s %s", c.Month(m.Month()), domain.Text(strconv.Itoa(m.Year())))
		}
	}
	return orThe(l.Name, l.Code)
}
