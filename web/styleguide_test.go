package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// guideOf is the style guide at an address.
func guideOf(t *testing.T, address string) *html.Node {
	t.Helper()
	rd, _ := newFrame(t)
	w := httptest.NewRecorder()
	inOwnColours(inOwnLanguage(httpHandler(rd.Styleguide))).ServeHTTP(w, httptest.NewRequest("GET", address, nil))
	if w.Code != 200 {
		t.Fatalf("%s answers %d", address, w.Code)
	}
	return document(t, w.Body.String())
}

// A component that nobody put into the style guide is one that nobody looks at.
func TestStyleguide_HasEveryTemplate(t *testing.T) {
	page, err := fs.ReadFile(templates, "template/styleguide.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(templates, "template/component_*.tmpl")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files of components, %v", len(files), err)
	}
	define, use := regexp.MustCompile(`\{\{define "([^"]+)"`), regexp.MustCompile(`\{\{template "([^"]+)"`)
	uses := map[string][]string{"": {string(page)}}
	for _, file := range files {
		if file == "template/component_print.tmpl" {
			continue // parts of paper, which /print shows one by one
		}
		text, err := fs.ReadFile(templates, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(text), "{{define ")[1:] {
			name := define.FindStringSubmatch("{{define " + part)[1]
			uses[name] = append(uses[name], part)
		}
	}
	shown := map[string]bool{}
	var walk func(name string)
	walk = func(name string) {
		if shown[name] {
			return
		}
		shown[name] = true
		for _, m := range use.FindAllStringSubmatch(strings.Join(uses[name], ""), -1) {
			walk(m[1])
		}
	}
	walk("")
	for name := range uses {
		if !shown[name] {
			t.Errorf("the style guide does not show the component %q", name)
		}
	}
	if len(uses) < 30 {
		t.Errorf("only %d components were found", len(uses))
	}
}

func TestStyleguide_HasEveryStruct(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "component.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]bool{}
	var hold func(reflect.Value)
	hold = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			hold(v.Elem())
		case reflect.Slice:
			for i := range v.Len() {
				hold(v.Index(i))
			}
		case reflect.Struct:
			held[v.Type().Name()] = held[v.Type().Name()] || !v.IsZero()
			for i := range v.NumField() {
				hold(v.Field(i))
			}
		}
	}
	hold(reflect.ValueOf(samples()))
	n := 0
	for node := range ast.Preorder(file) {
		spec, ok := node.(*ast.TypeSpec)
		if !ok {
			continue
		}
		if _, ok := spec.Type.(*ast.StructType); !ok {
			continue
		}
		if n++; !held[spec.Name.Name] {
			t.Errorf("the style guide has no %s with anything in it", spec.Name.Name)
		}
	}
	if n < 20 {
		t.Errorf("only %d structs were found", n)
	}
}

func TestStyleguide_HasEveryState(t *testing.T) {
	doc := guideOf(t, "/styleguide")
	for _, state := range []State{StateLate, StateSoon, StateNew, StateWaiting, StateDone, StateFailed, StateMeeting} {
		for _, what := range []string{".tag.is-", ".blaze.is-"} {
			if len(find(t, doc, what+string(state))) == 0 {
				t.Errorf("there is no %s%s", what, state)
			}
		}
	}
	for _, want := range []string{".arm:not(.arm-plain)", ".arm-plain", ".arm-big.arm-wide", ".btn-quiet", ".btn-danger", ".btn[disabled]", `[data-as="hover"] .btn`, `[data-as="focus"] .btn`,
		`[data-as="busy"] .btn`, ".field.bad .error", ".field .hint", ".door.away", ".offline:not([hidden])", ".task.is-late", ".group .lines .btn", ".chip[aria-current]", ".empty .btn", ".promise + p",
		".find-box", "details.narrow", ".chip-off", "#live .news", ".figs .bad", ".agenda-table .act .btn", ".say-form", ".grow-n", ".work-bar progress", ".begin .is-done", ".begin .is-todo", ".tap.is-now",
		".part > div", ".pair .field", "#keys"} {
		if len(find(t, doc, want)) == 0 {
			t.Errorf("there is no %s", want)
		}
	}
	if shown, all := len(find(t, doc, "ul.row .tag.is-neutral use")), len(find(t, doc, "symbol")); shown != all {
		t.Errorf("%d of %d icons are shown", shown, all)
	}
}

func TestStyleguide_WithLongWords(t *testing.T) {
	plain, long := guideOf(t, "/styleguide"), guideOf(t, "/styleguide?words=long")
	for _, at := range []string{"h1", ".btn.arm", ".tag", ".note", ".lines a.main", ".facts dd", "th", "legend:not(.hide)", ".undo span", ".empty h3", ".path .when"} {
		if textOf(t, long, at) == textOf(t, plain, at) || !strings.Contains(textOf(t, long, at), longWord) {
			t.Errorf("%s has no long word: %q", at, textOf(t, long, at))
		}
	}
	for _, at := range []string{"[data-id='homeId']", "input[name=need][value=shopping]", "button[name=hold][value=yes]", "form[action='/hold']"} {
		if len(find(t, long, at)) != 1 {
			t.Errorf("what is posted has changed: there is no %s", at)
		}
	}
}

func TestStyleguide_InWelsh(t *testing.T) {
	doc := guideOf(t, "/styleguide")
	rd, _ := newFrame(t)
	r := httptest.NewRequest("GET", "/styleguide", nil)
	r.Header.Set("Accept-Language", "cy")
	w := httptest.NewRecorder()
	inOwnLanguage(httpHandler(rd.Styleguide)).ServeHTTP(w, r)
	welsh := document(t, w.Body.String())
	for _, at := range []string{".summary .kept", ".if-like", ".note.is-late:has(a)", ".offline b", ".undo button", ".path .now .hide"} {
		if textOf(t, welsh, at) == textOf(t, doc, at) {
			t.Errorf("%s is the same in Welsh: %q", at, textOf(t, doc, at))
		}
	}
}
