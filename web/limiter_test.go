package web

import (
	"fmt"
	"testing"

	"waymark/domain"
)

func TestLimiter(t *testing.T) {
	l := newLimiter(0, 3)
	tries := func(ip string) (let int) {
		for range 5 {
			err := l.check(ip)
			if err == nil {
				let++
			} else if domain.KindOf(err) != domain.TooMany {
				t.Fatal(err)
			}
		}
		return let
	}
	if n := tries("192.0.2.1"); n != 3 {
		t.Errorf("%d of five got through, want three", n)
	}
	if n := tries("192.0.2.2"); n != 3 {
		t.Errorf("somebody else got %d through, want three", n)
	}
	for i := range mostKept {
		_ = l.check(fmt.Sprint(i))
	}
	if len(l.of) > mostKept {
		t.Errorf("it counts for %d addresses", len(l.of))
	}
}
