package web

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/auth"
	"waymark/internal/importer"
	"waymark/internal/words"
)

// maxTry is the most that the page of trying out takes, in bytes: the list, and what was typed around it. It is read into memory and never
// onto a disk.
const maxTry = 3 * importer.MostPasteBytes

// How much of a list is shown. The rest is counted.
const (
	tryStreetsShown = 150
	tryWrongShown   = 10
)

// tryView is the page on which people see their own list of streets. Nothing of it is kept.
type tryView struct {
	Text    Field
	Ask     Field
	Kept    Notice
	Read    bool // there is something to show
	Count   string
	Said    []string
	Doors   []tryDoor
	Table   Table
	More    string
	Wrong   domain.Errors
	Others  string // lines that were left out besides
	Columns []tryColumn
	Headed  Picks
	Posters *selection
	Named   *Field // of more streets than one chooses from: the name is typed
}

// tryKept says what becomes of what is pasted.
func tryKept() Notice {
	return Notice{State: StateDone, Strong: "Nothing is kept.", Text: "We read your rows, show you the answer, and forget them. They go into no record and no file of ours."}
}

// tryDoor is a door to knock at first, in words.
type tryDoor struct {
	Street string
	Knock  string
	Why    string
	Key    string // of its poster
}

// tryColumn is one column, and what it may be.
type tryColumn struct {
	Choose selection // its label names the column
}

// tryForm is what the page posts.
type tryForm struct {
	text   string
	as     []importer.PastePart
	headed *bool
	street string // whose poster
	ask    string // where people can ask
}

// offersTry reports whether people may try their own list here: in a demo, on a server without a district, and where a setting says so.
func (s *Server) offersTry(r *http.Request) bool {
	known := s.house.rooms(r.Context())
	return s.try || known.demo || len(known.districts) == 0
}

// tryPage is where a list is pasted.
func (s *Server) tryPage(w http.ResponseWriter, r *http.Request) error {
	if !s.offersTry(r) {
		s.rd.NoPage(w, r)
		return nil
	}
	return s.showTry(w, r, tryForm{}, tryView{}, nil)
}

// showStreets shows what a list says.
func (s *Server) showStreets(w http.ResponseWriter, r *http.Request) error {
	f, paste, err := s.tried(w, r)
	if wrong := Problems(err); wrong != nil {
		return s.showTry(w, r, f, tryView{}, wrong)
	}
	if err != nil {
		return err
	}
	return s.showTry(w, r, f, trySketch(words.From(r.Context()), paste), nil)
}

// tried reads what was posted.
func (s *Server) tried(w http.ResponseWriter, r *http.Request) (f tryForm, p importer.Paste, err error) {
	if !s.offersTry(r) {
		return f, p, domain.Errorf(domain.NotFound, "", "This server belongs to a town that is at work, so there is nothing to try here.")
	}
	if f, err = readTry(w, r); err != nil {
		return f, p, err
	}
	if err = s.pasted.check(auth.IP(r.Context())); err != nil { // what was typed is shown again
		return f, p, domain.Errorf(domain.Invalid, "", "That was a lot at once. Please wait a minute, and press the button again.")
	}
	p, err = importer.ReadPaste([]byte(f.text), f.as, f.headed)
	return f, p, err
}

// readTry reads the form. A file that was chosen goes before what stands in the box.
func readTry(w http.ResponseWriter, r *http.Request) (f tryForm, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxTry)
	var large *http.MaxBytesError
	err = r.ParseForm()
	if err == nil {
		err = r.ParseMultipartForm(maxTry)
	}
	switch {
	case errors.As(err, &large):
		return f, domain.Errorf(domain.Invalid, "text", "That is more than fits here: one megabyte. Please paste a part of it.")
	case err != nil && !errors.Is(err, http.ErrNotMultipart):
		return f, domain.Errorf(domain.Invalid, "text", "We could not read what your browser sent. Please go back and send it again.")
	}
	f.text, f.street, f.ask = r.PostFormValue("text"), r.PostFormValue("street"), tidy(r.PostFormValue("ask"))
	if r.PostFormValue("example") != "" {
		f.text = importer.PasteExample
		return f, nil
	}
	if r.MultipartForm != nil {
		for _, header := range r.MultipartForm.File["file"] {
			file, err := header.Open()
			if err != nil {
				return f, err
			}
			raw, err := io.ReadAll(file)
			if err = errors.Join(err, file.Close()); err != nil {
				return f, err
			}
			if len(raw) > 0 {
				return tryForm{text: string(raw), ask: f.ask}, nil // another list has columns of its own
			}
		}
	}
	if r.PostFormValue("columns") != "" {
		headed := r.PostFormValue("headed") == "yes"
		f.headed = &headed
		for n := 0; r.PostForm.Has("column" + strconv.Itoa(n)); n++ {
			f.as = append(f.as, importer.PastePart(r.PostFormValue("column"+strconv.Itoa(n))))
		}
	}
	return f, nil
}

