package words

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"
	"unicode"
)

var update = flag.Bool("update", false, "write en.json anew from templates and code")

// entry is one text of en.json: English, for one where the number counts, and where it stands.
type entry struct {
	Text  string   `json:"text"`
	One   string   `json:"one,omitempty"` // of a text for several
	Where []string `json:"where"`
}

// gatherer collects the texts of a tree of sources.
type gatherer struct {
	t     *testing.T
	root  string
	file  string
	found map[string]*entry
	order []string
}

// folders are where people are spoken to.
var folders = []string{"web/template", "web", "internal/app", "internal/notify", "internal/auth", "domain", "internal/words", "internal/importer"}

func gather(t *testing.T) []entry {
	t.Helper()
	g := &gatherer{t: t, root: "../..", found: map[string]*entry{}}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(g.root, folder, "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("nothing in %s: %v", folder, err)
		}
		slices.Sort(files)
		for _, path := range files {
			g.file = strings.TrimPrefix(filepath.ToSlash(path), "../../")
			switch {
			case strings.HasSuffix(path, ".tmpl"):
				g.template(path)
			case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
				g.code(path)
			}
		}
	}
	ones := map[string]bool{}
	for _, e := range g.found {
		ones[e.One] = true
	}
	var out []entry
	for _, text := range g.order {
		if !ones[text] { // it stands with the text for several
			out = append(out, *g.found[text])
		}
	}
	return out
}

// add notes a text; one is its form for one thing.
func (g *gatherer) add(text, one string) {
	if !strings.ContainsFunc(text, unicode.IsLetter) || text == "%s" {
		return
	}
	e := g.found[text]
	if e == nil {
		e = &entry{Text: text, One: one}
		g.found[text] = e
		g.order = append(g.order, text)
	}
	if !slices.Contains(e.Where, g.file) {
		e.Where = append(e.Where, g.file)
	}
}

// template finds what say, tell and count are given in a template.
func (g *gatherer) template(path string) {
	source, err := os.ReadFile(path)
	if err != nil {
		g.t.Fatal(err)
	}
	tree := parse.New(g.file)
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(string(source), "", "", trees); err != nil {
		g.t.Fatal(err)
	}
	names := make([]string, 0, len(trees))
	for name := range trees {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool { return trees[names[i]].Root.Pos < trees[names[j]].Root.Pos })
	for _, name := range names {
		g.node(trees[name].Root)
	}
}

func (g *gatherer) node(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			g.node(child)
		}
	case *parse.ActionNode:
		g.node(n.Pipe)
	case *parse.IfNode:
		g.branch(&n.BranchNode)
	case *parse.RangeNode:
		g.branch(&n.BranchNode)
	case *parse.WithNode:
		g.branch(&n.BranchNode)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			g.node(n.Pipe)
		}
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			g.node(c)
		}
	case *parse.CommandNode:
		g.command(n)
	}
}

func (g *gatherer) branch(n *parse.BranchNode) {
	g.node(n.Pipe)
	g.node(n.List)
	g.node(n.ElseList)
}

func (g *gatherer) command(n *parse.CommandNode) {
	if id, ok := n.Args[0].(*parse.IdentifierNode); ok {
		var texts []string
		for _, arg := range n.Args[1:] {
			if s, ok := arg.(*parse.StringNode); ok {
				texts = append(texts, s.Text)
			}
		}
		switch {
		case (id.Ident == "say" || id.Ident == "tell") && len(texts) > 0:
			g.add(texts[0], "")
		case id.Ident == "count" && len(texts) > 1:
			g.add(texts[1], texts[0])
		}
	}
	for _, arg := range n.Args {
		g.node(arg)
		if v, ok := arg.(*parse.PipeNode); ok {
			g.node(v)
		}
	}
}

// said are the fields of pages' parts that templates say in the reader's language, see web/component.go.
var said = []string{"Label", "Hint", "Title", "Lead", "Over", "Text", "Small", "Legend", "Why", "Button", "Strong", "Yes", "Placeholder", "More",
	"Caption", "Name", "Say", "Words", "List", "Question", "Under"}

// forBuilders are pages for whoever works on Waymark, in English alone.
var forBuilders = []string{"web/styleguide.go", "web/styleguide_samples.go", "web/devmail.go", "web/explorer.go"}

