package web

import (
	"encoding/json"
	"net/http"
)

// The colours that a browser paints its own frame in: those of the masthead, as the stylesheet has them.
const (
	lightFrame = "#FFFFFF"
	darkFrame  = "#1A231E"
)

// ThemeColour is the colour of the browser's frame, for the readers that a media query names; an empty one names all.
type ThemeColour struct {
	Colour string
	Media  string
}

// ThemeColours are those of a page: one where the reader has chosen a theme.
func (p Page) ThemeColours() []ThemeColour {
	switch p.Theme {
	case "light":
		return []ThemeColour{{Colour: lightFrame}}
	case "dark":
		return []ThemeColour{{Colour: darkFrame}}
	}
	return []ThemeColour{{lightFrame, "(prefers-color-scheme: light)"}, {darkFrame, "(prefers-color-scheme: dark)"}}
}

// manifestOf is a web manifest, which puts a site on a phone's first screen.
type manifestOf struct {
	Name       string         `json:"name"`
	ShortName  string         `json:"short_name"`
	Lang       string         `json:"lang"`
	ID         string         `json:"id"`
	StartURL   string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Theme      string         `json:"theme_color"`
	Background string         `json:"background_color"`
	Icons      []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
}

// manifest answers with the web manifest. It opens where whoever is signed in begins; "minimal-ui" keeps a way back on the screen.
func (s *Server) manifest(w http.ResponseWriter, r *http.Request) error {
	p := s.rd.frame(r)
	name := p.Place.Town
	if name == "" {
		name = "Waymark"
	}
	m := manifestOf{Name: p.In.Say("Waymark for %s", name), ShortName: name, Lang: p.In.Lang(), ID: "/", StartURL: "/signed-in", Scope: "/",
		Display: "minimal-ui", Theme: lightFrame, Background: lightFrame, Icons: []manifestIcon{
			{Src: s.rd.assets.Address("mark.svg"), Sizes: "any", Type: "image/svg+xml"},
			{Src: s.rd.assets.Address("icon-192.png"), Sizes: "192x192", Type: "image/png"},
			{Src: s.rd.assets.Address("icon-512.png"), Sizes: "512x512", Type: "image/png", Purpose: "maskable"},
		}}
	if p.Place.Town == "" {
		m.Name = name
	}
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/manifest+json")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	writeBody(w, r, http.StatusOK, body, nil)
	return nil
}

// favicon answers browsers that look for the mark where it always was, and cannot read a drawing.
func (s *Server) favicon(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, s.rd.assets.Address("icon-32.png"), http.StatusFound)
	return nil
}
