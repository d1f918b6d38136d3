package web

import (
	"net/http"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// connectorRoutes are the pages of those who look after a town's connectors.
func (s *Server) connectorRoutes(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /connectors":              s.connectorsPage,
		"GET /connectors/training":     s.trainingForm,
		"POST /connectors/training":    s.train,
		"GET /connector-wishes":        s.wishesPage,
		"POST /connector-wishes/{id}":  s.settleWish,
		"POST /connectors/{id}/hello":  s.sayHello,
		"POST /connectors/{id}/badge":  s.changeBadge,
		"GET /people/{id}/connector":   s.inviteForm,
		"POST /people/{id}/connector":  s.invite,
		"GET /print/connector/{id}":    s.connectorBadge,
		"GET /connectors/{id}":         s.connectorPage,
		"GET /connectors/{id}/patch":   s.changeConnectorForm,
		"POST /connectors/{id}/patch":  s.saveConnector,
		"GET /connector-kinds":         s.connectorKindsPage,
		"GET /connector-kinds/{code}":  s.connectorKindForm,
		"POST /connector-kinds/{code}": s.saveConnectorKind,
	} {
		mux.Handle(address, s.signedIn(page))
	}
}

// connectorsContent is the list of connectors.
type connectorsContent struct {
	Head  Head
	Links []Link
	Parts []connectorPart
	Empty Empty
}

// connectorPart is one part of the list.
type connectorPart struct {
	Title, Say string
	someLines
}

// connectorsShown is how many connectors of a part stand in the open.
const connectorsShown = 6

// connectorsPage lists the connectors, first those of whom nothing was heard for a while.
func (s *Server) connectorsPage(w http.ResponseWriter, r *http.Request) error {
	all, err := s.app.Connectors(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	talks := 0
	var quiet, greeted, others []Line
	out := connectorsContent{Links: []Link{{Text: "After a training", Href: "/connectors/training"}, {Text: "Who would like to hear from you", Href: "/connector-wishes"}, {Text: "The ripple", Href: "/ripple"}, {Text: "Kinds of connectors", Href: "/connector-kinds"}},
		Empty: Empty{Title: "No connectors yet", Text: "Hold a training, or ask somebody from their page under People. They become connectors by their own yes."}}
	for _, one := range all {
		talks += one.Conversations
		line := c.connectorLine(one)
		switch {
		case !one.Quiet(c.now):
			others = append(others, line)
		case one.Greeted(c.now):
			line.State, line.End = StatePlain, c.Say("hello said %s", c.day(one.GreetedAt.In(c.zone)))
			greeted = append(greeted, line)
		default:
			line.State, line.Do = StateWaiting, &Button{Text: "Say hello", Post: addressOf("/connectors/", one.PersonID) + "/hello"}
			quiet = append(quiet, line)
		}
	}
	quiet = append(quiet, greeted...)
	for _, p := range []connectorPart{
		{"Quiet for a while", "Perhaps they are away, or the badge is in a drawer. A friendly word is all it takes.", c.someOf(quiet, connectorsShown)},
		{"Everybody else", "", c.someOf(others, connectorsShown)},
	} {
		if len(p.Lines) > 0 {
			out.Parts = append(out.Parts, p)
		}
	}
	out.Head = Head{Back: &Link{Text: "What’s missing", Href: "/builder"}, Title: "Connectors"}
	if len(all) > 0 { // of nobody there is nothing to count
		out.Head.Lead = c.Say("%s, who logged %s in the last twelve months.", Count(c.Words, len(all), "%s connector", "%s connectors"), c.Count(talks, "%s talk", "%s talks"))
	}
	p := s.rd.Page(w, r, "Connectors")
	p.Content = out
	s.rd.Render(w, r, "connectors", p)
	return nil
}

// connectorLine puts a connector into a list: what they do and where, and when we last heard.
func (c clock) connectorLine(one domain.Connector) Line {
	say := joinWords(dot, c.Say(one.KindName), one.Setting, placeWords(one.SectionName, one.TownName))
	return Line{State: StateDone, Icon: "people", Title: one.Name(), Href: addressOf("/connectors/", one.PersonID), Say: say, End: c.lastTalk(one)}
}

// lastTalk says when a connector last logged a talk.
func (c clock) lastTalk(one domain.Connector) string {
	if one.LastDay == nil {
		return c.Say("no talk yet")
	}
	return c.Say("last talk %s", c.day(*one.LastDay))
}

// connectorContent is one connector.
type connectorContent struct {
	Head    Head
	Facts   Facts
	Problem string // why their badge opens nothing
	Print   string
	Post    string
	Change  string
	Person  string
	Worn    bool
}

// connectorPage shows one connector, and what can be done about their badge.
func (s *Server) connectorPage(w http.ResponseWriter, r *http.Request) error {
	one, err := s.connectorAt(r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	here := addressOf("/connectors/", one.PersonID)
	out := connectorContent{Head: Head{Back: &Link{Text: "Connectors", Href: "/connectors"}, Title: one.Name(), Lead: joinWords(dot, c.Say(one.KindName), one.Setting)},
		Print: addressOf("/print/connector/", one.PersonID), Post: here, Change: here + "/patch", Person: addressOf("/people/", one.PersonID), Worn: one.Wears(one.Badge, c.now) == nil}
	fact := func(name, text string) { out.Facts.Facts = append(out.Facts.Facts, Fact{Name: name, Text: text}) }
	fact("Patch", joinWords(dot, strings.Join(one.Streets, ", "), placeWords(one.SectionName, one.TownName)))
	if len(one.Languages) > 0 {
		fact("Speaks besides English", languageNames(one.Languages))
	}
	fact("Talks in twelve months", Count(c.Words, one.Conversations, "%s talk", "%s talks"))
	fact("Last heard of", upperFirst(c.lastTalk(one)))
	fact("Agreed", upperFirst(c.time(one.AgreedAt)))
	if one.TrainedOn != nil {
		fact("Training", upperFirst(c.day(*one.TrainedOn)))
		fact("Come again by", upperFirst(c.day(*one.RefreshOn)))
	} else {
		fact("Training", c.Say("Not yet"))
	}
	if out.Worn {
		fact("Badge until", upperFirst(c.day(one.BadgeUntil)))
	}
	p := s.rd.Page(w, r, one.Name())
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "connector", p)
	return nil
}

func (s *Server) sayHello(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.PersonID](r)
	if err != nil {
		return err
	}
	return press(w, r, s.app.SayHello(r.Context(), who(r), id), "/connectors", "We have said hello, with their page in it.")
}

