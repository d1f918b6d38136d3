package web

import (
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// village is a small town with a database, pages and mail of its own, at ten in the morning of Wednesday 10 June 2026. Priya is
// the district coordinator, Maggie looks after Castle Row and hears of worries; all is made through the use cases.
type village struct {
	*testing.T
	known
	db      *postgres.DB
	app     *app.App
	mail    *notify.Box
	handler http.Handler
	site    *httptest.Server
}

// known is what tests know of what is in a village.
type known struct {
	street map[string]domain.StreetID
	need   map[string]domain.NeedID
	priya  domain.Actor
	town   domain.TownID
}

// villages holds the village as it begins, by its further towns.
var villages pgtest.Filled[known]

// morning is when every village begins.
var morning = time.Date(2026, time.June, 10, 9, 0, 0, 0, time.UTC)

// newVillage makes Saltcombe, and further towns with a Main Street each.
func newVillage(t *testing.T, further ...string) *village {
	t.Helper()
	// The server's address is known before its pages are made, because messages carry it.
	v := &village{T: t}
	v.site = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { v.handler.ServeHTTP(w, r) }))
	v.site.Start()
	t.Cleanup(v.site.Close)
	v.db, v.known = villages.New(t, strings.Join(further, ", "), func(db, _ *postgres.DB) known {
		pgtest.Freeze(t, db, morning)
		first := &village{T: t, site: v.site, known: known{street: map[string]domain.StreetID{}, need: map[string]domain.NeedID{}}}
		first.open(db)
		first.build(further)
		pgtest.OpenDoors(t, db)
		return first.known
	})
	v.street, v.need = maps.Clone(v.street), maps.Clone(v.need)
	log := v.open(v.db)
	var err error
	v.handler, err = New(v.app, Options{Log: log, Zone: v.zone(), Dev: true, Mail: v.kept})
	v.must(err)
	return v
}

// open lets a village work with a database.
func (v *village) open(db *postgres.DB) *slog.Logger {
	v.Helper()
	log := slog.New(slog.NewTextHandler(v.Output(), nil))
	v.mail = notify.NewBox(100)
	v.app = app.New(db, app.Options{Secret: []byte("a secret of thirty-two bytes....."), BaseURL: v.site.URL, Zone: v.zone(),
		Sender: v.mail, From: "help@example.org", Log: log, Policy: escalation.DefaultPolicy()})
	return log
}

func (v *village) zone() *time.Location {
	v.Helper()
	zone, err := time.LoadLocation("Europe/London")
	v.must(err)
	return zone
}

// withIslands serves the pages with their scripts.
func (v *village) withIslands(folders ...fs.FS) *village {
	v.Helper()
	var err error
	v.handler, err = New(v.app, Options{Log: slog.New(slog.NewTextHandler(v.Output(), nil)), Zone: v.zone(), Islands: folders})
	v.must(err)
	return v
}

func (v *village) build(further []string) {
	v.Helper()
	rows := []app.StreetRow{{Town: "Saltcombe", Section: "Station", Name: "Castle Row"}, {Town: "Saltcombe", Section: "Station", Name: "Withy Row"},
		{Town: "Saltcombe", Section: "Mill Lane", Name: "Withy Terrace"}, {Town: "Saltcombe", Section: "Mill Lane", Name: "Saint Mary’s Road"}}
	for _, town := range further {
		rows = append(rows, app.StreetRow{Town: town, Section: "Market Place", Name: "Main Street"})
	}
	for i := range rows {
		rows[i].Mid = domain.Point{Lat: 51.2, Lon: -4.1 + float64(i)*0.002}
	}
	_, err := v.app.ImportStreets(v.Context(), domain.Clock(), app.ImportStreets{District: "North Wendle", Streets: rows})
	v.must(err)
	districts, err := v.app.Districts(v.Context(), domain.Clock())
	v.must(err)
	phone, yes := "01632 960142", true
	v.must(v.app.ChangeSettings(v.Context(), domain.Clock(), app.ChangeSettings{DistrictID: districts[0].ID, Phone: &phone}))
	for _, row := range rows {
		found, err := v.app.FindStreets(v.Context(), domain.Public(), app.FindStreets{Query: row.Name})
		v.must(err)
		v.street[row.Name] = found[0].ID
		if row.Town == "Saltcombe" {
			v.town = found[0].TownID
		}
	}
	needs, err := v.app.Needs(v.Context(), domain.Public(), v.town)
	v.must(err)
	for _, n := range needs {
		v.need[n.Code] = n.ID
	}
	priya := v.person("Priya", "Castle Row", nil)
	v.role(priya, app.GrantRole{Kind: domain.DistrictCoordinator})
	v.priya = domain.Actor{Kind: domain.PersonActor, DistrictID: districts[0].ID, PersonID: priya, Roles: []domain.Role{{Kind: domain.DistrictCoordinator, DistrictID: districts[0].ID}}}
	maggie := v.person("Maggie", "Castle Row", nil)
	v.role(maggie, app.GrantRole{Kind: domain.Coordinator, StreetID: v.street["Castle Row"]})
	v.must(v.app.ChangeTown(v.Context(), v.priya, app.ChangeTown{TownID: v.town, SafeguardingLeadID: &maggie, Open: &yes}))
}

