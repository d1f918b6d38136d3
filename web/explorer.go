package web

import (
	"html/template"
	"io/fs"
	"net/http"
	"slices"
)

// explorerFolder is where the bundle of the API explorer lies among the static files. It is not one of the assets: in production nothing
// of it is served.
const explorerFolder = "dist/explorer"

// explorerPolicy is the Content-Security-Policy of the explorer's page alone: GraphiQL writes styles into the page, and its
// stylesheet has its fonts in it. Scripts and connections are our own, as everywhere.
const explorerPolicy = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; font-src data:; " +
	"connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// explorerPage has nothing of our own frame: GraphiQL fills the window.
var explorerPage = template.Must(template.New("explorer").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API explorer</title>
<link rel="icon" href="{{.}}">
<link rel="stylesheet" href="/dev/explorer/explorer.css">
<style>html, body, #explorer { height: 100%; margin: 0 }</style>
<script type="module" src="/dev/explorer/explorer.js"></script>
</head>
<body><div id="explorer"></div></body>
</html>
`))

// explorerFiles are those of the last folder that has them, else the embedded ones; nil where npm has not fetched them.
func explorerFiles(folders []fs.FS) fs.FS {
	if static, err := fs.Sub(staticFiles, "static"); err == nil {
		folders = append([]fs.FS{static}, folders...)
	}
	for _, folder := range slices.Backward(folders) {
		if files, err := fs.Sub(folder, explorerFolder); err == nil {
			if _, err := fs.Stat(files, "explorer.js"); err == nil {
				return files
			}
		}
	}
	return nil
}

// explorer adds the API explorer to the pages of development. Whoever is signed in asks as themselves, by their cookie.
func (s *Server) explorer(mux *http.ServeMux, files fs.FS) {
	if files == nil {
		mux.Handle("GET /dev/explorer", s.open(s.noExplorer))
		return
	}
	serve := http.StripPrefix("/dev/explorer/", http.FileServerFS(files))
	mux.HandleFunc("GET /dev/explorer/{file}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		serve.ServeHTTP(w, r)
	})
	mux.Handle("GET /dev/explorer", s.open(func(w http.ResponseWriter, _ *http.Request) error {
		h := w.Header()
		h.Set("Content-Security-Policy", explorerPolicy)
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Cache-Control", "no-store")
		return explorerPage.Execute(w, s.rd.assets.Address("mark.svg"))
	}))
}

// noExplorer says what to do where npm has not fetched the explorer.
func (s *Server) noExplorer(w http.ResponseWriter, r *http.Request) error {
	p := s.simplePage(w, r, "The API explorer is not here yet")
	p.Content = Failure{
		Title: "The API explorer is not here yet",
		Text:  "It is fetched by npm. Stop Waymark, type “make explorer”, and start Waymark again. The API itself is at /graphql, and docs/api.md shows what to ask.",
	}
	return s.rd.write(w, r, http.StatusOK, "error", p)
}
