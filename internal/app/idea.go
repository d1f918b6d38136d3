package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How much may be written of an idea, how often from one place, how many the public list shows, and how many months an idea is kept after
// its last step.
const (
	longestIdea    = 80
	longestIdeaSay = 1000
	ideasAnHour    = 20
	keepIdeaMonths = 12
)

// IdeaContact is how somebody hears what becomes of an idea. All of it empty: they would rather not be known.
type IdeaContact struct {
	FirstName    string
	Phone        string
	Email        string
	EmailIsRight bool // the address is meant as typed, although it looks mistyped
	Agreed       bool // that we keep it, and write to them about the idea
	Named        bool // their first name may stand beside the idea
}

func (c IdeaContact) given() bool { return line(c.FirstName+c.Phone+c.Email) != "" }

// person reads who it is, with all that is wrong; the zero person where nobody is named.
func (c IdeaContact) person(wrong *domain.Errors) domain.Person {
	if !c.given() {
		return domain.Person{}
	}
	p := newPerson(wrong, "", details{firstName: c.FirstName, phone: c.Phone, email: c.Email, emailIsRight: c.EmailIsRight})
	if p.Phone == "" && p.Email == "" && !wrong.At("phone") && !wrong.At("email") {
		wrong.Add("phone", "Please give a phone number or an e-mail address, so that you hear what comes of it.")
	}
	if !c.Agreed {
		wrong.Add("agreed", "Please say that we may keep this and write to you. Or leave name, phone and e-mail empty.")
	}
	return p
}

// RaiseIdea is something that somebody would like to be there.
type RaiseIdea struct {
	TownID    domain.TownID
	Name      string // in a few words
	Words     string
	LookedFor string            // what was looked for in the directory, and not there
	CameFrom  domain.IdeaSource // "": the public page; all others are for those who help ideas on their way
	IdeaContact
	IP string `json:"-"` // where it comes from; "": not from outside

	IdempotencyKey string // the same key and input again are kept once; "": none
}

// RaiseIdea keeps an idea for whoever builds the town. One that somebody else has had already stays one idea, of both. Who had it may
// stay unknown; else they hear of each step.
func (a *App) RaiseIdea(ctx context.Context, actor domain.Actor, cmd RaiseIdea) (domain.IdeaID, error) {
	g, err := a.authorise(ctx, actor, domain.ShareIdea, somewhere(actor))
	if err != nil {
		return 0, err
	}
	if cmd.CameFrom == "" {
		cmd.CameFrom = domain.FromPage
	} else if _, err := a.authorise(ctx, actor, domain.RunIdeas, a.onTown(cmd.TownID)); err != nil {
		return 0, err
	}
	var id int64
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		id, err = w.once(ctx, "RaiseIdea", cmd.IdempotencyKey, cmd, func() (int64, error) {
			if err := a.limit(ctx, w, "idea", wayIn(cmd.IP), ideasAnHour, time.Hour); err != nil {
				return 0, err
			}
			return w.raiseIdea(ctx, cmd)
		})
		return err
	})
	return domain.IdeaID(id), err
}

func (w *work) raiseIdea(ctx context.Context, cmd RaiseIdea) (int64, error) {
	var wrong domain.Errors
	i := domain.Idea{CameFrom: cmd.CameFrom, Stage: domain.IdeaHeard, Version: 1, CreatedAt: w.now, KeepUntil: w.today().AddDate(0, keepIdeaMonths, 0)}
	if !slices.Contains(domain.IdeaSources, i.CameFrom) {
		wrong.Add("cameFrom", "Please choose where you heard it.")
	}
	who := cmd.person(&wrong)
	door, err := w.TownDoor(ctx, 0, cmd.TownID)
	if err != nil || door.TownID == 0 {
		wrong.Add("townId", "Please choose the town.")
	}
	i.DistrictID, i.TownID = door.DistrictID, door.TownID
	if err := w.wordIdea(ctx, &wrong, &i, cmd.Name, cmd.Words, cmd.LookedFor); err != nil {
		return 0, err
	}
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	w.about.Spot = domain.Spot{DistrictID: i.DistrictID, TownID: i.TownID}
	known, err := w.OpenIdeaNamed(ctx, i.DistrictID, i.TownID, i.NameKey)
	if err != nil {
		return 0, err
	}
	if known != 0 {
		if i, err = w.Store.Idea(ctx, known); err != nil {
			return 0, err
		}
	} else if err := w.addIdea(ctx, &i); err != nil {
		return 0, err
	}
	return int64(i.ID), w.takeIntoIdea(ctx, i, cmd.IdeaContact, who, true)
}

