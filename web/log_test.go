package web

import (
	"net/url"
	"strings"
	"testing"
)

// Without the script a page that comes back to be mended looks again for what was looked for. Nobody looked for it twice.
func TestLog_LookedForOnce(t *testing.T) {
	v := newVillage(t)
	v.service()
	_, badge := v.kelly()
	p := v.visitor().opens(badge[strings.Index(badge, "/log/"):]).presses("Find", url.Values{"q": {"ukulele"}, "do": {"find"}}).tells([]string{"We found nothing like that."})
	p.presses("Log it", url.Values{"do": {""}}).tells([]string{"Please choose what it was about.", "We found nothing like that."})
	if n := v.count(`SELECT sum(times) FROM missed_searches`); n != 1 {
		t.Errorf("the search is counted %d times, want once", n)
	}
}