func (v *village) role(id domain.PersonID, r app.GrantRole) {
	v.Helper()
	r.PersonID = id
	_, err := v.app.GrantRole(v.Context(), domain.Clock(), r)
	v.must(err)
}

func (v *village) person(first, street string, helps *app.VolunteerDetails) domain.PersonID {
	v.Helper()
	id, err := v.app.AddPerson(v.Context(), domain.Clock(), app.AddPerson{FirstName: first, LastName: "Tester", Email: first + "@example.org",
		StreetID: v.street[street], SafeToRing: true, SafeToWrite: true, HowTold: "in_person", Volunteer: helps})
	v.must(err)
	return id
}

// volunteer adds somebody who has been met and does everything that needs no check, at any time.
func (v *village) volunteer(first, street string) domain.PersonID {
	v.Helper()
	skills, any, reach, often := []string{"errands", "dogs", "handy", "gardening", "driving", "knock"}, domain.AnyTime, domain.AtDistrict, 5
	id := v.person(first, street, &app.VolunteerDetails{Skills: &skills, Availability: &any, Reach: &reach, CapacityWeek: &often, BudgetWeek: &often, BudgetDay: &often, Agreed: true})
	v.must(v.app.MeetVolunteer(v.Context(), v.priya, app.MeetVolunteer{PersonID: id, References: 2}))
	return id
}

// joans is Joan's ask for a kind of help in Withy Row.
func (v *village) joans(need string) app.Raised {
	v.Helper()
	raised, err := v.app.RaiseRequest(v.Context(), domain.Public(), v.joan(need))
	v.must(err)
	return raised
}

// joan is what Joan says of a kind of help.
func (v *village) joan(need string) app.RaiseRequest {
	return app.RaiseRequest{FirstName: "Joan", LastName: "Pascoe", Phone: "01632 960155",
		Email: "joan@example.org", Address: "4", StreetID: v.street["Withy Row"], NeedID: v.need[need], Notes: "The dog is called Biscuit.",
		MustKnow: "I am hard of hearing.", SafeToRing: true, SafeToWrite: true, AgreedShare: true}
}

// asks puts an ask to a volunteer, and returns the path in the message that they get for one answer.
func (v *village) asks(raised app.Raised, helper domain.PersonID, answer string) string {
	v.Helper()
	v.must(v.app.AskHelper(v.Context(), v.priya, app.AskHelper{RequestID: raised.RequestID, PersonID: helper}))
	return v.linkTo(helper, "?answer="+answer)
}

// linkTo delivers the mail and returns the path of the newest link to somebody that holds a text.
func (v *village) linkTo(id domain.PersonID, part string) string {
	v.Helper()
	person, err := v.db.Store().Person(v.Context(), id)
	v.must(err)
	return v.linkIn(person.Email, part)
}

// linkIn does the same for an address that is nobody's on file.
func (v *village) linkIn(address, part string) string {
	v.Helper()
	_, err := v.app.DeliverOutbox(v.Context(), domain.Clock())
	v.must(err)
	for _, m := range v.mail.List() {
		for _, link := range m.Links() {
			if m.Message.To.Address == address && strings.Contains(link.URL, part) {
				return strings.TrimPrefix(link.URL, v.site.URL)
			}
		}
	}
	v.Fatalf("no message to %s has a link with %s", address, part)
	return ""
}

// kept is the mail for /dev/mail.
func (v *village) kept() (out []DevMail) {
	for _, k := range v.mail.List() {
		m := DevMail{Number: k.Number, To: k.Message.To.Address, Subject: k.Message.Subject, Text: k.Message.Text, HTML: k.Message.HTML}
		for _, l := range k.Links() {
			m.Links = append(m.Links, Link{Text: l.Text, Href: l.URL})
		}
		out = append(out, m)
	}
	return out
}

