package web

import (
	"net/http"
	"net/url"
	"strings"

	"waymark/domain"
)

// homeView is the first page.
type homeView struct {
	Title  string
	Towns  []Link   // to choose from; none where there is one town
	Names  []string // of many towns: one is typed
	Town   Field    // where it is typed
	AskURL string
	Shut   bool // nobody can ask here just now: Title and Lead say so
	Fresh  bool // nobody has begun here yet
	Lead   string
	Try    bool // people may try their own list of streets here
}

// homePage is the first page: ask for help, ring, or lend a hand.
func (s *Server) homePage(w http.ResponseWriter, r *http.Request) error {
	known := s.house.rooms(r.Context())
	p := s.simplePage(w, r, "Neighbours helping neighbours")
	v := homeView{Title: "Could you do with a hand?", AskURL: "/ask", Try: s.offersTry(r)}
	typed := wordIn(r, "in")
	doors := known.shut()
	switch {
	case len(known.districts) == 0:
		v.Fresh, v.Title, v.Lead = true, "A town can begin here", "Nobody has begun here yet. Whoever runs this server finds a link where it was started: it leads to the first page."
	case doors != "":
		v.Shut, v.Title, v.Lead = true, shutTitle(doors), shutLead(doors)
	case len(known.towns) > mostLinks:
		v.Town = Field{Name: "in", Label: "The town or village", Value: typed, Autocomplete: "off", List: "towns"}
		if typed != "" {
			v.Town.Error = domain.Errorf(domain.Invalid, "in", "We know no town or village like “%s”. Please look at the letters, or choose one from the list.", typed)
		}
		for _, town := range known.towns {
			v.Names = append(v.Names, townWords(town, len(known.districts)))
		}
	case len(known.towns) > 1:
		for _, town := range known.towns {
			v.Towns = append(v.Towns, Link{Text: townWords(town, len(known.districts)), Href: addressOf("/ask?town=", town.ID)})
		}
	}
	p.Content = v
	s.rd.Render(w, r, "home", p)
	return nil
}

// mostLinks is how many towns are shown to choose from. Where there are more, one is typed.
const mostLinks = 12

// townTyped is the one town that somebody typed: by its whole name, or by the beginning of one name alone; 0 when that is none.
func townTyped(towns []domain.Town, districts int, typed string) (id domain.TownID) {
	key, alike := domain.SearchKey(typed), 0
	for _, t := range towns {
		name := domain.SearchKey(townWords(t, districts))
		switch {
		case key == "":
		case name == key || (districts == 1 && domain.SearchKey(t.Name) == key):
			return t.ID
		case strings.HasPrefix(name, key):
			id, alike = t.ID, alike+1
		}
	}
	if alike != 1 {
		return 0
	}
	return id
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
