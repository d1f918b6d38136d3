package web

import (
	"net/http"
	"testing"

	"waymark/internal/app"
)

// from opens a page by a link on another.
func (b *visitor) from(page, path string) *visitor {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, b.site.URL+path, nil)
	b.must(err)
	r.Header.Set("Referer", b.site.URL+page)
	return b.sees(b.client.Do(r))
}

// backs reports where the page leads back to.
func (b *visitor) backs(to string) {
	b.Helper()
	links := find(b.T, b.doc, ".back a")
	if len(links) == 0 || attr(links[0], "href") != to {
		b.Errorf("%s does not lead back to %s", b.path, to)
	}
}

// Whoever looks after streets alone has one page that says what needs them, and an ask leads back to where they came from.
func TestBack_LeadsToWhereTheyCameFrom(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	ask := requestAt(v.joans("dog"))
	v.role(v.person("Sue", "Withy Row", nil), app.GrantRole{Kind: "coordinator", StreetID: v.street["Withy Row"]})
	sue := v.signedIn("Sue")
	if sue.opens("/desk"); sue.path != "/my-streets" {
		t.Errorf("their desk is %s", sue.path)
	}
	sue.opens(ask).backs("/my-streets")
	sue.from("/requests?q=joan", ask).backs("/requests?q=joan")
	priya := v.signedIn("Priya")
	priya.opens(ask).backs("/desk")
	priya.from("/cases", ask).backs("/cases")
	priya.from("/find?q=joan&n=%22", ask).backs("/find?q=joan&n=%22")
	priya.from(ask, ask).backs("/desk")
	priya.from("/find", "/find?q=joan").backs("/desk")
}
