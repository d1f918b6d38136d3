package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/notify"
)

// How often somebody may ask to follow something.
const (
	followsAnAddress = 5  // a day
	followsFromHere  = 30 // an hour, a way in: a café's people share one
)

// FollowGathering asks to be told when a gathering is off or moved.
type FollowGathering struct {
	GatheringID domain.GatheringID
	Email       string
	IP          string // where the asking comes from; "": not from outside
}

// FollowGathering sends a message to an address, with a button in it: nothing else is ever sent there before it was pressed. The answer is the
// same whether the address follows already or not.
func (a *App) FollowGathering(ctx context.Context, actor domain.Actor, cmd FollowGathering) error {
	g, err := a.authorise(ctx, actor, domain.Follow, somewhere(actor))
	if err != nil {
		return err
	}
	email, err := domain.ParseEmail("email", cmd.Email)
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		of, err := w.Store.Gathering(ctx, cmd.GatheringID)
		if err != nil {
			return err
		}
		if of.LastOn.Before(w.today()) {
			return domain.Errorf(domain.Conflict, "", "It has come to an end, so there is nothing to follow. Please look at what else is on.")
		}
		if err := a.limit(ctx, w, "follow:address", email.Key(), followsAnAddress, 24*time.Hour); err != nil {
			return err
		}
		if err := a.limit(ctx, w, "follow:from", wayIn(cmd.IP), followsFromHere, time.Hour); err != nil {
			return err
		}
		f := domain.GatheringFollower{DistrictID: of.DistrictID, GatheringID: of.ID, Email: email, Language: w.lang.Code(), NoticeVersion: noticeVersion,
			AskedAt: w.now, KeepUntil: w.today().AddDate(0, 0, domain.FollowAskDays+1)}
		if err := w.AskFollower(ctx, &f); err != nil {
			return err
		}
		ask := domain.Message{Key: fmt.Sprintf("follow:%d:%d", f.ID, w.now.Unix()), Kind: sayFollow}
		if f.ConfirmedAt != nil {
			ask.Data.Code = "already"
		}
		return w.sayFollower(ctx, f, ask)
	})
}

// Following is what a link in a message to a follower is about.
type Following struct {
	Gathering domain.Gathering
	Since     *time.Time // nil: they have not said yes
}

// MyFollowing says what whoever holds the link follows, or may; NotFound once they do not.
func (a *App) MyFollowing(ctx context.Context, actor domain.Actor) (Following, error) {
	if _, err := a.authorise(ctx, actor, domain.ChooseFollow, themselves(actor)); err != nil {
		return Following{}, err
	}
	f, err := a.db.Store().Follower(ctx, actor.FollowerID)
	if err != nil {
		return Following{}, err
	}
	g, err := a.db.Store().Gathering(ctx, f.GatheringID)
	return Following{Gathering: g, Since: f.ConfirmedAt}, err
}

// ConfirmFollowing takes a follower's yes.
func (a *App) ConfirmFollowing(ctx context.Context, actor domain.Actor) error {
	g, err := a.authorise(ctx, actor, domain.ChooseFollow, themselves(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		f, err := w.Follower(ctx, actor.FollowerID)
		if err != nil {
			return err
		}
		of, err := w.Store.Gathering(ctx, f.GatheringID)
		if err != nil {
			return err
		}
		return w.ConfirmFollower(ctx, f.ID, of.LastOn.AddDate(0, 0, domain.FollowedDays), w.now)
	})
}