// code finds the texts of a file of Go.
func (g *gatherer) code(path string) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, 0)
	if err != nil {
		g.t.Fatal(err)
	}
	pages := strings.HasPrefix(g.file, "web/") && !slices.Contains(forBuilders, g.file) || g.file == "domain/need.go" || g.file == "domain/theme.go" || g.file == "domain/gathering.go" || g.file == "domain/language.go"
	message := strings.HasPrefix(g.file, "internal/notify/words_")
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			g.call(n)
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && pages && slices.Contains(said, key.Name) {
				g.literals(n.Value, key.Name == "Name" || key.Name == "Text" || key.Name == "List")
			}
		case *ast.FuncDecl:
			if n.Name.Name == "Plain" && n.Body != nil {
				g.returned(n.Body)
			}
		case *ast.BasicLit:
			if text, ok := literal(n); ok && (message && looksSaid(text) || pages && isSentence(text) && text[len(text)-1] != ' ' && !strings.HasSuffix(text, "“")) {
				g.add(text, "")
			}
		case *ast.BinaryExpr: // a text in several pieces
			if text, ok := literal(n); ok {
				if message && looksSaid(text) || pages && isSentence(text) {
					g.add(text, "")
				}
				return false
			}
		case *ast.Field: // tags of forms
			if n.Tag != nil && pages {
				g.tag(n.Tag.Value)
			}
		}
		return true
	})
}

// looksSaid reports whether a literal among the words of messages is a text: it begins with a capital letter, or has a space.
func looksSaid(text string) bool {
	r := []rune(text)
	return len(r) > 2 && (unicode.IsUpper(r[0]) || strings.Contains(text, " ")) && strings.ContainsFunc(text, unicode.IsLower)
}

// isSentence reports whether a literal among the code of pages is a text: several words that begin with a capital letter.
func isSentence(text string) bool {
	return looksSaid(text) && unicode.IsUpper([]rune(text)[0]) && strings.Contains(text, " ") && !strings.Contains(text, " /")
}

// literals notes a literal, or those of a list. A name in small letters is that of a form's field.
func (g *gatherer) literals(e ast.Expr, named bool) {
	if text, ok := literal(e); ok && (!named || looksSaid(text) || unicode.IsUpper([]rune(text + " ")[0])) {
		g.add(text, "")
	}
	if list, ok := e.(*ast.CompositeLit); ok {
		for _, one := range list.Elts {
			if text, ok := literal(one); ok {
				g.add(text, "")
			}
		}
	}
}

func (g *gatherer) returned(body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		if r, ok := n.(*ast.ReturnStmt); ok {
			for _, e := range r.Results {
				g.literals(e, false)
			}
		}
		return true
	})
}

// tag finds the label of a form's field.
func (g *gatherer) tag(tag string) {
	_, label, found := strings.Cut(tag, `label:"`)
	if found {
		text, _, _ := strings.Cut(label, `"`)
		g.add(text, "")
	}
}

// call finds the texts that a call is given.
func (g *gatherer) call(c *ast.CallExpr) {
	name, of := "", ""
	switch f := c.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
		if x, ok := f.X.(*ast.Ident); ok {
			of = x.Name
		}
	}
	text := func(i int) string {
		if i < len(c.Args) {
			s, _ := literal(c.Args[i])
			return s
		}
		return ""
	}
	switch {
	case name == "Say" || name == "say" || name == "Later" || name == "greeting" || name == "Text" || name == "titled":
		g.add(text(0), "")
	case name == "Count" && text(3) != "":
		g.add(text(3), text(2))
	case name == "Count" && text(2) != "":
		g.add(text(2), text(1))
	case name == "Errorf" && of != "fmt":
		g.add(text(2), "")
	case name == "Add" && strings.Contains(text(1), " "):
		g.add(text(1), "")
	}
}

// literal is the value of a string literal, or of several that are joined.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, okA := literal(e.X)
		b, okB := literal(e.Y)
		return a + b, okA && okB && e.Op == token.ADD
	}
	return "", false
}

// en.json lists each text that is said, with where it stands. Update it with `make words`.
func TestEnglish_IsTrueToTheCode(t *testing.T) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(gather(t)); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("en.json", out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stored, err := os.ReadFile("en.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(stored, out.Bytes()) {
		t.Error("en.json is not what templates and code say: run `make words`")
	}
}
