package app

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"waymark/domain"
)

// addService puts a service into a world as Priya, who looks after all of the district.
func (w *world) addService(name string, more func(*AddService)) domain.Service {
	w.Helper()
	cmd := AddService{TownID: w.town["Saltcombe"], Organization: "Saltcombe Together", Name: name, Themes: []string{"company"}}
	if more != nil {
		more(&cmd)
	}
	s, err := w.app.AddService(w.Context(), w.as("Priya"), cmd)
	w.must(err)
	return s
}

// found are the names of what somebody finds.
func (w *world) found(actor domain.Actor, f ServiceFilter) string {
	w.Helper()
	list, info, err := w.app.FindServices(w.Context(), actor, f, Page{})
	w.must(err)
	var names []string
	for _, s := range list {
		names = append(names, s.Name)
	}
	if info.Total != len(list) {
		w.Errorf("%d found, and %d counted", len(list), info.Total)
	}
	return strings.Join(names, ", ")
}

func TestApp_AddService(t *testing.T) {
	w := newWorld(t)
	cmd := AddService{
		TownID: w.town["Saltcombe"], Organization: " Orchard  Trust ", Name: "Steady on your feet", Description: "A balance class.", Themes: []string{"active", "health"},
		Places: []ServicePlace{{Name: "Orchard Hall", Address: "Mill Lane", Postcode: "ex34 9aa", SectionID: w.section["Old Town"]}, {}},
		Times:  []string{"Tuesday and Thursday 10 to 11.30", ""}, WhenWords: "Not in August", HowToJoin: "Just come", Costs: []string{"£3 a session", "Carers: free"},
		Eligibility: "Anybody over 60", Phone: "01632 960111", Email: "hello@orchard.example.org", Website: "orchard.example.org", StaffWords: "Ring Jo first", Checked: true,
	}
	for who, kind := range map[string]domain.Kind{"Dee": domain.Forbidden, "Maggie": domain.NotFound, "Cal": domain.Forbidden} {
		_, err := w.app.AddService(t.Context(), w.as(who), cmd)
		w.refused(err, kind)
	}
	_, err := w.app.AddService(t.Context(), domain.Public(), cmd)
	w.refused(err, domain.SignedOut)
	added, err := w.app.AddService(t.Context(), w.as("Bo"), cmd)
	w.must(err)

	got, err := w.app.Service(t.Context(), w.as("Dee"), added.ID)
	w.must(err)
	if got.Name != cmd.Name || got.TownName != "Saltcombe" || got.Website != "https://orchard.example.org" || got.Phone != "+441632960111" || got.CheckedByName != "Bo" ||
		got.StaffWords != "Ring Jo first" || got.Status != domain.ServiceOpen || got.Free() { // it is free for some alone
		t.Errorf("it is on file as %+v", got)
	}
	var parts []string
	for _, x := range got.Schedules {
		parts = append(parts, x.String())
	}
	for _, x := range got.Costs {
		parts = append(parts, x.String())
	}
	for _, x := range got.Locations {
		parts = append(parts, x.Name, x.Address, x.Postcode, x.SectionName)
	}
	for _, x := range got.Themes {
		parts = append(parts, x.Code)
	}
	if want := "Tuesday 10:00 to 11:30|Thursday 10:00 to 11:30|£3 a session|Carers: Free|Orchard Hall|Mill Lane|EX34 9AA|Old Town|active|health"; strings.Join(parts, "|") != want {
		t.Errorf("what hangs on it is\n%s, want\n%s", strings.Join(parts, "|"), want)
	}
	public, err := w.app.Service(t.Context(), domain.Public(), added.ID)
	w.must(err)
	if public.StaffWords != "" || public.CheckedByName != "" || public.CheckedBy != 0 || public.CheckedOn == nil {
		t.Errorf("the public is told %+v", public)
	}
	_, err = w.app.AddService(t.Context(), w.as("Bo"), AddService{TownID: w.town["Saltcombe"], Organization: "ORCHARD TRUST", Name: "Steady, on your feet!", Themes: []string{"active"}})
	w.refused(err, domain.Conflict)
	cmd.TownID = w.town["Brackle"]
	_, err = w.app.AddService(t.Context(), w.as("Bo"), cmd)
	w.refused(err, domain.NotFound)
	cmd.TownID = 0
	_, err = w.app.AddService(t.Context(), w.as("Bo"), cmd)
	w.refused(err, domain.Forbidden)
}

