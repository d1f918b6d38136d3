package app

import (
	"context"
	"strings"
	"testing"

	"waymark/domain"
)

func TestApp_TakeStreetsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.number(`SELECT count(*) FROM streets`)
	cmd := listOf("Wrong Row", "Castle Row")
	cmd.Import.Streets[0].Town = "Nowhere"
	piece, came := w.brought(cmd)
	if came.New != 1 || len(came.Made) != 1 || !came.CanTakeBack() {
		t.Fatalf("it brings %+v", came)
	}
	for _, name := range []string{"Bo", "Dee", "Maggie"} {
		_, err := w.app.TakeStreetsBack(t.Context(), w.as(name), piece.ID)
		w.refused(err, domain.NotFound)
	}

	maggie := w.who["Maggie"]
	home := w.number(`SELECT street_id FROM persons WHERE id = $1`, maggie)
	w.exec(`UPDATE persons SET street_id = $1 WHERE id = $2`, came.Made[0], maggie)
	_, err := w.app.TakeStreetsBack(t.Context(), w.as("Priya"), piece.ID)
	w.refused(err, domain.Conflict)
	if !strings.Contains(err.Error(), "Wrong Row (Nowhere)") || w.number(`SELECT count(*) FROM streets WHERE gone_at IS NOT NULL`) != 0 {
		t.Errorf("it is refused with %q, and something was changed", err)
	}

	w.exec(`UPDATE persons SET street_id = $1 WHERE id = $2`, home, maggie)
	if n := must(w.app.TakeStreetsBack(t.Context(), w.as("Priya"), piece.ID)); n != 1 {
		t.Errorf("%d streets went", n)
	}
	if streets, towns := w.number(`SELECT count(*) FROM streets`), w.number(`SELECT count(*) FROM towns WHERE name = 'Nowhere'`); streets != before || towns != 0 {
		t.Errorf("%d streets are left of %d, and %d towns that came with it", streets, before, towns)
	}
	_, err = w.app.TakeStreetsBack(t.Context(), w.as("Priya"), piece.ID)
	w.refused(err, domain.Conflict)
	if n := w.number(`SELECT count(*) FROM audits WHERE use_case = 'TakeStreetsBack' AND actor_id = $1`, w.who["Priya"]); n != 1 {
		t.Errorf("it is written down %d times", n)
	}
}

// The only list of a new district lay in the wrong county: the next one may lie elsewhere.
func TestApp_TakeStreetsBack_All(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := ImportStreets{District: "Southshire"}
	for n, name := range []string{"A Row", "B Row", "C Row", "D Row", "E Row"} {
		in.Streets = append(in.Streets, StreetRow{Name: name, Town: "Oakham", Mid: domain.Point{Lat: 52.6 + float64(n)/100, Lon: -0.7}})
	}
	came := must(w.app.ImportStreets(t.Context(), domain.Clock(), in))
	id := w.number(`SELECT id FROM districts WHERE name = 'Southshire'`)
	other := ImportStreets{District: "Southshire", Part: true, Streets: []StreetRow{{Name: "F Row", Town: "Oakham", Mid: domain.Point{Lat: 50.1, Lon: -5.5}}}}
	_, err := w.app.ImportStreets(t.Context(), domain.Clock(), other)
	w.refusedField(err, "file")
	g := must(w.app.authorise(t.Context(), domain.Clock(), domain.ImportPlaces, at(domain.Spot{})))
	w.must(w.app.transact(t.Context(), g, func(ctx context.Context, tx *work) error {
		return tx.takeStreetsBack(ctx, domain.DistrictID(id), came.Made)
	}))
	if n := must(w.app.ImportStreets(t.Context(), domain.Clock(), other)); n.Streets != 1 {
		t.Errorf("then there are %d streets", n.Streets)
	}
}

// A list that writes a street in other letters leaves it its name.
func TestApp_ImportStreets_KeepsNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cmd := listOf("castle  ROW")
	cmd.Import.Keep = true
	if _, came := w.brought(cmd); came.New != 0 {
		t.Errorf("%d are new", came.New)
	}
	if n := w.number(`SELECT count(*) FROM streets WHERE name = 'Castle Row'`); n != 1 {
		t.Error("it has lost its name")
	}
}
