package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
)

// emptyHouse is an installation in which nobody has begun.
func emptyHouse(t *testing.T) (*world, *App) {
	t.Helper()
	db := pgtest.New(t)
	pgtest.Freeze(t, db, wednesday)
	w := &world{T: t, db: db, behind: pgtest.Owner(t, db), mail: notify.NewBox(50)}
	w.app = New(db, Options{Secret: []byte("a secret of thirty-two bytes....."), BaseURL: "https://help.example.org", Zone: time.UTC,
		Sender: w.mail, From: "help@example.org", Policy: escalation.DefaultPolicy()})
	return w, w.app
}

func TestApp_BeginDistrict(t *testing.T) {
	t.Parallel()
	w, a := emptyHouse(t)
	address, err := a.BeginAddress(t.Context(), domain.Clock())
	w.must(err)
	key, found := strings.CutPrefix(address, "https://help.example.org/begin/")
	if !found || len(key) < 20 {
		t.Fatalf("the address is %q", address)
	}
	cmd := BeginDistrict{Key: key, Name: "Lee Marsh", Email: "lee@example.org", District: " Rutland ", Phone: "01572 960123"}
	for name, wrong := range map[string]BeginDistrict{
		"another key": {Key: key[:len(key)-1] + "?", Name: "Eve", Email: "eve@example.org", District: "Eveland"},
		"no key":      {Name: "Eve", Email: "eve@example.org", District: "Eveland"},
	} {
		_, err := a.BeginDistrict(t.Context(), domain.Public(), wrong)
		if w.refused(err, domain.NotFound); t.Failed() {
			t.Fatal(name)
		}
	}
	for field, wrong := range map[string]BeginDistrict{
		"firstName": {Key: key, Email: "lee@example.org", District: "Rutland"}, "email": {Key: key, Name: "Lee", District: "Rutland"},
		"district": {Key: key, Name: "Lee", Email: "lee@example.org"}, "phone": {Key: key, Name: "Lee", Email: "lee@example.org", District: "Rutland", Phone: "x"},
	} {
		_, err := a.BeginDistrict(t.Context(), domain.Public(), wrong)
		w.refusedField(err, field)
	}
	if n := w.number(`SELECT (SELECT count(*) FROM districts) + (SELECT count(*) FROM persons)`); n != 0 {
		t.Errorf("%d rows came of what was refused", n)
	}
	session, err := a.BeginDistrict(t.Context(), domain.Public(), cmd)
	w.must(err)
	actor, _, err := a.SessionActor(t.Context(), domain.Public(), session.Token)
	w.must(err)
	b, err := a.Beginning(t.Context(), actor, actor.DistrictID)
	w.must(err)
	if b.Name != "Rutland" || b.Doors != domain.DoorsNotYet || b.Phone != "01572 960123" || b.Streets != 0 {
		t.Errorf("it begins as %+v", b.Beginnings)
	}
	_, err = a.BeginDistrict(t.Context(), domain.Public(), BeginDistrict{Key: key, Name: "Eve", Email: "eve@example.org", District: "Eveland"})
	w.refused(err, domain.Conflict)
	if address, err = a.BeginAddress(t.Context(), domain.Clock()); err != nil || address != "" {
		t.Errorf("after the first person the address is %q, %v", address, err)
	}
}

// Two who press at once do not both become the first.
func TestApp_BeginDistrict_OneAlone(t *testing.T) {
	t.Parallel()
	w, a := emptyHouse(t)
	errs := make(chan error, 2)
	for _, name := range []string{"Lee", "Eve"} {
		go func() {
			_, err := a.BeginDistrict(t.Context(), domain.Public(), BeginDistrict{Key: a.beginKey(), Name: name, Email: name + "@example.org", District: name + "land"})
			errs <- err
		}()
	}
	first, second := <-errs, <-errs
	if (first == nil) == (second == nil) {
		t.Errorf("got %v and %v, want one refusal", first, second)
	}
	if n := w.number(`SELECT count(*) FROM districts`); n != 1 {
		t.Errorf("%d districts were made", n)
	}
}

