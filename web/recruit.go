package web

import (
	"net/http"
	"net/url"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// recruitContent is whom to look for, by neighbourhood.
type recruitContent struct {
	Head     Head
	Choose   filter
	Sections []recruitSection
	Rest     []recruitSection // folded away
	Empty    Empty
}

// recruitSection is a neighbourhood with whom to look for there.
type recruitSection struct {
	Name  string
	Say   string
	Pairs []recruitPair
	None  string // why there is nobody to look for; "" where there is
}

// recruitPair is somebody to look for, as a sentence, and their leaflet.
type recruitPair struct {
	Say, Gain string
	Leaflet   Button
}

// recruitShown is how many neighbourhoods show at once: those where most asks found nobody.
const recruitShown = 5

// recruitPage says for each neighbourhood whom to look for.
func (s *Server) recruitPage(w http.ResponseWriter, r *http.Request) error {
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	town := numberIn[domain.TownID](r.FormValue("town"))
	rows, err := s.app.RecruitHere(r.Context(), who(r), town)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := recruitContent{Head: Head{Back: &Link{Text: "All gaps", Href: "/gaps"}, Title: "Recruit here", Lead: "In the last thirteen weeks some people asked and nobody was found. These people could have done most of what they asked for."},
		Empty: Empty{Title: "There is nobody to look for", Text: "No ask of the last thirteen weeks came to nothing. Those for which we still look count once we have asked wider than the town.", Button: &Button{Text: "See the gaps", Href: "/gaps"}}}
	if len(towns) > 1 {
		out.Choose = filter{Action: "/gaps/recruit", Button: "Show", Selects: []selection{townSelection(towns, town)}}
	}
	for _, row := range rows {
		out.Sections = append(out.Sections, c.recruitSection(row))
	}
	if len(rows) == 0 {
		out.Head.Lead = ""
	}
	shown := min(len(out.Sections), recruitShown)
	out.Sections, out.Rest = out.Sections[:shown], out.Sections[shown:]
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "recruit", p)
	return nil
}

func (c clock) recruitSection(row app.RecruitSection) recruitSection {
	out := recruitSection{Name: placeWords(row.Section, row.Town), Say: Count(c.Words, row.Asks, "For %s ask nobody was found.", "For %s asks nobody was found.")}
	for _, pair := range row.Wanted {
		out.Pairs = append(out.Pairs, recruitPair{Say: c.lookingFor(row.Section, pair.Skills, pair.When.AnyOf()), Gain: Count(c.Words, pair.Asks, "They would have done %s of these asks.", "They would have done %s of these asks."),
			Leaflet: Button{Text: "Leaflet", Icon: "print", Href: lookingAddress(row.TownID, row.SectionID, pair)}})
	}
	if len(out.Pairs) == 0 {
		out.None = c.Say("Nobody alone would have changed that: help was wanted within hours, or with a wish that we know of nobody to fulfil.")
	}
	return out
}

// skillDeeds say what somebody does who has a skill, to stand after "who can".
var skillDeeds = map[string]string{
	"shopping": words.Later("shop for a neighbour"), "errands": words.Later("run an errand"), "listening": words.Later("listen and be good company"), "driving": words.Later("drive"),
	"buddying": words.Later("go along with somebody the first time"), "dogs": words.Later("walk a dog"), "handy": words.Later("do small jobs"), "gardening": words.Later("tidy a garden"),
	"digital": words.Later("help somebody get online"), "forms": words.Later("help with a letter or a form"), "warm_homes": words.Later("help to keep a home warm"),
	"knock": words.Later("knock and see that all is well"), "step_free": words.Later("offer a way without steps"),
}

// lookingFor says whom we look for: where ("": anywhere here), who can do what, and when; "" for whenever.
func (c clock) lookingFor(place string, skills []string, when string) string {
	deeds := []string{}
	for _, code := range skills {
		if deed := skillDeeds[code]; deed != "" {
			deeds = append(deeds, c.Say(deed))
		}
	}
	if len(deeds) == 0 {
		deeds = []string{c.Say("lend a hand")}
	}
	somebody := c.Say("somebody")
	if place != "" {
		somebody = c.Say("somebody in %s", place)
	}
	if when == "" {
		return c.Say("We look for %s who can %s.", somebody, c.List(deeds))
	}
	return c.Say("We look for %s who can %s on %s.", somebody, c.List(deeds), when)
}

// lookingAddress is the leaflet about somebody to look for.
func lookingAddress(town domain.TownID, section domain.SectionID, pair app.RecruitPair) string {
	q := url.Values{"town": {idOf(town)}, "section": {idOf(section)}, "when": {pair.When.Words()}}
	if len(pair.Skills) > 0 {
		q.Set("skills", strings.Join(pair.Skills, " "))
	}
	return "/print/looking?" + q.Encode()
}

// lookingPaper is a leaflet about somebody we look for.
type lookingPaper struct {
	paper
	Wanted string // the sentence
}

// lookingLeaflet is the leaflet about somebody to look for in a neighbourhood. The address says who; what it says that we do not know is left out.
func (s *Server) lookingLeaflet(w http.ResponseWriter, r *http.Request) error {
	if !mayAnywhere(r, domain.RunGaps) {
		return notYours(r)
	}
	town, section := numberIn[domain.TownID](r.FormValue("town")), numberIn[domain.SectionID](r.FormValue("section"))
	sections, err := s.app.Sections(r.Context(), who(r), town)
	if err != nil {
		return err
	}
	name := ""
	for _, x := range sections {
		if x.ID == section {
			name = x.Name
		}
	}
	if name == "" {
		return domain.Errorf(domain.NotFound, "", "We cannot find that neighbourhood. Please choose again.")
	}
	pair := app.RecruitPair{Skills: strings.Fields(r.FormValue("skills"))}
	out := lookedFor{back: Link{Text: "Recruit here", Href: "/gaps/recruit"}, town: town, place: name, skills: pair.Skills}
	if times, err := domain.ParseAvailability("when", r.FormValue("when")); err == nil {
		pair.When, out.when = times, times.AnyOf()
	}
	out.address = lookingAddress(town, section, pair)
	return s.showLooking(w, r, out)
}

// gapLeaflet is the leaflet about what is missing: it asks who would help with it.
func (s *Server) gapLeaflet(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	wanted, err := s.app.GapLeaflet(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	out := lookedFor{back: Link{Text: "Back to what is missing", Href: addressOf("/gaps/", id)}, address: addressOf("/print/gap/", id), town: wanted.TownID, place: wanted.TownName, skills: wanted.Skills}
	if wanted.OneDay {
		in := words.From(r.Context())
		out.when = in.Say("%ss", in.Weekday(wanted.Day))
	}
	return s.showLooking(w, r, out)
}

// lookedFor is whom a leaflet looks for, and where it stands.
type lookedFor struct {
	back    Link
	address string
	town    domain.TownID
	place   string // "": anywhere here
	skills  []string
	when    string // "": whenever
}

func (s *Server) showLooking(w http.ResponseWriter, r *http.Request, l lookedFor) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	p, err := s.paperTo(r, Head{Back: &l.back, Title: "Leaflet: we look for somebody"}, l.town, lendPath)
	if err != nil {
		return err
	}
	out := lookingPaper{paper: p.sized(l.address), Wanted: c.lookingFor(l.place, l.skills, l.when)}
	out.Note = words.Later("It asks for somebody, and says nothing of those who waited. The code opens the page on which people offer to help.")
	return s.showPaper(w, r, "print_looking", out.Head.Title, out)
}
