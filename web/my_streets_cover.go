package web

import (
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// covers is who stands in for the reader, or for whom the reader stands in.
type covers struct {
	Title string
	Doors []neighbour
	Words []string
}

// coverOf says who stands in, and what can be done about going away.
func (c clock) coverOf(v app.MyStreets, out *myStreetsContent) {
	var mine, others []domain.Cover
	for _, h := range v.Cover {
		if h.StandsIn {
			others = append(others, h)
		} else {
			mine = append(mine, h)
		}
	}
	if len(mine) > 0 {
		forMe := covers{Title: "Who stands in for you"}
		c.fill(&forMe, mine, v.Builder, words.Later("Nobody stands in for %s."))
		out.Covers = append(out.Covers, forMe)
	}
	if len(others) > 0 {
		byMe := covers{Title: "You stand in", Words: []string{c.Say("What comes up here comes to you while whoever looks after it is away.")}}
		c.fill(&byMe, others, v.Builder, words.Later("Besides you, nobody looks after %s."))
		out.Covers = append(out.Covers, byMe)
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

// fill puts a door for each person who covers streets, and a word about those that have nobody.
func (c clock) fill(p *covers, streets []domain.Cover, builder, nobody string) {
	seen := map[domain.PersonID]bool{}
	var alone []string
	for _, h := range streets {
		id, door := coveredFor(h), Door{Name: h.Name}
		if h.AwayID != 0 {
			door = Door{Name: h.AwayName, Away: true}
		}
		switch {
		case id == 0:
			alone = append(alone, h.StreetName)
		case !seen[id]:
			seen[id], door.Tint = true, int(id%4)
			p.Doors = append(p.Doors, neighbour{Door: door, Name: door.Name, Href: addressOf("/people/", id), Say: coveredBy(streets, h), Tag: c.awayTag(h)})
		}
	}
	if len(alone) > 0 {
		said := c.Say(nobody, c.fewNames(alone))
		if builder != "" {
			said += " " + c.Say("Tell %s if you know somebody.", builder)
		}
		p.Words = append(p.Words, said)
	}
}

// coveredFor is who else has to do with a street: who is away from it, else who is there besides the reader; 0: nobody.
func coveredFor(h domain.Cover) domain.PersonID {
	if h.AwayID != 0 {
		return h.AwayID
	}
	return h.PersonID
}

// coveredBy names the streets that the same person covers, where there are several.
func coveredBy(all []domain.Cover, by domain.Cover) string {
	var names []string
	for _, h := range all {
		if h.StandsIn == by.StandsIn && coveredFor(h) == coveredFor(by) {
			names = append(names, h.StreetName)
		}
	}
	if len(names) > 3 {
		names = append(names[:3], "…")
	}
	return strings.Join(names, ", ")
}

// awayTag says until when somebody is away for whom the reader stands in; nil: they are there.
func (c clock) awayTag(h domain.Cover) *Tag {
	switch {
	case h.AwayID == 0:
		return nil
	case h.BackOn == nil:
		return &Tag{State: StateWaiting, Icon: "pause", Text: "Away"}
	}
	return &Tag{State: StateWaiting, Icon: "pause", Text: c.Say("Back %s", c.day(*h.BackOn))}
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
