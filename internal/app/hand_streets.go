package app

import (
	"context"
	"fmt"
	"slices"

	"waymark/domain"
)

// HandStreets gives the streets that somebody looks after, or stands in for, to somebody else for good.
type HandStreets struct {
	From  domain.PersonID
	To    domain.PersonID
	Words string    // one note for all; "": none
	Notes []AskNote // a note about single asks that are open

	IdempotencyKey string // the same key and input again change nothing; "": none
}

// AskNote is what whoever has an ask next should know of it.
type AskNote struct {
	RequestID domain.RequestID
	Words     string
}

// keepHandings is how long the word of somebody who hands streets over is kept until it is read, and after that, in days.
const (
	keepHandings     = 180
	keepReadHandings = 30
)

// HandStreets ends the coordinator's and stand-in's roles of somebody, and gives them to another from today on, with all that they owned by
// these. What was written about an ask becomes a note of the ask; the note for all is shown to the new one alone, until they have read it.
// Both hear of it, and so does whoever builds the community there.
func (a *App) HandStreets(ctx context.Context, actor domain.Actor, cmd HandStreets) (Moved, error) {
	g, err := a.authorise(ctx, actor, domain.HandStreets, a.onPerson(cmd.From))
	if err != nil {
		return Moved{}, err
	}
	var out Moved
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		out = Moved{}
		_, err = w.once(ctx, "HandStreets", cmd.IdempotencyKey, cmd, func() (int64, error) {
			out, err = w.handStreets(ctx, cmd)
			return int64(cmd.From), err
		})
		return err
	})
	return out, err
}

func (w *work) handStreets(ctx context.Context, cmd HandStreets) (Moved, error) {
	from, requests, err := w.lockAllOf(ctx, cmd.From, false)
	if err != nil {
		return Moved{}, err
	}
	to, err := w.successor(ctx, from, cmd)
	if err != nil {
		return Moved{}, err
	}
	roles, err := w.handable(ctx, from)
	if err != nil {
		return Moved{}, err
	}
	given, err := w.handRoles(ctx, roles, to)
	if err != nil {
		return Moved{}, err
	}
	handing, err := w.handWords(ctx, from, to, cmd, requests)
	if err != nil {
		return Moved{}, err
	}
	h := newHandover("handed", "handed:%d", handing.ID)
	h.who = from.ID
	if err := w.part(ctx, requests, parting{who: from.ID, owned: w.ownedAs(roles), h: h}); err != nil {
		return Moved{}, err
	}
	if err := w.tellHanded(ctx, handing, given); err != nil {
		return Moved{}, err
	}
	return w.tell(ctx, h)
}

// successor reads who gets the streets, and says what is wrong with the choice and the notes all at once.
func (w *work) successor(ctx context.Context, from domain.Person, cmd HandStreets) (domain.Person, error) {
	var wrong domain.Errors
	tooLong(&wrong, "words", cmd.Words, longestNotes)
	for _, n := range cmd.Notes {
		tooLong(&wrong, fmt.Sprintf("note-%d", n.RequestID), n.Words, longestNotes)
	}
	if cmd.To == 0 || cmd.To == from.ID {
		wrong.Add("to", "Please choose who looks after your streets from now on.")
		return domain.Person{}, wrong.Err()
	}
	to, err := w.LockPerson(ctx, cmd.To)
	if err != nil && domain.KindOf(err) != domain.NotFound {
		return to, err
	}
	if err != nil || to.DistrictID != from.DistrictID {
		wrong.Add("to", "Please choose somebody of this district.")
		return domain.Person{}, wrong.Err()
	}
	if err := w.mayHold(ctx, "to", to); domain.KindOf(err) == domain.Invalid {
		wrong.Add("to", "%s", domain.Text(err.Error()))
	} else if err != nil {
		return to, err
	}
	return to, wrong.Err()
}

