package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"waymark/domain"
)

// mostInTheWay is how many streets are named that stand in the way of taking an import back.
const mostInTheWay = 5

// TakeStreetsBack takes the streets that an import has made away again, all of them or none: where anything hangs on one by now, it says
// on which. Streets that were there before the import stay as they are. It returns how many went.
func (a *App) TakeStreetsBack(ctx context.Context, actor domain.Actor, id domain.LongWorkID) (n int, err error) {
	g, err := a.authorise(ctx, actor, domain.ImportPlaces, a.onWork(actor, id))
	if err != nil {
		return 0, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.LockDistrict(ctx, g.target.Spot.DistrictID); err != nil {
			return err
		}
		piece, err := w.Work(ctx, id)
		if err != nil {
			return err
		}
		came, err := StreetsBroughtBy(piece)
		if err != nil {
			return err
		}
		if !came.CanTakeBack() {
			return domain.Errorf(domain.Conflict, "", "There is nothing to take back: no street is here that this list has brought.")
		}
		if err := w.takeStreetsBack(ctx, piece.DistrictID, came.Made); err != nil {
			return err
		}
		n, came.TakenBack = len(came.Made), true
		raw, err := json.Marshal(came)
		if err != nil {
			return err
		}
		return w.SetWorkResult(ctx, id, raw)
	})
	return n, err
}

// takeStreetsBack deletes streets, and what was made for them alone. One that something hangs on undoes it all.
func (w *work) takeStreetsBack(ctx context.Context, district domain.DistrictID, streets []domain.StreetID) error {
	inTheWay, err := w.LetStreetsGo(ctx, district, streets, w.now)
	if err != nil {
		return err
	}
	if len(inTheWay) > 0 {
		return inTheWayOf(inTheWay)
	}
	if err := w.TidyPlaces(ctx, district); err != nil {
		return err
	}
	left, _, _, err := w.CountPlaces(ctx, district)
	if err != nil {
		return err
	}
	if left == 0 { // the next list may lie elsewhere
		if err := w.SetCentre(ctx, domain.District{ID: district}); err != nil {
			return err
		}
	}
	return w.Analyze(ctx)
}

// inTheWayOf names streets that somebody is on.
func inTheWayOf(streets []domain.GoneStreet) error {
	slices.SortFunc(streets, func(a, b domain.GoneStreet) int {
		return b.People + b.Requests + b.Roles - a.People - a.Requests - a.Roles
	})
	var names []string
	for _, s := range streets[:min(len(streets), mostInTheWay)] {
		names = append(names, s.Name+" ("+s.TownName+")")
	}
	named := strings.Join(names, ", ")
	if more := len(streets) - len(names); more > 0 {
		return domain.Errorf(domain.Conflict, "", "It stays as it is: somebody lives or asks there by now, or looks after it. That is so of %s and %d more. Please move what is there first.", named, more)
	}
	return domain.Errorf(domain.Conflict, "", "It stays as it is: somebody lives or asks there by now, or looks after it. That is so of %s. Please move what is there first.", named)
}
