package app

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"fmt"

	"waymark/domain"
)

// Beginning is a district on its way to opening: what is done, and what is still to do.
type Beginning struct {
	domain.Beginnings
	Steps   []BeginStepView
	CanOpen bool // nothing is left to do, and it has never been open
}

// BeginStepView is one step with how it stands.
type BeginStepView struct {
	Step domain.BeginStep
	Done bool
	Tick *domain.Ticked // who said so, for a step that a person says is done
}

// Beginning shows how far a district is on its way to opening.
func (a *App) Beginning(ctx context.Context, actor domain.Actor, id domain.DistrictID) (Beginning, error) {
	g, err := a.authorise(ctx, actor, domain.OpenDoors, at(domain.Spot{DistrictID: id}))
	if err != nil {
		return Beginning{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return Beginning{}, err
	}
	var out Beginning
	if out.Beginnings, err = w.Beginnings(ctx, id, w.today()); err != nil {
		return out, err
	}
	ticked, err := w.Ticked(ctx, id)
	if err != nil {
		return out, err
	}
	undone := map[domain.BeginStep]bool{}
	for _, s := range out.Undone(ticked) {
		undone[s] = true
	}
	for _, s := range domain.BeginSteps() {
		v := BeginStepView{Step: s, Done: !undone[s]}
		for i := range ticked {
			if ticked[i].Step == s {
				v.Tick = &ticked[i]
			}
		}
		out.Steps = append(out.Steps, v)
	}
	out.CanOpen = out.Doors == domain.DoorsNotYet && len(undone) == 0
	return out, nil
}

// TickStep says that a step was looked through, or that it was not after all.
type TickStep struct {
	DistrictID domain.DistrictID
	Step       domain.BeginStep
	Undo       bool
}

// TickStep keeps who said that a step is done. Steps that are seen from what is there cannot be said to be.
func (a *App) TickStep(ctx context.Context, actor domain.Actor, cmd TickStep) error {
	g, err := a.authorise(ctx, actor, domain.OpenDoors, at(domain.Spot{DistrictID: cmd.DistrictID}))
	if err != nil {
		return err
	}
	if !cmd.Step.ByHand() {
		return domain.Errorf(domain.Invalid, "step", "This step is done when what it asks for is there. Please open it, and do it there.")
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if cmd.Undo {
			return w.Untick(ctx, cmd.DistrictID, cmd.Step)
		}
		return w.Tick(ctx, cmd.DistrictID, cmd.Step, w.by.PersonID, w.now)
	})
}

// InviteColleague brings the first people in who help to run a district: a community builder of the whole district, or the safeguarding
// lead of its towns.
type InviteColleague struct {
	DistrictID domain.DistrictID
	Kind       domain.RoleKind // Builder or SafeguardingLead
	PersonID   domain.PersonID // somebody who is known; 0: the fields below make a new person
	FirstName  string
	LastName   string
	Email      string
	EmailIs    bool // the address is meant as typed, although it looks mistyped

	IdempotencyKey string
}

// InviteColleague gives somebody their part, and sends them a link to sign in. A safeguarding lead is named for every town that has none.
// Somebody whose address is known already is not made a second time.
func (a *App) InviteColleague(ctx context.Context, actor domain.Actor, cmd InviteColleague) (domain.PersonID, error) {
	g, err := a.authorise(ctx, actor, domain.OpenDoors, at(domain.Spot{DistrictID: cmd.DistrictID}))
	if err != nil {
		return 0, err
	}
	if cmd.Kind != domain.Builder && cmd.Kind != domain.SafeguardingLead {
		return 0, domain.Errorf(domain.Invalid, "kind", "Only a community builder or a safeguarding lead is invited here.")
	}
	var id int64
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		id, err = w.once(ctx, "InviteColleague", cmd.IdempotencyKey, cmd, func() (int64, error) { return w.inviteColleague(ctx, cmd) })
		return err
	})
	return domain.PersonID(id), err
}

