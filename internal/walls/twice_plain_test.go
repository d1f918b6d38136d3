package walls

import (
	"path"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// plainTwice are forms of pages that no probe is about, see plainPages: whoever may do most sends them.
var plainTwice = map[string]struct {
	probe
	twice
}{
	"POST /try":             {probe{page: "POST /try", form: "text=street%2Ctown%0AHigh+Street%2COakham", blank: true}, twice{idle: true, says: "High Street"}},
	"POST /try/poster":      {probe{page: "POST /try/poster", form: "street=High+Street&text=street%2Ctown%0AHigh+Street%2COakham", blank: true}, twice{idle: true, says: "High Street"}},
	"POST /me/keys":         {probe{page: "POST /me/keys", form: "keys=off", blank: true}, twice{idle: true, says: "Keys are off on this device"}},
	"POST /begin/{key}":     {probe{page: "POST /begin/<beginning>", form: "name=Lee+Marsh&email=lee@example.org&district=Rutland", blank: true}, twice{makes: nobodyBegan, says: "Somebody has begun here already"}},
	"POST /work/{id}/bring": {probe{page: "POST /work/<list>/bring", given: `UPDATE works SET state = 'done', ended_at = begun_at`, blank: true}, twice{makes: listLookedThrough, says: "One street is new"}},
}

// nobodyBegan makes the world one in which nobody looks after a district yet.
func nobodyBegan(w *world) {
	w.Helper()
	w.exec(`UPDATE roles SET begins_on = '2025-01-01', ends_on = '2026-01-01' WHERE kind IN ('district_coordinator', 'administrator')`)
	address, err := w.app.BeginAddress(w.Context(), domain.Clock())
	w.must(err)
	w.note("beginning", thing{text: path.Base(address)})
}

// listLookedThrough is a list of streets that lies ready to be brought in.
func listLookedThrough(w *world) {
	w.Helper()
	by := w.whoMay(probe{does: domain.ImportPlaces, to: "NorthWendle"}, "")
	piece, err := w.app.CheckStreets(w.Context(), by.as, app.BringStreets{Import: app.ImportStreets{District: "North Wendle", Part: true, Keep: true,
		Streets: []app.StreetRow{{Name: "New Lane", Town: "Saltcombe"}}}})
	w.must(err)
	for until := time.Now().Add(10 * time.Second); piece.State != domain.WorkDone; {
		if time.Now().After(until) {
			w.Fatalf("the list is %s", piece.State)
		}
		piece, err = w.app.LongWork(w.Context(), by.as, piece.ID)
		w.must(err)
	}
	w.note("list", thing{kind: "LongWork", id: int64(piece.ID)})
}