func TestApp_AddService_BadInput(t *testing.T) {
	w := newWorld(t)
	_, err := w.app.AddService(t.Context(), w.as("Bo"), AddService{
		TownID: w.town["Saltcombe"], Organization: "—", Name: "  ", Themes: []string{"knitting"}, Times: []string{"Tuesday 3pm to 2pm"}, Costs: []string{"£99999999"},
		Places: []ServicePlace{{Name: "Hall", Postcode: "nowhere"}, {Name: "Barn", SectionID: w.section["Market Place"]}}, Phone: "12", Email: "at", Website: "javascript:alert(1)",
		Status: "asleep", Description: strings.Repeat("x", longestServiceText+1),
	})
	w.refused(err, domain.Invalid)
	for _, field := range []string{"organization", "name", "themes", "times", "costs", "places", "phone", "email", "website", "status", "description"} {
		w.refusedField(err, field)
	}
	if n := w.number(`SELECT count(*) FROM organizations`) + w.number(`SELECT count(*) FROM locations`); n != 0 {
		t.Errorf("%d rows were made of what was refused", n)
	}
	for _, site := range []string{"http://x", "ftp://a.example", "https://user:word@a.example", "a b.example", "https://", "//"} {
		if _, err := website(site); err == nil {
			t.Errorf("%q is taken for a web address", site)
		}
	}
}

func TestApp_ChangeService(t *testing.T) {
	w := newWorld(t)
	s := w.addService("Lunch club", func(c *AddService) { c.Costs = []string{"£5"} })
	full, costs, version := domain.ServiceFull, []string{"£6", "Pay what you can"}, s.Version
	got, err := w.app.ChangeService(t.Context(), w.as("Bo"), ChangeService{ServiceID: s.ID, Version: &version, Status: &full, Costs: &costs})
	w.must(err)
	if got.Status != full || len(got.Costs) != 2 || got.Version != version+1 || got.Name != "Lunch club" {
		t.Errorf("it became %+v", got)
	}
	_, err = w.app.ChangeService(t.Context(), w.as("Bo"), ChangeService{ServiceID: s.ID, Version: &version, Costs: &costs})
	w.refused(err, domain.Conflict)
	_, err = w.app.ChangeService(t.Context(), w.as("Bo"), ChangeService{ServiceID: s.ID, Status: &full}) // as it is: nothing happens
	w.must(err)
	brackle := w.town["Brackle"]
	_, err = w.app.ChangeService(t.Context(), w.as("Bo"), ChangeService{ServiceID: s.ID, TownID: &brackle})
	w.refused(err, domain.NotFound)
	_, err = w.app.ChangeService(t.Context(), w.as("Dee"), ChangeService{ServiceID: s.ID, Status: &full})
	w.refused(err, domain.Forbidden)
	_, err = w.app.CheckService(t.Context(), w.as("Bo"), s.ID)
	w.must(err)
	back, err := w.app.ServiceBack(t.Context(), w.as("Bo"), s.ID)
	w.must(err)
	var story []string
	for _, c := range back.Changes {
		story = append(story, fmt.Sprintf("%s by %s %v was %q", c.Kind, c.ActorName, c.Fields, c.Before["costs"]))
	}
	if want := `checked by Bo [] was ""|changed by Bo [costs status] was "£5"|added by Priya [] was ""`; strings.Join(story, "|") != want {
		t.Errorf("its story is\n%s, want\n%s", strings.Join(story, "|"), want)
	}
	if back.ToCheck || back.CheckedOn == nil {
		t.Error("what was checked today is to be checked")
	}
	if _, err := w.behind.SQL.Exec(`DELETE FROM service_changes`); err == nil {
		t.Error("the story can be thrown away")
	}
}