func (v *village) must(err error) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
}

// visitor is a browser without scripts: it keeps cookies, follows redirects, and fills in the forms that it is shown.
type visitor struct {
	*village
	client *http.Client
	status int
	path   string // where it is
	body   string
	doc    *html.Node
}

func (v *village) visitor() *visitor {
	v.Helper()
	jar, err := cookiejar.New(nil)
	v.must(err)
	return &visitor{village: v, client: &http.Client{Jar: jar}}
}

// opens goes to a path.
func (b *visitor) opens(path string) *visitor {
	b.Helper()
	answer, err := b.client.Get(b.site.URL + path)
	return b.sees(answer, err)
}

// sends posts values to a path.
func (b *visitor) sends(path string, values url.Values) *visitor {
	b.Helper()
	answer, err := b.client.PostForm(b.site.URL+path, values)
	return b.sees(answer, err)
}

func (b *visitor) sees(answer *http.Response, err error) *visitor {
	b.Helper()
	b.must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	b.must(err)
	b.status, b.path, b.body = answer.StatusCode, answer.Request.URL.RequestURI(), string(text)
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") && !strings.HasSuffix(strings.SplitN(b.path, "?", 2)[0], "/html") {
		b.doc = document(b.T, b.body)
	}
	return b
}

// presses sends the form that a button belongs to as it stands, with that button; changes go over it.
func (b *visitor) presses(words string, changes url.Values) *visitor {
	b.Helper()
	for _, button := range find(b.T, b.doc, "main button") {
		if nodeText(button) != words {
			continue
		}
		form := button
		for form.Data != "form" {
			form = form.Parent
		}
		values := filledIn(b.T, form)
		if name := attr(button, "name"); name != "" {
			values.Set(name, attr(button, "value"))
		}
		for name, list := range changes {
			values[name] = list
		}
		to := attr(form, "action")
		if to == "" {
			to = strings.SplitN(b.path, "?", 2)[0]
		}
		return b.sends(to, values)
	}
	b.Fatalf("%s has no button %q: %s", b.path, words, b.said("main"))
	return b
}

// said is the text of a place on the page.
func (b *visitor) said(selector string) string {
	b.Helper()
	return textOf(b.T, b.doc, selector)
}

// reads checks where a browser is and what the page's heading says.
func (b *visitor) reads(status int, heading string) *visitor {
	b.Helper()
	if got := b.said("h1"); b.status != status || got != heading {
		b.Errorf("%s answers %d %q, want %d %q", b.path, b.status, got, status, heading)
	}
	return b
}

// tells checks that the page holds words, and others not.
func (b *visitor) tells(has []string, not ...string) *visitor {
	b.Helper()
	text := b.said("body")
	for _, w := range has {
		if !strings.Contains(text, w) {
			b.Errorf("%s does not say %q: %s", b.path, w, text)
		}
	}
	for _, w := range not {
		if strings.Contains(text, w) {
			b.Errorf("%s says %q", b.path, w)
		}
	}
	return b
}

// errors are the sentences of the error summary.
func (b *visitor) errors() (out []string) {
	b.Helper()
	for _, li := range find(b.T, b.doc, ".summary li") {
		out = append(out, nodeText(li))
	}
	return out
}

// filledIn is what a browser would send of a form.
func filledIn(t *testing.T, form *html.Node) url.Values {
	t.Helper()
	values := url.Values{}
	for _, input := range find(t, form, "input, textarea, select") {
		kind := attr(input, "type")
		switch {
		case attr(input, "name") == "":
		case input.Data == "textarea":
			values.Add(attr(input, "name"), strings.TrimPrefix(rawText(input), "\n"))
		case input.Data == "select":
			for n, option := range find(t, input, "option") {
				if n == 0 || has(option, "selected") { // the first where none is chosen
					values.Set(attr(input, "name"), attr(option, "value"))
				}
			}
		case (kind == "radio" || kind == "checkbox") && !has(input, "checked"):
		default:
			values.Add(attr(input, "name"), attr(input, "value"))
		}
	}
	return values
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func nodeText(n *html.Node) string { return strings.Join(strings.Fields(rawText(n)), " ") }

func rawText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// later moves the village's clock on.
func (v *village) later(by string) {
	v.Helper()
	d, err := time.ParseDuration(by)
	v.must(err)
	pgtest.Advance(v.T, v.db, d)
}
