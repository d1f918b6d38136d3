package demo

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// thought is one idea of the made-up towns, with how far it has come.
type thought struct {
	town, name, words string
	from              domain.IdeaSource
	had               string // the first name of who had it; "": they would rather not be known
	looked            string // what was looked for, and it answers
	joins             []string
	stage             domain.IdeaStage
	where             string // the first meeting
	why               string // why it was let go
}

// thoughts are the ideas of the demo: some at each stage.
var thoughts = []thought{
	{town: "Saltcombe", name: "A table for chess in the park", words: "There is a stone table under the lime tree, and nobody at it. Saturday mornings would suit.", from: domain.FromPage, had: "Wilf", stage: domain.IdeaHeard},
	{town: "Saltcombe", name: "A bus on Sundays", words: "To the garden centre and back, once a month.", from: domain.FromCafe, stage: domain.IdeaHeard},
	{town: "Market Orrin", name: "A place to learn to knit", words: "I have needles and wool for six.", from: domain.FromLog, had: "Beryl", stage: domain.IdeaHeard},
	{town: "Saltcombe", name: "A choir that needs no notes", words: "For people who were told at school to stand at the back. An hour, old songs, and tea after.", from: domain.FromCafe, had: "Joan",
		joins: []string{"Pete", "Ama", "Sheila"}, stage: domain.IdeaLooking},
	{town: "Saltcombe", name: "Men who cook", words: "Four of us have eaten toast for a year. One kitchen, one recipe a week.", from: domain.FromPage, had: "Ron", joins: []string{"Ken"}, stage: domain.IdeaLooking},
	{town: "Brackle", name: "A shelf to swap jigsaws", words: "At the surgery, or in the shop.", from: domain.FromStaff, stage: domain.IdeaLooking},
	{town: "Saltcombe", name: "A walk for slow walkers", words: "Half a mile along the quay, with benches. Nobody is left behind.", from: domain.FromLog, had: "Dot", joins: []string{"Frank", "Olive", "Jean", "Malik"},
		stage: domain.IdeaMeeting, where: "The lifeboat shop"},
	{town: "Market Orrin", name: "Mend it together", words: "Lamps, zips, chairs: bring it, and learn how.", from: domain.FromCafe, had: "Ivor", looked: "repair cafe", joins: []string{"Sue", "Tariq"}, stage: domain.IdeaGroup, where: "The chapel hall"},
	{town: "Saltcombe", name: "A cinema in the old bank", words: "The bank has stood empty for two years.", from: domain.FromPage, had: "Kit", stage: domain.IdeaLetGo,
		why: "Thank you: many would have come. The bank has been let to a baker, and there is no other room of that size."},
}

// addIdeas has the people of the demo think of things, and its builders help those on.
func addIdeas(ctx context.Context, a *app.App, now time.Time, zone *time.Location) error {
	town, err := townsByName(ctx, a)
	if err != nil {
		return err
	}
	y, m, d := now.In(zone).Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 9)
	for n, one := range thoughts {
		contact := func(first string) app.IdeaContact {
			return app.IdeaContact{FirstName: first, Email: fmt.Sprintf("idea%d.%s@example.org", n+1, domain.PlainWords(first)), Agreed: true, Named: n%2 == 1}
		}
		cmd := app.RaiseIdea{TownID: town[one.town], Name: one.name, Words: one.words, LookedFor: one.looked, CameFrom: one.from}
		if one.had != "" {
			cmd.IdeaContact = contact(one.had)
		}
		id, err := a.RaiseIdea(ctx, domain.Clock(), cmd)
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
		if err := helpOn(ctx, a, id, one, contact, day); err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
	}
	return nil
}

// helpOn takes an idea as far as it has come.
func helpOn(ctx context.Context, a *app.App, id domain.IdeaID, one thought, contact func(string) app.IdeaContact, day time.Time) error {
	by := domain.Clock()
	switch one.stage {
	case domain.IdeaHeard:
		return nil
	case domain.IdeaLetGo:
		_, err := a.MoveIdea(ctx, by, app.MoveIdea{IdeaID: id, To: domain.IdeaLetGo, Why: one.why})
		return err
	}
	if _, err := a.MoveIdea(ctx, by, app.MoveIdea{IdeaID: id, To: domain.IdeaLooking}); err != nil {
		return err
	}
	for _, first := range one.joins {
		if err := a.JoinIdea(ctx, domain.Public(), app.JoinIdea{IdeaID: id, IdeaContact: contact(first)}); err != nil {
			return err
		}
	}
	if one.stage == domain.IdeaLooking {
		return nil
	}
	if _, err := a.PlanIdeaMeeting(ctx, by, app.PlanIdeaMeeting{IdeaID: id, On: day, Starts: 18 * 60, Ends: 19*60 + 30, PlaceKind: domain.Indoors, PlaceName: one.where}); err != nil {
		return err
	}
	if one.stage == domain.IdeaMeeting {
		return nil
	}
	v, err := a.DraftIdeaGroup(ctx, by, id)
	if err != nil {
		return err
	}
	everybody := false
	if _, err := a.ChangeService(ctx, by, app.ChangeService{ServiceID: v.ServiceID, StaffOnly: &everybody, Checked: true}); err != nil {
		return err
	}
	_, err = a.MoveIdea(ctx, by, app.MoveIdea{IdeaID: id, To: domain.IdeaGroup})
	return err
}
