package walls

import (
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// What people told us, each in words that stand nowhere else. Whoever may not read the row meets none of them.
const (
	notes    = "The brass parrot bites"
	mustKnow = "Ask for the marzipan key"
	offer    = "I bake a decent lemon drizzle"
	worry    = "The lantern was dark all week"
	reminder = "Ring after the kettle concert"
)

// secrets are never in an answer that refuses.
var secrets = []string{notes, mustKnow, worry, reminder, "960777", "960155", "Larkspur", "Foxglove", "secret.example.org"}

// asks raises an ask for each state that something can be done in. All are owned by Olive, who holds no role.
func (w *world) asks() {
	w.Helper()
	w.ask("fresh", app.RaiseRequest{})
	w.ask("held", app.RaiseRequest{})
	w.ask("going", app.RaiseRequest{})
	w.ask("finished", app.RaiseRequest{})
	w.ask("asking", app.RaiseRequest{})
	w.ask("TomsGoing", app.RaiseRequest{})
	w.ask("TomsAsking", app.RaiseRequest{})
	w.ask("doubtful", app.RaiseRequest{CameBy: domain.ByNeighbour, Asker: &app.Asker{
		FirstName: "Fern", Phone: "01632 960156", ToldBack: "everything", Knows: domain.NotYet}})
	w.ask("weekly", app.RaiseRequest{Repeat: &app.Repeat{Weekday: 5, Starts: "10:00"}})
	w.ask("unplaced", app.RaiseRequest{TownID: domain.TownID(w.get("Saltcombe").id), PlaceWords: "the caravans behind the mill"})
	olive, vera, tom := w.holds("Olive"), domain.PersonID(w.get("Vera").id), domain.PersonID(w.get("Tom").id)
	until := wednesday.AddDate(0, 0, 2)
	w.must(w.app.HoldRequest(w.Context(), olive, app.HoldRequest{RequestID: w.request("held"), Reason: "On holiday", Until: until}))
	w.must(w.app.NoteRequest(w.Context(), olive, app.NoteRequest{RequestID: w.request("fresh"), Words: reminder}))
	for n, a := range []struct {
		ask    string
		helper domain.PersonID
	}{{"going", vera}, {"TomsGoing", tom}, {"weekly", tom}, {"finished", vera}} {
		at := wednesday.Add(time.Duration(24+3*n) * time.Hour)
		w.must(w.app.AssignHelper(w.Context(), olive, app.AssignHelper{RequestID: w.request(a.ask), PersonID: a.helper, VisitAt: &at}))
	}
	w.must(w.app.EndRequest(w.Context(), olive, app.EndRequest{RequestID: w.request("finished"), Ending: domain.Helped}))
	w.must(w.app.AskHelper(w.Context(), olive, app.AskHelper{RequestID: w.request("asking"), PersonID: vera}))
	w.must(w.app.AskHelper(w.Context(), olive, app.AskHelper{RequestID: w.request("TomsAsking"), PersonID: tom}))
	for name, ask := range map[string]string{"visit": "going", "TomsVisit": "TomsGoing", "invitation": "asking", "TomsInvitation": "TomsAsking"} {
		all, err := w.db.Store().Invitations(w.Context(), w.request(ask))
		w.must(err)
		w.note(name, thing{kind: "Invitation", id: int64(all[0].ID), target: domain.Target{InvitationID: all[0].ID, PersonID: all[0].PersonID}})
	}
}

// ask raises one ask of somebody who is named after it, in Castle Row unless it says another place.
func (w *world) ask(name string, cmd app.RaiseRequest) {
	w.Helper()
	cmd.FirstName, cmd.LastName = "Jo"+strings.ToLower(name), "Foxglove"
	cmd.Phone, cmd.Email, cmd.Address, cmd.SafeToRing, cmd.SafeToWrite = "01632 960155", strings.ToLower(name)+"@secret.example.org", "9 "+name+" Foxglove Court", true, true
	cmd.NeedID, cmd.Notes, cmd.MustKnow, cmd.AgreedShare = w.need["dog"], notes, mustKnow, true
	spot := domain.Spot{DistrictID: w.spot("Saltcombe").DistrictID, TownID: cmd.TownID}
	if cmd.TownID == 0 {
		cmd.StreetID = domain.StreetID(w.get("Castle Row").id)
		spot = w.spot("Castle Row")
	}
	if name == "fresh" { // what is told to them is a call of the desk
		cmd.Email, cmd.Preferred = "", domain.ByCall
	}
	raised, err := w.app.RaiseRequest(w.Context(), domain.Public(), cmd)
	w.must(err)
	r, err := w.db.Store().Request(w.Context(), raised.RequestID)
	w.must(err)
	w.note(name, thing{kind: "Request", id: int64(r.ID)})
	w.exec(w.fill(`UPDATE requests SET owner_id = <Olive> WHERE id = <`+name+`>`, plain))
	w.note(name, thing{kind: "Request", id: int64(r.ID), target: domain.Target{
		Spot: spot, OwnerID: domain.PersonID(w.get("Olive").id), RequestID: r.ID, PersonID: r.PersonID}})
	w.note("asker of "+name, thing{kind: "Person", id: int64(r.PersonID), target: domain.Target{Spot: spot, PersonID: r.PersonID}})
	if name == "fresh" {
		w.note("reference", thing{text: raised.Reference.String(), target: w.get(name).target})
	}
}

func (w *world) request(name string) domain.RequestID {
	w.Helper()
	return domain.RequestID(w.get(name).id)
}

// desk brings in what else there is to do: calls, turns on the desk, times away, a role to end, a worry.
func (w *world) desk() {
	w.Helper()
	w.must(w.app.SayWorry(w.Context(), domain.Public(), app.SayWorry{TownID: domain.TownID(w.get("Saltcombe").id), Words: worry}))
	w.add("worry", "", 0, w.spot("Saltcombe"))
	w.exec(w.fill(`INSERT INTO offers (district_id, town_id, person_id, words, at, keep_until)
		SELECT district_id, <Saltcombe>, id, '`+offer+`', '2026-06-10 08:00Z', '2027-06-10' FROM persons WHERE id = <Vera>`, plain))
	w.add("help offer", "HelpOffer", w.id(`SELECT id FROM offers`), w.spot("Saltcombe"))
	_, err := w.app.DeliverOutbox(w.Context(), domain.Clock())
	w.must(err)
	w.add("task", "Task", w.id(`SELECT id FROM tasks WHERE person_id = <askeroffresh>`), w.spot("Saltcombe"))
	shift, err := w.app.AddShift(w.Context(), domain.Clock(), app.AddShift{TownID: domain.TownID(w.get("Saltcombe").id),
		PersonID: domain.PersonID(w.get("desk").id), StartsAt: wednesday.Add(24 * time.Hour), EndsAt: wednesday.Add(28 * time.Hour)})
	w.must(err)
	w.add("shift", "DeskShift", shift, w.spot("Saltcombe"))
	role, err := w.app.GrantRole(w.Context(), domain.Clock(), app.GrantRole{PersonID: domain.PersonID(w.get("Rolf").id), Kind: domain.CallTaker,
		TownID: domain.TownID(w.get("Saltcombe").id)})
	w.must(err)
	w.add("role", "Role", int64(role), w.spot("Saltcombe"))
	for _, name := range []string{"Nia", "Vera"} {
		from := wednesday.AddDate(0, 1, 0)
		_, err = w.app.AddAbsence(w.Context(), domain.Clock(), app.AddAbsence{PersonID: domain.PersonID(w.get(name).id), Kind: "holiday", From: &from})
		w.must(err)
		id := w.id(`SELECT id FROM absences WHERE person_id = <` + name + `>`)
		w.note("absence of "+name, thing{kind: "Absence", id: id, target: w.get(name).target})
	}
	w.streets()
	w.gatherings()
	w.hosts()
	w.exec(`INSERT INTO job_runs (name, server, started_at) VALUES ('walls', 'a clockwork heron', '2026-06-10 08:00Z')`)
	w.exec(`INSERT INTO works (district_id, kind, name, same, begun_at, state, again, server, lease, started_at, keep_until)
		VALUES ((SELECT id FROM districts WHERE name = 'North Wendle'), 'import_streets', 'an otter in a list', '', '2026-06-10 08:00Z', 'running', false, 'heron', '2100-01-01', now(), '2100-01-01')`)
	w.add("long work", "LongWork", w.id(`SELECT id FROM works`), w.spot("North Wendle"))
}

func (w *world) id(query string) (id int64) {
	w.Helper()
	w.must(w.db.SQL.QueryRowContext(w.Context(), w.fill(query, plain)).Scan(&id))
	return id
}

// streets brings in a question to Vera whether she would stand in for a street, and a word to her from somebody who handed theirs over.
func (w *world) streets() {
	w.Helper()
	w.person("onlyasks", "Hill Road", nil)
	w.add("offer", "StreetOffer", w.id(`INSERT INTO street_offers (district_id, street_id, person_id, kind, asked_by, asked_at, keep_until)
		VALUES (<NorthWendle>, <HillRoad>, <Vera>, 'reserve', <onlyasks>, '2026-06-10 08:00Z', '2027-06-10') RETURNING id`), w.spot("Hill Road"))
	w.note("handing", thing{kind: "Handing", id: w.id(`INSERT INTO handings (district_id, from_id, to_id, at, words, keep_until)
		VALUES (<NorthWendle>, <onlyasks>, <Vera>, '2026-06-10 08:00Z', '', '2027-06-10') RETURNING id`), target: domain.Target{PersonID: domain.PersonID(w.get("Vera").id)}})
}

// gatherings brings in a bench in Saltcombe.
func (w *world) gatherings() {
	w.Helper()
	day := time.Date(2026, time.June, 16, 0, 0, 0, 0, time.UTC)
	id, err := w.app.AddGathering(w.Context(), domain.Clock(), app.AddGathering{TownID: domain.TownID(w.get("Saltcombe").id), Kind: "bench", PlaceName: "the heron stairs",
		Point: domain.Point{Lat: 51.25, Lon: -4}, Every: domain.Weekly, FirstOn: day, LastOn: day.AddDate(0, 1, 0), Starts: 600, Ends: 630})
	w.must(err)
	w.add("gathering", "Gathering", int64(id), w.spot("Saltcombe"))
}
