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
	Action string // where it is posted; "" is where it stands
	Back   Link
	Also   *Button   // does something else, such as taking back what the form did before; nil: nothing
	Search *filter   // stands before the form
	Hidden []Choice  // what the form carries along: Text is the name
	Upload bool      // a file goes with it
	Live   *liveView // it is about one ask: what others do to that, and who has it open; nil: it is about none
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
	More   []block // asked of whoever does not choose the first answer of the question before it
}

// part is a part of a script: what is said stands beside what is asked.
type part struct {
	Title  string
	Say    string // in speech marks
	Blocks []block
}

// fold is a part of a form that is seldom needed, or that is right as it is for most.
type fold struct {
	Title  string
	Now    string // what is set, to be read while it is closed
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

// now says on the closed line of a part what is set in it.
func (b block) now(set string) block {
	b.Fold.Now = set
	return b
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
	if f.Live != nil {
		p.Islands = append(p.Islands, "live")
	}
	s.rd.Render(w, r, "form", p)
	return nil
}

// manyAnswers is from how many answers on a question is a list that opens: so many rows push all else off the page.
const manyAnswers = 9

// choosingFrom puts a question into a form whose answers may be many: people, towns. none is the answer of whoever leaves it open.
func choosingFrom(p Picks, none string, wrong domain.Errors, chosen string) block {
	if len(p.Choices) < manyAnswers {
		return choosing(p, wrong, chosen)
	}
	list := selection{Name: p.Name, Label: p.Legend, Hint: p.Hint, Error: problemWith(wrong, p.Name), Choices: []Choice{{Text: none}}}
	for _, c := range p.Chosen(chosen).Choices {
		if c.Small != "" {
			c.Text = joinWords(dot, c.Text, c.Small)
		}
		list.Choices = append(list.Choices, c)
	}
	return block{Select: &list}
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
