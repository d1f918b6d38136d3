package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// IdeaFilter says which ideas a list shows. Zeroes show all.
type IdeaFilter struct {
	TownID domain.TownID
	Stage  domain.IdeaStage
}

// Ideas lists the ideas of the towns that the actor builds, the newest first.
func (a *App) Ideas(ctx context.Context, actor domain.Actor, f IdeaFilter, page Page) ([]domain.Idea, PageInfo, error) {
	if _, err := a.authorise(ctx, actor, domain.RunIdeas, somewhere(actor)); err != nil {
		return nil, PageInfo{}, err
	}
	return a.ideas(ctx, postgres.IdeaQuery{Scope: domain.ScopeOf(actor, domain.RunIdeas), TownID: f.TownID, Stage: f.Stage}, page)
}

func (a *App) ideas(ctx context.Context, q postgres.IdeaQuery, page Page) ([]domain.Idea, PageInfo, error) {
	q.Limit = page.rows() + 1
	if err := page.key(&q.After); err != nil {
		return nil, PageInfo{}, err
	}
	rows, err := a.db.Store().Ideas(ctx, q)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, page, IdeaCursor)
	return rows, info, nil
}

// IdeaCursor is the place of an idea in a list.
func IdeaCursor(i domain.Idea) string { return cursor(i.ID) }

// IdeaCounts says how many ideas of the towns that the actor builds stand at each stage.
func (a *App) IdeaCounts(ctx context.Context, actor domain.Actor) (map[domain.IdeaStage]int, error) {
	if _, err := a.authorise(ctx, actor, domain.RunIdeas, somewhere(actor)); err != nil {
		return nil, err
	}
	rows, err := a.db.Store().CountIdeas(ctx, domain.ScopeOf(actor, domain.RunIdeas))
	out := map[domain.IdeaStage]int{}
	for _, r := range rows {
		out[r.Stage] = r.Count
	}
	return out, err
}

// IdeaView is an idea as those see it who help it on its way.
type IdeaView struct {
	OpenIdea
	People  []domain.IdeaPerson
	Steps   []domain.IdeaStep
	Clues   []domain.Clue   // the words by which somebody may be known
	Missed  int             // how often what it answers was looked for in three months, and not there
	Service *domain.Service // what it became, or the draft of that; nil: nothing yet
	Issues  []domain.Issue  // what people brought up at sessions, and it was made of
	Gaps    []domain.Gap    // that it answers
}

// Idea shows one idea with who had it and who joins in.
func (a *App) Idea(ctx context.Context, actor domain.Actor, id domain.IdeaID) (IdeaView, error) {
	g, err := a.authorise(ctx, actor, domain.RunIdeas, a.onIdea(id))
	if err != nil {
		return IdeaView{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return IdeaView{}, err
	}
	return w.ideaView(ctx, id)
}

func (w *work) ideaView(ctx context.Context, id domain.IdeaID) (v IdeaView, err error) {
	if v.Idea, err = w.Store.Idea(ctx, id); err != nil {
		return v, err
	}
	if v.Meeting, err = w.ideaMeeting(ctx, v.Idea); err != nil {
		return v, err
	}
	if v.People, err = w.IdeaPeople(ctx, id); err != nil {
		return v, err
	}
	if v.Steps, err = w.IdeaSteps(ctx, id); err != nil {
		return v, err
	}
	if v.Clues, err = w.ideaClues(ctx, v.Idea); err != nil {
		return v, err
	}
	if v.Issues, err = w.IssuesOfIdea(ctx, id); err != nil {
		return v, err
	}
	if v.Gaps, err = w.IdeaGaps(ctx, id, domain.ScopeOf(w.by, domain.SeeGaps), w.today()); err != nil {
		return v, err
	}
	if v.ServiceID != 0 {
		s, err := w.Service(ctx, v.ServiceID)
		if err != nil {
			return v, err
		}
		v.Service = &s
	}
	if v.LookedFor != "" {
		v.Missed, err = w.TimesMissed(ctx, v.DistrictID, v.TownID, v.LookedFor, w.today().AddDate(0, -missedMonths, 0))
	}
	return v, err
}

// onIdea finds where an idea is. It belongs to nobody, so that whoever may not help it on is answered as about one that is not there.
func (a *App) onIdea(id domain.IdeaID) target {
	return func(ctx context.Context) (domain.Target, error) {
		i, err := a.db.Store().Idea(ctx, id)
		if err != nil {
			return absent(err)
		}
		return domain.Target{Spot: domain.Spot{DistrictID: i.DistrictID, TownID: i.TownID}, PersonID: -1}, nil
	}
}

// withIdea changes an idea under its lock, writes the step into its story where its stage is another, and returns it as it is then.
func (a *App) withIdea(ctx context.Context, g grant, id domain.IdeaID, change func(context.Context, *work, *domain.Idea) error) (out IdeaView, err error) {
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		w.about.PersonID = 0 // what is audited is about nobody
		i, err := w.LockIdea(ctx, id)
		if err != nil {
			return err
		}
		before := i
		if err := change(ctx, w, &i); err != nil {
			return err
		}
		if err := w.SaveIdea(ctx, &i); err != nil {
			return err
		}
		if i.Stage != before.Stage || i.GatheringID != before.GatheringID {
			if err := w.stepOfIdea(ctx, i); err != nil {
				return err
			}
		}
		out, err = w.ideaView(ctx, id)
		return err
	})
	return out, err
}

