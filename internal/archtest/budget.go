package archtest

import "go/ast"

// The lengths that are never exceeded, in lines; most code stays far below.
const (
	MaxFunction = 80
	MaxFile     = 600
)

// Budgets checks the length of functions and files. Generated code and tests are left alone.
func Budgets(packages []Package) []Violation {
	var found []Violation
	for _, p := range packages {
		for _, f := range p.Files {
			if f.Test || f.Generated {
				continue
			}
			if f.Lines > MaxFile {
				found = append(found, f.at(f.AST.Name, "the file has %d lines, and %d are the most: split it by noun", f.Lines, MaxFile))
			}
			found = append(found, longFunctions(f)...)
		}
	}
	return found
}

func longFunctions(f *File) (found []Violation) {
	ast.Inspect(f.AST, func(n ast.Node) bool {
		name := "a function"
		switch d := n.(type) {
		case *ast.FuncDecl:
			name = d.Name.Name
		case *ast.FuncLit:
		default:
			return true
		}
		lines := f.Fset.Position(n.End()).Line - f.Fset.Position(n.Pos()).Line + 1
		if lines > MaxFunction {
			found = append(found, f.at(n, "%s has %d lines, and %d are the most: give its steps names", name, lines, MaxFunction))
		}
		return true
	})
	return found
}