func TestApp_ChangeService_AtOnce(t *testing.T) {
	w := newWorld(t)
	s := w.addService("Lunch club", nil)
	var all sync.WaitGroup
	failed := make(chan error, 8)
	for i := range 8 {
		all.Go(func() {
			name := fmt.Sprintf("Lunch club %d", i)
			_, err := w.app.ChangeService(t.Context(), w.as("Bo"), ChangeService{ServiceID: s.ID, Version: &s.Version, Name: &name})
			failed <- err
		})
	}
	all.Wait()
	close(failed)
	won := 0
	for err := range failed {
		if err == nil {
			won++
		} else {
			w.refused(err, domain.Conflict)
		}
	}
	if n := w.number(`SELECT count(*) FROM service_changes WHERE kind = 'changed'`); won != 1 || n != 1 {
		t.Errorf("%d of those who began with the same have changed it, and %d are in its story", won, n)
	}
}

func TestApp_FindServices_WhoSeesWhat(t *testing.T) {
	w := newWorld(t)
	w.addService("Tea and talk", nil)
	w.addService("Safe place", func(c *AddService) { c.StaffOnly = true })
	w.addService("Old club", func(c *AddService) { c.Status = domain.ServiceClosed })
	w.addService("District line", func(c *AddService) { c.TownID = 0 })
	w.addService("Brackle choir", func(c *AddService) { c.TownID = w.town["Brackle"] })
	saltcombe := ServiceFilter{TownID: w.town["Saltcombe"]}
	if got := w.found(domain.Public(), saltcombe); got != "District line, Tea and talk" {
		t.Errorf("the public finds %s", got)
	}
	for _, who := range []string{"Maggie", "Cal", "Dee", "Bo", "Ada"} {
		if got := w.found(w.as(who), saltcombe); got != "District line, Safe place, Tea and talk" {
			t.Errorf("%s finds %s", who, got)
		}
	}
	if got := w.found(w.as("Bo"), ServiceFilter{Mine: true, Closed: true}); got != "Old club, Safe place, Tea and talk" {
		t.Errorf("the builder of Saltcombe looks after %s", got)
	}
	if got := w.found(domain.Public(), ServiceFilter{}); got != "Brackle choir, District line, Tea and talk" {
		t.Errorf("everywhere there is %s", got)
	}
	if got := w.found(domain.Public(), ServiceFilter{Query: "safe place"}); got != "" {
		t.Errorf("the public finds %s", got)
	}
	secret := w.number(`SELECT id FROM services WHERE name = 'Safe place'`)
	_, err := w.app.Service(t.Context(), domain.Public(), domain.ServiceID(secret))
	w.refused(err, domain.NotFound)
	w.refused(w.app.ReportService(t.Context(), domain.Public(), ReportService{ServiceID: domain.ServiceID(secret), Words: "gone"}), domain.NotFound)
	other := domain.Actor{Kind: domain.PersonActor, DistrictID: w.district + 1, PersonID: 1, Roles: []domain.Role{{DistrictID: w.district + 1, Kind: domain.Administrator}}}
	_, err = w.app.Service(t.Context(), other, domain.ServiceID(secret))
	w.refused(err, domain.NotFound)
}

func TestApp_FindServices_Filters(t *testing.T) {
	w := newWorld(t)
	w.addService("Chair yoga", func(c *AddService) {
		c.Themes, c.Times, c.Costs = []string{"active"}, []string{"Mon 10-11"}, []string{"free"}
		c.Places = []ServicePlace{{Name: "Orchard Hall", SectionID: w.section["Old Town"]}}
	})
	w.addService("Debt advice", func(c *AddService) {
		c.Themes, c.Times, c.Costs = []string{"money"}, []string{"Tue 10-11"}, []string{"Free"}
		c.Places = []ServicePlace{{Name: "Library", SectionID: w.section["Hillside"]}}
	})
	w.addService("Swimming", func(c *AddService) {
		c.Themes, c.Costs, c.Status = []string{"active"}, []string{"£4"}, domain.ServiceFull
	})
	for want, f := range map[string]ServiceFilter{
		"Chair yoga, Swimming":              {Theme: "active"},
		"Chair yoga, Debt advice":           {Free: true},
		"Chair yoga":                        {SectionID: w.section["Old Town"]},
		"Debt advice":                       {Weekday: 2},
		"Swimming":                          {Status: domain.ServiceFull},
		"":                                  {Theme: "money", Weekday: 1},
		"Chair yoga, Debt advice, Swimming": {},
	} {
		if got := w.found(domain.Public(), f); got != want {
			t.Errorf("%+v finds %q, want %q", f, got, want)
		}
	}
	_, _, err := w.app.FindServices(t.Context(), domain.Public(), ServiceFilter{Weekday: 8}, Page{})
	w.refused(err, domain.Invalid)
	_, _, err = w.app.FindServices(t.Context(), domain.Public(), ServiceFilter{Status: "x"}, Page{})
	w.refused(err, domain.Invalid)
	_, _, err = w.app.FindServices(t.Context(), domain.Public(), ServiceFilter{}, Page{After: "x"})
	w.refused(err, domain.Invalid)
	var names []string
	page := Page{First: 1}
	for range 3 {
		list, info, err := w.app.FindServices(t.Context(), domain.Public(), ServiceFilter{}, page)
		w.must(err)
		names = append(names, list[0].Name)
		page.After = info.End
		if info.HasNext != (len(names) < 3) {
			t.Errorf("after %v there is more: %v", names, info.HasNext)
		}
	}
	if got := strings.Join(names, ", "); got != "Chair yoga, Debt advice, Swimming" {
		t.Errorf("a page at a time: %s", got)
	}
}

