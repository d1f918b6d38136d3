package importer

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"waymark/internal/app"
)

// What a row names that cannot be used is handed on, as far as it can be read.
func TestStreets_unusable(t *testing.T) {
	table := file(t, "a.csv", "street,town,lat,lon\nMain Street,Saltcombe,52.6x,-0.7\nHill Road,Saltcombe,,\n,Saltcombe,,\nQuay \"Lane,Saltcombe,,\n")
	lines := file(t, "a.geojson", fmt.Sprintf(geo, `, {"type": "Feature", "properties": {"name": "Long Row", "town": "Saltcombe"}, "geometry": {"type": "Point", "coordinates": [1, 50]}}`))
	for path, want := range map[string][]app.StreetRow{
		table: {{}, {Name: "Main Street", Town: "Saltcombe"}, {Town: "Saltcombe"}},
		lines: {{Name: "Long Row", Town: "Saltcombe"}},
	} {
		got, err := Streets(context.Background(), path, Options{District: "North Wendle", Town: "Brackle"})
		if err != nil || !reflect.DeepEqual(got.Import.Unusable, want) {
			t.Errorf("%s: %+v, %v; want %+v", path, got.Import.Unusable, err, want)
		}
	}
}
