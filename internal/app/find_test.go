package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/postgres"
)

// named gives somebody a last name and a phone number.
func (w *world) named(id domain.PersonID, last, phone string) {
	w.Helper()
	w.exec(`UPDATE persons SET last_name = $1, phone = $2 WHERE id = $3`, last, phone, id)
}

// finds returns what somebody finds, as "kind: what (why)", the way in which it is shown.
func (w *world) finds(who, query string) (out []string) {
	w.Helper()
	found, err := w.app.Find(w.Context(), w.as(who), Find{Query: query})
	w.must(err)
	for _, r := range found.Requests {
		out = append(out, fmt.Sprintf("ask: %s (%s)", r.FirstName, r.Fit))
	}
	for _, p := range found.People {
		out = append(out, fmt.Sprintf("person: %s (%s)", strings.TrimSpace(p.FirstName+" "+p.LastName), p.Fit))
	}
	for _, s := range found.Streets {
		out = append(out, fmt.Sprintf("street: %s (%s)", s.Name, s.Fit))
	}
	return out
}

// wanted is a world with Nora Kirkby, who asks in Hill Road, and John Smith, who only lives in Quay Lane.
func wanted(t *testing.T) (w *world, reference string) {
	w = newWorld(t)
	r := w.ask("Nora", "Hill Road", "dog")
	w.named(r.PersonID, "Kirkby", "+441632960155")
	w.named(w.person("John", "Quay Lane"), "Smith", "+441632960777")
	n := uint64(1)
	for ; !strings.ContainsAny(reference, "23456789"); n++ { // else a slip in it may be a name
		reference = string(domain.NewReference(n))
	}
	w.exec(`UPDATE requests SET reference = $1 WHERE id = $2`, reference, r.ID)
	return w, reference
}

// Slips, spellings and pieces all lead to whom is meant, and each line says why it is there. What is a pattern elsewhere is only text.
func TestApp_Find(t *testing.T) {
	w, ref := wanted(t)
	swapped := ref[:2] + ref[3:4] + ref[2:3] + ref[4:]
	nora := []string{"ask: Nora (name)", "person: Nora Kirkby (name)"}
	nearlyNora := []string{"ask: Nora (like_name)", "person: Nora Kirkby (like_name)"}
	byPhone := []string{"ask: Nora (phone)", "person: Nora Kirkby (phone)"}
	byReference := []string{"ask: Nora (reference)"}
	byStreet := []string{"ask: Nora (street)", "person: Nora Kirkby (street)", "person: Ada Tester (street)", "person: Priya Tester (street)",
		"street: Hill Road (street)"}
	for query, want := range map[string][]string{
		"Nora Kirkby": nora, " nora  KIRK ": nora, "kirk": nora,
		"Nora Kirc": nearlyNora, "Norra Kirkby": nearlyNora, "Kirkbey": nearlyNora, "Kirkby Nora": nearlyNora,
		"Jon Smyth":    {"person: John Smith (like_name)"}, // a slip in each word: no part of the name is like it
		"01632 960155": byPhone, "(01632)960155": byPhone, "+44 1632 960 155": byPhone, "00441632960155": byPhone,
		"01632 960777": {"person: John Smith (phone)"}, "01632 960778": nil,
		ref: byReference, strings.ToLower(ref[:3]) + "-" + ref[3:]: byReference, swapped: byReference,
		"hill rd": byStreet, "Hil Road": {"ask: Nora (like_street)", "street: Hill Road (like_street)"},
		"Qay Lane": {"street: Quay Lane (like_street)"},
		// One slip in a short word leaves little of it, and so does a vowel that was heard as another.
		"Noar": nearlyNora, "Nura": nearlyNora, "Kerkbee": nearlyNora, "Kyrkbi": nearlyNora, "Nura Korkbe": nearlyNora, "Smyht": {"person: John Smith (like_name)"},
		"Qauy": {"person: John Smith (like_street)", "person: Bo Tester (like_street)", "person: Sam Tester (like_street)",
			"street: Quay Lane (like_street)"},
		"Nara Smith": {"person: John Smith (like_name)"},
		"zzyzx":      nil, "": nil, " ": nil, "%": nil, "'": nil, "_ora": nil, `\\`: nil, "Noraxxxxxxxx" + strings.Repeat("x", 200): nil,
	} {
		w.same(query, w.finds("Priya", query), want)
	}
}

