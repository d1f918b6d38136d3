package web

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// planFields are who sees to a gap, what comes next, and the money, as they are typed.
type planFields struct {
	Version   string `form:"version" max:"20"`
	Owner     string `form:"ownerId" max:"20"`
	NextStep  string `form:"nextStep" max:"200" label:"The next step"`
	NextOn    string `form:"nextOn" max:"10"`
	Pence     string `form:"fundPence" max:"20" label:"The amount"`
	FundFrom  string `form:"fundFrom" max:"200" label:"Who gives it"`
	FundUntil string `form:"fundUntil" max:"10"`
}

// planGapForm shows who sees to a gap, what comes next, and the money.
func (s *Server) planGapForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.gapAt(r)
	if err != nil {
		return err
	}
	f := planFields{Version: strconv.Itoa(v.Version), NextStep: v.NextStep, FundFrom: v.FundFrom}
	if v.OwnerID != 0 {
		f.Owner = idOf(v.OwnerID)
	}
	if v.NextOn != nil {
		f.NextOn = v.NextOn.Format(dayValue)
	}
	if v.FundPence > 0 {
		f.Pence = strings.TrimPrefix(pounds(v.FundPence), "£")
	}
	if v.FundUntil != nil {
		f.FundUntil = v.FundUntil.Format(dayValue)
	}
	return s.showPlanGap(w, r, f, nil)
}

func (s *Server) showPlanGap(w http.ResponseWriter, r *http.Request, f planFields, wrong domain.Errors) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	could, err := s.app.GapOwners(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	here := addressOf("/gaps/", id)
	owner := Picks{Name: "ownerId", Legend: "Who sees to it?", Hint: "They get a message.", Choices: []Choice{{Value: "0", Text: "Nobody yet"}}}
	for _, p := range could {
		owner.Choices = append(owner.Choices, Choice{Value: idOf(p.ID), Text: p.Name()})
	}
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "Back to what is missing", Href: here}, Title: "Who sees to it, and what comes next"},
		Hidden: []Choice{{Text: "version", Value: f.Version}},
		Blocks: []block{choosingFrom(owner, "Nobody yet", wrong, f.Owner),
			asking(Field{Name: "nextStep", Label: "The next step", Hint: "Such as “Ask the garage for a car on Thursdays”.", Value: f.NextStep, Optional: true}, wrong),
			asking(Field{Name: "nextOn", Label: "By when", Type: "date", Short: true, Value: f.NextOn, Optional: true}, wrong),
			{Title: "The money"},
			asking(Field{Name: "fundPence", Label: "How much, in pounds and pence", Hint: "Such as 1250.00. Leave it empty if there is none.", Short: true, Mode: "decimal", Value: f.Pence, Optional: true}, wrong),
			asking(Field{Name: "fundFrom", Label: "From whom", Hint: "Such as “The town council”.", Value: f.FundFrom, Optional: true}, wrong),
			asking(Field{Name: "fundUntil", Label: "Until when", Type: "date", Short: true, Value: f.FundUntil, Optional: true}, wrong)},
		Button: Button{Text: "Keep this", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: here}}, wrong)
}

// planGap keeps who sees to a gap, what comes next, and the money: each is a step of its own in the story.
func (s *Server) planGap(w http.ResponseWriter, r *http.Request) error {
	var f planFields
	return aboutGap(w, r, &f, func(id domain.GapID) (string, error) {
		var wrong domain.Errors
		owner, version := numberIn[domain.PersonID](f.Owner), int(numberIn[int64](f.Version))
		nextOn, until := dayIn(&wrong, "nextOn", f.NextOn), dayIn(&wrong, "fundUntil", f.FundUntil)
		pence := penceIn(&wrong, "fundPence", f.Pence)
		err := wrong.Err()
		if err == nil {
			_, err = s.app.PlanGap(r.Context(), who(r), app.PlanGap{GapID: id, Version: version, OwnerID: &owner, NextStep: &f.NextStep, NextOn: &nextOn,
				FundPence: &pence, FundFrom: &f.FundFrom, FundUntil: &until})
		}
		return "It is kept.", err
	}, func(wrong domain.Errors) error { return s.showPlanGap(w, r, f, wrong) })
}

// amount is money in pounds, with pence or without.
var amount = regexp.MustCompile(`^£?([0-9]{1,9})(?:\.([0-9]{2}))?$`)

// penceIn reads an amount of money; nothing typed is none.
func penceIn(wrong *domain.Errors, field, text string) int64 {
	text = strings.NewReplacer(" ", "", ",", "").Replace(text)
	if text == "" {
		return 0
	}
	m := amount.FindStringSubmatch(text)
	if m == nil {
		wrong.Add(field, "Please write the amount in pounds and pence, such as 1250.00.")
		return 0
	}
	whole, _ := strconv.ParseInt(m[1], 10, 64) // nine figures at most
	pence, _ := strconv.ParseInt("0"+m[2], 10, 64)
	return 100*whole + pence
}
