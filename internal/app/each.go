package app

import (
	"context"
	"errors"
	"fmt"

	"waymark/domain"
)

// inEachDistrict does something in each district, and returns how much was done in all.
func (a *App) inEachDistrict(ctx context.Context, g grant, do func(domain.District) (int, error)) (int, error) {
	w, err := a.read(ctx, g)
	if err != nil {
		return 0, err
	}
	districts, err := w.Districts(ctx)
	if err != nil {
		return 0, err
	}
	return withEach(districts, func(d domain.District) (int, error) {
		n, err := do(d)
		if err != nil {
			err = fmt.Errorf("district %d: %w", d.ID, err)
		}
		return n, err
	})
}

// withEach does something with each of some things, one after the other, and returns how much was done in all. One that fails holds up no other.
func withEach[T any](all []T, do func(T) (int, error)) (did int, err error) {
	var failed []error
	for _, one := range all {
		n, err := do(one)
		did, failed = did+n, append(failed, err)
	}
	return did, errors.Join(failed...)
}