// handable are the streets' roles that somebody holds or is to hold, which whoever acts may give on.
func (w *work) handable(ctx context.Context, from domain.Person) ([]domain.Role, error) {
	all, err := w.AllRoles(ctx, from.ID)
	if err != nil {
		return nil, err
	}
	roles := slices.DeleteFunc(localRoles(all), func(r domain.Role) bool { return r.EndsOn != nil && !r.EndsOn.After(w.today()) })
	if len(roles) == 0 {
		return nil, domain.Errorf(domain.Conflict, "", "They look after no street, so there is nothing to hand over.")
	}
	for _, r := range roles {
		spot, err := w.RoleSpot(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		if !themself(w.by, from.ID) && !domain.May(w.by, domain.EditRoles, domain.Target{Spot: spot}) {
			return nil, domain.Errorf(domain.Forbidden, "", "They look after %s, which is not yours to give. Ask a district coordinator.", r.PlaceName)
		}
	}
	return roles, nil
}

// handRoles gives roles to somebody else from today on, and returns where. Whoever stood in at a place that they look after from now on stands in
// there no more; whoever looks after a place already does not stand in there too.
func (w *work) handRoles(ctx context.Context, roles []domain.Role, to domain.Person) ([]domain.Role, error) {
	if err := w.LockDistrict(ctx, to.DistrictID); err != nil {
		return nil, err
	}
	theirs, err := w.RolesHeld(ctx, to.ID, w.today())
	if err != nil {
		return nil, err
	}
	var given []domain.Role
	for _, r := range roles {
		if err := w.EndRole(ctx, r, w.today(), "handed_over"); err != nil {
			return nil, err
		}
		given = append(given, r)
		same := slices.IndexFunc(theirs, func(t domain.Role) bool {
			return t.StreetID == r.StreetID && t.SectionID == r.SectionID && t.TownID == r.TownID
		})
		if same >= 0 && (theirs[same].Kind == r.Kind || theirs[same].Kind == domain.Coordinator) {
			continue
		}
		if same >= 0 {
			if err := w.EndRole(ctx, theirs[same], w.today(), "looks_after_it"); err != nil {
				return nil, err
			}
		}
		n := domain.Role{DistrictID: r.DistrictID, PersonID: to.ID, Kind: r.Kind, StreetID: r.StreetID, SectionID: r.SectionID, BeginsOn: w.today(), EndsOn: r.EndsOn}
		if err := w.AddRole(ctx, &n); err != nil {
			return nil, err
		}
	}
	return given, nil
}

// handWords keeps what somebody writes who hands streets over. A note is about an ask that is open and that they own.
func (w *work) handWords(ctx context.Context, from, to domain.Person, cmd HandStreets, requests []domain.Request) (domain.Handing, error) {
	h := domain.Handing{DistrictID: from.DistrictID, FromID: from.ID, ToID: to.ID, At: w.now, Words: plain(cmd.Words), KeepUntil: w.today().AddDate(0, 0, keepHandings)}
	if err := w.AddHanding(ctx, &h); err != nil {
		return h, err
	}
	for _, note := range cmd.Notes {
		words := plain(note.Words)
		if words == "" {
			continue
		}
		n := slices.IndexFunc(requests, func(r domain.Request) bool { return r.ID == note.RequestID && r.OwnerID == from.ID })
		if n < 0 {
			return h, domain.Errorf(domain.Conflict, "", "One of the asks has ended, or has gone to somebody else meanwhile. Please look at the list again.")
		}
		keep := domain.Note{DistrictID: h.DistrictID, RequestID: note.RequestID, AuthorID: from.ID, At: w.now, Words: words, HandingID: h.ID}
		if err := w.AddNote(ctx, keep); err != nil {
			return h, err
		}
		if err := w.note(ctx, requests[n], domain.Event{Kind: evNoted}); err != nil {
			return h, err
		}
	}
	return h, nil
}

// tellHanded tells the new one, and whoever builds the community in the towns of the streets.
func (w *work) tellHanded(ctx context.Context, h domain.Handing, given []domain.Role) error {
	readers := []domain.PersonID{h.ToID}
	var streets []domain.StreetID
	for _, r := range given {
		spot, err := w.RoleSpot(ctx, r.ID)
		if err != nil {
			return err
		}
		if r.StreetID != 0 {
			streets = append(streets, r.StreetID)
		}
		builders, err := w.WatchersOf(ctx, h.DistrictID, spot.TownID, w.today())
		if err != nil {
			return err
		}
		readers = append(readers, builders...)
	}
	slices.Sort(readers)
	for _, id := range slices.Compact(readers) {
		if themself(w.by, id) {
			continue
		}
		code := "knows"
		if id == h.ToID {
			code = "is"
		}
		m := domain.Message{Key: fmt.Sprintf("handing:%d:%d", h.ID, id), Kind: sayStreetsHanded, PersonID: id,
			Data: domain.MessageData{Code: code, PersonID: h.FromID, OtherID: h.ToID, Streets: streets}}
		if err := w.say(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// ReadHanding notes that the actor has read the word of somebody who handed streets over to them. It leaves their screen.
func (a *App) ReadHanding(ctx context.Context, actor domain.Actor, id domain.HandingID) error {
	g, err := a.authorise(ctx, actor, domain.SeeSelf, a.onHanding(id))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		return w.Store.ReadHanding(ctx, id, w.now, w.today().AddDate(0, 0, keepReadHandings))
	})
}

// onHanding finds whose it is to read.
func (a *App) onHanding(id domain.HandingID) target {
	return func(ctx context.Context) (domain.Target, error) {
		h, err := a.db.Store().Handing(ctx, id)
		if err != nil {
			return absent(err)
		}
		return domain.Target{PersonID: h.ToID}, nil
	}
}
