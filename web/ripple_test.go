package web

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// talksInMarch has Kelly log some talks about each of these themes, in the quarter before.
func (v *village) talksInMarch(many map[string]int) domain.Actor {
	v.Helper()
	kelly, _ := v.kelly()
	_, err := v.db.SQL.ExecContext(v.Context(), `UPDATE connectors SET agreed_at = '2026-01-01 08:00Z'`)
	v.must(err)
	c, err := v.app.Connector(v.Context(), v.priya, kelly)
	v.must(err)
	badge := domain.Actor{Kind: domain.BearerActor, Purpose: domain.ForLog, DistrictID: c.DistrictID, PersonID: kelly, Badge: c.Badge}
	march, n := time.Date(2026, time.March, 20, 0, 0, 0, 0, time.UTC), 0
	for code, talks := range many {
		theme := domain.ThemeID(v.count(`SELECT id FROM themes WHERE code = $1`, code))
		var all []app.LogConversation
		for range talks {
			n++
			all = append(all, app.LogConversation{ClientKey: fmt.Sprintf("00000000-0000-4000-8000-%012d", n), ThemeID: theme, LedTo: domain.JustListened, Day: &march})
		}
		for some := range slices.Chunk(all, 30) {
			_, err := v.app.LogConversation(v.Context(), badge, some...)
			v.must(err)
		}
	}
	return badge
}

// TestTownRipple: staff read every number, with what leads nowhere; everybody else reads a quarter without the small ones.
func TestTownRipple(t *testing.T) {
	v := newVillage(t)
	public := v.visitor()
	public.opens("/ripple").reads(http.StatusOK, "The ripple in Saltcombe").tells([]string{"Too few to show", "How this is counted"})
	priya := v.signedIn("Priya")
	priya.opens("/ripple").reads(http.StatusOK, "The ripple in Saltcombe").tells([]string{"No talks yet", "The last twelve months"})

	v.talksInMarch(map[string]int{"money": 3, "home": 14, "company": 1234 - 14 - 3})
	public.opens("/ripple").reads(http.StatusOK, "The ripple in Saltcombe").tells([]string{"January to March 2026", "1,234", "not shown", "A dash hides a number under five"})
	public.tells(nil, "nowhere to send people", "it takes nobody", "1 of 1", "benefits, food 3")
	priya.opens("/ripple?quarter=2026Q1").reads(http.StatusOK, "The ripple in Saltcombe").tells([]string{"1,217", "1 of 1", "Talked about, and nowhere to send people", "Nothing takes anybody."}, "not shown", "A dash hides")
	if len(find(t, priya.doc, `a[href="/services/new?theme=home"]`)) != 1 {
		t.Error("there is no way on to something for it")
	}
	priya.opens("/ripple?quarter=1999Q1").tells([]string{"What talks with connectors came to in the last twelve months."})
	if priya.opens("/services/new?theme=home"); len(find(t, priya.doc, `input[name=themes][value=home][checked]`)) != 1 {
		t.Error("the form for a new service does not know what it is for")
	}
}

// TestGaps_Theme: a theme with nowhere to send people is a gap, and leads to where something for it is written down.
func TestGaps_Theme(t *testing.T) {
	v := newVillage(t)
	badge := v.talksInMarch(nil)
	theme := domain.ThemeID(v.count(`SELECT id FROM themes WHERE code = 'home'`))
	_, err := v.app.LogConversation(t.Context(), badge, app.LogConversation{ClientKey: "00000000-0000-4000-8000-000000000001", ThemeID: theme, LedTo: domain.LedElsewhere})
	v.must(err)
	_, err = v.app.FollowGaps(t.Context(), domain.Clock())
	v.must(err)
	b := v.signedIn("Priya").opens("/builder").follows("Talked of, and nowhere to go").tells([]string{"One talk"}).follows("Home and keeping warm").follows("Add something to the directory")
	if len(find(t, b.doc, `input[name=themes][value=home][checked]`)) != 1 {
		t.Error("the form for a new service does not know what it is for")
	}
}
