package domain

// Action is one thing that somebody may or may not do. The table below is the only place that says who.
type Action string

// The actions, by the noun that they are done to.
const (
	FindStreet     Action = "find_street"     // by typing; streets are public
	SeePlaces      Action = "see_places"      // towns, sections, streets and who coordinates them
	EditPlaces     Action = "edit_places"     // names, sections, hours
	ImportPlaces   Action = "import_places"   // a new extract
	EditPolicy     Action = "edit_policy"     // the district's table: how fast, how often, what the plan weighs; and trying one
	OpenDoors      Action = "open_doors"      // set a district up, open it to people, and pause it
	SeePeople      Action = "see_people"      // names, streets, standing; no contact details
	EditPeople     Action = "edit_people"     // details, volunteering, checks, better apart, away
	ImportPeople   Action = "import_people"   // a spreadsheet of volunteers
	SeeContact     Action = "see_contact"     // phone, e-mail, address: recorded
	SeeReveals     Action = "see_reveals"     // who was shown these, and when
	EditRoles      Action = "edit_roles"      // give and end
	EditKeys       Action = "edit_keys"       // keys for machines: make, list, end
	SeeNeeds       Action = "see_needs"       // kinds of help
	EditNeeds      Action = "edit_needs"      //
	RaiseAsk       Action = "raise_ask"       // ask for help
	TakeAsk        Action = "take_ask"        // write an ask down for somebody who rang or handed in a leaflet
	SeeAsk         Action = "see_ask"         // one request with its timeline
	RunAsk         Action = "run_ask"         // ask a helper, assign, hold, widen, place, note, end
	SeeStatus      Action = "see_status"      // how one's own ask stands
	WithdrawAsk    Action = "withdraw_ask"    // one's own
	TellHowItWent  Action = "tell_how"        // the person says how the visit went
	SayThanks      Action = "say_thanks"      // and thanks whoever came
	AnswerAsked    Action = "answer_asked"    // yes, not this time, not this week
	SeeVisit       Action = "see_visit"       // after yes: address, phone, door words; recorded
	ReportVisit    Action = "report_visit"    // home safe, done, could not, need a hand, hand back
	ChangeMyTime   Action = "change_my_time"  // a volunteer's own availability, pause, stop
	ChooseNews     Action = "choose_news"     // which news one gets by mail, oneself
	SeeMyHelping   Action = "see_helping"     // a volunteer's own visits, what they are asked, how many they helped
	SeeDesk        Action = "see_desk"        // what needs a person now
	OfferHelp      Action = "offer"           // "there is something that I like doing for others"
	ReadOffer      Action = "read_offer"      // what people offer, and that somebody has been in touch with them
	DoTask         Action = "do_task"         // a call or a letter
	SeeLearnt      Action = "see_learnt"      // how many can do by themselves what they came to learn
	LendDevices    Action = "lend_devices"    // the register of what is lent: who has what, lend, take back, wipe
	SayWorry       Action = "say_worry"       // "I'm worried about someone"
	ReadWorry      Action = "read_worry"      // the named lead, or who stands in where there is none
	HandStreets    Action = "hand_streets"    // give the streets that one looks after to somebody
	AnswerOffer    Action = "answer_offer"    // say whether one would look after a street
	SignIn         Action = "sign_in"         //
	SeeSelf        Action = "see_self"        // one's own sessions and roles
	SeeOwnCopy     Action = "see_own_copy"    // all that is known about oneself
	HoldMeeting    Action = "hold_meeting"    // the district's daily operations meeting: its lists, what was said there
	SettleAction   Action = "settle_action"   // what somebody said there that they would do: done, or carried over
	SeeGatherings  Action = "see_gatherings"  // what is on: benches, cafés and their dates
	HostDates      Action = "host_dates"      // one's own dates of a session: take one, give it back, count who comes
	CountMeIn      Action = "count_me_in"     // by the card on a table
	SettleIssues   Action = "settle_issues"   // what people brought up at sessions: read it, pass it on, say what came of it
	RunGatherings  Action = "run_gatherings"  // add one, change it, call a date off or move it, end one
	EditKinds      Action = "edit_kinds"      // the kinds of gatherings and of connectors
	Follow         Action = "follow"          // ask to be told when a gathering is off or moved
	ChooseFollow   Action = "choose_follow"   // say yes to that, or stop it
	ReadCalendar   Action = "read_calendar"   // when a host sits where, for their calendar program
	ShowFace       Action = "show_face"       // a host's photo: put it on the page, take it off
	SeeMissing     Action = "see_missing"     // what is asked for and not there, who went quiet, streets without anybody
	SeeJobs        Action = "see_jobs"        // what the clock did
	PreviewMail    Action = "preview_mail"    // what each kind of message looks like
	ExportLists    Action = "export_lists"    // take helpers, streets and asks away as a file
	SeeWork        Action = "see_work"        // long work: how far it is, what came of it; and stop it
	LogTalk        Action = "log_talk"        // a connector counts a conversation; it has nobody in it
	SeeMyRipple    Action = "see_ripple"      // what came of one's own conversations
	SeeCoverage    Action = "see_coverage"    // who is there for a place, and what became of its asks, in full
	SeeReport      Action = "see_report"      // the figures of a place for a month or a quarter; small ones are for whoever may see its coverage
	RunStories     Action = "run_stories"     // write down how help was, by the yes of somebody; take it out
	SeePublished   Action = "see_published"   // what everybody may read of the asks of a quarter, by district, town and section
	SeeTownRipple  Action = "see_town_ripple" // what came of all conversations of a town, in figures that are safe
	AnswerConnect  Action = "answer_connect"  // say whether one would be a connector
	RunConnectors  Action = "run_connectors"  // ask people to be connectors, train them, give badges and take them back
	SeeIdeas       Action = "see_ideas"       // the ideas that look for people
	ShareIdea      Action = "share_idea"      // have an idea, or join in with one
	FollowIdea     Action = "follow_idea"     // see what became of one's own idea, and stop
	RunIdeas       Action = "run_ideas"       // help ideas on their way: look for people, plan a meeting, make it a group, let it go
	SeeGaps        Action = "see_gaps"        // what is missing here, and how far each is; who waits stands there for those alone who may see people
	RunGaps        Action = "run_gaps"        // work a gap through: who sees to it, the plan, the money, what is there now, and telling those who waited
	TurnClock      Action = "turn_clock"      // the scheduler's own work
	MoveDemoClock  Action = "move_demo_clock" // "skip to tomorrow", in a demo only
	ReadDeliveries Action = "read_deliveries" // mail in development
	FindService    Action = "find_service"    // look in the directory of what there is
	ReportService  Action = "report_service"  // say that something in it is wrong
	SeeUnlisted    Action = "see_unlisted"    // what the directory keeps from the public: services for staff alone, how each likes to be approached
	EditDirectory  Action = "edit_directory"  // services, themes, the words of the search; what was looked for and not there
)

