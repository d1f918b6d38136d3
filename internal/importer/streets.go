package importer

import (
	"cmp"
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// Options say what of a file of streets is wanted.
type Options struct {
	District   string   // the district's name; also the boundary's when Boundaries is empty
	Boundaries []string // administrative boundaries that together make the district
	TownLevels []int    // the admin levels that count as towns; empty: all
	Town       string   // the town of streets for which the file has none
	Sections   string   // path of a GeoJSON file of polygons with the sections' names; "" for none

	// Progress is told now and then how many bytes of how many are read; nil for nobody.
	Progress func(done, total int64)
}

// StreetsFile is what a file of streets holds.
type StreetsFile struct {
	Import   app.ImportStreets // streets in order of town and name
	Problems []Problem
	Notes    []string // sentences about the file as a whole that a person should know
}

// fewStreets are too few to tell from them which column is which.
const fewStreets = 3

// Swapped reports whether the towns of a list look like its streets and its streets like towns: there are more towns than
// names of streets. It may be right all the same, so a person is asked.
func (f StreetsFile) Swapped() bool {
	towns, names := map[string]bool{}, map[string]bool{}
	for _, street := range f.Import.Streets {
		towns[domain.NameKey(street.Town)], names[domain.NameKey(street.Name)] = true, true
	}
	return len(f.Import.Streets) >= fewStreets && len(towns) > len(names)
}

// Streets reads the streets of a district. The file's ending says what it is: .osm.pbf, .osm, .osm.gz and .osm.bz2 are
// OpenStreetMap, .geojson and .json lines with the properties name, town and section, .csv a table with the columns street,
// section, town, district, lat and lon. An error is about the file as a whole; what is wrong with one line is a problem.
func Streets(ctx context.Context, path string, o Options) (StreetsFile, error) {
	o.District, o.Town = tidy(o.District), tidy(o.Town)
	if domain.NameKey(o.District) == "" {
		return StreetsFile{}, domain.Errorf(domain.Invalid, "district", "Give the district's name.")
	}
	read := readerFor(path)
	if read == nil {
		return StreetsFile{}, unreadable("%s is of a kind that cannot be read: use .osm.pbf, .osm, .osm.gz, .osm.bz2, .geojson or .csv.", path)
	}
	file, err := read(ctx, path, o)
	if err != nil {
		return StreetsFile{}, err
	}
	if o.Sections != "" {
		sections, err := readSections(o.Sections)
		if err != nil {
			return StreetsFile{}, err
		}
		for i := range file.Import.Streets {
			sections.name(&file.Import.Streets[i])
		}
	}
	file.Import.District = o.District
	slices.SortFunc(file.Import.Streets, func(a, b app.StreetRow) int {
		return cmp.Or(cmp.Compare(a.Town, b.Town), cmp.Compare(a.Name, b.Name))
	})
	return file, nil
}

type streetsReader func(ctx context.Context, path string, o Options) (StreetsFile, error)

func readerFor(path string) streetsReader {
	name := strings.ToLower(filepath.Base(path))
	for _, kind := range osmKinds {
		if strings.HasSuffix(name, kind.ending) {
			return osmStreets
		}
	}
	switch filepath.Ext(name) {
	case ".geojson", ".json":
		return geoStreets
	case ".csv", ".txt", ".tsv":
		return csvStreets
	}
	return nil
}

// tidy makes one space of any white space.
func tidy(text string) string { return strings.Join(strings.Fields(text), " ") }

// piece is one named line of a street that may have several: a way, or a feature.
type piece struct {
	name, town, section string
	line                domain.Line
}

// join makes streets of pieces: those of one name in one town are one street. A town is written as its first piece does.
func join(pieces []piece) []app.StreetRow {
	type key struct{ town, name string }
	towns := map[string]string{}
	parts := map[key][]piece{}
	for _, p := range pieces {
		k := key{domain.NameKey(p.town), domain.StreetKey(p.name)}
		parts[k] = append(parts[k], p)
		if towns[k.town] == "" {
			towns[k.town] = p.town
		}
	}
	var streets []app.StreetRow
	for k, ps := range parts {
		shape := domain.Shape{}
		for _, p := range ps {
			shape = append(shape, p.line)
		}
		shape = joinLines(shape)
		streets = append(streets, app.StreetRow{
			Name:    k.name,
			Town:    towns[k.town],
			Section: sectionOf(ps),
			Mid:     round(shape.Midpoint()),
			Shape:   shape,
		})
	}
	return streets
}

// sectionOf returns the section that the greatest length of the pieces is in; of equals the first by name; "" when none
// says.
func sectionOf(pieces []piece) string {
	metres := map[string]float64{}
	for _, p := range pieces {
		if p.section != "" {
			metres[p.section] += p.line.Length()
		}
	}
	best := ""
	for _, name := range slices.Sorted(maps.Keys(metres)) {
		if best == "" || metres[name] > metres[best] {
			best = name
		}
	}
	return best
}
