package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
)

// MyHosting is what a host sees: their dates, and those that they could take.
type MyHosting struct {
	FirstName string
	Mine      []domain.Turn // from yesterday on
	Open      []domain.Turn // nobody has it, or its host would like another to
	Today     time.Time     // a date
	Now       time.Time
	Calendar  string // the address of their calendar, which is for them alone
}

// MyHosting shows somebody the dates that they host, and those that they could take. It is a Conflict, in kind words, for whoever hosts
// nothing any more.
func (a *App) MyHosting(ctx context.Context, actor domain.Actor) (out MyHosting, err error) {
	g, err := a.authorise(ctx, actor, domain.HostDates, themselves(actor))
	if err != nil {
		return out, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return out, err
	}
	if err := w.stillHost(ctx); err != nil {
		return out, err
	}
	p, err := w.Person(ctx, actor.PersonID)
	if err != nil {
		return out, err
	}
	out = MyHosting{FirstName: p.FirstName, Today: w.today(), Now: w.now, Calendar: w.hostCalendarLink(p)}
	from := domain.OnWall(w.today().AddDate(0, 0, -1), 0, a.zone)
	if out.Mine, out.Open, err = w.TurnsOf(ctx, p.ID, from, w.now.Add(hostLooksAhead)); err != nil {
		return out, err
	}
	out.Open = slices.DeleteFunc(out.Open, func(t domain.Turn) bool { return !t.EndsAt.After(w.now) })
	return out, nil
}

// stillHost refuses, kindly, the link of whoever hosts nothing any more. Who is signed in sees that there is nothing.
func (w *work) stillHost(ctx context.Context) error {
	if w.by.Kind == domain.PersonActor {
		return nil
	}
	yes, err := w.Hosts(ctx, w.by.PersonID, 0, w.today().AddDate(0, 0, -1))
	if err == nil && !yes {
		err = domain.Errorf(domain.Conflict, "", "You host nothing here just now, so this link opens nothing. Thank you for the times when you did. If you would like to again, please ring us.")
	}
	return err
}

// MyTurn is one date as its hosts see it.
type MyTurn struct {
	domain.Turn
	Mine   bool
	Others []domain.GatheringHost // who else hosts, and is there on the day
	Issues []domain.Issue         // what was brought up, noted so far
	Closed error                  // why nobody is counted now; nil: they are
}

// MyTurn shows one date to those who host the gathering, or were asked for the date.
func (a *App) MyTurn(ctx context.Context, actor domain.Actor, id domain.GatheringID, day time.Time) (out MyTurn, err error) {
	g, err := a.authorise(ctx, actor, domain.HostDates, themselves(actor))
	if err != nil {
		return out, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return out, err
	}
	if out.Turn, err = w.hosted(ctx, id, day); err != nil {
		return out, err
	}
	out.Mine, out.Closed = out.HostID == actor.PersonID, out.WhyNotCounted(w.today())
	hosts, err := w.hostsOn(ctx, out.Turn)
	if err != nil {
		return out, err
	}
	for _, h := range hosts {
		if h.PersonID != actor.PersonID && !h.Away {
			out.Others = append(out.Others, h)
		}
	}
	out.Issues, err = w.IssuesOf(ctx, id, day)
	return out, err
}

// hosted reads a date for somebody who hosts its gathering, or was asked for it. For everybody else it is not there.
func (w *work) hosted(ctx context.Context, id domain.GatheringID, day time.Time) (domain.Turn, error) {
	yes, err := w.Hosts(ctx, w.by.PersonID, id, day)
	if err != nil {
		return domain.Turn{}, err
	}
	if !yes || id == 0 {
		return domain.Turn{}, notFound()
	}
	return w.Turn(ctx, id, day)
}

