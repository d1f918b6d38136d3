package app

import (
	"context"
	"fmt"
	"slices"

	"waymark/domain"
)

// ImportStreets brings the streets of a district in from a file that the importer has read.
type ImportStreets struct {
	District string // made if there is none of that name
	Streets  []StreetRow
	Part     bool        // the file holds a part of the district: streets that it lacks are not looked for
	Keep     bool        // a street that is on file keeps its name where the file writes it in other letters
	Unusable []StreetRow // rows that cannot be used, as far as they can be read: what may be theirs stays
	Outside  int         // roads with a name that lie outside the district
	Nameless int         // roads without a name
	Check    bool        // only look: what would come of it is said, and nothing is kept

	// Progress is told now and then how many streets of how many are written; nil for nobody.
	Progress func(done, total int64) `json:"-"`
}

// wrote is told how many more streets of all that are to be written are.
func (in ImportStreets) wrote(total int) func(n int) {
	done := 0
	return func(n int) {
		if done += n; in.Progress != nil {
			in.Progress(int64(done), int64(total))
		}
	}
}

// StreetRow is one street of one town as a file has it.
type StreetRow struct {
	Name    string
	Town    string
	Section string       // "" when the file does not say: the street is put into one
	Mid     domain.Point // the zero point when the file does not say
	Shape   domain.Shape // empty when the file does not say
}

// StreetsImported says what an import of streets did.
type StreetsImported struct {
	Streets  int // of the district that are on the map, after the import
	New      int
	Changed  int
	Gone     int // no longer in the file: those in GoneKept, and those that nobody was on, which are deleted
	Outside  int
	Nameless int
	Towns    int // of the district, after the import
	Sections int

	Made     []domain.StreetID   // the new ones
	GoneKept []domain.GoneStreet // somebody is on them, so a person has to look
	Missing  []domain.Street     // not in the file, and left as they are, because rows of it could not be used
	Alike    []string            // streets of one town with names so alike that they may be one
}

// A file that lacks more than half of a district's streets, and more than a handful, is taken for the wrong file.
const (
	fewGone       = 20
	mostGoneShare = 0.5
)

// ImportStreets adds what is new in the file, changes what has changed, and lets go what is not in it any more: a street
// that nobody is on is deleted, another is marked and listed. Streets for which the file names no section are put into
// one: in a town that has none they are grouped, else each joins the nearest. A section that a person has edited keeps
// its streets. While rows of the file cannot be used nothing is let go, but listed: a street may be theirs. The same file again changes nothing. In a demo it is refused.
func (a *App) ImportStreets(ctx context.Context, actor domain.Actor, in ImportStreets) (out StreetsImported, err error) {
	g, err := a.authorise(ctx, actor, domain.ImportPlaces, somewhere(actor))
	if err != nil {
		return StreetsImported{}, err
	}
	if len(in.Streets) == 0 {
		return StreetsImported{}, domain.Errorf(domain.Invalid, "file",
			"There is no street of %s in this file. Check the file, the district's name and the boundary.", in.District)
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.neverInDemo(ctx); err != nil {
			return err
		}
		d, err := w.districtToFill(ctx, in.District)
		if err != nil {
			return err
		}
		if out, err = w.fillStreets(ctx, d, in); err != nil {
			return err
		}
		if in.Check {
			return errOnlyLooked
		}
		return w.Analyze(ctx)
	})
	return out, onlyLooked(err)
}

// districtToFill returns the district of a name and keeps every other import away from it until the transaction ends. Only
// the owner of the machine makes a new one.
func (w *work) districtToFill(ctx context.Context, name string) (domain.District, error) {
	d, err := w.DistrictNamed(ctx, name)
	switch {
	case err == nil && w.by.Kind == domain.PersonActor && d.ID != w.by.DistrictID:
		return d, domain.Errorf(domain.Forbidden, "district", "You can bring in the streets of your own district only.")
	case domain.KindOf(err) != domain.NotFound:
		return d, err
	case w.by.Kind == domain.PersonActor:
		return d, domain.Errorf(domain.NotFound, "district", "There is no district called %s. Check its name.", name)
	}
	return w.newDistrict(ctx, name)
}

// newDistrict makes a district with the usual kinds of help, themes and words of the search. Its doors are not open yet.
func (w *work) newDistrict(ctx context.Context, name string) (domain.District, error) {
	d := domain.District{Name: name}
	if err := w.AddDistrict(ctx, &d); err != nil {
		return d, err
	}
	needs := domain.DefaultNeeds()
	for i := range needs {
		needs[i].DistrictID = d.ID
		if needs[i].Skills == nil {
			needs[i].Skills = []string{}
		}
	}
	if err := w.AddNeeds(ctx, needs); err != nil {
		return d, err
	}
	if err := w.fillDirectory(ctx, d.ID); err != nil {
		return d, err
	}
	if err := w.SaveGatheringKinds(ctx, domain.DefaultGatheringKinds(d.ID)...); err != nil {
		return d, err
	}
	return d, w.fillConnecting(ctx, d.ID)
}

