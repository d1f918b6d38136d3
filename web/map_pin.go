package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
)

// pinDays is how far ahead the next date of a bench or café is looked for.
const pinDays = 60

// mapPin is a bench or café, with its next date.
type mapPin struct {
	N     int    // on the map; 0: nobody has said where it is, or it is on the telephone
	At    string // latitude and longitude, for the script
	Name  string
	Href  string
	Where string
	When  string
	point domain.Point
}

// mapPins are the benches and cafés of the layer that shows them.
func (s *Server) mapPins(r *http.Request, c clock, v mapView, m app.Map) (out []mapPin, err error) {
	if v.Layer != coverage.Sessions {
		return nil, nil
	}
	all, err := s.app.Gatherings(r.Context(), who(r), app.GatheringsShown{TownID: v.Town, Days: pinDays})
	towns := map[domain.TownID]bool{}
	for _, street := range m.Streets {
		towns[street.TownID] = true
	}
	n := 0
	for _, g := range all {
		next := c.sessionNext(g)
		if next == nil || !towns[g.TownID] {
			continue
		}
		pin := mapPin{Name: g.Place.Name, Href: addressOf("/whats-on/", g.ID), Where: joinWords(", ", c.Text(g.Kind.Name), g.TownName), When: next.When, point: g.Place.Point}
		if pin.point.Known() {
			n++
			pin.N, pin.At = n, strconv.FormatFloat(pin.point.Lat, 'f', 5, 64)+","+strconv.FormatFloat(pin.point.Lon, 'f', 5, 64)
		}
		out = append(out, pin)
	}
	return out, err
}

// MapTiles are pictures of the ground that lie under a map, by another server's leave. The zero value has none.
type MapTiles struct {
	URL         string // with {z}, {x} and {y} in it
	Attribution string // whom to name under the map; also for the streets alone
}

// policy is the Content-Security-Policy of the map: it may show pictures of that one server.
func (t MapTiles) policy() string {
	u, err := url.Parse(t.URL)
	if err != nil || u.Host == "" {
		return policy
	}
	origin := &url.URL{Scheme: u.Scheme, Host: u.Host}
	return strings.Replace(policy, "'self' data:", strings.Join([]string{"'self'", origin.String(), "data:"}, " "), 1)
}
