package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"

	"waymark/domain"
	"waymark/internal/photo"
)

// longestAlt is how much may be written about what is seen on a photo.
const longestAlt = 120

// ShowHost puts the photo of whoever sits there on the page of a gathering, beside their first name.
type ShowHost struct {
	GatheringID domain.GatheringID
	Image       []byte // JPEG, PNG or WebP, as it was sent
	Alt         string // what is seen
	Agreed      bool   // the host says yes to showing it
}

// onHost finds where a gathering is, and who sits there.
func (a *App) onHost(id domain.GatheringID) target {
	return func(ctx context.Context) (domain.Target, error) {
		g, err := a.db.Store().Gathering(ctx, id)
		if err != nil {
			return absent(err)
		}
		return domain.Target{Thing: true, PersonID: g.HostID, Spot: domain.Spot{DistrictID: g.DistrictID, TownID: g.TownID}}, nil
	}
}

// HostToShow shows a gathering to those who may put its host's photo on the page.
func (a *App) HostToShow(ctx context.Context, actor domain.Actor, id domain.GatheringID) (domain.Gathering, error) {
	if _, err := a.authorise(ctx, actor, domain.ShowFace, a.onHost(id)); err != nil {
		return domain.Gathering{}, err
	}
	g, err := a.db.Store().Gathering(ctx, id)
	if err == nil && g.HostID == 0 {
		err = domain.Errorf(domain.Conflict, "", "Nobody is said to sit there, so there is no photo to show.")
	}
	return g, err
}

// ShowHost keeps a photo that is made small and clean. Whoever is seen on it has agreed, and is named on the page from then on.
func (a *App) ShowHost(ctx context.Context, actor domain.Actor, cmd ShowHost) error {
	g, err := a.authorise(ctx, actor, domain.ShowFace, a.onHost(cmd.GatheringID))
	if err != nil {
		return err
	}
	small, err := cmd.check()
	if err != nil {
		return err
	}
	name := make([]byte, 16)
	rand.Read(name)
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.LockGathering(ctx, cmd.GatheringID); err != nil {
			return err
		}
		of, err := w.Store.Gathering(ctx, cmd.GatheringID)
		if err != nil {
			return err
		}
		if of.HostID == 0 || of.HostID != g.target.PersonID {
			return domain.Errorf(domain.Conflict, "", "Somebody else sits there by now. Please look again.")
		}
		kept := domain.HostPhoto{Name: hex.EncodeToString(name), Alt: line(cmd.Alt), Width: small.Width, Height: small.Height, AgreedAt: &w.now}
		if err := w.SaveHostPhoto(ctx, of.DistrictID, of.HostID, actor.PersonID, kept, small.JPEG); err != nil || of.HostShown {
			return err
		}
		of.HostShown, of.ChangedAt = true, w.now
		return w.Store.ChangeGathering(ctx, of)
	})
}

// check makes the photo small, or says all that is wrong.
func (cmd ShowHost) check() (photo.Photo, error) {
	var wrong domain.Errors
	small, err := photo.Small(cmd.Image)
	switch {
	case errors.Is(err, photo.ErrLarge):
		wrong.Add("image", "This picture is too large for us. Please make it smaller, or take another.")
	case err != nil:
		wrong.Add("image", "Please choose a picture: a file that ends in .jpg, .png or .webp.")
	}
	if domain.NameKey(cmd.Alt) == "" {
		wrong.Add("alt", "Please write what is seen, such as “Priya with a yellow badge”.")
	}
	tooLong(&wrong, "alt", line(cmd.Alt), longestAlt)
	if !cmd.Agreed {
		wrong.Add("agreed", "A photo is shown only where whoever is seen on it has agreed. Please ask them first.")
	}
	return small, wrong.Err()
}

// HideHost takes the photo of a host away, everywhere and at once. Where there is none nothing happens.
func (a *App) HideHost(ctx context.Context, actor domain.Actor, id domain.GatheringID) error {
	g, err := a.authorise(ctx, actor, domain.ShowFace, a.onHost(id))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		return w.EraseHostPhoto(ctx, g.target.Spot.DistrictID, g.target.PersonID)
	})
}

// HostPhoto is a photo by the name in its address, as JPEG. Anybody may see it while its host wishes that.
func (a *App) HostPhoto(ctx context.Context, actor domain.Actor, name string) ([]byte, error) {
	g, err := a.authorise(ctx, actor, domain.SeeGatherings, at(domain.Spot{}))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	return w.Store.HostPhoto(ctx, name, w.today())
}
