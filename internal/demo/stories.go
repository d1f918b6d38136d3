package demo

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// tales are what people of the made-up towns let be told, of so many months ago.
var tales = []struct {
	town, first, words string
	ago                int
	everybody          bool
}{
	{"Saltcombe", "Dot", "The lift was broken for nine days. Somebody from two doors down brought the shopping up, and stayed for a game of cards. Now we play on Thursdays.", 1, true},
	{"Saltcombe", "Wilf", "I rang because of a tap. What I got was a man who mends clocks too. The clock goes again.", 2, false},
	{"Market Orrin", "Beryl", "I had not been to the surgery by myself for a year. Twice somebody came along. The third time I went alone.", 2, true},
}

// addStories writes down what people let be told.
func addStories(ctx context.Context, a *app.App, now time.Time) error {
	town, err := townsByName(ctx, a)
	if err != nil {
		return err
	}
	for _, tale := range tales {
		people, _, err := a.People(ctx, domain.Clock(), app.PeopleFilter{Query: tale.first, TownID: town[tale.town]}, app.Page{First: 1})
		if err != nil || len(people) == 0 {
			return fmt.Errorf("nobody in %s is called %s: %w", tale.town, tale.first, err)
		}
		story := app.TellStory{PersonID: people[0].ID, TownID: town[tale.town], Words: tale.words, Everybody: &tale.everybody,
			Month: now.AddDate(0, 0, 1-now.Day()).AddDate(0, -tale.ago, 0), AgreedOn: now.AddDate(0, 0, -3)}
		if _, err := a.TellStory(ctx, domain.Clock(), story); err != nil {
			return fmt.Errorf("what %s let be told: %w", tale.first, err)
		}
	}
	return nil
}
