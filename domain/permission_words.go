package domain

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// RoleKinds are all roles, those that are held on the smallest place first.
var RoleKinds = []RoleKind{
	Coordinator, Reserve, DeskHelper, CallTaker, Builder, SafeguardingLead, PartnershipViewer, DistrictCoordinator, Administrator,
}

// LinkPurposes are all that a link in a message may be for.
var LinkPurposes = []Purpose{ForStatus, ForInvitation, ForVisit, ForVolunteer, ForMessages, ForLog, ForConnector, ForIdea, ForFollower, ForCalendar, ForHost, ForTable}

// actionWords say what an action is.
var actionWords = map[Action]string{
	FindStreet:     "find a street, read which towns there are and when the desk is open",
	SeePlaces:      "see towns, parts and streets with who looks after them",
	EditPlaces:     "change names, parts, hours; open a town",
	ImportPlaces:   "bring in a list of streets",
	EditPolicy:     "change the district’s table (how fast, how often, what the plan weighs), and try one",
	OpenDoors:      "set a district up step by step, open it to people, and pause it",
	SeePeople:      "see people: names, streets, what they give; no telephone, no address",
	EditPeople:     "add and change people, note meetings, checks, better apart, time away",
	ImportPeople:   "bring in a list of volunteers",
	SeeReveals:     "see who looked up how to reach somebody",
	SeeContact:     "look up telephone, e-mail and address of somebody; each look is recorded",
	EditRoles:      "give and end roles, fill the desk’s rota",
	EditKeys:       "make, list and end keys for machines",
	SeeNeeds:       "read the kinds of help",
	EditNeeds:      "change the kinds of help",
	RaiseAsk:       "ask for help",
	TakeAsk:        "write down an ask for somebody who rang or handed in a leaflet",
	SeeAsk:         "see an ask with its story",
	RunAsk:         "run an ask: whom to ask, who goes, hold, widen, place, note, end",
	SeeStatus:      "see how one’s own ask stands",
	WithdrawAsk:    "withdraw one’s own ask, or give it a new time",
	TellHowItWent:  "say how a visit went, as the person visited",
	SayThanks:      "thank whoever came, as the person visited",
	AnswerAsked:    "read “Can you help?” and answer it",
	SeeVisit:       "see where to go, after yes; recorded",
	ReportVisit:    "say how a visit went, as the helper",
	ChangeMyTime:   "change when and whether one may be asked oneself",
	ChooseNews:     "choose which news one gets by mail, oneself",
	SeeMyHelping:   "see one’s own visits, and what one is asked",
	SeeDesk:        "see what needs a person now",
	DoTask:         "make a call or post a letter of the desk",
	OfferHelp:      "say that one would like to help",
	ReadOffer:      "read who would like to help, and note that somebody has been in touch",
	SeeIdeas:       "see the ideas that look for people",
	ShareIdea:      "have an idea, or join in with one",
	FollowIdea:     "see what became of one’s own idea, and stop hearing of it",
	SeeGaps:        "see what is missing here, and how far each is",
	RunGaps:        "work through what is missing: who sees to it, the plan, the money, what is there now; and tell those who waited",
	RunIdeas:       "help ideas on their way: let them look for people, plan a meeting, make a group of them, let them go",
	SeeLearnt:      "see how many can do by themselves what they came to learn; counts alone",
	RunStories:     "write down how help was, by the yes of somebody, for reports; take it out",
	LendDevices:    "see what is lent out and who has it; lend it, take it back, say that it is wiped",
	SayWorry:       "say that one is worried about someone",
	ReadWorry:      "read worries: a town’s lead those of the town, the others only where no lead is named",
	HandStreets:    "hand over for good the streets that one looks after; staff those of others",
	AnswerOffer:    "say whether one would look after a street",
	SignIn:         "sign in and out",
	SeeSelf:        "see and end one’s own sign-ins",
	SeeOwnCopy:     "see or take away all that is known about oneself",
	HoldMeeting:    "hold the district’s daily meeting, write down who does what; of a whole district only",
	SettleAction:   "say that what was to be done is done, or carry it over",
	SeeGatherings:  "read what is on: Talking Benches, Talking Cafés and their dates",
	HostDates:      "host dates of a session: take one, give it back, count who comes, note what is brought up",
	CountMeIn:      "count oneself at a session, by the card on its table",
	SettleIssues:   "see what was brought up at sessions, pass it on, say what came of it",
	RunGatherings:  "add a Talking Bench or Café, change it, call a date off or move it, end one",
	EditKinds:      "change the kinds of sessions and of connectors that there are",
	Follow:         "ask to be told when a session is off or moved",
	ChooseFollow:   "say yes to being told, or stop it",
	ReadCalendar:   "read in a calendar program when oneself is host",
	ShowFace:       "put a host's photo on the page of a session, or take it off",
	SeeMissing:     "see what is asked for and not there, who went quiet, which streets have nobody",
	SeeJobs:        "see what the clock did",
	PreviewMail:    "read what each kind of message looks like",
	ExportLists:    "take lists away as a file: of people only what one may see; each is recorded",
	SeeWork:        "see how far long work is and what came of it, and stop it, where one may do the like",
	LogTalk:        "log a talk with nobody in it; pass on that somebody would like a call",
	SeeMyRipple:    "see what came of one’s own talks, and what the log offers",
	SeeCoverage:    "see how well a place is covered, in full",
	SeeReport:      "see the figures of a place for a month or a quarter; small ones are for whoever looks after it",
	SeePublished:   "see what became of the asks of a quarter, by district, town and neighbourhood, with small numbers hidden",
	SeeTownRipple:  "see what the talks of a town came to; small figures are for whoever looks after its connectors",
	AnswerConnect:  "say whether one would be a connector",
	RunConnectors:  "ask people to be connectors, train them, say hello, give badges and take them back",
	TurnClock:      "the clock’s own work",
	MoveDemoClock:  "move the clock of a demo",
	ReadDeliveries: "read the mail of a demo or of development",
	FindService:    "look in the directory",
	ReportService:  "say that something in the directory is wrong",
	SeeUnlisted:    "see what the directory keeps from the public: services for staff alone, how each likes to be approached",
	EditDirectory:  "add and change services, themes and the words of the search; read what was looked for and not there",
}

