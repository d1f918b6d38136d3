package importer

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// csvStreets reads a table of streets. A line of another district counts as outside; the columns town and district may be
// empty or missing when --town and --district say it.
func csvStreets(ctx context.Context, path string, o Options) (StreetsFile, error) {
	if len(o.Boundaries) > 0 {
		return StreetsFile{}, domain.Errorf(domain.Invalid, "boundary",
			"A table has no boundaries: leave --boundary out; the column district says what belongs to the district.")
	}
	t, err := readTable(path, streetColumns...)
	if err != nil {
		return StreetsFile{}, err
	}
	file, err := tableStreets(ctx, t, o)
	if file.Swapped() {
		file.Notes = append(file.Notes, "There are more towns than names of streets. Perhaps the columns street and town have each other's names.")
	}
	return file, err
}

// Text is what a list says, as far as it is text at all.
func Text(raw []byte) string {
	if bytes.ContainsFunc(raw, noText) && !hasUTF16Mark(raw) {
		return ""
	}
	return decodeText(raw)
}

// streetColumns are the columns of a list of streets.
var streetColumns = []string{"street", "section", "town", "district", "lat", "lon"}

// StreetList reads a list of streets that was pasted or sent by a browser, as Streets reads a file.
func StreetList(ctx context.Context, raw []byte, o Options) (StreetsFile, error) {
	t, err := tableOf("The list", raw, streetColumns)
	if err != nil {
		return StreetsFile{}, err
	}
	o.District, o.Town = tidy(o.District), tidy(o.Town)
	file, err := tableStreets(ctx, t, o)
	file.Import.District = o.District
	return file, err
}

// tableStreets makes streets of the lines of a table.
func tableStreets(ctx context.Context, t *table, o Options) (StreetsFile, error) {
	file := StreetsFile{Problems: t.problems}
	if n := len(t.problems); n > 0 {
		file.Import.Unusable = make([]app.StreetRow, n) // lines that are no rows name nothing
	}
	towns := map[string]string{}
	seen := streetsSeen{}
	var lines []int // of the streets that can be used
	for _, r := range t.rows {
		if err := ctx.Err(); err != nil {
			return StreetsFile{}, err
		}
		if d := r.cells["district"]; d != "" && domain.NameKey(d) != domain.NameKey(o.District) {
			file.Import.Outside++
			continue
		}
		street, problem := streetLine(r, o)
		if problem != nil {
			file.Import.Unusable = append(file.Import.Unusable, street)
		} else {
			problem = seen.again(r.line, street)
		}
		if problem != nil {
			file.Problems = append(file.Problems, *problem)
			continue
		}
		town := domain.NameKey(street.Town)
		if first, ok := towns[town]; ok {
			street.Town = first
		}
		towns[town] = street.Town
		file.Import.Streets, lines = append(file.Import.Streets, street), append(lines, r.line)
	}
	file.leaveOutFar(lines)
	return file, nil
}

// streetsSeen are the streets of a list so far, by town and name but for case and punctuation.
type streetsSeen map[[2]string][]seenStreet

type seenStreet struct {
	line int
	app.StreetRow
}

// again notes a street, and says where it stands already: one name, however it is written, is one street, unless the list itself puts
// two that are written in two ways into two neighbourhoods.
func (seen streetsSeen) again(line int, street app.StreetRow) *Problem {
	key := [2]string{domain.NameKey(street.Town), domain.NameKey(street.Name)}
	for _, s := range seen[key] {
		exactly := domain.StreetKey(s.Name) == domain.StreetKey(street.Name)
		apart := s.Section != "" && street.Section != "" && domain.NameKey(s.Section) != domain.NameKey(street.Section)
		switch {
		case exactly:
			return &Problem{Line: line, Column: "street", Reason: fmt.Sprintf("%s in %s is already on line %d: take one of the two out.", street.Name, street.Town, s.line)}
		case !apart:
			return &Problem{Line: line, Column: "street", Reason: fmt.Sprintf("%s in %s is on line %d as %s, and is taken for the same street. If they are two, put each into its own section.", street.Name, street.Town, s.line, s.Name)}
		}
	}
	seen[key] = append(seen[key], seenStreet{line, street})
	return nil
}

// leaveOutFar leaves out the streets that lie nowhere near the others of the list; lines says on which line each stands.
func (f *StreetsFile) leaveOutFar(lines []int) {
	var places []domain.Point
	for _, street := range f.Import.Streets {
		if street.Mid.Known() {
			places = append(places, street.Mid)
		}
	}
	around, kept := domain.AroundOf(places), f.Import.Streets[:0]
	for i, street := range f.Import.Streets {
		far := 0.0
		if street.Mid.Known() {
			far = around.Far(street.Mid)
		}
		if far == 0 {
			kept = append(kept, street)
			continue
		}
		f.Import.Unusable = append(f.Import.Unusable, street)
		f.Problems = append(f.Problems, Problem{Line: lines[i], Column: "lat", Reason: fmt.Sprintf(
			"%s lies %.0f km from the other streets of this list. Please look at lat and lon: a minus may be missing, or a figure may be wrong.", street.Name, far/1000)})
	}
	f.Import.Streets = kept
}

func streetLine(r row, o Options) (app.StreetRow, *Problem) {
	street := app.StreetRow{Name: tidy(r.cells["street"]), Town: tidy(r.cells["town"]), Section: tidy(r.cells["section"])}
	if street.Town == "" {
		street.Town = o.Town
	}
	switch {
	case domain.NameKey(street.Name) == "":
		return street, &Problem{Line: r.line, Column: "street", Reason: "The name of the street is missing."}
	case domain.NameKey(street.Town) == "":
		return street, &Problem{Line: r.line, Column: "town", Reason: "The town is missing: fill it in, or name one town for the whole list."}
	}
	lat, lon := r.cells["lat"], r.cells["lon"]
	if lat == "" && lon == "" {
		return street, nil
	}
	at, column, err := parsePoint(lat, lon)
	if err != nil {
		return street, &Problem{Line: r.line, Column: column, Reason: fmt.Sprintf("This is not a place on the map: %v. Write degrees such as 52.67 and -0.73, or leave both empty.", err)}
	}
	if at.Exchanged() {
		return street, &Problem{Line: r.line, Column: "lat", Reason: fmt.Sprintf("The latitude and the longitude have changed places: lat is %s and lon is %s.", lon, lat)}
	}
	street.Mid = at
	return street, nil
}

// parsePoint reads degrees; a decimal comma is one too. It names the column at fault.
func parsePoint(lat, lon string) (at domain.Point, column string, err error) {
	north, err := strconv.ParseFloat(strings.Replace(lat, ",", ".", 1), 64)
	if err != nil {
		return domain.Point{}, "lat", fmt.Errorf("%q is not a number", lat)
	}
	east, err := strconv.ParseFloat(strings.Replace(lon, ",", ".", 1), 64)
	if err != nil {
		return domain.Point{}, "lon", fmt.Errorf("%q is not a number", lon)
	}
	at, err = newPoint(north, east)
	return at, "lat", err
}
