package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
)

// TrainConnectors is a training: who was there, as its trainer types it in.
type TrainConnectors struct {
	TownID domain.TownID
	KindID domain.KindID
	On     *time.Time // a date; nil: today
	People string     // a line each, as domain.ParseTraining reads it: "Kelly Marsh, kelly@example.org, Curl Up, Polish"
	Agreed bool       // all were told what we keep, and agreed
}

// TrainConnectors makes connectors of whoever was at a training, and notes it of those who are connectors already. Somebody whom we know by
// the same first name and the same e-mail address or phone number is that person. It returns how many there were.
func (a *App) TrainConnectors(ctx context.Context, actor domain.Actor, cmd TrainConnectors) (int, error) {
	g, err := a.authorise(ctx, actor, domain.RunConnectors, a.onTown(cmd.TownID))
	if err != nil {
		return 0, err
	}
	lines, err := domain.ParseTraining("people", cmd.People)
	var wrong domain.Errors
	if several, ok := err.(domain.Errors); ok {
		wrong = several
	}
	if !cmd.Agreed {
		wrong.Add("agreed", "Please tell them what we keep and ask whether they agree. Without that they cannot be connectors.")
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		on := w.pastDay(&wrong, "on", cmd.On)
		kind, err := w.connectorKind(ctx, actor.DistrictID, cmd.KindID)
		if err != nil {
			gather(&wrong, err)
		}
		patches, err := w.trainedPatches(ctx, &wrong, cmd.TownID, lines)
		if err != nil {
			return err
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		for i, l := range lines {
			if err := w.train(ctx, cmd.TownID, kind, trained{TrainingLine: l, on: on, streets: patches[i]}); err != nil {
				return err
			}
		}
		return nil
	})
	return len(lines), err
}

// trainedPatches finds the streets that stand behind whoever was at a training.
func (w *work) trainedPatches(ctx context.Context, wrong *domain.Errors, town domain.TownID, lines []domain.TrainingLine) ([][]domain.Street, error) {
	out := make([][]domain.Street, len(lines))
	for i, l := range lines {
		streets, unknown, err := w.streetsCalled(ctx, w.about.Spot.DistrictID, town, l.Streets)
		if err != nil {
			return nil, err
		}
		if unknown.name != "" {
			wrong.Add("people", "Line %d: we know of no street “%s” in this town. Please look at how it is written, or leave it out.", l.Number, domain.Text(unknown.name))
		}
		if out[i] = streets; len(l.Streets) > domain.MostPatchStreets {
			wrong.Add("people", "Line %d: please name at most %d streets.", l.Number, domain.MostPatchStreets)
		}
	}
	return out, nil
}

// trained is somebody who was at a training.
type trained struct {
	domain.TrainingLine
	on      time.Time
	streets []domain.Street
}

// train takes down one person who was at a training. What they speak, and which streets are theirs, is added to what we know of them.
func (w *work) train(ctx context.Context, town domain.TownID, kind domain.ConnectorKind, l trained) error {
	district := w.about.Spot.DistrictID
	id, err := w.PersonReachedBy(ctx, district, l.First, domain.Email(l.Email).Key(), l.Phone)
	if err != nil {
		return err
	}
	if id == 0 {
		p := domain.Person{DistrictID: district, FirstName: l.First, LastName: l.Last, Email: l.Email, Phone: l.Phone, TownID: town, Languages: []string{},
			Preferred: domain.ByEmail, LawfulBasis: "consent", NoticeVersion: noticeVersion, HowTold: "in_person", SafeToRing: true, SafeToWrite: true, CreatedAt: w.now}
		if l.Email == "" {
			p.Preferred = domain.ByCall
		}
		if err := w.AddPerson(ctx, &p); err != nil {
			return err
		}
		id = p.ID
	}
	p, err := w.LockPerson(ctx, id)
	if err != nil {
		return err
	}
	for _, code := range l.Languages {
		if !slices.Contains(p.Languages, code) {
			p.Languages = append(p.Languages, code)
		}
	}
	if err := w.SavePerson(ctx, &p); err != nil {
		return err
	}
	again := l.on.AddDate(domain.RefreshYears, 0, 0)
	c, err := w.Connector(ctx, id, w.today())
	if err == nil && c.EndedAt == nil {
		c.TrainedOn, c.RefreshOn = &l.on, &again
		return w.trainedAgain(ctx, c, l.streets)
	}
	if err != nil && domain.KindOf(err) != domain.NotFound {
		return err
	}
	if p.Young && kind.OneToOne {
		return domain.Errorf(domain.Invalid, "people", "Line %d: %s is 16 or 17, and this is done with one person alone. Please write them down with another kind.", l.Number, p.FirstName)
	}
	return w.begins(ctx, domain.Connector{DistrictID: district, PersonID: id, KindID: kind.ID, Setting: l.Setting, TownID: town, SectionID: domain.MostlyIn(l.streets),
		JoinedBy: "training", TrainedOn: &l.on, RefreshOn: &again}, l.streets)
}

// trainedAgain keeps that a connector came again. Their patch stays what it is unless streets stand behind them.
func (w *work) trainedAgain(ctx context.Context, c domain.Connector, streets []domain.Street) error {
	if len(streets) == 0 {
		return w.SaveConnector(ctx, &c)
	}
	c.SectionID = domain.MostlyIn(streets)
	if err := w.SaveConnector(ctx, &c); err != nil {
		return err
	}
	return w.SavePatch(ctx, c, streets)
}
