package app

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"waymark/domain"
)

// placeRows turns kept and fresh rows, in that order, into streets with their towns and sections, and makes the towns and
// sections that are missing.
func (w *work) placeRows(ctx context.Context, d domain.District, kept []pairedStreet, fresh []StreetRow) ([]domain.Street, error) {
	p := places{work: w, district: d}
	if err := p.openTowns(ctx, kept, fresh); err != nil {
		return nil, err
	}
	streets := make([]domain.Street, 0, len(kept)+len(fresh))
	wish := make([]string, 0, len(kept)+len(fresh)) // the section that the file names
	for _, k := range kept {
		s := k.street
		moved := s.TownID != p.townOf(k.row)
		s.Name, s.TownID, s.GoneAt = k.row.Name, p.townOf(k.row), nil
		takeShape(&s, k.row)
		named := k.row.Section
		if moved {
			s.SectionID = 0
		} else if p.edited[s.SectionID] {
			named = ""
		}
		streets, wish = append(streets, s), append(wish, named)
	}
	for _, r := range fresh {
		s := domain.Street{DistrictID: d.ID, Name: r.Name, TownID: p.townOf(r)}
		takeShape(&s, r)
		streets, wish = append(streets, s), append(wish, r.Section)
	}
	if err := p.nameSections(ctx, streets, wish); err != nil {
		return nil, err
	}
	return streets, p.fillSections(ctx, streets)
}

// takeShape takes the row's place where it has one: a list without coordinates does not wipe out a map.
func takeShape(s *domain.Street, r StreetRow) {
	if r.Mid.Known() {
		s.Mid = r.Mid
	}
	if len(r.Shape) > 0 {
		s.Shape = r.Shape
	}
}

// places are a district's towns and sections while an import looks them up and adds to them.
type places struct {
	*work
	district domain.District
	towns    map[string]domain.TownID // by NameKey
	sections map[sectionKey]domain.SectionID
	edited   map[domain.SectionID]bool
}

type sectionKey struct {
	town domain.TownID
	name string // NameKey
}

func (p *places) townOf(r StreetRow) domain.TownID { return p.towns[domain.NameKey(r.Town)] }

// openTowns reads the towns and sections, and makes the towns that the file names and nobody has yet, in order of name.
func (p *places) openTowns(ctx context.Context, kept []pairedStreet, fresh []StreetRow) error {
	if err := p.load(ctx); err != nil {
		return err
	}
	missing := map[string]string{}
	note := func(r StreetRow) {
		if key := domain.NameKey(r.Town); p.towns[key] == 0 {
			missing[key] = r.Town
		}
	}
	for _, k := range kept {
		note(k.row)
	}
	for _, r := range fresh {
		note(r)
	}
	if len(missing) == 0 {
		return nil
	}
	if err := p.AddTowns(ctx, p.district.ID, slices.Sorted(maps.Values(missing))); err != nil {
		return err
	}
	return p.load(ctx)
}

func (p *places) load(ctx context.Context) error {
	towns, sections, err := p.TownsAndSections(ctx, p.district.ID)
	if err != nil {
		return err
	}
	p.towns = map[string]domain.TownID{}
	p.sections, p.edited = map[sectionKey]domain.SectionID{}, map[domain.SectionID]bool{}
	for _, t := range towns {
		p.towns[domain.NameKey(t.Name)] = t.ID
	}
	for _, s := range sections {
		p.sections[sectionKey{s.TownID, domain.NameKey(s.Name)}] = s.ID
		p.edited[s.ID] = s.Edited
	}
	return nil
}

// addSections makes sections that nobody has yet.
func (p *places) addSections(ctx context.Context, sections []domain.Section) error {
	if len(sections) == 0 {
		return nil
	}
	slices.SortFunc(sections, func(a, b domain.Section) int {
		return cmp.Or(cmp.Compare(a.TownID, b.TownID), cmp.Compare(a.Name, b.Name))
	})
	if err := p.AddSections(ctx, p.district.ID, sections); err != nil {
		return err
	}
	return p.load(ctx)
}

// nameSections puts each street into the section that the file names for it, wish; those without one stay where they are.
func (p *places) nameSections(ctx context.Context, streets []domain.Street, wish []string) error {
	var missing []domain.Section
	noted := map[sectionKey]bool{}
	for i, s := range streets {
		key := sectionKey{s.TownID, domain.NameKey(wish[i])}
		if key.name != "" && p.sections[key] == 0 && !noted[key] {
			noted[key] = true
			missing = append(missing, domain.Section{TownID: s.TownID, Name: wish[i]})
		}
	}
	if err := p.addSections(ctx, missing); err != nil {
		return err
	}
	for i, s := range streets {
		if id := p.sections[sectionKey{s.TownID, domain.NameKey(wish[i])}]; id != 0 {
			streets[i].SectionID = id
		}
	}
	return nil
}

// fillSections finds a section for every street that has none. In a town without any section the streets are grouped;
// elsewhere each joins the nearest of those that had one before, so that their order does not matter.
func (p *places) fillSections(ctx context.Context, streets []domain.Street) error {
	without, with := map[domain.TownID][]int{}, map[domain.TownID][]domain.Street{}
	for i, s := range streets {
		if s.SectionID == 0 {
			without[s.TownID] = append(without[s.TownID], i)
		} else {
			with[s.TownID] = append(with[s.TownID], s)
		}
	}
	group := map[domain.TownID][]int{}
	for town, indexes := range without {
		if len(with[town]) == 0 {
			group[town] = indexes
			continue
		}
		for _, i := range indexes {
			streets[i].SectionID = domain.NearestSection(streets[i].Mid, with[town])
		}
	}
	return p.groupStreets(ctx, streets, group)
}

// groupStreets makes the sections of towns that have none; the streets are given by their indexes.
func (p *places) groupStreets(ctx context.Context, streets []domain.Street, towns map[domain.TownID][]int) error {
	var missing []domain.Section
	groups := map[sectionKey][]int{}
	for town, indexes := range towns {
		members := make([]domain.Street, len(indexes))
		for n, i := range indexes {
			members[n] = streets[i]
		}
		for _, g := range domain.GroupSections(members) {
			key := sectionKey{town, domain.NameKey(g.Name)}
			for _, n := range g.Streets {
				groups[key] = append(groups[key], indexes[n])
			}
			if p.sections[key] == 0 {
				missing = append(missing, domain.Section{TownID: town, Name: g.Name})
			}
		}
	}
	if err := p.addSections(ctx, missing); err != nil {
		return err
	}
	for key, indexes := range groups {
		for _, i := range indexes {
			streets[i].SectionID = p.sections[key]
		}
	}
	return nil
}
