package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"
	"unicode"
)

// wireTalk are the files that join words for machines: headers, and what goes over an open connection.
var wireTalk = []string{"web/protect.go", "web/explorer.go", "web/live.go"}

// A sentence that is joined from English pieces cannot be said in another language, where the words stand in another order. So
// nothing joins words to a value: a text has holes, and Say or Count fills them.
func TestNoSentence_IsJoinedFromPieces(t *testing.T) {
	var files []string
	for _, rooms := range []string{"../../web/*.go", "../../internal/app/*.go"} {
		found, err := filepath.Glob(rooms)
		if err != nil || len(found) < 50 {
			t.Fatalf("%s: %d files: %v", rooms, len(found), err)
		}
		files = append(files, found...)
	}
	for _, path := range files {
		name := strings.TrimPrefix(filepath.ToSlash(path), "../../")
		if strings.HasSuffix(name, "_test.go") || slices.Contains(forBuilders, name) || slices.Contains(wireTalk, name) {
			continue
		}
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range joined(t, string(source)) {
			t.Errorf("%s joins words to a value: make it one text with holes", name+found)
		}
	}
}

// The same holds of templates: no text stands beside a value in one line of words.
func TestNoTemplate_SaysASentenceInPieces(t *testing.T) {
	files, err := filepath.Glob("../../web/template/*.tmpl")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, path := range files {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range besides(t, string(source)) {
			t.Errorf("%s says %q beside a value: make it one text with holes", filepath.Base(path), found)
		}
	}
}

func TestBesides(t *testing.T) {
	for source, want := range map[string]int{
		`{{say "Ring"}} {{.Name}}`:                           1,
		`{{.Name}}, {{say "who is away"}}`:                   1,
		`{{say "Change"}} {{say .Title}}`:                    1,
		`<p>{{if .A}}{{say "Ring"}} {{.Name}}{{end}}</p>`:    1,
		`{{say "Ring %s" .Name}}`:                            0,
		`{{say "This is one."}} {{say "That is another."}}`:  0,
		`{{say "Colours:"}} {{.Name}}`:                       0,
		`{{icon "done"}} {{say "Done"}}`:                     0,
		`{{.Name}} · {{say "until %s" .Until}}`:              0,
		`<b>{{.Number}}</b> {{say "people"}}`:                0,
		`{{say "Ring"}}<br>{{.Name}}`:                        0,
		`{{.Title}} {{say "A sentence stands for itself."}}`: 0,
	} {
		if got := besides(t, source); len(got) != want {
			t.Errorf("%s: found %v, want %d", source, got, want)
		}
	}
}

// besides finds the texts of a template that are no sentence, and have nothing but room or a comma between them and a value.
func besides(t *testing.T, source string) (found []string) {
	t.Helper()
	tree := parse.New("")
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(source, "", "", trees); err != nil {
		t.Fatal(err)
	}
	for _, one := range trees {
		each(one.Root, func(list *parse.ListNode) {
			for n := 2; n < len(list.Nodes); n++ {
				between, ok := list.Nodes[n-1].(*parse.TextNode)
				if !ok || strings.Trim(string(between.Text), " ,") != "" {
					continue
				}
				before, first := part(list.Nodes[n-2])
				after, second := part(list.Nodes[n])
				switch {
				case first && second && before != "" && isPiece(before):
					found = append(found, before)
				case first && second && before == "" && after != "" && isPiece(after):
					found = append(found, after)
				}
			}
		})
	}
	return found
}

// part is the text that an action of a template says, "" for one that says a value; false for what is no words.
func part(n parse.Node) (text string, ok bool) {
	action, ok := n.(*parse.ActionNode)
	if !ok || len(action.Pipe.Decl) > 0 || len(action.Pipe.Cmds) != 1 {
		return "", false
	}
	args := action.Pipe.Cmds[0].Args
	if f, is := args[0].(*parse.IdentifierNode); is {
		if f.Ident != "say" && f.Ident != "tell" && f.Ident != "count" {
			return "", false
		}
		if s, is := args[1].(*parse.StringNode); is {
			return s.Text, true
		}
	}
	return "", true
}

// isPiece reports whether a text is no sentence of its own, and no heading of what comes.
func isPiece(text string) bool { return !strings.ContainsAny(text[len(text)-1:], ".?!:”") }

// each visits a list of a template's nodes, and those within it.
func each(list *parse.ListNode, visit func(*parse.ListNode)) {
	if list == nil {
		return
	}
	visit(list)
	for _, n := range list.Nodes {
		var b *parse.BranchNode
		switch n := n.(type) {
		case *parse.IfNode:
			b = &n.BranchNode
		case *parse.RangeNode:
			b = &n.BranchNode
		case *parse.WithNode:
			b = &n.BranchNode
		default:
			continue
		}
		each(b.List, visit)
		each(b.ElseList, visit)
	}
}

func TestJoined(t *testing.T) {
	for code, want := range map[string]int{
		`x := "Ring " + name`:                                   1,
		`x := "Ring " + name + ", then " + other`:               1,
		`x += " It ends by itself " + when`:                     1,
		`x += ", until " + day`:                                 1,
		`said += " in all"`:                                     1,
		`x := fmt.Sprintf("%d in all", n)`:                      1,
		`x := fmt.Sprintf("/people/%d", n)`:                     0,
		`x := say("Ring %s", name)`:                             0,
		`x := first + " " + last`:                               0,
		`x := "One sentence. " + "Another."`:                    0,
		`x += " " + say("That is a sentence of its own.")`:      0,
		`x := "/visit/" + token`:                                0,
		`x := HTML("<a class=\"nowrap\" href=" + to + "></a>")`: 0,
		`x += " Another sentence."`:                             1,
		`return fmt.Errorf("read %s of it: %w", name, err)`:     0,
		`x := f("Ring " + name)`:                                1,
		`x := T{Title: "Ring " + name, Lead: "It is " + place}`: 2,
	} {
		if got := joined(t, "package p\nfunc f() {\n"+code+"\n}\n"); len(got) != want {
			t.Errorf("%s: found %v, want %d", code, got, want)
		}
	}
}

// joined finds where a source of Go joins words to something else, as ":LINE: WORDS".
func joined(t *testing.T, source string) (found []string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	note := func(at token.Pos, words string) {
		if speaks(words) {
			found = append(found, ":"+set.Position(at).String()+": "+words)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if _, whole := literal(n); n.Op == token.ADD && !whole {
				note(n.Pos(), pieces(n))
				return false
			}
		case *ast.FuncDecl: // the names of a page's classes are for its style sheet
			return n.Name.Name != "Class"
		case *ast.AssignStmt:
			if n.Tok == token.ADD_ASSIGN {
				note(n.Pos(), pieces(n.Rhs[0]))
				return false
			}
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" {
				note(n.Pos(), pieces(n.Args[0]))
			}
		}
		return true
	})
	return found
}

// pieces are the literals of a sum.
func pieces(e ast.Expr) string {
	if text, ok := literal(e); ok {
		return text
	}
	if sum, ok := e.(*ast.BinaryExpr); ok {
		return pieces(sum.X) + pieces(sum.Y)
	}
	return ""
}

// speaks reports whether a text has a word in it, and room before or after it: not an address, and not a mark.
func speaks(text string) bool {
	text = verb.ReplaceAllString(mark.ReplaceAllString(text, ""), "")
	return strings.ContainsFunc(text, unicode.IsSpace) && wordy.MatchString(text)
}

var wordy = regexp.MustCompile(`\pL{2}`)
