package app

import (
	"strings"
	"testing"

	"waymark/domain"
)

func TestApp_HandStreets(t *testing.T) {
	w := newWorld(t)
	joan, ted := w.ask("Joan", "Castle Row", "dog"), w.ask("Ted", "Castle Row", "dog")
	hana := w.volunteer("Hana", "Castle Row")
	cmd := HandStreets{From: w.who["Maggie"], To: hana, Words: "Knock twice.", Notes: []AskNote{{joan.ID, "The back gate sticks."}, {ted.ID, "  "}}, IdempotencyKey: "k"}
	moved, err := w.app.HandStreets(w.Context(), w.as("Maggie"), cmd)
	w.must(err)
	if moved.Requests != 2 || strings.Join(moved.To, "") != "Hana Tester" {
		t.Errorf("moved %+v", moved)
	}
	w.owner(joan.ID, "Hana")
	w.owner(ted.ID, "Hana")
	if got := w.number(`SELECT count(*) FROM roles WHERE kind = 'coordinator' AND street_id = $1 AND person_id = $2 AND ends_on IS NULL`, w.street["Castle Row"], hana); got != 1 {
		t.Errorf("she has the role %d times", got)
	}
	v, err := w.app.MyStreets(w.Context(), w.as("Hana"))
	w.must(err)
	if len(v.Handings) != 1 || v.Handings[0].Words != "Knock twice." || v.Handings[0].FromName != "Maggie" || len(v.Handings[0].Asks) != 1 ||
		v.Handings[0].Asks[0].Words != "The back gate sticks." {
		t.Fatalf("on top of her screen: %+v", v.Handings)
	}
	for who, kind := range map[string]string{"Hana": sayStreetsHanded, "Bo": sayStreetsHanded} {
		if n := w.messages(w.who[who], kind); n != 1 {
			t.Errorf("%s has %d messages", who, n)
		}
	}
	// The same key again changes nothing.
	_, err = w.app.HandStreets(w.Context(), w.as("Maggie"), cmd)
	w.must(err)
	if n := w.number(`SELECT count(*) FROM handings`); n != 1 {
		t.Errorf("%d are kept", n)
	}
	// Nobody else reads or puts away what was written to her.
	w.refused(w.app.ReadHanding(w.Context(), w.as("Bo"), v.Handings[0].ID), domain.NotFound)
	w.refused(w.app.ReadHanding(w.Context(), w.as("Maggie"), v.Handings[0].ID), domain.NotFound)
	w.must(w.app.ReadHanding(w.Context(), w.as("Hana"), v.Handings[0].ID))
	if v, err = w.app.MyStreets(w.Context(), w.as("Hana")); err != nil || len(v.Handings) != 0 {
		t.Errorf("it stands there still: %+v, %v", v.Handings, err)
	}
}

// The stand-in who takes over stands in no more; the street has nobody who does, of which the builder hears.
func TestApp_HandStreets_toTheStandIn(t *testing.T) {
	w := newWorld(t)
	_, err := w.app.HandStreets(w.Context(), w.as("Maggie"), HandStreets{From: w.who["Maggie"], To: w.who["Ravi"]})
	w.must(err)
	roles, err := w.db.Store().RolesHeld(w.Context(), w.who["Ravi"], wednesday)
	w.must(err)
	if len(roles) != 1 || roles[0].Kind != domain.Coordinator {
		t.Errorf("he holds %+v", roles)
	}
	w.tells(1)
}

