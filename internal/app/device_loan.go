package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
)

// LendDevice gives a device to somebody for a while.
type LendDevice struct {
	DeviceID domain.DeviceID
	PersonID domain.PersonID
	DueOn    time.Time // the last day on which it is in time

	IdempotencyKey string
}

// LendDevice notes who has a device from now on, and until when. What is out, broken or not wiped is not lent.
func (a *App) LendDevice(ctx context.Context, actor domain.Actor, cmd LendDevice) (DeviceView, error) {
	g, err := a.authorise(ctx, actor, domain.LendDevices, a.onDevice(actor, cmd.DeviceID))
	if err != nil {
		return DeviceView{}, err
	}
	switch _, err := a.authorise(ctx, actor, domain.SeePeople, a.onPerson(cmd.PersonID)); domain.KindOf(err) {
	case domain.NotFound, domain.Forbidden:
		return DeviceView{}, domain.Errorf(domain.Invalid, "personId", "Please choose who gets it.")
	default:
		if err != nil {
			return DeviceView{}, err
		}
	}
	var out DeviceView
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		_, err := w.once(ctx, "LendDevice", cmd.IdempotencyKey, cmd, func() (int64, error) { return w.lend(ctx, cmd) })
		if err != nil {
			return err
		}
		out, err = w.deviceView(ctx, cmd.DeviceID)
		return err
	})
	return out, err
}

func (w *work) lend(ctx context.Context, cmd LendDevice) (int64, error) {
	d, err := w.LockDevice(ctx, cmd.DeviceID, w.today())
	if err != nil {
		return 0, err
	}
	if err := d.WhyNot(); err != nil {
		return 0, err
	}
	var wrong domain.Errors
	due := w.loanDueOn(&wrong, cmd.DueOn)
	p, err := w.LockPerson(ctx, cmd.PersonID)
	if err != nil || p.DistrictID != d.DistrictID || p.LeftAt != nil {
		wrong.Add("personId", "Please choose somebody of this district who is still here.")
	}
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	l := domain.DeviceLoan{DistrictID: d.DistrictID, DeviceID: d.ID, PersonID: p.ID, LentAt: w.now, LentBy: w.by.PersonID, DueOn: due}
	err = w.AddLoan(ctx, &l)
	return int64(l.ID), err
}

// loanDueOn checks until when something is lent: from today on, and not for ever.
func (w *work) loanDueOn(wrong *domain.Errors, day time.Time) time.Time {
	day = dateOnly(day)
	if day.Before(w.today()) || day.After(w.today().AddDate(0, lentMonths, 0)) {
		wrong.Add("dueOn", "Please choose when it is to come back: today or later, and within a year.")
	}
	return day
}

// KeepDeviceLonger gives whoever has a device more time, or less.
type KeepDeviceLonger struct {
	DeviceID domain.DeviceID
	DueOn    time.Time
}

// KeepDeviceLonger sets a new day on which a device is to come back.
func (a *App) KeepDeviceLonger(ctx context.Context, actor domain.Actor, cmd KeepDeviceLonger) (DeviceView, error) {
	g, err := a.authorise(ctx, actor, domain.LendDevices, a.onDevice(actor, cmd.DeviceID))
	if err != nil {
		return DeviceView{}, err
	}
	return a.withDevice(ctx, g, cmd.DeviceID, func(ctx context.Context, w *work, d *domain.Device) error {
		l, err := w.loanOf(ctx, d)
		if err != nil {
			return err
		}
		var wrong domain.Errors
		l.DueOn, l.ToldOn = w.loanDueOn(&wrong, cmd.DueOn), nil
		if err := wrong.Err(); err != nil {
			return err
		}
		return w.SaveLoan(ctx, &l)
	})
}

// loanOf is the loan by which somebody has a device, which has been locked.
func (w *work) loanOf(ctx context.Context, d *domain.Device) (domain.DeviceLoan, error) {
	if d.LoanID == 0 {
		return domain.DeviceLoan{}, domain.Errorf(domain.Conflict, "", "Nobody has %s now: it is back already.", d.Name)
	}
	return w.Loan(ctx, d.LoanID)
}

// TakeDeviceBack ends a loan: the device is back, or it will not come back.
type TakeDeviceBack struct {
	DeviceID  domain.DeviceID
	Lost      bool                   // it will not come back; nobody is asked why
	Condition domain.DeviceCondition // as it came back; not of what is lost
	Words     string                 // about the device: "the charger is missing"
	Wiped     bool                   // what was on it is gone already
}