// Everybody finds what their roles cover, and of it only what they may see.
func TestApp_Find_ownPlacesOnly(t *testing.T) {
	w, ref := wanted(t)
	joan := w.ask("Joan", "Castle Row", "dog")
	w.named(joan.PersonID, "Kirkby", "+441632960122")
	w.addRole(w.person("Bea", "Mill Lane"), domain.DeskHelper, domain.Spot{TownID: w.town["Brackle"]})
	both := []string{"ask: Joan (name)", "ask: Nora (name)", "person: Joan Kirkby (name)", "person: Nora Kirkby (name)"}
	castleRow := []string{"ask: Joan (name)", "person: Joan Kirkby (name)"}
	for who, want := range map[string][]string{
		"Priya": both, "Dee": both, // the district's, the town's
		"Maggie": castleRow, "Ravi": castleRow, // the street's
		"Cal": both[2:], // who takes calls sees no asks
		"Ada": nil,      // who runs the machine sees neither
		"Bea": nil,      // another town's
	} {
		w.same(who+" by name", w.finds(who, "kirkby"), want)
	}
	for _, query := range []string{ref, "01632 960155", "Nora Kirc", "Noar Kirkby", "Hill Road", "Hil Road"} {
		for _, found := range w.finds("Maggie", query) {
			if strings.Contains(found, "Nora") || strings.Contains(found, "Hill") {
				t.Errorf("%q: Maggie finds %q", query, found)
			}
		}
		w.same("Bea by "+query, w.finds("Bea", query), nil)
	}
	w.same("Ada's streets", w.finds("Ada", "quay"), []string{"street: Quay Lane (street)"})
	for _, actor := range []domain.Actor{domain.Public(), {Kind: domain.PersonActor, DistrictID: w.district, PersonID: w.volunteer("Vera", "Castle Row")}} {
		if found, err := w.app.Find(t.Context(), actor, Find{Query: "Nora"}); err == nil {
			t.Errorf("somebody without a role finds %+v", found)
		}
	}
	other := w.as("Priya")
	other.DistrictID = domain.DistrictID(w.insert(`INSERT INTO districts (name, phone) VALUES ('Elsewhere', '01632 960001') RETURNING id`))
	for i := range other.Roles {
		other.Roles[i].DistrictID = other.DistrictID
	}
	found, err := w.app.Find(t.Context(), other, Find{Query: "Nora Kirc"})
	w.must(err)
	if n := len(found.Requests) + len(found.People) + len(found.Streets); n != 0 {
		t.Errorf("another district finds %+v", found)
	}
}

// Names that look like it more, and belong to people elsewhere or to people who never asked, hide nobody.
func TestApp_Find_asksBehindManyAlike(t *testing.T) {
	w := newWorld(t)
	joan := w.ask("Joan", "Castle Row", "dog")
	w.named(joan.PersonID, "Kirkbyson", "+441632960122")
	for i := range 30 {
		w.named(w.person(fmt.Sprintf("Never%d", i), "Castle Row"), "Kirkbys", "+441632960123")
	}
	for i := range 30 {
		name := fmt.Sprintf("Far%d", i)
		id := w.person(name, "Mill Lane")
		w.named(id, "Kirkbys", "+441632960124")
		w.insert(`
			INSERT INTO requests (district_id, reference, person_id, need_id, skills, check_required, distance, minutes, goes_out, town_id, section_id,
				street_id, urgency, wanted_from, useful_until, came_by, raised_at, owner_id, owner_since, next_action, next_action_at, start_level, level,
				started_at, level_since, door_words)
			SELECT district_id, $1, $2, need_id, skills, check_required, distance, minutes, goes_out, $3, $4, $5, urgency, wanted_from, useful_until,
				came_by, raised_at + interval '1 minute', $7, owner_since, next_action, next_action_at, start_level, level, started_at, level_since, ''
			FROM requests WHERE person_id = $6
			RETURNING id`, string(domain.NewReference(uint64(1000+i))), id, w.town["Brackle"], w.section["Market Place"], w.street["Mill Lane"], joan.PersonID, w.who["Priya"])
	}
	if found := w.finds("Maggie", "Kirkbis"); len(found) == 0 || found[0] != "ask: Joan (like_name)" {
		t.Errorf("Maggie finds %q", found)
	}
	found, err := w.app.Find(t.Context(), w.as("Priya"), Find{Query: "Kirkbis"})
	w.must(err)
	if len(found.Requests) != foundEach || !found.MoreRequests || len(found.People) != foundEach || !found.MorePeople || found.MoreStreets {
		t.Errorf("%d asks, more %v; %d people, more %v; more streets %v", len(found.Requests), found.MoreRequests, len(found.People),
			found.MorePeople, found.MoreStreets)
	}
	found, err = w.app.Find(t.Context(), w.as("Priya"), Find{Query: "Kirkbis", Each: 40})
	w.must(err)
	if len(found.People) != 40 {
		t.Errorf("%d people of 40 that were wanted", len(found.People))
	}
	seen := map[domain.PersonID]bool{}
	for _, p := range found.People {
		if seen[p.ID] {
			t.Errorf("%s is there twice", p.FirstName)
		}
		seen[p.ID] = true
	}
}

