package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// policyContent is how a district asks: its table in plain words, and who changed it.
type policyContent struct {
	Head    Head
	Paces   Table // how far and how soon we ask, by how soon it is wanted
	Topics  []app.PolicyTopic
	Changes []policyChange // the newest first
	Older   []policyChange // folded away
	Board   Panel
}

// newestChanges is how many changes show at once.
const newestChanges = 5

// policyChange is one change of the table.
type policyChange struct {
	Say  string // "Priya, today, 10:30 am"
	What []string
}

// policyPage shows how a district asks to whoever has a role for all of it.
func (s *Server) policyPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.policyAt(r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := policyContent{Topics: v.Explained, Paces: paceTable(v.Policy), Head: Head{Back: &Link{Text: "Back to the desk", Href: "/desk"}, Over: v.DistrictName, Title: "How we ask",
		Lead: "When people are asked for help, whom we ask first, and when we ask wider."}}
	if v.Usual {
		out.Head.Lead = c.Say(out.Head.Lead) + " " + c.Say("Nobody has changed this yet: it is what every new district begins with.")
	}
	for _, change := range v.Changes {
		out.Changes = append(out.Changes, policyChange{Say: change.MadeBy + ", " + c.time(change.At), What: change.What})
	}
	if len(out.Changes) > newestChanges {
		out.Changes, out.Older = out.Changes[:newestChanges], out.Changes[newestChanges:]
	}
	if mayEditPolicy(r, v.DistrictID) {
		out.Board = Panel{Title: "Also", Buttons: []Button{{Text: "Change this", Icon: "tool", Style: Arm, Href: policyAddress(v.DistrictID) + "/change"}},
			Words: []string{"You can try a change on the last month before anybody lives with it."}}
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "policy", p)
	return nil
}

// paceTable is the part of a table that people look for first, as a table.
func paceTable(p domain.PolicyText) Table {
	out := Table{Caption: "How long we ask in each place", Columns: []Column{{Name: "When it is wanted"}, {Name: "Street"}, {Name: "Neighbourhood"}, {Name: "Town"}, {Name: "District"}}}
	for _, row := range []struct {
		soon domain.Urgency
		pace domain.PaceText
	}{{domain.InHours, p.H}, {domain.InADay, p.T}, {domain.ThisWeek, p.W}, {domain.WhenSuits, p.F}} {
		out.Rows = append(out.Rows, []Cell{{Text: upperFirst(row.soon.Plain())}, {Text: row.pace.Street}, {Text: row.pace.Section}, {Text: row.pace.Town}, {Text: row.pace.District}})
	}
	return out
}

func policyAddress(id domain.DistrictID) string { return addressOf("/districts/", id) + "/policy" }

func mayEditPolicy(r *http.Request, id domain.DistrictID) bool {
	return domain.May(who(r), domain.EditPolicy, domain.Target{Spot: domain.Spot{DistrictID: id}})
}

// policyAt is the table of the district in the address.
func (s *Server) policyAt(r *http.Request) (app.PolicyView, error) {
	id, err := pathID[domain.DistrictID](r)
	if err != nil {
		return app.PolicyView{}, err
	}
	return s.app.Policy(r.Context(), who(r), id)
}

// policyToChange is policyAt for whoever may change it.
func (s *Server) policyToChange(r *http.Request) (app.PolicyView, error) {
	v, err := s.policyAt(r)
	if err == nil && !mayEditPolicy(r, v.DistrictID) {
		err = notYours(r)
	}
	return v, err
}

// policyFormContent is the table to change.
type policyFormContent struct {
	Head   Head
	Blocks []block
	Save   string // where it is sent
	Read   string // the version of the table that was read
	Try    string
	Back   string
}

// policyForm shows the table to whoever may change it, with what the address says of it.
func (s *Server) policyForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.policyToChange(r)
	if err != nil {
		return err
	}
	typed := typedOf(v.Policy)
	typed[versionField] = strconv.Itoa(v.Version)
	if err := r.ParseForm(); err != nil {
		return err
	}
	typed.take(r.Form)
	return s.showPolicyForm(w, r, v, typed, nil)
}

func (s *Server) showPolicyForm(w http.ResponseWriter, r *http.Request, v app.PolicyView, typed typedPolicy, wrong domain.Errors) error {
	here := policyAddress(v.DistrictID)
	out := policyFormContent{Head: Head{Back: &Link{Text: "Back to how we ask", Href: here}, Over: v.DistrictName, Title: "Change how we ask",
		Lead: "Write times like “15 minutes”, “2 hours”, “half a day” or “3 days”. A day means the hours of one day in which people may be asked."},
		Blocks: typed.blocks(words.From(r.Context()), wrong), Save: here, Read: typed[versionField], Try: here + "/try", Back: here}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Errors, p.Narrow = out, wrong, true
	s.rd.Render(w, r, "policy_form", p)
	return nil
}

// changePolicy saves the table.
func (s *Server) changePolicy(w http.ResponseWriter, r *http.Request) error {
	v, typed, table, err := s.policyTyped(w, r)
	if v.DistrictID == 0 {
		return err
	}
	if err == nil {
		err = s.app.ChangePolicy(r.Context(), who(r), app.ChangePolicy{DistrictID: v.DistrictID, Policy: table, Version: typed.version()})
	}
	again := func(wrong domain.Errors) error {
		if domain.KindOf(err) == domain.Conflict {
			typed[versionField] = strconv.Itoa(v.Version) // they have been told, and may save theirs all the same
		}
		return s.showPolicyForm(w, r, v, typed, wrong)
	}
	return finish(w, r, err, again, policyAddress(v.DistrictID), "It is saved. What is under way goes on by it.")
}

