package importer

import (
	"context"
	"errors"
	"fmt"
	"io"

	"waymark/domain"
	"waymark/internal/app"
)

// geoStreets reads lines with the properties name, town and section. There is no boundary in such a file, so every line
// is of the district.
func geoStreets(ctx context.Context, path string, o Options) (StreetsFile, error) {
	if len(o.Boundaries) > 0 {
		return StreetsFile{}, domain.Errorf(domain.Invalid, "boundary",
			"A GeoJSON file has no boundaries: leave --boundary out, and put into the file only what belongs to the district.")
	}
	f, size, err := open(path)
	if err != nil {
		return StreetsFile{}, err
	}
	defer f.Close()
	file, pieces := StreetsFile{}, []piece(nil)
	err = readFeatures(&counted{in: f, total: size, progress: o.Progress}, path, func(n int, ft feature) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		found, problem := streetFeature(n, ft, o)
		switch {
		case problem != nil:
			file.Problems = append(file.Problems, *problem)
			file.Import.Unusable = append(file.Import.Unusable, app.StreetRow{Name: ft.text("name"), Town: ft.text("town")})
		case len(found) == 0:
			file.Import.Nameless++
		}
		pieces = append(pieces, found...)
		return nil
	})
	if err != nil {
		return StreetsFile{}, err
	}
	if len(pieces) == 0 && len(file.Problems) == 0 {
		return StreetsFile{}, unreadable("%s holds no line with a name: each street needs the property name.", path)
	}
	file.Import.Streets = join(pieces)
	return file, nil
}

// streetFeature returns the lines of one feature; none and no problem when it has no name.
func streetFeature(n int, ft feature, o Options) ([]piece, *Problem) {
	shape, err := ft.lines()
	if errors.Is(err, errOtherGeometry) {
		return nil, &Problem{Line: n, Column: "geometry", Reason: "This feature is not a line: a street is a LineString or a MultiLineString."}
	}
	if err != nil {
		return nil, &Problem{Line: n, Column: "geometry", Reason: fmt.Sprintf("The coordinates cannot be used: %v.", err)}
	}
	name := ft.text("name")
	if domain.NameKey(name) == "" {
		return nil, nil
	}
	town := ft.text("town")
	if town == "" {
		town = o.Town
	}
	if town == "" {
		return nil, &Problem{Line: n, Column: "town", Reason: fmt.Sprintf("%s has no town: fill the property town in, or name the town with --town.", name)}
	}
	var pieces []piece
	for _, line := range shape {
		if len(line) > 0 && line[0].Exchanged() {
			return nil, &Problem{Line: n, Column: "geometry", Reason: fmt.Sprintf("The latitude and the longitude of %s have changed places: a position is the longitude first, such as [-0.73, 52.67].", name)}
		}
		if len(line) > 1 {
			pieces = append(pieces, piece{name: name, town: town, section: ft.text("section"), line: line})
		}
	}
	if len(pieces) == 0 {
		return nil, &Problem{Line: n, Column: "geometry", Reason: fmt.Sprintf("%s has fewer than two points.", name)}
	}
	return pieces, nil
}

// counted tells the progress how much of a reader has been read.
type counted struct {
	in          io.Reader
	done, total int64
	progress    func(done, total int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.done += int64(n)
	if c.progress != nil {
		c.progress(c.done, c.total)
	}
	return n, err
}