// Streets that came in at the command line first are kept: the first person takes their district over.
func TestApp_BeginDistrict_OfStreetsThatAreThere(t *testing.T) {
	t.Parallel()
	w, a := emptyHouse(t)
	_, err := a.ImportStreets(t.Context(), domain.Clock(), ImportStreets{District: "Rutland", Streets: []StreetRow{{Name: "High Street", Town: "Oakham"}}})
	w.must(err)
	name, err := a.CanBegin(t.Context(), domain.Public(), a.beginKey())
	w.must(err)
	if name != "Rutland" {
		t.Errorf("the district that waits is %q", name)
	}
	_, err = a.BeginDistrict(t.Context(), domain.Public(), BeginDistrict{Key: a.beginKey(), Name: "Lee", Email: "lee@example.org", District: "rutland"})
	w.must(err)
	if n := w.number(`SELECT count(*) FROM districts`); n != 1 {
		t.Errorf("there are %d districts", n)
	}
}

func TestApp_BeginAddress_NotInADemo(t *testing.T) {
	t.Parallel()
	w, a := emptyHouse(t)
	w.must(w.db.Store().MarkDemo(t.Context(), 1))
	if address, err := a.BeginAddress(t.Context(), domain.Clock()); err != nil || address != "" {
		t.Errorf("a demo begins at %q, %v", address, err)
	}
	_, err := a.BeginDistrict(t.Context(), domain.Public(), BeginDistrict{Key: a.beginKey(), Name: "Lee", Email: "lee@example.org", District: "Rutland"})
	w.refused(err, domain.Conflict)
	_, err = a.BeginAddress(t.Context(), domain.Public())
	w.refused(err, domain.SignedOut)
}

func TestApp_InviteColleague(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`DELETE FROM roles WHERE kind = 'safeguarding_lead'`)
	w.exec(`UPDATE towns SET opened_at = NULL, safeguarding_lead_id = NULL`)
	ada := w.as("Ada")
	invite := func(cmd InviteColleague) (domain.PersonID, error) {
		cmd.DistrictID = w.district
		return w.app.InviteColleague(t.Context(), ada, cmd)
	}
	ruth, err := invite(InviteColleague{Kind: domain.SafeguardingLead, FirstName: "Ruth", LastName: "Penrose", Email: "ruth@example.org"})
	w.must(err)
	if n := w.number(`SELECT count(*) FROM towns WHERE safeguarding_lead_id = $1`, ruth); n != 2 {
		t.Errorf("Ruth leads %d towns, want both", n)
	}
	if n := w.messages(ruth, sayLead); n != 1 {
		t.Errorf("Ruth is told %d times", n)
	}
	if n := w.messages(ruth, saySignIn); n != 1 {
		t.Errorf("Ruth gets %d links", n)
	}
	w.must(w.deliver())
	if n := w.number(`SELECT count(*) FROM outbox WHERE kind = $1 AND (data ->> 'count')::int = 2`, sayLead); n == 0 {
		t.Error("no message says of how many towns")
	}
	if mail := w.mailTo("ruth"); !strings.Contains(mail, "Ada would like you to help look after") || strings.Contains(mail, "Did you ask") {
		t.Errorf("Ruth is not told who asks her in:\n%s", mail)
	}
	again, err := invite(InviteColleague{Kind: domain.Builder, FirstName: "Ruth", Email: "RUTH@example.org"})
	w.must(err)
	if again != ruth {
		t.Error("the same address made somebody a second time")
	}
	_, err = invite(InviteColleague{Kind: domain.Builder, PersonID: ruth}) // a second press
	w.must(err)
	if n := w.number(`SELECT count(*) FROM roles WHERE person_id = $1 AND kind = 'builder'`, ruth); n != 1 {
		t.Errorf("Ruth builds %d times", n)
	}
	_, err = invite(InviteColleague{Kind: domain.Builder, FirstName: "Bo"})
	w.refusedField(err, "email")
	_, err = invite(InviteColleague{Kind: domain.Builder, FirstName: "Bo", Email: "bo@gmial.com"})
	w.refusedField(err, "email")
	_, err = invite(InviteColleague{Kind: domain.Administrator, FirstName: "Bo", Email: "bo@example.com"})
	w.refusedField(err, "kind")
	w.exec(`UPDATE towns SET safeguarding_lead_id = NULL`)
	_, err = invite(InviteColleague{Kind: domain.SafeguardingLead, PersonID: w.who["Ada"]})
	w.refused(err, domain.Forbidden)
}
