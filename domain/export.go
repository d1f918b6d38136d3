package domain

import "slices"

// ExportList is a list that can be taken away as a file.
type ExportList string

// The lists.
const (
	ExportHelpers    ExportList = "helpers"
	ExportStreets    ExportList = "streets"
	ExportAsks       ExportList = "asks"
	ExportServices   ExportList = "services"
	ExportSessions   ExportList = "sessions"
	ExportMissing    ExportList = "missing"    // what nobody has written down yet
	ExportDictionary ExportList = "dictionary" // what each column of the others means
)

// Exports are all of them, as they are offered.
var Exports = []ExportList{ExportHelpers, ExportStreets, ExportAsks, ExportServices, ExportSessions, ExportMissing, ExportDictionary}

// Valid reports whether there is such a list.
func (l ExportList) Valid() bool { return slices.Contains(Exports, l) }

// ExportColumn is a column of a list. Programs of others read them: one may be added at the end, and none is renamed.
type ExportColumn struct {
	Name  string
	Kind  string // "text", "number", "date", "time" (RFC 3339 in UTC), "yes or no", or "words" (several, with a space between them)
	Means string // in plain words, with its unit, and what an empty cell says
}

// ExportColumns are the columns of each list, in their order.
var ExportColumns = map[ExportList][]ExportColumn{
	ExportHelpers: {
		{"person_id", "number", "The number of the person. It stays the same."},
		{"first_name", "text", "Their first name. Empty where you may not see who they are."},
		{"last_name", "text", "Their last name. Empty where there is none, or you may not see it."},
		{"street", "text", "The street they live in. Empty where nobody has said."},
		{"section", "text", "The section of the town that the street is in."},
		{"town", "text", "The town they live in."},
		{"standing", "text", "met: somebody of the town has met them. not_met: nobody has yet, and they are asked for nothing that needs it."},
		{"met_on", "date", "When somebody met them. Empty: not yet."},
		{"began_at", "time", "When they began to help."},
		{"skills", "words", "What they like to do, each as its code."},
		{"languages", "words", "The languages they speak, each as its code, such as cy for Welsh."},
		{"reach", "text", "How far they would go: street, section, town or district."},
		{"short_notice", "yes or no", "Whether they can be asked for something today."},
		{"visits_a_week", "number", "How many visits they would make in a week, at most."},
		{"asks_a_week", "number", "How often they would be asked in a week, at most."},
		{"resting", "yes or no", "yes: four asks in a row had no answer, and they are not asked until they say so."},
		{"email", "text", "Only when the file is taken with how to reach people, and you may see it."},
		{"phone", "text", "The same. With the code of the country."},
		{"address", "text", "The same."},
	},
	ExportStreets: {
		{"street_id", "number", "The number of the street. It stays the same."},
		{"street", "text", "Its name."},
		{"section", "text", "The section of the town that it is in."},
		{"town", "text", "Its town."},
		{"lat", "number", "Where its middle is: degrees north (WGS 84). Empty: not known."},
		{"lon", "number", "Degrees east."},
		{"coordinator", "text", "Who looks after it today. Empty: nobody does."},
		{"stand_in", "text", "Who stands in today. Empty: nobody does."},
		{"helpers", "number", "How many people who help live in it."},
		{"open_asks", "number", "How many asks for help from it are open now."},
	},
	ExportAsks: {
		{"reference", "text", "How the ask is called when people speak of it."},
		{"kind_of_help", "text", "What kind of help was asked for."},
		{"urgency", "text", "How soon it was needed."},
		{"state", "text", "How it stands now."},
		{"level", "text", "How wide it is asked now: street, section, town or district."},
		{"town", "text", "The town it comes from."},
		{"section", "text", "The section it comes from."},
		{"street", "text", "The street it comes from. Empty where it is not known, or you may not see it."},
		{"came_by", "text", "How it came: by the page, by phone, by somebody else, or again by itself."},
		{"raised_at", "time", "When it was asked."},
		{"wanted_from", "time", "When the help was wanted. Empty: at any time."},
		{"useful_until", "time", "After this the help would be of no use. Empty: no such time."},
		{"visit_at", "time", "When the visit is. Empty: none is agreed."},
		{"closed_at", "time", "When it ended. Empty: it is open."},
		{"ending", "text", "How it ended. Empty: it is open."},
		{"looked_after_by", "text", "Who looks after it. Empty: nobody, or you may not see it."},
		{"first_name", "text", "Who asked: only when the file is taken with how to reach people, and you may see it."},
		{"last_name", "text", "The same."},
		{"email", "text", "The same."},
		{"phone", "text", "The same."},
		{"address", "text", "The same."},
	},
	ExportServices: {
		{"service_id", "number", "The number of the service. It stays the same."},
		{"service", "text", "Its name."},
		{"organisation", "text", "Who runs it."},
		{"town", "text", "The town that it is for. Empty: the whole district."},
		{"themes", "words", "What it is about, each as its code."},
		{"status", "text", "open, full (to newcomers), on_hold or closed."},
		{"audience", "text", "public, or staff: only people with a part in Waymark find it."},
		{"times", "number", "How many times a week it is on, as days and times."},
		{"checked_on", "date", "When somebody last asked whether all of it still holds. Empty: nobody has."},
		{"changed_at", "time", "When it was last changed."},
	},
	ExportSessions: {
		{"session_id", "number", "The number of the session, the same for all its dates."},
		{"day", "date", "The day it was planned for, by the clocks of the town."},
		{"kind", "text", "The code of what it is, such as talking_bench."},
		{"place", "text", "The name of the place."},
		{"town", "text", "Its town."},
		{"starts_at", "time", "When it starts."},
		{"ends_at", "time", "When it ends."},
		{"off", "yes or no", "Whether it was called off."},
		{"heads", "number", "How many came, as the host counted. Empty: not counted."},
		{"scans", "number", "How many counted themselves by the card on the table. Some of these are among the heads."},
	},
	ExportMissing: {
		{"what", "text", "The code of what is missing. The page on what is missing has it in words."},
		{"number", "text", "The number of what it is missing from, or the reference of an ask."},
		{"name", "text", "Its name. Empty where you may not see it."},
		{"street", "text", "The street it is in."},
		{"section", "text", "The section it is in."},
		{"town", "text", "The town it is in. Empty: the whole district, or not known."},
		{"page", "text", "The address, within the site, of the page where it can be put right."},
	},
	ExportDictionary: {
		{"list", "text", "The list that the column is in."},
		{"column", "text", "Its name, which stays the same."},
		{"kind", "text", "text; number; date; time (RFC 3339, in UTC); yes or no; words (several, with a space between them)."},
		{"means", "text", "What it says, in plain words, and what an empty cell says."},
	},
}

