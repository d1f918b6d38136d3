package archtest

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestProject holds the project itself to every rule.
func TestProject(t *testing.T) {
	packages, err := Load(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) < 10 {
		t.Fatalf("only %d packages were found", len(packages))
	}
	for name, found := range map[string][]Violation{
		"imports":    Imports(packages, Table, Homes),
		"pure":       Pure(packages),
		"authorised": Authorised(packages),
		"documented": Documented(packages),
		"budgets":    Budgets(packages),
	} {
		t.Run(name, func(t *testing.T) {
			for _, v := range found {
				t.Error(v)
			}
		})
	}
}

// sample parses files written one after the other, each under a line "-- folder/name.go --".
func sample(t *testing.T, text string) []Package {
	t.Helper()
	var packages []Package
	for _, part := range strings.Split("\n"+text, "\n-- ")[1:] {
		name, src, ok := strings.Cut(part, " --\n")
		if !ok {
			t.Fatalf("the sample has no file name in %q", part)
		}
		f, err := Parse(name, src)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(packages, func(p Package) bool { return p.Path == path.Dir(name) })
		if i < 0 {
			packages = append(packages, Package{Path: path.Dir(name)})
			i = len(packages) - 1
		}
		packages[i].Files = append(packages[i].Files, f)
	}
	return packages
}

// verdict is a sample and a piece of each violation that it must give, in order; none for a sample that is right.
type verdict struct {
	name   string
	sample string
	want   []string
}

func judge(t *testing.T, rule func([]Package) []Violation, verdicts []verdict) {
	t.Helper()
	for _, tt := range verdicts {
		t.Run(tt.name, func(t *testing.T) {
			found := rule(sample(t, tt.sample))
			for i, v := range found {
				if i >= len(tt.want) || !strings.Contains(v.String(), tt.want[i]) {
					t.Errorf("unexpected: %s", v)
				}
			}
			if len(found) < len(tt.want) {
				t.Errorf("found %d violations, want %d: %q", len(found), len(tt.want), tt.want)
			}
		})
	}
}

func TestImports(t *testing.T) {
	file := func(name, imports string) string {
		return "-- " + name + " --\npackage x\nimport (\n" + imports + "\n)\n"
	}
	judge(t, func(p []Package) []Violation { return Imports(p, Table, Homes) }, []verdict{
		{"domain may import domain", file("domain/matching/a.go", `"waymark/domain"; "sort"`), nil},
		{"domain knows no machinery", file("domain/a.go", `"waymark/internal/app"`), []string{"domain may not import internal/app"}},
		{"domain has no libraries", file("domain/a.go", `"golang.org/x/text/cases"`), []string{"at home only in"}},
		{"the ways in do not meet", file("web/a.go", "\"waymark/graph\"\n\"waymark/scheduler\""),
			[]string{"web may not import graph", "web may not import scheduler"}},
		{"nor in tests", file("web/a_test.go", `"waymark/graph"`), []string{"web may not import graph"}},
		{"the ways in do not see the database", file("graph/a.go", `"waymark/internal/postgres"`), []string{"graph may not import internal/postgres"}},
		{"a test may have a database", file("web/a_test.go", `"waymark/internal/pgtest"; "waymark/web"`), nil},
		{"code may not have the tests' database", file("web/a.go", `"waymark/internal/pgtest"`), []string{"web may not import internal/pgtest"}},
		{"bun has one home", file("internal/app/a.go", `"github.com/uptrace/bun"`), []string{"at home only in internal/postgres"}},
		{"and its parts live there", file("internal/postgres/a.go", `"github.com/uptrace/bun/dialect/pgdialect"`), nil},
		{"in tests too", file("internal/app/a_test.go", `_ "github.com/lib/pq"`), []string{"at home only in internal/postgres"}},
		{"some are for tests", file("internal/notify/a.go", `"github.com/PuerkitoBio/goquery"`), []string{"for tests only"}},
		{"and tests may have it", file("internal/notify/a_test.go", `"github.com/emersion/go-smtp"`), nil},
		{"an unknown library", file("web/a.go", `"example.org/left/pad"`), []string{"has no home"}},
		{"a name that only begins alike", file("internal/postgres/a.go", `"github.com/uptrace/bunny"`), []string{"has no home"}},
		{"an unknown package", file("internal/util/a.go", `"fmt"`), []string{"internal/util: is not in the dependency table"}},
		{"the program sees all of ours", file("cmd/waymark/a.go", `"waymark/graph/generated"; "waymark/web"`), nil},
		{"but no library out of its home", file("cmd/waymark/a.go", `"github.com/lib/pq"`), []string{"at home only in"}},
	})
}

