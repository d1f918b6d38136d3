package notify

import "waymark/domain"

// Sample is a note of a kind about people who are made up, to look at: in tests, and where nobody has been sent one yet. Its links lie
// under an address and open nothing. It is nil for a kind that there is not.
func Sample(kind, under string) Note {
	u := func(path string) string { return under + "/" + path }
	ask := Invitation{
		To: "Tom", Name: "Joan", Street: "Withy Row", Ask: "pick up some shopping for {name}",
		Detail: "Bread, milk and tea from the shop on the quay. Joan pays you back at the door.",
		When:   "today, before 1 pm", HowFar: "six minutes’ walk from you", HowLong: "about half an hour", By: "11:30 am",
		YesURL: u("i/yes"), NotThisTimeURL: u("i/no"), NotThisWeekURL: u("i/week"),
	}
	return map[string]Note{
		"invitation":             ask,
		"invitation_closed":      InvitationClosed{To: "Tom", Taken: true},
		"series_cover":           SeriesCover{Invitation: ask, Usual: "Derek"},
		"still_all_right":        StillAllRight{To: "Tom", YesURL: u("v/yes"), LessURL: u("v/less"), RestURL: u("v/rest")},
		"resting":                Resting{To: "Tom", BackURL: u("v/back")},
		"visit":                  Visit{To: "Tom", Name: "Joan", When: "today, before 1 pm", VisitURL: u("visit/k3")},
		"visit_reminder":         VisitReminder{To: "Tom", Name: "Joan", When: "today, before 1 pm", VisitURL: u("visit/k3")},
		"home_safe":              HomeSafe{To: "Tom", SafeURL: u("visit/k3/safe"), HelpURL: u("visit/k3/hand"), By: "2:30 pm"},
		"after_visit_helper":     AfterVisitHelper{To: "Tom", Name: "Joan", DoneURL: u("visit/k3/done"), CouldNotURL: u("visit/k3/not"), HelpURL: u("visit/k3/hand")},
		"visit_off":              VisitOff{To: "Tom", Name: "Joan", When: "today, before 1 pm"},
		"helper_coming":          HelperComing{To: "Joan", Helper: "Tom", Street: "Castle Row", When: "today, before 1 pm", DoorWords: "blue kettle", StatusURL: u("s/m9")},
		"helper_changed":         HelperChanged{To: "Joan", Helper: "Tom", StatusURL: u("s/m9")},
		"after_visit_person":     AfterVisitPerson{To: "Joan", Helper: "Tom", YesURL: u("s/m9/yes"), NoURL: u("s/m9/no"), WrongURL: u("s/m9/wrong")},
		"request_received":       RequestReceived{To: "Joan", Reference: "S 4817", Next: "We will tell you by 4 pm today how it stands.", StatusURL: u("s/m9")},
		"support_failure_person": SupportFailurePerson{To: "Joan", Owner: "Priya", By: "4 pm", StatusURL: u("s/m9")},
		"new_time":               NewTime{To: "Joan", Was: "Tuesday 16 June, before 1 pm", TimeURL: u("s/m9/time"), OffURL: u("s/m9/off")},
		"ended":                  Ended{To: "Joan", How: EndHelped, HelpURL: u("help"), AskURL: u("ask")},
		"not_over":               NotOver{To: "Joan", Helper: "Tom", When: "today, before 1 pm", StatusURL: u("s/m9")},
		"sign_in":                SignIn{To: "Maggie", LinkURL: u("in/x8"), Code: "402 917", Lasts: "15 minutes"},
		"owner_new":              OwnerNew{To: "Maggie", Reference: "S 4817", Where: "Withy Row", Why: "You look after Withy Row.", By: "2:15 pm", RequestURL: u("r/4817")},
		"hand_wanted":            HandWanted{To: "Maggie", Reference: "S 4817", Where: "Withy Row", Why: "Somebody needs a hand with a visit.", Ring: "Tom", RequestURL: u("r/4817")},
		"handover":               Handover{To: "Maggie", Why: "Derek is away until Monday 22 June.", Gained: []string{"S 4817", "S 4820", "S 4831"}, Given: []string{"S 4799"}, DeskURL: u("desk")},
		"widened":                Widened{To: "Maggie", Reference: "S 4817", Level: "the whole town", Next: "If nobody says yes by 4 pm, we ask the whole district.", RequestURL: u("r/4817")},
		"support_failure_owner":  SupportFailureOwner{To: "Priya", Reference: "S 4817", By: "4 pm", RequestURL: u("r/4817")},
		"desk_alert":             DeskAlert{To: "Samuel", Reference: "S 4817", Where: "Withy Row", Until: "noon", RequestURL: u("r/4817")},
		"worry":                  Worry{To: "Ruth", WorryURL: u("w/77")},
		"safeguarding_lead":      SafeguardingLead{To: "Maggie", Town: "Saltcombe", Lead: "Ruth Penrose", Reader: LeadKnows, WorryURL: u("w"), TownURL: u("t/1")},
		"mail_down":              MailDown{To: "Samuel", Since: "9:10 am", Back: "10:25 am", Void: 12, Late: 1, DeskURL: u("desk")},
		"thanks":                 Thanks{To: "Tom", Name: "Joan"},
		"offer":                  Offer{To: "Nell", Town: "Saltcombe", OffersURL: u("offers")},
		"loans_due":              LoansDue{To: "Nell", Count: 2, Town: "Saltcombe", DevicesURL: u("devices")},
		"standing_in":            StandingIn{To: "Ravi", For: "Maggie", Streets: []string{"Castle Row", "Quay Lane"}, From: "today", Back: "Monday 22 June", StreetsURL: u("my-streets")},
		"no_stand_in":            NoStandIn{To: "Bo", For: "Maggie", Streets: []string{"Castle Row"}, From: "today", VacanciesURL: u("vacancies")},
		"vacancies":              Vacancies{To: "Bo", Town: "Saltcombe", Streets: []string{"Castle Row", "Quay Lane", "Withy Row"}, Nobody: 2, VacanciesURL: u("vacancies")},
		"street_offer":           StreetOffer{To: "Tom", By: "Bo", Street: "Castle Row", AnswerURL: u("look-after/k3")},
		"street_answer":          StreetAnswer{To: "Bo", Name: "Tom", Street: "Castle Row", Yes: true, VacanciesURL: u("vacancies")},
		"streets_handed":         StreetsHanded{To: "Tom", From: "Maggie", Next: "Tom", Streets: []string{"Castle Row"}, Yours: true, StreetsURL: u("my-streets")},
		"host_page":              HostPage{To: "Joan", By: "Bo", Place: "The bench by the boat slip", HostingURL: u("hosting/k3")},
		"host_ask":               HostAsk{To: "Joan", By: "Bo", Place: "The bench by the boat slip", When: "Tuesday 23 June, 10:30 am to 11 am", AnswerURL: u("hosting/k3/7")},
		"host_taken":             HostTaken{To: "Derek", Name: "Joan", Place: "The bench by the boat slip", When: "Tuesday 23 June, 10:30 am to 11 am", HostingURL: u("hosting/k3")},
		"host_reminder":          HostReminder{To: "Joan", Place: "The bench by the boat slip", When: "tomorrow, 10:30 am to 11 am", HostingURL: u("hosting/k3/7")},
		"vacant_date":            VacantDate{To: "Bo", Place: "The bench by the boat slip", When: "Tuesday 23 June, 10:30 am to 11 am", CouldURL: u("gatherings/7/host")},
		"connector_invite":       ConnectorInvite{To: "Kelly", By: "Bo", Town: "Saltcombe", AnswerURL: u("connect/k3")},
		"connector_badge":        ConnectorBadge{To: "Kelly", Town: "Saltcombe", LogURL: u("log/k3")},
		"connector_refresh":      ConnectorRefresh{To: "Kelly", Town: "Saltcombe", By: "Tuesday 16 June"},
		"connector_hello":        ConnectorHello{To: "Kelly", By: "Bo", LogURL: u("log/k3")},
		"idea":                   IdeaStep{To: "Joan", Name: "A choir that needs no notes", Stage: domain.IdeaMeeting, When: "Tuesday 16 June, 6 pm", Where: "Wesley Hall", IdeaURL: u("my-idea/k3"), GoURL: u("whats-on/3")},
		"idea_new":               IdeaNew{To: "Bo", Town: "Saltcombe", IdeaURL: u("ideas/3")},
		"connector_wish":         ConnectorWish{To: "Bo", Town: "Saltcombe", WishesURL: u("connector-wishes")},
		"follow":                 FollowAsk{What: "Talking Bench", Where: "The bench by the boat slip", YesURL: u("following/k3")},
		"gathering_news":         GatheringNews{What: "Talking Bench", Where: "The bench by the boat slip", Code: "off", When: "Tuesday 16 June, 10:30 am to 11 am", Words: "Rained off.", PageURL: u("whats-on/1")},
	}[kind]
}