func (s *Server) showTry(w http.ResponseWriter, r *http.Request, f tryForm, v tryView, wrong domain.Errors) error {
	v.Text = Field{Name: "text", Label: "Your rows", Type: "textarea", Rows: 8, Value: strings.ToValidUTF8(f.text, "?"), Autocomplete: "off",
		Hint: "Copy them in your spreadsheet and paste them here. A street on each line is enough. Any columns will do."}.With(wrong)
	v.Kept = tryKept()
	v.Ask = Field{Name: "ask", Label: "Where can people ask?", Value: f.ask, Optional: true, Hint: "For a poster without a name on it: “the library, Monday mornings”."}.With(wrong)
	p := s.rd.Page(w, r, "Your own streets")
	p.Errors, p.Content, p.Narrow, p.OtherLanguages = wrong, v, !v.Read, nil
	s.rd.Render(w, r, "try", p)
	return nil
}

// trySketch puts a list into words.
func trySketch(in *words.Words, p importer.Paste) tryView {
	c := domain.CountSketch(p.Streets)
	v := tryView{Read: true, Count: Count(in, c.Streets, "%s street", "%s streets"), Said: trySums(in, c),
		Headed: yesNo("headed", "The first line names the columns", "").Chosen(ticked(p.Headed))}
	for _, d := range domain.FirstDoors(p.Streets) {
		v.Doors = append(v.Doors, tryDoor{Street: withPart(d.Street), Knock: tryKnock(in, d), Why: tryWhy(in, d), Key: strconv.Itoa(d.Street.Line)})
	}
	v.Table, v.More = tryTable(in, p.Streets)
	v.Wrong = p.Wrong[:min(len(p.Wrong), tryWrongShown)]
	if n := len(p.Wrong) - len(v.Wrong); n > 0 {
		v.Others = in.Count(n, "And %s more line.", "And %s more lines.")
	}
	for n, column := range p.Columns {
		v.Columns = append(v.Columns, tryColumnOf(in, n, column))
	}
	if len(p.Streets) > tryStreetsShown {
		v.Named = &Field{Name: "street", Label: "Which street?", Hint: "Its name, as your list writes it.", Autocomplete: "off"}
		return v
	}
	v.Posters = &selection{Name: "street", Label: "Which street?"}
	for _, s := range p.Streets {
		v.Posters.Choices = append(v.Posters.Choices, Choice{Value: strconv.Itoa(s.Line), Text: withPart(s)})
	}
	return v
}

// withPart names a street, with its part of town where the list says that.
func withPart(s domain.SketchStreet) string {
	if s.Part == "" {
		return s.Name
	}
	return s.Name + ", " + s.Part
}

// trySums say how the streets stand, a sentence each.
func trySums(in *words.Words, c domain.SketchCount) (out []string) {
	if n := c.StandIns; n > 0 {
		out = append(out, Count(in, n, "%s has somebody who looks after it, and a stand-in.", "%s have somebody who looks after them, and a stand-in."))
	}
	if n := c.NoStandIn; n > 0 {
		out = append(out, Count(in, n, "%s is looked after, but nobody stands in.", "%s are looked after, but nobody stands in."))
	}
	if n := c.Nobody; n > 0 {
		out = append(out, Count(in, n, "%s has nobody yet.", "%s have nobody yet."))
	}
	return out
}

