package notify

import "testing"

// A town, and one note of every kind, as the tests use them.
var saltcombe = Letterhead{
	Town: "Saltcombe", District: "North Wendle", BaseURL: "https://saltcombe.example", Phone: "01632 960 142",
	PreferencesURL: "https://saltcombe.example/me/p7Qd", Demo: false,
}

func sampleInvitation() Invitation {
	return Invitation{
		To: "Tom", Name: "Joan", Street: "Withy Row", Ask: "pick up some shopping for {name}",
		Detail: "Bread, milk and tea from the shop on the quay. Joan pays you back at the door.",
		When:   "today, before 1 pm", HowFar: "six minutes’ walk from you", HowLong: "about half an hour", By: "11:30 am",
		YesURL: u("i/yes"), NotThisTimeURL: u("i/no"), NotThisWeekURL: u("i/week"),
	}
}

func u(path string) string { return "https://saltcombe.example/" + path }

// samples are named by file: the kind, with a word after a dot where a kind has several faces.
func samples() map[string]Note {
	private := sampleInvitation()
	private.Private, private.Ask, private.Detail = true, "fetch a prescription for {name}", "It is paid for, and in a sealed bag."
	return map[string]Note{
		"invitation":                sampleInvitation(),
		"invitation.private":        private,
		"invitation_closed":         InvitationClosed{To: "Tom", Taken: true},
		"invitation_closed.changed": InvitationClosed{To: "Tom"},
		"series_cover":              SeriesCover{Invitation: sampleInvitation(), Usual: "Derek"},
		"still_all_right":           StillAllRight{To: "Tom", YesURL: u("v/yes"), LessURL: u("v/less"), RestURL: u("v/rest")},
		"resting":                   Resting{To: "Tom", BackURL: u("v/back")},
		"visit":                     Visit{To: "Tom", Name: "Joan", When: "today, before 1 pm", VisitURL: u("visit/k3")},
		"visit_reminder":            VisitReminder{To: "Tom", Name: "Joan", When: "today, before 1 pm", VisitURL: u("visit/k3")},
		"home_safe":                 HomeSafe{To: "Tom", SafeURL: u("visit/k3/safe"), HelpURL: u("visit/k3/hand"), By: "2:30 pm"},
		"after_visit_helper":        AfterVisitHelper{To: "Tom", Name: "Joan", DoneURL: u("visit/k3/done"), CouldNotURL: u("visit/k3/not"), HelpURL: u("visit/k3/hand")},
		"thanks":                    Thanks{To: "Tom", Name: "Joan"},
		"offer":                     Offer{To: "Nell", Town: "Saltcombe", OffersURL: u("offers")},
		"visit_off":                 VisitOff{To: "Tom", Name: "Joan", When: "today, before 1 pm"},
		"helper_coming":             HelperComing{To: "Joan", Helper: "Tom", Street: "Castle Row", When: "today, before 1 pm", DoorWords: "blue kettle", StatusURL: u("s/m9")},
		"helper_changed":            HelperChanged{To: "Joan", Helper: "Tom", StatusURL: u("s/m9")},
		"after_visit_person":        AfterVisitPerson{To: "Joan", Helper: "Tom", YesURL: u("s/m9/yes"), NoURL: u("s/m9/no"), WrongURL: u("s/m9/wrong")},
		"request_received":          RequestReceived{To: "Joan", Reference: "S 4817", Next: "We will tell you by 4 pm today how it stands.", StatusURL: u("s/m9")},
		"request_received.for":      RequestReceived{To: "Lucy", ForOther: true, Reference: "S 4817", Next: "We will tell you by 4 pm today how it stands.", StatusURL: u("s/m9")},
		"support_failure_person":    SupportFailurePerson{To: "Joan", Owner: "Priya", By: "4 pm", StatusURL: u("s/m9")},
		"new_time":                  NewTime{To: "Joan", Was: "Tuesday 16 June, before 1 pm", TimeURL: u("s/m9/time"), OffURL: u("s/m9/off")},
		"ended":                     Ended{To: "Joan", How: EndHelped, HelpURL: u("help"), AskURL: u("ask")},
		"ended.passed":              Ended{To: "Joan", How: EndPassed, PassedTo: "Wendle Ring and Ride", HelpURL: u("help"), AskURL: u("ask")},
		"ended.away":                Ended{To: "Lucy", How: EndAway, HelpURL: u("help"), AskURL: u("ask")},
		"not_over":                  NotOver{To: "Joan", Helper: "Tom", When: "today, before 1 pm", StatusURL: u("s/m9")},
		"not_over.past":             NotOver{To: "Joan", StatusURL: u("s/m9")},
		"sign_in":                   SignIn{To: "Maggie", LinkURL: u("in/x8"), Code: "402 917", Lasts: "15 minutes"},
		"owner_new":                 OwnerNew{To: "Maggie", Reference: "S 4817", Where: "Withy Row", Why: "You look after Withy Row.", By: "2:15 pm", RequestURL: u("r/4817")},
		"hand_wanted":               HandWanted{To: "Maggie", Reference: "S 4817", Where: "Withy Row", Why: "Somebody needs a hand with a visit.", Ring: "Tom", RequestURL: u("r/4817")},
		"handover":                  Handover{To: "Maggie", Why: "Derek is away until Monday 22 June.", Gained: []string{"S 4817", "S 4820", "S 4831"}, Given: []string{"S 4799"}, DeskURL: u("desk")},
		"widened":                   Widened{To: "Maggie", Reference: "S 4817", Level: "the whole town", Next: "If nobody says yes by 4 pm, we ask the whole district.", RequestURL: u("r/4817")},
		"support_failure_owner":     SupportFailureOwner{To: "Priya", Reference: "S 4817", By: "4 pm", RequestURL: u("r/4817")},
		"desk_alert":                DeskAlert{To: "Samuel", Reference: "S 4817", Where: "Withy Row", Until: "noon", RequestURL: u("r/4817")},
		"worry":                     Worry{To: "Ruth", WorryURL: u("w/77")},
		"safeguarding_lead":         SafeguardingLead{To: "Maggie", Town: "Saltcombe", Lead: "Ruth Penrose", Reader: LeadKnows, WorryURL: u("w"), TownURL: u("t/1")},
		"safeguarding_lead.was":     SafeguardingLead{To: "Sam", Town: "Saltcombe", Lead: "Ruth Penrose", Reader: LeadWas, WorryURL: u("w"), TownURL: u("t/1")},
		"safeguarding_lead.is":      SafeguardingLead{To: "Ruth", Town: "Saltcombe", Lead: "Ruth Penrose", Reader: LeadIs, WorryURL: u("w"), TownURL: u("t/1")},
		"standing_in":               StandingIn{To: "Ravi", For: "Maggie", Streets: []string{"Castle Row", "Quay Lane"}, From: "today", Back: "Monday 22 June", StreetsURL: u("my-streets")},
		"no_stand_in":               NoStandIn{To: "Bo", For: "Maggie", Streets: []string{"Castle Row"}, From: "today", VacanciesURL: u("vacancies")},
		"vacancies":                 Vacancies{To: "Bo", Town: "Saltcombe", Streets: []string{"Castle Row", "Quay Lane", "Withy Row"}, Nobody: 2, VacanciesURL: u("vacancies")},
		"vacancies.many":            Vacancies{To: "Bo", Town: "Saltcombe", Streets: []string{"A Row", "B Row", "C Row", "D Row", "E Row", "F Row", "G Row", "H Row", "I Row", "J Row"}, Nobody: 10, VacanciesURL: u("vacancies")},
		"street_offer":              StreetOffer{To: "Tom", By: "Bo", Street: "Castle Row", AnswerURL: u("look-after/k3")},
		"street_offer.stand_in":     StreetOffer{To: "Tom", By: "Bo", Street: "Castle Row", StandIn: true, AnswerURL: u("look-after/k3")},
		"street_answer":             StreetAnswer{To: "Bo", Name: "Tom", Street: "Castle Row", Yes: true, VacanciesURL: u("vacancies")},
		"street_answer.no":          StreetAnswer{To: "Bo", Name: "Tom", Street: "Castle Row", VacanciesURL: u("vacancies")},
		"streets_handed":            StreetsHanded{To: "Tom", From: "Maggie", Next: "Tom", Streets: []string{"Castle Row"}, Yours: true, StreetsURL: u("my-streets")},
		"streets_handed.knows":      StreetsHanded{To: "Bo", From: "Maggie", Next: "Tom", Streets: []string{"Castle Row"}, StreetsURL: u("my-streets")},
		"mail_down":                 MailDown{To: "Samuel", Since: "9:10 am", Back: "10:25 am", Void: 12, Late: 1, DeskURL: u("desk")},
	}
}

// parts is a note on every channel.
type parts struct{ subject, text, html, script, letter string }

func compose(t *testing.T, n Note, l Letterhead) parts {
	t.Helper()
	subject, text, html, err := Compose(n, l)
	if err != nil {
		t.Fatal(err)
	}
	return parts{subject, text, html, Call(n, l).String(), Letter(n, l)}
}

// all returns everything that anybody may read of it.
func (p parts) all() string {
	return p.subject + "\n" + p.text + "\n" + p.html + "\n" + p.script + "\n" + p.letter
}