func TestApp_FindServices_Words(t *testing.T) {
	w := newWorld(t)
	w.addService("Steady steps", func(c *AddService) { c.Description, c.Themes = "A balance class for older people", []string{"active"} })
	w.addService("Chair yoga", func(c *AddService) { c.Themes = []string{"active"} })
	w.addService("Saltcombe choir", func(c *AddService) { c.Description = "We sing. No audition." })
	w.addService("Gardening group", func(c *AddService) {
		c.Description = "Digging by lamps, tea and yoga breathing"
		c.Themes = []string{"other"}
	})
	w.addService("Café Ŵyn", func(c *AddService) { c.Themes = []string{"other"} })
	w.addService("Swim and chat", func(c *AddService) { c.Description, c.Themes = "Damp but warm", []string{"other"} })
	_, err := w.app.Synonyms(t.Context(), w.as("Maggie"))
	w.refused(err, domain.Forbidden)
	w.must(w.app.AddSynonym(t.Context(), w.as("Bo"), AddSynonym{Said: "Falls", Means: "balance  class!"}))
	w.must(w.app.AddSynonym(t.Context(), w.as("Bo"), AddSynonym{Said: "no puff", Means: "choir"}))
	w.must(w.app.AddSynonym(t.Context(), w.as("Bo"), AddSynonym{Said: "falls", Means: "balance class"})) // there already
	for typed, want := range map[string]string{
		"yoga":            "Chair yoga, Gardening group", // the name goes before what else it says
		"YOGGA":           "Chair yoga, Gardening group",
		"balence clas":    "Steady steps",
		"falls":           "Steady steps",
		"flals":           "Steady steps",    // a slip in what is called otherwise here
		"siwm":            "Swim and chat",   // two letters swapped in a short word
		"lamp":            "Gardening group", // one of the lamps, and not damp
		"no puff":         "Saltcombe choir",
		"singing":         "Saltcombe choir",
		"gardn":           "Gardening group",
		"gard":            "Gardening group",
		"cafe wyn":        "Café Ŵyn",
		"yoga or a choir": "Chair yoga, Gardening group, Saltcombe choir", // nothing has both words
		"   ":             "Café Ŵyn, Chair yoga, Gardening group, Saltcombe choir, Steady steps, Swim and chat",
		"the":             "",
		"!!! & | ':*":     "Café Ŵyn, Chair yoga, Gardening group, Saltcombe choir, Steady steps, Swim and chat",
		"x' OR '1'='1":    "",
	} {
		got := w.found(domain.Public(), ServiceFilter{Query: typed})
		if typed == "yoga or a choir" {
			parts := strings.Split(got, ", ")
			if len(parts) != 3 {
				t.Errorf("%q finds %q", typed, got)
			}
			continue
		}
		if got != want {
			t.Errorf("%q finds %q, want %q", typed, got, want)
		}
	}
	for _, pair := range []AddSynonym{{}, {Said: "a b c d", Means: "x"}, {Said: "same", Means: "Same"}} {
		w.refused(w.app.AddSynonym(t.Context(), w.as("Bo"), pair), domain.Invalid)
	}
	all, err := w.app.Synonyms(t.Context(), w.as("Bo"))
	w.must(err)
	if len(all) != 2 {
		t.Fatalf("there are %d pairs", len(all))
	}
	w.must(w.app.RemoveSynonym(t.Context(), w.as("Bo"), all[0].ID))
	w.refused(w.app.RemoveSynonym(t.Context(), w.as("Bo"), all[0].ID), domain.NotFound)
	if got := w.found(domain.Public(), ServiceFilter{Query: "falls"}); got != "" {
		t.Errorf("without its pair it finds %s", got)
	}
}

