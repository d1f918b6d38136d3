package web

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// What is done to several leads back to the list that they were picked from, as it was narrowed, and nowhere else.
func TestMany_LeadsBackToItsList(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	id := strconv.FormatInt(int64(raised.RequestID), 10)
	narrowed := "need=" + strconv.Itoa(int(v.need["dog"])) + "&state=open"
	picking := "/requests?" + strings.Replace(narrowed, "&", "&pick=yes&", 1)
	b := v.signedIn("Priya").opens("/requests?" + narrowed + "&pick=yes")
	if list := attr(find(t, b.doc, "form[action='/requests/many'] input[name=list]")[0], "value"); list != narrowed {
		t.Fatalf("the list is %q", list)
	}
	b.opens("/requests/many?do=wider&list=" + url.QueryEscape(narrowed)).tells([]string{"Please pick one ask or more"})
	if b.path != picking {
		t.Errorf("with none picked it leads to %s", b.path)
	}
	b.opens("/requests/many?do=wider&id=" + id + "&list=" + url.QueryEscape(narrowed)).tells([]string{"This would change one ask"})
	if back := b.link("Leave them as they are"); back != picking {
		t.Errorf("leaving them leads to %s", back)
	}
	b.presses("Do it to one ask", nil).tells([]string{"It is done to one ask."})
	if b.path != "/requests?"+narrowed {
		t.Errorf("done, it leads to %s", b.path)
	}
	for _, list := range []string{"", "//elsewhere.example", "%zz", "/\\elsewhere", strings.Repeat("a", 1900)} {
		if b.opens("/requests/many?do=wider&list=" + url.QueryEscape(list)); !strings.HasPrefix(b.path, "/requests?") {
			t.Errorf("%q leads to %s", list, b.path)
		}
	}
}
