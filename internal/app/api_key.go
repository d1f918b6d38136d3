package app

import (
	"context"
	"crypto/rand"
	"slices"
	"strconv"
	"time"

	"waymark/domain"
)

const (
	keysMost       = 100         // that hold, of one district
	keyLongest     = 1           // years
	keyCallsMinute = 600         // with one key
	keyUseNoted    = time.Minute // when a key was last used is written down once in this time
)

// CreateAPIKey makes a key for a machine.
type CreateAPIKey struct {
	Name      string          // what it is for
	Scope     []domain.Action // of domain.KeyActions
	TownID    domain.TownID   // its place: one of these, or none for the whole district
	SectionID domain.SectionID
	StreetID  domain.StreetID
	ExpiresAt time.Time // within a year
}

// APIKeyMade is a key that has just been made. Secret is told once, and kept nowhere.
type APIKeyMade struct {
	Key    domain.APIKey
	Secret string
}

// CreateAPIKey makes a key. Nobody makes one for what they may not do themselves in its place.
func (a *App) CreateAPIKey(ctx context.Context, actor domain.Actor, cmd CreateAPIKey) (APIKeyMade, error) {
	g, err := a.authorise(ctx, actor, domain.EditKeys, at(domain.Spot{DistrictID: actor.DistrictID}))
	if err != nil {
		return APIKeyMade{}, err
	}
	if actor.Kind != domain.PersonActor {
		return APIKeyMade{}, domain.Errorf(domain.Forbidden, "", "A person makes a key, and answers for it.")
	}
	var out APIKeyMade
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		k, err := w.newKey(ctx, cmd)
		if err != nil {
			return err
		}
		if err := w.LockDistrict(ctx, k.DistrictID); err != nil {
			return err
		}
		switch taken, err := w.APIKeyNamed(ctx, k.DistrictID, k.Name, w.now); {
		case err != nil:
			return err
		case taken: // or it has been sent twice
			return domain.Errorf(domain.Invalid, "name", "A key of this name is in use. Please give this one another name, or end that one first.")
		}
		n, err := w.CountAPIKeys(ctx, k.DistrictID, w.now)
		if err != nil {
			return err
		}
		if n >= keysMost {
			return domain.Errorf(domain.Unacceptable, "", "There are %d keys already. Please end those that nobody uses.", n)
		}
		var random [32]byte
		_, _ = rand.Read(random[:]) // never fails, by its documentation
		out.Secret = domain.FormatKey(random)
		k.Hash = hashOfToken(out.Secret)
		if err := w.AddAPIKey(ctx, &k); err != nil {
			return err
		}
		out.Key, err = w.APIKey(ctx, k.DistrictID, k.ID)
		return err
	})
	return out, err
}

// newKey reads a key from what was typed, and says all that is wrong at once.
func (w *work) newKey(ctx context.Context, cmd CreateAPIKey) (domain.APIKey, error) {
	var wrong domain.Errors
	k := domain.APIKey{
		DistrictID: w.by.DistrictID, Name: line(cmd.Name), TownID: cmd.TownID, SectionID: cmd.SectionID, StreetID: cmd.StreetID,
		CreatedBy: w.by.PersonID, CreatedAt: w.now, ExpiresAt: cmd.ExpiresAt,
	}
	if k.Name == "" {
		wrong.Add("name", "Please write what the key is for, so that others know it.")
	}
	tooLong(&wrong, "name", k.Name, longestName)
	if !k.ExpiresAt.After(w.now) || k.ExpiresAt.After(w.now.AddDate(keyLongest, 0, 0)) {
		wrong.Add("expiresAt", "Please choose when the key ends: after now, and within a year.")
	}
	place, err := w.placeOfKey(ctx, &wrong, cmd)
	if err != nil {
		return k, err
	}
	for _, action := range cmd.Scope {
		switch {
		case !slices.Contains(domain.KeyActions, action):
			wrong.Add("scope", "A key cannot be made to %s.", action.Words())
		case !domain.May(w.by, action, domain.Target{Spot: place}):
			wrong.Add("scope", "You cannot give what you may not do yourself: to %s.", action.Words())
		case action == domain.SeeJobs && place != (domain.Spot{DistrictID: place.DistrictID}):
			wrong.Add("scope", "What the clock did is of the whole server. Please make a key for that without a place.")
		case !slices.Contains(k.Scope, action):
			k.Scope = append(k.Scope, action)
		}
	}
	if len(cmd.Scope) == 0 {
		wrong.Add("scope", "Please choose what the key is for.")
	}
	return k, wrong.Err()
}

