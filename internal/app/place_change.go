package app

import (
	"context"
	"strings"

	"waymark/domain"
	"waymark/internal/postgres"
)

// ChangeTown changes what a town shows, and opens it. Nil leaves as it is.
type ChangeTown struct {
	TownID             domain.TownID
	Phone              *string // "": the district's
	SafeguardingLeadID *domain.PersonID
	Open               *bool    // asks go out by themselves from then on, where their kind does
	Clear              []string // fields to empty: "phone"
}

// ChangeTown changes what a town shows. It opens only when somebody is named who is told when a neighbour is worried; whoever is
// named holds that role from then on, and nobody else.
func (a *App) ChangeTown(ctx context.Context, actor domain.Actor, cmd ChangeTown) error {
	g, err := a.authorise(ctx, actor, domain.EditPlaces, a.onTown(cmd.TownID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		town, err := w.LockTown(ctx, cmd.TownID)
		if err != nil {
			return err
		}
		if err := cmd.ring(&town); err != nil {
			return err
		}
		if cmd.SafeguardingLeadID != nil {
			if err := w.nameLead(ctx, &town, *cmd.SafeguardingLeadID); err != nil {
				return err
			}
		}
		if err := w.open(&town, cmd.Open); err != nil {
			return err
		}
		return w.SaveTown(ctx, town)
	})
}

// ring changes the number to ring.
func (cmd ChangeTown) ring(town *domain.TownDoor) (err error) {
	var wrong domain.Errors
	if cmd.Phone != nil {
		town.Phone, err = phoneAsSaid(*cmd.Phone)
		gather(&wrong, err)
	}
	empty(&wrong, cmd.Clear, map[string]func(){"phone": func() { town.Phone = "" }})
	return wrong.Err()
}

// empty empties the fields of a patch that are named, and notes those that cannot be.
func empty(wrong *domain.Errors, fields []string, can map[string]func()) {
	for _, field := range fields {
		if do, ok := can[field]; ok {
			do()
		} else {
			wrong.Add("clear", "%q cannot be emptied.", field)
		}
	}
}

// phoneAsSaid reads a number that is shown to people, and writes it as they do. "" is none.
func phoneAsSaid(text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	phone, err := domain.ParsePhone("phone", text)
	return phone.Local(), err
}

func (w *work) open(town *domain.TownDoor, open *bool) error {
	switch {
	case open == nil:
		return nil
	case !*open:
		town.OpenedAt = nil
	case town.SafeguardingLeadID == 0:
		return domain.Errorf(domain.Unacceptable, "safeguardingLeadId",
			"Please name a safeguarding lead first: no town opens without somebody to tell when a neighbour is worried.")
	case town.OpenedAt == nil:
		town.OpenedAt = &w.now
	}
	return nil
}

// ChangeSettings changes what a district has settled for itself. Nil leaves as it is.
type ChangeSettings struct {
	DistrictID   domain.DistrictID
	Phone        *string
	SectionLabel *string // what a section is called here: "neighbourhood"
	Opens        *string // from when people may be asked: "08:30"
	Closes       *string // until when: "20:00", at the latest "24:00"
	Sundays      *bool
	BankHolidays *bool
	Clear        []string // fields to empty: "phone"
}

// ChangeSettings changes the hours in which people may be asked, and how to ring.
func (a *App) ChangeSettings(ctx context.Context, actor domain.Actor, cmd ChangeSettings) error {
	g, err := a.authorise(ctx, actor, domain.EditPlaces, at(domain.Spot{DistrictID: cmd.DistrictID}))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.LockDistrict(ctx, cmd.DistrictID); err != nil {
			return err
		}
		d, err := w.Settings(ctx, cmd.DistrictID)
		if err != nil {
			return err
		}
		was := d.Hours()
		if err := cmd.apply(&d); err != nil {
			return err
		}
		if d.Hours() != was { // they are part of the table, and who changed that is kept
			text, err := a.policyText(d.Policy, d.Hours())
			if err != nil {
				return err
			}
			if err := w.keepPolicy(ctx, cmd.DistrictID, text); err != nil {
				return err
			}
		}
		return w.SaveSettings(ctx, d)
	})
}

func (cmd ChangeSettings) apply(d *domain.Settings) error {
	var wrong domain.Errors
	if cmd.Phone != nil {
		phone, err := phoneAsSaid(*cmd.Phone)
		gather(&wrong, err)
		d.Phone = phone
	}
	empty(&wrong, cmd.Clear, map[string]func(){"phone": func() { d.Phone = "" }})
	if cmd.SectionLabel != nil {
		d.SectionLabel = line(*cmd.SectionLabel)
		tooLong(&wrong, "sectionLabel", d.SectionLabel, longestName)
		if d.SectionLabel == "" {
			wrong.Add("sectionLabel", "Please write what you call a part of the town, such as “neighbourhood”.")
		}
	}
	if cmd.Opens != nil {
		opens, err := domain.ParseClock("opens", *cmd.Opens)
		gather(&wrong, err)
		d.Opens = opens
	}
	if cmd.Closes != nil {
		closes, err := domain.ParseClock("closes", *cmd.Closes)
		gather(&wrong, err)
		d.Closes = closes
	}
	if len(wrong) == 0 {
		domain.CheckOpenHours(&wrong, d.Hours())
	}
	set(&d.Sundays, cmd.Sundays)
	set(&d.BankHolidays, cmd.BankHolidays)
	return wrong.Err()
}

// set puts a value where something is given; nil leaves what is there.
func set[T any](into, given *T) {
	if given != nil {
		*into = *given
	}
}

// RenameSection gives a section another name.
type RenameSection struct {
	SectionID domain.SectionID
	Name      string
}

// RenameSection gives a section the name that people use. From then on no import regroups it.
func (a *App) RenameSection(ctx context.Context, actor domain.Actor, cmd RenameSection) error {
	g, err := a.authorise(ctx, actor, domain.EditPlaces, a.onSection(cmd.SectionID))
	if err != nil {
		return err
	}
	var wrong domain.Errors
	name := strings.Join(strings.Fields(cmd.Name), " ")
	tooLong(&wrong, "name", name, longestName)
	if name == "" {
		wrong.Add("name", "Please write a name.")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		return w.RenameSection(ctx, cmd.SectionID, name)
	})
	if postgres.IsUnique(err, "sections_name") {
		return domain.Errorf(domain.Conflict, "name", "This town has a part of that name already. Please choose another name.")
	}
	return err
}

// MoveStreet puts a street into another section of its town.
type MoveStreet struct {
	StreetID  domain.StreetID
	SectionID domain.SectionID
}

// MoveStreet puts a street, and what is asked there, into another section of its town. From then on no import regroups the two
// sections.
func (a *App) MoveStreet(ctx context.Context, actor domain.Actor, cmd MoveStreet) error {
	g, err := a.authorise(ctx, actor, domain.EditPlaces, a.onStreet(cmd.StreetID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		spot, err := w.StreetSpot(ctx, cmd.StreetID)
		if err != nil {
			return err
		}
		to, err := w.Section(ctx, cmd.SectionID)
		if err != nil || to.TownID != spot.TownID {
			return domain.Errorf(domain.Invalid, "sectionId", "Please choose a part of the same town.")
		}
		if to.ID == spot.SectionID {
			return nil
		}
		return w.MoveStreet(ctx, spot, to.ID)
	})
}
