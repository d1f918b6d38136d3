package coverage

import (
	"testing"

	"waymark/domain"
)

func TestWeights_Check(t *testing.T) {
	for _, good := range []Weights{DefaultWeights(), {Reach: 100}, {100, 100, 100, 100, 100}} {
		if err := good.Check(); err != nil {
			t.Errorf("%+v: %v", good, err)
		}
	}
	for _, bad := range []Weights{{}, {Reach: 101}, {LookedAfter: -1, Reach: 5}} {
		if err := bad.Check(); domain.KindOf(err) != domain.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
