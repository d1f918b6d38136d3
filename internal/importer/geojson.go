package importer

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"waymark/domain"
)

// feature is one feature of GeoJSON (RFC 7946).
type feature struct {
	Properties map[string]any `json:"properties"`
	Geometry   *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// text returns a property as text; "" when there is none. Names of properties are compared in lower case.
func (f feature) text(name string) string {
	for key, value := range f.Properties {
		if text, ok := value.(string); ok && strings.EqualFold(key, name) {
			return tidy(text)
		}
	}
	return ""
}

// readFeatures hands the features of a collection to take one by one, counted from 1, so that a large file does not have
// to be in memory.
func readFeatures(in io.Reader, path string, take func(n int, f feature) error) error {
	text := bufio.NewReader(in)
	if mark, err := text.Peek(len(utf8Mark)); err == nil && string(mark) == utf8Mark {
		text.Discard(len(utf8Mark)) // it has just been peeked
	}
	d := json.NewDecoder(text)
	if err := toFeatures(d); err != nil {
		return explainJSON(path, err)
	}
	n := 0
	for ; d.More(); n++ {
		var f feature
		if err := d.Decode(&f); err != nil {
			return explainJSON(path, err)
		}
		if err := take(n+1, f); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return explainJSON(path, err)
	}
	if n == 0 {
		return unreadable("%s holds no feature: it has nothing to read.", path)
	}
	return nil
}

var errNoFeatures = errors.New("no list of features")

// toFeatures moves to the first feature of the collection's list.
func toFeatures(d *json.Decoder) error {
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errNoFeatures)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if key == "features" {
			if t, err := d.Token(); err != nil || t != json.Delim('[') {
				return errors.Join(err, errNoFeatures)
			}
			return nil
		}
		var other json.RawMessage
		if err := d.Decode(&other); err != nil {
			return err
		}
	}
	return errNoFeatures
}

func explainJSON(path string, err error) error {
	var slip *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return unreadable("%s ends in the middle: the download was cut off, so fetch it again.", path)
	case errors.As(err, &slip) && slip.Offset <= 1:
		return unreadable("%s is not GeoJSON. Fetch it as GeoJSON; unpack it first where its name ends in .gz or .zip.", path)
	case errors.As(err, &slip):
		return unreadable("%s is not GeoJSON: it breaks off at byte %d. (%v)", path, slip.Offset, slip)
	case errors.Is(err, errNoFeatures), errors.Is(err, io.EOF):
		return unreadable("%s is not a GeoJSON FeatureCollection.", path)
	}
	return unreadable("%s is not GeoJSON that can be read. (%v)", path, err)
}

// errOtherGeometry says that a feature is of another kind than was asked for.
var errOtherGeometry = errors.New("other geometry")

// lines returns the lines of a LineString or MultiLineString.
func (f feature) lines() (domain.Shape, error) {
	if f.Geometry == nil {
		return nil, errOtherGeometry
	}
	var shape domain.Shape
	var err error
	switch f.Geometry.Type {
	case "LineString":
		shape = make(domain.Shape, 1)
		err = json.Unmarshal(f.Geometry.Coordinates, &shape[0])
	case "MultiLineString":
		err = json.Unmarshal(f.Geometry.Coordinates, &shape)
	default:
		err = errOtherGeometry
	}
	if err != nil {
		return nil, err
	}
	return onEarth(shape)
}

// rings returns all rings of a Polygon or MultiPolygon, outer and inner together: domain.Region tells them apart by counting.
func (f feature) rings() (domain.Shape, error) {
	if f.Geometry == nil {
		return nil, errOtherGeometry
	}
	var polygons []domain.Shape
	var err error
	switch f.Geometry.Type {
	case "Polygon":
		polygons = make([]domain.Shape, 1)
		err = json.Unmarshal(f.Geometry.Coordinates, &polygons[0])
	case "MultiPolygon":
		err = json.Unmarshal(f.Geometry.Coordinates, &polygons)
	default:
		err = errOtherGeometry
	}
	if err != nil {
		return nil, err
	}
	return onEarth(slices.Concat(polygons...))
}

// onEarth rounds every point, and refuses one that is not in degrees, as of a national grid.
func onEarth(shape domain.Shape) (domain.Shape, error) {
	for _, line := range shape {
		for i, p := range line {
			var err error
			if line[i], err = newPoint(p.Lat, p.Lon); err != nil {
				return nil, err
			}
		}
	}
	return shape, nil
}

func newPoint(lat, lon float64) (domain.Point, error) {
	if !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180) {
		return domain.Point{}, fmt.Errorf("%g, %g is not a latitude and a longitude in degrees (WGS 84)", lat, lon)
	}
	return round(domain.Point{Lat: lat, Lon: lon}), nil
}
