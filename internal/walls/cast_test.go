package walls

import (
	"regexp"
	"slices"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// actor is somebody who tries: by a session or a key in the header, by a link in the request, or with neither.
type actor struct {
	name   string
	as     domain.Actor
	bearer string // what stands in the header: a session's token, or a key
	link   string // the token of a link
}

// places are where a role is held, by what it is held on.
type places map[string]string

// Every role is tried at the place that the probes are about, at one of its kind next door, and in another district.
var (
	inside    = places{"street": "Castle Row", "section": "Old Town", "town": "Saltcombe", "district": "North Wendle"}
	nextDoor  = places{"street": "Main Street", "section": "Hillside", "town": "Brackle"}
	elsewhere = places{"street": "Green Lane", "section": "Green", "town": "Oldbury", "district": "South Wendle"}
)

// heldOn says on what a role is held; on a town where it says nothing.
var heldOn = map[domain.RoleKind]string{
	domain.Coordinator: "street", domain.Reserve: "section", domain.DistrictCoordinator: "district", domain.Administrator: "district",
}

// people brings in who holds the roles, who helps, and who has nothing to do with it all.
func (w *world) people() {
	w.Helper()
	for _, kind := range domain.RoleKinds {
		on := heldOn[kind]
		if on == "" {
			on = "town"
		}
		for name, at := range map[string]places{"": inside, " next door": nextDoor, " elsewhere": elsewhere} {
			if at[on] != "" {
				w.holder(string(kind)+name, kind, at[on])
			}
		}
	}
	w.holder("builder over all", domain.Builder, "North Wendle")
	w.person("once_coordinator", "Castle Row", nil)
	w.exec(w.fill(`INSERT INTO roles (district_id, person_id, kind, begins_on, ends_on)
		VALUES (<NorthWendle>, <once_coordinator>, 'district_coordinator', '2026-01-01', '2026-06-10')`, plain))
	w.person("Olive", "Mill Lane", nil)
	for _, name := range []string{"Vera", "Tom"} {
		w.volunteer(name, "Castle Row")
		w.must(w.app.MeetVolunteer(w.Context(), w.holds("builder"), app.MeetVolunteer{PersonID: domain.PersonID(w.get(name).id), References: 2}))
	}
	w.volunteer("Nia", "Castle Row")
	w.person("Rolf", "Castle Row", nil)
	for _, town := range []string{"Saltcombe", "Brackle", "Oldbury"} {
		open := true
		w.must(w.app.ChangeTown(w.Context(), domain.Clock(), app.ChangeTown{TownID: domain.TownID(w.get(town).id), Open: &open}))
	}
}

// holder brings in somebody with a role on a place, who lives where the place is not.
func (w *world) holder(name string, kind domain.RoleKind, place string) {
	w.Helper()
	at, home := w.get(place), "Hill Road"
	if at.target.Spot.DistrictID != w.spot("North Wendle").DistrictID {
		home = "Green Lane"
	}
	w.person(name, home, nil)
	cmd := app.GrantRole{PersonID: domain.PersonID(w.get(name).id), Kind: kind}
	switch at.kind {
	case "Street":
		cmd.StreetID = domain.StreetID(at.id)
	case "Section":
		cmd.SectionID = domain.SectionID(at.id)
	case "Town":
		cmd.TownID = domain.TownID(at.id)
	}
	id, err := w.app.GrantRole(w.Context(), domain.Clock(), cmd)
	w.must(err)
	w.add("role of "+name, "Role", int64(id), at.target.Spot)
}

// person brings somebody in whose contact details are secrets. Their first name says who they are, their last name is marked.
func (w *world) person(name, street string, helps *app.VolunteerDetails) {
	w.Helper()
	word := strings.NewReplacer(" ", "", "_", "").Replace(name)
	id, err := w.app.AddPerson(w.Context(), domain.Clock(), app.AddPerson{
		FirstName: strings.ToUpper(word[:1]) + word[1:], LastName: strings.ToUpper(word[:1]) + word[1:] + "son", Email: word + "@secret.example.org", Phone: "01632 960777",
		Address: "7 Larkspur House", StreetID: domain.StreetID(w.get(street).id), SafeToRing: true, SafeToWrite: true, HowTold: "in_person",
		Volunteer: helps,
	})
	w.must(err)
	w.note(name, thing{kind: "Person", id: int64(id), target: domain.Target{Spot: w.spot(street), PersonID: id}})
}

func (w *world) volunteer(name, street string) {
	w.Helper()
	reach, any, often := domain.AtTown, domain.AnyTime, 10
	skills := []string{"dogs", "errands", "gardening"}
	w.person(name, street, &app.VolunteerDetails{Reach: &reach, Skills: &skills, Availability: &any, CapacityWeek: &often, BudgetWeek: &often, BudgetDay: &often, Agreed: true})
}

// holds is a person as they would come, with the roles that they hold.
func (w *world) holds(name string) domain.Actor {
	w.Helper()
	t := w.get(name)
	roles, err := w.db.Store().RolesHeld(w.Context(), domain.PersonID(t.id), wednesday)
	w.must(err)
	return domain.Actor{Kind: domain.PersonActor, DistrictID: t.target.Spot.DistrictID, PersonID: domain.PersonID(t.id), Roles: roles}
}

// signIns signs everybody in who may have a session.
func (w *world) signIns() {
	w.Helper()
	for name, t := range w.things {
		if t.kind != "Person" || name == "Nia" || name == "Rolf" || strings.HasPrefix(name, "asker") {
			continue
		}
		url, err := w.app.MintSignInLink(w.Context(), domain.Clock(), plain(t))
		w.must(err)
		s, err := w.app.UseSignInLink(w.Context(), domain.Public(), url[strings.LastIndex(url, "/")+1:])
		w.must(err)
		as, _, err := w.app.SessionActor(w.Context(), domain.Public(), s.Token)
		w.must(err)
		w.cast = append(w.cast, actor{name: name, as: as, bearer: s.Token})
		w.note("session of "+name, thing{kind: "SessionLine", id: s.ID, target: domain.Target{PersonID: as.PersonID}})
	}
	w.exec(w.fill(`UPDATE sessions SET device = 'Opera on Chromebook' WHERE id = <sessionofVera>`, plain))
	w.signInMail()
}

// signInMail leaves Tom a message with a link and a code.
func (w *world) signInMail() {
	w.Helper()
	w.must(w.app.RequestSignIn(w.Context(), domain.Public(), app.RequestSignIn{Email: "Tom@secret.example.org"}))
	_, err := w.app.DeliverOutbox(w.Context(), domain.Clock())
	w.must(err)
	newest := w.mail.List()[0]
	for _, link := range newest.Links() {
		if _, token, ok := strings.Cut(link.URL, "/sign-in/"); ok {
			w.note("signin", thing{text: token})
		}
	}
	w.note("code", thing{text: sixFigures.FindString(newest.Message.Text)})
}

var sixFigures = regexp.MustCompile(`\b\d{6}\b`)

// links are those who come by a link in a message: of each purpose one for the thing that probes are about, one for another's.
func (w *world) links() (out []actor) {
	w.Helper()
	for name, c := range map[string]domain.Claim{
		"status":             {Purpose: domain.ForStatus, PersonID: w.get("fresh").target.PersonID, ID: w.get("fresh").id},
		"status of going":    {Purpose: domain.ForStatus, PersonID: w.get("going").target.PersonID, ID: w.get("going").id},
		"status of weekly":   {Purpose: domain.ForStatus, PersonID: w.get("weekly").target.PersonID, ID: w.get("weekly").id},
		"status of another":  {Purpose: domain.ForStatus, PersonID: w.get("held").target.PersonID, ID: w.get("held").id},
		"invitation":         {Purpose: domain.ForInvitation, PersonID: domain.PersonID(w.get("Vera").id), ID: w.get("invitation").id},
		"invitation of Tom":  {Purpose: domain.ForInvitation, PersonID: domain.PersonID(w.get("Tom").id), ID: w.get("TomsInvitation").id},
		"visit":              {Purpose: domain.ForVisit, PersonID: domain.PersonID(w.get("Vera").id), ID: w.get("visit").id},
		"visit of Tom":       {Purpose: domain.ForVisit, PersonID: domain.PersonID(w.get("Tom").id), ID: w.get("TomsVisit").id},
		"volunteer":          {Purpose: domain.ForVolunteer, PersonID: domain.PersonID(w.get("Vera").id)},
		"news":               {Purpose: domain.ForMessages, PersonID: domain.PersonID(w.get("Vera").id)},
		"badge":              {Purpose: domain.ForLog, PersonID: domain.PersonID(w.get("Vera").id), ID: 1},
		"connector":          {Purpose: domain.ForConnector, PersonID: domain.PersonID(w.get("Rolf").id), ID: w.get("invite").id},
		"idea":               {Purpose: domain.ForIdea, PersonID: domain.PersonID(w.get("Rolf").id), ID: w.get("idea open").id},
		"idea of another":    {Purpose: domain.ForIdea, PersonID: domain.PersonID(w.get("Vera").id), ID: w.get("idea heard").id},
		"host":               {Purpose: domain.ForHost, PersonID: domain.PersonID(w.get("Vera").id)},
		"table":              {Purpose: domain.ForTable, ID: w.get("gathering").id},
		"follower":           {Purpose: domain.ForFollower, ID: w.get("follower").id},
		"follower, stopped":  {Purpose: domain.ForFollower, ID: 999_998},
		"calendar":           {Purpose: domain.ForCalendar, PersonID: domain.PersonID(w.get("Vera").id)},
		"calendar of Tom":    {Purpose: domain.ForCalendar, PersonID: domain.PersonID(w.get("Tom").id)},
		"volunteer, for Tom": {Purpose: domain.ForVolunteer, PersonID: domain.PersonID(w.get("Tom").id)},
	} {
		c.DistrictID, c.Expires = w.spot("North Wendle").DistrictID, wednesday.AddDate(0, 1, 0)
		token := domain.Seal([]byte(secret), c)
		as, err := auth.Bearer(w.Context(), w.app, token)
		w.must(err)
		out = append(out, actor{name: "link: " + name, as: as, link: token})
	}
	return out
}

// keys are machines: with and without the scope, inside and outside the place.
func (w *world) keys() (out []actor) {
	w.Helper()
	ofPlaces := slices.DeleteFunc(slices.Clone(domain.KeyActions), func(a domain.Action) bool { return a == domain.SeeJobs })
	for name, k := range map[string]struct {
		by, section string
		scope       []domain.Action
	}{
		"everything, inside":    {"district_coordinator", "Old Town", ofPlaces},
		"everything, next door": {"district_coordinator", "Market Place", ofPlaces},
		"everything, elsewhere": {"district_coordinator elsewhere", "Green", ofPlaces},
		"places only, inside":   {"district_coordinator", "Old Town", []domain.Action{domain.SeePlaces}},
		"jobs":                  {"administrator", "", []domain.Action{domain.SeeJobs}},
	} {
		section := domain.SectionID(0)
		if k.section != "" {
			section = domain.SectionID(w.get(k.section).id)
		}
		made, err := w.app.CreateAPIKey(w.Context(), w.holds(k.by), app.CreateAPIKey{
			Name: name, Scope: k.scope, SectionID: section, ExpiresAt: wednesday.AddDate(0, 1, 0),
		})
		w.must(err)
		as, err := w.app.KeyActor(w.Context(), domain.Public(), made.Secret)
		w.must(err)
		out = append(out, actor{name: "key: " + name, as: as, bearer: made.Secret})
		if name == "everything, inside" {
			w.add("key", "ApiKey", int64(made.Key.ID), w.spot("North Wendle"))
		}
	}
	return out
}
