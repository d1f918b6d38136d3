package graph_test

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// TestStory walks one request from the asking to its end, all of it through the API: somebody asks, the builder asks Tom, who cannot,
// and Hana, who can; the person says how it went, and the request ends.
func TestStory(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)

	raised := w.ok("", `mutation ($input: RaiseRequestInput!) {
		raiseRequest(input: $input) { reference statusToken request { question } }
	}`, vars{"input": vars{
		"firstName": "Joan", "phone": "01632 960155", "email": "joan@example.org", "safeToRing": true, "safeToWrite": true,
		"streetId": id("Street", w.street["Castle Row"]), "needId": id("Need", w.need["dog"]), "agreedShare": true,
		"slots": "weekday mornings", "usefulUntil": "2026-06-12T16:00:00Z", "notes": "A small brown dog.",
	}})
	raised.want(map[string]string{"raiseRequest.request": "null"})
	status := raised.at("raiseRequest.statusToken")

	found := w.ok("Bo", `query ($ref: String!) {
		requestByReference(reference: $ref) {
			request { id state reference } question slots wantedFrom
			shortlist { personId firstName fits why }
		}
	}`, vars{"ref": raised.at("raiseRequest.reference")})
	found.want(map[string]string{
		"requestByReference.request.state":         "OPEN",
		"requestByReference.request.reference":     raised.at("raiseRequest.reference"),
		"requestByReference.question":              "walk a dog for Joan",
		"requestByReference.slots":                 "weekday mornings",
		"requestByReference.shortlist.0.firstName": "Hana", // who lives in the same street
		"requestByReference.shortlist.0.fits":      "true",
	})
	request := found.at("requestByReference.request.id")

	const ask = `mutation ($input: AskHelperInput!) {
		askHelper(input: $input) { request { invitations { totalCount edges { node { firstName state kind } } } } }
	}`
	w.ok("Bo", ask, vars{"input": vars{"requestId": request, "personId": id("Person", w.who["Tom"])}}).want(map[string]string{
		"askHelper.request.invitations.totalCount":             "1",
		"askHelper.request.invitations.edges.0.node.state":     "QUEUED",
		"askHelper.request.invitations.edges.0.node.kind":      "ASKED",
		"askHelper.request.invitations.edges.0.node.firstName": "Tom",
	})
	tom := w.deliver("can-you-help", "tom@")
	const reply = `mutation ($token: String!, $answer: Answer!) {
		answerInvitation(input: {token: $token, answer: $answer}) { yes visitToken words }
	}`
	w.ok("", reply, vars{"token": tom, "answer": "NOT_THIS_TIME"}).want(map[string]string{"answerInvitation.yes": "false", "answerInvitation.visitToken": ""})

	w.ok("Bo", ask, vars{"input": vars{"requestId": request, "personId": id("Person", w.who["Hana"])}})
	hana := w.deliver("can-you-help", "hana@")
	w.ok("", `query ($token: String!) { invitation(token: $token) { open state firstName streetName question } }`, vars{"token": hana}).want(map[string]string{
		"invitation.open": "true", "invitation.state": "DELIVERED", "invitation.firstName": "Joan", "invitation.streetName": "Castle Row",
		"invitation.question": "walk a dog for Joan",
	})
	w.ok("", `mutation ($token: String!) { holdInvitation(input: {token: $token}) { invitation { state } } }`, vars{"token": hana}).want(map[string]string{
		"holdInvitation.invitation.state": "HELD",
	})
	yes := w.ok("", reply, vars{"token": hana, "answer": "YES"})
	if yes.at("answerInvitation.yes") != "true" || yes.at("answerInvitation.visitToken") == "" {
		t.Errorf("the answer to a yes is %s", yes.at("answerInvitation"))
	}

	const stands = `query ($token: String!) { status(token: $token) { state headline canWithdraw helperFirstName } }`
	w.ok("", stands, vars{"token": status}).want(map[string]string{
		"status.state": "ASSIGNED", "status.headline": "Hana is coming", "status.helperFirstName": "Hana",
	})
	pgtest.Advance(t, w.db, 2*24*time.Hour)
	w.ok("", `mutation ($token: String!) { tellHowItWent(input: {token: $token, said: DONE}) { status { state } } }`, vars{"token": status})
	w.ok("Bo", `mutation ($input: EndRequestInput!) { endRequest(input: $input) { request { request { ending } } } }`,
		vars{"input": vars{"requestId": request, "ending": "HELPED"}})
	w.ok("", stands, vars{"token": status}).want(map[string]string{"status.state": "CLOSED", "status.canWithdraw": "false"})
	w.tellsStory(request)
}

// tellsStory reads the story of a request in windows of three, and checks that it is all there and in order.
func (w *world) tellsStory(request string) {
	w.Helper()
	var words []string
	after := ""
	for range 20 {
		a := w.ok("Bo", `query ($id: ID!, $after: String) {
			request(id: $id) { timeline(first: 3, after: $after) {
				totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { kind words } }
			} }
		}`, vars{"id": request, "after": after})
		for _, e := range a.Data.(map[string]any)["request"].(map[string]any)["timeline"].(map[string]any)["edges"].([]any) {
			words = append(words, e.(map[string]any)["node"].(map[string]any)["kind"].(string))
		}
		if a.at("request.timeline.pageInfo.hasNextPage") == "false" {
			break
		}
		after = a.at("request.timeline.pageInfo.endCursor")
	}
	story := " " + strings.Join(words, " ") + " "
	for _, step := range []string{" ended ", " accepted ", " declined ", " asked ", " raised "} {
		at := strings.Index(story, step)
		if at < 0 {
			w.Fatalf("the story lacks%s, or has it too late: %s", step, strings.Join(words, " "))
		}
		story = story[at:]
	}
}

// TestRaise_SaysAllThatIsWrong: several fields, several errors, each with its code and field.
func TestRaise_SaysAllThatIsWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	a := w.refused("", `mutation ($input: RaiseRequestInput!) { raiseRequest(input: $input) { reference } }`, vars{"input": vars{
		"townId": id("Town", w.town["Saltcombe"]), "needId": id("Need", w.need["dog"]), "email": "joan@gmial.com", "cameBy": "WEB",
	}}, domain.Invalid)
	fields := map[string]bool{}
	for _, e := range a.Errors {
		if e.Extensions.Code != "INVALID" || len(e.Path) != 1 || e.Path[0] != "raiseRequest" {
			t.Errorf("%v %+v: %s", e.Path, e.Extensions, e.Message)
		}
		fields[e.Extensions.Field] = true
	}
	if len(a.Errors) != 4 || !fields["firstName"] || !fields["address"] || !fields["email"] || !fields["streetId"] {
		t.Errorf("errors at %v", fields)
	}
}

// TestRaise_Repeats: a lost answer can be asked for anew, and another input under the same key is an error.
func TestRaise_Repeats(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	const raise = `mutation ($input: RaiseRequestInput!) { raiseRequest(input: $input) { reference } }`
	input := vars{
		"firstName": "Joan", "phone": "01632 960155", "streetId": id("Street", w.street["Castle Row"]), "needId": id("Need", w.need["dog"]),
		"idempotencyKey": "a-key-of-the-page",
	}
	first := w.ok("", raise, vars{"input": input})
	w.ok("", raise, vars{"input": input}).want(map[string]string{"raiseRequest.reference": first.at("raiseRequest.reference")})
	input["firstName"] = "June"
	w.refused("", raise, vars{"input": input}, domain.Conflict)
}
