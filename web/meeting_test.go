package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/pgtest"
	"waymark/web/browsertest"
)

// dee adds somebody at the desk, who can be given something to do.
func (v *village) dee() domain.PersonID {
	v.Helper()
	id := v.person("Dee", "Castle Row", nil)
	v.role(id, app.GrantRole{Kind: domain.DeskHelper, TownID: v.town})
	return id
}

// said records an action for somebody.
func (v *village) said(words string, owner domain.PersonID, due time.Time) {
	v.Helper()
	_, err := v.app.RecordAction(v.Context(), v.priya, app.RecordAction{Words: words, OwnerID: owner, DueOn: &due})
	v.must(err)
}

func TestMeeting_FromWordToDone(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	dee := v.dee()
	ask := v.joans("dog")
	priya := v.signedIn("Priya")
	priya.opens("/meeting").reads(http.StatusOK, "Daily meeting").tells([]string{"Start the meeting", "Nothing is left over", "1 asked since", "3 streets without a coordinator"})
	priya.presses("Write it down", url.Values{"words": {""}, "about": {"ZZZ-999"}}).tells([]string{"Please write what is to be done", "Please choose who does it", "We know no ask like that"})
	priya.presses("Write it down", url.Values{"words": {"Ask the <b>club</b> 🚗"}, "ownerId": {strconv.Itoa(int(dee))}, "dueOn": {"2026-06-10"}, "about": {ask.Reference.String()}}).
		tells([]string{"It is written down", "Ask the <b>club</b> 🚗", "Dee Tester", "Today", "About " + unbroken(string(ask.Reference))})

	v.later("24h")
	desk := v.signedIn("Dee")
	desk.opens("/desk").tells([]string{"What you said you would do", "Ask the <b>club</b> 🚗", "Was for yesterday"})
	desk.follows("Carry over").reads(http.StatusOK, "Ask the <b>club</b> 🚗")
	desk.presses("Write it down", url.Values{"why": {""}}).tells([]string{"Please write why it is not done yet"})
	desk.presses("Write it down", url.Values{"why": {"They were shut"}}).reads(http.StatusOK, desk.said("h1")).tells([]string{"It is carried over", "They were shut", "By tomorrow"}, "Was for")
	priya.opens("/meeting").tells([]string{"Ask the <b>club</b> 🚗", "Carried over one time, the last for this reason: They were shut"})
	desk.presses("Done", nil).tells([]string{"It is done. Thank you."}, "What you said you would do")
	priya.opens("/meeting").tells([]string{"Put back"})
	priya.presses("Put back", nil).tells([]string{"It is on the list again", "Carry over"}, "Put back")

	priya.opens("/meetings").tells([]string{"Yesterday"}).follows("Yesterday").tells([]string{"What was said that day", "Ask the <b>club</b> 🚗"}, "Carry over")
	desk.opens("/meeting").reads(http.StatusForbidden, desk.said("h1")).tells(nil, "club")
	id := v.count(`SELECT id FROM meeting_actions`)
	desk.sends(addressOf("/meeting/actions/", int64(id))+"/done", nil).tells([]string{"It is done. Thank you."}) // from a page that is not theirs
}

// A private ask shows neither name nor street where many look on.
func TestMeeting_PrivateAsks(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	private, plain := v.joans("prescription"), v.joans("dog")
	_, err := pgtest.Owner(t, v.db).SQL.ExecContext(t.Context(), `UPDATE requests SET start_level = 3, level = 3`)
	v.must(err)
	_, err = pgtest.Owner(t, v.db).SQL.ExecContext(t.Context(), `UPDATE requests SET failed_at = $1`, morning)
	v.must(err)
	priya := v.signedIn("Priya")
	priya.opens("/meeting").tells([]string{"Dog walking, pets for Joan", unbroken(string(private.Reference)), unbroken(string(plain.Reference))}, "prescription for Joan")
	priya.opens("/cases").tells([]string{"Nobody is free whom we know", "prescription for Joan"})
	priya.opens("/desk").tells([]string{"Came up to the district", "See who is free for each"})
}

