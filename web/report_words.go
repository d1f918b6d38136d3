package web

import (
	"strconv"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/words"
)

// reportFirst are the numbers that stand at the top, with what stands beside them.
var reportFirst = map[string]string{"asked": words.Later("asks were made"), "helped_share": words.Later("of those that have ended, ended with help"),
	"helped_soon_share": words.Later("had help within four weeks, of all asks"), "wait_half": words.Later("at most until a yes, for half of the asks"), "talks": words.Later("talks were logged"), "came": words.Later("came to sessions")}

// reportLists are the addresses of what was counted, for staff.
var reportLists = map[string]string{"asked": "/requests", "helped": "/requests", "talks": "/ripple", "sessions": "/whats-on", "came": "/whats-on", "gaps_noticed": allGaps,
	"gaps_closed": "/gaps?stage=closed", "points": "/coverage", "streets": "/streets", "main": "/streets", "reserve": "/streets", "helpers": "/people", "connectors": "/connectors", "services": "/services"}

// reportCuts are the charts of a report: what each is called, what its columns are, and how its numbers are counted.
var reportCuts = []struct{ part, title, first, count, means string }{
	{coverage.ByOutcome, words.Later("What became of asks"), words.Later("What became of them"), words.Later("Asks"), words.Later("Asks made in these months, by what has become of them by now. They add up to all asks.")},
	{coverage.ByLevel, words.Later("How far we had to look"), words.Later("Who said yes"), words.Later("Asks"), words.Later("Asks made in these months, by how wide we asked when somebody first said yes. They add up to all asks.")},
	{coverage.BySoon, words.Later("Had help within four weeks"), words.Later("Place"), words.Later("Asks"), words.Later("Asks made in these months that ended with help at most 28 days after they were made, by the place where help was wanted.")},
	{coverage.ByPlace, words.Later("Asks, place by place"), words.Later("Place"), words.Later("Asks"), words.Later("Asks made in these months, by the place where help was wanted. They add up to all asks.")},
	{coverage.ByMonth, words.Later("Asks, month by month"), words.Later("Month"), words.Later("Asks"), words.Later("Asks by the month in which they were made: the twelve months up to the end of these.")},
	{coverage.ByTheme, words.Later("What talks were about"), words.Later("About"), words.Later("Talks"), words.Later("Talks that connectors logged in these months, by what they were about. They add up to all talks.")},
	{coverage.ByWay, words.Later("Where talks led"), words.Later("Led to"), words.Later("Talks"), words.Later("Talks that connectors logged in these months, by where they led. They add up to all talks.")},
}

// rowWords are those of rows that no person named, by part and code.
var rowWords = map[string]map[string]string{
	coverage.ByOutcome: {"helped": words.Later("Ended with help"), "otherwise": words.Later("Ended otherwise"), "open": words.Later("Still open")},
	coverage.ByLevel: {"street": words.Later("Somebody in the same street"), "section": words.Later("Somebody in the neighbourhood"), "town": words.Later("Somebody in the town"),
		"district": words.Later("Somebody in the district"), "nobody": words.Later("Nobody")},
	coverage.ByPlace: {"none": words.Later("No place kept")},
	coverage.BySoon:  {"none": words.Later("No place kept")},
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

// weights says what the points were counted by.
func (c clock) weights(w coverage.Weights) string {
	return c.Say("The points count streets looked after %d, neighbours who would come %d, asks that were helped %d, yeses from near %d, and who and what is near to meet %d.",
		w.LookedAfter, w.Reach, w.Helped, w.Nearby, w.Company)
}
