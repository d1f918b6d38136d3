package model

import (
	"waymark/domain"
	"waymark/domain/coverage"
)

// Coverage is who is there for a place, and what became of its asks.
type Coverage struct {
	domain.RippleMonths
	Place   CoveredPlace
	Over    []CoveredPlace
	Within  []CoveredPlace
	Weights coverage.Weights
	Tenths  []coverage.Tenth
	Ended   bool
}

// CoveredPlace is a place with what the parts of its points count for.
type CoveredPlace struct {
	coverage.Place
	Weights coverage.Weights
}

// Figures are all figures of the place.
func (p CoveredPlace) Figures() []coverage.Measured { return p.Measure(p.Weights) }

// Parts say how the points of the place come about.
func (p CoveredPlace) Parts() []coverage.Part { return p.Index(p.Weights).Parts }