// lockTurn reads a date that nobody else changes meanwhile. What is over, or was called off, needs nobody.
func (w *work) lockTurn(ctx context.Context, id domain.GatheringID, day time.Time) (domain.Turn, error) {
	if err := w.LockGathering(ctx, id); err != nil {
		return domain.Turn{}, err
	}
	t, err := w.Turn(ctx, id, day)
	switch {
	case err != nil:
	case !t.EndsAt.After(w.now):
		err = domain.Errorf(domain.Conflict, "", "That day is over. Please choose one that is still to come.")
	case t.Off:
		err = domain.Errorf(domain.Conflict, "", "That date was called off, so it needs nobody.")
	}
	return t, err
}

// lockHosted is lockTurn for somebody who may see the date.
func (w *work) lockHosted(ctx context.Context, id domain.GatheringID, day time.Time) (domain.Turn, error) {
	if _, err := w.hosted(ctx, id, day); err != nil {
		return domain.Turn{}, err
	}
	return w.lockTurn(ctx, id, day)
}

// Taken is what came of taking a date.
type Taken struct {
	Turn  domain.Turn
	Yours bool // it is yours; else somebody was quicker, and Turn names them
}

// TakeDate takes a date that nobody has, or whose host would like another to take it. The first has it. Who comes second hears who that
// is, and nothing changes. Taking it again changes nothing.
func (a *App) TakeDate(ctx context.Context, actor domain.Actor, id domain.GatheringID, day time.Time) (Taken, error) {
	g, err := a.authorise(ctx, actor, domain.HostDates, themselves(actor))
	if err != nil {
		return Taken{}, err
	}
	var out Taken
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		t, err := w.lockHosted(ctx, id, day)
		if err != nil {
			return err
		}
		out = Taken{Turn: t}
		if t.HostID == actor.PersonID {
			out.Yours = true
			return nil
		}
		if t.HostID != 0 && !t.Offered() {
			return nil
		}
		p, err := w.mayHost(ctx, t.DistrictID, actor.PersonID)
		if err != nil {
			return err
		}
		out.Yours = true
		return w.giveTurn(ctx, t, p)
	})
	return out, err
}

// giveTurn gives a date to somebody. They are told, and so are whoever had it and whoever asked them.
func (w *work) giveTurn(ctx context.Context, t domain.Turn, p domain.Person) error {
	was := t.HostID
	t.HostID, t.OfferedAt = p.ID, nil
	if err := w.SaveTurn(ctx, t, w.now); err != nil {
		return err
	}
	now, err := w.Turn(ctx, t.GatheringID, t.Day)
	if err != nil {
		return err
	}
	if now.HostID != p.ID {
		return domain.Errorf(domain.Conflict, "personId", "%s is away on that day. Please choose another day, or somebody else.", p.FirstName)
	}
	asked, err := w.AskedBy(ctx, t, p.ID)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("host_taken:%s:%d:%d", turnKey(t), p.ID, w.now.Unix())
	told := []domain.PersonID{p.ID}
	for _, id := range []domain.PersonID{was, asked} {
		if id != 0 && !slices.Contains(told, id) {
			told = append(told, id)
		}
	}
	for _, id := range told {
		if err := w.sayTurn(ctx, t, domain.Message{Key: fmt.Sprintf("%s:to:%d", key, id), Kind: sayHostTaken, PersonID: id, Data: domain.MessageData{PersonID: p.ID}}); err != nil {
			return err
		}
	}
	return nil
}

// turnKey names a date in the keys of messages.
func turnKey(t domain.Turn) string {
	return fmt.Sprintf("%d:%s", t.GatheringID, t.Day.Format(time.DateOnly))
}

// sayTurn writes a message about a date. It is of no use once the date has begun.
func (w *work) sayTurn(ctx context.Context, t domain.Turn, m domain.Message) error {
	m.Data.Gathering, m.Data.TownID, m.Data.At, m.Deadline = t.GatheringID, t.TownID, &t.Day, &t.StartsAt
	return w.say(ctx, m)
}