func (w *work) fillStreets(ctx context.Context, d domain.District, in ImportStreets) (StreetsImported, error) {
	out := StreetsImported{Outside: in.Outside, Nameless: in.Nameless}
	known, err := w.StreetsOnFile(ctx, d.ID)
	if err != nil {
		return out, err
	}
	kept, fresh, gone := pairStreets(in.Streets, known)
	if in.Part {
		gone = nil
	}
	if in.Keep {
		keepNames(kept)
	}
	gone, out.Missing = notNamed(gone, in.Unusable)
	if n := len(gone); n > fewGone && float64(n) > mostGoneShare*float64(len(known)) {
		return out, domain.Errorf(domain.Invalid, "file",
			"%d of the %d streets of %s are not in this file, so it is probably the wrong one, and nothing was changed. If it holds only a part of the district, say so with --part.",
			n, len(known), d.Name)
	}
	if err := farFrom(known, in.Streets, d.Name); err != nil {
		return out, err
	}
	if !d.Centre.Known() {
		d.Centre = middleOf(in.Streets)
		if err := w.SetCentre(ctx, d); err != nil {
			return out, err
		}
	}
	streets, err := w.placeRows(ctx, d, kept, fresh)
	if err != nil {
		return out, err
	}
	wrote := in.wrote(len(streets))
	wrote(0)
	if out.Changed, err = w.SaveStreets(ctx, d, streets[:len(kept)], wrote); err != nil {
		return out, err
	}
	if out.Changed > 0 {
		if err := w.rezone(ctx, d.ID); err != nil {
			return out, err
		}
	}
	if out.Made, err = w.AddStreets(ctx, d, streets[len(kept):], wrote); err != nil {
		return out, err
	}
	out.New, out.Gone, out.Alike = len(fresh), len(gone), alike(in.Streets)
	if out.GoneKept, err = w.LetStreetsGo(ctx, d.ID, idsOf(gone), w.now); err != nil {
		return out, err
	}
	if err := w.TidyPlaces(ctx, d.ID); err != nil {
		return out, err
	}
	if _, _, err := w.placeInAreas(ctx, d.ID); err != nil {
		return out, err
	}
	out.Streets, out.Towns, out.Sections, err = w.CountPlaces(ctx, d.ID)
	return out, err
}

// farFrom refuses a file with a street that lies nowhere near those on file.
func farFrom(known []domain.Street, rows []StreetRow, district string) error {
	var places []domain.Point
	for _, s := range known {
		if s.Mid.Known() {
			places = append(places, s.Mid)
		}
	}
	around := domain.AroundOf(places)
	for _, r := range rows {
		if far := around.Far(r.Mid); r.Mid.Known() && far > 0 {
			return domain.Errorf(domain.Invalid, "file", "%s in %s lies %.0f km from the streets of %s that are here, so nothing came in. Please look at its lat and lon: a minus may be missing, or a figure may be wrong.",
				r.Name, r.Town, far/1000, district)
		}
	}
	return nil
}

// rezone takes what is open on streets that have come into another town or section along.
func (w *work) rezone(ctx context.Context, id domain.DistrictID) error {
	about := *w.about
	defer func() { *w.about = about }() // the audit tells of the import, not of the first of the asks
	ids, err := w.LockRezoned(ctx, id)
	for _, id := range ids {
		r, err := w.LockRequest(ctx, id)
		if err != nil {
			return err
		}
		to, err := w.StreetSpot(ctx, r.StreetID)
		if err != nil {
			return err
		}
		if err := w.place(ctx, &r, to); err != nil {
			return err
		}
		if err := w.settle(ctx, &r); err != nil {
			return err
		}
	}
	return err
}

// notNamed returns what is to be let go, and what is listed instead because rows could not be used. What such a row names is in the
// file, and neither.
func notNamed(gone []domain.Street, unusable []StreetRow) (letGo, missing []domain.Street) {
	if len(unusable) == 0 {
		return gone, nil
	}
	named := func(s domain.Street) bool {
		return slices.ContainsFunc(unusable, func(r StreetRow) bool {
			return domain.StreetKey(r.Name) == domain.StreetKey(s.Name) && (r.Town == "" || domain.NameKey(r.Town) == domain.NameKey(s.TownName))
		})
	}
	return nil, slices.DeleteFunc(slices.Clone(gone), named)
}

// middleOf is the point that x and y of all streets will be counted from: the middle of the map that holds them.
func middleOf(rows []StreetRow) domain.Point {
	low, high := domain.Point{}, domain.Point{}
	for _, r := range rows {
		if !r.Mid.Known() {
			continue
		}
		if !low.Known() {
			low, high = r.Mid, r.Mid
		}
		low = domain.Point{Lat: min(low.Lat, r.Mid.Lat), Lon: min(low.Lon, r.Mid.Lon)}
		high = domain.Point{Lat: max(high.Lat, r.Mid.Lat), Lon: max(high.Lon, r.Mid.Lon)}
	}
	return domain.Point{Lat: (low.Lat + high.Lat) / 2, Lon: (low.Lon + high.Lon) / 2}
}

func idsOf(streets []domain.Street) []domain.StreetID {
	ids := make([]domain.StreetID, len(streets))
	for i, s := range streets {
		ids[i] = s.ID
	}
	return ids
}

// alike lists streets of one town that differ only in case or punctuation. Maps hold such slips; a person has to say
// whether they are one.
func alike(rows []StreetRow) []string {
	type key struct{ town, name string }
	names := map[key][]string{}
	for _, r := range rows {
		k := key{r.Town, domain.NameKey(r.Name)}
		names[k] = append(names[k], r.Name)
	}
	var out []string
	for k, same := range names {
		if len(same) > 1 {
			slices.Sort(same)
			out = append(out, fmt.Sprintf("%s: %s", k.town, domain.OrList(same)))
		}
	}
	slices.Sort(out)
	return out
}
