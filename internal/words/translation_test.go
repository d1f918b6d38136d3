package words

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
)

// catalogue is en.json, which TestEnglish_IsTrueToTheCode keeps true.
func catalogue(t *testing.T) map[string]entry {
	t.Helper()
	raw, err := os.ReadFile("en.json")
	if err != nil {
		t.Fatal(err)
	}
	var entries []entry
	if err := json.Unmarshal(raw, &entries); err != nil {
		t.Fatal(err)
	}
	out := map[string]entry{}
	for _, e := range entries {
		out[e.Text] = e
	}
	return out
}

var (
	verb = regexp.MustCompile(`%(\[\d+\])?[-+0.\d]*[a-z]`)
	mark = regexp.MustCompile(`<[^>]*>|\{[a-z]+\}`)
)

// verbs are what is put into a text, in the order of the arguments.
func verbs(text string) (out []string) {
	next := 0
	for _, v := range verb.FindAllStringSubmatch(text, -1) {
		at := next
		if v[1] != "" {
			at = int(v[1][1] - '1')
		}
		for len(out) <= at {
			out = append(out, "")
		}
		out[at], next = v[0][len(v[0])-1:], at+1
	}
	return out
}

// A translation is of a text that there is, takes the same arguments, and has the same tags in it.
func TestTranslations_FitTheirTexts(t *testing.T) {
	texts := catalogue(t)
	for _, w := range All()[1:] {
		for text, own := range w.texts {
			if _, ok := texts[text]; !ok {
				t.Errorf("%s: nobody says %q any more", w.code, text)
			}
			if got, want := verbs(own), verbs(text); !slices.Equal(got, want) {
				t.Errorf("%s: %q takes %v, but %q takes %v", w.code, text, want, own, got)
			}
			got, want := mark.FindAllString(own, -1), mark.FindAllString(text, -1)
			if slices.Sort(got); !slices.Equal(got, sorted(want)) {
				t.Errorf("%s: %q has the tags %v, but %q has %v", w.code, text, want, own, got)
			}
			if strings.TrimSpace(own) == "" {
				t.Errorf("%s: %q is empty", w.code, text)
			}
		}
		for many, forms := range w.counts {
			if texts[many].One == "" {
				t.Errorf("%s: nobody counts %q", w.code, many)
			}
			w.fits(t, many, forms)
		}
	}
}

func sorted(s []string) []string { slices.Sort(s); return s }

// fits looks at the forms of one count: those that the language has, the other among them, with the same arguments or none.
func (w *Words) fits(t *testing.T, many string, forms map[string]string) {
	t.Helper()
	has := map[string]bool{}
	for n := range 201 {
		has[formNames[plural.Cardinal.MatchPlural(w.tag, n, 0, 0, 0, 0)]] = true
	}
	if forms["other"] == "" {
		t.Errorf("%s: %q lacks the form for all other numbers", w.code, many)
	}
	for name, form := range forms {
		if !has[name] {
			t.Errorf("%s: %q has a form %q, which the language has not", w.code, many, name)
		}
		if got, want := len(verbs(form)), len(verbs(many)); got != want && (got != 0 || want != 1) {
			t.Errorf("%s: %q takes %d arguments, but %q %d", w.code, many, want, form, got)
		}
	}
}

