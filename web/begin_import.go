package web

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/importer"
	"waymark/internal/words"
)

// Bounds of a list of streets that comes in by a page. A map of OpenStreetMap is larger, and comes in at the command line.
const (
	mostStreetList = 4 << 20
	importTime     = 5 * time.Minute
	importPause    = 1500 * time.Millisecond // how long the page waits before it shows how far it is
	importsKept    = 16
	problemsShown  = 50
)

// imports are the lists of streets that are coming in on this server, or came in a while ago. Each runs by itself, in one transaction.
type imports struct {
	mu    sync.Mutex
	runs  map[string]*streetRun
	order []string
}

func newImports() *imports { return &imports{runs: map[string]*streetRun{}} }

// streetRun is one of them.
type streetRun struct {
	by      domain.PersonID
	streets int
	stop    context.CancelFunc
	done    chan struct{} // closed when it is done
	came    app.StreetsImported
	left    []importer.Problem
	err     error
}

// start runs one, and returns the name by which it is found again.
func (all *imports) start(ctx context.Context, run *streetRun, do func(context.Context) (app.StreetsImported, error)) string {
	ctx, run.stop = context.WithTimeout(context.WithoutCancel(ctx), importTime)
	run.done = make(chan struct{})
	id := rand.Text()
	all.mu.Lock()
	all.runs[id], all.order = run, append(all.order, id)
	if len(all.order) > importsKept {
		delete(all.runs, all.order[0])
		all.order = all.order[1:]
	}
	all.mu.Unlock()
	go func() {
		defer close(run.done)
		defer run.stop()
		run.came, run.err = do(ctx)
	}()
	return id
}

// find returns one to whoever started it; nil for anybody else.
func (all *imports) find(id string, by domain.PersonID) *streetRun {
	all.mu.Lock()
	defer all.mu.Unlock()
	if run := all.runs[id]; run != nil && run.by == by {
		return run
	}
	return nil
}

// streetListForm is a list of streets as it is sent.
type streetListForm struct {
	Text string
	Town string
	Sure bool // the columns are right, although they do not look it
}

// streetListContent is the page that takes a list of streets.
type streetListContent struct {
	Head Head
	Text Field
	Town Field
	Sure *Picks // asked only of a list whose columns look wrong

	Sample string // how a list looks
}

const streetSample = `street,town,section
Castle Row,Saltcombe,Old Town
Quay Lane,Saltcombe,Old Town
Main Street,Brackle,`

// streetsForm asks for the list.
func (s *Server) streetsForm(w http.ResponseWriter, r *http.Request) error {
	return s.showStreetList(w, r, streetListForm{}, nil)
}

func (s *Server) showStreetList(w http.ResponseWriter, r *http.Request, f streetListForm, wrong domain.Errors) error {
	b, err := s.app.Beginning(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, "Bring in your streets")
	p.Errors, p.Narrow = wrong, true
	out := streetListContent{Sample: streetSample,
		Head: Head{Back: &Link{Text: "Back to the list", Href: "/begin"}, Over: b.Name, Title: "Bring in your streets", Lead: "The first line names the columns: street, town, and if you have them section, lat and lon."},
		Text: Field{Name: "text", Label: "Paste the rows", Type: "textarea", Rows: 8, Value: f.Text, Hint: "Straight from your spreadsheet. Streets that are here already stay as they are, and none is taken away."}.With(wrong),
		Town: Field{Name: "town", Label: "Which town are they in?", Value: f.Town, Optional: true, Hint: "Only where your list has no column for it."}.With(wrong)}
	if wrong.At("sure") {
		sure := Picks{Name: "sure", Legend: "Are the columns right?", Many: true, Choices: []Choice{{Value: "yes", Text: "Yes, bring them in as they are"}}}.With(wrong)
		out.Sure = &sure
	}
	p.Content = out
	s.rd.Render(w, r, "begin_streets", p)
	return nil
}

// importStreets reads the list and begins to bring it in. What is wrong with the list as a whole is said at once.
func (s *Server) importStreets(w http.ResponseWriter, r *http.Request) error {
	b, err := s.app.Beginning(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return err
	}
	f, raw, err := readStreetList(w, r)
	var file importer.StreetsFile
	if err == nil && strings.TrimSpace(string(raw)) == "" {
		err = domain.Errorf(domain.Invalid, "text", "Please paste your rows here, or choose a file with something in it.")
	}
	if err == nil {
		file, err = importer.StreetList(r.Context(), raw, importer.Options{District: b.Name, Town: f.Town})
	}
	if err == nil && len(file.Import.Streets) == 0 && len(file.Problems) == 0 {
		err = domain.Errorf(domain.Invalid, "text", "There is no street of %s in it. Please look at the columns.", b.Name)
	}
	if err == nil && file.Swapped() && !f.Sure {
		first := file.Import.Streets[0]
		err = domain.Errorf(domain.Invalid, "sure", "Please look at the columns: is %s a town, and %s a street in it? If not, change the two names in the first line.", first.Town, first.Name)
	}
	if wrong := Problems(err); wrong != nil {
		for _, e := range wrong {
			if e.Field != "sure" {
				e.Field = "text"
			}
		}
		return s.showStreetList(w, r, f, wrong)
	}
	if err != nil {
		return err
	}
	file.Import.Part = true // a page never takes a street away
	actor := who(r)
	run := &streetRun{by: actor.PersonID, streets: len(file.Import.Streets), left: file.Problems}
	id := s.imports.start(r.Context(), run, func(ctx context.Context) (app.StreetsImported, error) {
		if len(file.Import.Streets) == 0 {
			return app.StreetsImported{}, nil
		}
		return s.app.ImportStreets(ctx, actor, file.Import)
	})
	run.wait(r.Context())
	http.Redirect(w, r, "/begin/streets/"+id, http.StatusSeeOther)
	return nil
}

