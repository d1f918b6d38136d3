package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/geo"
)

// details are how much may be left out of a line, in metres, for a map that is seen from afar, from half way, and from near.
var details = map[string]float64{"far": 20, "half": 5, "near": 1}

// feature is one thing of a GeoJSON (RFC 7946).
type feature struct {
	Type       string   `json:"type"`
	ID         int64    `json:"id"`
	Properties onMap    `json:"properties"`
	Geometry   geometry `json:"geometry"`
}

// onMap is what a script knows of a street or a section.
type onMap struct {
	Name string `json:"name"`
	Step int    `json:"step"`
}

type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// geoStreets hands the streets of a map over as GeoJSON, with the step of the layer that the address names.
func (s *Server) geoStreets(w http.ResponseWriter, r *http.Request) error {
	v := mapViewOf(r)
	m, err := s.mapOf(r, v)
	if err != nil {
		return err
	}
	metres, ok := details[r.FormValue("detail")]
	if !ok {
		metres = details["half"]
	}
	return serveGeo(w, r, streetFeatures(v, m, metres))
}

func streetFeatures(v mapView, m app.Map, metres float64) []feature {
	out := []feature{}
	for _, s := range m.Streets {
		var lines [][][2]float64
		for _, l := range geo.Simplify(s.Lines, metres) {
			lines = append(lines, geo.Round(l))
		}
		if len(lines) > 0 {
			out = append(out, feature{"Feature", s.ID, onMap{s.Name, s.Step(v.Layer)}, geometry{"MultiLineString", lines}})
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
	streets := map[domain.SectionID][]domain.Shape{}
	for _, st := range m.Streets {
		streets[st.SectionID] = append(streets[st.SectionID], st.Lines)
	}
	out := []feature{}
	for _, section := range m.Sections {
		if hull := geo.Hull(streets[domain.SectionID(section.ID)]); hull != nil {
			out = append(out, feature{"Feature", section.ID, onMap{section.Name, section.Step(v.Layer)}, geometry{"Polygon", [][][2]float64{geo.Round(hull)}}})
		}
	}
	return serveGeo(w, r, out)
}

// serveGeo writes GeoJSON, or says that it is still what the reader has.
func serveGeo(w http.ResponseWriter, r *http.Request, all []feature) error {
	body, err := json.Marshal(struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}{"FeatureCollection", all})
	if err != nil {
		return err
	}
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
