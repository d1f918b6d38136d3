package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How many of those who could help, and of the next dates nearby, a gap's page names; and the longest texts.
const (
	gapHelpers    = 6
	gapDates      = 3
	longestGapSay = 500
	mostPounds    = 10_000_000
)

// onGap finds where a gap is.
func (a *App) onGap(id domain.GapID) target {
	return func(ctx context.Context) (domain.Target, error) {
		g, err := a.db.Store().Gap(ctx, id, time.Time{}) // where it is, on whatever day
		if err != nil {
			return absent(err)
		}
		return domain.Target{Spot: g.Spot(), Thing: true}, nil
	}
}

// withGap changes a gap under its lock, and writes the step into its story that change names; "" writes none. Whoever last looked at it before somebody
// else changed it is told so. Version 0 is whoever has not looked.
func (a *App) withGap(ctx context.Context, g grant, id domain.GapID, version int, change func(context.Context, *work, *domain.Gap) (what, words string, err error)) (v GapView, err error) {
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		gap, err := w.LockGap(ctx, id, w.today())
		if err != nil {
			return err
		}
		if version != 0 && version != gap.Version {
			return domain.Errorf(domain.Conflict, "", "Somebody else has changed this just now. Please look at the page again.")
		}
		what, words, err := change(ctx, w, &gap)
		if err != nil {
			return err
		}
		if what != "" {
			if err := w.SaveGap(ctx, &gap); err != nil {
				return err
			}
			if err := w.noteGap(ctx, gap, what, words); err != nil {
				return err
			}
		}
		v, err = w.gapView(ctx, g, id)
		return err
	})
	return v, err
}

// MoveGap takes a gap to another stage.
type MoveGap struct {
	GapID       domain.GapID
	Version     int // of the gap as it was looked at; 0: whatever it is
	To          domain.GapStage
	Why         string             // why it is closed; none is needed once all who waited have been told
	ServiceID   domain.ServiceID   // what is there now, when it runs: a service,
	GatheringID domain.GatheringID // or a session,
	Helpers     bool               // or more people who help
}

// MoveGap takes a gap on or back, or closes it. It runs when what was missing is there: a service or session that everybody can find, or more
// people who help.
func (a *App) MoveGap(ctx context.Context, actor domain.Actor, cmd MoveGap) (GapView, error) {
	g, err := a.authorise(ctx, actor, domain.RunGaps, a.onGap(cmd.GapID))
	if err != nil {
		return GapView{}, err
	}
	return a.withGap(ctx, g, cmd.GapID, cmd.Version, func(ctx context.Context, w *work, gap *domain.Gap) (string, string, error) {
		if err := gap.MayGo(cmd.To); err != nil {
			return "", "", err
		}
		why := plain(cmd.Why)
		var wrong domain.Errors
		tooLong(&wrong, "why", why, longestGapSay)
		switch {
		case cmd.To == domain.GapClosed && why == "":
			known, err := w.gapKnown(ctx, *gap)
			if err != nil {
				return "", "", err
			}
			if !known {
				wrong.Add("why", "Please write why it is closed, so that nobody asks again.")
			}
		case cmd.To == domain.GapRunning:
			if err := w.answerGap(ctx, &wrong, gap, cmd); err != nil {
				return "", "", err
			}
		case gap.Stage == domain.GapFunded && cmd.To == domain.GapProposal:
			gap.FundPence, gap.FundFrom, gap.FundUntil = 0, "", nil
		case cmd.To == domain.GapFunded && gap.FundPence == 0:
			wrong.Add("to", "Please note the money first: how much, and from whom.")
		}
		if err := wrong.Err(); err != nil {
			return "", "", err
		}
		if cmd.To == domain.GapClosed {
			if why == "" {
				why = w.lang.Say("What was missing is there, and those who waited know.")
			}
			gap.Shut(why, false, w.now, w.today().AddDate(keepGapYears, 0, 0))
			return string(cmd.To), why, nil
		}
		return w.moveGap(ctx, gap, cmd.To)
	})
}

// gapKnown reports whether all who waited in a gap and can be told know that what was missing is there.
func (w *work) gapKnown(ctx context.Context, gap domain.Gap) (bool, error) {
	if gap.Stage != domain.GapTold {
		return false, nil
	}
	waits, err := w.GapWaits(ctx, gap.ID)
	return !slices.ContainsFunc(waits, domain.GapWait.MayTell), err
}