func TestPure(t *testing.T) {
	judge(t, Pure, []verdict{
		{"time as a value", "-- domain/a.go --\npackage domain\nimport \"time\"\nfunc f(now time.Time) time.Time { return now.Add(time.Hour) }\n", nil},
		{"the clock", "-- domain/a.go --\npackage domain\nimport \"time\"\nvar now = time.Now()\n", []string{"domain/a.go:3: domain may not look at the clock (time.Now)"}},
		{"the clock as a value", "-- domain/a.go --\npackage domain\nimport \"time\"\nvar now = time.Now\n", []string{"time.Now"}},
		{"the clock by another name", "-- domain/coverage/a.go --\npackage coverage\nimport t \"time\"\nvar since = t.Since\n", []string{"time.Since"}},
		{"the clock without a name", "-- domain/a.go --\npackage domain\nimport . \"time\"\nvar now = Now()\n", []string{"by its name"}},
		{"a field that is called Now", "-- domain/a.go --\npackage domain\ntype c struct{ Now int }\nfunc f(time c) int { return time.Now }\n", nil},
		{"files, wires and chance", "-- domain/a.go --\npackage domain\nimport (\n\"os\"\n\"net/http\"\n\"database/sql\"\n\"log/slog\"\n\"embed\"\n\"math/rand/v2\"\n)\n",
			[]string{"import os", "import net/http", "import database/sql", "import log/slog", "import embed", "import math/rand/v2"}},
		{"text only", "-- domain/a.go --\npackage domain\nimport (\n\"net/mail\"\n\"net/url\"\n)\n", nil},
		{"tests read files", "-- domain/a_test.go --\npackage domain\nimport \"os\"\nvar f = os.Open\n", nil},
		{"others have a clock", "-- internal/app/a.go --\npackage app\nimport \"time\"\nvar now = time.Now()\n", nil},
	})
}

func TestAuthorised(t *testing.T) {
	method := func(signature, body string) string {
		return "-- internal/app/a.go --\npackage app\nimport (\n\"context\"\n\"waymark/domain\"\n)\nfunc (a *App) " + signature + " {\n" + body + "\n}\n"
	}
	const (
		good  = "Act(ctx context.Context, actor domain.Actor, id int) error"
		order = "must take (ctx context.Context, actor domain.Actor, ...) first"
		first = "App.Act must begin with a.authorise(ctx, actor, ...)"
	)
	judge(t, Authorised, []verdict{
		{"asks and returns", method(good, "if _, err := a.authorise(ctx, actor, 1, id); err != nil { return err }\nreturn nil"), nil},
		{"asks, then looks", method(good, "_, err := a.authorise(ctx, actor, 1, id)\nif err != nil { return err }\nreturn nil"), nil},
		{"asks and does no more", method(good, "return a.authorise(ctx, actor, 1, id)"), []string{first}},
		{"keeps the answer", method(good, "g, err := a.authorise(ctx, actor, 1, id)\nif err != nil { return err }\nreturn a.transact(ctx, g, nil)"), nil},
		{"asks in the old way", method(good, "if err := a.authorise(ctx, actor, 1, id); err != nil { return err }\nreturn nil"), []string{first}},
		{"makes a grant", method("act(id int) error", "return a.transact(ctx, grant{actor: actor}, nil)"), []string{"act makes a grant"}},
		{"has an empty grant", method("act(id int) error", "var g grant\nreturn a.transact(ctx, g, nil)"), []string{"has a grant that nobody gave"}},
		{"goes past transact", method("act(id int) error", "return a.db.Transact(ctx, nil)"), []string{"act begins a transaction"}},
		{"authorise gives the grant", method("authorise(id int) (grant, error)", "return grant{}, nil"), nil},
		{"hidden methods may trust", method("act(id int) error", "return nil"), nil},
		{"has no actor", method("Act(ctx context.Context, id int) error", "return nil"), []string{order}},
		{"has no context", method("Act(actor domain.Actor) error", "return nil"), []string{order}},
		{"has another's actor", method("Act(ctx context.Context, actor string) error", "return nil"), []string{order}},
		{"never asks", method(good, "return nil"), []string{first}},
		{"is empty", method("Act(ctx context.Context, actor domain.Actor)", ""), []string{first}},
		{"asks second", method(good, "id++\nif _, err := a.authorise(ctx, actor, 1, id); err != nil { return err }\nreturn nil"), []string{first}},
		{"does not listen", method(good, "a.authorise(ctx, actor, 1, id)\nreturn nil"), []string{first}},
		{"drops the answer", method(good, "_, _ = a.authorise(ctx, actor, 1, id)\nif id != 0 { return nil }\nreturn nil"), []string{first}},
		{"goes on all the same", method(good, "if _, err := a.authorise(ctx, actor, 1, id); err != nil { id++ }\nreturn nil"), []string{first}},
		{"looks at the wrong thing", method(good, "_, err := a.authorise(ctx, actor, 1, id)\nif other != nil { return err }\nreturn nil"), []string{first}},
		{"asks for somebody else", method(good, "if _, err := a.authorise(ctx, domain.Clock, 1, id); err != nil { return err }\nreturn nil"), []string{first}},
		{"asks elsewhere", method(good, "if err := b.authorise(ctx, actor, 1, id); err != nil { return err }\nreturn nil"), []string{first}},
		{"another type", "-- internal/app/a.go --\npackage app\nfunc (c Config) Act() {}\n", nil},
		{"another package", "-- web/a.go --\npackage web\nfunc (a *App) Act() {}\n", nil},
	})
}

