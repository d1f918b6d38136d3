package importer

import (
	"fmt"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// namedArea is a polygon with the name of the section that it outlines.
type namedArea struct {
	name string
	area domain.Region
}

// sectionAreas are the sections of a file of polygons, in the file's order.
type sectionAreas []namedArea

// readSections reads polygons whose property section or name, or one that ends in NM as in the files of the Office for
// National Statistics, is the section's name.
func readSections(path string) (sectionAreas, error) {
	f, _, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var sections sectionAreas
	err = readFeatures(f, path, func(n int, ft feature) error {
		rings, err := ft.rings()
		if err != nil {
			return unreadable("Feature %d of %s cannot be used: it must be a Polygon or MultiPolygon in degrees. (%v)", n, path, err)
		}
		name := sectionName(ft)
		if name == "" {
			return unreadable("Feature %d of %s has no name: fill the property name in.", n, path)
		}
		sections = append(sections, namedArea{name: name, area: domain.NewRegion(rings)})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("sections: %w", err)
	}
	return sections, nil
}

func sectionName(ft feature) string {
	for _, property := range []string{"section", "name"} {
		if name := ft.text(property); name != "" {
			return name
		}
	}
	best := ""
	for key := range ft.Properties {
		// Of several the first in order, because a map has none.
		if strings.HasSuffix(strings.ToUpper(key), "NM") && ft.text(key) != "" && (best == "" || key < best) {
			best = key
		}
	}
	return ft.text(best)
}

// name puts a street into the first section that covers its midpoint; one in none keeps what it had.
func (s sectionAreas) name(street *app.StreetRow) {
	for _, section := range s {
		if street.Mid.Known() && section.area.Covers(street.Mid) {
			street.Section = section.name
			return
		}
	}
}
