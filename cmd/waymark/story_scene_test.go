package main

import (
	"fmt"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/notify/smtpsink"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
	"waymark/web/browsertest"
)

// story is a small town that the real program serves, with a mail server beside it and people at their browsers. They find their
// way by what is on the pages and by the links in their mail: nothing is read from the database.
type story struct {
	*testing.T
	settings []string
	db       *postgres.DB // for its clock alone
	app      *app.App     // how the town was set up
	sink     *smtpsink.Sink
	browser  *browsertest.Browser
	site     string
	desk     *browsertest.Tab // of Dee, at the page of the ask
	page     string           // the address of that page
}

func newStory(t *testing.T) *story {
	t.Helper()
	dsn, addr := pgtest.DSN(t), freeAddr(t)
	s := &story{T: t, db: pgtest.Open(t, dsn), sink: smtpsink.Start(t), browser: browsertest.Start(t), site: "http://" + addr}
	s.settings = append(settingsFor(t, dsn), "WAYMARK_ADDR", addr, "WAYMARK_URL", s.site, "WAYMARK_SMTP", s.sink.URL(),
		"WAYMARK_MAIL_FROM", "help@example.org", "WAYMARK_DEV", "false")
	pgtest.Freeze(t, s.db, killMorning)
	var err error
	s.app, err = (&program{getenv: getenv(s.settings)}).appOn(&database{DB: s.db})
	s.must(err)
	return s
}

// setUp makes the town as a real one is made: streets and volunteers come from tables, the first person by the command line, and
// that person brings in the others; a builder lets asks for a dog to be walked go out by themselves.
func (s *story) setUp() {
	s.Helper()
	streets := writeFile(s.T, "streets.csv", "street,section,town,district,lat,lon", "Castle Row,Old Town,Saltcombe,North Wendle,51.2,-4.1",
		"Main Street,Old Town,Saltcombe,North Wendle,51.201,-4.1", "Hill Road,Hillside,Saltcombe,North Wendle,51.203,-4.1")
	s.types("import", "streets", streets, "--district", "North Wendle")
	priya := s.signsInBy(s.types("link", "priya@example.org", "--first", "Priya Nair"))

	found, err := s.app.FindStreets(s.Context(), priya, app.FindStreets{Query: "Main Street"})
	s.must(err)
	town, home := found[0].TownID, found[0].ID
	for kind, name := range map[domain.RoleKind]string{domain.DeskHelper: "Dee", domain.Builder: "Bel", domain.SafeguardingLead: "Sam"} {
		id, err := s.app.AddPerson(s.Context(), priya, app.AddPerson{FirstName: name, LastName: "Tester", Email: strings.ToLower(name) + "@example.org",
			StreetID: home, SafeToWrite: true, HowTold: "in_person"})
		s.must(err)
		_, err = s.app.GrantRole(s.Context(), priya, app.GrantRole{PersonID: id, Kind: kind, TownID: town})
		s.must(err)
	}
	s.volunteers(priya)

	phone, open := "01632 960142", true
	s.must(s.app.ChangeTown(s.Context(), priya, app.ChangeTown{TownID: town, Phone: &phone, Open: &open}))
	s.open(priya, phone)
	bel, goes := s.signsInBy(s.types("link", "bel@example.org")), domain.ByItself
	needs, err := s.app.AllNeeds(s.Context(), bel, town)
	s.must(err)
	for _, n := range needs {
		if n.Code == "dog" {
			_, err := s.app.ChangeNeed(s.Context(), bel, app.ChangeNeed{NeedID: n.ID, TownID: town, GoesOut: &goes})
			s.must(err)
		}
	}
}

// open settles what is left of the first steps, and opens the doors.
func (s *story) open(priya domain.Actor, phone string) {
	s.Helper()
	s.must(s.app.ChangeSettings(s.Context(), priya, app.ChangeSettings{DistrictID: priya.DistrictID, Phone: &phone}))
	for _, step := range []domain.BeginStep{domain.StepNeeds, domain.StepLadder, domain.StepLeaflets} {
		s.must(s.app.TickStep(s.Context(), priya, app.TickStep{DistrictID: priya.DistrictID, Step: step}))
	}
	_, err := s.app.OpenDoors(s.Context(), priya, priya.DistrictID)
	s.must(err)
}