// tryKnock says whose door it is.
func tryKnock(in *words.Words, d domain.SketchDoor) string {
	switch {
	case d.Who == "":
		return in.Say("Any door will do: your list names nobody near.")
	case d.Beside != "":
		return in.Say("Ask %s of %s to come along, or whom they know there.", d.Who, d.Beside)
	case d.Why == domain.DoorStandIn:
		return in.Say("Knock at the door of %s. Ask who could stand in when they are away.", d.Who)
	}
	return in.Say("Knock at the door of %s. Ask if they would look after the street.", d.Who)
}

// tryWhy says why it comes first.
func tryWhy(in *words.Words, d domain.SketchDoor) string {
	switch d.Why {
	case domain.DoorPeople:
		return in.Count(d.People, "Nobody looks after it, and %s person there is on your list.", "Nobody looks after it, and %s people there are on your list.")
	case domain.DoorHomes:
		return in.Count(d.Street.Homes, "Nobody looks after it, and it has %s home.", "Nobody looks after it, and it has %s homes.")
	case domain.DoorBetween:
		return in.Say("Nobody looks after it, and the streets on both sides of it in your list are looked after.")
	case domain.DoorStandIn:
		return in.Say("It is looked after, but when they are away there is nobody.")
	}
	return in.Say("Nobody looks after it yet.")
}

// tryTable shows who is where.
func tryTable(in *words.Words, streets []domain.SketchStreet) (t Table, more string) {
	t = Table{Caption: "Your streets", Columns: []Column{{Name: "Street"}, {Name: "Looks after it"}, {Name: "Stands in"}, {Name: "Who helps"}}}
	for _, s := range streets[:min(len(streets), tryStreetsShown)] {
		who := func(names []string) Cell {
			if len(names) == 0 {
				return Cell{Tag: &Tag{State: StateSoon, Icon: "people", Text: "Nobody yet"}}
			}
			return Cell{Text: in.List(names)}
		}
		standIn := who(s.StandIns)
		if s.Nobody() && len(s.StandIns) == 0 {
			standIn = Cell{Text: "–"}
		}
		var helpers []string
		for _, h := range s.Helpers {
			name := h.Name
			if h.With != "" {
				name += " (" + h.With + ")"
			}
			helpers = append(helpers, name)
		}
		help := Cell{Text: strings.Join(helpers, ", ")}
		if len(helpers) == 0 {
			help.Text = "–"
		}
		t.Rows = append(t.Rows, []Cell{{Text: withPart(s)}, who(s.After), standIn, help})
	}
	if n := len(streets) - len(t.Rows); n > 0 {
		more = in.Count(n, "And %s more street. All are counted.", "And %s more streets. All are counted.")
	}
	return t, more
}

// tryParts are what a column may be, in words.
var tryParts = map[importer.PastePart]string{
	importer.PasteStreet: words.Later("the street"), importer.PasteArea: words.Later("the part of town"), importer.PasteAfter: words.Later("who looks after it"),
	importer.PasteStandIn: words.Later("who stands in"), importer.PasteHelper: words.Later("somebody who helps"), importer.PasteWith: words.Later("what they help with"),
	importer.PasteHomes: words.Later("how many homes"), importer.PasteAgreed: words.Later("may be named on a poster"), importer.PasteNothing: words.Later("nothing: we do not look at it"),
}

func tryColumnOf(in *words.Words, n int, c importer.PasteColumn) tryColumn {
	out := tryColumn{Choose: selection{Name: "column" + strconv.Itoa(n)}}
	switch {
	case c.Heading != "":
		out.Choose.Label = in.Say("Column %d, “%s”", n+1, c.Heading)
	case c.Sample != "":
		out.Choose.Label = in.Say("Column %d, such as “%s”", n+1, c.Sample)
	default:
		out.Choose.Label = in.Say("Column %d, which is empty", n+1)
	}
	for _, part := range importer.PasteParts() {
		out.Choose.Choices = append(out.Choose.Choices, Choice{Value: string(part), Text: tryParts[part], Checked: part == c.As})
	}
	return out
}
