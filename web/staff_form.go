package web

import (
	"net/http"

	"waymark/domain"
)

// formPage is a page with one form: a question or a few that belong together.
type formPage struct {
	Head   Head
	Words  []string // said before the first question
	Blocks []block
	Button Button
	Back   Link
	Search *filter  // stands before the form
	Hidden []Choice // what the form carries along: Text is the name
}

// block is one question of a form, or the title of those that follow.
type block struct {
	Title  string
	Say    string // words to read out
	Field  *Field
	Picks  *Picks
	Select *selection
	Hidden *Choice // carried along: Text is the name
	Fold   *fold   // a part that opens
	Side   []block // side by side where there is room
	Part   *part
}

// part is a part of a script: what is said stands beside what is asked.
type part struct {
	Title  string
	Say    string // in speech marks
	Blocks []block
}

// fold is a part of a form that is seldom needed.
type fold struct {
	Title  string
	Open   bool
	Blocks []block
}

// folded puts questions into a part that opens; it is open where something in it was answered, or is to be mended.
func folded(title string, answered bool, blocks ...block) block {
	f := fold{Title: title, Open: answered, Blocks: blocks}
	for _, b := range blocks {
		f.Open = f.Open || b.Field != nil && b.Field.Error != nil || b.Picks != nil && b.Picks.Error != nil
	}
	return block{Fold: &f}
}

// titled begins a part of a form.
func titled(title string) block { return block{Title: title} }

// asking puts a field into a form, with its sentence from the errors.
func asking(f Field, wrong domain.Errors) block {
	f = f.With(wrong)
	return block{Field: &f}
}

// choosing puts a question with answers into a form, with its sentence from the errors.
func choosing(p Picks, wrong domain.Errors, chosen ...string) block {
	p = p.Chosen(chosen...).With(wrong)
	return block{Picks: &p}
}

// showForm answers with a page with one form.
func (s *Server) showForm(w http.ResponseWriter, r *http.Request, f formPage, wrong domain.Errors) error {
	p := s.rd.Page(w, r, f.Head.Title)
	p.Errors, p.Content, p.Narrow = wrong, f, true
	p.Islands = []string{"street"}
	s.rd.Render(w, r, "form", p)
	return nil
}

// yesNo is a question that is answered by one box.
func yesNo(name, text, small string) Picks {
	return Picks{Name: name, Legend: text, Silent: true, Many: true, Choices: []Choice{{Value: "yes", Text: text, Small: small}}}
}

// ticked is the value of a box that is ticked.
func ticked(yes bool) string {
	if yes {
		return "yes"
	}
	return ""
}