// forEverybody are the files whose texts everybody reads: public pages and messages. They are whole in each language.
var forEverybody = []string{
	"web/template/layout.tmpl", "web/template/component_confirm.tmpl", "web/template/component_form.tmpl", "web/template/component_list.tmpl",
	"web/template/component_public.tmpl", "web/template/component_say.tmpl", "web/template/ask.tmpl", "web/template/ask_sent.tmpl",
	"web/template/error.tmpl", "web/template/helping.tmpl", "web/template/home.tmpl", "web/template/home_lend.tmpl",
	"web/template/invitation.tmpl", "web/template/privacy.tmpl", "web/template/signin.tmpl", "web/template/status.tmpl",
	"web/template/visit.tmpl", "web/template/worried.tmpl", "web/template/ask_shut.tmpl", "web/template/try.tmpl", "web/template/try_poster.tmpl",
	"web/try.go", "web/try_poster.go", "internal/importer/paste.go", "web/template/component_print.tmpl", "web/template/print.tmpl",
	"web/template/print_leaflet.tmpl", "web/template/print_sheet.tmpl", "web/template/print_poster.tmpl", "web/template/print_badge.tmpl",
	"web/template/print_copy.tmpl", "web/print.go",
	"web/log.go", "web/log_today.go", "web/template/log.tmpl", "web/template/log_today.tmpl", "web/template/log_ripple.tmpl", "web/template/log_shut.tmpl",
	"web/template/component_log.tmpl", "web/template/connect.tmpl", "internal/notify/words_connector.go",
	"web/look_after.go", "web/template/look_after.tmpl", "web/begin_first.go", "web/template/form.tmpl",
	"web/directory.go", "web/directory_service.go", "web/template/directory.tmpl", "web/template/directory_service.tmpl", "domain/theme.go", "domain/directory.go", "internal/app/directory.go",
	"web/idea.go", "web/template/ideas_open.tmpl", "web/template/idea_open.tmpl", "web/template/idea_mine.tmpl", "web/template/component_idea.tmpl",
	"internal/app/idea.go", "internal/notify/words_idea.go", "web/template/component_learnt.tmpl", "domain/learnt.go",
	"web/news.go", "web/template/news.tmpl", "web/kept_form.go",
	"web/published.go", "web/published_map.go", "internal/app/published.go", "web/template/published.tmpl", "web/ripple.go", "web/template/ripple.tmpl", "web/template/component_ripple.tmpl",
	"web/own_copy.go", "web/own_copy_words.go", "web/template/own_copy.tmpl",
	"web/gathering_follow.go", "web/gathering_calendar.go", "web/template/following.tmpl", "web/template/session.tmpl", "web/template/whats_on.tmpl",
	"web/template/component_session.tmpl", "internal/notify/words_gathering.go", "internal/words/rhythm.go",
	"web/ask.go", "web/ask_again.go", "web/ask_check.go", "web/ask_form.go", "web/ask_streets.go", "web/ask_view.go", "web/component.go",
	"web/fail.go", "web/form.go", "web/helping.go", "web/home.go", "web/house.go", "web/invitation.go", "web/layout.go", "web/limiter.go",
	"web/looks.go", "web/render.go", "web/server.go", "web/signin.go", "web/status.go", "web/visit.go", "web/worried.go",
	"internal/notify/words_person.go", "internal/notify/words_visit.go", "internal/notify/words_volunteer.go",
	"internal/notify/words_owner.go", "internal/notify/notify.go", "internal/notify/paper.go", "internal/notify/calendar.go",
	"internal/notify/render.go", "internal/app/compose.go", "internal/app/details.go", "internal/app/faces.go", "internal/app/invitation.go",
	"internal/app/limit.go", "internal/app/notes.go", "internal/app/request_raise.go", "internal/app/series.go",
	"internal/app/series_repeat.go", "internal/app/status.go", "internal/app/visit.go", "internal/app/worry.go",
	"domain/contact.go", "domain/need.go", "domain/request.go", "domain/token.go", "internal/words/when.go", "internal/words/words.go",
}

func TestTranslations_AreWholeForEverybody(t *testing.T) {
	texts := catalogue(t)
	for _, w := range All()[1:] {
		for text, e := range texts {
			if !slices.ContainsFunc(e.Where, func(file string) bool { return slices.Contains(forEverybody, file) }) {
				continue
			}
			if _, ok := w.texts[text]; !ok && w.counts[text] == nil {
				t.Errorf("%s: %q of %v is in English still", w.code, text, e.Where)
			}
		}
	}
}
