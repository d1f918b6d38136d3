package app

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/domain"
)

// rows are figures as a text: "money 3", and "money -" where one is hidden.
func rows(figures []RippleFigure) string {
	var out []string
	for _, f := range figures {
		n := fmt.Sprint(f.Talks.N)
		if f.Talks.Hidden {
			n = "-"
		}
		out = append(out, strings.TrimSpace(f.Key+f.Name+" "+n))
	}
	return strings.Join(out, ", ")
}

// TestApp_TownRipple_Recount logs at random, several at a time and some of it twice: what was added up is what a recount makes of it, and the figures
// of each way of looking come to the same whole.
func TestApp_TownRipple_Recount(t *testing.T) {
	w := newWorld(t)
	w.trained("Kelly Marsh, kelly@example.org\nAl Tull, al@example.org\nJo Penn, jo@example.org")
	all, err := w.app.Connectors(t.Context(), w.as("Bo"))
	w.must(err)
	random := rand.New(rand.NewPCG(1, 2))
	var logs sync.WaitGroup
	for n, c := range all {
		var batches [][]LogConversation
		for k := range 40 {
			cmd := w.talk(1000*n + k - k%7) // some keys come again
			day := w.now().AddDate(0, 0, -random.IntN(90))
			cmd.Day, cmd.People = &day, 1+random.IntN(3)
			cmd.ThemeID = w.theme([]string{"money", "home", "company", "safety"}[random.IntN(4)])
			cmd.Channel = domain.TalkChannels()[random.IntN(5)]
			cmd.LedTo = domain.Ways()[1+random.IntN(3)]
			if random.IntN(2) == 0 {
				cmd.SectionID = w.section["Old Town"]
			}
			if k%5 == 0 {
				batches = append(batches, nil)
			}
			batches[len(batches)-1] = append(batches[len(batches)-1], cmd)
		}
		logs.Go(func() {
			for _, batch := range batches {
				if _, err := w.app.LogConversation(t.Context(), w.badge(c), batch...); err != nil {
					t.Error(err)
				}
			}
		})
	}
	logs.Wait()
	check, err := w.app.Recount(t.Context(), domain.Clock())
	w.must(err)
	if !check.OK() || len(check.Checks) != 3 {
		t.Errorf("%+v", check)
	}
	r, err := w.app.TownRipple(t.Context(), w.as("Bo"), RippleAsked{TownID: w.town["Saltcombe"]})
	w.must(err)
	if talks := w.number(`SELECT count(*) FROM conversations`); r.Talks.N != talks || talks == 0 || r.People.N != w.number(`SELECT sum(people) FROM conversations`) {
		t.Errorf("%d talks and %d people, want %d", r.Talks.N, r.People.N, talks)
	}
	for name, cut := range map[string][]RippleFigure{"theme": r.Themes, "place": r.Places, "channel": r.Channels, "month": r.ByMonth, "way": r.Ways} {
		whole := 0
		for _, f := range cut {
			whole += f.Talks.N
		}
		if whole != r.Talks.N {
			t.Errorf("by %s: %s, and all are %d", name, rows(cut), r.Talks.N)
		}
	}
	if r.Connectors.N != 3 || r.Logging.N != 3 || r.Estimate.N != 60 {
		t.Errorf("%+v, %+v, %+v", r.Connectors, r.Logging, r.Estimate)
	}

	// A sum that is changed is noticed, here and by the doctor.
	w.exec(`UPDATE conversation_counts SET n = n + 1, people = people + 1 WHERE month = (SELECT max(month) FROM conversation_counts) AND channel = 'face'`)
	if check, err = w.app.Recount(t.Context(), domain.Clock()); err != nil || check.Checks[0].OK || check.Checks[0].Name != "recount" {
		t.Errorf("%+v, %v", check, err)
	}
	report, err := w.app.Doctor(t.Context(), domain.Clock())
	w.must(err)
	if seen := report.Checks[len(report.Checks)-1]; seen.Name != "counts" || seen.OK {
		t.Errorf("%+v", seen)
	}
	_, err = w.app.Recount(t.Context(), w.as("Maggie"))
	w.refused(err, domain.Forbidden)
}

