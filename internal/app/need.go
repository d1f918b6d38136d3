package app

import (
	"context"
	"slices"
	"strings"

	"waymark/domain"
)

// Needs lists the kinds of help of a town (0: of the district) that may be asked for. It is public.
func (a *App) Needs(ctx context.Context, actor domain.Actor, id domain.TownID) ([]domain.Need, error) {
	if _, err := a.authorise(ctx, actor, domain.SeeNeeds, somewhere(actor)); err != nil {
		return nil, err
	}
	district := actor.DistrictID
	if id != 0 {
		district = 0 // a town says its own: somebody of another district may ask for help there too
	}
	door, err := a.db.Store().TownDoor(ctx, district, id)
	if err != nil {
		return nil, err
	}
	return a.db.Store().Needs(ctx, door.DistrictID, id, false)
}

// AllNeeds lists the kinds of help of a town, or with town 0 of the actor's district, with those that are switched off: for whoever changes them.
func (a *App) AllNeeds(ctx context.Context, actor domain.Actor, id domain.TownID) ([]domain.Need, error) {
	if _, err := a.authorise(ctx, actor, domain.EditNeeds, a.onNeeds(actor.DistrictID, id)); err != nil {
		return nil, err
	}
	door, err := a.db.Store().TownDoor(ctx, actor.DistrictID, id)
	if err != nil {
		return nil, err
	}
	return a.db.Store().Needs(ctx, door.DistrictID, id, true)
}

// onNeeds is the target of what is done to the kinds of help of a town, or of the district as a whole.
func (a *App) onNeeds(district domain.DistrictID, town domain.TownID) target {
	if town == 0 {
		return at(domain.Spot{DistrictID: district})
	}
	return a.onTown(town)
}

// ChangeNeed changes a kind of help. Nil leaves as it is.
type ChangeNeed struct {
	NeedID        domain.NeedID
	TownID        domain.TownID // for this town alone; 0: the row as it is, the district's for all its towns
	Name          *string
	Question      *string // what stands after "Could you", with {name} for the person
	Hint          *string
	Skills        *[]string
	CheckRequired *domain.CheckLevel
	Distance      *domain.Distance
	Minutes       *int
	Urgency       *domain.Urgency
	Private       *bool
	Repeats       *bool
	GoesInside    *bool
	GoesOut       *domain.GoesOut
	Active        *bool
	Position      *int
	Clear         []string // fields to empty: "hint", "skills"
}

// ChangeNeed changes a kind of help, for a town or for the whole district. The first change that a town makes gives it a row of
// its own; the district's stays as it is for the others. Asks that were raised before keep what they were raised with, but for a
// stricter check: nobody is asked from then on who lacks it.
func (a *App) ChangeNeed(ctx context.Context, actor domain.Actor, cmd ChangeNeed) (domain.Need, error) {
	g, err := a.authorise(ctx, actor, domain.EditNeeds, a.onNeed(cmd))
	if err != nil {
		return domain.Need{}, err
	}
	var out domain.Need
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		n, err := w.ownNeed(ctx, cmd)
		if err != nil {
			return err
		}
		if err := w.changeNeed(ctx, &n, cmd); err != nil {
			return err
		}
		out = n
		if err := w.SaveNeed(ctx, &n); err != nil {
			return err
		}
		return w.holdToCheck(ctx, n)
	})
	return out, err
}

// onNeed finds where a change of a kind of help counts.
func (a *App) onNeed(cmd ChangeNeed) target {
	return func(ctx context.Context) (domain.Target, error) {
		n, err := a.db.Store().Need(ctx, cmd.NeedID)
		if err != nil {
			return domain.Target{}, err
		}
		spot := domain.Spot{DistrictID: n.DistrictID, TownID: n.TownID}
		if n.TownID == 0 && cmd.TownID != 0 {
			return a.onTown(cmd.TownID)(ctx)
		}
		return domain.Target{Spot: spot}, nil
	}
}