// StopFollowing forgets a follower. It may come twice: mail programs press more than once.
func (a *App) StopFollowing(ctx context.Context, actor domain.Actor) error {
	g, err := a.authorise(ctx, actor, domain.ChooseFollow, themselves(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error { return w.EraseFollower(ctx, actor.FollowerID) })
}

// tellOfDate tells those who follow a gathering that one date of it is off, moved, or on after all. What was to be said about that date
// before, and has not gone out, is not said any more.
func (w *work) tellOfDate(ctx context.Context, d domain.GatheringDate) error {
	until := d.EndsAt
	if planned := domain.OnWall(d.Day, d.PlannedEnds, w.app.zone); planned.After(until) {
		until = planned
	}
	return w.tellFollowers(ctx, d.GatheringID, domain.Message{Key: fmt.Sprintf("date:%s:%d", d.Day.Format(time.DateOnly), d.Version), Deadline: &until,
		Data: domain.MessageData{Code: standsAs(d), At: &d.Day}})
}

// standsAs says, for a message, how a date stands.
func standsAs(d domain.GatheringDate) string {
	switch {
	case d.Off:
		return "off"
	case d.Moved():
		return "moved"
	}
	return "on"
}

// tellOfAll tells its hosts, and those who follow a gathering, that all of it is different from a day on, ends on that day, or has ended,
// and keeps those who follow until it ends.
func (w *work) tellOfAll(ctx context.Context, id domain.GatheringID, hosts []domain.PersonID, code string, from *time.Time) error {
	g, err := w.Store.Gathering(ctx, id)
	if err != nil {
		return err
	}
	if err := w.KeepFollowers(ctx, id, g.LastOn.AddDate(0, 0, domain.FollowedDays)); err != nil {
		return err
	}
	until := w.now.AddDate(0, 0, domain.FollowedDays)
	for _, host := range hosts {
		if host == w.by.PersonID {
			continue // they know
		}
		if err := w.say(ctx, domain.Message{Key: fmt.Sprintf("%s:all:%d:%d:%d", sayHostDate, id, g.Version, host), Kind: sayHostDate, PersonID: host, Deadline: &until,
			Data: domain.MessageData{Gathering: id, TownID: g.TownID, Code: code, By: from}}); err != nil {
			return err
		}
	}
	return w.tellFollowers(ctx, id, domain.Message{Key: fmt.Sprintf("all:%d:%d", id, g.Version), Deadline: &until, Data: domain.MessageData{Code: code, By: from}})
}

// tellFollowers leaves a message about a gathering for each who follows it.
func (w *work) tellFollowers(ctx context.Context, id domain.GatheringID, m domain.Message) error {
	all, err := w.Followers(ctx, id)
	if err != nil || len(all) == 0 {
		return err
	}
	if err := w.VoidFollowed(ctx, id, m.Data.At); err != nil {
		return err
	}
	about := m.Key
	m.Kind = sayGatheringNews
	for _, f := range all {
		m.Key = fmt.Sprintf("follower:%d:%s", f.ID, about)
		if err := w.sayFollower(ctx, f, m); err != nil {
			return err
		}
	}
	return nil
}

// sayFollower leaves a message for somebody who follows a gathering in the outbox. What they would not come for must reach them at once, so
// it goes out at night too.
func (w *work) sayFollower(ctx context.Context, f domain.GatheringFollower, m domain.Message) error {
	m.DistrictID, m.FollowerID, m.Channel, m.Purpose, m.State = f.DistrictID, f.ID, domain.ByEmail, string(notify.SortOf(m.Kind).Purpose()), "queued"
	m.CreatedAt, m.DueAt, m.Data.Language = w.now, w.now, f.Language
	return w.AddMessage(ctx, m)
}

// gatherFollowed reads what a message to a follower is made from. Whoever follows no more is NotFound.
func (w *work) gatherFollowed(ctx context.Context, t *telling) (err error) {
	if t.follower, err = w.Follower(ctx, t.m.FollowerID); err != nil {
		return err
	}
	if t.gathering, err = w.Store.Gathering(ctx, t.follower.GatheringID); err != nil {
		return err
	}
	t.to = domain.Person{DistrictID: t.follower.DistrictID, Email: string(t.follower.Email), Language: t.follower.Language}
	if t.m.Data.At != nil {
		if t.date, err = w.Store.GatheringDate(ctx, t.gathering.ID, *t.m.Data.At); err != nil {
			return err
		}
	}
	t.faces.door, err = w.TownDoor(ctx, t.gathering.DistrictID, t.gathering.TownID)
	return err
}

// followLink opens the page on which a follower says yes, or stops.
func (w *work) followLink(t telling, expires time.Time) string {
	return w.app.link("/following/", domain.Claim{Purpose: domain.ForFollower, DistrictID: t.follower.DistrictID, ID: int64(t.follower.ID), Expires: expires})
}

// wordsForFollower makes the messages to those who follow a gathering.
func (w *work) wordsForFollower(t telling) notify.Note {
	if t.m.Kind == sayFollow {
		return notify.FollowAsk{What: t.gathering.Kind.Name, Where: t.gathering.Place.Name, Already: t.m.Data.Code == "already",
			YesURL: w.followLink(t, t.m.CreatedAt.AddDate(newsLinkYears, 0, 0))}
	}
	return w.newsOf(t)
}

// newsOf says what a message has to tell of a gathering, or of one date of it.
func (w *work) newsOf(t telling) notify.GatheringNews {
	n := notify.GatheringNews{What: t.gathering.Kind.Name, Where: t.gathering.Place.Name, Code: t.m.Data.Code, Words: t.date.Words,
		PageURL: fmt.Sprintf("%s/whats-on/%d", w.app.baseURL, t.gathering.ID)}
	switch n.Code {
	case "off":
		n.Where, n.When = t.date.PlaceName, w.plannedHours(t, t.date)
	case "moved", "on":
		n.Where, n.Was = t.date.PlaceName, w.plannedHours(t, t.date)
		n.When = t.lang.SentPeriod(t.date.StartsAt, t.date.EndsAt, t.at, w.app.zone)
	case "ends":
		n.When = w.dayOf(t, t.m.Data.By)
	case "changed":
		n.Was, n.When, n.Last = w.dayOf(t, t.m.Data.By), t.lang.Rhythm(t.gathering.Rhythm), w.dayOf(t, new(lastDay(t.gathering.Rhythm)))
	}
	return n
}

// plannedHours says when a date would be by its rhythm.
func (w *work) plannedHours(t telling, d domain.GatheringDate) string {
	return t.lang.SentPeriod(domain.OnWall(d.Day, d.PlannedStarts, w.app.zone), domain.OnWall(d.Day, d.PlannedEnds, w.app.zone), t.at, w.app.zone)
}
