package archtest

import (
	"go/ast"
	"slices"
	"strings"
)

// Imports checks every import of ours and of others against the table and the homes.
func Imports(packages []Package, table []Row, homes []Home) []Violation {
	var found []Violation
	for _, p := range packages {
		row := rowOf(p.Path, table)
		if row == nil {
			found = append(found, Violation{p.Path, "is not in the dependency table: add it to internal/archtest/table.go with what it may import"})
			continue
		}
		for _, f := range p.Files {
			for _, spec := range f.AST.Imports {
				if message := wrongImport(p.Path, f, spec, row, homes); message != "" {
					found = append(found, f.at(spec, "%s", message))
				}
			}
		}
	}
	return found
}

func rowOf(path string, table []Row) *Row {
	i := slices.IndexFunc(table, func(r Row) bool { return matches(path, r.Packages) })
	if i < 0 {
		return nil
	}
	return &table[i]
}

// wrongImport returns what is wrong with an import, or "".
func wrongImport(pkg string, f *File, spec *ast.ImportSpec, row *Row, homes []Home) string {
	path := importPath(spec)
	switch first, _, _ := strings.Cut(path, "/"); {
	case first == Module:
		ours := strings.TrimPrefix(path, Module+"/")
		itself := f.Test && ours == pkg
		if !itself && !matches(ours, row.Ours) && !(f.Test && matches(ours, row.Tests)) {
			return pkg + " may not import " + ours
		}
	case strings.Contains(first, "."):
		return wrongLibrary(pkg, path, f.Test, homes)
	}
	return "" // the standard library; Pure looks at it
}

func wrongLibrary(pkg, path string, test bool, homes []Home) string {
	for _, h := range homes {
		if !slices.ContainsFunc(h.Libraries, func(l string) bool { return path == l || strings.HasPrefix(path, l+"/") }) {
			continue
		}
		if matches(pkg, h.Packages) || (test && matches(pkg, h.Tests)) {
			return ""
		}
		if len(h.Packages) == 0 {
			return path + " is for tests only"
		}
		return path + " is at home only in " + strings.Join(h.Packages, " and ")
	}
	return path + " has no home: add it to internal/archtest/table.go with where it may be imported"
}