// stepOfIdea writes a step into the idea's story, and tells those whom it is for: while it looks for people whoever had it, later
// everybody. One that is taken up again says nothing yet.
func (w *work) stepOfIdea(ctx context.Context, i domain.Idea) error {
	if err := w.noteIdea(ctx, i); err != nil || i.Stage == domain.IdeaHeard {
		return err
	}
	all, err := w.IdeaPeople(ctx, i.ID)
	if err != nil {
		return err
	}
	for _, p := range all {
		if !p.Had && i.Stage == domain.IdeaLooking {
			continue
		}
		if err := w.tellOfIdea(ctx, i, p.PersonID); err != nil {
			return err
		}
	}
	return nil
}

// ChangeIdea changes what an idea is called and says. Nil leaves as it is.
type ChangeIdea struct {
	IdeaID    domain.IdeaID
	Name      *string
	Words     *string
	Theme     *string // the code of what it is for; "": nobody has said
	LookedFor *string // what people looked for in the directory, and it answers
}

// ChangeIdea changes an idea.
func (a *App) ChangeIdea(ctx context.Context, actor domain.Actor, cmd ChangeIdea) (IdeaView, error) {
	g, err := a.authorise(ctx, actor, domain.RunIdeas, a.onIdea(cmd.IdeaID))
	if err != nil {
		return IdeaView{}, err
	}
	return a.withIdea(ctx, g, cmd.IdeaID, func(ctx context.Context, w *work, i *domain.Idea) error {
		var wrong domain.Errors
		name, words, looked := i.Name, i.Words, i.LookedFor
		set(&name, cmd.Name)
		set(&words, cmd.Words)
		set(&looked, cmd.LookedFor)
		if err := w.wordIdea(ctx, &wrong, i, name, words, looked); err != nil {
			return err
		}
		if cmd.Theme != nil {
			if i.ThemeID = 0; *cmd.Theme != "" {
				themes, err := w.themesOf(ctx, &wrong, i.DistrictID, []string{*cmd.Theme})
				if err != nil {
					return err
				}
				if len(themes) > 0 {
					i.ThemeID = themes[0].ID
				}
			}
		}
		return wrong.Err()
	})
}

// MoveIdea takes an idea to another stage. To a meeting it goes by PlanIdeaMeeting.
type MoveIdea struct {
	IdeaID domain.IdeaID
	To     domain.IdeaStage
	Why    string // why it is let go: those who had it read this
}

