package notify

import (
	"testing"

	"waymark/domain"
)

// A town, and one note of every kind, as the tests use them.
var saltcombe = Letterhead{
	Town: "Saltcombe", District: "North Wendle", BaseURL: "https://saltcombe.example", Phone: "01632 960 142",
	PreferencesURL: "https://saltcombe.example/me/p7Qd", Demo: false,
}

const home = "https://saltcombe.example"

func sampleInvitation() Invitation { return Sample("invitation", home).(Invitation) }

func u(path string) string { return home + "/" + path }

// samples are named by file: the kind, with a word after a dot where a kind has several faces.
func samples() map[string]Note {
	private := sampleInvitation()
	private.Private, private.Ask, private.Detail = true, "fetch a prescription for {name}", "It is paid for, and in a sealed bag."
	out := map[string]Note{
		"invitation.private":        private,
		"invitation_closed.changed": InvitationClosed{To: "Tom"},
		"request_received.for":      RequestReceived{To: "Lucy", ForOther: true, Reference: "S 4817", Next: "We will tell you by 4 pm today how it stands.", StatusURL: u("s/m9")},
		"ended.passed":              Ended{To: "Joan", How: EndPassed, PassedTo: "Wendle Ring and Ride", HelpURL: u("help"), AskURL: u("ask")},
		"ended.away":                Ended{To: "Lucy", How: EndAway, HelpURL: u("help"), AskURL: u("ask")},
		"not_over.past":             NotOver{To: "Joan", StatusURL: u("s/m9")},
		"safeguarding_lead.was":     SafeguardingLead{To: "Sam", Town: "Saltcombe", Lead: "Ruth Penrose", Reader: LeadWas, WorryURL: u("w"), TownURL: u("t/1")},
		"safeguarding_lead.many":    SafeguardingLead{To: "Ruth", Town: "Ashwell", Towns: []string{"Ashwell", "Barrow", "Oakham"}, Lead: "Ruth Penrose", Reader: LeadIs, WorryURL: u("w"), TownURL: u("t/1")},
		"safeguarding_lead.is":      SafeguardingLead{To: "Ruth", Town: "Saltcombe", Lead: "Ruth Penrose", Reader: LeadIs, WorryURL: u("w"), TownURL: u("t/1")},
		"idea.heard":                IdeaStep{To: "Joan", Name: "A choir", Stage: domain.IdeaHeard, Mine: true, IdeaURL: u("my-idea/k3")},
		"idea.looking":              IdeaStep{To: "Joan", Name: "A choir", Stage: domain.IdeaLooking, Mine: true, IdeaURL: u("my-idea/k3")},
		"idea.joined":               IdeaStep{To: "Pete", Name: "A choir", Stage: domain.IdeaLooking, IdeaURL: u("my-idea/k3")},
		"idea.group":                IdeaStep{To: "Joan", Name: "A choir", Stage: domain.IdeaGroup, Mine: true, IdeaURL: u("my-idea/k3"), GoURL: u("directory/3")},
		"idea.let_go":               IdeaStep{To: "Joan", Name: "A choir", Stage: domain.IdeaLetGo, Mine: true, Why: "There is no hall free on a Tuesday this year.", IdeaURL: u("my-idea/k3")},
		"vacancies.many":            Vacancies{To: "Bo", Town: "Saltcombe", Streets: []string{"A Row", "B Row", "C Row", "D Row", "E Row", "F Row", "G Row", "H Row", "I Row", "J Row"}, Nobody: 10, VacanciesURL: u("vacancies")},
		"street_offer.stand_in":     StreetOffer{To: "Tom", By: "Bo", Street: "Castle Row", StandIn: true, AnswerURL: u("look-after/k3")},
		"street_answer.no":          StreetAnswer{To: "Bo", Name: "Tom", Street: "Castle Row", VacanciesURL: u("vacancies")},
		"streets_handed.knows":      StreetsHanded{To: "Bo", From: "Maggie", Next: "Tom", Streets: []string{"Castle Row"}, StreetsURL: u("my-streets")},
	}
	for _, kind := range Kinds() {
		out[kind] = Sample(kind, home)
	}
	return out
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
