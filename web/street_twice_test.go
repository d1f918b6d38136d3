package web

import (
	"strings"
	"testing"
)

// A part of the town that is named after a street is not said again beside the street, nor found so; other streets there say it.
func TestStreet_NamedLikeItsPart(t *testing.T) {
	v := newVillage(t)
	_, err := v.db.SQL.ExecContext(t.Context(), `UPDATE sections SET name = 'Withy Row' WHERE id = (SELECT section_id FROM streets WHERE name = 'Withy Row')`)
	v.must(err)
	b := v.signedIn("Priya")
	twice := []string{"Withy Row, Withy Row", "Withy Row, Saltcombe"}
	b.opens(addressOf("/streets/", v.street["Withy Row"])).reads(200, "Withy Row").tells([]string{"Saltcombe"}, twice...)
	b.opens("/find?q=Withy+Row").tells([]string{"Withy Row"}, twice...)
	b.opens(addressOf("/print/street/", v.street["Withy Row"])).tells([]string{"Saltcombe"}, twice...)
	if b.opens("/streets/find?q=withy+row"); !strings.Contains(b.body, `"name":"Withy Row","section":""`) {
		t.Errorf("the finder answers %s", b.body)
	}
}
