package web

import (
	"net/http"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// learningView is the question what somebody can do by now, at the end of the pages of a visit and of an ask.
type learningView struct {
	Here  string // where it is posted
	Title string
	Asks  []Picks
	Error *domain.Error
}

// howWellWords are the three answers.
var howWellWords = map[domain.HowWell]string{domain.CanAlone: words.Later("Alone"), domain.CanWithHelp: words.Later("With help"), domain.CannotYet: words.Later("Not yet")}

// learning asks of each goal how well they can do it; nil where there is nothing to ask.
func learning(goals []domain.LearningGoal, title, here string, wrong domain.Errors) *learningView {
	if len(goals) == 0 {
		return nil
	}
	out := learningView{Here: here, Title: title, Error: problemWith(wrong, "learnt")}
	for _, g := range goals {
		p := Picks{Name: learntField(g.Code), Legend: g.Plain()}
		for _, how := range domain.HowsWell {
			p.Choices = append(p.Choices, Choice{Value: string(how), Text: howWellWords[how]})
		}
		out.Asks = append(out.Asks, p.Chosen(string(g.How)))
	}
	return &out
}

// learntField is the name of the field of a goal.
func learntField(goal string) string { return "learnt-" + goal }

// learntIn reads what was ticked, of the goals that there are.
func learntIn(r *http.Request, goals []domain.LearningGoal) (out app.SayLearnt) {
	for _, g := range goals {
		if how := r.PostFormValue(learntField(g.Code)); how != "" {
			out.Learnt = append(out.Learnt, app.GoalLearnt{Goal: g.Code, How: domain.HowWell(how)})
		}
	}
	return out
}

// learntThanks is said to whoever has said what was learnt.
const learntThanks = "Thank you. It is written down."

// learntContent is how many can do what they came to learn.
type learntContent struct {
	Head  Head
	Table Table
}

// learntPage shows counts, and nobody.
func (s *Server) learntPage(w http.ResponseWriter, r *http.Request) error {
	counts, err := s.app.LearntCounts(r.Context(), who(r))
	if err != nil {
		return err
	}
	in := words.From(r.Context())
	show := func(n *int) Cell {
		if n == nil {
			return Cell{Text: in.Say("Fewer than %s", in.Number(domain.FewestShown))}
		}
		return Cell{Text: strconv.Itoa(*n)}
	}
	out := learntContent{Head: Head{Back: &Link{Text: "What is lent out", Href: "/devices"}, Title: "What was learnt", Lead: "How many people can do by themselves what they came to learn, as they or their helpers last said. There is nobody in it."},
		Table: Table{Caption: "What was learnt", Columns: []Column{{Name: "What"}, {Name: "Alone", Number: true}, {Name: "With help", Number: true}, {Name: "Not yet", Number: true}}}}
	for _, c := range counts {
		out.Table.Rows = append(out.Table.Rows, []Cell{{Text: in.Say(c.Name)}, show(c.Alone), show(c.WithHelp), show(c.NotYet)})
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "learnt", p)
	return nil
}
