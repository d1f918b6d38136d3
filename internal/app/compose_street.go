package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/notify"
)

// wordsForStreets makes the messages about who looks after streets.
func (w *work) wordsForStreets(ctx context.Context, t telling) (notify.Note, error) {
	streets, err := w.StreetNames(ctx, t.m.Data.Streets)
	if err != nil {
		return nil, err
	}
	var who domain.Person
	if t.m.Data.PersonID != 0 {
		if who, err = w.Person(ctx, t.m.Data.PersonID); err != nil {
			return nil, err
		}
	}
	mine := w.app.baseURL + "/my-streets"
	switch t.m.Kind {
	case sayStandingIn:
		return notify.StandingIn{To: t.to.FirstName, For: who.FirstName, Streets: streets, From: w.dayOf(t, t.m.Data.At), Back: w.dayOf(t, t.m.Data.By), StreetsURL: mine}, nil
	case sayNoStandIn:
		return notify.NoStandIn{To: t.to.FirstName, For: who.FirstName, Streets: streets, From: w.dayOf(t, t.m.Data.At), Back: w.dayOf(t, t.m.Data.By),
			VacanciesURL: w.vacanciesURL(t)}, nil
	case sayVacancies:
		return notify.Vacancies{To: t.to.FirstName, Town: t.faces.door.Name, Streets: streets, Nobody: t.m.Data.Count, VacanciesURL: w.vacanciesURL(t)}, nil
	case sayStreetOffer:
		return notify.StreetOffer{To: t.to.FirstName, By: who.FirstName, Street: t.lang.List(streets), StandIn: t.m.Data.Code == string(domain.Reserve),
			AnswerURL: w.app.link("/look-after/", w.volunteerClaim(t))}, nil
	case sayStreetAnswer:
		return notify.StreetAnswer{To: t.to.FirstName, Name: who.FirstName, Street: t.lang.List(streets), Yes: t.m.Data.Code == "yes",
			VacanciesURL: w.app.baseURL + "/vacancies"}, nil
	}
	next, err := w.Person(ctx, t.m.Data.OtherID)
	return notify.StreetsHanded{To: t.to.FirstName, From: who.FirstName, Next: next.FirstName, Streets: streets, Yours: t.m.Data.Code == "is", StreetsURL: mine}, err
}

func (w *work) vacanciesURL(t telling) string {
	return fmt.Sprintf("%s/vacancies?town=%d", w.app.baseURL, t.m.Data.TownID)
}

// dayOf says a date in the reader's language; "" for nil.
func (w *work) dayOf(t telling, day *time.Time) string {
	if day == nil {
		return ""
	}
	noon := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, w.app.zone)
	return t.lang.SentDay(noon, t.at, w.app.zone)
}

// whyMovedWords says why asks changed hands, with the name of who is away or back where that is known.
func (w *work) whyMovedWords(ctx context.Context, t telling) (string, error) {
	code, id := t.m.Data.Code, t.m.Data.PersonID
	if id == 0 || (code != "holiday" && code != "back" && code != "handed") {
		return t.lang.Say(whyMoved(code)), nil
	}
	p, err := w.Person(ctx, id)
	back := w.dayOf(t, t.m.Data.By)
	switch own := id == t.to.ID; {
	case code == "back" && own:
		return t.lang.Say("Welcome back. Your streets are yours again."), err
	case code == "back":
		return t.lang.Say("%s is back.", p.FirstName), err
	case code == "handed" && own:
		return t.lang.Say("You have handed your streets over. Thank you for all that you did."), err
	case code == "handed":
		return t.lang.Say("%s has handed their streets over.", p.FirstName), err
	case own:
		return t.lang.Say("You are away, so others look after these. They come back to you by themselves."), err
	case back != "":
		return t.lang.Say("%s is away, and back %s.", p.FirstName, back), err
	}
	return t.lang.Say("%s is away for a while.", p.FirstName), err
}
