package app

import (
	"context"
	"slices"

	"waymark/domain"
	"waymark/internal/notify"
)

// newsLinkYears is for how long a link to stop news works. It opens nothing else, and an old message should keep its word.
const newsLinkYears = 10

// newsLink is where the reader of a message that is news stops it; "" for one about a case.
func (w *work) newsLink(t telling) string {
	topic := notify.SortOf(t.m.Kind).Topic
	if topic == "" {
		return ""
	}
	until := t.m.CreatedAt.AddDate(newsLinkYears, 0, 0)
	if topic == domain.Followed {
		return w.followLink(t, until)
	}
	c := domain.Claim{Purpose: domain.ForMessages, DistrictID: t.to.DistrictID, PersonID: t.to.ID, Expires: until}
	return w.app.link("/messages/", c) + "?topic=" + string(topic)
}

// MyNews is what somebody gets by mail that is not about an ask or a visit.
type MyNews struct {
	FirstName string
	Topics    []domain.Topic // all that there are
	Stopped   []domain.Topic // those that they do not want
	Helps     bool           // they volunteer, so they may also be asked less
}

// Wants reports whether they get the news of a topic.
func (n MyNews) Wants(t domain.Topic) bool { return !slices.Contains(n.Stopped, t) }

// MyNews says which news the actor gets: who is signed in, or came by a link in a message.
func (a *App) MyNews(ctx context.Context, actor domain.Actor) (MyNews, error) {
	g, err := a.authorise(ctx, actor, domain.ChooseNews, themselves(actor))
	if err != nil {
		return MyNews{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return MyNews{}, err
	}
	p, err := w.Person(ctx, actor.PersonID)
	if err != nil {
		return MyNews{}, err
	}
	out := MyNews{FirstName: p.FirstName, Topics: notify.Topics()}
	if out.Stopped, err = w.StoppedTopics(ctx, p); err != nil {
		return MyNews{}, err
	}
	v, err := w.Volunteer(ctx, p.ID, w.today())
	if err != nil && domain.KindOf(err) != domain.NotFound {
		return MyNews{}, err
	}
	out.Helps = err == nil && v.EndedAt == nil
	return out, nil
}

// ChooseNews stops or begins again the news of some topics. What is in neither list stays as it is.
type ChooseNews struct {
	Stop, Begin []domain.Topic
}

// ChooseNews takes which news the actor wants. It may come twice: mail programs press more than once.
func (a *App) ChooseNews(ctx context.Context, actor domain.Actor, cmd ChooseNews) error {
	g, err := a.authorise(ctx, actor, domain.ChooseNews, themselves(actor))
	if err != nil {
		return err
	}
	for _, t := range slices.Concat(cmd.Stop, cmd.Begin) {
		if !slices.Contains(domain.Topics, t) {
			return domain.Errorf(domain.Invalid, "topics", "We know no messages like that. Please choose from the list.")
		}
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		p, err := w.Person(ctx, actor.PersonID)
		if err != nil {
			return err
		}
		if err := w.StopTopics(ctx, p, cmd.Stop, w.now); err != nil {
			return err
		}
		return w.BeginTopics(ctx, p, cmd.Begin)
	})
}
