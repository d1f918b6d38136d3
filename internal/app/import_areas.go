package app

import (
	"context"
	"slices"

	"waymark/domain"
)

// ImportAreas brings areas in that others count by.
type ImportAreas struct {
	District string // the district whose streets lie in them; "" where there is only one, or the actor's own
	Kind     domain.AreaKind
	Year     int // of their edition
	Areas    []AreaRow
}

// AreaRow is one area as a file has it.
type AreaRow struct {
	Code  string
	Name  string
	Rings domain.Shape
}

// AreasImported says what an import of areas did.
type AreasImported struct {
	New      int
	Changed  int
	Same     int
	Streets  int             // that lie in an area of this kind and year now, whichever file it came from
	Nowhere  []domain.Street // on the map, and in none
	Unplaced int             // streets without a place on the map: nobody can tell where they lie
	Figures  int             // the newest edition of the Indices of Deprivation that is here, where none is for these LSOAs; else 0
}

// ImportAreas adds areas and changes those that are drawn anew, and says which streets lie in which. Areas of the same kind and year that
// are not in the file stay: a district may lie in several files. A file in which no street of the district lies is refused as a whole: it is
// another's. In a demo it is refused.
func (a *App) ImportAreas(ctx context.Context, actor domain.Actor, in ImportAreas) (out AreasImported, err error) {
	g, err := a.authorise(ctx, actor, domain.ImportPlaces, somewhere(actor))
	if err != nil {
		return AreasImported{}, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		out = AreasImported{}
		if err := w.neverInDemo(ctx); err != nil {
			return err
		}
		id, err := w.districtOfList(ctx, in.District)
		if err != nil {
			return err
		}
		areas := areasOf(id, in)
		if err := w.streetsIn(ctx, id, areas); err != nil {
			return err
		}
		if out.New, out.Changed, err = w.SaveAreas(ctx, id, areas); err != nil {
			return err
		}
		out.Same = len(areas) - out.New - out.Changed
		streets, placed, err := w.placeInAreas(ctx, id)
		out.count(streets, placed, domain.AreaEdition{Kind: in.Kind, Year: in.Year})
		if err == nil && in.Kind == domain.LSOA {
			out.Figures, err = w.OtherDeprivation(ctx, in.Year)
		}
		return err
	})
	return out, err
}

func areasOf(id domain.DistrictID, in ImportAreas) []domain.Area {
	areas := make([]domain.Area, len(in.Areas))
	for i, r := range in.Areas {
		areas[i] = domain.Area{DistrictID: id, Kind: in.Kind, Year: in.Year, Code: r.Code, Name: r.Name, Rings: r.Rings}
	}
	return areas
}

// streetsIn refuses areas in which no street of the district lies.
func (w *work) streetsIn(ctx context.Context, id domain.DistrictID, areas []domain.Area) error {
	streets, err := w.StreetsOnFile(ctx, id)
	switch {
	case err != nil:
		return err
	case !slices.ContainsFunc(streets, func(s domain.Street) bool { return s.Mid.Known() }):
		return domain.Errorf(domain.Invalid, "district", "No street here has a place on the map yet, so nobody can tell in which area it lies. Bring the streets in from a map first.")
	case len(domain.InAreas(streets, areas)) == 0:
		return domain.Errorf(domain.Invalid, "file", "No street of this district lies in any of these areas, so nothing came in. It is probably the file of another district.")
	}
	return nil
}

// placeInAreas works out anew which streets of a district lie in which area, and returns them.
func (w *work) placeInAreas(ctx context.Context, id domain.DistrictID) ([]domain.Street, []domain.StreetArea, error) {
	areas, err := w.Areas(ctx, id)
	if err != nil || len(areas) == 0 {
		return nil, nil, err
	}
	streets, err := w.StreetsOnFile(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	streets = slices.DeleteFunc(streets, func(s domain.Street) bool { return s.GoneAt != nil })
	placed := domain.InAreas(streets, areas)
	if err := w.SaveStreetAreas(ctx, id, placed); err != nil {
		return nil, nil, err
	}
	return streets, placed, w.SettleTenths(ctx, id)
}

// count says which streets lie in an area of an edition, and which do not.
func (out *AreasImported) count(streets []domain.Street, placed []domain.StreetArea, edition domain.AreaEdition) {
	in := map[domain.StreetID]bool{}
	for _, p := range placed {
		if p.Edition == edition {
			in[p.StreetID] = true
		}
	}
	out.Streets = len(in)
	for _, s := range streets {
		switch {
		case !s.Mid.Known():
			out.Unplaced++
		case !in[s.ID]:
			out.Nowhere = append(out.Nowhere, s)
		}
	}
}
