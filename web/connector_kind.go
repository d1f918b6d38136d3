package web

import (
	"net/http"
	"slices"

	"waymark/domain"
	"waymark/internal/app"
)

// connectorKindsPage lists the kinds of connectors that there are, with what each does.
func (s *Server) connectorKindsPage(w http.ResponseWriter, r *http.Request) error {
	kinds, err := s.app.ConnectorKinds(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := kindsContent{Head: Head{Back: &Link{Text: "Connectors", Href: "/connectors"}, Title: "Kinds of connectors", Lead: "What somebody may be asked to do. A kind that you no longer offer keeps the people who are in it."},
		Add: Button{Text: "Add a kind", Href: "/connector-kinds/" + newKind}}
	for _, k := range kinds {
		line := Line{State: StateDone, Icon: "people", Title: c.Say(k.Name), Href: "/connector-kinds/" + k.Code}
		for _, does := range connectorDoes(k) {
			line.Say = joinWords(" · ", line.Say, c.Say(does.Text))
		}
		if !k.Offered {
			line.State, line.End = StatePlain, c.Say("not offered")
		}
		out.Lines = append(out.Lines, line)
	}
	p := s.simplePage(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "kinds", p)
	return nil
}

// connectorFlags are what a kind of connector may do, as the form asks it.
func connectorFlags() []Choice {
	return []Choice{{Value: "signposts", Text: "Tell people what there is"}, {Value: "along", Text: "Go along the first time"},
		{Value: "alone", Text: "Meet one person alone", Small: "They are over 18, met and checked first."}}
}

// connectorDoes are those of them that a kind does.
func connectorDoes(k domain.ConnectorKind) []Choice {
	does := map[string]bool{"signposts": k.Signposts, "along": k.GoesAlong, "alone": k.OneToOne}
	return slices.DeleteFunc(connectorFlags(), func(c Choice) bool { return !does[c.Value] })
}

// connectorKindFields are one kind as somebody types it.
type connectorKindFields struct {
	Name string   `form:"name" max:"60" label:"The name"`
	Is   []string `form:"is"`
}

// connectorKindForm asks for a kind.
func (s *Server) connectorKindForm(w http.ResponseWriter, r *http.Request) error {
	k, err := s.connectorKindAt(r)
	if err != nil {
		return err
	}
	f := connectorKindFields{Name: k.Name, Is: []string{"signposts", "offered"}}
	if k.Code != "" {
		f.Is = nil
		for _, does := range connectorDoes(k) {
			f.Is = append(f.Is, does.Value)
		}
		if k.Offered {
			f.Is = append(f.Is, "offered")
		}
	}
	return s.showConnectorKind(w, r, k, f, nil)
}

// connectorKindAt is the kind in the address; the zero value for a new one.
func (s *Server) connectorKindAt(r *http.Request) (domain.ConnectorKind, error) {
	kinds, err := s.app.ConnectorKinds(r.Context(), who(r))
	if err != nil || r.PathValue("code") == newKind {
		return domain.ConnectorKind{}, err
	}
	n := slices.IndexFunc(kinds, func(k domain.ConnectorKind) bool { return k.Code == r.PathValue("code") })
	if n < 0 {
		return domain.ConnectorKind{}, leadsNowhere()
	}
	return kinds[n], nil
}

func (s *Server) showConnectorKind(w http.ResponseWriter, r *http.Request, k domain.ConnectorKind, f connectorKindFields, wrong domain.Errors) error {
	head := Head{Back: &Link{Text: "Kinds of connectors", Href: "/connector-kinds"}, Title: "A new kind of connector"}
	if k.Code != "" {
		head.Title, head.Over = k.Name, "A kind of connector"
	}
	is := Picks{Name: "is", Legend: "What do they do?", Many: true, Choices: append(connectorFlags(),
		Choice{Value: "offered", Text: "New connectors may be of this kind", Small: "Without it, nobody new is asked. Who is one already stays one."})}
	return s.showForm(w, r, formPage{Head: head, Blocks: []block{asking(Field{Name: "name", Label: "What are they called?", Hint: "Such as “Bus driver”.", Value: f.Name}, wrong), choosing(is, wrong, f.Is...)},
		Button: Button{Text: "Keep it", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: "/connector-kinds"}}, wrong)
}

// saveConnectorKind adds or changes a kind.
func (s *Server) saveConnectorKind(w http.ResponseWriter, r *http.Request) error {
	k, err := s.connectorKindAt(r)
	if err != nil {
		return err
	}
	var f connectorKindFields
	if err = ReadForm(w, r, &f); err == nil {
		is := func(flag string) bool { return slices.Contains(f.Is, flag) }
		_, err = s.app.SaveConnectorKind(r.Context(), who(r), app.SaveConnectorKind{Code: k.Code, Name: f.Name, Signposts: is("signposts"), GoesAlong: is("along"),
			OneToOne: is("alone"), Offered: is("offered")})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showConnectorKind(w, r, k, f, wrong) }, "/connector-kinds", "We have kept that.")
}
