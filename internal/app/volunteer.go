package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
)

// VolunteerDetails are what somebody would like to give. Nil leaves as it is; for somebody new it is what is usual.
type VolunteerDetails struct {
	Reach        *domain.Level // how far they would go; usual: their section
	Skills       *[]string
	Availability *domain.Availability
	ShortNotice  *bool
	CapacityWeek *int // visits a week, 0 to 20; usual: 1
	BudgetWeek   *int // asks a week, 0 to 50; usual: as the district's table says, 2
	BudgetDay    *int // asks a day, 0 to 10; usual: as the district's table says, 1
	Gender       *string
	Agreed       bool // they have agreed to how we work, now
}

// newVolunteer is somebody who begins to help, before anybody has met them. How often they are asked is the district's to say, until
// they say it themselves.
func (w *work) newVolunteer(ctx context.Context, p domain.Person) (domain.Volunteer, error) {
	budget, err := w.app.policy.Budget, error(nil)
	if p.DistrictID != 0 {
		var rules escalation.Rules
		rules, err = w.rules(ctx, p.DistrictID)
		budget = rules.Policy.Budget
	}
	return domain.Volunteer{
		DistrictID: p.DistrictID, PersonID: p.ID, Reach: domain.AtSection, Skills: []string{}, Capacity: 1, BudgetWeek: budget.Week, BudgetDay: budget.Day,
		Standing: domain.NotMet, BeganAt: w.now,
	}, err
}

func (w *work) applyVolunteer(ctx context.Context, wrong *domain.Errors, v *domain.Volunteer, d VolunteerDetails) error {
	if d.Skills != nil {
		skills, err := w.knownSkills(ctx, wrong, *d.Skills)
		if err != nil {
			return err
		}
		v.Skills = skills
	}
	set(&v.Reach, d.Reach)
	set(&v.Availability, d.Availability)
	set(&v.ShortNotice, d.ShortNotice)
	set(&v.Capacity, d.CapacityWeek)
	set(&v.BudgetWeek, d.BudgetWeek)
	set(&v.BudgetDay, d.BudgetDay)
	set(&v.Gender, d.Gender)
	if d.Agreed {
		v.AgreedAt = &w.now
	}
	if v.Reach.String() == "" {
		wrong.Add("reach", "Please choose how far they would go: the street, the neighbourhood, the town or the district.")
	}
	if v.Availability > domain.AnyTime {
		wrong.Add("availability", "Please choose the times from the table.")
	}
	if !slices.Contains([]string{"", "woman", "man"}, v.Gender) {
		wrong.Add("gender", "Please choose a woman, a man, or leave it open.")
	}
	between(wrong, "capacityWeek", v.Capacity, 20)
	between(wrong, "budgetWeek", v.BudgetWeek, 50)
	between(wrong, "budgetDay", v.BudgetDay, 10)
	return nil
}

func between(wrong *domain.Errors, field string, n, most int) {
	if n < 0 || n > most {
		wrong.Add(field, "Please give a number from 0 to %d.", most)
	}
}

// ChangeVolunteer changes what somebody gives, or makes a volunteer of them. Nil leaves as it is.
type ChangeVolunteer struct {
	PersonID     domain.PersonID
	Reach        *domain.Level
	Skills       *[]string
	Availability *domain.Availability
	ShortNotice  *bool
	CapacityWeek *int
	BudgetWeek   *int
	BudgetDay    *int
	Gender       *string
	Agreed       bool
	Clear        []string // fields to empty: "skills", "availability", "gender"
}

// ChangeVolunteer changes what somebody gives. Somebody who did not help yet, or had stopped, begins; whoever was met before need not be
// met again.
func (a *App) ChangeVolunteer(ctx context.Context, actor domain.Actor, cmd ChangeVolunteer) error {
	g, err := a.authorise(ctx, actor, domain.EditPeople, a.onPerson(cmd.PersonID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		p, err := w.LockPerson(ctx, cmd.PersonID)
		if err != nil {
			return err
		}
		if p.LeftAt != nil {
			return domain.Errorf(domain.Conflict, "", "They have left. Please add them again if they are back.")
		}
		v, err := w.LockVolunteer(ctx, p.ID)
		switch {
		case domain.KindOf(err) == domain.NotFound:
			if v, err = w.newVolunteer(ctx, p); err != nil {
				return err
			}
		case err != nil:
			return err
		case v.EndedAt != nil:
			v.EndedAt, v.BeganAt, v.Silences, v.Resting = nil, w.now, 0, false
		}
		var wrong domain.Errors
		d := VolunteerDetails{
			Reach: cmd.Reach, Skills: cmd.Skills, Availability: cmd.Availability, ShortNotice: cmd.ShortNotice,
			CapacityWeek: cmd.CapacityWeek, BudgetWeek: cmd.BudgetWeek, BudgetDay: cmd.BudgetDay, Gender: cmd.Gender, Agreed: cmd.Agreed,
		}
		if err := w.applyVolunteer(ctx, &wrong, &v, d); err != nil {
			return err
		}
		empty(&wrong, cmd.Clear, map[string]func(){
			"skills": func() { v.Skills = []string{} }, "availability": func() { v.Availability = 0 }, "gender": func() { v.Gender = "" },
		})
		if err := wrong.Err(); err != nil {
			return err
		}
		return w.SaveVolunteer(ctx, &v)
	})
}

