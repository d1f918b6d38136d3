package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// whatIfForm is somebody more, as whoever asks what if describes them.
type whatIfForm struct {
	Street       string   `form:"street" max:"100" label:"The street"`
	StreetID     string   `form:"streetId" max:"20"`
	Who          string   `form:"who" max:"20"`
	Skills       []string `form:"skills"`
	Availability string   `form:"availability" label:"The times"`
	Reach        string   `form:"reach" max:"20"`
	Capacity     string   `form:"capacityWeek" max:"10"`
	Quarter      string   `form:"quarter" max:"10"`
}

// whoCoordinates is the answer that they look after streets; whoever does not, helps.
const whoCoordinates = "coordinator"

// whatIfQuarters is how many quarters are offered beside the last twelve months.
const whatIfQuarters = 4

// whatIfPage asks who would be there more, and where. The address may say some of it.
func (s *Server) whatIfPage(w http.ResponseWriter, r *http.Request) error {
	if !mayAnywhere(r, domain.SeeCoverage) {
		return notYours(r)
	}
	usual := usualHelp()
	f := whatIfForm{StreetID: r.FormValue("street"), Who: r.FormValue("who"), Skills: r.Form["skills"], Availability: usual.Availability, Reach: usual.Reach, Capacity: usual.Capacity, Quarter: wordIn(r, "quarter")}
	for into, name := range map[*string]string{&f.Availability: "availability", &f.Reach: "reach", &f.Capacity: "capacityWeek"} {
		if typed := r.FormValue(name); typed != "" {
			*into = typed
		}
	}
	var err error
	if f.Street, err = s.streetNamed(r, f.StreetID); err != nil {
		return err
	}
	return s.showWhatIf(w, r, f, nil)
}

func (s *Server) showWhatIf(w http.ResponseWriter, r *http.Request, f whatIfForm, wrong domain.Errors) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	street, err := s.streetField(r, streetForm{f.Street, f.StreetID}, "Where would they live?", wrong)
	if err != nil {
		return err
	}
	helps := helpForm{Skills: f.Skills, Availability: f.Availability, Reach: f.Reach, Capacity: f.Capacity}.blocks(wrong)[:whatIfBlocks]
	when := selection{Name: "quarter", Label: "Which asks?", Error: problemWith(wrong, "quarter"), Choices: []Choice{{Text: c.Say("The last twelve months")}}}
	for _, q := range domain.Quarters(dayOf(c.now.In(c.zone)), whatIfQuarters) {
		months, _ := domain.ParseQuarter(q) // one of ours
		when.Choices = append(when.Choices, Choice{Value: q, Text: c.rippleMonths(months)})
	}
	when = when.chosen(f.Quarter)
	who := Picks{Name: "who", Legend: "Who would it be?", Choices: []Choice{{Value: whoCoordinates, Text: "Somebody who looks after streets", Small: "Those of the neighbourhood that have nobody."}, {Value: "helper", Text: "Somebody who helps"}}}
	if f.Who != whoCoordinates {
		f.Who = "helper"
	}
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "Back to the map", Href: "/map"}, Title: "What if there was somebody more?", Lead: "Add somebody who is not there yet, and see which of the past asks would have found help nearer, or at all. Nothing is changed, and nobody is named."},
		Blocks: []block{{Field: &street}, choosing(who, wrong, f.Who), {More: helps}, {Select: &when}}, Button: Button{Text: "Work it out", Style: Arm}, Back: Link{Text: "Back to the map", Href: "/map"}}, wrong)
}

// whatIfBlocks is how many of the questions about what somebody gives matter here: what, when, how far and how often.
const whatIfBlocks = 4

// whatIf works out what somebody more would have changed, and leads to the page that shows it.
func (s *Server) whatIf(w http.ResponseWriter, r *http.Request) error {
	var f whatIfForm
	var trial app.WhatIfTrial
	err := ReadForm(w, r, &f)
	if err == nil {
		var cmd app.WhatIf
		if cmd, err = s.whatIfOf(r, f); err == nil {
			trial, err = s.app.WhatIf(r.Context(), who(r), cmd)
		}
	}
	if wrong := toMend(err); wrong != nil {
		return s.showWhatIf(w, r, f, wrong)
	}
	if err != nil && trial.WorkID == 0 {
		return err
	}
	http.Redirect(w, r, workAddress(trial.WorkID), http.StatusSeeOther)
	return nil
}

