package app

import (
	"context"
	"fmt"
	"slices"

	"waymark/domain"
	"waymark/internal/notify"
)

// ideaLinkYears is for how long the link to one's own idea works: as long as the idea is kept, and a while longer, so that it says so.
const ideaLinkYears = 3

// ideaWanted reports whether a message about an idea still says how it stands, to somebody who still wants to hear of it.
func (w *work) ideaWanted(ctx context.Context, t telling) (bool, error) {
	i, err := w.Store.Idea(ctx, domain.IdeaID(t.m.Data.LinkID))
	if domain.KindOf(err) == domain.NotFound {
		return false, nil
	}
	if err != nil || t.m.Kind == sayIdeaNew {
		return err == nil && i.Stage == domain.IdeaHeard, err
	}
	all, err := w.IdeaPeople(ctx, i.ID)
	in := slices.ContainsFunc(all, func(p domain.IdeaPerson) bool { return p.PersonID == t.to.ID })
	return in && string(i.Stage) == t.m.Data.Code, err
}

// wordsForIdea makes the messages about ideas.
func (w *work) wordsForIdea(ctx context.Context, t telling) (notify.Note, error) {
	i, err := w.Store.Idea(ctx, domain.IdeaID(t.m.Data.LinkID))
	if err != nil {
		return nil, err
	}
	if t.m.Kind == sayIdeaNew {
		return notify.IdeaNew{To: t.to.FirstName, Town: t.faces.door.Name, IdeaURL: fmt.Sprintf("%s/ideas/%d", w.app.baseURL, i.ID)}, nil
	}
	all, err := w.IdeaPeople(ctx, i.ID)
	if err != nil {
		return nil, err
	}
	out := notify.IdeaStep{To: t.to.FirstName, Name: i.Name, Stage: domain.IdeaStage(t.m.Data.Code), Why: i.Why, IdeaURL: w.app.link("/my-idea/", domain.Claim{
		Purpose: domain.ForIdea, DistrictID: t.to.DistrictID, PersonID: t.to.ID, ID: int64(i.ID), Expires: t.m.CreatedAt.AddDate(ideaLinkYears, 0, 0)})}
	out.Mine = slices.ContainsFunc(all, func(p domain.IdeaPerson) bool { return p.PersonID == t.to.ID && p.Had })
	switch out.Stage {
	case domain.IdeaGroup:
		out.GoURL = fmt.Sprintf("%s/directory/%d", w.app.baseURL, i.ServiceID)
	case domain.IdeaMeeting:
		meeting, err := w.ideaMeeting(ctx, i)
		if err != nil {
			return nil, err
		}
		out.GoURL, out.Where = fmt.Sprintf("%s/whats-on/%d", w.app.baseURL, i.GatheringID), meeting.Place.Name
		for _, d := range meeting.Dates {
			out.When = t.lang.SentTime(d.StartsAt, t.at, w.app.zone)
		}
	}
	return out, nil
}
