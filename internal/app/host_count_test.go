package app

import (
	"testing"
	"time"

	"waymark/domain"
)

// atBench is the hour at which the bench of Tuesday 16 June is on.
var atBench = time.Date(2026, time.June, 16, 9, 40, 0, 0, time.UTC)

func (w *world) atTheTable(id domain.GatheringID) domain.Actor {
	return domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, Purpose: domain.ForTable, GatheringID: id}
}

func TestApp_CountHeads(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	tom := w.host("Tom")
	count := func(change int, key string) (int, error) {
		return w.app.CountHeads(t.Context(), tom, CountHeads{GatheringID: id, Day: june(16), Change: change, IdempotencyKey: key})
	}
	_, err := count(1, "early")
	w.refused(err, domain.Conflict) // it is six days ahead
	w.to(atBench)
	for _, step := range []struct {
		change int
		key    string
		want   int
	}{{1, "a", 1}, {1, "a", 1}, {1, "b", 2}, {1, "", 3}, {-1, "c", 2}} {
		if n, err := count(step.change, step.key); err != nil || n != step.want {
			t.Errorf("%+d with the key %q comes to %d, %v; want %d", step.change, step.key, n, err, step.want)
		}
	}
	for total, field := range map[int]string{-1: "heads", 5000: "heads", 12: ""} {
		_, err := w.app.CountHeads(t.Context(), tom, CountHeads{GatheringID: id, Day: june(16), Total: &total})
		if field == "" {
			w.must(err)
		} else {
			w.refusedField(err, field)
		}
	}
	if n := w.turn(id, 16).Came(); n != 12 {
		t.Errorf("%d came, want 12", n)
	}
	zero := 0
	_, err = w.app.CountHeads(t.Context(), tom, CountHeads{GatheringID: id, Day: june(16), Total: &zero})
	w.must(err)
	_, err = count(-1, "")
	w.refusedField(err, "heads") // fewer than nobody
	_, err = w.app.CountHeads(t.Context(), w.host("Una"), CountHeads{GatheringID: id, Day: june(16), Change: 1})
	w.must(err) // any of the hosts may count
	w.volunteer("Ned", "Hill Road")
	_, err = w.app.CountHeads(t.Context(), w.host("Ned"), CountHeads{GatheringID: id, Day: june(16), Change: 1})
	w.refused(err, domain.NotFound)
	w.to(atBench.Add(30 * time.Hour))
	if _, err = count(1, "the day after"); err != nil {
		t.Errorf("the day after: %v", err)
	}
	w.to(atBench.Add(48 * time.Hour))
	_, err = count(1, "two days after")
	w.refused(err, domain.Conflict)
	w.to(time.Date(2026, time.June, 23, 9, 0, 0, 0, time.UTC))
	w.must(w.app.ChangeDate(t.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(23), Off: true, Words: "Rained off."}))
	_, err = w.app.CountHeads(t.Context(), tom, CountHeads{GatheringID: id, Day: june(23), Change: 1})
	w.refused(err, domain.Conflict)
}

func TestApp_CountMeIn(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	scan := func(ip, phone string) error {
		_, err := w.app.CountMeIn(t.Context(), w.atTheTable(id), CountMeIn{IP: ip, Phone: phone})
		return err
	}
	came := func(want int) {
		t.Helper()
		if n := w.turn(id, 16).Came(); n != want {
			t.Errorf("%d came, want %d", n, want)
		}
	}
	at, err := w.app.AtTable(t.Context(), w.atTheTable(id))
	w.must(err)
	if at.Turn != nil || at.Next == nil || !at.Next.Day.Equal(june(16)) {
		t.Errorf("on another day the card shows %+v", at)
	}
	w.must(scan("203.0.113.7", "phone"))
	came(0)
	w.to(atBench)
	w.must(scan("203.0.113.7", "phone"))
	w.must(scan("203.0.113.7", "phone")) // pressed twice
	came(1)
	w.must(scan("203.0.113.7", "another phone")) // the café has one network for all
	w.must(scan("203.0.113.8", "phone"))
	came(3)
	w.to(atBench.Add(59 * time.Second)) // the next minute of the clock may have begun: it is the same phone all the same
	w.must(scan("203.0.113.7", "phone"))
	came(3)
	w.to(atBench.Add(5 * time.Minute))
	w.must(scan("203.0.113.7", "phone")) // somebody else may hold it
	came(4)
	if n := w.number(`SELECT count(*) FROM rate_counts WHERE key LIKE '%203.0.113%' OR key LIKE '%phone%'`); n != 0 {
		t.Errorf("%d fingerprints can be read", n)
	}
	heads := 3 // who used the card is among those whom the host counts
	_, err = w.app.CountHeads(t.Context(), w.host("Tom"), CountHeads{GatheringID: id, Day: june(16), Total: &heads})
	w.must(err)
	came(4)
	heads = 9
	_, err = w.app.CountHeads(t.Context(), w.host("Tom"), CountHeads{GatheringID: id, Day: june(16), Total: &heads})
	w.must(err)
	came(9)
	_, err = w.app.AtTable(t.Context(), w.atTheTable(99999))
	w.refused(err, domain.NotFound)
	_, err = w.app.AtTable(t.Context(), w.host("Tom"))
	w.refused(err, domain.NotFound)
}

