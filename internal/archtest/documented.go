package archtest

import (
	"go/ast"
	"strings"
)

// Documented checks that every package says what it is, and every exported name what it means. Within a group of
// names the comment of the group will do. Generated code and tests are left alone.
func Documented(packages []Package) []Violation {
	var found []Violation
	for _, p := range packages {
		written, explained := false, false
		for _, f := range p.Files {
			if f.Test || f.Generated {
				continue
			}
			written = true
			explained = explained || says(f.AST.Doc)
			for _, d := range f.AST.Decls {
				found = append(found, undocumented(f, d)...)
			}
		}
		if written && !explained {
			found = append(found, Violation{p.Path, "has no package comment: say in one file what the package is"})
		}
	}
	return found
}

func says(groups ...*ast.CommentGroup) bool {
	for _, g := range groups {
		if g != nil && strings.TrimSpace(g.Text()) != "" {
			return true
		}
	}
	return false
}

func undocumented(f *File, d ast.Decl) (found []Violation) {
	missing := func(n *ast.Ident) {
		found = append(found, f.at(n, "%s is exported and has no comment: say what it means", n.Name))
	}
	switch d := d.(type) {
	case *ast.FuncDecl:
		hidden := d.Recv != nil && !ast.IsExported(receiver(d))
		if d.Name.IsExported() && !hidden && !says(d.Doc) {
			missing(d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			for _, name := range bareNames(d, spec) {
				missing(name)
			}
		}
	}
	return found
}

// bareNames returns the exported names of a type, const or var that no comment speaks of.
func bareNames(d *ast.GenDecl, spec ast.Spec) (names []*ast.Ident) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if !says(d.Doc, s.Doc, s.Comment) {
			names = []*ast.Ident{s.Name}
		}
	case *ast.ValueSpec:
		if !says(d.Doc, s.Doc, s.Comment) {
			names = s.Names
		}
	}
	var exported []*ast.Ident
	for _, n := range names {
		if n.IsExported() {
			exported = append(exported, n)
		}
	}
	return exported
}
