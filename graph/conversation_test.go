package graph_test

import (
	"path"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// kind is the first kind of connector.
func (w *world) kind() domain.KindID {
	w.Helper()
	return domain.KindID(w.newest(`SELECT min(id) FROM connector_kinds WHERE district_id = $1`, w.actor("Bo").DistrictID))
}

// wish is that of somebody who waits for a call.
func (w *world) wish() domain.WishID {
	w.Helper()
	token, _ := w.badge()
	w.ok("", `mutation ($input: WishOfSomebodyInput!) { wishOfSomebody(input: $input) { done } }`,
		vars{"input": vars{"token": token, "what": "LINK_WORKER", "firstName": "Wren", "phone": "01632 960177", "agreed": true}})
	return domain.WishID(w.newest(`SELECT max(id) FROM connector_wishes`))
}

// question is the token of the link by which somebody new is asked whether they would be a connector.
func (w *world) question() string {
	w.Helper()
	name := w.fresh("Quin")
	who := w.person(name, "Castle Row", nil)
	w.must(w.app.InviteConnector(w.Context(), w.actor("Bo"), app.InviteConnector{PersonID: who, KindID: w.kind(), TownID: w.town["Saltcombe"]}))
	return domain.Seal([]byte("a secret of thirty-two bytes....."), domain.Claim{Purpose: domain.ForConnector, DistrictID: w.actor("Bo").DistrictID,
		PersonID: who, ID: w.newest(`SELECT max(id) FROM connector_invites`), Expires: wednesday.AddDate(0, 1, 0)})
}

// badge is the token on the badge of a new connector in Saltcombe.
func (w *world) badge() (token string, who domain.PersonID) {
	w.Helper()
	name := w.fresh("Kelly")
	_, err := w.app.TrainConnectors(w.Context(), w.actor("Bo"), app.TrainConnectors{TownID: w.town["Saltcombe"], KindID: w.kind(), Agreed: true,
		People: name + " Marsh, " + name + "@example.org, Curl Up"})
	w.must(err)
	who = domain.PersonID(w.newest(`SELECT max(person_id) FROM connectors`))
	w.who[name] = who
	link, _, err := w.app.BadgeLink(w.Context(), w.actor("Bo"), who)
	w.must(err)
	return path.Base(link), who
}

// TestLogConversation: the same key counts once; nobody is in what is kept; what is wrong is named as the input names it; and a badge
// that was taken back counts nothing.
func TestLogConversation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	const log = `mutation ($input: LogConversationInput!) { logConversation(input: $input) { again } }`
	token, who := w.badge()
	theme := id("Theme", domain.ThemeID(w.newest(`SELECT id FROM themes WHERE district_id = $1 AND code = 'money'`, w.actor("Bo").DistrictID)))
	talk := vars{"token": token, "clientKey": "7a1c1a53-2f36-4f0a-8f0a-54d6b2a3c901", "themeId": theme, "ledTo": "LISTENED"}
	with := func(more vars) vars {
		out := vars{}
		for _, v := range []vars{talk, more} {
			for name, value := range v {
				out[name] = value
			}
		}
		return vars{"input": out}
	}
	counted := func() int64 { return w.newest(`SELECT count(*) FROM conversations`) }

	w.ok("", log, with(nil)).want(map[string]string{"logConversation.again": "false"})
	w.ok("", log, with(nil)).want(map[string]string{"logConversation.again": "true"})
	w.ok("", log, with(vars{"clientKey": "7A1C1A53-2F36-4F0A-8F0A-54D6B2A3C901"})).want(map[string]string{"logConversation.again": "true"})
	if n := counted(); n != 1 {
		t.Errorf("the same key three times counts %d", n)
	}

	service := w.service()
	w.ok("", log, with(vars{"clientKey": "7a1c1a53-2f36-4f0a-8f0a-54d6b2a3c902", "ledTo": "SERVICE", "serviceId": id("Service", service.ID), "channel": "BENCH", "people": 3,
		"sectionId": id("Section", w.section("Old Town")), "day": "2026-06-09", "note": "Wants to sing again."}))
	if n := w.newest(`SELECT count(*) FROM conversations WHERE service_id = $1 AND channel = 'bench' AND people = 3 AND day = '2026-06-09'`, service.ID); n != 1 {
		t.Errorf("%d are kept as they were sent", n)
	}

	for field, wrong := range map[string]vars{
		"clientKey": {"clientKey": "1"},
		"themeId":   {"themeId": id("Theme", domain.ThemeID(999_999))},
		"serviceId": {"ledTo": "SERVICE", "serviceId": id("Service", domain.ServiceID(999_999))},
		"sectionId": {"sectionId": id("Section", w.section("Old Town")+999_999)},
		"people":    {"people": 51},
		"note":      {"note": "Ring 01632 960188"},
	} {
		input := with(vars{"clientKey": "7a1c1a53-2f36-4f0a-8f0a-54d6b2a3c903"})
		for name, value := range wrong {
			input["input"].(vars)[name] = value
		}
		if a := w.refused("", log, input, domain.Invalid); len(a.Errors) != 1 || a.Errors[0].Extensions.Field != field {
			t.Errorf("%v: got %+v, want the field %s", wrong, a.Errors, field)
		}
	}

	w.refused("", log, with(vars{"token": w.ownLink(who)}), domain.NotFound)
	w.must(w.app.ChangeBadge(t.Context(), w.actor("Bo"), app.ChangeBadge{PersonID: who}))
	w.refused("", log, with(vars{"clientKey": "7a1c1a53-2f36-4f0a-8f0a-54d6b2a3c904"}), domain.Conflict)
	if n := counted(); n != 2 {
		t.Errorf("%d are counted, want 2", n)
	}
}