// moveGap takes a gap to a stage that is not its end. One that is taken up again has its signs back, where no other gap has them.
func (w *work) moveGap(ctx context.Context, gap *domain.Gap, to domain.GapStage) (what, words string, err error) {
	what = string(to)
	if gap.Stage == domain.GapClosed {
		if gap.MergedInto != 0 {
			return "", "", domain.Errorf(domain.Unacceptable, "", "This is part of another now. Please work on that one.")
		}
		signs, err := w.CountGapSigns(ctx, *gap)
		if err != nil {
			return "", "", err
		}
		if signs == 0 {
			return "", "", domain.Errorf(domain.Unacceptable, "", "It showed again and stands on the list as new. Please work on that one.")
		}
		gap.Why, gap.Gone, gap.Name, gap.ClosedAt, gap.KeepUntil, what = "", false, "", nil, nil, domain.GapReopened
	}
	if to == domain.GapLooking {
		gap.ServiceID, gap.GatheringID, gap.Helpers = 0, 0, false
	}
	gap.Stage = to
	return what, "", nil
}

// answerGap reads what is there now.
func (w *work) answerGap(ctx context.Context, wrong *domain.Errors, gap *domain.Gap, cmd MoveGap) error {
	if n := count(cmd.ServiceID != 0, cmd.GatheringID != 0, cmd.Helpers); n != 1 {
		wrong.Add("answer", "Please choose what is there now: a service, a session, or more people who help.")
		return nil
	}
	gap.ServiceID, gap.GatheringID, gap.Helpers = cmd.ServiceID, cmd.GatheringID, cmd.Helpers
	switch {
	case cmd.ServiceID != 0:
		s, err := w.Service(ctx, cmd.ServiceID)
		if err != nil && domain.KindOf(err) != domain.NotFound {
			return err
		}
		if err != nil || s.DistrictID != gap.DistrictID {
			wrong.Add("answer", "We cannot find that service. Please choose another.")
		} else if !s.Public() || s.Status != domain.ServiceOpen {
			wrong.Add("answer", "“%s” takes nobody, or only staff see it. Put that right in the directory first.", s.Name)
		}
	case cmd.GatheringID != 0:
		of, err := w.Store.Gathering(ctx, cmd.GatheringID)
		if err != nil && domain.KindOf(err) != domain.NotFound {
			return err
		}
		if err != nil || of.DistrictID != gap.DistrictID || of.LastOn.Before(w.today()) {
			wrong.Add("answer", "That session is not on any more. Please choose another.")
		}
	}
	return nil
}

// count is how many of some things are so.
func count(of ...bool) (n int) {
	for _, so := range of {
		if so {
			n++
		}
	}
	return n
}

// PlanGap changes who sees to a gap, what comes next, and the money. Nil leaves as it is.
type PlanGap struct {
	GapID     domain.GapID
	Version   int              // of the gap as it was looked at; 0: whatever it is
	OwnerID   *domain.PersonID // 0: nobody
	NextStep  *string
	NextOn    *time.Time // a date; zero: none
	FundPence *int64
	FundFrom  *string
	FundUntil *time.Time // a date; zero: none
}

// PlanGap changes who sees to a gap, what comes next, and the money. Whoever it is given to is told.
func (a *App) PlanGap(ctx context.Context, actor domain.Actor, cmd PlanGap) (GapView, error) {
	g, err := a.authorise(ctx, actor, domain.RunGaps, a.onGap(cmd.GapID))
	if err != nil {
		return GapView{}, err
	}
	return a.withGap(ctx, g, cmd.GapID, cmd.Version, func(ctx context.Context, w *work, gap *domain.Gap) (string, string, error) {
		if gap.Stage == domain.GapClosed {
			return "", "", domain.Errorf(domain.Unacceptable, "", "This is closed. Take it up again first.")
		}
		var wrong domain.Errors
		what, said := "", []string{}
		if cmd.NextStep != nil || cmd.NextOn != nil {
			before, on := gap.NextStep, value(gap.NextOn)
			set(&gap.NextStep, cmd.NextStep)
			gap.NextStep = line(gap.NextStep)
			tooLong(&wrong, "nextStep", gap.NextStep, longestNotice)
			gap.NextOn = orNoDate(gap.NextOn, cmd.NextOn)
			if gap.NextStep != before || !on.Equal(value(gap.NextOn)) {
				what, said = domain.GapPlanned, append(said, gap.NextStep)
			}
		}
		if w.fundGap(&wrong, gap, cmd) {
			what, said = domain.GapPaid, append(said, gap.FundFrom)
		}
		if cmd.OwnerID != nil && *cmd.OwnerID != gap.OwnerID {
			owner, err := w.giveGap(ctx, &wrong, gap, *cmd.OwnerID)
			if err != nil {
				return "", "", err
			}
			what, said = domain.GapOwned, append(said, owner)
		}
		if len(said) > 1 {
			what = domain.GapPlanned
		}
		said = slices.DeleteFunc(said, func(text string) bool { return text == "" })
		return what, strings.Join(said, " · "), wrong.Err()
	})
}

// orNoDate is a date as it is changed: nil leaves it, the zero time takes it away.
func orNoDate(is, to *time.Time) *time.Time {
	switch {
	case to == nil:
		return is
	case to.IsZero():
		return nil
	}
	return to
}

