package app

import (
	"context"
	"time"

	"waymark/domain"
)

// DemoDevice is a device of a demo with the times that it was out, the first first. What is back from the last is wiped if it says so.
type DemoDevice struct {
	domain.Device
	Town  string
	By    int // who added it, lends it and wipes it
	Wiped bool
	Loans []DemoLoan
}

// DemoLoan is one time that somebody of a demo has a device. Its days count from the demo's own: -20 is 20 days ago.
type DemoLoan struct {
	Person         int
	From, Due, End int // End is 0 for whoever has it still
	Condition      domain.DeviceCondition
	Words          string
}

// DemoLearnt is how well somebody of a demo can do what they came to learn, and how many days ago they said so.
type DemoLearnt struct {
	Person int
	Goal   string
	How    domain.HowWell
	Ago    int
}

// addDevices writes what is lent in a demo, and what was learnt with it.
func (b *demoBoard) addDevices(ctx context.Context) error {
	for _, l := range b.town.Learnt {
		on := b.today().AddDate(0, 0, -l.Ago)
		if err := b.SaveLearnt(ctx, domain.Learnt{DistrictID: b.district.ID, PersonID: personOf(l.Person), Goal: l.Goal, How: l.How, SaidBy: "helper", SaidOn: on,
			KeepUntil: on.AddDate(0, keepLearntMonths, 0)}); err != nil {
			return err
		}
	}
	for _, d := range b.town.Devices {
		if err := b.addDevice(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

func (b *demoBoard) addDevice(ctx context.Context, in DemoDevice) error {
	d, by := in.Device, personOf(in.By)
	d.DistrictID, d.TownID, d.CreatedAt = b.district.ID, b.towns[in.Town], b.now.AddDate(0, -8, 0)
	d.WipedAt, d.WipedBy = &d.CreatedAt, by
	if len(in.Loans) > 0 { // it was whole when it was lent
		d.Condition = domain.Good
	}
	if err := b.AddDevice(ctx, &d); err != nil {
		return err
	}
	for _, l := range in.Loans {
		if err := b.addDemoLoan(ctx, d, by, l); err != nil {
			return err
		}
		if l.End != 0 { // else PostgreSQL has noted that it is to be wiped
			at := b.now.AddDate(0, 0, l.End).Add(time.Hour)
			d.WipedAt, d.WipedBy, d.Condition = &at, by, l.Condition
			if err := b.SaveDevice(ctx, &d); err != nil {
				return err
			}
		}
	}
	if in.Wiped || len(in.Loans) == 0 || in.Loans[len(in.Loans)-1].End == 0 {
		return nil
	}
	d.WipedAt, d.WipedBy = nil, 0
	return b.SaveDevice(ctx, &d)
}

func (b *demoBoard) addDemoLoan(ctx context.Context, d domain.Device, by domain.PersonID, in DemoLoan) error {
	l := domain.DeviceLoan{DistrictID: d.DistrictID, DeviceID: d.ID, PersonID: personOf(in.Person), LentAt: b.now.AddDate(0, 0, in.From), LentBy: by,
		DueOn: b.today().AddDate(0, 0, in.Due)}
	if in.End == 0 && in.Due < 0 { // its desk was told the day after
		day := l.DueOn.AddDate(0, 0, 1)
		l.ToldOn = &day
	}
	if in.End != 0 {
		at, keep := b.now.AddDate(0, 0, in.End), b.today().AddDate(0, keepLoanMonths, in.End)
		l.EndedAt, l.EndedBy, l.Ending, l.Condition, l.Words, l.KeepUntil = &at, by, "back", in.Condition, in.Words, &keep
	}
	return b.AddLoan(ctx, &l)
}
