package web

import (
	"net/http"
	"reflect"
	"slices"
	"strings"

	"waymark/domain"
)

// Styleguide shows every component in every state, with made-up people: one page to look at before a page is built
// and after a style was changed. It is for development only. ?words=long shows what becomes of long words; light, dark and Welsh
// are chosen at the foot, as on every page.
func (rd *Renderer) Styleguide(w http.ResponseWriter, r *http.Request) {
	p := rd.Page(w, r, "Every component, every state")
	p.Islands = []string{"street", "keys", "styleguide"}
	g := samples()
	if r.FormValue("words") == "long" {
		lengthen(reflect.ValueOf(&g).Elem())
	}
	p.Content = g
	rd.Render(w, r, "styleguide", p)
}

// guide is the content of the style guide.
type guide struct {
	Ways       []Link // to look at the guide
	Head       Head
	Steps      Head
	Buttons    []Button
	Tags       []Tag
	Ladder     []Rung
	Path       []Step
	Doors      []Door
	Tasks      []Task
	Groups     []Group
	Lines      []Line
	SomeLines  someLines
	Candidates []Candidate
	Neighbours []neighbour
	Sessions   []sessionLine
	Held       []held
	Meets      ideaMeets
	Learnt     *learningView
	Tenths     *tenthsTable
	Facts      Facts
	Sheet      Panel
	Board      Panel
	Promises   []Promise
	Notices    []Notice
	Summary    domain.Errors
	Before     sentBefore
	Fields     []Field
	Picks      []Picks
	Blocks     []block
	Hidden     []Choice
	Chips      []Link
	Filter     *filter
	Find       *filter
	Narrow     narrowView
	Live       *liveView
	Meeting    meetingSample
	Bars       bars
	Drawn      drawing // a section, and the bar of its scale
	Legend     legend
	Story      storyLine
	Missing    growing
	Work       workContent
	Begin      []beginStep
	Taps       []freeTap
	Give       giving
	Asked      askedOnce
	Empty      []Empty
	Tables     []Table
	LongTable  Table
	Pager      Pager
	Undo       Undo
	Icons      []string
}

// meetingSample is what the pages of a meeting are made of.
type meetingSample struct {
	Figures []figure
	Part    meetingPart
	Form    []block
}

// askedOnce is what the component that asks once more before something happens is shown with.
type askedOnce struct {
	Here    string
	Confirm confirm
}

// longWord is a name that is written without a break, as some are.
const longWord = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"

// sayings are the fields of components that hold words for people.
var sayings = map[string]bool{"Text": true, "Title": true, "Over": true, "Lead": true, "Name": true, "Where": true, "Strong": true, "Why": true, "Say": true, "End": true,
	"Label": true, "Hint": true, "Legend": true, "Small": true, "When": true, "Words": true, "For": true, "But": true, "List": true, "Value": true}

// posting are the components whose Name and Value a form posts: they are no words.
var posting = []reflect.Type{reflect.TypeFor[Button](), reflect.TypeFor[Choice](), reflect.TypeFor[Field](), reflect.TypeFor[Picks](), reflect.TypeFor[selection]()}

// lengthen puts a long word behind all that a component says.
func lengthen(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			lengthen(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			lengthen(v.Index(i))
		}
	case reflect.String:
		if v.Len() > 0 {
			v.SetString(v.String() + " " + longWord)
		}
	case reflect.Struct:
		if fact, ok := v.Interface().(Fact); ok && fact.Phone {
			return // a number has no letters
		}
		for i := range v.NumField() {
			lengthenField(v, i)
		}
	}
}

func lengthenField(v reflect.Value, i int) {
	field, name := v.Field(i), v.Type().Field(i).Name
	text := field.Kind() == reflect.String || field.Kind() == reflect.Slice && field.Type().Elem().Kind() == reflect.String
	posted := (name == "Name" || name == "Value") && slices.Contains(posting, v.Type())
	if field.CanSet() && !posted && (!text || sayings[name]) {
		lengthen(field)
	}
}

// drawn are the names of all icons, in the order of their file.
func drawn() (out []string) {
	text, err := templates.ReadFile("template/icons.tmpl")
	if err != nil {
		return nil // the file is part of the program
	}
	for part := range strings.SplitSeq(string(text), `<symbol id="i-`) {
		if name, rest, ok := strings.Cut(part, `"`); ok && strings.HasPrefix(rest, " viewBox") {
			out = append(out, name)
		}
	}
	return out
}
