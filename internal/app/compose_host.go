package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/notify"
)

// aboutTurn reads the date that a message is about. One that is there no more is as one that is off.
func (w *work) aboutTurn(ctx context.Context, t *telling) error {
	d := t.m.Data
	if d.Gathering == 0 || d.At == nil {
		return nil
	}
	var err error
	if t.turn, err = w.Turn(ctx, d.Gathering, *d.At); domain.KindOf(err) == domain.NotFound {
		t.turn, err = domain.Turn{Off: true}, nil
	}
	return err
}

// hostClaim opens a host's own page.
func hostClaim(t telling) domain.Claim {
	return domain.Claim{Purpose: domain.ForHost, DistrictID: t.to.DistrictID, PersonID: t.to.ID, Expires: t.m.CreatedAt.AddDate(1, 0, 0)}
}

// wordsForHost makes the messages to those who host dates of sessions, and about them.
func (w *work) wordsForHost(ctx context.Context, t telling) (notify.Note, error) {
	link := w.app.link("/hosting/", hostClaim(t))
	var other domain.Person
	var err error
	if t.m.Data.PersonID != 0 {
		if other, err = w.Person(ctx, t.m.Data.PersonID); err != nil {
			return nil, err
		}
	}
	if t.m.Kind == sayHostDate && t.m.Data.At == nil {
		if t.gathering, err = w.Store.Gathering(ctx, t.m.Data.Gathering); err != nil {
			return nil, err
		}
		of := w.newsOf(t)
		return notify.HostDate{To: t.to.FirstName, Place: of.Where, Code: of.Code, Was: of.Was, When: of.When, Last: of.Last, HostingURL: link}, nil
	}
	if t.m.Kind == sayHostPage {
		g, err := w.Store.Gathering(ctx, t.m.Data.Gathering)
		return notify.HostPage{To: t.to.FirstName, By: other.FirstName, Place: g.Place.Name, HostingURL: link}, err
	}
	when := t.lang.SentPeriod(t.turn.StartsAt, t.turn.EndsAt, t.at, w.app.zone)
	day := t.turn.Day.Format(time.DateOnly)
	one := fmt.Sprintf("%s/%d/%s", link, t.turn.GatheringID, day)
	switch t.m.Kind {
	case sayHostAsk:
		return notify.HostAsk{To: t.to.FirstName, By: other.FirstName, Place: t.turn.PlaceName, When: when, AnswerURL: one}, nil
	case sayHostTaken:
		return notify.HostTaken{To: t.to.FirstName, Name: other.FirstName, Yours: other.ID == t.to.ID, Place: t.turn.PlaceName, When: when, HostingURL: link}, nil
	case sayHostDate:
		d, err := w.Store.GatheringDate(ctx, t.turn.GatheringID, t.turn.Day)
		return notify.HostDate{To: t.to.FirstName, Place: t.turn.PlaceName, Code: t.m.Data.Code, Was: w.plannedHours(t, d), When: when, Words: d.Words,
			Yours: t.turn.HostID == t.to.ID, HostingURL: one}, err
	case sayHostReminder:
		return notify.HostReminder{To: t.to.FirstName, Place: t.turn.PlaceName, When: when, HostingURL: one}, nil
	}
	return notify.VacantDate{To: t.to.FirstName, Place: t.turn.PlaceName, When: when, CouldURL: fmt.Sprintf("%s/gatherings/%d/dates/%s/host", w.app.baseURL, t.turn.GatheringID, day)}, nil
}
