package coverage

import "waymark/domain"

// Weights say how much each part of the index counts, 0 to 100 each. What they add up to does not matter.
type Weights struct {
	LookedAfter int // streets with a coordinator and a stand-in
	Reach       int // helpers who would come
	Helped      int // asks that ended with help
	Nearby      int // yeses from the street or section
	Company     int // a connector, a bench or café, and a group near
}

// DefaultWeights are what counts where a district has not said otherwise.
func DefaultWeights() Weights { return Weights{25, 25, 20, 15, 15} }

// Check refuses weights that are not from 0 to 100, and such that nothing counts. A field is named as a form and a program name it.
func (w Weights) Check() error {
	var wrong domain.Errors
	for _, of := range []struct {
		field string
		n     int
	}{{"lookedAfter", w.LookedAfter}, {"reach", w.Reach}, {"helped", w.Helped}, {"nearby", w.Nearby}, {"company", w.Company}} {
		if of.n < 0 || of.n > 100 {
			wrong.Add(of.field, "Please write a whole number from 0 to 100.")
		}
	}
	if w == (Weights{}) {
		wrong.Add("lookedAfter", "Something has to count: please give at least one part more than 0.")
	}
	return wrong.Err()
}
