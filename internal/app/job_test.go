package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/domain"
)

func TestApp_JobRuns(t *testing.T) {
	w := newWorld(t)
	done := wednesday.Add(time.Second)
	for n := range 7 {
		run := JobRun{Name: fmt.Sprintf("job %d", n), Server: "a:1", StartedAt: wednesday, FinishedAt: &done, Did: n, Failed: 1, Error: "odd"}
		w.must(w.app.RecordJob(w.Context(), domain.Clock(), run))
	}
	var names []string
	page := Page{First: 3}
	for range 4 {
		runs, info, err := w.app.JobRuns(w.Context(), w.as("Ada"), page)
		w.must(err)
		for _, r := range runs {
			names = append(names, r.Name)
			if r.Server != "a:1" || !r.FinishedAt.Equal(done) || r.Failed != 1 || r.Error != "odd" || !r.StartedAt.Equal(wednesday) {
				t.Errorf("run %+v", r)
			}
		}
		page.After = info.End
		if !info.HasNext {
			break
		}
	}
	if got := strings.Join(names, ", "); got != "job 6, job 5, job 4, job 3, job 2, job 1, job 0" {
		t.Errorf("listed %s", got)
	}
	_, _, err := w.app.JobRuns(w.Context(), w.as("Ada"), Page{After: "nonsense"})
	w.refused(err, domain.Invalid)
}

func TestApp_JobRuns_Refused(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"Maggie", "Dee", "Bo", "Sam", "Cal"} {
		_, _, err := w.app.JobRuns(w.Context(), w.as(name), Page{})
		w.refused(err, domain.Forbidden)
	}
	_, _, err := w.app.JobRuns(w.Context(), domain.Public(), Page{})
	w.refused(err, domain.SignedOut)
	w.refused(w.app.RecordJob(w.Context(), w.as("Ada"), JobRun{Name: "made up"}), domain.Forbidden)
	w.must(w.app.RecordJob(w.Context(), domain.Clock(), JobRun{Name: "long", StartedAt: wednesday, Error: strings.Repeat("x", 3*longestJobError)}))
	runs, _, err := w.app.JobRuns(w.Context(), w.as("Priya"), Page{})
	w.must(err)
	if len(runs) != 1 || len(runs[0].Error) != longestJobError || runs[0].FinishedAt != nil {
		t.Errorf("runs %+v", runs)
	}
}