// whatIfOf turns the form into what the use case takes.
func (s *Server) whatIfOf(r *http.Request, f whatIfForm) (app.WhatIf, error) {
	var wrong domain.Errors
	street, err := s.streetOf(r, streetForm{f.Street, f.StreetID})
	cmd := app.WhatIf{StreetID: street, Coordinator: f.Who == whoCoordinates, Skills: f.Skills, Quarter: f.Quarter}
	if err != nil {
		problems := Problems(err)
		if problems == nil {
			return cmd, err
		}
		wrong = append(wrong, problems...)
	}
	if cmd.Coordinator {
		return cmd, wrong.Err()
	}
	if cmd.Availability, err = domain.ParseAvailability("availability", f.Availability); err != nil {
		wrong.Add("availability", "%s", plainError(err))
	}
	if cmd.Reach, err = domain.ParseLevel(f.Reach); err != nil {
		wrong.Add("reach", "%s", plainError(err))
	}
	if n := wholeNumber(&wrong, "capacityWeek", f.Capacity); n != nil {
		cmd.CapacityWeek = *n
	}
	return cmd, wrong.Err()
}

// whatIfContent is what somebody more would have changed.
type whatIfContent struct {
	Say    []string
	Tables []Table
	How    []string // how it was worked out
	Acts   []Button
}

// whatIfShown lays out what came of asking what if; nil while it is not done.
func whatIfShown(c clock, piece domain.LongWork) (*whatIfContent, error) {
	trial, err := app.WhatIfOf(piece)
	if err != nil || !trial.Done {
		return nil, err
	}
	out := &whatIfContent{Acts: []Button{{Text: "Try another", Style: Arm, Href: whatIfAddress(trial.What)}, {Text: "See the street", Href: addressOf("/streets/", trial.What.StreetID)}}}
	if trial.What.Coordinator {
		c.whatIfLookedAfter(trial, out)
	} else {
		c.whatIfHelped(trial, out)
	}
	return out, nil
}

// whatIfAddress leads to the form with somebody in it.
func whatIfAddress(x app.WhatIf) string {
	q := url.Values{"street": {idOf(x.StreetID)}}
	if x.Quarter != "" {
		q.Set("quarter", x.Quarter)
	}
	if x.Coordinator {
		q.Set("who", whoCoordinates)
	} else if x.Availability != 0 {
		q["skills"] = x.Skills
		q.Set("availability", x.Availability.Words())
		q.Set("reach", x.Reach.String())
		q.Set("capacityWeek", strconv.Itoa(x.CapacityWeek))
	}
	return "/map/what-if?" + q.Encode()
}

// whatIfHelped says what somebody who helps would have changed.
func (c clock) whatIfHelped(t app.WhatIfTrial, out *whatIfContent) {
	switch {
	case t.Asks == 0:
		out.Say = []string{c.Say("Nobody asked for help in that time, so there is nothing to look at.")}
		return
	case t.Nearer+t.Found == 0:
		out.Say = []string{c.Say("It would have changed nothing: all that they could have done, somebody as near can do already, or nobody asked for it.")}
	default:
		var said []string
		if t.Found > 0 {
			said = append(said, Count(c.Words, t.Found, "%s ask would have found somebody where nobody was.", "%s asks would have found somebody where nobody was."))
		}
		if t.Nearer > 0 {
			said = append(said, Count(c.Words, t.Nearer, "%s ask would have found somebody nearer.", "%s asks would have found somebody nearer."))
		}
		out.Say = []string{strings.Join(said, " ")}
		if t.Sooner > 0 {
			out.Say = append(out.Say, c.Say("They would have gone out to somebody %s sooner, for the one in the middle. That counts the time in which we ask nearby before we ask wider, in the hours in which people may be asked.", domain.Minutes(t.Sooner)))
		}
	}
	out.Tables = append(out.Tables, whatIfLevels(c.Words, t))
	if len(t.Sections) > 0 {
		out.Tables = append(out.Tables, whatIfSections(t))
	}
	out.How = c.whatIfHow(t)
}

// whatIfLevels is how near asks find somebody, without them and with them.
func whatIfLevels(in *words.Words, t app.WhatIfTrial) Table {
	out := Table{Caption: "How near asks find somebody", Columns: []Column{{Name: "Where they are found"}, {Name: "Without them", Number: true}, {Name: "With them", Number: true}}}
	for _, row := range []struct {
		name     string
		was, now int
	}{{"On the street", t.Before.Street, t.After.Street}, {"In the neighbourhood", t.Before.Section, t.After.Section}, {"In the town", t.Before.Town, t.After.Town},
		{"In the district", t.Before.District, t.After.District}, {"Nobody is found", t.Before.Nobody, t.After.Nobody}} {
		out.Rows = append(out.Rows, []Cell{{Text: in.Say(row.name)}, {Text: strconv.Itoa(row.was)}, {Text: strconv.Itoa(row.now)}})
	}
	return out
}

