package web

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
)

// cell is what somebody would like to know: how many asks of a quarter, town and section (0: none) were helped, or were not.
type cell struct {
	quarter       string
	town, section int64
	helped        bool
}

// crowd gives a village sections, and asks in each quarter that few or many made.
type crowd struct {
	*village
	towns    map[int64][]int64 // the sections of each
	truth    map[cell]int
	template int64 // an ask that others are like
	next     int
}

func newCrowd(t *testing.T) *crowd {
	v := newVillage(t, "Brackle", "Corran")
	c := &crowd{village: v, towns: map[int64][]int64{0: nil}, truth: map[cell]int{}, template: int64(v.joans("dog").RequestID), next: 1_000_000}
	var rows []app.StreetRow
	for n, name := range strings.Fields("Alder Birch Cedar Damson Elder Fir Gorse Hazel Ivy Juniper") {
		rows = append(rows, app.StreetRow{Town: []string{"Saltcombe", "Brackle", "Corran"}[n%3], Section: name, Name: name + " Way", Mid: domain.Point{Lat: 51.2, Lon: -4 + float64(n)/500}})
	}
	_, err := v.app.ImportStreets(t.Context(), domain.Clock(), app.ImportStreets{District: "North Wendle", Streets: rows})
	v.must(err)
	c.look()
	own := cell{quarter: "2026Q2"}
	c.must(v.db.SQL.QueryRowContext(t.Context(), `SELECT town_id, section_id FROM requests WHERE id = $1`, c.template).Scan(&own.town, &own.section))
	c.truth[own]++
	return c
}

// look reads which sections there are.
func (c *crowd) look() {
	rows, err := c.db.SQL.QueryContext(c.Context(), `SELECT town_id, id FROM sections`)
	c.must(err)
	defer rows.Close()
	for town := range c.towns {
		c.towns[town] = nil
	}
	for rows.Next() {
		var town, section int64
		c.must(rows.Scan(&town, &section))
		c.towns[town] = append(c.towns[town], section)
	}
	c.must(rows.Err())
}

// asked has people ask in a quarter: in each section, in none of a town's, and in no town.
func (c *crowd) asked(quarter string, how func() (helped, not int)) {
	for _, town := range slices.Sorted(maps.Keys(c.towns)) {
		for _, section := range append(slices.Clone(c.towns[town]), 0) {
			helped, not := how()
			if section == 0 {
				helped, not = helped/4, not/4
			}
			c.ask(cell{quarter, town, section, true}, helped)
			c.ask(cell{quarter, town, section, false}, not)
		}
	}
}

func (c *crowd) ask(of cell, n int) {
	m, _ := domain.ParseQuarter(of.quarter)
	raised, ending, days := m.From.AddDate(0, 1, 3), "helped", 5
	if !of.helped && of.section%2 == 0 {
		days = 40 // it was helped, but late
	} else if !of.helped {
		ending = "sorted"
	}
	c.truth[of] += n
	_, err := c.db.SQL.ExecContext(c.Context(), `
		INSERT INTO requests
		SELECT (jsonb_populate_record(r, jsonb_build_object('id', n, 'reference', 'X' || n, 'town_id', nullif($4::bigint, 0), 'section_id', nullif($5::bigint, 0), 'street_id', NULL,
			'raised_at', $6::timestamptz, 'state', 'closed', 'closed_at', $6::timestamptz + $7::int * interval '1 day', 'ending', $8::text, 'keep_until', '2030-01-01',
			'owner_id', NULL, 'owner_since', NULL, 'next_action', NULL, 'next_action_at', NULL))).*
		FROM requests r, generate_series($2::bigint, $3::bigint) n
		WHERE r.id = $1`, c.template, c.next+1, c.next+n, of.town, of.section, raised, days, ending)
	c.must(err)
	c.next += n
}

// publishes has the clock tell what is settled.
func (c *crowd) publishes() {
	_, err := c.app.PublishFigures(c.Context(), domain.Clock())
	c.must(err)
}

// equation says that the cells of a set come to a number.
type equation struct {
	cells map[cell]bool
	n     int
	from  string
}

