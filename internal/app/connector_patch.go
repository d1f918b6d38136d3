package app

import (
	"context"
	"slices"

	"waymark/domain"
	"waymark/internal/postgres"
)

// longestSetting is how long it may be where somebody meets people.
const longestSetting = 120

// Patch is where a connector goes about and what they speak, as somebody says it.
type Patch struct {
	Setting   string // where they meet people
	SectionID domain.SectionID
	Streets   []string // by their names; none: it is not that small
	Languages []string // besides English; nil: nothing is said of them
}

// ChangeConnector is where a connector goes about and what they speak, as it should be.
type ChangeConnector struct {
	PersonID domain.PersonID
	Patch
}

// ChangeConnector changes where a connector goes about and what they speak, for whoever builds the town.
func (a *App) ChangeConnector(ctx context.Context, actor domain.Actor, cmd ChangeConnector) error {
	g, err := a.authorise(ctx, actor, domain.RunConnectors, a.onConnector(cmd.PersonID))
	if err != nil {
		return err
	}
	return a.changeConnector(ctx, g, cmd.PersonID, func(ctx context.Context, w *work, c *domain.Connector) error {
		return w.changePatch(ctx, *c, cmd.Patch)
	})
}

func (w *work) changePatch(ctx context.Context, c domain.Connector, said Patch) error {
	var wrong domain.Errors
	streets, err := w.readPatch(ctx, &wrong, &c, said)
	if err != nil {
		return err
	}
	spoken := languages(&wrong, said.Languages)
	if err := wrong.Err(); err != nil {
		return err
	}
	if err := w.SaveConnector(ctx, &c); err != nil {
		return err
	}
	if err := w.SavePatch(ctx, c, streets); err != nil {
		return err
	}
	p, err := w.Person(ctx, c.PersonID)
	if err != nil {
		return err
	}
	p.Languages = spoken
	return w.SavePerson(ctx, &p)
}

// readPatch reads where a connector meets people and goes about. The neighbourhood of whoever names streets is that of most of them.
func (w *work) readPatch(ctx context.Context, wrong *domain.Errors, c *domain.Connector, said Patch) ([]domain.Street, error) {
	c.Setting, c.SectionID = line(said.Setting), said.SectionID
	tooLong(wrong, "setting", c.Setting, longestSetting)
	if err := w.checkPatch(ctx, wrong, c.TownID, said.SectionID); err != nil {
		return nil, err
	}
	streets, unknown, err := w.streetsCalled(ctx, c.DistrictID, c.TownID, said.Streets)
	if mostly := domain.MostlyIn(streets); mostly != 0 {
		c.SectionID = mostly
	}
	switch {
	case len(said.Streets) > domain.MostPatchStreets:
		wrong.Add("streets", "Please name at most %d streets, or choose the neighbourhood alone.", domain.MostPatchStreets)
	case unknown.meant != "":
		wrong.Add("streets", "We know of no street “%s” in this town. Do you mean %s?", domain.Text(unknown.name), domain.Text(unknown.meant))
	case unknown.name != "":
		wrong.Add("streets", "We know of no street “%s” in this town. Please look at how it is written, or leave it out.", domain.Text(unknown.name))
	}
	return streets, err
}

// checkPatch refuses a neighbourhood that is not of the town.
func (w *work) checkPatch(ctx context.Context, wrong *domain.Errors, town domain.TownID, section domain.SectionID) error {
	if section == 0 {
		return nil
	}
	all, err := w.Sections(ctx, town)
	if err == nil && !slices.ContainsFunc(all, func(s domain.Section) bool { return s.ID == section }) {
		wrong.Add("sectionId", "Please choose a neighbourhood of this town.")
	}
	return err
}

// unknownStreet is a name that no street has, and the street that may have been meant ("": none is like it).
type unknownStreet struct{ name, meant string }

// streetsCalled finds the streets of a town by their names, all that are called so; and the first name that none has.
func (w *work) streetsCalled(ctx context.Context, district domain.DistrictID, town domain.TownID, names []string) (out []domain.Street, unknown unknownStreet, err error) {
	for _, name := range names[:min(len(names), domain.MostPatchStreets)] {
		key := domain.SearchKey(name)
		if key == "" {
			return out, unknownStreet{name: name}, nil
		}
		found, err := w.FindStreets(ctx, postgres.Find{Key: key, Raw: domain.NameKey(name), District: district, Town: town, Limit: usualStreets})
		if err != nil {
			return nil, unknown, err
		}
		called := slices.DeleteFunc(slices.Clone(found), func(s domain.Street) bool { return domain.SearchKey(s.Name) != key })
		if len(called) == 0 {
			unknown.name = name
			if len(found) > 0 {
				unknown.meant = found[0].Name
			}
			return out, unknown, nil
		}
		out = append(out, called...)
	}
	return out, unknown, nil
}