// MeetVolunteer is a meeting with somebody who would like to help.
type MeetVolunteer struct {
	PersonID   domain.PersonID
	On         *time.Time // a date; nil: today
	References int        // how many people spoke for them: two are needed
}

// references are how many people have to speak for a volunteer.
const references = 2

// MeetVolunteer notes that the actor has met a volunteer and that two people spoke for them. From then on they may be asked.
func (a *App) MeetVolunteer(ctx context.Context, actor domain.Actor, cmd MeetVolunteer) error {
	g, err := a.authorise(ctx, actor, domain.EditPeople, a.onPerson(cmd.PersonID))
	if err != nil {
		return err
	}
	if err := vouches(actor, cmd.PersonID); err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		var wrong domain.Errors
		on := w.pastDay(&wrong, "on", cmd.On)
		if cmd.References < references {
			wrong.Add("references", "Two people have to speak for a volunteer before they go to anybody’s home.")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		v, err := w.helping(ctx, cmd.PersonID)
		if err != nil {
			return err
		}
		if v.Standing == domain.Met && v.MetBy == actor.PersonID && v.MetOn != nil && v.MetOn.Equal(on) {
			return nil // sent twice
		}
		v.Standing, v.MetBy, v.MetOn = domain.Met, actor.PersonID, &on
		if err := w.SaveVolunteer(ctx, &v); err != nil {
			return err
		}
		return w.AddCheck(ctx, &domain.Check{DistrictID: v.DistrictID, PersonID: v.PersonID, Level: "references", SeenOn: on, SeenBy: actor.PersonID})
	})
}

// vouches makes sure that a person stands for what was seen, and not the volunteer themselves.
func vouches(actor domain.Actor, id domain.PersonID) error {
	switch {
	case actor.Kind != domain.PersonActor:
		return domain.Errorf(domain.Forbidden, "", "A person has to stand for this, and sign in for it.")
	case actor.PersonID == id:
		return domain.Errorf(domain.Unacceptable, "", "Nobody can do this for themselves. Please ask somebody else to.")
	}
	return nil
}

// pastDay reads a date that cannot lie ahead; nil is today.
func (w *work) pastDay(wrong *domain.Errors, field string, t *time.Time) time.Time {
	if t == nil {
		return w.today()
	}
	day := dateOnly(*t)
	if day.After(w.today()) {
		wrong.Add(field, "That day is still to come. Please check the date.")
	}
	return day
}

// helping locks somebody who helps.
func (w *work) helping(ctx context.Context, id domain.PersonID) (domain.Volunteer, error) {
	v, err := w.LockVolunteer(ctx, id)
	if domain.KindOf(err) == domain.NotFound || (err == nil && v.EndedAt != nil) {
		return v, domain.Errorf(domain.Conflict, "", "They do not help here now. Please write down first what they would like to give.")
	}
	return v, err
}

// AddCheck is a check that somebody saw.
type AddCheck struct {
	PersonID domain.PersonID
	Level    domain.CheckLevel // domain.CheckEnhanced or domain.CheckEnhancedBarred
	SeenOn   *time.Time        // a date; nil: today
	ReviewOn *time.Time        // it holds until the day before; nil: no end

	IdempotencyKey string // the same key and input again change nothing; "": none
}

// AddCheck notes a check that the actor has seen: its level and dates, never the certificate.
func (a *App) AddCheck(ctx context.Context, actor domain.Actor, cmd AddCheck) error {
	g, err := a.authorise(ctx, actor, domain.EditPeople, a.onPerson(cmd.PersonID))
	if err != nil {
		return err
	}
	if err := vouches(actor, cmd.PersonID); err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		_, err := w.once(ctx, "AddCheck", cmd.IdempotencyKey, cmd, func() (int64, error) {
			return int64(cmd.PersonID), w.addCheck(ctx, cmd)
		})
		return err
	})
}

