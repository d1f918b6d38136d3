package walls

import (
	"waymark/domain"
	"waymark/internal/app"
)

// directory brings in a service of Saltcombe that everybody may see, one for staff alone, what somebody says is wrong with the first, a
// pair of words and a shelf.
func (w *world) directory() {
	w.Helper()
	add := func(name, called string, staff bool) {
		s, err := w.app.AddService(w.Context(), domain.Actor{Kind: domain.ClockActor, DistrictID: domain.DistrictID(w.get("NorthWendle").id)}, app.AddService{
			TownID: domain.TownID(w.get("Saltcombe").id), Organization: "Otters", Name: called, Themes: []string{"company"}, StaffOnly: staff, StaffWords: "whistle twice"})
		w.must(err)
		w.add(name, "Service", int64(s.ID), w.spot("Saltcombe"))
	}
	add("service", "The pelican club", false)
	add("unlisted", "The badger house", true)
	w.must(w.app.ReportService(w.Context(), domain.Public(), app.ReportService{ServiceID: domain.ServiceID(w.get("service").id), Words: "a stoat moved in"}))
	w.add("report", "ServiceReport", w.id(`SELECT id FROM service_reports`), w.spot("Saltcombe"))
	w.add("synonym", "Synonym", w.id(`INSERT INTO synonyms (district_id, said, means) VALUES (<NorthWendle>, 'gannet', 'pelican') RETURNING id`), w.spot("North Wendle"))
	w.add("theme", "Theme", w.id(`SELECT id FROM themes WHERE district_id = <NorthWendle> AND code = 'company'`), w.spot("North Wendle"))
	w.exec(w.fill(`INSERT INTO missed_searches (district_id, day, words, keep_until) VALUES (<NorthWendle>, '2026-06-09', 'marmot', '2027-06-09')`, plain))
}

// southern is staff of South Wendle, the second district: the directory of North Wendle is not theirs.
func southern(a domain.Actor) bool { return a.DistrictID == 2 }

var directoryProbes = []probe{
	{does: domain.FindService, graphql: `{ themes(townId: <Saltcombe>) { name } }`, page: `GET /directory?town=<Saltcombe>`, tells: []string{"Company and groups"}},
	{does: domain.FindService, graphql: `{ services(filter: {query: "pelican"}) { edges { node { name } } } }`, page: `GET /directory?q=pelican`},
	{does: domain.FindService, graphql: `{ service(id: <service>) { name } }`, page: `GET /directory/<service>`, tells: []string{"The pelican club"}},
	{does: domain.SeeUnlisted, to: "unlisted", general: true, idle: southern, graphql: `{ service(id: <unlisted>) { name staffWords } }`, page: `GET /directory/<unlisted>`, tells: []string{"The badger house", "whistle twice"}},
	{does: domain.ReportService, graphql: `mutation { reportService(input: {serviceId: <service>, words: "gone"}) { kept } }`, page: `POST /directory/<service>/wrong`, form: `words=gone&key=k`,
		row: `SELECT count(*) FROM service_reports`},
	{does: domain.EditDirectory, to: "service", graphql: `{ serviceBack(id: <service>) { reports { words } } }`, page: `GET /services/<service>`, tells: []string{"a stoat moved in"}},
	{does: domain.EditDirectory, to: "service", page: `GET /services/<service>/change`, tells: []string{"whistle twice"}},
	{does: domain.EditDirectory, to: "service", graphql: `mutation { changeService(input: {serviceId: <service>, status: FULL}) { service { status } } }`, page: `POST /services/<service>/status`,
		form: `status=full`, row: `SELECT status FROM services WHERE id = <service>`},
	{does: domain.EditDirectory, to: "service", page: `POST /services/<service>/change`, form: `name=The+toucan+club&organization=Otters&townId=<Saltcombe>&themes=company&status=open`,
		row: `SELECT name FROM services WHERE id = <service>`},
	{does: domain.EditDirectory, to: "service", graphql: `mutation { checkService(input: {serviceId: <service>}) { service { checkedOn } } }`, page: `POST /services/<service>/check`,
		row: `SELECT checked_on FROM services WHERE id = <service>`},
	{does: domain.EditDirectory, to: "report", graphql: `mutation { settleReport(input: {reportId: <report>}) { reportId } }`, page: `POST /services/reports/<report>/done`,
		row: `SELECT done_at FROM service_reports WHERE id = <report>`},
	{does: domain.EditDirectory, to: "Saltcombe", graphql: `mutation { addService(input: {townId: <Saltcombe>, organization: "Otters", name: "New", themes: ["other"]}) { service { id } } }`,
		page: `POST /services/new`, form: `name=New&organization=Otters&townId=<Saltcombe>&themes=other&status=open`, row: `SELECT count(*) FROM services WHERE town_id = <Saltcombe>`},
	{does: domain.EditDirectory, general: true, graphql: `{ directoryCounts { toCheck } }`, page: `GET /services`, tells: []string{"heck"}},
	{does: domain.EditDirectory, general: true, page: `GET /services/new`, tells: []string{"Put it in the directory"}},
	{does: domain.EditDirectory, general: true, page: `GET /services/import`, tells: []string{"Straight from your spreadsheet"}},
	{does: domain.EditDirectory, general: true, graphql: `{ missedSearches { edges { node { words } } } }`, page: `GET /services/missed`},
	{does: domain.EditDirectory, general: true, graphql: `{ synonyms { said } }`, page: `GET /services/words`},
	{does: domain.EditDirectory, general: true, graphql: `{ allThemes { code } }`, page: `GET /shelves`},
	{does: domain.EditDirectory, general: true, graphql: `mutation { addSynonym(input: {said: "heron", means: "pelican"}) { synonyms { said } } }`, page: `POST /services/words`, form: `said=heron&means=pelican`,
		row: `SELECT count(*) FROM synonyms`},
	{does: domain.EditDirectory, to: "synonym", graphql: `mutation { removeSynonym(input: {synonymId: <synonym>}) { synonymId } }`, page: `POST /services/words/<synonym>/remove`,
		row: `SELECT count(*) FROM synonyms WHERE id = <synonym>`, general: true, idle: southern},
	{does: domain.EditDirectory, to: "theme", graphql: `mutation { changeTheme(input: {themeId: <theme>, position: 77}) { theme { position } } }`, page: `POST /shelves/<theme>`,
		form: `name=Company&position=77&open=yes`, row: `SELECT position FROM themes WHERE id = <theme>`},
	{does: domain.EditDirectory, to: "theme", page: `GET /shelves/<theme>`, tells: []string{"What else people call it"}},
	{does: domain.EditDirectory, to: "NorthWendle", page: `POST /shelves/new`, form: `name=Arts&position=9`, row: `SELECT count(*) FROM themes WHERE district_id = <NorthWendle>`},
	{does: domain.EditDirectory, to: "NorthWendle", graphql: `mutation { addTheme(input: {name: "Arts"}) { theme { id } } }`, row: `SELECT count(*) FROM themes WHERE district_id = <NorthWendle>`},
	{does: domain.EditDirectory, to: "NorthWendle", page: `GET /shelves/new`},
	{does: domain.EditDirectory, general: true, graphql: `mutation { importServices(input: {rows: [{name: "New"}]}) { new problems { reason } } }`},
	{does: domain.EditDirectory, general: true, page: `POST /services/import`, form: `text=name%0ANew`, row: `SELECT count(*) FROM works`},
}