func TestApp_HandStreets_refused(t *testing.T) {
	w := newWorld(t)
	r := w.ask("Joan", "Castle Row", "dog")
	maggie := w.who["Maggie"]
	stranger := w.person("Una", "Castle Row")
	young := w.volunteer("Kit", "Castle Row")
	w.exec(`UPDATE persons SET young = true WHERE id = $1`, young)
	hand := func(who string, cmd HandStreets) error {
		_, err := w.app.HandStreets(w.Context(), w.as(who), cmd)
		return err
	}
	for _, to := range []domain.PersonID{0, maggie, stranger, young, 999_999} {
		w.refusedField(hand("Maggie", HandStreets{From: maggie, To: to}), "to")
	}
	hana := w.volunteer("Hana", "Castle Row")
	w.refusedField(hand("Maggie", HandStreets{From: maggie, To: hana, Words: strings.Repeat("x", 10_000)}), "words")
	w.refused(hand("Maggie", HandStreets{From: maggie, To: hana, Notes: []AskNote{{r.ID + 999, "Not hers."}}}), domain.Conflict)
	w.refused(hand("Ravi", HandStreets{From: maggie, To: hana}), domain.NotFound)
	w.refused(hand("Dee", HandStreets{From: w.who["Dee"], To: hana}), domain.Conflict)
	w.owner(r.ID, "Maggie")
	w.must(hand("Bo", HandStreets{From: maggie, To: hana}))
	w.owner(r.ID, "Hana")
}

func TestApp_OfferStreet(t *testing.T) {
	w := newWorld(t)
	hana, tom := w.volunteer("Hana", "Quay Lane"), w.volunteer("Tom", "Main Street")
	lane := w.street["Quay Lane"]
	could, err := w.app.WhoCould(w.Context(), w.as("Bo"), lane)
	w.must(err)
	if could.Kind != domain.Coordinator || len(could.Near) != 2 || could.Near[0].PersonID != hana {
		t.Errorf("who could: %+v", could)
	}
	offer := func(to domain.PersonID) domain.OfferID {
		id, err := w.app.OfferStreet(w.Context(), w.as("Bo"), OfferStreet{StreetID: lane, PersonID: to, Kind: domain.Coordinator})
		w.must(err)
		return id
	}
	first, second := offer(hana), offer(tom)
	_, err = w.app.OfferStreet(w.Context(), w.as("Bo"), OfferStreet{StreetID: lane, PersonID: hana, Kind: domain.Coordinator})
	w.refused(err, domain.Conflict)
	_, err = w.app.OfferStreet(w.Context(), w.as("Bo"), OfferStreet{StreetID: lane, PersonID: w.person("Una", "Quay Lane"), Kind: domain.Coordinator})
	w.refusedField(err, "personId")
	_, err = w.app.OfferStreet(w.Context(), w.as("Maggie"), OfferStreet{StreetID: w.street["Castle Row"], PersonID: hana, Kind: domain.Reserve})
	w.refused(err, domain.Forbidden)

	byLink := domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: hana, Purpose: domain.ForVolunteer}
	_, err = w.app.AnswerOffer(w.Context(), byLink, AnswerOffer{OfferID: second, Yes: true})
	w.refused(err, domain.NotFound) // another's
	o, err := w.app.AnswerOffer(w.Context(), byLink, AnswerOffer{OfferID: first, Yes: true})
	w.must(err)
	if o.Answer != "yes" {
		t.Errorf("her answer is %q", o.Answer)
	}
	r := w.ask("Joan", "Quay Lane", "dog")
	w.owner(r.ID, "Hana")
	o, err = w.app.AnswerOffer(w.Context(), w.as("Tom"), AnswerOffer{OfferID: second, Yes: true})
	w.must(err)
	if o.Answer != "taken" || len(w.as("Tom").Roles) != 0 {
		t.Errorf("his answer is %q, and he holds %+v", o.Answer, w.as("Tom").Roles)
	}
	if n := w.messages(w.who["Bo"], sayStreetAnswer); n != 1 {
		t.Errorf("the builder has %d messages, want one of her yes", n)
	}
	// A second answer changes nothing.
	o, err = w.app.AnswerOffer(w.Context(), byLink, AnswerOffer{OfferID: first})
	w.must(err)
	if o.Answer != "yes" {
		t.Errorf("her answer has become %q", o.Answer)
	}
}
