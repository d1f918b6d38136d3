package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// DemoService is a service of a demo, as a list would have it.
type DemoService struct {
	Row          ServiceRow
	CheckedDays  int // days ago that the town's builder has checked it
	NeverChecked bool
}

// DemoMissed is what people of a demo looked for and did not find.
type DemoMissed struct {
	Town  string // "": nobody said
	Words string
	Times int
	Days  int // ago
}

// addDirectory writes what there is in a demo, who checked it when, and what is said to be wrong.
func (b *demoBoard) addDirectory(ctx context.Context) error {
	l, err := b.newServiceList(ctx, b.district.ID)
	if err != nil {
		return err
	}
	for _, s := range b.town.Services {
		if err := b.addDemoService(ctx, l, s); err != nil {
			return err
		}
	}
	for _, m := range b.town.Missed {
		day := b.today().AddDate(0, 0, -m.Days)
		for range m.Times {
			err := b.AddMissed(ctx, postgres.Missed{DistrictID: b.district.ID, TownID: b.towns[m.Town], Day: day, Words: domain.PlainWords(m.Words), KeepUntil: day.AddDate(0, keepMissedMonths, 0)})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *demoBoard) addDemoService(ctx context.Context, l *serviceList, s DemoService) error {
	draft, problems, err := l.draft(ctx, s.Row)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(problems, func(p RowProblem) bool { return !p.Kept }) {
		return fmt.Errorf("demo service %q: %s", s.Row.Name, problems[0].Reason)
	}
	v := domain.Service{DistrictID: b.district.ID, CreatedAt: b.now.AddDate(0, -9, 0), Version: 1}
	if err := b.fillIn(ctx, &v, draft); err != nil {
		return err
	}
	builder := b.builderOf(s.Row.Town)
	day := b.today().AddDate(0, 0, -s.CheckedDays)
	v.ChangedAt = v.CreatedAt
	if !s.NeverChecked {
		v.CheckedOn, v.CheckedBy = &day, builder
	}
	if err := b.AddService(ctx, &v); err != nil {
		return err
	}
	story := []domain.ServiceChange{{Kind: "added", At: v.CreatedAt}}
	if !s.NeverChecked {
		story = append(story, domain.ServiceChange{Kind: "checked", At: day.Add(11 * time.Hour)})
	}
	for _, c := range story {
		c.DistrictID, c.ServiceID, c.ActorID = v.DistrictID, v.ID, builder
		if err := b.AddServiceChange(ctx, c); err != nil {
			return err
		}
	}
	if words := b.town.Reports[v.Name]; words != "" {
		return b.AddServiceReport(ctx, domain.ServiceReport{DistrictID: v.DistrictID, ServiceID: v.ID, Words: words, At: b.now.AddDate(0, 0, -2), KeepUntil: b.today().AddDate(0, keepReportMonths, 0)})
	}
	return nil
}

// builderOf is who builds a town's community, or else the whole district's.
func (b *demoBoard) builderOf(town string) (id domain.PersonID) {
	for _, p := range b.town.People {
		for _, r := range p.Roles {
			if r.Kind == domain.Builder && (r.Town == town || r.Town == "" && id == 0) {
				id = p.ID
			}
		}
	}
	return id
}
