package web

import (
	"net/http"
	"net/url"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
)

// synonymsContent are the words of the search.
type synonymsContent struct {
	Head    Head
	Said    Field
	Means   Field
	Letters []synonymLetter
}

// synonymLetter are the pairs that begin alike.
type synonymLetter struct {
	Letter string
	First  string
	Last   string
	Pairs  []synonymLine
}

// synonymLine is one pair, with the button that takes it away.
type synonymLine struct {
	Said, Means, Post string
}

// synonymForm is a new pair.
type synonymForm struct {
	Said  string `form:"said" max:"60" label:"What people type"`
	Means string `form:"means" max:"60" label:"What they should find"`
}

// synonymsPage shows what else things are called.
func (s *Server) synonymsPage(w http.ResponseWriter, r *http.Request) error {
	return s.showSynonyms(w, r, synonymForm{Said: wordIn(r, "said")}, nil)
}

func (s *Server) showSynonyms(w http.ResponseWriter, r *http.Request, f synonymForm, wrong domain.Errors) error {
	pairs, err := s.app.Synonyms(r.Context(), who(r))
	if err != nil {
		return err
	}
	out := synonymsContent{
		Head: Head{Back: &Link{Text: "The directory", Href: "/services"}, Title: "Words of the search",
			Lead: "Who types the first is shown the second too. Small slips in typing are put right without any help from you."},
		Said:  Field{Name: "said", Label: "What people type", Value: f.Said, Hint: "One word, or up to three."}.With(wrong),
		Means: Field{Name: "means", Label: "What they should find", Value: f.Means, Hint: "Such as balance class."}.With(wrong),
	}
	for _, pair := range pairs {
		letter := firstLetter(pair.Said)
		if n := len(out.Letters); n == 0 || out.Letters[n-1].Letter != letter {
			out.Letters = append(out.Letters, synonymLetter{Letter: letter, First: pair.Said})
		}
		last := &out.Letters[len(out.Letters)-1]
		last.Last = pair.Said
		last.Pairs = append(last.Pairs, synonymLine{Said: pair.Said, Means: pair.Means, Post: addressOf("/services/words/", pair.ID) + "/remove"})
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Errors = out, wrong
	s.rd.Render(w, r, "directory_words", p)
	return nil
}

// addSynonym adds a pair, and leads to the letter that it stands under: a browser opens the part that the address names.
func (s *Server) addSynonym(w http.ResponseWriter, r *http.Request) error {
	var f synonymForm
	err := ReadForm(w, r, &f)
	if err == nil {
		err = s.app.AddSynonym(r.Context(), who(r), app.AddSynonym{Said: f.Said, Means: f.Means})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showSynonyms(w, r, f, wrong) }, "/services/words#words-"+url.PathEscape(firstLetter(f.Said)), "It is saved.")
}

// removeSynonym takes a pair away.
func (s *Server) removeSynonym(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.SynonymID](r)
	if err != nil {
		return err
	}
	return putAway(w, r, s.app.RemoveSynonym(r.Context(), who(r), id), "/services/words", "It is taken away.")
}

// themesContent are the shelves.
type themesContent struct {
	Head  Head
	Lines []Line
	Add   *Button
}

// themesPage lists what people come for.
func (s *Server) themesPage(w http.ResponseWriter, r *http.Request) error {
	themes, err := s.app.AllThemes(r.Context(), who(r))
	if err != nil {
		return err
	}
	out := themesContent{Head: Head{Back: &Link{Text: "The directory", Href: "/services"}, Title: "What it is for: the shelves",
		Lead: "The directory is sorted by these, and connectors choose from them when they note a conversation."}}
	if editsThemes(r) {
		out.Add = &Button{Text: "Add a shelf", Style: Arm, Href: "/shelves/new", Icon: "plus"}
	}
	for _, t := range themes {
		line := Line{State: StatePlain, Icon: themeIcon(t.Code), Title: t.Name, Say: t.Words}
		if out.Add != nil {
			line.Href = addressOf("/shelves/", t.ID)
		}
		if !t.Open {
			line.End = "Put away"
		}
		out.Lines = append(out.Lines, line)
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "directory_themes", p)
	return nil
}

// editsThemes reports whether the reader may change what counts for the whole district.
func editsThemes(r *http.Request) bool {
	return domain.May(who(r), domain.EditDirectory, domain.Target{Spot: domain.Spot{DistrictID: who(r).DistrictID}})
}

