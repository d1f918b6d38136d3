package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// gapRoutes are the pages of what is missing: the list, one gap, what is done to it, whom to look for, and what somebody more would change.
func (s *Server) gapRoutes(mux *http.ServeMux) {
	for address, p := range map[string]page{
		"GET /gaps":               s.gapsPage,
		"GET /gaps/recruit":       s.recruitPage,
		"GET /map/what-if":        s.whatIfPage,
		"POST /map/what-if":       s.whatIf,
		"GET /gaps/{id}":          s.gapPage,
		"GET /gaps/{id}/plan":     s.planGapForm,
		"POST /gaps/{id}/plan":    s.planGap,
		"GET /gaps/{id}/running":  s.gapRunsForm,
		"POST /gaps/{id}/running": s.gapRuns,
		"GET /gaps/{id}/tell":     s.tellGapForm,
		"POST /gaps/{id}/tell":    s.tellGap,
		"GET /gaps/{id}/close":    s.closeGapForm,
		"POST /gaps/{id}/close":   s.closeGap,
		"GET /gaps/{id}/same":     s.mergeGapForm,
		"POST /gaps/{id}/same":    s.mergeGap,
		"POST /gaps/{id}/move":    s.moveGap,
		"POST /gaps/{id}/note":    s.noteGap,
		"POST /gaps/{id}/take":    s.takeGap,
	} {
		mux.Handle(address, s.signedIn(p))
	}
}

// gapKindWords say by what a gap shows.
var gapKindWords = map[domain.GapKind]string{
	domain.GapHelp: words.Later("Asked for, and nobody found"), domain.GapSearch: words.Later("Looked for, and not there"), domain.GapFull: words.Later("Sent to, and it takes nobody"),
	domain.GapStreet: words.Later("A street without a coordinator"), domain.GapHost: words.Later("A session without a host"), domain.GapTheme: words.Later("Talked of, and nowhere to go"),
}

// gapStageWords say how far a gap is.
var gapStageWords = map[domain.GapStage]Tag{
	domain.GapNoticed: {State: StateNew, Icon: "fresh", Text: words.Later("New")}, domain.GapLooking: {State: StateWaiting, Icon: "eye", Text: words.Later("Being looked at")},
	domain.GapProposal: {State: StateWaiting, Icon: "form", Text: words.Later("There is a plan")}, domain.GapFunded: {State: StateSoon, Text: words.Later("There is money")},
	domain.GapRunning: {State: StateSoon, Icon: "talk", Text: words.Later("There now: tell them")}, domain.GapTold: {State: StateDone, Icon: "done", Text: words.Later("They have been told")},
	domain.GapClosed: {State: StatePlain, Icon: "done", Text: words.Later("Closed")},
}

// gapSize says how large a gap is: in people where these are known, else in how often it shows.
func (c clock) gapSize(g domain.Gap) string {
	switch g.Kind {
	case domain.GapHelp:
		return Count(c.Words, g.People, "%s person waited", "%s people waited")
	case domain.GapSearch:
		return Count(c.Words, g.Times, "looked for %s time", "looked for %s times")
	case domain.GapFull:
		return Count(c.Words, g.Times, "%s person was sent there", "%s people were sent there")
	case domain.GapStreet:
		return Count(c.Words, g.Times, "%s person asked from there", "%s people asked from there")
	case domain.GapHost:
		return Count(c.Words, g.Times, "%s date has nobody", "%s dates have nobody")
	}
	return Count(c.Words, g.Times, "%s talk", "%s talks")
}

// gapName is what is missing, in words.
func (c clock) gapName(g domain.Gap) string {
	if g.Kind == domain.GapSearch {
		return c.Say("“%s”", g.Subject)
	}
	return c.Text(g.Subject)
}

// gapsContent is the list of what is missing.
type gapsContent struct {
	Head   Head
	Wanted *Button // whom to look for; nil for those who may not look
	Chips  []Link
	Filter filter
	Gaps   []Line
	Pager  Pager
	Empty  Empty
}

// gapsShown is how many gaps the list shows at a time: each has four lines on a phone.
const gapsShown = 10