// Rule says who may do an action: which roles where they hold them, which links, and whether anybody.
type Rule struct {
	Roles    []RoleKind
	Owner    bool // and the owner of the request, whatever their roles
	Purposes []Purpose
	Anybody  bool // the public, and so everybody
	Self     bool // any signed-in person, about themselves
}

// staff are those who run a town's asks.
var staff = []RoleKind{DeskHelper, Builder, DistrictCoordinator}

// near are staff and those who look after a street or section.
var near = append([]RoleKind{Coordinator, Reserve}, staff...)

// gapRunners work gaps through.
var gapRunners = []RoleKind{Builder, DistrictCoordinator, Administrator}

// WorryReaders may be written to by people who fear for somebody: a town's safeguarding lead and, where it has none, whoever stands
// in, in this order. Each reads what is theirs to read and nothing else. Nobody makes themselves one of them.
var WorryReaders = []RoleKind{SafeguardingLead, DistrictCoordinator, Administrator}

// Rules is the whole table. What is not in it is refused.
var Rules = map[Action]Rule{
	FindStreet:     {Anybody: true},
	SeePlaces:      {Roles: append([]RoleKind{CallTaker, Administrator, SafeguardingLead}, near...)},
	EditPlaces:     {Roles: []RoleKind{Builder, DistrictCoordinator, Administrator}},
	ImportPlaces:   {Roles: []RoleKind{DistrictCoordinator, Administrator}},
	EditPolicy:     {Roles: []RoleKind{DistrictCoordinator, Administrator}},
	OpenDoors:      {Roles: []RoleKind{DistrictCoordinator, Administrator}},
	SeePeople:      {Roles: append([]RoleKind{CallTaker}, near...)},
	EditPeople:     {Roles: staff},
	ImportPeople:   {Roles: []RoleKind{Builder, DistrictCoordinator}},
	SeeContact:     {Roles: near},
	SeeReveals:     {Roles: []RoleKind{Coordinator, Builder, DistrictCoordinator}, Purposes: []Purpose{ForVolunteer}, Self: true},
	EditRoles:      {Roles: []RoleKind{Builder, DistrictCoordinator, Administrator}},
	EditKeys:       {Roles: []RoleKind{DistrictCoordinator, Administrator}},
	SeeNeeds:       {Anybody: true},
	EditNeeds:      {Roles: []RoleKind{Builder, DistrictCoordinator}},
	RaiseAsk:       {Anybody: true},
	TakeAsk:        {Roles: append([]RoleKind{CallTaker}, near...)},
	SeeAsk:         {Roles: near, Owner: true},
	RunAsk:         {Roles: near, Owner: true},
	SeeStatus:      {Purposes: []Purpose{ForStatus}},
	WithdrawAsk:    {Purposes: []Purpose{ForStatus}},
	TellHowItWent:  {Purposes: []Purpose{ForStatus}},
	SayThanks:      {Purposes: []Purpose{ForStatus}},
	AnswerAsked:    {Purposes: []Purpose{ForInvitation}},
	SeeVisit:       {Purposes: []Purpose{ForVisit}},
	ReportVisit:    {Purposes: []Purpose{ForVisit}},
	ChangeMyTime:   {Purposes: []Purpose{ForVolunteer, ForInvitation, ForVisit}, Self: true},
	ChooseNews:     {Purposes: []Purpose{ForMessages, ForVolunteer}, Self: true},
	SeeMyHelping:   {Purposes: []Purpose{ForVolunteer}, Self: true},
	SeeDesk:        {Roles: append([]RoleKind{CallTaker}, near...)},
	OfferHelp:      {Anybody: true},
	ReadOffer:      {Roles: staff},
	DoTask:         {Roles: append([]RoleKind{CallTaker}, near...)},
	SeeLearnt:      {Roles: []RoleKind{Builder, DistrictCoordinator}},
	LendDevices:    {Roles: staff},
	SayWorry:       {Anybody: true},
	ReadWorry:      {Roles: WorryReaders},
	HandStreets:    {Roles: []RoleKind{Builder, DistrictCoordinator, Administrator}, Self: true},
	AnswerOffer:    {Purposes: []Purpose{ForVolunteer}, Self: true},
	SignIn:         {Anybody: true},
	SeeSelf:        {Self: true},
	SeeOwnCopy:     {Purposes: []Purpose{ForVolunteer}, Self: true},
	HoldMeeting:    {Roles: []RoleKind{Builder, DistrictCoordinator}},
	SettleAction:   {Roles: []RoleKind{Builder, DistrictCoordinator}, Owner: true},
	SeeGatherings:  {Anybody: true},
	RunGatherings:  {Roles: staff},
	HostDates:      {Purposes: []Purpose{ForHost}, Self: true},
	CountMeIn:      {Purposes: []Purpose{ForTable}},
	SettleIssues:   {Roles: []RoleKind{Builder, DistrictCoordinator}},
	EditKinds:      {Roles: []RoleKind{Builder, DistrictCoordinator}},
	Follow:         {Anybody: true},
	ChooseFollow:   {Purposes: []Purpose{ForFollower}},
	ReadCalendar:   {Purposes: []Purpose{ForCalendar}, Self: true},
	ShowFace:       {Roles: []RoleKind{Builder, DistrictCoordinator}, Self: true},
	SeeMissing:     {Roles: []RoleKind{Builder, DistrictCoordinator}},
	SeeJobs:        {Roles: []RoleKind{Administrator, DistrictCoordinator}},
	PreviewMail:    {Roles: []RoleKind{Builder, DistrictCoordinator, Administrator}},
	ExportLists:    {Roles: []RoleKind{Builder, DistrictCoordinator, Administrator}},
	SeeWork:        {Roles: []RoleKind{Builder, DistrictCoordinator, Administrator}, Self: true},
	LogTalk:        {Purposes: []Purpose{ForLog}},
	SeeMyRipple:    {Purposes: []Purpose{ForLog}},
	SeePublished:   {Anybody: true},
	SeeTownRipple:  {Anybody: true},
	SeeReport:      {Roles: []RoleKind{Builder, DistrictCoordinator, Administrator}},
	SeeCoverage:    {Roles: []RoleKind{Builder, DistrictCoordinator, Administrator}},
	RunStories:     {Roles: []RoleKind{Builder, DistrictCoordinator}},
	AnswerConnect:  {Purposes: []Purpose{ForConnector}},
	RunConnectors:  {Roles: []RoleKind{Builder, DistrictCoordinator}},
	SeeIdeas:       {Anybody: true},
	ShareIdea:      {Anybody: true},
	FollowIdea:     {Purposes: []Purpose{ForIdea}},
	RunIdeas:       {Roles: []RoleKind{Builder, DistrictCoordinator}},
	SeeGaps:        {Roles: append([]RoleKind{Coordinator, Reserve}, gapRunners...)},
	RunGaps:        {Roles: gapRunners},
	TurnClock:      {},
	MoveDemoClock:  {Anybody: true},
	ReadDeliveries: {Anybody: true},
	FindService:    {Anybody: true},
	ReportService:  {Anybody: true},
	SeeUnlisted:    {Roles: append([]RoleKind{CallTaker, Administrator}, near...)},
	EditDirectory:  {Roles: []RoleKind{Builder, DistrictCoordinator, Administrator}},
}