// fundGap reads the money, and reports whether it has changed.
func (w *work) fundGap(wrong *domain.Errors, gap *domain.Gap, cmd PlanGap) bool {
	before, until := *gap, value(gap.FundUntil)
	set(&gap.FundPence, cmd.FundPence)
	set(&gap.FundFrom, cmd.FundFrom)
	gap.FundFrom, gap.FundUntil = line(gap.FundFrom), orNoDate(gap.FundUntil, cmd.FundUntil)
	changed := gap.FundPence != before.FundPence || gap.FundFrom != before.FundFrom || !until.Equal(value(gap.FundUntil))
	if !changed {
		return false
	}
	tooLong(wrong, "fundFrom", gap.FundFrom, longestNotice)
	switch {
	case gap.FundPence < 0 || gap.FundPence > mostPounds*100:
		wrong.Add("fundPence", "Please write the amount in pounds and pence, such as 1250.00.")
	case gap.FundPence > 0 && gap.FundFrom == "":
		wrong.Add("fundFrom", "Please say who gives the money.")
	case gap.FundPence == 0 && gap.FundFrom != "":
		wrong.Add("fundPence", "Please say how much it is.")
	}
	return true
}

// giveGap gives a gap to somebody who may work it through, and tells them; 0: to nobody. It returns their name.
func (w *work) giveGap(ctx context.Context, wrong *domain.Errors, gap *domain.Gap, to domain.PersonID) (string, error) {
	gap.OwnerID = to
	if to == 0 {
		return "", nil
	}
	could, err := w.GapOwners(ctx, *gap, w.today())
	if err != nil {
		return "", err
	}
	n := slices.IndexFunc(could, func(p domain.Person) bool { return p.ID == to })
	if n < 0 {
		wrong.Add("ownerId", "Please choose one of those who build this place.")
		return "", nil
	}
	if to == w.by.PersonID {
		return could[n].Name(), nil
	}
	return could[n].Name(), w.say(ctx, domain.Message{Key: fmt.Sprintf("gap_owner:%d:%d:%d", gap.ID, gap.Version+1, to), Kind: sayGapOwner, PersonID: to,
		Data: domain.MessageData{TownID: gap.TownID, LinkID: int64(gap.ID)}})
}

// GapOwners are those who may see to a gap.
func (a *App) GapOwners(ctx context.Context, actor domain.Actor, id domain.GapID) ([]domain.Person, error) {
	g, err := a.authorise(ctx, actor, domain.RunGaps, a.onGap(id))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	return w.GapOwners(ctx, domain.Gap{DistrictID: g.target.Spot.DistrictID, TownID: g.target.Spot.TownID}, w.today())
}

// TakeGap lets the actor see to a gap that nobody has looked at, and begins to look at it.
func (a *App) TakeGap(ctx context.Context, actor domain.Actor, id domain.GapID) (GapView, error) {
	g, err := a.authorise(ctx, actor, domain.RunGaps, a.onGap(id))
	if err != nil {
		return GapView{}, err
	}
	return a.withGap(ctx, g, id, 0, func(_ context.Context, w *work, gap *domain.Gap) (string, string, error) {
		switch {
		case gap.OwnerID == w.by.PersonID && gap.Stage == domain.GapLooking:
			return "", "", domain.Errorf(domain.Conflict, "", "It is yours already.")
		case gap.Stage != domain.GapNoticed && gap.Owner != "":
			return "", "", domain.Errorf(domain.Conflict, "", "%s has taken it on already. Please speak with each other: two who work on the same get in each other’s way.", gap.Owner)
		case gap.Stage != domain.GapNoticed:
			return "", "", domain.Errorf(domain.Conflict, "", "Somebody else has looked at it just now. Please look at the page again.")
		}
		gap.OwnerID = w.by.PersonID
		gap.Stage = domain.GapLooking
		return string(domain.GapLooking), "", nil
	})
}

// GapAnswers are what may be there now for a gap: services of its town or the whole district that take people, and sessions of its town.
func (a *App) GapAnswers(ctx context.Context, actor domain.Actor, id domain.GapID) ([]domain.Service, []domain.Gathering, error) {
	g, err := a.authorise(ctx, actor, domain.RunGaps, a.onGap(id))
	if err != nil {
		return nil, nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, nil, err
	}
	gap, err := w.Store.Gap(ctx, id, w.today())
	if err != nil {
		return nil, nil, err
	}
	services, err := w.GapServices(ctx, gap)
	if err != nil {
		return nil, nil, err
	}
	sessions, err := w.gapSessions(ctx, gap.TownID)
	return services, sessions, err
}

// gapSessions are the sessions of a town, 0 the whole district, that have dates ahead.
func (w *work) gapSessions(ctx context.Context, town domain.TownID) ([]domain.Gathering, error) {
	return w.Gatherings(ctx, postgres.GatheringQuery{TownID: town, From: w.now, Until: w.now.AddDate(1, 0, 0)})
}
