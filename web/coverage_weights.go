package web

import (
	"net/http"
	"strconv"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
)

// weightFields are what the parts of the points count for, as they are typed.
type weightFields struct {
	LookedAfter string `form:"lookedAfter" max:"10"`
	Reach       string `form:"reach" max:"10"`
	Helped      string `form:"helped" max:"10"`
	Nearby      string `form:"nearby" max:"10"`
	Company     string `form:"company" max:"10"`
}

// weightsForm asks what the parts of the points count for in a district.
func (s *Server) weightsForm(w http.ResponseWriter, r *http.Request) error {
	return s.showWeights(w, r, nil, nil)
}

func (s *Server) showWeights(w http.ResponseWriter, r *http.Request, typed *weightFields, wrong domain.Errors) error {
	id, err := pathID[domain.DistrictID](r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	v, err := s.app.CoverageWeights(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	f := typed
	if f == nil {
		f = typedWeights(v.Weights)
	}
	out := formPage{Head: Head{Back: &Link{Text: "Who is there", Href: "/coverage"}, Over: v.DistrictName, Title: "What the points count",
		Lead: "A place has up to 100 points. Say how much each part counts, from 0 to 100. What they add up to does not matter: twice as much counts twice as much."},
		Words: []string{c.weightsStory(v)}, Button: Button{Text: "Keep this", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: "/coverage"}}
	for _, of := range []struct{ part, name, value string }{{coverage.LookedAfter, "lookedAfter", f.LookedAfter}, {coverage.Reach, "reach", f.Reach}, {coverage.Helped, "helped", f.Helped},
		{coverage.Nearby, "nearby", f.Nearby}, {coverage.Company, "company", f.Company}} {
		out.Blocks = append(out.Blocks, asking(Field{Name: of.name, Label: partWords[of.part], Short: true, Mode: "numeric", Value: of.value}, wrong))
	}
	return s.showForm(w, r, out, wrong)
}

// weightsStory says who changed what counts, and when.
func (c clock) weightsStory(v app.CoverageWeights) string {
	if len(v.Changes) == 0 {
		return c.Say("Nobody has changed this yet: it is what every new district begins with.")
	}
	last := v.Changes[0]
	return c.Say("%s changed it last, %s. It applies to every figure at once, of earlier months too.", last.MadeBy, c.time(last.At))
}

func typedWeights(w coverage.Weights) *weightFields {
	return &weightFields{strconv.Itoa(w.LookedAfter), strconv.Itoa(w.Reach), strconv.Itoa(w.Helped), strconv.Itoa(w.Nearby), strconv.Itoa(w.Company)}
}

// weigh keeps what the parts of the points count for.
func (s *Server) weigh(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.DistrictID](r)
	if err != nil {
		return err
	}
	var f weightFields
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.WeighCoverage(r.Context(), who(r), app.WeighCoverage{DistrictID: id, LookedAfter: weightIn(f.LookedAfter), Reach: weightIn(f.Reach), Helped: weightIn(f.Helped),
			Nearby: weightIn(f.Nearby), Company: weightIn(f.Company)})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showWeights(w, r, &f, wrong) }, "/coverage", "It is kept. All points are counted by it now.")
}

// weightIn reads a weight; what is no whole number is none that could count.
func weightIn(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}

func weightsAddress(id domain.DistrictID) string { return addressOf("/districts/", id) + "/points" }
