package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// What a device is, what shape it is in, where it stands, how it came back, and why it is lent no more.
var (
	deviceKindWords = map[domain.DeviceKind]string{domain.Tablet: "Tablet", domain.MobilePhone: "Phone", domain.Laptop: "Laptop",
		domain.Internet: "Box for the internet", domain.OtherDevice: "Something else"}
	deviceConditionWords = map[domain.DeviceCondition]string{domain.Good: "Good", domain.Worn: "Worn, and works", domain.Broken: "Broken"}
	deviceStateWords     = map[domain.DeviceState]Tag{
		domain.DeviceOverdue: {State: StateLate, Icon: "late", Text: "Not back yet"}, domain.DeviceToWipe: {State: StateSoon, Icon: "soon", Text: "To be wiped"},
		domain.DeviceOut: {State: StateWaiting, Icon: "people", Text: "Out"}, domain.DeviceRepair: {State: StateFailed, Icon: "tool", Text: "Broken"},
		domain.DeviceReady: {State: StateDone, Icon: "done", Text: "Ready to lend"}, domain.DeviceGone: {State: StatePlain, Icon: "no", Text: "Lent no more"},
	}
	deviceBackWords = map[domain.DeviceCondition]string{domain.Good: "It came back in good shape.", domain.Worn: "It came back worn.",
		domain.Broken: "It came back broken.", "": "It did not come back."}
	deviceGoneWords = map[string]string{domain.GoneLost: "It is lost", domain.GoneBroken: "It is broken for good", domain.GoneGiven: "It was given away"}
)

// deviceIcon is the drawing of a kind of device.
func deviceIcon(k domain.DeviceKind) string {
	switch k {
	case domain.MobilePhone:
		return "phone"
	case domain.OtherDevice:
		return "other"
	}
	return "screen"
}

// devicesContent is the register.
type devicesContent struct {
	Head    Head
	Chips   []Link
	Devices []Line
	Pager   Pager
	Add     *Button
	Learnt  *Button // what was learnt, for those who may see it
	Empty   Empty
}