// ownNeed returns the row to change: the one that was named, or a town's own, which it makes of the district's if there is none.
func (w *work) ownNeed(ctx context.Context, cmd ChangeNeed) (domain.Need, error) {
	n, err := w.Need(ctx, cmd.NeedID)
	if err != nil || cmd.TownID == n.TownID || cmd.TownID == 0 {
		return n, err
	}
	town, err := w.LockTown(ctx, cmd.TownID) // so that two who begin at once make one row
	if err != nil {
		return n, err
	}
	if n.TownID != 0 || town.DistrictID != n.DistrictID {
		return n, notFound()
	}
	own, err := w.TownNeed(ctx, cmd.TownID, n.Code)
	if domain.KindOf(err) != domain.NotFound {
		return own, err
	}
	n.ID, n.TownID = 0, cmd.TownID
	rows := []domain.Need{n}
	err = w.AddNeeds(ctx, rows)
	return rows[0], err
}

func (w *work) changeNeed(ctx context.Context, n *domain.Need, cmd ChangeNeed) error {
	var wrong domain.Errors
	if cmd.Name != nil {
		n.Name = line(*cmd.Name)
		tooLong(&wrong, "name", n.Name, longestName)
		if n.Name == "" {
			wrong.Add("name", "Please write a name for this kind of help.")
		}
	}
	if cmd.Question != nil {
		n.Question = line(*cmd.Question)
		tooLong(&wrong, "question", n.Question, 2*longestName)
		if !strings.Contains(n.Question, "{name}") {
			wrong.Add("question", "Please write {name} where the person’s name should stand, such as “walk a dog for {name}”.")
		}
	}
	if cmd.Hint != nil {
		n.Hint = line(*cmd.Hint)
		tooLong(&wrong, "hint", n.Hint, 2*longestName)
	}
	if cmd.Skills != nil {
		skills, err := w.knownSkills(ctx, &wrong, *cmd.Skills)
		if err != nil {
			return err
		}
		n.Skills = skills
	}
	empty(&wrong, cmd.Clear, map[string]func(){"hint": func() { n.Hint = "" }, "skills": func() { n.Skills = []string{} }})
	cmd.apply(&wrong, n)
	return wrong.Err()
}

// apply takes over what is chosen from lists, figures and switches.
func (cmd ChangeNeed) apply(wrong *domain.Errors, n *domain.Need) {
	set(&n.CheckRequired, cmd.CheckRequired)
	set(&n.Distance, cmd.Distance)
	set(&n.Minutes, cmd.Minutes)
	set(&n.Urgency, cmd.Urgency)
	set(&n.Private, cmd.Private)
	set(&n.Repeats, cmd.Repeats)
	set(&n.GoesInside, cmd.GoesInside)
	set(&n.GoesOut, cmd.GoesOut)
	set(&n.Active, cmd.Active)
	set(&n.Position, cmd.Position)
	if !slices.Contains([]domain.CheckLevel{domain.CheckMet, domain.CheckEnhanced, domain.CheckEnhancedBarred}, n.CheckRequired) {
		wrong.Add("checkRequired", "Please choose a check from the list.")
	}
	if !slices.Contains([]domain.Distance{domain.OnStreet, domain.Near, domain.InTown, domain.Anywhere}, n.Distance) {
		wrong.Add("distance", "Please choose how far a helper may come from.")
	}
	if !slices.Contains([]domain.GoesOut{domain.ByItself, domain.AtTen, domain.AskMeFirst, domain.NeverOut}, n.GoesOut) {
		wrong.Add("goesOut", "Please choose how it goes out.")
	}
	if n.Minutes < 5 || n.Minutes > 600 {
		wrong.Add("minutes", "Please give a length from 5 minutes to 10 hours.")
	}
	if !n.Urgency.Valid() {
		wrong.Add("urgency", "Please choose how soon: in the next few hours, today or tomorrow, this week, or when it suits.")
	}
	if n.Position < 0 || n.Position > 1000 {
		wrong.Add("position", "Please give a place in the list from 0 to 1000.")
	}
}

// knownSkills takes skills by their codes, each once.
func (w *work) knownSkills(ctx context.Context, wrong *domain.Errors, codes []string) ([]string, error) {
	known, err := w.Skills(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, s := range known {
		names[s.Code] = true
	}
	out := []string{}
	for _, code := range codes {
		if !names[code] {
			wrong.Add("skills", "We do not know the skill %q. Please choose from the list.", code)
		} else if !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out, nil
}
