package walls

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/auth"
	language "waymark/internal/words"
	"waymark/web"
)

// figure is one figure of a place as a program reads it.
type figure struct {
	Code, Name, Unit string
	Value            *float64
}

// TestFigures_Same: of a street, section, town and district, for months, quarters and years, the page, GraphQL and the file tell every figure
// alike; and what they tell is what a recount of each ask, talk and session comes to.
func TestFigures_Same(t *testing.T) {
	t.Parallel()
	w := newWorld(t, overGraphQL)
	api := w.door
	pages, err := web.New(w.app, web.Options{Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Zone: time.UTC})
	w.must(err)
	w.talked()
	w.exec(`UPDATE requests SET failed_at = '2026-06-10 08:00Z' WHERE id = (SELECT min(id) FROM requests WHERE closed_at IS NULL)`)
	for more := 1; more > 0; {
		more, err = w.app.FollowAsks(w.Context(), domain.Clock())
		w.must(err)
	}
	_, err = w.app.FollowGaps(w.Context(), domain.Clock())
	w.must(err)
	recount, err := w.app.Recount(w.Context(), domain.Clock())
	w.must(err)
	if !recount.OK() {
		t.Fatalf("the recount: %+v", recount)
	}
	priya := w.castOf("district_coordinator")
	told := map[string]bool{}
	for _, place := range []string{"North Wendle", "Saltcombe", "Old Town", "Castle Row", "Main Street", "Brackle"} {
		at := w.get(place)
		for _, period := range []string{"", "2026-06", "2026-05", "2026Q2", "2026", "2025"} {
			w.door = api
			figures := w.figuresOf(priya, place, period)
			w.door = auth.Middleware(w.app)(pages)
			address := "/coverage?period=" + period
			if at.kind != "District" {
				address += "&" + strings.ToLower(at.kind) + "=" + plain(at)
			}
			page := w.send(priya, http.MethodGet, address, "", "").body
			file := w.fileOf(priya, address+"&format=csv", plain(at))
			for _, f := range figures {
				name := place + " in " + period + ": " + f.Code
				if written(f) != file[f.Code] {
					t.Errorf("%s is %s over GraphQL, and %q in the file", name, written(f), file[f.Code])
				}
				if shown := shownAs(page, f.Name); !same(f, shown) {
					t.Errorf("%s is %s over GraphQL, and %q on the page", name, written(f), shown)
				}
				told[f.Code] = told[f.Code] || f.Value != nil && *f.Value > 0
			}
			if place != "Castle Row" {
				continue
			}
			if want, got := w.counted(at.id, period), figures[indexOf(figures, "asked")]; written(got) != strconv.Itoa(want) {
				t.Errorf("%s in %s: %s asks, and a count of each is %d", place, period, written(got), want)
			}
		}
	}
	for _, code := range []string{"streets", "main", "helpers", "skills", "talks", "meetings", "asked", "closed", "helped", "helped_share", "wait_half", "yes_street", "failed", "points"} {
		if !told[code] {
			t.Errorf("nothing has any %s: that figure is not tried", code)
		}
	}
}

// castOf is who has a role, signed in.
func (w *world) castOf(name string) actor {
	w.Helper()
	for _, a := range w.cast {
		if a.name == name {
			return a
		}
	}
	w.Fatalf("there is no %s", name)
	return actor{}
}

// talked logs a talk, as a connector does by the link of a badge.
func (w *world) talked() {
	w.Helper()
	for _, p := range connectorProbes {
		for _, a := range w.cast {
			if strings.Contains(p.graphql, "logConversation") && w.allowed(p, overGraphQL, a.in(p, overGraphQL)) {
				if wrong := w.try(p, overGraphQL, a, false).failed(); wrong != "" {
					w.Fatal(wrong)
				}
				return
			}
		}
	}
	w.Fatal("nobody can log a talk")
}

// figuresOf asks the API.
func (w *world) figuresOf(a actor, place, period string) []figure {
	w.Helper()
	when := "null"
	if period != "" {
		when = strconv.Quote(period)
	}
	query := w.fill(`{ coverage(place: <`+strings.ReplaceAll(place, " ", "")+`>, period: `+when+`) { place { figures { code name unit value } } } }`, quoted)
	body := w.send(a, http.MethodPost, "/graphql", "application/json", `{"query":`+strconv.Quote(query)+`}`).body
	var answer struct {
		Data struct {
			Coverage struct{ Place struct{ Figures []figure } }
		}
	}
	w.must(json.Unmarshal([]byte(body), &answer))
	if len(answer.Data.Coverage.Place.Figures) < 20 {
		w.Fatalf("%s in %s: %s", place, period, body)
	}
	return answer.Data.Coverage.Place.Figures
}

// fileOf reads the rows of one place in a file, by code.
func (w *world) fileOf(a actor, address, id string) map[string]string {
	w.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.send(a, http.MethodGet, address, "", "").body, "\ufeff"))).ReadAll()
	w.must(err)
	out := map[string]string{}
	for _, row := range rows[1:] {
		if _, twice := out[row[6]]; row[1] == id && !twice { // the place itself stands first
			out[row[6]] = row[11]
		}
	}
	return out
}

// counted counts the asks of a street one by one.
func (w *world) counted(street int64, period string) (n int) {
	w.Helper()
	months := domain.YearOf(wednesday)
	if period != "" {
		months, _ = domain.ParsePeriod(period)
	}
	w.must(w.db.SQL.QueryRowContext(w.Context(), `SELECT count(*) FROM requests WHERE street_id = $1 AND ending IS DISTINCT FROM 'mistake' AND raised_at >= $2 AND raised_at < $3`,
		street, months.From, months.Until).Scan(&n))
	return n
}

func indexOf(figures []figure, code string) int {
	for i, f := range figures {
		if f.Code == code {
			return i
		}
	}
	return 0
}

// written is a figure as the file has it.
func written(f figure) string {
	if f.Value == nil {
		return ""
	}
	return strconv.FormatFloat(*f.Value, 'f', -1, 64)
}

var cells = regexp.MustCompile(`(?s)<td[^>]*>\s*<span>(.*?)</span>`)

// shownAs is what stands beside a name in the table of all figures.
func shownAs(page, name string) string {
	_, table, _ := strings.Cut(page, "Every figure, and how it is counted</caption>")
	_, row, found := strings.Cut(table, `<th scope="row">`+name+`</th>`)
	if cell := cells.FindStringSubmatch(row); found && cell != nil {
		return strings.TrimSpace(cell[1])
	}
	return "no row"
}

// english writes small numbers as words.
var english = language.From(context.Background())

// same reports whether a page says a figure: a share in hundredths, a wait in the unit that suits, rounded up.
func same(f figure, shown string) bool {
	number, unit, _ := strings.Cut(strings.ReplaceAll(shown, "\u00a0", " "), " ")
	if f.Value == nil {
		return shown == "–"
	}
	want := *f.Value
	switch strings.TrimSuffix(unit, "s") {
	case "%":
		want = float64(int(100*want + 0.5))
	case "hour":
		want = float64((int(want) + 59) / 60)
	case "day":
		want = float64((int(want) + 24*60 - 1) / (24 * 60))
	}
	return number == strconv.FormatFloat(want, 'f', -1, 64) || number == english.Number(int(want)) || number == "no" && want == 0
}
