// Package archtest holds the shape of the project as a test: who may import whom, which library lives where, that the
// core is pure, that every use case authorises first, that what is exported is explained, and that nothing grows too
// long. A rule is a function from parsed packages to violations, so that each can be shown to fail on a small sample.
package archtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Module is the path that all packages of ours begin with.
const Module = "waymark"

// Package is one folder of Go files.
type Package struct {
	Path  string // below the module: "internal/app"
	Files []*File
}

// File is one parsed Go file.
type File struct {
	Name      string // for messages: "internal/app/request.go"
	Test      bool   // a _test.go file
	Generated bool   // says so in its head, as the go command understands it
	Lines     int
	Fset      *token.FileSet
	AST       *ast.File
}

// Violation is one place that breaks a rule.
type Violation struct {
	Where   string // file:line or a package
	Message string // what is wrong and what to do
}

// String returns one line.
func (v Violation) String() string { return v.Where + ": " + v.Message }

// Load parses every package of the module whose root is given, with the files that build tags leave out.
func Load(root string) ([]Package, error) {
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir", "./...")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var packages []Package
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var listed struct{ ImportPath, Dir string }
		if err := dec.Decode(&listed); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		p, err := parseDir(strings.TrimPrefix(strings.TrimPrefix(listed.ImportPath, Module), "/"), listed.Dir)
		if err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
}

func parseDir(path, dir string) (Package, error) {
	p := Package{Path: path}
	names, err := filepath.Glob(filepath.Join(escapeGlob(dir), "*.go"))
	if err != nil {
		return p, err
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			return p, err
		}
		f, err := Parse(path+"/"+filepath.Base(name), string(src))
		if err != nil {
			return p, err
		}
		p.Files = append(p.Files, f)
	}
	return p, nil
}

// escapeGlob keeps a folder's own name from being read as a pattern.
func escapeGlob(dir string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}

// Parse reads one file from memory.
func Parse(name, src string) (*File, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return &File{
		Name:      name,
		Test:      strings.HasSuffix(name, "_test.go"),
		Generated: ast.IsGenerated(tree),
		Lines:     fset.File(tree.Pos()).LineCount(),
		Fset:      fset,
		AST:       tree,
	}, nil
}

// at makes a violation at a node.
func (f *File) at(n ast.Node, format string, args ...any) Violation {
	line := f.Fset.Position(n.Pos()).Line
	return Violation{Where: f.Name + ":" + strconv.Itoa(line), Message: fmt.Sprintf(format, args...)}
}

// imports returns the path of each import by the name that the file gives it.
func (f *File) imports() map[string]string {
	byName := map[string]string{}
	for _, spec := range f.AST.Imports {
		path := importPath(spec)
		name := path[strings.LastIndex(path, "/")+1:]
		if name == "v2" { // math/rand/v2 and its like
			short := strings.TrimSuffix(path, "/v2")
			name = short[strings.LastIndex(short, "/")+1:]
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		byName[name] = path
	}
	return byName
}

func importPath(spec *ast.ImportSpec) string {
	path, err := strconv.Unquote(spec.Path.Value)
	if err != nil { // the parser has refused such a file
		return spec.Path.Value
	}
	return path
}

// selects tells whether an expression is name as exported by the package of that import path.
func (f *File) selects(e ast.Expr, path, name string) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && f.imports()[x.Name] == path
}

// matches tells whether a package or module path is named by one of the patterns: a path, or a path with /* for
// everything below it.
func matches(path string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		if below, ok := strings.CutSuffix(pattern, "/*"); ok {
			return strings.HasPrefix(path, below+"/")
		}
		return path == pattern || pattern == everything
	})
}
