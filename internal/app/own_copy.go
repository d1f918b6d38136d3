package app

import (
	"context"

	"waymark/domain"
)

// OwnCopy reads all that is known about whoever asks, for them to look at or to take away: signed in, or by their link as
// somebody who helps. That it was read is written down.
func (a *App) OwnCopy(ctx context.Context, actor domain.Actor) (out domain.OwnCopy, err error) {
	g, err := a.authorise(ctx, actor, domain.SeeOwnCopy, themselves(actor))
	if err != nil {
		return domain.OwnCopy{}, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.AuditReading(ctx); err != nil {
			return err
		}
		out.MadeAt = w.now
		out.Parts, err = w.OwnParts(ctx, actor.DistrictID, actor.PersonID)
		return err
	})
	return out, err
}