// placeOfKey finds where a key is to open something. A place of another district is none.
func (w *work) placeOfKey(ctx context.Context, wrong *domain.Errors, cmd CreateAPIKey) (domain.Spot, error) {
	given, field := 0, "townId"
	for name, is := range map[string]bool{"townId": cmd.TownID != 0, "sectionId": cmd.SectionID != 0, "streetId": cmd.StreetID != 0} {
		if is {
			given, field = given+1, name
		}
	}
	if given > 1 {
		wrong.Add(field, "Please choose one place: a street, a part of a town, or a town.")
		return domain.Spot{DistrictID: w.by.DistrictID}, nil
	}
	t, err := w.app.onPlace(w.by, GrantRole{TownID: cmd.TownID, SectionID: cmd.SectionID, StreetID: cmd.StreetID})(ctx)
	if domain.KindOf(err) == domain.NotFound || (err == nil && t.Spot.DistrictID != w.by.DistrictID) {
		wrong.Add(field, "Please choose a place of your district.")
		return domain.Spot{DistrictID: w.by.DistrictID}, nil
	}
	return t.Spot, err
}

// APIKeys lists the keys of the actor's district, the newest first, those that have ended too.
func (a *App) APIKeys(ctx context.Context, actor domain.Actor, page Page) ([]domain.APIKey, PageInfo, error) {
	if _, err := a.authorise(ctx, actor, domain.EditKeys, at(domain.Spot{DistrictID: actor.DistrictID})); err != nil {
		return nil, PageInfo{}, err
	}
	var before domain.APIKeyID
	if err := page.key(&before); err != nil {
		return nil, PageInfo{}, err
	}
	keys, err := a.db.Store().APIKeys(ctx, actor.DistrictID, before, page.rows()+1)
	if err != nil {
		return nil, PageInfo{}, err
	}
	keys, info := window(keys, page, APIKeyCursor)
	return keys, info, nil
}

// APIKeyCursor is the cursor of one row of APIKeys.
func APIKeyCursor(k domain.APIKey) string { return cursor(k.ID) }

// RevokeAPIKey ends a key of the actor's district, at once and for good. One that has ended is no error.
func (a *App) RevokeAPIKey(ctx context.Context, actor domain.Actor, id domain.APIKeyID) (domain.APIKey, error) {
	g, err := a.authorise(ctx, actor, domain.EditKeys, at(domain.Spot{DistrictID: actor.DistrictID}))
	if err != nil {
		return domain.APIKey{}, err
	}
	var out domain.APIKey
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.Store.RevokeAPIKey(ctx, actor.DistrictID, id, actor.PersonID, w.now); err != nil {
			return err
		}
		var err error
		out, err = w.APIKey(ctx, actor.DistrictID, id)
		return err
	})
	return out, err
}

// KeyActor says which machine comes with a key, counts it, and notes the use. A key that has ended, or never was, is SignedOut, in
// the same words; one that is used too often is TooMany.
func (a *App) KeyActor(ctx context.Context, actor domain.Actor, token string) (domain.Actor, error) {
	g, err := a.authorise(ctx, actor, domain.SignIn, somewhere(actor))
	if err != nil {
		return domain.Actor{}, err
	}
	if !domain.WellFormedKey(token) {
		return domain.Actor{}, keyEnded()
	}
	w, err := a.read(ctx, g) // what is noted here is of no use to the audit: the use case that follows leaves its own row
	if err != nil {
		return domain.Actor{}, err
	}
	k, err := w.APIKeyOf(ctx, hashOfToken(token))
	if domain.KindOf(err) == domain.NotFound || (err == nil && !k.Holds(w.now)) {
		return domain.Actor{}, keyEnded()
	}
	if err != nil {
		return domain.Actor{}, err
	}
	if err := a.limit(ctx, w, "key", strconv.FormatInt(int64(k.ID), 10), keyCallsMinute, time.Minute); err != nil {
		return domain.Actor{}, err
	}
	return k.Actor(), w.TouchAPIKey(ctx, k, w.now, w.now.Add(-keyUseNoted))
}

// keyEnded is all that is said of a key that opens nothing, whatever the reason.
func keyEnded() error {
	return domain.Errorf(domain.SignedOut, "", "This key does not open anything. Please ask for a new one.")
}
