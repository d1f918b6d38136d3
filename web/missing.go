package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// missingContent is what nobody has written down yet: each kind with how many there are, or those of one kind.
type missingContent struct {
	Head  Head
	Lines []Line
	Pager Pager
	Empty Empty
}

// lackWords say what is missing, and what comes of it.
var lackWords = map[domain.Lack]struct{ title, say string }{
	domain.StreetWithoutPoint:  {words.Later("Streets without a place on the map"), words.Later("They are on no map, and nobody near is found for them by distance.")},
	domain.StreetWithoutArea:   {words.Later("Streets in no area of the census"), words.Later("They are not counted in the tables by deprivation.")},
	domain.AskWithoutStreet:    {words.Later("Asks without a street"), words.Later("Nobody on their own street can be asked, and they count for the town alone.")},
	domain.HelperWithoutStreet: {words.Later("People who help, without a street"), words.Later("They are not found as a neighbour.")},
	domain.HelperWithoutSkill:  {words.Later("People who help, without anything they like to do"), words.Later("They are asked only for what everybody can do.")},
	domain.HelperWithoutWay:    {words.Later("People who help, without e-mail or phone"), words.Later("Nobody can ask them.")},
	domain.ServiceWithoutTime:  {words.Later("Services without days and times"), words.Later("Nobody knows when to go.")},
	domain.ServiceWithoutWay:   {words.Later("Services that do not say how to join"), words.Later("There is no phone, e-mail, website or word on how to come.")},
	domain.ServiceWithoutTheme: {words.Later("Services without a theme"), words.Later("Only who knows their name finds them.")},
	domain.ServiceUnchecked:    {words.Later("Services that nobody has checked for half a year"), words.Later("What is written of them may not be true any more.")},
	domain.PlaceWithoutPoint:   {words.Later("Sessions without a place on the map"), words.Later("They do not count for the streets near them.")},
	domain.SessionWithoutCount: {words.Later("Sessions whose visitors nobody counted"), words.Later("Of the last three months. How many came is told too low.")},
}

// missingPage shows what nobody has written down yet, with the page where it can be put right.
func (s *Server) missingPage(w http.ResponseWriter, r *http.Request) error {
	what := domain.Lack(wordIn(r, "what"))
	if !slices.Contains(domain.Lacks, what) {
		what = ""
	}
	counts, rows, info, err := s.app.Missing(r.Context(), who(r), app.MissingFilter{What: what}, listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := missingContent{Empty: Empty{Title: "All of it is written down", Text: "When something is missing it stands here."}}
	if what == "" {
		out.Head = Head{Title: "Not written down yet", Back: &Link{Text: "Take a list away", Href: "/exports"},
			Lead: "What is missing here is missing in the figures too. Each line leads to where it can be put right."}
		out.Lines = c.lacks(counts)
	} else {
		out.Head = Head{Title: c.Say(lackWords[what].title), Lead: c.Say(lackWords[what].say), Back: &Link{Text: "Not written down yet", Href: "/exports/missing"}}
		out.Lines, out.Pager = c.lacking(r, rows), next(r, info)
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "missing", p)
	return nil
}

func (c clock) lacks(counts map[domain.Lack]int) (out []Line) {
	for _, what := range domain.Lacks {
		if n := counts[what]; n > 0 {
			out = append(out, Line{Icon: "pen", Title: c.Say(lackWords[what].title), Href: "/exports/missing?" + url.Values{"what": {string(what)}}.Encode(),
				Say: c.Say(lackWords[what].say), End: words.Figure(n)})
		}
	}
	return out
}

func (c clock) lacking(r *http.Request, rows []app.MissingRow) (out []Line) {
	for _, m := range rows {
		out = append(out, Line{Icon: "pen", Title: orThe(m.Name, m.Number), Href: leads(r, m.Page), Say: strings.Join(m.Where, ", ")})
	}
	return out
}
