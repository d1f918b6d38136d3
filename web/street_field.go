package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
)

// streetForm is a street as somebody typed it, and the one that they chose.
type streetForm struct {
	Street   string `form:"street" max:"100" label:"The street"`
	StreetID string `form:"streetId"`
}

// streetField asks for a street: with scripts it is found while typing, without them it is offered after.
func (s *Server) streetField(r *http.Request, f streetForm, label string, wrong domain.Errors) (Field, error) {
	field := Field{Name: "street", Label: label, Hint: "Start to type and pick it from the list.", Value: f.Street,
		Finder: &Finder{Address: "/streets/find", IDName: "streetId", ID: f.StreetID}}
	for _, name := range []string{"street", "streetId"} {
		if field.Error == nil {
			field.Error = problemWith(wrong, name)
		}
	}
	if field.Error == nil || f.Street == "" {
		return field, nil
	}
	found, err := s.app.FindStreets(r.Context(), who(r), app.FindStreets{Query: f.Street, DistrictID: who(r).DistrictID})
	for _, street := range found {
		field.Choices = append(field.Choices, Choice{Value: idOf(street.ID), Text: street.Label()})
	}
	field.ChoiceName = "streetId"
	return field, err
}

// streetOf is the street that somebody chose, or the only one that is called as they typed.
func (s *Server) streetOf(r *http.Request, f streetForm) (domain.StreetID, error) {
	if id := numberIn[domain.StreetID](f.StreetID); id != 0 {
		return id, nil
	}
	if f.Street == "" {
		return 0, domain.Errorf(domain.Invalid, "street", "Please type the name of the street.")
	}
	found, err := s.app.FindStreets(r.Context(), who(r), app.FindStreets{Query: f.Street, DistrictID: who(r).DistrictID})
	if err != nil {
		return 0, err
	}
	switch same := exactly(found, f.Street); {
	case len(same) == 1:
		return same[0].ID, nil
	case len(found) == 0:
		return 0, domain.Errorf(domain.Invalid, "street", "We know no street like “%s”. Please check its name.", f.Street)
	}
	return 0, domain.Errorf(domain.Invalid, "street", "There is more than one street like “%s”. Please choose it.", f.Street)
}

// streetNamed is how the street of a number is written, "" for no number.
func (s *Server) streetNamed(r *http.Request, number string) (string, error) {
	id := numberIn[domain.StreetID](number)
	if id == 0 {
		return "", nil
	}
	street, err := s.app.Street(r.Context(), who(r), id)
	return street.Label(), err
}