// whatIfSections is where it would be felt.
func whatIfSections(t app.WhatIfTrial) Table {
	out := Table{Caption: "Where it would be felt", Columns: []Column{{Name: "Neighbourhood"}, {Name: "Asks", Number: true}, {Name: "Nearer", Number: true}, {Name: "Found at all", Number: true}}}
	for _, s := range t.Sections {
		out.Rows = append(out.Rows, []Cell{{Text: placeWords(s.Section, s.Town)}, {Text: strconv.Itoa(s.Asks)}, {Text: strconv.Itoa(s.Nearer)}, {Text: strconv.Itoa(s.Found)}})
	}
	return out
}

// whatIfHow says what was looked at, and what is taken for granted.
func (c clock) whatIfHow(t app.WhatIfTrial) []string {
	return []string{
		c.whatIfAsks(t, t.Asks),
		c.Say("Week by week we looked for helpers as always: on the street first, then in the neighbourhood, the town and the district. Once without them, and once with them."),
		Count(c.Words, t.Helpers, "Who helps is the %s person who said yes to one of them and may still be asked: as often a week as they did, and no more. Whoever said no to an ask, or did not answer, is not asked for it again.",
			"Who helps are the %s people who said yes to one of them and may still be asked: each as often a week as they did, and no more. Whoever said no to an ask, or did not answer, is not asked for it again."),
		c.Say("Left out are asks that ended in another way, those for which we still look, and those of helpers who have left or are away today."),
		c.Say("The one more can do this: %s. They are free: %s. They go so far: %s. They go so often a week: %d. We take it that they have been met and have the check that is needed, and that they are not asked for help in the next few hours.",
			orThe(strings.ToLower(skillWords(t.What.Skills)), c.Say("nothing special")), t.What.Availability.Words(), strings.ToLower(c.Say(reachWords(t.What.Reach))), t.What.CapacityWeek),
		c.Say("They are taken to say yes each time. So it says what could be, and is no promise."),
	}
}

// whatIfAsks says which asks were looked at.
func (c clock) whatIfAsks(t app.WhatIfTrial, n int) string {
	months := c.rippleMonths(domain.RippleMonths{From: t.From, Until: t.Until})
	say := Count(c.Words, n, "We looked at the %[1]s ask that came in then, as it was raised: %[2]s.", "We looked at the %[1]s asks that came in then, as they were raised: %[2]s.", months)
	if t.Older {
		say += " " + c.Say("There were more: these are the newest.")
	}
	if !t.Wide && !t.What.Coordinator {
		say += " " + c.Say("They are those of the town alone.")
	}
	return say
}

// whatIfLookedAfter says what somebody who looks after streets would have changed.
func (c clock) whatIfLookedAfter(t app.WhatIfTrial, out *whatIfContent) {
	v := t.Vacant
	if v.Streets == 0 {
		out.Say = []string{c.Say("It would have changed nothing: every street of %s has somebody already.", t.Section)}
		return
	}
	out.Say = []string{Count(c.Words, v.Ownerless, "%[1]s ask would have begun with somebody who knows the street, and not with the desk.", "%[1]s asks would have begun with somebody who knows the street, and not with the desk.")}
	out.Tables = []Table{{Caption: c.Say("The asks of %s", t.Section), Columns: []Column{{Name: "What is counted"}, {Name: "How many", Number: true}}}}
	for _, row := range []struct {
		name string
		n    int
	}{{"Streets that nobody looks after", v.Streets}, {"Asks of the neighbourhood", v.Asks}, {"From those streets, and with the desk from the start", v.Ownerless},
		{"Of these, asked wider than the neighbourhood", v.Wider}, {"Of these, nobody was found in time", v.NotFound}} {
		out.Tables[0].Rows = append(out.Tables[0].Rows, []Cell{{Text: c.Say(row.name)}, {Text: strconv.Itoa(row.n)}})
	}
	out.How = []string{c.whatIfAsks(t, v.Asks),
		c.Say("Whoever looks after a street has its asks while we ask on the street and in the neighbourhood. What begins wider, because it is private, begins with the desk as ever."),
		c.Say("Who helps stays the same: whom we ask does not depend on who looks after a street. What somebody does who knows the people there, no figure can tell.")}
}