// MoveIdea takes an idea on, back, or lets it go. A group it is only when its service stands in the directory for everybody, and somebody
// has checked it.
func (a *App) MoveIdea(ctx context.Context, actor domain.Actor, cmd MoveIdea) (IdeaView, error) {
	g, err := a.authorise(ctx, actor, domain.RunIdeas, a.onIdea(cmd.IdeaID))
	if err != nil {
		return IdeaView{}, err
	}
	return a.withIdea(ctx, g, cmd.IdeaID, func(ctx context.Context, w *work, i *domain.Idea) error {
		if err := i.MayGo(cmd.To); err != nil {
			return err
		}
		switch cmd.To {
		case domain.IdeaMeeting:
			return domain.Errorf(domain.Unacceptable, "", "Please say when and where those who join in meet.")
		case domain.IdeaLooking:
			if i.GatheringID = 0; i.Stage == domain.IdeaGroup {
				i.ServiceID = 0
			}
		case domain.IdeaGroup:
			if err := w.isGroup(ctx, *i); err != nil {
				return err
			}
		}
		i.Stage, i.Why, i.KeepUntil = cmd.To, "", w.today().AddDate(0, keepIdeaMonths, 0)
		if cmd.To == domain.IdeaLetGo {
			return w.whyLetGo(ctx, i, cmd.Why)
		}
		return nil
	})
}

// whyLetGo reads why an idea is let go: in words that people read who had it, with nobody else in them.
func (w *work) whyLetGo(ctx context.Context, i *domain.Idea, why string) error {
	var wrong domain.Errors
	if i.Why = plain(why); i.Why == "" {
		wrong.Add("why", "Please write why, in words that thank them. Those who had it read this.")
	}
	tooLong(&wrong, "why", i.Why, longestNotice*2)
	known, err := w.KnownNames(ctx, i.DistrictID, i.TownID)
	if err != nil {
		return err
	}
	if clues := domain.PersonIn(i.Why, known...); len(clues) > 0 {
		wrong.Add("why", "“%s” may say who somebody is. Please take it out: all who had this idea read these words.", clues[0].Words)
	}
	return wrong.Err()
}

// isGroup refuses an idea whose group is not in the directory yet, or not for everybody.
func (w *work) isGroup(ctx context.Context, i domain.Idea) error {
	if i.ServiceID == 0 {
		return domain.Errorf(domain.Unacceptable, "", "Nothing in the directory has come of it yet. Write the group down first.")
	}
	s, err := w.Service(ctx, i.ServiceID)
	switch {
	case err != nil:
		return err
	case s.Status == domain.ServiceClosed:
		return domain.Errorf(domain.Unacceptable, "", "“%s” has closed. Open it again in the directory first, or let the idea look for people.", s.Name)
	case !s.Public() || s.CheckedOn == nil:
		return domain.Errorf(domain.Unacceptable, "", "“%s” is a draft for staff. Read it through in the directory, say that you have checked it, and show it to everybody.", s.Name)
	}
	return nil
}

// PlanIdeaMeeting says when and where those who join in with an idea meet first.
type PlanIdeaMeeting struct {
	IdeaID       domain.IdeaID
	On           time.Time // a date
	Starts       int       // minutes since midnight on the wall
	Ends         int
	PlaceKind    domain.PlaceKind
	PlaceName    string
	GettingThere string
}

// PlanIdeaMeeting plans the first meeting of an idea: a session that is once, and stands in what is on. A second one takes its place.
func (a *App) PlanIdeaMeeting(ctx context.Context, actor domain.Actor, cmd PlanIdeaMeeting) (IdeaView, error) {
	g, err := a.authorise(ctx, actor, domain.RunIdeas, a.onIdea(cmd.IdeaID))
	if err != nil {
		return IdeaView{}, err
	}
	out, err := a.withIdea(ctx, g, cmd.IdeaID, func(ctx context.Context, w *work, i *domain.Idea) error {
		if err := i.MayGo(domain.IdeaMeeting); err != nil {
			return err
		}
		if same, err := w.plannedAlready(ctx, *i, cmd); same || err != nil {
			return err
		}
		if i.GatheringID != 0 { // the one that it takes the place of is on no more
			if _, err := w.EndGathering(ctx, i.GatheringID, w.today(), w.now); err != nil {
				return err
			}
		}
		id, err := w.addGathering(ctx, g.target.Spot, AddGathering{TownID: i.TownID, Kind: "ideas", Every: domain.Once, FirstOn: cmd.On, Starts: cmd.Starts, Ends: cmd.Ends,
			PlaceKind: cmd.PlaceKind, PlaceName: cmd.PlaceName, GettingThere: cmd.GettingThere, Welcome: i.Name})
		i.Stage, i.GatheringID, i.KeepUntil = domain.IdeaMeeting, domain.GatheringID(id), w.today().AddDate(0, keepIdeaMonths, 0)
		return err
	})
	return out, benchTaken(err)
}

