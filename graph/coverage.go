package graph

import (
	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/graph/model"
	"waymark/graph/scalar"
	"waymark/internal/app"
)

// coverageAsked reads the id of a street, section, town or district, and a period. What is none of them is read as a street that is nobody's.
func coverageAsked(place string, period *string) app.CoverageAsked {
	asked := app.CoverageAsked{Period: value(period)}
	switch kind, number, _ := scalar.Split(place); kind {
	case "District":
		asked.DistrictID = domain.DistrictID(number)
	case "Town":
		asked.TownID = domain.TownID(number)
	case "Section":
		asked.SectionID = domain.SectionID(number)
	default:
		asked.StreetID = scalar.Local[domain.StreetID]("Street", place)
	}
	return asked
}

// reportAsked reads the id of a town or district, and the rest of what is asked for. What is neither is read as a town that is nobody's.
func reportAsked(place string, period *string, public bool) app.ReportAsked {
	asked := app.ReportAsked{Period: value(period), Public: public}
	if kind, number, _ := scalar.Split(place); kind == "District" {
		asked.DistrictID = domain.DistrictID(number)
	} else {
		asked.TownID = scalar.Local[domain.TownID]("Town", place)
	}
	return asked
}

// reportMeans says how a number of a report is counted; nil where its row says all.
func reportMeans(l coverage.Line) *string {
	if means := string(l.Defined().Means); means != "" {
		return &means
	}
	return nil
}

// covered answers with the figures of a place and of those over and in it.
func covered(v app.Coverage, err error) (*model.Coverage, error) {
	if err != nil {
		return nil, err
	}
	place := func(p coverage.Place) model.CoveredPlace { return model.CoveredPlace{Place: p, Weights: v.Weights} }
	out := &model.Coverage{RippleMonths: v.Months, Place: place(v.Place), Weights: v.Weights, Tenths: v.Tenths, Ended: v.Ended}
	for _, p := range v.Over {
		out.Over = append(out.Over, place(p))
	}
	for _, p := range v.Within {
		out.Within = append(out.Within, place(p))
	}
	return out, nil
}
