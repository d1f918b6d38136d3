package web

import (
	"net/url"
	"strings"
	"testing"

	"waymark/domain"
)

// TestKeys: a key is made, shown once, used, listed and ended by those who may; others do not come near.
func TestKeys(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	priya := v.signedIn("Priya")
	priya.opens("/keys")
	if priya.status != 200 || !strings.Contains(priya.said("main"), "There are none") {
		t.Fatalf("/keys: %d %s", priya.status, priya.said("main"))
	}
	priya.presses("Make the key", nil)
	if priya.status != 422 || !strings.Contains(priya.body, "what the key is for") || !strings.Contains(priya.body, "within a year") {
		t.Errorf("an empty form: %d %s", priya.status, priya.said("main"))
	}
	priya.presses("Make the key", url.Values{"name": {"Council dashboard"}, "scope": {"see_ask", "see_ask"}, "expiresAt": {"2026-12-31"}})
	if priya.status != 200 || priya.path != "/keys" {
		t.Fatalf("making a key: %d at %s: %s", priya.status, priya.path, priya.said("main"))
	}
	secret := attr(find(t, priya.doc, "#secret")[0], "value")
	actor, err := v.app.KeyActor(t.Context(), domain.Public(), secret)
	v.must(err)
	if actor.Kind != domain.KeyActor || len(actor.Scope) != 1 || !domain.May(actor, domain.SeeAsk, domain.Target{Spot: domain.Spot{DistrictID: actor.DistrictID}}) {
		t.Errorf("the key makes %+v", actor)
	}
	priya.opens("/keys")
	if strings.Contains(priya.body, secret) || !strings.Contains(priya.said("main"), "Council dashboard, North Wendle") || !strings.Contains(priya.said("main"), "last used") {
		t.Errorf("the list: %s", priya.said("main"))
	}
	maggie := v.signedIn("Maggie")
	for _, address := range []string{"/keys", addressOf("/keys/", actor.KeyID) + "/end"} {
		if maggie.sends(address, url.Values{"name": {"Mine"}, "scope": {"see_ask"}, "expiresAt": {"2026-12-31"}}); maggie.status != 403 {
			t.Errorf("Maggie at %s: %d", address, maggie.status)
		}
	}
	if maggie.opens("/keys"); maggie.status != 403 || strings.Contains(maggie.body, "Council dashboard") {
		t.Errorf("Maggie sees the keys: %d", maggie.status)
	}
	if n := v.count(`SELECT count(*) FROM api_keys WHERE revoked_at IS NULL`); n != 1 {
		t.Errorf("%d keys", n)
	}
	priya.presses("End it now", nil)
	if _, err := v.app.KeyActor(t.Context(), domain.Public(), secret); domain.KindOf(err) != domain.SignedOut {
		t.Errorf("a key that was ended: %v", err)
	}
	if !strings.Contains(priya.said("main"), "Keys that have ended") {
		t.Errorf("the list: %s", priya.said("main"))
	}
}