// reads all that is told of a quarter, as the JSON has it: each as a sum of cells.
func (c *crowd) readsJSON(quarter string) (p coverage.Published, all []equation, body string) {
	answer, body := c.visitor().taken("/how-we-do?town=0&format=json&quarter="+quarter, "")
	if answer.StatusCode != http.StatusOK {
		c.Fatalf("%s: %d %s", quarter, answer.StatusCode, body)
	}
	c.must(json.Unmarshal([]byte(body), &p))
	kept := map[int64]int64{} // sections that have a street; the others are none
	for _, g := range p.Grounds {
		kept[g.ID] = g.ID
	}
	in := func(of func(cell) bool) (both, helped map[cell]bool) {
		both, helped = map[cell]bool{}, map[cell]bool{}
		for k := range c.truth {
			if k.quarter == quarter && of(k) {
				both[k] = true
				if k.helped {
					helped[k] = true
				}
			}
		}
		return both, helped
	}
	tell := func(a coverage.PublishedAsks, of func(places []coverage.Named) func(cell) bool) {
		both, helped := in(of(a.Places))
		all = append(all, equation{both, a.Asked, "asked"}, equation{helped, a.Helped, "helped"})
		for _, s := range a.Each {
			both, _ := in(of(s.Places))
			all = append(all, equation{both, s.Sum, "asked in each"})
		}
	}
	if p.Asks != nil {
		tell(*p.Asks, func([]coverage.Named) func(cell) bool { return func(cell) bool { return true } })
	}
	for _, town := range p.Places {
		tell(town, func(places []coverage.Named) func(cell) bool {
			return func(k cell) bool { return among(places, k.town) }
		})
		for _, within := range town.Within {
			tell(within, func(places []coverage.Named) func(cell) bool {
				return func(k cell) bool { return among(town.Places, k.town) && among(places, kept[k.section]) }
			})
		}
	}
	return p, all, body
}

func among(places []coverage.Named, id int64) bool {
	return slices.ContainsFunc(places, func(p coverage.Named) bool { return p.ID == id })
}

// TestPublished_AnAttacker plays somebody who takes all that is told to everybody of a made-up district over several quarters, while sections come, change
// their names and asks are moved and called mistakes afterwards, and who adds up and takes away whatever can be. No count under five comes out, and what
// was told once stays as it was. A page that only leaves small numbers out gives them away.
func TestPublished_AnAttacker(t *testing.T) {
	t.Parallel()
	c := newCrowd(t)
	random := rand.New(rand.NewPCG(5, 28))
	c.asked("2025Q3", func() (int, int) { return 5 + random.IntN(12), 5 + random.IntN(4) })
	c.asked("2025Q4", func() (int, int) { return random.IntN(14), random.IntN(7) })
	c.asked("2026Q1", func() (int, int) { return random.IntN(6), random.IntN(3) })
	c.publishes()
	told := map[string]string{}
	for _, q := range []string{"2025Q3", "2025Q4", "2026Q1"} {
		_, _, told[q] = c.readsJSON(q)
	}

	for _, change := range []string{
		`UPDATE sections SET name = 'Quince' WHERE name = 'Birch'`,
		`UPDATE requests SET section_id = (SELECT id FROM sections WHERE name = 'Alder'), town_id = (SELECT town_id FROM sections WHERE name = 'Alder') WHERE id % 7 = 0 AND id > 1000000`,
		`UPDATE requests SET ending = 'mistake' WHERE id % 11 = 0 AND id > 1000000`,
	} {
		_, err := c.db.SQL.ExecContext(t.Context(), change)
		c.must(err)
	}
	_, err := c.app.ImportStreets(t.Context(), domain.Clock(), app.ImportStreets{District: "North Wendle", Streets: []app.StreetRow{{Town: "Corran", Section: "Larch", Name: "Larch Way"}}})
	c.must(err)
	c.look()
	c.asked("2026Q2", func() (int, int) { return random.IntN(12), random.IntN(8) })
	c.later("1500h") // it is August
	c.publishes()

	var all []equation
	for _, q := range []string{"2025Q3", "2025Q4", "2026Q1", "2026Q2"} {
		p, equations, body := c.readsJSON(q)
		if told[q] != "" && told[q] != body {
			t.Errorf("%s is told anew:\n%s\n%s", q, told[q], body)
		}
		all = append(all, equations...)
		c.tellsNothingElse(p)
	}
	for _, e := range all {
		if e.n != c.count(e.cells) || e.n < coverage.Least {
			t.Errorf("%s: %d is told, and %d are so", e.from, e.n, c.count(e.cells))
		}
	}
	if len(all) < 40 {
		t.Errorf("only %d numbers are told", len(all))
	}
	tried, found := c.attack(all)
	for _, f := range found {
		t.Errorf("it can be worked out that %s", f)
	}
	t.Logf("%d numbers are told of %d cells; %d sums were tried", len(all), len(c.truth), tried)

	var naive []equation // each number but the small ones
	for _, sum := range c.sums() {
		if n := c.count(sum); n >= coverage.Least {
			naive = append(naive, equation{sum, n, ""})
		}
	}
	if _, found := c.attack(naive); len(found) == 0 {
		t.Error("the attacker finds nothing where small numbers are only left out")
	}
}