// notTheirs refuses what only those may do who look after the whole district.
func notTheirs() error {
	return domain.Errorf(domain.Forbidden, "", "That is not yours to do. Ask your community builder if it should be.")
}

// themeFields are one theme.
type themeFields struct {
	Name     string `form:"name" max:"80" label:"The name"`
	Words    string `form:"words" max:"400" label:"The other words"`
	Position string `form:"position" max:"4" label:"The place in the list"`
	Open     string `form:"open"`
}

// newThemeForm asks for a new theme.
func (s *Server) newThemeForm(w http.ResponseWriter, r *http.Request) error {
	return s.showTheme(w, r, domain.Theme{Kind: domain.PlainTheme}, themeFields{Position: "9", Open: "yes"}, nil)
}

// themeForm shows a theme to be changed.
func (s *Server) themeForm(w http.ResponseWriter, r *http.Request) error {
	t, err := s.themeAt(r)
	if err != nil {
		return err
	}
	return s.showTheme(w, r, t, themeFields{Name: t.Name, Words: t.Words, Position: strconv.Itoa(t.Position), Open: ticked(t.Open)}, nil)
}

// themeAt is the theme in the address, for those who may change it.
func (s *Server) themeAt(r *http.Request) (domain.Theme, error) {
	if !editsThemes(r) {
		return domain.Theme{}, notTheirs()
	}
	id, err := pathID[domain.ThemeID](r)
	if err != nil {
		return domain.Theme{}, err
	}
	themes, err := s.app.AllThemes(r.Context(), who(r))
	if err != nil {
		return domain.Theme{}, err
	}
	for _, t := range themes {
		if t.ID == id {
			return t, nil
		}
	}
	return domain.Theme{}, domain.Errorf(domain.NotFound, "", "We cannot find that. It may have been put away, or it may not be yours to see.")
}

func (s *Server) showTheme(w http.ResponseWriter, r *http.Request, t domain.Theme, f themeFields, wrong domain.Errors) error {
	if !editsThemes(r) {
		return notTheirs()
	}
	page := formPage{Head: Head{Title: "Add a shelf", Back: &Link{Text: "All shelves", Href: "/shelves"}}, Button: Button{Text: "Save", Style: Arm}, Back: Link{Text: "Leave it", Href: "/shelves"},
		Blocks: []block{
			asking(Field{Name: "name", Label: "What it is called", Value: f.Name}, wrong),
			asking(Field{Name: "words", Label: "What else people call it", Type: "textarea", Rows: 3, Value: f.Words, Optional: true, Hint: "Words that people may type, with spaces between them."}, wrong),
			asking(Field{Name: "position", Label: "Its place in the list", Type: "number", Mode: "numeric", Short: true, Value: f.Position}, wrong),
		}}
	if t.ID != 0 {
		page.Head.Title = t.Name
	}
	if t.Kind != domain.SafetyTheme && t.ID != 0 {
		page.Blocks = append(page.Blocks, choosing(yesNo("open", "People may choose it", "Otherwise it is put away, and stays in the figures"), wrong, f.Open))
	}
	return s.showForm(w, r, page, wrong)
}

// addTheme adds a theme.
func (s *Server) addTheme(w http.ResponseWriter, r *http.Request) error {
	var f themeFields
	err := ReadForm(w, r, &f)
	if err == nil {
		var wrong domain.Errors
		cmd := app.AddTheme{Name: f.Name, Words: f.Words, Position: wholeNumber(&wrong, "position", f.Position)}
		if err = wrong.Err(); err == nil {
			_, err = s.app.AddTheme(r.Context(), who(r), cmd)
		}
	}
	return finish(w, r, err, func(wrong domain.Errors) error {
		return s.showTheme(w, r, domain.Theme{Kind: domain.PlainTheme}, f, wrong)
	}, "/shelves", "It is saved.")
}

// changeTheme changes a theme.
func (s *Server) changeTheme(w http.ResponseWriter, r *http.Request) error {
	t, err := s.themeAt(r)
	if err != nil {
		return err
	}
	var f themeFields
	if err = ReadForm(w, r, &f); err == nil {
		var wrong domain.Errors
		open := f.Open != "" || t.Kind == domain.SafetyTheme
		cmd := app.ChangeTheme{ThemeID: t.ID, Name: &f.Name, Words: &f.Words, Position: wholeNumber(&wrong, "position", f.Position), Open: &open}
		if err = wrong.Err(); err == nil {
			_, err = s.app.ChangeTheme(r.Context(), who(r), cmd)
		}
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showTheme(w, r, t, f, wrong) }, "/shelves", "It is saved.")
}