func TestApp_MissedSearches(t *testing.T) {
	w := newWorld(t)
	w.addService("Chair yoga", nil)
	saltcombe, brackle := w.town["Saltcombe"], w.town["Brackle"]
	look := func(town domain.TownID, typed string) {
		w.found(domain.Public(), ServiceFilter{TownID: town, Query: typed})
	}
	for range 3 {
		look(saltcombe, "Karate")
	}
	look(saltcombe, "karate yoga") // nothing has both
	look(brackle, "Stroke club")
	look(0, "archery")
	for _, about := range []string{"Mrs Higgs", "where does Doreen live", "doreen's", "07700 900123", "jo@example.org", "yoga"} {
		look(saltcombe, about)
	}
	w.found(domain.Public(), ServiceFilter{Query: "fencing", Weekday: 1}) // it may be there on another day
	list := func(who string) string {
		var missed []domain.MissedSearch
		for page := (Page{First: 2}); ; {
			rows, info, err := w.app.MissedSearches(t.Context(), w.as(who), page)
			w.must(err)
			if missed = append(missed, rows...); !info.HasNext {
				break
			}
			page.After = info.End
		}
		var out []string
		for _, m := range missed {
			out = append(out, fmt.Sprintf("%s %s %d", m.Words, m.TownName, m.Times))
		}
		return strings.Join(out, ", ")
	}
	if got, want := list("Bo"), "karate Saltcombe 3, archery  1, karate yoga Saltcombe 1"; got != want {
		t.Errorf("the builder of Saltcombe reads %q, want %q", got, want)
	}
	if got, want := list("Priya"), "karate Saltcombe 3, archery  1, karate yoga Saltcombe 1, stroke club Brackle 1"; got != want {
		t.Errorf("the coordinator reads %q, want %q", got, want)
	}
	_, _, err := w.app.MissedSearches(t.Context(), w.as("Dee"), Page{})
	w.refused(err, domain.Forbidden)
	if n := w.number(`SELECT count(*) FROM audits WHERE use_case = 'FindServices'`); n != 0 {
		t.Errorf("%d searches are written down with who made them", n)
	}
	w.must(w.db.Store().FreezeClock(t.Context(), wednesday.AddDate(1, 0, 1)))
	_, err = w.app.ForgetOld(t.Context(), domain.Clock())
	w.must(err)
	if n := w.number(`SELECT count(*) FROM missed_searches`); n != 0 {
		t.Errorf("%d are left after a year", n)
	}
}

