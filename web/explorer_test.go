package web

import (
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

// explored serves the pages in development, or as for everybody, with a folder of scripts.
func explored(t *testing.T, dev bool, folder fs.FS) *village {
	t.Helper()
	v := newVillage(t)
	var err error
	v.handler, err = New(v.app, Options{Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Dev: dev, Islands: []fs.FS{folder}})
	v.must(err)
	return v
}

func TestExplorer(t *testing.T) {
	t.Parallel()
	fetched := fstest.MapFS{"dist/explorer/explorer.js": {Data: []byte("1")}, "dist/explorer/explorer.css": {Data: []byte("p{}")}, "dist/street.js": {Data: []byte("2")}}
	dev, open := explored(t, true, fetched), explored(t, false, fetched)
	for path, want := range map[string]string{
		"/dev/explorer": `<script type="module" src="/dev/explorer/explorer.js">`, "/dev/explorer/explorer.js": "1", "/dev/explorer/explorer.css": "p{}",
	} {
		w := get(dev.handler, httptest.NewRequest("GET", path, nil))
		if w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %q", path, w.Code, w.Body)
		}
		policy := w.Header().Get("Content-Security-Policy")
		if strings.Contains(policy, "'unsafe-inline'") != (path == "/dev/explorer") || !strings.Contains(policy, "script-src 'self';") || strings.Contains(policy, "http") {
			t.Errorf("%s has the policy %s", path, policy)
		}
		if w := get(open.handler, httptest.NewRequest("GET", path, nil)); w.Code != 404 {
			t.Errorf("not in development, %s: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/dev/explorer/", "/dev/explorer/..%2fstreet.js", "/dev/explorer/nothing.js"} {
		if w := get(dev.handler, httptest.NewRequest("GET", path, nil)); w.Code == 200 {
			t.Errorf("%s: %d %.200s", path, w.Code, w.Body)
		}
	}
	assets, err := NewAssets(fetched)
	if err != nil || assets.Address("dist/street.js") == "" || assets.Address("dist/explorer/explorer.js") != "" {
		t.Errorf("the assets have %v, %v", assets.addresses, err)
	}
}

// TestExplorer_NotFetched: without npm the page says what to do. (Its handler is asked itself: whether the program under test has the files
// embedded is as it may be.)
func TestExplorer_NotFetched(t *testing.T) {
	t.Parallel()
	rd, _ := newFrame(t)
	w := httptest.NewRecorder()
	if err := (&Server{rd: rd}).noExplorer(w, httptest.NewRequest("GET", "/dev/explorer", nil)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(w.Body.String(), "make explorer") || w.Header().Get("Content-Security-Policy") != "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