func (w *work) inviteColleague(ctx context.Context, cmd InviteColleague) (int64, error) {
	id, err := w.colleague(ctx, cmd)
	if err != nil {
		return 0, err
	}
	w.touchesPerson(id)
	if cmd.Kind == domain.Builder {
		err = w.makeBuilder(ctx, id)
	} else {
		err = w.leadTowns(ctx, cmd.DistrictID, id)
	}
	if err == nil && !themself(w.by, id) {
		err = w.askIn(ctx, id, cmd.Kind)
	}
	return int64(id), err
}

// askIn sends somebody a link to sign in that says who asks them in, and as what: they have not asked for it themselves.
func (w *work) askIn(ctx context.Context, id domain.PersonID, as domain.RoleKind) error {
	p, err := w.Person(ctx, id)
	if err != nil {
		return err
	}
	late := w.now.Add(signInWaits)
	link, err := w.AddSignInLink(ctx, p, w.now, late)
	if err != nil {
		return err
	}
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("sign_in:%d", link), Kind: saySignIn, PersonID: id, Deadline: &late,
		Data: domain.MessageData{LinkID: link, PersonID: w.by.PersonID, Code: string(as)}})
}

// colleague finds whoever is meant, or makes them.
func (w *work) colleague(ctx context.Context, cmd InviteColleague) (domain.PersonID, error) {
	if cmd.PersonID != 0 {
		p, err := w.Person(ctx, cmd.PersonID)
		if err == nil && (p.DistrictID != cmd.DistrictID || p.LeftAt != nil) {
			err = domain.Errorf(domain.Invalid, "personId", "Please choose somebody of this district.")
		}
		return p.ID, err
	}
	var wrong domain.Errors
	p := newPerson(&wrong, "", details{firstName: cmd.FirstName, lastName: cmd.LastName, email: cmd.Email, emailIsRight: cmd.EmailIs})
	if p.Email == "" && !wrong.At("email") {
		wrong.Add("email", "Please give an e-mail address: the link to sign in goes there.")
	}
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	known, err := w.SignInPeople(ctx, domain.Email(p.Email).Key(), w.today())
	if err != nil {
		return 0, err
	}
	for _, k := range known {
		if k.DistrictID == cmd.DistrictID {
			return k.ID, nil
		}
	}
	p.DistrictID, p.SafeToWrite, p.HowTold, p.NoticeVersion, p.CreatedAt = cmd.DistrictID, true, "in_person", noticeVersion, w.now
	err = w.AddPerson(ctx, &p)
	return p.ID, err
}

// makeBuilder makes somebody the community builder of their district, unless they are.
func (w *work) makeBuilder(ctx context.Context, id domain.PersonID) error {
	_, err := w.grant(ctx, GrantRole{PersonID: id, Kind: domain.Builder})
	if domain.KindOf(err) == domain.Conflict {
		return nil
	}
	return err
}

// leadTowns names somebody safeguarding lead of every town that has none. One message tells of them all.
func (w *work) leadTowns(ctx context.Context, id domain.DistrictID, lead domain.PersonID) error {
	towns, err := w.Towns(ctx, id)
	if err != nil {
		return err
	}
	if len(towns) == 0 {
		return domain.Errorf(domain.Unacceptable, "", "There is no town yet. Please bring in the streets first.")
	}
	first, role, named := domain.TownDoor{}, domain.RoleID(0), 0
	for _, t := range towns {
		town, err := w.LockTown(ctx, t.ID)
		if err != nil {
			return err
		}
		if town.SafeguardingLeadID != 0 {
			continue
		}
		if err := w.mayLead(ctx, town, lead); err != nil {
			return err
		}
		town.SafeguardingLeadID = lead
		held, err := w.ReplaceLead(ctx, town, w.today())
		if err != nil {
			return err
		}
		if err := w.SaveTown(ctx, town); err != nil {
			return err
		}
		if named++; named == 1 {
			first, role = town, held
		}
	}
	if named == 0 {
		return nil
	}
	return w.tellOfLead(ctx, newLead{town: first, role: role, towns: named})
}

