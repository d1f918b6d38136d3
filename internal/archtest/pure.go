package archtest

import (
	"go/ast"
	"slices"
	"strings"
)

// impure are the parts of the standard library that reach outside. A path stands for all below it, too.
var impure = []string{"database/sql", "embed", "log", "math/rand", "crypto/rand", "net", "os", "syscall", "testing"}

// pureAfterAll are parts below those that only read and write text.
var pureAfterAll = []string{"net/url", "net/mail", "net/netip"}

// clock are the functions of package time that look at the clock or wait for it.
var clock = []string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Sleep"}

// Pure checks that domain decides from its arguments alone: no I/O, no clock, no chance. Its tests may read files.
func Pure(packages []Package) []Violation {
	var found []Violation
	for _, p := range packages {
		if p.Path != "domain" && !strings.HasPrefix(p.Path, "domain/") {
			continue
		}
		for _, f := range p.Files {
			if !f.Test {
				found = append(found, impureImports(f)...)
				found = append(found, clockReads(f)...)
			}
		}
	}
	return found
}

func impureImports(f *File) (found []Violation) {
	for _, spec := range f.AST.Imports {
		path := importPath(spec)
		outside := slices.ContainsFunc(impure, func(p string) bool { return path == p || strings.HasPrefix(path, p+"/") })
		if outside && !slices.Contains(pureAfterAll, path) {
			found = append(found, f.at(spec, "domain may not import %s: let the caller bring what it gives", path))
		}
		if path == "time" && spec.Name != nil && spec.Name.Name == "." {
			found = append(found, f.at(spec, "domain imports time by its name, so that the clock can be looked for"))
		}
	}
	return found
}

func clockReads(f *File) (found []Violation) {
	ast.Inspect(f.AST, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		for _, name := range clock {
			if f.selects(e, "time", name) {
				found = append(found, f.at(n, "domain may not look at the clock (time.%s): take the time as an argument", name))
			}
		}
		return true
	})
	return found
}
