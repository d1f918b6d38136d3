package archtest

import "go/ast"

// Authorised checks internal/app: every exported method of App takes a context and an actor, and the first thing that
// it does is to ask whether that actor may. What the answer is (a grant) only authorise says, and only transact begins a
// transaction, which takes one: so none begins unasked.
func Authorised(packages []Package) []Violation {
	var found []Violation
	for _, p := range packages {
		if p.Path != "internal/app" {
			continue
		}
		for _, f := range p.Files {
			for _, d := range f.AST.Decls {
				m, ok := d.(*ast.FuncDecl)
				if !ok || f.Test {
					continue
				}
				found = append(found, forged(f, m)...)
				if !m.Name.IsExported() || receiver(m) != "App" {
					continue
				}
				if message := unauthorised(f, m); message != "" {
					found = append(found, f.at(m, "App.%s %s", m.Name.Name, message))
				}
			}
		}
	}
	return found
}

// forged finds where a function makes a grant itself, or begins a transaction past transact.
func forged(f *File, m *ast.FuncDecl) (found []Violation) {
	ast.Inspect(m, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if isName(n.Type, "grant") && m.Name.Name != "authorise" {
				found = append(found, f.at(n, "%s makes a grant: only authorise may", m.Name.Name))
			}
		case *ast.ValueSpec:
			if isName(n.Type, "grant") {
				found = append(found, f.at(n, "%s has a grant that nobody gave: only authorise may make one", m.Name.Name))
			}
		case *ast.SelectorExpr:
			if (n.Sel.Name == "Transact" || n.Sel.Name == "Rehearse") && m.Name.Name != "transact" {
				found = append(found, f.at(n, "%s begins a transaction: only transact may", m.Name.Name))
			}
		}
		return true
	})
	return found
}

// receiver returns the name of the type that a method belongs to, or "" for a function.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) != 1 {
		return ""
	}
	t := d.Recv.List[0].Type
	for {
		switch u := t.(type) {
		case *ast.StarExpr:
			t = u.X
		case *ast.IndexExpr:
			t = u.X
		case *ast.IndexListExpr:
			t = u.X
		case *ast.Ident:
			return u.Name
		default:
			return ""
		}
	}
}

// parameter is one name of a parameter list with its type.
type parameter struct {
	name string
	typ  ast.Expr
}

func parameters(d *ast.FuncDecl) (out []parameter) {
	for _, field := range d.Type.Params.List {
		for _, name := range field.Names {
			out = append(out, parameter{name.Name, field.Type})
		}
	}
	return out
}

// unauthorised returns what is wrong with a method of App, or "".
func unauthorised(f *File, m *ast.FuncDecl) string {
	in := parameters(m)
	if len(in) < 2 || !f.selects(in[0].typ, "context", "Context") || !f.selects(in[1].typ, Module+"/domain", "Actor") {
		return "must take (ctx context.Context, actor domain.Actor, ...) first"
	}
	if len(m.Recv.List[0].Names) == 1 && asks(m.Body.List, m.Recv.List[0].Names[0].Name, in[0].name, in[1].name) {
		return ""
	}
	return "must begin with a.authorise(ctx, actor, ...) and return when that fails"
}

// asks tells whether the body begins in one of the two accepted ways:
//
//	if _, err := a.authorise(ctx, actor, …); err != nil { … return … }
//	g, err := a.authorise(ctx, actor, …), and then if err != nil { … return … }
func asks(body []ast.Stmt, recv, ctx, actor string) bool {
	if len(body) == 0 {
		return false
	}
	isCall := func(e ast.Expr) bool { return isAuthorise(e, recv, ctx, actor) }
	switch s := body[0].(type) {
	case *ast.IfStmt:
		assign, ok := s.Init.(*ast.AssignStmt)
		return ok && len(assign.Lhs) == 2 && len(assign.Rhs) == 1 && isCall(assign.Rhs[0]) && returnsOn(s, lastName(assign.Lhs))
	case *ast.AssignStmt:
		if len(s.Lhs) != 2 || len(s.Rhs) != 1 || !isCall(s.Rhs[0]) || len(body) < 2 {
			return false
		}
		check, ok := body[1].(*ast.IfStmt)
		return ok && check.Init == nil && returnsOn(check, lastName(s.Lhs))
	}
	return false
}

func isAuthorise(e ast.Expr, recv, ctx, actor string) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) < 2 || !isName(call.Args[0], ctx) || !isName(call.Args[1], actor) {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "authorise" && isName(sel.X, recv)
}

// returnsOn tells whether a statement is: if <name> != nil { … return … }.
func returnsOn(s *ast.IfStmt, name string) bool {
	cond, ok := s.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op.String() != "!=" || !isName(cond.X, name) || !isName(cond.Y, "nil") || len(s.Body.List) == 0 {
		return false
	}
	_, ok = s.Body.List[len(s.Body.List)-1].(*ast.ReturnStmt)
	return ok
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name && name != "_"
}

func lastName(list []ast.Expr) string {
	if id, ok := list[len(list)-1].(*ast.Ident); ok {
		return id.Name
	}
	return "_"
}
