package domain

import "testing"

func TestWishWords(t *testing.T) {
	for _, c := range []struct {
		wishes    []string
		list, met string
	}{
		{nil, "", ""},
		{[]string{"woman"}, "a woman", "is a woman"},
		{[]string{"man", "step_free"}, "a man, and a way without steps", "is a man and has a way without steps"},
		{[]string{"cy"}, "somebody who speaks Welsh", "speaks Welsh"},
		{[]string{"xx"}, "somebody who speaks the language “xx”", "speaks the language “xx”"},
	} {
		if list, met := WishList(c.wishes), WishesMet(c.wishes); list != c.list || met != c.met {
			t.Errorf("%v: %q, %q; want %q, %q", c.wishes, list, met, c.list, c.met)
		}
	}
}