// policyTyped reads the table that a form or an address carries. What it leaves out is as it stands.
func (s *Server) policyTyped(w http.ResponseWriter, r *http.Request) (app.PolicyView, typedPolicy, domain.PolicyText, error) {
	v, err := s.policyToChange(r)
	if err != nil {
		return app.PolicyView{}, nil, domain.PolicyText{}, err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	typed := typedOf(v.Policy)
	if err := parseBody(r); err != nil {
		return v, typed, v.Policy, err
	}
	typed.take(r.Form)
	table, err := typed.table(v.Policy)
	return v, typed, table, err
}

// tryPolicy tries what a table would have done in the last month, and leads to the page that shows it.
func (s *Server) tryPolicy(w http.ResponseWriter, r *http.Request) error {
	v, typed, table, err := s.policyTyped(w, r)
	if v.DistrictID == 0 {
		return err
	}
	var trial app.PolicyTrial
	if err == nil {
		cmd := app.TryPolicy{DistrictID: v.DistrictID, Policy: table}
		if version := typed.version(); version != nil {
			cmd.Version = *version
		}
		trial, err = s.app.TryPolicy(r.Context(), who(r), cmd)
	}
	if wrong := toMend(err); wrong != nil {
		return s.showPolicyForm(w, r, v, typed, wrong)
	}
	if err != nil && trial.WorkID == 0 {
		return err
	}
	http.Redirect(w, r, workAddress(trial.WorkID), http.StatusSeeOther)
	return nil
}

// trialTable puts two tables beside each other: "12, now 9".
func trialTable(in *words.Words, trial app.PolicyTrial) *Table {
	out := &Table{Caption: "What the change would have done", Columns: []Column{{Name: "How soon"}, {Name: "Asks", Number: true}, {Name: "Helped", Number: true},
		{Name: "Time ran out", Number: true}, {Name: "Wait in the middle"}, {Name: "People asked", Number: true}, {Name: "Walked", Number: true}}}
	for _, res := range trial.Results {
		name := "All together"
		if res.Urgency != "" {
			name = upperFirst(in.Say(res.Urgency.Plain()))
		}
		both := func(was, is string) Cell {
			if was == is {
				return Cell{Text: is}
			}
			return Cell{Text: in.Say("%s, now %s", is, was)}
		}
		number := func(was, is int) Cell { return both(fmt.Sprint(was), fmt.Sprint(is)) }
		wait := both(waitWords(in, res.Now), waitWords(in, res.Then))
		if res.Urgency == "" {
			wait = Cell{Text: "–"}
		}
		out.Rows = append(out.Rows, []Cell{{Text: name}, {Text: fmt.Sprint(res.Asks)}, number(res.Now.Helped, res.Then.Helped), number(res.Now.TimeRanOut, res.Then.TimeRanOut),
			wait, number(res.Now.Invitations, res.Then.Invitations), both(walkWords(in, res.Now), walkWords(in, res.Then))})
	}
	return out
}

func waitWords(in *words.Words, f app.PolicyFigures) string {
	switch {
	case f.Helped == 0:
		return "–"
	case f.Wait == 0:
		return in.Say("no time at all")
	}
	return domain.Minutes(f.Wait).String()
}

func walkWords(in *words.Words, f app.PolicyFigures) string {
	return in.Say("%.1f km", float64(f.Metres)/1000)
}

// trialWords say what was tried, and how far it can be trusted.
func trialWords(in *words.Words, trial app.PolicyTrial) []string {
	if trial.Requests == 0 {
		return []string{"Nobody asked for help in that month, so there was nothing to try."}
	}
	return []string{
		"“Helped” is how many found somebody in time. “Time ran out” is for how many the whole district was asked for as long as it may be, and nobody had said yes; some of them are helped later, and count as both. Where a change makes a difference, the figure as it stands is said too.",
		in.Count(trial.Requests, "We tried it on the %s ask of that month, as it came in.", "We tried it on the %s asks of that month, as they came in.") + " " +
			in.Count(trial.Volunteers, "We counted on %s volunteer, as many as there are now.", "We counted on %s volunteers, as many as there are now.") + " " +
			in.Say("Those who say yes are drawn as by dice, about as many as of late, and the same for both tables."),
		"It is a sketch, not a promise: with few asks a difference of one or two means nothing.",
	}
}

// query is the typed table as an address carries it.
func (t typedPolicy) query() string {
	q := url.Values{}
	for _, name := range append(policyNames(), versionField) {
		q.Set(name, t[name])
	}
	return q.Encode()
}

// versionField carries along which table was read: of two who change it, the second is told.
const versionField = "version"

// version is the table that was read; nil where none is named.
func (t typedPolicy) version() *int {
	n, err := strconv.Atoi(t[versionField])
	if err != nil {
		return nil
	}
	return &n
}

// hidden carries the typed table along in a form.
func (t typedPolicy) hidden() (out []Choice) {
	for _, name := range append(policyNames(), versionField) {
		out = append(out, Choice{Text: name, Value: t[name]})
	}
	return out
}

// take takes what was sent for the fields of a table. A box that is not ticked is not sent: it counts where the form was.
func (t typedPolicy) take(sent url.Values) {
	form := sent.Has("opens")
	for _, name := range append(policyNames(), versionField) {
		if !sent.Has(name) && !(form && isBox(name)) {
			continue
		}
		text := []rune(strings.ToValidUTF8(tidy(sent.Get(name)), ""))
		t[name] = string(text[:min(len(text), defaultMax)])
	}
}

// isBox reports whether a field is a box to tick.
func isBox(name string) bool {
	return name == "sundays" || name == "bankHolidays" || strings.HasSuffix(name, "ReplaceAtOnce")
}
