package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/geo"
)

// detail is how much of a line is told.
type detail struct {
	metres float64 // that a corner may lie off a straighter line, and is left out
	digits int     // of degrees, after the point
	names  bool    // of streets
}

// details are for a map that is seen as a whole from very far, from afar, from half way, and from near: each loses less than a dot of the screen that sees it.
var details = map[string]detail{"whole": {40, 3, false}, "far": {20, 4, false}, "half": {5, 5, true}, "near": {1, 5, true}}

// feature is one thing of a GeoJSON (RFC 7946): what a script knows of a street or a section, and where it is.
type feature struct {
	ID    int64
	Name  string // "": not told
	Town  string // "": there is one alone
	Step  int
	Kind  string // of its geometry
	Lines domain.Shape
}

// append writes it.
func (f feature) append(b []byte, digits int) []byte {
	b = append(b, `{"type":"Feature","id":`...)
	b = append(strconv.AppendInt(b, f.ID, 10), `,"properties":{"step":`...)
	b = strconv.AppendInt(b, int64(f.Step), 10)
	b = appendText(b, `,"name":`, f.Name)
	b = appendText(b, `,"town":`, f.Town)
	b = append(b, `},"geometry":{"type":"`+f.Kind+`","coordinates":[`...)
	for i, l := range f.Lines {
		if i > 0 {
			b = append(b, ',')
		}
		b = geo.Append(b, l, digits)
	}
	return append(b, `]}}`...)
}

func appendText(b []byte, key, text string) []byte {
	if text == "" {
		return b
	}
	said, _ := json.Marshal(text) // of a text it cannot fail
	return append(append(b, key...), said...)
}

// geoStreets hands the streets of a map over as GeoJSON, with the step of the layer that the address names: all, or those that reach into a
// box.
func (s *Server) geoStreets(w http.ResponseWriter, r *http.Request) error {
	v := mapViewOf(r)
	box, err := boxOf(r.FormValue("box"))
	if err != nil {
		return err
	}
	m, err := s.mapOf(r, v)
	if err != nil {
		return err
	}
	d, ok := details[r.FormValue("detail")]
	if !ok {
		d = details["half"]
	}
	return serveGeo(w, r, streetFeatures(v, m, d, box), d.digits)
}

// boxOf reads the corners of a part of a map; no text is the whole earth.
func boxOf(text string) (b bounds, err error) {
	if text == "" {
		return bounds{-90, -180, 90, 180}, nil
	}
	corners := strings.Split(text, ",")
	for i, into := range []*float64{&b.south, &b.west, &b.north, &b.east} {
		if len(corners) == 4 && err == nil {
			*into, err = strconv.ParseFloat(corners[i], 64)
		}
	}
	if len(corners) != 4 || err != nil || !(b.south <= b.north && b.west <= b.east) {
		return b, domain.Errorf(domain.Invalid, "box", "A part of the map is four numbers: south, west, north and east, such as 52.5,-0.8,52.7,-0.6.")
	}
	return b, nil
}

func streetFeatures(v mapView, m app.Map, d detail, within bounds) []feature {
	var out []feature
	for _, s := range m.Streets {
		reach := newBounds()
		if reach.add(s.Lines); !reach.meets(within) {
			continue
		}
		f := feature{ID: s.ID, Step: s.Step(v.Layer), Kind: "MultiLineString", Lines: geo.Simplify(s.Lines, d.metres)}
		if d.names {
			f.Name = s.Name
		}
		if len(f.Lines) > 0 {
			out = append(out, f)
		}
	}
	return out
}

// geoSections hands the sections over: the ground that their streets lie on.
func (s *Server) geoSections(w http.ResponseWriter, r *http.Request) error {
	v := mapViewOf(r)
	m, err := s.mapOf(r, v)
	if err != nil {
		return err
	}
	streets, towns := map[domain.SectionID][]domain.Shape{}, map[domain.SectionID]string{}
	several := severalTowns(m)
	for _, st := range m.Streets {
		streets[st.SectionID] = append(streets[st.SectionID], st.Lines)
		if several {
			towns[st.SectionID] = st.Town
		}
	}
	var out []feature
	for _, section := range m.Sections {
		if hull := geo.Hull(streets[domain.SectionID(section.ID)]); hull != nil {
			out = append(out, feature{ID: section.ID, Name: section.Name, Town: towns[domain.SectionID(section.ID)], Step: section.Step(v.Layer), Kind: "Polygon", Lines: domain.Shape{hull}})
		}
	}
	return serveGeo(w, r, out, 5)
}

// collection writes features as one GeoJSON.
func collection(all []feature, digits int) []byte {
	b := []byte(`{"type":"FeatureCollection","features":[`)
	for i, f := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = f.append(b, digits)
	}
	return append(b, `]}`...)
}

// serveGeo writes GeoJSON, or says that it is still what the reader has.
func serveGeo(w http.ResponseWriter, r *http.Request, all []feature, digits int) error {
	body := collection(all, digits)
	sum := sha256.Sum256(body)
	h, tag := w.Header(), `W/"`+hex.EncodeToString(sum[:16])+`"` // weak: the same, packed or not
	h.Set("Content-Type", "application/geo+json")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", tag)
	if slices.Contains(r.Header.Values("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	zipped, err := compress(body)
	if err != nil {
		return err
	}
	writeBody(w, r, http.StatusOK, body, zipped)
	return nil
}
