package web

import "testing"

func TestTemplates_AreWellFormed(t *testing.T) {
	rd, _ := newFrame(t)
	for code, named := range rd.pages {
		if len(named) < 100 {
			t.Errorf("%s has %d pages: where are the others?", code, len(named))
		}
		for name, read := range named {
			if _, err := read(); err != nil {
				t.Errorf("%s in %s: %v", name, code, err)
			}
		}
	}
}