// badgeForm is what happens to a badge.
type badgeForm struct {
	Do string `form:"do" max:"10"`
}

func (s *Server) changeBadge(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.PersonID](r)
	if err != nil {
		return err
	}
	var f badgeForm
	if err := ReadForm(w, r, &f); err != nil {
		return err
	}
	said := "A new badge is on its way. The old one opens nothing any more."
	if f.Do == "back" {
		said = "The badge has been taken back. It opens nothing any more."
	}
	return press(w, r, s.app.ChangeBadge(r.Context(), who(r), app.ChangeBadge{PersonID: id, Back: f.Do == "back", IdempotencyKey: sentKey(r)}), addressOf("/connectors/", id), said)
}

// trainingFields are a training, as its trainer types it in.
type trainingFields struct {
	Town   string `form:"townId" max:"20"`
	Kind   string `form:"kindId" max:"20"`
	On     string `form:"on" max:"20"`
	People string `form:"people" max:"12000" label:"The list"`
	Agreed string `form:"agreed" max:"10"`
}

func (s *Server) trainingForm(w http.ResponseWriter, r *http.Request) error {
	return s.showTraining(w, r, trainingFields{}, nil)
}

func (s *Server) showTraining(w http.ResponseWriter, r *http.Request, f trainingFields, wrong domain.Errors) error {
	kinds, town, err := s.connecting(r, f.Town, f.Kind, wrong)
	if err != nil {
		return err
	}
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "Connectors", Href: "/connectors"}, Title: "After a training", Lead: "Everybody on the list becomes a connector, and gets their page by e-mail or a call."},
		Blocks: []block{town, kinds,
			asking(Field{Name: "on", Label: "When was it?", Optional: true, Type: "date", Short: true, Value: f.On}, wrong),
			asking(Field{Name: "people", Label: "Who was there?", Type: "textarea", Rows: 8, Value: f.People, Hint: "A line each, with commas: Kelly Marsh, kelly@example.org, Curl Up in Fore Street. Behind that, if you know them, their languages and streets: Polish, streets: Mill Lane, The Quay"}, wrong),
			choosing(yesNo("agreed", "They were told what we keep, and agreed", "Their name, how to reach them, and how many talks they count."), wrong, f.Agreed)},
		Button: Button{Text: "Make them connectors", Style: Arm}}, wrong)
}

