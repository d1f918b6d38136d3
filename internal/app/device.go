package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How much may be written of a device, how long one may be lent at a time, and how long it is kept who had it.
const (
	longestAccessories = 200
	longestLoanWords   = 300
	lentMonths         = 12
	keepLoanMonths     = 6
)

// DeviceFilter says which devices a list shows. Zeroes show all.
type DeviceFilter struct {
	TownID   domain.TownID
	PersonID domain.PersonID // who has it now
	State    domain.DeviceState
}

// Devices lists what the actor's desks lend, what needs somebody first.
func (a *App) Devices(ctx context.Context, actor domain.Actor, f DeviceFilter, page Page) ([]domain.Device, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.LendDevices, somewhere(actor))
	if err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	q := postgres.DeviceQuery{Scope: domain.ScopeOf(actor, domain.LendDevices), TownID: f.TownID, PersonID: f.PersonID, State: f.State, Today: w.today(), Limit: page.rows() + 1}
	if err := page.key(&q.After.Rank, &q.After.Name, &q.After.ID); err != nil {
		return nil, PageInfo{}, err
	}
	rows, err := w.Store.Devices(ctx, q)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, page, DeviceCursor)
	return rows, info, nil
}

// DeviceCursor is the place of a row in the list of devices.
func DeviceCursor(d domain.Device) string {
	return cursor(slices.Index(domain.DeviceStates, d.State)+1, strings.ToLower(d.Name), d.ID)
}

// DeviceCounts says how many devices of the actor's desks stand in each state.
func (a *App) DeviceCounts(ctx context.Context, actor domain.Actor) (map[domain.DeviceState]int, error) {
	g, err := a.authorise(ctx, actor, domain.LendDevices, somewhere(actor))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	rows, err := w.CountDevices(ctx, domain.ScopeOf(actor, domain.LendDevices), w.today())
	out := map[domain.DeviceState]int{}
	for _, r := range rows {
		out[r.State] = r.Count
	}
	return out, err
}

// DeviceView is one device with who had it, as far back as that is kept.
type DeviceView struct {
	domain.Device
	Loans []domain.DeviceLoan // the newest first
}

// Device shows one device.
func (a *App) Device(ctx context.Context, actor domain.Actor, id domain.DeviceID) (DeviceView, error) {
	g, err := a.authorise(ctx, actor, domain.LendDevices, a.onDevice(actor, id))
	if err != nil {
		return DeviceView{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return DeviceView{}, err
	}
	return w.deviceView(ctx, id)
}

func (w *work) deviceView(ctx context.Context, id domain.DeviceID) (v DeviceView, err error) {
	if v.Device, err = w.Store.Device(ctx, id, w.today()); err != nil {
		return v, err
	}
	v.Loans, err = w.Loans(ctx, id)
	return v, err
}

// onDevice finds whose desk lends a device, and who has it. To those who lend nothing there it is not there at all.
func (a *App) onDevice(actor domain.Actor, id domain.DeviceID) target {
	return func(ctx context.Context) (domain.Target, error) {
		d, err := a.db.Store().Device(ctx, id, time.Time{})
		if err != nil {
			return absent(err)
		}
		t := domain.Target{Spot: domain.Spot{DistrictID: d.DistrictID, TownID: d.TownID}, PersonID: d.PersonID}
		if !domain.May(actor, domain.LendDevices, t) {
			return absent(notFound())
		}
		return t, nil
	}
}

// DeviceDetails are what stands in the register of a device.
type DeviceDetails struct {
	Kind        domain.DeviceKind
	Name        string // on its label
	Accessories string // what goes out with it
	Condition   domain.DeviceCondition
}

// fill checks the details and puts them into a device.
func (in DeviceDetails) fill(d *domain.Device) error {
	var wrong domain.Errors
	d.Kind, d.Name, d.Accessories, d.Condition = in.Kind, strings.Join(strings.Fields(in.Name), " "), line(in.Accessories), in.Condition
	if !slices.Contains(domain.DeviceKinds, d.Kind) {
		wrong.Add("kind", "Please choose what it is.")
	}
	if d.Name == "" {
		wrong.Add("name", "Please give it a name, and write that on its label: “Blue tablet 3”.")
	}
	tooLong(&wrong, "name", d.Name, longestName)
	tooLong(&wrong, "accessories", d.Accessories, longestAccessories)
	if !slices.Contains(domain.DeviceConditions, d.Condition) {
		wrong.Add("condition", "Please choose what shape it is in.")
	}
	return wrong.Err()
}

// AddDevice puts a device into the register of a town.
type AddDevice struct {
	TownID domain.TownID
	DeviceDetails
	Wiped bool // nothing of anybody is on it: it may be lent

	IdempotencyKey string
}

// AddDevice puts a device into the register, and returns it.
func (a *App) AddDevice(ctx context.Context, actor domain.Actor, cmd AddDevice) (DeviceView, error) {
	g, err := a.authorise(ctx, actor, domain.LendDevices, a.onTown(cmd.TownID))
	if err != nil {
		return DeviceView{}, err
	}
	var out DeviceView
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		id, err := w.once(ctx, "AddDevice", cmd.IdempotencyKey, cmd, func() (int64, error) {
			d := domain.Device{DistrictID: w.about.Spot.DistrictID, TownID: cmd.TownID, CreatedAt: w.now}
			if err := cmd.fill(&d); err != nil {
				return 0, err
			}
			if cmd.Wiped {
				d.WipedAt, d.WipedBy = &w.now, w.by.PersonID
			}
			err := w.Store.AddDevice(ctx, &d)
			return int64(d.ID), err
		})
		if err != nil {
			return err
		}
		out, err = w.deviceView(ctx, domain.DeviceID(id))
		return err
	})
	return out, err
}

