package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
)

// builderContent is the home of whoever builds a community: what is not there yet, and who would like to hear from them.
type builderContent struct {
	Head    Head
	Offers  string  // how many would like to help and wait for a word; "" for none
	Late    string  // how many things are not back yet; "" for none
	Raised  string  // how many things that people brought up nobody has passed on; "" for none
	Gaps    growing // what people need and is not there
	Quiet   growing
	Streets growing
	NotMet  growing

	Directory growing // what there is and may not be true any more
	Ideas     growing // what people would like to be there
}

// growing is one thing to look after: how many there are, what that counts, the first of them, and the one next step.
type growing struct {
	ID     string
	Open   bool // unfolded at first: the others show how many there are
	Number int
	Title  string
	Say    string // what is counted
	Rows   []growRow
	Next   *Button
	Also   *Button
	Empty  string
}

// growRow is one of what is counted: a kind of gap with how many, a person with their door, or a street.
type growRow struct {
	Number string // how many; "" for none
	Door   *Door
	Name   string
	Href   string
	Small  string
}

// builderPage shows what is missing in the places that the reader builds.
func (s *Server) builderPage(w http.ResponseWriter, r *http.Request) error {
	g, err := s.app.Growth(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	offers, err := s.app.Offers(r.Context(), who(r))
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, "What’s missing")
	out := builderContent{Quiet: c.quiet(g), Streets: c.streetsWithout(g), NotMet: c.notMet(g),
		Head: Head{Title: "What’s missing", Lead: "What people ask for and is not there yet, and who may like to hear from you. What needs somebody now is on the desk."}}
	if out.Directory, err = s.directoryGrowing(r, c); err != nil {
		return err
	}
	if out.Ideas, err = s.ideasGrowing(r, c); err != nil {
		return err
	}
	if out.Gaps, err = s.gapsGrowing(r, c); err != nil {
		return err
	}
	if len(offers) > 0 {
		out.Offers = Count(c.Words, len(offers), "%s person would like to help, and waits to hear from you.", "%s people would like to help, and wait to hear from you.")
	}
	if out.Late, err = s.devicesLate(r); err != nil {
		return err
	}
	if out.Raised, err = s.issuesNote(r); err != nil {
		return err
	}
	p.Content = out
	s.rd.Render(w, r, "builder", p)
	return nil
}

// quiet are people of whom we have heard nothing for a while. Nobody is counted or compared: each is somebody to ring.
func (c clock) quiet(g app.Growth) growing {
	out := growing{ID: "quiet", Number: g.QuietCounts.All, Title: "Not heard of for a while", Empty: "We have heard from everybody who helps.",
		Say: c.Say("People who help or look after a street, and for %s weeks gave no answer, made no visit and opened no page. Who is away is not here.", c.Number(app.QuietWeeks))}
	if g.QuietCounts.OurTurn > 0 {
		out.Say += " " + Count(c.Words, g.QuietCounts.OurTurn, "%s of them we have asked for nothing in that time: it is our turn.", "%s of them we have asked for nothing in that time: it is our turn.")
	}
	for n, q := range g.Quiet {
		name := fullName(q.FirstName, q.LastName)
		out.Rows = append(out.Rows, growRow{Door: &Door{Name: name, Tint: n % 4}, Name: name, Href: addressOf("/people/", q.PersonID), Small: c.quietWords(q)})
	}
	if len(g.Quiet) > 0 {
		out.Next = &Button{Text: c.Say("Ring %s and ask how they are", g.Quiet[0].FirstName), Icon: "phone", Href: addressOf("/people/", g.Quiet[0].PersonID)}
	}
	return out
}

// quietWords say kindly since when, and whose turn it is.
func (c clock) quietWords(q domain.QuietPerson) string {
	out := c.Say("Helps in %s.", placeWords(q.StreetName, q.TownName))
	if q.LooksAfter {
		out = c.Say("Looks after their street, %s.", placeWords(q.StreetName, q.TownName))
	}
	switch {
	case q.OurTurn:
		out += " " + c.Say("We have asked them for nothing lately: it is our turn to say hello.")
	case q.AskedAt != nil && (q.HeardAt == nil || q.AskedAt.After(*q.HeardAt)):
		out += " " + c.Say("We asked them something %s and have not heard.", c.day(q.AskedAt.In(c.zone)))
	case q.HeardAt != nil:
		out += " " + c.Say("We last heard from them %s.", c.day(q.HeardAt.In(c.zone)))
	default:
		out += " " + c.Say("They may like to hear from you.")
	}
	return out
}

// nowhereYet is said of a place into which no list has come.
const nowhereYet = "There are no streets yet."

// streetsWithout are streets that nobody looks after.
func (c clock) streetsWithout(g app.Growth) growing {
	out := growing{ID: "streets", Open: true, Number: g.VacantAll, Title: "Streets without a coordinator", Empty: "Somebody looks after every street.",
		Say: c.Say("Nobody looks after the street, nor its part of the town.")}
	if len(g.Streets) == 0 {
		out.Empty = nowhereYet
	}
	if g.AloneAll > 0 {
		out.Say += " " + Count(c.Words, g.AloneAll, "%s more has somebody, and nobody who stands in.", "%s more have somebody, and nobody who stands in.")
	}
	for _, s := range g.Vacant {
		small := s.TownName + ". " + Count(c.Words, s.People, "We know %s person there.", "We know %s people there.")
		if s.Open > 0 {
			small += " " + Count(c.Words, s.Open, "%s ask is open.", "%s asks are open.")
		}
		if s.Since != nil {
			small += " " + c.Say("Nobody since %s.", c.day(*s.Since))
		}
		out.Rows = append(out.Rows, growRow{Name: s.Name, Href: addressOf("/streets/", s.ID), Small: small})
	}
	if g.VacantAll > 0 {
		out.Next = &Button{Text: c.Say("See all %d streets", g.VacantAll), Icon: "pin", Href: "/vacancies"}
	}
	return out
}

// notMet are volunteers whom nobody has met yet.
func (c clock) notMet(g app.Growth) growing {
	out := growing{ID: "not-met", Number: g.NotMetAll, Title: "Not met yet", Say: "People who offered to help and whom nobody has met. Until then they are not asked to go inside a home.",
		Empty: "Everybody who offered has been met."}
	for n, m := range g.NotMet {
		name := fullName(m.FirstName, m.LastName)
		out.Rows = append(out.Rows, growRow{Door: &Door{Name: name, Tint: n % 4}, Name: name, Href: addressOf("/people/", m.PersonID),
			Small: placeWords(m.StreetName, m.TownName) + ". " + c.Say("Offered %s.", c.day(m.BeganAt.In(c.zone)))})
	}
	if len(g.NotMet) > 0 {
		out.Next = &Button{Text: c.Say("Meet %s", g.NotMet[0].FirstName), Icon: "cup", Href: addressOf("/people/", g.NotMet[0].PersonID) + "/meet"}
		if g.NotMetAll > len(g.NotMet) {
			out.Next = &Button{Text: c.Say("See all %d", g.NotMetAll), Icon: "people", Href: "/people?notMet=yes"}
		}
	}
	return out
}
