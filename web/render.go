package web

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"sync"

	"waymark/internal/app"
	"waymark/internal/words"
)

// Renderer turns a Page into HTML, and an error into the page that tells of it. Make one with NewRenderer.
type Renderer struct {
	log    *slog.Logger
	base   func(*http.Request) Page
	assets *Assets
	pages  map[string]pages // by the language's code
}

// pages are the templates of one language by name. Each is read when it is first shown: all of them at once hold 120 MB.
type pages map[string]func() (*template.Template, error)

// NewRenderer makes ready what all pages share. base says what the frame of a request's page shows (place, navigation, who is
// signed in, the demo's band); it must answer even when the database does not. Islands are taken from the embedded
// folder, and from the extra folders after it.
func NewRenderer(log *slog.Logger, base func(*http.Request) Page, extra ...fs.FS) (*Renderer, error) {
	static, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, err
	}
	assets, err := NewAssets(append([]fs.FS{static}, extra...)...)
	if err != nil {
		return nil, err
	}
	pages := map[string]pages{}
	for _, in := range words.All() {
		if pages[in.Code()], err = parsePages(templates, assets, in); err != nil {
			return nil, err
		}
	}
	return &Renderer{log: log, base: base, assets: assets, pages: pages}, nil
}

// frame is base with the language that the request is read in.
func (rd *Renderer) frame(r *http.Request) Page {
	p := rd.base(r)
	p.In, p.Theme, p.Key = words.From(r.Context()), themeOf(r), keyOfPage(r)
	if r.Method == http.MethodGet { // the page of an answer to a form cannot be asked for again in another language
		p.OtherLanguages, p.Themes = otherLanguages(r, r.URL), themeLinks(p.Theme, r.URL)
		p.Reprint = withChoice(r.URL, printCookie, largePrint)
	}
	if p.Large = printChosen(r) == largePrint; p.Large && p.Reprint != "" {
		p.Reprint = withChoice(r.URL, printCookie, usualPrint)
	}
	return p
}

// Assets is the handler of /static/.
func (rd *Renderer) Assets() http.Handler { return rd.assets }

// Page begins a page of this request with the frame filled in, the notice that the last request left, and a title.
func (rd *Renderer) Page(w http.ResponseWriter, r *http.Request, title string) Page {
	p := rd.frame(r)
	p.Title = title
	if p.Flash == nil {
		p.Flash = takeNotice(w, r)
	}
	return p
}

