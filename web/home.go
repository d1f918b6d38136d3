package web

import (
	"net/http"
	"net/url"

	"waymark/domain"
)

// homeView is the first page.
type homeView struct {
	Title  string
	Towns  []Link // to choose from; none where there is one town
	AskURL string
}

// homePage is the first page: ask for help, ring, or lend a hand.
func (s *Server) homePage(w http.ResponseWriter, r *http.Request) error {
	known := s.house.rooms(r.Context())
	p := s.simplePage(w, r, "Neighbours helping neighbours")
	v := homeView{Title: "Could you do with a hand?", AskURL: "/ask"}
	if len(known.towns) > 1 {
		for _, town := range known.towns {
			v.Towns = append(v.Towns, Link{Text: townWords(town, len(known.districts)), Href: addressOf("/ask?town=", town.ID)})
		}
	}
	p.Content = v
	s.rd.Render(w, r, "home", p)
	return nil
}

// townWords names a town, with its district where there are several.
func townWords(t domain.Town, districts int) string {
	if districts > 1 && t.DistrictName != "" {
		return t.Name + ", " + t.DistrictName
	}
	return t.Name
}

// lendAHandPage says how to offer help.
func (s *Server) lendAHandPage(w http.ResponseWriter, r *http.Request) error {
	p := s.simplePage(w, r, "Lend a hand")
	s.rd.Render(w, r, "home_lend", p)
	return nil
}

// localPage is the path of an address if that is on our own host, else the first page: nobody is led away from here.
func localPage(address, host string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != host || len(u.Path) == 0 || u.Path[0] != '/' || len(u.Path) > 1 && (u.Path[1] == '/' || u.Path[1] == '\\') {
		return "/"
	}
	if u.RawQuery != "" {
		return u.EscapedPath() + "?" + u.RawQuery
	}
	return u.EscapedPath()
}