// GiveDateBack says that somebody cannot host a date, or cannot take one that they were asked for.
type GiveDateBack struct {
	GatheringID domain.GatheringID
	Day         time.Time
	Suggest     domain.PersonID // another host who is asked at once; 0: nobody
}

// GiveDateBack gives a date back: from then on it has nobody, and another host is asked where one was suggested. Of whoever was only asked
// it is a no, and nobody keeps count. Giving it back again changes nothing.
func (a *App) GiveDateBack(ctx context.Context, actor domain.Actor, cmd GiveDateBack) error {
	g, err := a.authorise(ctx, actor, domain.HostDates, themselves(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		t, err := w.lockHosted(ctx, cmd.GatheringID, cmd.Day)
		if err != nil {
			return err
		}
		if err := w.CannotHost(ctx, w.hostAsk(t, actor.PersonID)); err != nil {
			return err
		}
		if t.HostID != actor.PersonID {
			return nil
		}
		t.HostID, t.OfferedAt = 0, nil
		if err := w.SaveTurn(ctx, t, w.now); err != nil || cmd.Suggest == 0 {
			return err
		}
		p, err := w.suggested(ctx, t, cmd.Suggest)
		if err != nil {
			return err
		}
		return w.askHost(ctx, t, p)
	})
}

// suggested is another host of the same gathering.
func (w *work) suggested(ctx context.Context, t domain.Turn, id domain.PersonID) (domain.Person, error) {
	hosts, err := w.hostsOn(ctx, t)
	if err != nil {
		return domain.Person{}, err
	}
	if !slices.ContainsFunc(hosts, func(h domain.GatheringHost) bool { return h.PersonID == id && id != w.by.PersonID && !h.Away }) {
		return domain.Person{}, domain.Errorf(domain.Invalid, "suggest", "Please choose somebody from the list, or nobody.")
	}
	return w.mayHost(ctx, t.DistrictID, id)
}

// OfferDate asks the other hosts whether one would take a date; it stays with its host until somebody does. With keep it is theirs for
// good after all.
func (a *App) OfferDate(ctx context.Context, actor domain.Actor, id domain.GatheringID, day time.Time, keep bool) error {
	g, err := a.authorise(ctx, actor, domain.HostDates, themselves(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		t, err := w.lockHosted(ctx, id, day)
		if err != nil {
			return err
		}
		if t.HostID != actor.PersonID {
			return domain.Errorf(domain.Conflict, "", "That date is not yours any more, so there is nothing to swap.")
		}
		if t.Offered() != keep {
			return nil
		}
		if t.OfferedAt = &w.now; keep {
			t.OfferedAt = nil
		}
		if err := w.SaveTurn(ctx, t, w.now); err != nil || keep {
			return err
		}
		return w.askOthers(ctx, t)
	})
}

// askOthers asks each other host who is there on the day.
func (w *work) askOthers(ctx context.Context, t domain.Turn) error {
	hosts, err := w.hostsOn(ctx, t)
	if err != nil {
		return err
	}
	for _, h := range hosts {
		if h.PersonID == w.by.PersonID || h.Away || h.AskedAt != nil {
			continue
		}
		p, err := w.Person(ctx, h.PersonID)
		if err != nil {
			return err
		}
		if err := w.askHost(ctx, t, p); err != nil {
			return err
		}
	}
	return nil
}

// nameHost says on a gathering's page who hosts its next date, and shows their face, where they wish it.
func (w *work) nameHost(ctx context.Context, v *GatheringView) error {
	v.HostFirst, v.Photo = "", domain.HostPhoto{}
	for _, d := range v.Dates {
		if d.Off {
			continue
		}
		host, name, err := w.HostNamed(ctx, v.ID, d.Day)
		if err != nil || host == 0 {
			return err
		}
		v.HostFirst = name
		v.Photo, err = w.PhotoOf(ctx, host)
		return err
	}
	return nil
}