func (c *crowd) count(cells map[cell]bool) (n int) {
	for k := range cells {
		n += c.truth[k]
	}
	return n
}

// sums are what an attacker would like to know: each cell, and all asks and all that were helped, or not, of each section, town and quarter.
func (c *crowd) sums() (out []map[cell]bool) {
	sets := map[string]map[cell]bool{}
	for k := range c.truth {
		for _, of := range []string{fmt.Sprint(k.quarter, k.town, k.section), fmt.Sprint(k.quarter, k.town, "all"), fmt.Sprint(k.quarter, "all")} {
			for _, kind := range []string{"both", strconv.FormatBool(k.helped)} {
				if sets[of+kind] == nil {
					sets[of+kind] = map[cell]bool{}
				}
				sets[of+kind][k] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		out = append(out, sets[name])
	}
	return out
}

// attack finds each sum under five that is a linear combination of what is told, or that lies between bounds that are both under five.
func (c *crowd) attack(told []equation) (tried int, found []string) {
	at := map[cell]int{}
	for k := range c.truth {
		at[k] = len(at)
	}
	vector := func(cells map[cell]bool) []float64 {
		out := make([]float64, len(at))
		for k := range cells {
			out[at[k]] = 1
		}
		return out
	}
	var basis [][]float64
	var pivots []int
	reduce := func(v []float64) int {
		for i, b := range basis {
			if factor := v[pivots[i]]; factor != 0 {
				for n := range v {
					v[n] -= factor * b[n]
				}
			}
		}
		return slices.IndexFunc(v, func(x float64) bool { return x > 1e-9 || x < -1e-9 })
	}
	for _, e := range told {
		v := vector(e.cells)
		if first := reduce(v); first >= 0 {
			by := v[first]
			for n := range v {
				v[n] /= by
			}
			basis, pivots = append(basis, v), append(pivots, first)
		}
	}
	most := c.bounds(told)
	for _, sum := range c.sums() {
		tried++
		n := c.count(sum)
		if n >= coverage.Least {
			continue
		}
		if reduce(vector(sum)) < 0 {
			found = append(found, fmt.Sprintf("%v is %d", slices.Collect(maps.Keys(sum)), n))
		}
		if top := most(sum); top < coverage.Least {
			found = append(found, fmt.Sprintf("%v is at most %d", slices.Collect(maps.Keys(sum)), top))
		}
	}
	return tried, found
}

// bounds says how many a sum can be at most: no more than any sum that it is part of, less what others in that are at least.
func (c *crowd) bounds(told []equation) func(map[cell]bool) int {
	within := func(a, b map[cell]bool) bool {
		for k := range a {
			if !b[k] {
				return false
			}
		}
		return true
	}
	return func(sum map[cell]bool) int {
		top := 1 << 30
		for _, whole := range told {
			if !within(sum, whole.cells) {
				continue
			}
			left := whole.n
			taken := maps.Clone(sum)
			for _, part := range told { // what lies in the whole beside the sum, and is known
				beside := within(part.cells, whole.cells)
				for k := range part.cells {
					beside = beside && !taken[k]
				}
				if beside {
					left -= part.n
					maps.Copy(taken, part.cells)
				}
			}
			top = min(top, left)
		}
		return top
	}
}

// tellsNothingElse checks that page, table and report have no number that the JSON does not have.
func (c *crowd) tellsNothingElse(p coverage.Published) {
	c.Helper()
	known := map[string]bool{} // "Alder, Birch: 12"
	names := func(places []coverage.Named) string {
		return strings.ReplaceAll(coverage.NamesOf(places), " + ", ", ")
	}
	note := func(a coverage.PublishedAsks) {
		known[fmt.Sprintf("%s: %d/%d", names(a.Places), a.Asked, a.Helped)] = true
		for _, s := range a.Each {
			known[fmt.Sprintf("%s: %d", names(s.Places), s.Sum)] = true
		}
	}
	if p.Asks != nil {
		note(*p.Asks)
	}
	for _, town := range p.Places {
		note(town)
		for _, within := range town.Within {
			note(within)
		}
	}
	says := func(where, what string) {
		if !known[what] {
			c.Errorf("%s of %s says %q, and the JSON %v", where, p.Quarter, what, slices.Sorted(maps.Keys(known)))
		}
	}
	for town := range c.towns {
		b := c.visitor().opens(fmt.Sprintf("/how-we-do?town=%d&quarter=%s", town, p.Quarter))
		for _, row := range find(c.T, b.doc, "#table tbody tr") {
			var cells []string
			for _, td := range find(c.T, row, "th, td") {
				cells = append(cells, strings.TrimSpace(nodeText(td)))
			}
			if cells[0] == "All together" {
				continue
			}
			and := strings.NewReplacer(" and ", ", ", "No place kept", "")
			says(b.path, fmt.Sprintf("%s: %s/%s", and.Replace(cells[0]), cells[1], cells[2]))
			if len(cells) > 5 && cells[5] != "–" {
				for _, each := range strings.Split(cells[5], "; ") {
					says(b.path, and.Replace(each))
				}
			}
		}
		c.reportSays(p, town, says)
	}
	_, body := c.visitor().taken("/how-we-do?format=csv&town=0&quarter="+p.Quarter, "")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, byteMark))).ReadAll()
	c.must(err)
	for _, row := range rows[1:] {
		if places := strings.ReplaceAll(row[2], " + ", ", "); row[4] == "asks" {
			says("the table", places+": "+row[9])
		} else {
			says("the table", places+": "+row[9]+"/"+row[10])
		}
	}
}

