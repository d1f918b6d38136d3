package web

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"waymark/domain"
)

// State says how a thing stands. Each has a colour, a shape and, beside it, a word.
type State string

// The states of a blaze, a tag, a task or a notice.
const (
	StateLate    State = "late"    // longer than we said, or wrong
	StateSoon    State = "soon"    // something happens soon
	StateNew     State = "new"     // just in, or news
	StateWaiting State = "wait"    // somebody has been asked
	StateDone    State = "done"    // settled
	StateFailed  State = "fail"    // nobody found
	StateMeeting State = "meet"    // people meeting people
	StatePlain   State = "neutral" // none of these
)

// Icon is the drawing that stands for the state.
func (s State) Icon() string {
	switch s {
	case StateNew:
		return "fresh"
	case StateMeeting:
		return "bench"
	case StatePlain, "":
		return "other"
	}
	return string(s)
}

// Link is a place to go.
type Link struct {
	Text    string
	Href    string
	Current bool   // it is the page that is open
	Lang    string // of what it leads to, where that is another language
}

// Head opens a page. Only Title is needed.
type Head struct {
	Back  *Link
	Over  string // a small line above
	Title string
	Lead  string
	Tags  []Tag
	Step  int // of Steps, from 1; zero when the page is not one of several
	Steps int
}

// Done tells for each step whether it is reached.
func (h Head) Done() []bool {
	out := make([]bool, h.Steps)
	for i := range out {
		out[i] = i < h.Step
	}
	return out
}

// Style is the look of a button.
type Style string

// The looks. One Arm a page; further cards take ArmPlain. Danger never comes first.
const (
	Arm      Style = "arm"
	ArmPlain Style = "arm arm-plain"
	Quiet    Style = "btn-quiet"
	Danger   Style = "btn-danger"
	Ordinary Style = ""
)

// Button is one thing to do: a link when Href is set, a small form of its own when Post is set, else the button of
// the form around it.
type Button struct {
	Text  string
	Style Style
	Href  string
	Post  string // posts nothing but Name and Value to this address
	Name  string
	Value string
	Icon  string
	Big   bool
	Wide  bool
	Why   string // why it cannot be pressed now; empty when it can
}

// Class is the class attribute.
func (b Button) Class() string {
	class := "btn"
	if b.Style != Ordinary {
		class += " " + string(b.Style)
	}
	if b.Wide {
		class += " arm-wide"
	}
	if b.Big {
		class += " arm-big"
	}
	return class
}

// Tag says a state in a line.
type Tag struct {
	State State
	Icon  string // empty for none
	Text  string
}

// Door is a person, as the door one would knock at.
type Door struct {
	Name  string // the initials are taken from it
	Tint  int    // 0 to 3, without meaning
	Away  bool
	Large bool
}

// Initials are at most two letters.
func (d Door) Initials() string { return initials(d.Name) }

// Class is the class attribute.
func (d Door) Class() string {
	class := "door"
	if d.Tint > 0 {
		class += " " + string(rune('a'+d.Tint%4))
	}
	if d.Away {
		class += " away"
	}
	if d.Large {
		class += " door-l"
	}
	return class
}

// Fact is one line of a list of facts.
type Fact struct {
	Name  string
	Text  string
	Href  string // makes the text a link
	Phone bool   // the text is a number, and a press rings it
}

// Dial is the address that rings the number.
func (f Fact) Dial() template.URL { return dial(f.Text) }

// Facts is a list of facts in Columns columns (1 to 4) on a wide page.
type Facts struct {
	Columns int
	Facts   []Fact
}

// Class is the class attribute.
func (f Facts) Class() string {
	if f.Columns < 2 {
		return "facts"
	}
	return "facts facts-" + strconv.Itoa(f.Columns)
}

// Panel is a white sheet or, for side matters, a sunk board.
type Panel struct {
	Title   string
	Words   []string // paragraphs
	List    []string
	Facts   Facts
	Buttons []Button
	Later   []Button // what is wanted less often: it stands folded
}

// Notice is a line that tells something, not in the way.
type Notice struct {
	State  State
	Strong string // said first, in bold
	Text   string
}

// Icon is the drawing of a notice: late and wrong are a warning.
func (n Notice) Icon() string {
	if n.State == StateLate {
		return "warn"
	}
	return n.State.Icon()
}

// Step is one post of the path: what happened, or as the first what happens next.
type Step struct {
	State State
	Icon  string // empty takes the state's
	Text  string
	When  string // with who, and what happens if nobody acts
	Next  bool   // it has not happened yet

	Event  domain.EventID // which step of a story it is; 0: none
	Button *Button        // what can be done about it
}

// Drawing is the step's icon.
func (s Step) Drawing() string {
	if s.Icon == "" {
		return s.State.Icon()
	}
	return s.Icon
}

// Rung is one level of the ladder.
type Rung struct {
	Name string
	Past bool
	Here bool
}

