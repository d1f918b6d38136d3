package app

import (
	"encoding/json"
	"strings"
	"testing"

	"waymark/domain"
)

// toldOf is what somebody is told that is known about them, as they take it away.
func (w *world) toldOf(actor domain.Actor) (text string, parts map[string][]map[string]string) {
	w.Helper()
	c, err := w.app.OwnCopy(w.Context(), actor)
	w.must(err)
	body, err := json.Marshal(c)
	w.must(err)
	var all map[string]json.RawMessage
	w.must(json.Unmarshal(body, &all))
	delete(all, "made_at")
	parts = map[string][]map[string]string{}
	for name, rows := range all {
		var list []map[string]string
		w.must(json.Unmarshal(rows, &list))
		parts[name] = list
	}
	return string(body), parts
}

// self is somebody by their own link.
func (w *world) self(id domain.PersonID) domain.Actor {
	return domain.Actor{Kind: domain.BearerActor, Purpose: domain.ForVolunteer, DistrictID: w.district, PersonID: id}
}

// someoneGoes is Tom, who goes to Joan; both have a surname, a phone, a house and something that nobody else is to read.
func (w *world) someoneGoes() (r domain.Request, i domain.Invitation) {
	w.Helper()
	r, i = w.going("dog")
	w.exec(`UPDATE persons SET last_name = 'Askingham', phone = '+441632960101', address = '9 Joanhouse', email = 'joan@example.org' WHERE id = $1`, r.PersonID)
	w.exec(`UPDATE persons SET last_name = 'Helpworth', phone = '+441632960102', address = '4 Tomhouse' WHERE id = $1`, i.PersonID)
	w.exec(`UPDATE requests SET notes = 'He pulls on the lead' WHERE id = $1`, r.ID)
	w.exec(`INSERT INTO request_secrets (district_id, request_id, must_know) VALUES ($1, $2, 'Hard of hearing')
		ON CONFLICT (district_id, request_id) DO UPDATE SET must_know = excluded.must_know`, w.district, r.ID)
	w.exec(`INSERT INTO request_notes (district_id, request_id, author_id, at, words) VALUES ($1, $2, $3, now(), 'Ring her sister Zelda first')`,
		w.district, r.ID, w.who["Maggie"])
	return r, i
}

func TestApp_OwnCopy_ofWhoAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.someoneGoes()
	text, parts := w.toldOf(w.self(r.PersonID))
	you, ask := parts["you"][0], parts["asks"][0]
	if you["last_name"] != "Askingham" || you["phone"] != "+441632960101" || you["address"] != "9 Joanhouse" || you["street"] != "Castle Row" || you["may_ring"] != "yes" {
		t.Errorf("of themselves they read %v", you)
	}
	if len(parts["asks"]) != 1 || ask["words"] != "He pulls on the lead" || ask["helper_must_know"] != "Hard of hearing" || ask["reference"] != r.Reference {
		t.Errorf("of their ask they read %v", ask)
	}
	if len(parts["messages"]) == 0 || len(parts["helping"]) != 0 {
		t.Errorf("they read %v", parts)
	}
	for _, others := range []string{"Tom", "Helpworth", "Tomhouse", "960102", "Maggie", "Zelda"} {
		if strings.Contains(text, others) {
			t.Errorf("they read %q, which is another's: %s", others, text)
		}
	}
	text, parts = w.toldOf(domain.Actor{Kind: domain.BearerActor, Purpose: domain.ForVolunteer, DistrictID: w.district, PersonID: i.PersonID})
	if parts["you"][0]["last_name"] != "Helpworth" || parts["helping"][0]["free"] == "" || parts["invitations"][0]["need"] == "" {
		t.Errorf("who helps reads %v", parts)
	}
	for _, others := range []string{"Joan", "Askingham", "960101", "lead", "hearing", r.Reference} {
		if strings.Contains(text, others) {
			t.Errorf("who helps reads %q, which is another's: %s", others, text)
		}
	}
	if n := w.number(`SELECT count(*) FROM audits WHERE action = 'see_own_copy'`); n != 2 {
		t.Errorf("%d of two looks are written down", n)
	}
}

// Whoever asked for somebody else reads about themselves, and only that they asked; staff read their roles.
func TestApp_OwnCopy_ofOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, _ := w.someoneGoes()
	sue := w.person("Sue", "Quay Lane")
	w.exec(`UPDATE requests SET asker_id = $1, relationship = 'daughter', told_back = 'nothing' WHERE id = $2`, sue, r.ID)
	text, parts := w.toldOf(w.self(sue))
	if parts["you"][0]["first_name"] != "Sue" || len(parts["asks"]) != 0 || parts["asked_for_others"][0]["relationship"] != "daughter" {
		t.Errorf("who asked for another reads %v", parts)
	}
	for _, others := range []string{"Joan", "Askingham", "lead", "hearing", "Helpworth"} {
		if strings.Contains(text, others) {
			t.Errorf("who asked for another reads %q: %s", others, text)
		}
	}
	_, parts = w.toldOf(w.as("Priya"))
	if len(parts["roles"]) != 1 || parts["roles"][0]["role"] != string(domain.DistrictCoordinator) {
		t.Errorf("Priya reads of her roles %v", parts["roles"])
	}
}

// Nobody reads another's: who looks is who is read about, and no other link opens it.
func TestApp_OwnCopy_Refused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.someoneGoes()
	_, err := w.app.OwnCopy(t.Context(), domain.Public())
	w.refused(err, domain.SignedOut)
	for _, purpose := range []domain.Purpose{domain.ForInvitation, domain.ForVisit, domain.ForMessages} {
		if _, err := w.app.OwnCopy(t.Context(), w.holding(i, purpose)); err == nil {
			t.Errorf("a link for %s opens it", purpose)
		}
	}
	if _, err := w.app.OwnCopy(t.Context(), w.mine(r, r.PersonID)); err == nil {
		t.Error("the link to an ask opens it, and people pass that on")
	}
	elsewhere := w.self(r.PersonID)
	elsewhere.DistrictID = domain.DistrictID(w.insert(`INSERT INTO districts (name, phone) VALUES ('Elsewhere', '01632 960001') RETURNING id`))
	if text, parts := w.toldOf(elsewhere); len(parts) != 0 {
		t.Errorf("in another district somebody reads %s", text)
	}
	if _, err := w.app.OwnCopy(t.Context(), domain.Actor{Kind: domain.KeyActor, DistrictID: w.district}); err == nil {
		t.Error("a machine's key opens it")
	}
}