// Who is like it by a part of the name comes before who is like it only as a whole; nobody is there twice, on whichever page.
func TestApp_People_SearchNearly(t *testing.T) {
	w := newWorld(t)
	w.named(w.person("Jon", "Quay Lane"), "Smythe", "+441632960001")
	w.named(w.person("John", "Quay Lane"), "Smith", "+441632960002")
	w.named(w.person("Joan", "Quay Lane"), "Smithers", "+441632960003")
	for first := 1; first < 5; first++ {
		var got []string
		for page := (Page{First: first}); ; {
			lines, info, err := w.app.People(t.Context(), w.as("Priya"), PeopleFilter{Query: "jon smyth"}, page)
			w.must(err)
			for _, l := range lines {
				got = append(got, fmt.Sprintf("%s %s", l.FirstName, l.LastName))
			}
			if page.After = info.End; !info.HasNext || len(got) > 9 {
				break
			}
		}
		w.same(fmt.Sprintf("%d at a time", first), got, []string{"Jon Smythe", "John Smith"})
	}
}

// A name with a slip in it is found page by page, and the end of a list that was found stays its end.
func TestApp_People_SearchMended(t *testing.T) {
	w := newWorld(t)
	for _, first := range []string{"Ann", "Bea", "Cy"} {
		w.named(w.person(first, "Quay Lane"), "Joyce", "+441632960001")
	}
	w.named(w.person("Di", "Quay Lane"), "Jayce", "+441632960002")
	for query, want := range map[string]string{"joice": "Ann Bea Cy ", "joyce": "Ann Bea Cy ", "jaice": "Di "} {
		for first := 1; first < 5; first++ {
			got := ""
			for page := (Page{First: first}); ; {
				lines, info, err := w.app.People(t.Context(), w.as("Priya"), PeopleFilter{Query: query}, page)
				w.must(err)
				for _, l := range lines {
					got += l.FirstName + " "
				}
				if page.After = info.End; len(lines) == 0 || len(got) > 30 {
					break
				}
			}
			if got != want {
				t.Errorf("%s, %d at a time: %q, want %q", query, first, got, want)
			}
		}
	}
}

// What may have been meant is looked up once for all that is looked for: of each word among people and among streets.
func TestApp_Find_MeantOnce(t *testing.T) {
	w, _ := wanted(t)
	statements := func(query string) int {
		ctx, counter := postgres.CountStatements(w.Context())
		_, err := w.app.Find(ctx, w.as("Priya"), Find{Query: query})
		w.must(err)
		return counter.N()
	}
	// Two words in which slips may be take two statements each more than two that are too short to have any.
	if long, short := statements("Qqqwwww Zzzxxxx"), statements("Qqq Zzz"); long != short+4 {
		t.Errorf("%d statements instead of %d", long, short+4)
	}
}

// A part of the desk that its count says is empty is not looked for.
func TestApp_Desk_LeavesOutEmptyParts(t *testing.T) {
	w := newWorld(t)
	statements := func() int {
		ctx, counter := postgres.CountStatements(w.Context())
		_, err := w.app.Desk(ctx, w.as("Priya"), DeskFilter{})
		w.must(err)
		return counter.N()
	}
	empty := statements()
	w.ask("Nora", "Hill Road", "dog")
	if one := statements(); one != empty+1 {
		t.Errorf("%d statements for one part, %d for none", one, empty)
	}
}