// TestApp_TownRipple_ForEverybody: who does not look after connectors reads quarters that have ended, with small counts hidden.
func TestApp_TownRipple_ForEverybody(t *testing.T) {
	w := newWorld(t)
	_, badge := w.kelly()
	w.exec(`UPDATE connectors SET agreed_at = '2026-01-01 08:00Z'`)
	n := 0
	talks := func(many int, day time.Time, theme string, section string) {
		for range many {
			n++
			cmd := w.talk(n)
			cmd.Day, cmd.ThemeID, cmd.SectionID = &day, w.theme(theme), w.section[section]
			_, err := w.app.LogConversation(t.Context(), badge, cmd)
			w.must(err)
		}
	}
	march, april := time.Date(2026, time.March, 20, 0, 0, 0, 0, time.UTC), time.Date(2026, time.April, 2, 0, 0, 0, 0, time.UTC)
	talks(3, march, "money", "Old Town")
	talks(14, march, "home", "Old Town")
	talks(6, march, "company", "")
	talks(9, april, "home", "Old Town")
	asked := RippleAsked{TownID: w.town["Saltcombe"]}

	public, err := w.app.TownRipple(t.Context(), domain.Public(), asked)
	w.must(err)
	if public.Exact || public.Quarter != "2026Q1" || public.Talks.N != 23 || public.InVain != nil || public.Nowhere != nil {
		t.Errorf("%+v", public)
	}
	if got := rows(public.Themes); strings.Contains(got, " 3") || strings.Contains(got, "6") || !strings.Contains(got, "-") {
		t.Errorf("the themes are %s", got)
	}
	if got := rows(public.ByMonth); got != "2026-01 -, 2026-02 -, 2026-03 -" {
		t.Errorf("the months are %s: what is in March alone says that there was nothing in the others", got)
	}
	if strings.Contains(rows(public.Themes), "safety") {
		t.Errorf("worries are told apart: %s", rows(public.Themes))
	}
	if !public.Connectors.Hidden || !public.Logging.Hidden || !public.Estimate.Hidden {
		t.Errorf("one connector is shown: %+v", public)
	}

	bo, err := w.app.TownRipple(t.Context(), w.as("Bo"), RippleAsked{TownID: asked.TownID, Quarter: "2026Q1"})
	w.must(err)
	if got := rows(bo.Themes); !bo.Exact || !strings.HasPrefix(got, "companyCompany and groups 6, moneyMoney, benefits, food 3, homeHome and keeping warm 14") {
		t.Errorf("the themes are %s", got)
	}
	if got := rows(bo.Themes); !strings.Contains(got, "safetyWorried about someone’s safety 0") {
		t.Errorf("the themes are %s", got)
	}
	if got := rows(bo.Places); !strings.Contains(got, "Old Town 17") || !strings.HasSuffix(got, ", 6") {
		t.Errorf("the places are %s", got)
	}
	year, err := w.app.TownRipple(t.Context(), w.as("Bo"), asked)
	w.must(err)
	if year.Talks.N != 32 || year.Quarter != "" || len(year.ByMonth) != 12 || year.Connectors.N != 1 || year.Estimate.N != 20 {
		t.Errorf("%+v", year)
	}
	if len(year.Nowhere) == 0 || year.Nowhere[0].Name != "Home and keeping warm" || year.Nowhere[0].N != 23 {
		t.Errorf("%+v", year.Nowhere)
	}

	// Dee helps at the desk, and reads what everybody reads.
	dee, err := w.app.TownRipple(t.Context(), w.as("Dee"), asked)
	w.must(err)
	if dee.Exact || dee.Quarter != "2026Q1" {
		t.Errorf("%+v", dee)
	}
	for _, quarter := range []string{"2026Q2", "2026Q3", "2023Q1", "x"} {
		_, err := w.app.TownRipple(t.Context(), w.as("Bo"), RippleAsked{TownID: asked.TownID, Quarter: quarter})
		w.refusedField(err, "quarter")
	}
	_, err = w.app.TownRipple(t.Context(), domain.Public(), RippleAsked{TownID: 999_999})
	w.refused(err, domain.NotFound)
}
