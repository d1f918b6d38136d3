package web

import (
	"net/url"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// story is one of last month that Tom let be told.
func (v *village) story(everybody bool) domain.StoryID {
	v.Helper()
	id, err := v.app.TellStory(v.Context(), v.priya, app.TellStory{PersonID: v.tom(), TownID: v.town, Month: morning.AddDate(0, -1, 0), AgreedOn: morning,
		Words: "The shopping came every week while the lift was broken, and somebody stayed for tea.", Everybody: &everybody})
	v.must(err)
	return id
}

// TestStories: a story is written down with the yes of somebody, stands in the report of its month without their name, and is gone once they take it back.
func TestStories(t *testing.T) {
	v := newVillage(t)
	priya := v.signedIn("Priya")
	priya.opens("/stories").tells([]string{"No story yet"})
	priya.opens("/stories/new?q=Zebedee").tells([]string{"We know nobody like that."}, "How it was")
	month := morning.AddDate(0, -1, 0).Format("2006-01")
	form := url.Values{"month": {month}, "words": {"Tom says that the shopping came."}, "agreedOn": {morning.Format("2006-01-02")}, "everybody": {"staff"}}
	v.volunteer("Tom", "Castle Row")
	again := priya.opens("/stories/new?q=Tom").presses("Keep it", form)
	again.tells([]string{"“Tom” may say who somebody is.", "Tom says that the shopping came."})
	form.Set("words", "The shopping came every week.")
	priya.presses("Keep it", form).tells([]string{"It is kept", "The shopping came every week.", "Tom", "for those who look after the place"})
	priya.opens("/reports?period="+month).tells([]string{"The shopping came every week."}, "Nobody has let us tell theirs")
	priya.opens("/stories").presses("They take it back: delete it", nil).tells([]string{"It is deleted", "No story yet"}, "The shopping came")
	priya.opens("/reports?period="+month).tells([]string{"Nobody has let us tell theirs"}, "The shopping came")
}

// TestStories_InWindows: the list goes on where it was left, and a place that is lost is said.
func TestStories_InWindows(t *testing.T) {
	v := newVillage(t)
	v.volunteer("Tom", "Castle Row")
	for range 21 {
		v.story(true)
	}
	priya := v.signedIn("Priya")
	priya.opens("/stories")
	if n := len(find(t, priya.doc, "main article")); n != 20 {
		t.Errorf("the first part has %d stories", n)
	}
	priya.follows("Show the next ones")
	if n := len(find(t, priya.doc, "main article")); n != 1 {
		t.Errorf("the last part has %d stories", n)
	}
}

// TestPublished_Stories: everybody reads those of the quarter to which the yes was for everybody, without whose it was.
func TestPublished_Stories(t *testing.T) {
	t.Parallel()
	c := newCrowd(t)
	c.asked("2026Q1", func() (int, int) { return 9, 6 })
	c.publishes()
	c.volunteer("Tom", "Withy Row")
	for _, s := range []struct {
		words     string
		month     int
		everybody bool
	}{{"The shopping came.", 2, true}, {"The dog was walked.", 2, false}, {"The kettle works.", 5, true}} {
		_, err := c.app.TellStory(t.Context(), c.priya, app.TellStory{PersonID: c.tom(), TownID: c.town, Month: time.Date(2026, time.Month(s.month), 1, 0, 0, 0, 0, time.UTC), AgreedOn: morning, Words: s.words, Everybody: &s.everybody})
		c.must(err)
	}
	c.visitor().opens("/how-we-do").tells([]string{"The shopping came.", "Saltcombe · February 2026"}, "The dog was walked.", "The kettle works.", "Tom")
}