// Ladder shows how far a request has walked: the levels before here are past, those after it ahead. An index outside
// the names leaves none as here.
func Ladder(here int, names ...string) []Rung {
	out := make([]Rung, len(names))
	for i, name := range names {
		out[i] = Rung{Name: name, Past: i < here, Here: i == here}
	}
	return out
}

// Task is one thing in a list that may need the reader.
type Task struct {
	State   State
	Title   string
	Href    string
	Where   string
	Tags    []Tag
	Strong  string // the first sentence of why, in the state's colour
	Here    string // who has it open now
	Why     string
	Own     string   // what is so of this one only, after why
	Buttons []Button // the most likely first
}

// Line is one thing in a list that needs nobody.
type Line struct {
	State State
	Icon  string // empty takes the state's
	Title string
	Href  string
	Say   string
	Why   string  // why it was found; "" where nothing was looked for
	Here  string  // who has it open now
	Pick  string  // the value of the box before it; "": it has none
	End   string  // at the right: a time
	Do    *Button // at the right: the one most likely thing to do
}

// Drawing is the line's icon.
func (l Line) Drawing() string {
	if l.Icon == "" {
		return l.State.Icon()
	}
	return l.Icon
}

// Twice reports whether the button leads to the page of the title: on a phone the title is enough.
func (l Line) Twice() bool {
	if l.Do == nil {
		return false
	}
	page, _, _ := strings.Cut(l.Do.Href, "#")
	return page == l.Href
}

// someLines are lines of which the first stand in the open.
type someLines struct {
	Lines []Line
	Rest  []Line // the others: they stand folded
	More  string // how many those are
}

// someOf leaves the first lines in the open.
func (c clock) someOf(lines []Line, first int) someLines {
	if len(lines) <= first {
		return someLines{Lines: lines}
	}
	return someLines{Lines: lines[:first], Rest: lines[first:], More: Count(c.Words, len(lines)-first, "%s more", "%s more")}
}

// Group is several asks or calls of which the same is so: it is said once, and each has a line.
type Group struct {
	State State
	Title string
	Count int
	Why   string
	Lines []Line
}

// Candidate is one person who could go, with the reasons for and against.
type Candidate struct {
	Door    Door
	Name    string
	Where   string
	For     []string
	But     []string
	Buttons []Button
}

// Empty says that there is nothing, what that means and what to do.
type Empty struct {
	Title  string
	Text   string
	Button *Button
}

// Column is one column of a table.
type Column struct {
	Name   string
	Number bool   // set right
	Wide   bool   // left out under 600 px
	Sort   string // the address of the table in its order; "": there is none
	Sorted string // "ascending" or "descending" where it is in its order
}

// Class is the class attribute; it may be empty.
func (c Column) Class() string {
	switch {
	case c.Number && c.Wide:
		return "n wide"
	case c.Number:
		return "n"
	case c.Wide:
		return "wide"
	}
	return ""
}

// Cell is one cell of a table.
type Cell struct {
	Text string
	Href string
	Tag  *Tag
}

// Table is a table that folds into small sheets under 600 px. The first cell of a row is its heading.
type Table struct {
	ID      string // where it may be long: its first rows are shown, and a link leads to all; "": all are
	Phone   bool   // that is so on a phone alone
	Caption string // read aloud, not shown
	Tight   bool   // its cells are so short that it stays a table under 600 px
	Columns []Column
	Rows    [][]Cell
}

// firstRows is how many rows of a long table are shown first. The stylesheet counts them too, and paper has all.
const firstRows = 10

// All counts the rows of a table of which the first are shown; 0 where all are.
func (t Table) All() int {
	if t.ID == "" || len(t.Rows) <= firstRows {
		return 0
	}
	return len(t.Rows)
}

// Class is the class attribute.
func (t Table) Class() string {
	switch {
	case t.Tight:
		return "table table-tight"
	case len(t.Columns) > 2:
		return "table table-fold"
	}
	return "table"
}

// Reached reports whether keys reach something in the table. One that they do not is reached itself, so that what lies beside the screen can be scrolled to.
func (t Table) Reached() bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Sort != "" }) ||
		slices.ContainsFunc(t.Rows, func(row []Cell) bool { return slices.ContainsFunc(row, func(c Cell) bool { return c.Href != "" }) })
}

// Pager leads on in a list by cursor; an empty address leaves its link out.
type Pager struct {
	First string // address of the beginning
	Next  string // address of what follows
	Text  string // "Showing 25 of 310"
	More  string // the words on the link; empty is "Show more"
}

// Promise is the first rule, as a figure.
type Promise struct {
	Forgotten int
	Checked   string // the time of the count, as people say it
	Href      string // where it is shown how we know; empty leaves it out
}

// Undo offers to put back what was just done.
type Undo struct {
	Text string
	Post string // the address that puts it back
	Step int64  // which step of a story; 0: that is clear
}
