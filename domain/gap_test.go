package domain

import (
	"testing"
	"time"
)

func TestFollowSigns(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, time.June, n, 0, 0, 0, 0, time.UTC) }
	key := GapKey{Kind: GapSearch, Words: "chess", TownID: 1}
	sign := func(times, last int) GapSign {
		return GapSign{GapKey: key, Times: times, FirstSeen: day(1), LastSeen: day(last)}
	}
	known := func(stage GapStage) KnownSign {
		return KnownSign{GapSign: sign(3, 5), GapID: 7, Here: true, Stage: stage}
	}
	closed := day(6)
	shut, gone, hidden, waits := known(GapClosed), known(GapClosed), known(GapLooking), known(GapNoticed)
	shut.ClosedAt, gone.ClosedAt, gone.Gone, hidden.Here, waits.Waiting = &closed, &closed, true, false, 2
	other := known(GapNoticed)
	other.Words = "draughts"
	for name, c := range map[string]struct {
		now                    []GapSign
		known                  []KnownSign
		open, join, hide, ends int
	}{
		"nothing shows":                                   {},
		"what shows first is a new gap":                   {now: []GapSign{sign(3, 5)}, open: 1},
		"the same again changes nothing":                  {now: []GapSign{sign(3, 5)}, known: []KnownSign{known(GapNoticed)}},
		"more of the same joins":                          {now: []GapSign{sign(4, 6)}, known: []KnownSign{known(GapFunded)}, join: 1},
		"it comes back into a gap that is open":           {now: []GapSign{sign(3, 5)}, known: []KnownSign{hidden}, join: 1},
		"what a person closed stays closed":               {now: []GapSign{sign(3, 5)}, known: []KnownSign{shut}},
		"and is new when it shows after that":             {now: []GapSign{sign(1, 7)}, known: []KnownSign{shut}, open: 1},
		"what had gone away is new at once":               {now: []GapSign{sign(3, 5)}, known: []KnownSign{gone}, open: 1},
		"what shows no more ends":                         {known: []KnownSign{known(GapProposal)}, hide: 1, ends: 1},
		"but not while somebody waits":                    {known: []KnownSign{waits}, hide: 1},
		"nor when there is money for it":                  {known: []KnownSign{known(GapFunded)}, hide: 1},
		"nor while another of its signs shows":            {now: []GapSign{sign(3, 5)}, known: []KnownSign{known(GapNoticed), other}, hide: 1},
		"whichever of the two comes first":                {now: []GapSign{sign(3, 5)}, known: []KnownSign{other, known(GapNoticed)}, hide: 1},
		"and it ends once when both of them have gone":    {known: []KnownSign{known(GapNoticed), other}, hide: 2, ends: 1},
		"a gap whose sign was hidden before ends as well": {known: []KnownSign{hidden}, ends: 1},
	} {
		m := FollowSigns(c.now, c.known)
		if len(m.Open) != c.open || len(m.Join) != c.join || len(m.Hide) != c.hide || len(m.End) != c.ends {
			t.Errorf("%s: opens %d, joins %d, hides %d, ends %d; want %d, %d, %d, %d", name, len(m.Open), len(m.Join), len(m.Hide), len(m.End), c.open, c.join, c.hide, c.ends)
		}
	}
}

func TestGap_MayGo(t *testing.T) {
	for _, from := range GapStages {
		for _, to := range GapStages {
			err := Gap{Stage: from}.MayGo(to)
			switch {
			case to == GapTold && err == nil:
				t.Errorf("from %s it may be said to be told without telling", from)
			case from == GapTold && to != GapClosed && to != GapLooking && err == nil:
				t.Errorf("what was told may go to %s", to)
			case to == GapClosed && from != GapClosed && err != nil:
				t.Errorf("from %s it cannot be closed: %v", from, err)
			case from == to && KindOf(err) != Conflict && from != GapClosed && from != GapTold:
				t.Errorf("%s twice: %v", from, err)
			}
		}
	}
}
