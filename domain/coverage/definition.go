package coverage

import (
	"slices"

	"waymark/domain"
)

// Unit is what a figure counts in.
type Unit string

// The units.
const (
	InPoints  Unit = "points" // 0 to 100
	InStreets Unit = "streets"
	InPeople  Unit = "people"
	InThings  Unit = "things"
	InAsks    Unit = "asks"
	InTimes   Unit = "times"
	InShare   Unit = "share" // 0 to 1
	InMinutes Unit = "minutes"
	InDays    Unit = "days"
)

// When says which time a figure is of.
type When string

// Who is there is counted on the day; what became of asks is of months.
const (
	OnTheDay     When = "day"
	InThePeriod  When = "period"
	OfBothOfThem When = "both"
)

// Definition is a figure that pages, files and programs show: what it is called, and how it is counted.
type Definition struct {
	Code  string // for programs: none is renamed
	Name  domain.Text
	Means domain.Text
	Unit  Unit
	When  When
	Exact bool // counted to the one; false: rounded, as its words say
}

// Definitions are all figures of coverage, in the order in which they are shown.
var Definitions = []Definition{
	{"points", domain.Text("Points"), domain.Text("How well the place is covered, from 0 to 100: how full each part is, times what it counts for. The table of points shows both."), InPoints, OfBothOfThem, false},
	{"streets", domain.Text("Streets"), domain.Text("All streets on the map that are in use."), InStreets, OnTheDay, true},
	{"main", domain.Text("Streets looked after"), domain.Text("Streets with a coordinator today, of their own or for the whole section."), InStreets, OnTheDay, true},
	{"reserve", domain.Text("Streets with a stand-in"), domain.Text("Streets with somebody today who stands in for the coordinator."), InStreets, OnTheDay, true},
	{"helpers", domain.Text("Would come"), domain.Text("People who help today and go as far as here. Who rests or has stopped is left out. Somebody who goes far counts in each place they go to, so places do not add up."), InPeople, OnTheDay, true},
	{"skills", domain.Text("Can do"), domain.Text("Of those who would come, how many do each kind of thing. Many do more than one, so they do not add up."), InPeople, OnTheDay, true},
	{"connectors", domain.Text("Connectors"), domain.Text("People who point others to what there is, and whose patch this is, or is part of."), InPeople, OnTheDay, true},
	{"meetings", domain.Text("Benches and cafés"), domain.Text("Those that meet here and have not ended. For a street or section: within 800 metres of the middle of a street, as the crow flies."), InThings, OnTheDay, true},
	{"services", domain.Text("Groups and services"), domain.Text("What the directory has open for everybody here: for this town, or for the whole district."), InThings, OnTheDay, true},
	{"talks", domain.Text("Talks"), domain.Text("Talks that connectors logged here in these months. A street has none: we do not keep where a talk was that closely."), InThings, InThePeriod, true},
	{"asked", domain.Text("Asked"), domain.Text("Asks made in these months, in the place where help was wanted. Mistakes are left out."), InAsks, InThePeriod, true},
	{"closed", domain.Text("Ended"), domain.Text("Of the asks made in these months, those that have ended by now, in whatever way."), InAsks, InThePeriod, true},
	{"helped", domain.Text("Helped"), domain.Text("Of the asks made in these months, those that have ended with help."), InAsks, InThePeriod, true},
	{"helped_share", domain.Text("Share helped"), domain.Text("Helped, of those that have ended. Those still open are left out."), InShare, InThePeriod, true},
	{"wait_half", domain.Text("Half had a yes within"), domain.Text("From the asking to the first yes, nights and Sundays too. Half of those with a yes had it in this time. Rounded up: to five minutes at first, to a day in the end. Asks without a yes are left out."), InMinutes, InThePeriod, false},
	{"wait_most", domain.Text("Nine in ten had a yes within"), domain.Text("The same for nine in ten of those with a yes."), InMinutes, InThePeriod, false},
	{"yes_street", domain.Text("Yes from the street"), domain.Text("Asks whose first yes came while only the street was asked."), InAsks, InThePeriod, true},
	{"yes_section", domain.Text("Yes from the section"), domain.Text("Asks whose first yes came while the section was asked."), InAsks, InThePeriod, true},
	{"yes_town", domain.Text("Yes from the town"), domain.Text("Asks whose first yes came while the town was asked."), InAsks, InThePeriod, true},
	{"yes_district", domain.Text("Yes from the district"), domain.Text("Asks whose first yes came while the whole district was asked."), InAsks, InThePeriod, true},
	{"widened", domain.Text("Asked wider"), domain.Text("How often an ask of these months was put to more people. One ask can count three times."), InTimes, InThePeriod, true},
	{"failed", domain.Text("Not found in time"), domain.Text("Asks of these months for which the whole district was asked, and its time ran out. We go on looking, so some had help later."), InAsks, InThePeriod, true},
}

// ReportDefinitions are the figures that a report has besides.
var ReportDefinitions = []Definition{
	{"said_yes", domain.Text("Had a yes"), domain.Text("Asks of these months to which at least one neighbour said yes."), InAsks, InThePeriod, true},
	{"helped_soon", domain.Text("Helped within four weeks"), domain.Text("Of the asks made in these months, those that ended with help at most 28 days after they were made."), InAsks, InThePeriod, true},
	{"helped_soon_share", domain.Text("Share helped within four weeks"), domain.Text("The same as a part of all asks of these months."), InShare, InThePeriod, true},
	{"near_share", domain.Text("Yes from near"), domain.Text("Of the first yeses, those that came while only the street or the section was asked."), InShare, InThePeriod, true},
	{"talked_with", domain.Text("People in talks"), domain.Text("The sum over all talks. Who comes twice counts twice."), InPeople, InThePeriod, true},
	{"sessions", domain.Text("Sessions counted"), domain.Text("Dates of benches and cafés on which somebody counted who came."), InTimes, InThePeriod, true},
	{"came", domain.Text("Came to sessions"), domain.Text("As the host counted. Where they did not, how often the card on the table was used. Who comes twice counts twice."), InPeople, InThePeriod, true},
	{"gaps_noticed", domain.Text("Gaps that showed"), domain.Text("Something that people need and that is not there, in the month in which it showed first."), InThings, InThePeriod, true},
	{"gaps_closed", domain.Text("Gaps that were closed"), domain.Text("Closed for a reason, or gone away by themselves."), InThings, InThePeriod, true},
	{"gaps_half", domain.Text("Half of the gaps closed within"), domain.Text("From the day on which a gap showed first to that on which it closed. Of those closed in these months, half took this long at most."), InDays, InThePeriod, true},
}

// DefinitionOf finds a figure by its code; the zero definition where there is none.
func DefinitionOf(code string) Definition {
	for _, d := range slices.Concat(Definitions, ReportDefinitions) {
		if d.Code == code {
			return d
		}
	}
	return Definition{}
}

// Counts are the figures of a place that are counts, by the code of their definition. Skills are several, and stand in the place itself.
func (p Place) Counts() map[string]int {
	return map[string]int{"streets": p.Streets, "main": p.Main, "reserve": p.Reserve, "helpers": p.Helpers, "connectors": p.Talkers, "meetings": p.Meetings,
		"services": p.Services, "talks": p.Talks, "asked": p.Asks.Asked, "closed": p.Asks.Closed, "helped": p.Asks.Helped, "yes_street": p.Asks.Yes[0],
		"yes_section": p.Asks.Yes[1], "yes_town": p.Asks.Yes[2], "yes_district": p.Asks.Yes[3], "widened": p.Asks.Widened, "failed": p.Asks.Failed}
}
