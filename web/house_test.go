package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// Whoever is stuck is told the number of the desk of their own town, where that has one.
func TestFrame_RingsTheDeskOfTheOwnTown(t *testing.T) {
	v := newVillage(t, "Brackle")
	if _, err := v.db.SQL.ExecContext(t.Context(), `UPDATE towns SET phone = '01632 960177' WHERE id = $1`, v.town); err != nil {
		t.Fatal(err)
	}
	v.role(v.person("Cal", "Castle Row", nil), app.GrantRole{Kind: domain.CallTaker, TownID: v.town})
	v.visitor().opens("/nowhere").reads(404, "There is nothing here").tells([]string{"If you are stuck, ask the desk on 01632 960142."})
	v.signedIn("Cal").opens("/nowhere").reads(404, "There is nothing here").tells([]string{"If you are stuck, ask the desk on 01632 960177."})
	v.signedIn("Priya").opens("/nowhere").reads(404, "There is nothing here").tells([]string{"If you are stuck, ask the desk on 01632 960142."})
}

// The desk and a name stand in sentences of their own: Welsh joins "i" and "y" to one word.
func TestStuck_InWelsh(t *testing.T) {
	rd, _ := newFrame(t)
	for _, c := range []struct {
		at   Place
		want string
	}{
		{Place{}, "Os ydych chi’n methu mynd ymlaen, gofynnwch i’r ddesg."},
		{Place{Phone: "01632 960142"}, "Os ydych chi’n methu mynd ymlaen, gofynnwch i’r ddesg ar 01632 960142."},
		{Place{Desk: "Maggie"}, "Os ydych chi’n methu mynd ymlaen, gofynnwch i Maggie."},
		{Place{Desk: "Maggie", Phone: "01632 960142"}, "Os ydych chi’n methu mynd ymlaen, gofynnwch i Maggie ar 01632 960142."},
	} {
		w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
		r = r.WithContext(words.With(r.Context(), words.In("cy")))
		rd.Render(w, r, "error", Page{Title: "x", Place: c.at, In: words.In("cy"), Content: Failure{Title: "x", Whom: true}})
		if got := textOf(t, document(t, w.Body.String()), "main"); !strings.Contains(got, c.want) {
			t.Errorf("%+v reads %q, want %q", c.at, got, c.want)
		}
	}
}