// One network a day does not fill a table.
func TestApp_CountMeIn_Limit(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	w.to(atBench)
	var err error
	n := 0
	for ; n < 2*scansFromOne && err == nil; n++ {
		_, err = w.app.CountMeIn(t.Context(), w.atTheTable(id), CountMeIn{IP: "203.0.113.7", Phone: time.Duration(n).String()})
	}
	w.refused(err, domain.TooMany)
	if n != scansFromOne+1 || w.turn(id, 16).Came() != scansFromOne {
		t.Errorf("refused at the %d., with %d counted", n, w.turn(id, 16).Came())
	}
}

func TestApp_RaiseIssue(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	raise := RaiseIssue{GatheringID: id, Day: june(16), Words: "The bus at ten comes too early.", IdempotencyKey: "k"}
	_, err := w.app.RaiseIssue(t.Context(), w.host("Tom"), raise)
	w.refused(err, domain.Conflict) // it is still to come
	w.to(atBench)
	issue, err := w.app.RaiseIssue(t.Context(), w.host("Tom"), raise)
	w.must(err)
	again, err := w.app.RaiseIssue(t.Context(), w.host("Tom"), raise)
	w.must(err)
	if again != issue || w.number(`SELECT count(*) FROM gathering_issues`) != 1 {
		t.Error("sent twice it is noted once")
	}
	for _, bad := range []string{"", "Mrs Margaret Pengelly is lonely", "Ring 01632 960155", longWords(301)} {
		_, err := w.app.RaiseIssue(t.Context(), w.host("Tom"), RaiseIssue{GatheringID: id, Day: june(16), Words: bad})
		w.refusedField(err, "words")
	}
	w.volunteer("Ned", "Hill Road")
	_, err = w.app.RaiseIssue(t.Context(), w.host("Ned"), RaiseIssue{GatheringID: id, Day: june(16), Words: "Something"})
	w.refused(err, domain.NotFound)

	all, _, err := w.app.Issues(t.Context(), w.as("Bo"), domain.IssueNoted, Page{})
	w.must(err)
	n, err := w.app.CountIssues(t.Context(), w.as("Bo"))
	w.must(err)
	if len(all) != 1 || n != 1 || all[0].PlaceName != "The bench by the boat slip" {
		t.Errorf("Bo reads %+v", all)
	}
	later, err := w.app.RaiseIssue(t.Context(), w.host("Tom"), RaiseIssue{GatheringID: id, Day: june(16), Words: "The clock is slow."})
	w.must(err)
	newest, info, err := w.app.Issues(t.Context(), w.as("Bo"), "", Page{First: 1})
	w.must(err)
	rest, end, err := w.app.Issues(t.Context(), w.as("Bo"), "", Page{First: 1, After: info.End})
	w.must(err)
	if len(newest) != 1 || newest[0].ID != later || !info.HasNext || len(rest) != 1 || rest[0].ID != issue || end.HasNext {
		t.Errorf("a window at a time, Bo reads %+v, then %+v", newest, rest)
	}
	w.refusedField(w.app.SettleIssue(t.Context(), w.as("Bo"), SettleIssue{IssueID: issue, State: domain.IssuePassed}), "words")
	w.refusedField(w.app.SettleIssue(t.Context(), w.as("Bo"), SettleIssue{IssueID: issue, State: domain.IssuePassed, Words: "Mr Trevor Hosken at the council"}), "words")
	w.refusedField(w.app.SettleIssue(t.Context(), w.as("Bo"), SettleIssue{IssueID: issue, State: "shouted"}), "state")
	w.must(w.app.SettleIssue(t.Context(), w.as("Bo"), SettleIssue{IssueID: issue, State: domain.IssuePassed, Words: "The bus company"}))
	w.must(w.app.SettleIssue(t.Context(), w.as("Bo"), SettleIssue{IssueID: issue, State: domain.IssueDone}))
	one, err := w.app.Issue(t.Context(), w.as("Bo"), issue)
	w.must(err)
	if one.State != domain.IssueDone || one.Outcome != "The bus company" {
		t.Errorf("settled, it is %+v", one)
	}
	w.refused(w.app.SettleIssue(t.Context(), w.as("Dee"), SettleIssue{IssueID: issue, State: domain.IssueNoted}), domain.NotFound)

	// It becomes an idea, once, which says where it was brought up.
	for range 2 {
		w.must(w.app.SettleIssue(t.Context(), w.as("Bo"), SettleIssue{IssueID: issue, State: domain.IssueIdea}))
	}
	one, err = w.app.Issue(t.Context(), w.as("Bo"), issue)
	w.must(err)
	idea, err := w.app.Idea(t.Context(), w.as("Bo"), one.IdeaID)
	w.must(err)
	if n := w.number(`SELECT count(*) FROM ideas`); n != 1 || idea.Words != raise.Words || idea.CameFrom != domain.FromCafe || len(idea.Issues) != 1 || idea.Issues[0].ID != issue || len(idea.People) != 0 {
		t.Errorf("%d ideas, and it is %+v", n, idea)
	}
	if dee, _, err := w.app.Issues(t.Context(), w.as("Dee"), "", Page{}); err == nil {
		t.Errorf("Dee reads %+v", dee)
	}
	w.to(atBench.AddDate(1, 0, 1))
	_, err = w.app.ForgetOld(t.Context(), domain.Clock())
	w.must(err)
	if n := w.number(`SELECT count(*) FROM gathering_issues`); n != 0 {
		t.Error("what was brought up is kept for longer than a year")
	}
}