func TestDocumented(t *testing.T) {
	judge(t, Documented, []verdict{
		{"all is said", "-- web/a.go --\n// Package web is pages.\npackage web\n\n// A is one.\nconst A = 1\n\n// B does.\nfunc B() {}\n", nil},
		{"a group", "-- web/a.go --\n// Package web is pages.\npackage web\n\n// These are kinds.\nconst (\n\tA = 1\n\tB = 2\n)\n", nil},
		{"at the end of the line", "-- web/a.go --\n// Package web is pages.\npackage web\n\ntype (\n\tA int // one\n\tB int\n)\n", []string{"web/a.go:6: B is exported"}},
		{"nothing is said", "-- web/a.go --\npackage web\n\ntype A int\nvar B, c = 1, 2\nfunc D() {}\nfunc (A) E() {}\nfunc (h hidden) F() {}\n",
			[]string{"web/a.go:3: A ", "B is exported", "D is exported", "E is exported", "web: has no package comment"}},
		{"an order to a tool says nothing", "-- web/a.go --\n// Package web is pages.\npackage web\n\n//go:noinline\nfunc A() {}\n", []string{"A is exported"}},
		{"the comment stands in another file", "-- web/a.go --\npackage web\n-- web/b.go --\n// Package web is pages.\npackage web\n", nil},
		{"generated and tests", "-- web/a.go --\n// Code generated by x. DO NOT EDIT.\n\npackage web\n\nfunc A() {}\n-- web/a_test.go --\npackage web\n\nfunc B() {}\n", nil},
	})
}

func TestBudgets(t *testing.T) {
	body := func(lines int) string { return strings.Repeat("\t_ = 1\n", lines-2) }
	judge(t, Budgets, []verdict{
		{"as long as may be", "-- web/a.go --\npackage web\n\nfunc f() {\n" + body(80) + "}\n", nil},
		{"a line too long", "-- web/a.go --\npackage web\n\nfunc f() {\n" + body(81) + "}\n", []string{"web/a.go:3: f has 81 lines"}},
		{"without a name", "-- web/a.go --\npackage web\n\nvar f = func() {\n" + body(90) + "}\n", []string{"a function has 90 lines"}},
		{"a long file", "-- web/a.go --\npackage web\n" + strings.Repeat("\n", 600), []string{"the file has 60"}},
		{"generated", "-- web/a.go --\n// Code generated by x. DO NOT EDIT.\n\npackage web\n" + strings.Repeat("\n", 700), nil},
		{"a test", "-- web/a_test.go --\npackage web\n\nfunc f() {\n" + body(700) + "}\n", nil},
	})
}

// The files of a package that build tags leave out are held to the rules as well.
func TestLoad_SeesEveryFile(t *testing.T) {
	root := filepath.Join(t.TempDir(), "a [folder] with a space")
	for name, src := range map[string]string{
		"go.mod":                "module waymark\n\ngo 1.26\n",
		"domain/a.go":           "package domain\n",
		"domain/b.go":           "//go:build never\n\npackage domain\n\nimport \"os\"\n",
		"domain/coverage/c.go":  "package coverage\n",
		"domain/testdata/no.go": "package no\n",
	} {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	packages, err := Load(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) != 2 || packages[0].Path != "domain" || len(packages[0].Files) != 2 || packages[1].Path != "domain/coverage" {
		t.Errorf("packages: %+v", packages)
	}
	if found := Pure(packages); len(found) != 1 || found[0].Where != "domain/b.go:5" {
		t.Errorf("violations: %v", found)
	}
}