// wordIdea reads what an idea is called and says, with all that is wrong, and notes whether somebody can be known by it.
func (w *work) wordIdea(ctx context.Context, wrong *domain.Errors, i *domain.Idea, name, words, lookedFor string) error {
	i.Name, i.Words, i.LookedFor = line(name), plain(words), line(lookedFor)
	if i.NameKey = domain.NameKey(i.Name); i.NameKey == "" {
		wrong.Add("name", "Please write your idea in a few words, such as “A choir that needs no notes”.")
	}
	tooLong(wrong, "name", i.Name, longestIdea)
	tooLong(wrong, "words", i.Words, longestIdeaSay)
	tooLong(wrong, "lookedFor", i.LookedFor, longestQuery)
	clues, err := w.ideaClues(ctx, *i)
	i.Somebody = len(clues) > 0
	return err
}

// ideaClues are the words of an idea by which somebody may be known.
func (w *work) ideaClues(ctx context.Context, i domain.Idea) ([]domain.Clue, error) {
	known, err := w.KnownNames(ctx, i.DistrictID, i.TownID)
	if err != nil {
		return nil, err
	}
	return slices.Concat(domain.PersonIn(i.Name, known...), domain.PersonIn(i.Words, known...)), nil
}

// addIdea keeps a new idea, and tells whoever builds the town that there is one.
func (w *work) addIdea(ctx context.Context, i *domain.Idea) error {
	if err := w.Store.AddIdea(ctx, i); err != nil {
		return err
	}
	if err := w.noteIdea(ctx, *i); err != nil {
		return err
	}
	reader, err := w.OfferReader(ctx, i.DistrictID, i.TownID, w.today())
	if err != nil || reader == 0 || reader == w.by.PersonID {
		return err // whoever comes to be the builder finds it on the list
	}
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("idea:%d", i.ID), Kind: sayIdeaNew, PersonID: reader, Data: domain.MessageData{TownID: i.TownID, LinkID: int64(i.ID)}})
}

// noteIdea writes a step of an idea into its story. Whoever wrote it on the public page is not in it, although they may be signed in.
func (w *work) noteIdea(ctx context.Context, i domain.Idea) error {
	step := domain.IdeaStep{DistrictID: i.DistrictID, IdeaID: i.ID, N: i.Version, Stage: i.Stage, At: w.now}
	if i.Version > 1 || i.CameFrom != domain.FromPage {
		step.ActorID = w.by.PersonID
	}
	return w.AddIdeaStep(ctx, step)
}

// takeIntoIdea notes who had an idea or joins in, and tells them how it stands. Somebody whom we know by the same first name and the same
// e-mail address or phone number is that person. Nobody is taken in who would rather not be known.
func (w *work) takeIntoIdea(ctx context.Context, i domain.Idea, c IdeaContact, who domain.Person, had bool) error {
	if !c.given() {
		return nil
	}
	id, err := w.PersonReachedBy(ctx, i.DistrictID, who.FirstName, domain.Email(who.Email).Key(), who.Phone)
	if err != nil {
		return err
	}
	if id == 0 {
		who.DistrictID, who.TownID, who.CreatedAt, who.Language = i.DistrictID, i.TownID, w.now, w.spoken()
		who.LawfulBasis, who.SafeToRing, who.SafeToWrite, who.NoticeVersion, who.HowTold, who.KeepUntil = "consent", true, true, noticeVersion, "page", &i.KeepUntil
		if who.Email == "" {
			who.Preferred = domain.ByCall
		}
		if err := w.AddPerson(ctx, &who); err != nil {
			return err
		}
		id = who.ID
	}
	fresh, err := w.JoinIdea(ctx, domain.IdeaPerson{DistrictID: i.DistrictID, IdeaID: i.ID, PersonID: id, Had: had, Named: c.Named, NoticeVersion: noticeVersion, AgreedAt: w.now})
	if err != nil || !fresh {
		return err
	}
	return w.tellOfIdea(ctx, i, id)
}

// tellOfIdea tells somebody how an idea stands.
func (w *work) tellOfIdea(ctx context.Context, i domain.Idea, person domain.PersonID) error {
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("idea:%d:%d:%d", i.ID, i.Version, person), Kind: sayIdea, PersonID: person,
		Data: domain.MessageData{TownID: i.TownID, LinkID: int64(i.ID), Code: string(i.Stage)}})
}

// OpenIdeas lists the ideas that look for people in a town, or with town 0 in all, the newest first. Anybody may know.
func (a *App) OpenIdeas(ctx context.Context, actor domain.Actor, town domain.TownID, page Page) ([]domain.Idea, PageInfo, error) {
	if _, err := a.authorise(ctx, actor, domain.SeeIdeas, at(domain.Spot{})); err != nil {
		return nil, PageInfo{}, err
	}
	return a.ideas(ctx, postgres.IdeaQuery{Public: true, TownID: town}, page)
}