// Words says what the action is, in a phrase that begins with a verb; its name where nobody has written one.
func (a Action) Words() string { return cmp.Or(actionWords[a], string(a)) }

// AllActions are the actions of the table, by name.
func AllActions() []Action { return slices.Sorted(maps.Keys(Rules)) }

// RightsTable prints the whole of Rules as a table in Markdown: a row an action, a column whoever may come.
func RightsTable() string {
	head := []string{"to …"}
	for _, k := range RoleKinds {
		head = append(head, k.Plain())
	}
	head = append(head, "owner", "oneself")
	for _, p := range LinkPurposes {
		head = append(head, "link: "+string(p))
	}
	head = append(head, "key", "anybody")
	var b strings.Builder
	row := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	row(head)
	row(append([]string{"---"}, slices.Repeat([]string{":-:"}, len(head)-1)...))
	for _, action := range AllActions() {
		row(Rules[action].cells(action))
	}
	return b.String()
}

// cells are the row of an action. Where anybody may, no more is said.
func (rule Rule) cells(action Action) []string {
	out := []string{"**" + string(action) + "**: " + action.Words()}
	may := func(yes bool) {
		sign := ""
		if yes {
			sign = "✓"
		}
		out = append(out, sign)
	}
	for _, k := range RoleKinds {
		may(slices.Contains(rule.Roles, k))
	}
	may(rule.Owner)
	may(rule.Self)
	for _, p := range LinkPurposes {
		may(slices.Contains(rule.Purposes, p))
	}
	may(slices.Contains(KeyActions, action) || slices.Contains(publicReads, action))
	may(rule.Anybody)
	return out
}
