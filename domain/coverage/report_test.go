package coverage

import "testing"

func lineOf(t *testing.T, lines []Line, code string) Line {
	t.Helper()
	for _, l := range lines {
		if l.Code == code {
			return l
		}
	}
	t.Fatalf("there is no %s", code)
	return Line{}
}

func TestReport(t *testing.T) {
	now := Reported{Place: Place{Streets: 4, Helpers: 9, Asks: Asks{Asked: 60, Closed: 40, Helped: 30, Yes: [4]int{10, 10, 10, 5}, Waits: Waits{0: 30, 20: 5}}}, Came: 12}
	was := Reported{Place: Place{Streets: 2, Helpers: 3, Asks: Asks{Asked: 40, Closed: 20, Helped: 19}}, Came: 6}
	lines := Report(now, &was, DefaultWeights())
	if l := lineOf(t, lines, "asked"); l.N != 60 || *l.Before != 40 {
		t.Errorf("asked: %+v", l)
	} else if percent, ok := l.Change(); percent != 50 || !ok {
		t.Errorf("asked grew by %d, %v", percent, ok)
	}
	if _, ok := lineOf(t, lines, "helped").Change(); ok {
		t.Error("a change against 19 is told")
	}
	if l := lineOf(t, lines, "helped_share"); l.N != 75 || *l.Before != 95 {
		t.Errorf("helped: %+v", l)
	}
	if l := lineOf(t, lines, "helpers"); l.Before != nil || !l.Today || l.N != 9 {
		t.Errorf("who is there is counted today: %+v", l)
	}
	if l := lineOf(t, lines, "wait_half"); !l.Known || l.N != 5 || l.Before != nil {
		t.Errorf("half of the waits: %+v", l)
	}
	for _, l := range Report(now, nil, DefaultWeights()) {
		if l.Before != nil {
			t.Errorf("%s is compared with nothing", l.Code)
		}
	}
}

// A place where nobody is and nothing was asked has numbers, and no share of nothing.
func TestReport_OfNobody(t *testing.T) {
	for _, l := range Report(Reported{}, &Reported{}, DefaultWeights()) {
		if l.N != 0 || l.Known != (l.Unit == AsCount) {
			t.Errorf("%+v", l)
		}
		if _, ok := l.Change(); ok {
			t.Errorf("%s changed", l.Code)
		}
	}
}

// Each way of parting asks comes to all of them, whatever became of them.
func TestOutcomesAndLevels(t *testing.T) {
	a := Asks{Asked: 50, Closed: 31, Helped: 17, Yes: [4]int{9, 8, 2, 1}}
	for _, lines := range [][]Line{Outcomes(a), Levels(a)} {
		sum := 0
		for _, l := range lines {
			sum += l.N
		}
		if sum != a.Asked {
			t.Errorf("%+v come to %d", lines, sum)
		}
	}
}

// What everybody may read is what was told, and nothing where nothing was.
func TestPublishedLines(t *testing.T) {
	asks := &PublishedAsks{Places: []Named{{1, "Saltcombe"}}, Asked: 20, Helped: 15}
	lines := PublishedLines(asks, []PublishedAsks{{Places: []Named{{2, "Hill"}, {3, "Quay"}, {}}, Asked: 20, Helped: 15, Each: []ToldSum{{[]Named{{2, "Hill"}}, 8}, {[]Named{{3, "Quay"}, {}}, 12}}}})
	for code, want := range map[string]int{"asked": 20, "helped_soon": 15, "helped_soon_share": 75, "2+3+none": 15, "2": 8, "3+none": 12} {
		if l := lineOf(t, lines, code); l.N != want || l.Hidden {
			t.Errorf("%s: %+v, want %d", code, l, want)
		}
	}
	if l := lineOf(t, lines, "wait_half"); !l.Hidden || l.Known {
		t.Errorf("a wait of too few: %+v", l)
	}
	for _, l := range PublishedLines(nil, nil) {
		if !l.Hidden || l.Known || l.N != 0 {
			t.Errorf("nothing was told: %+v", l)
		}
	}
}
