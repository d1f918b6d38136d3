package app

import (
	"context"
	"slices"

	"waymark/domain"
	"waymark/internal/postgres"
)

// longestSetting is how long it may be where somebody meets people.
const longestSetting = 120

// ChangeConnector is where a connector goes about and what they speak, as it should be.
type ChangeConnector struct {
	PersonID  domain.PersonID
	Setting   string // where they meet people
	SectionID domain.SectionID
	Streets   []string // their patch by the names of its streets; none: it is not that small
	Languages []string // besides English
}

// ChangeConnector changes where a connector goes about and what they speak, for whoever builds the town.
func (a *App) ChangeConnector(ctx context.Context, actor domain.Actor, cmd ChangeConnector) error {
	g, err := a.authorise(ctx, actor, domain.RunConnectors, a.onConnector(cmd.PersonID))
	if err != nil {
		return err
	}
	return a.changeConnector(ctx, g, cmd.PersonID, func(ctx context.Context, w *work, c *domain.Connector) error {
		return w.changePatch(ctx, *c, cmd)
	})
}

func (w *work) changePatch(ctx context.Context, c domain.Connector, cmd ChangeConnector) error {
	var wrong domain.Errors
	streets, err := w.readPatch(ctx, &wrong, &c, cmd.Setting, cmd.SectionID, cmd.Streets)
	if err != nil {
		return err
	}
	spoken := languages(&wrong, cmd.Languages)
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
func (w *work) readPatch(ctx context.Context, wrong *domain.Errors, c *domain.Connector, setting string, section domain.SectionID, names []string) ([]domain.Street, error) {
	c.Setting, c.SectionID = line(setting), section
	tooLong(wrong, "setting", c.Setting, longestSetting)
	if err := w.checkPatch(ctx, wrong, c.TownID, section); err != nil {
		return nil, err
	}
	streets, unknown, err := w.streetsCalled(ctx, c.DistrictID, c.TownID, names)
	if mostly := domain.MostlyIn(streets); mostly != 0 {
		c.SectionID = mostly
	}
	switch {
	case len(names) > domain.MostPatchStreets:
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