// Target is what an action is done to: where it stands, and whose it is.
type Target struct {
	Spot         Spot
	Somewhere    bool // the action is asked for in general: any place where the role is held will do; SQL scopes the rows
	Thing        bool // it is one thing at the spot, and not the place itself: whoever may not is answered as about one that is not there
	OwnerID      PersonID
	PersonID     PersonID // the person whom it is about
	RequestID    RequestID
	InvitationID InvitationID
}

// May reports whether the actor may do the action to the target. The clock may do everything: it acts by the rules in its
// own code, on behalf of everybody.
func May(a Actor, action Action, t Target) bool {
	rule, known := Rules[action]
	switch {
	case !known:
		return false
	case a.Kind == KeyActor:
		return a.opens(action, t)
	case a.Kind == ClockActor || rule.Anybody:
		return true
	case a.Kind == BearerActor:
		return rule.bearer(a, t)
	case a.Kind == PersonActor:
		return rule.person(a, t)
	}
	return false
}

func (rule Rule) bearer(a Actor, t Target) bool {
	for _, p := range rule.Purposes {
		if p != a.Purpose {
			continue
		}
		return (t.RequestID == 0 || t.RequestID == a.RequestID) &&
			(t.InvitationID == 0 || t.InvitationID == a.InvitationID) &&
			(t.PersonID == 0 || t.PersonID == a.PersonID)
	}
	return false
}

func (rule Rule) person(a Actor, t Target) bool {
	if rule.Self && t.PersonID == a.PersonID {
		return true
	}
	if rule.Owner && t.OwnerID != 0 && t.OwnerID == a.PersonID {
		return true
	}
	for _, r := range a.Roles {
		for _, k := range rule.Roles {
			if r.Kind == k && (t.Somewhere || r.Covers(t.Spot)) {
				return true
			}
		}
	}
	return false
}