// plannedAlready reports whether a first meeting is the one that is planned: whoever sends it twice plans it once.
func (w *work) plannedAlready(ctx context.Context, i domain.Idea, cmd PlanIdeaMeeting) (bool, error) {
	m, err := w.ideaMeeting(ctx, i)
	return m != nil && m.FirstOn.Equal(cmd.On) && m.Starts == cmd.Starts && m.Ends == cmd.Ends && domain.NameKey(m.Place.Name) == domain.NameKey(cmd.PlaceName), err
}

// DraftIdeaGroup writes a group into the directory from an idea that has met, for staff alone: somebody reads it through and checks it
// before everybody sees it. Done again it changes nothing.
func (a *App) DraftIdeaGroup(ctx context.Context, actor domain.Actor, id domain.IdeaID) (IdeaView, error) {
	g, err := a.authorise(ctx, actor, domain.RunIdeas, a.onIdea(id))
	if err != nil {
		return IdeaView{}, err
	}
	return a.withIdea(ctx, g, id, func(ctx context.Context, w *work, i *domain.Idea) error {
		if i.ServiceID != 0 {
			return nil
		}
		if err := i.MayGo(domain.IdeaGroup); err != nil {
			return err
		}
		draft, err := w.groupOf(ctx, *i)
		if err != nil {
			return err
		}
		s := domain.Service{DistrictID: i.DistrictID, CreatedAt: w.now, Version: 1}
		if err := w.fillIn(ctx, &s, draft); err != nil {
			return err
		}
		if err := w.AddService(ctx, &s); err != nil {
			return sameService(err)
		}
		i.ServiceID = s.ID
		return w.noteChange(ctx, s, "added", nil)
	})
}

// groupOf is a group as an idea and its first meeting describe it.
func (w *work) groupOf(ctx context.Context, i domain.Idea) (AddService, error) {
	out := AddService{TownID: i.TownID, Organization: i.Name, Name: i.Name, Description: i.Words, StaffOnly: true}
	themes, err := w.Themes(ctx, i.DistrictID, true)
	if err != nil {
		return out, err
	}
	at := slices.IndexFunc(themes, func(t domain.Theme) bool {
		return i.ThemeID != 0 && t.ID == i.ThemeID || i.ThemeID == 0 && t.Kind == domain.OtherTheme
	})
	if at >= 0 {
		out.Themes = []string{themes[at].Code}
	}
	meeting, err := w.ideaMeeting(ctx, i)
	if err != nil || meeting == nil {
		return out, err
	}
	out.HowToJoin = meeting.Place.GettingThere
	if meeting.Place.Kind != domain.Online {
		out.Places = []ServicePlace{{Name: meeting.Place.Name}}
	}
	return out, nil
}

// TakeUpWish makes an idea of what somebody told a connector, who passed it on. The wish counts as answered: they hear of each step.
func (a *App) TakeUpWish(ctx context.Context, actor domain.Actor, id domain.WishID) (domain.IdeaID, error) {
	g, err := a.authorise(ctx, actor, domain.RunIdeas, a.onConnectorWish(id))
	if err != nil {
		return 0, err
	}
	var idea int64
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		w.about.PersonID = 0
		wish, err := w.ConnectorWish(ctx, id)
		if err != nil {
			return err
		}
		if wish.What != "idea" || wish.DoneAt != nil {
			return domain.Errorf(domain.Conflict, "", "This has been taken up already, or it is no idea.")
		}
		name := domain.FirstWords(wish.Words, longestIdea)
		if domain.NameKey(name) == "" {
			return domain.Errorf(domain.Unacceptable, "", "They wrote no words. Ring them first, and then write their idea down.")
		}
		cmd := RaiseIdea{TownID: wish.TownID, Name: name, Words: wish.Words, CameFrom: domain.FromLog,
			IdeaContact: IdeaContact{FirstName: wish.FirstName, Phone: wish.Phone, Email: wish.Email, EmailIsRight: true, Agreed: true}}
		if idea, err = w.raiseIdea(ctx, cmd); err != nil {
			return err
		}
		return w.SettleConnectorWish(ctx, wish, actor.PersonID, w.now)
	})
	return domain.IdeaID(idea), err
}