// The narrowing of lists and of the desk: by section, by kind of help, and by both.
func TestApp_NarrowedBySectionAndNeed(t *testing.T) {
	w := newWorld(t)
	w.ask("Joan", "Castle Row", "dog")
	w.ask("Jim", "Hill Road", "dog")
	w.ask("Ted", "Castle Row", "shopping")
	w.exec(`
		INSERT INTO tasks (district_id, kind, request_id, person_id, owner_id, due_at, created_at, town_id)
		SELECT district_id, 'call', id, person_id, owner_id, now(), now(), town_id FROM requests`)
	for _, tt := range []struct {
		filter DeskFilter
		want   string
	}{
		{DeskFilter{}, "Jim Joan Ted"},
		{DeskFilter{SectionID: w.section["Old Town"]}, "Joan Ted"},
		{DeskFilter{SectionID: w.section["Market Place"]}, ""},
		{DeskFilter{NeedID: w.need["dog"]}, "Jim Joan"},
		{DeskFilter{SectionID: w.section["Old Town"], NeedID: w.need["dog"]}, "Joan"},
		{DeskFilter{SectionID: w.section["Hillside"], NeedID: w.need["shopping"]}, ""},
		{DeskFilter{SectionID: 999_999}, ""},
		{DeskFilter{NeedID: 999_999}, ""},
	} {
		asks, info, err := w.app.Requests(t.Context(), w.as("Dee"), tt.filter.requests(w.as("Dee")), Page{})
		w.must(err)
		tasks, _, err := w.app.Tasks(t.Context(), w.as("Dee"), tt.filter, Page{})
		w.must(err)
		desk, err := w.app.Desk(t.Context(), w.as("Dee"), tt.filter)
		w.must(err)
		var names, called []string
		for _, l := range asks {
			names = append(names, l.FirstName)
		}
		for _, l := range tasks {
			called = append(called, l.FirstName)
		}
		slices.Sort(names)
		slices.Sort(called)
		if strings.Join(names, " ") != tt.want || strings.Join(called, " ") != tt.want {
			t.Errorf("%+v: the asks of %q and the calls to %q, want those of %q", tt.filter, names, called, tt.want)
		}
		if info.Total != len(names) || desk.Open() != len(names) || len(desk.Tasks) != len(names) {
			t.Errorf("%+v: %d asks, counted as %d, at the desk %d with %d calls", tt.filter, len(names), info.Total, desk.Open(), len(desk.Tasks))
		}
	}
}

// A list of asks mends slips as the search does, page by page; its count is of what it shows, and the end of a list stays its end.
func TestApp_Requests_SearchMended(t *testing.T) {
	w := newWorld(t)
	for _, street := range []string{"Castle Row", "Hill Road", "Quay Lane"} {
		w.named(w.ask("Dilys", street, "dog").PersonID, "Joyce", "+441632960101")
	}
	w.ask("Sheila", "Mill Lane", "dog")
	for query, want := range map[string]int{"dylsi": 3, "joice": 3, "Dilys Joyce": 3, "Cestle": 1, "Qauy Lane": 1, "shiela": 1, "zzyzx": 0, "01632 960999": 0} {
		for first := 1; first < 5; first++ {
			seen := map[domain.RequestID]bool{}
			for page := (Page{First: first}); ; {
				lines, info, err := w.app.Requests(t.Context(), w.as("Priya"), RequestFilter{Query: query}, page)
				w.must(err)
				for _, l := range lines {
					if seen[l.ID] {
						t.Fatalf("%s, %d at a time: %s comes twice", query, first, l.FirstName)
					}
					seen[l.ID] = true
				}
				if len(lines) > 0 && info.Total != want {
					t.Errorf("%s counts %d of %d", query, info.Total, want)
				}
				if page.After = info.End; len(lines) == 0 {
					break
				}
			}
			if len(seen) != want {
				t.Errorf("%s, %d at a time: %d asks, want %d", query, first, len(seen), want)
			}
		}
	}
	lines, _, err := w.app.Requests(t.Context(), w.as("Maggie"), RequestFilter{Query: "dylsi"}, Page{})
	w.must(err)
	if len(lines) != 1 { // hers alone
		t.Errorf("Maggie finds %d asks by a slip", len(lines))
	}
}