func TestApp_ReportService(t *testing.T) {
	w := newWorld(t)
	s := w.addService("Chair yoga", nil)
	report := ReportService{ServiceID: s.ID, Words: "It is on Tuesdays now", IP: "192.0.2.1", IdempotencyKey: "once"}
	for range 2 {
		w.must(w.app.ReportService(t.Context(), domain.Public(), report))
	}
	w.refused(w.app.ReportService(t.Context(), domain.Public(), ReportService{ServiceID: s.ID, Words: " "}), domain.Invalid)
	w.refused(w.app.ReportService(t.Context(), domain.Public(), ReportService{ServiceID: 9999, Words: "gone"}), domain.NotFound)
	counts, err := w.app.DirectoryCounts(t.Context(), w.as("Bo"))
	w.must(err)
	if counts != (DirectoryCounts{Open: 1, ToCheck: 1, Reported: 1}) {
		t.Errorf("what waits is %+v", counts)
	}
	back, err := w.app.ServiceBack(t.Context(), w.as("Bo"), s.ID)
	w.must(err)
	if len(back.Reports) != 1 || back.Reports[0].Words != report.Words {
		t.Fatalf("it says %+v", back.Reports)
	}
	w.refused(w.app.SettleReport(t.Context(), w.as("Dee"), back.Reports[0].ID), domain.NotFound)
	w.must(w.app.SettleReport(t.Context(), w.as("Bo"), back.Reports[0].ID))
	_, err = w.app.CheckService(t.Context(), w.as("Bo"), s.ID)
	w.must(err)
	if counts, err = w.app.DirectoryCounts(t.Context(), w.as("Bo")); err != nil || counts != (DirectoryCounts{Open: 1}) {
		t.Errorf("afterwards %+v waits, %v", counts, err)
	}
	w.exec(`UPDATE services SET checked_on = '2025-12-09'`)
	if got := w.found(w.as("Bo"), ServiceFilter{ToCheck: true}); got != "Chair yoga" {
		t.Errorf("half a year later %q is to be checked", got)
	}
	w.exec(`UPDATE services SET checked_on = '2025-12-10'`)
	if got := w.found(w.as("Bo"), ServiceFilter{ToCheck: true}); got != "" {
		t.Errorf("half a year later to the day %q is to be checked", got)
	}
	var last error
	for range reportsAnHour + 1 {
		last = w.app.ReportService(t.Context(), domain.Public(), ReportService{ServiceID: s.ID, Words: "again", IP: "192.0.2.1"})
	}
	w.refused(last, domain.TooMany)
}

func TestApp_Themes(t *testing.T) {
	w := newWorld(t)
	w.addService("Shed", func(c *AddService) { c.Themes = []string{"other"} })
	position := 3
	made, err := w.app.AddTheme(t.Context(), w.as("Priya"), AddTheme{Name: "Arts 1", Words: "paint", Position: &position})
	w.must(err)
	twin, err := w.app.AddTheme(t.Context(), w.as("Priya"), AddTheme{Name: "Arts 2"})
	w.must(err)
	_, err = w.app.AddTheme(t.Context(), w.as("Priya"), AddTheme{Name: "ARTS – 2"})
	w.refusedField(err, "name")
	_, err = w.app.ChangeTheme(t.Context(), w.as("Priya"), ChangeTheme{ThemeID: made.ID, Name: &twin.Name})
	w.refusedField(err, "name")
	if made.Code == twin.Code || made.Code == "" {
		t.Errorf("two themes are called %q and %q", made.Code, twin.Code)
	}
	_, err = w.app.AddTheme(t.Context(), w.as("Bo"), AddTheme{Name: "Mine"})
	w.refused(err, domain.Forbidden)
	shut, words := false, "woodwork tools"
	for _, open := range []*bool{&shut} {
		_, err = w.app.ChangeTheme(t.Context(), w.as("Priya"), ChangeTheme{ThemeID: twin.ID, Open: open})
		w.must(err)
	}
	all, err := w.app.AllThemes(t.Context(), w.as("Bo"))
	w.must(err)
	shown, err := w.app.Themes(t.Context(), domain.Public(), w.town["Saltcombe"])
	w.must(err)
	if len(all) != 12 || len(shown) != 11 {
		t.Errorf("there are %d themes, and %d are offered", len(all), len(shown))
	}
	for _, th := range all {
		switch th.Kind {
		case domain.SafetyTheme:
			_, err = w.app.ChangeTheme(t.Context(), w.as("Priya"), ChangeTheme{ThemeID: th.ID, Open: &shut})
			w.refused(err, domain.Unacceptable)
		case domain.OtherTheme:
			_, err = w.app.ChangeTheme(t.Context(), w.as("Priya"), ChangeTheme{ThemeID: th.ID, Words: &words})
			w.must(err)
		}
	}
	if got := w.found(domain.Public(), ServiceFilter{Query: "woodwrk"}); got != "Shed" {
		t.Errorf("the new words of its theme find %q", got)
	}
	empty := ""
	_, err = w.app.ChangeTheme(t.Context(), w.as("Priya"), ChangeTheme{ThemeID: made.ID, Name: &empty})
	w.refused(err, domain.Invalid)
	_, err = w.app.ChangeTheme(t.Context(), w.as("Priya"), ChangeTheme{ThemeID: 9999})
	w.refused(err, domain.NotFound)
}