// OpenIdea is an idea with where those who join in meet first; nil: nobody has said.
type OpenIdea struct {
	domain.Idea
	Meeting *GatheringView
}

// OpenIdea shows one idea that looks for people. Anybody may know.
func (a *App) OpenIdea(ctx context.Context, actor domain.Actor, id domain.IdeaID) (OpenIdea, error) {
	g, err := a.authorise(ctx, actor, domain.SeeIdeas, at(domain.Spot{}))
	if err != nil {
		return OpenIdea{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return OpenIdea{}, err
	}
	i, err := w.Store.Idea(ctx, id)
	if err == nil && !i.Public() {
		err = notFound()
	}
	if err != nil {
		return OpenIdea{}, err
	}
	meeting, err := w.ideaMeeting(ctx, i)
	return OpenIdea{Idea: i, Meeting: meeting}, err
}

// ideaMeeting reads where those who join in meet first, with the date also once it is over; nil where nobody has said.
func (w *work) ideaMeeting(ctx context.Context, i domain.Idea) (*GatheringView, error) {
	if i.GatheringID == 0 {
		return nil, nil
	}
	out := GatheringView{}
	var err error
	if out.Gathering, err = w.Store.Gathering(ctx, i.GatheringID); err != nil {
		return nil, err
	}
	out.Dates, err = w.GatheringDates(ctx, postgres.GatheringQuery{ID: i.GatheringID, Until: w.now.AddDate(2, 0, 0)})
	return &out, err
}

// JoinIdea is somebody's word that they would join in with an idea.
type JoinIdea struct {
	IdeaID domain.IdeaID
	IdeaContact
	IP string `json:"-"` // where it comes from; "": not from outside

	IdempotencyKey string // the same key and input again are kept once; "": none
}

// JoinIdea takes somebody in who would help with an idea that looks for people. They hear of the first meeting and of what comes after.
func (a *App) JoinIdea(ctx context.Context, actor domain.Actor, cmd JoinIdea) error {
	g, err := a.authorise(ctx, actor, domain.ShareIdea, somewhere(actor))
	if err != nil {
		return err
	}
	var wrong domain.Errors
	if !cmd.given() {
		wrong.Add("firstName", "Please write your first name, so that the others know what to call you.")
	}
	who := cmd.person(&wrong)
	if err := wrong.Err(); err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		_, err := w.once(ctx, "JoinIdea", cmd.IdempotencyKey, cmd, func() (int64, error) {
			if err := a.limit(ctx, w, "idea", wayIn(cmd.IP), ideasAnHour, time.Hour); err != nil {
				return 0, err
			}
			i, err := w.LockIdea(ctx, cmd.IdeaID)
			if err == nil && !i.Public() {
				err = notFound()
			}
			if err != nil {
				return 0, err
			}
			w.about.Spot = domain.Spot{DistrictID: i.DistrictID, TownID: i.TownID}
			return 1, w.takeIntoIdea(ctx, i, cmd.IdeaContact, who, false)
		})
		return err
	})
}

// MyIdea is an idea as whoever had it, or joins in, sees it by their link.
type MyIdea struct {
	OpenIdea
	FirstName string
	In        bool // they hear of it; false: they have stopped
	Mine      bool // they had it
}

// MyIdea shows the idea that a link is about.
func (a *App) MyIdea(ctx context.Context, actor domain.Actor) (out MyIdea, err error) {
	g, err := a.authorise(ctx, actor, domain.FollowIdea, themselves(actor))
	if err != nil {
		return out, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return out, err
	}
	p, err := w.Person(ctx, actor.PersonID)
	if err != nil {
		return out, err
	}
	out.FirstName = p.FirstName
	if out.Idea, err = w.Store.Idea(ctx, actor.IdeaID); err != nil {
		return out, err
	}
	if out.Meeting, err = w.ideaMeeting(ctx, out.Idea); err != nil {
		return out, err
	}
	all, err := w.IdeaPeople(ctx, actor.IdeaID)
	for _, one := range all {
		if one.PersonID == actor.PersonID {
			out.In, out.Mine = true, one.Had
		}
	}
	return out, err
}

// LeaveIdea ends that the actor hears of the idea that their link is about, and that they join in. It may come twice.
func (a *App) LeaveIdea(ctx context.Context, actor domain.Actor) error {
	g, err := a.authorise(ctx, actor, domain.FollowIdea, themselves(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		return w.Store.LeaveIdea(ctx, actor.DistrictID, actor.IdeaID, actor.PersonID)
	})
}
