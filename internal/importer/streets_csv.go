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
	lines := map[[2]string]int{}
	for _, r := range t.rows {
		if err := ctx.Err(); err != nil {
			return StreetsFile{}, err
		}
		if d := r.cells["district"]; d != "" && domain.NameKey(d) != domain.NameKey(o.District) {
			file.Import.Outside++
			continue
		}
		street, problem := streetLine(r, o)
		key := [2]string{domain.NameKey(street.Town), domain.StreetKey(street.Name)}
		if problem != nil {
			file.Import.Unusable = append(file.Import.Unusable, street)
		}
		if before, ok := lines[key]; problem == nil && ok {
			problem = &Problem{Line: r.line, Column: "street", Reason: fmt.Sprintf("%s in %s is already on line %d: take one of the two out.", street.Name, street.Town, before)}
		}
		if problem != nil {
			file.Problems = append(file.Problems, *problem)
			continue
		}
		lines[key] = r.line
		if first, ok := towns[key[0]]; ok {
			street.Town = first
		}
		towns[key[0]] = street.Town
		file.Import.Streets = append(file.Import.Streets, street)
	}
	return file, nil
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
