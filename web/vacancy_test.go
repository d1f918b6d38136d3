package web

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/words"
)

func TestVacancyWords(t *testing.T) {
	c := clock{Words: words.In("en"), now: time.Now(), zone: time.UTC}
	for count, want := range map[domain.Vacancies]string{
		{}:                         "",
		{NoStandIn: 1}:             "Every street has somebody who looks after it. In one nobody stands in.",
		{NoStandIn: 12}:            "Every street has somebody who looks after it. In 12 nobody stands in.",
		{Nobody: 1}:                "One street has nobody who looks after it.",
		{Nobody: 3, NoStandIn: 10}: "Three streets have nobody who looks after them. In ten more nobody stands in.",
	} {
		if got := c.vacancyWords(count); got != want {
			t.Errorf("%+v: %q, want %q", count, got, want)
		}
	}
}
