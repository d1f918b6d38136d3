package app

import (
	"context"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
)

// OpenDoors opens a district to the people who live there, or opens it again after a pause: what waits is matched and asked about from
// then on. It opens only when every first step is done. The towns that have a safeguarding lead open with it, the first time; their
// names are returned. Opening open doors does nothing.
func (a *App) OpenDoors(ctx context.Context, actor domain.Actor, id domain.DistrictID) (towns []string, err error) {
	g, err := a.authorise(ctx, actor, domain.OpenDoors, at(domain.Spot{DistrictID: id}))
	if err != nil {
		return nil, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		towns = nil
		b, ticked, err := w.beginnings(ctx, id)
		if err != nil || b.Doors == domain.DoorsOpen {
			return err
		}
		if undone := b.Undone(ticked); b.Doors == domain.DoorsNotYet && len(undone) > 0 {
			return w.stillToDo(undone)
		}
		if b.Doors == domain.DoorsNotYet {
			if towns, err = w.OpenTowns(ctx, id, w.now); err != nil {
				return err
			}
		}
		return w.turnDoors(ctx, id, domain.DoorsOpen)
	})
	return towns, err
}

// stillToDo names the steps that keep a district shut.
func (w *work) stillToDo(undone []domain.BeginStep) error {
	var names []string
	for _, s := range undone {
		names = append(names, w.lang.Text(s.Plain()))
	}
	return domain.Errorf(domain.Unacceptable, "", "Something is still to do before the doors can open: %s.", w.lang.List(names))
}

// PauseDoors shuts open doors for a while: nobody new is asked, nothing is asked wider, and the public cannot ask here. What was promised
// goes on, with its messages. What has not gone out yet is taken back.
func (a *App) PauseDoors(ctx context.Context, actor domain.Actor, id domain.DistrictID) error {
	g, err := a.authorise(ctx, actor, domain.OpenDoors, at(domain.Spot{DistrictID: id}))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		b, _, err := w.beginnings(ctx, id)
		if err != nil || b.Doors == domain.DoorsPaused {
			return err
		}
		if b.Doors == domain.DoorsNotYet {
			return domain.Errorf(domain.Conflict, "", "The doors are not open yet, so there is nothing to pause.")
		}
		return w.turnDoors(ctx, id, domain.DoorsPaused)
	})
}

// turnDoors opens or pauses, and settles anew what is being looked for. The time of a level stands still behind shut doors.
func (w *work) turnDoors(ctx context.Context, id domain.DistrictID, doors domain.Doors) error {
	before, err := w.rules(ctx, id)
	if err != nil {
		return err
	}
	if err := w.SetDoors(ctx, id, doors, w.by.PersonID, w.now); err != nil {
		return err
	}
	delete(w.known, id) // the rules are others from here on
	about := *w.about
	defer func() { *w.about = about }() // the audit tells of the doors, not of the first of the asks
	all, err := w.LockSearches(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range all {
		if doors.Shut() {
			if r.HoldUntil == nil {
				r.LevelUsed += int(before.Hours.Between(r.LevelSince, w.now) / time.Second)
			}
			if err := w.takeBackQueued(ctx, r, "held_by_owner"); err != nil {
				return err
			}
		}
		r.LevelSince = w.now
		if before.Doors == domain.DoorsNotYet {
			w.beginNow(&r, before)
		}
		if err := w.settle(ctx, &r); err != nil {
			return err
		}
	}
	return nil
}

// beginNow starts the clocks of a request that was taken down before the doors first opened.
func (w *work) beginNow(r *domain.Request, rules escalation.Rules) {
	r.StartedAt, r.LevelUsed = w.now, 0
	if r.ApprovedAt == nil {
		w.goingOut(r, rules)
	}
}

// beginnings is what a district has so far, with its row locked.
func (w *work) beginnings(ctx context.Context, id domain.DistrictID) (b domain.Beginnings, ticked []domain.Ticked, err error) {
	if err = w.LockDistrict(ctx, id); err != nil {
		return b, nil, err
	}
	if b, err = w.Beginnings(ctx, id, w.today()); err != nil {
		return b, nil, err
	}
	ticked, err = w.Ticked(ctx, id)
	return b, ticked, err
}

// mayAsk refuses to ask a helper while the doors are shut.
func (w *work) mayAsk(ctx context.Context, id domain.DistrictID) error {
	rules, err := w.rules(ctx, id)
	if err == nil && rules.Doors.Shut() {
		err = domain.Errorf(domain.Unacceptable, "", "The doors are shut just now, so nobody is asked. Open them first, or ring somebody yourself.")
	}
	return err
}

// mayPromise refuses to send somebody to a visit in a district that has never opened: nothing about it would go out.
func (w *work) mayPromise(ctx context.Context, id domain.DistrictID) error {
	d, err := w.Settings(ctx, id)
	if err == nil && d.Doors == domain.DoorsNotYet {
		err = domain.Errorf(domain.Unacceptable, "", "The doors are not open yet, so no message about a visit would go out. Open them first.")
	}
	return err
}

// notOpen tells the public that they cannot ask here yet, and whom to ring.
func (w *work) notOpen(ctx context.Context, spot domain.Spot) error {
	door, err := w.TownDoor(ctx, spot.DistrictID, spot.TownID)
	if err != nil {
		return err
	}
	if door.Phone == "" {
		return domain.Errorf(domain.Conflict, "", "We are not open just now, so we cannot take this here. Please ask somebody near you meanwhile.")
	}
	return domain.Errorf(domain.Conflict, "", "We are not open just now, so we cannot take this here. Please ring us on %s.", door.Phone)
}