// gapsPage lists what is missing; what it shows is in the address bar.
func (s *Server) gapsPage(w http.ResponseWriter, r *http.Request) error {
	f := app.GapFilter{TownID: numberIn[domain.TownID](r.FormValue("town")), OwnerID: numberIn[domain.PersonID](r.FormValue("owner")), Weeks: int(min(numberIn[int64](r.FormValue("weeks")), 520))}
	if kind := domain.GapKind(wordIn(r, "kind")); gapKindWords[kind] != "" {
		f.Kind = kind
	}
	if stage := domain.GapStage(wordIn(r, "stage")); gapStageWords[stage].Text != "" {
		f.Stage = stage
	}
	f.Size = gapSizes[wordIn(r, "size")]
	if f.Stage != "" {
		f.Size = domain.GapAnySize // a stage is told whole
	}
	page := listPage(r)
	page.First = gapsShown
	rows, info, err := s.app.Gaps(r.Context(), who(r), f, page)
	if err != nil {
		return err
	}
	counts, err := s.app.GapCounts(r.Context(), who(r))
	if err != nil {
		return err
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := gapsContent{Head: Head{Title: "Gaps, until they close"}, Filter: gapFilter(f, towns, who(r)), Pager: next(r, info),
		Empty: Empty{Title: "Nothing like that is missing", Text: "What people ask for and is not there shows here by itself.", Button: &Button{Text: "See all that is open", Href: allGaps}}}
	out.Head.Lead, out.Chips = c.gapChips(counts, f)
	if mayAnywhere(r, domain.SeeMissing) {
		out.Head.Back = &Link{Text: "What’s missing", Href: "/builder"}
	}
	if mayAnywhere(r, domain.RunGaps) {
		out.Wanted = &Button{Text: "Recruit here", Icon: "people", Href: "/gaps/recruit"}
	}
	if small := smallGaps(counts); f == (app.GapFilter{Size: domain.GapLarge}) && small > 0 {
		out.Empty = Empty{Title: "Nothing to look at first", Text: Count(c.Words, small, "%s is small so far. It comes here by itself when it grows.", "%s are small so far. Each comes here by itself when it grows."),
			Button: &Button{Text: "See the small ones", Href: "/gaps?size=small"}}
	}
	if len(counts) == 0 { // of nothing there is nothing to choose from
		out.Head.Lead, out.Filter = "", filter{}
		out.Empty = Empty{Title: "Nothing is missing that we know of", Text: out.Empty.Text}
	}
	for _, g := range rows {
		out.Gaps = append(out.Gaps, c.gapLine(g))
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "gaps", p)
	return nil
}

// gapSizes are the sizes that an address can name: what is to be looked at first needs no word.
var gapSizes = map[string]domain.GapSize{"": domain.GapLarge, "small": domain.GapSmall, "all": domain.GapAnySize}

// allGaps is the list of all that is open, of whatever size.
const allGaps = "/gaps?size=all"

// smallGaps counts those that are small.
func smallGaps(counts []domain.GapCount) (n int) {
	for _, of := range counts {
		n += of.Small
	}
	return n
}

// gapChips part the list by size, and by how far each is; with what the list is.
func (c clock) gapChips(counts []domain.GapCount, f app.GapFilter) (lead string, out []Link) {
	at := map[domain.GapStage]int{}
	open, small := 0, smallGaps(counts)
	for _, n := range counts {
		at[n.Stage] += n.Count
		if n.Stage != domain.GapClosed {
			open += n.Count
		}
	}
	chip := func(text string, n int, href string, current bool) {
		if n > 0 || current {
			out = append(out, Link{Text: c.Say("%s, %d", c.Say(text), n), Href: href, Current: current})
		}
	}
	chip(words.Later("To look at first"), open-small, "/gaps", f.Size == domain.GapLarge)
	chip(words.Later("Small so far"), small, "/gaps?size=small", f.Size == domain.GapSmall)
	chip(words.Later("All open"), open, allGaps, f.Stage == "" && f.Size == domain.GapAnySize)
	for _, stage := range domain.GapStages {
		chip(gapStageWords[stage].Text, at[stage], "/gaps?stage="+string(stage), stage == f.Stage)
	}
	switch {
	case open == 0:
		lead = c.Say("Nothing is missing that we know of.")
	case f.Size == domain.GapSmall:
		lead = c.Say("These are new, and of few people so far. Each moves to the first list by itself: when three have asked for it, or when somebody has waited six weeks.")
	default:
		lead = c.Say("Each shows by itself, and stays until those who waited have been told. Where most people wait stands first.")
	}
	return lead, out
}

// gapFilter narrows the list.
func gapFilter(f app.GapFilter, towns []domain.Town, actor domain.Actor) filter {
	kinds := selection{Name: "kind", Label: "What shows it", Choices: []Choice{{Text: "Anything"}}}
	for _, kind := range domain.GapKinds {
		kinds.Choices = append(kinds.Choices, Choice{Value: string(kind), Text: gapKindWords[kind]})
	}
	owner := selection{Name: "owner", Label: "Who sees to it", Choices: []Choice{{Text: "Anybody"}, {Value: idOf(actor.PersonID), Text: "I do"}}}
	if f.OwnerID != 0 && f.OwnerID != actor.PersonID {
		owner.Choices = append(owner.Choices, Choice{Value: idOf(f.OwnerID), Text: "The one in the address"})
	}
	age := selection{Name: "weeks", Label: "Since when", Choices: []Choice{{Text: "Whenever"}, {Value: "2", Text: "For two weeks or more"}, {Value: "6", Text: "For six weeks or more"}, {Value: "12", Text: "For twelve weeks or more"}}}
	weeks := ""
	if f.Weeks > 0 {
		weeks = idOf(int64(f.Weeks))
	}
	ownerValue := ""
	if f.OwnerID != 0 {
		ownerValue = idOf(f.OwnerID)
	}
	out := filter{Action: "/gaps", Button: "Show these", Selects: []selection{kinds.chosen(string(f.Kind)), owner.chosen(ownerValue), age.chosen(weeks)}}
	if len(towns) > 1 {
		out.Selects = append([]selection{townSelection(towns, f.TownID)}, out.Selects...)
	}
	switch {
	case f.Stage != "":
		out.Hidden = []Choice{{Text: "stage", Value: string(f.Stage)}}
	case f.Size == domain.GapSmall:
		out.Hidden = []Choice{{Text: "size", Value: "small"}}
	case f.Size == domain.GapAnySize:
		out.Hidden = []Choice{{Text: "size", Value: "all"}}
	}
	return out
}

// gapLine is a gap in a list.
func (c clock) gapLine(g domain.Gap) Line {
	tag := gapStageWords[g.Stage]
	out := Line{State: tag.State, Icon: tag.Icon, Title: c.gapName(g), Href: addressOf("/gaps/", g.ID), Say: joinWords(" · ", upperFirst(c.gapSize(g)), orThe(g.TownName, c.Say("The whole district")), c.Say(gapKindWords[g.Kind])),
		End: upperFirst(c.Say("since %s", c.day(g.FirstSeen.In(c.zone))))}
	switch {
	case g.Owner != "" && g.NextOn != nil:
		out.Why = c.Say("%s sees to it: the next step by %s.", g.Owner, c.day(*g.NextOn))
	case g.Owner != "":
		out.Why = c.Say("%s sees to it.", g.Owner)
	case g.Stage != domain.GapNoticed && g.Stage != domain.GapClosed:
		out.Why = c.Say("Nobody sees to it.")
	}
	return out
}

// gapsGrowing is what is missing, for the page of whoever builds: how many gaps of each kind are open, and of these how many nobody has looked at.
func (s *Server) gapsGrowing(r *http.Request, c clock) (growing, error) {
	counts, err := s.app.GapCounts(r.Context(), who(r))
	out := growing{ID: "gaps", Open: true, Title: "What people need and is not there", Say: "Each shows by itself, and stays until those who waited have been told.", Empty: "Nothing is missing that we know of."}
	for _, kind := range domain.GapKinds {
		open, fresh := 0, 0
		for _, n := range counts {
			if n.Kind == kind && n.Stage != domain.GapClosed {
				open += n.Count
			}
			if n.Kind == kind && n.Stage == domain.GapNoticed {
				fresh += n.Count
			}
		}
		if open == 0 {
			continue
		}
		row := growRow{Number: words.Figure(open), Name: c.Say(gapKindWords[kind]), Href: allGaps + "&kind=" + string(kind), Small: c.Say("Each has been looked at.")}
		if fresh > 0 {
			row.Small = Count(c.Words, fresh, "%s is new: nobody has looked at it.", "%s are new: nobody has looked at them.")
		}
		out.Number, out.Rows = out.Number+open, append(out.Rows, row)
	}
	if out.Number > 0 {
		out.Next = &Button{Text: "See the gaps", Icon: "eye", Style: Arm, Href: "/gaps"}
	}
	if mayAnywhere(r, domain.RunGaps) {
		out.Also = &Button{Text: "Recruit here", Icon: "people", Href: "/gaps/recruit"}
	}
	return out, err
}

// gaps are what is missing and new since the meeting before, or on which somebody has gone on.
func (v meetingView) gaps(most int) meetingPart {
	p := meetingPart{ID: "gaps", Title: "What is missing", Say: v.Say("New, or gone on, since %s: who sees to it, and by when.", v.time(v.Since)), Empty: "Nothing new is missing, and nothing has gone on.",
		Table: agendaTable{Caption: "What is missing", First: "What", Heads: []string{"How far", "Who", "By"}}}
	for _, g := range few(v.Gaps, most) {
		stage, by := gapStageWords[g.Stage], "–"
		if g.NextOn != nil {
			by = upperFirst(v.day(*g.NextOn))
		}
		p.Table.Rows = append(p.Table.Rows, agendaRow{Title: v.gapName(g), Href: addressOf("/gaps/", g.ID), Small: joinWords(" · ", upperFirst(v.gapSize(g)), g.TownName, g.NextStep),
			Cells: []agendaCell{{Head: "How far", Tag: &stage}, {Head: "Who", Text: orThe(g.Owner, v.Say("Nobody yet"))}, {Head: "By", Text: by}}})
	}
	p.More = v.rest(len(v.Gaps), len(p.Table.Rows), allGaps)
	return p
}
