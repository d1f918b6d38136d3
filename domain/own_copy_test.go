package domain

import (
	"encoding/json"
	"testing"
	"time"
)

func TestOwnCopy_MarshalJSON(t *testing.T) {
	c := OwnCopy{MadeAt: time.Date(2026, time.June, 10, 9, 0, 0, 0, time.FixedZone("BST", 3600)), Parts: []OwnPart{
		{Name: "you", Rows: []OwnRow{{Cells: []OwnCell{{"first_name", `Jo "an"`}, {"town", "Saltcombe"}}}}},
		{Name: "asks", Rows: []OwnRow{{Cells: []OwnCell{{"need", "Shopping"}}}, {}}},
	}}
	text, err := json.Marshal(c)
	if want := `{"asks":[{"need":"Shopping"},{}],"made_at":"2026-06-10T08:00:00Z","you":[{"first_name":"Jo \"an\"","town":"Saltcombe"}]}`; err != nil || string(text) != want {
		t.Errorf("it is written %s, %v; want %s", text, err, want)
	}
}