// ChangeDevice corrects what stands in the register of a device: all of it.
type ChangeDevice struct {
	DeviceID domain.DeviceID
	DeviceDetails
}

// ChangeDevice corrects the register.
func (a *App) ChangeDevice(ctx context.Context, actor domain.Actor, cmd ChangeDevice) (DeviceView, error) {
	g, err := a.authorise(ctx, actor, domain.LendDevices, a.onDevice(actor, cmd.DeviceID))
	if err != nil {
		return DeviceView{}, err
	}
	return a.withDevice(ctx, g, cmd.DeviceID, func(_ context.Context, _ *work, d *domain.Device) error { return cmd.fill(d) })
}

// withDevice changes a device under its lock, and returns it as it is then.
func (a *App) withDevice(ctx context.Context, g grant, id domain.DeviceID, change func(context.Context, *work, *domain.Device) error) (out DeviceView, err error) {
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		d, err := w.LockDevice(ctx, id, w.today())
		if err != nil {
			return err
		}
		if err := change(ctx, w, &d); err != nil {
			return err
		}
		if err := w.SaveDevice(ctx, &d); err != nil {
			return err
		}
		out, err = w.deviceView(ctx, id)
		return err
	})
	return out, err
}

// WipeDevice says that what the last person left on a device is gone. Saying it again changes nothing.
func (a *App) WipeDevice(ctx context.Context, actor domain.Actor, id domain.DeviceID) (DeviceView, error) {
	g, err := a.authorise(ctx, actor, domain.LendDevices, a.onDevice(actor, id))
	if err != nil {
		return DeviceView{}, err
	}
	return a.withDevice(ctx, g, id, func(_ context.Context, w *work, d *domain.Device) error {
		if d.LoanID != 0 {
			return domain.Errorf(domain.Conflict, "", "%s is still out. It is wiped when it is back.", d.Name)
		}
		if d.WipedAt == nil {
			d.WipedAt, d.WipedBy = &w.now, w.by.PersonID
		}
		return nil
	})
}

// RetireDevice takes a device that nobody has out of what is lent.
type RetireDevice struct {
	DeviceID domain.DeviceID
	Why      string // domain.GoneLost, GoneBroken or GoneGiven
}

// RetireDevice takes a device out of what is lent. Its row stays, with why.
func (a *App) RetireDevice(ctx context.Context, actor domain.Actor, cmd RetireDevice) (DeviceView, error) {
	g, err := a.authorise(ctx, actor, domain.LendDevices, a.onDevice(actor, cmd.DeviceID))
	if err != nil {
		return DeviceView{}, err
	}
	return a.withDevice(ctx, g, cmd.DeviceID, func(_ context.Context, w *work, d *domain.Device) error {
		switch {
		case !slices.Contains([]string{domain.GoneLost, domain.GoneBroken, domain.GoneGiven}, cmd.Why):
			return domain.Errorf(domain.Invalid, "why", "Please choose why it is lent no more.")
		case d.LoanID != 0:
			return domain.Errorf(domain.Conflict, "", "Somebody has %s. Take it back first, or say there that it is lost.", d.Name)
		case d.GoneAt == nil:
			d.GoneAt, d.GoneWhy = &w.now, cmd.Why
		}
		return nil
	})
}

// RestoreDevice brings a device back that was out of what is lent: it has turned up, or it is mended. It must be wiped before it goes out.
func (a *App) RestoreDevice(ctx context.Context, actor domain.Actor, id domain.DeviceID) (DeviceView, error) {
	g, err := a.authorise(ctx, actor, domain.LendDevices, a.onDevice(actor, id))
	if err != nil {
		return DeviceView{}, err
	}
	return a.withDevice(ctx, g, id, func(_ context.Context, _ *work, d *domain.Device) error {
		if d.GoneAt != nil {
			d.GoneAt, d.GoneWhy, d.WipedAt, d.WipedBy = nil, "", nil, 0
		}
		return nil
	})
}