// ExportHeadings are the names of a list's columns.
func ExportHeadings(l ExportList) (out []string) {
	for _, c := range ExportColumns[l] {
		out = append(out, c.Name)
	}
	return out
}

// Dictionary is the rows of ExportDictionary: each column of each list, with what it means.
func Dictionary() (out [][]string) {
	for _, l := range Exports {
		for _, c := range ExportColumns[l] {
			out = append(out, []string{string(l), c.Name, c.Kind, c.Means})
		}
	}
	return out
}

// ExportRow is one row of a list.
type ExportRow struct {
	ID       int64
	Cells    []string `bun:",array"`
	PersonID PersonID // whose phone, e-mail address and address are in it; 0: nobody's
}

// Lack is something that nobody has written down yet, and without which something is not counted, found or asked.
type Lack string

// What may be missing.
const (
	StreetWithoutPoint  Lack = "street_without_point"
	StreetWithoutArea   Lack = "street_without_area"
	AskWithoutStreet    Lack = "ask_without_street"
	HelperWithoutStreet Lack = "helper_without_street"
	HelperWithoutSkill  Lack = "helper_without_skill"
	HelperWithoutWay    Lack = "helper_without_way"
	ServiceWithoutTime  Lack = "service_without_time"
	ServiceWithoutWay   Lack = "service_without_way"
	ServiceWithoutTheme Lack = "service_without_theme"
	ServiceUnchecked    Lack = "service_unchecked"
	PlaceWithoutPoint   Lack = "place_without_point"
	SessionWithoutCount Lack = "session_without_count"
)

// Lacks are all of them, in the order of a page.
var Lacks = []Lack{StreetWithoutPoint, StreetWithoutArea, AskWithoutStreet, HelperWithoutStreet, HelperWithoutSkill, HelperWithoutWay, ServiceWithoutTime,
	ServiceWithoutWay, ServiceWithoutTheme, ServiceUnchecked, PlaceWithoutPoint, SessionWithoutCount}
