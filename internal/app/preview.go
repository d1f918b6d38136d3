package app

import (
	"context"
	"crypto/rand"
	"slices"

	"waymark/domain"
	"waymark/internal/notify"
	"waymark/internal/words"
)

// PreviewMessage names a kind of message to look at, and the language of its words.
type PreviewMessage struct {
	Kind     string
	Language string // "": English
}

// MessagePreview is what a message of a kind looks like on each of its ways. Its links open nothing.
type MessagePreview struct {
	Kind                string
	Subject, Text, HTML string
	Call, Letter        string       // "" for what never goes that way
	Real                bool         // made of the newest one there was; else of made-up people
	Topic               domain.Topic // "" of a case
	Why                 string       // why it is one or the other
}

// MessageKinds lists the kinds of message that PreviewMessage shows.
func (a *App) MessageKinds(ctx context.Context, actor domain.Actor) ([]string, error) {
	if _, err := a.authorise(ctx, actor, domain.PreviewMail, somewhere(actor)); err != nil {
		return nil, err
	}
	return notify.Kinds(), nil
}

// PreviewMessage shows a kind of message with what the newest one of the reader's own places was made of, in another language if they
// like. Nothing is sent or written down, and its links are signed with a key that nobody has. Those who may not see people read one
// about made-up ones, and so does everybody of a kind that there has not been, and of those whose words are a secret.
func (a *App) PreviewMessage(ctx context.Context, actor domain.Actor, cmd PreviewMessage) (MessagePreview, error) {
	g, err := a.authorise(ctx, actor, domain.PreviewMail, somewhere(actor))
	if err != nil {
		return MessagePreview{}, err
	}
	if !slices.Contains(notify.Kinds(), cmd.Kind) {
		return MessagePreview{}, notFound()
	}
	w, err := a.withoutKey().read(ctx, g)
	if err != nil {
		return MessagePreview{}, err
	}
	lang := words.In(cmd.Language)
	sort := notify.SortOf(cmd.Kind)
	out := MessagePreview{Kind: cmd.Kind, Topic: sort.Topic, Why: sort.Why}
	note, letter, err := w.newestNote(ctx, cmd.Kind, lang)
	if out.Real = err == nil; domain.KindOf(err) == domain.NotFound {
		note, letter, err = w.sampleNote(ctx, cmd.Kind, lang)
	}
	if err != nil {
		return MessagePreview{}, err
	}
	if out.Subject, out.Text, out.HTML, err = notify.Compose(note, letter); err != nil {
		return MessagePreview{}, err
	}
	if out.Letter = notify.Letter(note, letter); out.Letter != "" {
		out.Call = notify.Call(note, letter).String()
	}
	return out, nil
}

// withoutKey is the same house with a key for its links that is thrown away.
func (a *App) withoutKey() *App {
	out := *a
	out.secret = make([]byte, 32)
	_, _ = rand.Read(out.secret) // never fails, by its documentation
	return &out
}

// secretWords are the kinds of which no real one is shown: a code would be minted, or there is nothing in them but a link.
var secretWords = []string{saySignIn, sayWorry}

// newestNote is the newest message of a kind that the reader may see, with the words made anew; NotFound when there is none.
func (w *work) newestNote(ctx context.Context, kind string, lang *words.Words) (notify.Note, notify.Letterhead, error) {
	none := notify.Letterhead{}
	if slices.Contains(secretWords, kind) || !domain.May(w.by, domain.SeePeople, domain.Target{Somewhere: true}) {
		return nil, none, notFound()
	}
	m, err := w.NewestOfKind(ctx, w.by.DistrictID, kind, domain.ScopeOf(w.by, domain.SeeAsk), domain.ScopeOf(w.by, domain.SeePeople))
	if err != nil {
		return nil, none, err
	}
	t, err := w.gather(ctx, m)
	if err != nil {
		return nil, none, err
	}
	if _, err := w.pin(ctx, &t); err != nil {
		return nil, none, err
	}
	t.lang, t.request.DoorWords = lang, lang.Say("two words")
	note, err := w.words(ctx, t)
	return note, w.letterhead(t), err
}

// sampleNote is a message about made-up people on the paper of the reader's own town.
func (w *work) sampleNote(ctx context.Context, kind string, lang *words.Words) (notify.Note, notify.Letterhead, error) {
	var town domain.TownID
	for _, r := range w.by.Roles {
		town = max(town, r.TownID)
	}
	door, err := w.TownDoor(ctx, w.by.DistrictID, town)
	t := telling{m: domain.Message{Kind: kind, CreatedAt: w.now}, to: domain.Person{DistrictID: w.by.DistrictID}, faces: faces{door: door}, lang: lang}
	return notify.Sample(kind, w.app.baseURL+"/preview"), w.letterhead(t), err
}