// volunteers brings in a table of people, and lets Priya meet them.
func (s *story) volunteers(priya domain.Actor) {
	s.Helper()
	list := writeFile(s.T, "volunteers.csv", "first_name,last_name,email,street,reach,skills,availability",
		"Amir,Khan,amir@example.org,Castle Row,town,dogs,any time", "Beth,Lowe,beth@example.org,Castle Row,town,dogs,any time")
	s.types("import", "volunteers", list)
	unmet, _, err := s.app.People(s.Context(), priya, app.PeopleFilter{NotMet: true}, app.Page{First: 10})
	s.must(err)
	if len(unmet) != 2 {
		s.Fatalf("%d people wait to be met, want 2", len(unmet))
	}
	for _, p := range unmet {
		s.must(s.app.MeetVolunteer(s.Context(), priya, app.MeetVolunteer{PersonID: p.ID, References: 2}))
	}
	if got := s.sink.Messages(); len(got) != 0 {
		s.Errorf("%d messages went out before anything was asked", len(got))
	}
}

// types a command, and returns what it prints.
func (s *story) types(args ...string) string {
	s.Helper()
	code, out, errOut := typed(s.Context(), s.settings, args...)
	if code != exitOK {
		s.Fatalf("waymark %s ends with %d: %s", strings.Join(args, " "), code, errOut)
	}
	return strings.TrimSpace(out)
}

// signsInBy uses a link that the command line printed.
func (s *story) signsInBy(link string) domain.Actor {
	s.Helper()
	session, err := s.app.UseSignInLink(s.Context(), domain.Public(), strings.TrimPrefix(link, s.site+"/sign-in/"))
	s.must(err)
	actor, _, err := s.app.SessionActor(s.Context(), domain.Public(), session.Token)
	s.must(err)
	return actor
}

// mail waits for a message to an address whose subject has these words, and returns the newest.
func (s *story) mail(to, subject string) (found smtpsink.Message) {
	s.Helper()
	all, err := s.sink.WaitFor(func([]smtpsink.Message) bool {
		for _, m := range s.sink.To(to) {
			if strings.Contains(m.Subject(), subject) {
				found = m
			}
		}
		return len(found.To) > 0
	}, patience)
	if err != nil {
		s.Fatalf("no mail %q to %s: %v\n%s", subject, to, err, subjects(all))
	}
	return found
}

// subjects lists messages, for a test that fails.
func subjects(all []smtpsink.Message) string {
	var b strings.Builder
	for _, m := range all {
		fmt.Fprintf(&b, "%v %s\n", m.To, m.Subject())
	}
	return b.String()
}

// opens follows the link under the words of a message.
func (s *story) opens(tab *browsertest.Tab, m smtpsink.Message, words string) {
	s.Helper()
	link := smtpsink.LinkAfter(m, words)
	if !strings.HasPrefix(link, s.site+"/") {
		s.Fatalf("no link under %q in:\n%s", words, m.Text())
	}
	tab.Go(link)
}

// look judges the page that a tab is at, keeps a picture of it where those are wanted, and makes sure that the words stand there.
func (s *story) look(tab *browsertest.Tab, name string, words ...string) {
	s.Helper()
	tab.Accessible()
	tab.NoSideways()
	tab.RoomForThumbs()
	tab.Shot("story-" + name)
	read := tab.Text("body")
	for _, w := range words {
		if !strings.Contains(read, w) {
			s.Errorf("the page %s does not say %q but\n%s", name, w, read)
		}
	}
}

// silent makes sure that a text does not tell what its reader must not know.
func (s *story) silent(what, text string, secrets ...string) {
	s.Helper()
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			s.Errorf("%s tells %q:\n%s", what, secret, text)
		}
	}
}

func (s *story) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}
