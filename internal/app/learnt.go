package app

import (
	"context"
	"slices"

	"waymark/domain"
)

// keepLearntMonths is for how long it is kept how well somebody can do a thing, after it was last said.
const keepLearntMonths = 12

// SayLearnt is how well the person of a visit can do what they came to learn.
type SayLearnt struct {
	Learnt []GoalLearnt
}

// GoalLearnt is one thing, and how well they can do it.
type GoalLearnt struct {
	Goal string // the code of a domain.LearningGoal
	How  domain.HowWell
}

// SayLearnt keeps how well somebody can do what they came to learn, in their own word on the page of their ask. The last word counts. There
// are no other words, so that nothing of passwords, banks or health gets in.
func (a *App) SayLearnt(ctx context.Context, actor domain.Actor, cmd SayLearnt) error {
	g, err := a.authorise(ctx, actor, domain.TellHowItWent, a.onOwn(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.Request(ctx, actor.RequestID)
		if err == nil && r.PersonID != actor.PersonID {
			err = notFound()
		}
		if err == nil && !w.mayTellLearnt(r) {
			err = learntTooSoon()
		}
		if err != nil {
			return err
		}
		return w.keepLearnt(ctx, r, cmd, "person")
	})
}

// ReportLearnt keeps the same in the word of a helper, once their visit has begun.
func (a *App) ReportLearnt(ctx context.Context, actor domain.Actor, cmd SayLearnt) error {
	g, err := a.authorise(ctx, actor, domain.ReportVisit, a.onInvitation(actor.InvitationID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		i, r, err := w.lockInvitation(ctx, actor.InvitationID)
		if err == nil && !w.learns(i, r) {
			err = learntTooSoon()
		}
		if err != nil {
			return err
		}
		return w.keepLearnt(ctx, r, cmd, "helper")
	})
}

func learntTooSoon() error {
	return domain.Errorf(domain.Conflict, "", "Nothing has been learnt yet. Please say so after the visit.")
}

// keepLearnt writes down what was learnt, and who says so.
func (w *work) keepLearnt(ctx context.Context, r domain.Request, cmd SayLearnt, by string) error {
	goals, err := w.LearningGoals(ctx, r.DistrictID, r.NeedID, r.PersonID)
	if err != nil {
		return err
	}
	if err := checkLearnt(cmd, goals); err != nil {
		return err
	}
	for _, l := range cmd.Learnt {
		err := w.SaveLearnt(ctx, domain.Learnt{DistrictID: r.DistrictID, PersonID: r.PersonID, Goal: l.Goal, How: l.How, SaidBy: by, SaidOn: w.today(),
			KeepUntil: w.today().AddDate(0, keepLearntMonths, 0)})
		if err != nil {
			return err
		}
	}
	return nil
}

// learns reports whether a helper has gone to somebody, so that they may say what was learnt.
func (w *work) learns(i domain.Invitation, r domain.Request) bool {
	return i.State == domain.Accepted && !w.now.Before(i.VisitAt) && (r.State != domain.Closed || r.Ending == domain.Helped)
}

// mayTellLearnt reports whether somebody may say on the page of their own ask what they have learnt: once somebody has come.
func (w *work) mayTellLearnt(r domain.Request) bool {
	return r.State == domain.Closed && r.Ending == domain.Helped
}

func checkLearnt(cmd SayLearnt, goals []domain.LearningGoal) error {
	var wrong domain.Errors
	if len(cmd.Learnt) == 0 {
		wrong.Add("learnt", "Please tick at least one thing, or leave it as it is.")
	}
	for _, l := range cmd.Learnt {
		if !l.How.Valid() || !slices.ContainsFunc(goals, func(g domain.LearningGoal) bool { return g.Code == l.Goal }) {
			wrong.Add("learnt", "Please choose from the list.")
			break
		}
	}
	return wrong.Err()
}

// LearntCounts are how many people can do by themselves what they came to learn, where the actor builds. Small numbers are hidden.
func (a *App) LearntCounts(ctx context.Context, actor domain.Actor) ([]domain.LearntCount, error) {
	if _, err := a.authorise(ctx, actor, domain.SeeLearnt, somewhere(actor)); err != nil {
		return nil, err
	}
	rows, err := a.db.Store().TallyLearnt(ctx, domain.ScopeOf(actor, domain.SeeLearnt))
	var out []domain.LearntCount
	for _, r := range rows {
		out = append(out, domain.CountLearnt(r.LearningGoal, r.Alone, r.WithHelp, r.NotYet))
	}
	return out, err
}
