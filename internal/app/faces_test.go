package app

import "testing"

func TestSayMinutes(t *testing.T) {
	t.Parallel()
	for minutes, want := range map[int]string{
		5: "a few minutes", 15: "a few minutes", 30: "about half an hour", 40: "about 40 minutes", 45: "about 45 minutes", 60: "about an hour",
		90: "about an hour and a half", 120: "about 2 hours", 150: "about 3 hours",
	} {
		if got := SayMinutes(nil, minutes); got != want {
			t.Errorf("%d minutes are %q, want %q", minutes, got, want)
		}
	}
}
