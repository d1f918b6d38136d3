package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/notify"
	"waymark/internal/notify/smtpsink"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

const (
	killSecret = "a secret of thirty-two bytes....."
	killSite   = "http://help.example.org" // the same for both servers, as behind a proxy
	killFrom   = "help@example.org"
)

// killMorning is when every scene begins: ten in the morning of a Wednesday.
var killMorning = time.Date(2026, time.June, 10, 9, 0, 0, 0, time.UTC)

// scene is a small town on a database with a frozen clock, two servers on it, and a mail server:
//
//	Saltcombe   Old Town: Castle Row, Main Street, Quay Lane    Hillside: Hill Road, Mill Lane
//
// Twelve neighbours help, none of them in Quay Lane. Joan, Fred, Ivy and Ned ask for a dog to be walked.
type scene struct {
	*testing.T
	sceneTown
	program string
	db      *postgres.DB
	app     *app.App // the use cases in this process, for what does not matter which process does it
	sink    *smtpsink.Sink
	clock   domain.Actor
	asks    map[string]domain.RequestID // by first name

	one, two  *process
	doomed    *process // dies at the point of the test; nil: none, or it has
	turn      int      // whose turn it is to be asked for a page
	successor string   // who keeps the clock once the doomed one is dead, and may go on with its work
	after     func()   // looks at the database as the doomed one left it
	takeover  time.Duration
}

// sceneTown is what a scene knows of its town.
type sceneTown struct {
	priya  domain.Actor // the district coordinator
	town   domain.TownID
	street map[string]domain.StreetID
	need   domain.NeedID
}

// sceneTowns holds the town before anything is asked.
var sceneTowns pgtest.Filled[sceneTown]

// newScene makes a town of its own, with everything that was asked at rest and no server yet.
func newScene(t *testing.T, program string) *scene {
	t.Helper()
	db, town := sceneTowns.New(t, "", func(db, _ *postgres.DB) sceneTown {
		return buildTown(t, program, db).sceneTown
	})
	s := sceneOn(t, program, db)
	s.sceneTown = town
	s.ask()
	return s
}

// buildTown makes the town on a migrated database.
func buildTown(t *testing.T, program string, db *postgres.DB) *scene {
	t.Helper()
	s := sceneOn(t, program, db)
	pgtest.Freeze(t, db, killMorning)
	s.places()
	s.people()
	return s
}

// sceneOn is a scene on a database, which may have the town in it.
func sceneOn(t *testing.T, program string, db *postgres.DB) *scene {
	t.Helper()
	s := &scene{T: t, program: program, db: db, sink: smtpsink.Start(t), clock: domain.Clock(), asks: map[string]domain.RequestID{}}
	s.street = map[string]domain.StreetID{}
	sender, err := notify.NewSMTP(s.sink.URL(), notify.SMTPOptions{})
	s.must(err)
	zone, err := time.LoadLocation(zoneName)
	s.must(err)
	s.app = app.New(s.db, app.Options{Secret: []byte(killSecret), BaseURL: killSite, Zone: zone, Sender: sender, From: killFrom,
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Policy: escalation.DefaultPolicy()})
	return s
}

// ask lets everybody ask, and sends what they are told first.
func (s *scene) ask() {
	s.Helper()
	for _, who := range []struct{ name, street string }{{"Joan", "Castle Row"}, {"Fred", "Main Street"}, {"Ivy", "Quay Lane"}, {"Ned", "Hill Road"}} {
		raised, err := s.app.RaiseRequest(s.Context(), domain.Public(), app.RaiseRequest{FirstName: who.name, Address: "1", Email: who.name + ".asks@example.org",
			StreetID: s.street[who.street], NeedID: s.need, Urgency: domain.InADay, SafeToWrite: true, AgreedShare: true})
		s.must(err)
		s.asks[who.name] = raised.RequestID
	}
	_, err := s.app.DeliverOutbox(s.Context(), s.clock)
	s.must(err)
}

func (s *scene) places() {
	var rows []app.StreetRow
	for n, place := range []struct{ section, street string }{{"Old Town", "Castle Row"}, {"Old Town", "Main Street"},
		{"Old Town", "Quay Lane"}, {"Hillside", "Hill Road"}, {"Hillside", "Mill Lane"}} {
		rows = append(rows, app.StreetRow{Name: place.street, Town: "Saltcombe", Section: place.section,
			Mid: domain.Point{Lat: 51.2 + float64(n)/1000, Lon: -4.1}})
	}
	_, err := s.app.ImportStreets(s.Context(), s.clock, app.ImportStreets{District: "North Wendle", Streets: rows})
	s.must(err)
	pgtest.OpenDoors(s.T, s.db)
	districts, err := s.app.Districts(s.Context(), s.clock)
	s.must(err)
	s.priya.DistrictID = districts[0].ID
	towns, err := s.app.Towns(s.Context(), s.clock, districts[0].ID)
	s.must(err)
	s.town = towns[0].ID
	for _, row := range rows {
		found, err := s.app.FindStreets(s.Context(), s.clock, app.FindStreets{Query: row.Name, TownID: s.town, Limit: new(1)})
		s.must(err)
		s.street[row.Name] = found[0].ID
	}
}