// wait lets a short list come to its end.
func (run *streetRun) wait(ctx context.Context) (done bool) {
	timer := time.NewTimer(importPause)
	defer timer.Stop()
	select {
	case <-run.done:
		return true
	case <-ctx.Done():
	case <-timer.C:
	}
	return false
}

// readStreetList reads the form. A file that was chosen goes before what stands in the box.
func readStreetList(w http.ResponseWriter, r *http.Request) (f streetListForm, raw []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, mostStreetList)
	if err = r.ParseForm(); err == nil {
		err = r.ParseMultipartForm(mostStreetList)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return f, nil, domain.Errorf(domain.Invalid, "text", "That is more than fits here: four megabytes. Please send it in parts. A whole map comes in at the command line.")
	}
	f.Text, f.Town, f.Sure = r.PostFormValue("text"), tidy(r.PostFormValue("town")), r.PostFormValue("sure") == "yes"
	raw = []byte(f.Text)
	if r.MultipartForm == nil {
		return f, raw, nil
	}
	for _, header := range r.MultipartForm.File["file"] {
		file, err := header.Open()
		if err != nil {
			return f, nil, err
		}
		read, err := io.ReadAll(file)
		if err = errors.Join(err, file.Close()); err != nil {
			return f, nil, err
		}
		if len(read) > 0 { // a browser forgets which file it was: what was in it comes back in the box
			raw, f.Text = read, importer.Text(read)
		}
	}
	return f, raw, nil
}

// importContent is how far a list is, or what came of it.
type importContent struct {
	Head    Head
	Busy    bool
	Here    string
	Say     string
	Notice  *Notice
	Left    []importer.Problem
	Others  string
	Again   Button
	Buttons Button
}

// importPage shows how far a list is. While it is not done the page comes again by itself.
func (s *Server) importPage(w http.ResponseWriter, r *http.Request) error {
	run := s.imports.find(r.PathValue("run"), who(r).PersonID)
	if run == nil {
		LeaveNotice(w, Notice{State: StateSoon, Text: "We do not know that list any more. Please look whether the streets are here."})
		http.Redirect(w, r, "/streets", http.StatusSeeOther)
		return nil
	}
	in := words.From(r.Context())
	out := importContent{Head: Head{Back: &Link{Text: "Back to the list", Href: "/begin"}, Title: "Your streets are coming in"}, Here: r.URL.Path,
		Say: Count(in, run.streets, "%s street is on its way.", "%s streets are on their way.")}
	if run.wait(r.Context()) {
		run.tell(in, &out)
		s.house.forget()
	} else {
		out.Busy = true
		w.Header().Set("Refresh", "2")
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "begin_import", p)
	return nil
}

// tell says what came of it.
func (run *streetRun) tell(in *words.Words, out *importContent) {
	out.Head.Title, out.Say = "Your streets are here", ""
	out.Again, out.Buttons = Button{Text: "Bring in more", Href: "/begin/streets"}, Button{Text: "Back to the list", Style: Arm, Href: "/begin"}
	out.Left = run.left[:min(len(run.left), problemsShown)]
	if n := len(run.left) - len(out.Left); n > 0 {
		out.Others = in.Count(n, "And %s more line.", "And %s more lines.")
	}
	switch {
	case errors.Is(run.err, context.Canceled):
		out.Head.Title, out.Notice = "It was stopped", &Notice{State: StateSoon, Strong: "Nothing was changed.", Text: "You can send the list again at any time."}
	case run.err != nil:
		out.Head.Title, out.Notice = "The streets did not come in", &Notice{State: StateLate, Strong: "Nothing was changed.", Text: sentence(in, run.err)}
	case run.streets == 0:
		out.Head.Title, out.Notice = "No street came in", &Notice{State: StateLate, Text: "Every line has something to mend. Look below, and send the list again."}
	default:
		say := in.Count(run.came.New, "%s street is new", "%s streets are new")
		out.Notice = &Notice{State: StateDone, Strong: upperFirst(say) + ".", Text: Count(in, run.came.Streets, "Now there is %s street", "Now there are %s streets") + in.Count(run.came.Towns, ", in one town.", ", in %s towns.")}
	}
}

// stopImport stops a list that is coming in: nothing of it stays.
func (s *Server) stopImport(w http.ResponseWriter, r *http.Request) error {
	if run := s.imports.find(r.PathValue("run"), who(r).PersonID); run != nil {
		run.stop()
		<-run.done
	}
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
	return nil
}