// connecting are the two questions of every new connector: what they do, and in which town.
func (s *Server) connecting(r *http.Request, townID, kindID string, wrong domain.Errors) (kind, town block, err error) {
	kinds, err := s.app.ConnectorKinds(r.Context(), who(r))
	if err != nil {
		return kind, town, err
	}
	picks := Picks{Name: "kindId", Legend: "What do they do?", Pairs: true}
	for _, k := range kinds {
		if k.Offered {
			picks.Choices = append(picks.Choices, Choice{Value: addressOf("", k.ID), Text: k.Name})
		}
	}
	if kindID == "" && len(picks.Choices) > 0 {
		kindID = picks.Choices[0].Value
	}
	towns, err := s.app.Towns(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return kind, town, err
	}
	where := Picks{Name: "townId", Legend: "Which town?", Pairs: true}
	for _, t := range towns {
		if domain.May(who(r), domain.RunConnectors, domain.Target{Spot: domain.Spot{DistrictID: t.DistrictID, TownID: t.ID}}) {
			where.Choices = append(where.Choices, Choice{Value: addressOf("", t.ID), Text: t.Name})
		}
	}
	if len(where.Choices) == 1 {
		townID = where.Choices[0].Value
	}
	return choosing(picks, wrong, kindID), choosing(where, wrong, townID), nil
}

func (s *Server) train(w http.ResponseWriter, r *http.Request) error {
	var f trainingFields
	err := ReadForm(w, r, &f)
	var wrong domain.Errors
	on := dateIn(&wrong, "on", f.On)
	if f.Town == "" {
		wrong.Add("townId", "Please choose the town.")
	}
	if err == nil {
		err = wrong.Err()
	}
	n := 0
	if err == nil {
		n, err = s.app.TrainConnectors(r.Context(), who(r), app.TrainConnectors{TownID: numberIn[domain.TownID](f.Town), KindID: numberIn[domain.KindID](f.Kind), On: on, People: f.People, Agreed: f.Agreed != ""})
	}
	in := words.From(r.Context())
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showTraining(w, r, f, wrong) }, "/connectors",
		Count(in, n, "%s person was at the training. Thank you.", "%s people were at the training. Thank you."))
}

// inviteFields ask somebody whether they would be a connector.
type inviteFields struct {
	Town string `form:"townId" max:"20"`
	Kind string `form:"kindId" max:"20"`
}

func (s *Server) inviteForm(w http.ResponseWriter, r *http.Request) error {
	return s.showInvite(w, r, inviteFields{}, nil)
}

func (s *Server) showInvite(w http.ResponseWriter, r *http.Request, f inviteFields, wrong domain.Errors) error {
	id, err := pathID[domain.PersonID](r)
	if err != nil {
		return err
	}
	kinds, town, err := s.connecting(r, f.Town, f.Kind, wrong)
	if err != nil {
		return err
	}
	v, err := s.app.Person(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	in := words.From(r.Context())
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: v.FirstName, Href: addressOf("/people/", id)}, Title: in.Say("Would %s be a connector?", v.FirstName),
		Lead: "We ask them in your name, and say what it is. Only their own yes makes them one."}, Blocks: []block{town, kinds}, Button: Button{Text: "Ask them", Style: Arm}}, wrong)
}

func (s *Server) invite(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.PersonID](r)
	if err != nil {
		return err
	}
	var f inviteFields
	err = ReadForm(w, r, &f)
	if err == nil && f.Town == "" {
		err = domain.Errorf(domain.Invalid, "townId", "Please choose the town.")
	}
	if err == nil {
		err = s.app.InviteConnector(r.Context(), who(r), app.InviteConnector{PersonID: id, KindID: numberIn[domain.KindID](f.Kind), TownID: numberIn[domain.TownID](f.Town)})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showInvite(w, r, f, wrong) }, addressOf("/people/", id), "We have asked them. Their answer comes by itself.")
}

// connectorPaper is a connector's badge.
type connectorPaper struct {
	paper
	First, Kind, Until string
}

// connectorBadge is the badge of a connector: the code on its back opens their own page.
func (s *Server) connectorBadge(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.PersonID](r)
	if err != nil {
		return err
	}
	link, one, err := s.app.BadgeLink(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	p, err := s.newPaper(r, Head{Back: &Link{Text: one.FirstName, Href: addressOf("/connectors/", id)}, Title: "Badge"}, one.TownID)
	if err != nil {
		return err
	}
	if p.QR, err = newQR(link); err != nil {
		return err
	}
	out := connectorPaper{paper: p, First: one.FirstName, Kind: one.KindName, Until: c.day(one.BadgeUntil)}
	out.Note = words.Later("Print it on card, cut it out and fold it in the middle. The code is theirs alone: whoever has it can log talks in their name and see what they counted, and nothing else.")
	return s.showPaper(w, r, "print_connector", out.Head.Title, out)
}
