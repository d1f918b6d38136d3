package app

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
)

// storyOf is a story of May that somebody let be told.
func (w *world) storyOf(who domain.PersonID, words string, everybody bool) (domain.StoryID, error) {
	return w.app.TellStory(w.Context(), w.as("Bo"), TellStory{PersonID: who, TownID: w.town["Saltcombe"], Month: on(time.May, 9), AgreedOn: on(time.June, 2), Words: words, Everybody: &everybody})
}

// storiesTold are the words that the report of some months has.
func (w *world) storiesTold(asked ReportAsked) (out []string) {
	w.Helper()
	for _, s := range must(w.app.Report(w.Context(), w.as("Priya"), asked)).Stories {
		out = append(out, s.Words)
	}
	return out
}

// TestApp_TellStory: a story stands in the reports of its month, quarter and year, of its town and district, and in no other; nobody is named in one.
func TestApp_TellStory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	must(w.storyOf(tom, "The shopping came every week.", true))
	for asked, want := range map[ReportAsked]int{{Period: "2026-05"}: 1, {Period: "2026Q2"}: 1, {Period: "2026"}: 1, {Period: "2026-05", TownID: w.town["Saltcombe"]}: 1,
		{Period: "2026-06"}: 0, {Period: "2026Q1"}: 0, {Period: "2026-05", TownID: w.town["Brackle"]}: 0} {
		if got := w.storiesTold(asked); len(got) != want {
			t.Errorf("%+v tells %q", asked, got)
		}
	}
	var file bytes.Buffer
	w.must(must(w.app.Report(t.Context(), w.as("Priya"), ReportAsked{Period: "2026-05"})).WriteJSON(&file))
	if text := file.String(); !strings.Contains(text, "The shopping came every week.") || strings.Contains(text, "Tom") {
		t.Errorf("the file reads %s", text)
	}
	got, _, err := w.app.Stories(t.Context(), w.as("Bo"), Page{})
	w.must(err)
	if len(got) != 1 || got[0].PersonName != "Tom" && !strings.HasPrefix(got[0].PersonName, "Tom ") || !got[0].Everybody {
		t.Errorf("the list is %+v", got)
	}
}

// TestApp_TellStory_Refused: what says who somebody is, what nobody said yes to, and what is of another time or place.
func TestApp_TellStory_Refused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rose := w.volunteer("Rose", "Castle Row")
	for _, words := range []string{"", strings.Repeat("a ", 301), "Mrs Bramble had her shopping brought.", "Ring 01632 960123.", "We went to 4 Castle Row.", "On Castle Row all is well.",
		"Write to ann@example.org.", "Rose helped with the shopping."} {
		_, err := w.storyOf(rose, words, false)
		w.refusedField(err, "words")
	}
	bad := func(field string, change func(*TellStory)) {
		t.Helper()
		cmd := TellStory{PersonID: rose, TownID: w.town["Saltcombe"], Month: on(time.May, 1), AgreedOn: on(time.June, 2), Words: "It was good.", Everybody: new(bool)}
		change(&cmd)
		_, err := w.app.TellStory(t.Context(), w.as("Bo"), cmd)
		w.refusedField(err, field)
	}
	bad("personId", func(c *TellStory) { c.PersonID = 987654 })
	bad("everybody", func(c *TellStory) { c.Everybody = nil })
	bad("month", func(c *TellStory) { c.Month = on(time.July, 1) })
	bad("month", func(c *TellStory) { c.Month = time.Time{} })
	bad("agreedOn", func(c *TellStory) { c.AgreedOn = on(time.June, 11) })
	bad("agreedOn", func(c *TellStory) { c.AgreedOn = time.Time{} })
	for _, who := range []string{"Ada", "Dee", "Maggie"} {
		_, err := w.app.TellStory(t.Context(), w.as(who), TellStory{PersonID: rose, TownID: w.town["Saltcombe"], Month: on(time.May, 1), AgreedOn: on(time.June, 2), Words: "It was good."})
		if kind := domain.KindOf(err); kind != domain.Forbidden && kind != domain.NotFound {
			t.Errorf("%s is told %v", who, err)
		}
	}
}

