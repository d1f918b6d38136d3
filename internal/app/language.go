package app

import (
	"context"

	"waymark/domain"
	"waymark/internal/words"
)

// MyLanguage is the code of the language that we write to somebody in: "en", "cy".
func (a *App) MyLanguage(ctx context.Context, actor domain.Actor) (string, error) {
	g, err := a.authorise(ctx, actor, domain.ChangeMyTime, themselves(actor))
	if err != nil {
		return "", err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return "", err
	}
	p, err := w.Person(ctx, actor.PersonID)
	if p.Language == "" {
		return words.English, err
	}
	return p.Language, err
}

// ChooseLanguage sets the language that we write to somebody in, by its code. What is written down already goes out as it was.
func (a *App) ChooseLanguage(ctx context.Context, actor domain.Actor, code string) error {
	g, err := a.authorise(ctx, actor, domain.ChangeMyTime, themselves(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if !words.Speaks(code) {
			return domain.Errorf(domain.Invalid, "language", "Please choose the language from the list.")
		}
		p, err := w.LockPerson(ctx, actor.PersonID)
		if err != nil {
			return err
		}
		if p.Language = code; code == words.English {
			p.Language = ""
		}
		return w.SavePerson(ctx, &p)
	})
}