// devicesPage is the register of what is lent; what it shows is in the address bar.
func (s *Server) devicesPage(w http.ResponseWriter, r *http.Request) error {
	f := app.DeviceFilter{State: domain.DeviceState(wordIn(r, "state"))}
	if _, known := deviceStateWords[f.State]; !known {
		f.State = ""
	}
	rows, info, err := s.app.Devices(r.Context(), who(r), f, listPage(r))
	if err != nil {
		return err
	}
	counts, err := s.app.DeviceCounts(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := devicesContent{Head: Head{Back: &Link{Text: "Back to people", Href: "/people"}, Title: "What is lent out",
		Lead: "Tablets, phones and the like, for people who would like to try being online. What needs somebody comes first."},
		Chips: c.deviceChips(counts, f.State), Pager: next(r, info), Add: &Button{Text: "Add a device", Style: Arm, Href: "/devices/new"},
		Empty: Empty{Title: "Nothing is lent here yet", Text: "Put a label with a name on the first tablet or phone, and add it."}}
	if f.State != "" {
		out.Empty = Empty{Title: "There is none", Text: "Nothing stands like that just now.", Button: &Button{Text: "Show all", Href: "/devices"}}
	}
	if mayAnywhere(r, domain.SeeLearnt) {
		out.Learnt = &Button{Text: "What was learnt", Icon: "screen", Href: "/learnt"}
	}
	lend := numberIn[domain.PersonID](wordIn(r, "for"))
	for _, d := range rows {
		line := c.deviceLine(d)
		if lend != 0 && d.State == domain.DeviceReady {
			line.Href = addressOf(line.Href+"/lend?person=", lend)
		}
		out.Devices = append(out.Devices, line)
	}
	p := s.rd.Page(w, r, out.Head.Title)
	withKeys(r, &p)
	p.Content = out
	s.rd.Render(w, r, "devices", p)
	return nil
}

// deviceChips show a part of the register each, with how many are in it; a part without any is left out.
func (c clock) deviceChips(counts map[domain.DeviceState]int, chosen domain.DeviceState) (out []Link) {
	all := 0
	for _, state := range domain.DeviceStates {
		all += counts[state]
		if counts[state] > 0 || state == chosen {
			out = append(out, Link{Text: c.Say("%s, %d", c.Say(deviceStateWords[state].Text), counts[state]), Href: "/devices?state=" + string(state), Current: state == chosen})
		}
	}
	return append([]Link{{Text: c.Say("All, %d", all), Href: "/devices", Current: chosen == ""}}, out...)
}

// deviceLine is a device as lists show it: what it is, who has it, and until when.
func (c clock) deviceLine(d domain.Device) Line {
	out := Line{State: deviceStateWords[d.State].State, Icon: deviceIcon(d.Kind), Title: d.Name, Href: addressOf("/devices/", d.ID),
		Say: c.Say(deviceKindWords[d.Kind]) + ", " + d.TownName, End: c.Say(deviceStateWords[d.State].Text)}
	switch {
	case d.State == domain.DeviceOverdue:
		out.Here, out.End = c.Say("%s has it.", d.PersonName), c.Say("Was due %s", c.day(*d.DueOn))
	case d.LoanID != 0:
		out.Here, out.End = c.Say("%s has it.", d.PersonName), c.Say("Due %s", c.day(*d.DueOn))
	case d.State == domain.DeviceGone:
		out.End = c.Say(deviceGoneWords[d.GoneWhy])
	}
	return out
}

// deviceContent is one device.
type deviceContent struct {
	Head  Head
	ID    int64
	Words string // where it stands, and what to do
	Facts Facts
	Wipe  *Picks // the box to tick; nil: it need not be wiped
	Acts  []Button
	Loans []held
	Also  []Button
}

// deviceAt reads the device whom the address names.
func (s *Server) deviceAt(r *http.Request) (app.DeviceView, error) {
	id, err := pathID[domain.DeviceID](r)
	if err != nil {
		return app.DeviceView{}, err
	}
	return s.app.Device(r.Context(), who(r), id)
}

// devicePage shows one device: where it stands, the next thing to do, and who had it.
func (s *Server) devicePage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.deviceAt(r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := c.device(v)
	p := s.rd.Page(w, r, v.Name)
	p.Content = out
	s.rd.Render(w, r, "device", p)
	return nil
}

// device puts one device into words.
func (c clock) device(v app.DeviceView) deviceContent {
	out := deviceContent{ID: int64(v.ID), Head: Head{Back: &Link{Text: "What is lent out", Href: "/devices"}, Title: v.Name,
		Over: c.Say(deviceKindWords[v.Kind]) + ", " + v.TownName, Tags: []Tag{deviceStateWords[v.State]}}, Facts: c.deviceFacts(v)}
	c.deviceNext(v, &out)
	page := addressOf("/devices/", v.ID)
	out.Also = append(out.Also, Button{Text: "Change the register", Icon: "pen", Href: page + "/change"})
	if v.LoanID == 0 && v.GoneAt == nil {
		out.Also = append(out.Also, Button{Text: "It is lost", Icon: "no", Post: page + "/gone", Name: "why", Value: domain.GoneLost},
			Button{Text: "It is broken for good", Icon: "tool", Post: page + "/gone", Name: "why", Value: domain.GoneBroken},
			Button{Text: "It was given away", Icon: "hand", Post: page + "/gone", Name: "why", Value: domain.GoneGiven})
	}
	for _, l := range v.Loans {
		out.Loans = append(out.Loans, c.heldLoan(l))
	}
	return out
}

// deviceNext says what comes next for a device, and offers it.
func (c clock) deviceNext(v app.DeviceView, out *deviceContent) {
	page := addressOf("/devices/", v.ID)
	switch v.State {
	case domain.DeviceOverdue, domain.DeviceOut:
		out.Words = c.Say("%s has it, until %s.", v.PersonName, c.day(*v.DueOn))
		if v.State == domain.DeviceOverdue {
			out.Words = c.Say("%s has it. It was to come back %s: ring them and ask how they get on.", v.PersonName, c.day(*v.DueOn))
		}
		out.Acts = []Button{{Text: "It is back", Style: Arm, Href: page + "/back"}, {Text: "They keep it longer", Icon: "cal", Href: page + "/longer"},
			{Text: "Open who has it", Icon: "people", Href: addressOf("/people/", v.PersonID)}}
	case domain.DeviceToWipe:
		out.Words = c.Say("Take off what the last person left on it: their accounts, pictures and messages. Until then nobody else gets it.")
		out.Wipe = &Picks{Name: "wiped", Legend: "Wiped", Silent: true, Many: true, Choices: []Choice{wipedChoice}}
	case domain.DeviceRepair:
		out.Words = c.Say("It is lent again once it is mended.")
		out.Acts = []Button{{Text: "It is mended", Style: Arm, Href: page + "/change?condition=good"}}
	case domain.DeviceReady:
		out.Words = c.Say("It is wiped and whole.")
		out.Acts = []Button{{Text: "Lend it to somebody", Style: Arm, Href: page + "/lend"}}
	case domain.DeviceGone:
		out.Words = c.Say("It has been lent no more since %s. Nobody is blamed for it.", c.day(v.GoneAt.In(c.zone)))
		out.Acts = []Button{{Text: "It is here again", Icon: "undo", Post: page + "/here-again"}}
	}
}

// wipedChoice is the box that somebody ticks who has wiped a device.
var wipedChoice = Choice{Value: "yes", Text: "It is wiped", Small: "Nothing of anybody is on it any more"}

// deviceFacts are what stands in the register.
func (c clock) deviceFacts(v app.DeviceView) Facts {
	facts := []Fact{{Name: "What goes out with it", Text: orThe(v.Accessories, "Nothing")}, {Name: "What shape it is in", Text: deviceConditionWords[v.Condition]}}
	if v.WipedAt != nil {
		facts = append(facts, Fact{Name: "Wiped", Text: upperFirst(c.time(*v.WipedAt))})
	}
	if v.LentAt != nil {
		facts = append(facts, Fact{Name: "Lent", Text: c.Say("%s, by %s", upperFirst(c.time(*v.LentAt)), v.LentByName)})
	}
	return Facts{Columns: 2, Facts: facts}
}

// heldLoan is one time that a device was out.
func (c clock) heldLoan(l domain.DeviceLoan) held {
	out := held{Text: l.PersonName, Say: c.Say("Since %s, until %s. Lent by %s.", c.day(l.LentAt.In(c.zone)), c.day(l.DueOn), l.LentByName)}
	if l.EndedAt == nil {
		return out
	}
	out.Say = c.Say("From %s to %s.", c.day(l.LentAt.In(c.zone)), c.day(l.EndedAt.In(c.zone))) + " " + c.Say(deviceBackWords[l.Condition])
	if l.Words != "" {
		out.Say += " " + l.Words
	}
	return out
}

// devicesOf are what somebody has of ours, for those who lend; none for all others.
func (s *Server) devicesOf(r *http.Request, c clock, person domain.PersonID) ([]Line, error) {
	if !mayAnywhere(r, domain.LendDevices) {
		return nil, nil
	}
	rows, _, err := s.app.Devices(r.Context(), who(r), app.DeviceFilter{PersonID: person}, app.Page{First: 20})
	if err != nil {
		return nil, err
	}
	var out []Line
	for _, d := range rows {
		l := c.deviceLine(d)
		l.Here = ""
		out = append(out, l)
	}
	return out, nil
}

// devicesLate says how many things are not back yet that should be; "" for none.
func (s *Server) devicesLate(r *http.Request) (string, error) {
	counts, err := s.app.DeviceCounts(r.Context(), who(r))
	if n := counts[domain.DeviceOverdue]; err == nil && n > 0 {
		return Count(words.From(r.Context()), n, "%s thing that was lent is not back yet.", "%s things that were lent are not back yet."), nil
	}
	return "", err
}
