package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"

	"waymark/domain"
	"waymark/internal/photo"
)

// longestAlt is how much may be written about what is seen on a photo.
const longestAlt = 120

// ShowHost puts the photo of a host on the page of a gathering, beside their first name, for the dates that they host.
type ShowHost struct {
	GatheringID domain.GatheringID
	HostID      domain.PersonID // 0: who hosts most times
	Image       []byte          // JPEG, PNG or WebP, as it was sent
	Alt         string          // what is seen
	Agreed      bool            // the host says yes to showing it
}

// HostToShow is a host of a gathering, with the photo that there is of them.
type HostToShow struct {
	Gathering domain.Gathering
	Host      domain.GatheringHost
	Photo     domain.HostPhoto
}

// onHost finds where a gathering is, and one who hosts there.
func (a *App) onHost(id domain.GatheringID, host domain.PersonID) target {
	return func(ctx context.Context) (domain.Target, error) {
		g, err := a.db.Store().Gathering(ctx, id)
		if err != nil {
			return absent(err)
		}
		return domain.Target{Thing: true, PersonID: cmp.Or(host, g.HostID), Spot: domain.Spot{DistrictID: g.DistrictID, TownID: g.TownID}}, nil
	}
}

// HostToShow shows a host of a gathering, who hosts most times where 0 is asked for, to those who may put their photo on the page.
func (a *App) HostToShow(ctx context.Context, actor domain.Actor, id domain.GatheringID, host domain.PersonID) (HostToShow, error) {
	g, err := a.authorise(ctx, actor, domain.ShowFace, a.onHost(id, host))
	if err != nil {
		return HostToShow{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return HostToShow{}, err
	}
	return w.hostToShow(ctx, id)
}

// hostToShow reads the host whom the use case is about.
func (w *work) hostToShow(ctx context.Context, id domain.GatheringID) (out HostToShow, err error) {
	if out.Gathering, err = w.Store.Gathering(ctx, id); err != nil {
		return out, err
	}
	hosts, err := w.GatheringHosts(ctx, id, w.today())
	if err != nil {
		return out, err
	}
	for _, h := range hosts {
		if h.PersonID == w.about.PersonID && h.Hosts {
			out.Host = h
			out.Photo, err = w.PhotoOf(ctx, h.PersonID)
			return out, err
		}
	}
	return out, domain.Errorf(domain.Conflict, "", "They do not host here, so there is no photo to show. Please look again.")
}

// ShowHost keeps a photo that is made small and clean. Whoever is seen on it has agreed, and is named on the page from then on.
func (a *App) ShowHost(ctx context.Context, actor domain.Actor, cmd ShowHost) error {
	g, err := a.authorise(ctx, actor, domain.ShowFace, a.onHost(cmd.GatheringID, cmd.HostID))
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
		of, err := w.hostToShow(ctx, cmd.GatheringID)
		if err != nil {
			return err
		}
		kept := domain.HostPhoto{Name: hex.EncodeToString(name), Alt: line(cmd.Alt), Width: small.Width, Height: small.Height, AgreedAt: &w.now}
		if err := w.SaveHostPhoto(ctx, of.Gathering.DistrictID, of.Host.PersonID, actor.PersonID, kept, small.JPEG); err != nil || of.Host.Shown {
			return err
		}
		if !of.Host.Usual {
			return w.Store.AddHost(ctx, of.Gathering, of.Host.PersonID, true, w.now)
		}
		of.Gathering.HostShown, of.Gathering.ChangedAt = true, w.now
		return w.Store.ChangeGathering(ctx, of.Gathering)
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

// HideHost takes the photo of a host away, of who hosts most times where 0 is said, everywhere and at once. Where there is none nothing happens.
func (a *App) HideHost(ctx context.Context, actor domain.Actor, id domain.GatheringID, host domain.PersonID) error {
	g, err := a.authorise(ctx, actor, domain.ShowFace, a.onHost(id, host))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		of, err := w.hostToShow(ctx, id)
		if err != nil {
			return err
		}
		return w.EraseHostPhoto(ctx, of.Gathering.DistrictID, of.Host.PersonID)
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