func (w *work) addCheck(ctx context.Context, cmd AddCheck) error {
	var wrong domain.Errors
	c := domain.Check{PersonID: cmd.PersonID, Level: string(cmd.Level), SeenOn: w.pastDay(&wrong, "seenOn", cmd.SeenOn), SeenBy: w.by.PersonID}
	if cmd.Level != domain.CheckEnhanced && cmd.Level != domain.CheckEnhancedBarred {
		wrong.Add("level", "Please choose the check that you have seen.")
	}
	if cmd.ReviewOn != nil {
		review := dateOnly(*cmd.ReviewOn)
		if c.ReviewOn = &review; !review.After(c.SeenOn) {
			wrong.Add("reviewOn", "Please choose a day after the one on which you saw it.")
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	v, err := w.helping(ctx, cmd.PersonID)
	if err != nil {
		return err
	}
	c.DistrictID = v.DistrictID
	return w.AddCheck(ctx, &c)
}

// MyAsking is when and whether a volunteer may be asked, as they see it themselves.
type MyAsking struct {
	FirstName    string
	Availability domain.Availability
	CapacityWeek int        // visits a week
	BudgetWeek   int        // asks a week
	RestsNow     bool       // we do not ask now: they take a rest, are away, or did not answer four times
	RestUntil    *time.Time // the first day on which we ask again; nil: no rest, or until they say so
	Stopped      bool       // they asked us to stop
}

// MyAsking shows a volunteer what we know of when and whether they may be asked.
func (a *App) MyAsking(ctx context.Context, actor domain.Actor) (MyAsking, error) {
	g, err := a.authorise(ctx, actor, domain.ChangeMyTime, themselves(actor))
	if err != nil {
		return MyAsking{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return MyAsking{}, err
	}
	p, err := w.Person(ctx, actor.PersonID)
	if err != nil {
		return MyAsking{}, err
	}
	v, err := w.Volunteer(ctx, actor.PersonID, w.today())
	if err != nil {
		return MyAsking{}, err
	}
	away, err := w.Absences(ctx, actor.PersonID, w.today())
	if err != nil {
		return MyAsking{}, err
	}
	m := MyAsking{
		FirstName: p.FirstName, Availability: v.Availability, CapacityWeek: v.Capacity, BudgetWeek: v.BudgetWeek,
		RestsNow: v.Resting, Stopped: v.EndedAt != nil,
	}
	for _, absence := range away {
		if !absence.FromOn.After(w.today()) {
			m.RestsNow, m.RestUntil = true, absence.ToOn
		}
	}
	return m, nil
}

// ChangeMyAsking is what a volunteer changes about being asked. Nil and false leave as it is.
type ChangeMyAsking struct {
	Availability  *domain.Availability
	CapacityWeek  *int       // visits a week
	RestUntil     *time.Time // do not ask before that day
	Rest          bool       // do not ask until they say so
	Stop          bool       // do not ask again
	StillAllRight bool       // do go on asking
}

// ChangeMyAsking lets a volunteer change when and whether they may be asked: other times, a rest, no more, or "still all right", which
// ends a rest and forgets the silences. A rest keeps the visits that they promised; whoever stops gives them back.
func (a *App) ChangeMyAsking(ctx context.Context, actor domain.Actor, cmd ChangeMyAsking) error {
	g, err := a.authorise(ctx, actor, domain.ChangeMyTime, themselves(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		p, _, err := w.lockAllOf(ctx, actor.PersonID, false)
		if err != nil {
			return err
		}
		v, err := w.LockVolunteer(ctx, p.ID)
		if err != nil {
			return err
		}
		if v.EndedAt != nil {
			if cmd.Stop {
				return nil
			}
			return domain.Errorf(domain.Conflict, "", "You asked us to stop, and we have. If you would like to begin again, please ring us.")
		}
		if cmd.Stop {
			return w.stopAsking(ctx, p)
		}
		return w.changeAsking(ctx, v, cmd)
	})
}

// stopAsking ends somebody's helping, and nothing else that they do here.
func (w *work) stopAsking(ctx context.Context, p domain.Person) error {
	if err := w.EndVolunteer(ctx, p, w.now); err != nil {
		return err
	}
	requests, err := w.LockRequestsOf(ctx, p, false)
	if err != nil {
		return err
	}
	h := newHandover("leave", "stopped:%d", p.ID)
	if err := w.part(ctx, requests, parting{who: p.ID, freed: w.ahead, h: h}); err != nil {
		return err
	}
	_, err = w.tell(ctx, h)
	return err
}

func (w *work) changeAsking(ctx context.Context, v domain.Volunteer, cmd ChangeMyAsking) error {
	var wrong domain.Errors
	d := VolunteerDetails{Availability: cmd.Availability, CapacityWeek: cmd.CapacityWeek}
	if err := w.applyVolunteer(ctx, &wrong, &v, d); err != nil {
		return err
	}
	if cmd.RestUntil != nil && !dateOnly(*cmd.RestUntil).After(w.today()) {
		wrong.Add("restUntil", "Please choose a day after today.")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	if cmd.StillAllRight {
		v.Silences, v.Resting = 0, false
	}
	if err := w.SaveVolunteer(ctx, &v); err != nil {
		return err
	}
	rest := cmd.Rest || cmd.RestUntil != nil
	if cmd.StillAllRight || rest {
		if err := w.EndPauses(ctx, v.PersonID, w.today()); err != nil {
			return err
		}
	}
	if !rest {
		return nil
	}
	_, err := w.goAway(ctx, AddAbsence{PersonID: v.PersonID, Kind: "pause", To: cmd.RestUntil})
	return err
}