func (s *scene) people() {
	priya := s.person("Priya", "Mill Lane", nil)
	s.grant(app.GrantRole{PersonID: priya, Kind: domain.DistrictCoordinator})
	s.priya.Kind, s.priya.PersonID = domain.PersonActor, priya
	var err error
	s.priya.Roles, err = s.db.Store().RolesHeld(s.Context(), priya, killMorning)
	s.must(err)
	s.grant(app.GrantRole{PersonID: s.person("Dee", "Main Street", nil), Kind: domain.DeskHelper, TownID: s.town})
	s.grant(app.GrantRole{PersonID: s.person("Maggie", "Castle Row", nil), Kind: domain.Coordinator, StreetID: s.street["Castle Row"]})
	sam, open := s.person("Sam", "Hill Road", nil), true
	s.must(s.app.ChangeTown(s.Context(), s.priya, app.ChangeTown{TownID: s.town, SafeguardingLeadID: &sam, Open: &open}))

	needs, err := s.app.Needs(s.Context(), s.priya, 0)
	s.must(err)
	for _, n := range needs {
		if n.Code == "dog" {
			s.need = n.ID
		}
	}
	byItself := domain.ByItself
	_, err = s.app.ChangeNeed(s.Context(), s.priya, app.ChangeNeed{NeedID: s.need, GoesOut: &byItself})
	s.must(err)
	for street, names := range map[string]string{"Castle Row": "Amir Beth Cleo Dan", "Main Street": "Ella Finn Gwen", "Hill Road": "Hugh Isla Jack", "Mill Lane": "Kay Liam"} {
		for _, name := range strings.Fields(names) {
			s.volunteer(name, street)
		}
	}
}

func (s *scene) person(first, street string, helps *app.VolunteerDetails) domain.PersonID {
	s.Helper()
	id, err := s.app.AddPerson(s.Context(), s.clock, app.AddPerson{FirstName: first, LastName: "Tester", Email: first + "@example.org",
		Address: "1 " + first + " House", StreetID: s.street[street], SafeToWrite: true, Volunteer: helps})
	s.must(err)
	return id
}

// volunteer adds somebody who has been met and may be asked at any time.
func (s *scene) volunteer(first, street string) {
	s.Helper()
	reach, anyTime, capacity, skills := domain.AtDistrict, domain.AnyTime, 5, []string{"dogs"}
	id := s.person(first, street, &app.VolunteerDetails{Reach: &reach, Skills: &skills, Availability: &anyTime, CapacityWeek: &capacity,
		BudgetWeek: &capacity, BudgetDay: &capacity, Agreed: true})
	s.must(s.app.MeetVolunteer(s.Context(), s.priya, app.MeetVolunteer{PersonID: id, References: 2}))
}

func (s *scene) grant(cmd app.GrantRole) {
	s.Helper()
	_, err := s.app.GrantRole(s.Context(), s.clock, cmd)
	s.must(err)
}

// serve starts one of the two servers. killAt names the point at which it dies; "": none.
func (s *scene) serve(name, addr, killAt string) *process {
	s.Helper()
	return startProcess(s.T, s.program, name, addr, "DATABASE_URL="+asURL(s.db.DSN())+"&application_name="+name, "WAYMARK_SMTP="+s.sink.URL(),
		"WAYMARK_MAIL_FROM="+killFrom, "WAYMARK_DEV=false", "WAYMARK_URL="+killSite, "WAYMARK_SECRET="+killSecret,
		"WAYMARK_DATA="+s.TempDir(), "WAYMARK_KILL_AT="+killAt)
}

// open starts both servers; the one that keeps the clock is up first, and nothing is due yet. The doomed one dies at a point.
func (s *scene) open(killAt string, doomedLeads bool) {
	s.Helper()
	one := func() { s.one = s.serve("one", freeAddr(s.T), killAt) }
	two := func() { s.two = s.serve("two", freeAddr(s.T), "") }
	first, second, leader := one, two, "one"
	s.successor = "two"
	if !doomedLeads {
		first, second, leader, s.successor = two, one, "two", ""
	}
	first()
	eventually(s.T, leader+" keeps the clock", func() bool {
		for _, p := range []*process{s.one, s.two} {
			if p != nil && p.hasEnded() {
				s.Fatalf("%s has ended before anything was due: %s\n%s", p.name, p.cmd.ProcessState, p.out)
			}
		}
		return s.leader() == leader
	})
	second()
	if killAt != "" {
		s.doomed = s.one
	}
}

