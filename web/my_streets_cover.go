package web

import (
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// coverOf says who stands in, and what can be done about going away.
func (c clock) coverOf(v app.MyStreets, out *myStreetsContent) {
	seen := map[domain.PersonID]bool{}
	var alone []string
	for _, h := range v.Cover {
		switch {
		case h.PersonID == 0:
			alone = append(alone, h.StreetName)
		case !seen[h.PersonID]:
			seen[h.PersonID] = true
			out.Doors = append(out.Doors, neighbour{Door: Door{Name: h.Name, Tint: int(h.PersonID % 4)}, Name: h.Name, Href: addressOf("/people/", h.PersonID), Say: coveredBy(v.Cover, h)})
		}
	}
	out.StandIn = Panel{Title: "Who stands in for you"}
	if v.StandsIn {
		out.StandIn.Title = "You stand in"
		out.StandIn.Words = []string{c.Say("What comes up here comes to you while whoever looks after it is away.")}
	}
	if len(alone) > 0 {
		said := c.Say("Nobody stands in for %s.", c.fewNames(alone))
		if v.StandsIn {
			said = c.Say("Besides you, nobody looks after %s.", c.fewNames(alone))
		}
		if v.Builder != "" {
			said += " " + c.Say("Tell %s if you know somebody.", v.Builder)
		}
		out.StandIn.Words = append(out.StandIn.Words, said)
	}
	if !v.StandsIn {
		out.HandOver = "/my-streets/hand-over"
	}
	if v.Away == nil {
		out.Go = &Button{Text: "I’m going away", Style: "arm arm-plain", Wide: true, Href: "/my-streets/away"}
		return
	}
	out.Away, out.Back = c.awayNotice(*v.Away), &Button{Text: "I’m back", Post: "/my-streets/back"}
	if v.Away.FromOn.After(c.dateToday()) {
		out.Back.Text = "I’m not going after all"
	}
}

// coveredBy names the streets for which somebody stands in, where there are several.
func coveredBy(all []domain.Cover, by domain.Cover) string {
	var names []string
	for _, h := range all {
		if h.PersonID == by.PersonID {
			names = append(names, h.StreetName)
		}
	}
	if len(names) > 3 {
		names = append(names[:3], "…")
	}
	return strings.Join(names, ", ")
}

// fewNames names three things at most, and says how many more there are.
func (c clock) fewNames(names []string) string {
	if len(names) <= 3 {
		return c.List(names)
	}
	return c.List(append(names[:2:2], c.Count(len(names)-2, "%s more", "%s more")))
}

// awayNotice says that the reader is away, or is going.
func (c clock) awayNotice(a domain.Absence) *Notice {
	n := Notice{State: StateSoon, Strong: c.Say("You are away."), Text: c.Say("Others look after your streets until you say that you are back.")}
	switch {
	case a.FromOn.After(c.dateToday()) && a.ToOn != nil:
		n.Strong, n.Text = c.Say("You go away %s.", c.day(a.FromOn)), c.Say("You are back %s, and your streets come back to you by themselves.", c.day(*a.ToOn))
	case a.FromOn.After(c.dateToday()):
		n.Strong = c.Say("You go away %s.", c.day(a.FromOn))
	case a.ToOn != nil:
		n.Text = c.Say("Your streets come back to you by themselves %s.", c.day(*a.ToOn))
	}
	return &n
}

// dateToday is the local date, as dates come out of the database.
func (c clock) dateToday() time.Time {
	y, m, d := c.now.In(c.zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