// TakeDeviceBack ends a loan. What is back must be wiped before the next; what is lost is lent no more, until it turns up.
func (a *App) TakeDeviceBack(ctx context.Context, actor domain.Actor, cmd TakeDeviceBack) (DeviceView, error) {
	g, err := a.authorise(ctx, actor, domain.LendDevices, a.onDevice(actor, cmd.DeviceID))
	if err != nil {
		return DeviceView{}, err
	}
	return a.withDevice(ctx, g, cmd.DeviceID, func(ctx context.Context, w *work, d *domain.Device) error {
		return w.takeBackDevice(ctx, d, cmd)
	})
}

func (w *work) takeBackDevice(ctx context.Context, d *domain.Device, cmd TakeDeviceBack) error {
	l, err := w.loanOf(ctx, d)
	if err != nil {
		return err
	}
	var wrong domain.Errors
	l.Words = line(cmd.Words)
	tooLong(&wrong, "words", l.Words, longestLoanWords)
	if !cmd.Lost && !slices.Contains(domain.DeviceConditions, cmd.Condition) {
		wrong.Add("condition", "Please choose what shape it is in.")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	keep := w.today().AddDate(0, keepLoanMonths, 0)
	l.EndedAt, l.EndedBy, l.KeepUntil = &w.now, w.by.PersonID, &keep
	if cmd.Lost {
		l.Ending, d.GoneAt, d.GoneWhy = domain.GoneLost, &w.now, domain.GoneLost
		return w.SaveLoan(ctx, &l)
	}
	l.Ending, l.Condition, d.Condition = "back", cmd.Condition, cmd.Condition
	if cmd.Wiped {
		d.WipedAt, d.WipedBy = &w.now, w.by.PersonID
	}
	return w.SaveLoan(ctx, &l)
}

// tellLoansEvery is how many days go by before a desk is told again that something is still out.
const tellLoansEvery = 7

// TellLoansDue tells those who lent something that it has been out longer than was said: all of a town in one message, again after a week.
// It returns how many were told. Doing it again tells nothing twice.
func (a *App) TellLoansDue(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, somewhere(actor))
	if err != nil {
		return 0, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return 0, err
	}
	districts, err := w.DistrictsWithLoansDue(ctx, w.today(), w.today().AddDate(0, 0, -tellLoansEvery))
	if err != nil {
		return 0, err
	}
	return withEach(districts, func(id domain.DistrictID) (told int, err error) {
		err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
			told, err = w.tellLoansDue(ctx, id)
			return err
		})
		if err != nil {
			return 0, fmt.Errorf("district %d: %w", id, err)
		}
		return told, nil
	})
}

// tellLoansDue writes the messages of one district.
func (w *work) tellLoansDue(ctx context.Context, district domain.DistrictID) (int, error) {
	rules, err := w.rules(ctx, district)
	if err != nil || rules.Hours.NextOpen(w.now).After(w.now) {
		return 0, err // nobody looks at night
	}
	due, err := w.LockLoansDue(ctx, district, w.today(), w.today().AddDate(0, 0, -tellLoansEvery))
	if err != nil {
		return 0, err
	}
	type desk struct {
		reader domain.PersonID
		town   domain.TownID
	}
	late := map[desk][]domain.LoanID{}
	for _, l := range due {
		at := desk{l.LentBy, l.TownID}
		if !l.LendsNow {
			if at.reader, err = w.OfferReader(ctx, district, l.TownID, w.today()); err != nil {
				return 0, err
			}
		}
		if at.reader != 0 { // else it waits for whoever comes to be the builder
			late[at] = append(late[at], l.ID)
		}
	}
	order := make([]desk, 0, len(late))
	for at := range late {
		order = append(order, at)
	}
	slices.SortFunc(order, func(a, b desk) int { return cmp.Or(cmp.Compare(a.reader, b.reader), cmp.Compare(a.town, b.town)) })
	for _, at := range order {
		m := domain.Message{Key: fmt.Sprintf("loans_due:%d:%d:%s", at.town, at.reader, w.today().Format(time.DateOnly)), Kind: sayLoansDue, PersonID: at.reader,
			Data: domain.MessageData{TownID: at.town, Count: len(late[at])}}
		if err := w.say(ctx, m); err != nil {
			return 0, err
		}
		if err := w.ToldOfLoans(ctx, district, late[at], w.today()); err != nil {
			return 0, err
		}
	}
	return len(order), nil
}