// leader names the server that keeps the clock; "" when none does.
func (s *scene) leader() string {
	s.Helper()
	var name string
	s.must(s.db.SQL.QueryRowContext(s.Context(), `SELECT coalesce((`+leaderQuery+`), '')`).Scan(&name))
	return name
}

// leaderQuery finds who holds the advisory lock that postgres.Leader takes.
const leaderQuery = `
	SELECT a.application_name
	FROM pg_locks l
	JOIN pg_stat_activity a USING (pid)
	WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database() AND l.classid = 30561 AND l.objid = 2037186562
	LIMIT 1`

// settle waits until nothing is due any more: every message is out and every request waits for a later time. A server that dies
// meanwhile is mourned.
func (s *scene) settle() {
	s.Helper()
	eventually(s.T, "everything is at rest", func() bool {
		s.mourn()
		return s.number(`
			SELECT (SELECT count(*) FROM outbox WHERE state = 'claimed' OR (state = 'queued' AND due_at <= (SELECT frozen_at + ahead FROM clock)))
				+ (SELECT count(*) FROM requests WHERE state <> 'closed' AND next_action_at <= (SELECT frozen_at + ahead FROM clock))`) == 0
	})
}

// later moves the clock of all processes on, and waits until they have done what was due.
func (s *scene) later(by time.Duration) {
	s.Helper()
	pgtest.Advance(s.T, s.db, by)
	s.settle()
}

// mourn looks whether the doomed server has died. Then it makes sure that it died at its point, lets the other take the clock over, and
// starts it again.
func (s *scene) mourn() {
	s.Helper()
	p := s.doomed
	if p == nil || !p.hasEnded() {
		return
	}
	s.doomed = nil
	if !p.killedBySignal() {
		s.Fatalf("%s ended by itself, not at the point: %s\n%s", p.name, p.cmd.ProcessState, p.out)
	}
	s.after()
	eventually(s.T, "the other server keeps the clock", func() bool { return s.leader() == s.two.name })
	s.takeover = time.Since(p.died)
	s.one = s.serve(p.name, p.addr, "")
	// What the dead one had in hand is anybody's once its claim has run out.
	pgtest.Advance(s.T, s.db, 3*time.Minute)
}

// press presses a button on a page: of the doomed server while it lives, else of each in turn. When the server dies under it, the
// person tries again, and the other answers.
func (s *scene) press(path string, form url.Values) (location string) {
	s.Helper()
	servers := []*process{s.one, s.two}
	if s.turn++; s.doomed == nil && s.turn%2 == 0 {
		servers = []*process{s.two, s.one}
	}
	for _, p := range servers {
		status, location, err := p.ask(s.Context(), http.MethodGet, path, nil)
		if err == nil && status == http.StatusOK {
			status, location, err = p.ask(s.Context(), http.MethodPost, path, form)
		}
		switch {
		case err == nil && status == http.StatusSeeOther:
			return location
		case err == nil:
			s.Fatalf("%s answers %d\n%s", path, status, p.out)
		case p != s.doomed:
			s.Fatalf("%s does not answer: %v\n%s", p.name, err, p.out)
		}
		<-p.ended
		s.mourn()
	}
	s.Fatal("neither server answers")
	return ""
}

// answer says something to the "Can you help?" that waits for an answer: by the link in the mail. It returns the visit page.
func (s *scene) answer(name, what string) string {
	s.Helper()
	var message int
	err := s.db.SQL.QueryRowContext(s.Context(), `
		SELECT o.id
		FROM invitations i
		JOIN outbox o ON o.invitation_id = i.id AND o.kind = 'invitation'
		WHERE i.request_id = $1 AND i.state = 'delivered'
		ORDER BY i.id
		LIMIT 1`, s.asks[name]).Scan(&message)
	if err != nil {
		s.Fatalf("nobody is being asked for %s: %v", name, err)
	}
	for _, m := range s.sink.Messages() {
		if messageID(m) != fmt.Sprintf("%d.%d@help.example.org", s.priya.DistrictID, message) {
			continue
		}
		for _, link := range smtpsink.Links(m) {
			if path, found := strings.CutPrefix(link, killSite+"/can-you-help/"); found {
				path, _, _ = strings.Cut(path, "?")
				return s.press("/can-you-help/"+path, url.Values{"answer": {what}})
			}
		}
	}
	s.Fatalf("the mail that asks for %s has not arrived", name)
	return ""
}

func messageID(m smtpsink.Message) string { return strings.Trim(m.Header("Message-ID"), "<>") }

// number reads one number.
func (s *scene) number(query string, args ...any) (n int) {
	s.Helper()
	s.must(s.db.SQL.QueryRowContext(s.Context(), query, args...).Scan(&n))
	return n
}

func (s *scene) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}
