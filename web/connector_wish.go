package web

import (
	"net/http"

	"waymark/domain"
)

// wishesContent is who would like to hear from a builder.
type wishesContent struct {
	Head   Head
	Wishes []wishLine
	Pager  Pager
	Empty  Empty
}

type wishLine struct {
	Name, What, Where, Phone, Email, Words, Post string
	Idea                                         string // where it is made an idea; "" for all else
}

// wishesPage lists what people whom connectors met would like.
func (s *Server) wishesPage(w http.ResponseWriter, r *http.Request) error {
	all, info, err := s.app.ConnectorWishes(r.Context(), who(r), listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := wishesContent{Head: Head{Back: &Link{Text: "Connectors", Href: "/connectors"}, Title: "Who would like to hear from you", Lead: "They told a connector, and agreed that you get in touch."},
		Pager: next(r, info), Empty: Empty{Title: "Nobody is waiting", Text: "When somebody tells a connector that they would like a call, or have an idea, it stands here."}}
	for _, v := range all {
		line := wishLine{Name: v.FirstName, Where: joinWords(", ", v.TownName, c.day(v.At.In(c.zone))), Phone: domain.Phone(v.Phone).Local(), Email: v.Email, Words: v.Words, Post: addressOf("/connector-wishes/", v.ID)}
		for _, choice := range wishChoices {
			if choice.Value == string(v.What) {
				line.What = c.Say(choice.Text)
			}
		}
		if v.What == domain.IdeaWish {
			line.Idea = line.Post + "/idea"
		}
		out.Wishes = append(out.Wishes, line)
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "connector_wishes", p)
	return nil
}

func (s *Server) settleWish(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.WishID](r)
	if err != nil {
		return err
	}
	return press(w, r, s.app.SettleWish(r.Context(), who(r), id), "/connector-wishes", "It is written down that you have been in touch.")
}
