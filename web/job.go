package web

import (
	"net/http"
	"time"

	"waymark/internal/words"
)

// jobsContent is what the clock did.
type jobsContent struct {
	Head  Head
	Table Table
	Pager Pager
	Empty Empty
}

// jobsPage shows administrators what the clock did, newest first.
func (s *Server) jobsPage(w http.ResponseWriter, r *http.Request) error {
	runs, info, err := s.app.JobRuns(r.Context(), who(r), listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := jobsContent{Head: Head{Title: "What the clock did", Lead: "Each time the clock matches, asks wider, sends mail or tidies up, it writes a line here."}, Pager: next(r, info),
		Empty: Empty{Title: "The clock has done nothing yet", Text: "It begins a minute after the start."},
		Table: Table{Caption: "Runs of the clock", Columns: []Column{{Name: "What"}, {Name: "When"}, {Name: "Took", Number: true}, {Name: "Did", Number: true}, {Name: "How it went"}, {Name: "Server", Wide: true}}}}
	for _, run := range runs {
		tag := Tag{State: StateDone, Icon: "done", Text: "Well"}
		took := "–"
		switch {
		case run.FinishedAt == nil:
			tag = Tag{State: StateSoon, Icon: "soon", Text: "Not finished"}
		case run.Error != "":
			tag = Tag{State: StateLate, Icon: "warn", Text: run.Error}
		case run.Failed > 0:
			tag = Tag{State: StateLate, Icon: "warn", Text: c.Say("%d failed", run.Failed)}
		}
		if run.FinishedAt != nil {
			took = run.FinishedAt.Sub(run.StartedAt).Round(time.Millisecond).String()
		}
		out.Table.Rows = append(out.Table.Rows, []Cell{{Text: run.Name}, {Text: upperFirst(c.time(run.StartedAt))}, {Text: took}, {Text: words.Figure(run.Did)}, {Tag: &tag}, {Text: run.Server}})
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "jobs", p)
	return nil
}
