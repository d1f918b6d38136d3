package app

import (
	"context"
	"strings"

	"waymark/domain"
)

// FirstPerson names who begins a district.
type FirstPerson struct {
	Name     string // first and last name
	Email    string
	District string // its name; "" where there is just one
}

// FirstPerson makes somebody the first district coordinator and administrator of a district that nobody looks after yet: everybody
// else comes in through them. Where somebody does, and in a demo, it is refused. Only the machine's owner may, at the command line.
func (a *App) FirstPerson(ctx context.Context, actor domain.Actor, cmd FirstPerson) (domain.PersonID, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	var wrong domain.Errors
	p := cmd.person(&wrong)
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	var id domain.PersonID
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.neverInDemo(ctx); err != nil {
			return err
		}
		district, err := w.emptyDistrict(ctx, cmd.District)
		if err != nil {
			return err
		}
		id, err = w.addFirst(ctx, p, district)
		return err
	})
	return id, err
}

// person is who begins, as typed.
func (cmd FirstPerson) person(wrong *domain.Errors) domain.Person {
	first, last, _ := strings.Cut(line(cmd.Name), " ")
	p := newPerson(wrong, "", details{firstName: first, lastName: last, email: cmd.Email, emailIsRight: true})
	if p.Email == "" && !wrong.At("email") {
		wrong.Add("email", "Please give an e-mail address.")
	}
	p.SafeToWrite, p.HowTold, p.NoticeVersion = true, "in_person", noticeVersion
	return p
}

// addFirst makes somebody the first district coordinator and administrator.
func (w *work) addFirst(ctx context.Context, p domain.Person, id domain.DistrictID) (domain.PersonID, error) {
	p.DistrictID, p.CreatedAt = id, w.now
	if err := w.AddPerson(ctx, &p); err != nil {
		return 0, err
	}
	for _, kind := range []domain.RoleKind{domain.DistrictCoordinator, domain.Administrator} {
		r := domain.Role{DistrictID: id, PersonID: p.ID, Kind: kind, BeginsOn: w.today()}
		if err := w.AddRole(ctx, &r); err != nil {
			return 0, err
		}
	}
	return p.ID, nil
}

// emptyDistrict finds a district by name, or the only one, and makes sure that nobody looks after it.
func (w *work) emptyDistrict(ctx context.Context, name string) (domain.DistrictID, error) {
	all, err := w.Districts(ctx)
	if err != nil {
		return 0, err
	}
	var found []domain.District
	var names []string
	for _, d := range all {
		names = append(names, d.Name)
		if name == "" || strings.EqualFold(d.Name, name) {
			found = append(found, d)
		}
	}
	switch {
	case len(all) == 0:
		return 0, domain.Errorf(domain.NotFound, "district", "There is no district yet. Import its streets first.")
	case len(found) != 1:
		return 0, domain.Errorf(domain.Invalid, "district", "Please say which district: %s.", strings.Join(names, ", "))
	}
	id := found[0].ID
	if err := w.LockDistrict(ctx, id); err != nil {
		return 0, err
	}
	n, err := w.OtherHolders(ctx, domain.Role{DistrictID: id, Kind: domain.DistrictCoordinator}, w.today())
	if err == nil && n > 0 {
		err = domain.Errorf(domain.Conflict, "", "%s has a district coordinator already. They can give everybody else their part.", found[0].Name)
	}
	return id, err
}