// TestApp_StoriesGo: at once when the yes is taken back or whoever gave it leaves, and in time.
func TestApp_StoriesGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom, ann, kit := w.volunteer("Tom", "Castle Row"), w.volunteer("Ann", "Castle Row"), w.volunteer("Kit", "Castle Row")
	id := must(w.storyOf(tom, "The dog was walked.", false))
	must(w.storyOf(ann, "The garden is tidy.", false))
	must(w.storyOf(kit, "The kettle works.", false))
	may := ReportAsked{Period: "2026-05"}
	w.must(w.app.WithdrawStory(t.Context(), w.as("Bo"), id))
	if got := w.storiesTold(may); len(got) != 2 || w.number(`SELECT count(*) FROM stories`) != 2 {
		t.Errorf("after it was taken back: %q", got)
	}
	w.refused(w.app.WithdrawStory(t.Context(), w.as("Bo"), id), domain.NotFound)
	must(w.app.Leave(t.Context(), w.as("Bo"), Leave{PersonID: ann, Why: "moved_away"}))
	if got := w.storiesTold(may); len(got) != 1 || got[0] != "The kettle works." {
		t.Errorf("after somebody left: %q", got)
	}
	for _, step := range []struct {
		months, left int
	}{{1, 1}, {24, 0}} {
		w.to(wednesday.AddDate(0, step.months, 0))
		must(w.app.ForgetOld(t.Context(), domain.Clock()))
		if n := w.number(`SELECT count(*) FROM stories`); n != step.left {
			t.Errorf("after %d months %d are left", step.months, n)
		}
	}
}

// TestApp_StoriesForEverybody: in the report for everybody stand those alone to which the yes was for everybody.
func TestApp_StoriesForEverybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.askedInFebruary("Old Town", 12)
	must(w.app.PublishFigures(t.Context(), domain.Clock()))
	tom := w.volunteer("Tom", "Castle Row")
	for words, everybody := range map[string]bool{"The dog was walked.": true, "The garden is tidy.": false} {
		must(w.app.TellStory(t.Context(), w.as("Bo"), TellStory{PersonID: tom, TownID: w.town["Saltcombe"], Month: on(time.February, 1), AgreedOn: on(time.June, 2), Words: words, Everybody: &everybody}))
	}
	if got := w.storiesTold(ReportAsked{Period: "2026Q1", Public: true}); len(got) != 1 || got[0] != "The dog was walked." {
		t.Errorf("everybody reads %q", got)
	}
	if got := w.storiesTold(ReportAsked{Period: "2026Q1"}); len(got) != 2 {
		t.Errorf("staff read %q", got)
	}
}

// TestApp_Stories_InWindows: each story of a long list is in one of its windows, those of the newest month first.
func TestApp_Stories_InWindows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	for n := range 7 {
		must(w.app.TellStory(t.Context(), w.as("Bo"), TellStory{PersonID: tom, TownID: w.town["Saltcombe"], Month: on(time.Month(3+n%3), 1), AgreedOn: on(time.June, 2), Words: "The dog was walked.", Everybody: new(n%2 == 0)}))
	}
	windows := func(list func(Page) ([]domain.Story, PageInfo, error), want int) {
		t.Helper()
		page, months, seen := Page{First: 2}, []time.Month{}, map[domain.StoryID]bool{}
		for more := true; more; {
			rows, info, err := list(page)
			w.must(err)
			for _, s := range rows {
				months, seen[s.ID] = append(months, s.Month.Month()), true
			}
			page.After, more = info.End, info.HasNext
		}
		if len(months) != want || len(seen) != want || !slices.IsSortedFunc(months, func(a, b time.Month) int { return int(b - a) }) {
			t.Errorf("the windows have the months %v, want %d", months, want)
		}
	}
	windows(func(p Page) ([]domain.Story, PageInfo, error) { return w.app.Stories(t.Context(), w.as("Bo"), p) }, 7)
	windows(func(p Page) ([]domain.Story, PageInfo, error) {
		return w.app.StoriesTold(t.Context(), domain.Public(), 0, p)
	}, 4)
	rows, _, err := w.app.StoriesTold(t.Context(), domain.Public(), w.town["Saltcombe"], Page{})
	w.must(err)
	for _, s := range rows {
		if s.PersonID != 0 || s.PersonName != "" || s.WrittenBy != 0 || !s.Everybody {
			t.Errorf("everybody is told %+v", s)
		}
	}
}