// Render answers with the named page: 200, or 422 when the page shows errors of its form. It writes nothing before
// the whole page is made, so that a failing template never leaves half a page.
func (rd *Renderer) Render(w http.ResponseWriter, r *http.Request, name string, p Page) {
	status := http.StatusOK
	if len(p.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	if movedOn(p.Errors) {
		p.Key = rand.Text()
	}
	if err := rd.write(w, r, status, name, p); err != nil {
		rd.Fail(w, r, err)
	}
}

func (rd *Renderer) write(w http.ResponseWriter, r *http.Request, status int, name string, p Page) error {
	page, err := rd.page(words.From(r.Context()), name)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := page.ExecuteTemplate(&out, "layout", p); err != nil {
		return fmt.Errorf("web: render %s: %w", name, err)
	}
	if kept := keptFor(r); kept != nil && status == http.StatusOK {
		return rd.writeKept(w, r, page, p, kept)
	}
	if keyed := keyedAddress(r, p, out.Bytes()); keyed != "" && status == http.StatusOK {
		if p.Flash != nil {
			LeaveNotice(w, *p.Flash)
		}
		http.Redirect(w, r, keyed, http.StatusSeeOther)
		return nil
	}
	return send(w, r, status, out.Bytes(), p.Keep)
}

// page is the template of a page in a language.
func (rd *Renderer) page(in *words.Words, name string) (*template.Template, error) {
	read, ok := rd.pages[in.Code()][name]
	if !ok {
		return nil, fmt.Errorf("web: there is no template %q", name)
	}
	return read()
}

// writeKept writes a page with what was kept for it filled in, and says so above.
func (rd *Renderer) writeKept(w http.ResponseWriter, r *http.Request, page *template.Template, p Page, kept *app.KeptForm) error {
	var out bytes.Buffer
	for _, filled := range []bool{true, false} {
		out.Reset()
		p.Flash = welcomeBack(p.In, kept, filled)
		if err := page.ExecuteTemplate(&out, "layout", p); err != nil {
			return fmt.Errorf("web: render what was kept: %w", err)
		}
		body, found, err := fillForm(out.Bytes(), r.URL.RequestURI(), kept)
		if err != nil {
			return fmt.Errorf("web: fill in what was kept: %w", err)
		}
		if found {
			return send(w, r, http.StatusOK, body, false)
		}
	}
	return send(w, r, http.StatusOK, out.Bytes(), false)
}

// send writes a whole page, kept in no store unless it may be.
func send(w http.ResponseWriter, r *http.Request, status int, body []byte, keep bool) error {
	zipped, err := compress(body)
	if err != nil {
		return fmt.Errorf("web: compress a page: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store") // every page may name people
	if keep {
		h.Set("Cache-Control", "private, no-cache")
	}
	writeBody(w, r, status, body, zipped)
	return nil
}

// shared are the templates that every page may use.
var shared = []string{"template/layout.tmpl", "template/icons.tmpl", "template/component_*.tmpl"}

// parsePages reads the shared templates, and each page's file together with them when the page is first shown, with what they say
// bound to one language. A page is named by its file without ".tmpl".
func parsePages(files fs.FS, assets *Assets, in *words.Words) (pages, error) {
	funcs := template.FuncMap{
		"icon":    icon,
		"say":     in.Say,
		"count":   in.Count,
		"figure":  words.Figure[int],
		"problem": in.Error,
		"lang":    in.Lang,
		"tell":    func(text string, args ...any) template.HTML { return tell(in, text, args...) },
		"ring":    ring,
		"mend":    func(n int) string { return mendingWords(in, n) },
		"unread":  unread,
		"asset":   assets.Address,
		"island": func(name string) string {
			return assets.Address("dist/" + name + ".js")
		},
	}
	common, err := template.New("").Option("missingkey=error").Funcs(funcs).ParseFS(files, shared...)
	if err != nil {
		return nil, fmt.Errorf("web: parse the layout and components: %w", err)
	}
	names, err := fs.Glob(files, "template/*.tmpl")
	if err != nil {
		return nil, err
	}
	pages := pages{}
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".tmpl")
		if name == "layout" || name == "icons" || strings.HasPrefix(name, "component_") {
			continue
		}
		pages[name] = sync.OnceValues(func() (*template.Template, error) {
			page, err := template.Must(common.Clone()).ParseFS(files, file)
			if err != nil {
				return nil, fmt.Errorf("web: parse %s: %w", file, err)
			}
			return page, nil
		})
	}
	return pages, nil
}

// icon draws one symbol of icons.tmpl; a word always stands beside it. Names come from our own code and templates.
func icon(name string) template.HTML {
	return template.HTML(`<svg class="i" aria-hidden="true" focusable="false"><use href="#i-` +
		template.HTMLEscapeString(name) + `"/></svg>`)
}

// ring is a phone number that a press rings.
func ring(number string) template.HTML {
	return template.HTML(`<a class="nowrap" href="` + template.HTMLEscapeString(string(dial(number))) + `"><b>` + template.HTMLEscapeString(number) + `</b></a>`)
}

// tell is a text with tags of its own: those are as they stand in our words, the arguments are escaped unless they are HTML.
func tell(in *words.Words, text string, args ...any) template.HTML {
	safe := make([]any, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case template.HTML:
			safe[i] = string(arg)
		default:
			safe[i] = template.HTMLEscaper(arg)
		}
	}
	return template.HTML(in.Say(text, safe...))
}

// mendingWords counts what is wrong with a form.
func mendingWords(in *words.Words, n int) string {
	return Count(in, n, "%s thing to mend", "%s things to mend")
}