func TestBuilder_BeginsWithWhatIsMissing(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	v.role(v.person("Bo", "Withy Row", nil), app.GrantRole{Kind: domain.Builder, TownID: v.town})
	v.joans("dog")
	_, err := pgtest.Owner(t, v.db).SQL.ExecContext(t.Context(), `UPDATE requests SET start_level = 3, level = 3`)
	v.must(err)
	_, err = pgtest.Owner(t, v.db).SQL.ExecContext(t.Context(), `UPDATE requests SET failed_at = $1`, morning)
	v.must(err)
	_, err = v.app.FollowGaps(t.Context(), domain.Clock())
	v.must(err)
	bo := v.signedIn("Bo")
	bo.opens("/signed-in").reads(http.StatusOK, "What’s missing").tells([]string{"Asked for, and nobody found", "One is new: nobody has looked at it.", "We have heard from everybody", "Streets without a coordinator", "Everybody who offered has been met"})
	bo.opens("/builder")
	if parts, open := find(t, bo.doc, "details.grow"), find(t, bo.doc, "details.grow[open]"); len(parts) != 6 || len(open) != 2 || !strings.HasPrefix(nodeText(parts[2]), "0") {
		t.Errorf("%d parts, %d of them open, the third is %q", len(parts), len(open), nodeText(parts[2]))
	}
	bo.follows("Asked for, and nobody found").reads(http.StatusOK, "Gaps, until they close").tells([]string{"Dog walking, pets"})
	bo.opens("/desk").reads(http.StatusOK, bo.said("h1"))
	for _, path := range []string{"/meeting", "/cases", "/meetings"} { // a town's builder does not hold the district's meeting
		bo.opens(path).reads(http.StatusForbidden, bo.said("h1")).tells([]string{"Ask your district coordinator"}, "Joan", "community builder")
	}
	v.signedIn("Maggie").opens("/builder").reads(http.StatusForbidden, "This is not for you to do").tells(nil, "Dog walking")
}

// crowded fills a meeting with more than fits: long words, many asks.
func (v *village) crowded() {
	v.Helper()
	dee := v.dee()
	for n := range 10 {
		v.said(strings.Repeat("Ring the rugby club about drivers ", 1+n/3)+strconv.Itoa(n), dee, morning)
	}
	for n := range 24 {
		raised := v.joans([]string{"dog", "lift_surgery", "come_with_me"}[n%3])
		_, err := pgtest.Owner(v.T, v.db).SQL.ExecContext(v.Context(), `UPDATE requests SET start_level = 3, level = 3 WHERE id = $1`, raised.RequestID)
		v.must(err)
		if n%2 == 0 {
			_, err = pgtest.Owner(v.T, v.db).SQL.ExecContext(v.Context(), `UPDATE requests SET failed_at = $2 WHERE id = $1`, raised.RequestID, morning)
		} else {
			_, err = pgtest.Owner(v.T, v.db).SQL.ExecContext(v.Context(), `UPDATE requests SET next_action = 'ask_first', next_action_at = $2 WHERE id = $1`, raised.RequestID, morning.AddDate(1, 0, 0))
		}
		v.must(err)
	}
	v.later("25h")
	v.said("Tell Brackle about the minibus", dee, morning.AddDate(0, 0, 2))
}

// The meeting fits on two sides of paper and, one thing at a time, on a screen; arrow keys lead through it, but not out of a field.
func TestMeeting_OnPaperAndOnAScreen(t *testing.T) {
	t.Parallel()
	v := newVillage(t, "Brackle").withIslands(bundled(t))
	v.crowded()
	tab := browsertest.Start(t).Open(t, browsertest.View{Width: 1920, Height: 1080})
	tab.Go(v.signInLink("Priya"))
	tab.Follow("main form button")
	tab.Go(v.site.URL + "/meeting")
	tab.Shot("meeting-all")
	if out := tab.Print(); out.Pages != 2 || out.Width != 210 || out.Height != 297 {
		t.Errorf("it prints %d sides of %d by %d mm", out.Pages, out.Width, out.Height)
	}
	tab.Follow(".agenda-do .arm")
	seen := 0
	for ; seen < 40; seen++ {
		var over int
		tab.Script("document.documentElement.scrollHeight - innerHeight", &over)
		if over > 0 {
			t.Errorf("%s is %d px too high for the screen", tab.Text("h1"), over)
		}
		tab.Shot("meeting-screen-" + strconv.Itoa(seen))
		if strings.Contains(tab.Text("h1"), "What we say today") {
			break
		}
		was := tab.Address()
		tab.Script("document.documentElement.dataset.old = ''", nil)
		tab.Press(browsertest.Right)
		tab.WaitFor("html:not([data-old]) .stage-nav")
		if tab.Address() == was {
			t.Fatalf("the arrow leads nowhere from %s", was)
		}
	}
	if seen < 8 {
		t.Errorf("only %d screens for so much", seen)
	}
	last := tab.Address()
	tab.Type("#words", "Ring")
	tab.Press(browsertest.Left)
	if tab.Value("#words") != "Ring" || tab.Address() != last {
		t.Error("an arrow in a field leads away, and what was typed is lost")
	}
	tab.Accessible()
}
