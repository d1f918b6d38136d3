package app

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"waymark/domain"
)

// How much a badge may count, how long notes are kept, and how many services are offered again.
const (
	longestNote    = 500
	mostPeople     = 50
	talksADay      = 400
	talksAtOnce    = 30
	keepNoteMonths = 12
	mostPointed    = 5
	pointedDays    = 120
)

// LogConversation counts one conversation. There is nobody in it.
type LogConversation struct {
	ClientKey string // a UUID that the phone made: the same again counts once
	ThemeID   domain.ThemeID
	LedTo     domain.LedTo
	ServiceID domain.ServiceID   // with LedToService
	SectionID domain.SectionID   // 0: the town
	Day       *time.Time         // as the phone has it; nil: today
	Sent      *time.Time         // what the phone takes for today; nil: its clock is right
	Channel   domain.TalkChannel // "": face to face
	People    int                // 0: one
	Note      string
}

// Logged is what came of it.
type Logged struct {
	Again bool // all of it had been sent before
	Count int  // how many were counted now
}

// LogConversation counts conversations for whoever wears the badge; all of them or none. Nothing says who was spoken to, on which
// street, or when but for the day: there is no row of the audit either. What was sent before is not counted again, and is no error.
func (a *App) LogConversation(ctx context.Context, actor domain.Actor, cmds ...LogConversation) (Logged, error) {
	g, err := a.authorise(ctx, actor, domain.LogTalk, themselves(actor))
	if err != nil {
		return Logged{}, err
	}
	if len(cmds) == 0 || len(cmds) > talksAtOnce {
		return Logged{}, domain.Errorf(domain.Invalid, "", "Please count from 1 to %d conversations at once.", talksAtOnce)
	}
	var out Logged
	err = a.alone(ctx, g, func(ctx context.Context, w *work) error {
		var themes []domain.ThemeID
		for _, cmd := range cmds {
			themes = append(themes, cmd.ThemeID)
		}
		c, kinds, err := w.worn(ctx, themes...)
		if err != nil {
			return err
		}
		var rows []domain.Conversation
		for _, cmd := range cmds {
			row, err := w.conversation(ctx, c, kinds[cmd.ThemeID], cmd)
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		rate := a.rate(w, "log", fmt.Sprint(c.PersonID), talksADay, 24*time.Hour)
		fresh, tries, err := w.AddConversations(ctx, rate, rows...)
		if err != nil {
			return err
		}
		out = Logged{Count: fresh, Again: fresh == 0}
		return w.within(rate, tries, 24*time.Hour)
	})
	return out, err
}

// worn is the connector whose badge the actor holds, with what kind some themes are; a Conflict where the badge holds no more.
func (w *work) worn(ctx context.Context, themes ...domain.ThemeID) (domain.Connector, map[domain.ThemeID]domain.ThemeKind, error) {
	c, kinds, err := w.BadgeOf(ctx, w.by.DistrictID, w.by.PersonID, themes...)
	if err != nil {
		return c, nil, err
	}
	if problem := c.Wears(w.by.Badge, w.today()); problem != nil {
		return c, nil, problem
	}
	return c, kinds, nil
}

var uuidShape = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// conversation makes the row of what was sent, about a theme of a kind ("": there is no such theme). What somebody fears for is counted, and its place and words are not kept.
func (w *work) conversation(ctx context.Context, c domain.Connector, kind domain.ThemeKind, cmd LogConversation) (domain.Conversation, error) {
	row := domain.Conversation{DistrictID: c.DistrictID, ClientKey: strings.ToLower(cmd.ClientKey), ConnectorID: c.PersonID, TownID: c.TownID, SectionID: cmd.SectionID,
		Day: w.dayOfTalk(cmd), ThemeID: cmd.ThemeID, LedTo: cmd.LedTo, Channel: cmp.Or(cmd.Channel, domain.FaceToFace), People: cmp.Or(cmd.People, 1), Note: plain(cmd.Note)}
	var wrong domain.Errors
	if kind == "" {
		wrong.Add("about", "Please choose what it was about.")
	}
	if kind == domain.SafetyTheme {
		row.SectionID, row.Note, row.LedTo, cmd.ServiceID = 0, "", cmp.Or(row.LedTo, domain.JustListened), 0
	}
	if !uuidShape.MatchString(row.ClientKey) {
		wrong.Add("key", "This page is too old to be sent. Please open it again from your badge.")
	}
	if !row.Channel.Valid() {
		wrong.Add("how", "Please choose how you talked.")
	}
	if row.People < 1 || row.People > mostPeople {
		wrong.Add("people", "Please give a number from 1 to %d.", mostPeople)
	}
	if err := w.pointed(ctx, &wrong, &row, cmd); err != nil {
		return row, err
	}
	if err := w.checkPatch(ctx, &wrong, c.TownID, row.SectionID); err != nil {
		return row, err
	}
	if err := w.checkNote(ctx, &wrong, &row); err != nil {
		return row, err
	}
	return row, wrong.Err()
}

func (w *work) dayOfTalk(cmd LogConversation) time.Time {
	if cmd.Day == nil {
		return w.today()
	}
	sent := w.today()
	if cmd.Sent != nil {
		sent = dateOnly(*cmd.Sent)
	}
	return domain.DayOf(dateOnly(*cmd.Day), sent, w.today())
}

// pointed checks where a conversation led. What is for staff alone is nothing that a badge may name.
func (w *work) pointed(ctx context.Context, wrong *domain.Errors, row *domain.Conversation, cmd LogConversation) error {
	if !row.LedTo.Valid() {
		wrong.Add("to", "Please choose where you pointed them, or “Just listened”.")
		return nil
	}
	if row.LedTo != domain.LedToService || cmd.ServiceID == 0 {
		if row.LedTo == domain.LedToService {
			row.LedTo = domain.JustListened
		}
		return nil
	}
	v, err := w.Service(ctx, cmd.ServiceID)
	switch {
	case domain.KindOf(err) == domain.NotFound || err == nil && (v.DistrictID != row.DistrictID || !v.Public()):
		wrong.Add("to", "That is not in our list of what there is. Please choose something else, or “Somewhere else”.")
	case err != nil:
		return err
	}
	row.ServiceID = cmd.ServiceID
	return nil
}

// checkNote refuses a note with somebody in it, and says which words.
func (w *work) checkNote(ctx context.Context, wrong *domain.Errors, row *domain.Conversation) error {
	if row.Note == "" {
		return nil
	}
	until := w.today().AddDate(0, keepNoteMonths, 0)
	row.KeepUntil = &until
	tooLong(wrong, "note", row.Note, longestNote)
	known, err := w.KnownNames(ctx, row.DistrictID, row.TownID)
	if err != nil {
		return err
	}
	if found := domain.PersonInError("note", row.Note, known...); found != nil {
		*wrong = append(*wrong, found)
	}
	return nil
}

// LogPage is what the page of a badge shows.
type LogPage struct {
	FirstName string
	Town      string
	Phone     string
	Connector domain.Connector
	Themes    []domain.Theme
	Sections  []domain.Section
	Pointed   []domain.Service // of late, or by others of the town
	Ripple    domain.Ripple
	Today     time.Time // a date
}

// LogPage returns what whoever wears a badge may choose from, and what came of what they counted this year. It is a Conflict where the
// badge holds no more.
func (a *App) LogPage(ctx context.Context, actor domain.Actor) (out LogPage, err error) {
	g, err := a.authorise(ctx, actor, domain.SeeMyRipple, themselves(actor))
	if err != nil {
		return out, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return out, err
	}
	if _, _, err = w.worn(ctx); err != nil {
		return out, err
	}
	c, err := w.Connector(ctx, actor.PersonID, w.yearAgo())
	if err != nil {
		return out, err
	}
	out = LogPage{FirstName: c.FirstName, Town: c.TownName, Connector: c, Today: w.today()}
	if out.Themes, err = w.Themes(ctx, c.DistrictID, false); err != nil {
		return out, err
	}
	if out.Sections, err = w.Sections(ctx, c.TownID); err != nil {
		return out, err
	}
	if out.Pointed, err = w.PointedTo(ctx, c, w.today().AddDate(0, 0, -pointedDays), mostPointed); err != nil {
		return out, err
	}
	door, err := w.TownDoor(ctx, c.DistrictID, c.TownID)
	if err != nil {
		return out, err
	}
	out.Phone = door.Phone
	out.Ripple, err = w.Ripple(ctx, c, time.Date(out.Today.Year(), 1, 1, 0, 0, 0, 0, time.UTC))
	return out, err
}