// BeginDistrict is what the first person of a new town types.
type BeginDistrict struct {
	Key      string // of the link that the program prints at its first start
	Name     string // first and last name
	Email    string
	District string // its name; made if there is none
	Phone    string // the number that people ring; "": later
	Device   string // the browser's User-Agent; may be empty
}

// beginKey opens the first page of an installation that nobody looks after yet.
func (a *App) beginKey() string { return base64.RawURLEncoding.EncodeToString(a.mac("begin")[:16]) }

// BeginAddress is where the first person begins: "" where somebody looks after a district already, and in a demo. Only the machine's owner
// is told.
func (a *App) BeginAddress(ctx context.Context, actor domain.Actor) (string, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return "", err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return "", err
	}
	free, err := w.nobodyYet(ctx)
	if err != nil || !free {
		return "", err
	}
	return a.baseURL + "/begin/" + a.beginKey(), nil
}

// nobodyYet reports whether the first person is still to come: real people, and nobody who looks after a district.
func (w *work) nobodyYet(ctx context.Context) (bool, error) {
	demo, _, err := w.Installation(ctx)
	if err != nil || demo {
		return false, err
	}
	taken, err := w.Administrated(ctx, w.today())
	return !taken, err
}

// CanBegin reports whether the key opens the first page still, and which district waits for its first person: "" when there is none, or
// several.
func (a *App) CanBegin(ctx context.Context, actor domain.Actor, key string) (district string, err error) {
	g, err := a.authorise(ctx, actor, domain.SignIn, somewhere(actor))
	if err != nil {
		return "", err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return "", err
	}
	if err := w.opensBeginning(ctx, key); err != nil {
		return "", err
	}
	all, err := w.Districts(ctx)
	if err != nil || len(all) != 1 {
		return "", err
	}
	return all[0].Name, nil
}

func (w *work) opensBeginning(ctx context.Context, key string) error {
	free, err := w.nobodyYet(ctx)
	switch {
	case err != nil:
		return err
	case !hmac.Equal([]byte(key), []byte(w.app.beginKey())):
		return domain.Errorf(domain.NotFound, "", "This link does not work. Please open it again from where the program printed it.")
	case !free:
		return domain.Errorf(domain.Conflict, "", "Somebody has begun here already. Please sign in, or ask them for your part.")
	}
	return nil
}

// BeginDistrict makes the first person of an installation, with their district where it is not there yet, and signs them in. It works
// once: from then on everybody else comes in through them.
func (a *App) BeginDistrict(ctx context.Context, actor domain.Actor, cmd BeginDistrict) (Session, error) {
	g, err := a.authorise(ctx, actor, domain.SignIn, somewhere(actor))
	if err != nil {
		return Session{}, err
	}
	var out Session
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.OneBeginning(ctx); err != nil {
			return err
		}
		if err := w.opensBeginning(ctx, cmd.Key); err != nil {
			return err
		}
		p, err := w.firstPerson(ctx, cmd)
		if err != nil {
			return err
		}
		if out, err = w.begin(ctx, p); err != nil {
			return err
		}
		return w.NameDevice(ctx, hashOfToken(out.Token), deviceWords(w.lang, cmd.Device))
	})
	return out, err
}

// firstPerson writes down who begins, and their district.
func (w *work) firstPerson(ctx context.Context, cmd BeginDistrict) (domain.PersonID, error) {
	var wrong domain.Errors
	first := FirstPerson{Name: cmd.Name, Email: cmd.Email, District: line(cmd.District)}
	p := first.person(&wrong)
	phone, err := phoneAsSaid(cmd.Phone)
	gather(&wrong, err)
	if first.District == "" {
		wrong.Add("district", "Please write what your district is called. It may be one town.")
	}
	tooLong(&wrong, "district", first.District, longestName)
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	d, err := w.DistrictNamed(ctx, first.District)
	if domain.KindOf(err) == domain.NotFound {
		d, err = w.newDistrict(ctx, first.District)
	}
	if err != nil {
		return 0, err
	}
	if phone != "" {
		if err := w.SetDistrictPhone(ctx, d.ID, phone); err != nil {
			return 0, err
		}
	}
	return w.addFirst(ctx, p, d.ID)
}
