package app

import (
	"slices"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/notify"
)

// Nobody opens to themselves what people are worried about, whichever way they try; a second person may do it for them.
func TestApp_GrantRole_nobodyMakesThemselvesAReader(t *testing.T) {
	w := newWorld(t)
	saltcombe := w.town["Saltcombe"]
	w.must(w.app.SayWorry(w.Context(), domain.Public(), SayWorry{TownID: saltcombe, Words: "a bruise"}))
	tests := []struct {
		who  string
		kind domain.RoleKind
		town domain.TownID
	}{
		{"Ada", domain.SafeguardingLead, saltcombe}, {"Bo", domain.SafeguardingLead, saltcombe}, {"Priya", domain.SafeguardingLead, w.town["Brackle"]},
		{"Ada", domain.DistrictCoordinator, 0}, {"Priya", domain.Administrator, 0},
	}
	for _, tt := range tests {
		_, err := w.app.GrantRole(w.Context(), w.as(tt.who), GrantRole{PersonID: w.who[tt.who], Kind: tt.kind, TownID: tt.town})
		w.refused(err, domain.Forbidden)
		w.refusedField(err, "personId")
	}
	for _, who := range []string{"Ada", "Bo", "Priya"} {
		id := w.who[who]
		err := w.app.ChangeTown(w.Context(), w.as(who), ChangeTown{TownID: saltcombe, SafeguardingLeadID: &id})
		w.refused(err, domain.Forbidden)
		w.refusedField(err, "safeguardingLeadId")
	}
	if n := w.number(`SELECT count(*) FROM roles WHERE kind = 'safeguarding_lead' AND person_id = $1 AND ends_on IS NULL`, w.who["Sam"]); n != 1 {
		t.Error("Sam is the lead no more")
	}
	_, err := w.app.GrantRole(w.Context(), w.as("Priya"), GrantRole{PersonID: w.who["Ada"], Kind: domain.SafeguardingLead, TownID: saltcombe})
	w.must(err)
	sam := w.who["Sam"] // and who is the lead may be named by themselves: nothing changes
	w.must(w.app.ChangeTown(w.Context(), w.as("Priya"), ChangeTown{TownID: saltcombe, SafeguardingLeadID: &sam}))
}

// When the lead changes, whoever was it, whoever is it and the builder are told, under the letterhead of the town; who did it is not.
// Then the new lead reads what was written, and the old one nothing.
func TestApp_GrantRole_safeguardingLead(t *testing.T) {
	w := newWorld(t)
	saltcombe := w.town["Saltcombe"]
	zoe := w.person("Zoe", "Mill Lane") // lives in Brackle
	w.must(w.app.SayWorry(w.Context(), domain.Public(), SayWorry{TownID: saltcombe, Words: "a bruise"}))
	w.must(w.deliver())
	cmd := GrantRole{PersonID: zoe, Kind: domain.SafeguardingLead, TownID: saltcombe, IdempotencyKey: "once"}
	for range 2 {
		_, err := w.app.GrantRole(w.Context(), w.as("Ada"), cmd)
		w.must(err)
		before, err := w.app.FormerLead(w.Context(), w.as("Ada"), saltcombe, zoe)
		if w.must(err); before == nil || before.PersonID != w.who["Sam"] || before.Name != "Sam Tester" {
			t.Errorf("the lead before is %+v, want Sam", before)
		}
	}
	if before, err := w.app.FormerLead(w.Context(), w.as("Ada"), saltcombe, w.who["Sam"]); err != nil || before != nil {
		t.Errorf("Sam is no lead and yet took the place of %+v, %v", before, err)
	}
	w.must(w.deliver())
	for name, subject := range map[string]string{"Sam": "There is a new safeguarding lead for Saltcombe", "Bo": "There is a new safeguarding lead for Saltcombe",
		"Zoe": "You are the safeguarding lead for Saltcombe"} {
		mail := w.mailsTo(name)
		if len(mail) == 0 || mail[0].Subject != subject || mail[0].From.Name != "Saltcombe" {
			t.Errorf("%s got %+v, want %q from Saltcombe", name, mail, subject)
		} else if name != "Zoe" && !strings.Contains(mail[0].Text, "Zoe Tester") {
			t.Errorf("%s does not read who it is: %s", name, mail[0].Text)
		}
	}
	if n := w.number(`SELECT count(*) FROM outbox WHERE kind = $1`, sayLead); n != 3 {
		t.Errorf("%d messages, want three: for Sam, Zoe and Bo", n)
	}
	all, err := w.app.Worries(w.Context(), w.as("Zoe"))
	if w.must(err); len(all) != 1 || all[0].Words != "a bruise" {
		t.Errorf("the new lead reads %+v", all)
	}
	_, err = w.app.Worries(w.Context(), w.as("Sam"))
	w.refused(err, domain.Forbidden)
}

// The table of rights and who is written to are one.
func TestApp_Worries_readersAreThoseOfTheTable(t *testing.T) {
	w := newWorld(t)
	for _, reader := range []string{"Sam", "Priya", "Ada"} { // each when those before have left
		w.must(w.app.SayWorry(w.Context(), domain.Public(), SayWorry{TownID: w.town["Saltcombe"], Words: "for " + reader}))
		actor := w.as(reader)
		if !slices.ContainsFunc(actor.Roles, func(r domain.Role) bool { return slices.Contains(domain.Rules[domain.ReadWorry].Roles, r.Kind) }) {
			t.Errorf("%s is written to and may not read", reader)
		}
		all, err := w.app.Worries(w.Context(), actor)
		if w.must(err); len(all) == 0 || all[0].Words != "for "+reader {
			t.Errorf("%s reads %+v", reader, all)
		}
		w.exec(`UPDATE persons SET left_at = $1 WHERE id = $2`, wednesday, w.who[reader])
	}
}

// A worry is under the letterhead of the town that it is about, and not of that where its reader lives.
func TestApp_SayWorry_Letterhead(t *testing.T) {
	w := newWorld(t)
	w.exec(`UPDATE persons SET town_id = $1, street_id = $2 WHERE first_name = 'Sam'`, w.town["Brackle"], w.street["Mill Lane"])
	for _, tt := range []struct{ town, reader, from string }{{"Saltcombe", "Sam", "Saltcombe"}, {"", "Priya", "North Wendle"}} {
		w.must(w.app.SayWorry(w.Context(), domain.Public(), SayWorry{TownID: w.town[tt.town], Words: "a bruise"}))
		w.must(w.deliver())
		mail := w.mailsTo(tt.reader)
		if len(mail) != 1 || mail[0].From.Name != tt.from || (tt.town != "" && strings.Contains(mail[0].Text, "Brackle")) {
			t.Errorf("a worry of %q comes as %+v, want it from %s", tt.town, mail, tt.from)
		}
	}
}

// mailsTo is what somebody of this world was sent, the newest first.
func (w *world) mailsTo(name string) (out []notify.Message) {
	for _, k := range w.mail.List() {
		if k.Message.To.Address == name+"@example.org" {
			out = append(out, k.Message)
		}
	}
	return out
}

// deliver sends what is due.
func (w *world) deliver() error {
	_, err := w.app.DeliverOutbox(w.Context(), domain.Clock())
	return err
}