// reportSays reads a report for everybody as a file.
func (c *crowd) reportSays(p coverage.Published, town int64, says func(where, what string)) {
	v, err := c.app.Report(c.Context(), c.priya, app.ReportAsked{DistrictID: c.priya.DistrictID, TownID: domain.TownID(town), Period: p.Quarter, Public: true})
	c.must(err)
	number := map[string]int{}
	for _, l := range v.Lines {
		switch l.Part {
		case coverage.InShort:
			number[l.Code] = l.N
		case coverage.ByPlace:
			number["asked "+l.Code] = l.N
		}
	}
	if number["asked"] > 0 {
		says("the report", fmt.Sprintf("%s: %d/%d", strings.ReplaceAll(v.Place, " + ", ", "), number["asked"], number["helped_soon"]))
	}
	_, within := p.Of(town)
	told := 0
	for _, in := range within {
		told += max(1, len(in.Each))
		if n := number["asked "+coverage.IDsOf(in.Places)]; len(in.Each) == 0 && n != in.Asked {
			c.Errorf("the report of %s says that %d asked in %v", p.Quarter, n, in)
		}
	}
	if got := len(number) - 4; got != told {
		c.Errorf("the report of %s and %d tells of %d places, and the JSON of %d", p.Quarter, town, got, told)
	}
}
